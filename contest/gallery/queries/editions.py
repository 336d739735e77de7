"""Editions, governments and figures as the public sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from contest.awards.models import Award, Tier
from contest.core.errors import Missing
from contest.core.localized import Localized
from contest.core.text import N_
from contest.editions import queries as editions_of
from contest.editions.models import Division, Edition, ReportedFigure, Theme
from contest.editions.rules import Calendar, Phase, Purpose, phase
from contest.editions.states import EditionState
from contest.entries.models import Entry
from contest.entries.queries.published import PUBLISHED
from contest.entries.states import EntryState
from contest.gallery import rules
from contest.gallery.rules import Figures, Line
from contest.governments import queries as governments_of
from contest.governments.countries import COUNTRIES
from contest.governments.models import FormerName, Government, Membership
from contest.governments.rules import Standing, holds
from contest.judging.models import Round
from contest.judging.queries.counting import SealedLot, sealed_lots
from contest.judging.states import RoundState


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition the public knows of."""

    number: int
    year: int
    titles: Localized
    announcements: Localized
    phase: Phase
    zone: str
    opens_at: datetime
    closes_at: datetime
    results: bool
    figures: Figures


def editions(session: Session, now: datetime) -> list[EditionCard]:
    """All editions the public knows of, newest first, with their figures where results are out. Three statements at most."""
    listed = editions_of.everyone(session)
    sums = statistics(session) if any(each.state in PUBLISHED for each in listed) else {}
    judged = _judged(session) if any(_waiting(each, now) for each in listed) else set()
    return [_edition(each, now, sums.get(each.number, Figures()), judging=each.id in judged) for each in listed]


def _edition(edition: Edition, now: datetime, sums: Figures, *, judging: bool = False) -> EditionCard:
    calendar = Calendar(edition.state, edition.opens_at, edition.closes_at)
    return EditionCard(
        edition.number, edition.year, edition.titles, edition.announcements, phase(calendar, now, judging=judging), edition.zone,
        edition.opens_at, edition.closes_at, edition.state in PUBLISHED, sums,
    )  # fmt: skip


def _waiting(edition: Edition, now: datetime) -> bool:
    return edition.state is EditionState.ANNOUNCED and edition.closes_at <= now


def _judged(session: Session) -> set[int]:
    return set(session.scalars(select(Round.edition_id).where(Round.state != RoundState.DRAFT, Round.counts).distinct()))


def is_judged(session: Session, edition: Edition, now: datetime) -> bool:
    """Do judges look at it? Asked only while that could be."""
    return _waiting(edition, now) and edition.id in _judged(session)


# ── one edition ──


@dataclass(frozen=True, slots=True)
class Call:
    """The call for entries of an edition."""

    card: EditionCard
    rules_texts: Localized
    association: Localized
    endorse_by: datetime
    age_from: int
    age_to: int
    age_day: date
    standings: Sequence[Standing]
    themes: Sequence[Localized]
    divisions: Sequence[Localized]
    tiers: Sequence[tuple[str, Localized, int]]  # mark, names, places
    permissions: Mapping[Purpose, str]
    permissions_language: str
    reported: Sequence[ReportedFigure]
    lots: Sequence[SealedLot]


def call(session: Session, number: int, code: str, now: datetime) -> Call:
    """All that is said of an edition; figures only once its results are out. At most five statements. Refuses with `Missing`."""
    edition = editions_of.by_number(session, number)
    parts = _parts(session, edition.id)
    out = edition.state in PUBLISHED
    texts = {} if out else editions_of.consent_texts(session, edition.id, code)
    sums = figures_of(session, number) if out else Figures()
    said = editions_of.reported(session, edition.id) if out else []
    card = _edition(edition, now, sums, judging=is_judged(session, edition, now))
    return Call(
        card, edition.rules_texts, edition.association, edition.endorse_by, edition.age_from, edition.age_to, edition.age_day,
        [standing for standing in Standing if standing in edition.standings], [row[3] for row in parts["theme"]],
        [row[3] for row in parts["division"]], [(row[2], row[3], row[4]) for row in parts["tier"]],
        {purpose: text.text for purpose, text in texts.items()}, next((text.language for text in texts.values()), code), said,
        sealed_lots(session, edition.id, opened=out) if edition.closes_at <= now else [],
    )  # fmt: skip


