"""The page for the photo, and the addresses it is sent to: whole with the form, or in parts by a script.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, Refused, TooMany
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries import rules
from contest.entries.actions import photo as actions
from contest.entries.actions.student import CLOSED
from contest.entries.forms.student import PhotoForm
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.routes.incoming import keep_prepared, take_in
from contest.entries.routes.own import CODES, again, changeable, frame, from_check, own, photo_limits
from contest.media import intake, parts, upload
from contest.media.extension import current as media
from contest.media.parts import Standing
from contest.media.room import room
from contest.media.rules import FIELD, Limits
from contest.web import limits, who
from contest.web.errors import status_of, words

SLACK = 100_000  # what a form adds to its file
UPLOADS = "60 per hour"


def photo(draft: str) -> ResponseReturnValue:
    """One photo. It is looked into before anything is locked."""
    entry, form, status = changeable(draft), PhotoForm(), 200
    if form.validate_on_submit():
        try:
            _count()
            with room():
                _take_photo(draft, photo_limits(entry.edition))
        except Refused as error:
            if error.field != FIELD and not isinstance(error, TooMany):
                raise
            form.photo.errors = [words(error)]
            status = status_of(error)
        else:
            return redirect(_taken(draft), 303)
    return _page(again(entry), form), status


def too_large(draft: str) -> ResponseReturnValue:
    """A photo far over the limit: the same page again, with what was found and what is wanted."""
    entry = changeable(draft)
    form, allowed = PhotoForm(formdata=None), photo_limits(entry.edition).bytes
    found = max(round((request.content_length or 0) / 1_000_000), math.ceil((allowed + 1) / 1_000_000))
    text = _("This photo is %(found)s MB. The limit is %(limit)s MB", found=found, limit=allowed // 1_000_000)
    form.photo.errors = [text]
    return _page(entry, form), 413


def _page(entry: Entry, form: PhotoForm) -> str:
    waiting = parts.unfinished(db.session(), actions.about(entry), now=clock.now())
    return render_template(
        "entries/student/photo.html", entry=entry, form=form, frame=frame(entry), shown=queries.shown(db.session(), entry),
        limit=photo_limits(entry.edition).bytes // 1_000_000, side=entry.edition.picture_side,
        begin=url_for("entries_student.begin_upload", draft=entry.draft_key, **from_check()),
        waiting=parts.standing(waiting[0]) if waiting and waiting[0].received else None,
        obstacles=[words(each) for each in queries.in_the_way(db.session(), entry.student, entry.edition, entry)],
    )  # fmt: skip


def _count() -> None:
    limits.count(UPLOADS, "upload", str(who.student().id))


def _taken(draft: str) -> str:
    if session.get("shared"):
        session.pop(CODES, None)  # told once; nothing of it stays on a shared computer
    return url_for("entries_student.photo_check", draft=draft, **from_check())


def _take_photo(draft: str, allowed: Limits) -> None:
    take_in(request.files.get("photo"), allowed, lambda unit, prepared: actions.take_photo(
        unit, who.student(), own(unit, draft), prepared, store=media().store, now=clock.now()
    ))  # fmt: skip


# ── in parts ──


def _for_scripts(view: Callable[..., Response]) -> Callable[..., Response]:
    """What is refused is said in words to a script, not with the page about the closing."""

    @wraps(view)
    def asked(*given: str, **named: str) -> Response:
        try:
            return view(*given, **named)
        except rules.Closed:
            raise Conflict(CLOSED) from None

    return asked


@_for_scripts
def begin_upload(draft: str) -> Response:
    """A file is announced. Going on with an earlier upload is no new one, and counts against nobody."""
    entry, announced = changeable(draft), upload.announced()
    with room(), transaction() as unit:
        here, new = actions.begin_upload(
            unit, who.student(), own(unit, draft), announced, store=media().store, limits=photo_limits(entry.edition), now=clock.now()
        )  # fmt: skip
        if new:
            _count()
    return upload.stands(here, _address(draft, here.key), 201 if new else 200)


@_for_scripts
def upload_stands(draft: str, key: str) -> Response:
    """Where an upload stands."""
    entry = changeable(draft)
    here = parts.standing(parts.find(db.session(), actions.about(entry), key, now=clock.now()))
    return upload.stands(here, _address(draft, key))


@_for_scripts
def take_part(draft: str, key: str) -> Response:
    """One chunk. After the last one the photo is decoded and kept, and the answer says where to go."""
    chunk = upload.chunk()  # first of all: while a slow line sends, no connection to the database is held
    entry = changeable(draft)
    with room(), transaction() as unit:
        here, taken = actions.take_part(unit, who.student(), own(unit, draft), key, chunk, store=media().store, now=clock.now())
    if not here.done and not taken:
        return upload.stands(here, _address(draft, key), 409)
    if not here.done and not here.whole:
        return upload.went_on(here)
    if not here.done:
        _finish(draft, here, photo_limits(entry.edition))
    return upload.arrived(here, _taken(draft))


def _finish(draft: str, here: Standing, allowed: Limits) -> None:
    store = media().store
    with room():
        try:
            prepared = intake.prepare(parts.whole(store, here), store=store, decoders=media().decoders, limits=allowed)
        except Invalid:  # no photo: nothing of it is kept
            with suppress(Missing):  # a second try was told the same, and dropped it
                _drop(draft, here.key)
            raise
        keep_prepared(prepared, lambda unit, made: actions.finish_upload(
            unit, who.student(), own(unit, draft), here.key, made, store=store, now=clock.now()
        ))  # fmt: skip


@_for_scripts
def drop_upload(draft: str, key: str) -> Response:
    """Cancelled by the painter."""
    changeable(draft)
    _drop(draft, key)
    return Response(status=204, mimetype="text/plain")


def _drop(draft: str, key: str) -> None:
    with transaction() as unit:
        actions.drop_upload(unit, who.student(), own(unit, draft), key, store=media().store, now=clock.now())


def _address(draft: str, key: str) -> str:
    return url_for("entries_student.take_part", draft=draft, key=key, **from_check())
