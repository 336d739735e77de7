"""What stands out in single judges, pairs of judges and works. A flag is a question for the chair, nothing more. `docs/judging.md`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import atanh, fsum, sqrt

from contest.judging.rules.agreement import Model
from contest.judging.rules.coefficients import deviation, mean, pearson, spearman

USUAL_FIT = (0.5, 1.5)
LARGE_GAP = 3.0
LARGE_PAIR = 0.1
SURE_PAIR = 5.0
LARGE_RESIDUAL = 3.0


@dataclass(frozen=True, slots=True)
class Gap:
    """How much more a judge gives to works of an own government than the other judges do, less the same for all other works."""

    own: int
    other: int
    points: float
    error: float
    z: float

    @property
    def flagged(self) -> bool:
        """Is z > 3? With 2, six of a hundred honest panels would be suspected."""
        return self.z > LARGE_GAP


@dataclass(frozen=True, slots=True)
class JudgeFigures:
    """One judge in figures, points of 0..100. `leniency` b_j ± `error`; `slope` and `rho` against the other judges' consensus.

    `outfit` is the mean square of the standardised residuals: near 1, far above erratic, far below too smooth.
    """

    judge_id: int
    scores: int
    mean: float
    deviation: float | None
    low: float
    high: float
    distinct: int
    leniency: float
    error: float | None
    slope: float | None
    rho: float | None
    outfit: float | None
    gap: Gap | None

    @property
    def misfit(self) -> bool:
        """Is outfit outside 0.5–1.5?"""
        return self.outfit is not None and not USUAL_FIT[0] <= self.outfit <= USUAL_FIT[1]


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Two judges: the correlation `r` of their residuals over `common` works, and what independence would give (below 0)."""

    one: int
    other: int
    common: int
    r: float | None
    expected: float
    z: float | None

    @property
    def flagged(self) -> bool:
        """Is r > 0.1 or z > 5?"""
        return (self.r is not None and self.r > LARGE_PAIR) or (self.z is not None and self.z > SURE_PAIR)


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """One work: raw mean, adjusted total, spread of its scores, and the score that fits least (`extreme` z of judge `by`)."""

    entry_id: int
    scores: int
    mean: float
    adjusted: float
    deviation: float | None
    spread: float
    extreme: float | None
    by: int | None

    @property
    def flagged(self) -> bool:
        """|z| > 3: about 6 of 2,500 scores by chance alone."""
        return self.extreme is not None and abs(self.extreme) > LARGE_RESIDUAL


def judge_figures(
    fitted: Model, government: Mapping[int, int] | None = None, own: Mapping[int, Collection[int]] | None = None
) -> list[JudgeFigures]:
    """Every judge, in the order of `fitted.judges`. `government` is each work's, `own` each judge's governments, for the gap.

    c_ij = mean over k ≠ j of (y_ik − b_k); slope and Spearman's ρ of y_ij on c_ij; d_i = y_ij − b_j − c_ij for the gap.
    """
    rest = _residuals(fitted)
    return [_judge(fitted, rest, judge, government or {}, (own or {}).get(judge, ())) for judge in fitted.judges]


def pair_figures(fitted: Model) -> list[PairFigures]:
    """Every two judges with at least four works in common.

    Residuals of one work add up to 0, so those of independent judges correlate by −1/(n̄ − 1), n̄ the mean number of scores of the
    works in common (−1/(J − 1) where all score all). z = (atanh r − atanh expected)·√(common − 3).
    """
    rest = _residuals(fitted)
    seen = {judge: {i for i, own in enumerate(fitted.scores) if judge in own} for judge in fitted.judges}
    found = []
    for one, other in combinations(fitted.judges, 2):
        both = sorted(seen[one] & seen[other])
        if len(both) < 4:
            continue
        r = pearson([rest[i][one] for i in both], [rest[i][other] for i in both]) if fitted.error else None
        expected = -1 / (mean([len(fitted.scores[i]) for i in both]) - 1)
        sure = r is not None and abs(r) < 1 - 1e-12 and expected > -1
        z = (atanh(r) - atanh(expected)) * sqrt(len(both) - 3) if r is not None and sure else None
        found.append(PairFigures(one, other, len(both), r, expected, z))
    return found


def work_figures(fitted: Model) -> list[WorkFigures]:
    """Every work, in the order of `fitted.entries`. z_ij = (y_ij − t_i − b_j)/√(s²(1 − 1/n_i))."""
    found = []
    for i, (entry, own, rest) in enumerate(zip(fitted.entries, fitted.scores, _residuals(fitted), strict=True)):
        values = list(own.values())
        by, extreme = max(_standard(fitted, rest).items(), key=lambda item: (abs(item[1]), -item[0]), default=(None, None))
        spread = max(values) - min(values)
        found.append(WorkFigures(entry, len(values), mean(values), fitted.adjusted[i], deviation(values), spread, extreme, by))
    return found


def _residuals(fitted: Model) -> list[dict[int, float]]:
    return [
        {judge: score - total - fitted.leniency[judge] for judge, score in own.items()}
        for own, total in zip(fitted.scores, fitted.adjusted, strict=True)
    ]


def _standard(fitted: Model, rest: Mapping[int, float]) -> dict[int, float]:
    if not fitted.error or len(rest) < 2:
        return {}
    scale = sqrt(fitted.error * (1 - 1 / len(rest)))
    return {judge: value / scale for judge, value in rest.items()}


def _judge(
    fitted: Model, rest: list[dict[int, float]], judge: int, government: Mapping[int, int], own: Collection[int]
) -> JudgeFigures:
    b = fitted.leniency
    given = [(i, scores[judge]) for i, scores in enumerate(fitted.scores) if judge in scores]
    shared = [(i, y) for i, y in given if len(fitted.scores[i]) > 1]
    consensus = [mean([score - b[k] for k, score in fitted.scores[i].items() if k != judge]) for i, _y in shared]
    values = [y for _i, y in given]
    z = [_standard(fitted, rest[i])[judge] for i, _y in shared] if fitted.error else []
    apart = [y - b[judge] - c for (_i, y), c in zip(shared, consensus, strict=True)]
    at_home = [government.get(fitted.entries[i]) in own for i, _y in shared]
    seen = [y for _i, y in shared]
    return JudgeFigures(
        judge, len(values), mean(values), deviation(values), min(values), max(values), len(set(values)), b[judge],
        None if fitted.error is None else sqrt(fitted.error * fitted.precision[judge]),
        _slope(seen, consensus), spearman(seen, [round(c, 9) for c in consensus]),
        mean([value * value for value in z]) if z else None, _gap(apart, at_home),
    )  # fmt: skip


def _slope(values: list[float], consensus: list[float]) -> float | None:
    if len(values) < 2 or len({round(c, 9) for c in consensus}) < 2:
        return None
    middle, level = mean(consensus), mean(values)
    across = fsum((c - middle) * (y - level) for c, y in zip(consensus, values, strict=True))
    return across / fsum((c - middle) ** 2 for c in consensus)


def _gap(apart: list[float], at_home: list[bool]) -> Gap | None:
    own = [d for d, home in zip(apart, at_home, strict=True) if home]
    other = [d for d, home in zip(apart, at_home, strict=True) if not home]
    spread = deviation(apart)
    if not own or not other or not spread:
        return None
    error = spread * sqrt(1 / len(own) + 1 / len(other))
    points = mean(own) - mean(other)
    return Gap(len(own), len(other), points, error, points / error)
