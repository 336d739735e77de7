from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.judging.rules import Scale, shares, value_text
from contest.judging.rules.bands import bands

TEN, HALVES, THREE, HUNDRED = (100, 100, 9), (100, 50, 18), (0, 100, 2), (0, 1000, 10)


def scales(*kinds, weights=()):
    return [Scale(n, *kind, weights[n] if weights else 1) for n, kind in enumerate(kinds)]


def band_of(criteria, *steps):
    share, _under = shares(criteria)
    return bands(criteria).of(sum(share[scale.id] * step for scale, step in zip(criteria, steps, strict=True)))


def called(criteria):
    found = bands(criteria)
    return [value_text(found.scale, n) for n in range(found.count + 1)] if found.scale else [str(10 * n) for n in range(found.count + 1)]


@pytest.mark.parametrize("kind", [TEN, HALVES, THREE, HUNDRED])
def test_a_single_mark_has_a_band_for_each_value(kind):
    criteria = scales(kind, weights=[7])
    assert [band_of(criteria, step) for step in range(kind[2] + 1)] == list(range(kind[2] + 1))
    assert called(criteria) == [value_text(criteria[0], step) for step in range(kind[2] + 1)]


def test_several_marks_stand_under_whole_points_of_their_average():
    criteria = scales(TEN, TEN, TEN)
    assert called(criteria) == [str(n) for n in range(1, 11)]
    averages = {(9, 9, 9): "10", (9, 9, 8): "10", (9, 8, 8): "9", (0, 0, 0): "1", (0, 0, 1): "1", (7, 7, 6): "8", (7, 6, 6): "7"}
    assert {steps: called(criteria)[band_of(criteria, *steps)] for steps in averages} == averages


def test_an_average_in_the_middle_is_rounded_up_and_weights_count():
    assert called(scales(TEN, TEN))[band_of(scales(TEN, TEN), 0, 9)] == "6"  # 5.5
    heavy = scales(TEN, TEN, weights=[3, 1])
    assert called(heavy)[band_of(heavy, 9, 0)] == "8"  # 7.75


def test_half_points_are_grouped_in_whole_ones_and_large_steps_stay():
    assert called(scales(HALVES, HALVES)) == [str(n) for n in range(1, 11)]
    assert called(scales(HUNDRED, HUNDRED)) == [str(10 * n) for n in range(11)]
    assert called(scales(THREE, THREE)) == ["0", "1", "2"]
    assert called(scales((0, 50, 6), (0, 50, 6))) == ["0", "0.5", "1", "1.5", "2", "2.5", "3"]


def test_different_scales_stand_under_tens_of_the_total():
    criteria = scales(TEN, THREE)
    assert called(criteria) == [str(10 * n) for n in range(11)]
    assert [called(criteria)[band_of(criteria, *steps)] for steps in ((0, 0), (9, 2), (9, 0), (3, 1))] == ["0", "100", "50", "40"]


KIND = st.sampled_from([TEN, HALVES, THREE, HUNDRED, (50, 25, 7), (0, 50, 6)])
CRITERIA = st.lists(st.tuples(KIND, st.integers(1, 9)), min_size=1, max_size=6) | st.tuples(KIND, st.integers(1, 6)).map(lambda pair: [(pair[0], 1)] * pair[1])


@given(CRITERIA)
def test_every_total_lies_in_exactly_one_band_and_bands_are_in_order(rows):
    criteria = scales(*(kind for kind, _weight in rows), weights=[weight for _kind, weight in rows])
    found = bands(criteria)
    assert (found.of(0), found.of(found.under)) == (0, found.count)
    assert found.least(0) == 0
    for band in range(found.count + 1):
        first, last = found.span(band)
        for points in {first, last} & set(range(found.under + 1)):
            assert found.of(points) == band
            assert abs(Fraction(points * found.count, found.under) - band) <= Fraction(1, 2)
        assert found.least(band + 1) == last + 1