def _parts(session: Session, edition_id: int) -> dict[str, list[tuple[str, int, str, dict[str, str], int]]]:
    """Themes, divisions and tiers in one statement."""
    nothing, zero = literal(""), literal(0)
    lines = union_all(
        select(literal("theme"), Theme.position, nothing, Theme.names, zero).where(Theme.edition_id == edition_id),
        select(literal("division"), Division.position, nothing, Division.names, zero).where(Division.edition_id == edition_id),
        select(literal("tier"), Tier.position, Tier.mark, Tier.names, Tier.places).where(Tier.edition_id == edition_id),
    )
    found: dict[str, list[tuple[str, int, str, dict[str, str], int]]] = {"theme": [], "division": [], "tier": []}
    for row in sorted(session.execute(lines), key=lambda row: row[1]):
        found[row[0]].append(row)
    return found


# ── figures ──


def _lines(session: Session, *, edition: int | None = None, government: int | None = None) -> list[Line]:
    """What all sums are made of: accepted works of editions whose results are out. One statement."""
    query = (
        select(Edition.number, Entry.government_id, Government.country, Tier.position, func.count(), Tier.names, Tier.mark)
        .select_from(Entry)
        .join(Edition, Edition.id == Entry.edition_id)
        .outerjoin(Government, Government.id == Entry.government_id)
        .outerjoin(Award, Award.entry_id == Entry.id)
        .outerjoin(Tier, Tier.id == Award.tier_id)
        .where(Edition.state.in_(PUBLISHED), Entry.state == EntryState.ACCEPTED)
        .group_by(Edition.number, Entry.government_id, Government.country, Tier.position, Tier.names, Tier.mark)
    )
    if edition is not None:
        query = query.where(Edition.number == edition)
    if government is not None:
        query = query.where(Entry.government_id == government)
    return [Line(row[0], row[1], row[2] or "", row[3], row[4], row[5], row[6] or "") for row in session.execute(query)]


def figures_of(session: Session, number: int) -> Figures:
    """The figures of one edition whose results are out; all zero otherwise."""
    return rules.figures(_lines(session, edition=number), COUNTRIES)


def statistics(session: Session) -> dict[int, Figures]:
    """The figures of every edition whose results are out, by number."""
    return {number: rules.figures(lines, COUNTRIES) for number, lines in rules.by_edition(_lines(session)).items()}


def reported(session: Session) -> dict[int, list[ReportedFigure]]:
    """What others reported of editions whose results are out, by the edition's number."""
    query = select(Edition.number, ReportedFigure).join(ReportedFigure, ReportedFigure.edition_id == Edition.id)
    query = query.where(Edition.state.in_(PUBLISHED)).order_by(ReportedFigure.what, ReportedFigure.about, ReportedFigure.id)
    found: dict[int, list[ReportedFigure]] = {}
    for number, figure in session.execute(query):
        found.setdefault(number, []).append(figure)
    return found


# ── governments ──


@dataclass(frozen=True, slots=True)
class GovernmentCard:
    """A government as a line of the list, with its works and winners so far."""

    key: str
    country: str
    names: Localized
    standing: Standing | None
    works: int
    winners: int


@dataclass(frozen=True, slots=True)
class GovernmentPage:
    """A government with its standings over time and its part in the contest: (edition, works, winners)."""

    id: int
    key: str
    country: str
    names: Localized
    contact: str
    standing: Standing | None
    standings: Sequence[tuple[Standing, date | None, date | None]]
    former_names: Sequence[tuple[Localized, date]]
    history: Sequence[tuple[int, int, int]]


def governments(session: Session, today: date) -> list[GovernmentCard]:
    """All governments by country and name."""
    standings = governments_of.standings_on(session, today)
    sums = rules.by_government(_lines(session))
    return [
        GovernmentCard(each.key, each.country, each.names, standings.get(each.id), *sums.get(each.id, (0, 0)))
        for each in governments_of.everyone(session)
    ]


def government(session: Session, key: str, today: date) -> GovernmentPage:
    """One government by its key. Two statements. Refuses with `Missing`."""
    rows = session.execute(
        select(Government, Membership, FormerName)
        .outerjoin(Membership, Membership.government_id == Government.id)
        .outerjoin(FormerName, FormerName.government_id == Government.id)
        .where(Government.key == key)
    ).all()
    if not rows:
        raise Missing(N_("There is no such government."))
    found = rows[0][0]
    memberships = sorted({row[1] for row in rows if row[1]}, key=lambda each: (each.starts or date.min, each.id))
    former = sorted({row[2] for row in rows if row[2]}, key=lambda each: (each.until, each.id), reverse=True)
    history = rules.by_edition(_lines(session, government=found.id))
    return GovernmentPage(
        found.id, found.key, found.country, found.names, found.contact,
        next((each.standing for each in reversed(memberships) if holds(each.starts, each.ends, today)), None),
        [(each.standing, each.starts, each.ends) for each in memberships], [(each.names, each.until) for each in former],
        [(number, *rules.by_government(lines)[found.id]) for number, lines in sorted(history.items(), reverse=True)],
    )  # fmt: skip
