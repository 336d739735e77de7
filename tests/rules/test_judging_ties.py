"""Rounds that part a tie: what they are, and that they lift nobody above others."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from contest.judging.rules import Order, Standing, is_tie_break, part

quick = settings(max_examples=60, deadline=None)


def placed(*totals):
    """Standings of works 1, 2, 3 … with these totals, best first."""
    ranks = {total: 1 + sum(other > total for other in totals) for total in totals}
    found = [
        Standing(n, Fraction(total), 2, ranks[total], totals.count(total) > 1, key=(Fraction(total), Fraction(0)))
        for n, total in enumerate(totals, 1)
    ]
    return sorted(found, key=lambda each: (each.rank, each.entry_id))


def shown(found):
    return [(each.entry_id, each.rank, each.tied) for each in found.standings]


BEFORE = placed(90, 80, 70, 70, 60)


def test_works_of_one_rank_part_a_tie_and_works_of_several_are_a_final():
    assert is_tie_break({3, 4}, BEFORE, picked=True)
    assert is_tie_break({3, 4}, BEFORE, picked=False)
    assert not is_tie_break({2, 3, 4}, BEFORE, picked=True)
    assert not is_tie_break({3, 9}, BEFORE, picked=True)  # nobody has scored 9


def test_a_part_of_a_tie_is_a_final_only_where_a_line_was_drawn_through_it():
    top = placed(90, 90, 90, 10)
    assert is_tie_break({1, 2}, top, picked=True)
    assert not is_tie_break({1, 2}, top, picked=False)


def test_equal_works_are_parted_where_they_stand():
    found = part(BEFORE, [Order(7, {3: 2, 4: 1})])
    assert shown(found) == [(1, 1, False), (2, 2, False), (4, 3, False), (3, 4, False), (5, 5, False)]
    assert found.by == {3: (7,), 4: (7,)}
    assert [each.key for each in found.standings[2:4]] == [(70, 0, -1), (70, 0, -2)]
    assert [each.total for each in found.standings] == [90, 80, 70, 70, 60]


def test_what_the_round_leaves_equal_stays_equal():
    found = part(placed(70, 70, 70), [Order(7, {1: 2, 2: 1, 3: 2})])
    assert shown(found) == [(2, 1, False), (1, 2, True), (3, 2, True)]
    assert shown(part(placed(70, 70), [Order(7, {1: 1, 2: 1})])) == [(1, 1, True), (2, 1, True)]


def test_works_of_several_ranks_are_not_moved_past_each_other():
    found = part(BEFORE, [Order(7, {5: 1, 4: 2, 3: 3, 2: 4, 1: 5})])
    assert [each.entry_id for each in found.standings] == [1, 2, 4, 3, 5]


def test_a_round_that_ranked_only_a_part_of_the_tie_says_nothing():
    assert part(placed(70, 70, 70), [Order(7, {1: 1, 2: 2})]).standings == placed(70, 70, 70)


def test_several_rounds_work_together():
    totals = placed(90, 90, 70, 70, 70)
    found = part(totals, [Order(7, {4: 1, 5: 2}), Order(8, {3: 1, 4: 2, 5: 2}), Order(9, {1: 2, 2: 1})])
    assert shown(found) == [(2, 1, False), (1, 2, False), (3, 3, False), (4, 4, False), (5, 5, False)]
    assert found.by == {1: (9,), 2: (9,), 3: (8,), 4: (8, 7), 5: (8, 7)}


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.lists(st.dictionaries(st.integers(1, 8), st.integers(1, 3)), max_size=3))
@quick
def test_nobody_passes_a_better_work_and_keys_say_the_whole_order(totals, orders):
    before = placed(*totals)
    found = part(before, [Order(n, ranks) for n, ranks in enumerate(orders)]).standings
    was = {each.entry_id: each.rank for each in before}
    assert [was[each.entry_id] for each in found] == sorted(was.values())
    keys = [each.key for each in found]
    assert keys == sorted(keys, reverse=True)
    for each in found:
        assert each.rank == 1 + sum(key > each.key for key in keys)
        assert each.tied == (keys.count(each.key) > 1)
    assert {replace(each, rank=0, tied=False, key=()) for each in found} == {replace(each, rank=0, tied=False, key=()) for each in before}
