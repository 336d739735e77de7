import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.core.errors import Invalid
from contest.judging.rules import (
    METHODS,
    Observation,
    Rule,
    Wins,
    bradley_terry,
    copeland,
    kemeny,
    likelihood,
    odds,
    percentiles,
    places,
    schulze,
    standings,
)

F = Fraction

quick = settings(max_examples=30, deadline=None)


def columns(*rows):
    return [Observation(i, j, F(total)) for i, row in enumerate(rows, 1) for j, total in enumerate(row, 1) if total is not None]


def keys(method, *rows):
    return {entry: key[0] for entry, key in METHODS[method].keys(columns(*rows), 4).items()}


def from_orders(orders, names):
    """Wins of the voters' orders, best first."""
    wins = Wins(range(len(names)))
    for order, voters in orders.items():
        for n, one in enumerate(order):
            for other in order[n + 1 :]:
                wins.add(names.index(one), names.index(other), F(voters))
    return wins


def ordered(found, names):
    return "".join(names[entry] for entry in sorted(found, key=lambda entry: -found[entry]))


ELECTION = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}
TENNESSEE = {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}


def test_schulze_s_own_election():
    """Schulze 2011, example 1: 45 voters, E > A > C > B > D."""
    assert ordered(schulze(from_orders(ELECTION, "ABCDE")), "ABCDE") == "EACBD"


def test_the_capital_of_tennessee():
    """The usual textbook election: Nashville, Chattanooga, Knoxville, Memphis under Kemeny, Schulze and Copeland."""
    wins = from_orders(TENNESSEE, "MNCK")
    assert {ordered(way(wins), "MNCK") for way in (kemeny, schulze, copeland)} == {"NCKM"}
    assert copeland(wins) == {0: 0, 1: 3, 2: 2, 3: 1}


def test_a_circle_of_majorities_is_a_tie():
    wins = from_orders({"ABC": 1, "BCA": 1, "CAB": 1}, "ABC")
    assert all(len(set(way(wins).values())) == 1 for way in (kemeny, schulze, copeland, bradley_terry))


BASEBALL = [  # American League East 1987, wins of row over column: Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore
    [0, 7, 9, 7, 7, 9, 11], [6, 0, 7, 5, 11, 9, 9], [4, 6, 0, 7, 7, 8, 12], [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12], [4, 4, 5, 6, 6, 0, 6], [2, 4, 1, 3, 1, 7, 0],
]  # fmt: skip


def baseball():
    wins = Wins(range(7))
    for i, row in enumerate(BASEBALL):
        for k, times in enumerate(row):
            wins.add(i, k, F(times))
    return wins


def test_bradley_terry_baseball():
    """Agresti, Categorical Data Analysis (2002), table 10.11: 1.58, 1.44, 1.29, 1.25, 1.11, .68, 0."""
    found = bradley_terry(baseball())
    assert [round(float(found[team] - found[6]), 2) for team in range(7)] == [1.58, 1.44, 1.29, 1.25, 1.11, 0.68, 0]
    assert abs(sum(found.values())) < F(1, 10**8)


def test_bradley_terry_solves_its_equation():
    """Won = Σ n·p_i/(p_i + p_k) for every team, which no other strengths fit as well."""
    wins, found = baseball(), bradley_terry(baseball())
    for i in range(7):
        assert sum((BASEBALL[i][k] + BASEBALL[k][i]) * odds(found, i, k) for k in range(7) if k != i) == pytest.approx(sum(BASEBALL[i]), abs=1e-6)
    assert all(likelihood(wins, {**found, i: found[i] + F(1, 10)}) < likelihood(wins, found) for i in range(7))


def test_bradley_terry_lends_wins_where_not_all_is_linked():
    wins = Wins([1, 2, 3])
    wins.add(1, 2)
    wins.add(2, 3)
    found = bradley_terry(wins)
    assert places({entry: (value,) for entry, value in found.items()}) == {1: 1, 2: 2, 3: 3}
    assert all(abs(value) < 20 for value in found.values())


def test_every_method_gives_the_obvious_order():
    rows = ((90, 80, 85, 95, 88, 91, 84), (70, 60, 66, 72, 71, 64, 68), (10, 20, 15, 5, 25, 12, 9), (40, 45, 50, 44, 31, 42, 47))
    for method in METHODS:
        assert [s.entry_id for s in standings(columns(*rows), Rule(method=method))] == [1, 2, 4, 3], method


def test_standardised_scores():
    """Each judge's scores less their mean, over their deviation with n − 1; a judge who gave all the same says nothing."""
    assert keys("zmean", (1, 5), (2, 5), (3, 5)) == {1: F(-1, 2), 2: 0, 3: F(1, 2)}
    assert keys("zmean", (8, None), (4, 7)) == {1: F(round(F(0.5**0.5) * 10**9), 10**9), 2: F(round(F(-(0.5**0.5) / 2) * 10**9), 10**9)}


def test_stretched_scores():
    assert keys("minmax", (0, 50), (20, 50), (40, 50)) == {1: F(1, 4), 2: F(1, 2), 3: F(3, 4)}


