"""What a judge does: marks, sets aside, keeps away from, flags, signs off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.core.text import N_
from contest.db.unit import locked
from contest.judging import queries, rules
from contest.judging.actions.changes import (
    Hand,
    end_recusals,
    keep_away,
    marked_state,
    put_mark,
    put_note,
    put_state,
    steps_of,
    touch,
)
from contest.judging.models import Flag, Mark, Panelist, Round, Sheet
from contest.judging.queries import judge as reads
from contest.judging.states import AWAY, Abstains, FlagReason, Knows, RoundState, SheetState
from contest.ledger.record import record
from contest.policy import Actor, May, Owned, require


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sheet holds after an act."""

    version: int
    state: SheetState


def start(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> Panelist:
    """The judge has read the briefing and begins."""
    panelist, _round = _seat_at(session, actor, panelist_id, now)
    panelist.seen_at = now
    return panelist


def save_sheet(
    session: Session, actor: Actor, sheet_id: int, *, marks: Mapping[int, int], note: str, expected_version: int,
    aside: bool = False, final: bool = False, now: datetime,
) -> Sent:  # fmt: skip
    """Keep the marks (steps by criterion id) and the note of one sheet.

    All criteria marked makes it scored, fewer leave it open; `final` refuses fewer, `aside` puts it by for later.
    The same values again change nothing, whatever version is expected: a retry is harmless. Other values upon a
    version that is not the newest are refused with `Conflict`, whose values carry what is `stored` and what was `sent`.
    """
    sheet, panelist, round_ = _own_sheet(session, actor, sheet_id, now)
    scales = queries.scales(session, round_.id)
    if not scales:
        raise Missing(N_("In this round works are not marked one by one."))
    _within(scales, marks)
    if sheet.state in AWAY:
        raise Conflict(N_("You do not judge this work. Take that back first."))
    held = {mark.criterion_id: mark for mark in session.scalars(select(Mark).where(Mark.sheet_id == sheet.id))}
    full = rules.complete(marks, scales)
    if final and not full:
        raise Invalid(N_("Mark every criterion, or set the work aside"), f"mark_{_first_gap(scales, marks)}")
    state = SheetState.SET_ASIDE if aside else marked_state(full=full, was=sheet.state)
    before = steps_of(held)
    if (before, sheet.note, sheet.state) == (dict(marks), note, state):
        return Sent(sheet.version, sheet.state)
    if sheet.version != expected_version:
        raise Conflict(
            N_("This work was changed in another window. Stored there: %(stored)s. You sent: %(sent)s."),
            stored=_spelled(scales, before), sent=_spelled(scales, marks), version=sheet.version,
        )  # fmt: skip
    hand = _hand(session, panelist, now)
    for criterion in sorted(held.keys() | marks.keys()):
        put_mark(hand, sheet, held, criterion, marks.get(criterion))
    put_note(hand, sheet, note)
    put_state(hand, sheet, state)
    return _touched(sheet, now)


def _hand(session: Session, panelist: Panelist, now: datetime) -> Hand:
    """A page without scripts comes after everything the server has seen of this judge."""
    panelist.number += 1
    return Hand(session, panelist.account_id, now, panelist.number)


def _touched(sheet: Sheet, now: datetime) -> Sent:
    touch(sheet, now)
    return Sent(sheet.version, sheet.state)


def _first_gap(scales: list[rules.Scale], marks: Mapping[int, int]) -> int:
    return next(place for place, scale in enumerate(scales, 1) if scale.id not in marks)


def _within(scales: list[rules.Scale], marks: Mapping[int, int]) -> None:
    known = {scale.id: scale.steps for scale in scales}
    if any(criterion not in known or not 0 <= steps <= known[criterion] for criterion, steps in marks.items()):
        raise Invalid(N_("This is not a value of the scale"))


def _spelled(scales: list[rules.Scale], marks: Mapping[int, int]) -> str:
    return " · ".join(rules.value_text(scale, marks[scale.id]) if scale.id in marks else "–" for scale in scales)


def set_aside(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> Sent:
    """Put a work by; it comes back at the end. Its marks stay."""
    sheet, panelist, _round = _own_sheet(session, actor, sheet_id, now)
    if sheet.state in AWAY:
        raise Conflict(N_("You do not judge this work. Take that back first."))
    if sheet.state is SheetState.SET_ASIDE:
        return Sent(sheet.version, sheet.state)
    put_state(_hand(session, panelist, now), sheet, SheetState.SET_ASIDE)
    return _touched(sheet, now)


def abstain(session: Session, actor: Actor, sheet_id: int, *, reason: Abstains, now: datetime) -> Sent:
    """The judge cannot judge this work. Marks given before are kept and do not count."""
    return _keep_away(session, actor, sheet_id, SheetState.ABSTAINED, reason, now)


def recuse(session: Session, actor: Actor, sheet_id: int, *, reason: Knows, now: datetime) -> Sent:
    """The judge knows the work or its maker. Marks given before are kept and do not count; staff are told."""
    return _keep_away(session, actor, sheet_id, SheetState.RECUSED, reason, now)


def _keep_away(session: Session, actor: Actor, sheet_id: int, state: SheetState, reason: Knows | Abstains, now: datetime) -> Sent:
    sheet, panelist, _round = _own_sheet(session, actor, sheet_id, now)
    if sheet.state is state:
        return Sent(sheet.version, sheet.state)
    keep_away(_hand(session, panelist, now), sheet, state, reason.value)
    return _touched(sheet, now)


def take_back(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> Sent:
    """Undo setting aside, abstaining or recusing: the work is open again, or scored if all its marks are there."""
    sheet, panelist, round_ = _own_sheet(session, actor, sheet_id, now)
    if sheet.state not in {*AWAY, SheetState.SET_ASIDE}:
        return Sent(sheet.version, sheet.state)
    hand = _hand(session, panelist, now)
    end_recusals(hand, sheet)
    full = rules.complete(reads.marks(session, sheet.id), queries.scales(session, round_.id))
    put_state(hand, sheet, SheetState.SCORED if full else SheetState.WAITING)
    return _touched(sheet, now)


def flag(session: Session, actor: Actor, sheet_id: int, *, reason: FlagReason, note: str, now: datetime) -> None:
    """Tell staff about a work; judging goes on. The same word twice is one."""
    sheet, _panelist, _round = _own_sheet(session, actor, sheet_id, now)
    said = select(Flag.id).where(Flag.sheet_id == sheet.id, Flag.reason == reason.value, Flag.note == note)
    if session.scalar(said.limit(1)) is None:
        session.add(Flag(sheet_id=sheet.id, reason=reason.value, note=note, at=now))


def sign_off(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> None:
    """The judge stands by the marks: nothing may be left open. The ledger takes their digest, not the marks."""
    panelist, round_ = _seat_at(session, actor, panelist_id, now, signed_off=True)
    if panelist.signed_off_at is not None:
        return
    progress = reads.my_progress(session, panelist)
    if progress.open or not progress.total:
        raise Conflict(N_("Some works are not marked yet or set aside. Finish them first."))
    panelist.signed_off_at = now
    digest = rules.inputs_digest(queries.scales(session, round_.id), queries.ballots(session, round_.id, panelist_id=panelist.id))
    record(session, actor, "round:sign off", panelist, now=now, scored=progress.scored, of=progress.total, digest=digest)


def take_back_sign_off(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> None:
    """Go on marking, as long as the round is open."""
    panelist, _round = _seat_at(session, actor, panelist_id, now, signed_off=True)
    if panelist.signed_off_at is not None:
        panelist.signed_off_at = None
        record(session, actor, "round:take back sign-off", panelist, now=now)


def _seat_at(session: Session, actor: Actor, panelist_id: int, now: datetime, *, signed_off: bool = False) -> tuple[Panelist, Round]:
    """The actor's own place in a round that is open now, both held: a close or a sign-off waits, or is seen."""
    place = session.execute(select(Panelist.round_id, Panelist.account_id).where(Panelist.id == panelist_id)).first()
    if place is None:
        raise Missing(N_("There is no such round."))
    require(actor, May.ROUND_JUDGE, Owned(account_id=place.account_id))
    return held_seat(session, actor, place.round_id, now, signed_off=signed_off)


def held_seat(session: Session, actor: Actor, round_id: int, now: datetime, *, signed_off: bool = False) -> tuple[Panelist, Round]:
    """The actor's place in a round and the round, both held.

    Refuses whoever has no place there, a round that is not being judged, and what is signed off.
    """
    held = select(Round).where(Round.id == round_id).with_for_update(read=True, of=Round)
    round_ = session.scalar(held.execution_options(populate_existing=True))
    mine = select(Panelist).where(Panelist.round_id == round_id, Panelist.account_id == actor.id).with_for_update(of=Panelist)
    panelist = session.scalar(mine.execution_options(populate_existing=True))
    if round_ is None or panelist is None:
        raise Missing(N_("There is no such round."))
    require(actor, May.ROUND_JUDGE, panelist)
    if panelist.dropped_at is not None or round_.state is RoundState.DRAFT:
        raise NotAllowed(N_("There is no such round."))
    rules.being_judged(round_.state, round_.closes_at, now)
    if panelist.accepted_at is None:
        raise Conflict(N_("Read the briefing first and say whom you may not judge."))
    if panelist.signed_off_at is not None and not signed_off:
        raise Conflict(N_("You have signed off. Take the sign-off back to change something."))
    return panelist, round_


def _own_sheet(session: Session, actor: Actor, sheet_id: int, now: datetime) -> tuple[Sheet, Panelist, Round]:
    place = select(Panelist.round_id, Panelist.account_id).join(Sheet, Sheet.panelist_id == Panelist.id)
    seat = session.execute(place.where(Sheet.id == sheet_id)).first()
    if seat is None:
        raise Missing(N_("There is no such work in your list (any more)."))
    require(actor, May.ROUND_JUDGE, Owned(account_id=seat.account_id))
    panelist, round_ = held_seat(session, actor, seat.round_id, now)
    sheet = locked(session, Sheet, sheet_id, options=(joinedload(Sheet.entry),))
    require(actor, May.SHEET_MARK, Owned(account_id=panelist.account_id, government_id=sheet.entry.government_id))
    if not reads.is_judged(sheet.entry) or sheet.state is SheetState.WITHHELD:
        raise Missing(N_("There is no such work in your list (any more)."))
    panelist.seen_at = now
    return sheet, panelist, round_
