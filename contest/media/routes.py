"""The one way to a picture's bytes. Permission is asked at every request; nothing here writes."""

from __future__ import annotations

from flask import Blueprint, Response, request

from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.media import queries
from contest.media.extension import current
from contest.media.models import Derivative
from contest.media.rules import TYPES
from contest.media.store import derived
from contest.policy import PUBLIC

blueprint = Blueprint("media", __name__)

# Addresses of published files name their content, so caches may keep them for good. Taking a picture down
# closes the address at once, but cannot call back what a cache already has.
FOREVER = "public, max-age=31536000, immutable"
NOT_KEPT = "private, no-store"
# A judge's desk loads the next works ahead; an hour in that judge's own browser tells nobody anything.
DESK = "private, max-age=3600"


@blueprint.get("/media/<name>")
def picture(name: str) -> Response:
    """A published picture for anybody, a private one for those a door lets in, a blind one for its judge."""
    session = db.session()
    media = current()
    if queries.PUBLIC.fullmatch(name):
        candidates = queries.find_public(session, name)
        return _published(_found(next((each for each in candidates if media.may_see(session, PUBLIC, each.picture)), None)))
    faces = media.faces() or (PUBLIC,)
    if blind := queries.BLIND.fullmatch(name):
        found = (media.find_blind(session, face, blind[1], int(blind[2])) for face in faces)
        return _answer(_found(next((derivative for derivative in found if derivative is not None), None)), DESK)
    private = _found(queries.find_private(session, name))
    if not any(media.may_see(session, face, private.picture) for face in faces):
        raise _missing()
    return _answer(private, NOT_KEPT)


def _published(derivative: Derivative) -> Response:
    response = _answer(derivative, FOREVER)
    response.set_etag(derivative.public_name)
    response.make_conditional(request, accept_ranges=True, complete_length=derivative.bytes)
    return response


def _answer(derivative: Derivative, keeping: str) -> Response:
    """The bytes, typed, and nothing that tells when they came, from whom or under which name."""
    try:
        with current().store.open(derived(derivative.private_name)) as file:
            data = file.read()
    except FileNotFoundError:
        raise _missing() from None
    response = Response(data, mimetype=TYPES[derivative.format])
    response.headers["Cache-Control"] = keeping
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _found(derivative: Derivative | None) -> Derivative:
    if derivative is None:
        raise _missing()
    return derivative


def _missing() -> Missing:
    return Missing(N_("There is no such picture (any more)."))
