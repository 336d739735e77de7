"""Works as the public may see them. A card holds what was permitted, and no row of a person ever leaves this module.

Whether a work is public, and under which name, is asked of the consent rows in the same statement that reads the work, so a
withdrawn permission works at the next request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from contest.awards.models import Award, Tier
from contest.core.errors import Missing
from contest.core.languages import language
from contest.core.localized import Localized, pick
from contest.core.text import N_, fold
from contest.editions.models import Division, Edition, Theme
from contest.editions.rules import Purpose
from contest.entries.models import Entry, Student
from contest.entries.queries.published import PUBLISHED, held, shown
from contest.entries.rules import MEDIUMS, shown_name
from contest.exhibitions.models import Hanging
from contest.gallery.rules import place, public_number, read_public_number, slug
from contest.governments.countries import COUNTRIES
from contest.governments.models import Government
from contest.media.models import Derivative, Picture
from contest.media.queries import PictureSource, sources
from contest.policy import Actor


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A published work: what hangs on the wall and what stands on its label."""

    public_number: str
    title: str
    title_lang: str
    name: str | None
    age: int | None
    region: Localized
    country: str
    tier: Localized | None
    tier_mark: str
    picture: PictureSource
    edition: int
    year: int


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A published work with all that its page says."""

    card: WorkCard
    description: str
    medium: str  # a message id if it is one of the known, else the painter's own word
    medium_known: bool
    width_mm: int | None
    height_mm: int | None
    painted_in: int | None
    theme: Localized | None
    edition_titles: Localized
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of works is narrowed to."""

    edition: int | None = None
    country: str | None = None
    government: str | None = None
    tier: str | None = None
    division: str | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen in the gallery: only what published editions know."""

    editions: Sequence[tuple[int, Localized]]
    countries: Sequence[str]
    governments: Sequence[tuple[str, str, Localized]]  # key, country, names
    tiers: Sequence[tuple[int, str, Localized]]  # edition, mark, names; newest edition first
    divisions: Sequence[tuple[str, Localized]]


LONGEST_ALT = 150
_NAME = held(Purpose.NAME).label("name_answer")
_CARD = (
    Entry.id, Entry.public_number, Entry.title, Entry.language, Entry.description, Entry.descriptions, Entry.picture_id,
    Edition.number.label("edition"),
    Edition.year, Tier.names.label("tier_names"), Tier.mark, Government.names.label("region"), Government.country,
    Student.full_name, Student.short_name, Student.age, _NAME,
)  # fmt: skip
_IN_ORDER = (Edition.number.desc(), Tier.position, Entry.public_number)


def _works(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Award)
        .join(Entry, Entry.id == Award.entry_id)
        .join(Tier, Tier.id == Award.tier_id)
        .join(Edition, Edition.id == Entry.edition_id)
        .outerjoin(Government, Government.id == Entry.government_id)
        .where(shown(), Entry.picture_id.is_not(None))
    )


def _public(*columns: Any) -> Select[Any]:
    return _works(*columns).join(Student, Student.id == Entry.student_id)


def _narrow(query: Select[Any], by: Filters) -> Select[Any]:
    if by.edition is not None:
        query = query.where(Edition.number == by.edition)
    if by.country:
        query = query.where(Government.country == by.country)
    if by.government:
        query = query.where(Government.key == by.government)
    if by.tier:
        query = query.where(Tier.mark == by.tier)
    return query


# ── cards ──


def _cards(session: Session, code: str, rows: Sequence[Any]) -> dict[int, WorkCard]:
    pictures = _pictures(session, [row.picture_id for row in rows])
    found = {}
    for row in rows:
        picture = pictures.get(row.picture_id)
        if picture is not None:
            found[row.id] = _card(row, _described(picture, {row.language: row.description} | row.descriptions, code))
    return found


def _card(row: Any, picture: PictureSource) -> WorkCard:
    return WorkCard(
        public_number=public_number(row.edition, row.public_number),
        title=row.title,
        title_lang=language(row.language).html,
        name=shown_name(row.full_name, row.short_name, row.name_answer),
        age=row.age,
        region=place(row.region, COUNTRIES.get(row.country, {})) if row.region else {},
        country=row.country or "",
        tier=row.tier_names,
        tier_mark=row.mark,
        picture=picture,
        edition=row.edition,
        year=row.year,
    )


def _pictures(session: Session, ids: Iterable[int]) -> dict[int, PictureSource]:
    """The public addresses of many pictures: one statement, plain columns."""
    file = Derivative
    query = select(file.picture_id, file.size, file.format, file.width, file.height, file.public_name, Picture.colour)
    query = query.join(Picture, Picture.id == file.picture_id)
    files: dict[int, list[Any]] = {}
    for row in session.execute(query.where(file.picture_id.in_(set(ids)))):
        files.setdefault(row.picture_id, []).append(row)
    found = {key: sources(cast("Picture", rows[0]), cast("list[Derivative]", rows), public=True) for key, rows in files.items()}
    return {key: picture for key, picture in found.items() if picture is not None}


def _described(picture: PictureSource, words: Localized, code: str) -> PictureSource:
    """What can be seen, for who cannot: staff's words before the painter's, short enough to be listened to."""
    alt, spoken = pick(words, code)
    short = alt if len(alt) <= LONGEST_ALT else alt[: LONGEST_ALT - 1].rstrip() + "…"
    return replace(picture, alt=short, alt_lang=language(spoken).html) if alt else picture


def cards_of(session: Session, code: str, entry_ids: Iterable[int]) -> dict[int, WorkCard]:
    """Cards by entry id, for those of these works the public may see. `code` is the reader's language."""
    wanted = set(entry_ids)
    rows = session.execute(_public(*_CARD).where(Entry.id.in_(wanted))).all() if wanted else []
    return _cards(session, code, rows) if rows else {}


