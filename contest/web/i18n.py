"""Which language a page speaks, and the catalogues it speaks from."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, request
from flask_babel import Babel, Domain
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from contest.core.languages import CODES, LANGUAGES, Language, language, preferred
from contest.core.speech import CATALOGUES, catalogue
from contest.web.who import actor


class LanguageConverter(BaseConverter):
    """`<lang:lang>` in an address: one of the six codes."""

    regex = "|".join(CODES)
    part_isolating = True


def compile_catalogues(folder: Path = CATALOGUES) -> None:
    """Compile every catalogue that is newer than its compiled form. Safe when several processes start at once."""
    for po in folder.glob("*/LC_MESSAGES/messages.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        handle, staged = tempfile.mkstemp(dir=po.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as target:
            write_mo(target, catalogue)
        Path(staged).replace(mo)


def current() -> Language:
    """The language of this page: from its address, else chosen by the reader."""
    found: Language | None = g.get("language")
    if found is None:
        found = g.language = _chosen()
    return found


def _chosen() -> Language:
    asked = request.args.get("lang")
    if asked in CODES:
        return language(asked)
    if request.path != "/":  # a work area speaks its user's language
        who = actor()
        if not who.anonymous:
            return language(who.language)
    kept = request.cookies.get("lang")
    if kept in CODES:
        return language(kept)
    return preferred(tag for tag, _quality in request.accept_languages)


def switcher() -> list[tuple[Language, str]]:
    """The same page in each of the six languages."""
    query = request.args.to_dict(flat=False)
    path = quote(request.path, safe="/@:,;!$&'()*+=~")
    if request.url_rule and "lang" in request.url_rule.arguments:  # always the first part of the path
        query.pop("lang", None)
        rest = path[1:].partition("/")[2] + (f"?{urlencode(query, doseq=True)}" if query else "")
        return [(each, f"/{each.code}/{rest}") for each in LANGUAGES]
    return [(each, f"{path}?{urlencode({**query, 'lang': each.code}, doseq=True)}") for each in LANGUAGES]


def _spoken() -> NullTranslations:
    return catalogue(current().catalogue)


@lru_cache(20_000)  # more than there are messages in six languages
def _written(name: str, message: str) -> Markup:
    return Markup(catalogue(name).gettext(message))  # noqa: S704


def _in_page(message: str, **variables: Any) -> Markup:
    """`_("…")` of a template: a message is text of ours, what is filled in is escaped."""
    said = _written(current().catalogue, message)
    return said % variables if "%" in said else said


class _Spoken(Domain):  # type: ignore[misc]
    """The catalogue of this page's language, without asking the library for it anew at each message."""

    def gettext(self, string: str, **variables: Any) -> str:
        said = _spoken().gettext(string)
        return said % variables if variables else said

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        return _spoken().ngettext(singular, plural, num) % {"num": num, **variables}

    def pgettext(self, context: str, string: str, **variables: Any) -> str:
        said = _spoken().pgettext(context, string)
        return said % variables if variables else said

    def npgettext(self, context: str, singular: str, plural: str, num: int, **variables: Any) -> str:
        return _spoken().npgettext(context, singular, plural, num) % {"num": num, **variables}


_SPOKEN = _Spoken()


class _Babel(Babel):  # type: ignore[misc]
    """Forms and views speak from the same catalogues as templates and letters."""

    domain_instance = _SPOKEN


def lazy_gettext(message: str, **variables: Any) -> LazyString:
    """A message said when it is shown, for words that are written down before there is a page: labels of forms."""
    return LazyString(_SPOKEN.gettext, message, **variables)


def init_app(app: Flask) -> None:
    """Six languages, in the path of public pages and by choice in the work areas."""
    compile_catalogues()
    app.url_map.converters["lang"] = LanguageConverter
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    _Babel(app, locale_selector=lambda: current().catalogue)
    # Templates ask hundreds of times a page: straight to the catalogue.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: _spoken().gettext(message),
        ngettext=lambda one, many, n: _spoken().ngettext(one, many, n),
        pgettext=lambda context, message: _spoken().pgettext(context, message),
        npgettext=lambda context, one, many, n: _spoken().npgettext(context, one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _in_page

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.language = language(values.pop("lang"))

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current().code
