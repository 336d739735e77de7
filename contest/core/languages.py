"""The six languages: address, HTML tag and catalogue name of each, in one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site."""

    code: str
    html: str
    catalogue: str
    name: str


LANGUAGES: tuple[Language, ...] = (
    Language("en", "en", "en", "English"),
    Language("ko", "ko", "ko", "한국어"),
    Language("zh", "zh-Hans", "zh_Hans", "中文"),
    Language("ja", "ja", "ja", "日本語"),
    Language("ru", "ru", "ru", "Русский"),
    Language("mn", "mn", "mn", "Монгол"),
)
CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)
DEFAULT = LANGUAGES[0]
_BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str | None) -> Language:
    """The language of an address code; English for anything unknown."""
    return _BY_CODE.get(code or "", DEFAULT)


def preferred(accepted: Iterable[str]) -> Language:
    """The first of the browser's languages that we speak, by primary tag (`zh-CN` is `zh`)."""
    for tag in accepted:
        found = _BY_CODE.get(tag.replace("_", "-").split("-")[0].lower())
        if found:
            return found
    return DEFAULT
