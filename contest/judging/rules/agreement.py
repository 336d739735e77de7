"""How far a panel agrees, and how much the agreement is worth. Statistics to show; nothing is ranked by them. `docs/judging.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, fsum

from contest.judging.rules.adjusted import M0
from contest.judging.rules.coefficients import Icc, alpha, concordance, icc, mean
from contest.judging.rules.linear import inverse, solve
from contest.judging.rules.links import Links, links
from contest.judging.rules.sheets import Observation

GOOD = 0.8  # the reliability of a mean at which a panel is large enough
_NOISE = 1e-12  # of the sum of squares: below, doubles cannot tell a difference from none


@dataclass(frozen=True, slots=True)
class Model:
    """The additive model y_ij = t_i + b_j + ε of a round in doubles: points of 0..100.

    `scores[i]` maps judges to y for the work `entries[i]`; t, b and `precision`, var(b_j)/σ², come from the given m0;
    s² and τ² from m0 = 0 (t from the given m0 where the judges are not all linked): s² = RSS/(N − n − J + components),
    τ² = max(0, var(t) − s²·mean(1/n_i)). None where there are too few scores to say.
    """

    entries: tuple[int, ...]
    judges: tuple[int, ...]
    scores: tuple[dict[int, float], ...]
    adjusted: tuple[float, ...]
    leniency: dict[int, float]
    precision: dict[int, float]
    error: float | None
    between: float | None
    links: Links
    m0: int = M0


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel in figures. `single` and `mean` are reliabilities of one score and of a work's mean, `needed` judges for one of .8."""

    scores: int
    works: int
    judges: int
    per_work: float
    fill: float
    components: int
    linkage: float | None
    contrast: float | None
    error: float | None
    between: float | None
    single: float | None
    mean: float | None
    needed: int | None
    alpha: float | None
    icc: Icc | None
    concordance: float | None


def model(observations: Iterable[Observation], m0: int = M0) -> Model:
    """Fit the additive model. A judge's several scores of one work (two rounds) count as their mean here."""
    met: dict[int, dict[int, list[float]]] = {}
    for each in sorted(observations, key=lambda each: (each.entry_id, each.judge_id)):
        met.setdefault(each.entry_id, {}).setdefault(each.judge_id, []).append(float(each.total))
    scores = tuple({judge: mean(values) for judge, values in own.items()} for own in met.values())
    linked = links(scores)
    free, _ = _fit(scores, linked, 0)
    drawn, precision = _fit(scores, linked, m0)
    whole = len(linked.components()) <= 1
    rest = _rest(scores, free)
    degrees = linked.scores - linked.works - len(linked.judges) + len(linked.components())
    error = rest / degrees if degrees > 0 else None
    between = _between(scores, free if whole else drawn, error)
    return Model(tuple(met), linked.judges, scores, tuple(_totals(scores, drawn)), drawn, precision, error, between, linked, m0)


def panel(fitted: Model) -> Panel:
    """The panel's figures. ICC and W are of complete data only; α leaves out works with one score."""
    linked, scores = fitted.links, fitted.scores
    size, works = len(linked.judges), linked.works
    k = linked.scores / works if works else 0.0
    single = _share(fitted.between, fitted.error)
    table = [[own[judge] for judge in linked.judges] for own in scores] if linked.complete else []
    return Panel(
        linked.scores, works, size, k, k / size if size else 0.0, len(linked.components()), linked.linkage(), linked.contrast(),
        fitted.error, fitted.between, single, None if single is None else stepped_up(single, k), judges_needed(single),
        alpha([list(own.values()) for own in scores]), icc(table), concordance(table),
    )  # fmt: skip


