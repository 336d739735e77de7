"""The life of an allocation: who gets which tier."""

from __future__ import annotations

from enum import StrEnum

from contest.core.text import N_
from contest.core.workflow import Workflow


class AllocationState(StrEnum):
    """How final an allocation is."""

    DRAFT = "draft"
    LOCKED = "locked"
    PUBLISHED = "published"
    CORRECTED = "corrected"


A = AllocationState
LIFE = Workflow(
    {
        A.DRAFT: frozenset({A.LOCKED}),
        A.LOCKED: frozenset({A.PUBLISHED, A.DRAFT}),
        A.PUBLISHED: frozenset({A.CORRECTED}),
        A.CORRECTED: frozenset(),
    }
)
LABELS = {
    AllocationState: {
        A.DRAFT: N_("Proposed"),
        A.LOCKED: N_("Locked by two people"),
        A.PUBLISHED: N_("Published"),
        A.CORRECTED: N_("Replaced by a correction"),
    }
}
