"""Which works of an earlier round go on, and which stand at the line. Nobody is cut by the order of a list. `docs/judging.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from contest.core.errors import Invalid
from contest.core.text import N_
from contest.judging.states import Source


class Ties(StrEnum):
    """What becomes of works that stand equal at the line."""

    IN = "in"
    OUT = "out"
    PICKED = "picked"


@dataclass(frozen=True, slots=True)
class Placed:
    """A work of an earlier round: its rank (equal works share one), its total, and the government or division it is counted in."""

    entry_id: int
    rank: int
    total: Fraction
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Works that stand equal at the line of a group, for fewer places than there are works."""

    group: int | None
    places: int
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Who goes on for certain, best first, and who stands at the line."""

    inside: tuple[int, ...]
    ties: tuple[Tie, ...] = ()

    @property
    def tied(self) -> tuple[int, ...]:
        """All works at a line."""
        return tuple(entry for tie in self.ties for entry in tie.entries)


def cut(source: Source, number: int, placed: Iterable[Placed]) -> Cut:
    """Draw the line: the best `number` of all, or of each group; or everybody from a total of `number` hundredths upwards."""
    ranked = sorted(placed, key=lambda each: (each.rank, each.entry_id))
    if source is Source.THRESHOLD:
        return Cut(tuple(each.entry_id for each in ranked if each.total * 100 >= number))
    if source is Source.TOP:
        return _top(ranked, number)
    groups: dict[int | None, list[Placed]] = {}
    for each in ranked:
        groups.setdefault(each.group, []).append(each)
    cuts = [_top(members, number, group) for group, members in groups.items()]
    inside = {entry for one in cuts for entry in one.inside}
    return Cut(tuple(each.entry_id for each in ranked if each.entry_id in inside), tuple(tie for one in cuts for tie in one.ties))


def _top(ranked: Sequence[Placed], number: int, group: int | None = None) -> Cut:
    if len(ranked) <= number:
        return Cut(tuple(each.entry_id for each in ranked))
    if number < 1:
        return Cut(())
    line = ranked[number - 1].rank
    above = [each.entry_id for each in ranked if each.rank < line]
    level = [each.entry_id for each in ranked if each.rank == line]
    if len(above) + len(level) <= number:
        return Cut((*above, *level))
    return Cut(tuple(above), (Tie(group, number - len(above), tuple(level)),))


def settled(found: Cut, ties: Ties | None, picked: Iterable[int]) -> list[int]:
    """The works after people have said what becomes of those at the line. Refuses while that is open."""
    if not found.ties:
        return list(found.inside)
    if ties is None:
        raise Invalid(N_("Some works stand equal at the line. Choose what becomes of them"), "ties")
    if ties is Ties.PICKED:
        chosen = set(picked) & set(found.tied)
        if not chosen:
            raise Invalid(N_("Tick the works at the line that go on"), "picked")
        return [*found.inside, *(entry for entry in found.tied if entry in chosen)]
    return [*found.inside, *(found.tied if ties is Ties.IN else ())]
