"""How sure the line between in and out is, and how sure a place. For people to read; nothing is ranked by it. `docs/judging.md`.

Each work's true total is thought normal with mean m_i = μ + k_i·(t_i − μ) and variance v_i = k_i·s²/n_i, k_i = τ²/(τ² + s²/n_i).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, exp, fsum, pi, sqrt

from contest.judging.rules.agreement import Model
from contest.judging.rules.coefficients import mean

CLEAR = 0.9
_MANY = 600  # works above which expected ranks are read off a curve


class Side(StrEnum):
    """Where a work stands to the line."""

    IN = "in"
    GREY = "grey"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Belief:
    """What the scores say of one work's true total: mean and variance, points of 0..100."""

    entry_id: int
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Chance:
    """One work and a line: P of belonging above it, and the expected rank (1 is best) among all."""

    entry_id: int
    chance: float
    expected_rank: float

    @property
    def side(self) -> Side:
        """P ≥ .9 in, P ≤ .1 out, between them the grey zone: works for a second look."""
        return Side.IN if self.chance >= CLEAR else Side.OUT if self.chance <= 1 - CLEAR + 1e-12 else Side.GREY


def beliefs(fitted: Model) -> list[Belief]:
    """Shrunken totals for uncertainty only: ranking by them would mark down works with fewer judges.

    Empty where s² and τ² are unknown. All scores equal: every work the same, with no variance.
    """
    error, between = fitted.error, fitted.between
    if error is None or between is None:
        return []
    middle = mean(fitted.adjusted)
    found = []
    for entry, own, total in zip(fitted.entries, fitted.scores, fitted.adjusted, strict=True):
        noise = error / len(own)
        k = between / (between + noise) if between else 0.0
        found.append(Belief(entry, middle + k * (total - middle), k * noise))
    return found


def chances(believed: list[Belief], best: int) -> list[Chance]:
    """P_i = Φ((m_i − c)/√v_i) with c so that Σ P_i = `best`; where nothing tells works apart (τ² = 0) all get best/n."""
    n = len(believed)
    wanted = min(max(best, 0), n)
    expected = expected_ranks(believed)
    if len({(each.mean, each.variance) for each in believed}) <= 1 or wanted in {0, n}:
        return [Chance(each.entry_id, wanted / n, rank) for each, rank in zip(believed, expected, strict=True)]
    shares = _shares(believed, wanted)
    return [Chance(each.entry_id, share, rank) for each, share, rank in zip(believed, shares, expected, strict=True)]


def above(one: Belief, other: Belief) -> float:
    """P(the true total of `one` is above that of `other`) = Φ((m_a − m_b)/√(v_a + v_b)); ½ where nothing tells them apart."""
    return _above(one.mean - other.mean, one.variance + other.variance)


def expected_ranks(believed: list[Belief]) -> list[float]:
    """ER_i = 1 + Σ_j P(θ_j > θ_i) over the other works j. They add up to n(n + 1)/2.

    Above 600 works the sum is computed on a grid of totals and read between by cubic Hermite interpolation (within 0.1 rank).
    """
    if len(believed) <= _MANY or any(not each.variance for each in believed):
        return [1 + fsum(above(other, one) for other in believed if other is not one) for one in believed]
    curves: dict[float, _Curve] = {}
    found = []
    for each in believed:
        curve = curves.get(each.variance) or curves.setdefault(each.variance, _Curve(believed, each.variance))
        found.append(0.5 + curve.at(each.mean))  # of which ½ is the work itself
    return found


class _Curve:
    """How many works lie above a total x that is known up to a variance: Σ_j Φ((m_j − x)/√(v + v_j)), on a grid."""

    def __init__(self, believed: Iterable[Belief], variance: float) -> None:
        pairs = [(each.mean, sqrt(variance + each.variance)) for each in believed]
        self.step = min(spread for _mean, spread in pairs) / 4
        low, high = min(m for m, _spread in pairs), max(m for m, _spread in pairs)
        self.grid = [low + self.step * n for n in range(int((high - low) / self.step) + 2)]
        self.value = [fsum(_above(m - x, spread * spread) for m, spread in pairs) for x in self.grid]
        self.slope = [-fsum(exp(-(((m - x) / spread) ** 2) / 2) / spread for m, spread in pairs) / sqrt(2 * pi) for x in self.grid]

    def at(self, x: float) -> float:
        i = min(max(bisect(self.grid, x) - 1, 0), len(self.grid) - 2)
        u = (x - self.grid[i]) / self.step
        return (
            (1 + 2 * u) * (1 - u) ** 2 * self.value[i] + u * (1 - u) ** 2 * self.step * self.slope[i]
            + u * u * (3 - 2 * u) * self.value[i + 1] + u * u * (u - 1) * self.step * self.slope[i + 1]
        )  # fmt: skip


def _shares(believed: list[Belief], wanted: int) -> list[float]:
    if all(each.variance for each in believed):
        cut = _cut(believed, wanted)
        return [_above(each.mean - cut, each.variance) for each in believed]
    totals = [round(each.mean, 9) for each in believed]  # nothing is uncertain: only equal works share what is left
    return [min(1.0, max(0.0, (wanted - sum(other > total for other in totals)) / totals.count(total))) for total in totals]


def _cut(believed: list[Belief], wanted: int) -> float:
    """The cut c with Σ Φ((m_i − c)/√v_i) = wanted, by bisection."""
    reach = 10 * max(sqrt(each.variance) for each in believed) + 1
    low, high = min(each.mean for each in believed) - reach, max(each.mean for each in believed) + reach
    for _ in range(100):
        middle = (low + high) / 2
        if fsum(_above(each.mean - middle, each.variance) for each in believed) > wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _above(difference: float, variance: float) -> float:
    """Φ(difference/√variance); without variance 1, ½ or 0."""
    if variance:
        return erfc(-difference / sqrt(2 * variance)) / 2
    return (difference > 0) + 0.5 * (difference == 0)