def works(session: Session, code: str, by: Filters, *, offset: int, limit: int) -> tuple[list[WorkCard], int]:
    """One page of the gallery, newest edition and best tier first, and how many works there are in all."""
    if by.division or by.q:
        ids = _searched(session, _narrow(_public(), by).order_by(*_IN_ORDER), by)
        cards = cards_of(session, code, ids[offset : offset + limit])
        return [cards[identity] for identity in ids[offset : offset + limit] if identity in cards], len(ids)
    # All works are gone through for no more than their order and number; what stands on a card is read for one page.
    narrow = _narrow(_works(Entry.id, func.count().over().label("total")), by).order_by(*_IN_ORDER)
    page = narrow.offset(offset).limit(limit).subquery("page")
    rows = session.execute(_public(*_CARD, page.c.total).join(page, page.c.id == Entry.id).order_by(*_IN_ORDER)).all()
    if not rows and offset:
        return works(session, code, by, offset=0, limit=limit)
    return list(_cards(session, code, rows).values()) if rows else [], rows[0].total if rows else 0


def _searched(session: Session, query: Select[Any], by: Filters) -> list[int]:
    """The works whose title or *permitted* name holds the words: a hidden name answers like nonsense."""
    wanted = fold(by.q)
    columns = (Entry.id, Entry.title, Student.full_name, Student.short_name, _NAME, Division.names.label("division"))
    rows = session.execute(query.add_columns(*columns).outerjoin(Division, Division.id == Entry.division_id))
    return [
        row.id
        for row in rows
        if wanted in fold(f"{row.title}\n{shown_name(row.full_name, row.short_name, row.name_answer) or ''}")
        and (not by.division or (row.division and slug(row.division) == by.division))
    ]


def winners(session: Session, code: str, edition: int) -> list[WorkCard]:
    """Every work of an edition that is shown, best tier first."""
    rows = session.execute(_public(*_CARD).where(Edition.number == edition).order_by(*_IN_ORDER)).all()
    return list(_cards(session, code, rows).values()) if rows else []


def best(session: Session, code: str, limit: int) -> list[WorkCard]:
    """The best works of the newest edition whose results are out."""
    newest = select(func.max(Edition.number)).where(Edition.state.in_(PUBLISHED)).scalar_subquery()
    rows = session.execute(_public(*_CARD).where(Edition.number == newest).order_by(*_IN_ORDER).limit(limit)).all()
    return list(_cards(session, code, rows).values()) if rows else []


def of_government(session: Session, code: str, government_id: int, limit: int) -> list[WorkCard]:
    """The newest and best works of a government."""
    rows = session.execute(_public(*_CARD).where(Entry.government_id == government_id).order_by(*_IN_ORDER).limit(limit)).all()
    return list(_cards(session, code, rows).values()) if rows else []


def hung(session: Session, stop_ids: Iterable[int]) -> dict[int, list[int]]:
    """The ids of the works the public may see on each wall, in hanging order. One statement."""
    query = _public(Hanging.stop_id, Entry.id).join(Hanging, Hanging.entry_id == Entry.id).where(Hanging.stop_id.in_(set(stop_ids)))
    found: dict[int, list[int]] = {}
    for stop_id, entry_id in session.execute(query.order_by(Hanging.position, Hanging.id)):
        found.setdefault(stop_id, []).append(entry_id)
    return found


