import hashlib
import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.core.errors import Invalid
from contest.judging.rules import (
    Observation,
    Rule,
    Scale,
    TiePolicy,
    arithmetic,
    commitment,
    inputs_digest,
    leniency,
    lot,
    model,
    places_needed,
    standings,
)  # fmt: skip
from contest.judging.rules.linear import eigenvalue, inverse, solve, solve_exact

F = Fraction

A1, A2, B1, B2, C1, C2 = range(1, 7)
JA, JB, JC = range(1, 4)
RECUSED = {  # `docs/judging.md`: three judges, none scores the works of an own government
    (A1, JB): 8, (A1, JC): 8, (A2, JB): 6, (A2, JC): 7, (B1, JA): 5, (B1, JC): 8,
    (B2, JA): 4, (B2, JC): 6, (C1, JA): 6, (C1, JB): 9, (C2, JA): 3, (C2, JB): 6,
}  # fmt: skip


def seen(table):
    return [Observation(entry, judge, F(total)) for (entry, judge), total in table.items()]


def columns(*rows):
    """Complete data: one row of judges' totals a work, works and judges from 1."""
    return seen({(i, j): total for i, row in enumerate(rows, 1) for j, total in enumerate(row, 1)})


def totals(found):
    return {each.entry_id: each.total for each in found}


@pytest.mark.parametrize(
    ("m0", "expected", "leaning"),
    [
        (0, {A1: F(85, 12), A2: F(67, 12), B1: F(83, 12), B2: F(65, 12), C1: F(8), C2: F(5)}, {JA: F(-11, 6), JB: F(5, 6), JC: F(1)}),
        (4, {A1: F(213, 28), A2: F(171, 28), B1: F(187, 28), B2: F(145, 28), C1: F(54, 7), C2: F(33, 7)}, {JA: F(-11, 14), JB: F(5, 14), JC: F(3, 7)}),
    ],
)
def test_three_judges_recused_from_their_own_government(m0, expected, leaning):
    assert totals(standings(seen(RECUSED), Rule(m0=m0))) == expected
    assert leniency(seen(RECUSED), m0) == leaning


def test_the_grand_prize_changes_hands():
    assert [each.entry_id for each in standings(seen(RECUSED), Rule(method="mean"))] == [A1, C1, A2, B1, B2, C2]
    assert [each.entry_id for each in standings(seen(RECUSED), Rule(m0=0))] == [C1, A1, B1, A2, B2, C2]
    assert {each.entry_id: each.mean for each in standings(seen(RECUSED))} == {A1: 8, A2: F(13, 2), B1: F(13, 2), B2: 5, C1: F(15, 2), C2: F(9, 2)}


def test_recusal_alone_gives_a_bonus_of_the_severity_over_the_other_judges():
    """`docs/judging.md`, fact 2: severe judge A (b = −11/6) of three: 8 − 85/12 = 11/12 = (11/6)/2."""
    assert {each.entry_id: each.mean - each.total for each in standings(seen(RECUSED), Rule(m0=0))}[A1] == F(11, 6) / 2


def test_montgomery_s_incomplete_blocks():
    """Montgomery, Design and Analysis of Experiments: reaction times, four catalysts (works) in four batches (judges)."""
    table = {(1, 1): 73, (1, 2): 74, (1, 4): 71, (2, 2): 75, (2, 3): 67, (2, 4): 72, (3, 1): 73, (3, 2): 75, (3, 3): 68, (4, 1): 75, (4, 3): 72, (4, 4): 75}
    found = standings(seen(table), Rule(m0=0))
    assert totals(found) == {1: F(571, 8), 2: F(573, 8), 3: 72, 4: 75}  # 71.375, 71.625, 72.000, 75.000
    assert [each.entry_id for each in found] == [4, 3, 2, 1]
    assert [each.entry_id for each in standings(seen(table), Rule(method="mean"))] == [4, 1, 3, 2]  # the raw order is different


def test_a_replacement_with_one_score_cannot_take_over_a_work():
    """`docs/judging.md`, fact 5: leniency 13/20; plain least squares would say 13/4 and ignore the score."""
    panel = {(i, j): y for i, row in enumerate(((6, 6, 5), (5, 6, 6), (6, 5, 6)), 1) for j, y in enumerate(row, 1)}
    once = panel | {(1, 4): 10}
    assert leniency(seen(once), 4)[4] == F(13, 20)
    assert leniency(seen(once), 0)[4] == F(13, 4)
    before, after, drawn = (totals(standings(seen(table), Rule(m0=m0))) for table, m0 in ((panel, 0), (once, 0), (once, 4)))
    assert after[1] - after[2] == before[1] - before[2]
    assert drawn[1] - drawn[2] > before[1] - before[2]


