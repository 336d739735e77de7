"""When an entry is taken, and what may be done to it until then: edited, sent, sent late, taken back, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.entries.states import LIFE, EntryState

LATE_TO_ENDORSE = timedelta(days=7)  # a government has at least this long for what the secretariat took late
EDITABLE = frozenset({EntryState.DRAFT, EntryState.RETURNED, EntryState.WITHDRAWN})


class Closed(Conflict):
    """Entries are not taken (any more) at this instant; the page says until when they were."""


@dataclass(frozen=True, slots=True)
class Window:
    """When entries are taken: the edition's opening, the own government's closing, and until when the secretariat takes this one late."""

    opens_at: datetime
    closes_at: datetime
    announced: bool = True
    late_until: datetime | None = None

    @property
    def until(self) -> datetime:
        """The last instant that counts for this entry: its closing, or what the secretariat granted after it."""
        return max(self.closes_at, self.late_until or self.closes_at)


def taken(window: Window, now: datetime) -> bool:
    """Are entries taken at this instant?"""
    return window.announced and window.opens_at <= now < window.until


def may_send(state: EntryState, window: Window, mend_by: datetime | None, now: datetime) -> bool:
    """May an entry in this state be sent now? What was returned may be sent again until its own instant."""
    if state is EntryState.RETURNED:
        return window.announced and now < max(mend_by or window.until, window.until)
    return state in {EntryState.DRAFT, EntryState.WITHDRAWN} and taken(window, now)


def may_edit(state: EntryState, window: Window, mend_by: datetime | None, now: datetime) -> bool:
    """May its pages be changed now? Exactly while it may also be sent."""
    return state in EDITABLE and may_send(state, window, mend_by, now)


def check_late(state: EntryState, window: Window, until: datetime, now: datetime) -> None:
    """May the secretariat take this entry after closing, until then? Refuses with `Conflict` or `Invalid` when not."""
    if not window.announced:
        raise Conflict(N_("The results of this edition are out: its works stay as they are."))
    if now < window.closes_at:
        raise Conflict(N_("Entries are still open: the student can send it in time."))
    if state is EntryState.RETURNED:
        raise Conflict(N_("This work is being mended. It can be sent again until the time set there; return it anew to give more time."))
    if state not in {EntryState.DRAFT, EntryState.WITHDRAWN}:
        raise Conflict(N_("This work is already sent."))
    if until <= now:
        raise Invalid(N_("Choose a time that is still to come."), "until")


def endorse_until(endorse_by: datetime, late_until: datetime | None) -> datetime:
    """By when a government passes a work on: the edition's day, and for a late one a week after it could be sent, if that is later."""
    return max(endorse_by, late_until + LATE_TO_ENDORSE) if late_until else endorse_by


def may_take_back(state: EntryState, window: Window, now: datetime) -> bool:
    """May a sent entry become a draft again? Until closing, while the government has not endorsed it."""
    return state is EntryState.SUBMITTED and taken(window, now)


def may_withdraw(state: EntryState) -> bool:
    """May its painter take it out of the contest? At any time, once it was begun."""
    return LIFE.allows(state, EntryState.WITHDRAWN)


def mend_until(closes_at: datetime, now: datetime) -> datetime:
    """By when a returned work should be back, unless somebody says otherwise: closing, or a week from now if that is later."""
    return max(closes_at, now + timedelta(days=7))
