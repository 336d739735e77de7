"""Where files lie. Names are ours, never a user's: `originals/<sha256>` and `derived/<random>`."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

ORIGINALS, DERIVED = "originals", "derived"


def original(sha256: str) -> str:
    """The stored name of an original."""
    return f"{ORIGINALS}/{sha256}"


def derived(private_name: str) -> str:
    """The stored name of a derivative."""
    return f"{DERIVED}/{private_name}"


class Store(Protocol):
    """What media asks of a place for files. Staging is always a local folder, wherever the files end up."""

    def stage(self) -> Path:
        """A new path in staging, which nothing has yet."""

    def put(self, staged: Path, name: str) -> None:
        """Move a staged file to `name`: whole and durable, or not at all. Replaces what is there."""

    def open(self, name: str) -> BinaryIO:
        """The file for reading. Raises `FileNotFoundError`."""

    def has(self, name: str) -> bool:
        """Is there such a file?"""

    def remove(self, name: str) -> None:
        """Take the file away, if it is there."""

    def orphans(self, known: Collection[str], *, before: datetime) -> list[str]:
        """Names last written before an instant that nobody knows, among them what was left in staging."""

    def local(self, name: str) -> Path:
        """A path from which a decoding child can read the file."""


class FolderStore:
    """Files in a folder only this user may enter. `durable=False` skips waiting for the disk (generated pictures)."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root = root
        self.durable = durable

    def stage(self) -> Path:
        """A new path in staging."""
        return self._folder(self.root / "staging") / secrets.token_hex(16)

    def put(self, staged: Path, name: str) -> None:
        """Write through, rename, write the folder through."""
        target = self.local(name)
        self._folder(target.parent)
        staged.chmod(0o600)
        if self.durable:
            _sync(staged)
        staged.replace(target)
        if self.durable:
            _sync(target.parent)

    def open(self, name: str) -> BinaryIO:
        """The file for reading."""
        return self.local(name).open("rb")

    def has(self, name: str) -> bool:
        """Is there such a file?"""
        return self.local(name).is_file()

    def remove(self, name: str) -> None:
        """Take the file away, if it is there."""
        with suppress(FileNotFoundError):
            (self.root / name if name.startswith("staging/") else self.local(name)).unlink()

    def orphans(self, known: Collection[str], *, before: datetime) -> list[str]:
        """Names nobody knows. Files younger than `before` may belong to an act under way."""
        old = (path for path in self._files() if path.stat().st_mtime < before.timestamp())
        names = sorted(f"{path.relative_to(self.root).parts[0]}/{path.name}" for path in old)
        return [name for name in names if name not in known]

    def local(self, name: str) -> Path:
        """`originals/abc…` lies in `originals/ab/abc…`."""
        folder, _, file = name.partition("/")
        return self.root / folder / file[:2] / file

    def _files(self) -> Iterator[Path]:
        for folder in (ORIGINALS, DERIVED, "staging"):
            yield from (path for path in (self.root / folder).rglob("*") if path.is_file())

    def _folder(self, folder: Path) -> Path:
        if not folder.is_dir():
            for missing in (self.root, *reversed(folder.relative_to(self.root).parents), folder.relative_to(self.root)):
                path = self.root / missing
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                if self.durable:
                    _sync(path.parent)
        return folder


def _sync(path: Path) -> None:
    """Wait until the disk has it. Folders cannot be opened on Windows, which needs no such call."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
