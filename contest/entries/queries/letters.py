"""Letters to painters without an e-mail address, as those read them who pass them on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from contest.core.errors import Missing
from contest.core.text import N_
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.post.models import Letter
from contest.post.states import LetterState


@dataclass(frozen=True, slots=True)
class Message:
    """A letter to pass on, with the work it is about and whose that is."""

    letter: Letter
    entry: Entry


def _own(governments: Collection[int], *columns: Any) -> Select[Any]:
    """Letters without an address about sent works of these governments. What is only begun is the painter's own."""
    tests: list[ColumnElement[bool]] = [
        Letter.to_address == "", Letter.about_kind == Entry.__tablename__, Letter.state.in_((LetterState.BY_HAND, LetterState.SENT)),
        Entry.government_id.in_(governments), Entry.state != EntryState.DRAFT,
    ]  # fmt: skip
    return select(*columns).join(Entry, Entry.id == Letter.about_id).where(*tests)


def waiting(session: Session, governments: Collection[int]) -> int:
    """How many wait to be passed on."""
    return session.scalar(_own(governments, func.count(Letter.id)).where(Letter.state == LetterState.BY_HAND)) or 0


def count(session: Session, governments: Collection[int]) -> int:
    """How many there are, with those passed on already."""
    return session.scalar(_own(governments, func.count(Letter.id))) or 0


def messages(session: Session, governments: Collection[int], offset: int, limit: int) -> Sequence[Message]:
    """One page of them: those that wait first, the oldest of them first."""
    query = _own(governments, Letter, Entry).order_by(Letter.state == LetterState.SENT, Letter.id)
    rows = session.execute(query.options(joinedload(Entry.student), joinedload(Entry.government)).offset(offset).limit(limit))
    return [Message(letter, entry) for letter, entry in rows]


def message(session: Session, governments: Collection[int], identity: int) -> Message:
    """One of them. Refuses with `Missing`, in the same words whatever the reason."""
    query = _own(governments, Letter, Entry).where(Letter.id == identity).options(joinedload(Entry.student), joinedload(Entry.government))
    row = session.execute(query).first()
    if row is None:
        raise Missing(N_("There is no such message."))
    return Message(row[0], row[1])
