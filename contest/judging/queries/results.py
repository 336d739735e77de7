"""What a closed round says, and what its pages show of works and judges."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Grant
from contest.core.errors import Missing
from contest.core.languages import language
from contest.core.localized import Localized
from contest.core.text import N_, fold
from contest.db.batches import batches
from contest.entries.models import Entry, Student
from contest.judging import rules
from contest.judging.models import Panelist, Recusal, Round, RuleVersion, Sheet
from contest.judging.queries import counting, kept
from contest.judging.queries.panels import judged_in, scales
from contest.judging.rules import Rule, Scale, TiePolicy
from contest.judging.rules.board import Board
from contest.judging.sentences import Explained
from contest.judging.states import Knows, RoundKind, SheetState
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
    """A version of the rule a round has had: since when, by whom (empty: by itself), why."""

    version: RuleVersion
    rule: Rule
    at: datetime
    by: str
    reason: str
    steps: Mapping[int, Localized] = field(default_factory=dict)  # what the criteria were called then, by id


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
    drawn, compared = counting.lots(session, round_.id, standings), round_.kind is RoundKind.PAIRWISE
    return Board(rule, standings, judges, scores, unmarked, digest, drawn, found.carried, len(found.rounds) - 1, compared)


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


def version(session: Session, round_: Round, version_id: int) -> RuleVersion:
    """A rule the round is or was counted by. Refuses with `Missing`: another round's criteria say nothing here."""
    known = {round_.rule_id, *(line.version.id for line in rule_lines(session, round_))}
    if version_id not in known:
        raise Missing(N_("There is no such version."))
    return session.get_one(RuleVersion, version_id)


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
        RuleLine(row, counting.rule_from(row), event.at, _by(event), values["reason"], _steps(values))
        for event, values in told
        if (row := versions.get(values["version"])) is not None
    ]


def _steps(values: Mapping[str, Any]) -> dict[int, Localized]:
    return {step: names for step, names in zip(values["tie_break"], values.get("steps", ()), strict=False) if names}


def _by(event: Event) -> str:
    return event.detail.actor_name if event.detail and event.actor_kind == "account" else ""


def sealed_lot(session: Session, round_: Round) -> tuple[str, str] | None:
    """The digest and the seed of the round's lot, if its rule has one. The seed is for nobody's eyes until the round is closed."""
    held = session.get(RuleVersion, round_.rule_id) if round_.rule_id else None
    if held is None or held.parameters.get("tie_policy") != TiePolicy.LOT:
        return None
    return held.parameters["lot"], held.parameters["lot_seed"]


# ── one work, for whoever painted it ──


def explained(session: Session, round_: Round, entries: Collection[int]) -> dict[int, Explained]:
    """What there is to say of these works' results in a round: who scored each, who did not and why, and how it came to its total.

    A judge of two rounds that count together is one judge.
    """
    whole, scale = board(session, round_), common_scale(scales(session, round_.id))
    standing = {each.entry_id: each for each in whole.standings}
    adjusts = whole.rule.method == rules.DEFAULT  # other ways of counting do not end in points of the scale
    seats = session.execute(
        select(Panelist.id, Panelist.account_id, Panelist.dropped_at).where(Panelist.round_id.in_(_seats(session, round_.id)))
    ).all()
    account, sitting = {seat.id: seat.account_id for seat in seats}, {seat.account_id for seat in seats if seat.dropped_at is None}
    known, home = _knowing(session, account, entries), _at_home(session, sitting, entries)
    found = {}
    for entry in entries:
        scored = {account[seat] for seat in whole.scores.get(entry, ())}
        away = home.get(entry, set()) - scored
        mine = standing.get(entry)
        mean = mine.mean if mine else None
        found[entry] = Explained(
            judges=len(sitting | scored), scored=len(scored), own_region=len(away),
            knew_it=len((known.get(entry, set()) & sitting) - scored - away), mean=mean,
            total=mine.total if mine and adjusts else mean, scale=scale, adjusted=adjusts,
        )  # fmt: skip
    return found


def _knowing(session: Session, account: Mapping[int, int], entries: Collection[int]) -> dict[int, set[int]]:
    """The judges who said of themselves that they know a work, by work."""
    found: dict[int, set[int]] = {}
    query = select(Sheet.entry_id, Sheet.panelist_id).join(Recusal, Recusal.sheet_id == Sheet.id)
    query = query.where(Sheet.state == SheetState.RECUSED, Recusal.reason.in_(list(Knows)), Recusal.withdrawn_at.is_(None))
    for some in batches(entries):
        for entry, seat in session.execute(query.where(Sheet.panelist_id.in_(list(account)), Sheet.entry_id.in_(some))):
            found.setdefault(entry, set()).add(account[seat])
    return found


def _at_home(session: Session, accounts: Collection[int], entries: Collection[int]) -> dict[int, set[int]]:
    """The judges who belong to the government a work comes from, by work."""
    found: dict[int, set[int]] = {}
    query = select(Entry.id, Grant.account_id).join(Grant, Grant.government_id == Entry.government_id)
    for some in batches(entries):
        for entry, judge in session.execute(query.where(Grant.account_id.in_(list(accounts)), Entry.id.in_(some))):
            found.setdefault(entry, set()).add(judge)
    return found


def common_scale(criteria: Sequence[Scale]) -> tuple[Fraction, Fraction]:
    """Lowest and highest value of the scale all criteria share; 0 to 100 where they do not."""
    ends = {(scale.low, scale.low + scale.step * scale.steps) for scale in criteria}
    low, high = ends.pop() if len(ends) == 1 else (0, 10_000)
    return Fraction(low, 100), Fraction(high, 100)
