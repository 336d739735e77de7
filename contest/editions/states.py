"""The life of an edition."""

from __future__ import annotations

from enum import StrEnum

from contest.core.text import N_
from contest.core.workflow import Workflow


class EditionState(StrEnum):
    """How far the public is told of an edition."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    PUBLISHED = "published"
    ARCHIVED = "archived"


E = EditionState
LIFE = Workflow({
    E.DRAFT: frozenset({E.ANNOUNCED}),
    E.ANNOUNCED: frozenset({E.PUBLISHED, E.DRAFT}),
    E.PUBLISHED: frozenset({E.ARCHIVED}),
    E.ARCHIVED: frozenset({E.PUBLISHED}),
})  # fmt: skip
LABELS = {
    EditionState: {
        E.DRAFT: N_("In preparation"), E.ANNOUNCED: N_("Announced"), E.PUBLISHED: N_("Results published"), E.ARCHIVED: N_("Archived"),
    }
}  # fmt: skip
