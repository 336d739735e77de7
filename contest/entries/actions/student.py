"""What a painter does: begin, fill in page by page, send, take back, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from contest.core import keys as secrets
from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.core.text import N_
from contest.db.unit import keys, locked
from contest.editions.models import Division, Edition, Theme
from contest.editions.queries import divisions, eligible_governments, extensions, themes
from contest.editions.rules import Purpose
from contest.entries import mails, rules
from contest.entries.actions.consent import ask_guardian, forget_outdated, forget_own_answers, is_adult
from contest.entries.actions.framing import Before, reframed
from contest.entries.models import Entry, Student
from contest.entries.queries import student as queries
from contest.entries.queries.public import consents_of
from contest.entries.states import LIFE, EntryState
from contest.ledger.record import record
from contest.media import intake
from contest.media.intake import Prepared
from contest.media.models import Picture
from contest.media.store import Store
from contest.policy import Actor, May, require

CLOSED = N_("Entries are closed.")


@dataclass(frozen=True, slots=True)
class Painting:
    """The page about the painting."""

    title: str = ""
    description: str = ""
    language: str = "en"
    division_id: int | None = None
    theme_id: int | None = None
    medium: str = ""
    width_mm: int | None = None
    height_mm: int | None = None
    painted_in: int | None = None
    own_work: bool = False
    ai_help: bool = False
    ai_note: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The page about the painter; `language` is that of letters."""

    full_name: str = ""
    latin_name: str = ""
    reading: str = ""
    short_name: str = ""
    born: date | None = None
    email: str = ""
    phone: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Place:
    """The page about school and region."""

    government_id: int | None = None
    school: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class Guardian:
    """How the guardian is asked: by email, link or paper."""

    guardian_by: str = ""
    guardian_email: str = ""


def start(session: Session, actor: Actor, edition: Edition, *, language: str, now: datetime) -> tuple[Entry, str]:
    """A new painter with a first draft; the resume code is told once and kept only as a keyed hash."""
    require(actor, May.EDITION_SEE, edition)
    last = max([edition.closes_at, *(each.closes_at for each in extensions(session, edition.id))])
    if not rules.taken(rules.Window(edition.opens_at, last, queries.announced(edition)), now):
        raise rules.Closed(CLOSED)
    return begin(session, edition, language=language, now=now)


def begin(session: Session, edition: Edition, *, language: str, code: str = "", now: datetime) -> tuple[Entry, str]:
    """A new painter with a first draft, for who has found out that it may be begun. `code`: the resume code, where one is made already."""
    code = code or secrets.random_code(10)
    painter = Student(
        edition_id=edition.id, resume_hash=keys(session).digest("resume", code), language=language, created_at=now, born=None, age=None
    )
    session.add(painter)
    session.flush()
    return _draft(session, Actor("student", painter.id), edition, painter, language, now), code


def start_another(session: Session, actor: Actor, edition: Edition, *, language: str, now: datetime) -> Entry:
    """One more draft of the same painter, where the edition allows more than one entry."""
    painter = locked(session, Student, actor.id)
    entry = Entry(student_id=painter.id)
    require(actor, May.ENTRY_WRITE, entry)
    if painter.edition_id != edition.id or not rules.taken(queries.window(session, edition, None), now):
        raise rules.Closed(CLOSED)
    rules.check_more_entries(queries.how_many(session, painter.id), edition.entries_per_student)
    last = queries.newest_entry(session, painter.id)
    another = _draft(session, actor, edition, painter, language, now)
    if last is not None:  # asked once is enough; it can be changed on its page
        _assign(another, asdict(place_of(last)))
    return another


