"""The life of an entry."""

from __future__ import annotations

from enum import StrEnum

from contest.core.text import N_
from contest.core.workflow import Workflow


class EntryState(StrEnum):
    """Where an entry stands between its painter and the judges."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    HELD_BACK = "held_back"
    ENDORSED = "endorsed"
    ACCEPTED = "accepted"
    DISQUALIFIED = "disqualified"
    WITHDRAWN = "withdrawn"


E = EntryState
_ASIDE = {E.DISQUALIFIED, E.WITHDRAWN}
LIFE = Workflow({
    E.DRAFT: frozenset({E.SUBMITTED, E.WITHDRAWN}),
    E.SUBMITTED: frozenset({E.DRAFT, E.RETURNED, E.HELD_BACK, E.ENDORSED, *_ASIDE}),
    E.RETURNED: frozenset({E.SUBMITTED, *_ASIDE}),
    E.HELD_BACK: frozenset({E.ENDORSED, E.RETURNED, *_ASIDE}),
    E.ENDORSED: frozenset({E.ACCEPTED, E.RETURNED, *_ASIDE}),
    E.ACCEPTED: frozenset({E.RETURNED, *_ASIDE}),
    E.DISQUALIFIED: frozenset({E.SUBMITTED, E.RETURNED, E.HELD_BACK, E.ENDORSED, E.ACCEPTED}),
    E.WITHDRAWN: frozenset({E.SUBMITTED}),
})  # fmt: skip
LABELS = {
    EntryState: {
        E.DRAFT: N_("Not sent yet"),
        E.SUBMITTED: N_("Sent"),
        E.RETURNED: N_("Please mend"),
        E.HELD_BACK: N_("On the reserve list"),
        E.ENDORSED: N_("Endorsed"),
        E.ACCEPTED: N_("Accepted"),
        E.DISQUALIFIED: N_("Disqualified"),
        E.WITHDRAWN: N_("Withdrawn"),
    }
}
