"""What any change of a sheet comes down to: a mark, a state, a pin, a note; each with its event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.judging.models import Mark, MarkEvent, Recusal, Sheet
from contest.judging.states import AWAY, SHEET_LIFE, Abstains, Knows, SheetState

_REASONS: Mapping[SheetState, tuple[str, ...]] = {SheetState.RECUSED: tuple(Knows), SheetState.ABSTAINED: tuple(Abstains)}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes a sheet, when, and under which sequence number of which device: all that every event of the change carries.

    `story` takes the events as they are made.
    """

    session: Session
    by_id: int | None
    now: datetime
    number: int = 0
    device: str = ""
    undoes_id: int | None = None
    story: list[MarkEvent] = field(default_factory=list)

    def event(self, sheet: Sheet, what: str, old: str | None, new: str | None, criterion_id: int | None = None) -> None:
        """Write down what happened; the one place where events are made."""
        made = MarkEvent(
            sheet_id=sheet.id, criterion_id=criterion_id, what=what, old=old, new=new, at=self.now, by_id=self.by_id, number=self.number,
            device=self.device, undoes_id=self.undoes_id,
        )  # fmt: skip
        self.session.add(made)
        self.story.append(made)


def judged(sheet: Sheet) -> None:
    """Refuses a work that this judge does not judge."""
    if sheet.state in AWAY:
        raise Conflict(N_("You do not judge this work. Take that back first."))


def put_mark(hand: Hand, sheet: Sheet, held: dict[int, Mark], criterion: int, steps: int | None) -> bool:
    """One mark, or none; was it another before? `held` are the marks of the sheet by criterion, and stay so."""
    old = held.get(criterion)
    was = old.steps if old else None
    if was == steps:
        return False
    hand.event(sheet, "mark", _text(was), _text(steps), criterion)
    if old is None and steps is not None:
        held[criterion] = Mark(sheet_id=sheet.id, criterion_id=criterion, steps=steps)
        hand.session.add(held[criterion])
    elif old is not None and steps is not None:
        old.steps = steps
    elif old is not None:
        hand.session.delete(held.pop(criterion))
    return True


def put_state(hand: Hand, sheet: Sheet, state: SheetState) -> bool:
    """Another state, through the sheet's life."""
    if sheet.state is state:
        return False
    old = SHEET_LIFE.move(sheet, state)
    if state is not SheetState.SCORED:
        sheet.place = None  # a place in an order is given anew
    hand.event(sheet, "state", old.value, state.value)
    return True


def put_pin(hand: Hand, sheet: Sheet, pinned: bool) -> bool:
    """Pinned to be found again, or not."""
    if sheet.pinned is pinned:
        return False
    hand.event(sheet, "pin", str(int(sheet.pinned)), str(int(pinned)))
    sheet.pinned = pinned
    return True


def put_note(hand: Hand, sheet: Sheet, note: str) -> bool:
    """Another note for the secretariat."""
    if sheet.note == note:
        return False
    hand.event(sheet, "note", sheet.note, note)
    sheet.note = note
    return True


def keep_away(hand: Hand, sheet: Sheet, state: SheetState, reason: str, *, declared_by: str = "judge") -> bool:
    """The work is not judged by this judge: its marks stay and do not count. Said again with another reason, that one holds."""
    live = select(Recusal.id).where(Recusal.sheet_id == sheet.id, Recusal.withdrawn_at.is_(None), Recusal.reason == reason)
    if sheet.state is state and hand.session.scalar(live.limit(1)) is not None:
        return False
    end_recusals(hand, sheet)
    hand.session.add(Recusal(sheet_id=sheet.id, reason=reason, declared_by=declared_by, at=hand.now))
    if not put_state(hand, sheet, state):
        hand.event(sheet, "state", state.value, state.value)
    return True


def end_recusals(hand: Hand, sheet: Sheet) -> None:
    """Whatever kept the judge away no longer does."""
    for recusal in hand.session.scalars(select(Recusal).where(Recusal.sheet_id == sheet.id, Recusal.withdrawn_at.is_(None))):
        recusal.withdrawn_at = hand.now


def recuse_again(hand: Hand, sheet: Sheet) -> None:
    """A judge's own step back to a work left out: for the reason it was last left out for in that way. Nothing for other states."""
    said = select(Recusal).where(Recusal.sheet_id == sheet.id, Recusal.reason.in_(_REASONS.get(sheet.state, ())))
    last = hand.session.scalar(said.order_by(Recusal.id.desc()).limit(1)) if sheet.state in _REASONS else None
    if last is not None:
        hand.session.add(Recusal(sheet_id=sheet.id, reason=last.reason, declared_by=last.declared_by, at=hand.now))


def touch(sheet: Sheet, now: datetime) -> None:
    """The one place where a sheet gets a new version."""
    sheet.version += 1
    sheet.changed_at = now


def marked_state(*, full: bool, was: SheetState) -> SheetState:
    """What a sheet is after its marks have changed: all of them make it scored, fewer leave it open."""
    if full:
        return SheetState.SCORED
    return SheetState.SET_ASIDE if was is SheetState.SET_ASIDE else SheetState.WAITING


def steps_of(held: Mapping[int, Mark]) -> dict[int, int]:
    """The marks of a sheet, steps by criterion."""
    return {criterion: mark.steps for criterion, mark in held.items()}


def _text(steps: int | None) -> str | None:
    return None if steps is None else str(steps)
