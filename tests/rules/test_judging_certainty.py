import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.judging.rules import Belief, Chance, Observation, Side, above, beliefs, chances, expected_ranks, model

F = Fraction

quick = settings(max_examples=40, deadline=None)


def columns(*rows):
    return [Observation(i, j, F(total)) for i, row in enumerate(rows, 1) for j, total in enumerate(row, 1) if total is not None]


believed = st.lists(st.tuples(st.floats(0, 100), st.floats(1, 50)), min_size=1, max_size=12).map(lambda rows: [Belief(n, *row) for n, row in enumerate(rows)])


@given(believed, st.integers(0, 13))
@quick
def test_the_chances_add_up_to_the_places(works, best):
    found = chances(works, best)
    assert sum(each.chance for each in found) == pytest.approx(min(best, len(works)))
    assert all(0 <= each.chance <= 1 for each in found)
    assert sum(each.expected_rank for each in found) == pytest.approx(len(works) * (len(works) + 1) / 2)


@given(believed, st.integers(1, 12))
@quick
def test_a_higher_work_as_sure_as_another_has_the_better_chance(works, best):
    level = [Belief(each.entry_id, each.mean, 9.0) for each in works]
    by_total = sorted(zip(level, chances(level, best), strict=True), key=lambda pair: pair[0].mean)
    assert [chance.chance for _work, chance in by_total] == sorted(chance.chance for _work, chance in by_total)
    assert all(1 <= chance.expected_rank <= len(works) for _work, chance in by_total)


def test_where_nothing_tells_works_apart_all_have_the_same_chance():
    fitted = model(columns(*[(5, 5, 5)] * 8))
    assert (fitted.error, fitted.between) == (0, 0)
    assert {(each.chance, each.expected_rank) for each in chances(beliefs(fitted), 2)} == {(0.25, 4.5)}
    noise = model(columns((1, 2, 3), (2, 3, 1), (3, 1, 2)))
    assert noise.between == 0
    assert {each.chance for each in chances(beliefs(noise), 1)} == {1 / 3}


def test_with_no_error_at_all_the_line_is_sharp_and_equal_works_share():
    found = chances(beliefs(model(columns((90, 80), (70, 60), (70, 60), (10, 0)))), 2)
    assert [each.chance for each in found] == [1, 0.5, 0.5, 0]
    assert [each.side for each in found] == [Side.IN, Side.GREY, Side.GREY, Side.OUT]
    assert [each.expected_rank for each in found] == [1, 2.5, 2.5, 4]


@pytest.mark.parametrize("rows", [(), ((5,),), ((5,), (7,)), ((5, 8),)])
def test_too_few_scores_say_nothing(rows):
    assert chances(beliefs(model(columns(*rows))), 1) == []


def test_two_works_compared():
    assert above(Belief(1, 60, 9), Belief(2, 55, 16)) == pytest.approx(0.8413, abs=1e-4)  # Φ(5/√25) = Φ(1)
    assert above(Belief(1, 60, 9), Belief(2, 60, 16)) == 0.5
    assert (above(Belief(1, 2, 0), Belief(2, 1, 0)), above(Belief(1, 1, 0), Belief(2, 1, 0))) == (1, 0.5)


def test_totals_are_drawn_to_the_middle_by_their_error():
    """k_i = τ²/(τ² + s²/n_i), m_i = μ + k_i(t_i − μ), v_i = k_i·s²/n_i."""
    fitted = model(columns((90, 70, 75), (60, 65, None), (20, 10, 35), (40, 45, 30)))
    middle = sum(fitted.adjusted) / 4
    for each, total, n in zip(beliefs(fitted), fitted.adjusted, (3, 2, 3, 3), strict=True):
        k = fitted.between / (fitted.between + fitted.error / n)
        assert (each.mean, each.variance) == (pytest.approx(middle + k * (total - middle)), pytest.approx(k * fitted.error / n))


@pytest.mark.parametrize(("chance", "side"), [(0.9, Side.IN), (0.1, Side.OUT), (0.5, Side.GREY), (0.8999, Side.GREY), (0.1001, Side.GREY)])
def test_the_grey_zone_lies_between_one_and_nine_tenths(chance, side):
    assert Chance(1, chance, 1).side is side


def test_many_works_are_ranked_on_a_curve():
    rng = random.Random(2)
    works = [Belief(n, rng.gauss(50, 15), rng.choice([40.0, 55.0])) for n in range(601)]
    exact = [1 + sum(above(other, one) for other in works if other is not one) for one in works]
    assert expected_ranks(works) == pytest.approx(exact, abs=0.1)


def test_what_is_said_comes_true():
    """Calibration (`docs/judging.md`): of works said to belong to the best 30 of 150 with P, about that share does."""
    rng = random.Random(11)
    said = []
    for _ in range(30):
        quality = [rng.gauss(0, 15) for _ in range(150)]
        lean = [rng.gauss(0, 8) for _ in range(5)]
        observations = [Observation(i, j, F(round(50 + q + lean[j] + rng.gauss(0, 15)))) for i, q in enumerate(quality) for j in range(5)]
        best = set(sorted(range(150), key=lambda i: -quality[i])[:30])
        said += [(each.chance, each.entry_id in best) for each in chances(beliefs(model(observations)), 30)]
    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = [(p, true) for p, true in said if low <= p < high]
        assert sum(true for _p, true in inside) / len(inside) == pytest.approx(sum(p for p, _true in inside) / len(inside), abs=0.06)
    assert sum((p - true) ** 2 for p, true in said) / len(said) < 0.1
