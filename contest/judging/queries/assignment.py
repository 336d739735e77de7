"""Who may look at what in a round, who has what, and what a deal would come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from contest.accounts.models import Account, Grant
from contest.entries.models import Entry, Student
from contest.judging.models import Conflict, Duel, Flag, MarkEvent, Panelist, Recusal, Round, Sheet
from contest.judging.queries.panels import judged_in, not_seated, panel, work_ids
from contest.judging.rules import assignment, known
from contest.judging.rules.assignment import Pair, Preview
from contest.judging.rules.links import links
from contest.judging.states import AWAY, ConflictKind, RoundState, SheetState
from contest.ledger.models import Event

DEAL_CHOSEN = "round:assignment"  # the act that says how works are dealt


@dataclass(frozen=True, slots=True)
class Table:
    """All a deal is made from; judges are accounts, so that it is the same before they are seated.

    `shut`: pairs that may not be; `already`: what judges have and keep; `first`: the works all judges look at before all others.
    """

    works: Sequence[int]
    judges: Sequence[int]
    shut: frozenset[Pair]
    already: Mapping[int, Sequence[int]]
    first: Sequence[int] = ()

    def deal(self, per_work: int | None, seed: str) -> dict[int, list[int]]:
        """The works of every judge, those they have included."""
        have = {judge: set(self.already.get(judge, ())) for judge in self.judges}
        for judge in self.judges:
            have[judge].update(entry for entry in self.first if (judge, entry) not in self.shut)
        return assignment.deal(self.works, self.judges, per_work, seed, self.shut, have)

    def preview(self, per_work: int | None, seed: str) -> Preview:
        """What that comes to."""
        return assignment.preview(self.deal(per_work, seed), self.works, per_work, self.shut)


def coming(session: Session, round_: Round) -> list[Account]:
    """Who judges: everybody seated, and in a round that seats all judges also who is invited and gets a place when it opens."""
    seated = [panelist.account for panelist in panel(session, round_.id) if panelist.dropped_at is None]
    joining = not_seated(session, round_.id, round_.edition_id) if round_.seats_all_judges and round_.state is RoundState.DRAFT else []
    return [*seated, *joining]


def kept_from(session: Session, round_: Round, accounts: Collection[int], said: Sequence[Conflict] | None = None) -> frozenset[Pair]:
    """Which works of a round these judges may not see: of governments they belong to, and what they declared (`said`, if it is at hand)."""
    own = select(Grant.account_id, Entry.id).join(Entry, Entry.government_id == Grant.government_id)
    found = {(account, entry) for account, entry in session.execute(own.where(Grant.account_id.in_(accounts), judged_in(round_)))}
    rows = conflicts(session, round_.edition_id, accounts) if said is None else said
    return frozenset(found | said_of(session, rows, judged_in(round_)).keys())


def conflicts(session: Session, edition_id: int, accounts: Collection[int]) -> Sequence[Conflict]:
    """What these judges, or staff for them, have declared and not taken back."""
    query = select(Conflict).where(Conflict.edition_id == edition_id, Conflict.account_id.in_(accounts), Conflict.withdrawn_at.is_(None))
    return session.scalars(query.order_by(Conflict.id)).all()


def declared(session: Session, round_: Round, accounts: Collection[int]) -> set[Pair]:
    """The works of a round that fall under a declared conflict, by judge."""
    return set(said_of(session, conflicts(session, round_.edition_id, accounts), judged_in(round_)))


def said_of(session: Session, rows: Sequence[Conflict], works_: ColumnElement[bool]) -> dict[Pair, datetime]:
    """Which judges may not judge which of these works by these conflicts, and when that was said last."""
    if not rows:
        return {}
    named = any(row.kind is not ConflictKind.GOVERNMENT for row in rows)
    query = select(Entry.id, Entry.government_id, Entry.school, Entry.teacher, *_PAINTER).join(Student, Student.id == Entry.student_id)
    works = session.execute(query.where(works_)).all()
    by_government: defaultdict[int | None, list[int]] = defaultdict(list)
    by_school: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    by_person: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for entry, government, school, *people in works:
        by_government[government].append(entry)
        if named:
            by_school[(school,)].append(entry)
            by_person[tuple(people)].append(entry)
    schools, painters = ([([known.name(text) for text in told], ids) for told, ids in by.items()] for by in (by_school, by_person))
    found: dict[Pair, datetime] = {}
    for row in rows:  # in the order they were said: the last one's instant stays
        if row.kind is ConflictKind.GOVERNMENT:
            found.update(((row.account_id, entry), row.at) for entry in by_government.get(row.government_id, ()))
            continue
        wanted, texts = known.name(row.words, inside=True), schools if row.kind is ConflictKind.SCHOOL else painters
        found.update(((row.account_id, entry), row.at) for written, ids in texts if known.named(wanted, written) for entry in ids)
    return found


_PAINTER = (Student.full_name, Student.latin_name, Student.reading, Student.short_name)


def table(session: Session, round_: Round) -> Table:
    """The deal of a round as it stands: before it opens nobody has anything; later what was dealt stays where it is.

    A judge who left with marks that count keeps the works marked and gets no more. Who keeps away from a work is not asked again.
    """
    seated = {panelist.account_id: panelist for panelist in panel(session, round_.id)}
    judges = [account.id for account in coming(session, round_)]
    left = [account for account, p in seated.items() if p.dropped_at is not None and p.signed_off_at is not None]
    works = work_ids(session, round_)
    shut = set(kept_from(session, round_, judges))
    query = select(Panelist.account_id, Sheet.entry_id, Sheet.state).join(Sheet, Sheet.panelist_id == Panelist.id)
    query = query.where(Panelist.round_id == round_.id, Panelist.account_id.in_([*judges, *left]))
    already: defaultdict[int, list[int]] = defaultdict(list)
    for account, entry, state in session.execute(query):
        if state in AWAY:
            shut.add((account, entry))
        elif account not in left or state is SheetState.SCORED:
            already[account].append(entry)
    for account in left:
        mine = set(already[account])
        shut.update((account, entry) for entry in works if entry not in mine)
    return Table(works, [*judges, *left], frozenset(shut), already, _first(session, round_, works))


def _first(session: Session, round_: Round, works: Sequence[int]) -> Sequence[int]:
    """The calibration set: drawn by the seed; in a round that runs, the works most judges have at their beginning."""
    if not round_.calibration:
        return ()
    if round_.state is RoundState.DRAFT:
        return assignment.order(round_.seed, "calibration", works)[: round_.calibration]
    query = select(Sheet.entry_id).join(Sheet.panelist).where(Panelist.round_id == round_.id, Sheet.position <= round_.calibration)
    return session.scalars(query.group_by(Sheet.entry_id).order_by(func.count().desc(), Sheet.entry_id).limit(round_.calibration)).all()


def calibration(session: Session, round_: Round) -> Sequence[int]:
    """The works every judge looks at first."""
    return _first(session, round_, work_ids(session, round_)) if round_.calibration else ()


def unsaid(session: Session, round_: Round, works: int, judges: int) -> bool:
    """Would everybody look at very many works although nobody has chosen that?"""
    if round_.per_work is not None or works <= assignment.EVERYBODY or judges <= assignment.SOME:
        return False
    chosen = select(Event.id).where(Event.thing_kind == Round.__tablename__, Event.thing_id == round_.id, Event.act == DEAL_CHOSEN)
    return session.scalar(chosen.limit(1)) is None


def untouched(session: Session, panelist_ids: Collection[int], among: Collection[int] | None = None) -> Sequence[Sheet]:
    """Sheets nothing has happened to, in their judges' order: all of these judges, or `among` these sheets."""
    query = select(Sheet).where(Sheet.panelist_id.in_(panelist_ids), Sheet.state == SheetState.WAITING, Sheet.version == 0)
    if among is not None:
        query = query.where(Sheet.id.in_(among))
    for thing in (MarkEvent, Flag, Recusal):
        query = query.where(~select(thing.id).where(thing.sheet_id == Sheet.id).exists())
    query = query.where(~select(Duel.id).where((Duel.left_id == Sheet.id) | (Duel.right_id == Sheet.id)).exists())
    return session.scalars(query.order_by(Sheet.panelist_id, Sheet.position)).all()


