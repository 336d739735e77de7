"""The calendar files."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from contest.core.languages import language
from contest.db.extension import db
from contest.db.unit import site_address
from contest.exhibitions import papers, queries
from contest.web import headers

bp = Blueprint("exhibitions", __name__)


@bp.get("/exhibitions.ics")
def every_calendar() -> ResponseReturnValue:
    """All exhibitions the public knows of."""
    return _calendar("exhibitions", None)


@bp.get("/exhibitions/<slug>.ics")
def calendar(slug: str) -> ResponseReturnValue:
    """One exhibition."""
    queries.by_slug(db.session(), slug)
    return _calendar(slug, slug)


def _calendar(name: str, slug: str | None) -> Response:
    session = db.session()
    code = language(request.args.get("lang")).code  # never guessed: the file is the same for everybody
    stops = queries.announced_stops(session, slug)
    happenings = [papers.happening(stop, site_address(session, f"/{code}/exhibitions/{stop.exhibition.slug}/")) for stop in stops]
    title = stops[0].exhibition.titles if slug and stops else None
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    answer = Response(papers.calendar(happenings, language=code, name=title, host=host), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return headers.public(answer, seconds=600)
