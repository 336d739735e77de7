"""A mail server that keeps what it is given: `with Sink() as sink: ... sink.url ... sink.messages`."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Received:
    sender: str = ""
    to: list[str] = field(default_factory=list)
    data: bytes = b""


class _Talk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        sink, letter = self.server.sink, Received()
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb, upper = line.split(":")[0].upper(), line.upper()
            if upper.startswith(("EHLO", "HELO", "RSET", "NOOP")):
                self.say("250 sink")
            elif verb == "MAIL FROM":
                letter = Received(sender=line[10:].strip(" <>").split(">")[0])
                self.say("250 fine")
            elif verb == "RCPT TO":
                to = line[8:].strip(" <>").split(">")[0]
                refused = to in sink.refuses
                letter.to += [] if refused else [to]
                self.say("550 nobody here" if refused else "250 fine")
            elif upper == "DATA":
                self.say("354 go on")
                while (row := self.rfile.readline()) != b".\r\n":
                    letter.data += row.removeprefix(b".") if row.startswith(b"..") else row
                sink.messages.append(letter)
                self.say("250 kept")
            else:
                self.say("221 bye")
                return


class Sink:
    def __init__(self, refuses: set[str] | None = None) -> None:
        self.refuses = refuses or set()
        self.messages: list[Received] = []

    def __enter__(self) -> Self:
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self.server.daemon_threads = True
        self.server.sink = self
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error) -> None:
        self.server.shutdown()
        self.server.server_close()
