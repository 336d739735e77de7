"""Whom a judge may not judge: declared before anything is seen, or later; and what staff say of single works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.errors import Conflict as Refusal
from contest.core.errors import Invalid, Missing
from contest.core.text import N_, clean, fold
from contest.db.unit import locked
from contest.governments.models import Government
from contest.judging import rules
from contest.judging.actions.changes import BY_STAFF, DECLARED, Hand, end_recusals, keep_away, put_state, touch
from contest.judging.actions.panel import LIVE, no_longer_done, remove
from contest.judging.models import Conflict, Flag, Panelist, Round, Sheet
from contest.judging.queries import assignment as hands
from contest.judging.queries import judge as desk
from contest.judging.queries import panels as reads
from contest.judging.states import AWAY, ConflictKind, RoundState, SheetState
from contest.ledger.record import record
from contest.policy import Actor, May, require

NO_JUDGE = N_("There is no such judge in this round.")


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict as it is said: a government by its id, a school or a person in words."""

    kind: ConflictKind
    government_id: int | None = None
    words: str = ""


def begin(session: Session, actor: Actor, panelist_id: int, *, conflicts: Sequence[Declared] = (), now: datetime) -> Panelist:
    """The briefing is read, confidentiality promised, conflicts said: the judge begins. Again later: only new conflicts are added."""
    panelist, round_ = _own_place(session, actor, panelist_id)
    _declare(session, actor, panelist.account_id, round_.edition_id, conflicts, "judge", now)
    if panelist.accepted_at is None:
        panelist.accepted_at = now
        record(session, actor, "round:begin", panelist, now=now, conflicts=len(conflicts))
    panelist.seen_at = now
    return panelist


