"""Reading accounts: who a browser speaks for, who has which role, who was invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts import rules
from contest.accounts.models import Account, BrowserSession, Grant, Invitation, SignInLink
from contest.core import clock
from contest.core.errors import Missing
from contest.core.text import N_, fold, like
from contest.db.unit import keys
from contest.ledger.models import Event
from contest.policy import Actor, Role

SEEN_EVERY = timedelta(minutes=5)
DECLINED = "invitation:decline"  # the act that says who said no


@dataclass(frozen=True, slots=True)
class Person:
    """An account with what it is granted: what lists and the page of one person show."""

    account: Account
    grants: tuple[Grant, ...]

    @property
    def id(self) -> int:
        """The account's id: a person is also the thing permissions ask about."""
        return self.account.id

    @property
    def roles(self) -> frozenset[Role]:
        """All roles, for whatever government."""
        return frozenset(grant.role for grant in self.grants)


def browser_session(session: Session, kind: str, token: str) -> BrowserSession | None:
    """The live session of a browser: known, not idle for too long, not past its end."""
    found = session.scalar(
        select(BrowserSession).where(
            BrowserSession.token_hash == keys(session).digest("session", token), BrowserSession.kind == kind
        )
    )
    return found if found and _alive(found, clock.now()) else None


def _alive(row: BrowserSession, now: datetime) -> bool:
    return rules.session_alive(row.seen_at, row.idle_minutes, row.expires_at, now)


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


# Asked at every request of somebody signed in: one statement, made once.
_FACE = (
    select(
        BrowserSession.subject_id, BrowserSession.seen_at, BrowserSession.idle_minutes, BrowserSession.expires_at, Account.id, Account.name,
        Account.language, Account.blocked_at, Grant.role, Grant.government_id,
    )
    .outerjoin(Account, and_(BrowserSession.kind == "account", Account.id == BrowserSession.subject_id))
    .outerjoin(Grant, Grant.account_id == Account.id)
    .where(BrowserSession.token_hash == bindparam("token_hash"), BrowserSession.kind == bindparam("kind"))
)  # fmt: skip


def find_actor(session: Session, kind: str, token: str) -> tuple[Actor, bool] | None:
    """Who the browser with this session id speaks for, and whether it was last noted a while ago.

    `None` when the session has ended or the account is blocked.
    """
    rows = session.execute(_FACE, {"token_hash": keys(session).digest("session", token), "kind": kind}).all()
    now = clock.now()
    if not rows or not rules.session_alive(rows[0].seen_at, rows[0].idle_minutes, rows[0].expires_at, now):
        return None
    first, unseen = rows[0], now - rows[0].seen_at >= SEEN_EVERY
    if kind == "student":
        return Actor("student", first.subject_id), unseen
    if first.id is None or first.blocked_at is not None:
        return None
    roles = frozenset(row.role for row in rows if row.role is not None)
    governments = frozenset(row.government_id for row in rows if row.government_id is not None)
    return Actor("account", first.id, roles, governments, first.name, first.language), unseen


def browsers(session: Session, account_id: int, now: datetime) -> list[BrowserSession]:
    """Where an account is signed in, the last used first."""
    query = select(BrowserSession).where(BrowserSession.kind == "account", BrowserSession.subject_id == account_id)
    return [row for row in session.scalars(query.order_by(BrowserSession.seen_at.desc(), BrowserSession.id.desc())) if _alive(row, now)]


def by_address(session: Session, address: str) -> Account | None:
    """The account of an address, however it was typed."""
    return session.scalar(select(Account).where(Account.address == fold(address)))


def by_id(session: Session, identity: int) -> Account:
    """The account of an id."""
    found = session.get(Account, identity)
    if found is None:
        raise Missing(N_("There is no such person."))
    return found


