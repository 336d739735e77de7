"""Where files lie. Names are ours, never a user's: `originals/<sha256>` and `derived/<random>`."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Protocol

ORIGINALS, DERIVED, STAGING = "originals", "derived", "staging"


def original(sha256: str) -> str:
    """The stored name of an original."""
    return f"{ORIGINALS}/{sha256}"


def derived(private_name: str) -> str:
    """The stored name of a derivative."""
    return f"{DERIVED}/{private_name}"


class Store(Protocol):
    """What media asks of a place for files. Staging is always a local folder, wherever the files end up.

    A place on another machine may not answer: everything that needs it then refuses with `Unavailable`.
    """

    def stage(self) -> Path:
        """A new path in staging, which nothing has yet."""

    def put(self, staged: Path, name: str) -> None:
        """Move a staged file to `name`: whole and durable, or not at all. Replaces what is there."""

    def open(self, name: str, start: int = 0, stop: int | None = None) -> IO[bytes]:
        """The file for reading, or only its bytes from `start` up to `stop`. Raises `FileNotFoundError`. Close it."""

    def has(self, name: str) -> bool:
        """Is there such a file?"""

    def remove(self, name: str) -> None:
        """Take the file away, if it is there. What a place that does not answer keeps is left for the sweep."""

    def orphans(self, known: Collection[str], *, before: datetime) -> list[str]:
        """Names last written before an instant that nobody knows, among them what was left in staging."""

    def local(self, name: str) -> AbstractContextManager[Path]:
        """A path from which a decoding child can read the file, for as long as the block lasts. Raises `FileNotFoundError`."""

    def served(self, name: str) -> str | None:
        """Where in UPLOADS a web server on this machine finds the file, with slashes; None when it lies elsewhere."""

    def check(self) -> None:
        """Can files be stored at this moment? Raises `OSError` or `Unavailable`. Leaves nothing behind that grows."""


class FolderStore:
    """Files in a folder only this user may enter; with `group`, the user's group may read them, for a web server in front.

    `durable=False` skips waiting for the disk (generated pictures).
    """

    def __init__(self, root: Path, *, durable: bool = True, group: bool = False) -> None:
        self.root = root
        self.durable = durable
        self.group = group

    def hasty(self) -> FolderStore:
        """The same folder for files that can be made again."""
        return FolderStore(self.root, durable=False, group=self.group)

    def stage(self) -> Path:
        """A new path in staging."""
        return self._folder(self.root / STAGING) / secrets.token_hex(16)

    def put(self, staged: Path, name: str) -> None:
        """Write through, rename, write the folder through."""
        target = self.path(name)
        self._folder(target.parent)
        staged.chmod(0o640 if self.group else 0o600)
        if self.durable:
            _sync(staged)
        staged.replace(target)
        if self.durable:
            _sync(target.parent)

    def open(self, name: str, start: int = 0, stop: int | None = None) -> IO[bytes]:
        """The file for reading, or a part of it."""
        file = self.path(name).open("rb")
        file.seek(start)
        return file if stop is None else BufferedReader(_Part(file, stop - start))

    def has(self, name: str) -> bool:
        """Is there such a file?"""
        return self.path(name).is_file()

    def remove(self, name: str) -> None:
        """Take the file away, if it is there."""
        with suppress(FileNotFoundError):
            self.path(name).unlink()

    def orphans(self, known: Collection[str], *, before: datetime) -> list[str]:
        """Names nobody knows. Files younger than `before` may belong to an act under way."""
        old = (path for path in self._files() if _written_at(path) < before.timestamp())
        names = sorted(f"{path.relative_to(self.root).parts[0]}/{path.name}" for path in old)
        return [name for name in names if name not in known]

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The file itself."""
        if not self.has(name):
            raise FileNotFoundError(name)
        yield self.path(name)

    def served(self, name: str) -> str | None:
        """The path below the folder."""
        return self.path(name).relative_to(self.root).as_posix()

    def check(self) -> None:
        """Write a file and take it away again."""
        path = self.stage()
        path.touch(mode=0o600)
        path.unlink()

    def path(self, name: str) -> Path:
        """`originals/abc…` lies in `originals/ab/abc…`, what is staged directly in its folder."""
        folder, _, file = name.partition("/")
        return self.root / folder / file if folder == STAGING else self.root / folder / file[:2] / file

    def _files(self) -> Iterator[Path]:
        for folder in (ORIGINALS, DERIVED, STAGING):
            yield from (path for path in (self.root / folder).rglob("*") if path.is_file())

    def _folder(self, folder: Path) -> Path:
        if not folder.is_dir():
            for missing in (self.root, *reversed(folder.relative_to(self.root).parents), folder.relative_to(self.root)):
                path = self.root / missing
                path.mkdir(mode=0o750 if self.group else 0o700, parents=True, exist_ok=True)
                if self.durable:
                    _sync(path.parent)
        return folder


class _Part(RawIOBase):
    """The next `left` bytes of a file, and no more."""

    def __init__(self, file: IO[bytes], left: int) -> None:
        self._file, self._left = file, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _written_at(path: Path) -> float:
    """When a file was last written; a file somebody takes away while we look is as good as new."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _sync(path: Path) -> None:
    """Wait until the disk has it. Folders cannot be opened on Windows, which needs no such call."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
