"""What coordinators and the secretariat look through: lists, tallies, one work with all that is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, UnaryExpression, and_, asc, case, desc, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from contest.accounts.models import Account, Grant
from contest.core.errors import Missing
from contest.core.languages import language
from contest.core.text import N_, like
from contest.db.unit import locked
from contest.editions.models import Edition, Extension
from contest.editions.rules import Purpose, closing
from contest.entries import rules
from contest.entries.models import Consent, Entry, Student
from contest.entries.queries import process
from contest.entries.queries.public import consents_of, same_person
from contest.entries.queries.student import WHOLE
from contest.entries.queries.words import Agreed, agreed
from contest.entries.rules import NEEDED, Method, Permission
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.ledger.models import Event
from contest.ledger.queries import history
from contest.media.advice import advice
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, sources
from contest.policy import Role

GONE = N_("There is no such entry (any more).")
SENT = tuple(state for state in EntryState if state is not EntryState.DRAFT)


# ── which works ──


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which works a list shows. `None` or empty means: whatever."""

    edition_id: int
    states: tuple[EntryState, ...] = ()
    governments: tuple[int, ...] | None = None
    country: str = ""
    division_id: int | None = None
    school: str = ""
    text: str = ""
    only: str = ""  # ready, permission (needed ones are missing), hidden (published, not to be seen), unrepresented (no coordinator), late
    oldest: bool = False


def _answer(purpose: Purpose) -> Any:
    """The answer that holds for one purpose of an entry, as `rules.holding` finds it, inside a query."""
    row = aliased(Consent)
    query = select(row.answer).where(
        row.entry_id == Entry.id, row.purpose == purpose, row.method != Method.WISH.value, row.withdrawn_at.is_(None)
    )
    return query.order_by(row.at.desc(), row.id.desc()).limit(1).correlate(Entry).scalar_subquery()


def _yes(purpose: Purpose) -> ColumnElement[bool]:
    return func.coalesce(_answer(purpose), "") == Permission.YES.value


def _permitted() -> ColumnElement[bool]:
    return and_(*(_yes(purpose) for purpose in NEEDED))


def _represented() -> Select[Any]:
    """Governments somebody can endorse for."""
    query = select(Grant.government_id).join(Account, Account.id == Grant.account_id)
    return query.where(Grant.role == Role.COORDINATOR, Grant.government_id.is_not(None), Account.blocked_at.is_(None))


def _only(name: str) -> list[ColumnElement[bool]]:
    gone = Entry.state.in_((EntryState.WITHDRAWN, EntryState.DISQUALIFIED))
    tests: dict[str, Callable[[], ColumnElement[bool]]] = {
        "ready": _permitted,
        "permission": lambda: ~_permitted(),
        "hidden": lambda: and_(Entry.public_number.is_not(None), or_(Entry.taken_down_at.is_not(None), gone, ~_yes(Purpose.SHOW))),
        "late": lambda: Entry.late_until.is_not(None),
        "unrepresented": lambda: Entry.government_id.not_in(_represented()),
    }
    return [tests[name]()] if name in tests else []


def _tests(wanted: Wanted) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = [Entry.edition_id == wanted.edition_id, *_only(wanted.only)]
    if set(wanted.states) == set(SENT):  # said so, nothing tempts the planner away from the order of a list
        tests.append(Entry.state != EntryState.DRAFT)
    elif wanted.states:
        tests.append(Entry.state.in_(wanted.states))
    if wanted.governments is not None:
        tests.append(Entry.government_id.in_(wanted.governments))
    if wanted.country:
        tests.append(Entry.government_id.in_(select(Government.id).where(Government.country == wanted.country)))
    if wanted.division_id is not None:
        tests.append(Entry.division_id == wanted.division_id)
    if wanted.school:
        tests.append(Entry.school == wanted.school)
    if wanted.text:
        receipt = rules.read_receipt(wanted.text)
        found = Entry.search_text.like(like(wanted.text), escape="\\")
        tests.append(or_(found, Entry.receipt == receipt) if receipt else found)
    return tests


def count(session: Session, wanted: Wanted) -> int:
    """How many works fit."""
    return session.scalar(select(func.count()).select_from(Entry).where(*_tests(wanted))) or 0


