"""What a closed round says, and what its pages show of works and judges."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Grant
from contest.core.errors import Missing
from contest.core.languages import language
from contest.core.text import N_, fold
from contest.entries.models import Entry, Student
from contest.judging import rules
from contest.judging.models import Panelist, Recusal, Round, RuleVersion, Sheet
from contest.judging.queries import counting, kept
from contest.judging.queries.panels import judged_in, scales
from contest.judging.rules import Rule, Scale, TiePolicy
from contest.judging.rules.board import Board
from contest.judging.sentences import Explained
from contest.judging.states import Knows, SheetState
from contest.ledger.models import Event
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, sources

RULE_SET = "round:rule"  # the act that gives a round another rule


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work on the results page; `language` is the HTML tag of its title."""

    receipt: str
    title: str
    language: str
    picture_id: int | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A version of the rule a round has had: since when, by whom, why."""

    version: RuleVersion
    rule: Rule
    at: datetime
    by: str
    reason: str


def board(session: Session, round_: Round, version: RuleVersion | None = None) -> Board:
    """The round counted by its own rule, or by another version of it."""
    rule = counting.rule_from(version) if version else counting.rule_of(session, round_.id)
    now = kept.trace(session, round_, [each.id for each in counting.rounds_in(session, round_)])
    found = kept.recall(session, round_, rule, now)
    if found is None:
        found = _counted(session, round_, rule)
        kept.keep(round_, found, now)
    return found


def _counted(session: Session, round_: Round, rule: Rule) -> Board:
    found = counting.count(session, round_)
    seen = found.seen
    standings = counting.counted(round_.kind, found.cast, seen, rule)
    same: dict[Fraction, Fraction] = {}  # there are few different totals, and many scores
    scores: dict[int, dict[int, Fraction]] = {}
    for each in seen:
        scores.setdefault(each.entry_id, {})[each.judge_id] = same.setdefault(each.total, each.total)
    entries = session.scalars(select(Entry.id).where(judged_in(round_)).order_by(Entry.id))
    unmarked = [entry for entry in entries if entry not in scores]
    digest = rules.inputs_digest(found.criteria, found.cast, rule)
    judges = sorted({each.judge_id for each in seen})
    drawn = counting.lots(session, round_.id, standings)
    return Board(rule, standings, judges, scores, unmarked, digest, drawn, found.carried, earlier=len(found.rounds) - 1)


def work_lines(session: Session, ids: Collection[int]) -> dict[int, WorkLine]:
    """What the results page says of these works."""
    query = select(Entry.id, Entry.receipt, Entry.title, Entry.language, Entry.picture_id, Entry.late_until).where(Entry.id.in_(ids))
    rows = session.execute(query)
    return {
        entry: WorkLine(receipt or "", title, language(spoken).html, picture, late is not None)
        for entry, receipt, title, spoken, picture, late in rows
    }


def all_lines(session: Session, edition_id: int) -> dict[int, WorkLine]:
    """The same of every work of an edition."""
    query = select(Entry.id, Entry.receipt, Entry.title, Entry.language, Entry.late_until).where(Entry.edition_id == edition_id)
    rows = session.execute(query.where(Entry.receipt.is_not(None)))
    return {
        entry: WorkLine(receipt or "", title, language(spoken).html, None, late is not None) for entry, receipt, title, spoken, late in rows
    }


def among(session: Session, edition_id: int, *, government: int | None = None, division: int | None = None, receipt: str = "") -> set[int]:
    """The works of an edition that fit all of these."""
    query: Any = select(Entry.id).where(Entry.edition_id == edition_id)
    if government is not None:
        query = query.where(Entry.government_id == government)
    if division is not None:
        query = query.where(Entry.division_id == division)
    if receipt:
        wanted = "".join(sign for sign in fold(receipt).upper() if sign.isalnum())
        query = query.where(func.replace(Entry.receipt, "-", "").contains(wanted, autoescape=True))
    return set(session.scalars(query))


def entry_of(session: Session, edition_id: int, receipt: str) -> tuple[int, str]:
    """A work of an edition by its receipt number, and the language of its painter. Refuses with `Missing`."""
    query = select(Entry.id, Student.language).join(Student, Student.id == Entry.student_id)
    found = session.execute(query.where(Entry.edition_id == edition_id, Entry.receipt == receipt.upper())).first()
    if found is None:
        raise Missing(N_("There is no such work."))
    return found.id, found.language


def receipts(session: Session, ids: Sequence[int]) -> list[str]:
    """The receipt numbers of these works, in the same order."""
    found = dict(session.execute(select(Entry.id, Entry.receipt).where(Entry.id.in_(ids))).all())
    return [number for entry in ids if (number := found.get(entry))]


def thumbnails(session: Session, works: Mapping[int, WorkLine]) -> dict[int, PictureSource]:
    """The pictures of these works, for staff."""
    wanted = {line.picture_id for line in works.values() if line.picture_id is not None}
    rows = {picture.id: picture for picture in session.scalars(select(Picture).where(Picture.id.in_(wanted)))}
    made = derivatives_of(session, wanted)
    found = {entry: sources(rows[p], made[p], public=False) for entry, line in works.items() if (p := line.picture_id) in rows and p}
    return {entry: source for entry, source in found.items() if source is not None}


def _seats(session: Session, round_id: int) -> list[int]:
    """The rounds whose judges speak in this one."""
    return [each.id for each in counting.rounds_in(session, session.get_one(Round, round_id))]


def judge_names(session: Session, round_id: int) -> dict[int, str]:
    """The names behind the letters."""
    query = select(Panelist).where(Panelist.round_id.in_(_seats(session, round_id))).options(joinedload(Panelist.account))
    return {panelist.id: panelist.account.name for panelist in session.scalars(query)}


def governments_of_works(session: Session, edition_id: int) -> dict[int, int]:
    """Each work's government, where it has one."""
    query = select(Entry.id, Entry.government_id).where(Entry.edition_id == edition_id, Entry.government_id.is_not(None))
    return {entry: government for entry, government in session.execute(query) if government is not None}


