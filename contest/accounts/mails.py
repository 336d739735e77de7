"""Letters about accounts, in the receiver's language."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.accounts.models import Account, Invitation, SignInLink
from contest.accounts.rules import LABELS
from contest.core.localized import pick
from contest.core.speech import say
from contest.core.text import N_
from contest.db.unit import site_address
from contest.governments import queries as governments
from contest.policy import Actor, Role
from contest.post.compose import queue

DEAR = N_("Dear %(name)s,")


def invitation(session: Session, actor: Actor, invited: Invitation, link: str, *, now: datetime) -> None:
    """Who invites, as what, for which government, and the link that answers."""
    government = pick(governments.by_id(session, invited.government_id).names, invited.language)[0] if invited.government_id else ""
    asked = N_("%(inviter)s invites you to take part in the NEAR International Youth Art Contest. Your role: %(role)s.")
    if government:
        asked = N_("%(inviter)s invites you to take part in the NEAR International Youth Art Contest. Your role: %(role)s, %(government)s.")
    queue(
        session, "invitation", invited.language, to=invited.address, to_name=invited.name, about=invited, now=now,
        subject=N_("Invitation to the NEAR International Youth Art Contest"),
        paragraphs=(
            DEAR, asked,
            N_("To accept, open this address and press the button there: %(link)s"),
            N_("The link works once, for 14 days. If you did not expect this invitation, you need not do anything."),
        ),
        name=invited.name, inviter=actor.name if actor.kind == "account" else say(invited.language, LABELS[Role][Role.STAFF]),
        role=say(invited.language, LABELS[Role][invited.role]), government=government, link=link,
    )  # fmt: skip


def sign_in_link(session: Session, account: Account, link: SignInLink, address: str, *, now: datetime) -> None:
    """A way in, on request."""
    queue(
        session, "sign-in link", account.language, to=account.address, to_name=account.name, about=link, now=now,
        subject=N_("Your link to sign in"),
        paragraphs=(
            DEAR,
            N_("somebody, probably you, asked for a link to sign in. Open this address and press the button there: %(link)s"),
            N_("The link works once, for 60 minutes. If it was not you, you need not do anything: nobody else can use this link."),
        ),
        name=account.name, link=address,
    )  # fmt: skip


def password_changed(session: Session, account: Account, *, now: datetime) -> None:
    """So that nobody's password is changed behind their back."""
    queue(
        session, "password changed", account.language, to=account.address, to_name=account.name, about=account, now=now,
        subject=N_("Your password was changed"),
        paragraphs=(
            DEAR,
            N_("the password of your account was changed just now. All other browsers have been signed out."),
            N_("If it was not you, ask for a link to sign in at %(link)s, set a new password and tell the secretariat."),
        ),
        name=account.name, link=site_address(session, "/login"),
    )  # fmt: skip