def numbers(session: Session, wanted: Wanted) -> dict[EntryState, int]:
    """How many works fit in each state, whatever states are asked for."""
    every = replace(wanted, states=(), only="")
    query = select(Entry.state, func.count()).where(*_tests(every)).group_by(Entry.state)
    return dict(session.execute(query).all())


def hidden_by_edition(session: Session, edition_ids: Collection[int]) -> dict[int, int]:
    """How many published works of these editions the public does not see; editions without any are left out."""
    query = select(Entry.edition_id, func.count()).where(Entry.edition_id.in_(edition_ids), *_only("hidden")).group_by(Entry.edition_id)
    return dict(session.execute(query).all())


def schools(session: Session, edition_id: int, governments: Collection[int]) -> list[str]:
    """The schools works came from, as they were written."""
    query = select(Entry.school).where(Entry.edition_id == edition_id, Entry.government_id.in_(governments), Entry.school != "")
    return sorted(session.scalars(query.where(Entry.state != EntryState.DRAFT).distinct()))


# ── the list ──


@dataclass(frozen=True, slots=True)
class Check:
    """Something a person should look at: a message id and what fills it."""

    message: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A work as a line of a list. `held` are the answers that hold, `missing` the needed permissions that do not."""

    entry: Entry
    student: Student
    government: Government | None
    picture: PictureSource | None
    title_lang: str
    answers: dict[Purpose, str]
    missing: tuple[Purpose, ...]
    checks: tuple[Check, ...]


def lines(session: Session, wanted: Wanted, offset: int, limit: int) -> list[Line]:
    """One page of works, newest sent first (by when they were begun, if never sent): five statements, however many there are."""
    turn = asc if wanted.oldest else desc
    page = _in_turn(wanted, turn, offset, limit)
    query = select(Entry).join(page, page.c.id == Entry.id).order_by(turn(page.c.at), turn(page.c.id))
    query = query.options(joinedload(Entry.student), joinedload(Entry.government), joinedload(Entry.edition))
    return _lines(session, session.scalars(query).all())


def _in_turn(wanted: Wanted, turn: Callable[[Any], UnaryExpression[Any]], offset: int, limit: int) -> Subquery:
    """The ids of one page. Sent works and never sent ones are each read in their own order, so that an index gives the order and
    the rest of a work is read for this page alone."""

    def first(at: Any, test: ColumnElement[bool]) -> Any:
        query = select(Entry.id, at.label("at")).where(*_tests(wanted), test).order_by(turn(at), turn(Entry.id)).limit(offset + limit)
        return select(query.subquery())

    sent = first(Entry.submitted_at, Entry.submitted_at.is_not(None))
    both = union_all(sent, first(Entry.created_at, Entry.submitted_at.is_(None))).subquery()
    return select(both).order_by(turn(both.c.at), turn(both.c.id)).offset(offset).limit(limit).subquery("page")


def _lines(session: Session, entries: Sequence[Entry]) -> list[Line]:
    ids = [entry.picture_id for entry in entries if entry.picture_id]
    pictures = {row.id: row for row in session.scalars(select(Picture).where(Picture.id.in_(ids)))} if ids else {}
    files = derivatives_of(session, ids)
    twice = _same_photo(session, entries, pictures.values())
    given = consents_of(session, [entry.id for entry in entries])
    made = []
    for entry in entries:
        picture = pictures.get(entry.picture_id or 0)
        held = rules.holding(given[entry.id])
        small = [file for file in files.get(picture.id, []) if file.size <= 640] if picture else []
        made.append(
            Line(
                entry, entry.student, entry.government, sources(picture, small, public=False) if picture else None,
                language(entry.language).html, {purpose: row.answer for purpose, row in held.items()},
                tuple(rules.missing_to_endorse(held)), tuple(_photo_checks(entry.edition, picture, twice)),
            )
        )  # fmt: skip
    return made


def _same_photo(session: Session, entries: Sequence[Entry], pictures: Iterable[Picture]) -> set[str]:
    """Digests of photos that several works of an edition were sent with."""
    digests = {picture.sha256 for picture in pictures}
    if not digests:
        return set()
    query = (
        select(Picture.sha256, Entry.edition_id).join(Entry, and_(Entry.id == Picture.about_id, Entry.picture_id == Picture.id))
        .where(Picture.sha256.in_(digests), Entry.state != EntryState.WITHDRAWN)
        .group_by(Picture.sha256, Entry.edition_id).having(func.count() > 1)
    )  # fmt: skip
    editions = {entry.edition_id for entry in entries}  # sorted out here, lest all works of an edition be gone through for a few photos
    return {digest for digest, edition_id in session.execute(query) if edition_id in editions}


def _photo_checks(edition: Edition, picture: Picture | None, twice: Collection[str]) -> Iterable[Check]:
    if picture is None:
        yield Check(N_("There is no photo."))
        return
    for each in advice(picture.width, picture.height, picture.measures, edition.picture_side):
        if each.warns:
            yield Check(each.fact, tuple(each.values.items()))
    if picture.sha256 in twice:
        yield Check(N_("Another work was sent with the same photo."))


# ── one work ──


def by_reference(session: Session, reference: str) -> Entry:
    """The entry of a receipt number or an id, with all that belongs to it. Refuses with `Missing`."""
    query = select(Entry).options(*WHOLE)
    if reference.isascii() and reference.isdigit() and len(reference) < 10:
        query = query.where(Entry.id == int(reference))
    else:
        query = query.where(Entry.receipt == (rules.read_receipt(reference) or reference))
    found = session.scalar(query)
    if found is None:
        raise Missing(GONE)
    return found


def by_receipts(session: Session, receipts: Collection[str]) -> list[Entry]:
    """The entries of these receipt numbers; refuses with `Missing` when one of them does not exist."""
    found = session.scalars(select(Entry).where(Entry.receipt.in_(set(receipts)))).all()
    if len(found) != len(set(receipts)):
        raise Missing(GONE)
    return list(found)


def hold(session: Session, entry_id: int) -> Entry:
    """The entry as it is now, with all that belongs to it, held until the transaction ends.

    Its government is held first, as whoever counts a quota does: two who come from either side cannot block each other.
    """
    home = session.scalar(select(Entry.government_id).where(Entry.id == entry_id))
    if home is not None:
        locked(session, Government, home)
    return locked(session, Entry, entry_id, options=WHOLE)


def homes(session: Session, entry_ids: Collection[int]) -> list[int]:
    """The governments of these entries, by id."""
    query = select(Entry.government_id).where(Entry.id.in_(set(entry_ids)), Entry.government_id.is_not(None)).distinct()
    return sorted(home for home in session.scalars(query) if home is not None)


def used(session: Session, edition_id: int, government_id: int) -> int:
    """How many places of a government's quota are taken."""
    taken = (EntryState.ENDORSED, EntryState.ACCEPTED)
    query = select(func.count()).select_from(Entry).where(Entry.edition_id == edition_id, Entry.government_id == government_id)
    return session.scalar(query.where(Entry.state.in_(taken))) or 0


