"""A desk where many photos come in at once: only for tests, as a government's desk will be."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, Response, render_template_string, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import NoRoom
from contest.db.transaction import transaction
from contest.media import intake, parts, room, upload
from contest.media.extension import current
from contest.media.models import Picture

ABOUT = ("batch", 1)
PAGE = """{% extends "_layouts/narrow.html" %}
{% from "_components/upload.html" import uploads %}
{% block title %}Many photos{% endblock %}
{% block main %}<h1>Many photos</h1>
{{ uploads("Choose photos", url_for("many.begin"), "image/*", hint="JPG, PNG, HEIC …", at_once=3) }}{% endblock %}"""

bp = Blueprint("many", __name__)
failing: set[str] = set()  # names whose last chunk finds no room
chunks: Counter[str] = Counter()  # how many came, by name
under_way: set[str] = set()
most_at_once = 0


@bp.get("/<lang:lang>/many")
def page() -> str:
    return render_template_string(PAGE)


@bp.post("/<lang:lang>/many/parts")
def begin() -> Response:
    global most_at_once  # noqa: PLW0603
    media = current()
    with transaction() as unit:
        here, new = parts.begin(unit, ABOUT, upload.announced(), store=media.store, limits=media.limits, now=clock.now(), most=50)
    under_way.add(here.name)
    most_at_once = max(most_at_once, len(under_way))
    return upload.stands(here, url_for("many.take", key=here.key), 201 if new else 200)


@bp.post("/<lang:lang>/many/parts/<key>")
def take(key: str) -> Response:
    chunk, media = upload.chunk(), current()
    with room.room(), transaction() as unit:
        held = parts.held(unit, ABOUT, key, now=clock.now())
        taken = parts.append(held, chunk, store=media.store, now=clock.now())
        here = parts.standing(held)
    chunks[here.name] += 1
    under_way.add(here.name)
    if not taken:
        return upload.stands(here, url_for("many.take", key=key), 409)
    if not here.whole:
        return upload.went_on(here)
    under_way.discard(here.name)
    if here.name in failing:
        raise NoRoom(room.NOT_SAVED)
    prepared = intake.prepare(parts.whole(media.store, here), store=media.store, decoders=media.decoders, limits=media.limits)
    with transaction() as unit:
        intake.keep(unit, media.store, prepared, about=ABOUT, now=clock.now())
        parts.finish(unit, media.store, parts.held(unit, ABOUT, key, now=clock.now()), now=clock.now())
    return upload.arrived(here)


@bp.post("/<lang:lang>/many/parts/<key>/cancel")
def cancel(key: str) -> Any:
    with transaction() as unit:
        parts.cancel(unit, current().store, parts.held(unit, ABOUT, key, now=clock.now()))
    under_way.discard(request.args.get("name", ""))
    return "", 204


def kept(session: Session) -> list[str]:
    """The contents of the photos that arrived."""
    return sorted(session.scalars(select(Picture.sha256).where(Picture.about_kind == ABOUT[0])))
