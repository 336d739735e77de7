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
from contest.post import samples
from contest.post.compose import queue
from contest.post.rules import Occasion, Placeholder

DEAR = N_("Dear %(name)s,")
NAME = Placeholder("name", N_("Name of the receiver"), samples.NAME)
INVITED = Occasion(
    "invitation", N_("Invitation"), N_("Invitation to the NEAR International Youth Art Contest"),
    (
        DEAR,
        N_("%(inviter)s invites you to take part in the NEAR International Youth Art Contest. Your role: %(role)s."),
        N_("To accept, open this address and press the button there: %(link)s"),
        N_("The link works once, for 14 days. If you did not expect this invitation, you need not do anything."),
    ),
    (
        NAME, Placeholder("inviter", N_("Who invites"), samples.OTHER),
        Placeholder("role", N_("The role, and for which government"), samples.ROLE),
        Placeholder("link", N_("Link that accepts the invitation"), f"{samples.SITE}/invitations/…", needed=True, secret=True),
    ),
)  # fmt: skip
LINK = Occasion(
    "sign-in link", N_("Link to sign in"), N_("Your link to sign in"),
    (
        DEAR,
        N_("somebody, probably you, asked for a link to sign in. Open this address and press the button there: %(link)s"),
        N_("The link works once, for 60 minutes. If it was not you, you need not do anything: nobody else can use this link."),
    ),
    (NAME, Placeholder("link", N_("Link to sign in"), f"{samples.SITE}/login/…", needed=True, secret=True)),
)  # fmt: skip
CHANGED = Occasion(
    "password changed", N_("Password changed"), N_("Your password was changed"),
    (
        DEAR,
        N_("the password of your account was changed just now. All other browsers have been signed out."),
        N_("If it was not you, ask for a link to sign in at %(link)s, set a new password and tell the secretariat."),
    ),
    (NAME, Placeholder("link", N_("Address of the page to sign in"), f"{samples.SITE}/login")),
)  # fmt: skip
OCCASIONS = (INVITED, LINK, CHANGED)


def invitation(session: Session, actor: Actor, invited: Invitation, link: str, *, now: datetime) -> None:
    """Who invites, as what, for which government, and the link that answers."""
    role = say(invited.language, LABELS[Role][invited.role])
    if invited.government_id:
        role = f"{role}, {pick(governments.by_id(session, invited.government_id).names, invited.language)[0]}"
    queue(
        session, INVITED, invited.language, to=invited.address, to_name=invited.name, about=invited, now=now, name=invited.name,
        inviter=actor.name if actor.kind == "account" else say(invited.language, LABELS[Role][Role.STAFF]), role=role, link=link,
    )  # fmt: skip


def sign_in_link(session: Session, account: Account, link: SignInLink, address: str, *, now: datetime) -> None:
    """A way in, on request."""
    queue(
        session, LINK, account.language, to=account.address, to_name=account.name, about=link, now=now, name=account.name, link=address,
    )  # fmt: skip


def password_changed(session: Session, account: Account, *, now: datetime) -> None:
    """So that nobody's password is changed behind their back."""
    queue(
        session, CHANGED, account.language, to=account.address, to_name=account.name, about=account, now=now, name=account.name,
        link=site_address(session, "/login"),
    )  # fmt: skip