def _draft(session: Session, actor: Actor, edition: Edition, painter: Student, language: str, now: datetime) -> Entry:
    entry = Entry(
        draft_key=secrets.token(), edition_id=edition.id, student_id=painter.id, language=language, created_at=now, saved_at=now,
        state=EntryState.DRAFT, descriptions={},
    )  # fmt: skip
    for kind, parts in (("division_id", divisions(session, edition.id)), ("theme_id", themes(session, edition.id))):
        setattr(entry, kind, parts[0].id if len(parts) == 1 else None)
    session.add(entry)
    session.flush()
    record(session, actor, "entry:start", entry, now=now)
    return entry


def set_photo(session: Session, actor: Actor, entry: Entry, prepared: Prepared, *, store: Store, now: datetime) -> Picture:
    """The photo of the painting; one that was there before is forgotten."""
    may_change(session, actor, entry, now)
    before = session.get(Picture, entry.picture_id) if entry.picture_id else None
    if before is not None and before.sha256 == prepared.sha256:  # the same again: how it is turned and what is covered stays
        intake.discard(prepared)
        _saved(session, actor, entry, "entry:photo", now, sha256=prepared.sha256)
        return before
    picture = intake.keep(session, store, prepared, about=("entry", entry.id), now=now)
    entry.picture_id = picture.id
    if before is not None:
        intake.forget(session, store, before)
        forget_outdated(session, actor, entry, {"picture_id"}, now)
    _saved(session, actor, entry, "entry:photo", now, sha256=prepared.sha256)
    return picture


def frame_photo(session: Session, actor: Actor, entry: Entry, prepared: Prepared, found: Before, *, store: Store, now: datetime) -> None:
    """Show the photo turned and trimmed as prepared from what was found. What the secretariat covered stays covered."""
    may_change(session, actor, entry, now)
    if prepared.framing.masks != found.framing.masks:
        raise NotAllowed(May.PICTURE_FRAME.value)
    _saved(session, actor, entry, "entry:frame photo", now, **reframed(session, entry, prepared, found, store=store))


def painting_of(entry: Entry) -> Painting:
    """The page about the painting as it is stored."""
    return Painting(**{name: getattr(entry, name) for name in Painting.__slots__})


def person_of(student: Student) -> Person:
    """The page about the painter as it is stored."""
    return Person(**{name: getattr(student, name) for name in Person.__slots__})


def place_of(entry: Entry) -> Place:
    """The page about school and region as it is stored."""
    return Place(**{name: getattr(entry, name) for name in Place.__slots__})


def guardian_of(entry: Entry) -> Guardian:
    """How the guardian is asked, as it is stored."""
    return Guardian(**{name: getattr(entry, name) for name in Guardian.__slots__})


def save_painting(session: Session, actor: Actor, entry: Entry, page: Painting, *, seen: str, now: datetime) -> None:
    """Save the page about the painting. Refuses with `Invalid`, or `Stale` when another window saved something else."""
    may_change(session, actor, entry, now)
    rules.check_line(page.title, "title")
    rules.check_text(page.description, "description", rules.LONGEST_DESCRIPTION)
    if not page.own_work:
        raise Invalid(N_("A painting can take part only if it is your own work."), "own_work")
    if page.ai_help:
        rules.check_line(page.ai_note, "ai_note", rules.LONGEST_NOTE)
    page = replace(
        page, division_id=_chosen("division_id", page.division_id, divisions(session, entry.edition_id)),
        theme_id=_chosen("theme_id", page.theme_id, themes(session, entry.edition_id)),
    )  # fmt: skip
    if page.painted_in is not None and not now.year - 5 <= page.painted_in <= now.year:
        raise Invalid(N_("Give the year in which you made it, such as %(year)s."), "painted_in", year=now.year)
    rules.check_seen(asdict(painting_of(entry)), asdict(page), seen)
    if (page.title, page.description) != (entry.title, entry.description):
        entry.judges_title = entry.judges_description = None  # what staff wrote for judges was about other words
    _assign(entry, asdict(page))
    _saved(session, actor, entry, "entry:save painting", now)


