"""Works as other rooms' lists show them: a small picture, a title, a region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.languages import language
from contest.core.localized import Localized
from contest.editions.rules import Purpose
from contest.entries.models import Entry
from contest.entries.queries.public import held_for
from contest.entries.rules import Permission
from contest.governments.models import Government
from contest.media.models import Derivative
from contest.media.queries import PictureSource, derivatives_of, private_address


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One work in a list of a work area: its picture at a private address."""

    entry_id: int
    title: str
    title_lang: str
    government: Localized
    picture: PictureSource | None
    late: bool = False  # taken after closing


def thumbnails(session: Session, entry_ids: Iterable[int]) -> dict[int, Thumbnail]:
    """Small pictures and titles of many works, in two statements whatever their number."""
    wanted = list(entry_ids)
    if not wanted:
        return {}
    query = (
        select(Entry.id, Entry.title, Entry.language, Entry.picture_id, Entry.late_until, Government.names)
        .outerjoin(Government, Government.id == Entry.government_id)
        .where(Entry.id.in_(wanted))
    )
    rows = session.execute(query).all()
    files = derivatives_of(session, [row.picture_id for row in rows if row.picture_id is not None])
    return {
        row.id: Thumbnail(
            row.id, row.title, language(row.language).html, row.names or {}, _small(files.get(row.picture_id, []), row.title),
            row.late_until is not None,
        )
        for row in rows
    }


def _small(derivatives: Iterable[Derivative], title: str) -> PictureSource | None:
    smallest = min((d for d in derivatives if d.format == "webp"), key=lambda d: d.size, default=None)
    return PictureSource(private_address(smallest), "", smallest.width, smallest.height, "", title) if smallest else None


def permitted_to_show(session: Session, entry_ids: Iterable[int]) -> set[int]:
    """Which of these works may be shown to the public, by the permissions held now."""
    return {
        entry_id
        for entry_id, held in held_for(session, entry_ids).items()
        if Purpose.SHOW in held and held[Purpose.SHOW].answer == Permission.YES
    }