def has_coordinator(session: Session, government_id: int | None) -> bool:
    """Is there anybody who could endorse for this government?"""
    return session.scalar(_represented().where(Grant.government_id == government_id).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Work:
    """One work with everything a desk shows of it."""

    entry: Entry
    picture: PictureSource | None
    photo: Picture | None
    title_lang: str
    held: dict[Purpose, Consent]
    wishes: dict[Purpose, Consent]
    consents: Sequence[Consent]
    missing: tuple[Purpose, ...]
    checks: tuple[Check, ...]
    used: int
    agreed: dict[Purpose, Agreed]
    process: list[process.Shown]


def work(session: Session, entry: Entry) -> Work:
    """Gather everything about one work (loaded by `by_reference`)."""
    photo = session.get(Picture, entry.picture_id) if entry.picture_id else None
    picture = sources(photo, derivatives_of(session, [photo.id])[photo.id], public=False, alt=entry.description) if photo else None
    query = select(Consent).where(Consent.entry_id == entry.id).options(joinedload(Consent.text)).order_by(Consent.id)
    given = session.scalars(query).all()
    held = rules.holding(given)
    return Work(
        entry, picture, photo, language(entry.language).html, held, rules.wishes(given), given, tuple(rules.missing_to_endorse(held)),
        tuple(_all_checks(session, entry, photo)), used(session, entry.edition_id, entry.government_id) if entry.government_id else 0,
        agreed(session, entry.edition_id, held), process.shown(session, entry.id),
    )  # fmt: skip


def _all_checks(session: Session, entry: Entry, photo: Picture | None) -> Iterable[Check]:
    yield from _photo_checks(entry.edition, photo, _same_photo(session, [entry], [photo] if photo else []))
    yield from _age_checks(entry)
    if not entry.own_work:
        yield Check(N_("It is not confirmed that this is the young person’s own work."))
    if same_person(session, entry, entry.student):
        yield Check(N_("Somebody of the same name, birth date and school has another entry in this edition."))


def _age_checks(entry: Entry) -> Iterable[Check]:
    """By the birthday; and once that is deleted, by the age that was counted."""
    edition, born, age = entry.edition, entry.student.born, entry.student.age
    if born is not None:
        low, high = rules.ages_on(born, edition.age_day, exact=edition.full_birth_date)
    elif age is not None:
        low = high = age
    else:
        yield Check(N_("The date of birth is missing."))
        return
    if high < edition.age_from or low > edition.age_to:
        yield Check(N_("The age on the day that counts is %(age)s."), (("age", high),))


def next_to_screen(session: Session, edition_id: int, after: Entry | None = None) -> Entry | None:
    """The work that has waited longest for the secretariat; past `after`, going round at the end."""
    query = select(Entry).where(Entry.edition_id == edition_id, Entry.state == EntryState.ENDORSED)
    waiting = session.scalars(query.order_by(func.coalesce(Entry.endorsed_at, Entry.created_at), Entry.id)).all()
    rest = [entry for entry in waiting if after is None or entry.id != after.id]
    if after is None or after.endorsed_at is None:
        return rest[0] if rest else None
    mark = (after.endorsed_at, after.id)
    return next((entry for entry in rest if (entry.endorsed_at or entry.created_at, entry.id) > mark), rest[0] if rest else None)


def story(session: Session, entry: Entry) -> list[Event]:
    """Everything on record about a work and its painter's codes, oldest first."""
    about = [*history(session, "entry", entry.id), *history(session, "student", entry.student_id)]
    return sorted(about, key=lambda event: event.id)


# ── tallies ──


@dataclass(frozen=True, slots=True)
class Tally:
    """How a government's works stand: by state, and how many sent ones may be passed on."""

    government: Government
    states: dict[EntryState, int]
    ready: int
    closes_at: datetime
    extended: bool

    @property
    def used(self) -> int:
        """Places of the quota that are taken."""
        return self.states.get(EntryState.ENDORSED, 0) + self.states.get(EntryState.ACCEPTED, 0)

    @property
    def unanswered(self) -> int:
        """Sent, but a needed permission is missing."""
        return self.states.get(EntryState.SUBMITTED, 0) - self.ready

    @property
    def sent(self) -> int:
        """Everything that was ever sent and is not a draft again."""
        return sum(count for state, count in self.states.items() if state is not EntryState.DRAFT)


def tallies(session: Session, edition: Edition, government_ids: Collection[int]) -> list[Tally]:
    """How the works of these governments stand, in three statements."""
    ready = case((and_(Entry.state == EntryState.SUBMITTED, _permitted()), 1), else_=0).label("ready")
    inner = select(Entry.government_id, Entry.state, ready)
    rows = inner.where(Entry.edition_id == edition.id, Entry.government_id.in_(government_ids)).subquery()
    query = select(rows.c.government_id, rows.c.state, func.count(), func.sum(rows.c.ready)).group_by(rows.c.government_id, rows.c.state)
    found: dict[int, dict[EntryState, int]] = {}
    passed: Counter[int] = Counter()
    for government_id, state, how_many, able in session.execute(query):
        found.setdefault(government_id, {})[state] = how_many
        passed[government_id] += int(able or 0)
    extended = select(Extension).where(Extension.edition_id == edition.id, Extension.government_id.in_(government_ids))
    later = {row.government_id: row.closes_at for row in session.scalars(extended)}
    homes = session.scalars(select(Government).where(Government.id.in_(government_ids)).order_by(Government.key)).all()
    return [
        Tally(each, found.get(each.id, {}), passed[each.id], closing(edition.closes_at, later.get(each.id)), each.id in later)
        for each in homes
    ]


def mend_until(closes_at: datetime, now: datetime) -> datetime:
    """By when a returned work should be back, unless somebody says otherwise: closing, or a week from now if that is later."""
    return max(closes_at, now + timedelta(days=7))
