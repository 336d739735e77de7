"""Photos of the work in progress: added and taken away while the entry may be changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.entries.actions.student import may_change
from contest.entries.models import Entry, ProcessPhoto
from contest.entries.queries import process as queries
from contest.ledger.record import record
from contest.media import intake
from contest.media.intake import Prepared
from contest.media.models import Picture
from contest.media.store import Store
from contest.policy import Actor


def add_photo(session: Session, actor: Actor, entry: Entry, prepared: Prepared, *, store: Store, now: datetime) -> ProcessPhoto:
    """One more photo of the work in progress. The same photo again is no second one."""
    may_change(session, actor, entry, now)
    there = queries.of_entry(session, entry.id)
    same = next((photo for photo in there if _digest(session, photo) == prepared.sha256), None)
    if same is not None:
        intake.discard(prepared)
        return same
    if len(there) >= queries.MOST:
        raise Conflict(N_("There are three photos already. Remove one if you want to add another."), "photo")
    photo = ProcessPhoto(entry_id=entry.id, picture_id=0, created_at=now)
    session.add(photo)
    session.flush()
    photo.picture_id = intake.keep(session, store, prepared, about=("process_photo", photo.id), now=now).id
    _noted(session, actor, entry, "entry:process photo", now, sha256=prepared.sha256)
    return photo


def remove_photo(session: Session, actor: Actor, entry: Entry, photo: ProcessPhoto, *, store: Store, now: datetime) -> None:
    """Take one away; its file goes with it."""
    may_change(session, actor, entry, now)
    picture = session.get(Picture, photo.picture_id)
    if picture is not None:
        intake.forget(session, store, picture)
    session.delete(photo)
    _noted(session, actor, entry, "entry:remove process photo", now)


def _digest(session: Session, photo: ProcessPhoto) -> str:
    picture = session.get(Picture, photo.picture_id)
    return picture.sha256 if picture else ""


def _noted(session: Session, actor: Actor, entry: Entry, act: str, now: datetime, **values: object) -> None:
    entry.saved_at = now
    entry.version += 1
    record(session, actor, act, entry, now=now, **values)
