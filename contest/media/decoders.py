"""The children that decode: long-lived, limited, replaced when they exceed a limit."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from contest.core.errors import Refused, TooMany
from contest.core.text import N_
from contest.media import room, rules
from contest.media.framing import Framing
from contest.media.measure import Measures
from contest.media.rules import Limits

ROOT = Path(__file__).parents[2]
AS_IT_IS = Framing()
BUSY = N_("Many photos are arriving at this moment. Try again in a minute")


@dataclass(frozen=True, slots=True)
class Made:
    """One file a child wrote to staging."""

    path: Path
    size: int
    format: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a child found: `width` and `height` are those of the picture as framed, at the resolution of the photo."""

    kind: str
    width: int
    height: int
    colour: str
    measures: Measures
    fingerprint: bytes
    files: tuple[Made, ...]


class Decoders:
    """A pool of decoding children, started when first needed; safe to use from many threads.

    A picture gets at most `seconds` of time and `memory_mb` of address space; who finds all children
    busy waits as long and is then refused with `TooMany`. So is at once who finds `waiting` others waiting (three
    for each child unless told otherwise): those who wait hold threads of the server that readers need too.
    """

    def __init__(self, workers: int | None = None, memory_mb: int = 1024, seconds: float = 20, *, waiting: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._room = threading.BoundedSemaphore(self.workers + (3 * self.workers if waiting is None else waiting))
        self.memory = memory_mb * 1024 * 1024
        self.seconds = seconds
        self._open()

    def decode(self, path: Path, *, out: Path, limits: Limits, framing: Framing = AS_IT_IS) -> Decoded:
        """Decode the file wholly and write its derivatives to `<out>-<size>.<format>`. Refuses with `Invalid`."""
        pixels = {kind: limits.pixels_of(kind) for kind in rules.ACCEPTED}
        shown = {"rotation": framing.rotation, "crop": framing.crop, "masks": framing.masks}
        request = {"path": str(path), "out": str(out), "pixels": pixels, "seconds": self.seconds, **shown}
        answer = self._asked(request)
        if answer is None or "refused" in answer:
            for left in out.parent.glob(f"{out.name}-*"):
                left.unlink(missing_ok=True)
            raise _refusal(answer or {"refused": "heavy"}, limits)
        files = tuple(Made(**{**file, "path": Path(file["path"])}) for file in answer.pop("files"))
        measures, fingerprint = Measures.of(answer.pop("measures")), bytes.fromhex(answer.pop("fingerprint"))
        return Decoded(**answer, measures=measures, fingerprint=fingerprint, files=files)

    def close(self) -> None:
        """End all children, waiting for each. One at work ends when its picture is done. Decoding again starts new ones."""
        self._finalizer()
        self._open()

    def pids(self) -> list[int]:
        """The process ids of the children that are waiting for work."""
        return [child.process.pid for child in list(self._slots.queue) if child is not None]

    def _open(self) -> None:
        self._owner = os.getpid()
        self._slots: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(self.workers):
            self._slots.put(None)
        self._finalizer = weakref.finalize(self, _end_all, self._slots)

    def _asked(self, request: dict[str, Any]) -> dict[str, Any] | None:
        if self._owner != os.getpid():  # after a fork: the children belong to the other process
            self._finalizer.detach()
            self._open()
        if not self._room.acquire(blocking=False):
            raise TooMany(BUSY, rules.FIELD)
        try:
            return self._answered(request)
        finally:
            self._room.release()

    def _answered(self, request: dict[str, Any]) -> dict[str, Any] | None:
        slots = self._slots
        try:
            child = slots.get(timeout=self.seconds)
        except queue.Empty:
            raise TooMany(BUSY, rules.FIELD) from None
        answer: dict[str, Any] | None = None
        try:
            if child is None or child.process.poll() is not None:
                child = _replaced(child, self.memory)
            answer = child.ask(request, self.seconds)
        finally:
            if child is not None and (answer is None or answer.get("refused") == "heavy" or slots is not self._slots):
                child.end()
                child = None
            slots.put(child)
        return answer


class _Child:
    """One child process and its two pipes."""

    def __init__(self, memory: int) -> None:
        # Nothing of our own environment, which may hold the site's secrets (Windows cannot start without it). Pillow keeps up to
        # 128 MB between pictures: memory given back is taken again at once, and costs a tenth of the time.
        given = {"MALLOC_ARENA_MAX": "1", "PILLOW_BLOCKS_MAX": "8"} if os.name == "posix" else None
        self.process: subprocess.Popen[str] = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "contest.media.decode", str(memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8", cwd=ROOT, env=given, start_new_session=True,
        )  # fmt: skip

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The answer, or `None` if the child died or had to be killed."""
        to, back = _pipes(self.process)
        rang = threading.Event()

        def ring() -> None:
            rang.set()
            self.process.kill()

        alarm = threading.Timer(seconds, ring)
        alarm.daemon = True
        alarm.start()
        try:
            to.write(json.dumps(request) + "\n")
            to.flush()
            line = back.readline()
            answer: dict[str, Any] | None = json.loads(line) if line.endswith("\n") else None
        except (OSError, ValueError):
            return None
        finally:
            alarm.cancel()
        alarm.join()
        if rang.is_set():  # just after the answer: that one is good, the child is dying
            self.process.wait()
        return answer

    def end(self) -> None:
        """Kill the process and collect it, so that no zombie stays."""
        self.process.kill()
        self.process.wait()
        for pipe in _pipes(self.process):
            try:
                pipe.close()
            except OSError:  # what was still to be written to a dead child
                continue


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise TypeError("a child without pipes")
    return process.stdin, process.stdout


def _replaced(child: _Child | None, memory: int) -> _Child:
    if child is not None:
        child.end()
    return _Child(memory)


def _end_all(slots: queue.LifoQueue[_Child | None]) -> None:
    while True:
        try:
            child = slots.get_nowait()
        except queue.Empty:
            return
        if child is not None:
            child.end()


def _refusal(answer: dict[str, Any], limits: Limits) -> Refused:
    if answer["refused"] == "pixels":
        return rules.too_many_pixels(answer["width"], answer["height"], answer.get("limit") or limits.pixels_of(answer["kind"]))
    if answer["refused"] == "room":
        return room.refused()
    if answer["refused"] == "kind":
        return rules.wrong_kind(answer["kind"])
    return rules.too_heavy() if answer["refused"] == "heavy" else rules.damaged()
