"""Reading editions and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from contest.core import clock
from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.base import Base
from contest.editions.models import ConsentText, Division, Edition, Extension, ReportedFigure, Theme
from contest.editions.rules import Calendar, Draft, Purpose, Words, closing
from contest.editions.states import EditionState
from contest.governments import queries as governments
from contest.governments.models import Government
from contest.governments.rules import holds

Part = TypeVar("Part", bound=Theme | Division)


def everyone(session: Session, *, drafts: bool = False) -> list[Edition]:
    """All editions, newest first; those in preparation only for the secretariat."""
    query = select(Edition).order_by(Edition.number.desc()).options(undefer(Edition.rules_texts))
    if not drafts:
        query = query.where(Edition.state != EditionState.DRAFT)
    return list(session.scalars(query))


_CURRENT = select(Edition).where(Edition.state != EditionState.DRAFT).order_by(Edition.number.desc()).limit(1)


def current(session: Session) -> Edition | None:
    """The edition the public home is about: the newest that is announced."""
    return session.scalar(_CURRENT)


def by_number(session: Session, number: int, *, drafts: bool = False) -> Edition:
    """The edition of a number; one in preparation does not exist for the public."""
    query = select(Edition).where(Edition.number == number).options(undefer(Edition.rules_texts))
    found = session.scalar(query) if number < 1_000_000 else None
    if found is None or (found.state is EditionState.DRAFT and not drafts):
        raise Missing(N_("There is no such edition."))
    return found


def by_id(session: Session, identity: int) -> Edition:
    """The edition of an id, in whatever state."""
    found = session.get(Edition, identity)
    if found is None:
        raise Missing(N_("There is no such edition."))
    return found


def calendar(edition: Edition) -> Calendar:
    """What the public phase is computed from."""
    return Calendar(edition.state, edition.opens_at, edition.closes_at)


# What is asked on many pages is put together once: that costs as much as to run it.
_PARTS: Mapping[Any, Select[Any]] = {
    kind: select(kind).where(kind.edition_id == bindparam("edition")).order_by(kind.position) for kind in (Theme, Division)
}
_EXTENSIONS = (
    select(Extension).options(joinedload(Extension.government)).where(Extension.edition_id == bindparam("edition"))
    .order_by(Extension.closes_at, Extension.id)
)  # fmt: skip
_EXTENSION = select(Extension).where(Extension.edition_id == bindparam("edition"), Extension.government_id == bindparam("government"))
_TEXTS_IN = (
    select(ConsentText).where(ConsentText.edition_id == bindparam("edition"))
    .where(or_(ConsentText.language == bindparam("language"), ConsentText.language == "en")).order_by(ConsentText.version)
)  # fmt: skip


def parts(session: Session, kind: type[Part], edition_id: int) -> list[Part]:
    """The themes or the divisions of an edition, in order."""
    return list(session.scalars(_PARTS[kind], {"edition": edition_id}))


def divisions(session: Session, edition_id: int) -> list[Division]:
    """What is judged together, in order."""
    return parts(session, Division, edition_id)


def division(session: Session, identity: int) -> Division:
    """The division of an id."""
    found = session.get(Division, identity)
    if found is None:
        raise Missing(N_("This does not exist (any more)."))
    return found


def themes(session: Session, edition_id: int) -> list[Theme]:
    """What is asked to be painted, in order."""
    return parts(session, Theme, edition_id)


def extensions(session: Session, edition_id: int) -> list[Extension]:
    """The later closings granted, earliest first, with their governments."""
    return list(session.scalars(_EXTENSIONS, {"edition": edition_id}))


def extension_of(session: Session, edition_id: int, government_id: int) -> Extension | None:
    """The later closing granted to one government."""
    return session.scalar(_EXTENSION, {"edition": edition_id, "government": government_id})


def closing_for(session: Session, edition: Edition, government_id: int | None) -> datetime:
    """When entries of this government close; without one, when they close for everybody."""
    extension = extension_of(session, edition.id, government_id) if government_id is not None else None
    return closing(edition.closes_at, extension.closes_at if extension else None)


def eligible_governments(session: Session, edition: Edition) -> list[Government]:
    """Who may take part: those whose standing on the day entries close is one the edition admits."""
    day = clock.today(edition.closes_at, edition.zone)
    standings = governments.standings_on(session, day)
    return [each for each in governments.everyone(session) if standings.get(each.id) in edition.standings]


def how_many_take_part(session: Session, edition: Edition) -> int:
    """How many governments may take part."""
    standings = governments.standings_on(session, clock.today(edition.closes_at, edition.zone))
    return sum(standing in edition.standings for standing in standings.values())


def takes_part(session: Session, edition: Edition, government_id: int) -> bool:
    """May this government take part?"""
    day = clock.today(edition.closes_at, edition.zone)
    held = [each.standing for each in governments.memberships(session, government_id) if holds(each.starts, each.ends, day)]
    return bool(held) and held[-1] in edition.standings


def all_consent_texts(session: Session, edition_id: int) -> list[ConsentText]:
    """Every version of every permission text, newest first."""
    query = select(ConsentText).where(ConsentText.edition_id == edition_id)
    return list(session.scalars(query.order_by(ConsentText.purpose, ConsentText.language, ConsentText.version.desc())))


def newest_consent_texts(session: Session, edition_id: int) -> dict[tuple[Purpose, str], ConsentText]:
    """The version in force of each permission text, by purpose and language."""
    newest: dict[tuple[Purpose, str], ConsentText] = {}
    for text in all_consent_texts(session, edition_id):
        newest.setdefault((text.purpose, text.language), text)
    return newest


def consent_texts(session: Session, edition_id: int, language: str) -> dict[Purpose, ConsentText]:
    """The words to agree to, for each purpose: in this language, else in English. Purposes without words are left out."""
    newest = {(text.purpose, text.language): text for text in session.scalars(_TEXTS_IN, {"edition": edition_id, "language": language})}
    found = {purpose: newest.get((purpose, language)) or newest.get((purpose, "en")) for purpose in Purpose}
    return {purpose: text for purpose, text in found.items() if text is not None}


def reported(session: Session, edition_id: int) -> list[ReportedFigure]:
    """What others reported of an edition, beside what is computed."""
    query = select(ReportedFigure).where(ReportedFigure.edition_id == edition_id)
    return list(session.scalars(query.order_by(ReportedFigure.what, ReportedFigure.about, ReportedFigure.id)))


def drafts(session: Session, editions: Sequence[Edition]) -> dict[int, Draft]:
    """For each edition all that decides whether it may be announced, and what it still lacks."""
    ids = [edition.id for edition in editions]
    written = session.execute(
        select(ConsentText.edition_id, ConsentText.purpose, ConsentText.language).where(ConsentText.edition_id.in_(ids)).distinct()
    )
    permissions: dict[int, dict[Purpose, set[str]]] = {}
    for edition_id, purpose, language in written:
        permissions.setdefault(edition_id, {}).setdefault(purpose, set()).add(language)
    themes_of, divisions_of = _names(session, Theme, ids), _names(session, Division, ids)
    return {
        each.id: Draft(
            calendar(each), {words: getattr(each, words) for words in Words}, each.standings,
            list(themes_of.get(each.id, ())), list(divisions_of.get(each.id, ())), permissions.get(each.id, {}),
        )
        for each in editions
    }  # fmt: skip


def _names(session: Session, kind: type[Part], edition_ids: Sequence[int]) -> Mapping[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    for part in session.scalars(select(kind).where(kind.edition_id.in_(edition_ids)).order_by(kind.position)):
        found.setdefault(part.edition_id, []).append(part.names)
    return found


def referred(session: Session, row: Base, by: Sequence[str] = ()) -> bool:
    """Does a row of another table (only of those named, where `by` names some) point at this one?

    Asked of the schema, which also knows the tables of features to the right of this one.
    """
    table = row.__table__
    for other in Base.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table is not table or (by and other.name not in by):
                continue
            query = select(func.count()).select_from(other).where(key.parent == row.id)  # type: ignore[attr-defined]
            if session.scalar(query):
                return True
    return False


def entered(session: Session, edition: Edition) -> bool:
    """Has anybody begun an entry?"""
    return referred(session, edition, by=("student", "entry"))
