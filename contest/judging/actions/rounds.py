"""The life of a round, and what is marked in it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Missing
from contest.core.text import N_
from contest.db.unit import locked
from contest.editions import standard as edition_standard
from contest.editions.models import Edition
from contest.judging import queries, rules, standard
from contest.judging.actions.panel import _seat_all, deal
from contest.judging.actions.rule import settle_rule
from contest.judging.actions.works import MOST_IN_ORDER, TOO_MANY
from contest.judging.models import Criterion, Round, RoundWork
from contest.judging.queries import assignment as hands
from contest.judging.queries import panels as reads
from contest.judging.rules.links import BROKEN_LINKAGE
from contest.judging.states import ROUND_LIFE, RoundKind, RoundState, Source
from contest.ledger.record import record
from contest.policy import SYSTEM, Actor, May, require

MOST_CRITERIA = 6
CRITERIA: Mapping[RoundKind, tuple[int, int]] = {
    RoundKind.QUICK: (1, 1), RoundKind.SCORING: (2, MOST_CRITERIA), RoundKind.RANKING: (0, 0), RoundKind.PAIRWISE: (0, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundCommand:
    """What staff say of a round. `counts` is False for practice."""

    titles: dict[str, str]
    briefings: dict[str, str]
    closes_at: datetime | None = None
    counts: bool = True
    seats_all_judges: bool = True
    kind: RoundKind = RoundKind.SCORING
    opens_at: datetime | None = None
    pledges: dict[str, str] = field(default_factory=dict)
    calibration: int = 0


@dataclass(frozen=True, slots=True)
class CriterionCommand:
    """A criterion as staff type it: lowest and highest value and the step between values, in hundredths; words for single values."""

    names: dict[str, str]
    hints: dict[str, str]
    position: int
    low: int = 100
    high: int = 1000
    step: int = 100
    weight: int = 1
    anchors: Mapping[int, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blocker:
    """What keeps a round from opening, and on which of its pages that is mended."""

    message: str
    page: str
    values: Mapping[str, Any] = field(default_factory=dict)


def create_round(session: Session, actor: Actor, edition: Edition, command: RoundCommand, *, three: bool = False, now: datetime) -> Round:
    """A new round in preparation, with the criteria of the edition's last round of its kind, or the usual ones.

    `three`: a quick look by keep, maybe and out.
    """
    require(actor, May.ROUND_MANAGE)
    _named(command.titles)
    before = queries.rounds(session, edition.id)
    position = max((each.position for each in before), default=0) + 1
    round_ = Round(edition_id=edition.id, position=position, seed=secrets.token_hex(10), deal_seed=secrets.token_hex(6), **asdict(command))
    session.add(round_)
    session.flush()
    alike = [each for each in before if each.kind is command.kind]
    if alike and not three:
        usual = [_copied(c) for c in queries.criteria(session, alike[-1].id)]
        round_.per_work = alike[-1].per_work
    else:
        usual = _usual(command.kind, three)
    session.add_all(Criterion(round_id=round_.id, position=n, **each) for n, each in enumerate(usual, 1))
    record(
        session, actor, "round:create", round_, now=now, edition=edition.number, position=round_.position, counts=command.counts,
        kind=command.kind.value,
    )  # fmt: skip
    return round_


def _usual(kind: RoundKind, three: bool = False) -> list[dict[str, Any]]:
    if kind is RoundKind.SCORING:
        return [{"names": dict(names), "hints": dict(hints)} for _key, names, hints in edition_standard.CRITERIA]
    if kind is RoundKind.QUICK and three:
        return [{"names": dict(standard.KEEPING), "hints": {}, "low": 0, "step": 100, "steps": 2, "anchors": dict(standard.KEEPS)}]
    return [{"names": dict(standard.LOOK), "hints": dict(standard.LOOK_HINT)}] if kind is RoundKind.QUICK else []


def _copied(criterion: Criterion) -> dict[str, Any]:
    scale = {"low": criterion.low, "step": criterion.step, "steps": criterion.steps, "weight": criterion.weight}
    return {"names": criterion.names, "hints": criterion.hints, "anchors": criterion.anchors, **scale}


def usual_criteria(session: Session, actor: Actor, round_: Round, *, three: bool = False, now: datetime) -> None:
    """The usual criteria of the round's kind instead of those it has."""
    _may_set_up(actor, round_)
    session.execute(delete(Criterion).where(Criterion.round_id == round_.id))
    session.add_all(Criterion(round_id=round_.id, position=n, **each) for n, each in enumerate(_usual(round_.kind, three), 1))
    round_.version += 1
    record(session, actor, "round:criteria", round_, now=now, usual=round_.kind.value, three=three)


def _named(names: dict[str, str]) -> None:
    if not names:
        raise Invalid(N_("Give it a name in at least one language"), "titles")


