"""What a refusal looks like from outside."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from contest.core.errors import Conflict, Invalid, Missing, NoRoom, NotAllowed, Refused, TooMany, Unavailable
from contest.media.parts import Spoilt
from contest.media.room import FULL, NOT_SAVED
from contest.typeset import CannotTypeset
from contest.web import who

log = logging.getLogger("contest.refusals")
STATUS: dict[type[Refused], int] = {
    Missing: 404, Conflict: 409, Invalid: 422, TooMany: 429, NoRoom: 507, Unavailable: 503, CannotTypeset: 503, Spoilt: 400,
}  # fmt: skip
WORK_AREAS = ("/staff", "/org", "/judge", "/account")


def status_of(error: Refused) -> int:
    """The status of a refusal, whichever of the names it is a kind of."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def words(error: Refused) -> str:
    """The refusal in the page's language."""
    text: str = gettext(error.message)
    return text % error.values if error.values else text


def _wants_json() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _page(status: int, text: str = "") -> Response:
    if _wants_json():
        answer = jsonify(error=text, status=status)
    else:
        known = {404, 409, 413, 422, 429, 500, 503}
        answer = make_response(render_template(f"errors/{status if status in known else 'refused'}.html", text=text, status=status))
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    if status in {429, 503}:
        answer.headers["Retry-After"] = "60"
    return answer


def _not_for_the_store(error: DataError) -> ResponseReturnValue:
    log.warning("the store took no such value: %s at %s", type(error.orig).__name__, request.url_rule)
    return _page(422)


def _no_room(error: OSError) -> ResponseReturnValue:
    """A full disk, wherever it is met (a large form is put aside before any of our own code sees it)."""
    if error.errno not in FULL:
        raise error
    log.error("no room on the disk at %s", request.url_rule)
    return _page(507, gettext(NOT_SAVED))


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """A form whose token is not (any more) this browser's. A script can ask for a new one, so it is told apart from a wrong answer."""
    said = gettext("This page was open for too long. Go back, reload it and send it again: what you typed is still there.")
    return _page(400 if _wants_json() else 422, said)


def init_app(app: Flask) -> None:
    """Answer every refusal and every HTTP error with a page that says what to do."""
    app.register_error_handler(DataError, _not_for_the_store)
    app.register_error_handler(OSError, _no_room)

    @app.errorhandler(NotAllowed)
    def not_allowed(error: NotAllowed) -> ResponseReturnValue:
        log.info("not allowed: %s %s", error.message, request.url_rule)
        if not who.faces() and request.path.startswith(WORK_AREAS) and not _wants_json():
            here = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("accounts.login", next=here), 303)
        return _page(404)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        return _page(status_of(error), words(error))

    app.register_error_handler(CSRFError, stale_form)

    @app.errorhandler(OperationalError)
    def store_busy(error: OperationalError) -> ResponseReturnValue:
        if "locked" not in str(error.orig).lower():
            raise error
        return _page(503)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:  # redirects of the router
            return error.get_response()
        answer = _page(error.code)
        if error.code == 405:
            answer.headers["Allow"] = error.get_response().headers.get("Allow", "GET")
        return answer
