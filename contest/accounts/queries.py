"""Reading accounts: who a browser speaks for, who has which role."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.accounts.models import Account, BrowserSession, Grant
from contest.core import clock
from contest.db.unit import keys
from contest.policy import Actor


def browser_session(session: Session, kind: str, token: str) -> BrowserSession | None:
    """The live session of a browser: known, not idle for too long, not past its end."""
    found = session.scalar(
        select(BrowserSession).where(
            BrowserSession.token_hash == keys(session).digest("session", token), BrowserSession.kind == kind
        )
    )
    now = clock.now()
    if found is None or now >= found.expires_at or now - found.seen_at > timedelta(minutes=found.idle_minutes):
        return None
    return found


def actor_of(session: Session, account: Account) -> Actor:
    """The account reduced to what decisions need."""
    grants = session.scalars(select(Grant).where(Grant.account_id == account.id)).all()
    return Actor(
        "account",
        account.id,
        frozenset(grant.role for grant in grants),
        frozenset(grant.government_id for grant in grants if grant.government_id is not None),
        account.name,
        account.language,
    )


def find_actor(session: Session, kind: str, token: str) -> Actor | None:
    """Who the browser with this session id speaks for; `None` when the session has ended or the account is blocked."""
    found = browser_session(session, kind, token)
    if found is None:
        return None
    if kind == "student":
        return Actor("student", found.subject_id)
    account = session.get(Account, found.subject_id)
    return actor_of(session, account) if account and account.blocked_at is None else None
