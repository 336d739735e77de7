"""What the secretariat sees of a round: who has come how far while it runs, what it says when it is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account, Grant
from contest.core.languages import language
from contest.entries.models import Entry
from contest.judging import rules
from contest.judging.models import Flag, Panelist, Recusal, Round, Sheet
from contest.judging.queries.counting import ballots
from contest.judging.queries.panels import JUDGED, progress_in, progress_of, scales, sitting
from contest.judging.rules import Progress, Standing
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, sources


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round on the list of an edition."""

    round: Round
    judges: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """One judge of a round, without a single score. `kept_back`: works of an own government, never shown."""

    panelist: Panelist
    name: str
    progress: Progress
    kept_back: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a judge told the secretariat about a work."""

    receipt: str
    entry_id: int
    judge: str
    reason: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remarks:
    """All judges' words of a round; `notes` stay empty until it is closed, they may give scores away."""

    flags: Sequence[Remark]
    recusals: Sequence[Remark]
    notes: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class Results:
    """A closed round: every work with a mean, each judge's total beside it, and the works nobody marked."""

    standings: Sequence[Standing]
    judges: Sequence[int]  # panelist ids, in the order of the letters A, B, C …
    totals: Mapping[tuple[int, int], Fraction]  # (entry, panelist)
    unmarked: Sequence[int]
    digest: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work on the results page; `language` is the HTML tag of its title."""

    receipt: str
    title: str
    language: str
    picture_id: int | None
    late: bool = False


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
        sum(p.abstained for p in each), sum(p.recused for p in each),
    )  # fmt: skip


def judge_lines(session: Session, round_: Round) -> list[JudgeLine]:
    """The judges who sit in the round, and how far they have come."""
    done = progress_in(session, round_.id)
    kept = select(Panelist.id, func.count(Entry.id.distinct())).join(Grant, Grant.account_id == Panelist.account_id)
    kept = kept.join(Entry, (Entry.edition_id == round_.edition_id) & (Entry.government_id == Grant.government_id))
    kept_back = dict(session.execute(kept.where(Panelist.round_id == round_.id, JUDGED).group_by(Panelist.id)).all())
    return [JudgeLine(p, p.account.name, done.get(p.id, Progress()), kept_back.get(p.id, 0)) for p in sitting(session, round_.id)]


def shield_cost(session: Session, edition_id: int, accounts: Sequence[int]) -> dict[int, int]:
    """How many accepted works each of these judges may not see: those of their own governments."""
    query = select(Grant.account_id, func.count(Entry.id.distinct())).join(Entry, Entry.government_id == Grant.government_id)
    query = query.where(Grant.account_id.in_(accounts), Entry.edition_id == edition_id, JUDGED)
    return dict(session.execute(query.group_by(Grant.account_id)).all())


def without_judge(session: Session, edition_id: int, accounts: Sequence[int]) -> int:
    """How many accepted works none of these judges may see: all belong to the works' government."""
    query = select(Entry.id).join(Grant, Grant.government_id == Entry.government_id)
    query = query.where(Grant.account_id.in_(accounts), Entry.edition_id == edition_id, JUDGED)
    shielded_by_all = query.group_by(Entry.id).having(func.count(Grant.account_id.distinct()) == len(accounts)).subquery()
    return session.scalar(select(func.count()).select_from(shielded_by_all)) or 0


def remarks(session: Session, round_: Round, *, notes: bool) -> Remarks:
    """Flags and recusals of a round, newest first, and notes when asked for."""
    flags = select(*_OF_SHEET, Flag.reason, Flag.note, Flag.at).select_from(Sheet).join(Flag, Flag.sheet_id == Sheet.id)
    away = select(*_OF_SHEET, Recusal.reason, Sheet.note, Recusal.at).select_from(Sheet).join(Recusal, Recusal.sheet_id == Sheet.id)
    written = select(*_OF_SHEET, literal(""), Sheet.note, Sheet.changed_at).select_from(Sheet).where(Sheet.note != "")
    return Remarks(
        _said(session, flags, round_),
        [replace(each, note="") for each in _said(session, away.where(Recusal.withdrawn_at.is_(None)), round_)],
        _said(session, written, round_) if notes else [],
    )


def remark_count(session: Session, round_: Round, *, notes: bool) -> int:
    """How many remarks there are to read."""
    mine = select(func.count()).join(Panelist, Panelist.id == Sheet.panelist_id).where(Panelist.round_id == round_.id)
    flags = mine.select_from(Sheet).join(Flag, Flag.sheet_id == Sheet.id).scalar_subquery()
    away = mine.select_from(Sheet).join(Recusal, Recusal.sheet_id == Sheet.id).where(Recusal.withdrawn_at.is_(None)).scalar_subquery()
    written = mine.select_from(Sheet).where(Sheet.note != "").scalar_subquery() if notes else literal(0)
    return session.scalar(select(flags + away + written)) or 0


_OF_SHEET = (Entry.receipt, Entry.id, Account.name)


def _said(session: Session, query: Any, round_: Round) -> list[Remark]:
    joined = query.join(Entry, Entry.id == Sheet.entry_id).join(Panelist, Panelist.id == Sheet.panelist_id)
    joined = joined.join(Account, Account.id == Panelist.account_id).where(Panelist.round_id == round_.id)
    return [Remark(receipt or "", *rest) for receipt, *rest in session.execute(joined.order_by(Sheet.id.desc()))]


def results(session: Session, round_: Round) -> Results:
    """Everything the results page shows, from one reading of the sheets."""
    criteria, cast = scales(session, round_.id), ballots(session, round_.id)
    seen = rules.counted(cast, criteria)
    standings = rules.standings(seen)
    spoken = {standing.entry_id for standing in standings}
    entries = session.scalars(select(Entry.id).where(Entry.edition_id == round_.edition_id, JUDGED).order_by(Entry.id))
    return Results(
        standings, sorted({o.judge_id for o in seen}), {(o.entry_id, o.judge_id): o.total for o in seen},
        [entry for entry in entries if entry not in spoken], rules.inputs_digest(criteria, cast),
    )  # fmt: skip


def work_lines(session: Session, ids: Sequence[int]) -> dict[int, WorkLine]:
    """What the results page says of these works."""
    query = select(Entry.id, Entry.receipt, Entry.title, Entry.language, Entry.picture_id, Entry.late_until).where(Entry.id.in_(ids))
    rows = session.execute(query)
    return {
        entry: WorkLine(receipt or "", title, language(spoken).html, picture, late is not None)
        for entry, receipt, title, spoken, picture, late in rows
    }


def thumbnails(session: Session, works: Mapping[int, WorkLine]) -> dict[int, PictureSource]:
    """The pictures of these works, for staff."""
    wanted = {line.picture_id for line in works.values() if line.picture_id is not None}
    rows = {picture.id: picture for picture in session.scalars(select(Picture).where(Picture.id.in_(wanted)))}
    made = derivatives_of(session, wanted)
    found = {entry: sources(rows[p], made[p], public=False) for entry, line in works.items() if (p := line.picture_id) in rows and p}
    return {entry: source for entry, source in found.items() if source is not None}


def judge_names(session: Session, round_id: int) -> dict[int, str]:
    """The names behind the letters."""
    query = select(Panelist).where(Panelist.round_id == round_id).options(joinedload(Panelist.account))
    return {panelist.id: panelist.account.name for panelist in session.scalars(query)}
