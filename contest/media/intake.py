"""A photo's way in: received, prepared, kept. Files are in place before the row is; a rollback takes them away.

`receive` and `prepare` outside of any transaction (decoding is slow), then `keep` inside one; `prepare_framing` and `reframe` likewise.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contest.db.types import Blob
from contest.db.unit import after_commit, on_rollback
from contest.media import rules
from contest.media.decoders import Decoded, Decoders, Made
from contest.media.framing import Framing
from contest.media.measure import Measures
from contest.media.models import Derivative, Picture
from contest.media.room import ask_for
from contest.media.rules import Limits
from contest.media.store import Store, derived, original

log = logging.getLogger("contest.media")
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Staged:
    """A received file that nobody has looked into yet."""

    path: Path
    sha256: str
    count: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A decoded photo with its derivatives, all in staging (`path` is None when the original is kept already).

    `width` and `height` are those of the picture shown, at the resolution of the photo.
    """

    path: Path | None
    sha256: str
    bytes: int
    kind: str
    width: int
    height: int
    framing: Framing
    colour: str
    measures: Measures
    fingerprint: Blob
    files: tuple[Made, ...]


def receive(stream: IO[bytes] | None, *, store: Store, limits: Limits) -> Staged:
    """Stream a guest into staging, counting. Stops at the limit without reading the rest. Refuses with `Invalid`."""
    if stream is None:
        raise rules.nothing_chosen()
    announced = _length(stream)
    if announced is not None and announced > limits.bytes:
        raise rules.too_large(announced, limits.bytes)
    ask_for(store, announced or 0)
    path = store.stage()
    try:
        return _streamed(stream, path, limits)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def prepare(staged: Staged, *, store: Store, decoders: Decoders, limits: Limits) -> Prepared:
    """Decode what was received and make its derivatives. Slow, so never inside a transaction.

    Refuses with `Invalid` (or `TooMany` when all decoders are busy), and the staged file is gone then.
    """
    kind = rules.sniff(staged.head)
    if kind not in rules.ACCEPTED:
        discard(staged)
        raise rules.wrong_kind(kind)
    try:
        decoded = decoders.decode(staged.path, out=store.stage(), limits=limits)
    except BaseException:
        discard(staged)
        raise
    return _prepared(decoded, staged.path, staged.sha256, staged.count, Framing())


def prepare_framing(picture: Picture, framing: Framing, *, store: Store, decoders: Decoders, limits: Limits) -> Prepared:
    """The derivatives of a kept picture, framed anew. Slow, so never inside a transaction. Refuses like `prepare`."""
    try:
        with store.local(original(picture.sha256)) as path:
            decoded = decoders.decode(path, out=store.stage(), limits=limits, framing=framing)
    except FileNotFoundError:
        raise rules.missing() from None
    return _prepared(decoded, None, picture.sha256, picture.bytes, framing)


def discard(guest: Staged | Prepared) -> None:
    """Take away what was staged and is not wanted after all."""
    if guest.path is not None:
        guest.path.unlink(missing_ok=True)
    if isinstance(guest, Prepared):
        for file in guest.files:
            file.path.unlink(missing_ok=True)


def keep(session: Session, store: Store, prepared: Prepared, *, about: tuple[str, int], now: datetime) -> Picture:
    """A new picture of the thing `about` (kind, id), its files in place."""
    picture = Picture(
        about_kind=about[0], about_id=about[1], sha256=prepared.sha256, kind=prepared.kind, bytes=prepared.bytes, created_at=now
    )
    _describe(picture, prepared)
    session.add(picture)
    hold(session, prepared.sha256)
    on_rollback(session, lambda _lost: discard(prepared))
    on_rollback(session, partial(_release, store, prepared.sha256))
    if prepared.path is not None:
        store.put(prepared.path, original(prepared.sha256))
    _put(session, store, picture, prepared.files)
    return picture


