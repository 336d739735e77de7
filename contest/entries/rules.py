"""Who may enter, when, and what must be there; whose permission counts; what the public may see. Pure."""

from __future__ import annotations

import calendar
import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from contest.core.errors import Conflict, Invalid, Missing, Refused
from contest.core.keys import ALPHABET, check_character
from contest.core.text import N_, clean, fold
from contest.editions.rules import Asked, Detail, Purpose, age_on, asked
from contest.entries.states import LIFE, EntryState

ADULT = 18
LINK_LASTS = timedelta(days=90)
LATE_TO_ENDORSE = timedelta(days=7)  # a government has at least this long for what the secretariat took late
LONGEST_NAME, LONGEST_NOTE, LONGEST_DESCRIPTION = 120, 500, 1000  # characters
EDITABLE = frozenset({EntryState.DRAFT, EntryState.RETURNED, EntryState.WITHDRAWN})
# Permissions without which a work may not leave its government.
NEEDED = (Purpose.ENTER, Purpose.TRANSFER)


class Permission(StrEnum):
    """An answer to one purpose: yes or no, or for the name how much of it."""

    YES = "yes"
    NO = "no"
    REGION = "region"
    SHORT = "short"
    FULL = "full"


class Method(StrEnum):
    """How an answer was given. A wish is a young person's own, and counts for nothing alone."""

    WISH = "wish"
    SELF = "self"
    LINK = "link"
    PAPER = "paper"


class Finding(StrEnum):
    """What two works that look alike are to each other."""

    SAME = "same"
    VARIANT = "variant"
    DIFFERENT = "different"


LABELS: dict[Any, dict[Any, str]] = {
    Finding: {
        Finding.SAME: N_("The same work"),
        Finding.VARIANT: N_("A variant"),
        Finding.DIFFERENT: N_("Different works"),
    },
    Permission: {
        Permission.YES: N_("Yes"),
        Permission.NO: N_("No"),
        Permission.REGION: N_("No name, only age and region"),
        Permission.SHORT: N_("A short form of the name"),
        Permission.FULL: N_("The full name"),
    },
    Method: {
        Method.WISH: N_("Wish of the young person"),
        Method.SELF: N_("Own answer of an adult"),
        Method.LINK: N_("Answered by a parent or guardian"),
        Method.PAPER: N_("Signed paper"),
    },
}

# Least exposure first.
YES_NO = (Permission.NO, Permission.YES)
NAME_ANSWERS = (Permission.REGION, Permission.SHORT, Permission.FULL)

# `Entry.medium` holds one of these keys, or the painter's own words.
MEDIUMS = {
    "watercolour": N_("Watercolour"),
    "gouache": N_("Gouache or poster colour"),
    "acrylic": N_("Acrylic"),
    "oil": N_("Oil"),
    "oil-pastel": N_("Crayon or pastel"),
    "coloured-pencil": N_("Coloured pencil"),
    "pencil": N_("Pencil or charcoal"),
    "ink": N_("Ink"),
    "collage": N_("Collage"),
    "print": N_("Printmaking"),
    "mixed": N_("Several techniques"),
}


# ── who and when ──


def birth_date(year: int, month: int, day: int | None) -> date:
    """The day as typed; without a day the first of the month. Refuses days that do not exist."""
    try:
        return date(year, month, day if day is not None else 1)
    except ValueError:
        raise Invalid(N_("There is no such day. Check day, month and year."), "born") from None


def ages_on(born: date, day: date, *, exact: bool) -> tuple[int, int]:
    """The lowest and highest age `born` may mean on `day`; they differ only when just month and year are known."""
    if exact:
        return age_on(born, day), age_on(born, day)
    last = born.replace(day=calendar.monthrange(born.year, born.month)[1])
    return age_on(last, day), age_on(born.replace(day=1), day)


