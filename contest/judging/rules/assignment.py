"""Who looks at what, and in which order. Seeded: the same seed deals the same hands. `docs/judging.md`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low

from contest.judging.rules.links import links

EVERYBODY = 800  # up to so many works everybody may well look at everything
SOME = 5  # above, and with more judges than this, so many look at each work unless somebody says otherwise
HANDFUL = 5
CLOSE = 0.05  # what a shared work weighs against a work more to look at
Pair = tuple[int, int]  # judge, entry


@dataclass(frozen=True, slots=True)
class Preview:
    """What a deal would mean, before it is made.

    `per_judge` works by judge; `per_work` how many works get so many judges; `short` works with fewer than wanted; `nobody` works that
    no judge may see; `strangers` pairs of judges without a work in common; `barred` judge–work pairs the shield forbids.
    """

    per_judge: Mapping[int, int]
    per_work: Mapping[int, int]
    short: tuple[int, ...]
    nobody: tuple[int, ...]
    strangers: tuple[Pair, ...]
    barred: int
    components: int
    linkage: float | None
    contrast: float | None

    @property
    def fewest(self) -> int:
        """The smallest hand."""
        return min(self.per_judge.values(), default=0)

    @property
    def most(self) -> int:
        """The largest hand."""
        return max(self.per_judge.values(), default=0)

    @property
    def loaded(self) -> tuple[int, ...]:
        """Judges with clearly more to look at than the others: a fifth above the middle hand, and by more than a handful. Most first."""
        if not self.per_judge:
            return ()
        middle = median_low(self.per_judge.values())
        more = [judge for judge, works in self.per_judge.items() if 5 * works > 6 * middle and works > middle + HANDFUL]
        return tuple(sorted(more, key=lambda judge: (-self.per_judge[judge], judge)))


def deal(
    entries: Iterable[int],
    judges: Iterable[int],
    per_work: int | None,
    seed: str,
    barred: Container[Pair] = frozenset(),
    already: Mapping[int, Collection[int]] | None = None,
) -> dict[int, list[int]]:
    """Give every work `per_work` judges (None: all), evenly, and every two judges works in common. Works ascending.

    Greedy over the works in seeded order: the judge with the least load + 0.05·(works shared with the judges already chosen)/(mean of
    works shared), ties by seed; a barred pair (judge, entry) is never dealt. `already` (judge → works finished) stays and is counted, so
    after adding or dropping a judge only what is open is dealt again; finished works of judges who left, or now barred, count for nothing.
    """
    works, table = set(entries), _Table(sorted(set(judges)))
    kept: dict[int, list[int]] = {entry: [] for entry in works}
    for judge, done in (already or {}).items():
        for entry in done:
            if judge in table.seat and entry in works and (judge, entry) not in barred:
                kept[entry].append(table.seat[judge])
    for entry, seats in kept.items():
        for place, seat in enumerate(seats):
            table.take(seat, entry, seats[:place])
    for entry in sorted(works, key=lambda entry: _draw(seed, entry)):
        chosen = kept[entry]
        free = [seat for judge, seat in table.seat.items() if seat not in chosen and (judge, entry) not in barred]
        wanted = len(free) if per_work is None else per_work - len(chosen)
        for seat in table.choose(free, chosen, wanted, f"{seed}|{entry}"):
            table.take(seat, entry, chosen)
            chosen.append(seat)
    return {judge: sorted(table.hands[seat]) for judge, seat in table.seat.items()}


class _Table:
    """The hands while they are dealt."""

    def __init__(self, judges: Sequence[int]) -> None:
        self.seat = {judge: n for n, judge in enumerate(judges)}
        self.hands: list[list[int]] = [[] for _ in judges]
        self.together = [[0] * len(judges) for _ in judges]
        self.pairs = 0

    def take(self, seat: int, entry: int, others: Sequence[int]) -> None:
        self.hands[seat].append(entry)
        for other in others:
            self.together[seat][other] += 1
            self.together[other][seat] += 1
        self.pairs += len(others)

    def choose(self, free: Iterable[int], chosen: Sequence[int], wanted: int, seed: str) -> Iterable[int]:
        """One seat after the other; the caller takes each before asking for the next."""
        left = set(free)
        size = len(self.hands)
        close = {seat: sum(self.together[seat][other] for other in chosen) for seat in left}
        for _ in range(min(wanted, len(left))):
            unit = CLOSE * size * (size - 1) / 2 / self.pairs if self.pairs else 0.0
            cost = {seat: len(self.hands[seat]) + unit * close[seat] for seat in left}
            least = min(cost.values())
            level = [seat for seat in left if cost[seat] == least]
            best = min(level, key=lambda seat: _draw(seed, seat)) if len(level) > 1 else level[0]
            left.remove(best)
            yield best
            for seat in left:
                close[seat] += self.together[seat][best]


def preview(
    dealt: Mapping[int, Collection[int]], entries: Iterable[int], per_work: int | None, barred: Container[Pair] = frozenset()
) -> Preview:
    """What the deal means for judges, works and the comparison of judges."""
    judges = sorted(dealt)
    panels: dict[int, list[int]] = {entry: [] for entry in sorted(set(entries))}
    for judge in judges:
        for entry in dealt[judge]:
            panels.setdefault(entry, []).append(judge)
    shut = {entry: sum((judge, entry) in barred for judge in judges) for entry in panels}
    wanted = len(judges) if per_work is None else per_work
    met = {pair for panel in {tuple(panel) for panel in panels.values()} for pair in combinations(panel, 2)}
    linked = links(panels.values(), judges)
    return Preview(
        {judge: len(dealt[judge]) for judge in judges},
        dict(sorted(Counter(map(len, panels.values())).items())),
        tuple(entry for entry, panel in panels.items() if len(panel) < wanted),
        tuple(entry for entry, count in shut.items() if count == len(judges)),
        tuple(pair for pair in combinations(judges, 2) if pair not in met),
        sum(shut.values()), len(linked.components()), linked.linkage(), linked.contrast(),
    )  # fmt: skip


def order(seed: str, judge: str, entries: Iterable[int], first: Collection[int] = ()) -> list[int]:
    """The works in one judge's own order: always the same for a seed and a judge, and nothing of the ids shows in it.

    Works of `first` (a calibration set) come first, in one same order for all judges.
    """
    works = list(entries)
    ahead = sorted((entry for entry in works if entry in first), key=lambda entry: _draw(seed, entry))
    return ahead + sorted((entry for entry in works if entry not in first), key=lambda entry: _draw(f"{seed}|{judge}", entry))


def _draw(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}|{number}".encode()).digest()
