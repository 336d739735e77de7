"""Standings in the association, and which of them holds on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from contest.core.text import N_


class Standing(StrEnum):
    """A government's standing in the association."""

    MEMBER = "member"
    OBSERVER = "observer"
    ASSOCIATE = "associate"
    SPECIAL = "special"


LABELS = {
    Standing: {
        Standing.MEMBER: N_("Member"),
        Standing.OBSERVER: N_("Observer"),
        Standing.ASSOCIATE: N_("Associate member"),
        Standing.SPECIAL: N_("Special member"),
    }
}


def holds(starts: date | None, ends: date | None, day: date) -> bool:
    """Did a standing hold on `day`? An unknown start counts as long ago, an unknown end as still."""
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def overlap(first: tuple[date | None, date | None], second: tuple[date | None, date | None]) -> bool:
    """Do two spans of days, both ends included, share a day? `None` means long ago, or still."""
    return (first[0] is None or second[1] is None or first[0] <= second[1]) and (
        second[0] is None or first[1] is None or second[0] <= first[1]
    )
