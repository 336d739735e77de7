"""The mathematics of judging: sheets, standings, agreement, certainty, deals and duels. Pure; `docs/judging.md` is the text behind it."""

from contest.judging.rules.adjusted import EXACT, M0, MOST_EXACT, ROUNDED, arithmetic, leniency
from contest.judging.rules.agreement import GOOD, Model, Panel, influence, judges_needed, model, panel, stepped_up
from contest.judging.rules.assignment import Preview, deal, order, preview
from contest.judging.rules.certainty import Belief, Chance, Side, above, beliefs, chances, expected_ranks
from contest.judging.rules.coefficients import Icc, alpha, concordance, icc, kappa, pearson, ranks, spearman
from contest.judging.rules.duels import EVEN, WON, duelled, fought, next_pair, ranked, shares_won, strengths, won
from contest.judging.rules.links import BROKEN_LINKAGE, WEAK_LINKAGE, Links, links
from contest.judging.rules.majorities import Wins, bradley_terry, copeland, implied, kemeny, likelihood, odds, schulze
from contest.judging.rules.methods import DEFAULT, METHODS, Key, Method, percentiles, places
from contest.judging.rules.scrutiny import Gap, JudgeFigures, PairFigures, WorkFigures, judge_figures, pair_figures, work_figures
from contest.judging.rules.sheets import (
    MOST_POINTS,
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
from contest.judging.rules.ties import Order, Parted, is_tie_break, part

__all__ = [
    "BROKEN_LINKAGE", "DEFAULT", "EVEN", "EXACT", "GOOD", "M0", "METHODS", "MOST_EXACT", "MOST_POINTS", "ROUNDED", "WEAK_LINKAGE", "WON",
    "Ballot", "Belief", "Chance", "Gap", "Icc", "JudgeFigures", "Key", "Links", "Method", "Model", "Observation", "Order", "PairFigures",
    "Panel", "Parted", "Preview", "Progress", "Rule", "Scale", "Side", "Standing", "TiePolicy", "Wins", "WorkFigures", "above", "alpha",
    "arithmetic", "being_judged", "beliefs", "bradley_terry", "canonical", "carried_over", "chances", "commitment", "complete",
    "concordance", "copeland", "counted", "deal", "decimal", "duelled", "expected_ranks", "fought", "icc", "implied", "influence",
    "inputs_digest", "is_tie_break", "judge_figures", "judges_needed", "kappa", "kemeny", "leniency", "letters", "likelihood", "links",
    "lot", "model", "next_pair", "odds", "order", "pair_figures", "panel", "part", "pearson", "percentiles", "places", "places_needed",
    "preview", "ranked", "ranks", "schulze", "shares", "shares_won", "sheet_total", "spearman", "standings", "stepped_up", "steps_between",
    "strengths", "value_text", "won", "work_figures",
]  # fmt: skip
