"""The optional ways of counting: observations in, one key a work out, higher is better. See `docs/judging.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import fsum, sqrt
from typing import TypeVar

from contest.core.text import N_
from contest.judging.rules import majorities
from contest.judging.rules.adjusted import M0, even, lean, points, tally, totals
from contest.judging.rules.reliability import relweight
from contest.judging.rules.sheets import Observation

Key = tuple[Fraction, ...]  # compared from the left
Keys = Callable[[Sequence[Observation], int], dict[int, Key]]
NINE = 10**9
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Method:
    """A way of counting: its name, and where its result means something. `most` is a limit in works."""

    id: str
    name: str
    keys: Keys
    most: int | None = None
    judges: int = 1
    complete: bool = False

    def applies(self, n_entries: int, n_judges: int, complete: bool) -> bool:
        """May it be offered for so many works and judges? `complete`: every judge scored every work."""
        return self.bearable(n_entries) and n_judges >= self.judges and (complete or not self.complete)

    def bearable(self, n_entries: int) -> bool:
        """Can it be computed for so many works?"""
        return self.most is None or n_entries <= self.most


def adjusted(observations: Sequence[Observation], m0: int = M0) -> dict[int, Key]:
    """t_i of `sevadj/1`, 0..100."""
    cast = tally(observations)
    column = points(cast, _total)
    found = totals(cast, column, lean(cast, [column], m0)[0])
    return {entry: (Fraction(value, found.under),) for entry, value in zip(cast.entries, found.values, strict=True)}


def mean(observations: Sequence[Observation], _m0: int = M0) -> dict[int, Key]:
    """ȳ_i, 0..100."""
    cast = tally(observations)
    column = points(cast, _total)
    found = totals(cast, column, even(cast))
    return {entry: (Fraction(value, found.under),) for entry, value in zip(cast.entries, found.values, strict=True)}


def zmean(observations: Sequence[Observation], _m0: int = M0) -> dict[int, Key]:
    """The mean over judges of (y_ij − ȳ_j)/s_j, s_j with n − 1; 0 where a judge's scores do not differ. Rounded to 9 decimals."""
    own = by_judge(observations)
    scale: dict[int, tuple[float, float]] = {}
    for judge, seen in own.items():
        middle = fsum(float(each.total) for each in seen) / len(seen)
        spread = len({each.total for each in seen}) > 1
        scale[judge] = middle, sqrt(fsum((float(each.total) - middle) ** 2 for each in seen) / (len(seen) - 1)) if spread else 0.0
    standard = [
        (each.entry_id, (float(each.total) - scale[each.judge_id][0]) / scale[each.judge_id][1] if scale[each.judge_id][1] else 0.0)
        for each in observations
    ]
    return {entry: (_nine(fsum(values) / len(values)),) for entry, values in _grouped(standard).items()}


def minmax(observations: Sequence[Observation], _m0: int = M0) -> dict[int, Key]:
    """The mean over judges of (y_ij − min_j)/(max_j − min_j), 0..1; ½ where a judge's scores do not differ."""
    ends = {judge: (min(e.total for e in seen), max(e.total for e in seen)) for judge, seen in by_judge(observations).items()}
    placed = []
    for each in observations:
        low, high = ends[each.judge_id]
        placed.append((each.entry_id, (each.total - low) / (high - low) if high > low else Fraction(1, 2)))
    return _means(placed)


def trim(observations: Sequence[Observation], m0: int = M0) -> dict[int, Key]:
    """The mean of y_ij − b_j without the lowest and the highest where a work has at least five scores; b as in `sevadj/1`."""
    cast = tally(observations)
    column = points(cast, _total)
    bias = lean(cast, [column], m0)[0]
    keys: dict[int, Key] = {}
    for entry, marks, seats in zip(cast.entries, column.values, cast.seats, strict=True):
        level = sorted(mark * bias.by - bias.parts[seat] for mark, seat in zip(marks, seats, strict=True))
        kept = level[1:-1] if len(level) >= 5 else level
        value = Fraction(sum(kept), len(kept) * bias.by * column.under)
        keys[entry] = (value if bias.exact else round(value, 9),)
    return keys


def borda(observations: Sequence[Observation], _m0: int = M0) -> dict[int, Key]:
    """The mean over judges of the work's percentile with that judge, (below + ½·equal)/n_j, 0..1: ties share the middle."""
    placed = []
    for seen in by_judge(observations).values():
        rank = percentiles([each.total for each in seen])
        placed += [(each.entry_id, rank[each.total]) for each in seen]
    return _means(placed)


