"""The time, asked for at the edge and handed inwards as an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def instant(day: datetime, zone: str) -> datetime:
    """A wall-clock time (naive) in `zone` as an instant in UTC."""
    return day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall_clock(at: datetime, zone: str) -> datetime:
    """An instant as the naive wall-clock time of `zone`."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def today(at: datetime, zone: str) -> date:
    """The calendar day of an instant in `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()
