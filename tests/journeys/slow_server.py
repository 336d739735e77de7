"""Serves the site in a process that a test can kill. The file named on the command line says how many seconds every answer takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from waitress import serve

from config import Config
from contest.app import create_app

config = Config.from_env()
app = create_app(config)
delay = Path(sys.argv[1])
inner = app.wsgi_app


def slowly(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A long line: nothing of the work takes longer, every answer is later."""
    if delay.exists():
        time.sleep(float(delay.read_text()))
    return inner(environ, start)


if __name__ == "__main__":
    serve(slowly, host="127.0.0.1", port=config.PORT, threads=32, ident="", _quiet=True)
