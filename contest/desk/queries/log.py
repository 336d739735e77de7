"""The ledger in words: what was done to what, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account
from contest.awards.models import Allocation
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.governments.models import Government
from contest.judging.models import Round
from contest.ledger.models import Event

# What names a thing of each kind on a page; kinds that are not here are named by kind and id.
NAMED: dict[str, tuple[Any, Any]] = {
    "entry": (Entry.id, func.coalesce(Entry.receipt, Entry.title)),
    "account": (Account.id, Account.name),
    "edition": (Edition.id, Edition.number),
    "government": (Government.id, Government.names),
    "round": (Round.id, Round.titles),
    "allocation": (Allocation.id, Allocation.version),
}


def _tests(kind: str, identity: int | None) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if kind:
        tests.append(Event.thing_kind == kind)
    if kind and identity is not None:
        tests.append(Event.thing_id == identity)
    return tests


def events(session: Session, kind: str, identity: int | None, offset: int, limit: int) -> Sequence[Event]:
    """One page of acts, the newest first; on things of one kind, or on one thing, where asked for."""
    query = select(Event).where(*_tests(kind, identity)).options(joinedload(Event.detail)).order_by(Event.id.desc())
    return session.scalars(query.offset(offset).limit(limit)).all()


def count(session: Session, kind: str, identity: int | None) -> int:
    """How many acts there are in that list."""
    return session.scalar(select(func.count()).select_from(Event).where(*_tests(kind, identity))) or 0


def kinds(session: Session) -> list[str]:
    """The kinds of things anything was done to."""
    return sorted(session.scalars(select(Event.thing_kind).distinct()))


def names(session: Session, listed: Sequence[Event]) -> dict[tuple[str, int], Any]:
    """What the things of these acts are called: a text, a number or a localized text. One statement for each kind."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for event in listed:
        wanted[event.thing_kind].add(event.thing_id)
    found: dict[tuple[str, int], Any] = {}
    for kind, ids in wanted.items():
        if kind in NAMED:
            column, name = NAMED[kind]
            found.update({(kind, identity): said for identity, said in session.execute(select(column, name).where(column.in_(ids)))})
    return found
