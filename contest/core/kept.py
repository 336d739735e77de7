"""What takes long to make is kept while all that it was made from is as it was."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """A few results, each under the whole of what it was made from. What has changed is another key: nothing grows old, in no process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}

    def get(self, key: Callable[[], Hashable], make: Callable[[], T]) -> T:
        """What is kept under the key, or made now. Kept only if the key is still the same then: nothing changed while it was made."""
        now = key()
        if now in self._kept:
            return self._kept[now]
        made = make()
        if key() == now:
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[now] = made
        return made
