"""How the public face names, numbers and groups things. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contest.core.languages import CODES
from contest.core.localized import Localized, pick
from contest.core.text import N_, fold

_NUMBER = re.compile(r"([1-9][0-9]{0,3})-([0-9]{4,6})")

# Where the larger place is named first.
_LARGE_FIRST = {"ko", "zh", "ja"}


def public_number(edition: int, number: int) -> str:
    """`8-0417`: the edition, and the work's number in it."""
    return f"{edition}-{number:04d}"


def read_public_number(text: str) -> tuple[int, int] | None:
    """Edition and number as `public_number` writes them; nothing for any other spelling."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    edition, number = int(found[1]), int(found[2])
    return (edition, number) if public_number(edition, number) == text else None


def place(government: Localized, country: Localized) -> dict[str, str]:
    """`Hunan Province, China`, or `中国 湖南省`, in every language in which the government has a name."""
    named = {code: (government[code], pick(country, code)[0]) for code in CODES if government.get(code)}
    return {code: f"{land} {name}" if code in _LARGE_FIRST else f"{name}, {land}" for code, (name, land) in named.items()}


def slug(text: Localized) -> str:
    """A stable short name of a division for addresses, from its English name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text.get("en", ""))).strip("-")


# ── figures ──


@dataclass(frozen=True, slots=True)
class Line:
    """How many accepted works of an edition came from a government and won a tier (or none)."""

    edition: int
    government: int | None
    country: str
    tier: int | None
    count: int
    names: Localized | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TierCount:
    """A tier and how many works won it; `position` 1 is the best."""

    position: int
    names: Localized
    mark: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one edition, all summed from the same lines, so that they agree."""

    works: int = 0
    winners: int = 0
    governments: int = 0
    countries: tuple[tuple[str, int, int], ...] = ()  # country, works, winners
    tiers: tuple[TierCount, ...] = ()

    def computed(self, what: str, about: str) -> int | None:
        """The figure that a reported one stands beside; `about` is a country, the mark of a tier, or nothing."""
        countries = {country: (works, winners) for country, works, winners in self.countries}
        if what == "entries":
            return countries.get(about, (0, 0))[0] if about else self.works
        if what == "winners":
            marks = {tier.mark: tier.count for tier in self.tiers}
            if about in marks:
                return marks[about]
            return countries.get(about, (0, 0))[1] if about else self.winners
        return self.governments if what == "governments" and not about else None


def figures(lines: Sequence[Line], countries: Iterable[str]) -> Figures:
    """Sum the lines of one edition; countries in the order given, those with works only."""
    by_country: dict[str, tuple[int, int]] = {}
    by_tier: dict[int, TierCount] = {}
    for line in lines:
        works, winners = by_country.get(line.country, (0, 0))
        by_country[line.country] = (works + line.count, winners + (line.count if line.tier is not None else 0))
        if line.tier is not None:
            before = by_tier[line.tier].count if line.tier in by_tier else 0
            by_tier[line.tier] = TierCount(line.tier, line.names or {}, line.mark, before + line.count)
    order = {country: place for place, country in enumerate(countries)}
    ordered = sorted(by_country.items(), key=lambda pair: order.get(pair[0], 99))
    return Figures(
        works=sum(line.count for line in lines),
        winners=sum(tier.count for tier in by_tier.values()),
        governments=len({line.government for line in lines if line.government is not None}),
        countries=tuple((country, works, winners) for country, (works, winners) in ordered),
        tiers=tuple(by_tier[position] for position in sorted(by_tier)),
    )


def by_edition(lines: Iterable[Line]) -> dict[int, list[Line]]:
    """The lines of each edition."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.edition, []).append(line)
    return found


def by_government(lines: Iterable[Line]) -> dict[int, tuple[int, int]]:
    """Works and winners of each government."""
    found: dict[int, tuple[int, int]] = {}
    for line in lines:
        if line.government is not None:
            works, winners = found.get(line.government, (0, 0))
            found[line.government] = (works + line.count, winners + (line.count if line.tier is not None else 0))
    return found


# ── exhibitions ──


class Season(StrEnum):
    """Where today lies from a stop's days."""

    NOW = "now"
    COMING = "coming"
    PAST = "past"


LABELS = {Season: {Season.NOW: N_("On now"), Season.COMING: N_("Coming"), Season.PAST: N_("Past")}}


def season(opens_on: date, closes_on: date, today: date) -> Season:
    """Is it on, to come, or over? Both days are open to visitors."""
    return Season.COMING if today < opens_on else Season.PAST if closes_on < today else Season.NOW


def gathered(walls: Mapping[int, Sequence[int]]) -> list[int]:
    """All works of several walls, each once, in the order in which one meets them."""
    return list(dict.fromkeys(work for wall in walls.values() for work in wall))
