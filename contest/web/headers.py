"""What every answer says to the browser, and which requests are not heard at all."""

from __future__ import annotations

import hashlib

from flask import Flask, Response, abort, request

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def public(answer: Response, seconds: int = 60) -> Response:
    """Let caches keep a page that is the same for everybody; repeat visits cost a 304."""
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


def _nothing_odd() -> None:
    if "\0" in request.path or b"%00" in request.query_string:
        abort(400)  # no store keeps such a letter, and nobody types it


def _same_site() -> None:
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and origin != request.host_url.rstrip("/"):
        abort(403)


def _stay_here(answer: Response) -> None:
    """The router's own redirects repeat whatever host was claimed: keep the path alone."""
    where = answer.headers.get("Location", "")
    if where.startswith(request.host_url):
        answer.headers["Location"] = "/" + where.removeprefix(request.host_url).lstrip("/")


def init_app(app: Flask, *, https: bool) -> None:
    """Security headers on every answer; cross-site writes refused before anything else."""
    app.before_request(_nothing_odd)
    app.before_request(_same_site)

    @app.after_request
    def add_headers(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if https:
            answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        answer.headers.setdefault("Cache-Control", "private, no-store")
        _stay_here(answer)
        return answer
