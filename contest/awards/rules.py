"""Turning standings into awards: pure functions of their arguments, exact and without accident of order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

MOST_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """One work as the round left it: `total` is its exact result, `sheets` how many count.

    `key` is all that works are compared by, the total first and then what parts equal totals: equal keys are a tie. Without one, the total.
    """

    entry_id: int
    total: Fraction
    sheets: int
    key: tuple[Fraction, ...] = ()

    @property
    def by(self) -> tuple[Fraction, ...]:
        """What the work is ranked by, from the left, larger first."""
        return self.key or (self.total,)


@dataclass(frozen=True, slots=True)
class Level:
    """A tier reduced to what allocation needs: how many works it takes."""

    tier_id: int
    places: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one work gets. `rank` counts works above it plus one, so equal works share a rank (1, 2, 2, 4)."""

    entry_id: int
    rank: int
    total: Fraction
    tier_id: int | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Works equal to the end of the chain of which only `places` fit into a tier: people must order them."""

    entries: tuple[int, ...]
    tier_id: int
    places: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would get what. With ties open, `lines` below the first tie hold no tier.

    `unscored` are works nobody scored, `unruled` those of them that people have not yet left out with a reason.
    """

    lines: tuple[Line, ...]
    ties: tuple[Tie, ...]
    unscored: tuple[int, ...]
    unfilled: Mapping[int, int]
    unruled: tuple[int, ...] = ()

    @property
    def settled(self) -> bool:
        """Nothing is left for people to decide, and something is awarded."""
        return not self.ties and not self.unruled and any(line.tier_id is not None for line in self.lines)

    def given(self) -> dict[int, int]:
        """How many works each tier gets."""
        counts: dict[int, int] = {}
        for line in self.lines:
            if line.tier_id is not None:
                counts[line.tier_id] = counts.get(line.tier_id, 0) + 1
        return counts


Rulings = Iterable[Sequence[int]]


def tie_groups(places: Iterable[Place], rulings: Rulings = ()) -> list[list[Place]]:
    """Works in rank order, equal ones together; a group that people have ordered (the same works exactly) is taken apart.

    Later rulings on the same works replace earlier ones.
    """
    ruled = {frozenset(ruling): list(ruling) for ruling in rulings}
    ranked = _ranked(places)
    groups: list[list[Place]] = []
    for _key, members in groupby(ranked, key=lambda place: place.by):
        group = list(members)
        order = ruled.get(frozenset(place.entry_id for place in group))
        if order is None:
            groups.append(group)
        else:
            by_id = {place.entry_id: place for place in group}
            groups.extend([by_id[entry_id]] for entry_id in order)
    return groups


def allocate(places: Sequence[Place], levels: Sequence[Level], rulings: Rulings = (), left_out: Iterable[int] = ()) -> Plan:
    """Give the best works the highest tiers.

    `levels` stand best first. Equal works are never split by accident: a group that does not fit into the places
    left is returned in `ties`, and neither it nor anything below it is awarded until people have ordered it.
    Works nobody scored are returned in `unscored` and never ranked; unless people have `left_out` every one of them nothing is settled.
    """
    groups = tie_groups(places, rulings)
    ranks = _ranks(places)
    tiers: dict[int, int] = {}
    ties: list[Tie] = []
    unfilled: dict[int, int] = {}
    waiting = list(reversed(groups))
    for level in levels:
        left = level.places
        while waiting and left and not ties:
            if len(waiting[-1]) > left:
                ties.append(Tie(tuple(place.entry_id for place in waiting[-1]), level.tier_id, left))
                break
            for place in waiting.pop():
                tiers[place.entry_id] = level.tier_id
                left -= 1
        if left and not ties:
            unfilled[level.tier_id] = left
    lines = tuple(Line(p.entry_id, ranks[p.entry_id], p.total, tiers.get(p.entry_id)) for group in groups for p in group)
    unscored = tuple(sorted(p.entry_id for p in places if not p.sheets))
    known = set(left_out)
    return Plan(lines, tuple(ties), unscored, unfilled, tuple(entry for entry in unscored if entry not in known))


def _ranked(places: Iterable[Place]) -> list[Place]:
    """Best first, equal ones in the order of their ids."""
    scored = sorted((place for place in places if place.sheets), key=lambda place: place.entry_id)
    return sorted(scored, key=lambda place: place.by, reverse=True)


def _ranks(places: Iterable[Place]) -> dict[int, int]:
    ranked = _ranked(places)
    ranks: dict[int, int] = {}
    for position, place in enumerate(ranked, 1):
        above = ranked[position - 2] if position > 1 else None
        ranks[place.entry_id] = ranks[above.entry_id] if above is not None and above.by == place.by else position
    return ranks


def stored_total(total: Fraction) -> Fraction:
    """A result as it is kept for showing: exact, or to 12 decimals where the exact fraction is too long to be kept.

    Adjusted results of many judges have fractions of hundreds of digits. Ranks and digests never come from here.
    """
    return total if len(str(total.numerator)) <= MOST_DIGITS and len(str(total.denominator)) <= MOST_DIGITS else round(total, 12)


def digest(places: Iterable[Place], levels: Iterable[Level], rulings: Rulings, left_out: Iterable[int] = ()) -> str:
    """SHA-256 over everything an allocation is computed from, in one canonical spelling.

    Keys are written as reduced fractions, so equal inputs have equal digests everywhere.
    """
    content: dict[str, list[Any]] = {
        "places": sorted([p.entry_id, p.sheets, [str(value) for value in p.by]] for p in places),
        "levels": [[level.tier_id, level.places] for level in levels],
        "rulings": [list(ruling) for ruling in rulings],
    }
    if ruled := sorted(set(left_out)):
        content["left_out"] = ruled
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