def check_age(born: date, *, exact: bool, age_day: date, age_from: int, age_to: int) -> int:
    """The age that counts. Refuses who is too young or too old on the day that counts."""
    low, high = ages_on(born, age_day, exact=exact)
    if high < age_from or low > age_to:
        raise Invalid(
            N_(
                "The contest is for people aged %(low)s to %(high)s. By this date of birth you would be %(age)s on the day that counts. "
                "Correct the date if it is wrong; if it is right, you cannot take part this time."
            ),
            "born", low=age_from, high=age_to, age=max(high if high < age_from else low, 0),
        )  # fmt: skip
    return high if low < age_from else low


def check_known_age(age: int, *, age_from: int, age_to: int) -> int:
    """The same for an age that was counted before, when the birthday itself is no longer kept."""
    if not age_from <= age <= age_to:
        raise Invalid(
            N_("The contest is for people aged %(low)s to %(high)s on the day that counts."), "born", low=age_from, high=age_to
        )  # fmt: skip
    return age


def adult(born: date | None, today: date, *, exact: bool = True, counted: tuple[int | None, date] | None = None) -> bool:
    """May this person answer alone today? In doubt: no. Without a birthday, by the age that was `counted`, and for which day."""
    if born is not None:
        return ages_on(born, today, exact=exact)[0] >= ADULT
    age, day = counted or (None, today)
    return age is not None and age >= ADULT and day <= today


@dataclass(frozen=True, slots=True)
class Window:
    """When entries are taken: the edition's opening, the own government's closing, and until when the secretariat takes this one late."""

    opens_at: datetime
    closes_at: datetime
    announced: bool = True
    late_until: datetime | None = None

    @property
    def until(self) -> datetime:
        """The last instant that counts for this entry: its closing, or what the secretariat granted after it."""
        return max(self.closes_at, self.late_until or self.closes_at)


def taken(window: Window, now: datetime) -> bool:
    """Are entries taken at this instant?"""
    return window.announced and window.opens_at <= now < window.until


def may_send(state: EntryState, window: Window, mend_by: datetime | None, now: datetime) -> bool:
    """May an entry in this state be sent now? What was returned may be sent again until its own instant."""
    if state is EntryState.RETURNED:
        return window.announced and now < max(mend_by or window.until, window.until)
    return state in {EntryState.DRAFT, EntryState.WITHDRAWN} and taken(window, now)


def may_edit(state: EntryState, window: Window, mend_by: datetime | None, now: datetime) -> bool:
    """May its pages be changed now? Exactly while it may also be sent."""
    return state in EDITABLE and may_send(state, window, mend_by, now)


def check_late(state: EntryState, window: Window, until: datetime, now: datetime) -> None:
    """May the secretariat take this entry after closing, until then? Refuses with `Conflict` or `Invalid` when not."""
    if not window.announced:
        raise Conflict(N_("The results of this edition are out: its works stay as they are."))
    if now < window.closes_at:
        raise Conflict(N_("Entries are still open: the student can send it in time."))
    if state is EntryState.RETURNED:
        raise Conflict(N_("This work is being mended. It can be sent again until the time set there; return it anew to give more time."))
    if state not in {EntryState.DRAFT, EntryState.WITHDRAWN}:
        raise Conflict(N_("This work is already sent."))
    if until <= now:
        raise Invalid(N_("Choose a time that is still to come."), "until")


def endorse_until(endorse_by: datetime, late_until: datetime | None) -> datetime:
    """By when a government passes a work on: the edition's day, and for a late one a week after it could be sent, if that is later."""
    return max(endorse_by, late_until + LATE_TO_ENDORSE) if late_until else endorse_by


def may_take_back(state: EntryState, window: Window, now: datetime) -> bool:
    """May a sent entry become a draft again? Until closing, while the government has not endorsed it."""
    return state is EntryState.SUBMITTED and taken(window, now)


def may_withdraw(state: EntryState) -> bool:
    """May its painter take it out of the contest? At any time, once it was begun."""
    return LIFE.allows(state, EntryState.WITHDRAWN)


