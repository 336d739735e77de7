"""How the works of governments stand: tallies, places of a quota, and whether somebody is there to pass them on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from contest.accounts.models import Grant
from contest.editions.models import Edition, Extension
from contest.editions.rules import closing
from contest.entries.models import Entry
from contest.entries.queries.desk.wanted import permitted, represented
from contest.entries.states import EntryState
from contest.governments.models import Government


@dataclass(frozen=True, slots=True)
class Tally:
    """How a government's works stand: by state, and how many sent ones may be passed on."""

    government: Government
    states: dict[EntryState, int]
    ready: int
    closes_at: datetime
    extended: bool

    @property
    def used(self) -> int:
        """Places of the quota that are taken."""
        return self.states.get(EntryState.ENDORSED, 0) + self.states.get(EntryState.ACCEPTED, 0)

    @property
    def unanswered(self) -> int:
        """Sent, but a needed permission is missing."""
        return self.states.get(EntryState.SUBMITTED, 0) - self.ready

    @property
    def sent(self) -> int:
        """Everything that was ever sent and is not a draft again."""
        return sum(count for state, count in self.states.items() if state is not EntryState.DRAFT)


def tallies(session: Session, edition: Edition, government_ids: Collection[int]) -> list[Tally]:
    """How the works of these governments stand, in three statements."""
    ready = case((and_(Entry.state == EntryState.SUBMITTED, permitted()), 1), else_=0).label("ready")
    inner = select(Entry.government_id, Entry.state, ready)
    rows = inner.where(Entry.edition_id == edition.id, Entry.government_id.in_(government_ids)).subquery()
    query = select(rows.c.government_id, rows.c.state, func.count(), func.sum(rows.c.ready)).group_by(rows.c.government_id, rows.c.state)
    found: dict[int, dict[EntryState, int]] = {}
    passed: Counter[int] = Counter()
    for government_id, state, how_many, able in session.execute(query):
        found.setdefault(government_id, {})[state] = how_many
        passed[government_id] += int(able or 0)
    extended = select(Extension).where(Extension.edition_id == edition.id, Extension.government_id.in_(government_ids))
    later = {row.government_id: row.closes_at for row in session.scalars(extended)}
    homes = session.scalars(select(Government).where(Government.id.in_(government_ids)).order_by(Government.key)).all()
    return [
        Tally(each, found.get(each.id, {}), passed[each.id], closing(edition.closes_at, later.get(each.id)), each.id in later)
        for each in homes
    ]


def used(session: Session, edition_id: int, government_id: int) -> int:
    """How many places of a government's quota are taken."""
    taken = (EntryState.ENDORSED, EntryState.ACCEPTED)
    query = select(func.count()).select_from(Entry).where(Entry.edition_id == edition_id, Entry.government_id == government_id)
    return session.scalar(query.where(Entry.state.in_(taken))) or 0


def has_coordinator(session: Session, government_id: int | None) -> bool:
    """Is there anybody who could endorse for this government?"""
    return session.scalar(represented().where(Grant.government_id == government_id).limit(1)) is not None
