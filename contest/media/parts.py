"""A photo's way in by parts: begun, filled chunk by chunk, and handed to `intake` once it is whole.

The row's `received` is the truth. Bytes are written through to `<UPLOADS>/staging/<key>.part` before the row's offset is
committed, and cut back to the offset before anything is appended, so a crash at any moment costs at most the chunk under way.
A chunk is received before the lock of writers is taken: nobody waits for somebody else's slow line.

The checksum is CRC-32, against what lines and caches do to bytes, not against people: browsers offer stronger digests only on
https, and a school may serve this site on its own network without. What the photo is, is found out by decoding it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from io import FileIO
from pathlib import Path
from typing import IO

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from contest.core.errors import Invalid, Missing
from contest.core.keys import token
from contest.core.text import N_, clean
from contest.db.unit import after_commit, locked
from contest.media import rules
from contest.media.intake import Staged
from contest.media.models import Upload
from contest.media.room import ask_for, room
from contest.media.rules import FIELD, Limits
from contest.media.store import Store

About = tuple[str, int]

CHUNK = 1 << 20  # bytes of a chunk, and the most of an upload that is ever held in memory
LASTS = timedelta(hours=24)  # after the last chunk
LIVELY = timedelta(minutes=15)  # so long after its last chunk an upload counts as under way
GONE = N_("This upload has ended: it was cancelled, took too long, or another photo was chosen in another window. Choose the photo again")


class Spoilt(Invalid):
    """The chunk is not what its sender meant: to be sent again."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What a sender says before the first byte. `anew` refuses to go on with an earlier upload."""

    name: str
    length: int
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that arrived as they were sent, and where they belong."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an upload is. It outlives the transaction that told it."""

    key: str
    name: str
    length: int
    received: int
    done: bool

    @property
    def whole(self) -> bool:
        """Are all bytes here?"""
        return self.received == self.length


def standing(upload: Upload) -> Standing:
    """How far it is now."""
    return Standing(upload.key, upload.name, upload.length, upload.received, upload.done_at is not None)


def shown_name(name: str) -> str:
    """A file's name for showing only: without folders, control and direction marks, at most 200 characters."""
    plain = clean(name.encode("utf-8", "replace").decode())
    return plain.replace("\\", "/").rsplit("/", 1)[-1].strip()[:200]


def receive(stream: IO[bytes], *, offset: int, checksum: str) -> Chunk:
    """Read one chunk and verify it (`crc32 <hex>`). No transaction may be open: the line may be slow."""
    kind, _, digits = checksum.strip().partition(" ")
    data = stream.read(CHUNK + 1)
    if len(data) > CHUNK:
        raise Invalid(N_("A part of the photo may have at most %(limit)s bytes."), FIELD, limit=CHUNK)
    if kind.lower() != "crc32" or digits.lower().zfill(8) != crc(data):
        raise Spoilt(N_("A part of the photo was spoilt on the way. It is sent again."), FIELD)
    return Chunk(offset, data)


def crc(data: bytes) -> str:
    """The checksum of a chunk, as it is written in headers."""
    return f"{zlib.crc32(data):08x}"


# Asked whenever a photo's page is opened, so put together once.
_UNFINISHED = (
    select(Upload)
    .where(Upload.about_kind == bindparam("kind"), Upload.about_id == bindparam("id"))
    .where(Upload.expires_at > bindparam("now"), Upload.done_at.is_(None)).order_by(Upload.id.desc())
)  # fmt: skip


def unfinished(session: Session, about: About, *, now: datetime) -> Sequence[Upload]:
    """Uploads of this thing that may go on, the newest first."""
    return session.scalars(_UNFINISHED, {"kind": about[0], "id": about[1], "now": now}).all()


