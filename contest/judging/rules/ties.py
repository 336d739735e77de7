"""Rounds that part a tie: which rounds are such rounds, and what they decide. Pure; `docs/judging.md`.

A tie-break lifts nobody above others. It orders works that stood equal to the end of the chain, among themselves and where they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from contest.judging.rules.standings import Standing


@dataclass(frozen=True, slots=True)
class Order:
    """What a tie-break came to: the rank of each of its works there. Works it left equal share one."""

    round_id: int
    ranks: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Parted:
    """Standings after the tie-breaks, and for every work that was parted from others the rounds that did it."""

    standings: list[Standing]
    by: dict[int, tuple[int, ...]]


def is_tie_break(works: Collection[int], before: Iterable[Standing], *, picked: bool) -> bool:
    """Does a round of these works, which stood so `before`, part a tie? Otherwise it is a final, whose works stand above all others.

    It does if its works shared one rank. What a line drew out of a tie that did not fit is none: people have put these works above the
    rest of the tie. Picked by hand, a part of a tie stays a tie-break. (Two at a time is always a tie-break.)
    """
    ranks = {each.entry_id: each.rank for each in before}
    shared = {ranks.get(work) for work in works}
    if len(shared) > 1 or None in shared:
        return False
    return picked or len(works) == sum(rank in shared for rank in ranks.values())


def part(standings: Sequence[Standing], orders: Sequence[Order]) -> Parted:
    """Take equal works apart by these rounds. A round speaks of a group only if it ranked every work of it; what it leaves equal the
    next one may part. What stays equal after all of them stays a tie.

    Each step is added to the end of the key, so a work's key says all that it is ranked by.
    """
    if not orders:
        return Parted(list(standings), {})
    found: list[Standing] = []
    by: dict[int, tuple[int, ...]] = {}
    for rank, members in groupby(standings, key=lambda each: each.rank):
        group, at = list(members), rank
        for steps, rounds, level in _apart([each.entry_id for each in group], orders):
            known = set(level)
            for each in group:
                if each.entry_id in known:
                    key = (*each.key, *(Fraction(-step) for step in steps))
                    found.append(replace(each, rank=at, tied=len(level) > 1, key=key) if len(group) > 1 else each)
                    if rounds:
                        by[each.entry_id] = rounds
            at += len(level)
    return Parted(found, by)


Steps = tuple[int, ...]


def _apart(group: list[int], orders: Sequence[Order]) -> list[tuple[Steps, Steps, list[int]]]:
    """The group as levels, best first: the places by which each was parted, the rounds that did it, its works."""
    for n, order in enumerate(orders):
        ranks = {order.ranks.get(entry) for entry in group}
        if len(group) > 1 and None not in ranks and len(ranks) > 1:
            rest = [*orders[:n], *orders[n + 1 :]]
            found = []
            for rank in sorted(rank for rank in ranks if rank is not None):
                level = [entry for entry in group if order.ranks[entry] == rank]
                found += [((rank, *steps), (order.round_id, *rounds), last) for steps, rounds, last in _apart(level, rest)]
            return found
    return [((), (), group)]
