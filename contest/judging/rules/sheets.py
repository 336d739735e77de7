"""A judge's sheet as numbers: scales, marks, totals and how they are written. Exact; `docs/judging.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from math import lcm

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.judging.states import RoundState, SheetState

MOST_POINTS = 20  # more buttons than this no hand finds quickly


@dataclass(frozen=True, slots=True)
class Scale:
    """A criterion reduced to its arithmetic: values from `low` in `steps` steps of `step` (hundredths), and its weight."""

    id: int
    low: int
    step: int
    steps: int
    weight: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """One sheet as the count sees it; `marks` are steps by criterion."""

    entry_id: int
    judge_id: int
    state: SheetState
    marks: Mapping[int, int]
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """One judge's total for one work, 0 to 100; `parts` are the same sheet criterion by criterion, each 0 to 100."""

    entry_id: int
    judge_id: int
    total: Fraction
    parts: Mapping[int, Fraction] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one judge has come."""

    waiting: int = 0
    scored: int = 0
    set_aside: int = 0
    abstained: int = 0
    recused: int = 0
    withheld: int = 0

    @property
    def total(self) -> int:
        """All works the judge has; what is withheld is none of them."""
        return self.waiting + self.scored + self.set_aside + self.abstained + self.recused

    @property
    def open(self) -> int:
        """Works the judge still owes an answer."""
        return self.waiting + self.set_aside

    @property
    def answered(self) -> int:
        """Works marked, or left out for a reason."""
        return self.total - self.open


def shares(criteria: Sequence[Scale]) -> tuple[dict[int, int], int]:
    """What one step of each criterion adds to a total, as whole numbers over one denominator: total = 100·Σ share·steps / it."""
    common = lcm(*(scale.steps for scale in criteria))
    return {scale.id: scale.weight * common // scale.steps for scale in criteria}, common * sum(scale.weight for scale in criteria)


def complete(marks: Mapping[int, int], criteria: Sequence[Scale]) -> bool:
    """Is every criterion marked? Where nothing is marked by criteria, marks complete nothing."""
    return bool(criteria) and all(scale.id in marks for scale in criteria)


def sheet_total(marks: Mapping[int, int], criteria: Sequence[Scale]) -> Fraction:
    """T = 100 · Σ w·steps/max_steps / Σ w, exact, 0 to 100. The lowest value of a scale gives 0. All criteria must be marked.

    >>> sheet_total({1: 8, 2: 7, 3: 3}, [Scale(1, 0, 100, 10, 40), Scale(2, 0, 100, 10, 40), Scale(3, 100, 100, 4, 20)])
    Fraction(75, 1)
    """
    share, under = shares(criteria)
    return Fraction(100 * sum(share[scale.id] * marks[scale.id] for scale in criteria), under)


def counted(ballots: Iterable[Ballot], criteria: Sequence[Scale]) -> list[Observation]:
    """The sheets that count: marked, complete, and of judges who still sit on the panel; each with its total and its `parts`.

    Sheets with the same marks share one total and one `parts`: there are many sheets, and few ways to mark.
    """
    share, under = shares(criteria)
    known: dict[tuple[int, ...], tuple[Fraction, dict[int, Fraction]]] = {}
    found = []
    for ballot in ballots:
        if ballot.state is not SheetState.SCORED or ballot.dropped or not complete(ballot.marks, criteria):
            continue
        steps = tuple(ballot.marks[scale.id] for scale in criteria)
        if steps not in known:
            total = Fraction(100 * sum(share[scale.id] * n for scale, n in zip(criteria, steps, strict=True)), under)
            known[steps] = total, {scale.id: Fraction(100 * n, scale.steps) for scale, n in zip(criteria, steps, strict=True)}
        found.append(Observation(ballot.entry_id, ballot.judge_id, *known[steps]))
    return found


def carried_over(seen: Iterable[Observation], theirs: Sequence[Scale], own: Sequence[Scale]) -> list[Observation]:
    """The scores of an earlier round among those of a later one: the totals as they are, the parts by the place of their criterion.

    A criterion whose scale is another one, or that stands alone, is left out.
    """
    ends = [(scale.low, scale.step, scale.steps) for scale in own]
    known = {old.id: scale.id for old, scale, end in zip(theirs, own, ends, strict=False) if (old.low, old.step, old.steps) == end}
    return [replace(each, parts={known[old]: part for old, part in each.parts.items() if old in known}) for each in seen]


def decimal(value: Fraction, places: int = 2) -> str:
    """`value` with exactly so many decimals, halves rounded up (away from zero).

    >>> decimal(Fraction(1, 8)), decimal(Fraction(185, 3), 1), decimal(Fraction(7), 0)
    ('0.13', '61.7', '7')
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(places + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def value_text(scale: Scale, steps: int) -> str:
    """What a mark says, as a decimal without idle zeros: `8`, `7.5`, `0.25`."""
    text = decimal(Fraction(scale.low + scale.step * steps, 100))
    return text.rstrip("0").rstrip(".")


def steps_between(low: int, high: int, step: int) -> int:
    """How many steps lead from `low` to `high` (hundredths). Refuses a scale that does not come out even."""
    if high <= low:
        raise Invalid(N_("The highest value must be above the lowest"), "high")
    if (high - low) % step:
        raise Invalid(N_("From the lowest value, these steps do not lead exactly to the highest"), "high")
    steps = (high - low) // step
    if steps >= MOST_POINTS:
        raise Invalid(N_("A scale may have up to %(most)s values"), "high", most=MOST_POINTS)
    return steps


def being_judged(state: RoundState, closes_at: datetime | None, now: datetime) -> None:
    """Refuse with `Conflict` unless the round is open and its deadline ahead."""
    if state is RoundState.PAUSED:
        raise Conflict(N_("Judging is paused. Everything you have marked is kept; the secretariat will tell you when it goes on."))
    if state is not RoundState.OPEN or (closes_at is not None and now >= closes_at):
        raise Conflict(N_("This round is closed. Everything you marked before is kept."))


def letters(place: int) -> str:
    """How judges are told apart without their names: A, B … Z, AA …

    >>> [letters(n) for n in (0, 25, 26, 51, 52)]
    ['A', 'Z', 'AA', 'AZ', 'BA']
    """
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
