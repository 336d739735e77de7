"""Coming in and going out: sign-in, one-time links, invitations, one's own account."""

from __future__ import annotations

import re

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.accounts import actions, passwords, queries, rules
from contest.accounts.forms import ConfirmForm, InvitationForm, LinkForm, LoginForm, PasswordForm, ProfileForm
from contest.accounts.models import Account, Invitation
from contest.core import clock
from contest.core.errors import Conflict, Missing, NotAllowed
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.policy import Actor, May, Owned, require
from contest.web import limits, who
from contest.web.forms import pin_to
from contest.web.navigation import tell

bp = Blueprint("accounts", __name__)

PER_ACCOUNT = "10 per 15 minutes"
PER_VISITOR = "60 per 15 minutes"
LINKS = "5 per hour"
LINKS_PER_VISITOR = "30 per hour"
ZONE = "Asia/Seoul"  # where the secretariat works


BROWSERS = {
    "Edg": "Edge", "YaBrowser": "Yandex", "Whale": "Whale", "SamsungBrowser": "Samsung Internet", "MicroMessenger": "WeChat",
    "OPR": "Opera",
    "Firefox|FxiOS": "Firefox", "Chrome|CriOS": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac", "Linux|CrOS": "Linux"}


def browser_name(agent: str) -> str:
    """What a person calls this browser: "Firefox, Windows". Only good enough to know one's own again."""
    found = [next((name for sign, name in table.items() if re.search(sign, agent)), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in found if part)


def _here() -> str:
    return browser_name(request.user_agent.string)


def _go_in(actor: Actor, token: str, then: str = "") -> ResponseReturnValue:
    """This browser speaks for `actor` from now on."""
    who.remember("account", token, actor)
    return redirect(then or rules.home(actor.roles), 303)


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """With address and password, or with the address alone for a link by mail."""
    then = rules.own_path(request.args.get("next"))
    if request.method == "GET" and not who.actor().anonymous:
        return redirect(then or rules.home(who.actor().roles), 303)
    form = LoginForm()
    if form.validate_on_submit():
        if request.form.get("act") == "link":
            return _send_link(form.address.data)
        found = _try_password(form.address.data, form.password.data)
        if found is not None:
            return _go_in(*found, then)
        form.password.errors = [_("The address or the password is not right. You can also ask for a link to sign in.")]
    return render_template("accounts/login.html", form=form), 422 if form.errors else 200


def _try_password(address: str, password: str) -> tuple[Actor, str] | None:
    limits.count(PER_VISITOR, "password by visitor", limits.visitor())
    limits.count(PER_ACCOUNT, "password", address)
    account_id = actions.check_password(db.session(), address, password)
    with transaction() as session:
        if account_id is None:
            actions.note_failure(session, address, now=clock.now())
            return None
        actions.close_browser(session, who.forget("account"))
        entered = actions.sign_in(session, account_id, how="password", browser=_here(), now=clock.now())
    limits.forgive(PER_ACCOUNT, "password", address)
    return entered


def _send_link(address: str) -> ResponseReturnValue:
    limits.count(LINKS_PER_VISITOR, "link by visitor", limits.visitor())
    limits.count(LINKS, "link", address)
    passwords.fits(None, address)  # the same work for a known and an unknown address, beside which the letter weighs little
    with transaction() as session:
        actions.request_link(session, address, now=clock.now())
    return redirect(url_for("accounts.link_sent", lang=request.args.get("lang")), 303)


@bp.get("/login/sent")
def link_sent() -> ResponseReturnValue:
    """What happens next; the same whether the address is known or not."""
    return render_template("accounts/link_sent.html", can_mail=bool(current_app.config["SMTP_URL"]))


@bp.route("/login/<token>", methods=["GET", "POST"])
def link(token: str) -> ResponseReturnValue:
    """A one-time link: the page only asks, its button signs in."""
    form = LinkForm()
    if form.validate_on_submit():
        try:
            with pin_to(form), transaction() as session:
                now = clock.now()
                entered = actions.use_link(session, token, password=form.password.data or "", browser=_here(), now=now)
                actions.close_browser(session, who.forget("account"))
            if not form.errors:
                return _go_in(*entered)
        except (Missing, Conflict):
            pass  # the page below says what can be done
    found = queries.sign_in_link(db.session(), token)
    if found is not None and found.used_at is not None and who.actor().id == found.account_id:
        return redirect(rules.home(who.actor().roles), 303)  # pressed twice
    if found is None or found.used_at is not None or clock.now() >= found.expires_at or found.account.blocked_at is not None:
        return render_template("accounts/link_gone.html"), 410
    return render_template("accounts/link.html", form=form, link=found), 422 if form.errors else 200


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """End this browser's session, here and in the store."""
    with transaction() as session:
        actions.close_browser(session, who.forget("account"))
    tell(_("You are signed out."))
    return redirect(url_for("accounts.login"), 303)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Who invites, as what; the button makes the account or adds to the one there is."""
    found = queries.invitation(db.session(), token)
    if found is None or found.used_at is not None or clock.now() >= found.expires_at:
        if found is not None and found.account_id is not None and found.account_id == who.actor().id:
            return redirect(rules.home(who.actor().roles), 303)  # pressed twice
        declined = found is not None and queries.was_declined(db.session(), found)
        return render_template("accounts/invitation_gone.html", invitation=found, declined=declined), 410
    account = queries.by_address(db.session(), found.address)
    if account is not None:
        return _accept(token, found, account)
    form = InvitationForm(obj=found)
    if form.validate_on_submit():
        with pin_to(form):
            return _answer(token, name=form.name.data, language=form.language.data, password=form.password.data or "")
        found = queries.invitation(db.session(), token)  # as it is after what was undone
    return render_template("accounts/invitation.html", form=form, invitation=found), 422 if form.errors else 200


@bp.post("/invitations/<token>/decline")
def decline(token: str) -> ResponseReturnValue:
    """Whoever was asked to judge cannot: the secretariat is told, and the page says thanks."""
    if ConfirmForm().validate_on_submit():
        with transaction() as session:
            actions.decline_invitation(session, token, now=clock.now())
    return redirect(url_for("accounts.invitation", token=token, lang=request.args.get("lang")), 303)


def _accept(token: str, found: Invitation, account: Account) -> ResponseReturnValue:
    """The address has an account already: one button, nothing to fill in."""
    form = ConfirmForm()
    try:
        if form.validate_on_submit():
            return _answer(token)
        actions.check_may_accept(db.session(), account, who.actor())
    except NotAllowed:
        return redirect(url_for("accounts.login", next=url_for("accounts.invitation", token=token)), 303)
    return render_template("accounts/invitation_known.html", form=form, invitation=found, account=account)


def _answer(token: str, **given: str) -> ResponseReturnValue:
    with transaction() as session:
        now = clock.now()
        account = actions.accept_invitation(session, token, actor=who.actor(), now=now, **given)
        entered = actions.sign_in(session, account.id, how="invitation", browser=_here(), now=now)
        actions.close_browser(session, who.forget("account"))
    tell(_("Welcome, %(name)s. Your account is ready.", name=account.name))
    return _go_in(*entered)


def _me() -> Account:
    actor = who.actor()
    require(actor, May.ACCOUNT_KEEP, Owned(id=actor.id))
    return queries.by_id(db.session(), actor.id)


@bp.route("/account/", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Name and language; further down password and browsers."""
    form = ProfileForm(obj=_me(), prefix="profile-")
    if form.validate_on_submit():
        with transaction() as session:
            me = locked(session, Account, who.actor().id)
            actions.change_profile(session, who.actor(), me, name=form.name.data, language=form.language.data, now=clock.now())
        tell(_("Saved."))
        return redirect(url_for("accounts.account"), 303)
    return _account_page(form, PasswordForm(prefix="password-", formdata=None))


@bp.post("/account/password")
def password() -> ResponseReturnValue:
    """Set or change the password."""
    me = _me()
    form = PasswordForm(prefix="password-")
    if form.validate_on_submit():
        limits.count(PER_ACCOUNT, "present password", str(me.id))
        with pin_to(form), transaction() as session:
            actions.change_password(
                session, who.actor(), locked(session, Account, me.id), current=form.current.data or "", password=form.password.data,
                keep=who.here(), now=clock.now(),
            )  # fmt: skip
        if not form.errors:
            tell(_("Your password is changed. All other browsers have been signed out."))
            return redirect(url_for("accounts.account"), 303)
    return _account_page(ProfileForm(obj=_me(), prefix="profile-", formdata=None), form)


def _account_page(profile: ProfileForm, secret: PasswordForm) -> ResponseReturnValue:
    me = _me()
    here = queries.browser_session(db.session(), "account", who.here() or "")
    page = render_template(
        "accounts/account.html", form=secret if secret.errors else profile, profile=profile, secret=secret, account=me, zone=ZONE,
        home=rules.home(who.actor().roles),
        browsers=queries.browsers(db.session(), me.id, clock.now()), here=here.id if here else 0,
    )  # fmt: skip
    return page, 422 if profile.errors or secret.errors else 200


@bp.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this account, this one too."""
    me = _me()
    with transaction() as session:
        actions.sign_out_everywhere(session, who.actor(), locked(session, Account, me.id), now=clock.now())
    who.forget("account")
    tell(_("You are signed out in all browsers."))
    return redirect(url_for("accounts.login"), 303)
