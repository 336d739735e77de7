"""Do rows and files agree? Read by the check command; `sweep` takes away what a crash left."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core import clock
from contest.media.models import Derivative, Picture
from contest.media.store import Store, derived, original

# Files this young may belong to an upload under way.
GRACE = timedelta(hours=1)


def faults(session: Session, store: Store, *, now: datetime | None = None) -> list[str]:
    """Missing, damaged and orphaned files, in English for operators; empty when all is well. Reads every byte."""
    files = [(original(sha256), sha256) for sha256 in session.scalars(select(Picture.sha256).distinct().order_by(Picture.sha256))]
    rows = session.execute(select(Derivative.private_name, Derivative.public_name).order_by(Derivative.id))
    files += [(derived(name), digest) for name, digest in rows]
    found = [problem for name, digest in files if (problem := _problem(store, name, digest))]
    return found + [f"{name} belongs to no picture" for name in _orphans(session, store, now)]


def sweep(session: Session, store: Store, *, now: datetime | None = None) -> list[str]:
    """Remove files that belong to no picture and return their names. Call it inside a transaction, which keeps uploads out."""
    gone = _orphans(session, store, now)
    for name in gone:
        store.remove(name)
    return gone


def _orphans(session: Session, store: Store, now: datetime | None) -> list[str]:
    known = {original(sha256) for sha256 in session.scalars(select(Picture.sha256))}
    known |= {derived(name) for name in session.scalars(select(Derivative.private_name))}
    return store.orphans(known, before=(now or clock.now()) - GRACE)


def _problem(store: Store, name: str, digest: str) -> str | None:
    try:
        with store.open(name) as file:
            whole = hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return f"{name} is missing"
    return None if whole.startswith(digest) else f"{name} is damaged"
