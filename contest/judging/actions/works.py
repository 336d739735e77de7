"""Which works a round judges: all accepted ones, or some of an earlier round, settled by people."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_, clean
from contest.judging.models import Round, RoundWork
from contest.judging.queries import chosen_by, panels
from contest.judging.queries import works as reads
from contest.judging.queries.counting import MARKED
from contest.judging.queries.resting import hold_closed
from contest.judging.queries.results import receipts
from contest.judging.queries.ties import parts_tie
from contest.judging.rules.works import Cut, Ties, cut, settled
from contest.judging.states import RoundKind, RoundState, Source
from contest.ledger.record import record
from contest.policy import Actor, May, require

MOST_IN_ORDER = 50  # more works than this nobody puts in an order
TOO_MANY = N_("Here at most %(most)s works can be judged; these are %(count)s")
NOT_THERE = N_("These are no accepted works of that round: %(numbers)s")
UNPLACED = N_("Nobody scored these works in that round, so they stand equal to no other: %(numbers)s")
NAMED = 10  # so many receipt numbers are named in a refusal


@dataclass(frozen=True, slots=True)
class Choice:
    """How staff choose works. `number`: how many, or a threshold in hundredths; `picked`: works ticked, all of them or at the line.

    `with_earlier`: the marks of the earlier round count beside the new ones.
    """

    source: Source
    source_round_id: int | None = None
    number: int | None = None
    ties: Ties | None = None
    picked: Collection[int] = ()
    reason: str = ""
    with_earlier: bool = False


def drawn(session: Session, from_: Round, source: Source, number: int) -> Cut:
    """Where the line runs through a closed round."""
    return cut(source, number, reads.placed(session, from_, source))


def sign(found: Cut) -> str:
    """A short sign of a line, to notice when the results have changed since it was shown."""
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def settle_works(session: Session, actor: Actor, round_: Round, choice: Choice, *, seen: str = "", now: datetime) -> int:
    """Settle which works the round judges; gives how many. `seen`: the sign of the line the page showed.

    The ledger keeps the rule, the line and what was decided of works that stood equal at it.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("Which works a round judges is settled once it has opened."))
    works = _works(session, round_, choice, seen)
    most = round_.kind in {RoundKind.RANKING, RoundKind.PAIRWISE}
    if most and works is not None and len(works) > MOST_IN_ORDER:
        raise Invalid(TOO_MANY, "number", most=MOST_IN_ORDER, count=len(works))
    session.execute(delete(RoundWork).where(RoundWork.round_id == round_.id))
    if works:
        session.execute(insert(RoundWork), [{"round_id": round_.id, "entry_id": entry} for entry in works])
    round_.with_earlier = works is not None and _averaged(session, round_, choice)
    round_.parts_tie = works is not None and _equal(session, choice, works)
    round_.source = choice.source
    round_.source_round_id = choice.source_round_id if works is not None else None
    round_.source_number = choice.number if works is not None else None
    round_.version += 1
    record(
        session, actor, "round:works", round_, now=now, source=choice.source.value, of=round_.source_round_id, number=round_.source_number,
        works=None if works is None else len(works), ties=choice.ties.value if choice.ties else None, reason=clean(choice.reason)[:500],
        **({"with_earlier": True} if round_.with_earlier else {}),
    )  # fmt: skip
    return len(works or ())


def _equal(session: Session, choice: Choice, works: Sequence[int]) -> bool:
    """Do these works stand equal in the earlier round, so that this one parts their tie?"""
    return parts_tie(session, session.get_one(Round, choice.source_round_id), works, picked=choice.source is Source.PICKED)


def _averaged(session: Session, round_: Round, choice: Choice) -> bool:
    """Do the marks of the earlier round count too? Refuses where there is nothing that could be averaged."""
    if choice.with_earlier and not can_average(round_, session.get_one(Round, choice.source_round_id)):
        raise Invalid(N_("Only marks can be averaged with marks: not an order, and not comparisons"), "with_earlier")
    return choice.with_earlier


def can_average(round_: Round, from_: Round) -> bool:
    """Are both rounds marked, so that marks of the one can count beside those of the other?"""
    return {round_.kind, from_.kind} <= MARKED


def _works(session: Session, round_: Round, choice: Choice, seen: str) -> Sequence[int] | None:
    if choice.source is Source.ACCEPTED:
        if round_.kind is RoundKind.PAIRWISE:
            raise Invalid(N_("To part a tie, choose works of an earlier round"), "source")
        return None
    hold_closed(session, round_)  # what is decided by their results must not be opened again meanwhile
    from_ = next((each for each in reads.earlier(session, round_) if each.id == choice.source_round_id), None)
    if from_ is None:
        raise Invalid(N_("Choose an earlier round that is closed"), "source_round")
    if choice.source is Source.PICKED:
        return _picked(session, round_, from_, choice)
    if not choice.number or choice.number < 1:
        raise Invalid(N_("Say how many"), "number")
    found = drawn(session, from_, choice.source, choice.number)
    if seen and seen != sign(found):
        raise Conflict(N_("The results of that round have changed since you opened this page. Look at the line again."))
    works = settled(found, choice.ties, choice.picked)
    if not works:
        raise Invalid(N_("This rule leaves no work"), "number")
    if found.ties and choice.ties is Ties.PICKED and not clean(choice.reason):
        raise Invalid(N_("Say why"), "reason")
    return works


def _picked(session: Session, round_: Round, from_: Round, choice: Choice) -> list[int]:
    """The works people named. They need no mark there, only a place in the round; to part a tie they have to stand somewhere."""
    works = list(dict.fromkeys(choice.picked))
    if not works:
        raise Invalid(N_("Tick at least one work of that round"), "receipts")
    _known(session, works, panels.work_ids(session, from_), NOT_THERE)
    if round_.kind is RoundKind.PAIRWISE:
        _known(session, works, [each.entry_id for each in reads.placed(session, from_, Source.PICKED)], UNPLACED)
    if not clean(choice.reason):
        raise Invalid(N_("Say why"), "reason")
    return works


def _known(session: Session, works: Sequence[int], known: Collection[int], refusal: str) -> None:
    """Refuse, by their receipt numbers, works that are not among those known."""
    if others := sorted(set(works) - set(known)):
        raise Invalid(refusal, "receipts", numbers=", ".join(receipts(session, others)[:NAMED]))


def undo_choices(session: Session, round_: Round, refusal: str) -> list[int]:
    """The results of a round are about to change: rounds in preparation lose the works they chose by them. Gives their numbers.

    Refuses with `refusal` once such a round has begun. Hold the round: who chooses works or opens a round holds those it looks at.
    """
    later = chosen_by(session, round_)
    for each in later:
        if each.state is not RoundState.DRAFT:
            raise Conflict(refusal, number=each.position)
    for each in later:
        session.execute(delete(RoundWork).where(RoundWork.round_id == each.id))
    return [each.position for each in later]
