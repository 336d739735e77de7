"""Where the works of a round stand, and by which rule. Exact, the same whatever order things come in. `docs/judging.md`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction

from contest.core.errors import Invalid
from contest.core.text import N_
from contest.judging.rules.adjusted import M0, Lean, Points, Tally, even, lean, lowest, medians, points, tally, totals
from contest.judging.rules.methods import DEFAULT, METHODS, Key
from contest.judging.rules.sheets import Ballot, Observation, Scale, decimal


class TiePolicy(StrEnum):
    """What settles works that are equal to the end of the chain."""

    ROUND = "round"
    CHAIR = "chair"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of counting with all its parameters. Never changed: another parameter is another rule with another digest.

    `tie_break` names criteria in the order in which they are asked. With the method `mean` nothing is adjusted, in the chain either.
    """

    method: str = DEFAULT
    m0: int = M0
    tie_break: tuple[int, ...] = ()
    tie_policy: TiePolicy = TiePolicy.ROUND
    display_decimals: int = 2

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise Invalid(N_("There is no such way of counting"), "method")
        if self.m0 < 0 or not 0 <= self.display_decimals <= 6:
            raise Invalid(N_("This number is not possible here"), "m0" if self.m0 < 0 else "display_decimals")
        if len(set(self.tie_break)) != len(self.tie_break):
            raise Invalid(N_("A criterion can settle a tie only once"), "tie_break")

    def canonical(self) -> bytes:
        """The rule in RFC 8785 spelling: keys sorted, no spaces, only strings and whole numbers."""
        return canonical({"schema": "rule/1", **asdict(self), "tie_break": list(self.tie_break), "tie_policy": str(self.tie_policy)})

    def digest(self) -> str:
        """SHA-256 of `canonical`, in hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a work stands. `total` is what it is ranked by first (the adjusted t_i, 0..100), `mean` the plain mean of its `sheets`.

    `key` is the whole chain (total, criteria, median, lowest): equal keys are a real tie, share a rank (1, 2, 2, 4) and are `tied`.
    `spread` is the highest less the lowest raw total.
    """

    entry_id: int
    total: Fraction
    sheets: int
    rank: int = 0
    tied: bool = False
    spread: Fraction = Fraction(0)
    mean: Fraction = Fraction(0)
    key: Key = ()


_PLAIN = Rule()


def standings(observations: Iterable[Observation], rule: Rule = _PLAIN) -> list[Standing]:
    """The works with at least one score, best first; equal ones in the order of their ids.

    Refuses (`Invalid`) m0 = 0 where not all judges are linked, and a method that cannot be computed for so many works.
    The chain: the method's key, t_i of every criterion of `tie_break` that all sheets carry, median and least of y_ij − b_j.
    """
    cast = tally(observations)
    if not METHODS[rule.method].bearable(len(cast.entries)):
        raise Invalid(N_("This way of counting is meant for at most %(most)s works"), "method", most=METHODS[rule.method].most)
    total = points(cast, lambda each: each.total)
    asked = [points(cast, _part(criterion)) for criterion in rule.tie_break if _carried(cast, criterion)]
    biases = _biases(cast, [total, *asked], rule)
    chain = [totals(cast, column, bias) for column, bias in zip([total, *asked], biases, strict=True)]
    chain += [medians(cast, total, biases[0]), lowest(cast, total, biases[0])]
    values = [[Fraction(value, column.under) for value in column.values] for column in chain]
    keys: list[Key] = list(zip(*values, strict=True))
    order: list[tuple[int, ...]] = list(zip(*(column.values for column in chain), strict=True))
    if rule.method not in {DEFAULT, "mean"}:
        first = METHODS[rule.method].keys([each for sheets in cast.seen for each in sheets], rule.m0)
        heads = [first[entry] for entry in cast.entries]
        steps = {head: step for step, head in enumerate(sorted(set(heads)))}
        keys = [(*head, *key[1:]) for head, key in zip(heads, keys, strict=True)]
        order = [(steps[head], *key[1:]) for head, key in zip(heads, order, strict=True)]
    return _placed(cast, total, keys, order)


def lot(seed: str, works: Mapping[int, str]) -> list[int]:
    """The works in the order drawn by lot: ascending SHA-256 of `seed|name`, where each is named as everybody can name it, by its receipt.

    Publish `commitment(seed)` before judging opens.
    """
    return sorted(works, key=lambda entry: hashlib.sha256(f"{seed}|{works[entry]}".encode()).digest())


def commitment(seed: str) -> str:
    """SHA-256 of a seed, to be published before it is used."""
    return hashlib.sha256(seed.encode()).hexdigest()


def canonical(content: object) -> bytes:
    """RFC 8785 bytes of strings, whole numbers, truth values, null, lists and dicts with ASCII keys."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def inputs_digest(criteria: Sequence[Scale], ballots: Iterable[Ballot], rule: Rule = _PLAIN) -> str:
    """SHA-256 over all that standings are computed from, the rule among it, in one canonical spelling whatever order the rows come in."""
    rows = sorted(
        [ballot.entry_id, ballot.judge_id, str(ballot.state), ballot.dropped, sorted([c, s] for c, s in ballot.marks.items())]
        for ballot in ballots
    )
    scales = sorted([scale.id, scale.low, scale.step, scale.steps, scale.weight] for scale in criteria)
    return hashlib.sha256(canonical({"rule": rule.digest(), "criteria": scales, "sheets": rows})).hexdigest()


def places_needed(values: Iterable[Fraction], least: int = 2, most: int = 9) -> int:
    """With how many decimals, at least `least`, any two different values are also shown differently (at most `most`).

    >>> places_needed([Fraction(1, 3), Fraction(333, 1000)])
    4
    """
    different = set(values)
    for places in range(least, most):
        if len({decimal(value, places) for value in different}) == len(different):
            return places
    return most


def _biases(cast: Tally, columns: Sequence[Points], rule: Rule) -> list[Lean]:
    if rule.method == "mean":
        return [even(cast)] * len(columns)
    return lean(cast, columns, rule.m0)


def _carried(cast: Tally, criterion: int) -> bool:
    return all(criterion in each.parts for sheets in cast.seen for each in sheets)


def _part(criterion: int) -> Callable[[Observation], Fraction]:
    return lambda each: each.parts[criterion]


def _placed(cast: Tally, total: Points, keys: Sequence[Key], order: Sequence[tuple[int, ...]]) -> list[Standing]:
    ranked = sorted(range(len(order)), key=lambda i: order[i], reverse=True)
    shared = Counter(order)
    ranks: dict[tuple[int, ...], int] = {}
    for place, i in enumerate(ranked, 1):
        ranks.setdefault(order[i], place)
    mean = totals(cast, total, even(cast))
    found = []
    for i, marks in enumerate(total.values):
        spread = Fraction(max(marks) - min(marks), total.under)
        raw = Fraction(mean.values[i], mean.under)
        at = order[i]
        found.append(Standing(cast.entries[i], keys[i][0], len(marks), ranks[at], shared[at] > 1, spread, raw, keys[i]))
    return sorted(found, key=lambda each: (each.rank, each.entry_id))
