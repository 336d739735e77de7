"""A line between a browser and the site that can be cut, held and counted: real connections, really dropped."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Line:
    """Passes on what comes in, at `url`. `up` counts the bytes that came from the browser."""

    def __init__(self, site: str) -> None:
        self.target = (urlsplit(site).hostname or "", urlsplit(site).port or 0)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.up = 0
        self.cuts = 0
        self.held = threading.Event()
        self._cut_at = self._hold_at = 0
        self._free = threading.Event()
        self._free.set()
        self._down = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, name="line", daemon=True).start()

    def cut_after(self, count: int) -> None:
        """Drop every connection once so many bytes more have come from the browser. New ones are taken again at once."""
        self._cut_at = self.up + count

    def hold_after(self, count: int) -> None:
        """Let nothing more through once so many bytes more have come from the browser; `held` says when."""
        self.held.clear()
        self._free.clear()
        self._hold_at = self.up + count

    def down(self) -> None:
        """End every connection and take no new one, until `release`."""
        self._down = True
        self.drop()

    def release(self) -> None:
        """Let everything through again."""
        self._down = False
        self._hold_at = 0
        self._free.set()

    def drop(self) -> None:
        """End every connection the hard way."""
        with self._lock:
            gone, self._open = self._open, set()
        for each in gone:
            with suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                each.shutdown(socket.SHUT_RDWR)  # wakes the threads that wait on it
            each.close()

    def close(self) -> None:
        self.release()
        self.listening.close()
        self.drop()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _address = self.listening.accept()
                if self._down:
                    browser.close()
                    continue
                server = socket.create_connection(self.target)
                with self._lock:
                    self._open |= {browser, server}
                threading.Thread(target=self._upward, args=(browser, server), daemon=True).start()
                threading.Thread(target=self._downward, args=(server, browser), daemon=True).start()

    def _upward(self, browser: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := browser.recv(32_768):
                with self._lock:
                    self.up += len(data)
                    cut = bool(self._cut_at) and self.up >= self._cut_at
                    held = bool(self._hold_at) and self.up >= self._hold_at
                    if cut:
                        self._cut_at, self.cuts = 0, self.cuts + 1
                if cut:
                    self.drop()
                    return
                if held:
                    self.held.set()
                    self._free.wait()
                server.sendall(data)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _downward(self, server: socket.socket, browser: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(32_768):
                browser.sendall(data)
        for each in (browser, server):
            with suppress(OSError):
                each.close()


@contextmanager
def line_to(site: str) -> Iterator[Line]:
    """A line for as long as the block lasts."""
    line = Line(site)
    try:
        yield line
    finally:
        line.close()
