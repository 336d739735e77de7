"""The life of a letter."""

from __future__ import annotations

from enum import StrEnum

from contest.core.text import N_
from contest.core.workflow import Workflow


class LetterState(StrEnum):
    """Where a letter is."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


L = LetterState
LIFE = Workflow({
    L.DRAFT: frozenset({L.QUEUED}),
    L.QUEUED: frozenset({L.SENT, L.FAILED}),
    L.FAILED: frozenset({L.QUEUED}),
    L.SENT: frozenset(),
})
LABELS = {
    LetterState: {L.DRAFT: N_("Draft letter"), L.QUEUED: N_("Waiting to be sent"), L.SENT: N_("Sent"), L.FAILED: N_("Not delivered")}
}
