"""Allocation: exact, deterministic, and never splitting equals by accident."""

from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from contest.awards.rules import Level, Line, Place, Tie, allocate, digest, stored_total

TWO_TIERS = [Level(1, 1), Level(2, 2)]


def places(*totals):
    return [Place(n, Fraction(total), 3) for n, total in enumerate(totals, 1)]


def test_the_best_get_the_highest_tiers():
    plan = allocate(places(70, 90, 80, 60), TWO_TIERS)
    assert plan.lines == (
        Line(2, 1, Fraction(90), 1), Line(3, 2, Fraction(80), 2), Line(1, 3, Fraction(70), 2), Line(4, 4, Fraction(60), None),
    )  # fmt: skip
    assert plan.settled
    assert plan.given() == {1: 1, 2: 2}


def test_equals_that_fit_share_a_tier_and_a_rank():
    plan = allocate(places(90, 80, 80, 10), TWO_TIERS)
    assert [(line.entry_id, line.rank, line.tier_id) for line in plan.lines] == [(1, 1, 1), (2, 2, 2), (3, 2, 2), (4, 4, None)]


def test_equals_at_a_line_stop_everything_below():
    plan = allocate(places(90, 80, 80, 80, 70), TWO_TIERS)
    assert plan.ties == (Tie((2, 3, 4), 2, 2),)
    assert [line.tier_id for line in plan.lines] == [1, None, None, None, None]
    assert not plan.settled


def test_a_ruling_takes_a_tie_apart_but_not_its_rank():
    plan = allocate(places(90, 80, 80, 80, 70), TWO_TIERS, [[4, 2, 3]])
    assert [(line.entry_id, line.rank, line.tier_id) for line in plan.lines] == [(1, 1, 1), (4, 2, 2), (2, 2, 2), (3, 2, None), (5, 5, None)]


def test_a_ruling_on_other_works_is_not_used():
    assert allocate(places(90, 80, 80, 80, 70), TWO_TIERS, [[2, 3]]).ties


def test_the_last_ruling_on_the_same_works_holds():
    plan = allocate(places(80, 80), [Level(1, 1)], [[1, 2], [2, 1]])
    assert [line.entry_id for line in plan.lines if line.tier_id] == [2]


def test_works_nobody_scored_are_not_ranked():
    plan = allocate([*places(90), Place(9, Fraction(0), 0)], [Level(1, 1)])
    assert plan.unscored == (9,)
    assert [line.entry_id for line in plan.lines] == [1]


def test_nothing_is_settled_until_people_have_left_out_what_nobody_scored():
    given_ = [*places(90), Place(8, Fraction(0), 0), Place(9, Fraction(0), 0)]
    assert not allocate(given_, [Level(1, 1)]).settled
    some = allocate(given_, [Level(1, 1)], (), [9])
    assert (some.unscored, some.unruled, some.settled) == ((8, 9), (8,), False)
    assert allocate(given_, [Level(1, 1)], (), [9, 8, 1]).settled
    assert digest(given_, TWO_TIERS, []) != digest(given_, TWO_TIERS, [], [8, 9])


def test_more_places_than_works_are_reported():
    assert allocate(places(90), TWO_TIERS).unfilled == {2: 2}


def test_a_third_is_a_third():
    """1/3 + 1/3 + 1/3 and 1 are equal; floats would disagree."""
    plan = allocate([Place(1, Fraction(1, 3) * 3, 3), Place(2, Fraction(1), 1)], [Level(1, 1)])
    assert plan.ties == (Tie((1, 2), 1, 1),)


def test_nothing_in_nothing_out():
    assert allocate([], TWO_TIERS).lines == ()
    assert not allocate([], TWO_TIERS).settled


means = st.lists(st.fractions(min_value=0, max_value=100, max_denominator=6), min_size=1, max_size=40)
sizes = st.lists(st.integers(1, 8), min_size=1, max_size=4)


@given(means, sizes, st.randoms(use_true_random=False))
def test_the_order_in_which_works_arrive_does_not_matter(totals, tiers, random):
    levels = [Level(n, size) for n, size in enumerate(tiers, 1)]
    given_ = places(*totals)
    mixed = random.sample(given_, len(given_))
    assert allocate(given_, levels) == allocate(mixed, levels)
    assert digest(given_, levels, []) == digest(mixed, levels, [])


@given(means, sizes)
def test_no_one_gets_a_worse_tier_than_a_work_with_a_lower_mean(totals, tiers):
    plan = allocate(places(*totals), [Level(n, size) for n, size in enumerate(tiers, 1)])
    worst = len(tiers) + 1
    got = [(line.total, line.tier_id or worst) for line in plan.lines]
    assert all(a[1] <= b[1] for a in got for b in got if a[0] > b[0])
    assert all(a[1] == b[1] for a in got for b in got if a[0] == b[0])


@given(means, sizes)
def test_no_tier_takes_more_than_its_places(totals, tiers):
    plan = allocate(places(*totals), [Level(n, size) for n, size in enumerate(tiers, 1)])
    assert all(count <= tiers[tier - 1] for tier, count in plan.given().items())


@given(st.integers(2, 5), st.integers(1, 4))
def test_every_ruling_settles_its_tie(size, room):
    for order in permutations(range(1, size + 1)):
        plan = allocate(places(*[50] * size), [Level(1, room)], [order])
        assert [line.entry_id for line in plan.lines if line.tier_id] == list(order)[:room]


def test_the_digest_changes_with_every_input():
    base = places(1, 2)
    assert len({digest(base, TWO_TIERS, []), digest(places(1, 3), TWO_TIERS, []), digest(base, [Level(1, 2)], []), digest(base, TWO_TIERS, [[1, 2]])}) == 4


def keyed(*keys):
    return [Place(n, Fraction(key[0]), 3, tuple(map(Fraction, key))) for n, key in enumerate(keys, 1)]


def test_equal_totals_are_a_tie_only_when_nothing_parts_them():
    plan = allocate(keyed((80, 60), (80, 70), (80, 60), (90, 1)), [Level(1, 2), Level(2, 1)])
    assert [(line.entry_id, line.rank, line.tier_id) for line in plan.lines] == [(4, 1, 1), (2, 2, 1), (1, 3, None), (3, 3, None)]
    assert plan.ties == (Tie((1, 3), 2, 1),)


def test_what_parts_equals_is_in_the_digest():
    assert digest(keyed((80, 60)), TWO_TIERS, []) != digest(keyed((80, 61)), TWO_TIERS, [])


def test_a_result_too_long_to_be_kept_is_kept_to_twelve_decimals():
    long = Fraction(10**50 + 1, 3 * 10**48)
    assert stored_total(Fraction(350, 9)) == Fraction(350, 9)
    assert abs(stored_total(long) - long) < Fraction(1, 10**12)
    assert len(str(stored_total(long).numerator)) <= 40
