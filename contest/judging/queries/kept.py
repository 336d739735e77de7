"""What was counted once is not counted again while nothing has changed that it was counted from.

A closed round of 20,000 works takes seconds to read. What changes it – a work withdrawn, a judge dropped, a rule – is an act in the
ledger: as long as none of these was done since, the board in memory is the board. Nothing is decided by it: what is stored is always
counted afresh.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from contest.entries.models import Entry
from contest.judging.models import Panelist, Round
from contest.judging.queries.panels import JUDGED
from contest.judging.rules import Rule
from contest.judging.rules.board import Board
from contest.ledger.models import Event, Head

MOST = 4  # boards in memory
MOVES = ("sheet", "criterion", "conflict", "recusal", "round_work", "duel")  # whatever is done to these may move a board


@dataclass(frozen=True, slots=True)
class Trace:
    """What a board was counted from, as cheaply as it can be told: `rounds`, its own first; `acts` is how long the ledger was then."""

    counts: tuple[Any, ...]
    chain: str
    acts: int
    rounds: Sequence[int]


_boards: OrderedDict[tuple[str, str], tuple[Trace, Board]] = OrderedDict()
_lock = Lock()


def trace(session: Session, round_: Round, rounds: Sequence[int]) -> Trace:
    """Where the round, those counted with it (`rounds`, all of them) and the ledger stand now. One statement."""
    seats = select(Panelist.id).where(Panelist.round_id.in_(rounds))
    counts: list[Any] = [
        select(func.count()).select_from(Entry).where(Entry.edition_id == round_.edition_id, JUDGED).scalar_subquery(),
        seats.with_only_columns(func.count()).where(Panelist.dropped_at.is_(None)).scalar_subquery(),
        select(Head.chain).scalar_subquery(), select(Head.count).scalar_subquery(),
    ]  # fmt: skip
    *found, chain, acts = session.execute(select(*counts)).one()
    return Trace((round_.id, round_.state, round_.version, round_.closed_at, *rounds, *found), chain or "", acts or 0, rounds)


def recall(session: Session, round_: Round, rule: Rule, now: Trace) -> Board | None:
    """The board of the round by this rule, if it was counted before and nothing has moved since."""
    with _lock:
        then, board = _boards.get((round_.seed, rule.digest()), (None, None))
    if then is None or then.counts != now.counts or (then.chain != now.chain and _moved(session, round_, now.rounds, then.acts)):
        return None
    return board


def keep(round_: Round, board: Board, at: Trace) -> None:
    """Remember a board; the one not asked for longest goes."""
    with _lock:
        _boards[round_.seed, board.rule.digest()] = (at, board)
        _boards.move_to_end((round_.seed, board.rule.digest()))
        while len(_boards) > MOST:
            _boards.popitem(last=False)


def _moved(session: Session, round_: Round, rounds: Sequence[int], since: int) -> bool:
    """Was anything done since that could change the standings of the round?"""
    own = {
        "round": select(Round.id).where(Round.id.in_(rounds)),
        "entry": select(Entry.id).where(Entry.edition_id == round_.edition_id),
        "panelist": select(Panelist.id).where(Panelist.round_id.in_(rounds)),
    }
    moves = [Event.thing_kind.in_(MOVES), *((Event.thing_kind == kind) & Event.thing_id.in_(ids) for kind, ids in own.items())]
    return bool(session.scalar(select(exists().where(Event.id > since, or_(*moves)))))
