"""How a browser speaks while it sends a photo in parts: what it asks, what it is told. Each feature gives this an address.

- begin: POST a form with `name`, `length`, and `anew=1` to start over; answered by `stands` with 201, or 200 to go on.
- a chunk: POST its bytes with `Upload-Offset` and `Upload-Checksum: crc32 <hex>`; an empty one at the end asks for the end again.
- GET or HEAD: where it stands.

Everything is asked for by POST, as everywhere on this site: lines of schools and offices are known to let nothing else through.
`check` is the checksum of all that is here: a sender goes on only if its file begins the same way. A chunk that does not belong where
the upload ends is answered 409 with the offset that does; one that was spoilt, 400; when the disk is full, 507; other refusals as ever.
"""

from __future__ import annotations

from flask import Response, jsonify, request

from contest.core.errors import Invalid
from contest.core.text import N_
from contest.media import parts
from contest.media.extension import current
from contest.media.parts import Announced, Chunk, Standing
from contest.media.rules import FIELD


def announced() -> Announced:
    """What the form says of the file to come."""
    length = request.form.get("length", "")
    return Announced(request.form.get("name", ""), _whole(length), bool(request.form.get("anew")))


def chunk() -> Chunk:
    """The chunk in this request. Reads from the line: no transaction may be open."""
    offset = _whole(request.headers.get("Upload-Offset", ""))
    return parts.receive(request.stream, offset=offset, checksum=request.headers.get("Upload-Checksum", ""))


def stands(here: Standing, address: str, status: int = 200) -> Response:
    """Where an upload stands, and `check`, for who begins, comes back or was overtaken."""
    return _told(here, status, at=address, chunk=parts.CHUNK, check=parts.check(current().store, here))


def went_on(here: Standing) -> Response:
    """The chunk is kept."""
    return _told(here, 200)


def arrived(here: Standing, onward: str = "") -> Response:
    """The photo is a picture now; its sender goes `onward`, if anywhere."""
    return _told(here, 200, done=True, next=onward)


def _told(here: Standing, status: int, **more: object) -> Response:
    answer = jsonify(offset=here.received, length=here.length, **more)
    answer.status_code = status
    answer.headers["Upload-Offset"], answer.headers["Upload-Length"] = str(here.received), str(here.length)
    return answer


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 13):
        raise Invalid(N_("We did not understand what was sent. Reload the page and choose the photo again"), FIELD)
    return int(text)