def check_more_entries(count: int, allowed: int) -> None:
    """Refuses one entry more than the edition allows a student."""
    if count >= allowed:
        raise Conflict(
            N_("You have already begun as many entries as one person may send. Go on with one of them, or withdraw one first.")
        )


def obstacles(edition: Any, student: Any, *, begun: int, eligible: bool) -> list[Refused]:
    """What already stands in the way of somebody we know, to be said before a photo is chosen.

    `begun` counts their entries where one more would be begun (else 0); `eligible` says whether their region takes part.
    """
    found: list[Refused] = []
    try:
        check_student_age(edition, student)
    except Invalid as refused:
        found.append(refused)
    try:
        check_more_entries(begun, edition.entries_per_student)
    except Conflict as refused:
        found.append(refused)
    if not eligible:
        elsewhere = N_("The region you chose does not take part in this contest. Choose another on the page about school and region.")
        found.append(Conflict(elsewhere))
    return found


def check_student_age(edition: Any, student: Any) -> int | None:
    """The age that counts, if we know one. Refuses who is too young or too old."""
    ages = {"age_from": edition.age_from, "age_to": edition.age_to}
    if student.born is not None:
        return check_age(student.born, exact=edition.full_birth_date, age_day=edition.age_day, **ages)
    return check_known_age(student.age, **ages) if student.age is not None else None


# ── what must be there ──


def legible(text: str) -> bool:
    """Is there anything to see in it? Emoji count, blanks and joiners do not."""
    return any(unicodedata.category(c)[0] in "LNSP" for c in text)


def check_line(text: str | None, field: str, longest: int = 200) -> str:
    """A name or title as it is kept: cleaned, 1 to `longest` characters of any script. Refuses with `Invalid`."""
    kept = clean(text)
    if not legible(kept):
        raise Invalid(N_("Please fill this in."), field)
    if len(kept) > longest:
        raise too_long(field, len(kept), longest)
    return kept


def check_text(text: str, field: str, longest: int) -> str:
    """Several lines, at most so many characters. Refuses with how many there are."""
    if len(text) > longest:
        raise too_long(field, len(text), longest)
    return text


def too_long(field: str, found: int, longest: int) -> Invalid:
    """The refusal of a text that is too long: nothing of it is cut off, its writer shortens it."""
    return Invalid(N_("These are %(found)s characters; there is room for %(most)s. Please shorten it."), field, found=found, most=longest)


def latin(text: str) -> bool:
    """Has it letters, and are all of them Latin ones (with or without marks)?"""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def through_teacher(email: str, phone: str, name: str) -> bool:
    """Did somebody whose page is filled in leave it to the teacher to reach them?"""
    return bool(name) and not (email or phone)


