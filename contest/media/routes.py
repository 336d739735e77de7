"""The one way to a picture's bytes. Permission is asked at every request; nothing here writes."""

from __future__ import annotations

import re

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from contest.db.extension import db
from contest.db.unit import keys
from contest.media import queries
from contest.media.extension import current
from contest.media.models import Derivative
from contest.media.rules import missing
from contest.media.serve import ASK_AGAIN, DESK, FOREVER, NOT_KEPT, send_derivative
from contest.policy import PUBLIC

blueprint = Blueprint("media", __name__)


@blueprint.get("/media/<name>")
def picture(name: str) -> Response:
    """A published picture for anybody, a private one for those a door lets in, a blind one for its judge."""
    session = db.session()
    media = current()
    if queries.PUBLIC.fullmatch(name):
        candidates = queries.find_public(session, name)
        published = _found(next((each for each in candidates if media.may_see(session, PUBLIC, each.picture)), None))
        return send_derivative(published, FOREVER, etag=published.public_name)
    faces = media.faces() or (PUBLIC,)
    if blind := queries.BLIND.fullmatch(name):
        found = (media.find_blind(session, face, blind[1], int(blind[2])) for face in faces)
        return _blind(session, blind, _found(next((derivative for derivative in found if derivative is not None), None)))
    private = _found(queries.find_private(session, name))
    if not any(media.may_see(session, face, private.picture) for face in faces):
        raise missing()
    return send_derivative(private, NOT_KEPT)


def _blind(session: Session, asked: re.Match[str], derivative: Derivative) -> Response:
    """The same headers for every work. An address that does not say which picture it means is asked for again each time."""
    etag = queries.blind_sign(keys(session), asked[1], derivative.private_name)
    return send_derivative(derivative, DESK if asked[3] == etag[:16] else ASK_AGAIN, etag=etag, blind=True)


def _found(derivative: Derivative | None) -> Derivative:
    if derivative is None:
        raise missing()
    return derivative
