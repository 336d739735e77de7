"""One field as it is kept: something to see in it, not too long; and what a few fields say together."""

from __future__ import annotations

import unicodedata

from contest.core.errors import Invalid
from contest.core.text import N_, clean

LONGEST_NAME, LONGEST_NOTE, LONGEST_DESCRIPTION = 120, 500, 1000  # characters


def legible(text: str) -> bool:
    """Is there anything to see in it? Emoji count, blanks and joiners do not."""
    return any(unicodedata.category(c)[0] in "LNSP" for c in text)


def check_line(text: str | None, field: str, longest: int = 200) -> str:
    """A name or title as it is kept: cleaned, 1 to `longest` characters of any script. Refuses with `Invalid`."""
    kept = clean(text)
    if not legible(kept):
        raise Invalid(N_("Please fill this in."), field)
    if len(kept) > longest:
        raise too_long(field, len(kept), longest)
    return kept


def check_text(text: str, field: str, longest: int) -> str:
    """Several lines, at most so many characters. Refuses with how many there are."""
    if len(text) > longest:
        raise too_long(field, len(text), longest)
    return text


def too_long(field: str, found: int, longest: int) -> Invalid:
    """The refusal of a text that is too long: nothing of it is cut off, its writer shortens it."""
    return Invalid(N_("These are %(found)s characters; there is room for %(most)s. Please shorten it."), field, found=found, most=longest)


def latin(text: str) -> bool:
    """Has it letters, and are all of them Latin ones (with or without marks)?"""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def through_teacher(email: str, phone: str, name: str) -> bool:
    """Did somebody whose page is filled in leave it to the teacher to reach them?"""
    return bool(name) and not (email or phone)


def helped(own: bool, ai_help: bool) -> str:
    """The answer to who made it, as a form gives it: alone, helped, or nothing yet."""
    return ("helped" if ai_help else "alone") if own else ""
