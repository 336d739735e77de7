"""The calendar of an edition, and who may enter. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from contest.core.languages import CODES
from contest.core.localized import Localized, missing
from contest.core.text import N_
from contest.editions.states import EditionState


class Purpose(StrEnum):
    """What permission is asked for."""

    ENTER = "enter"
    TRANSFER = "transfer"
    SHOW = "show"
    NAME = "name"
    PHOTOS = "photos"


class Phase(StrEnum):
    """What the public is told of an edition."""

    HIDDEN = "hidden"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    JUDGED = "judged"
    RESULTS = "results"


class Asked(StrEnum):
    """Whether the entry form asks for something."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Detail(StrEnum):
    """What the entry form may ask for beside what it must."""

    READING = "reading"
    DESCRIPTION = "description"
    MEDIUM = "medium"
    SIZE = "size"
    YEAR = "year"
    AI = "ai"
    TEACHER = "teacher"


class Words(StrEnum):
    """The texts of an edition that are written in six languages; the values are its columns."""

    TITLES = "titles"
    ANNOUNCEMENTS = "announcements"
    RULES = "rules_texts"
    ASSOCIATION = "association"
    SIGNATORY = "signatory"


LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Asked: {
        Asked.OFF: N_("Do not ask"),
        Asked.OPTIONAL: N_("Ask, may stay empty"),
        Asked.REQUIRED: N_("Must be filled in"),
    },
    Detail: {
        Detail.READING: N_("How the name is read"),
        Detail.DESCRIPTION: N_("What can be seen in it"),
        Detail.MEDIUM: N_("Technique and material"),
        Detail.SIZE: N_("Size of the original"),
        Detail.YEAR: N_("Year it was painted"),
        Detail.AI: N_("Whether an AI tool helped"),
        Detail.TEACHER: N_("Name of the teacher"),
    },
    Words: {
        Words.TITLES: N_("Title of the edition"),
        Words.ANNOUNCEMENTS: N_("Announcement"),
        Words.RULES: N_("Rules text"),
        Words.ASSOCIATION: N_("Name of the association"),
        Words.SIGNATORY: N_("Who signs the certificates"),
    },
    Purpose: {
        Purpose.ENTER: N_("Take part in the contest"),
        Purpose.TRANSFER: N_("Send the data to the secretariat in Korea"),
        Purpose.SHOW: N_("Show the painting"),
        Purpose.NAME: N_("How the name is shown"),
        Purpose.PHOTOS: N_("Photos at the award ceremony"),
    },
    Phase: {
        Phase.HIDDEN: N_("Not announced yet"),
        Phase.UPCOMING: N_("Opens soon"),
        Phase.OPEN: N_("Open for entries"),
        Phase.CLOSED: N_("Entries are closed"),
        Phase.JUDGED: N_("Being judged"),
        Phase.RESULTS: N_("Winners published"),
    },
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The instants the public phase is computed from."""

    state: EditionState
    opens_at: datetime
    closes_at: datetime


def phase(calendar: Calendar, now: datetime, *, judging: bool = False) -> Phase:
    """What to tell the public at `now`; `judging` says that a round is open or closed."""
    if calendar.state is EditionState.DRAFT:
        return Phase.HIDDEN
    if calendar.state in {EditionState.PUBLISHED, EditionState.ARCHIVED}:
        return Phase.RESULTS
    if now < calendar.opens_at:
        return Phase.UPCOMING
    if now < calendar.closes_at:
        return Phase.OPEN
    return Phase.JUDGED if judging else Phase.CLOSED


def closing(closes_at: datetime, extended_to: datetime | None) -> datetime:
    """A government's own closing: an extension can only lengthen."""
    return max(closes_at, extended_to) if extended_to else closes_at


def age_on(born: date, day: date) -> int:
    """Full years of age on `day`. Born on 29 February: a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_between(age_from: int, age_to: int, age_day: date) -> tuple[date, date]:
    """The first and last birthday of those who are old enough and not too old on the day that counts."""
    first = shift(age_day, -(age_to + 1))
    return first + timedelta(days=1), shift(age_day, -age_from)


# What an edition may decide about each detail. A statement on AI takes the place of the one on own work, so it cannot stay empty.
ANSWERS: Mapping[Detail, tuple[Asked, ...]] = {
    detail: (Asked.OFF, Asked.REQUIRED) if detail is Detail.AI else tuple(Asked) for detail in Detail
}


def asked(fields: Mapping[str, str], detail: Detail, otherwise: Mapping[str, str] | None = None) -> Asked:
    """Does an edition's form ask for this, of works in a division that has its own rules `otherwise`?

    Not decided means: asked, may stay empty; but nobody was asked about AI before an edition decided to.
    """
    usual = Asked.OFF if detail is Detail.AI else Asked.OPTIONAL
    return Asked((otherwise or {}).get(detail) or fields.get(detail, usual))


D = TypeVar("D", date, datetime)


def shift(day: D, years: int) -> D:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def renumbered(titles: Localized, standard_then: Localized, standard_now: Localized) -> dict[str, str]:
    """The titles for another number: those that read as usual are renewed, the others stay as staff wrote them."""
    return {code: standard_now[code] if text == standard_then.get(code) else text for code, text in titles.items()}


@dataclass(frozen=True, slots=True)
class Draft:
    """All that decides whether an edition may be announced."""

    calendar: Calendar
    words: Mapping[Words, Localized]
    standings: Collection[str]
    themes: list[Localized]
    divisions: list[Localized]
    permissions: Mapping[Purpose, Collection[str]]  # the languages each is written in


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something to mend: a message id, and the page where it is mended."""

    message: str
    place: str  # dates, who, themes, divisions, permissions, or one of `Words`


def blockers(draft: Draft, now: datetime) -> list[Blocker]:
    """What must be mended before the public may see an edition."""
    found = []
    if draft.calendar.closes_at <= now:
        found.append(Blocker(N_("The day entries close has already passed."), "dates"))
    if not draft.standings:
        found.append(Blocker(N_("No government may take part: choose at least one standing."), "who"))
    if not draft.themes:
        found.append(Blocker(N_("There is no theme yet."), "themes"))
    if not draft.divisions:
        found.append(Blocker(N_("There is no division yet."), "divisions"))
    english = {
        Words.TITLES: N_("The title is missing in English."),
        Words.ANNOUNCEMENTS: N_("The announcement is missing in English."),
        Words.RULES: N_("The rules are missing in English."),
        Words.ASSOCIATION: N_("The name of the association is missing in English."),
    }
    found += [Blocker(said, words.value) for words, said in english.items() if not draft.words[words].get("en")]
    if any("en" not in draft.permissions.get(purpose, ()) for purpose in Purpose):
        found.append(Blocker(N_("A permission text is missing in English."), "permissions"))
    return found


def gaps(draft: Draft) -> dict[str, list[str]]:
    """What is missing in which language: by `Words`, "themes", "divisions" and "permissions"; whole texts are left out."""
    found: dict[str, list[str]] = {words.value: missing(text) for words, text in draft.words.items()}
    found["themes"] = _union(draft.themes)
    found["divisions"] = _union(draft.divisions)
    unwritten = [code for purpose in Purpose for code in _without(draft.permissions.get(purpose, ()))]
    found["permissions"] = [code for code in CODES if code in unwritten]
    return {what: codes for what, codes in found.items() if codes}


def _union(texts: Iterable[Localized]) -> list[str]:
    gone = {code for text in texts for code in missing(text)}
    return [code for code in CODES if code in gone]


def _without(written: Collection[str]) -> list[str]:
    return [code for code in CODES if code not in written]
