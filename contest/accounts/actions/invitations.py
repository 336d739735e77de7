"""Invitations: made, renewed, withdrawn, accepted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.accounts import mails, passwords, queries, rules
from contest.accounts.actions.people import add_grant, new_account
from contest.accounts.actions.signing_in import BLOCKED, GONE
from contest.accounts.models import Account, Invitation
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.core.keys import token
from contest.core.text import N_, clean
from contest.db.unit import keys, locked, site_address
from contest.ledger.record import record
from contest.policy import PUBLIC, Actor, May, Role, require

ANSWERED = N_("This invitation has been answered already.")


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
        raise Conflict(ANSWERED)
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
        raise Conflict(ANSWERED)
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
        account = new_account(session, invitation.address, name or invitation.name, language or invitation.language, now)
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


def decline_invitation(session: Session, secret: str, *, now: datetime) -> Invitation:
    """Say no to an invitation to judge, once: the secretariat sees it, and may invite again. Declined already: nothing happens."""
    known = queries.invitation(session, secret)
    if known is None or known.role is not Role.JUDGE:
        raise Missing(GONE)
    invitation = locked(session, Invitation, known.id)
    if invitation.used_at is not None or now >= invitation.expires_at:
        if queries.was_declined(session, invitation):
            return invitation
        raise Conflict(GONE)
    invitation.used_at = now
    invited = Actor("invited", invitation.id, name=invitation.name, language=invitation.language)
    record(session, invited, queries.DECLINED, invitation, now=now)
    return invitation


def check_may_accept(session: Session, account: Account, actor: Actor) -> None:
    """May whoever holds the link answer for this account? Refuses with `NotAllowed` who must sign in first."""
    if account.blocked_at is not None:
        raise Conflict(BLOCKED)
    if Role.STAFF in queries.person(session, account.id).roles and (actor.kind, actor.id) != ("account", account.id):
        raise NotAllowed("invitation:accept")
