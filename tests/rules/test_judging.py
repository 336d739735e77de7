import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.core.errors import Invalid
from contest.core.text import safe_cell
from contest.judging.rules import (
    Ballot,
    Observation,
    Progress,
    Scale,
    counted,
    decimal,
    inputs_digest,
    order,
    sheet_total,
    standings,
    steps_between,
    value_text,
)  # fmt: skip
from contest.judging.states import SheetState

TEN = [Scale(1, 100, 100, 9, 1), Scale(2, 100, 100, 9, 1), Scale(3, 100, 100, 9, 1)]
OWN = [Scale(1, 0, 100, 10, 40), Scale(2, 0, 100, 10, 40), Scale(3, 100, 100, 4, 20)]


@pytest.mark.parametrize(
    ("marks", "criteria", "total"),
    [
        ({1: 8, 2: 7, 3: 3}, OWN, Fraction(75)),  # judging.md, section 2
        ({1: 9, 2: 9, 3: 9}, TEN, Fraction(100)),
        ({1: 0, 2: 0, 3: 0}, TEN, Fraction(0)),  # the lowest value of a scale is nothing, not a tenth
        ({1: 1, 2: 0, 3: 0}, TEN, Fraction(100, 27)),
        ({1: 5}, [Scale(1, 100, 50, 18, 7)], Fraction(250, 9)),
    ],
)
def test_a_sheet_adds_up_exactly(marks, criteria, total):
    assert sheet_total(marks, criteria) == total


@pytest.mark.parametrize(("value", "places", "text"), [(Fraction(1, 8), 2, "0.13"), (Fraction(185, 3), 1, "61.7"), (Fraction(1, 2), 0, "1"), (Fraction(-1, 8), 2, "-0.13"), (Fraction(100), 2, "100.00"), (Fraction(-1, 1000), 2, "0.00")])
def test_halves_are_rounded_up(value, places, text):
    assert decimal(value, places) == text


@pytest.mark.parametrize(("scale", "steps", "text"), [(TEN[0], 0, "1"), (TEN[0], 9, "10"), (Scale(1, 50, 25, 9, 1), 1, "0.75"), (Scale(1, 0, 50, 9, 1), 1, "0.5")])
def test_a_mark_says_its_value(scale, steps, text):
    assert value_text(scale, steps) == text


def test_a_scale_must_come_out_even():
    assert steps_between(100, 1000, 100) == 9
    for low, high, step in ((100, 100, 100), (100, 1000, 70), (0, 100_00, 100)):
        with pytest.raises(Invalid):
            steps_between(low, high, step)


def test_only_whole_sheets_of_judges_who_sit_count():
    cast = [
        Ballot(1, 1, SheetState.SCORED, {1: 9, 2: 9, 3: 9}),
        Ballot(2, 1, SheetState.SCORED, {1: 9, 2: 9}),
        Ballot(3, 1, SheetState.WAITING, {1: 9, 2: 9, 3: 9}),
        Ballot(4, 1, SheetState.RECUSED, {1: 9, 2: 9, 3: 9}),
        Ballot(5, 1, SheetState.ABSTAINED, {1: 9, 2: 9, 3: 9}),
        Ballot(6, 1, SheetState.SET_ASIDE, {1: 9, 2: 9, 3: 9}),
        Ballot(7, 2, SheetState.SCORED, {1: 9, 2: 9, 3: 9}, dropped=True),
    ]
    assert counted(cast, TEN) == [Observation(1, 1, Fraction(100))]


def test_equal_works_share_a_rank_and_the_next_is_counted_from_the_top():
    seen = [Observation(entry, judge, Fraction(total)) for judge in (1, 2) for entry, total in ((1, 50), (2, 80), (3, 80), (4, 20))]
    assert [(s.entry_id, s.rank, s.tied, s.sheets) for s in standings(seen)] == [(2, 1, True, 2), (3, 1, True, 2), (1, 3, False, 2), (4, 4, False, 2)]


def test_a_third_is_a_real_tie():
    seen = [Observation(1, j, Fraction(t, 3)) for j, t in ((1, 100), (2, 100), (3, 1))] + [Observation(2, 1, Fraction(201, 9))]
    assert [s.tied for s in standings(seen)] == [True, True]


observations = st.lists(st.builds(Observation, st.integers(1, 6), st.integers(1, 4), st.builds(Fraction, st.integers(0, 3000), st.just(30))), max_size=20)


@given(observations, st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_changes_nothing(seen, rng: random.Random):
    mixed = list(seen)
    rng.shuffle(mixed)
    assert standings(mixed) == standings(seen)


@given(observations.filter(bool), st.integers(0, 19), st.builds(Fraction, st.integers(0, 450), st.just(9)))
@settings(max_examples=40, deadline=None)
def test_a_better_score_never_lowers_a_work(seen, which, more):
    chosen = seen[which % len(seen)]
    better = list(seen)
    better[which % len(seen)] = Observation(chosen.entry_id, chosen.judge_id, chosen.total + more)
    rank = {s.entry_id: s.rank for s in standings(seen)}
    assert {s.entry_id: s.rank for s in standings(better)}[chosen.entry_id] <= rank[chosen.entry_id]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_digest_is_of_the_content_not_of_the_order(rows, rng):
    cast = [Ballot(n, 1, SheetState.SCORED, dict(zip((1, 2, 3), marks, strict=True))) for n, marks in enumerate(rows)]
    mixed = [Ballot(b.entry_id, b.judge_id, b.state, dict(reversed(b.marks.items()))) for b in cast]
    rng.shuffle(mixed)
    assert inputs_digest(TEN, cast) == inputs_digest(list(reversed(TEN)), mixed)
    changed = [Ballot(0, 1, SheetState.SCORED, {1: (rows[0][0] + 1) % 10, 2: rows[0][1], 3: rows[0][2]}), *cast[1:]]
    assert inputs_digest(TEN, cast) != inputs_digest(TEN, changed)


def test_every_judge_has_an_order_of_their_own_that_never_changes():
    works = list(range(1, 201))
    a, b = order("seed", "1", works), order("seed", "2", works)
    assert sorted(a) == works
    assert a == order("seed", "1", reversed(works)) != b
    assert order("other", "1", works) != a


def test_the_order_says_nothing_of_the_ids():
    """Rank correlation of place and id: within four deviations of none, for fifty judges."""
    n = 400
    for judge in range(50):
        places = order("seed", str(judge), range(n))
        d2 = sum((place - entry) ** 2 for place, entry in enumerate(places))
        assert abs(1 - 6 * d2 / (n * (n * n - 1))) < 4 / n**0.5


def test_progress_adds_up():
    p = Progress(waiting=3, scored=5, set_aside=2, abstained=1, recused=1)
    assert (p.total, p.open, p.answered) == (12, 5, 7)


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "＋1"])
def test_a_cell_is_never_a_formula(bad):
    assert safe_cell(bad) == "'" + bad
    assert safe_cell("Snow = white") == "Snow = white"
