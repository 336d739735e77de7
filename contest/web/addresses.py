"""What may stand in an address."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>`: a number a row can have. A longer one leads nowhere, before any store is asked."""

    def __init__(self, map: Map, **given: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, **{"max": LARGEST, **given})


def init_app(app: Flask) -> None:
    """Must come before the first route."""
    app.url_map.converters["int"] = RowNumber
