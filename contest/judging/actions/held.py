"""What acts of a desk are applied to: the acts themselves, and a sheet with its marks and its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from contest.core.errors import Refused
from contest.core.text import N_
from contest.judging import rules
from contest.judging.actions.changes import Hand
from contest.judging.models import Mark, MarkEvent, Sheet
from contest.judging.states import SheetState

NO_DESK = N_("This does not come from a desk.")
NO_VALUE = N_("This is not a value of the scale")
OPEN_OR_SCORED = {SheetState.WAITING.value, SheetState.SCORED.value}
CHANGED_SINCE = N_("This was changed since and is not taken back.")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a judge did. `criterion` counts from 1; `of` names an act to take back, by device and number."""

    number: int
    code: str
    what: str
    criterion: int = 0
    value: Any = None
    note: str = ""
    of: tuple[str, int] | None = None


class Became(StrEnum):
    """What became of an act."""

    KEPT = "kept"
    SAME = "same"
    OVERTAKEN = "overtaken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one act, and why where it was not kept."""

    act: Act
    became: Became
    why: Refused | None = None


@dataclass(slots=True)
class Held:
    """A sheet while acts are applied to it: its marks by criterion, and its events, oldest first."""

    sheet: Sheet
    marks: dict[int, Mark] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)  # rows of `reads.told`, and those made since
    touched: bool = False

    def newest(self, what: str, criterion_id: int | None) -> tuple[int, str]:
        """The highest number, and its device, that has had a say about one thing of this sheet."""
        said = ((e.number, e.device) for e in self.events if (e.what, e.criterion_id) == (what, criterion_id))
        return max(said, default=(0, ""))

    def decided(self) -> tuple[int, str]:
        """The newest number that set the state itself, not as a consequence of a mark (which leaves a work open or scored)."""
        by_mark = {(e.number, e.device) for e in self.events if e.what == "mark"}
        said = ((e.number, e.device, e.new) for e in self.events if e.what == "state")
        return max((each[:2] for each in said if each[:2] not in by_mark or each[2] not in OPEN_OR_SCORED), default=(0, ""))

    def of(self, device: str, number: int) -> list[MarkEvent]:
        """The events of one act."""
        return [e for e in self.events if (e.device, e.number) == (device, number)]


@dataclass(frozen=True, slots=True)
class Desk:
    """What acts are judged by."""

    scales: Sequence[rules.Scale]
    hand: Hand
