"""The life of a round, and what is marked in it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Missing
from contest.core.text import N_
from contest.editions import standard as edition_standard
from contest.editions.models import Edition
from contest.judging import queries, rules
from contest.judging.actions.panel import _seat_all, deal
from contest.judging.models import Criterion, Round
from contest.judging.queries import panels as reads
from contest.judging.states import ROUND_LIFE, RoundState
from contest.ledger.record import record
from contest.policy import Actor, May, require

MOST_CRITERIA = 6


@dataclass(frozen=True, slots=True)
class RoundCommand:
    """What staff say of a round. `counts` is False for practice."""

    titles: dict[str, str]
    briefings: dict[str, str]
    closes_at: datetime | None = None
    counts: bool = True
    seats_all_judges: bool = True


@dataclass(frozen=True, slots=True)
class CriterionCommand:
    """A criterion as staff type it: lowest and highest value and the step between values, in hundredths."""

    names: dict[str, str]
    hints: dict[str, str]
    position: int
    low: int = 100
    high: int = 1000
    step: int = 100
    weight: int = 1


def create_round(session: Session, actor: Actor, edition: Edition, command: RoundCommand, *, now: datetime) -> Round:
    """A new round in preparation, with the criteria of the edition's last round, or the usual ones."""
    require(actor, May.ROUND_MANAGE)
    _named(command.titles)
    before = queries.rounds(session, edition.id)
    position = max((each.position for each in before), default=0) + 1
    round_ = Round(edition_id=edition.id, position=position, seed=secrets.token_hex(10), **asdict(command))
    session.add(round_)
    session.flush()
    if before:
        usual = [{"names": c.names, "hints": c.hints, **_scale_of(c)} for c in queries.criteria(session, before[-1].id)]
    else:
        usual = [{"names": dict(names), "hints": dict(hints)} for _key, names, hints in edition_standard.CRITERIA]
    session.add_all(Criterion(round_id=round_.id, position=n, **each) for n, each in enumerate(usual, 1))
    record(session, actor, "round:create", round_, now=now, edition=edition.number, position=round_.position, counts=command.counts)
    return round_


def _scale_of(criterion: Criterion) -> dict[str, int]:
    return {"low": criterion.low, "step": criterion.step, "steps": criterion.steps, "weight": criterion.weight}


def _named(names: dict[str, str]) -> None:
    if not names:
        raise Invalid(N_("Give it a name in at least one language"), "titles")


def change_round(session: Session, actor: Actor, round_: Round, command: RoundCommand, *, version: int, now: datetime) -> None:
    """New titles, briefing, deadline. Whether it counts is settled when it opens."""
    require(actor, May.ROUND_MANAGE)
    _named(command.titles)
    _unchanged_since(round_, version)
    if round_.state is RoundState.CLOSED:
        raise Conflict(N_("This round is closed."))
    if round_.state is not RoundState.DRAFT and command.counts != round_.counts:
        raise Conflict(N_("Whether a round counts cannot change once it is open."))
    if command.closes_at is not None and command.closes_at <= now and command.closes_at != round_.closes_at:
        raise Invalid(N_("This time has passed. Choose a later one, or close the round by hand"), "closes_at")
    for name, value in asdict(command).items():
        setattr(round_, name, value)
    round_.version += 1
    record(session, actor, "round:change", round_, now=now, closes_at=command.closes_at.isoformat() if command.closes_at else None)


def _unchanged_since(round_: Round, version: int) -> None:
    if round_.version != version:
        raise Conflict(N_("Somebody else has changed this round since you opened the page. Nothing of yours was saved."))


def add_criterion(session: Session, actor: Actor, round_: Round, command: CriterionCommand, *, now: datetime) -> Criterion:
    """One more criterion, while the round is in preparation."""
    _may_set_up(actor, round_)
    if len(queries.criteria(session, round_.id)) >= MOST_CRITERIA:
        raise Invalid(N_("A round may have up to %(most)s criteria"), "names", most=MOST_CRITERIA)
    criterion = Criterion(round_id=round_.id, position=_free_position(session, round_))
    session.add(criterion)
    _fill(session, criterion, command)
    round_.version += 1
    record(session, actor, "round:criteria", round_, now=now, added=command.names)
    return criterion


def change_criterion(
    session: Session, actor: Actor, criterion: Criterion, round_: Round, command: CriterionCommand, *, now: datetime
) -> None:
    """Another name, hint, scale, weight or place, while the round is in preparation."""
    _may_set_up(actor, round_)
    if criterion.round_id != round_.id:
        raise Missing(N_("There is no such criterion."))
    _fill(session, criterion, command)
    round_.version += 1
    record(session, actor, "round:criteria", round_, now=now, changed=criterion.id, weight=command.weight)


