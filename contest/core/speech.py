"""The catalogues, spoken outside of a page: letters and commands."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from contest.core.languages import language

CATALOGUES = Path(__file__).parents[2] / "translations"


@cache
def catalogue(name: str) -> gettext.NullTranslations:
    """A compiled catalogue by the name of its folder; English msgids where it lacks a message."""
    return gettext.translation("messages", CATALOGUES, [name], fallback=True)


def say(code: str, message: str, **values: object) -> str:
    """`message` in the language of `code`, placeholders filled."""
    text = catalogue(language(code).catalogue).gettext(message)
    return text % values if values else text
