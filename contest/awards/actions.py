"""Proposing, settling, locking and releasing the awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest.awards import mails, queries
from contest.awards.models import Allocation, AllocationLine, Award, LeftOut, Tier, TieRuling
from contest.awards.rules import Line, Plan, stored_total
from contest.awards.states import LIFE, AllocationState
from contest.core.errors import Conflict, Invalid
from contest.core.text import N_, clean_lines
from contest.db.unit import locked
from contest.editions import actions as editions
from contest.editions.models import Edition
from contest.entries.states import EntryState
from contest.judging import actions as judging
from contest.judging.models import Round
from contest.judging.queries.resting import hold_closed
from contest.judging.states import RoundState
from contest.ledger.record import record
from contest.policy import SYSTEM, Actor, May, require

STANDS = N_("An allocation is locked or published: unlock it first.")
UNRULED = N_("Some accepted works have no score. Say first, with a reason, that they are left out.")


@dataclass(frozen=True, slots=True)
class TierInput:
    """One tier as typed; `id` is 0 for a new one."""

    id: int
    names: dict[str, str]
    mark: str
    places: int


def _nothing_stands(session: Session, edition_id: int) -> None:
    if queries.standing(session, edition_id):
        raise Conflict(STANDS)


def save_tiers(session: Session, actor: Actor, edition: Edition, wanted: Sequence[TierInput], *, now: datetime) -> None:
    """Replace the tiers of an edition by these, best first. Refuses while an allocation stands."""
    require(actor, May.EDITION_MANAGE, edition)
    _nothing_stands(session, edition.id)
    if not wanted:
        raise Invalid(N_("Give the edition at least one tier."), "tiers")
    known = {tier.id: tier for tier in queries.tiers(session, edition.id)}
    for tier in known.values():
        tier.position += 1000  # out of the way of the unique positions
    session.flush()
    for position, given in enumerate(wanted, 1):
        tier = known.pop(given.id) if given.id in known else Tier(edition_id=edition.id)
        tier.position, tier.names, tier.mark, tier.places = position, given.names, given.mark, given.places
        session.add(tier)
    _remove(session, edition.id, list(known.values()))
    record(session, actor, "tiers changed", edition, now=now, tiers=[[t.mark, t.places, t.names] for t in wanted])


def _remove(session: Session, edition_id: int, gone: list[Tier]) -> None:
    if gone and queries.allocations(session, edition_id):
        raise Conflict(N_("A tier that was used in an allocation cannot be removed; set its places instead."))
    for tier in gone:
        session.delete(tier)
    session.flush()


def copy_edition(session: Session, actor: Actor, last: Edition, *, number: int, year: int, now: datetime) -> Edition:
    """Start an edition from last year's, tiers included."""
    edition = editions.copy(session, actor, last, number=number, year=year, now=now)
    session.flush()
    for tier in queries.tiers(session, last.id):
        session.add(Tier(edition_id=edition.id, position=tier.position, names=tier.names, mark=tier.mark, places=tier.places))
    return edition


def rule_tie(session: Session, actor: Actor, round_: Round, entries: Sequence[int], reason: str, *, now: datetime) -> TieRuling:
    """Order works that are equal to the end of the chain, best first, and say why."""
    require(actor, May.ALLOCATION_PROPOSE, round_)
    _nothing_stands(session, round_.edition_id)
    reason = clean_lines(reason)
    if len(reason) < 10:
        raise Invalid(N_("Say why in a sentence: the reason is kept with the result."), "reason")
    groups = {frozenset(tie.entries) for tie in queries.preview(session, round_).plan.ties}
    if frozenset(entries) not in groups or len(set(entries)) != len(entries):
        raise Conflict(N_("These works are no longer tied at a line. Look at the new preview."))
    ruling = TieRuling(round_id=round_.id, entries=list(entries), reason=reason, ruled_by_id=actor.id, at=now)
    session.add(ruling)
    record(session, actor, "tie ruled", round_, now=now, entries=list(entries), reason=reason)
    return ruling


