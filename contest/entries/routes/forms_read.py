"""Signed forms at both desks: the list of those to read, a photo sent in for a work, and reading one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions.queries import all_consent_texts
from contest.entries.actions import desk as actions
from contest.entries.actions import papers_read
from contest.entries.forms.signed import ReadForm, RefuseForm, SignedForm
from contest.entries.models import Entry
from contest.entries.queries import desk as works
from contest.entries.queries import signed as queries
from contest.entries.queries.signed import Form
from contest.entries.routes import signed
from contest.entries.routes.desk import Desk, done, page, zone_of
from contest.media.extension import current as media
from contest.media.intake import Prepared
from contest.media.rules import missing
from contest.web import who
from contest.web.forms import pin_to
from contest.web.navigation import tell
from contest.web.paging import page_of

# Whose forms: governments by id, or all of them.
Scope = Callable[[], tuple[int, ...] | None]


def add_pages(bp: Blueprint, desk: Desk, scope: Scope) -> None:
    """Give a desk its pages for signed forms."""
    _add_list(bp, scope)
    _add_sending(bp, desk)
    _add_reading(bp, desk, scope)


def _add_list(bp: Blueprint, scope: Scope) -> None:
    @bp.get("/forms")
    def forms() -> ResponseReturnValue:
        """The forms that wait to be read, those that wait longest first."""
        session, whose = db.session(), scope()
        found = page_of(lambda offset, limit: queries.waiting(session, whose, offset, limit), queries.count_waiting(session, whose))
        return render_template("entries/desk/forms.html", page=found, desk=bp.name, many=whose is None or len(whose) > 1)


def _add_sending(bp: Blueprint, desk: Desk) -> None:
    @bp.url_value_preprocessor
    def make_room(endpoint: str | None, _values: object) -> None:
        if endpoint == f"{bp.name}.send_form":
            signed.make_room()

    @bp.errorhandler(413)
    def too_large(_error: Exception) -> ResponseReturnValue:
        if request.endpoint != f"{bp.name}.send_form":
            return render_template("errors/413.html", text="", status=413), 413
        entry, form = desk.find((request.view_args or {})["reference"]), SignedForm(formdata=None)
        signed.too_heavy(form, entry)
        return page(desk, "entries/desk/send_form.html", entry, form, status=413)

    @bp.route("/<reference>/form", methods=["GET", "POST"])
    def send_form(reference: str) -> ResponseReturnValue:
        """A photo of the form that came to the school or the office; then it is read."""
        entry, form, status = desk.find(reference), SignedForm(), 200
        actions.check_step(who.actor(), entry, "permissions")
        if form.validate_on_submit():
            kept: list[int] = []

            def keep(unit: Session, prepared: Prepared) -> None:
                held, language = works.hold(unit, entry.id), entry.student.language
                sent = papers_read.hand_in(unit, who.actor(), held, prepared, store=media().store, language=language, now=clock.now())
                kept.append(sent.id)

            status = signed.taken_in(form, entry, keep)
            if not status:
                return redirect(url_for(".read_form", reference=reference, paper=kept[0]), 303)
        return page(desk, "entries/desk/send_form.html", desk.find(reference), form, status=status or 200)


def _add_reading(bp: Blueprint, desk: Desk, scope: Scope) -> None:
    @bp.route("/<reference>/forms/<int:paper>", methods=["GET", "POST"])
    def read_form(reference: str, paper: int) -> ResponseReturnValue:
        """The photo beside the five questions."""
        entry, form = desk.find(reference), ReadForm()
        actions.check_step(who.actor(), entry, "permissions")
        found = queries.form(db.session(), entry.id, paper)
        form.shape(all_consent_texts(db.session(), entry.edition_id))
        if request.method == "GET":
            form.language.data = found.paper.language
        if form.validate_on_submit():
            with pin_to(form), transaction() as unit:
                papers_read.read_form(
                    unit, who.actor(), works.hold(unit, entry.id), paper, form.answers(), given_by=form.given_by.data,
                    language=form.language.data, versions=form.versions(), now=clock.now(),
                )  # fmt: skip
            if not form.errors:
                return _onward(bp, desk, scope, entry, _("The answers on the form are recorded."))
        return _reading(desk, desk.find(reference), found, form, RefuseForm(formdata=None))

    @bp.post("/<reference>/forms/<int:paper>/refuse")
    def refuse_form(reference: str, paper: int) -> ResponseReturnValue:
        """It cannot be used; the painter is told why."""
        entry, form = desk.find(reference), RefuseForm()
        actions.check_step(who.actor(), entry, "permissions")
        found = queries.form(db.session(), entry.id, paper)
        if form.validate_on_submit():
            with pin_to(form), transaction() as unit:
                papers_read.refuse_form(unit, who.actor(), works.hold(unit, entry.id), paper, reason=form.reason(), now=clock.now())
            if not form.errors:
                return _onward(bp, desk, scope, entry, _("The student is told that a new photo of the form is needed."))
        reading = ReadForm(formdata=None)
        reading.shape(all_consent_texts(db.session(), entry.edition_id))
        reading.language.data = found.paper.language
        return _reading(desk, desk.find(reference), found, reading, form)


def _reading(desk: Desk, entry: Entry, found: Form, form: ReadForm, refuse: RefuseForm) -> ResponseReturnValue:
    session = db.session()
    shown = queries.shown(session, found.paper)
    if shown is None:
        raise missing()
    text = render_template(
        "entries/desk/read_form.html", entry=entry, work=works.work(session, entry), found=found, shown=shown, form=form, refuse=refuse,
        back_to=desk.back(entry), zone=zone_of(entry),
    )  # fmt: skip
    return text, 422 if form.errors or refuse.errors else 200


def _onward(bp: Blueprint, desk: Desk, scope: Scope, entry: Entry, message: str) -> ResponseReturnValue:
    """To the next forms while there are any, else back to the work."""
    if queries.count_waiting(db.session(), scope()):
        tell(message)
        return redirect(url_for(f"{bp.name}.forms"), 303)
    return done(desk, entry, message)
