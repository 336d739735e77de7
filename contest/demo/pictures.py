"""Painting the demo's pictures in two processes, each taken in like a photo that was sent."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from contest.demo.painting import paint
from contest.media.intake import Prepared
from contest.media.own import prepare_own
from contest.media.store import FolderStore

PROCESSES = 2


def _paint(job: tuple[int, str, str]) -> Prepared:
    seed, style, uploads = job
    return prepare_own(paint(seed, style), store=FolderStore(Path(uploads), durable=False))


def painted(seeds_and_styles: list[tuple[int, str]], uploads: Path) -> Iterator[Prepared]:
    """The pictures in the order asked for, as they become ready; the caller keeps each in a transaction."""
    jobs = [(seed, style, str(uploads)) for seed, style in seeds_and_styles]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_paint, jobs, chunksize=4)