def helped(own: bool, ai_help: bool) -> str:
    """The answer to who made it, as a form gives it: alone, helped, or nothing yet."""
    return ("helped" if ai_help else "alone") if own else ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing before an entry can be sent: the page it belongs to, and what to say."""

    page: str
    message: str


def missing_to_send(entry: Any, student: Any, edition: Any, answers: Mapping[Purpose, str], *, divisions: int, themes: int) -> list[Gap]:
    """Everything that still stands between a draft and its receipt, in the order of the pages; empty when it can be sent.

    `answers` are the painter's own; `divisions` and `themes` how many the edition has.
    """
    otherwise = entry.division.fields if entry.division else {}
    must = {detail: asked(edition.fields, detail, otherwise) is Asked.REQUIRED for detail in Detail}
    checks = (
        (entry.picture_id, "photo", N_("Choose a photo of your painting")),
        (entry.title, "painting", N_("Give your painting a title")),
        (entry.division_id or divisions < 2, "painting", N_("Say whether it is a painting or a poster")),
        (entry.theme_id or themes < 2, "painting", N_("Choose the theme")),
        (entry.description or not must[Detail.DESCRIPTION], "painting", N_("Say what can be seen in your painting")),
        (entry.medium or not must[Detail.MEDIUM], "painting", N_("Say what you painted with")),
        ((entry.width_mm and entry.height_mm) or not must[Detail.SIZE], "painting", N_("Give the size of your painting")),
        (entry.painted_in or not must[Detail.YEAR], "painting", N_("Say when you made it")),
        (entry.own_work, "painting", N_("Confirm that it is your own work")),
        (entry.ai_note or not entry.ai_help, "painting", N_("Say which AI tool helped you, and with what")),
        (student.full_name and student.latin_name, "you", N_("Write your name")),
        (student.reading or not must[Detail.READING] or student.language != "ja", "you", N_("Write how your name is read")),
        (student.born or student.age is not None, "you", N_("Give your date of birth")),
        (entry.government_id, "school", N_("Choose your region")),
        (entry.school, "school", N_("Name your school")),
        (entry.teacher or not must[Detail.TEACHER], "school", N_("Name your teacher")),
        (student.email or student.phone or entry.teacher, "school", N_("Name the teacher through whom we can reach you")),
    )
    gaps = [Gap(page, message) for there, page, message in checks if not there]
    return gaps + _unanswered(answers, student.short_name)


def _unanswered(answers: Mapping[Purpose, str], short_name: str) -> list[Gap]:
    gaps = []
    if any(purpose not in answers for purpose in Purpose):
        gaps.append(Gap("permissions", N_("Answer the five questions about permissions")))
    elif any(answers[purpose] != Permission.YES for purpose in NEEDED):
        gaps.append(Gap("permissions", N_("Without the first two permissions a painting cannot take part")))
    if answers.get(Purpose.NAME) == Permission.SHORT and not short_name:
        gaps.append(Gap("you", N_("Write the short form of your name that may be shown")))
    return gaps


# ── permissions ──


class Answer(Protocol):
    """A row of `Consent` as the rules see it."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def purpose(self) -> Purpose: ...  # noqa: D102
    @property
    def answer(self) -> str: ...  # noqa: D102
    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def withdrawn_at(self) -> datetime | None: ...  # noqa: D102


A = TypeVar("A", bound=Answer)


def holding(consents: Iterable[A]) -> dict[Purpose, A]:
    """What holds for each purpose: the newest answer that was not withdrawn. A wish never does."""
    return _newest(row for row in consents if row.method != Method.WISH)


def wishes(consents: Iterable[A]) -> dict[Purpose, A]:
    """What the painter would like, or as an adult has decided."""
    return _newest(row for row in consents if row.method in {Method.WISH, Method.SELF})


def _newest(rows: Iterable[A]) -> dict[Purpose, A]:
    valid = sorted((row for row in rows if row.withdrawn_at is None), key=lambda row: (row.at, row.id))
    return {row.purpose: row for row in valid}


def link_ended(expires_at: datetime, answered_at: datetime | None, now: datetime) -> bool:
    """Has a guardian's link ended? One that was answered never does: what was allowed can be taken back at any time."""
    return answered_at is None and now >= expires_at


def outdated(held: Mapping[Purpose, Answer], changed: Collection[str]) -> list[Purpose]:
    """The permissions of a guardian that no longer fit what they were given for: another picture, another form of the name.

    `changed` names what did: `picture_id`, `full_name`, `short_name`.
    """
    shown = held.get(Purpose.NAME)
    name = {Permission.FULL: "full_name", Permission.SHORT: "short_name"}.get(Permission(shown.answer)) if shown else None
    found = {Purpose.SHOW: "picture_id" in changed and Purpose.SHOW in held, Purpose.NAME: name in changed}
    return [purpose for purpose, gone in found.items() if gone and held[purpose].method != Method.SELF]


def missing_to_endorse(held: Mapping[Purpose, Answer]) -> list[Purpose]:
    """The needed permissions that nobody who may has given; empty when the work may be passed on."""
    return [purpose for purpose in NEEDED if purpose not in held or held[purpose].answer != Permission.YES]


