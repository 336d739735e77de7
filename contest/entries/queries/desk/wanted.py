"""Which works a list shows: what was asked for, as the tests of a statement; and how many there are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from contest.accounts.models import Account, Grant
from contest.core.text import like
from contest.editions.rules import Purpose
from contest.entries.models import Consent, Entry
from contest.entries.rules import NEEDED, Method, Permission, read_receipt
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.policy import Role

SENT = tuple(state for state in EntryState if state is not EntryState.DRAFT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which works a list shows. `None` or empty means: whatever."""

    edition_id: int
    states: tuple[EntryState, ...] = ()
    governments: tuple[int, ...] | None = None
    country: str = ""
    division_id: int | None = None
    school: str = ""
    text: str = ""
    only: str = ""  # ready, permission (needed ones are missing), hidden (published, not to be seen), unrepresented (no coordinator), late
    oldest: bool = False


def _answer(purpose: Purpose) -> Any:
    """The answer that holds for one purpose of an entry, as `rules.holding` finds it, inside a query."""
    row = aliased(Consent)
    query = select(row.answer).where(
        row.entry_id == Entry.id, row.purpose == purpose, row.method != Method.WISH.value, row.withdrawn_at.is_(None)
    )
    return query.order_by(row.at.desc(), row.id.desc()).limit(1).correlate(Entry).scalar_subquery()


def _yes(purpose: Purpose) -> ColumnElement[bool]:
    return func.coalesce(_answer(purpose), "") == Permission.YES.value


def permitted() -> ColumnElement[bool]:
    """Has an entry every permission it needs to be passed on?"""
    return and_(*(_yes(purpose) for purpose in NEEDED))


def represented() -> Select[Any]:
    """Governments somebody can endorse for."""
    query = select(Grant.government_id).join(Account, Account.id == Grant.account_id)
    return query.where(Grant.role == Role.COORDINATOR, Grant.government_id.is_not(None), Account.blocked_at.is_(None))


def _only(name: str) -> list[ColumnElement[bool]]:
    gone = Entry.state.in_((EntryState.WITHDRAWN, EntryState.DISQUALIFIED))
    tests: dict[str, Callable[[], ColumnElement[bool]]] = {
        "ready": permitted,
        "permission": lambda: ~permitted(),
        "hidden": lambda: and_(Entry.public_number.is_not(None), or_(Entry.taken_down_at.is_not(None), gone, ~_yes(Purpose.SHOW))),
        "late": lambda: Entry.late_until.is_not(None),
        "unrepresented": lambda: Entry.government_id.not_in(represented()),
    }
    return [tests[name]()] if name in tests else []


def fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What an entry must fulfil to be among them."""
    tests: list[ColumnElement[bool]] = [Entry.edition_id == wanted.edition_id, *_only(wanted.only)]
    if set(wanted.states) == set(SENT):  # said so, nothing tempts the planner away from the order of a list
        tests.append(Entry.state != EntryState.DRAFT)
    elif wanted.states:
        tests.append(Entry.state.in_(wanted.states))
    if wanted.governments is not None:
        tests.append(Entry.government_id.in_(wanted.governments))
    if wanted.country:
        tests.append(Entry.government_id.in_(select(Government.id).where(Government.country == wanted.country)))
    if wanted.division_id is not None:
        tests.append(Entry.division_id == wanted.division_id)
    if wanted.school:
        tests.append(Entry.school == wanted.school)
    if wanted.text:
        receipt = read_receipt(wanted.text)
        found = Entry.search_text.like(like(wanted.text), escape="\\")
        tests.append(or_(found, Entry.receipt == receipt) if receipt else found)
    return tests


def count(session: Session, wanted: Wanted) -> int:
    """How many works fit."""
    return session.scalar(select(func.count()).select_from(Entry).where(*fits(wanted))) or 0


def numbers(session: Session, wanted: Wanted) -> dict[EntryState, int]:
    """How many works fit in each state, whatever states are asked for."""
    every = replace(wanted, states=(), only="")
    query = select(Entry.state, func.count()).where(*fits(every)).group_by(Entry.state)
    return dict(session.execute(query).all())


def hidden_by_edition(session: Session, edition_ids: Collection[int]) -> dict[int, int]:
    """How many published works of these editions the public does not see; editions without any are left out."""
    query = select(Entry.edition_id, func.count()).where(Entry.edition_id.in_(edition_ids), *_only("hidden")).group_by(Entry.edition_id)
    return dict(session.execute(query).all())


def schools(session: Session, edition_id: int, governments: Collection[int]) -> list[str]:
    """The schools works came from, as they were written."""
    query = select(Entry.school).where(Entry.edition_id == edition_id, Entry.government_id.in_(governments), Entry.school != "")
    return sorted(session.scalars(query.where(Entry.state != EntryState.DRAFT).distinct()))