X, Y, Z, V = range(1, 5)


def chain():
    scores = {X: (9, 7, 5), Y: (7, 8, 6), Z: (6, 8, 7), V: (10, 8, 3)}
    theme = {X: 8, Y: 7, Z: 7, V: 7}
    return [Observation(e, j, F(y), {1: F(theme[e])}) for e, row in scores.items() for j, y in enumerate(row)]


def test_a_tie_is_broken_by_theme_then_median_then_lowest():
    """`docs/judging.md`: all have mean 7; X first on theme; medians 61/8, 61/8, 55/8; Z before V on the lowest, 11/2 > 31/8."""
    found = standings(chain(), Rule(tie_break=(1,)))
    assert [each.entry_id for each in found] == [X, Z, V, Y]
    assert {each.total for each in found} == {7}
    assert [each.key for each in found][1:] == [(7, 7, F(61, 8), F(11, 2)), (7, 7, F(61, 8), F(31, 8)), (7, 7, F(55, 8), F(13, 2))]
    assert [(each.rank, each.tied) for each in found] == [(1, False), (2, False), (3, False), (4, False)]


def test_without_criteria_the_chain_goes_straight_to_the_median():
    assert standings(chain())[0].entry_id in {Z, V}
    assert len(standings(chain())[0].key) == 3


def test_a_criterion_not_on_every_sheet_settles_nothing():
    assert len(standings([*chain(), Observation(9, 0, F(7))], Rule(tie_break=(1,)))[0].key) == 3


def test_equal_works_share_a_rank_and_the_next_is_counted_from_the_top():
    table = columns((50, 50), (80, 80), (80, 80), (20, 20))
    assert [(s.entry_id, s.rank, s.tied, s.sheets) for s in standings(table)] == [(2, 1, True, 2), (3, 1, True, 2), (1, 3, False, 2), (4, 4, False, 2)]


def test_ten_tied_at_the_top_are_all_first():
    assert {(s.rank, s.tied) for s in standings(columns(*[(90, 80, 70)] * 10))} == {(1, True)}


def test_a_third_is_a_real_tie():
    found = standings(columns((F(100, 3), F(100, 3), F(1, 3)), (F(100, 3), F(100, 3), F(1, 3))))
    assert [(s.tied, s.total, s.spread) for s in found] == [(True, F(67, 3), 33)] * 2


@pytest.mark.parametrize("table", [{}, {(1, 1): 5}, {(1, 1): 5, (2, 1): 7}, {(1, 1): 5, (1, 2): 7}, {(1, 1): 5, (2, 2): 7}])
@pytest.mark.parametrize("m0", [0, 4])
def test_the_smallest_panels(table, m0):
    if m0 == 0 and table == {(1, 1): 5, (2, 2): 7}:
        with pytest.raises(Invalid):
            standings(seen(table), Rule(m0=0))
        return
    found = standings(seen(table), Rule(m0=m0))
    assert {s.entry_id: s.total for s in found} == {s.entry_id: s.mean for s in found}
    assert len(found) == len({entry for entry, _judge in table})


def test_a_work_scored_again_in_a_second_round_keeps_both_scores():
    found = standings([*columns((50, 60), (40, 50)), *columns((70, 80))])
    assert [(s.entry_id, s.sheets, s.total) for s in found] == [(1, 4, 65), (2, 2, 45)]


@st.composite
def designs(draw, complete=False, connected=False):
    """Up to 7 works, 5 judges, each pair at most once; whole points."""
    n, judges = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    pairs = [(i, j) for i in range(n) for j in range(judges)]
    if not complete:
        pairs = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
        if connected:
            pairs = sorted({*pairs, *((0, j) for j in range(judges))})
    marks = draw(st.lists(st.integers(0, 10), min_size=len(pairs), max_size=len(pairs)))
    return [Observation(i, j, F(10 * y, 3), {1: F(10 * y), 2: F(100 - 10 * y)}) for (i, j), y in zip(pairs, marks, strict=True)]


quick = settings(max_examples=40, deadline=None)
rules = st.builds(Rule, m0=st.sampled_from([1, 4, 20]), tie_break=st.sampled_from([(), (1,), (2, 1)]))


@given(designs(complete=True), st.sampled_from([0, 1, 4, 20]))
@quick
def test_with_nothing_missing_the_result_is_the_plain_mean(observations, m0):
    found = standings(observations, Rule(m0=m0))
    assert all(each.total == each.mean for each in found)
    by_judge = {j: [o.total for o in observations if o.judge_id == j] for j in {o.judge_id for o in observations}}
    grand = sum(o.total for o in observations) / F(len(observations))
    assert leniency(observations, m0) == {j: (sum(own) - len(own) * grand) / (len(own) + m0) for j, own in by_judge.items()}


