"""What a judge's desk sends: acts under sequence numbers, in any order, once or several times.

Each act speaks of one thing of one sheet: a mark of a criterion, the state, the pin, the note. For each of these the newest number
wins, whatever comes first; equal numbers of two devices are settled by the device. A number is always higher than any its sender had seen,
so what was pressed knowing another press wins over it, and no clock is asked. What is sent again changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Refused
from contest.core.text import N_
from contest.judging import rules
from contest.judging.actions.changes import Hand, touch
from contest.judging.actions.desk import held_seat
from contest.judging.actions.held import CHANGED_SINCE, NO_DESK, Act, Became, Desk, Held, Outcome
from contest.judging.actions.verbs import VERBS, nothing
from contest.judging.models import Panelist
from contest.judging.queries import acts as reads
from contest.policy import Actor

MOST = 50  # acts in one request
AHEAD = 1_000_000  # a number further ahead of all that was seen is no number of a desk
NO_WORK = N_("There is no such work in your list (any more).")


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
    held = _held(session, actor, panelist, {act.code for act in acts})
    desk = Desk(reads.scales(session, round_id), Hand(session, panelist.account_id, now, device=device))
    outcomes = [_take(desk, act, held.get(act.code)) for act in sorted(acts, key=lambda act: act.number)]
    for each in held.values():
        if each.touched:
            touch(each.sheet, now)
    panelist.number = max([panelist.number, *(act.number for act in acts)])
    panelist.seen_at = now
    return Taken(panelist.number, outcomes, list(held.values()), desk.scales)


def _held(session: Session, actor: Actor, panelist: Panelist, codes: Collection[str]) -> dict[str, Held]:
    """The judge's own sheets of these codes, held, with marks and events."""
    sheets = {sheet.id: Held(sheet) for sheet in reads.held_sheets(session, actor, panelist.id, codes)}
    for mark in reads.marks_on(session, sheets):
        sheets[mark.sheet_id].marks[mark.criterion_id] = mark
    for event in reads.told(session, sheets):
        sheets[event.sheet_id].events.append(event)
    return {held.sheet.blind_code: held for held in sheets.values()}


def _take(desk: Desk, act: Act, held: Held | None) -> Outcome:
    """One act upon its sheet."""
    if held is None:
        return Outcome(act, Became.REFUSED, Conflict(NO_WORK))
    known = held.of(desk.hand.device, act.number)
    if known:
        return Outcome(act, Became.OVERTAKEN if known[0].what == "overtaken" else Became.SAME)
    desk = replace(desk, hand=replace(desk.hand, number=act.number, story=held.events))
    try:
        became = VERBS.get(act.what, nothing)(desk, act, held)
    except Refused as why:
        return Outcome(act, Became.OVERTAKEN if why.message == CHANGED_SINCE else Became.REFUSED, why)
    if became is Became.KEPT:
        held.touched = True
    return Outcome(act, became)