def loads(session: Session, round_id: int) -> dict[int, int]:
    """How many works each judge who sits has, by panelist, those kept away from left out."""
    query = select(Panelist.id, func.count(Sheet.id)).outerjoin(Sheet, (Sheet.panelist_id == Panelist.id) & Sheet.state.not_in(AWAY))
    query = query.where(Panelist.round_id == round_id, Panelist.dropped_at.is_(None)).group_by(Panelist.id)
    return dict(session.execute(query).all())


def linkage(session: Session, round_id: int) -> float | None:
    """How well the judges of a round are linked by the works dealt to them; None for a single judge."""
    query = select(Sheet.entry_id, Sheet.panelist_id).join(Sheet.panelist)
    panels: defaultdict[int, list[int]] = defaultdict(list)
    for entry, panelist in session.execute(query.where(Panelist.round_id == round_id, Panelist.dropped_at.is_(None))):
        panels[entry].append(panelist)
    return links(panels.values()).linkage()


def short(session: Session, round_: Round) -> bool:
    """Has a work of a round with so many judges for each fewer than that?"""
    sits = Panelist.dropped_at.is_(None)
    counts = (sits & Sheet.state.not_in(AWAY)) | (~sits & Panelist.signed_off_at.is_not(None) & (Sheet.state == SheetState.SCORED))
    held = select(Sheet.entry_id, func.count().label("n")).join(Sheet.panelist).where(Panelist.round_id == round_.id, counts)
    by_work = held.group_by(Sheet.entry_id).subquery()
    query = select(Entry.id).outerjoin(by_work, by_work.c.entry_id == Entry.id).where(judged_in(round_))
    return session.scalar(query.where(func.coalesce(by_work.c.n, 0) < round_.per_work).limit(1)) is not None
