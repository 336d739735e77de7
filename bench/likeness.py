"""How long a whole archive takes to compare: python bench/likeness.py [pictures] – 20,000 unless told otherwise.

Draws so many pictures unlike each other, plants turned, mirrored, cut and re-photographed copies among them, and prints what is found.
Only `contest.media.likeness` is timed: fingerprints are stored already when an archive is compared.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

sys.path.insert(0, str(Path(__file__).parents[1]))

from contest.media.likeness import all_pairs, fingerprint
from tests.scenes import scene

T = Image.Transpose
COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "turned": lambda image: image.transpose(T.ROTATE_90),
    "mirrored": lambda image: image.transpose(T.FLIP_LEFT_RIGHT),
    "smaller": lambda image: image.resize((160, 120)),
    "paler": lambda image: ImageEnhance.Contrast(image).enhance(0.6),
    "cut": lambda image: image.crop((16, 20, 300, 228)),
    "on a table": lambda image: ImageOps.expand(image, (18, 12), "#8a6a4c"),
    "askew": lambda image: image.rotate(1.5, Image.Resampling.BICUBIC, fillcolor="#8a6a4c"),
}
EACH = 20


def make(job: tuple[int, str]) -> bytes:
    """A picture's fingerprint, or that of a copy of it."""
    seed, how = job
    image = scene(seed)
    return fingerprint(COPIES[how](image) if how else image)


def main(count: int) -> None:
    """Make, plant, compare, print."""
    planted = [(seed, how) for n, how in enumerate(COPIES) for seed in range(n * EACH, (n + 1) * EACH)]
    jobs = [(seed, "") for seed in range(count - len(planted))] + planted
    order = random.Random(1).sample(range(count), count)
    jobs = [jobs[place] for place in order]
    started = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        stored = list(pool.map(make, jobs, chunksize=100))
    print(f"{count} pictures drawn and fingerprinted in {time.perf_counter() - started:.1f} s (two processes)")
    started = time.perf_counter()
    pairs = {(one, other): match for one, other, match in all_pairs(stored, lambda _done: None)}
    took = time.perf_counter() - started
    where = {job: place for place, job in enumerate(jobs)}
    for n, how in enumerate(COPIES):
        found = sum(tuple(sorted((where[seed, ""], where[seed, how]))) in pairs for seed in range(n * EACH, (n + 1) * EACH))
        print(f"  {how:<12} {found} of {EACH}")
    true = {tuple(sorted((where[seed, ""], where[seed, how]))) for seed, how in planted}
    print(f"  other pairs  {len(pairs.keys() - true)}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = f"{used.ru_maxrss // 1024} MB in each process, load of the machine {os.getloadavg()[0]:.1f}"
    print(f"compared all with all in {took:.1f} s (two processes), {memory}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
