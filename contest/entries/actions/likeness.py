"""Finding works whose pictures look alike, and deciding about them. Nothing here changes a work.

Comparing is slow, so it is done outside of any transaction that writes; what it found is then written in a short one, which passes over
pictures that somebody else compared, replaced or took away in the meantime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from PIL import Image
from sqlalchemy import ColumnElement, Row, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from contest.core.errors import Invalid
from contest.core.text import N_, clean_lines
from contest.db.batches import batches
from contest.db.unit import locked
from contest.entries import rules
from contest.entries.models import Entry, Likeness
from contest.entries.queries.likeness import sent
from contest.entries.rules import Finding, Stale
from contest.ledger.record import record
from contest.media.likeness import Index, Match, Print, Wanted, all_pairs, fingerprint, readable
from contest.media.models import Derivative, Picture
from contest.media.store import Store, derived
from contest.policy import Actor, May, require

Begin = Callable[[], AbstractContextManager[Session]]
Progress = Callable[[str, int, int], None]
Found = Mapping[tuple[int, int], Match]  # by the ids of both works, the smaller first

FEW = 8  # so many new pictures are sooner compared each with all others than by an index of all
AT_ONCE = 500
MANY = 2000  # so many works are worth a second process


@dataclass(frozen=True, slots=True)
class Seen:
    """A work and the picture it had when it was looked at."""

    entry_id: int
    picture_id: int
    stored: bytes


def compare_due(session: Session, begin: Begin, now: datetime) -> int:
    """Compare pictures nobody has compared yet with those of all works ever received (a few hundred at a time); gives how many.

    `begin()` opens a transaction (`contest.db.transaction.transaction`).
    """
    _forget_gone(session, begin)
    fresh = _fresh(session)
    if not fresh:
        return 0
    if len(fresh) > FEW:
        works = list(_all(session))
        found = _named(works, Index(each.stored for each in works).pairs())
    else:
        found = _each_with_all(session, fresh)
    with begin() as unit:
        _write(unit, fresh, found, now)
    return len(fresh)


def _each_with_all(session: Session, fresh: Sequence[Seen]) -> dict[tuple[int, int], Match]:
    wanted = {each.entry_id: Wanted(each.stored) for each in fresh}
    found: dict[tuple[int, int], Match] = {}
    for other in _all(session):
        one = Print(other.stored)
        for identity, each in wanted.items():
            if identity != other.entry_id and (match := each.match(one)):
                found[min(identity, other.entry_id), max(identity, other.entry_id)] = match
    return found


def _named(works: Sequence[Seen], pairs: Iterable[tuple[int, int, Match]]) -> dict[tuple[int, int], Match]:
    return {(works[one].entry_id, works[other].entry_id): match for one, other, match in pairs}


def _received() -> Select[int, int, bytes | None]:
    query = select(Entry.id, Picture.id, Picture.fingerprint).join(Picture, Picture.id == Entry.picture_id)
    return query.where(*sent(), Picture.fingerprint.is_not(None)).order_by(Entry.id).limit(AT_ONCE)


def _seen(rows: Iterable[Row[int, int, bytes | None]]) -> list[Seen]:
    return [Seen(entry, picture, stored) for entry, picture, stored in rows if stored and readable(stored)]


def _fresh(session: Session) -> list[Seen]:
    return list(islice(_each(session, Picture.compared_at.is_(None)), AT_ONCE))


def _all(session: Session) -> Iterator[Seen]:
    return _each(session)


def _each(session: Session, *tests: ColumnElement[bool]) -> Iterator[Seen]:
    """Every work received that can be compared, a few at a time."""
    after = 0
    while rows := session.execute(_received().where(Entry.id > after, *tests)).all():
        yield from _seen(rows)
        after = rows[-1][0]


def _write(session: Session, compared: Sequence[Seen], found: Found, now: datetime) -> None:
    """Put down what was found for those pictures that still are what was compared. What people decided stays as it is."""
    _alone(session)
    held = _held(session, compared)
    for part in batches(sorted(held), AT_ONCE):
        mine = or_(Likeness.earlier_id.in_(part), Likeness.later_id.in_(part))
        known = {pair: match for pair, match in found.items() if set(pair) & set(part)}
        rows = {(row.earlier_id, row.later_id): row for row in session.scalars(select(Likeness).where(mine).with_for_update())}
        for pair, row in rows.items():
            _reopen(row, max((held[each] for each in pair if each in held), default=now))
            if row.decision is None and pair not in known:
                session.delete(row)
            elif row.decision is None:
                row.kind, row.distance = known[pair].kind, known[pair].distance
        for earlier, later in sorted(known.keys() - rows.keys()):
            match = known[earlier, later]
            session.add(Likeness(earlier_id=earlier, later_id=later, kind=match.kind, distance=match.distance, found_at=now))
        session.flush()
    for part in batches([each.picture_id for each in compared if each.entry_id in held], AT_ONCE):
        session.execute(update(Picture).where(Picture.id.in_(part)).values(compared_at=now))


def _reopen(row: Likeness, photo_of: datetime) -> None:
    """What was decided about another photo does not hold for this one. (Turned or trimmed, it is still the same.)"""
    if row.decided_at is not None and row.decided_at < photo_of:
        row.decision = row.decided_at = row.decided_by_id = None
        row.reason, row.version = "", row.version + 1


def _alone(session: Session) -> None:
    """One process at a time writes pairs, lest two put down the same one. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(0x4C494B45)))


