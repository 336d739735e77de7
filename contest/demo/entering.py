"""The demo's works: what is painted, by whom, in which state."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import insert as insert_rows
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core import keys as codes
from contest.core.text import fold
from contest.db.unit import keys
from contest.demo import plan, texts
from contest.demo.frame import Say, Season
from contest.demo.painting import PAINTING_STYLES, POSTER_STYLES
from contest.demo.people import Person, person
from contest.demo.pictures import painted
from contest.editions.models import ConsentText, Division, Edition, Theme
from contest.editions.rules import Purpose, age_on
from contest.entries.models import Consent, Entry, Student
from contest.entries.rules import receipt_number
from contest.entries.states import EntryState
from contest.media.intake import Prepared, keep
from contest.media.store import Store

E = EntryState
# The 14th edition while it is open: something of every state, so that each role finds work.
_OPEN_STATES = (
    *[E.ACCEPTED] * 14, *[E.ENDORSED] * 8, *[E.SUBMITTED] * 11, *[E.DRAFT] * 4, *[E.RETURNED] * 3, *[E.HELD_BACK] * 3,
    E.DISQUALIFIED, *[E.WITHDRAWN] * 2,
)  # fmt: skip
_CURRENT_GOVERNMENTS = {
    "KR": ("KR-47", "KR-47", "KR-31"), "JP": ("JP-05", "JP-05", "JP-16"), "MN": ("MN-046", "MN-046", "MN-1"),
    "RU": ("RU-TOM", "RU-TOM", "RU-PRI"), "CN": ("CN-HN", "CN-HN", "CN-JL"),
}  # fmt: skip
SIZES = ((297, 420), (210, 297), (272, 394), (380, 540), (257, 364), (389, 546))


def opening(now: datetime) -> datetime:
    """The open edition opened two months ago."""
    return (now - timedelta(days=60)).replace(hour=0, minute=0, second=0, microsecond=0)


def closing(stage: str, now: datetime) -> datetime:
    """Entries close in a month; in later stages they have closed."""
    day = now + timedelta(days=30) if stage == "open" else now - timedelta(days=10 if stage == "screening" else 40)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def current(count: int, stage: str) -> list[plan.Slot]:
    """The works of the 14th edition: countries in turn, tiers for the stages that need marks."""
    rng = random.Random(14)
    slots = []
    sizes = (1, 2, 3, 6)
    tiers = [place for place, size in enumerate(sizes) for _ in range(size)]
    for number in range(count):
        country = ("KR", "JP", "MN", "RU", "CN")[number % 5]
        government = _CURRENT_GOVERNMENTS[country][number // 5 % 3]
        tier = tiers[number] if number < len(tiers) and stage in {"deciding", "published"} else len(sizes)
        slots.append(plan.Slot(number, country, government, 100 + number // 5 % 100, tier, rng.random() < 0.25))
    return slots


def state_of(number: int, slot: plan.Slot, stage: str, count: int) -> EntryState:
    """The state of a work of the 14th edition."""
    if stage == "open":
        return _OPEN_STATES[slot.number % len(_OPEN_STATES)] if number == 14 else E.ACCEPTED
    if stage == "screening" and number == 14:
        return E.ENDORSED if slot.number * 3 >= count else E.ACCEPTED
    return E.ACCEPTED


@dataclass(frozen=True, slots=True)
class Made:
    """A work before it is in the database."""

    slot: plan.Slot
    style: str
    seed: int
    person: Person
    title: str
    words: Mapping[str, str]
    again: str = ""  # a painting that was sent before, and how it was taken this time


# Works of the 14th edition that are another one sent again: of which edition, which work, and how.
_AGAIN = {17: (8, 61, "cut"), 24: (14, 0, "askew"), 43: (14, 9, "turned")}


def works(number: int, slots: Sequence[plan.Slot]) -> list[Made]:
    """Styles, titles and people for an edition's works; the same every time."""
    rng = random.Random(1000 + number)
    styles = plan.styles(number, PAINTING_STYLES, POSTER_STYLES, [slot.poster for slot in slots])
    made = []
    for slot, style in zip(slots, styles, strict=True):
        group = texts.MOTIFS[plan.GROUPS[style]]
        who = person(slot.country, slot.person)
        made.append(
            Made(slot, style, number * 10_000 + slot.number, who, rng.choice(group.titles)[who.language], rng.choice(group.descriptions))
        )
    return made


