"""The guardian's page: reached by a link, needs no account. Opening it never acts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.editions.rules import LABELS as PURPOSES
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.actions import consent as actions
from contest.entries.actions import papers_read
from contest.entries.forms.guardian import GuardianForm
from contest.entries.forms.signed import SignedForm
from contest.entries.forms.student import PlainForm
from contest.entries.models import ConsentRequest, Entry
from contest.entries.queries import signed as signed_forms
from contest.entries.queries import student as queries
from contest.entries.queries import words as words_of
from contest.entries.queries.printed import already_printed, told
from contest.entries.queries.public import consents_of
from contest.entries.routes import signed
from contest.entries.routes.own import photo_limits, save
from contest.entries.rules import Permission
from contest.media.extension import current as media
from contest.media.intake import Prepared
from contest.media.rules import missing
from contest.media.serve import NOT_KEPT, send_derivative
from contest.policy import Actor
from contest.web import i18n, limits
from contest.web.navigation import tell

bp = Blueprint("entries_guardian", __name__)

WRONG = "30 per minute"  # only what was no link is counted: a whole class may answer behind one line


class Unknown(Missing):
    """No such link, or one that has ended: the same for both."""


def asked_by(token: str) -> ConsentRequest:
    """The question behind a link. Only links nobody has made count against who asks: a class comes over one line."""
    limits.refuse_spent(WRONG, "consent", limits.visitor())
    asked = queries.request_by_token(db.session(), token)
    if asked is None:
        limits.count(WRONG, "consent", limits.visitor())
    if asked is None or rules.link_ended(asked.expires_at, asked.answered_at, clock.now()):
        raise Unknown(N_("This link is not valid (any more)."))
    return asked


@bp.errorhandler(Unknown)
def unknown(_error: Exception) -> ResponseReturnValue:
    """What to do without a working link."""
    return render_template("entries/guardian/unknown.html"), 404


def _held(session: Any, token: str) -> ConsentRequest:
    """The question and its entry inside a transaction, held until it ends."""
    known = asked_by(token)
    entry = locked(session, Entry, known.entry_id, options=queries.WHOLE)
    asked = locked(session, ConsentRequest, known.id)
    asked.entry = entry
    return asked


@bp.route("/<lang:lang>/consent/<token>", methods=["GET", "POST"])
def consent(token: str) -> ResponseReturnValue:
    """The painting, five questions, and what was answered before."""
    form, overtaken = GuardianForm(), dict[Purpose, str]()
    if form.validate_on_submit():
        def act(unit: Any) -> None:
            held = _held(unit, token)
            who, code = Actor("guardian", held.id, name=form.given_by.data), i18n.current().code
            overtaken.update(actions.answer(
                unit, who, held, form.answers(), given_by=form.given_by.data, language=code, seen=form.seen.data or "", now=clock.now()
            ))  # fmt: skip
        if not save(form, act):
            tell(_("Thank you. Your answers are stored; you can change them here at any time."))
            _tell_overtaken(overtaken)
            return redirect(url_for("entries_guardian.consent", token=token), 303)
    return _page(token, asked_by(token), form)


def _tell_overtaken(overtaken: dict[Purpose, str]) -> None:
    """What somebody else had stored since this page was opened, and these answers have replaced."""
    if overtaken:
        said = [
            f"{_(PURPOSES[Purpose][purpose])}: {_(rules.LABELS[Permission][Permission(answer)])}" for purpose, answer in overtaken.items()
        ]
        before = "; ".join(said)
        tell(_("Meanwhile other answers were stored from another window. Yours have replaced them: %(answers)s", answers=before), "warn")


def _page(token: str, asked: ConsentRequest, form: GuardianForm) -> ResponseReturnValue:
    unit, entry = db.session(), asked.entry
    rows = consents_of(unit, [entry.id])[entry.id]
    held, wishes = rules.holding(rows), rules.wishes(rows)
    if not form.is_submitted():
        given = next((row.given_by for row in held.values() if row.method == rules.Method.LINK), "")
        form.fill({purpose: row.answer for purpose, row in held.items()}, given, rules.trace(rules.said(held)))
    texts = editions.consent_texts(unit, entry.edition_id, i18n.current().code)
    return render_template(
        "entries/guardian/consent.html", token=token, asked=asked, purposes=list(Purpose), entry=entry, form=form, held=held,
        wishes=wishes,
        size=queries.preview(unit, entry), texts={purpose.value: {text.language: text.text} for purpose, text in texts.items()},
        answered=bool(held), withdrawn=any(row.withdrawn_at and row.method != rules.Method.WISH for row in rows),
        zone=entry.edition.zone, other_zone=entry.government.zone if entry.government else None,
        agreed=words_of.agreed(unit, entry.edition_id, held), printed=_printed(entry), paper=signed_forms.newest_form(unit, entry.id),
    ), 422 if form.errors else 200  # fmt: skip


def _printed(entry: Entry) -> list[str]:
    return told(already_printed(db.session(), entry.id, clock.now()), i18n.current().code)


@bp.url_value_preprocessor
def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A photo may be larger than a form."""
    if endpoint == "entries_guardian.form_photo":
        signed.make_room()


