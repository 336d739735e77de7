"""The life of a letter."""

from __future__ import annotations

from enum import StrEnum

from contest.core.text import N_
from contest.core.workflow import Workflow


class LetterState(StrEnum):
    """Where a letter is."""

    DRAFT = "draft"
    QUEUED = "queued"
    BY_HAND = "by_hand"
    SENT = "sent"
    FAILED = "failed"
    REMOVED = "removed"


L = LetterState
LIFE = Workflow({
    L.DRAFT: frozenset({L.QUEUED, L.BY_HAND, L.REMOVED}),
    L.QUEUED: frozenset({L.SENT, L.FAILED}),
    L.BY_HAND: frozenset({L.SENT}),
    L.FAILED: frozenset({L.QUEUED}),
    L.REMOVED: frozenset({L.DRAFT}),
    L.SENT: frozenset(),
})
LABELS = {
    LetterState: {
        L.DRAFT: N_("Draft letter"),
        L.QUEUED: N_("Waiting to be sent"),
        L.BY_HAND: N_("To pass on by hand"),
        L.SENT: N_("Sent"),
        L.FAILED: N_("Not delivered"),
        L.REMOVED: N_("Removed"),
    }
}
