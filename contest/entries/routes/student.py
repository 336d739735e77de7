"""The wizard: from the first page to the receipt, and back into it with a resume code."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.core.errors import Invalid
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions import queries as editions
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.actions import consent
from contest.entries.actions import student as actions
from contest.entries.forms.student import (
    PaintingForm,
    PermissionsForm,
    PersonForm,
    PlaceForm,
    PlainForm,
)  # fmt: skip
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.queries.public import consents_of
from contest.entries.routes import entrance, framing, photo, sent
from contest.entries.routes.own import (
    LINKS,
    changeable,
    differences,
    frame,
    keep_secret,
    mine,
    onward,
    own,
    save,
    second_zone,
    window,
)  # fmt: skip
from contest.entries.states import EntryState
from contest.governments.countries import COUNTRIES
from contest.media.extension import current as media
from contest.web import i18n, who
from contest.web.errors import words
from contest.web.filters import day, locale, plain_text

bp = Blueprint("entries_student", __name__)


@bp.url_value_preprocessor
def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A photo may be larger than a form; said before anything reads the request."""
    if endpoint == "entries_student.photo":
        request.max_content_length = media().limits.bytes + photo.SLACK


@bp.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """More than a form may hold; of a photo, the photo's page says so."""
    if request.endpoint == "entries_student.photo":
        return photo.too_large((request.view_args or {})["draft"])
    return render_template("errors/413.html", text="", status=413), 413


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
    closes_at = window(entry).closes_at
    return max(entry.mend_by or closes_at, closes_at) if entry.state is EntryState.RETURNED else closes_at


@bp.get("/<lang:lang>/enter/<draft>")
def draft(draft: str) -> ResponseReturnValue:
    """To the first page that is not done yet."""
    entry = mine(draft)
    if entry.state not in rules.EDITABLE:
        return redirect(url_for("entries_student.sent", draft=draft), 302)
    gaps = _gaps(entry)
    return redirect(url_for(f"entries_student.{gaps[0].page if gaps else 'check'}", draft=draft), 302)


# ── the pages ──


@bp.route("/<lang:lang>/enter/<draft>/painting", methods=["GET", "POST"])
def painting(draft: str) -> ResponseReturnValue:
    """About the painting."""
    entry, status = changeable(draft), 0
    form, before = _painting_form(entry), actions.painting_of(entry)
    if request.method == "GET":
        form.fill(before)
    elif form.validate_on_submit():
        picture = queries.picture(db.session(), entry)
        page = form.command(before, wide=picture is not None and picture.width > picture.height, language=i18n.current().code)
        status = save(form, lambda unit: actions.save_painting(
            unit, who.student(), own(unit, draft), page, seen=form.seen.data or "", now=clock.now()
        ))  # fmt: skip
        if not status:
            return onward(draft, "you")
    entry = mine(draft)
    stored = _painting_form(entry)
    stored.fill(actions.painting_of(entry))
    return _saved_page("painting", entry, form, stored, asdict(actions.painting_of(entry)), "photo_check", status)


def _painting_form(entry: Entry) -> PaintingForm:
    form = PaintingForm()
    unit, edition = db.session(), entry.edition
    form.shape(edition, editions.divisions(unit, edition.id), editions.themes(unit, edition.id), plain_text, clock.now().year)
    return form


@bp.route("/<lang:lang>/enter/<draft>/you", methods=["GET", "POST"])
def you(draft: str) -> ResponseReturnValue:
    """About the painter."""
    entry, status = changeable(draft), 0
    form, before = _person_form(entry), actions.person_of(entry.student)
    if request.method == "GET":
        form.fill(before, rules.reach(before.email, before.phone, before.full_name))
    elif form.validate_on_submit():
        page = form.command(before)
        status = save(form, lambda unit: actions.save_person(
            unit, who.student(), own(unit, draft), page, seen=form.seen.data or "", now=clock.now()
        ))  # fmt: skip
        if not status:
            return onward(draft, "school")
    entry = mine(draft)
    now, stored = actions.person_of(entry.student), _person_form(entry)
    stored.fill(now, rules.reach(now.email, now.phone, now.full_name))
    return _saved_page("you", entry, form, stored, asdict(now), "painting", status)


def _person_form(entry: Entry) -> PersonForm:
    form = PersonForm()
    form.shape(entry.edition, i18n.current().code)
    return form


@bp.route("/<lang:lang>/enter/<draft>/school", methods=["GET", "POST"])
def school(draft: str) -> ResponseReturnValue:
    """School and region."""
    entry, status = changeable(draft), 0
    form, before = _place_form(entry), actions.place_of(entry)
    if request.method == "GET":
        form.fill(before)
    elif form.validate_on_submit():
        page = form.command(before)
        status = save(form, lambda unit: actions.save_place(
            unit, who.student(), own(unit, draft), page, seen=form.seen.data or "", now=clock.now()
        ))  # fmt: skip
        if not status:
            return onward(draft, "permissions")
    entry = mine(draft)
    stored = _place_form(entry)
    stored.fill(actions.place_of(entry))
    return _saved_page("school", entry, form, stored, asdict(actions.place_of(entry)), "you", status)


