"""The board: what parts equals, where methods disagree, what a line cuts."""

from fractions import Fraction

from contest.judging import rules
from contest.judging.rules import Observation, Rule, Side
from contest.judging.rules.board import (
    LOWEST,
    MEDIAN,
    Board,
    adjusted,
    crossing,
    cut_tie,
    differences,
    letters,
    offered,
    parted,
    sides,
    tie_sizes,
)
from contest.judging.rules.board import chosen as some


def board(*rows, rule=None):
    """Rows of totals, a work each, judges 1, 2, 3 …; None is no score. The single criterion 7 is the total itself, 8 its opposite."""
    rule = rule or Rule()
    seen = [
        Observation(entry, judge, Fraction(total), {7: Fraction(total), 8: Fraction(100 - total)})
        for entry, row in enumerate(rows, 1) for judge, total in enumerate(row, 1) if total is not None
    ]  # fmt: skip
    scores = {}
    for each in seen:
        scores.setdefault(each.entry_id, {})[each.judge_id] = each.total
    return Board(rule, rules.standings(seen, rule), sorted({o.judge_id for o in seen}), scores, [], "digest")


def test_equal_totals_are_parted_by_the_first_step_that_differs():
    seen = board([50, 60, 70], [40, 70, 70], [60, 60, 60], [90, 90, 90], [60, 60, 60])
    assert [each.entry_id for each in seen.standings] == [4, 2, 3, 5, 1]
    assert parted(seen.standings, seen.chain) == {2: MEDIAN, 3: MEDIAN, 5: MEDIAN, 1: LOWEST}
    assert tie_sizes(seen) == {3: 2}


def test_a_line_through_a_tie_is_told():
    seen = board([90], [60], [60], [60], [10])
    assert cut_tie(seen, 2) == (3, 1)
    assert cut_tie(seen, 1) is None
    assert cut_tie(seen, 4) is None
    assert cut_tie(seen, 99) is None


def test_nothing_is_adjusted_where_nothing_is_missing():
    whole, gap = board([50, 70], [10, 30]), board([50, 70], [10, 30], [None, 50])
    assert (adjusted(whole), whole.complete) == (0, True)
    assert (adjusted(gap), gap.complete) == (1, False)
    assert [each.entry_id for each in some(gap, only="adjusted")] == [3]


def test_methods_are_compared_by_their_ranks():
    seen = board([90, 10, 50], [60, 60, 60], [20, 20, 20])
    assert set(offered(seen)) >= {"mean", "zmean", "borda", "mj"}
    assert "sevadj/1" not in offered(seen)
    assert "trim" not in offered(seen)  # of three judges nothing can be left out
    apart = differences(seen, ["mean", "borda"])
    assert set(apart) == {1, 2, 3}
    assert crossing(seen, "mean", 1) == []
    assert [each.rank for each in some(seen, order="differences", methods=["mean"])] == [1, 2, 3]


def test_sides_of_a_line_hold_every_work_once():
    seen = board(*([n, n + 3, n - 2] for n in range(10, 90, 4)))
    found = sides(seen, 5)
    assert sum(len(works) for works in found.values()) == len(seen.standings)
    assert found[Side.IN][0] == seen.standings[0].entry_id
    assert seen.chances(5) is seen.chances(5)  # asked twice, counted once


def test_judges_have_letters_in_the_order_of_their_places():
    assert letters(board([1, 2, 3])) == {1: "A", 2: "B", 3: "C"}
