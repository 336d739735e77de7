"""Papers to print: for the painter, for the guardian who holds a link, and for whoever records signed forms.

Made at every request and kept nowhere. Shown by the browser itself, so that a shared computer keeps no file.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.core.errors import Missing
from contest.core.languages import CODES
from contest.core.text import disposition
from contest.db.extension import db
from contest.entries import papers
from contest.entries.models import Entry
from contest.entries.queries import desk
from contest.entries.routes.guardian import asked_by
from contest.entries.routes.own import mine
from contest.media.extension import current as media
from contest.media.serve import NOT_KEPT
from contest.policy import May, Owned, can, require
from contest.typeset import Paper
from contest.web import i18n, limits, who

bp = Blueprint("entries_papers", __name__)

# A sheet costs a tenth of a second. Whole classes print at one address, so people are counted, not addresses.
OWN = "60 per hour"
DESK = "1000 per hour"


def send(paper: Paper) -> Response:
    """The file under its own name, whatever script that is written in."""
    answer = Response(paper.content, mimetype=paper.mime)
    answer.headers["Content-Disposition"] = disposition("inline", paper.filename)
    answer.headers["Cache-Control"] = NOT_KEPT
    return answer


def _sent(draft: str) -> Entry | None:
    """The painter's own entry; None before it was ever sent, when there is nothing to print."""
    entry = mine(draft)
    limits.count(OWN, "paper", str(who.student().id))
    return entry if entry.receipt else None


def _not_yet(draft: str) -> ResponseReturnValue:
    return redirect(url_for("entries_student.draft", draft=draft), 302)


@bp.get("/<lang:lang>/enter/<draft>/receipt.pdf")
def receipt(draft: str) -> ResponseReturnValue:
    """What arrived, under which number, and what happens next."""
    entry = _sent(draft)
    if entry is None:
        return _not_yet(draft)
    return send(papers.receipt_pdf(db.session(), entry, i18n.current().code, store=media().store, now=clock.now()))


@bp.get("/<lang:lang>/enter/<draft>/label.pdf")
def label(draft: str) -> ResponseReturnValue:
    """To cut out and glue to the back of the painting."""
    entry = _sent(draft)
    return send(papers.label_pdf(db.session(), entry, i18n.current().code)) if entry else _not_yet(draft)


@bp.get("/<lang:lang>/enter/<draft>/consent-form.pdf")
def consent_form(draft: str) -> ResponseReturnValue:
    """For the parent or guardian to sign."""
    entry = _sent(draft)
    return _form(entry, i18n.current().code) if entry else _not_yet(draft)


@bp.get("/<lang:lang>/consent/<token>/form.pdf")
def guardian_form(token: str) -> ResponseReturnValue:
    """The same form, for the guardian who would rather sign."""
    asked = asked_by(token)
    limits.count(OWN, "paper of a guardian", str(asked.id))
    return _form(asked.entry, i18n.current().code)


@bp.get("/org/works/<reference>/consent-form.pdf")
def desk_form(reference: str) -> ResponseReturnValue:
    """The form for a family, printed at the desk: in the language asked for, else in the painter's."""
    actor = who.actor()
    if actor.anonymous:
        require(actor, May.CONSENT_RECORD, Owned())  # to the sign-in page, whatever the number
    entry = desk.by_reference(db.session(), reference)
    if not can(actor, May.CONSENT_RECORD, entry):
        raise Missing(desk.GONE)  # in the same words whatever the reason
    limits.count(DESK, "paper at the desk", str(actor.id))
    wanted = request.args.get("language", "")
    return _form(entry, wanted if wanted in CODES else entry.student.language)


def _form(entry: Entry, language: str) -> Response:
    return send(papers.consent_form_pdf(db.session(), entry, language, store=media().store))
