"""The catalogues, spoken outside of a page: letters and commands."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from contest.core.languages import language

CATALOGUES = Path(__file__).parents[2] / "translations"


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGUES, [name], fallback=True)


def say(code: str, message: str, **values: object) -> str:
    """`message` in the language of `code`, placeholders filled."""
    text = _catalogue(language(code).catalogue).gettext(message)
    return text % values if values else text
