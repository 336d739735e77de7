"""Text as people type it, and text as the catalogue knows it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_CONTROL = {c for c in range(0x20) if chr(c) not in "\n\t"} | {0x7F} | set(range(0x80, 0xA0))
_DIRECTION = {0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF}
_HALVES = set(range(0xD800, 0xE000))  # of a letter that JSON may bring alone: no text, and nothing stores it
_INVISIBLE = dict.fromkeys(_CONTROL | _DIRECTION | _HALVES)


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a message id for the catalogue; it is translated where it is shown."""
    return message


def clean(text: str | None) -> str:
    """One line as typed: NFC, no control or direction marks, no half letters, single spaces."""
    return re.sub(r"\s+", " ", clean_lines(text)).strip()


def clean_lines(text: str | None) -> str:
    r"""Several lines as typed: NFC, no control or direction marks, no half letters, `\n` line ends."""
    text = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_INVISIBLE).strip()


def fold(text: str) -> str:
    """The form in which text is searched: width, case and composition folded."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def like(text: str) -> str:
    r"""`text` folded for use between `%` signs of a LIKE with `escape='\\'`."""
    folded = fold(text)
    for wild in ("\\", "%", "_"):
        folded = folded.replace(wild, "\\" + wild)
    return f"%{folded}%"


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """A value for a CSV cell: nothing in it can be taken for a formula by a spreadsheet."""
    text = "" if value is None else str(value)
    return "'" + text if text.lstrip(" \u00a0\u3000").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def disposition(kind: str, filename: str) -> str:
    r"""A Content-Disposition header for a file named in any script: `inline` or `attachment` (RFC 6266, RFC 8187).

    Headers travel in one byte per letter; browsers take the second, encoded name, the first is for what does not know it.

    >>> disposition("inline", "Баримт 1.pdf")
    'inline; filename="1.pdf"; filename*=UTF-8\'\'%D0%91%D0%B0%D1%80%D0%B8%D0%BC%D1%82%201.pdf'
    """
    plain = re.sub(r"[^ !#-\[\]-~]", "", unicodedata.normalize("NFKD", filename)).strip()
    if not plain or plain.startswith("."):
        plain = f"file{plain}"
    if plain == filename:
        return f'{kind}; filename="{plain}"'
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
