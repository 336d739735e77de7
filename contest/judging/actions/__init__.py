"""Everything that happens to a round and on a judge's desk."""

from __future__ import annotations

from contest.judging.actions.conflicts import (
    Declared,
    begin,
    declare_for,
    let_judge,
    looked_again,
    recuse_judge,
    settle_flag,
    withdraw_conflict,
)  # fmt: skip
from contest.judging.actions.criteria import CriterionCommand, add_criterion, change_criterion, remove_criterion, usual_criteria
from contest.judging.actions.desk import (
    abstain,
    flag,
    recuse,
    save_sheet,
    set_aside,
    sign_off,
    take_back,
    take_back_sign_off,
)  # fmt: skip
from contest.judging.actions.opening import open_due, open_round
from contest.judging.actions.panel import deal, deal_due, drop_panelist, invite_judge, seat, seat_invited, something_due, swap
from contest.judging.actions.rounds import RoundCommand, change_round, choose_deal, close, create_round, pause, reopen, resume
from contest.judging.actions.told import keep_told
from contest.judging.actions.works import Choice, settle_works

__all__ = [
    "Choice",
    "CriterionCommand",
    "Declared",
    "RoundCommand",
    "abstain",
    "add_criterion",
    "begin",
    "change_criterion",
    "change_round",
    "choose_deal",
    "close",
    "create_round",
    "deal",
    "deal_due",
    "declare_for",
    "drop_panelist",
    "flag",
    "invite_judge",
    "keep_told",
    "let_judge",
    "looked_again",
    "open_due",
    "open_round",
    "pause",
    "recuse",
    "recuse_judge",
    "remove_criterion",
    "reopen",
    "resume",
    "save_sheet",
    "seat",
    "seat_invited",
    "set_aside",
    "settle_flag",
    "settle_works",
    "sign_off",
    "something_due",
    "swap",
    "take_back",
    "take_back_sign_off",
    "usual_criteria",
    "withdraw_conflict",
]
