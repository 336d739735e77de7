"""Content in several languages: one mapping `{language code: text}`."""

from __future__ import annotations

from collections.abc import Mapping

from contest.core.languages import CODES

Localized = Mapping[str, str]

# Where a text is missing, the reader is shown the next of these that has one.
_FALLBACK = ("en", "ko", "ru", "zh", "ja", "mn")


def pick(text: Localized, code: str) -> tuple[str, str]:
    """The text for a reader of `code`, and the code of the language it is really in."""
    for candidate in (code, *_FALLBACK):
        if text.get(candidate):
            return text[candidate], candidate
    return "", code


def missing(text: Localized) -> list[str]:
    """The languages in which nothing is written yet."""
    return [code for code in CODES if not text.get(code)]
