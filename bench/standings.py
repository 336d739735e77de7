"""What counting costs: seconds of the processor for standings, statistics and deals, medians of five.

    python bench/standings.py
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from contest.judging import rules
from contest.judging.rules import Observation, Rule


def observed(works: int, judges: int, each: int) -> list[Observation]:
    """Works marked by some of the judges each, three criteria of ten values."""
    rng = random.Random(works)
    found = []
    for work in range(works):
        for judge in rng.sample(range(judges), each):
            parts = {criterion: Fraction(100 * rng.randint(0, 9), 9) for criterion in (1, 2, 3)}
            found.append(Observation(work, judge, sum(parts.values(), Fraction(0)) / 3, parts))
    return found


def seconds(act: Callable[[], Any]) -> float:
    """The median of five."""
    times = []
    for _ in range(5):
        begun = process_time()
        act()
        times.append(process_time() - begun)
    return median(times)


if __name__ == "__main__":
    for works, judges, each in ((754, 5, 5), (5000, 30, 5), (20_000, 5, 5)):
        cast = observed(works, judges, each)
        print(f"standings, {works:,} works, {judges} judges, {each} marks each: {seconds(lambda c=cast: rules.standings(c, Rule(tie_break=(1, 2, 3)))):.2f} s")
    print(f"deal, 5,000 works, 30 judges, 5 each: {seconds(lambda: rules.deal(range(5000), range(30), 5, 'seed', frozenset())):.2f} s")
