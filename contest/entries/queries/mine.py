"""All entries of one painter with everything their page says, in the same number of statements for one entry and for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from contest.editions.models import Extension
from contest.editions.rules import Purpose, closing
from contest.entries.models import Consent, ConsentRequest, Entry
from contest.entries.queries.public import held_for
from contest.entries.queries.signed import Form, forms_of
from contest.entries.queries.student import announced, entries_of
from contest.entries.rules import Window
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, sources


@dataclass(frozen=True, slots=True)
class Mine:
    """One entry as its painter sees it. `asked` is the newest question to a guardian, `form` the newest signed form."""

    entry: Entry
    picture: PictureSource | None
    window: Window
    held: dict[Purpose, Consent]
    asked: ConsentRequest | None
    form: Form | None


def mine(session: Session, student_id: int) -> list[Mine]:
    """Newest first. Seven statements at most."""
    entries = entries_of(session, student_id)
    if not entries:
        return []
    ids = [entry.id for entry in entries]
    held, forms, pictures = held_for(session, ids), forms_of(session, ids), _pictures(session, entries)
    later = _extensions(session, entries)
    asked = {row.entry_id: row for row in session.scalars(_requests(ids))}  # the newest comes last
    return [
        Mine(
            entry, pictures.get(entry.id), _window(entry, later), held[entry.id], asked.get(entry.id),
            next(iter(forms[entry.id]), None),
        )
        for entry in entries
    ]  # fmt: skip


def _requests(ids: Sequence[int]) -> Select[ConsentRequest]:
    return select(ConsentRequest).where(ConsentRequest.entry_id.in_(ids)).order_by(ConsentRequest.id)


def _window(entry: Entry, later: dict[tuple[int, int], Extension]) -> Window:
    extension = later.get((entry.edition_id, entry.government_id or 0))
    closes_at = closing(entry.edition.closes_at, extension.closes_at if extension else None)
    return Window(entry.edition.opens_at, closes_at, announced(entry.edition), entry.late_until)


def _extensions(session: Session, entries: Sequence[Entry]) -> dict[tuple[int, int], Extension]:
    homes = {entry.government_id for entry in entries if entry.government_id is not None}
    query = select(Extension).where(Extension.edition_id.in_({entry.edition_id for entry in entries}), Extension.government_id.in_(homes))
    return {(row.edition_id, row.government_id): row for row in session.scalars(query)}


def _pictures(session: Session, entries: Sequence[Entry]) -> dict[int, PictureSource]:
    named = {entry.picture_id: entry for entry in entries if entry.picture_id}
    if not named:
        return {}
    files, found = derivatives_of(session, named), dict[int, PictureSource]()
    for picture in session.scalars(select(Picture).where(Picture.id.in_(named))):
        entry = named[picture.id]
        shown = sources(picture, [file for file in files[picture.id] if file.size <= 640], public=False, alt=entry.description)
        if shown is not None:
            found[entry.id] = shown
    return found
