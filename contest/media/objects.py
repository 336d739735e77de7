"""Files in an S3-compatible object store. The only module that needs the library `obstore`; loaded only when one is configured.

What the folder promises holds here too: an object appears whole or not at all, and is durable once the store has said so.
Staging stays a folder of this machine: guests are received, decoded and cut to size there, and only then sent on.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from contest.core.errors import Unavailable
from contest.core.text import N_
from contest.media.rules import FIELD
from contest.media.store import DERIVED, ORIGINALS, STAGING, FolderStore

log = logging.getLogger("contest.media")
CHUNK = 1 << 20
# A visitor waits meanwhile, and so may everybody who writes: better a clear word soon than a success in three minutes.
TRIES = 3
PATIENCE: dict[str, Any] = {
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}  # fmt: skip
TIMEOUTS: dict[str, Any] = {"connect_timeout": timedelta(seconds=3), "timeout": timedelta(seconds=30)}
# Holds up to this many parts of 5 MB of a large original in memory.
AT_ONCE = 4


class ObjectStore:
    """Objects `<prefix>/originals/…` and `<prefix>/derived/…` of one bucket.

    Nothing is taken from the environment or from a machine's metadata service: the key is the one given here.
    """

    def __init__(
        self, staging: FolderStore, *, bucket: str, prefix: str, endpoint: str, region: str, key: str, secret: str,
        tries: int = TRIES,
    ) -> None:  # fmt: skip
        self.staging = staging
        options: dict[str, Any] = {
            "endpoint": endpoint or f"https://s3.{region}.amazonaws.com", "region": region, "virtual_hosted_style_request": False,
            "skip_signature": False, "retry_config": {**PATIENCE, "max_retries": tries},
            "disable_bulk_delete": True,  # one by one: not every S3-compatible store can do more
            "credential_provider": lambda: {"access_key_id": key, "secret_access_key": secret, "token": None, "expires_at": None},
            "client_options": {**TIMEOUTS, "allow_http": endpoint.startswith("http://")},
        }  # fmt: skip
        self._objects = S3Store(bucket, prefix=prefix or None, **options)

    def stage(self) -> Path:
        """A new path in staging, on this machine."""
        return self.staging.stage()

    def put(self, staged: Path, name: str) -> None:
        """Send the file; what is larger than 5 MB goes in parts, and appears when the last one is there."""
        with _answering("put", name):
            obstore.put(self._objects, name, staged, max_concurrency=AT_ONCE)
        staged.unlink()

    def open(self, name: str, start: int = 0, stop: int | None = None) -> IO[bytes]:
        """The object as it comes, or a part of it: one request either way."""
        wanted: Any = (start, stop) if stop is not None else {"offset": start} if start else None
        with _answering("get", name):
            found = obstore.get(self._objects, name, options={"range": wanted} if wanted else None)
            return BufferedReader(_Stream(found.stream(min_chunk_size=CHUNK), name), CHUNK)

    def has(self, name: str) -> bool:
        """Is there such an object?"""
        with suppress(FileNotFoundError), _answering("head", name):
            obstore.head(self._objects, name)
            return True
        return False

    def remove(self, name: str) -> None:
        """Delete the object, if it is there. The act it belongs to is over: what cannot be deleted now is left for the sweep."""
        if name.startswith(f"{STAGING}/"):
            self.staging.remove(name)
            return
        with suppress(FileNotFoundError, Unavailable), _answering("delete", name):
            obstore.delete(self._objects, name)

    def orphans(self, known: Collection[str], *, before: datetime) -> list[str]:
        """Objects nobody knows, by when the store last wrote them, and what was left in staging."""
        found: list[str] = []
        with _answering("list", ""):
            for folder in (ORIGINALS, DERIVED):
                for page in obstore.list(self._objects, prefix=folder):
                    found += [each["path"] for each in page if each["last_modified"] < before and each["path"] not in known]
        return sorted(found) + self.staging.orphans(known, before=before)

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """A copy in staging, removed afterwards."""
        path = self.stage()
        try:
            with self.open(name) as source, path.open("xb") as copy:
                while chunk := source.read(CHUNK):
                    copy.write(chunk)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def served(self, name: str) -> str | None:  # noqa: ARG002 - part of the interface
        """No web server finds it on this machine."""
        return None

    def check(self) -> None:
        """Write one small object, always the same, and look at the staging folder."""
        self.staging.check()
        with _answering("put", "ready"):
            obstore.put(self._objects, "ready", b"ready")


class _Stream(RawIOBase):
    """What comes from the store, for whoever reads files."""

    def __init__(self, chunks: Iterator[Any], name: str) -> None:
        self._chunks, self._name, self._rest = iter(chunks), name, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            with _answering("get", self._name):
                self._rest = memoryview(next(self._chunks, b""))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


@contextmanager
def _answering(verb: str, name: str) -> Iterator[None]:
    """A store that does not answer, or refuses us, is told to the visitor in words; to the operator as it is. Missing stays missing."""
    try:
        yield
    except BaseError as error:
        log.error("the object store failed at %s %s: %s", verb, name, str(error).partition("\n\n")[0])  # noqa: TRY400 - no traceback
        raise Unavailable(N_("We cannot reach the place where pictures are kept. Try again in a minute"), FIELD) from None
