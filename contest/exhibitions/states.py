"""The life of an exhibition."""

from __future__ import annotations

from enum import StrEnum

from contest.core.text import N_
from contest.core.workflow import Workflow


class ExhibitionState(StrEnum):
    """Is the public told of it?"""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


X = ExhibitionState
LIFE = Workflow({
    X.PLANNED: frozenset({X.ANNOUNCED, X.CANCELLED}),
    X.ANNOUNCED: frozenset({X.PLANNED, X.CANCELLED}),
    X.CANCELLED: frozenset({X.PLANNED}),
})  # fmt: skip
LABELS = {ExhibitionState: {X.PLANNED: N_("Planned"), X.ANNOUNCED: N_("Announced to the public"), X.CANCELLED: N_("Cancelled")}}
