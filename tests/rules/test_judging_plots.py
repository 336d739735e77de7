"""Plots: every mark where its figure puts it."""

from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.judging.rules.plots import cloud, curve, decimals, histogram, intervals, nice_steps, strip, tenths

SOME = st.lists(st.fractions(0, 100, max_denominator=27), min_size=1, max_size=60)


@pytest.mark.parametrize(("low", "high", "about", "steps"), [
    (0, 100, 5, "0 20 40 60 80 100"), (-7.3, 7.3, 4, "-10 -5 0 5 10"), (0.12, 0.19, 4, "3/25 7/50 4/25 9/50 1/5"), (5, 5, 4, None), (38.9, 41, 4, None),
])  # fmt: skip
def test_steps_are_round_and_hold_all_values(low, high, about, steps):
    found = nice_steps(low, high, about)
    assert float(found[0]) <= low + 1e-9
    assert float(found[-1]) >= high - 1e-9
    assert len(found) <= 2 * about + 2
    assert steps is None or " ".join(map(str, found)) == steps


def test_steps_are_written_with_the_decimals_they_need():
    assert decimals([Fraction(0), Fraction(20)]) == 0
    assert decimals([Fraction(1, 2)]) == 1
    assert decimals([Fraction(3, 25)]) == 2


@given(SOME)
def test_every_score_is_in_one_bar(values):
    drawn = histogram("A", values, tallest=max(tenths(values)))
    assert sum(bar.count for bar in drawn.bars) == len(values)
    assert max(bar.height for bar in drawn.bars) == drawn.base
    assert all(bar.y + bar.height == pytest.approx(drawn.base, abs=0.11) for bar in drawn.bars)
    assert all(bar.height == 0 for bar in drawn.bars if not bar.count)


def test_intervals_stand_around_their_value_the_largest_on_top():
    drawn = intervals({"A": (-2.0, 0.5), "B": (3.0, 0.5), "C": (0.0, None)})
    assert [row.name for row in drawn.rows] == ["B", "C", "A"]
    b, c, a = drawn.rows
    assert a.low < a.x < a.high < drawn.zero < b.low < b.x < b.high
    assert (c.low, c.high, c.x) == (None, None, drawn.zero)
    assert all(0 <= tick.at <= drawn.width for tick in drawn.ticks)


def test_works_at_one_place_are_one_larger_dot():
    drawn = cloud([(10.0, 10.0)] * 9 + [(90.0, 20.0)])
    assert sorted(dot.count for dot in drawn.dots) == [1, 9]
    assert max(drawn.dots, key=lambda dot: dot.count).r > min(dot.r for dot in drawn.dots)
    assert all(drawn.left <= dot.x <= drawn.left + drawn.size for dot in drawn.dots)
    assert all(drawn.top <= dot.y <= drawn.top + drawn.size for dot in drawn.dots)


def test_ranks_have_the_best_at_the_top_right_and_agree_on_the_diagonal():
    drawn = cloud([(n, n) for n in range(1, 101)], ranks=True, line=50)
    best, last = max(drawn.dots, key=lambda dot: dot.x), min(drawn.dots, key=lambda dot: dot.x)
    assert best.y < last.y
    assert all(isclose(dot.x - drawn.left, drawn.top + drawn.size - dot.y, abs_tol=0.2) for dot in drawn.dots)
    assert drawn.line is not None
    assert last.x < drawn.line[0] < best.x


@pytest.mark.parametrize(("n", "places"), [(2, 1), (10, 1), (10, 9), (500, 146), (20_000, 150)])
def test_the_curve_is_drawn_around_the_line_and_stays_small(n, places):
    shares = [1 / (1 + 2.718 ** min(99, (rank - places) / 5)) for rank in range(n)]
    drawn = curve(shares, places)
    points = [tuple(map(float, point.split(","))) for point in drawn.points.split()]
    assert 2 <= len(points) <= 320
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    assert all(drawn.left - 1 <= x <= drawn.right + 1 and drawn.top <= y <= drawn.bottom for x, y in points)
    assert drawn.left <= drawn.cut <= drawn.right
    assert drawn.grey is None or drawn.grey[0] < drawn.cut < drawn.grey[1] or n < 10


def test_a_line_nobody_doubts_has_no_grey_zone():
    assert curve([1.0, 1.0, 0.0, 0.0], 2).grey is None


@given(SOME)
def test_a_strip_holds_every_score(values):
    drawn = strip(values, sum(values, Fraction(0)) / len(values))
    assert len(drawn.dots) == len(values)
    assert min(drawn.dots) - 0.1 <= drawn.mean <= max(drawn.dots) + 0.1
