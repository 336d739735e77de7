"""Signing in: by password, by a one-time link; and keeping one's own account."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest.accounts import mails, passwords, queries, rules
from contest.accounts.actions.browsers import close_browsers, close_links, open_browser
from contest.accounts.models import Account, SignInLink
from contest.core.errors import Conflict, Invalid, Missing
from contest.core.keys import token
from contest.core.text import N_
from contest.db.unit import keys, locked, site_address
from contest.ledger.record import record
from contest.policy import PUBLIC, Actor, May, require

GONE = N_("This link has been used already or is too old.")
BLOCKED = N_("This account is blocked. Please ask the secretariat.")


def check_password(session: Session, address: str, password: str) -> int | None:
    """The account this password opens. Reads only, and takes as long for an address nobody has."""
    account = queries.by_address(session, address)
    fits = passwords.fits(account.password if account else None, password)
    return account.id if account and fits and account.blocked_at is None else None


def sign_in(session: Session, account_id: int, *, how: str, browser: str = "", now: datetime) -> tuple[Actor, str]:
    """Open this browser for an account that has shown who it is: whom it speaks for now, and the id for its cookie."""
    account = locked(session, Account, account_id)
    if account.blocked_at is not None:
        raise Conflict(BLOCKED)
    actor = queries.actor_of(session, account)
    stay = rules.stay(actor.roles)
    account.seen_at = now
    secret = open_browser(
        session, "account", account.id, idle_minutes=stay.idle_minutes, hours=stay.hours, now=now, browser=browser
    )
    record(session, actor, "account:sign in", account, now=now, how=how)
    return actor, secret


def note_failure(session: Session, address: str, *, now: datetime) -> None:
    """Put a failed try on record: with the account where there is one, as account 0 where not; never what was typed."""
    account = queries.by_address(session, address) or Account(id=0)
    record(session, PUBLIC, "account:sign-in failed", account, now=now)


def request_link(session: Session, address: str, *, now: datetime) -> None:
    """Mail a sign-in link to an address that has an account; for all others only put on record that one was asked for."""
    account = queries.by_address(session, address)
    record(session, PUBLIC, "account:ask for link", account or Account(id=0), now=now)
    if account is not None and account.blocked_at is None:
        _mail_link(session, account, now=now)


def _mail_link(session: Session, account: Account, *, now: datetime) -> str:
    path, row = _new_link(session, account, "password", rules.MAILED_FOR, now)
    mails.sign_in_link(session, account, row, path, now=now)
    return path


def sign_in_link(session: Session, actor: Actor, account: Account, *, mail: bool = False, now: datetime) -> str:
    """A one-time way in for `account`, as an absolute address. Staff make none for each other."""
    person = queries.person(session, account.id)
    require(actor, May.SIGN_IN_LINK, person)
    if account.blocked_at is not None:
        raise Conflict(BLOCKED)
    record(session, actor, "account:make link", account, now=now, mailed=mail)
    if mail:
        return _mail_link(session, account, now=now)
    lives = rules.link_lives(person.roles, mailed=False, by_command=actor.kind == "system")
    return _new_link(session, account, "sign-in", lives, now)[0]


def _new_link(session: Session, account: Account, purpose: str, lives: timedelta, now: datetime) -> tuple[str, SignInLink]:
    secret = token()
    row = SignInLink(
        token_hash=keys(session).digest("sign-in", secret), account_id=account.id, purpose=purpose, created_at=now, expires_at=now + lives
    )
    session.add(row)
    session.flush()
    return site_address(session, f"/login/{secret}"), row


def use_link(session: Session, secret: str, *, password: str = "", browser: str = "", now: datetime) -> tuple[Actor, str]:
    """Sign in by a one-time link, once; a mailed one may set a new password at the same time."""
    known = queries.sign_in_link(session, secret)
    if known is None:
        raise Missing(GONE)
    link = locked(session, SignInLink, known.id)
    if link.used_at is not None or now >= link.expires_at:
        raise Conflict(GONE)
    link.used_at = now
    if password and link.purpose == "password":
        account = locked(session, Account, link.account_id)
        _set_password(session, queries.actor_of(session, account), account, password, keep=None, now=now)
    return sign_in(session, link.account_id, how="link", browser=browser, now=now)


def change_profile(session: Session, actor: Actor, account: Account, *, name: str, language: str, now: datetime) -> None:
    """What one is called, and the language of the work area and of letters."""
    require(actor, May.ACCOUNT_KEEP, account)
    account.name, account.language = name, language
    record(session, actor, "account:change", account, now=now, language=language)


def change_password(
    session: Session, actor: Actor, account: Account, *, current: str, password: str, keep: str | None, now: datetime
) -> None:
    """Set a password; asks for the present one where there is one. Ends all other sessions and tells by letter."""
    require(actor, May.ACCOUNT_KEEP, account)
    if account.password is not None and not passwords.fits(account.password, current):
        raise Invalid(N_("This is not your present password."), "current")
    _set_password(session, actor, account, password, keep=keep, now=now)


def _set_password(session: Session, actor: Actor, account: Account, password: str, *, keep: str | None, now: datetime) -> None:
    account.password = passwords.hashed(rules.check_password(password, account.address, account.name))
    close_browsers(session, "account", account.id, keep=keep)
    close_links(session, account.id, now=now)
    record(session, actor, "account:change password", account, now=now)
    mails.password_changed(session, account, now=now)


def sign_out_everywhere(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """End every session of one's own account."""
    require(actor, May.ACCOUNT_KEEP, account)
    close_browsers(session, "account", account.id)
    record(session, actor, "account:sign out everywhere", account, now=now)