def sent_again(made: Mapping[int, list[Made]]) -> None:
    """Let a few works of the 14th edition be another's painting, so that the likeness finder has something to find."""
    for number, (edition, which, how) in _AGAIN.items():
        if number < len(made[14]) and which < len(made[edition]):
            model = made[edition][which]
            work = replace(made[14][number], style=model.style, seed=model.seed, words=model.words, again=how)
            titles = texts.MOTIFS[plan.GROUPS[model.style]].titles
            made[14][number] = replace(work, title=titles[0][work.person.language])


def paint_all(made: Mapping[int, Sequence[Made]], uploads: Path, say: Say) -> dict[int, list[Prepared]]:
    """Every picture, drawn in two processes, with a line of progress now and then."""
    jobs = [(work.seed, work.style, work.again) for work in chain.from_iterable(made.values())]
    ready: list[Prepared] = []
    for count, prepared in enumerate(painted(jobs, uploads), 1):
        ready.append(prepared)
        if count % 50 == 0 or count == len(jobs):
            say(f"    {'█' * (24 * count // len(jobs)):<24} {count} of {len(jobs)} pictures")
    found = iter(ready)
    return {number: [next(found) for _ in rows] for number, rows in made.items()}


def insert(
    session: Session,
    season: Season,
    edition: Edition,
    made: Sequence[Made],
    pictures: Sequence[Prepared],
    store: Store,
    stage: str = "open",
) -> list[int]:
    """Students, entries, permissions and pictures of an edition. Returns the entries' ids in the order of `made`."""
    rng = random.Random(edition.number)
    past = edition.number != 14
    when = edition.closes_at - timedelta(days=20) if past else season.now - timedelta(days=12)
    students = [_student(session, edition, work, rng, when, past=past) for work in made]
    session.add_all(students)
    session.flush()
    parts = _Parts(
        [d for (d,) in session.execute(select(Division.id).where(Division.edition_id == edition.id).order_by(Division.position))],
        [t for (t,) in session.execute(select(Theme.id).where(Theme.edition_id == edition.id).order_by(Theme.position))],
    )
    entries = [
        _entry(season, edition, work, student, parts, rng, when, state_of(edition.number, work.slot, stage, len(made)))
        for work, student in zip(made, students, strict=True)
    ]
    session.add_all(entries)
    session.flush()
    for entry, prepared in zip(entries, pictures, strict=True):
        picture = keep(session, store, prepared, about=("entry", entry.id), now=when)
        entry.picture_id = picture.id
    session.flush()
    _permissions(session, edition, entries, made, rng, when)
    return [entry.id for entry in entries]


@dataclass(frozen=True, slots=True)
class _Parts:
    divisions: Sequence[int]
    themes: Sequence[int]


def _student(session: Session, edition: Edition, work: Made, rng: random.Random, when: datetime, *, past: bool) -> Student:
    born = date(edition.year - rng.randint(13, 17), rng.randint(1, 12), rng.randint(1, 28))
    who = work.person
    contact = f"{codes.random_code(8).lower()}@demo.example.org" if not past and rng.random() < 0.5 else ""
    return Student(
        edition_id=edition.id, resume_hash=keys(session).digest("resume", codes.random_code(10)), language=who.language,
        full_name=who.full_name, latin_name=who.latin_name, reading=who.reading, short_name=_short(who), born=None if past else born,
        age=age_on(born, edition.age_day), email=contact, created_at=when,
    )  # fmt: skip


def _short(who: Person) -> str:
    """The families' own short forms; here simply the first word and a letter."""
    words = who.full_name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else f"{who.full_name[0]}○"


