import doctest
import importlib
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
    carried_over,
    counted,
    decimal,
    inputs_digest,
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
        ({1: 8, 2: 7, 3: 3}, OWN, Fraction(75)),  # `docs/judging.md`
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
    assert counted(cast, TEN) == [Observation(1, 1, Fraction(100), {1: Fraction(100), 2: Fraction(100), 3: Fraction(100)})]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_digest_is_of_the_content_not_of_the_order(rows, rng):
    cast = [Ballot(n, 1, SheetState.SCORED, dict(zip((1, 2, 3), marks, strict=True))) for n, marks in enumerate(rows)]
    mixed = [Ballot(b.entry_id, b.judge_id, b.state, dict(reversed(b.marks.items()))) for b in cast]
    rng.shuffle(mixed)
    assert inputs_digest(TEN, cast) == inputs_digest(list(reversed(TEN)), mixed)
    changed = [Ballot(0, 1, SheetState.SCORED, {1: (rows[0][0] + 1) % 10, 2: rows[0][1], 3: rows[0][2]}), *cast[1:]]
    assert inputs_digest(TEN, cast) != inputs_digest(TEN, changed)


casts = st.lists(
    st.builds(Ballot, st.integers(1, 4), st.integers(1, 3), st.sampled_from(SheetState), st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(0, 9)), st.booleans()),
    max_size=12, unique_by=lambda ballot: (ballot.entry_id, ballot.judge_id),
)  # fmt: skip


@given(casts)
@settings(max_examples=40, deadline=None)
def test_drafts_recusals_and_dropped_judges_change_nothing(cast):
    whole = [b for b in cast if b.state is SheetState.SCORED and len(b.marks) == 3 and not b.dropped]
    assert counted(cast, TEN) == counted(whole, TEN)
    assert standings(counted(cast, TEN)) == standings(counted(whole, TEN))
    assert len(counted(whole, TEN)) == len(whole)


def test_a_criterion_without_weight_counts_for_nothing():
    assert sheet_total({1: 9, 2: 0}, [Scale(1, 100, 100, 9, 1), Scale(2, 100, 100, 9, 0)]) == 100


def test_an_observation_carries_every_criterion_from_0_to_100():
    (seen,) = counted([Ballot(1, 1, SheetState.SCORED, {1: 8, 2: 7, 3: 3})], OWN)
    assert (seen.total, seen.parts) == (75, {1: 80, 2: 70, 3: 75})


@pytest.mark.parametrize("module", ["agreement", "coefficients", "linear", "methods", "sheets", "standings"])
def test_the_examples_in_the_text_are_true(module):
    found = doctest.testmod(importlib.import_module(f"contest.judging.rules.{module}"))
    assert found.attempted
    assert not found.failed


def test_progress_adds_up():
    p = Progress(waiting=3, scored=5, set_aside=2, abstained=1, recused=1)
    assert (p.total, p.open, p.answered) == (12, 5, 7)


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "＋1"])
def test_a_cell_is_never_a_formula(bad):
    assert safe_cell(bad) == "'" + bad
    assert safe_cell("Snow = white") == "Snow = white"


def test_scores_of_an_earlier_round_keep_their_total_and_the_parts_whose_scales_are_the_same():
    theirs = [Scale(1, 100, 100, 9, 2), Scale(2, 100, 100, 9, 1), Scale(3, 0, 100, 2, 1)]
    own = [Scale(11, 100, 100, 9, 1), Scale(12, 0, 50, 9, 1)]
    seen = [Observation(5, 7, Fraction(60), {1: Fraction(50), 2: Fraction(70), 3: Fraction(0)})]
    assert carried_over(seen, theirs, own) == [Observation(5, 7, Fraction(60), {11: Fraction(50)})]
