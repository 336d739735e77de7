"""What the secretariat does with exhibitions."""

from contest.exhibitions.actions.hanging import copy_hanging, hang, move, take_off
from contest.exhibitions.actions.planning import (
    ExhibitionInput,
    Stale,
    StopInput,
    VenueInput,
    add_exhibition,
    add_stop,
    add_venue,
    announce,
    cancel,
    cancel_stop,
    edit_exhibition,
    edit_stop,
    edit_venue,
    plan_again,
    restore_stop,
    unannounce,
)

__all__ = [
    "ExhibitionInput", "Stale", "StopInput", "VenueInput", "add_exhibition", "add_stop", "add_venue", "announce", "cancel", "cancel_stop",
    "copy_hanging", "edit_exhibition", "edit_stop", "edit_venue", "hang", "move", "plan_again", "restore_stop", "take_off", "unannounce",
]  # fmt: skip
