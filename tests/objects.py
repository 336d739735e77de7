"""A real S3 server on this machine, and one that fails as asked."""

from __future__ import annotations

import logging
import secrets
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from moto.server import ThreadedMotoServer

from contest.media.objects import ObjectStore
from contest.media.store import FolderStore

BUCKET = "paintings"


@cache
def endpoint() -> str:
    """The address of the server, started when first asked for; it ends with the tests."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    at = f"http://{host}:{port}"
    with urllib.request.urlopen(urllib.request.Request(f"{at}/{BUCKET}", data=b"", method="PUT")):  # noqa: S310
        return at


def object_store(staging: Path, at: str | None = None, *, prefix: str | None = None) -> ObjectStore:
    """A store in a folder of its own in the bucket."""
    return ObjectStore(
        FolderStore(staging, durable=False), bucket=BUCKET, prefix=secrets.token_hex(4) if prefix is None else prefix, endpoint=at or endpoint(),
        region="us-east-1", key="a-key", secret="a-secret", tries=0,
    )  # fmt: skip


@dataclass
class Failing:
    """Answers everything with `status`, announcing `announced` bytes more than it sends; 0 hangs up without a word."""

    at: str = ""
    status: int = 0
    announced: int = 0
    heard: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def failing(status: int = 0, announced: int = 0) -> Iterator[Failing]:
    told = Failing(status=status, announced=announced)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.heard.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
            if told.status:
                self.send_response(told.status)
                self.send_header("Content-Length", str(3 + told.announced))
                self.send_header("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT")
                self.send_header("ETag", '"e"')
                self.end_headers()
                self.wfile.write(b"" if self.command == "HEAD" else b"abc")
            self.close_connection = True

        do_GET = do_PUT = do_HEAD = do_DELETE = _answer  # noqa: N815

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01})
    thread.start()
    told.at = f"http://127.0.0.1:{server.server_port}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
