"""Photos of works in progress, for their painters and the desks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.errors import Missing
from contest.core.text import N_
from contest.entries.models import ProcessPhoto
from contest.media.models import Derivative, Picture
from contest.media.queries import PictureSource, derivatives_of, sources

MOST = 3  # of one work


@dataclass(frozen=True, slots=True)
class Shown:
    """One of them as a private page shows it."""

    id: int
    source: PictureSource | None


def of_entry(session: Session, entry_id: int) -> Sequence[ProcessPhoto]:
    """The photos of one work, in the order they came."""
    return session.scalars(select(ProcessPhoto).where(ProcessPhoto.entry_id == entry_id).order_by(ProcessPhoto.id)).all()


def one(session: Session, entry_id: int, identity: int) -> ProcessPhoto:
    """One photo of this work. Refuses with `Missing`."""
    found = session.scalar(select(ProcessPhoto).where(ProcessPhoto.id == identity, ProcessPhoto.entry_id == entry_id))
    if found is None:
        raise Missing(N_("This photo is not here (any more)."))
    return found


def shown(session: Session, entry_id: int) -> list[Shown]:
    """The photos of one work with their files: three statements at most."""
    photos = of_entry(session, entry_id)
    if not photos:
        return []
    ids = [photo.picture_id for photo in photos]
    pictures = {row.id: row for row in session.scalars(select(Picture).where(Picture.id.in_(ids)))}
    files = derivatives_of(session, ids)
    return [Shown(photo.id, _source(pictures.get(photo.picture_id), files)) for photo in photos]


def _source(picture: Picture | None, files: Mapping[int, Sequence[Derivative]]) -> PictureSource | None:
    return sources(picture, files[picture.id], public=False) if picture else None
