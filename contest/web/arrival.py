"""When a request reached the server: with a deadline, that is the instant that counts, however long it then waits for its turn.

waitress notes it as the first bytes come in; a proxy in front says it by `X-Request-Start: t=<seconds>` (nginx: `"t=${msec}"`).
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app, request
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from contest.core import clock

KEY = "contest.arrived"
LONGEST_WAIT = timedelta(minutes=2)  # no request waits longer, so no clock that is wrong shifts a deadline by more


class _Request(HTTPRequestParser):  # type: ignore[misc]
    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.arrived = time.time()


class _Task(WSGITask):  # type: ignore[misc]
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[KEY] = self.request.arrived
        return environ


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection to waitress that notes when each request began: `server.channel_class = Channel`."""

    parser_class = _Request
    task_class = _Task


def arrived() -> datetime:
    """The instant this request reached the server, or now where nobody noted it."""
    now = clock.now()
    seconds = request.environ.get(KEY)
    if current_app.config["PROXIES"]:
        told = re.fullmatch(r"t=(\d{9,11}(\.\d{1,6})?)", request.headers.get("X-Request-Start", ""))
        seconds = float(told[1]) if told else seconds
    at = datetime.fromtimestamp(seconds, UTC) if seconds else now
    return at if now - LONGEST_WAIT <= at <= now else now
