"""How values are written on a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from contest.core.languages import language
from contest.core.localized import Localized, pick
from contest.web.i18n import current

Labels = Mapping[Any, Mapping[Any, str]]  # enum class → member → message id


def text(value: Localized) -> Markup:
    """A localized text in the page's language; marked with its own when it had to fall back."""
    words, code = pick(value, current().code)
    if not words or code == current().code:
        return escape(words)
    return Markup('<span lang="{}">{}</span>').format(language(code).html, words)


def plain_text(value: Localized) -> str:
    """The same as a bare string, for attributes and titles."""
    return pick(value, current().code)[0]


def text_language(value: Localized) -> str:
    """The HTML tag of the language a localized text is shown in."""
    return language(pick(value, current().code)[1]).html


def paragraphs(value: str) -> Markup:
    """Plain text as paragraphs; a line `## …` is a heading, lines `- …` a list. Nothing else is markup."""
    blocks = []
    for block in (value or "").replace("\r\n", "\n").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip()]
        while lines and lines[0].startswith("## "):
            blocks.append(Markup("<h2>{}</h2>").format(lines.pop(0)[3:]))
        if lines and all(line.startswith("- ") for line in lines):
            items = Markup("").join(Markup("<li>{}</li>").format(line[2:]) for line in lines)
            blocks.append(Markup("<ul>{}</ul>").format(items))
        elif lines:
            blocks.append(Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in lines)))
    return Markup("\n").join(blocks)


@cache
def _locale(catalogue: str) -> Locale:
    return Locale.parse(catalogue)


def locale() -> Locale:
    """Babel's locale of the page."""
    return _locale("en_GB" if current().code == "en" else current().catalogue)


def day(value: date) -> str:
    """A calendar day, written out."""
    return dates.format_date(value, "long", locale=locale())


def moment(value: datetime, zone: str) -> str:
    """An instant as day and 24-hour time of a zone (without the zone's name)."""
    there = value.astimezone(ZoneInfo(zone))
    written: str = gettext("%(day)s, %(time)s", day=day(there.date()), time=there.strftime("%H:%M"))
    return written


def zone_name(zone: str) -> str:
    """The city a zone is named after, in the page's language."""
    return _city(zone, locale())


@lru_cache(500)
def _city(zone: str, spoken: Locale) -> str:
    return dates.get_timezone_location(zone, locale=spoken, return_city=True)


def number(value: float) -> str:
    """A number with the language's separators."""
    return numbers.format_decimal(value, locale=locale())


def megabytes(count: int) -> str:
    """Bytes as millions, with one decimal: what people see on their phones."""
    return numbers.format_decimal(count / 1_000_000, format="#,##0.0", locale=locale())


def init_app(app: Flask, labels: Labels) -> None:
    """All filters, and `|label` for the enums named in `labels`."""

    def label(value: StrEnum) -> str:
        said: str = gettext(labels[type(value)][value])
        return said

    for named in (text, plain_text, text_language, paragraphs, day, moment, number, megabytes, label):
        app.add_template_filter(named)
    app.add_template_global(zone_name)
