"""Entries the secretariat takes after closing: always with a reason, always until an instant, and marked as late for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core import keys as secrets
from contest.db.unit import keys
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
    session: Session, actor: Actor, edition: Edition, *, language: str, reason: str, until: datetime, press: str = "", now: datetime
) -> tuple[Entry, str]:
    """Begin an entry for a student who could not do so in time; the resume code is handed over by whoever asked.

    `press` is what a page carried to be sent once. The code follows from it: the same button pressed twice begins one entry and shows
    the same code twice, though only its hash is kept. The edition is held.
    """
    require(actor, May.LATE_ALLOW)
    why = rules.check_line(reason, "reason", 500)
    code = _code(session, press, str(actor.id), language, why, until.isoformat()) if press else secrets.random_code(10)
    before = queries.student_by_code(session, code)
    begun = queries.newest_entry(session, before.id) if before is not None else None
    if begun is not None:
        return begun, code
    rules.check_late(EntryState.DRAFT, queries.window(session, edition, None), until, now)
    entry, code = begin(session, edition, language=language, code=code, now=now)
    _take(session, actor, entry, why, until, now)
    return entry, code


def _code(session: Session, *pressed: str) -> str:
    return secrets.code_of(keys(session).digest("late entry", "\n".join(pressed)), 10)


def _take(session: Session, actor: Actor, entry: Entry, reason: str, until: datetime, now: datetime) -> None:
    entry.late_until, entry.late_reason = until, reason
    entry.version += 1
    record(session, actor, "entry:take late", entry, now=now, reason=reason, until=until.isoformat())
