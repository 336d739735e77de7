"""The page for photos of the work in progress: never on the way to sending, and without scripts.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict, Refused, TooMany
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries import rules
from contest.entries.actions import process as actions
from contest.entries.forms.student import PhotoForm
from contest.entries.models import Entry
from contest.entries.queries import process as queries
from contest.entries.routes.incoming import take_in
from contest.entries.routes.own import again, changeable, frame, from_check, own, photo_limits
from contest.media.extension import current as media
from contest.media.room import room
from contest.media.rules import FIELD, Limits
from contest.web import limits, who
from contest.web.errors import status_of, words
from contest.web.navigation import tell

UPLOADS = "60 per hour"


def process(draft: str) -> ResponseReturnValue:
    """Up to three photos of how the work came about."""
    entry, form, status = changeable(draft), PhotoForm(), 200
    if form.validate_on_submit():
        try:
            limits.count(UPLOADS, "upload", str(who.student().id))
            with room():
                _take(draft, photo_limits(entry.edition))
        except Refused as error:
            if isinstance(error, rules.Closed) or (error.field != FIELD and not isinstance(error, TooMany | Conflict)):
                raise
            form.photo.errors = [words(error)]
            status = status_of(error)
        else:
            tell(_("The photo is added."))
            return redirect(url_for("entries_student.process", draft=draft, **from_check()), 303)
    return _page(again(entry), form), status


def too_large(draft: str) -> ResponseReturnValue:
    """A photo far over the limit: the same page again, saying so."""
    entry, form = changeable(draft), PhotoForm(formdata=None)
    found, allowed = round((request.content_length or 0) / 1_000_000), photo_limits(entry.edition).bytes // 1_000_000
    form.photo.errors = [_("This photo is %(found)s MB. The limit is %(limit)s MB", found=found, limit=allowed)]
    return _page(entry, form), 413


def _named(photo: queries.Shown, number: int) -> queries.Shown:
    alt = _("Photo %(number)s of the work in progress", number=number)
    return replace(photo, source=replace(photo.source, alt=alt)) if photo.source else photo


def _page(entry: Entry, form: PhotoForm) -> str:
    form.photo.label.text = _("Choose a photo of your work in progress")
    photos = [_named(each, number) for number, each in enumerate(queries.shown(db.session(), entry.id), 1)]
    return render_template(
        "entries/student/process.html", entry=entry, form=form, frame=frame(entry, "painting"),
        photos=photos, most=queries.MOST,
        limit=photo_limits(entry.edition).bytes // 1_000_000, kept=from_check(),
    )  # fmt: skip


def _take(draft: str, allowed: Limits) -> None:
    take_in(request.files.get("photo"), allowed, lambda unit, prepared: actions.add_photo(
        unit, who.student(), own(unit, draft), prepared, store=media().store, now=clock.now()
    ))  # fmt: skip


def remove_process(draft: str, photo: int) -> ResponseReturnValue:
    """Take one photo away."""
    changeable(draft)
    with transaction() as unit:
        entry = own(unit, draft)
        actions.remove_photo(unit, who.student(), entry, queries.one(unit, entry.id, photo), store=media().store, now=clock.now())
    tell(_("The photo is removed."))
    return redirect(url_for("entries_student.process", draft=draft, **from_check()), 303)
