"""Painting the demo's pictures in two processes, each taken in like a photo that was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageChops

from contest.demo.painting import paint
from contest.media.intake import Prepared
from contest.media.own import prepare_own
from contest.media.store import FolderStore

PROCESSES = 2


def _paint(job: tuple[int, str, str, str]) -> Prepared:
    seed, style, again, uploads = job
    painting = paint(seed, style)
    return prepare_own(AGAIN[again](painting) if again else painting, store=FolderStore(Path(uploads), durable=False))


def _turned(painting: Image.Image) -> Image.Image:
    return painting.transpose(Image.Transpose.ROTATE_90)


def _cut(painting: Image.Image) -> Image.Image:
    """Without the edges, as people trim what lay on a table."""
    width, height = painting.size
    return painting.crop((round(0.09 * width), round(0.05 * height), round(0.97 * width), round(0.93 * height)))


def _askew(painting: Image.Image) -> Image.Image:
    """Photographed by hand on a wooden table, under a lamp to the left."""
    width, height = painting.size
    table = Image.new("RGB", (round(1.08 * width), round(1.07 * height)), "#8a6a4c")
    table.paste(painting, (round(0.045 * width), round(0.03 * height)))
    shift = 0.012 * width
    seen = (0.0, shift, shift, table.height - shift, table.width - shift, float(table.height), float(table.width), 0.0)
    photo = table.transform(table.size, Image.Transform.QUAD, seen, Image.Resampling.BICUBIC)
    lamp = Image.linear_gradient("L").rotate(90).resize(photo.size).point([255 - level // 5 for level in range(256)])
    return ImageChops.multiply(photo, Image.merge("RGB", [lamp, lamp, lamp.point([round(0.94 * level) for level in range(256)])]))


# The same painting sent once more, for the likeness finder to find.
AGAIN = {"turned": _turned, "cut": _cut, "askew": _askew}


def painted(jobs_wanted: Sequence[tuple[int, str, str]], uploads: Path) -> Iterator[Prepared]:
    """The pictures of these seeds and styles (and how taken again, or nothing), in this order as they become ready.

    The caller keeps each in a transaction.
    """
    jobs = [(*job, str(uploads)) for job in jobs_wanted]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_paint, jobs, chunksize=4)
