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
from contest.judging.models import Flag, Mark, MarkEvent, Panelist, Recusal, Round, Sheet
from contest.judging.queries import judge as reads
from contest.judging.states import AWAY, SHEET_LIFE, Abstains, FlagReason, Knows, RoundState, SheetState
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
    sheet, round_ = _own_sheet(session, actor, sheet_id, now)
    scales = queries.scales(session, round_.id)
    _within(scales, marks)
    if sheet.state in AWAY:
        raise Conflict(N_("You do not judge this work. Take that back first."))
    held = {mark.criterion_id: mark for mark in session.scalars(select(Mark).where(Mark.sheet_id == sheet.id))}
    full = rules.complete(marks, scales)
    if final and not full:
        raise Invalid(N_("Mark every criterion, or set the work aside"), f"mark_{_first_gap(scales, marks)}")
    state = SheetState.SET_ASIDE if aside else _state(full=full, was=sheet.state)
    before = {criterion: mark.steps for criterion, mark in held.items()}
    if (before, sheet.note, sheet.state) == (dict(marks), note, state):
        return Sent(sheet.version, sheet.state)
    if sheet.version != expected_version:
        raise Conflict(
            N_("This work was changed in another window. Stored there: %(stored)s. You sent: %(sent)s."),
            stored=_spelled(scales, before), sent=_spelled(scales, marks), version=sheet.version,
        )  # fmt: skip
    _write_marks(session, sheet, held, marks, now)
    if sheet.note != note:
        sheet.note = note
        session.add(MarkEvent(sheet_id=sheet.id, what="note", at=now))
    _become(session, sheet, state, now)
    return Sent(sheet.version, sheet.state)


def _state(*, full: bool, was: SheetState) -> SheetState:
    if full:
        return SheetState.SCORED
    return SheetState.SET_ASIDE if was is SheetState.SET_ASIDE else SheetState.WAITING


def _first_gap(scales: list[rules.Scale], marks: Mapping[int, int]) -> int:
    return next(place for place, scale in enumerate(scales, 1) if scale.id not in marks)


def _within(scales: list[rules.Scale], marks: Mapping[int, int]) -> None:
    known = {scale.id: scale.steps for scale in scales}
    if any(criterion not in known or not 0 <= steps <= known[criterion] for criterion, steps in marks.items()):
        raise Invalid(N_("This is not a value of the scale"))


def _spelled(scales: list[rules.Scale], marks: Mapping[int, int]) -> str:
    return " · ".join(rules.value_text(scale, marks[scale.id]) if scale.id in marks else "–" for scale in scales)


def _write_marks(session: Session, sheet: Sheet, held: Mapping[int, Mark], marks: Mapping[int, int], now: datetime) -> None:
    for criterion in sorted(held.keys() | marks.keys()):
        old, new = held.get(criterion), marks.get(criterion)
        if (old.steps if old else None) == new:
            continue
        was, becomes = (str(old.steps) if old else None), (None if new is None else str(new))
        session.add(MarkEvent(sheet_id=sheet.id, criterion_id=criterion, what="mark", old=was, new=becomes, at=now))
        if new is None and old is not None:
            session.delete(old)
        elif old is not None and new is not None:
            old.steps = new
        else:
            session.add(Mark(sheet_id=sheet.id, criterion_id=criterion, steps=new))


def _become(session: Session, sheet: Sheet, state: SheetState, now: datetime) -> None:
    """The one place where a sheet gets a new version."""
    if sheet.state is not state:
        old = SHEET_LIFE.move(sheet, state)
        session.add(MarkEvent(sheet_id=sheet.id, what="state", old=old.value, new=state.value, at=now))
    sheet.version += 1
    sheet.changed_at = now