def change_round(session: Session, actor: Actor, round_: Round, command: RoundCommand, *, version: int, now: datetime) -> None:
    """New titles, briefing, times. Kind, what comes first and whether it counts are settled when it opens."""
    require(actor, May.ROUND_MANAGE)
    _named(command.titles)
    _unchanged_since(round_, version)
    if round_.state is RoundState.CLOSED:
        raise Conflict(N_("This round is closed."))
    if round_.state is not RoundState.DRAFT:
        if command.counts != round_.counts:
            raise Conflict(N_("Whether a round counts cannot change once it is open."))
        if (command.kind, command.calibration) != (round_.kind, round_.calibration):
            raise Conflict(N_("How judges judge cannot change once a round is open."))
    _times(round_, command, now)
    other = command.kind is not round_.kind
    for name, value in asdict(command).items():
        setattr(round_, name, value)
    round_.version += 1
    record(session, actor, "round:change", round_, now=now, closes_at=_iso(command.closes_at), opens_at=_iso(command.opens_at))
    if other:
        round_.rule_id = None  # it spoke of other criteria
        usual_criteria(session, actor, round_, now=now)


def _times(round_: Round, command: RoundCommand, now: datetime) -> None:
    if command.closes_at is not None and command.closes_at <= now and command.closes_at != round_.closes_at:
        raise Invalid(N_("This time has passed. Choose a later one, or close the round by hand"), "closes_at")
    if round_.state is RoundState.DRAFT and command.opens_at and command.closes_at and command.opens_at >= command.closes_at:
        raise Invalid(N_("The round has to open before it closes"), "opens_at")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _unchanged_since(round_: Round, version: int) -> None:
    if round_.version != version:
        raise Conflict(N_("Somebody else has changed this round since you opened the page. Nothing of yours was saved."))


def add_criterion(session: Session, actor: Actor, round_: Round, command: CriterionCommand, *, now: datetime) -> Criterion:
    """One more criterion, while the round is in preparation."""
    _may_set_up(actor, round_)
    most = CRITERIA[round_.kind][1]
    if len(queries.criteria(session, round_.id)) >= most:
        raise Invalid(N_("A round of this kind may have up to %(most)s criteria"), "names", most=most)
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
    criterion.anchors = {str(steps): words for steps, words in sorted(command.anchors.items()) if words and steps <= criterion.steps}
    session.flush()
    others = [c for c in queries.criteria(session, criterion.round_id) if c is not criterion]
    others.insert(max(0, command.position - 1), criterion)
    for free, each in enumerate(others, 1001):  # the places are unique: step out of the way first
        each.position = free
    session.flush()
    for place, each in enumerate(others, 1):
        each.position = place


def blockers(session: Session, round_: Round, now: datetime) -> list[Blocker]:
    """What keeps a round from being opened; nothing when it may open. Whether judges can be compared shows once works are dealt."""
    found = [*_unmarkable(session, round_)]
    judges = hands.coming(session, round_)
    if not judges:
        found.append(Blocker(N_("There is no judge."), "judges"))
    works = reads.works(session, round_)
    if round_.source is not Source.ACCEPTED and not reads.settled(session, round_.id):
        found.append(Blocker(N_("It is not settled which works this round judges."), "works"))
    elif round_.kind is RoundKind.PAIRWISE and round_.source is Source.ACCEPTED:
        found.append(Blocker(N_("To part a tie, choose works of an earlier round"), "works"))
    elif not works:
        found.append(Blocker(N_("There is no accepted work."), "works"))
    elif round_.kind in {RoundKind.RANKING, RoundKind.PAIRWISE} and works > MOST_IN_ORDER:
        found.append(Blocker(TOO_MANY, "works", {"most": MOST_IN_ORDER, "count": works}))
    if round_.closes_at is not None and round_.closes_at <= now:
        found.append(Blocker(N_("The deadline has passed."), "edit"))
    return found


FALLS_APART = N_("The judges share too few works: their marks could not be compared. Deal again, or open it all the same.")
VERY_MANY = N_("Nobody has said that every judge looks at all of so many works. Choose who looks at what.")
STAYS = N_("Round %(number)s judges works chosen by the results of this one and has begun. This round stays closed.")


def _unmarkable(session: Session, round_: Round) -> list[Blocker]:
    fewest, most = CRITERIA[round_.kind]
    count = len(queries.criteria(session, round_.id))
    if fewest <= count <= most:
        return []
    if not count:
        return [Blocker(N_("There are no criteria to mark by."), "criteria")]
    if round_.kind is RoundKind.QUICK:
        return [Blocker(N_("A quick look has exactly one criterion."), "criteria")]
    if round_.kind is RoundKind.SCORING:
        return [Blocker(N_("Marks by several criteria need two to six criteria."), "criteria")]
    return [Blocker(N_("Here nothing is marked by criteria. Remove them."), "criteria")]