def reframe(session: Session, store: Store, picture: Picture, prepared: Prepared) -> Picture:
    """Show the picture as `prepare_framing` made it: new files under new names, the old ones gone."""
    if prepared.sha256 != picture.sha256:  # replaced in the meantime: nothing to frame any more
        discard(prepared)
        return picture
    on_rollback(session, lambda _lost: discard(prepared))
    _drop_files(session, store, [picture.id])
    _describe(picture, prepared)
    picture.compared_at = None
    _put(session, store, picture, prepared.files)
    return picture


def forget(session: Session, store: Store, picture: Picture) -> None:
    """Delete the picture's rows now and its files once that is stored; the original only with its last row."""
    _drop_files(session, store, [picture.id])
    session.delete(picture)
    session.flush()
    after_commit(session, partial(_release, store, picture.sha256))


def _streamed(stream: IO[bytes], path: Path, limits: Limits) -> Staged:
    digest, count, head = hashlib.sha256(), 0, b""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := stream.read(CHUNK):
            count += len(chunk)
            if count > limits.bytes:
                raise rules.too_large(None, limits.bytes)
            head = head or chunk[: rules.HEAD]
            digest.update(chunk)
            file.write(chunk)
    return Staged(path, digest.hexdigest(), count, head)


def _length(stream: IO[bytes]) -> int | None:
    """How long the stream says it is, without reading it; None when it cannot know."""
    with suppress(OSError, AttributeError, ValueError):
        here = stream.tell()
        end = stream.seek(0, os.SEEK_END)
        stream.seek(here)
        return end - here
    return None


def _prepared(decoded: Decoded, path: Path | None, sha256: str, count: int, framing: Framing) -> Prepared:
    return Prepared(
        path, sha256, count, decoded.kind, decoded.width, decoded.height, framing, decoded.colour, decoded.measures, decoded.fingerprint,
        decoded.files,
    )  # fmt: skip


def _describe(picture: Picture, prepared: Prepared) -> None:
    picture.width, picture.height, picture.colour = prepared.width, prepared.height, prepared.colour
    picture.rotation, picture.crop, picture.masks = prepared.framing.rotation, prepared.framing.crop, list(prepared.framing.masks)
    picture.measures, picture.fingerprint = prepared.measures.stored(), prepared.fingerprint


def _put(session: Session, store: Store, picture: Picture, files: Sequence[Made]) -> None:
    for file in files:
        data, name = file.path.read_bytes(), secrets.token_hex(16)
        session.add(
            Derivative(
                picture=picture, size=file.size, format=file.format, width=file.width, height=file.height, bytes=len(data),
                private_name=name, public_name=hashlib.sha256(data).hexdigest()[:40],
            )
        )  # fmt: skip
        on_rollback(session, partial(_remove, store, derived(name)))
        store.put(file.path, derived(name))
    session.flush()


def _drop_files(session: Session, store: Store, pictures: Sequence[int]) -> None:
    names = session.scalars(select(Derivative.private_name).where(Derivative.picture_id.in_(pictures))).all()
    for name in names:
        after_commit(session, partial(_remove, store, derived(name)))
    session.execute(delete(Derivative).where(Derivative.picture_id.in_(pictures)))


def _remove(store: Store, name: str, _session: Session) -> None:
    store.remove(name)


def _release(store: Store, sha256: str, session: Session) -> None:
    """Remove an original no row needs any more.

    Asked and done while holding the lock of writers: else another upload of the same bytes could find the
    file in place, rely on it, and lose it. Nothing is written, so there is nothing to commit. The act itself is
    over: when the store of rows is too busy to answer, the file is left for the sweep.
    """
    try:
        session.connection(execution_options={"writing": True})
        hold(session, sha256)
        if not session.scalar(select(func.count()).select_from(Picture).where(Picture.sha256 == sha256)):
            store.remove(original(sha256))
    except SQLAlchemyError as error:
        log.warning("an original was left for the sweep: %s", type(error).__name__)
    finally:
        session.rollback()


def hold(session: Session, sha256: str) -> None:
    """Be the only one to touch this original until the transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int(sha256[:15], 16))))
