"""The verbs of a desk: what each act does to a sheet, and whether a newer press has had its say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_, clean_lines
from contest.judging import rules
from contest.judging.actions.changes import (
    Hand,
    end_recusals,
    judged,
    keep_away,
    marked_state,
    put_mark,
    put_note,
    put_pin,
    put_state,
    recuse_again,
    steps_of,
)  # fmt: skip
from contest.judging.actions.held import CHANGED_SINCE, NO_DESK, NO_VALUE, Act, Became, Desk, Held
from contest.judging.models import Flag, MarkEvent, Sheet
from contest.judging.states import AWAY, Abstains, FlagReason, Knows, SheetState

LONGEST_NOTE = 2000


def _newer(desk: Desk, held: Held, what: str, criterion_id: int | None, asked: str | None, now: str | None) -> bool:
    """May this act have its say, or has a newer one had it? An overtaken one is written down all the same."""
    newest = held.newest(what, criterion_id)
    if (desk.hand.number, desk.hand.device) > newest:
        if asked == now:  # nothing changes but which press is the newest
            _write(desk, held, what, now, asked, criterion_id)
        return True
    _write(desk, held, "overtaken", now, asked, criterion_id)
    return False


def _write(desk: Desk, held: Held, what: str, old: str | None, new: str | None, criterion_id: int | None) -> None:
    desk.hand.event(held.sheet, what, old, new, criterion_id)


def _mark(desk: Desk, act: Act, held: Held) -> Became:
    if not 1 <= act.criterion <= len(desk.scales):
        raise Invalid(NO_VALUE)
    scale, steps = desk.scales[act.criterion - 1], act.value
    if steps is not None and (type(steps) is not int or not 0 <= steps <= scale.steps):
        raise Invalid(NO_VALUE)
    judged(held.sheet)
    was = held.marks[scale.id].steps if scale.id in held.marks else None
    if not _newer(desk, held, "mark", scale.id, _spelled(steps), _spelled(was)):
        return Became.OVERTAKEN
    changed = put_mark(desk.hand, held.sheet, held.marks, scale.id, steps)
    return Became.KEPT if _settle(desk, held) or changed else Became.SAME


def _spelled(steps: int | None) -> str | None:
    return None if steps is None else str(steps)


def _settle(desk: Desk, held: Held) -> bool:
    """The state follows the marks, unless the work was set aside by a press newer than all of them. Is it another one now?"""
    if held.sheet.state is SheetState.SET_ASIDE and held.decided() > _marked(desk, held):
        return False
    return put_state(desk.hand, held.sheet, marked_state(full=_full(desk, held), was=held.sheet.state))


def _marked(desk: Desk, held: Held) -> tuple[int, str]:
    """The newest press that marked anything."""
    return max((held.newest("mark", scale.id) for scale in desk.scales), default=(0, ""))


def _full(desk: Desk, held: Held) -> bool:
    return rules.complete(steps_of(held.marks), desk.scales)


def _aside(desk: Desk, _act: Act, held: Held) -> Became:
    """A newer press that marked the work wholly has taken it up again."""
    judged(held.sheet)
    return _state(desk, held, SheetState.SET_ASIDE, put_state, after=_marked(desk, held) if _full(desk, held) else (0, ""))


def _back(desk: Desk, _act: Act, held: Held) -> Became:
    now = held.sheet.state
    taken_up = SheetState.SCORED if _full(desk, held) else SheetState.WAITING
    became = _state(desk, held, taken_up if now in {*AWAY, SheetState.SET_ASIDE} else now, put_state)
    if became is Became.KEPT:
        end_recusals(desk.hand, held.sheet)
    return became


def _know(desk: Desk, act: Act, held: Held) -> Became:
    reason = _one_of(Knows, act.value)
    return _state(desk, held, SheetState.RECUSED, lambda hand, sheet, state: keep_away(hand, sheet, state, reason))


def _abstain(desk: Desk, act: Act, held: Held) -> Became:
    reason = _one_of(Abstains, act.value)
    return _state(desk, held, SheetState.ABSTAINED, lambda hand, sheet, state: keep_away(hand, sheet, state, reason))


def _state(
    desk: Desk, held: Held, state: SheetState, put: Callable[[Hand, Sheet, SheetState], bool], *, after: tuple[int, str] = (0, "")
) -> Became:
    """What a judge decides about a work is overtaken by newer decisions alone, not by what marks bring about."""
    if (desk.hand.number, desk.hand.device) <= max(held.decided(), after):
        _write(desk, held, "overtaken", held.sheet.state.value, state.value, None)
        return Became.OVERTAKEN
    if put(desk.hand, held.sheet, state):
        return Became.KEPT
    _write(desk, held, "state", state.value, state.value, None)  # nothing changes but which press is the newest
    return Became.SAME


def _pin(desk: Desk, act: Act, held: Held) -> Became:
    if type(act.value) is not bool:
        raise Invalid(NO_VALUE)
    if not _newer(desk, held, "pin", None, str(int(act.value)), str(int(held.sheet.pinned))):
        return Became.OVERTAKEN
    return Became.KEPT if put_pin(desk.hand, held.sheet, act.value) else Became.SAME


def _note(desk: Desk, act: Act, held: Held) -> Became:
    note = clean_lines(act.value) if isinstance(act.value, str) else None
    if note is None or len(note) > LONGEST_NOTE:
        raise Invalid(N_("Write at most %(max)d characters."), max=LONGEST_NOTE)
    if not _newer(desk, held, "note", None, note, held.sheet.note):
        return Became.OVERTAKEN
    return Became.KEPT if put_note(desk.hand, held.sheet, note) else Became.SAME


def _flag(desk: Desk, act: Act, held: Held) -> Became:
    reason, note = _one_of(FlagReason, act.value), clean_lines(act.note)[:1000]
    session, sheet = desk.hand.session, held.sheet
    said = select(Flag.id).where(Flag.sheet_id == sheet.id, Flag.reason == reason, Flag.note == note)
    if session.scalar(said.limit(1)) is not None:
        return Became.SAME
    session.add(Flag(sheet_id=sheet.id, reason=reason, note=note, at=desk.hand.now))
    _write(desk, held, "flag", None, reason, None)
    return Became.KEPT


def _one_of(kind: type[StrEnum], value: Any) -> str:
    if not isinstance(value, str) or value not in {each.value for each in kind}:
        raise Invalid(N_("Choose one of these"))
    return str(value)


def _undo(desk: Desk, act: Act, held: Held) -> Became:
    """Take back one act of this judge: all its events, if each is still the last word about its thing."""
    device, number = act.of or ("", 0)
    desk.hand.session.flush()  # events are told apart by their ids
    ended = {event.undoes_id for event in held.events}
    valid = [event for event in held.events if _can_go_back(event) and event.id not in ended]
    wanted = [event for event in valid if number and (event.device, event.number) == (device, number)]  # what staff did has none
    last = {(event.what, event.criterion_id): event.id for event in sorted(valid, key=lambda event: (event.number, event.device))}
    if not wanted or any(last[event.what, event.criterion_id] != event.id or not _after(desk, held, event) for event in wanted):
        raise Conflict(CHANGED_SINCE)
    if any(event.what == "mark" for event in wanted):
        judged(held.sheet)
    for event in wanted:
        _INVERSE[event.what](replace(desk, hand=replace(desk.hand, undoes_id=event.id)), held, event)
    _agree(desk, held)
    return Became.KEPT


def _can_go_back(event: MarkEvent) -> bool:
    return event.what in _INVERSE and event.undoes_id is None and event.old != event.new


def _after(desk: Desk, held: Held, event: MarkEvent) -> bool:
    return (desk.hand.number, desk.hand.device) > held.newest(event.what, event.criterion_id)


def _agree(desk: Desk, held: Held) -> None:
    """A work whose marks are not all there is not scored, and the other way round; what was set aside or left stays so."""
    full = _full(desk, held)
    if held.sheet.state is (SheetState.WAITING if full else SheetState.SCORED):
        put_state(desk.hand, held.sheet, SheetState.SCORED if full else SheetState.WAITING)


def _unmark(desk: Desk, held: Held, event: MarkEvent) -> None:
    put_mark(desk.hand, held.sheet, held.marks, event.criterion_id or 0, None if event.old is None else int(event.old))


def _unmove(desk: Desk, held: Held, event: MarkEvent) -> None:
    if held.sheet.state in AWAY:
        end_recusals(desk.hand, held.sheet)
    before = SheetState(event.old or "")
    whole = before is not SheetState.SCORED or _full(desk, held)  # a place in an order does not come back by itself
    put_state(desk.hand, held.sheet, before if whole else SheetState.WAITING)
    recuse_again(desk.hand, held.sheet)


_INVERSE: Mapping[str, Callable[[Desk, Held, MarkEvent], object]] = {
    "mark": _unmark,
    "state": _unmove,
    "pin": lambda desk, held, event: put_pin(desk.hand, held.sheet, event.old == "1"),
    "note": lambda desk, held, event: put_note(desk.hand, held.sheet, event.old or ""),
}
VERBS: Mapping[str, Callable[[Desk, Act, Held], Became]] = {
    "mark": _mark, "aside": _aside, "back": _back, "know": _know, "abstain": _abstain, "pin": _pin, "note": _note, "flag": _flag,
    "undo": _undo,
}  # fmt: skip


def nothing(_desk: Desk, _act: Act, _held: Held) -> Became:
    """What no desk can do."""
    raise Invalid(NO_DESK)
