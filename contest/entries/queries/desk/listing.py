"""Works as the lines of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, UnaryExpression, asc, desc, select, union_all
from sqlalchemy.orm import Session, joinedload

from contest.core.languages import language
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.models import Entry, Student
from contest.entries.queries.desk.checks import Check, photo_checks, same_photo
from contest.entries.queries.desk.wanted import Wanted, fits
from contest.entries.queries.public import consents_of
from contest.governments.models import Government
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, sources


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
        query = select(Entry.id, at.label("at")).where(*fits(wanted), test).order_by(turn(at), turn(Entry.id)).limit(offset + limit)
        return select(query.subquery())

    sent = first(Entry.submitted_at, Entry.submitted_at.is_not(None))
    both = union_all(sent, first(Entry.created_at, Entry.submitted_at.is_(None))).subquery()
    return select(both).order_by(turn(both.c.at), turn(both.c.id)).offset(offset).limit(limit).subquery("page")


def _lines(session: Session, entries: Sequence[Entry]) -> list[Line]:
    ids = [entry.picture_id for entry in entries if entry.picture_id]
    pictures = {row.id: row for row in session.scalars(select(Picture).where(Picture.id.in_(ids)))} if ids else {}
    files = derivatives_of(session, ids)
    twice = same_photo(session, entries, pictures.values())
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
                tuple(rules.missing_to_endorse(held)), tuple(photo_checks(entry.edition, picture, twice)),
            )
        )  # fmt: skip
    return made
