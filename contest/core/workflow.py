"""State tables: which step may follow which. The only place that writes a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from contest.core.errors import Conflict
from contest.core.text import N_

S = TypeVar("S", bound=StrEnum)


class Stateful(Protocol[S]):
    """A thing with a life."""

    state: S


@dataclass(frozen=True, slots=True)
class Workflow(Generic[S]):
    """An immutable table of allowed steps: `{state: states that may follow}`."""

    steps: Mapping[S, frozenset[S]]

    def allows(self, old: S, new: S) -> bool:
        """May `new` follow `old`?"""
        return new in self.steps[old]

    def move(self, thing: Stateful[S], to: S) -> S:
        """Put `thing` in state `to`; return the state it left. Refuses with `Conflict`."""
        old = thing.state
        if not self.allows(old, to):
            raise Conflict(N_("This is no longer possible: things have moved on since the page was opened."))
        thing.state = to
        return old