def _chosen(field: str, chosen: int | None, offered: Sequence[Division] | Sequence[Theme]) -> int | None:
    """The part that was chosen, or the only one there is. Refuses what is not offered."""
    if len(offered) < 2:
        return offered[0].id if offered else None
    if chosen not in {each.id for each in offered}:
        raise Invalid(N_("Choose one of the answers offered."), field)
    return chosen


def save_person(session: Session, actor: Actor, entry: Entry, page: Person, *, seen: str, now: datetime) -> None:
    """Save the page about the painter, and the age on the day that counts."""
    may_change(session, actor, entry, now)
    student, edition = entry.student, entry.edition
    rules.check_line(page.full_name, "full_name", rules.LONGEST_NAME)
    if not rules.latin(rules.check_line(page.latin_name, "latin_name", rules.LONGEST_NAME)):
        raise Invalid(N_("Write this line in Latin letters, as in a passport."), "latin_name")
    if page.born is None:
        raise Invalid(N_("Give your date of birth"), "born")
    age = rules.check_age(
        page.born, exact=edition.full_birth_date, age_day=edition.age_day, age_from=edition.age_from, age_to=edition.age_to
    )
    before = asdict(person_of(student))
    rules.check_seen(before, asdict(page), seen)
    if before != asdict(page) and queries.others_sent(session, entry):
        raise Conflict(N_("These details belong to another painting that is already sent. Take that one back first."))
    _assign(student, asdict(page))
    student.age = age
    changed = {name for name, value in asdict(page).items() if before[name] != value}
    for each in queries.entries_of(session, student.id):
        if not is_adult(each, now):
            forget_own_answers(session, each, now)
        forget_outdated(session, actor, each, changed, now)
    _saved(session, actor, entry, "entry:save person", now)


def save_place(session: Session, actor: Actor, entry: Entry, page: Place, *, seen: str, now: datetime) -> None:
    """Save the page about school and region. Only governments that may take part can be chosen."""
    may_change(session, actor, entry, now)
    if page.government_id not in {each.id for each in eligible_governments(session, entry.edition)}:
        raise Invalid(N_("Choose your region from the list: only governments in it take part this time."), "government_id")
    rules.check_line(page.school, "school")
    if not (entry.student.email or entry.student.phone or page.teacher) and entry.student.full_name:
        raise Invalid(N_("Name the teacher through whom we can reach you"), "teacher")
    rules.check_seen(asdict(place_of(entry)), asdict(page), seen)
    _assign(entry, asdict(page))
    _saved(session, actor, entry, "entry:save place", now)


def save_guardian(session: Session, actor: Actor, entry: Entry, page: Guardian, *, now: datetime) -> None:
    """Save how the guardian is asked once the entry is sent."""
    may_change(session, actor, entry, now)
    if asdict(guardian_of(entry)) != asdict(page):
        _assign(entry, asdict(page))
        _saved(session, actor, entry, "entry:save guardian", now)


