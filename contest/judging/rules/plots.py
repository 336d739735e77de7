"""Where the marks of a plot stand, in the units of its drawing. Pure: figures in, places out; the templates draw and name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10, sqrt

NINETY_FIVE = 1.96  # standard errors to either side of a 95 % interval


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of an axis and where it stands; written with `places` decimals."""

    at: float
    value: Fraction
    places: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """So many values from `low` up to `high`."""

    x: float
    y: float
    width: float
    height: float
    count: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """How one judge uses the scale. `name` is the judge's letter."""

    name: str
    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    width: float
    height: float
    base: float


@dataclass(frozen=True, slots=True)
class Interval:
    """One row: a value with an interval around it, or none."""

    name: str
    y: float
    x: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Intervals:
    """Rows of values above each other on one axis; `zero` is where 0 stands."""

    rows: Sequence[Interval]
    ticks: Sequence[Tick]
    zero: float
    width: float
    height: float
    left: float


@dataclass(frozen=True, slots=True)
class Dot:
    """So many works at one place."""

    x: float
    y: float
    r: float
    count: int


@dataclass(frozen=True, slots=True)
class Cloud:
    """Two values of every work against each other, equal ones drawn as one dot. `line` is where the line between in and out stands."""

    dots: Sequence[Dot]
    across: Sequence[Tick]
    up: Sequence[Tick]
    left: float
    top: float
    size: float
    width: float
    height: float
    line: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A share of 0 to 1 along the ranks; `grey` is where it is neither sure nor ruled out, `cut` where the line stands."""

    points: str
    across: Sequence[Tick]
    up: Sequence[Tick]
    grey: tuple[float, float] | None
    cut: float
    left: float
    top: float
    right: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The scores of one work on an axis of 0 to 100, with their mean."""

    dots: Sequence[float]
    mean: float


def strip(scores: Iterable[Fraction], mean: Fraction, width: float = 180) -> Strip:
    """One work's scores side by side; equal ones lie over each other."""
    return Strip([_r(5 + float(score) * (width - 10) / 100) for score in sorted(scores)], _r(5 + float(mean) * (width - 10) / 100))


def histogram(name: str, values: Sequence[Fraction], *, tallest: int, width: float = 240, height: float = 96) -> Histogram:
    """How often a judge gave totals of each tenth of the scale; `tallest` is the highest bar of all judges, so that they compare."""
    counts = tenths(values)
    room, step = height - 20, width / 10
    scale = room / max(1, tallest)
    bars = [
        Bar(_r(n * step + 1), _r(room - scale * count), _r(step - 2), _r(scale * count), count, n * 10, n * 10 + 10)
        for n, count in enumerate(counts)
    ]
    ticks = [Tick(_r(value * width / 100), Fraction(value)) for value in (0, 50, 100)]
    return Histogram(name, bars, ticks, width, height, room)


