"""Deciding few works by pairs or by one's own order: which pair next, and what follows from the answers. `docs/judging.md`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from contest.judging.rules.majorities import Wins, bradley_terry
from contest.judging.rules.methods import percentiles
from contest.judging.rules.sheets import Observation

Duel = tuple[int, int]  # the work preferred, the other


def next_pair(entries: Iterable[int], duels: Iterable[Duel], seed: str, seen: Iterable[Duel] = ()) -> Duel | None:
    """The pair to show next, left and right: compared least often, then of works compared least often, then by seed.

    `duels` are all answers so far, `seen` those of this judge, who gets no pair twice (either way round). None when there is none left.
    """
    times = Counter(frozenset(duel) for duel in duels)
    played = Counter(entry for pair, count in times.items() for entry in pair for _ in range(count))
    done = {frozenset(duel) for duel in seen}
    open_ = [pair for pair in combinations(sorted(set(entries)), 2) if frozenset(pair) not in done]
    if not open_:
        return None
    fewest = min((times[frozenset(pair)], played[pair[0]] + played[pair[1]]) for pair in open_)
    level = [pair for pair in open_ if (times[frozenset(pair)], played[pair[0]] + played[pair[1]]) == fewest]
    one, other = min(level, key=lambda pair: _draw(seed, pair))
    return (one, other) if _draw(seed, (one, other))[-1] % 2 else (other, one)


def strengths(entries: Iterable[int], duels: Iterable[Duel]) -> dict[int, Fraction]:
    """The works' log strengths by Bradley–Terry, to 9 decimals, mean 0; with 0.02 virtual wins where the duels do not link all works."""
    wins = Wins(entries)
    for winner, loser in duels:
        wins.add(winner, loser)
    return bradley_terry(wins)


def won(entries: Iterable[int], duels: Iterable[Duel]) -> dict[int, Fraction]:
    """The share of its duels that each work has won; works without a duel are left out."""
    wins, played = Counter[int](), Counter[int]()
    for winner, loser in duels:
        wins[winner] += 1
        played.update((winner, loser))
    return {entry: Fraction(wins[entry], played[entry]) for entry in sorted(set(entries)) if played[entry]}


def ranked(judge_id: int, groups: Sequence[Sequence[int]]) -> list[Observation]:
    """A judge's own order, best first, works put level together in one group, as totals: 100·(below + ½·equal)/n, as in `borda`."""
    level = {entry: Fraction(-place) for place, group in enumerate(groups) for entry in group}
    share = percentiles(list(level.values()))
    return [Observation(entry, judge_id, 100 * share[value]) for entry, value in level.items()]


def _draw(seed: str, pair: Duel) -> bytes:
    return hashlib.sha256(f"{seed}|{pair[0]}|{pair[1]}".encode()).digest()
