"""What a judge's desk sends: acts under sequence numbers, in any order, once or several times; a page without scripts one at a time.

Each act speaks of one thing of one sheet: a mark of a criterion, the state, the pin, the note. For each of these the newest number
wins, whatever comes first; equal numbers of two devices are settled by the device. A number is always higher than any its sender had seen,
so what was pressed knowing another press wins over it, and no clock is asked. What is sent again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Refused
from contest.judging import rules
from contest.judging.actions.changes import Hand, touch
from contest.judging.actions.held import CHANGED_SINCE, NO_DESK, Act, Became, Desk, Held, Outcome
from contest.judging.actions.own import NO_WORK, held_seat, own_sheet
from contest.judging.actions.verbs import VERBS, nothing
from contest.judging.models import Sheet
from contest.judging.queries import acts as reads
from contest.policy import Actor

MOST = 50  # acts in one request
AHEAD = 1_000_000  # a number further ahead of all that was seen is no number of a desk


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a request: the highest number seen of this judge, each act's outcome, and the sheets as they are now."""

    number: int
    outcomes: Sequence[Outcome]
    sheets: Sequence[Held]
    scales: Sequence[rules.Scale]


def apply(session: Session, actor: Actor, round_id: int, acts: Sequence[Act], *, device: str, now: datetime) -> Taken:
    """Take these acts, in order of their numbers. Each is kept, known already, overtaken by a newer one, or refused for itself.

    Refuses all with `Conflict` when the round is not being judged or signed off, and with `Invalid` what no desk would send.
    """
    if len(acts) > MOST or not device or not (device.isascii() and device.isalnum() and len(device) <= 20):
        raise Invalid(NO_DESK)
    panelist, _round = held_seat(session, actor, round_id, now)
    if any(not 0 < act.number <= panelist.number + AHEAD for act in acts):
        raise Invalid(NO_DESK)
    held = _read(session, reads.held_sheets(session, actor, panelist.id, {act.code for act in acts}))
    desk = Desk(reads.scales(session, round_id), Hand(session, panelist.account_id, now, device=device))
    outcomes = [_take(desk, act, held.get(act.code)) for act in sorted(acts, key=lambda act: act.number)]
    for each in held.values():
        if each.touched:
            touch(each.sheet, now)
    panelist.number = max([panelist.number, *(act.number for act in acts)])
    panelist.seen_at = now
    return Taken(panelist.number, outcomes, list(held.values()), desk.scales)


def press(session: Session, actor: Actor, sheet_id: int, what: str, value: str | None = None, *, note: str = "", now: datetime) -> None:
    """One act of a page without scripts: it comes after everything the server has seen of this judge."""
    sheet, panelist, round_ = own_sheet(session, actor, sheet_id, now)
    held = _read(session, [sheet])[sheet.blind_code]
    desk = Desk(reads.scales(session, round_.id), Hand(session, panelist.account_id, now))
    act = Act(panelist.number + 1, sheet.blind_code, what, value=value, note=note)
    _do(desk, act, held)
    panelist.number = act.number
    if held.touched:
        touch(sheet, now)


def _read(session: Session, sheets: Iterable[Sheet]) -> dict[str, Held]:
    """These sheets with their marks and events, by code."""
    held = {sheet.id: Held(sheet) for sheet in sheets}
    for mark in reads.marks_on(session, held):
        held[mark.sheet_id].marks[mark.criterion_id] = mark
    for event in reads.told(session, held):
        held[event.sheet_id].events.append(event)
    return {each.sheet.blind_code: each for each in held.values()}


def _take(desk: Desk, act: Act, held: Held | None) -> Outcome:
    """One act upon its sheet, whatever comes of it."""
    if held is None:
        return Outcome(act, Became.REFUSED, Conflict(NO_WORK))
    known = held.of(desk.hand.device, act.number)
    if known:
        return Outcome(act, Became.OVERTAKEN if known[0].what == "overtaken" else Became.SAME)
    try:
        return Outcome(act, _do(desk, act, held))
    except Refused as why:
        return Outcome(act, Became.OVERTAKEN if why.message == CHANGED_SINCE else Became.REFUSED, why)


def _do(desk: Desk, act: Act, held: Held) -> Became:
    became = VERBS.get(act.what, nothing)(replace(desk, hand=replace(desk.hand, number=act.number, story=held.events)), act, held)
    if became is Became.KEPT and act.what != "flag":  # a word to staff leaves the sheet as it is
        held.touched = True
    return became
