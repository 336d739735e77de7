"""Two stylesheets and the scripts, each under an address that changes with its content, and packed for those on poor lines."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

STATIC = Path(__file__).parents[2] / "static"
# What every page needs, and what only the work areas need on top of it: the public and children load the first alone.
WORK = ("awards", "editions", "governments", "judging*", "letters", "likeness", "results")
ORDER = ("css/tokens.css", "css/base.css", "css/layout.css", "components/*.css", "pages/*.css")
FOREVER = "public, max-age=31536000, immutable"
PACKED = {".js": "text/javascript", ".svg": "image/svg+xml"}  # pictures are packed already

bp = Blueprint("assets", __name__)


def _styles(name: str) -> str:
    work = {path for stem in WORK for path in STATIC.glob(f"pages/{stem}.css")}
    everything = [path for pattern in ORDER for path in sorted(STATIC.glob(pattern))]
    files = [path for path in everything if (path in work) == (name == "work")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def _bundle(name: str) -> tuple[str, str]:
    css = _styles(name)
    return hashlib.sha256(css.encode()).hexdigest()[:16], css


@cache
def _stamp() -> str:
    """One stamp for all scripts and images: modules import each other by relative path."""
    digest = hashlib.sha256()
    for path in sorted(p for p in STATIC.rglob("*") if p.is_file() and p.suffix != ".css"):
        digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes() if path.suffix != ".css" else _bundle(path.stem)[1].encode(), mtime=0)


def _sent(plain: Callable[[], Response], path: Path, kind: str, digest: str) -> Response:
    """The file as it is, or packed for a browser that can unpack it. Pages are never packed: they hold what strangers may not guess."""
    if request.accept_encodings.find("gzip") < 0:
        answer = plain()
    else:
        answer = Response(_packed(path), mimetype=kind)
        answer.headers["Content-Encoding"] = "gzip"
        answer.set_etag(f"{digest}-gzip")
        answer.make_conditional(request)
    answer.vary.add("Accept-Encoding")
    return answer


def refresh() -> None:
    """Read the files again (while developing)."""
    for read in (_bundle, _stamp, _packed):
        read.cache_clear()


@bp.get("/assets/<any(site, work):name>-<digest>.css")
def styles(name: str, digest: str) -> Response:
    """All stylesheets of a kind as one, in the order of the layers."""
    known, css = _bundle(name)

    def plain() -> Response:
        answer = Response(css, mimetype="text/css")
        answer.set_etag(known)
        answer.make_conditional(request)
        return answer

    answer = _sent(plain, STATIC / f"{name}.css", "text/css", known)
    answer.headers["Cache-Control"] = FOREVER if digest == known else "no-store"
    return answer


@bp.get("/assets/<stamp>/<path:name>")
def file(stamp: str, name: str) -> Response:
    """A script or an image of the site itself."""
    if name.endswith(".css"):
        raise NotFound
    path = Path(safe_join(str(STATIC), name) or "")
    if path.suffix in PACKED and path.is_file():
        answer = _sent(lambda: send_from_directory(STATIC, name), path, PACKED[path.suffix], _stamp())
    else:
        answer = send_from_directory(STATIC, name)
    answer.headers["Cache-Control"] = FOREVER if stamp == _stamp() else "no-store"
    return answer


@bp.get("/judge/sw.js")
def worker() -> Response:
    """What keeps the judge's desk alive without a line. A browser lets it help only pages below its own address."""
    answer = Response((STATIC / "sw" / "judge.js").read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def init_app(app: Flask) -> None:
    """`stylesheet()` (or `stylesheet("work")`) and `asset(name)` for templates."""
    app.register_blueprint(bp)

    def fresh() -> None:
        if app.debug:
            refresh()

    app.before_request(fresh)
    app.jinja_env.globals.update(
        stylesheet=lambda name="site": url_for("assets.styles", name=name, digest=_bundle(name)[0]),
        asset=lambda name: url_for("assets.file", stamp=_stamp(), name=name),
    )
