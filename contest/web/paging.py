"""Lists in pages, with their filters in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from contest.web.addresses import this_page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: 1-based `number`, `total` over all pages."""

    items: Sequence[T]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    def href(self, number: int) -> str:
        """The address of another page with the same filters."""
        return this_page({**request.args.to_dict(flat=False), "page": number})


def asked_page() -> int:
    """The page asked for in the address; nonsense is page 1."""
    asked = request.args.get("page", 1, type=int)
    return min(max(1, asked), 100_000)


def page_of(fetch: Callable[[int, int], Sequence[T]], total: int, per_page: int = 50) -> Page[T]:
    """The page asked for; `fetch(offset, limit)` gets its rows. Past the end shows the last page."""
    last = max(1, -(-total // per_page))
    number = min(asked_page(), last)
    return Page(fetch((number - 1) * per_page, per_page), number, per_page, total)