def _place_form(entry: Entry) -> PlaceForm:
    form = PlaceForm()
    offered: dict[str, list[tuple[int, str]]] = {}
    for each in editions.eligible_governments(db.session(), entry.edition):
        offered.setdefault(plain_text(COUNTRIES[each.country]), []).append((each.id, plain_text(each.names)))
    form.shape(entry.edition, offered)
    return form


PAGES = {
    "painting": "entries/student/painting.html", "you": "entries/student/you.html", "school": "entries/student/school.html",
}  # fmt: skip


def _saved_page(
    name: str, entry: Entry, form: Any, stored: Any, values: dict[str, Any], back: str, status: int
) -> ResponseReturnValue:
    """A page of the wizard: as it is stored, or as it was typed with what is wrong beside it."""
    overtaken = differences(form, stored) if status == 409 else []
    if request.method == "GET" or status == 409:
        form.seen.data = rules.trace(values)
    if form.errors and not status:
        status = 422
    return render_template(
        PAGES[name], entry=entry, form=form, frame=frame(entry, back), overtaken=overtaken
    ), status or 200  # fmt: skip


@bp.route("/<lang:lang>/enter/<draft>/permissions", methods=["GET", "POST"])
def permissions(draft: str) -> ResponseReturnValue:
    """Five separate questions, and how the guardian is asked."""
    entry, form, status = changeable(draft), PermissionsForm(), 200
    adult = consent.is_adult(entry, clock.now())
    form.shape(adult=adult)
    if request.method == "GET":
        form.fill(_wishes(entry), actions.guardian_of(entry))
    elif form.validate_on_submit():
        def act(unit: Any) -> None:
            now, held = clock.now(), own(unit, draft)
            actions.save_guardian(unit, who.student(), held, form.guardian(), now=now)
            consent.say_wishes(unit, who.student(), held, form.answers(), language=i18n.current().code, now=now)
        status = save(form, act)
        if not status:
            return onward(draft, "check")
    entry = mine(draft)
    texts = editions.consent_texts(db.session(), entry.edition_id, i18n.current().code)
    return render_template(
        "entries/student/permissions.html", entry=entry, form=form, frame=frame(entry, "school"), adult=adult,
        texts={purpose.value: {text.language: text.text} for purpose, text in texts.items()},
    ), 422 if form.errors else 200  # fmt: skip


def _wishes(entry: Entry) -> dict[Purpose, str]:
    return {purpose: row.answer for purpose, row in rules.wishes(consents_of(db.session(), [entry.id])[entry.id]).items()}


def _gaps(entry: Entry) -> list[rules.Gap]:
    unit, edition = db.session(), entry.edition
    offered = len(editions.divisions(unit, edition.id)), len(editions.themes(unit, edition.id))
    return rules.missing_to_send(entry, entry.student, edition, _wishes(entry), divisions=offered[0], themes=offered[1])


@bp.route("/<lang:lang>/enter/<draft>/check", methods=["GET", "POST"])
def check(draft: str) -> ResponseReturnValue:
    """Everything once more; then send."""
    form = PlainForm()
    if form.validate_on_submit():
        mine(draft)
        return _send(draft, form)
    return _check_page(changeable(draft), form)


def _send(draft: str, form: PlainForm) -> ResponseReturnValue:
    try:
        with transaction() as unit:
            link = actions.submit(unit, who.student(), own(unit, draft), now=clock.now())
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


def _check_page(entry: Entry, form: PlainForm) -> ResponseReturnValue:
    return render_template(
        "entries/student/check.html", entry=entry, form=form, frame=frame(entry, "permissions"), gaps=_gaps(entry), wishes=_wishes(entry),
        shown=queries.shown(db.session(), entry), adult=consent.is_adult(entry, clock.now()), mediums=rules.MEDIUMS,
        purposes=list(Purpose), born=_born(entry),
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
    ("/<lang:lang>/enter/<draft>/sent", sent.sent, ["GET"]),
    ("/<lang:lang>/enter/<draft>/label", sent.label, ["GET"]),
    ("/<lang:lang>/enter/<draft>/receipt.svg", sent.receipt_code, ["GET"]),
    ("/<lang:lang>/enter/<draft>/guardian.svg", sent.guardian_code, ["GET"]),
    ("/<lang:lang>/enter/<draft>/take-back", sent.take_back, ["POST"]),
    ("/<lang:lang>/enter/<draft>/withdraw", sent.withdraw, ["GET", "POST"]),
    ("/<lang:lang>/enter/<draft>/again", sent.again, ["POST"]),
    ("/<lang:lang>/enter/<draft>/guardian", sent.ask_guardian, ["POST"]),
    ("/<lang:lang>/enter/<draft>/permissions/<purpose>", sent.withdraw_permission, ["GET", "POST"]),
):
    bp.add_url_rule(_path, view_func=_view, methods=_methods)
