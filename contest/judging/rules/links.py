"""How well the judges of a round can be compared: who shares works with whom. `docs/judging.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import lcm

from contest.judging.rules.linear import eigenvalue, inverse

WEAK_LINKAGE = 0.3  # below: warn
BROKEN_LINKAGE = 0.02  # below: the adjustment is mostly noise, deal again


@dataclass(frozen=True, slots=True)
class Links:
    """J judges, and how many works each set of them has scored: `panels` maps seats (places in `judges`) to a number of works."""

    judges: tuple[int, ...]
    panels: Mapping[tuple[int, ...], int]

    @property
    def works(self) -> int:
        """n: works with a score."""
        return sum(self.panels.values())

    @property
    def scores(self) -> int:
        """N: scores given."""
        return sum(len(seats) * works for seats, works in self.panels.items())

    @property
    def under(self) -> int:
        """The least common multiple of the numbers of scores a work has: A times it is whole."""
        return lcm(*(len(seats) for seats in self.panels))

    @property
    def complete(self) -> bool:
        """Has every judge scored every work, and equally often?"""
        if len(self.panels) != 1:
            return False
        (seats,) = self.panels
        times = Counter(seats)
        return len(times) == len(self.judges) and len(set(times.values())) == 1

    def information(self) -> list[list[int]]:
        """`under` times A, J×J, A_jk = [j = k]·n_j − Σ over works both scored of 1/n_i (`docs/judging.md`)."""
        size, under = len(self.judges), self.under
        table = [[0] * size for _ in range(size)]
        for seats, works in self.panels.items():
            part = works * (under // len(seats))
            for j in seats:
                row = table[j]
                row[j] += works * under
                for k in seats:
                    row[k] -= part
        return table

    def components(self) -> list[list[int]]:
        """Seats linked by common works, directly or through others; each component and the list ascending."""
        home = list(range(len(self.judges)))

        def root(seat: int) -> int:
            while home[seat] != seat:
                home[seat] = home[home[seat]]
                seat = home[seat]
            return seat

        for seats in self.panels:
            for seat in seats[1:]:
                one, other = sorted((root(seats[0]), root(seat)))
                home[other] = one
        groups: dict[int, list[int]] = {}
        for seat in range(len(home)):
            groups.setdefault(root(seat), []).append(seat)
        return list(groups.values())

    def linkage(self) -> float | None:
        """λ2: the second smallest eigenvalue of A over n·k/J·(1 − 1/k)·J/(J − 1), k = N/n. 1 is ideal, 0 falls apart.

        None for a single judge, who needs no comparison.
        """
        size = len(self.judges)
        if size < 2:
            return None
        if len(self.components()) > 1:
            return 0.0
        under, k = self.under, self.scores / self.works
        ideal = self.works * k / size * (1 - 1 / k) * size / (size - 1)
        return eigenvalue([[value / under for value in row] for row in self.information()], 1) / ideal

    def contrast(self) -> float | None:
        """The mean variance, in units of σ², of the estimated difference of two judges: 2·trace(A⁺)/(J − 1). None where infinite."""
        size = len(self.judges)
        if size < 2 or len(self.components()) > 1:
            return None
        under = self.under
        lifted = inverse([[value / under + 1 / size for value in row] for row in self.information()])
        return 2 * (sum(lifted[j][j] for j in range(size)) - 1) / (size - 1)


def links(panels: Iterable[Iterable[int]], judges: Iterable[int] = ()) -> Links:
    """The links of judges given, for every work, the ids of those who score it; `judges` also names those who have nothing yet."""
    counted = Counter(tuple(sorted(panel)) for panel in panels)
    seat = {judge: n for n, judge in enumerate(sorted({*judges, *(judge for panel in counted for judge in panel)}))}
    return Links(tuple(seat), {tuple(seat[judge] for judge in panel): works for panel, works in sorted(counted.items()) if panel})
