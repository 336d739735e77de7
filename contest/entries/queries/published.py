"""What of the entries the public may see, as the database understands it: the one place that says so for lists."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from contest.editions.models import Edition
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries.models import Consent, Entry
from contest.entries.rules import Method, Permission
from contest.entries.states import EntryState

PUBLISHED = (EditionState.PUBLISHED, EditionState.ARCHIVED)
_GONE = (EntryState.WITHDRAWN, EntryState.DISQUALIFIED)


def held(purpose: Purpose) -> Any:
    """The answer that holds for an entry of the surrounding query: `entries.rules.holding` in SQL."""
    return (
        select(Consent.answer)
        .where(Consent.entry_id == Entry.id, Consent.purpose == purpose, Consent.method != Method.WISH, Consent.withdrawn_at.is_(None))
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(1)
        .correlate(Entry)
        .scalar_subquery()
    )


def shown() -> ColumnElement[bool]:
    """May the public see this work? `entries.rules.public_face` in SQL, for a query joined to Entry and Edition.

    A public number is given with an award and with nothing else, so whoever has one was awarded.
    """
    return and_(
        Edition.state.in_(PUBLISHED), Entry.taken_down_at.is_(None), Entry.state.not_in(_GONE), Entry.public_number.is_not(None),
        held(Purpose.SHOW) == Permission.YES,
    )  # fmt: skip
