"""As many values as one statement may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
MOST = 5000  # far below what SQLite (32,766) and PostgreSQL (65,535) take


def batches(values: Iterable[T], most: int = MOST) -> Iterator[list[T]]:
    """The values in their order, at most so many at a time; nothing for none.

    >>> list(batches([1, 2, 3], most=2))
    [[1, 2], [3]]
    """
    left = iter(values)
    while some := list(islice(left, most)):
        yield some
