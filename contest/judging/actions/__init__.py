"""Everything that happens to a round and on a judge's desk."""

from __future__ import annotations

from contest.judging.actions.desk import (
    Sent,
    abstain,
    flag,
    recuse,
    save_sheet,
    set_aside,
    sign_off,
    start,
    take_back,
    take_back_sign_off,
)  # fmt: skip
from contest.judging.actions.panel import add_panelist, deal, deal_due, drop_panelist, invite_judge, seat, seat_invited
from contest.judging.actions.rounds import (
    CriterionCommand,
    RoundCommand,
    add_criterion,
    change_criterion,
    change_round,
    close,
    create_round,
    open_round,
    pause,
    remove_criterion,
    reopen,
    resume,
)  # fmt: skip

__all__ = [
    "CriterionCommand",
    "RoundCommand",
    "Sent",
    "abstain",
    "add_criterion",
    "add_panelist",
    "change_criterion",
    "change_round",
    "close",
    "create_round",
    "deal",
    "deal_due",
    "drop_panelist",
    "flag",
    "invite_judge",
    "open_round",
    "pause",
    "recuse",
    "remove_criterion",
    "reopen",
    "resume",
    "save_sheet",
    "seat",
    "seat_invited",
    "set_aside",
    "sign_off",
    "start",
    "take_back",
    "take_back_sign_off",
]