def leave_out(session: Session, actor: Actor, round_: Round, *, digest: str, reason: str, now: datetime) -> LeftOut:
    """Say that the accepted works nobody scored are not ranked and get no award, and why. `digest` is of the preview that named them."""
    require(actor, May.ALLOCATION_PROPOSE, round_)
    _nothing_stands(session, round_.edition_id)
    reason = clean_lines(reason)
    if len(reason) < 10:
        raise Invalid(N_("Say why in a sentence: the reason is kept with the result."), "reason")
    seen = queries.preview(session, round_)
    if seen.digest != digest or not seen.plan.unruled:
        raise Conflict(N_("The marks, tiers or rulings have changed since you opened this page. Look at the new preview."))
    ruling = LeftOut(round_id=round_.id, entries=list(seen.plan.unruled), reason=reason, ruled_by_id=actor.id, at=now)
    session.add(ruling)
    record(session, actor, "unscored works left out", round_, now=now, entries=ruling.entries, reason=reason)
    return ruling


def propose(session: Session, actor: Actor, edition: Edition, round_: Round, *, digest: str, note: str = "", now: datetime) -> Allocation:
    """Store the preview whose `digest` was on the page as a new version. Refuses when its inputs have changed since."""
    require(actor, May.ALLOCATION_PROPOSE, edition)
    _nothing_stands(session, edition.id)
    _a_base(session, edition, round_)
    seen = queries.preview(session, round_)
    if seen.digest != digest:
        raise Conflict(N_("The marks, tiers or rulings have changed since you opened this page. Look at the new preview."))
    _settled(seen.plan)
    versions = queries.allocations(session, edition.id)
    allocation = Allocation(
        edition_id=edition.id,
        round_id=round_.id,
        version=1 + max((a.version for a in versions), default=0),
        digest=seen.digest,
        tiers=[[tier.id, tier.places] for tier in seen.tiers],
        proposed_by_id=actor.id,
        proposed_at=now,
        note=note,
        state=AllocationState.DRAFT,
    )
    session.add(allocation)
    session.flush()
    session.add_all(_line(allocation.id, line) for line in seen.plan.lines)
    parted = {str(each.id): works for each, works in seen.tie_breaks()}
    record(session, actor, "allocation proposed", allocation, now=now, version=allocation.version, digest=digest, parted=parted)
    return allocation


def _a_base(session: Session, edition: Edition, round_: Round) -> None:
    if round_.state is not RoundState.CLOSED or round_.edition_id != edition.id or not round_.counts:
        raise Conflict(N_("Awards can be based only on a closed round that counts."))
    if round_ not in queries.closed_rounds(session, edition.id):
        raise Conflict(N_("This round only parts a tie. Base the awards on the round its works came from."))


def _line(allocation_id: int, line: Line) -> AllocationLine:
    kept = stored_total(line.total)
    over, under = str(kept.numerator), str(kept.denominator)
    return AllocationLine(
        allocation_id=allocation_id, entry_id=line.entry_id, rank=line.rank, tier_id=line.tier_id, mean_over=over, mean_under=under
    )


def _settled(plan: Plan) -> None:
    """Refuse a plan with something left for people to decide."""
    if plan.ties:
        raise Conflict(N_("Works are tied at a line. Order them first."))
    if plan.unruled:
        raise Conflict(UNRULED)
    if not plan.settled:
        raise Conflict(N_("Nothing would be awarded: no work has a score, or no tier has a place."))


