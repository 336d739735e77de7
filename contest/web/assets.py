"""One stylesheet and the scripts, each under an address that changes with its content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory, url_for
from werkzeug.exceptions import NotFound

STATIC = Path(__file__).parents[2] / "static"
ORDER = ("css/tokens.css", "css/base.css", "css/layout.css", "components/*.css", "pages/*.css")
FOREVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


def _styles() -> str:
    files = [path for pattern in ORDER for path in sorted(STATIC.glob(pattern))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def _bundle() -> tuple[str, str]:
    css = _styles()
    return hashlib.sha256(css.encode()).hexdigest()[:16], css


@cache
def _stamp() -> str:
    """One stamp for all scripts and images: modules import each other by relative path."""
    digest = hashlib.sha256()
    for path in sorted(p for p in STATIC.rglob("*") if p.is_file() and p.suffix != ".css"):
        digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def refresh() -> None:
    """Read the files again (while developing)."""
    _bundle.cache_clear()
    _stamp.cache_clear()


@bp.get("/assets/site-<digest>.css")
def site(digest: str) -> Response:
    """All stylesheets as one, in the order of the layers."""
    known, css = _bundle()
    answer = Response(css, mimetype="text/css")
    answer.headers["Cache-Control"] = FOREVER if digest == known else "no-store"
    answer.set_etag(known)
    answer.make_conditional(request)
    return answer


@bp.get("/assets/<stamp>/<path:name>")
def file(stamp: str, name: str) -> Response:
    """A script or an image of the site itself."""
    if name.endswith(".css"):
        raise NotFound
    answer = send_from_directory(STATIC, name)
    answer.headers["Cache-Control"] = FOREVER if stamp == _stamp() else "no-store"
    return answer


def init_app(app: Flask) -> None:
    """`stylesheet()` and `asset(name)` for templates."""
    app.register_blueprint(bp)

    def fresh() -> None:
        if app.debug:
            refresh()

    app.before_request(fresh)
    app.jinja_env.globals.update(
        stylesheet=lambda: url_for("assets.site", digest=_bundle()[0]), asset=lambda name: url_for("assets.file", stamp=_stamp(), name=name)
    )
