"""What rests on the results of a round and keeps them as they are. Who rests something on them hands in a question; the app lists them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.judging.models import Round
from contest.judging.states import RoundState

# rests(session, round_id): is something firm based on the results of this round? A pure question; see `app.RESTING`.
Rests = Callable[[Session, int], bool]


def stands_under(session: Session, round_id: int) -> bool:
    """Does somebody rest something firm on this round's results?"""
    asked: Sequence[Rests] = session.info.get("resting", ())
    return any(rests(session, round_id) for rests in asked)


def hold_closed(session: Session, round_: Round) -> None:
    """Hold a round, the one its works came from, and all closed ones of its edition, as they are now, until the transaction ends.

    Whoever decides by the results of several rounds holds them all, so that none is opened or counted anew meanwhile. The last one comes
    first: everybody who holds several rounds holds the later one before the earlier.
    """
    asked = (Round.state == RoundState.CLOSED) | Round.id.in_([round_.id, round_.source_round_id or 0])
    query = select(Round).where(Round.edition_id == round_.edition_id, asked).order_by(Round.position.desc())
    session.scalars(query.with_for_update(of=Round).execution_options(populate_existing=True)).all()
