"""Of which round a painter is told, and what; and who has asked which judge is which."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.editions.models import Edition
from contest.judging.models import Criterion, Panelist, ResultTold, Round, Sheet
from contest.judging.queries.panels import JUDGED
from contest.judging.queries.results import explained
from contest.judging.sentences import Explained, sentences
from contest.judging.states import RoundKind, RoundState, SheetState
from contest.ledger.models import Event
from contest.policy import Actor

NAMES_READ = "round:names read"
ROUGH = 2  # a scale of so few steps sorts works (keep, maybe, out): its mean would tell a painter nothing
_MARKED = (RoundKind.QUICK, RoundKind.SCORING)


def rounds_told(session: Session, edition_id: int, entry_ids: Collection[int] | None = None) -> dict[int, Round]:
    """For each work of an edition, or each of these, the last closed round in which judges gave it points; practice and rough sorting
    are not told of.
    """
    fine = select(Criterion.round_id).where(Criterion.steps > ROUGH)
    closed = select(Round).where(Round.edition_id == edition_id, Round.state == RoundState.CLOSED, Round.counts, Round.kind.in_(_MARKED))
    rounds = {each.id: each for each in session.scalars(closed.where(Round.id.in_(fine)).order_by(Round.position))}
    query = select(Sheet.entry_id, Panelist.round_id).join(Panelist, Panelist.id == Sheet.panelist_id).join(Sheet.entry).distinct()
    query = query.where(Panelist.round_id.in_(list(rounds)), Sheet.state == SheetState.SCORED, JUDGED)
    if entry_ids is not None:
        query = query.where(Sheet.entry_id.in_(set(entry_ids)))
    order = {identity: place for place, identity in enumerate(rounds)}
    return {entry: rounds[last] for entry, last in sorted(session.execute(query).all(), key=lambda row: order[row.round_id])}


def preview(session: Session, edition_id: int, entry_ids: Collection[int] | None = None) -> dict[int, tuple[Round, Explained]]:
    """What the painters of an edition's works would be told if the results came out now."""
    by_round: dict[Round, list[int]] = {}
    for entry, round_ in rounds_told(session, edition_id, entry_ids).items():
        by_round.setdefault(round_, []).append(entry)
    return {entry: (round_, told) for round_, works in by_round.items() for entry, told in explained(session, round_, works).items()}


def kept(session: Session, entry_ids: Collection[int]) -> dict[int, tuple[int, Explained]]:
    """What the painters of these works are told since the results came out: the round, and its figures as they were then."""
    rows = session.scalars(select(ResultTold).where(ResultTold.entry_id.in_(set(entry_ids))))
    return {row.entry_id: (row.round_id, Explained.read(row.figures)) for row in rows}


def of_work(session: Session, edition: Edition, entry_id: int) -> tuple[Round | None, Explained | None]:
    """What one painter is told, or would be told if the results came out now."""
    if edition.published_at is None:
        return preview(session, edition.id, [entry_id]).get(entry_id, (None, None))
    round_id, figures = kept(session, [entry_id]).get(entry_id, (None, None))
    return session.get(Round, round_id) if round_id else None, figures


def told(session: Session, entry_ids: Collection[int], code: str) -> dict[int, list[str]]:
    """The same sentence by sentence, in a language. Names no judge and no rank."""
    return {entry: sentences(figures, code) for entry, (_round, figures) in kept(session, entry_ids).items()}


def names_read(session: Session, actor: Actor, round_id: int, since: datetime) -> bool:
    """Has this person asked since then which judge of the round is which?"""
    query = select(Event.id).where(Event.thing_kind == Round.__tablename__, Event.thing_id == round_id, Event.act == NAMES_READ)
    mine = query.where(Event.actor_kind == actor.kind, Event.actor_id == actor.id, Event.at >= since)
    return session.scalar(mine.limit(1)) is not None
