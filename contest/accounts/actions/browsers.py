"""Browsers that are signed in: opened, seen, closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from contest.accounts import queries, rules
from contest.accounts.models import Account, BrowserSession, SignInLink
from contest.core import clock
from contest.core.keys import token
from contest.db.unit import keys


def open_browser(
    session: Session, kind: str, subject_id: int, *, idle_minutes: int, hours: int, now: datetime, browser: str = ""
) -> str:
    """Let a browser speak as an account or a student; gives the id for its cookie, of which only a hash is kept."""
    secret = token()
    session.add(
        BrowserSession(
            token_hash=keys(session).digest("session", secret), kind=kind, subject_id=subject_id, created_at=now, seen_at=now,
            idle_minutes=idle_minutes, expires_at=now + timedelta(hours=hours), browser=browser[:60],
        )
    )  # fmt: skip
    return secret


def close_browser(session: Session, secret: str | None) -> None:
    """End one session; a token nobody knows ends nothing."""
    if secret:
        session.execute(delete(BrowserSession).where(BrowserSession.token_hash == keys(session).digest("session", secret)))


def close_browsers(session: Session, kind: str, subject_id: int, *, keep: str | None = None) -> None:
    """End all sessions of an account or a student, except the one with the token `keep`."""
    query = delete(BrowserSession).where(BrowserSession.kind == kind, BrowserSession.subject_id == subject_id)
    if keep:
        query = query.where(BrowserSession.token_hash != keys(session).digest("session", keep))
    session.execute(query)


def close_links(session: Session, account_id: int, *, now: datetime) -> None:
    """End every one-time link of an account that is still unused, whoever holds it."""
    unused = update(SignInLink).where(SignInLink.account_id == account_id, SignInLink.used_at.is_(None))
    session.execute(unused.values(used_at=now))


def touch(session: Session, kind: str, secret: str) -> None:
    """Note that a session is in use, so that it does not count as idle."""
    now = clock.now()
    row = queries.browser_session(session, kind, secret)
    if row is None:
        return
    session.execute(update(BrowserSession).where(BrowserSession.id == row.id).values(seen_at=now))
    if kind == "account":
        session.execute(update(Account).where(Account.id == row.subject_id).values(seen_at=now))


def sweep(session: Session, now: datetime) -> None:
    """Take away sessions that have ended and links that have long expired."""
    unused = now - timedelta(minutes=rules.DESK.idle_minutes)
    session.execute(delete(BrowserSession).where(or_(BrowserSession.expires_at <= now, BrowserSession.seen_at < unused)))
    session.execute(delete(SignInLink).where(SignInLink.expires_at < now - timedelta(days=7)))