@given(designs(), rules, st.randoms())
@quick
def test_the_order_of_rows_changes_nothing(observations, rule, rng: random.Random):
    mixed = list(observations)
    rng.shuffle(mixed)
    assert standings(mixed, rule) == standings(observations, rule)


@given(designs(), rules, st.permutations(range(7)), st.permutations(range(5)))
@quick
def test_the_names_of_works_and_judges_change_nothing(observations, rule, works, judges):
    named = [replace(o, entry_id=works[o.entry_id], judge_id=judges[o.judge_id]) for o in observations]
    assert {works[s.entry_id]: (s.key, s.rank, s.tied) for s in standings(observations, rule)} == {s.entry_id: (s.key, s.rank, s.tied) for s in standings(named, rule)}


@given(designs(), st.sampled_from([1, 4, 20]))
@quick
def test_leniencies_add_up_to_nothing_and_make_the_totals(observations, m0):
    lean = leniency(observations, m0)
    assert sum(lean.values()) == 0
    for each in standings(observations, Rule(m0=m0)):
        judges = [o.judge_id for o in observations if o.entry_id == each.entry_id]
        assert each.total == each.mean - sum(lean[j] for j in judges) / len(judges)


@given(designs(connected=True))
@quick
def test_with_m0_0_the_squares_are_least(observations):
    """The normal equations: every judge's and every work's residuals add up to nothing."""
    lean, found = leniency(observations, 0), totals(standings(observations, Rule(m0=0)))
    rest = [(o.entry_id, o.judge_id, o.total - found[o.entry_id] - lean[o.judge_id]) for o in observations]
    assert sum(lean.values()) == 0
    for i in found:
        assert sum(r for entry, _judge, r in rest if entry == i) == 0
    for j in lean:
        assert sum(r for _entry, judge, r in rest if judge == j) == 0


@given(designs(), st.sampled_from([1, 4, 20]))
@quick
def test_the_penalised_squares_are_least(observations, m0):
    """The normal equations of Σ (y − t − b)² + m0·Σ b²: a judge's residuals add up to m0·b, a work's to nothing."""
    lean, found = leniency(observations, m0), totals(standings(observations, Rule(m0=m0)))
    rest = [(o.entry_id, o.judge_id, o.total - found[o.entry_id] - lean[o.judge_id]) for o in observations]
    assert all(sum(r for entry, _judge, r in rest if entry == i) == 0 for i in found)
    assert all(sum(r for _entry, judge, r in rest if judge == j) == m0 * b for j, b in lean.items())


@given(designs(complete=True), st.integers(0, 4), st.integers(1, 30))
@quick
def test_a_constant_from_one_judge_changes_no_order_when_nothing_is_missing(observations, judge, more):
    raised = [replace(o, total=o.total + more) if o.judge_id == judge else o for o in observations]
    before, after = totals(standings(observations)), totals(standings(raised))
    assert all((before[a] > before[b]) == (after[a] > after[b]) for a in before for b in before)


@given(designs(connected=True), st.sampled_from([0, 1, 4, 20]), st.integers(0, 99), st.integers(1, 40))
@quick
def test_raising_a_score_never_lowers_the_work_against_any_other(observations, m0, which, more):
    which %= len(observations)
    chosen = observations[which].entry_id
    raised = [replace(o, total=o.total + more) if n == which else o for n, o in enumerate(observations)]
    before, after = totals(standings(observations, Rule(m0=m0))), totals(standings(raised, Rule(m0=m0)))
    assert all(after[chosen] - after[other] >= before[chosen] - before[other] for other in before)


@given(designs(), rules)
@quick
def test_works_with_the_same_scores_by_the_same_judges_tie_exactly(observations, rule):
    twin = [replace(o, entry_id=99) for o in observations if o.entry_id == observations[0].entry_id]
    found = {s.entry_id: s for s in standings([*observations, *twin], rule)}
    assert found[99].key == found[observations[0].entry_id].key
    assert found[99].tied
    assert found[99].rank == found[observations[0].entry_id].rank


@given(designs(), rules)
@quick
def test_ranks_follow_the_chain(observations, rule):
    found = standings(observations, rule)
    for above, below in pairwise(found):
        assert above.key >= below.key
        assert (above.key == below.key) == (above.rank == below.rank)
    for each in found:
        assert each.rank == 1 + sum(other.key > each.key for other in found)
        assert each.tied == (sum(other.key == each.key for other in found) > 1)


