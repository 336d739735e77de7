"""Letting people in: invitations, one-time links, browsers signed in, grants given and taken."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest.accounts import mails, passwords, queries, rules
from contest.accounts.models import Account, BrowserSession, Grant, Invitation, SignInLink
from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.core.keys import token
from contest.core.text import N_, clean
from contest.db.unit import keys, locked, site_address
from contest.ledger.record import record
from contest.policy import PUBLIC, Actor, May, Role, require

GONE = N_("This link has been used already or is too old.")
BLOCKED = N_("This account is blocked. Please ask the secretariat.")


# Browsers


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


# Signing in


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


# One's own account


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
    session.execute(
        update(SignInLink).where(SignInLink.account_id == account.id, SignInLink.used_at.is_(None)).values(used_at=now)
    )
    record(session, actor, "account:change password", account, now=now)
    mails.password_changed(session, account, now=now)


def sign_out_everywhere(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """End every session of one's own account."""
    require(actor, May.ACCOUNT_KEEP, account)
    close_browsers(session, "account", account.id)
    record(session, actor, "account:sign out everywhere", account, now=now)


# People


def add_staff(session: Session, actor: Actor, address: str, name: str, language: str, *, now: datetime) -> str:
    """An account of the secretariat for this address, made where there is none; gives a one-time sign-in link."""
    require(actor, May.PEOPLE_MANAGE)
    folded = rules.address(address)
    account = queries.by_address(session, folded)
    if account is None:
        account = _new_account(session, folded, name, language, now)
    add_grant(session, actor, account, role=Role.STAFF, now=now)
    return sign_in_link(session, actor, account, now=now)


def _new_account(session: Session, folded: str, name: str, language: str, now: datetime) -> Account:
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


# Invitations


def invite(
    session: Session, actor: Actor, *, address: str, name: str, language: str, role: Role, government_id: int | None = None,
    edition_id: int | None = None, draft: str = "", now: datetime,
) -> tuple[Invitation, str]:  # fmt: skip
    """Invite somebody by letter; gives the link too, which is shown only now.

    `draft` names the form it was typed in: the same form sent twice is one invitation.
    """
    require(actor, May.PEOPLE_MANAGE)
    folded = rules.address(address)
    account = queries.by_address(session, folded)
    already = queries.grants_of(session, [account.id])[account.id] if account else ()
    rules.check_grant(role, government_id, [each.government_id for each in already])
    if (role, government_id, edition_id) in {(each.role, each.government_id, each.edition_id) for each in already}:
        raise Invalid(N_("This person has an account with this role already."), "address")
    secret = keys(session).digest("invitation link", draft) if draft else token()
    found = queries.invitation(session, secret)
    if found is not None and found.address == folded:
        return found, _invitation_address(session, found, secret)
    invitation = Invitation(
        token_hash=keys(session).digest("invitation", secret), address=folded, name=clean(name)[:200], language=language, role=role,
        government_id=government_id, edition_id=edition_id, invited_by_id=actor.id or None, created_at=now,
        expires_at=now + rules.INVITED_FOR,
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    record(session, actor, "invitation:make", invitation, now=now, role=role.value, government_id=government_id, edition_id=edition_id)
    link = _invitation_address(session, invitation, secret)
    mails.invitation(session, actor, invitation, link, now=now)
    return invitation, link


def _invitation_address(session: Session, invitation: Invitation, secret: str) -> str:
    return site_address(session, f"/invitations/{secret}?lang={invitation.language}")


def renew_invitation(session: Session, actor: Actor, invitation: Invitation, *, now: datetime) -> str:
    """A new link for an invitation nobody has answered; the old one dies, a new letter is written."""
    require(actor, May.PEOPLE_MANAGE)
    if invitation.used_at is not None:
        raise Conflict(N_("This invitation has been answered already."))
    secret = token()
    invitation.token_hash = keys(session).digest("invitation", secret)
    invitation.expires_at = now + rules.INVITED_FOR
    record(session, actor, "invitation:renew", invitation, now=now)
    link = _invitation_address(session, invitation, secret)
    mails.invitation(session, actor, invitation, link, now=now)
    return link


def withdraw_invitation(session: Session, actor: Actor, invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back: its link leads nowhere from now on."""
    require(actor, May.PEOPLE_MANAGE)
    if invitation.used_at is not None:
        raise Conflict(N_("This invitation has been answered already."))
    record(session, actor, "invitation:withdraw", invitation, now=now, role=invitation.role.value)
    invitation.used_at = now


def accept_invitation(
    session: Session, secret: str, *, name: str = "", language: str = "", password: str = "", actor: Actor = PUBLIC, now: datetime
) -> Account:
    """Answer an invitation, once: makes the account of its address, or grants the role to the one there is.

    The link proves the mailbox. Only for people of the secretariat it does not suffice: as colleagues can copy it,
    they must be signed in (`actor`).
    """
    known = queries.invitation(session, secret)
    if known is None:
        raise Missing(GONE)
    invitation = locked(session, Invitation, known.id)
    if invitation.used_at is not None or now >= invitation.expires_at:
        raise Conflict(GONE)
    account = queries.by_address(session, invitation.address)
    if account is None:
        account = _new_account(session, invitation.address, name or invitation.name, language or invitation.language, now)
        if password:
            account.password = passwords.hashed(rules.check_password(password, account.address, account.name))
    else:
        check_may_accept(session, account, actor)
    invitation.used_at, invitation.account_id = now, account.id
    invited = Actor("invited", invitation.id, name=account.name, language=account.language)
    add_grant(
        session, invited, account, role=invitation.role, government_id=invitation.government_id, edition_id=invitation.edition_id, now=now
    )
    record(session, invited, "invitation:accept", invitation, now=now, account=account.id)
    return account


def check_may_accept(session: Session, account: Account, actor: Actor) -> None:
    """May whoever holds the link answer for this account? Refuses with `NotAllowed` who must sign in first."""
    if account.blocked_at is not None:
        raise Conflict(BLOCKED)
    if Role.STAFF in queries.person(session, account.id).roles and (actor.kind, actor.id) != ("account", account.id):
        raise NotAllowed("invitation:accept")
