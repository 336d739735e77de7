"""Reading entries: as their painters, their governments and everybody else may."""

from contest.entries.queries.public import (
    accepted_ids,
    consents_of,
    counts_by_country,
    counts_by_government,
    counts_by_state,
    held_for,
    may_see,
)
from contest.entries.queries.shown import Thumbnail, permitted_to_show, thumbnails

__all__ = [
    "Thumbnail", "accepted_ids", "consents_of", "counts_by_country", "counts_by_government", "counts_by_state", "held_for", "may_see",
    "permitted_to_show", "thumbnails",
]  # fmt: skip
