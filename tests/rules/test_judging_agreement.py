import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.judging.rules import (
    Observation,
    alpha,
    concordance,
    icc,
    influence,
    judge_figures,
    judges_needed,
    leniency,
    model,
    pair_figures,
    panel,
    pearson,
    ranks,
    spearman,
    standings,
    stepped_up,
    work_figures,
)  # fmt: skip

F = Fraction

quick = settings(max_examples=40, deadline=None)


def columns(*rows):
    return [Observation(i, j, F(total)) for i, row in enumerate(rows, 1) for j, total in enumerate(row, 1) if total is not None]


def simulated(works, judges, seed, *, favour=0, recuse=False, each=None):
    """`docs/judging.md`: latent quality, severe and generous judges, noise; whole points 1–10. Work i is of government i mod judges, as is judge i."""
    rng = random.Random(seed)
    severe = [rng.gauss(0, 0.8) for _ in range(judges)]
    found = []
    for i in range(works):
        quality = rng.gauss(0, 1)
        for j in rng.sample(range(judges), each or judges):
            if recuse and i % judges == j:
                continue
            mark = round(5.5 + 1.5 * quality - severe[j] + rng.gauss(0, 1.56) + favour * (i % judges == j == 0))
            found.append(Observation(i, j, F(100 * (min(10, max(1, mark)) - 1), 9)))
    return found


SHROUT_FLEISS = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]


def test_the_correlations_of_shrout_and_fleiss():
    """Psychological Bulletin 86 (1979), table 4: .17, .29, .71; of the mean of four .44, .62, .91."""
    found = icc(SHROUT_FLEISS)
    assert [round(value, 2) for value in (found.single, found.agreement, found.consistency)] == [0.17, 0.29, 0.71]
    assert [round(value, 2) for value in (found.single_mean, found.agreement_mean, found.consistency_mean)] == [0.44, 0.62, 0.91]
    assert panel(model(columns(*SHROUT_FLEISS))).icc == pytest.approx(found)


UNITS = [
    (1, 1, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (5, 5, 5), (1, 1), (3,),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)])
def test_krippendorff_s_own_example(metric, value):
    """Computing Krippendorff's Alpha-Reliability (2011), section E: four observers, twelve units, missing values."""
    assert round(alpha(UNITS, metric), 3) == value


WING = (10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4)
TAIL = (7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3)
BILL = (17, 17, 20, 14.5, 15.5, 13, 19.5, 16, 21, 20, 18, 22)


