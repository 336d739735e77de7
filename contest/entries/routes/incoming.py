"""A file that comes with a form: looked into first, then kept in one transaction; what is refused leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from contest.db.transaction import transaction
from contest.media import intake
from contest.media.extension import current as media
from contest.media.intake import Prepared
from contest.media.rules import Limits

Keep = Callable[[Session, Prepared], object]


def take_in(sent: FileStorage | None, allowed: Limits, keep: Keep) -> None:
    """Read the file, then `keep` it. Refuses with what is wrong with it, also that there is none."""
    store = media().store
    try:
        staged = intake.receive(sent.stream if sent and sent.filename else None, store=store, limits=allowed)
    finally:
        if sent:
            sent.close()
    keep_prepared(intake.prepare(staged, store=store, decoders=media().decoders, limits=allowed), keep)


def keep_prepared(prepared: Prepared, keep: Keep) -> None:
    """Keep what has been looked into; when that is refused, its files go."""
    try:
        with transaction() as unit:
            keep(unit, prepared)
    except BaseException:
        intake.discard(prepared)
        raise
