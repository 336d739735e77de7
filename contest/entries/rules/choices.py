"""What can be chosen in an entry and about it, and how each choice is called."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from contest.core.text import N_


class Permission(StrEnum):
    """An answer to one purpose: yes or no, or for the name how much of it."""

    YES = "yes"
    NO = "no"
    REGION = "region"
    SHORT = "short"
    FULL = "full"


class Method(StrEnum):
    """How an answer was given. A wish is a young person's own, and counts for nothing alone."""

    WISH = "wish"
    SELF = "self"
    LINK = "link"
    PAPER = "paper"


class Finding(StrEnum):
    """What two works that look alike are to each other."""

    SAME = "same"
    VARIANT = "variant"
    DIFFERENT = "different"


LABELS: dict[Any, dict[Any, str]] = {
    Finding: {
        Finding.SAME: N_("The same work"),
        Finding.VARIANT: N_("A variant"),
        Finding.DIFFERENT: N_("Different works"),
    },
    Permission: {
        Permission.YES: N_("Yes"),
        Permission.NO: N_("No"),
        Permission.REGION: N_("No name, only age and region"),
        Permission.SHORT: N_("A short form of the name"),
        Permission.FULL: N_("The full name"),
    },
    Method: {
        Method.WISH: N_("Wish of the young person"),
        Method.SELF: N_("Own answer of an adult"),
        Method.LINK: N_("Answered by a parent or guardian"),
        Method.PAPER: N_("Signed paper"),
    },
}

# Least exposure first.
YES_NO = (Permission.NO, Permission.YES)
NAME_ANSWERS = (Permission.REGION, Permission.SHORT, Permission.FULL)

# `Entry.medium` holds one of these keys, or the painter's own words.
MEDIUMS = {
    "watercolour": N_("Watercolour"),
    "gouache": N_("Gouache or poster colour"),
    "acrylic": N_("Acrylic"),
    "oil": N_("Oil"),
    "oil-pastel": N_("Crayon or pastel"),
    "coloured-pencil": N_("Coloured pencil"),
    "pencil": N_("Pencil or charcoal"),
    "ink": N_("Ink"),
    "collage": N_("Collage"),
    "print": N_("Printmaking"),
    "mixed": N_("Several techniques"),
}