def test_kendall_s_w_with_ties():
    """Zar, Biostatistical Analysis (2010), example 20.5: twelve birds by wing, tail and bill. And the anxiety ratings of R's irr: .54."""
    birds = list(zip(WING, TAIL, BILL, strict=True))
    assert [sum(row) for row in zip(*map(ranks, (WING, TAIL, BILL)), strict=True)] == [14.5, 21, 30.5, 6, 11, 3.5, 20, 11.5, 29, 28.5, 22.5, 36]
    assert (round(concordance(birds), 3), round(concordance(birds, ties=False), 3)) == (0.924, 0.913)
    anxiety = zip((3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3), (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
                  (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2), strict=True)  # fmt: skip
    assert round(concordance(list(anxiety)), 2) == 0.54


tables = st.integers(2, 5).flatmap(lambda judges: st.lists(st.lists(st.integers(1, 6), min_size=judges, max_size=judges), min_size=2, max_size=8))


@given(tables)
@quick
def test_correcting_for_ties_never_lowers_w(table):
    corrected, plain = concordance(table), concordance(table, ties=False)
    assert (corrected is None) == all(len(set(column)) == 1 for column in zip(*table, strict=True))
    assert corrected is None or 0 <= plain <= corrected <= 1 + 1e-12


@given(tables, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
@quick
def test_alpha_leaves_out_works_with_one_score_and_is_1_for_agreement(table, metric):
    assert alpha([*table, [99], []], metric) == alpha(table, metric)
    same = [[row[0]] * len(row) for row in table]
    assert alpha(same, metric) == (None if len({row[0] for row in table}) == 1 else pytest.approx(1))


@given(tables)
@quick
def test_alpha_of_pairs_is_symmetric_and_at_most_1(table):
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        found = alpha(table, metric)
        assert found is None or found <= 1 + 1e-12
        assert found == pytest.approx(alpha([row[::-1] for row in table], metric))


def test_without_variety_nothing_is_invented():
    flat = panel(model(columns((5, 5, 5), (5, 5, 5), (5, 5, 5))))
    assert (flat.alpha, flat.icc, flat.concordance, flat.single, flat.mean, flat.needed) == (None,) * 6
    assert (flat.error, flat.between) == (0, 0)
    assert (pearson([1, 2], [3, 3]), spearman([1], [2]), icc([(1, 1)]), alpha([])) == (None,) * 4


@pytest.mark.parametrize("rows", [(), ((5,),), ((5, 7),), ((5,), (7,))])
def test_the_smallest_panels_say_nothing(rows):
    found = panel(model(columns(*rows)))
    assert (found.single, found.mean, found.needed, found.icc) == (None,) * 4
    assert (found.scores, found.works) == (sum(map(len, rows)), len(rows))
    assert len(judge_figures(model(columns(*rows)))) == found.judges
    assert pair_figures(model(columns(*rows))) == []


def test_reliability_and_the_judges_it_takes():
    assert [judges_needed(r) for r in (0.4, 0.5, 0.8, 1.0, 0.0, None)] == [6, 4, 1, 1, None, None]
    assert stepped_up(0.4, 6) == pytest.approx(0.8)


def test_the_panel_is_described():
    found = panel(model(simulated(200, 5, 1, recuse=True)))
    assert (found.scores, found.works, found.judges, found.per_work, found.fill, found.components) == (800, 200, 5, 4, 0.8, 1)
    assert found.linkage == pytest.approx(1)
    assert 0.35 < found.single < 0.6
    assert found.mean == pytest.approx(stepped_up(found.single, 4))
    assert (found.icc, found.concordance) == (None, None)  # of complete data only


def test_the_variance_of_complete_data_is_that_of_the_analysis_of_variance():
    """s² = EMS and τ² = (BMS − EMS)/k, so one score's reliability is ICC(C,1) and the mean's ICC(C,k)."""
    found = panel(model(columns(*SHROUT_FLEISS)))
    assert (found.single, found.mean) == (pytest.approx(found.icc.consistency), pytest.approx(found.icc.consistency_mean))


def test_judges_who_share_nothing_are_said_to():
    found = panel(model(columns((1, 2, None, None), (3, 5, None, None), (None, None, 4, 4), (None, None, 9, 7))))
    assert (found.components, found.linkage, found.contrast) == (2, 0, None)
    assert found.error is not None


@given(tables, st.sampled_from([0, 4]))
@quick
def test_the_model_in_doubles_agrees_with_the_exact_one(table, m0):
    observations = columns(*table)
    fitted = model(observations, m0)
    assert {j: float(b) for j, b in leniency(observations, m0).items()} == pytest.approx(fitted.leniency, abs=1e-9)
    assert {s.entry_id: float(s.total) for s in standings(observations)} == pytest.approx(dict(zip(fitted.entries, fitted.adjusted, strict=True)), abs=1e-9)


def test_a_judge_is_described():
    figures = judge_figures(model(simulated(300, 5, 2)))
    for each in figures:
        assert (each.scores, each.gap) == (300, None)
        assert 0.7 < each.slope < 1.3
        assert 0.4 < each.rho < 0.9
        assert 0.7 < each.outfit < 1.3
        assert not each.misfit
        assert 0 < each.error < 2
        assert each.low <= each.mean <= each.high
        assert each.distinct <= 10
    assert sum(each.leniency for each in figures) == pytest.approx(0)


@pytest.mark.parametrize("m0", [0, 4])
def test_a_leniency_is_as_sure_as_the_works_it_stands_on(m0):
    """With nothing missing, variance s²·(1 − 1/J)/(n + m0): against the panel, whose own level nothing can tell from the works'."""
    fitted = model(simulated(60, 5, 2), m0)
    assert list(fitted.precision.values()) == pytest.approx([(1 - 1 / 5) / (60 + m0)] * 5)


def test_a_judge_who_always_gives_the_same_is_described_too():
    figures = judge_figures(model(columns((5, 9, 8), (5, 4, 5), (5, 1, 2))))
    assert (figures[0].slope, figures[0].rho, figures[0].deviation) == (0, None, 0)


def test_an_erratic_judge_misfits():
    rng = random.Random(4)
    wild = [o if o.judge_id else Observation(o.entry_id, 0, F(rng.randrange(101))) for o in simulated(300, 5, 3)]
    assert [each.judge_id for each in judge_figures(model(wild)) if each.misfit] == [0]


HOME, OWN = {i: i % 5 for i in range(500)}, {j: {j} for j in range(5)}


@pytest.mark.parametrize("seed", range(4))
def test_a_favour_of_one_point_to_the_own_government_shows_and_honest_panels_do_not(seed):
    assert [f.judge_id for f in judge_figures(model(simulated(500, 5, seed)), HOME, OWN) if f.gap.flagged] == []
    partial = judge_figures(model(simulated(500, 5, seed, favour=1)), HOME, OWN)
    assert [f.judge_id for f in partial if f.gap.flagged] == [0]
    assert (partial[0].gap.own, partial[0].gap.other) == (100, 400)
    assert 5 < partial[0].gap.points < 18  # one point of ten is 11


@pytest.mark.parametrize(("kwargs", "expected"), [({"judges": 5}, -1 / 4), ({"judges": 5, "recuse": True}, -1 / 3), ({"judges": 12, "each": 5}, -1 / 4)])
def test_residuals_of_independent_judges_correlate_below_nothing(kwargs, expected):
    """−1/(J − 1) where all score all; with k judges a work −1/(k − 1)."""
    pairs = pair_figures(model(simulated(works=600, seed=6, **kwargs)))
    assert sum(each.r for each in pairs) / len(pairs) == pytest.approx(expected, abs=0.03)
    assert all(each.expected == pytest.approx(expected, abs=0.02) for each in pairs)
    assert not any(each.flagged for each in pairs)


def test_two_judges_who_agreed_beforehand_are_flagged():
    honest = {(o.entry_id, o.judge_id): o.total for o in simulated(300, 5, 7)}
    copied = [Observation(i, j, honest[i, 0] if j == 1 else total) for (i, j), total in honest.items()]
    assert [(each.one, each.other) for each in pair_figures(model(copied)) if each.flagged] == [(0, 1)]


def test_a_work_is_described():
    observations = simulated(200, 5, 8)
    odd = [Observation(0, o.judge_id, F(0 if o.judge_id == 3 else 100)) if o.entry_id == 0 else o for o in observations]
    figures = {each.entry_id: each for each in work_figures(model(odd))}
    assert (figures[0].by, figures[0].flagged, figures[0].spread, figures[0].scores) == (3, True, 100, 5)
    assert figures[0].extreme < -3
    assert sum(each.flagged for each in figures.values()) <= 5


def test_influence_counts_works_that_enter_or_leave():
    rows = ((90, 90, 90), (80, 80, 80), (10, 10, 99), (70, 70, 20))
    assert influence(model(columns(*rows)), 4) == {1: 0, 2: 0, 3: 0}
    assert influence(model(columns((90, 90, 90), (40, 40, 99), (70, 70, 10))), 2)[3] == 2


def test_a_second_score_of_the_same_work_counts_with_the_first():
    assert model([*columns((50, 60), (40, 50)), *columns((70, 80))]).scores[0] == {1: 60, 2: 70}