def many(works, judges, each, seed=1):
    rng = random.Random(seed)
    return [Observation(i, j, F(100 * rng.randrange(28), 27), {1: F(100 * rng.randrange(10), 9)}) for i in range(works) for j in rng.sample(range(judges), each)]


def test_above_sixty_judges_doubles_are_rounded_to_nine_decimals():
    observations = many(300, 61, 5)
    found = standings(observations)
    assert (arithmetic(observations), arithmetic(many(300, 60, 5))) == ("float64/9", "exact")
    assert all((value * 10**9).denominator == 1 for s in found for value in s.key)
    fitted = model(observations)
    assert all(abs(float(s.total) - fitted.adjusted[fitted.entries.index(s.entry_id)]) < 1e-8 for s in found)
    assert all(abs(float(b) - fitted.leniency[j]) < 1e-8 for j, b in leniency(observations).items())
    assert standings(list(reversed(observations))) == found


def test_above_sixty_judges_with_nothing_missing_the_mean_is_exact():
    found = standings(many(10, 70, 70))
    assert arithmetic(many(10, 70, 70)) == "exact"
    assert all(s.total == s.mean for s in found)


def test_five_thousand_works_of_thirty_judges_are_counted_exactly():
    observations = many(5000, 30, 5)  # how long that takes: bench/standings.py
    assert arithmetic(observations) == "exact"
    assert len(standings(observations, Rule(tie_break=(1,)))) == 5000


def test_a_lot_is_drawn_by_hash():
    works = {n: f"15-{n * 7919:06}" for n in range(1, 30)}
    drawn = sorted(works, key=lambda n: hashlib.sha256(f"seed|{works[n]}".encode()).hexdigest())
    assert lot("seed", works) == drawn == lot("seed", dict(reversed(works.items())))
    assert lot("other", works) != lot("seed", works)
    assert commitment("seed") == hashlib.sha256(b"seed").hexdigest()


def test_a_rule_has_one_spelling_for_ever():
    """Golden: a change of these bytes would be a change of every rule already used."""
    assert Rule().canonical() == b'{"display_decimals":2,"m0":4,"method":"sevadj/1","schema":"rule/1","tie_break":[],"tie_policy":"round"}'
    assert Rule().digest() == "5bfe2edba5fc88c796b9012dd91496039e5a0d71ecf8b13eb2a4129558942733"
    different = {Rule(), Rule(m0=0), Rule(method="mean"), Rule(tie_break=(1, 2)), Rule(tie_break=(2, 1)), Rule(tie_policy=TiePolicy.LOT), Rule(display_decimals=3)}
    assert len({rule.digest() for rule in different}) == 7


@pytest.mark.parametrize("wrong", [{"method": "best"}, {"m0": -1}, {"display_decimals": 7}, {"tie_break": (1, 1)}])
def test_a_rule_that_means_nothing_is_refused(wrong):
    with pytest.raises(Invalid):
        Rule(**wrong)


def test_the_rule_is_in_the_digest_of_the_inputs():
    criteria = [Scale(1, 100, 100, 9, 1)]
    assert len({inputs_digest(criteria, [], rule) for rule in (Rule(), Rule(m0=5), Rule(method="mean"))}) == 3
    assert inputs_digest(criteria, []) == inputs_digest(criteria, [], Rule())


@pytest.mark.parametrize(("values", "places"), [(["1/3", "333/1000"], 4), (["7", "7"], 2), (["1/8", "1/4"], 2), ([], 2), (["1/3", "333333333333/1000000000000"], 9)])
def test_different_values_are_shown_differently(values, places):
    assert places_needed(map(F, values)) == places


@given(st.lists(st.lists(st.integers(-9, 9), min_size=4, max_size=4), min_size=4, max_size=4), st.lists(st.integers(-9, 9), min_size=4, max_size=4))
@quick
def test_linear_systems_are_solved(rows, right):
    size = range(4)
    matrix = [[sum(rows[k][i] * rows[k][j] for k in size) + (i == j) for j in size] for i in size]  # RᵀR + I: positive definite
    ((exact,), by) = solve_exact(matrix, [right])
    assert [sum(matrix[i][j] * exact[j] for j in size) for i in size] == [by * value for value in right]
    assert solve(matrix, [right])[0] == pytest.approx([value / by for value in exact], abs=1e-6)
    assert [sum(matrix[0][k] * inverse(matrix)[k][j] for k in size) for j in size] == pytest.approx([1, 0, 0, 0], abs=1e-6)
    found = [eigenvalue(matrix, n) for n in size]
    assert found == sorted(found)
    assert sum(found) == pytest.approx(sum(matrix[i][i] for i in size))
    assert sum(value * value for value in found) == pytest.approx(sum(value * value for row in matrix for value in row))
