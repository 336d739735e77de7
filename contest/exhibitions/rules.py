"""When stops get into each other's way, and what may hang. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from contest.core.errors import Invalid
from contest.core.localized import Localized
from contest.core.text import N_

# Days a work needs between being taken down at one stop and being hung at the next.
TRANSPORT_DAYS = 2

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of a stop (all included) and the works that hang there. `place` names it to people."""

    opens_on: date
    closes_on: date
    install_on: date | None = None
    pack_on: date | None = None
    works: frozenset[int] = frozenset()
    id: int = 0
    place: Localized = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The day the works must be there."""
        return min(self.install_on or self.opens_on, self.opens_on)

    @property
    def last(self) -> date:
        """The last day the works are needed there."""
        return max(self.pack_on or self.closes_on, self.closes_on)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a stop that cannot be (or, as a warning, hardly): a message id and what fills it.

    `field` is the form field it belongs to; `works` are those concerned; `other` the stop in the way.
    """

    message: str
    field: str = ""
    works: tuple[int, ...] = ()
    other: Stay | None = None
    days: int = 0
    warning: bool = False


def order(wanted: Stay) -> list[Problem]:
    """What is wrong with the order of a stop's own days: hung, opened, closed, packed."""
    found = []
    if wanted.opens_on > wanted.closes_on:
        found.append(Problem(N_("The exhibition would close before it opens."), "closes_on"))
    if wanted.install_on and wanted.install_on > wanted.opens_on:
        found.append(Problem(N_("The works must be hung on or before the opening day."), "install_on"))
    if wanted.pack_on and wanted.pack_on < wanted.closes_on:
        found.append(Problem(N_("The works can only be packed on or after the closing day."), "pack_on"))
    return found


def clashes(existing: Iterable[Stay], wanted: Stay) -> list[Problem]:
    """All that stands against a stop as it is wanted: its own days, works needed in two places, too little time for transport.

    Hanging and packing days count. `existing` may hold the stop as it was (same id); cancelled stops are not handed in.
    """
    found = order(wanted)
    for other in existing:
        shared = tuple(sorted(other.works & wanted.works))
        if not shared or (wanted.id and other.id == wanted.id):
            continue
        if other.first <= wanted.last and wanted.first <= other.last:
            found.append(Problem(N_("%(count)s of the works are needed at %(place)s from %(first)s to %(last)s."), "works", shared, other))
            continue
        days = (max(other.first, wanted.first) - min(other.last, wanted.last)).days
        if days < TRANSPORT_DAYS:
            message = N_("%(count)s of the works have less than two days to travel to or from %(place)s (%(first)s to %(last)s).")
            found.append(Problem(message, "works", shared, other, days, warning=True))
    return found


def hard(problems: Iterable[Problem]) -> list[Problem]:
    """Those that forbid it."""
    return [each for each in problems if not each.warning]


class Clash(Invalid):
    """A stop cannot be as it is wanted; `problems` are all the reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        twice = N_("The works cannot hang in two places at once.")
        super().__init__(twice if problems[0].other else problems[0].message, problems[0].field)
        self.problems = problems


def check(problems: Sequence[Problem]) -> None:
    """Refuses with `Clash` if any of these forbids it."""
    if hard(problems):
        raise Clash(hard(problems))


def check_slug(typed: str) -> str:
    """The name of an exhibition in addresses. Refuses what does not belong into one."""
    if not _SLUG.fullmatch(typed) or len(typed) > 60:
        raise Invalid(N_("Use only small Latin letters, figures and single hyphens, such as spring-2027."), "slug")
    return typed


def check_english(text: Localized, name: str) -> None:
    """Refuses a text that would be empty for readers of a language nobody wrote it in."""
    if not text.get("en"):
        raise Invalid(N_("Write it in English at least."), name)


def moved(order: Sequence[int], work: int, to: int) -> list[int]:
    """The hanging order with one work at another place (counted from 1); beyond the ends means the end."""
    rest = [each for each in order if each != work]
    if len(rest) == len(order):
        return list(order)
    place = min(max(to, 1), len(order)) - 1
    return [*rest[:place], work, *rest[place:]]


def added(order: Sequence[int], works: Collection[int]) -> list[int]:
    """The hanging order with more works at its end; those that hang already stay where they are."""
    return [*order, *(each for each in works if each not in set(order))]
