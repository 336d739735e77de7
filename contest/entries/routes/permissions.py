"""The page of permissions: five separate questions, and how the guardian is asked.

A view of the blueprint in `routes/student.py`, which gives it its address.
"""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.db.extension import db
from contest.editions import queries as editions
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.actions import consent
from contest.entries.actions import student as actions
from contest.entries.actions.student import Guardian
from contest.entries.forms.student import PermissionsForm
from contest.entries.models import Entry
from contest.entries.routes.keep import STORED, keep_refused, permissions_said, save_page, show_typed, wishes
from contest.entries.routes.own import again, changeable, differences, frame, onward
from contest.web import i18n, who

PAGE = "permissions"


def _filled(stored: tuple[dict[Purpose, str], Guardian], *, adult: bool) -> PermissionsForm:
    form = PermissionsForm(formdata=None)
    form.shape(adult=adult)
    form.fill(*stored)
    return form


def permissions(draft: str) -> ResponseReturnValue:
    """Five separate questions, and how the guardian is asked."""
    entry, form, status, typed = changeable(draft), PermissionsForm(), 0, False
    adult = consent.is_adult(entry, clock.now())
    form.shape(adult=adult)
    if form.validate_on_submit():
        status = save_page(form, draft, PAGE, lambda unit, held: _save(unit, held, form))
        if not status:
            return onward(draft, "check")
    if request.method == "POST":
        keep_refused(draft, PAGE)
    entry = again(entry)
    stored = wishes(db.session(), entry), actions.guardian_of(entry)
    if request.method == "GET":
        form.fill(*stored)
        typed = show_typed(form, entry, PAGE)
    if request.method == "GET" or status == 409:
        form.seen.data = rules.trace(permissions_said(*stored))
    texts = editions.consent_texts(db.session(), entry.edition_id, i18n.current().code)
    return render_template(
        "entries/student/permissions.html", entry=entry, form=form, frame=frame(entry, "school"), adult=adult, typed=typed,
        texts={purpose.value: {text.language: text.text} for purpose, text in texts.items()},
        overtaken=differences(form, _filled(stored, adult=adult)) if status == 409 else [],
    ), status or (422 if form.errors else 200)  # fmt: skip


def _save(unit: Any, entry: Entry, form: PermissionsForm) -> None:
    actor, now, answers, guardian = who.student(), clock.now(), form.answers(), form.guardian()
    rules.check_seen(STORED[PAGE](unit, entry), permissions_said(answers, guardian), form.seen.data or "")
    actions.save_guardian(unit, actor, entry, guardian, now=now)
    consent.say_wishes(unit, actor, entry, answers, language=i18n.current().code, now=now)
