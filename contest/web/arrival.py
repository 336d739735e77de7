"""When a request reached the server: with a deadline, that is the instant that counts, however long it then waits for its turn.

waitress notes it as the first bytes come in. A proxy in front has little to wait for; what a header says is not believed.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request
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
    at = datetime.fromtimestamp(seconds, UTC) if seconds else now
    return at if now - LONGEST_WAIT <= at <= now else now
