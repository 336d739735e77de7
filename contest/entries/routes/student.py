"""The wizard: from the first page to the receipt, and back into it with a resume code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from contest.core import clock
from contest.core.errors import Invalid
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions import queries as editions
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.actions import consent
from contest.entries.actions import student as actions
from contest.entries.forms.student import PlainForm
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.routes import entrance, framing, pages, photo, process, sent, signed, suggest
from contest.entries.routes.keep import keep, wishes
from contest.entries.routes.later import later
from contest.entries.routes.own import (
    LINKS,
    TYPED,
    carrying,
    changeable,
    frame,
    keep_secret,
    mine,
    own,
    second_zone,
    window,
)  # fmt: skip
from contest.entries.routes.permissions import permissions
from contest.entries.states import EntryState
from contest.media.extension import current as media
from contest.web import who
from contest.web.arrival import arrived
from contest.web.errors import stale_form, words
from contest.web.filters import day, locale

bp = Blueprint("entries_student", __name__)
# Where photos come in, and who says that one is too large.
PHOTOS = {"entries_student.photo": photo.too_large, "entries_student.process": process.too_large}


@bp.url_value_preprocessor
def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A photo may be larger than a form; said before anything reads the request."""
    if endpoint in PHOTOS:
        request.max_content_length = media().limits.bytes + photo.SLACK
    elif endpoint == "entries_student.consent_photo":
        signed.make_room()


@bp.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """More than a form may hold; of a photo, the photo's page says so."""
    if request.endpoint in PHOTOS:
        return PHOTOS[request.endpoint]((request.view_args or {})["draft"])
    if request.endpoint == "entries_student.consent_photo":
        return signed.too_large((request.view_args or {})["draft"])
    return render_template("errors/413.html", text="", status=413), 413


@bp.errorhandler(CSRFError)
def stale(error: CSRFError) -> ResponseReturnValue:
    """The cookie of this page is gone or another's: ask for the code, and carry what was typed."""
    if request.endpoint == "entries_student.keep" or request.path.rsplit("/", 1)[-1] not in TYPED:
        return stale_form(error)
    return carrying()


@bp.errorhandler(rules.Closed)
def closed(_error: Exception) -> ResponseReturnValue:
    """Entries are not taken now: until when they were, in two time zones."""
    draft = (request.view_args or {}).get("draft")
    entry = mine(draft) if draft else None
    edition = entry.edition if entry else editions.current(db.session())
    return render_template(
        "entries/student/closed.html", edition=edition, entry=entry, until=_until(entry), now=clock.now(), other_zone=second_zone(entry)
    ), 409  # fmt: skip


def _until(entry: Entry | None) -> Any:
    if entry is None:
        return None
    closes_at = window(entry).until
    return max(entry.mend_by or closes_at, closes_at) if entry.state is EntryState.RETURNED else closes_at


@bp.get("/<lang:lang>/enter/<draft>")
def draft(draft: str) -> ResponseReturnValue:
    """To the first page that is not done yet."""
    entry = mine(draft)
    if entry.state not in rules.EDITABLE or entry.state is EntryState.WITHDRAWN:
        return redirect(url_for("entries_student.sent", draft=draft), 302)
    gaps = _gaps(entry, wishes(db.session(), entry))
    return redirect(url_for(f"entries_student.{gaps[0].page if gaps else 'check'}", draft=draft), 302)


# ── the pages ──


def _gaps(entry: Entry, answers: Mapping[Purpose, str]) -> list[rules.Gap]:
    divisions, themes = queries.how_many_offered(db.session(), entry.edition_id)
    return rules.missing_to_send(entry, entry.student, entry.edition, answers, divisions=divisions, themes=themes)


@bp.route("/<lang:lang>/enter/<draft>/check", methods=["GET", "POST"])
def check(draft: str) -> ResponseReturnValue:
    """Everything once more; then send."""
    form = PlainForm()
    if form.validate_on_submit():
        mine(draft)
        return _send(draft, form)
    return _check_page(changeable(draft), form)


