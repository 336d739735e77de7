"""Standings and the days they hold."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest.governments.rules import holds, overlap

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = st.dates(date(1996, 1, 1), date(2050, 1, 1))
SPAN = st.tuples(st.none() | DAY, st.none() | DAY).filter(lambda s: s[0] is None or s[1] is None or s[0] <= s[1])


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [
        (None, None, True),
        (date(2026, 1, 1), None, True),
        (None, date(2026, 1, 1), True),
        (date(2026, 1, 2), None, False),
        (None, date(2025, 12, 31), False),
    ],
)
def test_an_unknown_start_is_long_ago_and_an_unknown_end_is_still(starts, ends, held):
    assert holds(starts, ends, date(2026, 1, 1)) is held


@QUICK
@given(SPAN, SPAN, DAY)
def test_two_spans_that_both_hold_on_a_day_overlap(first, second, day):
    if holds(*first, day) and holds(*second, day):
        assert overlap(first, second)
    assert overlap(first, second) == overlap(second, first)
    assert overlap(first, first)


def test_a_span_may_begin_the_day_after_another_ends():
    assert not overlap((None, date(2024, 5, 31)), (date(2024, 6, 1), None))
    assert overlap((None, date(2024, 6, 1)), (date(2024, 6, 1), None))