def _held(session: Session, compared: Sequence[Seen]) -> dict[int, datetime]:
    """The works that still have the same picture, looking the same, and since when they have its photo."""
    still: dict[int, datetime] = {}
    wanted = {each.entry_id: (each.picture_id, each.stored) for each in compared}
    for part in batches(sorted(wanted), AT_ONCE):
        query = select(Entry.id, Picture.id, Picture.fingerprint, Picture.created_at).join(Picture, Picture.id == Entry.picture_id)
        rows = session.execute(query.where(Entry.id.in_(part)))
        still |= {entry: since for entry, picture, stored, since in rows if (picture, stored) == wanted[entry]}
    return still


def _forget_gone(session: Session, begin: Begin) -> None:
    """A work whose picture was deleted drops out, with all that was found about it."""
    without = select(Entry.id).where(Entry.picture_id.is_(None) | Entry.picture_id.not_in(select(Picture.id)))
    gone = or_(Likeness.earlier_id.in_(without), Likeness.later_id.in_(without))
    if session.scalar(select(Likeness.id).where(gone).limit(1)) is not None:
        with begin() as unit:
            unit.execute(delete(Likeness).where(gone))


# ── the whole archive ──


@dataclass(frozen=True, slots=True)
class Summary:
    """What comparing the archive came to."""

    compared: int
    unreadable: int
    pairs: int


def compare_all(session: Session, begin: Begin, store: Store, now: datetime, progress: Progress) -> Summary:
    """Compare every received work with every other. Decisions stay; what nobody decided is found anew."""
    _forget_gone(session, begin)
    lost = _look_again(session, begin, store, progress)
    works = list(_all(session))
    count = len(works)
    stored = [each.stored for each in works]
    pairs = Index(stored).pairs() if count < MANY else all_pairs(stored, lambda done: progress("compared", done, count))
    found = _named(works, pairs)
    with begin() as unit:
        _write(unit, works, found, now)
    return Summary(count, lost, len(found))


def _look_again(session: Session, begin: Begin, store: Store, progress: Progress) -> int:
    """Fingerprints for pictures that have none (or one of an older kind), from our own small files; gives how many could not be read."""
    query = select(Picture.id, Picture.fingerprint).join(Entry, Entry.picture_id == Picture.id).where(*sent()).order_by(Picture.id)
    wanting = [identity for identity, stored in session.execute(query) if not readable(stored)]
    lost = done = 0
    for part in batches(wanting, AT_ONCE):
        made = dict(_made(session, store, part))
        with begin() as unit:
            for identity, stored in made.items():
                unit.execute(update(Picture).where(Picture.id == identity).values(fingerprint=stored))
        lost, done = lost + len(part) - len(made), done + len(part)
        progress("looked at", done, len(wanting))
    return lost


def _made(session: Session, store: Store, pictures: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    query = select(Derivative.picture_id, Derivative.private_name).where(Derivative.picture_id.in_(pictures), Derivative.format == "webp")
    smallest = dict(session.execute(query.order_by(Derivative.size.desc())).all())
    for identity, name in smallest.items():
        try:
            with store.open(derived(name)) as file, Image.open(file, formats=["WEBP"]) as image:
                yield identity, fingerprint(image)
        except (OSError, ValueError):
            continue


# ── deciding ──


def decide(
    session: Session, actor: Actor, likeness_id: int, finding: Finding, *, reason: str, seen: int | None, now: datetime
) -> Likeness:
    """Say what two works are to each other, or say it differently. Changes nothing of the works.

    Refuses with `Stale` when somebody decided since `seen`, the version of the page; to decide the same again is no conflict.
    """
    require(actor, May.LIKENESS_DECIDE)
    row = locked(session, Likeness, likeness_id)
    words = clean_lines(reason)
    if (row.decision, row.reason) == (finding.value, words):
        return row
    if row.version != seen:
        raise Stale(N_("Somebody decided about this pair in the meantime. Look at what they found."))
    if finding is Finding.SAME and not rules.legible(words):
        raise Invalid(N_("Say how you know that it is the same work: others will rely on it."), "reason")
    before, row.decision, row.reason = row.decision, finding.value, words
    row.decided_by_id, row.decided_at, row.version = actor.id, now, row.version + 1
    record(session, actor, "likeness:decide", row, now=now, decision=finding.value, before=before, reason=words)
    return row
