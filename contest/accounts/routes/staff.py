"""People, for the secretariat: who may come in, as what; invitations and links to copy."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.accounts import actions, queries
from contest.accounts.forms import GrantForm, InviteForm
from contest.accounts.models import Account, Grant, Invitation
from contest.accounts.routes.public import ZONE
from contest.core import clock
from contest.core.errors import Missing
from contest.core.localized import pick
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.governments import queries as governments
from contest.governments.countries import COUNTRIES
from contest.policy import May, Role, require
from contest.web import who
from contest.web.forms import pin_to
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("accounts_staff", __name__, url_prefix="/staff/people")

ONCE = "link_once"


def _allowed() -> None:
    require(who.actor(), May.PEOPLE_MANAGE)


def _show_once(link: str, name: str) -> None:
    """Keep a link for the next page, in this browser's own cookie; the store has only its hash."""
    session[ONCE] = [link, name]


def _offer(form: GrantForm) -> None:
    code, unit = current().code, db.session()
    form.offer(
        [(each.id, pick(each.names, code)[0], COUNTRIES[each.country][code]) for each in governments.everyone(unit)],
        [(each.id, pick(each.titles, code)[0]) for each in editions.everyone(unit, drafts=True)],
    )


@bp.get("")
def people() -> ResponseReturnValue:
    """Everybody who can sign in, by role or by a part of the address or the name."""
    _allowed()
    unit, text = db.session(), request.args.get("q", "")[:100]
    role = next((each for each in Role if each.value == request.args.get("role")), None)
    total = queries.count_people(unit, role=role, text=text)
    page = page_of(lambda offset, limit: queries.people(unit, role=role, text=text, offset=offset, limit=limit), total)
    return render_template("accounts/staff/people.html", page=page, role=role, roles=list(Role), text=text, zone=ZONE)


@bp.route("/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite a coordinator, a judge, a teacher or a colleague."""
    _allowed()
    form = InviteForm()
    _offer(form)
    if form.validate_on_submit():
        with pin_to(form), transaction() as unit:
            invitation, link = actions.invite(unit, who.actor(), **form.command(), now=clock.now())
        if not form.errors:
            _show_once(link, invitation.name)
            return redirect(url_for("accounts_staff.invitations"), 303)
    form.ready()
    return render_template("accounts/staff/invite.html", form=form), 422 if form.errors else 200


@bp.get("/invitations")
def invitations() -> ResponseReturnValue:
    """Invitations nobody has answered yet; the link of the one just made, once."""
    _allowed()
    return render_template(
        "accounts/staff/invitations.html", invitations=queries.open_invitations(db.session()), now=clock.now(), zone=ZONE,
        once=session.pop(ONCE, None),
    )  # fmt: skip


@bp.post("/invitations/<int:invitation_id>/renew")
def renew_invitation(invitation_id: int) -> ResponseReturnValue:
    """A new link; the old one dies."""
    _allowed()
    with transaction() as unit:
        invitation = locked(unit, Invitation, invitation_id)
        link = actions.renew_invitation(unit, who.actor(), invitation, now=clock.now())
    _show_once(link, invitation.name)
    return redirect(url_for("accounts_staff.invitations"), 303)


@bp.post("/invitations/<int:invitation_id>/withdraw")
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    _allowed()
    with transaction() as unit:
        actions.withdraw_invitation(unit, who.actor(), locked(unit, Invitation, invitation_id), now=clock.now())
    tell(_("The invitation is withdrawn. Its link no longer works."))
    return redirect(url_for("accounts_staff.invitations"), 303)


@bp.get("/<int:account_id>")
def person(account_id: int) -> ResponseReturnValue:
    """One person: roles, links, whether they may come in."""
    _allowed()
    form = GrantForm(formdata=None)
    return _person_page(account_id, form)


def _person_page(account_id: int, form: GrantForm) -> ResponseReturnValue:
    _offer(form)
    page = render_template(
        "accounts/staff/person.html", form=form, person=queries.person(db.session(), account_id), zone=ZONE, once=session.pop(ONCE, None)
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:account_id>/grants")
def add_grant(account_id: int) -> ResponseReturnValue:
    """Give a role."""
    _allowed()
    form = GrantForm()
    _offer(form)
    if form.validate_on_submit():
        with pin_to(form), transaction() as unit:
            actions.add_grant(unit, who.actor(), locked(unit, Account, account_id), **form.grant(), now=clock.now())
        if not form.errors:
            tell(_("The role is given. The person has to sign in again."))
            return redirect(url_for("accounts_staff.person", account_id=account_id), 303)
    return _person_page(account_id, form)


@bp.post("/<int:account_id>/grants/<int:grant_id>/remove")
def remove_grant(account_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role away."""
    _allowed()
    with transaction() as unit:
        grant = locked(unit, Grant, grant_id)
        if grant.account_id != account_id:
            raise Missing(N_("This does not exist (any more)."))
        actions.remove_grant(unit, who.actor(), grant, now=clock.now())
    tell(_("The role is taken away. All browsers of this person have been signed out."))
    return redirect(url_for("accounts_staff.person", account_id=account_id), 303)


@bp.post("/<int:account_id>/link")
def make_link(account_id: int) -> ResponseReturnValue:
    """A one-time sign-in link, to copy into a messenger."""
    _allowed()
    with transaction() as unit:
        account = locked(unit, Account, account_id)
        link = actions.sign_in_link(unit, who.actor(), account, now=clock.now())
    _show_once(link, account.name)
    return redirect(url_for("accounts_staff.person", account_id=account_id), 303)


@bp.post("/<int:account_id>/block")
def block(account_id: int) -> ResponseReturnValue:
    """Let somebody in no more."""
    _allowed()
    with transaction() as unit:
        actions.block(unit, who.actor(), locked(unit, Account, account_id), now=clock.now())
    tell(_("This account is blocked. All its browsers have been signed out."))
    return redirect(url_for("accounts_staff.person", account_id=account_id), 303)


@bp.post("/<int:account_id>/unblock")
def unblock(account_id: int) -> ResponseReturnValue:
    """Let somebody in again."""
    _allowed()
    with transaction() as unit:
        actions.unblock(unit, who.actor(), locked(unit, Account, account_id), now=clock.now())
    tell(_("This account can sign in again."))
    return redirect(url_for("accounts_staff.person", account_id=account_id), 303)
