"""A signed form, photographed: how the photo comes in, for whoever has the paper; and the page that hands the link to a parent.

Views of the blueprint in `routes/student.py`, which gives each its address; the guardian's and the desks' pages use `taken_in`.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import Refused, TooMany
from contest.db.extension import db
from contest.db.unit import site_address
from contest.entries.actions import consent, papers_read
from contest.entries.forms.signed import SignedForm
from contest.entries.models import Entry
from contest.entries.queries import signed as queries
from contest.entries.routes.incoming import take_in
from contest.entries.routes.own import LINKS, frame, mine, own, photo_limits, secret_of
from contest.entries.states import EntryState
from contest.media.extension import current as media
from contest.media.intake import Prepared
from contest.media.room import room
from contest.media.rules import FIELD
from contest.web import i18n, limits, who
from contest.web.errors import status_of, words
from contest.web.navigation import tell
from contest.web.qr import square

SLACK = 100_000  # what a form adds to its file
UPLOADS = "20 per hour"


def make_room() -> None:
    """A photo may be larger than a form; said before anything reads the request."""
    request.max_content_length = media().limits.bytes + SLACK


def taken_in(form: SignedForm, entry: Entry, keep: Callable[[Session, Prepared], object]) -> int:
    """Look into the photo, then `keep` it: 0 when that is done, else the status of the page that says why not."""
    try:
        limits.count(UPLOADS, "signed form", str(entry.id))
        sent = request.files.get(form.photo.name)
        if sent is None or not sent.filename:
            form.photo.errors = [_("Choose a photo of the signed form.")]
            return 422
        with room():
            take_in(sent, photo_limits(entry.edition), keep)
    except Refused as error:
        if error.field != FIELD and not isinstance(error, TooMany):
            raise
        form.photo.errors = [words(error)]
        return status_of(error)
    return 0


def too_heavy(form: SignedForm, entry: Entry) -> None:
    """Say that the photo is far over the limit."""
    limit = photo_limits(entry.edition).bytes // 1_000_000
    found = max(round((request.content_length or 0) / 1_000_000), limit + 1)
    form.photo.errors = [_("This photo is %(found)s MB. The limit is %(limit)s MB", found=found, limit=limit)]


def consent_photo(draft: str) -> ResponseReturnValue:
    """The painter sends a photo of the form a parent has signed."""
    entry, form, status = mine(draft), SignedForm(), 200
    if entry.state is EntryState.DRAFT:
        return redirect(url_for("entries_student.draft", draft=draft), 302)
    if form.validate_on_submit():
        def keep(unit: Session, prepared: Prepared) -> object:
            return papers_read.hand_in(
                unit, who.student(), own(unit, draft), prepared, store=media().store, language=i18n.current().code, now=clock.now()
            )
        status = taken_in(form, entry, keep)
        if not status:
            tell(_("The photo has arrived. Your coordinator reads it and notes the answers down."))
            return redirect(url_for("entries_student.consent_photo", draft=draft), 303)
    return _student_page(mine(draft), form), status or 200


def too_large(draft: str) -> ResponseReturnValue:
    """A photo far over the limit: the same page again."""
    entry, form = mine(draft), SignedForm(formdata=None)
    too_heavy(form, entry)
    return _student_page(entry, form), 413


def _student_page(entry: Entry, form: SignedForm) -> str:
    return render_template(
        "entries/student/consent_photo.html", entry=entry, form=form, frame=frame(entry, "sent"),
        paper=queries.newest_form(db.session(), entry.id), adult=consent.is_adult(entry, clock.now()),
        limit=photo_limits(entry.edition).bytes // 1_000_000,
    )  # fmt: skip


def hand_over(draft: str) -> ResponseReturnValue:
    """To be shown to a parent: the link as a large square, in whichever language they read."""
    entry, token = mine(draft), secret_of(LINKS, draft)
    if not token:
        return redirect(url_for("entries_student.sent", draft=draft, _anchor="guardian"), 302)
    link = site_address(db.session(), url_for("entries_guardian.consent", token=token))
    return render_template(
        "entries/student/hand_over.html", entry=entry, link=link, square=square(link, _("The guardian’s link for a camera")),
        back_to=url_for("entries_student.sent", draft=draft, lang=entry.student.language, _anchor="guardian"),
    )  # fmt: skip