# What a guardian is told by an act whose link has ended since its page was opened.
ENDED = N_("This link is no longer valid. Ask the coordinator of your government.")


def said(held: Mapping[Purpose, Answer]) -> dict[str, str]:
    """What holds, as a page shows it: compared when it comes back."""
    return {purpose.value: row.answer for purpose, row in held.items()}


def check_answers(answers: Mapping[Purpose, str]) -> dict[Purpose, Permission]:
    """Answers as they are kept. Refuses what does not answer its question."""
    kept = {}
    for purpose, answer in answers.items():
        allowed = NAME_ANSWERS if purpose is Purpose.NAME else YES_NO
        if answer not in allowed:
            raise Invalid(N_("Choose one of the answers offered."), purpose.value)
        kept[purpose] = Permission(answer)
    return kept


def purposes_named(name: str) -> list[Purpose]:
    """The purpose of an address, or for `all` every one. Refuses with `Missing`."""
    if name == "all":
        return list(Purpose)
    try:
        return [Purpose(name)]
    except ValueError:
        raise Missing(N_("There is no such permission.")) from None


def shown_name(full: str, short: str, how: str | None) -> str | None:
    """The name as it may stand beside the picture, or none."""
    if how == Permission.FULL:
        return full or None
    return (short or None) if how == Permission.SHORT else None


@dataclass(frozen=True, slots=True)
class Face:
    """What of a work's painter the public may see. That there is one means that the picture may be shown."""

    name: str | None
    photos: bool


def public_face(
    *, published: bool, awarded: bool, state: EntryState, taken_down: bool, held: Mapping[Purpose, Answer], full_name: str, short_name: str
) -> Face | None:
    """May the public see this work, and under which name? `None`: not at all.

    Asked from the rows at every request, so that a withdrawn permission works at once.
    """
    answers = {purpose: row.answer for purpose, row in held.items()}
    if not published or not awarded or taken_down or state in {EntryState.WITHDRAWN, EntryState.DISQUALIFIED}:
        return None
    if answers.get(Purpose.SHOW) != Permission.YES:
        return None
    return Face(shown_name(full_name, short_name, answers.get(Purpose.NAME)), answers.get(Purpose.PHOTOS) == Permission.YES)


# ── numbers and traces ──


def receipt_number(edition: int, letters: str) -> str:
    """`14` and five random letters as `14-7K3F-M2`: the last one checks the others."""
    return f"{edition}-{letters[:4]}-{letters[4]}{check_character(letters)}"


def read_receipt(typed: str) -> str | None:
    """The receipt number somebody typed or scanned; `None` when a letter is wrong."""
    edition, _, rest = clean(typed).upper().partition("-")
    letters = "".join(c for c in rest if c in ALPHABET)
    if not (edition.isascii() and edition.isdigit()) or len(letters) != 6 or check_character(letters[:5]) != letters[5]:
        return None
    return receipt_number(int(edition), letters[:5])


def trace(values: object) -> str:
    """A short digest of what a page showed, carried by its form: tells whether something else was saved since."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Closed(Conflict):
    """Entries are not taken (any more) at this instant; the page says until when they were."""


class Incomplete(Invalid):
    """Something is missing before the entry can be sent: `gaps`, in the order of the pages."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(N_("Something is still missing before you can send your painting."))
        self.gaps = gaps


class Stale(Conflict):
    """Another window saved something else on this page since it was opened."""


def check_seen(stored: object, given: object, seen: str) -> None:
    """Refuses to write over what the page did not show. Saving the same twice is no conflict."""
    if stored != given and trace(stored) != seen:
        raise Stale(N_("This page was changed in another window in the meantime."))


def search_text(*texts: str | None) -> str:
    """What an entry is found by."""
    return fold(" ".join(text for text in texts if text))
