"""The severity-adjusted mean: what a work would have got from the whole panel. `docs/judging.md`, `sevadj/1`.

Minimise Σ (y_ij − t_i − b_j)² + m0·Σ b_j² over works i and judges j: b_j is how much more generously than the panel a judge
marks, t_i the adjusted total. (A + m0·I)·b = r with r_j = Σ (y_ij − ȳ_i); then t_i = ȳ_i − the mean b of the work's judges.
The same additive model as Platt & Burges / Lawrence 2014 and Roos, Rothe & Scheuermann 2011.

Everything is a whole number over a common denominator. Only above `MOST_EXACT` judges is b found in IEEE doubles, and then
every value is rounded half-even to 9 decimals before anything is compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from contest.core.errors import Invalid
from contest.core.text import N_
from contest.judging.rules.linear import solve, solve_exact
from contest.judging.rules.links import Links, links
from contest.judging.rules.sheets import Observation

M0 = 4  # pseudo-scores at panel level that pull each judge's leniency toward 0
MOST_EXACT = 60  # judges: above, the exact elimination takes seconds
EXACT, ROUNDED = "exact", "float64/9"
_NINE = 10**9
_FINE = 10**12  # b is kept finer than the values made from it


@dataclass(frozen=True, slots=True)
class Tally:
    """The observations of a round by work: `seats[i]` are places in `judges`, beside the sheets of `seen[i]`."""

    judges: tuple[int, ...]
    entries: tuple[int, ...]
    seats: list[list[int]]
    seen: list[list[Observation]]
    links: Links


@dataclass(frozen=True, slots=True)
class Points:
    """One number of every sheet, as whole numbers over `under`, beside `Tally.seen`."""

    values: list[list[int]]
    under: int


@dataclass(frozen=True, slots=True)
class Lean:
    """Every judge's leniency b: `parts[j] / (by · points.under)`."""

    parts: list[int]
    by: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One value a work, as whole numbers over `under`, beside `Tally.entries`."""

    values: list[int]
    under: int


def tally(observations: Iterable[Observation]) -> Tally:
    """Observations in any order, sorted by work and judge."""
    by_entry: defaultdict[int, list[Observation]] = defaultdict(list)
    for each in observations:
        by_entry[each.entry_id].append(each)
    entries = tuple(sorted(by_entry))
    seen = [sorted(by_entry[entry], key=lambda each: each.judge_id) for entry in entries]
    linked = links([each.judge_id for each in sheets] for sheets in seen)
    seat = {judge: n for n, judge in enumerate(linked.judges)}
    return Tally(linked.judges, entries, [[seat[each.judge_id] for each in sheets] for sheets in seen], seen, linked)


def points(cast: Tally, number: Callable[[Observation], Fraction]) -> Points:
    """The chosen `number` of every sheet over one denominator."""
    raw = [[number(each) for each in sheets] for sheets in cast.seen]
    under = lcm(*{value.denominator for values in raw for value in values})
    return Points([[value.numerator * (under // value.denominator) for value in values] for values in raw], under)


def lean(cast: Tally, columns: Sequence[Points], m0: int = M0) -> list[Lean]:
    """The judges' leniency in each of `columns`, by one elimination. With m0 = 0 the judges must all be linked (`Invalid`)."""
    residuals = [_residuals(cast, column) for column in columns]
    if cast.links.complete:
        each = cast.links.scores // len(cast.judges) + m0  # A = n·(I − 11ᵀ/J), so b_j = r_j / (n + m0)
        return [Lean(column, cast.links.under * each) for column in residuals]
    if m0 == 0 and len(cast.links.components()) > 1:
        raise Invalid(N_("Not all judges are linked by common works: this way of counting cannot compare them"))
    under, system = cast.links.under, cast.links.information()
    for j, row in enumerate(system):
        row[j] += under * m0
    if m0 == 0:  # A·1 = 0: adding 1·1ᵀ picks the solution with Σ b = 0
        system = [[value + 1 for value in row] for row in system]
    if len(cast.judges) <= MOST_EXACT:
        solved, by = solve_exact(system, residuals)
        return [Lean(parts, by) for parts in solved]
    scaled = [[value / under for value in row] for row in system]
    rough = solve(scaled, [[value / (under * column.under) for value in right] for right, column in zip(residuals, columns, strict=True)])
    return [
        Lean([round(Fraction(b) * _FINE * column.under) for b in parts], _FINE, exact=False)
        for parts, column in zip(rough, columns, strict=True)
    ]


def even(cast: Tally) -> Lean:
    """No adjustment at all (m0 → ∞): every judge as generous as the next."""
    return Lean([0] * len(cast.judges), 1)


def totals(cast: Tally, column: Points, bias: Lean) -> Column:
    """t_i = ȳ_i − mean of b over the judges of i."""
    under = cast.links.under
    values = [
        (sum(marks) * bias.by - sum(bias.parts[j] for j in seats)) * (under // len(marks))
        for marks, seats in zip(column.values, cast.seats, strict=True)
    ]
    return _settled(Column(values, under * bias.by * column.under), bias)


def medians(cast: Tally, column: Points, bias: Lean) -> Column:
    """The median over i's judges of y_ij − b_j; of an even number, the mean of the two in the middle."""
    values = []
    for levelled in _levelled(cast, column, bias):
        levelled.sort()
        half = len(levelled) // 2
        values.append(levelled[half] + levelled[-half - 1])
    return _settled(Column(values, 2 * bias.by * column.under), bias)


def lowest(cast: Tally, column: Points, bias: Lean) -> Column:
    """The least over i's judges of y_ij − b_j."""
    return _settled(Column([min(levelled) for levelled in _levelled(cast, column, bias)], bias.by * column.under), bias)


def leniency(observations: Iterable[Observation], m0: int = M0) -> dict[int, Fraction]:
    """b_j of every judge in points of 0..100: positive is generous, negative severe. Σ b = 0."""
    cast = tally(observations)
    column = points(cast, lambda each: each.total)
    (bias,) = lean(cast, [column], m0)
    under = bias.by * column.under
    parts = bias.parts if bias.exact else _settled(Column(bias.parts, under), bias).values
    return {judge: Fraction(part, under if bias.exact else _NINE) for judge, part in zip(cast.judges, parts, strict=True)}


def arithmetic(observations: Iterable[Observation]) -> str:
    """How `standings` reckons these: `exact`, or `float64/9` above 60 judges (unless nothing is missing, which is always exact)."""
    linked = tally(observations).links
    return EXACT if len(linked.judges) <= MOST_EXACT or linked.complete else ROUNDED


def _residuals(cast: Tally, column: Points) -> list[int]:
    """r_j = Σ (y_ij − ȳ_i), times `links.under · column.under`."""
    under = cast.links.under
    sums = [0] * len(cast.judges)
    for marks, seats in zip(column.values, cast.seats, strict=True):
        size, total = len(marks), sum(marks)
        for mark, seat in zip(marks, seats, strict=True):
            sums[seat] += (size * mark - total) * (under // size)
    return sums


def _levelled(cast: Tally, column: Points, bias: Lean) -> Iterable[list[int]]:
    by, parts = bias.by, bias.parts
    return (
        [mark * by - parts[seat] for mark, seat in zip(marks, seats, strict=True)]
        for marks, seats in zip(column.values, cast.seats, strict=True)
    )


def _settled(column: Column, bias: Lean) -> Column:
    return column if bias.exact else Column([round(Fraction(value, column.under) * _NINE) for value in column.values], _NINE)
