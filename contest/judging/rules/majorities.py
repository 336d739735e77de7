"""Orders made from pairs: who beats whom, how often, and what order follows. `docs/judging.md`, for at most about fifty works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import exp, fsum, log

from contest.judging.rules.linear import solve
from contest.judging.rules.sheets import Observation

VIRTUAL = 0.02  # wins lent to both sides of every pair when the comparisons do not link all works
_NINE = 10**9
_STEPS = 200
_NEAR = 1e-10


class Wins:
    """n works and the matrix of wins: `table[i][k]` is how often work i was preferred to work k. A draw is ½ for both."""

    def __init__(self, entries: Iterable[int]) -> None:
        self.entries = tuple(sorted(set(entries)))
        self.place = {entry: n for n, entry in enumerate(self.entries)}
        self.table = [[Fraction(0)] * len(self.entries) for _ in self.entries]

    def add(self, winner: int, loser: int, times: Fraction = Fraction(1)) -> None:
        """Count a win."""
        self.table[self.place[winner]][self.place[loser]] += times

    def keyed(self, values: Sequence[Fraction]) -> dict[int, Fraction]:
        """A value beside each work."""
        return dict(zip(self.entries, values, strict=True))


def implied(observations: Iterable[Observation]) -> Wins:
    """Every pair of works that one judge has scored both, as a comparison by that judge."""
    own: defaultdict[int, list[Observation]] = defaultdict(list)
    for each in observations:
        own[each.judge_id].append(each)
    wins = Wins(each.entry_id for seen in own.values() for each in seen)
    for seen in own.values():
        for a, b in combinations(seen, 2):
            if a.total == b.total:
                wins.add(a.entry_id, b.entry_id, Fraction(1, 2))
                wins.add(b.entry_id, a.entry_id, Fraction(1, 2))
            else:
                better, worse = (a, b) if a.total > b.total else (b, a)
                wins.add(better.entry_id, worse.entry_id)
    return wins


def copeland(wins: Wins) -> dict[int, Fraction]:
    """Works beaten by majority + ½ works drawn with (also those never compared)."""
    table, size = wins.table, range(len(wins.entries))
    return wins.keyed([
        sum((Fraction(1) if table[i][k] > table[k][i] else Fraction(table[i][k] == table[k][i], 2) for k in size if k != i), Fraction(0))
        for i in size
    ])  # fmt: skip


def schulze(wins: Wins) -> dict[int, Fraction]:
    """Minus the number of works with the stronger path: p[i,k] = max over l of min(p[i,l], p[l,k]), from margins of majorities.

    Whoever beats a work also beats all that work beats, so the order of the keys keeps every victory (Schulze 2011).
    """
    size = range(len(wins.entries))
    path = [[max(wins.table[i][k] - wins.table[k][i], Fraction(0)) for k in size] for i in size]
    for via in size:
        for i in size:
            toward, row = path[i][via], path[i]
            if i != via and toward:
                for k in size:
                    reach = min(toward, path[via][k])
                    if k != i and reach > row[k]:
                        row[k] = reach
    return wins.keyed([Fraction(-sum(path[k][i] > path[i][k] for k in size)) for i in size])


def kemeny(wins: Wins) -> dict[int, Fraction]:
    """Minus the mean place (from 1) over all orders with the least disagreement Σ wins of lower over higher works; at most 8 works.

    Dynamic programming over the sets that may stand on top.
    """
    size = len(wins.entries)
    if not size:
        return {}
    below = [[Fraction(0)] * size for _ in range(1 << size)]  # below[set][i]: wins of works outside the set over i
    for chosen in range(1 << size):
        for i in range(size):
            below[chosen][i] = sum((wins.table[k][i] for k in range(size) if k != i and not chosen >> k & 1), Fraction(0))
    full = (1 << size) - 1
    cost: dict[int, Fraction] = {full: Fraction(0)}  # of ordering everything outside the set, best way
    ways = {full: 1}
    for chosen in range(full - 1, -1, -1):
        steps = [(below[chosen][i] + cost[chosen | 1 << i], i) for i in range(size) if not chosen >> i & 1]
        cost[chosen] = min(steps)[0]
        ways[chosen] = sum(ways[chosen | 1 << i] for value, i in steps if value == cost[chosen])
    reached, places = {0: 1}, [0] * size
    for chosen in sorted(range(full), key=int.bit_count):
        for i in range(size):
            after = chosen | 1 << i
            if chosen in reached and after != chosen and below[chosen][i] + cost[after] == cost[chosen]:
                reached[after] = reached.get(after, 0) + reached[chosen]
                places[i] += (chosen.bit_count() + 1) * reached[chosen] * ways[after]
    return wins.keyed([Fraction(-place, ways[0]) for place in places])


def bradley_terry(wins: Wins) -> dict[int, Fraction]:
    """The log strength log p of each work, rounded to 9 decimals, geometric mean of p = 1; P(i beats k) = p_i/(p_i + p_k).

    The p with p_i = wins_i / Σ_k n_ik/(p_i + p_k) (Bradley & Terry 1952), found by Newton's method on log p, whose likelihood is
    concave. Where the comparisons do not link all works both ways there is no such p: then every pair is lent 0.02 wins each way.
    """
    size = len(wins.entries)
    lent = 0.0 if _both_ways(wins) else VIRTUAL
    won = [[float(value) + lent * (i != k) for k, value in enumerate(row)] for i, row in enumerate(wins.table)]
    met = [[won[i][k] + won[k][i] for k in range(size)] for i in range(size)]
    x = [0.0] * size
    for _ in range(_STEPS if size > 1 else 0):
        step = _newton(won, met, x)
        largest = max(map(abs, step))
        slow = min(1.0, 1.0 / largest) if largest else 1.0
        x = [a + slow * d for a, d in zip(x, step, strict=True)]
        if largest < _NEAR:
            break
    middle = fsum(x) / size if size else 0.0
    return wins.keyed([Fraction(round(Fraction(a - middle) * _NINE), _NINE) for a in x])


def odds(strengths: Mapping[int, Fraction], one: int, other: int) -> float:
    """P(`one` is preferred to `other`) under Bradley–Terry, from log strengths."""
    return 1 / (1 + exp(float(strengths[other] - strengths[one])))


def likelihood(wins: Wins, strengths: Mapping[int, Fraction]) -> float:
    """The log-likelihood of these wins under these log strengths."""
    return fsum(
        float(times) * log(odds(strengths, wins.entries[i], wins.entries[k]))
        for i, row in enumerate(wins.table) for k, times in enumerate(row) if times
    )  # fmt: skip


def _newton(won: Sequence[Sequence[float]], met: Sequence[Sequence[float]], x: Sequence[float]) -> list[float]:
    size = range(len(x))
    gradient = [0.0] * len(x)
    curve = [[1.0] * len(x) for _ in size]  # the Laplacian + 1·1ᵀ: picks the step with Σ = 0
    for i in size:
        for k in size:
            if i != k and met[i][k]:
                p = 1 / (1 + exp(x[k] - x[i]))
                gradient[i] += won[i][k] - met[i][k] * p
                weight = met[i][k] * p * (1 - p)
                curve[i][i] += weight
                curve[i][k] -= weight
    return solve(curve, [gradient])[0]


def _both_ways(wins: Wins) -> bool:
    """Does a chain of wins lead from every work to every other?"""
    size = len(wins.entries)
    forward = [[k for k in range(size) if wins.table[i][k]] for i in range(size)]
    backward = [[k for k in range(size) if wins.table[k][i]] for i in range(size)]
    return all(len(_reach(ways)) == size for ways in (forward, backward) if size)


def _reach(ways: Sequence[Sequence[int]]) -> set[int]:
    seen, todo = {0}, [0]
    while todo:
        for k in ways[todo.pop()]:
            if k not in seen:
                seen.add(k)
                todo.append(k)
    return seen