def remove_criterion(session: Session, actor: Actor, round_: Round, criterion_id: int, *, now: datetime) -> None:
    """Take a criterion out, while the round is in preparation. Gone already: nothing happens."""
    _may_set_up(actor, round_)
    criterion = session.get(Criterion, criterion_id)
    if criterion is None or criterion.round_id != round_.id:
        return
    session.delete(criterion)
    round_.version += 1
    record(session, actor, "round:criteria", round_, now=now, removed=criterion.names)


def _may_set_up(actor: Actor, round_: Round) -> None:
    require(actor, May.ROUND_MANAGE)
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("Criteria cannot change once judges have begun."))


def _free_position(session: Session, round_: Round) -> int:
    return max((c.position for c in queries.criteria(session, round_.id)), default=0) + 1


def _fill(session: Session, criterion: Criterion, command: CriterionCommand) -> None:
    if not command.names:
        raise Invalid(N_("Give it a name in at least one language"), "names")
    criterion.names, criterion.hints, criterion.weight = command.names, command.hints, command.weight
    criterion.low, criterion.step, criterion.steps = command.low, command.step, rules.steps_between(command.low, command.high, command.step)
    session.flush()
    others = [c for c in queries.criteria(session, criterion.round_id) if c is not criterion]
    others.insert(max(0, command.position - 1), criterion)
    for free, each in enumerate(others, 1001):  # the places are unique: step out of the way first
        each.position = free
    session.flush()
    for place, each in enumerate(others, 1):
        each.position = place


def blockers(session: Session, round_: Round, now: datetime) -> list[str]:
    """What keeps a round from being opened, as message ids; nothing when it may open."""
    found = []
    if not queries.criteria(session, round_.id):
        found.append(N_("There are no criteria to mark by."))
    if not reads.sitting(session, round_.id) and not (round_.seats_all_judges and reads.not_seated(session, round_.id, round_.edition_id)):
        found.append(N_("There is no judge."))
    if not reads.works(session, round_.edition_id):
        found.append(N_("There is no accepted work."))
    if round_.closes_at is not None and round_.closes_at <= now:
        found.append(N_("The deadline has passed."))
    return found


def open_round(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Seat the invited judges, deal the works, and let judging begin. Open already: nothing happens."""
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("This round has been opened before."))
    for blocker in blockers(session, round_, now):
        raise Conflict(blocker)
    if round_.seats_all_judges:
        _seat_all(session, actor, round_, now)
    sheets = deal(session, actor, round_, now=now)
    ROUND_LIFE.move(round_, RoundState.OPEN)
    round_.opened_at = now
    record(session, actor, "round:open", round_, now=now, sheets=sheets)


def pause(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Nobody can mark until the round is resumed; everything marked stays."""
    require(actor, May.ROUND_MANAGE)
    if round_.state is not RoundState.PAUSED:
        ROUND_LIFE.move(round_, RoundState.PAUSED)
        record(session, actor, "round:pause", round_, now=now)


def resume(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Judging goes on after a pause; works accepted meanwhile are dealt."""
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.PAUSED:
        raise Conflict(N_("This round is not paused."))
    ROUND_LIFE.move(round_, RoundState.OPEN)
    deal(session, actor, round_, now=now)
    record(session, actor, "round:resume", round_, now=now)


def close(session: Session, actor: Actor, round_: Round, *, missing_seen: int, now: datetime) -> None:
    """End judging. `missing_seen` is how many votes staff were told are missing: more than that now is refused.

    The ledger keeps how many each judge owed, and the digest of all that counts.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.CLOSED:
        return
    progress = reads.progress_in(session, round_.id)
    owed = {str(p.account_id): progress[p.id].open for p in reads.sitting(session, round_.id) if p.id in progress and progress[p.id].open}
    if sum(owed.values()) > missing_seen:
        raise Conflict(N_("More votes are missing now than the page showed. Look again before you close."))
    ROUND_LIFE.move(round_, RoundState.CLOSED)
    round_.closed_at = now
    session.flush()
    record(session, actor, "round:close", round_, now=now, missing=owed, digest=queries.inputs_digest(session, round_.id))


def reopen(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Let judges go on in a closed round; a deadline that has passed is taken away. Sign-offs stand until marks are taken up again.

    Whether something is already based on the round is asked by whoever knows (awards), before calling this.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.CLOSED:
        raise Conflict(N_("This round is not closed."))
    ROUND_LIFE.move(round_, RoundState.OPEN)
    round_.closed_at = None
    if round_.closes_at is not None and round_.closes_at <= now:
        round_.closes_at = None
    deal(session, actor, round_, now=now)
    record(session, actor, "round:reopen", round_, now=now)