def submit(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> str | None:
    """Send the entry: give it its receipt number, and ask the guardian where one is needed.

    The token of the guardian's link comes back when one was made to be handed over. What is already
    sent stays as it is: a second press of the button gets the same receipt.
    """
    require(actor, May.ENTRY_WRITE, entry)
    if entry.receipt and entry.state not in rules.EDITABLE:
        return None
    window = queries.window_of(session, entry)
    if not rules.may_send(entry.state, window, entry.mend_by, now):
        raise rules.Closed(CLOSED)
    _whole(session, entry)
    if entry.state is EntryState.WITHDRAWN:
        rules.check_more_entries(queries.how_many(session, entry.student_id), entry.edition.entries_per_student)
    number = entry.receipt or _new_receipt(session, entry.edition.number)
    before = LIFE.move(entry, EntryState.SUBMITTED)
    entry.receipt = number
    entry.submitted_at, entry.mend_by, entry.reason = now, None, ""
    entry.endorsed_at, entry.endorsed_on_behalf, entry.accepted_at = None, False, None
    entry.typed, entry.typed_at = {}, None
    _saved(session, actor, entry, "entry:submit", now, receipt=entry.receipt, left=before.value)
    mails.receipt(session, entry, closes_at=window.until, now=now)
    return _ask(session, actor, entry, now)


def _whole(session: Session, entry: Entry) -> None:
    """Refuses with `Incomplete` while something is missing, and with `Invalid` whom the edition's ages shut out.

    The age is kept as it counts today: from here on nothing needs the birthday any more.
    """
    answers = {purpose: row.answer for purpose, row in rules.wishes(consents_of(session, [entry.id])[entry.id]).items()}
    offered = len(divisions(session, entry.edition_id)), len(themes(session, entry.edition_id))
    gaps = rules.missing_to_send(entry, entry.student, entry.edition, answers, divisions=offered[0], themes=offered[1])
    if gaps:
        raise rules.Incomplete(gaps)
    entry.student.age = rules.check_student_age(entry.edition, entry.student)


def _ask(session: Session, actor: Actor, entry: Entry, now: datetime) -> str | None:
    """Ask the guardian, unless there is none to ask or all is answered."""
    if is_adult(entry, now) or entry.guardian_by == "paper":
        return None
    held = rules.holding(consents_of(session, [entry.id])[entry.id])
    waiting = queries.asked_last(session, entry.id, now)
    to = entry.guardian_email if entry.guardian_by == "email" else ""
    if len(held) == len(Purpose) or (waiting is not None and waiting.to_address == to and waiting.answered_at is None):
        return None
    token = ask_guardian(session, actor, entry, to=to, language=entry.student.language, now=now)
    return None if to else token


def take_back(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> None:
    """A sent entry becomes a draft again: until closing, while its government has not endorsed it."""
    require(actor, May.ENTRY_WRITE, entry)
    if entry.state is EntryState.DRAFT:
        return
    window = queries.window_of(session, entry)
    if entry.state is EntryState.SUBMITTED and not rules.may_take_back(entry.state, window, now):
        raise rules.Closed(CLOSED)
    LIFE.move(entry, EntryState.DRAFT)
    _saved(session, actor, entry, "entry:take back", now)


def withdraw(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> None:
    """Take the entry out of the contest, at any time; from then on nobody is shown it."""
    require(actor, May.ENTRY_WRITE, entry)
    if entry.state is EntryState.WITHDRAWN:
        return
    before = LIFE.move(entry, EntryState.WITHDRAWN)
    entry.typed, entry.typed_at = {}, None
    _saved(session, actor, entry, "entry:withdraw", now, left=before.value)
    mails.withdrawn(session, entry, now=now)


def may_change(session: Session, actor: Actor, entry: Entry, now: datetime) -> None:
    """Refuses with `NotAllowed` whose entry it is not, with `Conflict` what is sent, with `Closed` when it is too late."""
    require(actor, May.ENTRY_WRITE, entry)
    if entry.state not in rules.EDITABLE:
        raise Conflict(N_("This entry is already sent. Take it back first if you want to change it."))
    if not rules.may_edit(entry.state, queries.window_of(session, entry), entry.mend_by, now):
        raise rules.Closed(CLOSED)


def _assign(thing: Entry | Student, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(thing, name, value)


def _saved(session: Session, actor: Actor, entry: Entry, act: str, now: datetime, **values: object) -> None:
    entry.saved_at = now
    entry.version += 1
    painter = entry.student
    entry.search_text = rules.search_text(
        entry.title, painter.full_name, painter.latin_name, painter.reading, entry.school, entry.teacher, entry.receipt
    )
    record(session, actor, act, entry, now=now, **values)


def _new_receipt(session: Session, edition: int) -> str:
    while True:
        number = rules.receipt_number(edition, secrets.random_code(5))
        if not queries.receipt_taken(session, number):
            return number
