"""Sending a stored file: whole, a part of it, not at all to who has it already, or by the web server in front."""

from __future__ import annotations

import re

from flask import Response, request
from werkzeug.wsgi import FileWrapper, wrap_file

from contest.core.text import disposition
from contest.media import rules
from contest.media.extension import current
from contest.media.models import Derivative, Picture
from contest.media.store import derived, original

# Addresses of published files name their content, so caches may keep them for good. Taking a picture down
# closes the address at once, but cannot call back what a cache already has.
FOREVER = "public, max-age=31536000, immutable"
NOT_KEPT = "private, no-store"
# A judge's desk loads the next works ahead, under addresses that change when the secretariat covers a name on a picture.
# Short all the same: a desk that stays open holds the addresses it has begun with.
DESK = "private, max-age=600"
ASK_AGAIN = "private, no-cache"
BLOCK = 64 * 1024


def send_derivative(file: Derivative, keeping: str, *, etag: str = "", blind: bool = False) -> Response:
    """A picture made for showing. Refuses with `Missing`.

    A `blind` one always goes through this process: a web server in front would add the time of the file and an ETag
    made of it, which tell when a work came in and in which order.
    """
    return _sent(derived(file.private_name), file.bytes, rules.TYPES[file.format], keeping, etag=etag, in_front=not blind)


def send_original(picture: Picture, filename: str) -> Response:
    """The bytes as somebody sent them: to keep as a file, never opened by the browser, whatever is in them. Refuses with `Missing`."""
    answer = _sent(original(picture.sha256), picture.bytes, "application/octet-stream", NOT_KEPT)
    answer.headers["Content-Disposition"] = disposition("attachment", filename)
    return answer


def stretch(wanted: str, length: int) -> tuple[int, int] | None:
    """The bytes a Range header asks for, as start and stop; None for all of them, also when several parts are wanted.

    Raises `ValueError` when there are no such bytes.
    """
    given = re.fullmatch(r"bytes=\s*(?:([0-9]{1,15})-([0-9]{0,15})|-([0-9]{1,15}))\s*", wanted)
    if given is None:
        return None
    first, last, ending = given.groups()
    start, stop = (max(length - int(ending), 0), length) if ending else (int(first), min(int(last or length) + 1, length))
    if last and int(last) < int(first):  # no range at all, so not heard
        return None
    if start >= length:
        raise ValueError(wanted)
    return start, stop


def _sent(name: str, length: int, mimetype: str, keeping: str, *, etag: str = "", in_front: bool = True) -> Response:
    try:
        answer = _not_again(etag) or (_by_the_front(name) if in_front else None) or _by_us(name, length, etag)
    except FileNotFoundError:
        raise rules.missing() from None
    if answer.status_code != 416:
        answer.headers["Content-Type"] = mimetype
        answer.headers["Cache-Control"] = keeping
        if etag:
            answer.set_etag(etag)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _not_again(etag: str) -> Response | None:
    return Response(status=304) if etag and request.if_none_match.contains_weak(etag) else None


def _by_the_front(name: str) -> Response | None:
    """An empty answer that tells the web server in front which file to send; it looks after ranges itself."""
    media = current()
    path = media.store.served(name) if media.front else None
    if media.front is None or path is None:
        return None
    if not media.store.has(name):
        raise FileNotFoundError(name)
    answer = Response()
    answer.headers[media.front.header] = media.front.value(path)
    return answer


def _by_us(name: str, length: int, etag: str) -> Response:
    store = current().store
    if request.method == "HEAD":
        if not store.has(name):
            raise FileNotFoundError(name)
        return Response(headers={"Content-Length": str(length)})
    try:
        part = stretch(request.headers.get("Range", ""), length) if request.method == "GET" and _same_as_before(etag) else None
    except ValueError:
        return Response(status=416, mimetype="text/plain", headers={"Content-Range": f"bytes */{length}"})
    if part is None:
        body = wrap_file(request.environ, store.open(name), BLOCK)
        return Response(body, headers={"Content-Length": str(length)}, direct_passthrough=True)
    start, stop = part
    answer = Response(FileWrapper(store.open(name, start, stop), BLOCK), status=206, direct_passthrough=True)
    answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{length}"
    answer.headers["Content-Length"] = str(stop - start)
    return answer


def _same_as_before(etag: str) -> bool:
    """May a part be sent to who holds the beginning? Not when it says it is of something else."""
    before = request.headers.get("If-Range")
    return before is None or bool(etag and before == f'"{etag}"')
