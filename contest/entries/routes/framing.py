"""How a picture is turned, trimmed and covered: the painter's page, and the secretariat's. Every step works without scripts.

Corners are moved by reading the page again with other corners in its address, which changes nothing; pressing Trim or Cover then makes
new files from the photo. Whatever two windows do, each press means the picture its own window showed, and the last one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NoRoom, TooMany, Unavailable
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries import rules
from contest.entries.actions import desk, student
from contest.entries.actions.framing import Before, before
from contest.entries.forms.framing import FramingForm
from contest.entries.queries import desk as works
from contest.entries.queries import student as queries
from contest.entries.routes.own import changeable, frame, from_check, mine, own
from contest.media import corners, intake
from contest.media.advice import advice
from contest.media.extension import current as media
from contest.media.framing import FULL, WHOLE, Framing, Quad
from contest.media.intake import Prepared
from contest.media.models import Picture
from contest.media.room import room
from contest.media.rules import damaged, missing
from contest.policy import May, require
from contest.web import limits, who
from contest.web.errors import status_of, words
from contest.web.navigation import tell

LAST = "framed"  # in this browser's cookie: what the last press changed, to undo it
RATE = "300 per hour"
OUTSIDE: Quad = ((0, 0),) * 4  # a box that covers what is cut off: listed, but nowhere on the picture
Act = Callable[[Session, Prepared, Before], None]


@dataclass(frozen=True, slots=True)
class Editor:
    """Four corners to be moved, as the page draws them. `pressed` is the button that was just used, `stuck` when it moved nothing."""

    shape: str  # trim or mask
    points: Quad
    open: bool = False
    corner: str = "0"
    step: int = corners.LARGE
    pressed: str = ""
    stuck: bool = False

    @property
    def value(self) -> str:
        """For a hidden field."""
        return corners.written(self.points)

    @property
    def outline(self) -> str:
        """The points of an SVG polygon."""
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def place(self) -> tuple[int, int]:
        """Where the chosen corner is (the middle, for all of them): percent from the left and from the top."""
        chosen = self.points if self.corner == corners.ALL else [self.points[int(self.corner)]]
        x, y = (sum(each) / len(chosen) * 100 / FULL for each in zip(*chosen, strict=True))
        return round(x), round(y)


# ── the painter ──


def photo_check(draft: str) -> ResponseReturnValue:
    """Is it the right way up, whole and sharp?"""
    entry, form, status = changeable(draft), FramingForm(), 200
    picture = queries.picture(db.session(), entry)

    def act(unit: Session, prepared: Prepared, found: Before) -> None:
        student.frame_photo(unit, who.student(), own(unit, draft), prepared, found, store=media().store, now=clock.now())

    if picture is not None and form.validate_on_submit():
        status = _pressed(form, picture, act, covering=False)
        if not status:
            return redirect(url_for("entries_student.photo_check", draft=draft, **from_check()), 303)
        entry = mine(draft)
        picture = queries.picture(db.session(), entry)
    if picture is None:  # not chosen yet, or taken away in the meantime
        return redirect(url_for("entries_student.photo", draft=draft), 303)
    return render_template(
        "entries/student/photo_check.html", entry=entry, form=form, frame=frame(entry, "photo"), shown=queries.shown(db.session(), entry),
        kept=from_check(), onward=url_for(f"entries_student.{'check' if from_check() else 'painting'}", draft=draft),
        **_seen(picture, form, entry.edition.picture_side, covering=False),
    ), 422 if form.errors and status == 200 else status  # fmt: skip


# ── the secretariat ──


def picture(reference: str) -> ResponseReturnValue:
    """Turn, trim or cover the picture of a sent work, in whatever stage it is."""
    require(who.actor(), May.PICTURE_FRAME)
    entry, form, status = works.by_reference(db.session(), reference), FramingForm(), 200
    desk.check_step(who.actor(), entry, "frame")
    held, found = entry.id, queries.picture(db.session(), entry)

    def act(unit: Session, prepared: Prepared, was: Before) -> None:
        desk.frame_picture(unit, who.actor(), works.hold(unit, held), prepared, was, store=media().store, now=clock.now())

    if found is not None and form.validate_on_submit():
        status = _pressed(form, found, act, covering=True)
        if not status:
            return redirect(url_for("entries_staff.picture", reference=reference), 303)
        entry = works.by_reference(db.session(), reference)
        desk.check_step(who.actor(), entry, "frame")
    work = works.work(db.session(), entry)
    if work.photo is None:
        raise missing()
    return render_template(
        "entries/staff/picture.html", entry=entry, work=work, form=form,
        back_to=url_for("entries_staff.entry", reference=entry.receipt or entry.id),
        **_seen(work.photo, form, entry.edition.picture_side, covering=True),
    ), 422 if form.errors and status == 200 else status  # fmt: skip


# ── both ──


def _pressed(form: FramingForm, picture: Picture, act: Act, *, covering: bool) -> int:
    """Frame the picture as the pressed button says: 0 when that is done, else the status of the page that says why not."""
    found = before(picture)
    try:
        wanted, said = _wish(form, found, covering=covering)
        if wanted != found.framing:
            face = who.actor() if covering else who.student()
            limits.count(RATE, "framing", face.kind, str(face.id))
            _made(picture, wanted, found, act)
            session[LAST] = [found.picture_id, list(astuple(found.framing)), list(astuple(wanted))]
    except rules.Closed:
        raise
    except (Invalid, Conflict, TooMany, NoRoom, Unavailable) as error:
        form.form_errors.append(words(error))
        return status_of(error)
    tell(said)
    return 0


def _made(picture: Picture, wanted: Framing, found: Before, act: Act) -> None:
    """Decode outside of the transaction, as it takes its time."""
    kit = media()
    try:
        with room():
            prepared = intake.prepare_framing(picture, wanted, store=kit.store, decoders=kit.decoders, limits=kit.limits)
    except (FileNotFoundError, Missing):
        raise damaged() from None
    try:
        with room(), transaction() as unit:
            act(unit, prepared, found)
    except BaseException:
        intake.discard(prepared)
        raise


def _wish(form: FramingForm, found: Before, *, covering: bool) -> tuple[Framing, str]:
    """The framing a press asks for, and what to say when it is done."""
    now, act = found.framing, form.turn.data or form.act.data
    showed = corners.seen(form.seen.data, now)
    if act in {"left", "right"}:
        turned = showed.turned(-1 if act == "left" else 1)
        return replace(now, rotation=turned.rotation), _("Turned to the left.") if act == "left" else _("Turned to the right.")
    if act == "trim":
        return replace(now, crop=corners.trimmed(showed, _corners(form))), _("The picture is trimmed.")
    if act == "whole":
        return replace(now, crop=None), _("The whole photo is shown again.")
    if act == "undo":
        return _undone(found, covering=covering), _("The last change is undone.")
    if act == "mask" and covering:
        return replace(now, masks=corners.covered(showed, _corners(form))), _("This part of the picture is covered.")
    if act == "unmask" and covering:
        left = tuple(each for each in now.masks if corners.written(each) != form.mask.data)
        return replace(now, masks=left), _("The box is removed.")
    raise Invalid(N_("Choose one of the buttons on this page."))


def _corners(form: FramingForm) -> Quad:
    points = corners.read(form.corners.data)
    if points is None:
        raise Invalid(N_("The corners did not arrive. Set them once more."), corners.FIELD)
    return points


def _last(found: Before) -> Framing | None:
    """How the picture was framed before this browser's last press, while nothing else has changed it."""
    picture_id, was, made = session.get(LAST) or (0, (), ())
    return Framing.of(*was) if picture_id == found.picture_id and Framing.of(*made) == found.framing else None


