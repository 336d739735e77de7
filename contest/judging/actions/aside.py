"""Judges step aside: what they may not judge leaves their desks, and comes back when nothing keeps it from them any more."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from contest.db.batches import batches
from contest.judging import rules
from contest.judging.actions.changes import Hand, end_recusals, keep_away, put_state, touch
from contest.judging.models import NotCarried, Round, Sheet
from contest.judging.queries import aside as reads
from contest.judging.queries import assignment as hands
from contest.judging.queries import judge as desk
from contest.judging.queries import panels
from contest.judging.states import OWN, SheetState
from contest.ledger.record import record
from contest.policy import Actor

REMOVED, WITHHELD, BACK = "removed", "recused", "back"


def step_aside(session: Session, actor: Actor, round_: Round, now: datetime, *, account_id: int | None = None) -> dict[str, int]:
    """Works of an own government or under a declared conflict leave the desks of the round: those touched are withheld, their marks
    kept and not counted; of the others nothing remains. What a government kept that is not the judge's own any more comes back.

    Of all judges, under the round's lock, or of one whose place is held. Returns what was done how often.
    """
    found = reads.due(session, round_, account_id)
    done: dict[int, Counter[str]] = {}
    hand = Hand(session, actor.id or None, now)
    for some in batches(sorted({**found.away, **found.back})):
        sheets = session.scalars(select(Sheet).where(Sheet.id.in_(some))).all()
        clear = {sheet.id for sheet in hands.untouched(session, {sheet.panelist_id for sheet in sheets}, some)}
        for sheet in sheets:
            done.setdefault(sheet.panelist_id, Counter())[_moved(hand, round_, sheet, found, clear=sheet.id in clear)] += 1
        remove(session, clear & found.away.keys())
    if account_id is None:
        for panelist in panels.panel(session, round_.id) if done else ():
            if panelist.id in done:
                record(session, actor, "round:step aside", panelist, now=now, **done[panelist.id])
    return dict(sum(done.values(), Counter()))


def _moved(hand: Hand, round_: Round, sheet: Sheet, found: reads.Aside, *, clear: bool) -> str:
    reason = found.away.get(sheet.id, found.back.get(sheet.id))
    if reason is None:
        let_back(hand, round_, sheet)
        return BACK
    if clear:
        return REMOVED
    keep_away(hand, sheet, SheetState.WITHHELD, reason, declared_by="system" if reason == OWN else "judge")
    touch(sheet, hand.now)
    return WITHHELD


def let_back(hand: Hand, round_: Round, sheet: Sheet) -> bool:
    """The work is the judge's again, with the marks it had: are they all there?"""
    end_recusals(hand, sheet)
    full = rules.complete(desk.marks(hand.session, sheet.id), panels.scales(hand.session, round_.id))
    put_state(hand, sheet, SheetState.SCORED if full else SheetState.WAITING)
    touch(sheet, hand.now)
    return full


def remove(session: Session, sheet_ids: set[int] | list[int]) -> None:
    """Take away sheets nothing has happened to."""
    for some in batches(sheet_ids):
        session.execute(delete(Sheet).where(Sheet.id.in_(some)))


def leave_out_earlier(session: Session, round_: Round) -> None:
    """Settle which marks of the rounds below a second look do not count in it."""
    session.execute(delete(NotCarried).where(NotCarried.round_id == round_.id))
    if rows := [{"round_id": round_.id, "sheet_id": sheet} for sheet in sorted(reads.not_carried(session, round_))]:
        session.execute(insert(NotCarried), rows)
