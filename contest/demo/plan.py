"""Who sends what and wins what in the demo: the true figures of the 8th contest, spread over invented people. Pure.

True: works by country, the 28 governments of which seven are Mongolian and two Japanese, the tiers and their sizes, the
grand prize (China, Hunan) and the tiers known by country. All else (the split among governments and divisions, the
remaining awards by country) is invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

EIGHTH_WORKS = {"KR": 18, "CN": 105, "JP": 22, "RU": 132, "MN": 46}
EIGHTH_GOVERNMENTS = {
    "KR": ("KR-47", "KR-POHANG", "KR-31"),
    "CN": ("CN-HN", "CN-NX", "CN-HL", "CN-JL", "CN-LN", "CN-SD", "CN-NM"),
    "JP": ("JP-05", "JP-16"),
    "RU": ("RU-KYA", "RU-SA", "RU-PRI", "RU-KHA", "RU-SAK", "RU-TOM", "RU-IRK", "RU-KAM", "RU-BU"),
    "MN": ("MN-046", "MN-041", "MN-055", "MN-035", "MN-049", "MN-037", "MN-1"),
}
# Tier by tier, best first: how many works of each country win it.
EIGHTH_AWARDS = (
    {"CN": 1},
    {"RU": 1, "MN": 1, "CN": 1, "KR": 1},
    {"RU": 5, "MN": 4, "JP": 1, "CN": 4, "KR": 1},
    {"JP": 2, "RU": 50, "MN": 18, "CN": 48, "KR": 8},
)
EIGHTH_TIERS = (1, 4, 15, 126)
SEVENTH_AWARDS = ({"RU": 1}, {"CN": 2, "RU": 1, "MN": 1}, {"RU": 8, "CN": 4, "MN": 3}, {"RU": 11, "CN": 5, "MN": 3, "JP": 1, "KR": 1})
SEVENTH_TIERS = (1, 4, 15, 21)
# Means (0 to 100) of the works of each tier and of those without one: apart, so that no tie lies on a line.
BANDS = ((91.5, 97.0), (85.0, 90.5), (75.5, 84.0), (54.0, 74.5), (18.0, 53.0))


@dataclass(frozen=True, slots=True)
class Slot:
    """One work to be made: whose, in which tier (0 is the best, `len(tiers)` none), painting or poster."""

    number: int
    country: str
    government: str
    person: int
    tier: int
    poster: bool


def eighth() -> list[Slot]:
    """All 323 works of the 8th contest."""
    return _slots(8, EIGHTH_WORKS, EIGHTH_GOVERNMENTS, EIGHTH_AWARDS, first="CN-HN")


def seventh() -> list[Slot]:
    """The 41 winners of the 7th contest; of its other works the demo holds none."""
    works: dict[str, int] = {}
    for tier in SEVENTH_AWARDS:
        for country, count in tier.items():
            works[country] = works.get(country, 0) + count
    governments = {country: keys[:4] for country, keys in EIGHTH_GOVERNMENTS.items()}
    return _slots(7, works, governments, SEVENTH_AWARDS, first="RU-KYA")


def _slots(
    seed: int, works: dict[str, int], governments: dict[str, tuple[str, ...]], awards: tuple[dict[str, int], ...], *, first: str
) -> list[Slot]:
    rng = random.Random(seed)
    slots = []
    for country, total in works.items():
        tiers = [place for place, tier in enumerate(awards) for _ in range(tier.get(country, 0))]
        tiers += [len(awards)] * (total - len(tiers))
        for person, (tier, government) in enumerate(zip(tiers, _shared(rng, governments[country], total), strict=True)):
            home = first if tier == 0 else government
            slots.append(Slot(0, country, home, person, tier, rng.random() < 0.22))
    rng.shuffle(slots)
    return [Slot(number, s.country, s.government, s.person, s.tier, s.poster) for number, s in enumerate(slots)]


def _shared(rng: random.Random, governments: tuple[str, ...], total: int) -> list[str]:
    """Every government at least once, the first ones more often; in mixed order."""
    governments = governments[:total]
    weights = [1 / (place + 1.5) for place in range(len(governments))]
    homes = [*governments, *rng.choices(governments, weights, k=total - len(governments))]
    rng.shuffle(homes)
    return homes


def sheets_for(rng: random.Random, tier: int, severity: list[float], weights: list[int], steps: int) -> list[list[int]]:
    """Marks (steps above the lowest) of one work, a list per judge, whose weighted mean lies in its tier's band.

    `severity` holds one offset per judge who may see the work, in steps; tried until it fits.
    """
    low, high = BANDS[tier]
    whole = sum(weights) * steps * len(severity)
    while True:
        quality = rng.uniform(low, high) / 100 * steps
        taste = [rng.gauss(0, 0.7) for _ in weights]
        sheets = [[_mark(rng, quality + offset + liking, steps) for liking in taste] for offset in severity]
        mean = 100 * sum(weight * mark for sheet in sheets for weight, mark in zip(weights, sheet, strict=True)) / whole
        if low <= mean <= high:
            return sheets


def _mark(rng: random.Random, aim: float, steps: int) -> int:
    return min(steps, max(0, round(aim + rng.gauss(0, 0.9))))


# What can be seen in a picture, by its style: the group of titles and descriptions in `texts`.
GROUPS = {
    "steppe": "steppe",
    "lanterns": "lanterns",
    "clouds": "pattern",
    "cranes": "cranes",
    "taiga": "taiga",
    "kites": "kites",
    "waves": "pattern",
    "tiger": "animals",
    "terraces": "landscape",
    "drums": "drums",
    "knots": "pattern",
    "whale": "animals",
    "harbour": "sea",
    "dragon_boat": "river",
    "patchwork": "pattern",
    "leopard": "animals",
    "lake": "mountain",
    "horse_race": "horses",
    "birchbark": "pattern",
    "magpie": "animals",
    "orchard": "trees",
    "fireworks": "festival",
    "rounds": "pattern",
    "eagle": "mountain",
    "city": "city",
    "dancers": "festival",
    "bridge": "bridge",
    "hands": "peace",
    "dove": "peace",
    "linking": "bridge",
    "earth": "future",
    "ribbon": "peace",
    "fleet": "sea",
    "tree": "trees",
}


def styles(seed: int, paintings: tuple[str, ...], posters: tuple[str, ...], wanted: list[bool]) -> Iterator[str]:
    """A style per work, neighbours unlike each other; `wanted` says which are posters."""
    rng = random.Random(seed)
    rows: dict[bool, list[str]] = {True: [], False: []}
    for poster in wanted:
        if not rows[poster]:
            rows[poster] = list(posters if poster else paintings)
            rng.shuffle(rows[poster])
        yield rows[poster].pop()
