"""Works whose pictures look alike, as the secretariat goes through them. Nobody else asks this module anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from contest.accounts.models import Account
from contest.core.errors import Missing
from contest.core.languages import language
from contest.core.text import N_
from contest.entries.models import Entry, Likeness
from contest.entries.rules import Finding
from contest.entries.states import EntryState
from contest.media import likeness
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, sources

UNDECIDED = "undecided"
_earlier, _later = aliased(Entry), aliased(Entry)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which pairs a list shows: decided how (a `Finding`, `undecided`, or empty for all), touching which edition."""

    decision: str = UNDECIDED
    edition_id: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two works."""

    entry: Entry
    picture: PictureSource | None
    photo: Picture | None
    title_lang: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two works that look alike. `way` is how the later picture must lie to look like the earlier (0: as it is)."""

    likeness: Likeness
    earlier: Side
    later: Side
    way: int = 0
    decided_by: str = ""


def sent() -> list[ColumnElement[bool]]:
    """Works that were received, whatever became of them: also a withdrawn one may be sent again under another name."""
    return [Entry.state != EntryState.DRAFT, Entry.submitted_at.is_not(None)]


def _pairs(asked: Asked) -> list[ColumnElement[bool]]:
    """What is being changed by its painter again waits until it is sent."""
    tests: list[ColumnElement[bool]] = [_earlier.state != EntryState.DRAFT, _later.state != EntryState.DRAFT]
    if asked.decision == UNDECIDED:
        tests.append(Likeness.decision.is_(None))
    elif asked.decision:
        tests.append(Likeness.decision == asked.decision)
    if asked.edition_id is not None:
        tests.append(or_(_earlier.edition_id == asked.edition_id, _later.edition_id == asked.edition_id))
    return tests


def _joined(query: Any) -> Any:
    return query.join(_earlier, _earlier.id == Likeness.earlier_id).join(_later, _later.id == Likeness.later_id)


def counts(session: Session, edition_id: int | None = None) -> Counter[str]:
    """How many pairs are decided how; those that are not stand under `undecided`."""
    found = func.coalesce(Likeness.decision, UNDECIDED)
    query = _joined(select(found, func.count()).select_from(Likeness)).where(*_pairs(Asked("", edition_id))).group_by(found)
    return Counter(dict(session.execute(query).all()))


def count(session: Session, asked: Asked) -> int:
    """How many pairs fit."""
    found: int | None = session.scalar(_joined(select(func.count()).select_from(Likeness)).where(*_pairs(asked)))
    return found or 0


def waiting(session: Session) -> int:
    """How many pairs nobody has decided about."""
    return count(session, Asked())


def pairs(session: Session, asked: Asked, offset: int, limit: int) -> list[Pair]:
    """One page of pairs: what waits with the most alike first, what is decided with the latest first."""
    query = _whole(_joined(select(Likeness)).where(*_pairs(asked)))
    turn = _turn() if asked.decision == UNDECIDED else (Likeness.decided_at.desc(), Likeness.id.desc())
    rows = session.scalars(query.order_by(*turn).offset(offset).limit(limit)).all()
    return list(_shown(session, rows, small=True))


def _turn() -> tuple[Any, ...]:
    return Likeness.distance, Likeness.id


def _whole(query: Any) -> Any:
    of = (joinedload(Likeness.earlier), joinedload(Likeness.later))
    parts = (Entry.edition, Entry.student, Entry.government)
    return query.options(*of, *(side.joinedload(part) for side in of for part in parts))


def _shown(session: Session, rows: Sequence[Likeness], *, small: bool) -> Iterator[Pair]:
    ids = {entry.picture_id for row in rows for entry in (row.earlier, row.later) if entry.picture_id}
    photos = {row.id: row for row in session.scalars(select(Picture).where(Picture.id.in_(ids)))} if ids else {}
    files = derivatives_of(session, ids)

    def side(entry: Entry) -> Side:
        photo = photos.get(entry.picture_id or 0)
        given = [file for file in files.get(photo.id, []) if not small or file.size <= 640] if photo else []
        return Side(entry, sources(photo, given, public=False) if photo else None, photo, language(entry.language).html)

    for row in rows:
        yield Pair(row, side(row.earlier), side(row.later))


def by_id(session: Session, identity: int) -> Pair:
    """One pair with both works and how to lay them alike. Refuses with `Missing`."""
    row = session.scalar(_whole(select(Likeness).where(Likeness.id == identity)))
    if row is None:
        raise Missing(N_("There is no such pair (any more)."))
    pair = next(_shown(session, [row], small=False))
    decided_by = session.scalar(select(Account.name).where(Account.id == row.decided_by_id)) if row.decided_by_id else None
    return replace(pair, way=_way(session, pair), decided_by=decided_by or "")


def _way(session: Session, pair: Pair) -> int:
    """Looked up anew rather than kept: it is two milliseconds, and right also for a pair whose picture has been turned since."""
    ids = [side.photo.id if side.photo else 0 for side in (pair.earlier, pair.later)]
    stored = dict(session.execute(select(Picture.id, Picture.fingerprint).where(Picture.id.in_(ids))).all())
    first, second = (stored.get(identity) for identity in ids)
    if not (likeness.readable(first) and likeness.readable(second)):
        return 0
    match = likeness.Wanted(second or b"").match(likeness.Print(first or b""))
    return match.way if match else 0


def next_undecided(session: Session, after: Likeness) -> Likeness | None:
    """What waits behind this pair in the list's order, going round at the end."""
    query = _joined(select(Likeness)).where(*_pairs(Asked()), Likeness.id != after.id)
    behind = or_(Likeness.distance > after.distance, and_(Likeness.distance == after.distance, Likeness.id > after.id))
    row: Likeness | None = session.scalar(query.where(behind).order_by(*_turn()).limit(1))
    return row or session.scalar(query.order_by(*_turn()).limit(1))


def of_entry(session: Session, entry_id: int) -> list[Likeness]:
    """Pairs of a work that somebody should look at or that were found to be the same, the most alike first."""
    query = _joined(select(Likeness)).where(
        or_(Likeness.earlier_id == entry_id, Likeness.later_id == entry_id),
        or_(Likeness.decision.is_(None), Likeness.decision == Finding.SAME.value), *_pairs(Asked("")),
    )  # fmt: skip
    return list(session.scalars(query.order_by(*_turn())))