def _send(draft: str, form: PlainForm) -> ResponseReturnValue:
    at = arrived()
    try:
        with transaction() as unit:
            link = actions.submit(unit, who.student(), own(unit, draft), now=at)
    except Invalid as error:  # something is missing, or the ages were changed in the meantime
        form.form_errors.append(words(error))
        return _check_page(mine(draft), form)
    if link:
        keep_secret(LINKS, draft, link)
    return redirect(url_for("entries_student.sent", draft=draft), 303)


def _born(entry: Entry) -> str:
    born = entry.student.born
    if born is None:
        return ""
    return day(born) if entry.edition.full_birth_date else format_skeleton("yMMMM", born, locale=locale())


CHANGED = ("photo", "painting", "process", "you", "school", "permissions")  # pages the last one leads to, and that lead back to it


def _check_page(entry: Entry, form: PlainForm) -> ResponseReturnValue:
    answers, back = wishes(db.session(), entry), dict[str, Any]([("from", "check")])
    return render_template(
        "entries/student/check.html", entry=entry, form=form, frame=frame(entry, "permissions"), gaps=_gaps(entry, answers), wishes=answers,
        shown=queries.shown(db.session(), entry), adult=consent.is_adult(entry, clock.now()), mediums=rules.MEDIUMS,
        purposes=list(Purpose), born=_born(entry),
        to={page: url_for(f"entries_student.{page}", draft=entry.draft_key, **back) for page in CHANGED},
    ), 422 if form.errors else 200  # fmt: skip


for _path, _view, _methods in (
    ("/<lang:lang>/enter", entrance.start, ["GET", "POST"]),
    ("/<lang:lang>/enter/resume", entrance.resume, ["GET", "POST"]),
    ("/<lang:lang>/enter/lost-code", entrance.lost_code, ["GET", "POST"]),
    ("/<lang:lang>/enter/leave", entrance.leave, ["POST"]),
    ("/<lang:lang>/enter/another", entrance.another, ["POST"]),
    ("/<lang:lang>/enter/<draft>/photo", photo.photo, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/photo/parts", photo.begin_upload, ["POST"]),
    ("/<lang:lang>/enter/<draft>/photo/parts/<key>", photo.upload_stands, ["GET"]),
    ("/<lang:lang>/enter/<draft>/photo/parts/<key>", photo.take_part, ["POST"]),
    ("/<lang:lang>/enter/<draft>/photo/parts/<key>/cancel", photo.drop_upload, ["POST"]),
    ("/<lang:lang>/enter/<draft>/photo/check", framing.photo_check, ["GET", "POST"]),
    ("/<lang:lang>/enter/schools", suggest.schools, ["GET"]),
    ("/<lang:lang>/enter/<draft>/painting", pages.painting, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/process", process.process, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/process/<int:photo>/remove", process.remove_process, ["POST"]),
    ("/<lang:lang>/enter/<draft>/you", pages.you, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/school", pages.school, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/permissions", permissions, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/later", later, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/keep/<page>", keep, ["POST"]),
    ("/<lang:lang>/enter/<draft>/sent", sent.sent, ["GET"]),
    ("/<lang:lang>/enter/<draft>/label", sent.label, ["GET"]),
    ("/<lang:lang>/enter/<draft>/receipt.svg", sent.receipt_code, ["GET"]),
    ("/<lang:lang>/enter/<draft>/guardian.svg", sent.guardian_code, ["GET"]),
    ("/<lang:lang>/enter/<draft>/take-back", sent.take_back, ["POST"]),
    ("/<lang:lang>/enter/<draft>/withdraw", sent.withdraw, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/again", sent.again, ["POST"]),
    ("/<lang:lang>/enter/<draft>/guardian", sent.ask_guardian, ["POST"]),
    ("/<lang:lang>/enter/<draft>/consent-photo", signed.consent_photo, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/hand-over", signed.hand_over, ["GET"]),
    ("/<lang:lang>/enter/<draft>/permissions/<purpose>", sent.withdraw_permission, ["GET", "POST"]),
):
    bp.add_url_rule(_path, view_func=_view, methods=_methods)
