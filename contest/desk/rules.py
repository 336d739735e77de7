"""Whom the secretariat may write to at once, and when a reminder is one too many. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from contest.core.text import N_

# Within this time nobody is reminded again unless somebody says so.
QUIET = timedelta(hours=48)


class Group(StrEnum):
    """Whom letters are written to, all at once."""

    DRAFTS = "drafts"
    PERMISSION = "permission"
    ENTRANTS = "entrants"
    COORDINATORS = "coordinators"
    JUDGES = "judges"
    UNMARKED = "unmarked"


LABELS = {
    Group: {
        Group.DRAFTS: N_("Painters who have begun, but not sent"),
        Group.PERMISSION: N_("Works whose permission is missing"),
        Group.ENTRANTS: N_("Everyone who entered"),
        Group.COORDINATORS: N_("All coordinators"),
        Group.JUDGES: N_("All judges of the edition"),
        Group.UNMARKED: N_("Judges who still have works to mark"),
    }
}

HINTS = {
    Group.DRAFTS: N_("Only those who can still send."),
    Group.PERMISSION: N_("The guardian, if an address is known and the link still works; otherwise the painter. Nobody who has said no."),
    Group.ENTRANTS: N_("Without works that were withdrawn or disqualified."),
    Group.COORDINATORS: N_("Everybody who endorses for a government."),
    Group.JUDGES: N_("Invited to judge this edition, or seated in one of its rounds."),
    Group.UNMARKED: N_("Only in rounds that are open. Nobody who has marked everything or signed off."),
}
