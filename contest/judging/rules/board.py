"""What a closed round comes to, ready to be read from every side. Pure: figures in, figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar, cast

from contest.judging import rules
from contest.judging.rules import Chance, Model, Observation, Rule, Side, Standing

MEDIAN, LOWEST = "median", "lowest"
T = TypeVar("T")
Step = int | str  # what parts two works: a criterion's id, MEDIAN or LOWEST
ORDERS = ("rank", "differences", "adjustment", "spread")


@dataclass(frozen=True, slots=True)
class Board:
    """A round counted by a rule: no rows, no texts, so that it can be kept and shared.

    `scores` are each work's totals by judge, `judges` in the order of the letters A, B, C …
    """

    rule: Rule
    standings: Sequence[Standing]
    judges: Sequence[int]
    scores: Mapping[int, Mapping[int, Fraction]]
    unmarked: Sequence[int]
    digest: str
    lots: Sequence[Sequence[int]] = ()
    carried: frozenset[int] | None = None  # the criteria the sheets carry; where not said, all the rule asks for
    earlier: int = 0  # so many earlier rounds are counted with it
    compared: bool = False  # two works at a time: there is only the strength, and nothing parts what is equal by it
    kept: dict[object, object] = field(default_factory=dict, compare=False)  # what was asked before

    @property
    def chain(self) -> list[Step]:
        """The steps after the total, as they stand at the end of every key."""
        if self.compared:
            return []
        return [step for step in steps(self.rule) if self.carried is None or isinstance(step, str) or step in self.carried]

    @property
    def complete(self) -> bool:
        """Has every judge scored every work?"""
        return self.once("complete", lambda: all(len(own) == len(self.judges) for own in self.scores.values()))

    def observations(self) -> list[Observation]:
        """The scores as single observations, without their criteria."""
        return [Observation(entry, judge, total) for entry, own in self.scores.items() for judge, total in own.items()]

    def model(self) -> Model:
        """The additive model in doubles."""
        return self.once("model", lambda: rules.model(self.observations(), self.rule.m0))

    def leniency(self) -> dict[int, Fraction]:
        """Every judge's b, exact."""
        return self.once("leniency", lambda: rules.leniency(self.observations(), self.rule.m0) if self.scores else {})

    def places(self, method: str) -> dict[int, int]:
        """The rank of every work by another way of counting."""
        return self.once(method, lambda: rules.places(rules.METHODS[method].keys(self.observations(), self.rule.m0)))

    def chances(self, places: int) -> dict[int, Chance]:
        """How sure each work's side of a line after so many places is; empty where it cannot be said."""

        def count() -> dict[int, Chance]:
            return {chance.entry_id: chance for chance in rules.chances(rules.beliefs(self.model()), places)}

        return self.once(("line", places), count)

    def parted(self) -> dict[int, Step]:
        """What parts a work from those beside it with the same total."""
        return self.once("parted", lambda: parted(self.standings, self.chain))

    def once(self, asked: object, find: Callable[[], T]) -> T:
        """What `find` finds, found only once for the same question."""
        if asked not in self.kept:
            self.kept[asked] = find()
        return cast("T", self.kept[asked])


def letters(board: Board) -> dict[int, str]:
    """The letter of each judge."""
    return {judge: rules.letters(place) for place, judge in enumerate(board.judges)}


def adjustment(standing: Standing) -> Fraction:
    """What the adjustment added to the plain mean."""
    return standing.total - standing.mean


def adjusted(board: Board) -> int:
    """For how many works the result is another than the plain mean."""
    if board.rule.method != rules.DEFAULT:
        return 0
    return board.once("adjusted", lambda: sum(each.total != each.mean for each in board.standings))


def most_adjusted(board: Board) -> Fraction:
    """The largest adjustment, without its sign."""
    return board.once("most adjusted", lambda: max(abs(adjustment(each)) for each in board.standings))


def moved(board: Board) -> int:
    """How many works would have another rank by the plain mean."""
    plain = board.places("mean")
    return board.once("moved", lambda: sum(plain[each.entry_id] != each.rank for each in board.standings))