@bp.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """A photo far over the limit: its page again; anything else is no form of ours."""
    if request.endpoint != "entries_guardian.form_photo":
        return render_template("errors/413.html", text="", status=413), 413
    token = (request.view_args or {})["token"]
    asked, form = asked_by(token), SignedForm(formdata=None)
    signed.too_heavy(form, asked.entry)
    return _photo_page(token, asked, form), 413


@bp.route("/<lang:lang>/consent/<token>/photo", methods=["GET", "POST"])
def form_photo(token: str) -> ResponseReturnValue:
    """The signed form, photographed by the guardian."""
    asked, form, status = asked_by(token), SignedForm(), 200
    if form.validate_on_submit():
        def keep(unit: Any, prepared: Prepared) -> object:
            held = _held(unit, token)
            return papers_read.hand_in(
                unit, Actor("guardian", held.id), held.entry, prepared, store=media().store, language=i18n.current().code, request=held,
                now=clock.now(),
            )  # fmt: skip
        status = signed.taken_in(form, asked.entry, keep)
        if not status:
            tell(_("The photo has arrived. The government of your region reads it and notes the answers down."))
            return redirect(url_for("entries_guardian.form_photo", token=token), 303)
    return _photo_page(token, asked_by(token), form), status or 200


def _photo_page(token: str, asked: ConsentRequest, form: SignedForm) -> str:
    entry = asked.entry
    return render_template(
        "entries/guardian/form_photo.html", token=token, entry=entry, form=form, paper=signed_forms.newest_form(db.session(), entry.id),
        limit=photo_limits(entry.edition).bytes // 1_000_000, zone=entry.edition.zone,
        other_zone=entry.government.zone if entry.government else None,
    )  # fmt: skip


@bp.get("/<lang:lang>/consent/<token>/painting")
def painting(token: str) -> Response:
    """The painting, for whoever holds the link."""
    file = queries.preview(db.session(), asked_by(token).entry)
    if file is None:
        raise missing()
    return send_derivative(file, NOT_KEPT)


@bp.route("/<lang:lang>/consent/<token>/withdraw/<purpose>", methods=["GET", "POST"])
def withdraw(token: str, purpose: str) -> ResponseReturnValue:
    """Take one permission back, or all of them: asked once more, then at once."""
    form, chosen = PlainForm(), rules.purposes_named(purpose)
    if form.validate_on_submit():
        with transaction() as unit:
            held = _held(unit, token)
            actions.withdraw_consent(unit, Actor("guardian", held.id), held.entry, chosen, request=held, now=clock.now())
        tell(_("The permission is withdrawn. This holds from now on."))
        return redirect(url_for("entries_guardian.consent", token=token), 303)
    asked = asked_by(token)
    return render_template(
        "entries/guardian/withdraw.html", token=token, entry=asked.entry, form=form, chosen=chosen, printed=_printed(asked.entry)
    ), 422 if form.errors else 200  # fmt: skip