def grants_of(session: Session, accounts: Sequence[int]) -> dict[int, tuple[Grant, ...]]:
    """What each of these accounts is granted, with government and edition."""
    query = select(Grant).where(Grant.account_id.in_(accounts)).order_by(Grant.id)
    rows = session.scalars(query.options(joinedload(Grant.government), joinedload(Grant.edition))).all()
    return {identity: tuple(row for row in rows if row.account_id == identity) for identity in accounts}


def person(session: Session, identity: int) -> Person:
    """One person with grants."""
    account = by_id(session, identity)
    return Person(account, grants_of(session, [identity])[identity])


def _wanted(role: Role | None, text: str) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if role is not None:
        tests.append(Account.id.in_(select(Grant.account_id).where(Grant.role == role)))
    if fold(text):
        tests.append(or_(Account.address.like(like(text), escape="\\"), Account.name.icontains(text, autoescape=True)))
    return tests


def people(session: Session, *, role: Role | None = None, text: str = "", offset: int = 0, limit: int = 50) -> list[Person]:
    """Accounts by name, with one role or a part of address or name where asked for: two queries, however many rows."""
    query = select(Account).where(*_wanted(role, text)).order_by(Account.name, Account.id).offset(offset).limit(limit)
    accounts = session.scalars(query).all()
    grants = grants_of(session, [account.id for account in accounts])
    return [Person(account, grants[account.id]) for account in accounts]


def count_people(session: Session, *, role: Role | None = None, text: str = "") -> int:
    """How many there are in that list."""
    return session.scalar(select(func.count()).select_from(Account).where(*_wanted(role, text))) or 0


def staff_besides(session: Session, account_id: int) -> int:
    """How many other people of the secretariat can still sign in. Holds their grants until the transaction ends."""
    query = select(Grant.account_id).join(Grant.account).where(Grant.role == Role.STAFF, Account.blocked_at.is_(None))
    return len({found for found in session.scalars(query.with_for_update(of=Grant)) if found != account_id})


def invitation(session: Session, token: str) -> Invitation | None:
    """The invitation a link stands for, used and expired ones too."""
    query = select(Invitation).where(Invitation.token_hash == keys(session).digest("invitation", token))
    about = (joinedload(Invitation.government), joinedload(Invitation.edition), joinedload(Invitation.invited_by))
    return session.scalar(query.options(*about))


def open_invitations(session: Session) -> Sequence[Invitation]:
    """Invitations nobody has answered yet, expired ones too, newest first."""
    query = select(Invitation).where(Invitation.used_at.is_(None)).order_by(Invitation.created_at.desc(), Invitation.id.desc())
    return session.scalars(query.options(joinedload(Invitation.government), joinedload(Invitation.edition)).limit(500)).all()


def invitations_of_judges(session: Session, edition_id: int) -> Sequence[tuple[Invitation, bool]]:
    """Invitations to judge an edition, newest first, and whether each was declined."""
    declined = select(Event.id).where(Event.act == DECLINED, Event.thing_kind == Invitation.__tablename__, Event.thing_id == Invitation.id)
    query = select(Invitation, declined.exists()).where(Invitation.role == Role.JUDGE, Invitation.edition_id == edition_id)
    query = query.options(joinedload(Invitation.government)).order_by(Invitation.created_at.desc(), Invitation.id.desc())
    return [(invitation, bool(said)) for invitation, said in session.execute(query.limit(500))]


def was_declined(session: Session, invitation: Invitation) -> bool:
    """Did whoever was invited say no?"""
    said = select(Event.id).where(Event.thing_kind == Invitation.__tablename__, Event.thing_id == invitation.id, Event.act == DECLINED)
    return session.scalar(said.limit(1)) is not None


def sign_in_link(session: Session, token: str) -> SignInLink | None:
    """The one-time link of a token, used and expired ones too."""
    query = select(SignInLink).where(SignInLink.token_hash == keys(session).digest("sign-in", token))
    return session.scalar(query.options(joinedload(SignInLink.account)))
