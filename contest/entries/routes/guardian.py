"""The guardian's page: reached by a link, needs no account. Opening it never acts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.actions import consent as actions
from contest.entries.forms.guardian import GuardianForm
from contest.entries.forms.student import PlainForm
from contest.entries.models import ConsentRequest, Entry
from contest.entries.queries import student as queries
from contest.entries.queries.public import consents_of
from contest.entries.routes.own import save
from contest.media.rules import missing
from contest.media.serve import NOT_KEPT, send_derivative
from contest.policy import Actor
from contest.web import i18n, limits
from contest.web.navigation import tell

bp = Blueprint("entries_guardian", __name__)

OPENED = "60 per minute"


class Unknown(Missing):
    """No such link, or one that has ended: the same for both."""


def _asked(token: str) -> ConsentRequest:
    limits.count(OPENED, "consent", limits.visitor())
    request = queries.request_by_token(db.session(), token)
    if request is None or clock.now() >= request.expires_at:
        raise Unknown(N_("This link is not valid (any more)."))
    return request


@bp.errorhandler(Unknown)
def unknown(_error: Exception) -> ResponseReturnValue:
    """What to do without a working link."""
    return render_template("entries/guardian/unknown.html"), 404


def _held(session: Any, token: str) -> ConsentRequest:
    """The request and its entry inside a transaction, held until it ends."""
    known = _asked(token)
    entry = locked(session, Entry, known.entry_id, options=queries.WHOLE)
    request = locked(session, ConsentRequest, known.id)
    request.entry = entry
    return request


@bp.route("/<lang:lang>/consent/<token>", methods=["GET", "POST"])
def consent(token: str) -> ResponseReturnValue:
    """The painting, five questions, and what was answered before."""
    form = GuardianForm()
    if form.validate_on_submit():
        def act(unit: Any) -> None:
            request = _held(unit, token)
            who, code = Actor("guardian", request.id, name=form.given_by.data), i18n.current().code
            actions.answer(unit, who, request, form.answers(), given_by=form.given_by.data, language=code, now=clock.now())
        if not save(form, act):
            tell(_("Thank you. Your answers are stored; you can change them here at any time until the link ends."))
            return redirect(url_for("entries_guardian.consent", token=token), 303)
    request = _asked(token)
    return _page(token, request, form)


def _page(token: str, request: ConsentRequest, form: GuardianForm) -> ResponseReturnValue:
    unit, entry = db.session(), request.entry
    rows = consents_of(unit, [entry.id])[entry.id]
    held, wishes = rules.holding(rows), rules.wishes(rows)
    if not form.is_submitted():
        given = next((row.given_by for row in held.values() if row.method == rules.Method.LINK), "")
        form.fill({purpose: row.answer for purpose, row in held.items()}, given)
    texts = editions.consent_texts(unit, entry.edition_id, i18n.current().code)
    return render_template(
        "entries/guardian/consent.html", token=token, asked=request, purposes=list(Purpose), entry=entry, form=form, held=held,
        wishes=wishes,
        size=queries.preview(unit, entry), texts={purpose.value: {text.language: text.text} for purpose, text in texts.items()},
        answered=bool(held), withdrawn=any(row.withdrawn_at and row.method != rules.Method.WISH for row in rows),
        zone=entry.edition.zone, other_zone=entry.government.zone if entry.government else None,
    ), 422 if form.errors else 200  # fmt: skip


@bp.get("/<lang:lang>/consent/<token>/painting")
def painting(token: str) -> Response:
    """The painting, for whoever holds the link."""
    file = queries.preview(db.session(), _asked(token).entry)
    if file is None:
        raise missing()
    return send_derivative(file, NOT_KEPT)


@bp.route("/<lang:lang>/consent/<token>/withdraw/<purpose>", methods=["GET", "POST"])
def withdraw(token: str, purpose: str) -> ResponseReturnValue:
    """Take one permission back, or all of them: asked once more, then at once."""
    form, chosen = PlainForm(), rules.purposes_named(purpose)
    if form.validate_on_submit():
        with transaction() as unit:
            request = _held(unit, token)
            actions.withdraw_consent(unit, Actor("guardian", request.id), request.entry, chosen, request=request, now=clock.now())
        tell(_("The permission is withdrawn. This holds from now on."))
        return redirect(url_for("entries_guardian.consent", token=token), 303)
    request = _asked(token)
    return render_template(
        "entries/guardian/withdraw.html", token=token, entry=request.entry, form=form, chosen=chosen
    ), 422 if form.errors else 200  # fmt: skip
