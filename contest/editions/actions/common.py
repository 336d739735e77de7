"""What every change of an edition does: refuse stale pages, write down what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from contest.core.errors import STALE, Conflict
from contest.editions.models import Edition
from contest.ledger.record import record
from contest.policy import Actor, May, require


def may_change(actor: Actor, edition: Edition, version: int | None) -> None:
    """Refuse whoever may not, and a page older than what is stored (`None`: no page was involved)."""
    require(actor, May.EDITION_MANAGE, edition)
    if version is not None and edition.version != version:
        raise Conflict(STALE, field="version")


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def apply(session: Session, actor: Actor, edition: Edition, act: str, wanted: Mapping[str, Any], *, now: datetime) -> bool:
    """Set what differs and record it with what it was before; nothing differing is no act."""
    before = {name: getattr(edition, name) for name, value in wanted.items() if getattr(edition, name) != value}
    if not before:
        return False
    for name in before:
        setattr(edition, name, wanted[name])
    note(
        session, actor, edition, act, now=now,
        before={name: plain(value) for name, value in before.items()}, after={name: plain(wanted[name]) for name in before},
    )  # fmt: skip
    return True


def note(session: Session, actor: Actor, edition: Edition, act: str, *, now: datetime, **values: Any) -> None:
    """Record an act on an edition or on one of its parts; older pages of it are stale from now on."""
    edition.version += 1
    record(session, actor, act, edition, now=now, **values)
