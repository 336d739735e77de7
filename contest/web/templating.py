"""How Jinja is set up for many small templates."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import current_app
from flask.templating import Environment as FlaskEnvironment
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from contest.web.i18n import current


class Environment(FlaskEnvironment):
    """All templates share the site's globals as they are.

    Jinja lays an empty map over them for each template, and asks through both layers for every name of every import: a tenth of a page of
    forms, which imports a dozen components.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: those of the site, unless it brings its own."""
        return super().make_globals(d) if d else self.globals


class Constant(Extension):
    """`{% constant %} … {% endconstant %}`: a part of a page that is the same for everybody who reads its language.

    It is written once for each language and then kept: the footer, the head of a page, the words a script needs. Nothing inside may look at
    the request, the reader or a row. In a loop over fixed words it is told which one: `{% constant word %}`.
    """

    tags = {"constant"}  # noqa: RUF012 - as the library declares it

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        self._kept: dict[tuple[str, str, object], str] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """The block becomes a call that is made only where nothing is kept yet."""
        line = next(parser.stream).lineno
        which: nodes.Expr = nodes.Const(None) if parser.stream.current.type == "block_end" else parser.parse_expression()
        body = parser.parse_statements(("name:endconstant",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        return nodes.CallBlock(self.call_method("_once", [place, which]), [], [], body).set_lineno(line)

    def _once(self, place: str, which: object, caller: Callable[[], str]) -> str:
        key = place, current().code, which
        if key not in self._kept or current_app.debug:
            self._kept[key] = caller()
        return self._kept[key]