def _new_receipt(season: Season, edition: int) -> str:
    while (number := receipt_number(edition, codes.random_code(5))) in season.receipts:
        pass
    season.receipts.add(number)
    return number


def _entry(
    season: Season, edition: Edition, work: Made, student: Student, parts: _Parts, rng: random.Random, when: datetime, state: EntryState
) -> Entry:
    width, height = rng.choice(SIZES)
    who = work.person
    given: dict[str, Any] = {}
    if state is not E.DRAFT:
        given |= {"submitted_at": when, "receipt": _new_receipt(season, edition.number)}
    if state in {E.ENDORSED, E.ACCEPTED}:
        given |= {"endorsed_at": when + timedelta(days=3)}
    if state is E.ACCEPTED:
        given |= {"accepted_at": when + timedelta(days=5)}
    if state is E.RETURNED:
        given |= {"mend": "The photo is cut off at the left edge. Please take it again.", "mend_by": season.now + timedelta(days=30)}
    if state is E.DISQUALIFIED:
        given |= {"reason": "Sent twice under two names.", "left_state": E.SUBMITTED}
    return Entry(
        draft_key=codes.token(), edition_id=edition.id, student_id=student.id, government_id=season.governments[work.slot.government],
        state=state, title=work.title, description=work.words[who.language], language=who.language, descriptions=dict(work.words),
        medium=rng.choice(("watercolour", "gouache", "acrylic", "oil-pastel", "ink", "coloured-pencil")), width_mm=width, height_mm=height,
        painted_in=edition.year, division_id=parts.divisions[1 if work.slot.poster else 0], theme_id=rng.choice(parts.themes),
        school=who.school, teacher=who.teacher, own_work=True, created_at=when - timedelta(hours=1), saved_at=when,
        search_text=fold(" ".join((work.title, who.full_name, who.latin_name, who.school, given.get("receipt", "")))), **given,
    )  # fmt: skip


def _permissions(
    session: Session, edition: Edition, entries: Sequence[Entry], made: Sequence[Made], rng: random.Random, when: datetime
) -> None:
    """Answers to all five purposes; a few sent works of the open edition still wait for the guardian."""
    rows = session.execute(select(ConsentText.purpose, ConsentText.language, ConsentText.id).where(ConsentText.edition_id == edition.id))
    wording = {(purpose, language): identity for purpose, language, identity in rows}
    values = list(chain.from_iterable(
        _answers(entry, work, wording, rng, when) for entry, work in zip(entries, made, strict=True)
    ))  # fmt: skip
    session.execute(insert_rows(Consent), values)


def _answers(
    entry: Entry, work: Made, wording: Mapping[tuple[Purpose, str], int], rng: random.Random, when: datetime
) -> Iterator[dict[str, Any]]:
    language = work.person.language
    only_wish = entry.state is E.DRAFT or (entry.state is E.SUBMITTED and work.slot.number % 3 == 0)
    method = "wish" if only_wish else rng.choice(("link", "link", "paper"))
    wins = work.slot.tier < 4
    for purpose in Purpose:
        answer = "yes"
        if purpose is Purpose.NAME:
            answer = rng.choice(("full", "full", "short", "region"))
        elif purpose is Purpose.PHOTOS or (purpose is Purpose.SHOW and not wins):
            answer = "yes" if rng.random() < 0.85 else "no"
        yield {
            "entry_id": entry.id, "purpose": purpose, "answer": answer, "method": method, "text_id": wording[purpose, language],
            "language": language, "given_by": work.person.full_name if method == "wish" else f"{work.person.latin_name} (guardian)",
            "recorded_by_kind": "system", "recorded_by_id": 0, "at": when,
        }  # fmt: skip


def accepted(session: Session, entry_ids: Sequence[int], slots: Sequence[plan.Slot]) -> dict[int, plan.Slot]:
    """The accepted works among these, with what they are to win."""
    query = select(Entry.id).where(Entry.id.in_(entry_ids), Entry.state == E.ACCEPTED)
    inside = set(session.scalars(query))
    return {entry_id: slot for entry_id, slot in zip(entry_ids, slots, strict=True) if entry_id in inside}
