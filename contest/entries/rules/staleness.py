"""Whether something else was saved since a page was opened."""

from __future__ import annotations

import hashlib
import json

from contest.core.errors import Conflict
from contest.core.text import N_


class Stale(Conflict):
    """Another window saved something else on this page since it was opened."""


def trace(values: object) -> str:
    """A short digest of what a page showed, carried by its form: tells whether something else was saved since."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check_seen(stored: object, given: object, seen: str) -> None:
    """Refuses to write over what the page did not show. Saving the same twice is no conflict."""
    if stored != given and trace(stored) != seen:
        raise Stale(N_("This page was changed in another window in the meantime."))
