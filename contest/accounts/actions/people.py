"""Accounts and what they are granted; the secretariat's side."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest.accounts import queries, rules
from contest.accounts.actions.browsers import close_browsers, close_links
from contest.accounts.actions.signing_in import sign_in_link
from contest.accounts.models import Account, Grant
from contest.core.errors import Conflict
from contest.core.text import N_, clean
from contest.db.unit import locked
from contest.ledger.record import record
from contest.policy import Actor, May, Role, require


def add_staff(session: Session, actor: Actor, address: str, name: str, language: str, *, now: datetime) -> str:
    """An account of the secretariat for this address, made where there is none; gives a one-time sign-in link."""
    require(actor, May.PEOPLE_MANAGE)
    folded = rules.address(address)
    account = queries.by_address(session, folded)
    if account is None:
        account = new_account(session, folded, name, language, now)
    add_grant(session, actor, account, role=Role.STAFF, now=now)
    return sign_in_link(session, actor, account, now=now)


def new_account(session: Session, folded: str, name: str, language: str, now: datetime) -> Account:
    """An account nobody is granted anything yet. One per folded address, also when two are made at the same moment."""
    account = Account(address=folded, name=clean(name)[:200], language=language, created_at=now)
    session.add(account)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(N_("An account for this address has just been made. Open the link again.")) from None
    return account


def add_grant(
    session: Session, actor: Actor, account: Account, *, role: Role, government_id: int | None = None,
    edition_id: int | None = None, now: datetime,
) -> None:  # fmt: skip
    """Give a role, for a government or an edition where that matters. What is granted already is not granted twice."""
    if actor.kind != "invited":
        require(actor, May.PEOPLE_MANAGE)
    locked(session, Account, account.id)
    already = queries.grants_of(session, [account.id])[account.id]
    if (role, government_id, edition_id) in {(each.role, each.government_id, each.edition_id) for each in already}:
        return
    rules.check_grant(role, government_id, [each.government_id for each in already])
    session.add(Grant(account_id=account.id, role=role, government_id=government_id, edition_id=edition_id))
    session.flush()
    close_browsers(session, "account", account.id)
    if role is Role.STAFF:  # a link a colleague made before must not open the secretariat
        close_links(session, account.id, now=now)
    record(
        session, actor, "account:grant", account, now=now, role=role.value, government_id=government_id, edition_id=edition_id
    )


def remove_grant(session: Session, actor: Actor, grant: Grant, *, now: datetime) -> None:
    """Take a role away; the sessions opened with it end. Somebody of the secretariat always remains."""
    require(actor, May.PEOPLE_MANAGE)
    account = locked(session, Account, grant.account_id)
    if grant.role is Role.STAFF:
        rules.check_staff_remain(queries.staff_besides(session, account.id))
    session.delete(grant)
    close_browsers(session, "account", account.id)
    record(
        session, actor, "account:take grant", account, now=now, role=grant.role.value, government_id=grant.government_id,
        edition_id=grant.edition_id,
    )  # fmt: skip


def block(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Let an account in no more, at once."""
    require(actor, May.PEOPLE_MANAGE)
    if account.id == actor.id and actor.kind == "account":
        raise Conflict(N_("You cannot block yourself. Ask a colleague."))
    require(actor, May.PERSON_BLOCK, account)
    if account.blocked_at is None:
        account.blocked_at = now
        close_browsers(session, "account", account.id)
        record(session, actor, "account:block", account, now=now)


def unblock(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Let a blocked account in again."""
    require(actor, May.PEOPLE_MANAGE)
    if account.blocked_at is not None:
        account.blocked_at = None
        record(session, actor, "account:unblock", account, now=now)