def set_aside(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> Sent:
    """Put a work by; it comes back at the end. Its marks stay."""
    sheet, _round = _own_sheet(session, actor, sheet_id, now)
    if sheet.state in AWAY:
        raise Conflict(N_("You do not judge this work. Take that back first."))
    if sheet.state is not SheetState.SET_ASIDE:
        _become(session, sheet, SheetState.SET_ASIDE, now)
    return Sent(sheet.version, sheet.state)


def abstain(session: Session, actor: Actor, sheet_id: int, *, reason: Abstains, now: datetime) -> Sent:
    """The judge cannot judge this work. Marks given before are kept and do not count."""
    return _keep_away(session, actor, sheet_id, SheetState.ABSTAINED, reason, now)


def recuse(session: Session, actor: Actor, sheet_id: int, *, reason: Knows, now: datetime) -> Sent:
    """The judge knows the work or its maker. Marks given before are kept and do not count; staff are told."""
    return _keep_away(session, actor, sheet_id, SheetState.RECUSED, reason, now)


def _keep_away(session: Session, actor: Actor, sheet_id: int, state: SheetState, reason: Knows | Abstains, now: datetime) -> Sent:
    sheet, _round = _own_sheet(session, actor, sheet_id, now)
    if sheet.state is not state:
        _withdraw_recusals(session, sheet, now)
        session.add(Recusal(sheet_id=sheet.id, reason=reason.value, declared_by="judge", at=now))
        _become(session, sheet, state, now)
    return Sent(sheet.version, sheet.state)


def take_back(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> Sent:
    """Undo setting aside, abstaining or recusing: the work is open again, or scored if all its marks are there."""
    sheet, round_ = _own_sheet(session, actor, sheet_id, now)
    if sheet.state not in {*AWAY, SheetState.SET_ASIDE}:
        return Sent(sheet.version, sheet.state)
    _withdraw_recusals(session, sheet, now)
    full = rules.complete(reads.marks(session, sheet.id), queries.scales(session, round_.id))
    _become(session, sheet, SheetState.SCORED if full else SheetState.WAITING, now)
    return Sent(sheet.version, sheet.state)


def _withdraw_recusals(session: Session, sheet: Sheet, now: datetime) -> None:
    for recusal in session.scalars(select(Recusal).where(Recusal.sheet_id == sheet.id, Recusal.withdrawn_at.is_(None))):
        recusal.withdrawn_at = now


def flag(session: Session, actor: Actor, sheet_id: int, *, reason: FlagReason, note: str, now: datetime) -> None:
    """Tell staff about a work; judging goes on. The same word twice is one."""
    sheet, _round = _own_sheet(session, actor, sheet_id, now)
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
    round_id = session.scalar(select(Panelist.round_id).where(Panelist.id == panelist_id))
    if round_id is None:
        raise Missing(N_("There is no such round."))
    return _held_seat(session, actor, panelist_id, round_id, now, signed_off=signed_off)


def _held_seat(
    session: Session, actor: Actor, panelist_id: int, round_id: int, now: datetime, *, signed_off: bool = False
) -> tuple[Panelist, Round]:  # fmt: skip
    held = select(Round).where(Round.id == round_id).options(joinedload(Round.edition)).with_for_update(read=True, of=Round)
    round_ = session.scalars(held.execution_options(populate_existing=True)).one()
    panelist = locked(session, Panelist, panelist_id)
    require(actor, May.ROUND_JUDGE, panelist)
    if panelist.dropped_at is not None or round_.state is RoundState.DRAFT:
        raise NotAllowed(N_("There is no such round."))
    rules.being_judged(round_.state, round_.closes_at, now)
    if panelist.signed_off_at is not None and not signed_off:
        raise Conflict(N_("You have signed off. Take the sign-off back to change something."))
    return panelist, round_


def _own_sheet(session: Session, actor: Actor, sheet_id: int, now: datetime) -> tuple[Sheet, Round]:
    place = select(Panelist.id, Panelist.round_id).join(Sheet, Sheet.panelist_id == Panelist.id)
    seat = session.execute(place.where(Sheet.id == sheet_id)).first()
    if seat is None:
        raise Missing(N_("There is no such work in your list (any more)."))
    panelist, round_ = _held_seat(session, actor, seat.id, seat.round_id, now)
    sheet = locked(session, Sheet, sheet_id, options=(joinedload(Sheet.entry),))
    require(actor, May.SHEET_MARK, Owned(account_id=panelist.account_id, government_id=sheet.entry.government_id))
    if not reads.is_judged(sheet.entry):
        raise Missing(N_("There is no such work in your list (any more)."))
    panelist.seen_at = now
    return sheet, round_