def begin(
    session: Session, about: About, announced: Announced, *, store: Store, limits: Limits, now: datetime, most: int = 1,
    lasts: timedelta = LASTS,
) -> tuple[Standing, bool]:  # fmt: skip
    """An upload for the thing `about`, and whether it is a new one. Hold the thing: of two who begin at once, one is first.

    An unfinished one of the same length goes on (of the same name too, where a thing has several). Whether it is the same file
    only the sender can tell: by `check` of what is here. Of more than `most` unfinished ones the oldest are cancelled.
    """
    if announced.length < 1:
        raise rules.wrong_kind("empty")
    if announced.length > limits.bytes:
        raise rules.too_large(announced.length, limits.bytes)
    name, waiting = shown_name(announced.name), list(unfinished(session, about, now=now))
    known = [each for each in waiting if each.length == announced.length and (most == 1 or each.name == name)]
    if known and not announced.anew:
        return standing(known[0]), False
    for each in waiting[most - 1 :]:
        cancel(session, store, each)
    _has_room(session, store, announced.length, now=now, lasts=lasts)
    upload = Upload(
        key=token()[:40], about_kind=about[0], about_id=about[1], name=name, length=announced.length, received=0, created_at=now,
        expires_at=now + lasts,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return standing(upload), True


def find(session: Session, about: About, key: str, *, now: datetime) -> Upload:
    """The upload with this key of this thing, also when it is done. Refuses with `Missing` once it has expired."""
    found = session.scalar(_of(about, now).where(Upload.key == key))
    if found is None:
        raise Missing(GONE)
    return found


def held(session: Session, about: About, key: str, *, now: datetime) -> Upload:
    """The same, locked until the transaction ends."""
    return locked(session, Upload, find(session, about, key, now=now).id)


def append(upload: Upload, chunk: Chunk, *, store: Store, now: datetime, lasts: timedelta = LASTS) -> bool:
    """Add a chunk to a held upload. False, and nothing changed, when it does not belong where the upload ends now:
    it came twice, another window was quicker, or the disk lost something; `received` says where to go on.

    Refuses with `Invalid` more bytes than announced and what cannot be a photo, with `NoRoom` when the disk is full.
    """
    if upload.done_at is not None or chunk.offset != upload.received:
        return False
    if upload.received + len(chunk.data) > upload.length:
        raise Invalid(N_("More was sent than the photo has bytes. Choose the photo again"), FIELD)
    if chunk.offset == 0 and len(chunk.data) >= min(rules.HEAD, upload.length):
        _can_be_a_photo(chunk.data)
    ask_for(store, len(chunk.data))
    with room():
        upload.received = _write(path_of(store, upload.key), upload.received, chunk.data)
    upload.expires_at = now + lasts
    return upload.received == chunk.offset + len(chunk.data)


def check(store: Store, here: Standing) -> str:
    """The checksum of all that is here: only whoever has the same file can go on with it."""
    before = 0
    with suppress(FileNotFoundError), path_of(store, here.key).open("rb") as file:
        left = here.received
        while left and (data := file.read(min(CHUNK, left))):
            before, left = zlib.crc32(data, before), left - len(data)
    return f"{before:08x}"


def whole(store: Store, here: Standing) -> Staged:
    """What arrived, for `intake.prepare`: a second name of the file, so that the first outlives a failure. Refuses with `Missing`."""
    staged = store.stage()
    try:
        _second_name(path_of(store, here.key), staged)
        return _read(staged, here.length)
    except FileNotFoundError:
        raise Missing(GONE) from None
    except BaseException:
        staged.unlink(missing_ok=True)
        raise


def finish(session: Session, store: Store, upload: Upload, *, now: datetime) -> None:
    """The photo is kept as a picture: the parts are not needed any more. Other uploads of the thing are left alone."""
    upload.done_at = now
    after_commit(session, partial(_forget, store, upload.key))


def cancel(session: Session, store: Store, upload: Upload) -> None:
    """Keep nothing of it."""
    after_commit(session, partial(_forget, store, upload.key))
    session.delete(upload)
    session.flush()


def cancel_all(session: Session, store: Store, about: About, *, now: datetime) -> None:
    """Keep nothing that is unfinished: the thing has got its photo another way."""
    for each in unfinished(session, about, now=now):
        cancel(session, store, each)


def expire(session: Session, store: Store, *, now: datetime) -> int:
    """Take away what nobody went on with; gives how many."""
    old = session.scalars(select(Upload).where(Upload.expires_at <= now).order_by(Upload.id)).all()
    for each in old:
        cancel(session, store, each)
    return len(old)


def path_of(store: Store, key: str) -> Path:
    """Where the bytes of an upload lie while it is under way."""
    return store.stage().parent / f"{key}.part"


def _of(about: About, now: datetime) -> Select[Upload]:
    return select(Upload).where(Upload.about_kind == about[0], Upload.about_id == about[1], Upload.expires_at > now)


def _has_room(session: Session, store: Store, length: int, *, now: datetime, lasts: timedelta) -> None:
    """Is there room for what was announced, beside what others are sending at this moment? Who only announces keeps nobody out."""
    lively = Upload.done_at.is_(None), Upload.received > 0, Upload.expires_at > now + lasts - LIVELY
    promised = session.scalar(select(func.coalesce(func.sum(Upload.length - Upload.received), 0)).where(*lively)) or 0
    ask_for(store, promised + length)


def _can_be_a_photo(start: bytes) -> None:
    """Said after the first chunk: nobody sends 60 MB of a film over a slow line to be told at its end."""
    kind = rules.sniff(start[: rules.HEAD])
    if kind not in rules.ACCEPTED:
        raise rules.wrong_kind(kind)


def _write(path: Path, offset: int, data: bytes) -> int:
    """Put `data` at `offset`, which is where the file ends from now on, and wait for the disk. Gives where it ends now:
    less than before when the disk has lost something.
    """
    new = not path.exists()
    path.touch(0o600)
    with path.open("r+b", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if size < offset:
            return size
        if size > offset:
            file.truncate(offset)
        try:
            _all(file, offset, data)
        except OSError:
            with suppress(OSError):
                file.truncate(offset)
            raise
    if new:
        _write_through(path.parent)
    return offset + len(data)


def _all(file: FileIO, offset: int, data: bytes) -> None:
    file.seek(offset)
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
    os.fsync(file.fileno())


def _write_through(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, nor needs it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _second_name(path: Path, other: Path) -> None:
    try:
        other.hardlink_to(path)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without them
        with room():
            shutil.copyfile(path, other)


def _read(path: Path, length: int) -> Staged:
    digest, count, head = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            digest.update(data)
            count, head = count + len(data), head or data[: rules.HEAD]
    if count != length:
        raise rules.damaged()
    return Staged(path, digest.hexdigest(), count, head)


def _forget(store: Store, key: str, _session: Session) -> None:
    path_of(store, key).unlink(missing_ok=True)
