"""Reading rounds and what they add up to."""

from __future__ import annotations

from contest.judging.queries.counting import ballots, inputs_digest, lots, rule_of, standings, unmarked
from contest.judging.queries.judge import find_blind, may_see, my_rounds
from contest.judging.queries.panels import by_id, criteria, panel, rounds, scales
from contest.judging.queries.ties import Layer, bases, behind, chosen_by, layers, parted, since
from contest.judging.rules import Standing

__all__ = [
    "Layer", "Standing", "ballots", "bases", "behind", "by_id", "chosen_by", "criteria", "find_blind", "inputs_digest", "layers", "lots",
    "may_see", "my_rounds", "panel", "parted", "rounds", "rule_of", "scales", "since", "standings", "unmarked",
]  # fmt: skip
