"""The mathematics of judging: sheets, standings, agreement, certainty, deals and duels. Pure; `docs/judging.md` is the text behind it."""

from contest.judging.rules.adjusted import M0, arithmetic, leniency
from contest.judging.rules.agreement import Model, Panel, influence, judges_needed, model, panel, stepped_up
from contest.judging.rules.assignment import deal, order, preview
from contest.judging.rules.certainty import Belief, Chance, Side, above, beliefs, chances, expected_ranks
from contest.judging.rules.coefficients import alpha, concordance, icc, pearson, ranks, spearman
from contest.judging.rules.duels import EVEN, WON, duelled, fought, next_pair, ranked, shares_won, strengths, won
from contest.judging.rules.links import BROKEN_LINKAGE, WEAK_LINKAGE, links
from contest.judging.rules.majorities import Wins, bradley_terry, copeland, kemeny, likelihood, odds, schulze
from contest.judging.rules.methods import DEFAULT, METHODS, Method, percentiles, places
from contest.judging.rules.scrutiny import Gap, JudgeFigures, PairFigures, WorkFigures, judge_figures, pair_figures, work_figures
from contest.judging.rules.sheets import (
    Ballot,
    Observation,
    Progress,
    Scale,
    being_judged,
    carried_over,
    complete,
    counted,
    decimal,
    letters,
    shares,
    sheet_total,
    steps_between,
    value_text,
)
from contest.judging.rules.standings import (
    Rule,
    Standing,
    TiePolicy,
    canonical,
    commitment,
    inputs_digest,
    lot,
    places_needed,
    standings,
)
from contest.judging.rules.ties import Order, is_tie_break, part

__all__ = [
    "BROKEN_LINKAGE", "DEFAULT", "EVEN", "M0", "METHODS", "WEAK_LINKAGE", "WON",
    "Ballot", "Belief", "Chance", "Gap", "JudgeFigures", "Method", "Model", "Observation", "Order", "PairFigures",
    "Panel", "Progress", "Rule", "Scale", "Side", "Standing", "TiePolicy", "Wins", "WorkFigures", "above", "alpha",
    "arithmetic", "being_judged", "beliefs", "bradley_terry", "canonical", "carried_over", "chances", "commitment", "complete",
    "concordance", "copeland", "counted", "deal", "decimal", "duelled", "expected_ranks", "fought", "icc", "influence",
    "inputs_digest", "is_tie_break", "judge_figures", "judges_needed", "kemeny", "leniency", "letters", "likelihood", "links",
    "lot", "model", "next_pair", "odds", "order", "pair_figures", "panel", "part", "pearson", "percentiles", "places", "places_needed",
    "preview", "ranked", "ranks", "schulze", "shares", "shares_won", "sheet_total", "spearman", "standings", "stepped_up", "steps_between",
    "strengths", "value_text", "won", "work_figures",
]  # fmt: skip
