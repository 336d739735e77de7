"""Own totals in bands a judge can read: the values of a single mark, or whole points of the average of several. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contest.judging.rules.sheets import Scale, shares

TENS = 10  # bands above the lowest where criteria have different scales: 0, 10, 20 … 100 of 100
POINT = 100  # a whole point, in hundredths
FEW = 4  # whole points part too little where fewer of them make a scale


@dataclass(frozen=True, slots=True)
class Bands:
    """Totals (points over `under`) in `count` + 1 bands: each holds what rounds to its value, halves up.

    `scale` says what the bands are called: its n-th value. It is None where criteria have different scales: the n-th ten of 100 then.
    """

    under: int
    count: int
    scale: Scale | None

    def of(self, points: int) -> int:
        """The band of a total."""
        return (2 * points * self.count + self.under) // (2 * self.under)

    def least(self, band: int) -> int:
        """The lowest total in a band."""
        return max(0, -(-(2 * band - 1) * self.under // (2 * self.count)))

    def span(self, band: int) -> tuple[int, int]:
        """The lowest and the highest total in a band; the highest band is open at its end."""
        return self.least(band), self.least(band + 1) - 1


def bands(criteria: Sequence[Scale]) -> Bands:
    """The bands of a round with these criteria, at least one.

    One criterion: a band for each value. Several with the same values: whole points of their weighted average, or whole steps where a step
    is more than a point or the scale has few points. Others: tens of the total of 100.

    >>> ten = Scale(1, 100, 100, 9, 1)
    >>> [bands([ten, ten]).of(points) for points in (0, 1, 9, 17, 18)]  # averages 1, 1.5, 5.5, 9.5, 10
    [0, 1, 5, 9, 9]
    """
    _share, under = shares(criteria)
    first = criteria[0]
    if any((each.low, each.step, each.steps) != (first.low, first.step, first.steps) for each in criteria):
        return Bands(under, TENS, None)
    unit = first.step if len(criteria) == 1 else _unit(first)
    count = first.step * first.steps // unit
    return Bands(under, count, Scale(0, first.low, unit, count, 1))


def _unit(scale: Scale) -> int:
    whole = all(each % POINT == 0 for each in (scale.low, scale.step * scale.steps)) and POINT % scale.step == 0
    return POINT if whole and scale.step * scale.steps >= FEW * POINT else scale.step
