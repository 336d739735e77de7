"""Picture examples of a round's briefing: how their numbers are written, in which order they stand. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from contest.core.errors import Invalid
from contest.core.text import N_

MOST = 12  # more than this nobody keeps in mind
_NUMBER = re.compile(r"([1-9][0-9]{0,3})\s*-\s*0*([1-9][0-9]{0,5})")
_DASHES = re.compile("[‐‑‒–—―−ー－]")


def printed_number(edition: int, number: int) -> str:
    """`7-0012`, as it stands beside the work.

    >>> printed_number(7, 12)
    '7-0012'
    """
    return f"{edition}-{number:04d}"


def read_number(typed: str) -> tuple[int, int]:
    """Edition and number of a work as people type what is printed: with any dash, in wide figures, without the noughts.

    >>> read_number(" ７–0012 "), read_number("7-12")
    ((7, 12), (7, 12))
    """
    found = _NUMBER.fullmatch(_DASHES.sub("-", unicodedata.normalize("NFKC", typed)).strip())
    if found is None:
        raise Invalid(N_("Write the number as it is printed beside the work, for example 7-0012"), "number")
    return int(found[1]), int(found[2])


def moved(order: Sequence[int], one: int, by: int) -> list[int]:
    """The order with one of it so many places further down (up when negative), at most to the end.

    >>> moved([1, 2, 3], 3, -1), moved([1, 2, 3], 1, -1), moved([1, 2], 9, 1)
    ([1, 3, 2], [1, 2, 3], [1, 2])
    """
    if one not in order:
        return list(order)
    rest = [each for each in order if each != one]
    place = min(max(order.index(one) + by, 0), len(rest))
    return [*rest[:place], one, *rest[place:]]