def test_trimming_takes_the_ends_of_five_scores_or_more():
    assert keys("trim", (0, 50, 50, 50, 100)) == {1: 50}  # a single work: what each judge leans is drawn to 0, the order stays
    assert keys("trim", (10, 20, 60, 70)) == {1: 40}
    level = [(60 + d, 60 + d, 60 + d, 60 + d, 60 + d) for d in (0, 10)]
    assert keys("trim", *level) == {1: 60, 2: 70}


def test_percentiles_share_the_middle():
    assert percentiles([F(7), F(9), F(7), F(1)]) == {F(1): F(1, 8), F(7): F(1, 2), F(9): F(7, 8)}
    assert keys("borda", (7, 1), (9, 2), (7, 3), (1, 3)) == {1: F(5, 16), 2: F(5, 8), 3: F(5, 8), 4: F(7, 16)}


@pytest.mark.parametrize(("rows", "order"), [
    (((5, 5, 1), (5, 4, 4)), [1, 2]),  # the same median 5 and 4
    (((3, 4, 5), (4, 4, 4)), [2, 1]),  # 4, then 3 against 4
    (((1, 4, 4, 5), (4, 4, 4, 4)), [2, 1]),
    (((2, 3, 4, 5), (3, 3, 3, 3)), [1, 2]),  # lower medians 3 and 3, then 4 against 3
])  # fmt: skip
def test_majority_judgment(rows, order):
    found = METHODS["mj"].keys(columns(*rows), 4)
    assert sorted(found, key=lambda e: found[e], reverse=True) == order


@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), min_size=2, max_size=4))
@quick
def test_majority_values_are_lower_medians_removed_one_by_one(rows):
    """For works with equally many scores; with unequal numbers, as if every score were given often enough."""
    found = METHODS["mj"].keys(columns(*rows), 4)
    common = 60

    def value(row):
        left, order = sorted(x for x in row for _ in range(common // len(row))), []
        while left:
            order.append(left.pop((len(left) - 1) // 2))
        return order

    for i, one in enumerate(rows, 1):
        for k, other in enumerate(rows, 1):
            assert (found[i] > found[k]) == (value(one) > value(other))


def test_a_careless_judge_counts_for_less():
    rng = random.Random(5)
    rows = [[10 * q, 10 * q + rng.gauss(0, 4), 10 * q + rng.gauss(0, 4), rng.uniform(0, 100)] for q in range(10)]
    found = keys("relweight", *rows)
    assert sorted(found, key=lambda e: found[e]) == list(range(1, 11))
    assert set(keys("relweight", (5, 5), (5, 5)).values()) == {0}


@pytest.mark.parametrize(("method", "works", "judges", "complete", "may"), [
    ("sevadj/1", 5000, 30, False, True), ("mean", 500, 5, True, True), ("mean", 500, 5, False, False), ("zmean", 500, 5, False, False),
    ("trim", 500, 5, True, False), ("trim", 500, 7, True, True), ("copeland", 40, 5, True, True), ("schulze", 41, 5, True, False),
    ("kemeny", 8, 5, True, True), ("kemeny", 9, 5, True, False), ("bt", 51, 5, True, False), ("relweight", 500, 30, False, False),
])  # fmt: skip
def test_which_method_is_offered_when(method, works, judges, complete, may):
    assert METHODS[method].applies(works, judges, complete) is may


def test_a_method_that_would_never_end_is_refused():
    with pytest.raises(Invalid):
        standings(columns(*[(n, n) for n in range(9)]), Rule(method="kemeny"))


def test_places_skip_after_a_tie():
    assert places({1: (F(5),), 2: (F(9),), 3: (F(9),), 4: (F(1),)}) == {2: 1, 3: 1, 1: 3, 4: 4}


full = st.integers(1, 6).flatmap(lambda judges: st.lists(st.lists(st.integers(0, 10), min_size=judges, max_size=judges), min_size=1, max_size=7))


@given(full, st.sampled_from(sorted(METHODS)), st.randoms())
@quick
def test_no_method_minds_the_order_of_rows_or_parts_twins(rows, method, rng):
    observations = columns(*rows, rows[0])
    mixed = list(observations)
    rng.shuffle(mixed)
    found, again = METHODS[method].keys(observations, 4), METHODS[method].keys(mixed, 4)
    assert found.keys() == again.keys() == set(range(1, len(rows) + 2))
    near = method == "relweight"
    assert all(abs(a - b) < F(1, 10**5 if near else 10**8) for e in found for a, b in zip(found[e], again[e], strict=True))
    assert abs(found[1][0] - found[len(rows) + 1][0]) < F(1, 10**6)


@given(full)
@quick
def test_no_order_disagrees_less_than_kemeny_s(rows):
    """Against swapping any two neighbours, and Condorcet's winner stands first."""
    rows = rows[:5]
    wins = Wins(range(len(rows)))
    for j in range(len(rows[0])):
        for i, one in enumerate(rows):
            for k, other in enumerate(rows):
                if one[j] > other[j]:
                    wins.add(i, k)
    found = kemeny(wins)
    for i in range(len(rows)):
        if all(wins.table[i][k] > wins.table[k][i] for k in range(len(rows)) if k != i):
            assert found[i] == max(found.values()) == -1
            assert schulze(wins)[i] == 0
    assert sum(found.values()) == -F(len(rows) * (len(rows) + 1), 2)
