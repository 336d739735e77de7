"""Reading the ledger, and proving that it is whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest.db.unit import keys
from contest.ledger.chain import START, detail_digest, link
from contest.ledger.models import Event, EventDetail, Head


def latest(session: Session, *, page: int = 1, per_page: int = 50) -> Sequence[Event]:
    """The newest events first, with their details."""
    query = select(Event).options(joinedload(Event.detail)).order_by(Event.id.desc())
    return session.scalars(query.offset((page - 1) * per_page).limit(per_page)).all()


def count(session: Session) -> int:
    """How many acts are on record."""
    return session.scalar(select(func.count()).select_from(Event)) or 0


def history(session: Session, thing_kind: str, thing_id: int) -> Sequence[Event]:
    """Everything done to one thing, oldest first."""
    query = select(Event).where(Event.thing_kind == thing_kind, Event.thing_id == thing_id)
    return session.scalars(query.options(joinedload(Event.detail)).order_by(Event.id)).all()


def first_fault(session: Session) -> str | None:
    """What is wrong with the chain, in English for operators; `None` when every link holds.

    Finds changed, removed, inserted and cut-off events, and changed details (emptied ones are in order).
    """
    previous, number = START, 0
    for event in session.scalars(select(Event).options(joinedload(Event.detail)).order_by(Event.id)):
        number += 1
        if event.id != number:
            return f"event {number} is missing"
        who, thing = (event.actor_kind, event.actor_id), (event.thing_kind, event.thing_id)
        if event.previous != previous or event.chain != link(
            keys(session), previous, number, event.at, who, event.act, thing, event.digest
        ):
            return f"event {number} does not fit the chain"
        if _changed(event.detail, event.digest):
            return f"the details of event {number} were changed"
        previous = event.chain
    head = session.get(Head, 1)
    if number != (head.count if head else 0) or previous != (head.chain if head else START):
        return f"the chain ends at event {number}, but its head says otherwise"
    return None


def _changed(detail: EventDetail | None, digest: str) -> bool:
    return detail is not None and detail.values is not None and detail_digest(detail.salt, detail.values) != digest
