"""Every way a use case may refuse. `web.errors` gives each its answer."""

from __future__ import annotations

from contest.core.text import N_

# What a `Conflict` says to whoever saves a page that somebody else has saved in the meantime.
STALE = N_("Somebody else has changed this page since you opened it. Compare, then save again.")


class Refused(Exception):
    """A use case declined to run.

    `message` is an English message id marked with `N_`, safe to show to anyone who may
    see the page; `values` fill its placeholders after translation.
    """

    def __init__(self, message: str, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values


class NotAllowed(Refused):
    """The actor may not do this. Answered as if the thing did not exist."""


class Missing(Refused):
    """There is no such thing (404)."""


class Conflict(Refused):
    """The actor may see the thing, but it is not in a state that permits this (409)."""


class Invalid(Refused):
    """A rule is broken (422); `field` names the form field to mark."""


class TooMany(Refused):
    """Asked for too often (429)."""


class NoRoom(Refused):
    """There is no room to store it now (507)."""


class Unavailable(Refused):
    """Something the site stands on does not answer at this moment (503)."""