def steps(rule: Rule) -> list[Step]:
    """The steps of a rule's chain after the total, in their order."""
    return [*rule.tie_break, MEDIAN, LOWEST]


def parted(standings: Sequence[Standing], chain: Sequence[Step]) -> dict[int, Step]:
    """For works with an equal total and different ranks: the step of the chain that puts them below the next, or above it."""
    by_rank: dict[int, Step] = {}
    for above, below in pairwise(standings):
        head = max(1, len(above.key) - len(chain))  # of comparisons there is only the strength: the chain has no part in it
        if above.rank == below.rank or above.key[:head] != below.key[:head]:
            continue
        step = next(name for name, a, b in zip(chain, above.key[head:], below.key[head:], strict=True) if a != b)
        by_rank.setdefault(above.rank, step)
        by_rank[below.rank] = step
    return {each.entry_id: by_rank[each.rank] for each in standings if each.rank in by_rank}


def differences(board: Board, methods: Sequence[str]) -> dict[int, int]:
    """For every work, how far apart its best and its worst rank lie among the result and these methods."""
    others = [board.places(method) for method in methods]

    def find() -> dict[int, int]:
        spans = {each.entry_id: [each.rank, *(other[each.entry_id] for other in others)] for each in board.standings}
        return {entry: max(ranks) - min(ranks) for entry, ranks in spans.items()}

    return board.once(("differences", *methods), find)


def crossing(board: Board, method: str, places: int) -> list[int]:
    """The works on the other side of the line by this method: in by one, out by the other."""
    other = board.places(method)
    return [each.entry_id for each in board.standings if (each.rank <= places) != (other[each.entry_id] <= places)]


def offered(board: Board) -> list[str]:
    """The other ways of counting that can be computed for so many works and judges."""
    works, judges = len(board.standings), len(board.judges)
    return [
        key for key, method in rules.METHODS.items() if key != board.rule.method and method.bearable(works) and judges >= method.judges
    ]


def sides(board: Board, places: int) -> dict[Side, list[int]]:
    """The works by their side of the line, in rank order."""
    chances = board.chances(places)
    found: dict[Side, list[int]] = {side: [] for side in Side}
    for each in board.standings:
        if each.entry_id in chances:
            found[chances[each.entry_id].side].append(each.entry_id)
    return found


def chosen(
    board: Board, *, among: Iterable[int] | None = None, only: str = "", places: int | None = None, methods: Sequence[str] = (),
    order: str = "rank",
) -> list[Standing]:  # fmt: skip
    """The standings that fit, `among` these works: `only` ties, adjusted, grey or crossing ones, in one of `ORDERS`."""
    keep = None if among is None else set(among)
    listed = list(board.standings) if keep is None else [each for each in board.standings if each.entry_id in keep]
    if only == "ties":
        listed = [each for each in listed if each.tied]
    elif only == "adjusted":
        listed = [each for each in listed if each.total != each.mean]
    elif only == "grey" and places:
        grey = set(sides(board, places)[Side.GREY])
        listed = [each for each in listed if each.entry_id in grey]
    elif only == "crossing" and places:
        across = {entry for method in methods for entry in crossing(board, method, places)}
        listed = [each for each in listed if each.entry_id in across]
    if order == "spread":
        listed.sort(key=lambda each: (-each.spread, each.rank))
    elif order == "adjustment":
        listed.sort(key=lambda each: (-abs(adjustment(each)), each.rank))
    elif order == "differences" and methods:
        apart = differences(board, methods)
        listed.sort(key=lambda each: (-apart[each.entry_id], each.rank))
    return listed


def tie_sizes(board: Board) -> dict[int, int]:
    """How many works share each rank that is shared."""
    return board.once("ties", lambda: dict(Counter(each.rank for each in board.standings if each.tied)))


def cut_tie(board: Board, places: int) -> tuple[int, int] | None:
    """The tie a line after so many places would cut: how many works it holds, and how many of them would be in. None if it cuts none."""
    if not 0 < places < len(board.standings):
        return None
    last, first = board.standings[places - 1], board.standings[places]
    if last.rank != first.rank:
        return None
    return tie_sizes(board)[last.rank], places - last.rank + 1
