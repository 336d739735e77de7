"""What is proposed while somebody types."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from contest.core.text import fold
from contest.entries.models import Entry
from contest.entries.states import EntryState

MOST = 300
_KNOWN = (
    select(Entry.school).distinct()
    .where(
        Entry.government_id == bindparam("government"), Entry.state.in_((EntryState.ENDORSED, EntryState.ACCEPTED)),
        Entry.endorsed_at.is_not(None), Entry.endorsed_on_behalf.is_(False), Entry.school != "",
    )
    .order_by(Entry.school).limit(MOST)
)  # fmt: skip


def schools_known(session: Session, government_id: int) -> list[str]:
    """Schools as they are known to a government: it has itself endorsed works from them. Nothing of anybody's draft."""
    once: dict[str, str] = {}
    for name in session.scalars(_KNOWN, {"government": government_id}):
        once.setdefault(fold(name), name)
    return list(once.values())