def looked_again(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> None:
    """The judge has gone back to the first works after the last."""
    panelist, _round = _own_place(session, actor, panelist_id)
    panelist.looked_again_at = now


def _own_place(session: Session, actor: Actor, panelist_id: int) -> tuple[Panelist, Round]:
    round_id = session.scalar(select(Panelist.round_id).where(Panelist.id == panelist_id))
    if round_id is None:
        raise Missing(N_("There is no such round."))
    held = select(Round).where(Round.id == round_id).with_for_update(read=True)
    round_ = session.scalars(held.execution_options(populate_existing=True)).one()
    panelist = locked(session, Panelist, panelist_id)
    require(actor, May.ROUND_JUDGE, panelist)
    if panelist.dropped_at is not None or round_.state is RoundState.DRAFT:
        raise Missing(N_("There is no such round."))
    if round_.state is RoundState.CLOSED:
        raise Refusal(N_("This round is closed. Everything you marked before is kept."))
    return panelist, round_


def declare_for(session: Session, actor: Actor, panelist_id: int, declared: Declared, *, now: datetime) -> None:
    """Staff know of a conflict a judge has not said."""
    panelist = _judge(session, actor, panelist_id)
    round_ = session.get_one(Round, panelist.round_id)
    if not _declare(session, actor, panelist.account_id, round_.edition_id, [declared], "staff", now):
        raise Invalid(N_("This is declared already"), "words" if declared.words else "government")


def _judge(session: Session, actor: Actor, panelist_id: int) -> Panelist:
    require(actor, May.ROUND_MANAGE)
    found = session.get(Panelist, panelist_id)
    if found is None:
        raise Missing(NO_JUDGE)
    return found


def _declare(
    session: Session, actor: Actor, account_id: int, edition_id: int, conflicts: Sequence[Declared], by: str, now: datetime
) -> list[Conflict]:
    """Store what is new, and take the works it concerns off the judge's desks in all rounds that run."""
    known = {(row.kind, row.government_id, fold(row.words)) for row in hands.conflicts(session, edition_id, [account_id])}
    made = []
    for each in conflicts:
        words = clean(each.words)[:200]
        if each.kind is ConflictKind.GOVERNMENT:
            if each.government_id is None or session.get(Government, each.government_id) is None:
                raise Invalid(N_("Choose a government"), "governments")
            words = ""
        elif not words:
            continue
        sign = (each.kind, each.government_id if not words else None, fold(words))
        if sign not in known:
            known.add(sign)
            whom = {"kind": each.kind, "government_id": sign[1], "words": words}
            made.append(Conflict(account_id=account_id, edition_id=edition_id, **whom, declared_by=by, at=now))
    if not made:
        return []
    session.add_all(made)
    session.flush()
    mine = select(Panelist).join(Panelist.round).where(Panelist.account_id == account_id, Round.edition_id == edition_id)
    for panelist in session.scalars(mine.where(Round.state.in_(LIVE)).order_by(Panelist.id)).all():
        away, gone = _step_aside(session, actor, locked(session, Panelist, panelist.id), now)
        kinds = sorted(row.kind.value for row in made)
        record(session, actor, "round:conflict", panelist, now=now, kinds=kinds, removed=gone, recused=away)
    return made


def _step_aside(session: Session, actor: Actor, panelist: Panelist, now: datetime) -> tuple[int, int]:
    """Works under a conflict leave the desk: those touched are withheld, their marks kept; of the others nothing remains."""
    round_ = session.get_one(Round, panelist.round_id)
    shut = {entry for _account, entry in hands.declared(session, round_, [panelist.account_id])}
    mine = session.scalars(select(Sheet).where(Sheet.panelist_id == panelist.id, Sheet.state != SheetState.WITHHELD)).all()
    concerned = [sheet for sheet in mine if sheet.entry_id in shut]
    clear = {sheet.id for sheet in hands.untouched(session, [panelist.id])} & {sheet.id for sheet in concerned}
    hand = Hand(session, actor.id or None, now)
    for sheet in concerned:
        if sheet.id not in clear:
            keep_away(hand, sheet, SheetState.WITHHELD, DECLARED)
            touch(sheet, now)
    remove(session, clear)
    return len(concerned) - len(clear), len(clear)


def withdraw_conflict(session: Session, actor: Actor, panelist_id: int, conflict_id: int, *, now: datetime) -> None:
    """A conflict that was none: works not yet begun come back with the next deal, those kept away stay so until staff say otherwise."""
    panelist = _judge(session, actor, panelist_id)
    conflict = session.get(Conflict, conflict_id)
    if conflict is None or conflict.account_id != panelist.account_id:
        raise Missing(N_("There is no such conflict."))
    if conflict.withdrawn_at is None:
        conflict.withdrawn_at = now
        record(session, actor, "round:conflict withdrawn", panelist, now=now, kind=conflict.kind.value)


def recuse_judge(session: Session, actor: Actor, panelist_id: int, receipt: str, *, reason: str, now: datetime) -> Sheet:
    """Staff keep a judge away from one work: marks stay and do not count. Reversible by `let_judge`."""
    sheet = _work_of(session, actor, panelist_id, receipt)
    if sheet.state is SheetState.WITHHELD:
        return sheet
    if not clean(reason):
        raise Invalid(N_("Say why"), "reason")
    keep_away(Hand(session, actor.id or None, now), sheet, SheetState.WITHHELD, BY_STAFF, declared_by="staff")
    touch(sheet, now)
    panelist = session.get_one(Panelist, panelist_id)
    record(session, actor, "round:recuse", panelist, now=now, entry=sheet.entry_id, reason=clean(reason)[:500])
    return sheet


def let_judge(session: Session, actor: Actor, panelist_id: int, receipt: str, *, now: datetime) -> Sheet:
    """The judge judges the work after all: marks given before count again."""
    sheet = _work_of(session, actor, panelist_id, receipt)
    if sheet.state not in AWAY:
        return sheet
    panelist = session.get_one(Panelist, panelist_id)
    hand = Hand(session, actor.id or None, now)
    end_recusals(hand, sheet)
    full = rules.complete(desk.marks(session, sheet.id), reads.scales(session, panelist.round_id))
    put_state(hand, sheet, SheetState.SCORED if full else SheetState.WAITING)
    touch(sheet, now)
    if not full:
        no_longer_done(session, actor, session.get_one(Round, panelist.round_id), {panelist.id: [sheet.entry_id]}, now)
    record(session, actor, "round:let judge", panelist, now=now, entry=sheet.entry_id)
    return sheet


def settle_flag(session: Session, actor: Actor, round_id: int, flag_id: int, *, done: bool, now: datetime) -> None:
    """Staff have looked at what a judge pointed at; with `done` False it is to be looked at again. Done twice is done once."""
    require(actor, May.ROUND_MANAGE)
    flag = session.get(Flag, flag_id)
    where = select(Panelist).join(Sheet, Sheet.panelist_id == Panelist.id).where(Panelist.round_id == round_id)
    panelist = session.scalar(where.where(Sheet.id == flag.sheet_id)) if flag else None
    if flag is None or panelist is None:
        raise Missing(N_("There is no such remark."))
    if done is (flag.done_at is not None):
        return
    flag.done_at = now if done else None
    record(session, actor, "round:flag", panelist, now=now, flag=flag.id, done=done)


def _work_of(session: Session, actor: Actor, panelist_id: int, receipt: str) -> Sheet:
    panelist = _judge(session, actor, panelist_id)
    round_ = locked(session, Round, panelist.round_id)
    if round_.state is RoundState.CLOSED:
        raise Refusal(N_("This round is closed. Open it again to change who judged what."))
    sheet_id = reads.sheet_of(session, panelist.id, receipt)
    if sheet_id is None:
        raise Invalid(N_("This judge has no work with this receipt number"), "receipt")
    return locked(session, Sheet, sheet_id)