def open_round(session: Session, actor: Actor, round_: Round, *, weak: bool = False, now: datetime) -> None:
    """Seat the invited judges, deal the works, and let judging begin. Open already: nothing happens.

    Refuses a deal by which judges could hardly be compared, unless that is meant (`weak`).
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("This round has been opened before."))
    for blocker in blockers(session, round_, now):
        raise Conflict(blocker.message, **blocker.values)
    if round_.seats_all_judges:
        _seat_all(session, actor, round_, now)
    sheets = deal(session, actor, round_, now=now)
    if round_.per_work is not None and not weak and apart(hands.linkage(session, round_.id)):
        raise Conflict(FALLS_APART)
    settle_rule(session, actor, round_, now=now)
    ROUND_LIFE.move(round_, RoundState.OPEN)
    round_.opened_at = now
    record(session, actor, "round:open", round_, now=now, sheets=sheets, per_work=round_.per_work, seed=round_.deal_seed)


def apart(linkage: float | None) -> bool:
    """Do the judges share too few works to be compared?"""
    return linkage is not None and linkage < BROKEN_LINKAGE


def hindrances(session: Session, round_: Round, now: datetime) -> list[Blocker]:
    """The same with a deal by which judges could hardly be compared: the clock does not open what only people may mean."""
    found = blockers(session, round_, now)
    if not found and hands.unsaid(session, round_, reads.works(session, round_), len(hands.coming(session, round_))):
        found.append(Blocker(VERY_MANY, "assignment"))
    if not found and round_.per_work is not None and apart(hands.table(session, round_).preview(round_.per_work, round_.deal_seed).linkage):
        found.append(Blocker(FALLS_APART, "assignment"))
    return found


def open_due(session: Session, now: datetime) -> int:
    """Open the rounds whose time has come, unless something stands in the way; their pages say what. Harmless to repeat."""
    opened = 0
    for identity in reads.waiting_to_open(session, now):
        round_ = locked(session, Round, identity)
        if round_.state is RoundState.DRAFT and not hindrances(session, round_, now):
            open_round(session, SYSTEM, round_, weak=True, now=now)
            opened += 1
    return opened


def choose_deal(session: Session, actor: Actor, round_: Round, *, per_work: int | None, seed: str, now: datetime) -> None:
    """How many judges look at each work (everybody when None), and by which seed they are dealt when the round opens."""
    _may_deal(actor, round_)
    if per_work is not None and not 1 <= per_work <= 99:
        raise Invalid(N_("Give a number between %(min)s and %(max)s."), "per_work", min=1, max=99)
    round_.per_work, round_.deal_seed = per_work, seed[:20]
    round_.version += 1
    record(session, actor, hands.DEAL_CHOSEN, round_, now=now, per_work=per_work, seed=round_.deal_seed)


def _may_deal(actor: Actor, round_: Round) -> None:
    require(actor, May.ROUND_MANAGE)
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("How works are dealt cannot change once a round is open."))


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

    The ledger keeps how many each judge owed, how many works have how many votes, and the digest of all that counts.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.CLOSED:
        return
    progress = reads.progress_in(session, round_.id)
    owed = {str(p.account_id): progress[p.id].open for p in reads.sitting(session, round_.id) if p.id in progress and progress[p.id].open}
    if sum(owed.values()) > missing_seen:
        raise Conflict(N_("More votes are missing now than the page showed. Look again before you close."))
    settle_rule(session, actor, round_, now=now)  # opened before rules were kept
    ROUND_LIFE.move(round_, RoundState.CLOSED)
    round_.closed_at = now
    session.flush()
    votes = {str(count): works for count, works in reads.coverage(session, round_).items()}
    record(session, actor, "round:close", round_, now=now, missing=owed, votes=votes, digest=queries.inputs_digest(session, round_.id))


def reopen(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Let judges go on in a closed round; a deadline that has passed is taken away. Sign-offs stand until marks are taken up again.

    Refused once a later round has opened with works chosen by this one's results; one that is still in preparation loses its choice.
    Whether an allocation is based on it is asked by whoever knows (awards), before calling this.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.CLOSED:
        raise Conflict(N_("This round is not closed."))
    undone = _undo_choices(session, round_)
    ROUND_LIFE.move(round_, RoundState.OPEN)
    round_.closed_at = None
    if round_.closes_at is not None and round_.closes_at <= now:
        round_.closes_at = None
    deal(session, actor, round_, now=now)
    record(session, actor, "round:reopen", round_, now=now, **({"undone": undone} if undone else {}))


def _undo_choices(session: Session, round_: Round) -> list[int]:
    later = queries.chosen_by(session, round_)
    for each in later:
        if each.state is not RoundState.DRAFT:
            raise Conflict(STAYS, number=each.position)
    for each in later:
        session.execute(delete(RoundWork).where(RoundWork.round_id == each.id))
    return [each.position for each in later]
