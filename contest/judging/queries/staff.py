"""What the secretariat sees of a round: who has come how far while it runs, what it says when it is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from contest.accounts.models import Account, Grant, Invitation
from contest.accounts.queries import invitations_of_judges
from contest.core.localized import Localized
from contest.entries.models import Entry
from contest.governments.models import Government
from contest.judging.models import Flag, Panelist, Recusal, Round, Sheet
from contest.judging.queries.assignment import conflicts, kept_from
from contest.judging.queries.panels import progress_in, progress_of, sitting
from contest.judging.rules import Progress, pace
from contest.judging.states import OWN, RoundState, SheetState
from contest.ledger.queries import history
from contest.policy import Role


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round on the list of an edition."""

    round: Round
    judges: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """One judge of a round, without a single score.

    `kept_back`: works of an own government or under a declared conflict, never shown. `pace` in works an hour, and the hours left at it.
    """

    panelist: Panelist
    name: str
    progress: Progress
    kept_back: int
    conflicts: int = 0
    pace: int | None = None
    hours: float | None = None
    may_judge: bool = True  # whose role was taken away has a place, and no way to it

    @property
    def owes(self) -> bool:
        """Is there open work to be reminded of?"""
        return self.progress.open > 0 and self.panelist.signed_off_at is None and self.may_judge


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody invited to judge who has not accepted: waiting, declined or expired."""

    invitation: Invitation
    state: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a judge told the secretariat about a work."""

    receipt: str
    entry_id: int
    judge: str
    reason: str
    note: str
    at: datetime
    id: int = 0
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Remarks:
    """All judges' words of a round; `notes` stay empty until it is closed, they may give scores away."""

    flags: Sequence[Remark]
    recusals: Sequence[Remark]
    notes: Sequence[Remark]


def overview(session: Session, edition_id: int) -> list[RoundLine]:
    """The rounds of an edition with their judges and how far these have come."""
    query = select(Round, func.count(Panelist.id)).outerjoin(Panelist, (Panelist.round_id == Round.id) & Panelist.dropped_at.is_(None))
    listed = session.execute(query.where(Round.edition_id == edition_id).group_by(Round.id).order_by(Round.position)).all()
    sitting_in = select(Panelist.id, Panelist.round_id).join(Panelist.round)
    sitting_in = sitting_in.where(Round.edition_id == edition_id, Panelist.dropped_at.is_(None))
    owner = dict(session.execute(sitting_in).all())
    by_round: dict[int, list[Progress]] = {}
    for panelist_id, progress in progress_of(session, Panelist.id.in_(owner)).items():
        by_round.setdefault(owner[panelist_id], []).append(progress)
    return [RoundLine(round_, judges, together(by_round.get(round_.id, []))) for round_, judges in listed]


def together(each: Sequence[Progress]) -> Progress:
    """The progress of several judges as one."""
    return Progress(
        sum(p.waiting for p in each), sum(p.scored for p in each), sum(p.set_aside for p in each),
        sum(p.abstained for p in each), sum(p.recused + p.withheld for p in each),
    )  # fmt: skip


def judge_lines(session: Session, round_: Round) -> list[JudgeLine]:
    """The judges who sit in the round, how far they have come, and how fast. As many statements for one judge as for thirty."""
    done = progress_in(session, round_.id)
    seated = sitting(session, round_.id)
    accounts = [p.account_id for p in seated]
    declared = conflicts(session, round_.edition_id, accounts)
    kept_back: Counter[int] = Counter(account for account, _entry in kept_from(session, round_, accounts, declared))
    said = Counter(row.account_id for row in declared)
    times = answered(session, Panelist.round_id == round_.id)
    judge = select(Grant.account_id).where(Grant.role == Role.JUDGE, Grant.edition_id.is_(None) | (Grant.edition_id == round_.edition_id))
    allowed = set(session.scalars(judge))
    lines = []
    for panelist in seated:
        progress, speed = done.get(panelist.id, Progress()), pace.per_hour(times.get(panelist.id, ()))
        hours = pace.hours_left(progress.open, speed)
        account = panelist.account_id
        told = (panelist, panelist.account.name, progress, kept_back[account], said[account], speed, hours)
        lines.append(JudgeLine(*told, may_judge=account in allowed))
    return lines


LATEST = 80  # so many works of a judge tell the pace


def answered(session: Session, *where: ColumnElement[bool]) -> dict[int, list[datetime]]:
    """When judges marked their latest works, by panelist; `where` speaks of panelists."""
    place = func.row_number().over(partition_by=Sheet.panelist_id, order_by=Sheet.changed_at.desc()).label("place")
    query = select(Sheet.panelist_id, Sheet.changed_at, place).join(Sheet.panelist)
    latest = query.where(*where, Sheet.state == SheetState.SCORED, Sheet.changed_at.is_not(None)).subquery()
    found: dict[int, list[datetime]] = {}
    for panelist_id, at in session.execute(select(latest.c.panelist_id, latest.c.changed_at).where(latest.c.place <= LATEST)):
        found.setdefault(panelist_id, []).append(at)
    return found


