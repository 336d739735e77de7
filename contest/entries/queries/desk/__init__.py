"""What coordinators and the secretariat look through: lists, tallies, one work with all that is known of it."""

from contest.entries.queries.desk.checks import Check
from contest.entries.queries.desk.counting import Tally, has_coordinator, tallies, used
from contest.entries.queries.desk.listing import Line, lines
from contest.entries.queries.desk.one import GONE, Work, by_receipts, by_reference, hold, homes, next_to_screen, story, work
from contest.entries.queries.desk.wanted import SENT, Wanted, count, hidden_by_edition, numbers, schools

__all__ = [
    "GONE", "SENT", "Check", "Line", "Tally", "Wanted", "Work", "by_receipts", "by_reference", "count", "has_coordinator",
    "hidden_by_edition", "hold", "homes", "lines", "next_to_screen", "numbers", "schools", "story", "tallies", "used", "work",
]  # fmt: skip