def influence(fitted: Model, best: int) -> dict[int, int]:
    """For every judge, how many works would enter or leave the best so many had the judge not been there: all is fitted again.

    Works only the judge has scored drop out; equal works stand in the order of their ids.
    """
    everyone = _top(fitted.entries, fitted.scores, fitted.leniency, best)
    changed = {}
    for judge in fitted.judges:
        left = [(e, {k: y for k, y in own.items() if k != judge}) for e, own in zip(fitted.entries, fitted.scores, strict=True)]
        entries, scores = [e for e, own in left if own], [own for _e, own in left if own]
        linked = links(scores)
        changed[judge] = len(everyone ^ _top(entries, scores, _fit(scores, linked, fitted.m0)[0], best))
    return changed


def stepped_up(single: float, k: float) -> float:
    """The reliability of the mean of k scores: k·r/(1 + (k − 1)·r) (Spearman–Brown)."""
    return k * single / (1 + (k - 1) * single)


def judges_needed(single: float | None, wanted: float = GOOD) -> int | None:
    """How many judges a work needs for a mean of reliability `wanted`: ρ(1 − r)/(r(1 − ρ)), rounded up. None if no number is enough.

    >>> judges_needed(0.4)
    6
    """
    if not single:
        return None
    return max(1, ceil(wanted * (1 - single) / (single * (1 - wanted)) - 1e-9))


def _fit(scores: Iterable[dict[int, float]], linked: Links, m0: int) -> tuple[dict[int, float], dict[int, float]]:
    """The b_j, and their variances over σ²: the diagonal of (A + m0·I)⁻¹ within Σ b = 0.

    Σ b = 0 holds in every component: a shift of all its judges is a shift of their works. So the part of the inverse along
    (1, …, 1), 1/(J·m0), which says only that, is taken off. With m0 = 0 that direction is pinned by adding 1·1ᵀ.
    """
    under, judges = linked.under, linked.judges
    seat = {judge: n for n, judge in enumerate(judges)}
    right = [0.0] * len(judges)
    for own in scores:
        middle = mean(list(own.values()))
        for judge, score in own.items():
            right[seat[judge]] += score - middle
    system = [[value / under + m0 * (j == k) for k, value in enumerate(row)] for j, row in enumerate(linked.information())]
    level = [0.0] * len(judges)
    for group in linked.components():
        for j in group:
            level[j] = 1 / (len(group) * (m0 or len(group)))
            for k in group:
                system[j][k] += 0.0 if m0 else 1.0
    found, turned = solve(system, [right])[0], inverse(system)
    return dict(zip(judges, found, strict=True)), {judge: max(0.0, turned[j][j] - level[j]) for j, judge in enumerate(judges)}


def _totals(scores: Iterable[dict[int, float]], leniency: dict[int, float]) -> list[float]:
    return [mean([score - leniency[judge] for judge, score in own.items()]) for own in scores]


def _top(entries: Sequence[int], scores: Sequence[dict[int, float]], leniency: dict[int, float], best: int) -> set[int]:
    totals = _totals(scores, leniency)
    return {entry for _total, entry in sorted((-round(total, 9), entry) for total, entry in zip(totals, entries, strict=True))[:best]}


def _rest(scores: tuple[dict[int, float], ...], leniency: dict[int, float]) -> float:
    """RSS = Σ (y_ij − t_i − b_j)², 0 where the doubles show only their own noise."""
    rest = fsum(
        (score - leniency[judge] - total) ** 2
        for own, total in zip(scores, _totals(scores, leniency), strict=True) for judge, score in own.items()
    )  # fmt: skip
    return rest if rest > _NOISE * fsum(score * score for own in scores for score in own.values()) else 0.0


def _between(scores: tuple[dict[int, float], ...], leniency: dict[int, float], error: float | None) -> float | None:
    if error is None or len(scores) < 2:
        return None
    totals = _totals(scores, leniency)
    middle = mean(totals)
    varied = fsum((total - middle) ** 2 for total in totals)
    varied = varied if varied > _NOISE * fsum(total * total for total in totals) else 0.0
    return max(0.0, varied / (len(totals) - 1) - error * mean([1 / len(own) for own in scores]))


def _share(between: float | None, error: float | None) -> float | None:
    return between / (between + error) if between is not None and error is not None and between + error else None
