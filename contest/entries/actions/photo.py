"""How the photo of a painting comes in: at once with a form, or in parts that may take a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.entries.actions.student import may_change, set_photo
from contest.entries.models import Entry
from contest.media import intake, parts
from contest.media.intake import Prepared
from contest.media.parts import About, Announced, Chunk, Standing
from contest.media.rules import Limits
from contest.media.store import Store
from contest.policy import Actor


def about(entry: Entry) -> About:
    """What the kernel of pictures calls this entry."""
    return "entry", entry.id


def take_photo(session: Session, actor: Actor, entry: Entry, prepared: Prepared, *, store: Store, now: datetime) -> None:
    """The photo that came with a form. What was under way in parts is given up: the newest choice counts."""
    set_photo(session, actor, entry, prepared, store=store, now=now)
    parts.cancel_all(session, store, about(entry), now=now)


def begin_upload(
    session: Session, actor: Actor, entry: Entry, announced: Announced, *, store: Store, limits: Limits, now: datetime
) -> tuple[Standing, bool]:  # fmt: skip
    """Begin to send a photo in parts, or go on where it stopped; and whether it is a new upload. An entry has one at a time."""
    may_change(session, actor, entry, now)
    return parts.begin(session, about(entry), announced, store=store, limits=limits, now=now)


def take_part(
    session: Session, actor: Actor, entry: Entry, key: str, chunk: Chunk, *, store: Store, now: datetime
) -> tuple[Standing, bool]:  # fmt: skip
    """Add a chunk: where the upload stands then, and whether the chunk belonged there."""
    may_change(session, actor, entry, now)
    upload = parts.held(session, about(entry), key, now=now)
    taken = parts.append(upload, chunk, store=store, now=now)
    return parts.standing(upload), taken


def finish_upload(session: Session, actor: Actor, entry: Entry, key: str, prepared: Prepared, *, store: Store, now: datetime) -> None:
    """What came in parts is the photo from now on. When another window was quicker, it is already."""
    may_change(session, actor, entry, now)
    upload = parts.held(session, about(entry), key, now=now)
    if upload.done_at is not None:
        intake.discard(prepared)
        return
    set_photo(session, actor, entry, prepared, store=store, now=now)
    parts.finish(session, store, upload, now=now)


def drop_upload(session: Session, actor: Actor, entry: Entry, key: str, *, store: Store, now: datetime) -> None:
    """Keep nothing of an upload under way. One that has become the photo stays."""
    may_change(session, actor, entry, now)
    upload = parts.held(session, about(entry), key, now=now)
    if upload.done_at is None:
        parts.cancel(session, store, upload)
