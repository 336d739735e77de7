"""Ways into the demo: one-time sign-in links and a resume code. Only on loopback, only in a demo database."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest.accounts import actions as accounts
from contest.accounts.models import Account
from contest.core.errors import Conflict
from contest.core.keys import grouped
from contest.core.text import N_
from contest.demo.frame import DOMAIN
from contest.editions.queries import by_number
from contest.entries.actions.codes import issue_code
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.policy import SYSTEM, Actor, Role

KEYS = ("staff-1", "staff-2", "judge-1", "judge-2", "coordinator-mn", "teacher-kr")


def is_demo(session: Session) -> bool:
    """Was this database filled by the demo?"""
    return session.scalar(select(Account.id).where(Account.address == f"staff-1@{DOMAIN}")) is not None


def links(session: Session, public_url: str, *, now: datetime) -> list[tuple[str, str]]:
    """Fresh links as (who, address), and a resume code. Refuses anywhere but in a demo served on loopback."""
    if urlsplit(public_url).hostname not in {"127.0.0.1", "localhost", "::1"} or not is_demo(session):
        raise Conflict(N_("Sign-in links are printed only for a demo served on this computer."))
    found = []
    for key in KEYS:
        account = session.scalars(select(Account).where(Account.address == f"{key}@{DOMAIN}")).one()
        found.append((f"{key:<15} {account.name}", accounts.sign_in_link(session, SYSTEM, account, now=now)))
    found.append(("resume code", grouped(_code(session, now))))
    return found


def _code(session: Session, now: datetime) -> str:
    edition = by_number(session, 14)
    query = select(Entry).where(Entry.edition_id == edition.id, Entry.state == EntryState.RETURNED).options(joinedload(Entry.student))
    entry = session.scalars(query.order_by(Entry.id)).first()
    if entry is None:
        entry = session.scalars(select(Entry).where(Entry.edition_id == edition.id).options(joinedload(Entry.student))).first()
    if entry is None:
        raise Conflict(N_("Sign-in links are printed only for a demo served on this computer."))
    staff = session.scalars(select(Account).where(Account.address == f"staff-1@{DOMAIN}")).one()
    return issue_code(session, Actor("account", staff.id, frozenset({Role.STAFF}), name=staff.name), entry, now=now)
