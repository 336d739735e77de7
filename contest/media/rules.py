"""What may come in, and what is said to whom brings something else. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from contest.core.errors import Invalid, Missing
from contest.core.text import N_

FIELD = "photo"
ACCEPTED = ("jpeg", "png", "webp", "tiff", "heic", "avif", "bmp", "gif")
SUFFIXES = {"jpeg": "jpg", "webp": "webp"}
TYPES = {"jpeg": "image/jpeg", "webp": "image/webp"}
HEAD = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a guest may be. JPEG may have more pixels: it is decoded at a fraction of its size."""

    bytes: int = 60_000_000
    jpeg_pixels: int = 120_000_000
    pixels: int = 40_000_000

    def pixels_of(self, kind: str) -> int:
        """The largest number of pixels decoded for this kind."""
        return self.jpeg_pixels if kind == "jpeg" else self.pixels


_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF", "pdf"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00\x10\x00\x00\x00CR", "RAW"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"8BPS", "PSD"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xd0\xcf\x11\xe0", "archive"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\x00\x00\x01\xba", "video"),
    (b"FLV\x01", "video"),
)
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}


def sniff(head: bytes) -> str:
    """What the first bytes say a file is: one of `ACCEPTED`, another kind by name, `empty` or `unknown`."""
    if not head:
        return "empty"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "video"}.get(head[8:12], "unknown")
    if head[4:8] == b"ftyp":
        return "avif" if head[8:12] in {b"avif", b"avis"} else "heic" if head[8:12] in _HEIC else "video"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "SVG" if text.startswith(b"<svg") or (text.startswith(b"<?xml") and b"<svg" in text) else "unknown"


_NAMED = {
    "empty": N_("This file is empty. Choose a JPG, PNG, HEIC or WebP photo"),
    "pdf": N_("This file is a PDF. Choose a JPG, PNG, HEIC or WebP photo"),
    "archive": N_("This file is an archive or a document. Choose a JPG, PNG, HEIC or WebP photo"),
    "video": N_("This file is a video. Choose a JPG, PNG, HEIC or WebP photo"),
    "unknown": N_("This file is not a picture we can read. Choose a JPG, PNG, HEIC or WebP photo"),
}


def missing() -> Missing:
    """The picture, or its file, is gone."""
    return Missing(N_("There is no such picture (any more)."))


def nothing_chosen() -> Invalid:
    """No file came with the form."""
    return Invalid(N_("Choose a photo of your painting"), FIELD)


def wrong_kind(kind: str) -> Invalid:
    """Not a kind we take: says which one it is, if we know."""
    if kind in _NAMED:
        return Invalid(_NAMED[kind], FIELD)
    return Invalid(N_("This picture is in the %(kind)s format. Choose a JPG, PNG, HEIC or WebP photo"), FIELD, kind=kind)


def too_large(found: int | None, limit: int) -> Invalid:
    """More bytes than allowed; `found` is None when nobody waited for the end."""
    allowed = limit // 1_000_000
    if found is None:
        return Invalid(N_("This photo is larger than %(limit)s MB. Choose a smaller one"), FIELD, limit=allowed)
    size = math.ceil(found / 1_000_000)
    return Invalid(N_("This photo is %(found)s MB. The limit is %(limit)s MB"), FIELD, found=size, limit=allowed)


def too_many_pixels(width: int, height: int, limit: int) -> Invalid:
    """A larger picture than we decode."""
    return Invalid(
        N_("This picture is %(width)s × %(height)s pixels. The limit is %(limit)s million pixels. Make it smaller and choose it again"),
        FIELD, width=width, height=height, limit=limit // 1_000_000,
    )  # fmt: skip


def damaged() -> Invalid:
    """Looks like a picture, but cannot be decoded to its end."""
    return Invalid(N_("This photo is damaged or was cut short. Choose it again, or take a new one"), FIELD)


def too_heavy() -> Invalid:
    """Decoding took more time or memory than it may."""
    return Invalid(N_("We could not open this photo. Save it again as JPG, then choose it again"), FIELD)
