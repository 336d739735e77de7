"""The lives of a round and of a sheet, and the fixed words judges choose from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

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


class RoundKind(StrEnum):
    """How judges judge: one glance and one mark, marks by several criteria, an order of few works, or two at a time."""

    QUICK = "quick"
    SCORING = "scoring"
    RANKING = "ranking"
    PAIRWISE = "pairwise"


class Source(StrEnum):
    """Which works a round judges: all accepted ones, or some of an earlier round."""

    ACCEPTED = "accepted"
    TOP = "top"
    THRESHOLD = "threshold"
    TOP_OF_GOVERNMENT = "top_of_government"
    TOP_OF_DIVISION = "top_of_division"
    PICKED = "picked"


class ConflictKind(StrEnum):
    """Whom a judge may not judge."""

    GOVERNMENT = "government"
    SCHOOL = "school"
    PERSON = "person"


class SheetState(StrEnum):
    """What one judge has done with one work."""

    WAITING = "waiting"
    SCORED = "scored"
    SET_ASIDE = "set_aside"
    ABSTAINED = "abstained"
    RECUSED = "recused"
    WITHHELD = "withheld"  # by a declared conflict or by staff: the judge sees nothing of it any more


S = SheetState
_ANY = frozenset(SheetState)
SHEET_LIFE = Workflow({state: _ANY - {state} for state in SheetState})
AWAY = frozenset({S.ABSTAINED, S.RECUSED, S.WITHHELD})  # the judge does not judge the work


class Knows(StrEnum):
    """How a judge knows a work or its maker."""

    PUPIL = "pupil"
    RELATIVE = "relative"
    HELPED = "helped"
    NAMED = "named"


class Abstains(StrEnum):
    """Why a judge cannot judge a work nobody keeps from them."""

    UNCLEAR = "unclear"
    UNFAIR = "unfair"
    OTHER = "other"


# Reasons of a recusal, beside those a judge chooses from. LET is none: staff's word that the judge may judge the work all the same.
DECLARED, BY_STAFF, OWN, LET = "conflict", "staff", "government", "let"


class FlagReason(StrEnum):
    """What a judge tells staff about a work."""

    COPIED = "copied"
    THEME = "theme"
    MAKER = "maker"
    PHOTO = "photo"
    MACHINE = "machine"
    NAMED = "named"
    OTHER = "other"


LABELS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    RoundState: {
        R.DRAFT: N_("In preparation"), R.OPEN: N_("Open for judging"), R.PAUSED: N_("Paused"), R.CLOSED: N_("Closed"),
    },
    SheetState: {
        S.WAITING: N_("Not marked yet"), S.SCORED: N_("Marked"), S.SET_ASIDE: N_("Set aside"),
        S.ABSTAINED: N_("Abstained"), S.RECUSED: N_("Not judged (known work)"), S.WITHHELD: N_("Kept from this judge"),
    },
    RoundKind: {
        RoundKind.QUICK: N_("Quick look: one mark for each work"), RoundKind.SCORING: N_("Marks by several criteria"),
        RoundKind.RANKING: N_("An order of few works"), RoundKind.PAIRWISE: N_("Two works at a time, to part a tie"),
    },
    Source: {
        Source.ACCEPTED: N_("All accepted works"), Source.TOP: N_("The best of an earlier round"),
        Source.THRESHOLD: N_("All from a total upwards"), Source.TOP_OF_GOVERNMENT: N_("The best of each government"),
        Source.TOP_OF_DIVISION: N_("The best of each division"), Source.PICKED: N_("Picked by hand"),
    },
    ConflictKind: {
        ConflictKind.GOVERNMENT: N_("A region"), ConflictKind.SCHOOL: N_("A school"), ConflictKind.PERSON: N_("A person"),
    },
    Knows: {
        Knows.PUPIL: N_("It is by a pupil of mine"), Knows.RELATIVE: N_("It is by a relative or a friend"),
        Knows.HELPED: N_("I helped with it"), Knows.NAMED: N_("I have seen it with its maker’s name"),
    },
    Abstains: {
        Abstains.UNCLEAR: N_("The photo does not show enough"), Abstains.UNFAIR: N_("I could not be fair to it"),
        Abstains.OTHER: N_("Another reason"),
    },
    FlagReason: {
        FlagReason.COPIED: N_("It looks copied"), FlagReason.THEME: N_("It does not fit the themes"),
        FlagReason.MAKER: N_("It may not be the student’s own work"), FlagReason.PHOTO: N_("The photo is poor"),
        FlagReason.MACHINE: N_("It may be made by a machine"), FlagReason.NAMED: N_("A name or a school can be read on it"),
        FlagReason.OTHER: N_("Something else"),
    },
}  # fmt: skip
