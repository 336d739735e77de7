"""The calendar of an edition, and who may enter. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contest.core.text import N_
from contest.editions.states import EditionState


class Purpose(StrEnum):
    """What permission is asked for."""

    ENTER = "enter"
    TRANSFER = "transfer"
    SHOW = "show"
    NAME = "name"
    PHOTOS = "photos"


class Phase(StrEnum):
    """What the public is told of an edition."""

    HIDDEN = "hidden"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    JUDGED = "judged"
    RESULTS = "results"


LABELS = {
    Purpose: {
        Purpose.ENTER: N_("Take part in the contest"),
        Purpose.TRANSFER: N_("Send the data to the secretariat in Korea"),
        Purpose.SHOW: N_("Show the painting"),
        Purpose.NAME: N_("How the name is shown"),
        Purpose.PHOTOS: N_("Photos at the award ceremony"),
    },
    Phase: {
        Phase.HIDDEN: N_("Not announced yet"),
        Phase.UPCOMING: N_("Opens soon"),
        Phase.OPEN: N_("Open for entries"),
        Phase.CLOSED: N_("Entries are closed"),
        Phase.JUDGED: N_("Being judged"),
        Phase.RESULTS: N_("Winners published"),
    },
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The instants the public phase is computed from."""

    state: EditionState
    opens_at: datetime
    closes_at: datetime


def phase(calendar: Calendar, now: datetime, *, judging: bool = False) -> Phase:
    """What to tell the public at `now`; `judging` says that a round is open or closed."""
    if calendar.state is EditionState.DRAFT:
        return Phase.HIDDEN
    if calendar.state in {EditionState.PUBLISHED, EditionState.ARCHIVED}:
        return Phase.RESULTS
    if now < calendar.opens_at:
        return Phase.UPCOMING
    if now < calendar.closes_at:
        return Phase.OPEN
    return Phase.JUDGED if judging else Phase.CLOSED


def closing(closes_at: datetime, extended_to: datetime | None) -> datetime:
    """A government's own closing: an extension can only lengthen."""
    return max(closes_at, extended_to) if extended_to else closes_at


def age_on(born: date, day: date) -> int:
    """Full years of age on `day`. Born on 29 February: a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