def lock(session: Session, actor: Actor, allocation: Allocation, *, now: datetime) -> None:
    """A second member of staff makes a version final. Refuses the proposer, and a version whose inputs have changed."""
    require(actor, May.STANDINGS_SEE, allocation)
    if allocation.state is AllocationState.LOCKED and allocation.locked_by_id == actor.id:
        return
    if allocation.proposed_by_id == actor.id:
        raise Conflict(N_("Whoever proposed an allocation cannot lock it: ask a colleague."))
    require(actor, May.ALLOCATION_LOCK, allocation)
    _nothing_stands(session, allocation.edition_id)
    round_ = session.get_one(Round, allocation.round_id)
    hold_closed(session, round_)  # it rests on those below and on those that parted ties as well
    seen = queries.preview(session, round_)
    if round_.state is not RoundState.CLOSED or seen.digest != allocation.digest:
        raise Conflict(N_("The marks, tiers or rulings have changed since this version was proposed. Propose a new one."))
    _settled(seen.plan)
    LIFE.move(allocation, AllocationState.LOCKED)
    allocation.locked_by_id, allocation.locked_at = actor.id, now
    record(session, actor, "allocation locked", allocation, now=now, version=allocation.version, digest=allocation.digest)


def unlock(session: Session, actor: Actor, allocation: Allocation, *, reason: str, now: datetime) -> None:
    """Take a lock back before the release, with the reason."""
    require(actor, May.ALLOCATION_PROPOSE, allocation)
    if len(clean_lines(reason)) < 10:
        raise Invalid(N_("Say why in a sentence: the reason is kept with the result."), "reason")
    LIFE.move(allocation, AllocationState.DRAFT)
    allocation.locked_by_id = allocation.locked_at = allocation.publish_at = None
    record(session, actor, "allocation unlocked", allocation, now=now, reason=clean_lines(reason))


def schedule(session: Session, actor: Actor, allocation: Allocation, *, at: datetime, now: datetime) -> None:
    """Release a locked version by itself at an instant to come."""
    require(actor, May.ALLOCATION_PUBLISH, allocation)
    if at <= now:
        raise Invalid(N_("Choose a time that is still to come."), "publish_at")
    if allocation.state is not AllocationState.LOCKED:
        raise Conflict(N_("Only a locked allocation can be released."))
    allocation.publish_at = at
    record(session, actor, "release scheduled", allocation, now=now, at=at.isoformat())


def publish(session: Session, actor: Actor, allocation: Allocation, *, winners: int, now: datetime) -> None:
    """Release a locked version: awards, public numbers, letters, in one transaction.

    `winners` repeats how many there are, as typed by the person who releases. A second click finds it done.
    """
    require(actor, May.ALLOCATION_PUBLISH, allocation)
    if allocation.state is AllocationState.PUBLISHED:
        return
    given = [line for line in queries.lines(session, allocation.id, awarded_only=True) if _in_the_contest(line)]
    if winners != len(given):
        raise Invalid(N_("Type the number of winners to confirm: %(count)s."), "winners", count=len(given))
    edition = locked(session, Edition, allocation.edition_id)
    LIFE.move(allocation, AllocationState.PUBLISHED)
    allocation.published_at = now
    for line in given:
        line.entry.public_number = edition.next_public_number
        edition.next_public_number += 1
        session.add(Award(edition_id=edition.id, entry_id=line.entry_id, tier_id=line.tier_id, allocation_id=allocation.id, at=now))
    editions.publish(session, actor, edition, now=now)
    judging.keep_told(session, edition.id)
    record(
        session,
        actor,
        "allocation published",
        allocation,
        now=now,
        version=allocation.version,
        winners=len(given),
        digest=allocation.digest,
    )
    mails.results(session, edition, [line.entry for line in given], now=now)


def _in_the_contest(line: AllocationLine) -> bool:
    return line.entry.state is EntryState.ACCEPTED


def publish_due(session: Session, now: datetime) -> None:
    """Release what was scheduled and whose hour has come."""
    for allocation_id in queries.due(session, now):
        allocation = locked(session, Allocation, allocation_id)
        winners = sum(_in_the_contest(line) for line in queries.lines(session, allocation.id, awarded_only=True))
        publish(session, SYSTEM, allocation, winners=winners, now=now)


def reopen_round(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Open a closed round again; refused once a locked or published allocation is based on it."""
    if queries.based_on(session, round_.id):
        raise Conflict(STANDS)
    judging.reopen(session, actor, round_, now=now)