def invited(session: Session, edition_id: int, now: datetime) -> list[Invited]:
    """Who was invited to judge and has not accepted: the newest invitation of each address, with what became of it."""
    found: dict[str, Invited] = {}
    for invitation, declined in invitations_of_judges(session, edition_id):
        if invitation.address in found:
            continue
        taken = invitation.account_id is not None
        state = (
            "accepted" if taken else "declined" if declined else "withdrawn" if invitation.used_at else
            "expired" if invitation.expires_at <= now else "waiting"
        )  # fmt: skip
        found[invitation.address] = Invited(invitation, state)
    return [each for each in found.values() if each.state in {"waiting", "declined", "expired"}]


def government_names(session: Session, ids: Collection[int]) -> dict[int, Localized]:
    """What these governments are called."""
    found: dict[int, Localized] = dict(session.execute(select(Government.id, Government.names).where(Government.id.in_(ids))).all())
    return found


_SAID = Recusal.withdrawn_at.is_(None) & (Recusal.reason != OWN)  # the own government nobody has to be told of


def kept_away(session: Session, panelist: Panelist) -> Sequence[tuple[str, int, str, str, datetime]]:
    """The works a judge was kept away from: receipt, entry, reason, who said so, when; newest first."""
    query = select(Entry.receipt, Entry.id, Recusal.reason, Recusal.declared_by, Recusal.at).select_from(Recusal)
    query = query.join(Sheet, Sheet.id == Recusal.sheet_id).join(Entry, Entry.id == Sheet.entry_id)
    rows = session.execute(query.where(Sheet.panelist_id == panelist.id, _SAID).order_by(Recusal.id.desc()))
    return [(receipt or "", entry, reason, by, at) for receipt, entry, reason, by, at in rows]


def staff_reasons(session: Session, panelist_id: int) -> dict[int, str]:
    """Why staff kept a judge away, by work: as it was put on record."""
    acts = history(session, Panelist.__tablename__, panelist_id)
    kept = [act.detail.values for act in acts if act.act == "round:recuse" and act.detail is not None and act.detail.values]
    return {values["entry"]: values["reason"] for values in kept}


def stands_alone(works: Sequence[int], accounts: Sequence[int], shut: Collection[tuple[int, int]]) -> list[int]:
    """The works none of these judges may see."""
    barred = Counter(entry for _account, entry in shut)
    return [entry for entry in works if barred[entry] >= len(accounts)] if accounts else []


def remarks(session: Session, round_: Round, *, notes: bool) -> Remarks:
    """Flags and recusals of a round, newest first, and notes when asked for."""
    flags = select(*_OF_SHEET, Flag.reason, Flag.note, Flag.at, Flag.id, Flag.done_at).select_from(Sheet)
    flags = flags.join(Flag, Flag.sheet_id == Sheet.id)
    away = select(*_OF_SHEET, Recusal.reason, Sheet.note, Recusal.at).select_from(Sheet).join(Recusal, Recusal.sheet_id == Sheet.id)
    written = select(*_OF_SHEET, literal(""), Sheet.note, Sheet.changed_at).select_from(Sheet).where(Sheet.note != "")
    return Remarks(
        _said(session, flags, round_),
        [replace(each, note="") for each in _said(session, away.where(_SAID), round_)],
        _said(session, written, round_) if notes else [],
    )


def remark_count(session: Session, round_: Round, *, notes: bool) -> int:
    """How many remarks there are to read; flags that are done are read."""
    mine = select(func.count()).join(Panelist, Panelist.id == Sheet.panelist_id).where(Panelist.round_id == round_.id)
    flags = mine.select_from(Sheet).join(Flag, Flag.sheet_id == Sheet.id).where(Flag.done_at.is_(None)).scalar_subquery()
    away = mine.select_from(Sheet).join(Recusal, Recusal.sheet_id == Sheet.id).where(_SAID).scalar_subquery()
    written = mine.select_from(Sheet).where(Sheet.note != "").scalar_subquery() if notes else literal(0)
    return session.scalar(select(flags + away + written)) or 0


def flags_in_live(session: Session) -> dict[int, int]:
    """How many works judges asked to look at and nobody has, for every round that runs. One statement."""
    query = select(Panelist.round_id, func.count(Flag.id)).join(Sheet, Sheet.id == Flag.sheet_id)
    query = query.join(Panelist, Panelist.id == Sheet.panelist_id).join(Round, Round.id == Panelist.round_id)
    query = query.where(Flag.done_at.is_(None), Round.state.in_([RoundState.OPEN, RoundState.PAUSED]))
    return dict(session.execute(query.group_by(Panelist.round_id)).all())


_OF_SHEET = (Entry.receipt, Entry.id, Account.name)


def _said(session: Session, query: Any, round_: Round) -> list[Remark]:
    joined = query.join(Entry, Entry.id == Sheet.entry_id).join(Panelist, Panelist.id == Sheet.panelist_id)
    joined = joined.join(Account, Account.id == Panelist.account_id).where(Panelist.round_id == round_.id)
    return [Remark(receipt or "", *rest) for receipt, *rest in session.execute(joined.order_by(Sheet.id.desc()))]
