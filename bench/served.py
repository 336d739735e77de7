"""What pages cost behind a server, as the aims were set: processor time of a gunicorn worker for each request, floor and page in turn.

    python bench/served.py [1000] [only=student]

Each request comes over a connection of its own, as gunicorn's plain workers serve them. Linux only (`/proc`).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from build import DATA, bench_app, build  # noqa: E402
from floor import create_floor  # noqa: E402
from run import cookie_of, rows  # noqa: E402

BLOCK, BLOCKS = 25, 16
TICKS = os.sysconf("SC_CLK_TCK")


def floor(folder: str) -> Any:
    """For gunicorn: the yardstick."""
    return create_floor(Path(folder))


def site(works: int) -> Any:
    """For gunicorn: the site on the database with so many works."""
    return bench_app(works)


@contextmanager
def served(call: str) -> Iterator[tuple[int, int]]:
    """Serve what `call` makes; gives the port and the worker's process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-w", "1", "-b", f"127.0.0.1:{port}", "--chdir", str(ROOT / "bench"), "--log-level", "error", call]
    server = subprocess.Popen(command)
    try:
        for _ in range(200):
            with suppress(OSError, HTTPException):
                line = HTTPConnection("127.0.0.1", port)
                line.request("GET", "/")
                line.getresponse().read()
                break
            time.sleep(0.1)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield port, int(children[0])
    finally:
        server.terminate()
        server.wait(20)


def spent(process: int) -> float:
    """Seconds of processor time a process has used."""
    numbers = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(numbers[11]) + int(numbers[12])) / TICKS


def block(port: int, process: int, path: str, cookie: str, expected: int = 200) -> float:
    """Seconds of the worker for a block of requests."""
    before = spent(process)
    for _ in range(BLOCK):
        line = HTTPConnection("127.0.0.1", port)
        line.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == expected, (path, answer.status)
        line.close()
    return spent(process) - before


def main() -> None:
    works = next((int(each) for each in sys.argv[1:] if each.isdecimal()), 1000)
    only = next((each.removeprefix("only=") for each in sys.argv[1:] if each.startswith("only=")), "")
    if not (DATA / str(works) / "contest.db").exists():
        build(works)
    with tempfile.TemporaryDirectory(prefix="floor-") as folder, tempfile.TemporaryDirectory(prefix="floor-") as other:
        floor_cookie = cookie_of(create_floor(Path(other)), {"user": 1})
        found = [row for row in rows(bench_app(works)) if row.path and only in row.name]
        with served(f"served:floor('{folder}')") as low, served(f"served:site({works})") as high:
            for row in found:
                block(*low, "/", floor_cookie), block(*high, row.path, row.cookie)  # to warm up
                below = above = 0.0
                for _ in range(BLOCKS):
                    below += block(*low, "/", floor_cookie)
                    above += block(*high, row.path, row.cookie)
                times = BLOCK * BLOCKS / 1000
                print(f"{row.name:<32}{above / below:>6.2f}   {below / times:.2f} ms and {above / times:.2f} ms", flush=True)


if __name__ == "__main__":
    main()
