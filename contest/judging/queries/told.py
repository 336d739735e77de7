"""Of which round a painter is told, and what; and who has asked which judge is which."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.judging.models import Criterion, Panelist, Round, Sheet
from contest.judging.queries.panels import JUDGED
from contest.judging.queries.results import explained
from contest.judging.sentences import sentences
from contest.judging.states import RoundKind, RoundState, SheetState
from contest.ledger.models import Event
from contest.policy import Actor

NAMES_READ = "round:names read"
ROUGH = 2  # a scale of so few steps sorts works (keep, maybe, out): its mean would tell a painter nothing
_MARKED = (RoundKind.QUICK, RoundKind.SCORING)


def rounds_told(session: Session, entry_ids: Collection[int], *, until: datetime | None = None) -> dict[int, Round]:
    """For each of these works the last closed round in which judges gave it points; practice and rough sorting are not told of.

    `until`: of rounds closed by then only. One statement.
    """
    fine = select(Criterion.round_id).where(Criterion.steps > ROUGH)
    query = select(Sheet.entry_id, Round).join(Panelist, Panelist.id == Sheet.panelist_id).join(Round, Round.id == Panelist.round_id)
    query = query.join(Sheet.entry).where(Sheet.entry_id.in_(set(entry_ids)), Sheet.state == SheetState.SCORED, JUDGED)
    query = query.where(Round.state == RoundState.CLOSED, Round.counts, Round.kind.in_(_MARKED), Round.id.in_(fine))
    if until is not None:
        query = query.where(Round.closed_at <= until)
    return dict(session.execute(query.order_by(Round.position)).all())


def told(session: Session, rounds: dict[int, Round], code: str) -> dict[int, list[str]]:
    """What the painter of each of these works is told of its round, sentence by sentence, in a language. Names no judge and no rank."""
    return {entry: sentences(explained(session, round_, entry), code) for entry, round_ in rounds.items()}


def names_read(session: Session, actor: Actor, round_id: int, since: datetime) -> bool:
    """Has this person asked since then which judge of the round is which?"""
    query = select(Event.id).where(Event.thing_kind == Round.__tablename__, Event.thing_id == round_id, Event.act == NAMES_READ)
    mine = query.where(Event.actor_kind == actor.kind, Event.actor_id == actor.id, Event.at >= since)
    return session.scalar(mine.limit(1)) is not None
