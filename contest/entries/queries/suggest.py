"""What is proposed while somebody types."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.text import fold
from contest.entries.models import Entry
from contest.entries.states import EntryState

MOST = 300


def schools_known(session: Session, government_id: int) -> list[str]:
    """Schools as they are known to a government: it has itself endorsed works from them. Nothing of anybody's draft."""
    query = select(Entry.school).where(
        Entry.government_id == government_id, Entry.state.in_((EntryState.ENDORSED, EntryState.ACCEPTED)),
        Entry.endorsed_at.is_not(None), Entry.endorsed_on_behalf.is_(False), Entry.school != "",
    )  # fmt: skip
    once: dict[str, str] = {}
    for name in session.scalars(query.distinct().order_by(Entry.school).limit(MOST)):
        once.setdefault(fold(name), name)
    return list(once.values())