# ── one work ──


def numbered(session: Session, number: str) -> int:
    """The entry of a public number the public may see. Refuses with `Missing`, in the same way whatever the reason."""
    asked = read_public_number(number)
    found = None
    if asked is not None:
        found = session.scalar(_public(Entry.id).where(Edition.number == asked[0], Entry.public_number == asked[1]))
    if found is None:
        raise Missing(N_("There is no work with this number."))
    return int(found)


_DETAILS = (
    Entry.medium, Entry.width_mm, Entry.height_mm, Entry.painted_in, Theme.names.label("theme"),
    Edition.titles.label("edition_titles"), Edition.id.label("edition_id"),
)  # fmt: skip


def work(session: Session, code: str, number: str) -> WorkPage:
    """One work by its public number. Refuses with `Missing`."""
    asked = read_public_number(number)
    if asked is None:
        raise Missing(N_("There is no work with this number."))
    query = _public(*_CARD, *_DETAILS).outerjoin(Theme, Theme.id == Entry.theme_id)
    row = session.execute(query.where(Edition.number == asked[0], Entry.public_number == asked[1])).one_or_none()
    cards = _cards(session, code, [row]) if row is not None else {}
    if row is None or row.id not in cards:
        raise Missing(N_("There is no work with this number."))
    card = cards[row.id]
    if not card.picture.alt:
        card = replace(card, picture=replace(card.picture, alt=card.title, alt_lang=card.title_lang))
    before, after = _neighbours(session, *asked)
    return WorkPage(
        card, row.description, MEDIUMS.get(row.medium, row.medium), row.medium in MEDIUMS, row.width_mm, row.height_mm, row.painted_in,
        row.theme, row.edition_titles, before, after,
    )  # fmt: skip


def _neighbours(session: Session, edition: int, number: int) -> tuple[str | None, str | None]:
    before = func.max(case((Entry.public_number < number, Entry.public_number)))
    after = func.min(case((Entry.public_number > number, Entry.public_number)))
    found = session.execute(_public(before, after).where(Edition.number == edition)).one()
    named = [public_number(edition, each) if each is not None else None for each in found]
    return named[0], named[1]


def may_see(session: Session, _actor: Actor, picture: Picture) -> bool:
    """The door of `media`: anybody may see the picture of a work that is public."""
    if picture.about_kind != "entry":
        return False
    query = _public(Entry.id).where(Entry.id == picture.about_id, Entry.picture_id == picture.id)
    return session.scalar(query) is not None


# ── what can be chosen ──


def options(session: Session) -> Options:
    """The choices of the gallery in one statement. Nothing of an edition whose results are not out is among them."""
    out = Edition.state.in_(PUBLISHED)
    nothing, zero = literal(""), literal(0)
    home = select(Entry.government_id).join(Award, Award.entry_id == Entry.id).join(Edition, Edition.id == Entry.edition_id).where(out)
    lines = union_all(
        select(literal("edition"), Edition.number, zero, nothing, nothing, Edition.titles).where(out),
        select(literal("tier"), Edition.number, Tier.position, Tier.mark, nothing, Tier.names)
        .join(Edition, Edition.id == Tier.edition_id).where(out),
        select(literal("division"), Edition.number, Division.position, nothing, nothing, Division.names)
        .join(Edition, Edition.id == Division.edition_id).where(out),
        select(literal("government"), zero, zero, Government.key, Government.country, Government.names).where(Government.id.in_(home)),
    )  # fmt: skip
    found: dict[str, list[Any]] = {"edition": [], "tier": [], "division": [], "government": []}
    for row in session.execute(lines):
        found[row[0]].append(row)
    newest = sorted(found["tier"], key=lambda row: (-row[1], row[2]))
    divisions: dict[str, Localized] = {}
    for row in sorted(found["division"], key=lambda row: (-row[1], row[2])):
        divisions.setdefault(slug(row[5]), row[5])
    order = {country: position for position, country in enumerate(COUNTRIES)}
    governments = sorted(found["government"], key=lambda row: (order.get(row[4], 99), fold(row[5].get("en", "")), row[3]))
    return Options(
        editions=[(row[1], row[5]) for row in sorted(found["edition"], key=lambda row: -row[1])],
        countries=list(dict.fromkeys(row[4] for row in governments)),
        governments=[(row[3], row[4], row[5]) for row in governments],
        tiers=[(row[1], row[3], row[5]) for row in newest],
        divisions=[(key, names) for key, names in divisions.items() if key],
    )
