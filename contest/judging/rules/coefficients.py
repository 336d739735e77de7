"""The published coefficients of agreement and correlation. Plain floats; None where a coefficient says nothing. `docs/judging.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import fsum, sqrt

Distance = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Icc:
    """Intraclass correlations of complete data (Shrout & Fleiss 1979; McGraw & Wong 1996).

    `single` (1), `agreement` (A,1) and `consistency` (C,1) speak of one score; the `…_mean` ones of the mean of all k.
    """

    single: float
    agreement: float
    consistency: float
    single_mean: float
    agreement_mean: float
    consistency_mean: float


def mean(values: Sequence[float]) -> float:
    """Σ/n."""
    return fsum(values) / len(values)


def deviation(values: Sequence[float]) -> float | None:
    """The standard deviation with n − 1; None of fewer than two values."""
    if len(values) < 2:
        return None
    middle = mean(values)
    return sqrt(fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The correlation of two rows of values; None where either does not vary."""
    if len(one) < 2 or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    a, b = mean(one), mean(other)
    across = fsum((x - a) * (y - b) for x, y in zip(one, other, strict=True))
    return across / sqrt(fsum((x - a) ** 2 for x in one) * fsum((y - b) ** 2 for y in other))


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The correlation of ranks; equal values share the middle of their ranks."""
    return pearson(ranks(one), ranks(other))


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, the least first; equal values share the middle of theirs.

    >>> ranks([5, 3, 5])
    [2.5, 1.0, 2.5]
    """
    counts, below, middle = Counter(values), 0, {}
    for value in sorted(counts):
        middle[value] = below + (counts[value] + 1) / 2
        below += counts[value]
    return [middle[value] for value in values]


def alpha(units: Sequence[Sequence[float]], metric: str = "interval") -> float | None:
    """Krippendorff's α = 1 − D_o/D_e over units (one row of values each, any number of them, rows with fewer than two left out).

    D_o = Σ_u Σ_pairs δ²/(m_u − 1), D_e the same over all pairs of values, divided by n − 1 (Krippendorff 2011).
    `metric` is `nominal`, `ordinal`, `interval` or `ratio`. None where nothing varies.
    """
    rows = [row for row in units if len(row) > 1]
    values = Counter(value for row in rows for value in row)
    size = values.total()
    if len(values) < 2:
        return None
    if metric == "interval":
        observed = fsum(len(row) * _scatter(row) / (len(row) - 1) for row in rows)
        expected = size * _scatter([value for row in rows for value in row]) / (size - 1)
    else:
        distance = _distance(metric, values)
        observed = fsum(_apart(Counter(row), distance) / (len(row) - 1) for row in rows)
        expected = _apart(values, distance) / (size - 1)
    return 1 - observed / expected


def icc(table: Sequence[Sequence[float]]) -> Icc | None:
    """From a complete table, n works × k judges, both at least two; None where nothing varies.

    BMS, JMS, EMS and WMS are the mean squares between works, between judges, of the rest, and within works:
    ICC(1) = (BMS − WMS)/(BMS + (k−1)·WMS), ICC(A,1) = (BMS − EMS)/(BMS + (k−1)·EMS + k·(JMS − EMS)/n),
    ICC(C,1) = (BMS − EMS)/(BMS + (k−1)·EMS), ICC(C,k) = (BMS − EMS)/BMS.
    """
    n, k = len(table), len(table[0]) if table else 0
    everything = [value for row in table for value in row]
    if n < 2 or k < 2 or len(set(everything)) < 2:
        return None
    of_works = k * _scatter([mean(row) for row in table])
    of_judges = n * _scatter([mean(column) for column in zip(*table, strict=True)])
    within = fsum(_scatter(row) for row in table)
    bms, jms = of_works / (n - 1), of_judges / (k - 1)
    wms, ems = within / (n * (k - 1)), max(0.0, within - of_judges) / ((n - 1) * (k - 1))
    if not bms:
        return None
    return Icc(
        (bms - wms) / (bms + (k - 1) * wms),
        (bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n),
        (bms - ems) / (bms + (k - 1) * ems),
        (bms - wms) / bms,
        (bms - ems) / (bms + (jms - ems) / n),
        (bms - ems) / bms,
    )


def concordance(table: Sequence[Sequence[float]], *, ties: bool = True) -> float | None:
    """Kendall's W of a complete table, n works × m judges: 12·S/(m²(n³ − n) − m·Σ T), T = Σ (t³ − t) over a judge's ties.

    With `ties` off, T is left out. None where no judge tells the works apart (Kendall & Gibbons, Rank Correlation Methods).
    """
    n, m = len(table), len(table[0]) if table else 0
    if n < 2 or m < 2:
        return None
    columns = [list(column) for column in zip(*table, strict=True)]
    ranked = [ranks(column) for column in columns]
    spread = _scatter([fsum(row) for row in zip(*ranked, strict=True)])
    tied = sum(count**3 - count for column in columns for count in Counter(column).values()) if ties else 0
    under = m * m * (n**3 - n) - m * tied
    return 12 * spread / under if under else None


def _scatter(values: Sequence[float]) -> float:
    middle = mean(values)
    return fsum((value - middle) ** 2 for value in values)


def _apart(counts: Mapping[float, int], distance: Distance) -> float:
    return 2 * fsum(counts[a] * counts[b] * distance(a, b) for a, b in combinations(sorted(counts), 2))


def _distance(metric: str, values: Mapping[float, int]) -> Distance:
    if metric == "nominal":
        return lambda a, b: float(a != b)
    if metric == "ratio":
        return lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0
    ordered = sorted(values)  # ordinal: how many values lie between, half of either end among them
    place = {ordered[0]: 0.0}
    for a, b in pairwise(ordered):
        place[b] = place[a] + (values[a] + values[b]) / 2
    return lambda a, b: (place[a] - place[b]) ** 2
