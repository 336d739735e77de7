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
from contest.judging.actions.aside import REMOVED, WITHHELD, let_back, step_aside
from contest.judging.actions.changes import Hand, keep_away, touch
from contest.judging.actions.own import own_place, round_of
from contest.judging.actions.panel import LIVE, no_longer_done
from contest.judging.models import Conflict, Flag, Panelist, Recusal, Round, Sheet
from contest.judging.queries import aside
from contest.judging.queries import assignment as hands
from contest.judging.queries import panels as reads
from contest.judging.states import AWAY, BY_STAFF, LET, ConflictKind, RoundState, SheetState
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
    if conflicts:
        _hold_rounds(session, panelist_id)
    panelist, round_ = _not_closed(session, actor, panelist_id)
    _declare(session, actor, panelist.account_id, round_.edition_id, conflicts, "judge", now)
    if panelist.accepted_at is None:
        panelist.accepted_at = now
        record(session, actor, "round:begin", panelist, now=now, conflicts=len(conflicts))
    panelist.seen_at = now
    return panelist


def looked_again(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> None:
    """The judge has gone back to the first works after the last."""
    panelist, _round = _not_closed(session, actor, panelist_id)
    panelist.looked_again_at = now


def _not_closed(session: Session, actor: Actor, panelist_id: int) -> tuple[Panelist, Round]:
    panelist, round_ = own_place(session, actor, round_of(session, actor, panelist_id))
    if round_.state is RoundState.CLOSED:
        raise Refusal(N_("This round is closed. Everything you marked before is kept."))
    return panelist, round_


def declare_for(session: Session, actor: Actor, panelist_id: int, declared: Declared, *, now: datetime) -> None:
    """Staff know of a conflict a judge has not said."""
    panelist = _judge(session, actor, panelist_id)
    _hold_rounds(session, panelist_id)
    round_ = session.get_one(Round, panelist.round_id)
    if not _declare(session, actor, panelist.account_id, round_.edition_id, [declared], "staff", now):
        raise Invalid(N_("This is declared already"), "words" if declared.words else "government")


def _hold_rounds(session: Session, panelist_id: int) -> None:
    """The rounds that run are held before a conflict is written down, so that nothing is dealt to the judge meanwhile."""
    edition = select(Round.edition_id).join(Panelist, Panelist.round_id == Round.id).where(Panelist.id == panelist_id).scalar_subquery()
    live = select(Round).where(Round.edition_id == edition, Round.state.in_(LIVE)).order_by(Round.id)
    session.scalars(live.with_for_update(read=True, of=Round).execution_options(populate_existing=True)).all()


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
    kinds = sorted(row.kind.value for row in made)
    for panelist in session.scalars(mine.where(Round.state.in_(LIVE)).order_by(Panelist.id)).all():
        locked(session, Panelist, panelist.id)
        done = step_aside(session, actor, session.get_one(Round, panelist.round_id), now, account_id=account_id)
        record(session, actor, "round:conflict", panelist, now=now, **{"kinds": kinds, REMOVED: 0, WITHHELD: 0} | done)
    return made


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
    if sheet.state is SheetState.WITHHELD and not aside.only_own(session, sheet.id):
        return sheet
    if not clean(reason):
        raise Invalid(N_("Say why"), "reason")
    keep_away(Hand(session, actor.id or None, now), sheet, SheetState.WITHHELD, BY_STAFF, declared_by="staff")
    touch(sheet, now)
    panelist = session.get_one(Panelist, panelist_id)
    record(session, actor, "round:recuse", panelist, now=now, entry=sheet.entry_id, reason=clean(reason)[:500])
    return sheet


def let_judge(session: Session, actor: Actor, panelist_id: int, receipt: str, *, now: datetime) -> Sheet:
    """The judge judges the work after all: marks given before count again, and no conflict said before takes it away once more."""
    sheet = _work_of(session, actor, panelist_id, receipt)
    if sheet.state not in AWAY:
        return sheet
    if aside.belongs(session, sheet.id):
        raise Refusal(N_("This work is of a government the judge belongs to. It stays kept from them."))
    panelist = session.get_one(Panelist, panelist_id)
    round_ = session.get_one(Round, panelist.round_id)
    full = let_back(Hand(session, actor.id or None, now), round_, sheet)
    session.add(Recusal(sheet_id=sheet.id, reason=LET, declared_by="staff", at=now, withdrawn_at=now))
    if not full:
        session.flush()
        no_longer_done(session, actor, round_, now)
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