def _undone(found: Before, *, covering: bool) -> Framing:
    was = _last(found)
    if was is None:
        raise Conflict(N_("There is nothing to undo any more: the picture was changed somewhere else."))
    return was if covering else replace(was, masks=found.framing.masks)


def _seen(picture: Picture, form: FramingForm, side: int, *, covering: bool) -> dict[str, Any]:
    """What the page draws and offers."""
    framing, found = picture.framing, before(picture)
    suggestion = corners.suggested(framing, picture.measures)
    asked: Mapping[str, Any] = request.args
    if form.errors:
        asked = {"shape": form.act.data, "corners": form.corners.data}
    return {
        "advice": advice(picture.width, picture.height, picture.measures, side), "framing": framing, "trace": corners.trace(framing),
        "suggestion": Editor("trim", suggestion) if suggestion else None, "undoable": _last(found) is not None,
        "trim": _editor("trim", suggestion or WHOLE, asked), "cover": _editor("mask", corners.BOX, asked) if covering else None,
        "masks": [
            (corners.written(mask), Editor("mask", corners.shown(framing, mask) or OUTSIDE, corner=corners.ALL)) for mask in framing.masks
        ],
    }  # fmt: skip


def _editor(shape: str, start: Quad, asked: Mapping[str, Any]) -> Editor:
    """The corners as the address has them, moved as it says; what makes no sense there is left out."""
    usual = corners.ALL if shape == "mask" else corners.CORNERS[0]
    if asked.get("shape") != shape:
        return Editor(shape, start, corner=usual)
    points = corners.read(asked.get("corners")) or start
    corner = asked.get("corner") or usual
    if corner not in {*corners.CORNERS, usual}:
        corner = usual
    step = corners.SMALL if asked.get("step") == str(corners.SMALL) else corners.LARGE
    way = asked.get("move") or ""
    if way not in corners.WAYS:
        return Editor(shape, points, open=True, corner=corner, step=step)
    after = corners.moved(points, corner, way, step)
    return Editor(shape, after, open=True, corner=corner, step=step, pressed=way, stuck=after == points)
