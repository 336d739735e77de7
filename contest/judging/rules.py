"""The arithmetic of judging: exact, and the same whatever order things come in. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import lcm

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.judging.states import RoundState, SheetState

METHOD = "mean/1"  # written into every digest: another way of adding up is another name
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
    """One judge's total for one work, 0 to 100."""

    entry_id: int
    judge_id: int
    total: Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a work stands: the exact mean of its `sheets` totals. Equal works share a rank (1, 2, 2, 4)."""

    entry_id: int
    total: Fraction
    sheets: int
    rank: int = 0
    tied: bool = False
    spread: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one judge has come."""

    waiting: int = 0
    scored: int = 0
    set_aside: int = 0
    abstained: int = 0
    recused: int = 0

    @property
    def total(self) -> int:
        """All works dealt to the judge."""
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
    """Is every criterion marked?"""
    return all(scale.id in marks for scale in criteria)


def sheet_total(marks: Mapping[int, int], criteria: Sequence[Scale]) -> Fraction:
    """T = 100 · Σ w·steps/max_steps / Σ w, exact, 0 to 100. The lowest value of a scale gives 0. All criteria must be marked.

    >>> sheet_total({1: 8, 2: 7, 3: 3}, [Scale(1, 0, 100, 10, 40), Scale(2, 0, 100, 10, 40), Scale(3, 100, 100, 4, 20)])
    Fraction(75, 1)
    """
    share, under = shares(criteria)
    return Fraction(100 * sum(share[scale.id] * marks[scale.id] for scale in criteria), under)


def counted(ballots: Iterable[Ballot], criteria: Sequence[Scale]) -> list[Observation]:
    """The sheets that count: marked, complete, and of judges who still sit on the panel."""
    return [
        Observation(ballot.entry_id, ballot.judge_id, sheet_total(ballot.marks, criteria))
        for ballot in ballots
        if ballot.state is SheetState.SCORED and not ballot.dropped and complete(ballot.marks, criteria)
    ]


def standings(observations: Iterable[Observation]) -> list[Standing]:
    """The works by exact mean, best first; equal works in the order of their ids and marked as tied."""
    totals: defaultdict[int, list[Fraction]] = defaultdict(list)
    for seen in observations:
        totals[seen.entry_id].append(seen.total)
    means = sorted(((sum(each, Fraction(0)) / len(each), entry_id) for entry_id, each in totals.items()), key=lambda m: (-m[0], m[1]))
    ranks: dict[Fraction, int] = {}
    shared: defaultdict[Fraction, int] = defaultdict(int)
    for place, (mean, _entry) in enumerate(means, 1):
        ranks.setdefault(mean, place)
        shared[mean] += 1
    return [
        Standing(entry_id, mean, len(totals[entry_id]), ranks[mean], shared[mean] > 1, max(totals[entry_id]) - min(totals[entry_id]))
        for mean, entry_id in means
    ]


def order(seed: str, judge: str, entries: Iterable[int]) -> list[int]:
    """The works in one judge's own order: always the same for a seed and a judge, and nothing of the ids shows in it."""
    return sorted(entries, key=lambda entry: hashlib.sha256(f"{seed}|{judge}|{entry}".encode()).digest())


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


def inputs_digest(criteria: Sequence[Scale], ballots: Iterable[Ballot]) -> str:
    """SHA-256 over all that standings are computed from, in one canonical spelling, whatever order the rows come in."""
    rows = sorted(
        [ballot.entry_id, ballot.judge_id, str(ballot.state), ballot.dropped, sorted([c, s] for c, s in ballot.marks.items())]
        for ballot in ballots
    )
    scales = sorted([scale.id, scale.low, scale.step, scale.steps, scale.weight] for scale in criteria)
    spelled = json.dumps({"method": METHOD, "criteria": scales, "sheets": rows}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


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
