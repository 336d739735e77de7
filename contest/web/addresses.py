"""What may stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>`: a number a row can have. A longer one leads nowhere, before any store is asked."""

    def __init__(self, map: Map, **given: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **{"max": LARGEST, **given})


def with_query(endpoint: str, query: Mapping[str, Any], **place: Any) -> str:
    """The address of a page with a query that a reader may have written.

    `url_for` would take some of its names for options of its own, such as `_scheme` or `endpoint`.
    """
    asked = urlencode(query, doseq=True)
    return f"{url_for(endpoint, **place)}?{asked}" if asked else url_for(endpoint, **place)


def this_page(query: Mapping[str, Any], **place: Any) -> str:
    """The page that is shown now, with another query or, by `place`, with another part of its path."""
    return with_query(request.endpoint or "", query, **{**(request.view_args or {}), **place})


def init_app(app: Flask) -> None:
    """Must come before the first route."""
    app.url_map.converters["int"] = RowNumber
