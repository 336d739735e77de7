"""Two works at a time: which pairs a judge sees, and which comes next. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from contest.judging.rules import next_pair

MOST = 45  # pairs one judge sees
Pair = tuple[int, int]


def plan(works: Sequence[int], most: int = MOST) -> list[Pair]:
    """Every pair once; of many works only as many that each is in equally many pairs and all hang together.

    `works` are in the judge's own order; of the pairs themselves neither work comes first.

    >>> len(plan(range(10))), len(plan(range(11))), plan([7])
    (45, 44, [])
    """
    n = len(works)
    if n * (n - 1) // 2 <= most:
        pairs = list(combinations(works, 2))
    else:  # a ring, and rings that skip one, two … works: balanced whatever the number
        pairs = [(works[i], works[(i + far) % n]) for far in range(1, max(1, most // n) + 1) for i in range(n)]
    return [(min(pair), max(pair)) for pair in pairs]


def following(planned: Collection[Pair], decided: Collection[Pair], seed: str) -> Pair | None:
    """The next pair of the plan, left and right: of works compared least so far. None when all are decided."""
    wanted, works = set(planned), {work for pair in planned for work in pair}
    others = [pair for pair in combinations(sorted(works), 2) if pair not in wanted]
    return next_pair(works, decided, seed, [*decided, *others])


def finished(planned: Iterable[Pair], decided: Collection[Pair]) -> dict[int, bool]:
    """For each work of the plan: are all its pairs decided?"""
    known = {frozenset(pair) for pair in decided}
    found: dict[int, bool] = {}
    for pair in planned:
        for work in pair:
            found[work] = found.get(work, True) and frozenset(pair) in known
    return found
