"""What every step of making the demo knows of the steps before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic

from contest.core import clock

DOMAIN = "demo.example.org"
STAGES = ("open", "screening", "judging", "deciding", "published")

Say = Callable[[str], None]


@dataclass(slots=True)
class Season:
    """What later steps need of earlier ones, by number and key."""

    uploads: Path
    say: Say
    now: datetime = field(default_factory=clock.now)
    editions: dict[int, int] = field(default_factory=dict)
    governments: dict[str, int] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    entries: dict[int, list[int]] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)


@contextmanager
def step(season: Season, what: str) -> Iterator[None]:
    """Say what is being made, and how long it took."""
    started = monotonic()
    yield
    season.say(f"  {what:<44} {monotonic() - started:5.1f} s")
