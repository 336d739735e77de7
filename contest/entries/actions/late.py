"""Entries the secretariat takes after closing: always with a reason, always until an instant, and marked as late for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.editions.models import Edition
from contest.entries import mails, rules
from contest.entries.actions.student import begin
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.states import EntryState
from contest.ledger.record import record
from contest.policy import Actor, May, require


def allow_late(session: Session, actor: Actor, entry: Entry, *, reason: str, until: datetime, now: datetime) -> None:
    """Let this draft or withdrawn entry be sent after closing, until then; the painter is told."""
    require(actor, May.LATE_ALLOW)
    why = rules.check_line(reason, "reason", 500)
    if (entry.late_until, entry.late_reason) == (until, why):
        return
    window = queries.window(session, entry.edition, entry.government_id)
    rules.check_late(entry.state, window, until, now)
    _take(session, actor, entry, why, until, now)
    mails.late_allowed(session, entry, now=now)


def start_late(
    session: Session, actor: Actor, edition: Edition, *, language: str, reason: str, until: datetime, now: datetime
) -> tuple[Entry, str]:
    """Begin an entry for a student who could not do so in time; the resume code is handed over by whoever asked."""
    require(actor, May.LATE_ALLOW)
    why = rules.check_line(reason, "reason", 500)
    rules.check_late(EntryState.DRAFT, queries.window(session, edition, None), until, now)
    entry, code = begin(session, edition, language=language, now=now)
    _take(session, actor, entry, why, until, now)
    return entry, code


def _take(session: Session, actor: Actor, entry: Entry, reason: str, until: datetime, now: datetime) -> None:
    entry.late_until, entry.late_reason = until, reason
    entry.version += 1
    record(session, actor, "entry:take late", entry, now=now, reason=reason, until=until.isoformat())
