"""Typed but not saved yet: kept beside the entry, as it was typed, so that a dead battery costs nobody a sentence.

It decides nothing and is shown to nobody but its painter; saving the page or sending the entry ends it. No ledger: typing is no act.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Invalid
from contest.core.text import N_
from contest.entries.actions.student import may_change
from contest.entries.models import Entry
from contest.policy import Actor

OVER = "seen"  # among the kept answers: the trace of what they were typed over
LONGEST = 20_000  # letters of all answers of a page: far more than any page takes, so that nothing is lost before its sentence is read


def keep_typed(
    session: Session, actor: Actor, entry: Entry, page: str, answers: Mapping[str, str], *, over: str, now: datetime
) -> None:
    """Keep the answers of one page as they stand there, by the names of their fields, `over` what was stored: its trace (`rules.trace`)."""
    may_change(session, actor, entry, now)
    if sum(len(name) + len(text) for name, text in answers.items()) > LONGEST:
        raise Invalid(N_("This is too long to keep. Shorten it."))
    entry.typed = {**entry.typed, page: {**answers, OVER: over}}
    entry.typed_at = now


def typed_over(entry: Entry, page: str, stored: str) -> dict[str, str]:
    """What was typed into a page over what is stored now (its trace); nothing when something else was stored since."""
    kept = entry.typed.get(page, {})
    return {name: text for name, text in kept.items() if name != OVER} if kept.get(OVER) == stored else {}


def forget_typed(entry: Entry, page: str) -> None:
    """The page is saved: what was typed into it is stored or gone."""
    if page in entry.typed:
        entry.typed = {name: answers for name, answers in entry.typed.items() if name != page}