def tenths(values: Iterable[Fraction]) -> list[int]:
    """How many values lie in 0 to 10, 10 to 20 … 90 to 100; the highest belongs to the last.

    >>> tenths([Fraction(0), Fraction(10), Fraction(100)])
    [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    counts = Counter(min(9, int(value // 10)) for value in values)
    return [counts[n] for n in range(10)]


def intervals(rows: Mapping[str, tuple[float, float | None]], *, width: float = 420) -> Intervals:
    """Values with their standard errors, the largest on top, as 95 % intervals around a common zero."""
    left, step = 40.0, 26.0
    reach = max([abs(value) + NINETY_FIVE * (error or 0) for value, error in rows.values()] + [0.5])
    steps = nice_steps(-reach, reach, 5)
    low, high = float(steps[0]), float(steps[-1])

    def place(value: float) -> float:
        return _r(left + (value - low) / (high - low) * (width - left - 16))

    drawn = []
    for n, (name, (value, error)) in enumerate(sorted(rows.items(), key=lambda row: (-row[1][0], row[0]))):
        ends = (None, None) if error is None else (place(value - NINETY_FIVE * error), place(value + NINETY_FIVE * error))
        drawn.append(Interval(name, _r(20 + n * step), place(value), *ends))
    ticks = [Tick(place(float(value)), value, decimals(steps)) for value in steps]
    return Intervals(drawn, ticks, place(0.0), width, _r(20 + len(rows) * step + 22), left)


def cloud(
    pairs: Sequence[tuple[float, float]], *, size: float = 320, cells: int = 48, ranks: bool = False, line: int | None = None
) -> Cloud:
    """Two values of every work on equal axes. With `ranks`, 1 stands at the upper right end of both: the best."""
    left, top = 52.0, 12.0
    values = [value for pair in pairs for value in pair] or [0.0, 1.0]
    steps = [Fraction(1), *nice_steps(0, max(values), 4)[1:]] if ranks else nice_steps(min(values), max(values), 4)
    low, high = float(steps[0]), max(float(steps[-1]), float(steps[0]) + 1)

    def share(value: float) -> float:
        part = (value - low) / (high - low)
        return 1 - part if ranks else part

    counted = Counter((round(share(x) * cells), round(share(y) * cells)) for x, y in pairs)
    dots = [
        Dot(_r(left + x / cells * size), _r(top + size - y / cells * size), _r(min(9.0, 2 + sqrt(count))), count)
        for (x, y), count in sorted(counted.items())
    ]
    cut = None if line is None else (_r(left + share(line + 0.5) * size), _r(top + size - share(line + 0.5) * size))
    across = [Tick(_r(left + share(float(value)) * size), value, decimals(steps)) for value in steps]
    up = [Tick(_r(top + size - share(float(value)) * size), value, decimals(steps)) for value in steps]
    return Cloud(dots, across, up, left, top, size, left + size + 12, top + size + 44, cut)


def curve(shares: Sequence[float], places: int, *, width: float = 420, height: float = 220, sure: float = 0.9) -> Curve:
    """How probable it is, rank by rank, to belong to the best so many; drawn where it is neither 1 nor 0, with some room around it."""
    left, top, right, bottom = 52.0, 12.0, width - 12, height - 44
    open_ = [n for n, share in enumerate(shares) if 0.005 < share < 0.995] or [max(0, places - 1)]
    margin = max(3, (open_[-1] - open_[0]) // 10)
    first, last = max(0, min(open_[0], places - 1) - margin), min(len(shares) - 1, max(open_[-1], places) + margin)
    last = max(last, first + 1)

    def across(rank: float) -> float:
        return _r(left + (rank - 1 - first) / (last - first) * (right - left))

    def up(share: float) -> float:
        return _r(bottom - share * (bottom - top))

    stride = max(1, (last - first) // 300)
    shown = [n for n in range(first, min(last + 1, len(shares))) if (n - first) % stride == 0 or n == last]
    steps = nice_steps(first + 1, last + 1, 6)
    grey = [n for n, share in enumerate(shares) if 1 - sure < share < sure]
    return Curve(
        " ".join(f"{across(n + 1)},{up(shares[n])}" for n in shown),
        [Tick(across(float(value)), value) for value in steps if value.denominator == 1 and first + 1 <= value <= last + 1],
        [Tick(up(part / 100), Fraction(part)) for part in (0, 10, 50, 90, 100)],
        (across(grey[0] + 0.5), across(grey[-1] + 1.5)) if grey else None,
        across(places + 0.5), left, top, right, bottom, width, height,
    )  # fmt: skip


def nice_steps(low: float, high: float, about: int) -> list[Fraction]:
    """Round values from at or below `low` to at or above `high`, some `about` steps of 1, 2 or 5 times a power of ten.

    >>> [str(step) for step in nice_steps(-0.7, 0.9, 4)]
    ['-1', '-1/2', '0', '1/2', '1']
    """
    span = max(high - low, 1e-9)
    power = Fraction(10) ** floor(log10(span / about))
    step = next(times * power for times in (1, 2, 5, 10) if span / about <= float(times * power) * 1.0000001)
    first, last = floor(low / float(step) + 1e-9), ceil(high / float(step) - 1e-9)
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def decimals(steps: Sequence[Fraction]) -> int:
    """How many decimals these steps are written with."""
    return max(map(_places, steps))


def _places(step: Fraction) -> int:
    places = 0
    while step.denominator > 1 and places < 6:
        step, places = step * 10, places + 1
    return places


def _r(value: float) -> float:
    return round(value, 1)
