"""A new edition: from nothing, or from last year's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import Invalid
from contest.core.text import N_
from contest.editions import queries, standard
from contest.editions.models import ConsentText, Division, Edition, Theme
from contest.editions.rules import Asked, Detail, Purpose, renumbered, shift
from contest.editions.states import EditionState
from contest.governments.rules import Standing
from contest.ledger.record import record
from contest.policy import Actor, May, require

SIGNATORY = {
    "en": "Secretary-General of the Association", "ko": "연합 사무총장", "zh": "联合会秘书长", "ja": "連合 事務総長",
    "ru": "Генеральный секретарь Ассоциации", "mn": "Холбооны Ерөнхий нарийн бичгийн дарга",
}  # fmt: skip
FIELDS = {
    Detail.READING: Asked.OPTIONAL, Detail.DESCRIPTION: Asked.REQUIRED, Detail.MEDIUM: Asked.OPTIONAL, Detail.SIZE: Asked.OPTIONAL,
    Detail.YEAR: Asked.OFF, Detail.AI: Asked.REQUIRED, Detail.TEACHER: Asked.OPTIONAL,
}  # fmt: skip
# Own state of an edition: never taken over from the one it is copied from.
_OWN = {"id", "number", "year", "state", "titles", "opens_at", "closes_at", "endorse_by", "age_day", "next_public_number"}
_OWN |= {"announced_at", "published_at", "version"}


@dataclass(frozen=True, slots=True)
class NewEdition:
    """What must be known of an edition, and what may be; the rest comes from `standard` and can be changed after."""

    number: int
    year: int
    closes_at: datetime
    zone: str = "Asia/Seoul"
    opens_at: datetime | None = None
    endorse_by: datetime | None = None
    age_day: date | None = None
    themes: Sequence[dict[str, str]] = ()
    values: dict[str, Any] = field(default_factory=dict)  # any other column, for editions of the past


def create(session: Session, actor: Actor, command: NewEdition, *, now: datetime) -> Edition:
    """The first edition, or one unlike the last: standard texts in six languages, to be changed after."""
    require(actor, May.EDITION_MANAGE)
    _check_number(session, command.number)
    edition = Edition(**(_standard(command) | _calendar(command) | command.values))
    session.add(edition)
    session.flush()
    for position, (_key, names) in enumerate(standard.DIVISIONS, 1):
        session.add(Division(edition_id=edition.id, position=position, names=dict(names)))
    for position, names in enumerate(command.themes, 1):
        session.add(Theme(edition_id=edition.id, position=position, names=dict(names)))
    for purpose in Purpose:
        for language, text in standard.CONSENT_TEXTS[purpose].items():
            session.add(ConsentText(edition_id=edition.id, purpose=purpose, language=language, version=1, text=text))
    session.flush()
    record(session, actor, "edition:create", edition, now=now, number=command.number, year=command.year)
    return edition


def _standard(command: NewEdition) -> dict[str, Any]:
    return {
        "number": command.number, "year": command.year, "state": EditionState.DRAFT, "titles": standard.edition_title(command.number),
        "announcements": dict(standard.ANNOUNCEMENTS), "rules_texts": {code: text.strip() for code, text in standard.RULES.items()},
        "association": dict(standard.ASSOCIATION),
        "signatory": dict(SIGNATORY), "age_from": 12, "age_to": 18, "standings": [each.value for each in Standing],
        "full_birth_date": True, "entries_per_student": 1, "fields": {key.value: asked.value for key, asked in FIELDS.items()},
    }  # fmt: skip


def _calendar(command: NewEdition) -> dict[str, Any]:
    """Where nothing is said: opens on 1 March (or two months before closing), two weeks to endorse, age counted on the last day."""
    closes = clock.wall_clock(command.closes_at, command.zone)
    march = closes.replace(month=3, day=1, hour=9, minute=0, second=0, microsecond=0)
    opens = march if closes - march > timedelta(days=60) else closes - timedelta(days=60)
    return {
        "zone": command.zone,
        "opens_at": command.opens_at or clock.instant(opens, command.zone),
        "closes_at": command.closes_at,
        "endorse_by": command.endorse_by or clock.instant(closes + timedelta(days=14), command.zone),
        "age_day": command.age_day or closes.date(),
    }


def copy(session: Session, actor: Actor, last: Edition, *, number: int, year: int, now: datetime) -> Edition:
    """Next year's edition from this one: the same texts and rules, every date moved by whole years. Not announced, nothing entered."""
    require(actor, May.EDITION_MANAGE, last)
    _check_number(session, number)
    years = year - last.year
    taken = {column.key: getattr(last, column.key) for column in inspect(Edition).columns if column.key not in _OWN}
    edition = Edition(
        **taken, number=number, year=year, state=EditionState.DRAFT, age_day=shift(last.age_day, years),
        titles=renumbered(last.titles, standard.edition_title(last.number), standard.edition_title(number)),
        opens_at=_moved(last.opens_at, last.zone, years), closes_at=_moved(last.closes_at, last.zone, years),
        endorse_by=_moved(last.endorse_by, last.zone, years), next_public_number=1, version=1,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    _copy_parts(session, last, edition)
    record(session, actor, "edition:copy", edition, now=now, number=number, year=year, copied_from=last.number)
    return edition


def _moved(at: datetime, zone: str, years: int) -> datetime:
    return clock.instant(shift(clock.wall_clock(at, zone), years), zone)


def _copy_parts(session: Session, last: Edition, edition: Edition) -> None:
    for division in queries.divisions(session, last.id):
        session.add(Division(edition_id=edition.id, position=division.position, names=dict(division.names), fields=dict(division.fields)))
    for theme in queries.themes(session, last.id):
        session.add(Theme(edition_id=edition.id, position=theme.position, names=dict(theme.names)))
    for (purpose, language), text in queries.newest_consent_texts(session, last.id).items():
        session.add(ConsentText(edition_id=edition.id, purpose=purpose, language=language, version=1, text=text.text))
    session.flush()


def _check_number(session: Session, number: int) -> None:
    if session.scalar(select(Edition.id).where(Edition.number == number)) is not None:
        raise Invalid(N_("There already is an edition with this number."), field="number")
