"""Do rows and files agree? Read by the check command; `sweep` takes away what a crash left."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import Unavailable
from contest.media.intake import CHUNK, hold
from contest.media.models import Derivative, Picture, Upload
from contest.media.store import ORIGINALS, STAGING, Store, derived, original

# Files this young may belong to an upload under way.
GRACE = timedelta(hours=1)


def faults(session: Session, store: Store, *, now: datetime | None = None) -> list[str]:
    """Missing, damaged and orphaned files, in English for operators; empty when all is well. Reads every byte, chunk by chunk."""
    try:
        return _faults(session, store, now or clock.now())
    except Unavailable:
        return ["the object store does not answer (the log says why): not everything was compared"]


def _faults(session: Session, store: Store, now: datetime) -> list[str]:
    files = [(original(sha256), sha256) for sha256 in session.scalars(select(Picture.sha256).distinct().order_by(Picture.sha256))]
    rows = session.execute(select(Derivative.private_name, Derivative.public_name).order_by(Derivative.id))
    files += [(derived(name), digest) for name, digest in rows]
    found = [problem for name, digest in files if (problem := _problem(store, name, digest))]
    found += [f"{_part(upload)} lacks bytes that were acknowledged" for upload in _under_way(session, now) if _lacks(store, upload)]
    return found + [f"{name} belongs to no picture" for name in left_over(session, store, now)]


def sweep(session: Session, store: Store, *, now: datetime | None = None) -> list[str]:
    """Remove files that belong to no picture and return their names.

    Call it inside a transaction. On SQLite that keeps uploads out; on PostgreSQL each original is held and asked for once more,
    since the same photo may be arriving again at this moment and rely on the file.
    """
    gone = []
    for name in left_over(session, store, now or clock.now()):
        folder, _, sha256 = name.partition("/")
        if folder == ORIGINALS:
            hold(session, sha256)
            if session.scalar(select(Picture.id).where(Picture.sha256 == sha256).limit(1)):
                continue
        store.remove(name)
        gone.append(name)
    return gone


def left_over(session: Session, store: Store, now: datetime) -> list[str]:
    """Files that belong to no picture and to no upload under way. Goes through all files."""
    known = {original(sha256) for sha256 in session.scalars(select(Picture.sha256))}
    known |= {derived(name) for name in session.scalars(select(Derivative.private_name))}
    known |= {_part(upload) for upload in _under_way(session, now)}
    return store.orphans(known, before=now - GRACE)


def _under_way(session: Session, now: datetime) -> list[Upload]:
    query = select(Upload).where(Upload.done_at.is_(None), Upload.expires_at > now).order_by(Upload.id)
    return list(session.scalars(query))


def _part(upload: Upload) -> str:
    return f"{STAGING}/{upload.key}.part"


def _lacks(store: Store, upload: Upload) -> bool:
    path = store.stage().with_name(f"{upload.key}.part")
    return upload.received > (path.stat().st_size if path.is_file() else 0)


def _problem(store: Store, name: str, digest: str) -> str | None:
    whole = hashlib.sha256()
    try:
        with store.open(name) as file:
            while chunk := file.read(CHUNK):
                whole.update(chunk)
    except FileNotFoundError:
        return f"{name} is missing"
    except OSError as error:
        return f"{name} cannot be read: {error.strerror}"
    return None if whole.hexdigest().startswith(digest) else f"{name} is damaged"
