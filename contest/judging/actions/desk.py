"""What a judge does: marks, sets aside, keeps away from, flags, signs off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Missing
from contest.core.text import N_
from contest.judging import queries, rules
from contest.judging.actions.acts import press
from contest.judging.actions.changes import Hand, judged, marked_state, put_mark, put_note, put_state, steps_of, touch
from contest.judging.actions.held import NO_VALUE
from contest.judging.actions.own import held_seat, own_sheet, round_of
from contest.judging.models import Mark
from contest.judging.queries import judge as reads
from contest.judging.states import Abstains, FlagReason, Knows, SheetState
from contest.ledger.record import record
from contest.policy import Actor


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sheet holds after an act."""

    version: int
    state: SheetState


def save_sheet(
    session: Session, actor: Actor, sheet_id: int, *, marks: Mapping[int, int], note: str, expected_version: int,
    aside: bool = False, final: bool = False, now: datetime,
) -> Sent:  # fmt: skip
    """Keep the marks (steps by criterion id) and the note of one sheet.

    All criteria marked makes it scored, fewer leave it open; `final` refuses fewer, `aside` puts it by for later.
    The same values again change nothing, whatever version is expected: a retry is harmless. Other values upon a
    version that is not the newest are refused with `Conflict`, whose values carry what is `stored` and what was `sent`.
    """
    sheet, panelist, round_ = own_sheet(session, actor, sheet_id, now)
    scales = queries.scales(session, round_.id)
    if not scales:
        raise Missing(N_("In this round works are not marked one by one."))
    _within(scales, marks)
    judged(sheet)
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
    panelist.number += 1  # a page without scripts comes after everything the server has seen of this judge
    hand = Hand(session, panelist.account_id, now, panelist.number)
    for criterion in sorted(held.keys() | marks.keys()):
        put_mark(hand, sheet, held, criterion, marks.get(criterion))
    put_note(hand, sheet, note)
    put_state(hand, sheet, state)
    touch(sheet, now)
    return Sent(sheet.version, sheet.state)


def _first_gap(scales: list[rules.Scale], marks: Mapping[int, int]) -> int:
    return next(place for place, scale in enumerate(scales, 1) if scale.id not in marks)


def _within(scales: list[rules.Scale], marks: Mapping[int, int]) -> None:
    known = {scale.id: scale.steps for scale in scales}
    if any(criterion not in known or not 0 <= steps <= known[criterion] for criterion, steps in marks.items()):
        raise Invalid(NO_VALUE)


def _spelled(scales: list[rules.Scale], marks: Mapping[int, int]) -> str:
    return " · ".join(rules.value_text(scale, marks[scale.id]) if scale.id in marks else "–" for scale in scales)


def set_aside(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> None:
    """Put a work by; it comes back at the end. Its marks stay."""
    press(session, actor, sheet_id, "aside", now=now)


def abstain(session: Session, actor: Actor, sheet_id: int, *, reason: Abstains, now: datetime) -> None:
    """The judge cannot judge this work. Marks given before are kept and do not count."""
    press(session, actor, sheet_id, "abstain", reason.value, now=now)


def recuse(session: Session, actor: Actor, sheet_id: int, *, reason: Knows, now: datetime) -> None:
    """The judge knows the work or its maker. Marks given before are kept and do not count; staff are told."""
    press(session, actor, sheet_id, "know", reason.value, now=now)


def take_back(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> None:
    """Undo setting aside, abstaining or recusing: the work is open again, or scored if all its marks are there."""
    press(session, actor, sheet_id, "back", now=now)


def flag(session: Session, actor: Actor, sheet_id: int, *, reason: FlagReason, note: str, now: datetime) -> None:
    """Tell staff about a work; judging goes on. The same word twice is one."""
    press(session, actor, sheet_id, "flag", reason.value, note=note, now=now)


def sign_off(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> None:
    """The judge stands by the marks: nothing may be left open. The ledger takes their digest, not the marks."""
    panelist, round_ = held_seat(session, actor, round_of(session, actor, panelist_id), now, signed_off=True)
    if panelist.signed_off_at is not None:
        return
    progress = reads.my_progress(session, panelist)
    if not progress.total:
        raise Conflict(N_("No works were dealt to you; you have nothing to do."))
    if progress.open:
        raise Conflict(N_("Some works are not marked yet or set aside. Finish them first."))
    panelist.signed_off_at = now
    digest = rules.inputs_digest(queries.scales(session, round_.id), queries.ballots(session, round_.id, panelist_id=panelist.id))
    record(session, actor, "round:sign off", panelist, now=now, scored=progress.scored, of=progress.total, digest=digest)


def take_back_sign_off(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> None:
    """Go on marking, as long as the round is open."""
    panelist, _round = held_seat(session, actor, round_of(session, actor, panelist_id), now, signed_off=True)
    if panelist.signed_off_at is not None:
        panelist.signed_off_at = None
        record(session, actor, "round:take back sign-off", panelist, now=now)