def percentiles(values: Sequence[Fraction]) -> dict[Fraction, Fraction]:
    """(how many lie below + ½ of those equal, itself among them) / n, for every distinct value. In (0, 1), mean ½.

    >>> percentiles([Fraction(7), Fraction(9), Fraction(7)])
    {Fraction(7, 1): Fraction(1, 3), Fraction(9, 1): Fraction(5, 6)}
    """
    counts: defaultdict[Fraction, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    below, found = 0, {}
    for value in sorted(counts):
        found[value] = Fraction(2 * below + counts[value], 2 * len(values))
        below += counts[value]
    return found


def majority(observations: Sequence[Observation], _m0: int = M0) -> dict[int, Key]:
    """Majority judgment (Balinski & Laraki): lower medians, removed one after the other and compared from the left.

    Works with unequal numbers of scores are compared as if each score were given as often as needed to make them equal:
    for a share s growing from 0, the scores at the quantiles ½ − s and ½ + s. Equal numbers give the usual majority value.
    """
    given = {entry: sorted(values) for entry, values in _grouped([(each.entry_id, each.total) for each in observations]).items()}
    sizes = {len(values) for values in given.values()}
    edges = sorted({abs(Fraction(k, n) - Fraction(1, 2)) for n in sizes for k in range(n + 1)} | {Fraction(0)})
    shares = [(a + b) / 2 for a, b in pairwise(edges)]
    reads = {n: [int((Fraction(1, 2) + side * s) * n) for s in shares for side in (-1, 1)] for n in sizes}
    return {entry: tuple(values[at] for at in reads[len(values)]) for entry, values in given.items()}


def by_judge(observations: Sequence[Observation]) -> dict[int, list[Observation]]:
    """The observations of each judge."""
    own: defaultdict[int, list[Observation]] = defaultdict(list)
    for each in observations:
        own[each.judge_id].append(each)
    return own


def places(keys: Mapping[int, Key]) -> dict[int, int]:
    """Ranks by key, best first; equal keys share a rank and the next is counted from the top (1, 2, 2, 4)."""
    ranked = sorted(keys, key=lambda entry: keys[entry], reverse=True)
    ranks: dict[Key, int] = {}
    for place, entry in enumerate(ranked, 1):
        ranks.setdefault(keys[entry], place)
    return {entry: ranks[keys[entry]] for entry in ranked}


def _implied(way: Callable[[majorities.Wins], dict[int, Fraction]]) -> Keys:
    def keys(observations: Sequence[Observation], _m0: int = M0) -> dict[int, Key]:
        return {entry: (value,) for entry, value in way(majorities.implied(observations)).items()}

    return keys


def _weighted(observations: Sequence[Observation], _m0: int = M0) -> dict[int, Key]:
    return {entry: (_nine(value),) for entry, value in relweight(observations).items()}


def _total(observation: Observation) -> Fraction:
    return observation.total


def _grouped(pairs: Sequence[tuple[int, T]]) -> dict[int, list[T]]:
    groups: defaultdict[int, list[T]] = defaultdict(list)
    for entry, value in pairs:
        groups[entry].append(value)
    return groups


def _means(pairs: Sequence[tuple[int, Fraction]]) -> dict[int, Key]:
    return {entry: (sum(values, Fraction(0)) / len(values),) for entry, values in _grouped(pairs).items()}


def _nine(value: float) -> Fraction:
    return Fraction(round(Fraction(value) * NINE), NINE)


DEFAULT = "sevadj/1"
METHODS: dict[str, Method] = {
    each.id: each
    for each in (
        Method(DEFAULT, N_("Severity-adjusted mean"), adjusted),
        Method("mean", N_("Plain mean"), mean, complete=True),
        Method("zmean", N_("Mean of standardised scores"), zmean, complete=True),
        Method("minmax", N_("Mean of scores stretched to each judge’s range"), minmax, complete=True),
        Method("trim", N_("Mean without the lowest and the highest score"), trim, judges=7),
        Method("borda", N_("Mean place in each judge’s order"), borda, judges=2),
        Method("copeland", N_("Pairwise majorities (Copeland)"), _implied(majorities.copeland), most=40, judges=2),
        Method("schulze", N_("Pairwise majorities (Schulze)"), _implied(majorities.schulze), most=40, judges=2),
        Method("kemeny", N_("Order closest to all judges’ orders (Kemeny)"), _implied(majorities.kemeny), most=8, judges=2),
        Method("mj", N_("Majority judgment"), majority),
        Method("bt", N_("Paired comparison (Bradley–Terry)"), _implied(majorities.bradley_terry), most=50),
        Method("relweight", N_("Scores weighted by each judge’s reliability"), _weighted, judges=3, complete=True),
    )
}
