"""A real mail server that keeps what it is given: `with Sink() as sink: ... sink.url ... sink.messages`."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any, Self

from aiosmtpd.controller import Controller


@dataclass
class Received:
    sender: str
    to: list[str]
    data: bytes


class Sink:
    """Refuses whoever is in `refuses`; `cuts` the line when a letter's text begins, as a server that dies."""

    def __init__(self, refuses: set[str] | None = None, *, cuts: bool = False) -> None:
        self.refuses, self.cuts = refuses or set(), cuts
        self.messages: list[Received] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refuses:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if self.cuts:
            server.transport.abort()
            return "451 gone"
        self.messages.append(Received(envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 kept"

    def __enter__(self) -> Self:
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False)
        self.controller.start()
        self.url = f"smtp://127.0.0.1:{self.controller.port}"
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