def governments_of_judges(session: Session, round_id: int) -> dict[int, list[int]]:
    """The governments each judge of a round belongs to."""
    query = select(Panelist.id, Grant.government_id).join(Grant, Grant.account_id == Panelist.account_id)
    found: dict[int, list[int]] = {}
    query = query.where(Panelist.round_id.in_(_seats(session, round_id)), Grant.government_id.is_not(None))
    for judge, government in session.execute(query):
        if government is not None:
            found.setdefault(judge, []).append(government)
    return found


# ── the rule of a round ──


def version(session: Session, version_id: int) -> RuleVersion:
    """A stored rule. Refuses with `Missing`."""
    found = session.get(RuleVersion, version_id)
    if found is None:
        raise Missing(N_("There is no such version."))
    return found


def version_by(session: Session, digest: str) -> RuleVersion | None:
    """The stored rule of a digest."""
    return session.scalar(select(RuleVersion).where(RuleVersion.digest == digest))


def rule_lines(session: Session, round_: Round) -> list[RuleLine]:
    """Every rule the round was given, newest first."""
    query = select(Event).where(Event.thing_kind == "round", Event.thing_id == round_.id, Event.act == RULE_SET)
    events = session.scalars(query.options(joinedload(Event.detail)).order_by(Event.id.desc())).all()
    told = [(event, event.detail.values) for event in events if event.detail and event.detail.values]
    wanted = {values["version"] for _event, values in told}
    versions = {row.id: row for row in session.scalars(select(RuleVersion).where(RuleVersion.id.in_(wanted)))}
    return [
        RuleLine(row, counting.rule_from(row), event.at, event.detail.actor_name if event.detail else "", values["reason"])
        for event, values in told
        if (row := versions.get(values["version"])) is not None
    ]


def sealed_lot(session: Session, round_: Round) -> tuple[str, str] | None:
    """The digest and the seed of the round's lot, if its rule has one. The seed is for nobody's eyes until the round is closed."""
    held = session.get(RuleVersion, round_.rule_id) if round_.rule_id else None
    if held is None or held.parameters.get("tie_policy") != TiePolicy.LOT:
        return None
    return held.parameters["lot"], held.parameters["lot_seed"]


# ── one work, for whoever painted it ──


def explained(session: Session, round_: Round, entry_id: int) -> Explained:
    """What there is to say of one work's result in a round: who scored it, who did not and why, and how it came to its total."""
    whole, criteria = board(session, round_), scales(session, round_.id)
    standing = next((each for each in whole.standings if each.entry_id == entry_id), None)
    own = select(Entry.government_id).where(Entry.id == entry_id).scalar_subquery()
    neighbours = select(Grant.account_id).where(Grant.government_id == own)
    seats: Any = select(Panelist.id, Sheet.state, Recusal.reason, Panelist.account_id.in_(neighbours))
    seats = seats.outerjoin(Sheet, (Sheet.panelist_id == Panelist.id) & (Sheet.entry_id == entry_id))
    seats = seats.outerjoin(Recusal, (Recusal.sheet_id == Sheet.id) & Recusal.withdrawn_at.is_(None))
    listed = session.execute(seats.where(Panelist.round_id.in_(_seats(session, round_.id)), Panelist.dropped_at.is_(None))).all()
    scored = set(whole.scores.get(entry_id, ()))
    home = {seat for seat, _state, _reason, at_home in listed if at_home and seat not in scored}
    knows = set(Knows)
    known = {seat for seat, state, reason, _home in listed if state is SheetState.RECUSED and reason in knows} - scored - home
    panel = {seat for seat, *_rest in listed} | scored
    mean = standing.mean if standing else None
    adjusts = whole.rule.method == rules.DEFAULT  # other ways of counting do not end in points of the scale
    return Explained(
        judges=len(panel), scored=len(scored), own_region=len(home), knew_it=len(known), mean=mean,
        total=standing.total if standing and adjusts else mean, scale=common_scale(criteria), adjusted=adjusts,
    )  # fmt: skip


def common_scale(criteria: Sequence[Scale]) -> tuple[Fraction, Fraction]:
    """Lowest and highest value of the scale all criteria share; 0 to 100 where they do not."""
    ends = {(scale.low, scale.low + scale.step * scale.steps) for scale in criteria}
    low, high = ends.pop() if len(ends) == 1 else (0, 10_000)
    return Fraction(low, 100), Fraction(high, 100)
