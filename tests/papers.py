"""Reading back what a PDF of ours prints. Knows only how our compiler writes them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
TOKEN = re.compile(
    rb"/(?P<font>f\d+) [\d.]+ Tf|<<.*?>>|<(?P<hex>[0-9A-Fa-f]+)>|\((?P<literal>(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)", re.DOTALL
)


def objects(pdf: bytes) -> dict[int, bytes]:
    """Every object by its number, found by the table at the end of the file."""
    table = pdf[int(re.search(rb"startxref\s+(\d+)", pdf)[1]) :]
    offsets = sorted(int(m[1]) for m in re.finditer(rb"(\d{10}) \d{5} n", table))
    ends = [*offsets[1:], len(pdf) - len(table)]
    return {int(re.match(rb"\d+", pdf[start : start + 9])[0]): pdf[start:end] for start, end in zip(offsets, ends, strict=True)}


def stream(thing: bytes) -> bytes:
    found = re.search(rb"stream\r?\n", thing)
    if found is None:
        return b""
    head = thing[: found.start()]
    content = thing[found.end() :][: int(re.search(rb"/Length (\d+)", head)[1])]
    return zlib.decompress(content) if b"FlateDecode" in head else content


def _pages(known: dict[int, bytes]) -> list[bytes]:
    return [thing for thing in known.values() if b"/Type/Page/" in thing]


def pages_of(pdf: bytes) -> int:
    return len(_pages(objects(pdf)))


def pictures_in(pdf: bytes) -> int:
    """How many pictures made of pixels are in the file."""
    return sum(b"/Subtype/Image" in thing.split(b"stream", 1)[0] for thing in objects(pdf).values())


def words_of(pdf: bytes) -> str:
    """Every letter that is printed, page by page, in the order in which it is set; without any blanks."""
    known = objects(pdf)
    text = "".join(part for page in _pages(known) for part in _page(known, page))
    return bare(text)


def bare(text: str) -> str:
    """Text as `words_of` gives it."""
    return re.sub(r"[\s\u200b\u00a0]+", "", text)


def _page(known: dict[int, bytes], page: bytes) -> Iterator[str]:
    resources = known[int(re.search(rb"/Resources (\d+) 0 R", page)[1])]
    named = re.search(rb"/Font<<(.*?)>>", resources)
    fonts = {m[1]: _letters(known, known[int(m[2])]) for m in re.finditer(rb"/(f\d+) (\d+) 0 R", named[1])}
    content = stream(known[int(re.search(rb"/Contents (\d+) 0 R", page)[1])])
    letters: dict[int, str] = {}
    for m in TOKEN.finditer(content):
        if m["font"]:
            letters = fonts[m["font"]]
        elif m["hex"] or m["literal"]:
            codes = bytes.fromhex(m["hex"].decode()) if m["hex"] else re.sub(rb"\\([0-7]{1,3}|.)", _unescaped, m["literal"], flags=re.DOTALL)
            yield "".join(letters.get(codes[i] << 8 | codes[i + 1], "\ufffd") for i in range(0, len(codes) - 1, 2))


def _unescaped(m: re.Match[bytes]) -> bytes:
    return bytes([int(m[1], 8)]) if m[1].isdigit() else ESCAPES.get(m[1], m[1])


def _letters(known: dict[int, bytes], font: bytes) -> dict[int, str]:
    table = stream(known[int(re.search(rb"/ToUnicode (\d+) 0 R", font)[1])]).decode("ascii")
    return {int(a, 16): bytes.fromhex(b).decode("utf-16-be") for a, b in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n(?!endcodespace)", table)}
