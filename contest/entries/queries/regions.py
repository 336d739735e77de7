"""What the list of regions a painter chooses from is made of."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import ColumnElement, String, Text, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from contest.core import clock
from contest.editions.models import Edition
from contest.governments.models import Government, Membership


def _all(*columns: Any) -> ColumnElement[str]:
    """These columns of all rows as one text."""
    row: ColumnElement[str] = columns[0]
    for column in columns[1:]:
        row = row + " " + column
    return select(func.aggregate_strings(row, "\n")).scalar_subquery()


_MADE_OF = select(
    _all(cast(Government.id, String), Government.key, Government.country, type_coerce(Government.names, Text)),
    _all(
        cast(Membership.id, String), cast(Membership.government_id, String), type_coerce(Membership.standing, String),
        func.coalesce(cast(Membership.starts, String), ""), func.coalesce(cast(Membership.ends, String), ""),
    ),
)  # fmt: skip


def made_of(session: Session, edition: Edition) -> Hashable:
    """Everything `editions.queries.eligible_governments` and its names depend on, read as text: a tenth of making governments of it."""
    return *session.execute(_MADE_OF).one(), *edition.standings, clock.today(edition.closes_at, edition.zone)
