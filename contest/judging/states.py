"""The lives of a round and of a sheet."""

from __future__ import annotations

from enum import StrEnum

from contest.core.text import N_
from contest.core.workflow import Workflow


class RoundState(StrEnum):
    """May judges mark now?"""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


R = RoundState
ROUND_LIFE = Workflow({
    R.DRAFT: frozenset({R.OPEN}),
    R.OPEN: frozenset({R.PAUSED, R.CLOSED}),
    R.PAUSED: frozenset({R.OPEN, R.CLOSED}),
    R.CLOSED: frozenset({R.OPEN}),
})  # fmt: skip


class SheetState(StrEnum):
    """What one judge has done with one work."""

    WAITING = "waiting"
    SCORED = "scored"
    SET_ASIDE = "set_aside"
    ABSTAINED = "abstained"
    RECUSED = "recused"


S = SheetState
_ANY = frozenset({S.WAITING, S.SCORED, S.SET_ASIDE, S.ABSTAINED, S.RECUSED})
SHEET_LIFE = Workflow({state: _ANY - {state} for state in SheetState})
LABELS = {
    RoundState: {
        R.DRAFT: N_("In preparation"), R.OPEN: N_("Open for judging"), R.PAUSED: N_("Paused"), R.CLOSED: N_("Closed"),
    },
    SheetState: {
        S.WAITING: N_("Not marked yet"), S.SCORED: N_("Marked"), S.SET_ASIDE: N_("Set aside"),
        S.ABSTAINED: N_("Abstained"), S.RECUSED: N_("Not judged (known work)"),
    },
}  # fmt: skip
