"""Many at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask


def in_threads(app: Flask, how_many: int, act: Callable[[int], Any]) -> list[Any]:
    """Run `act(number)` in so many threads that start together; what each returned, or the error it raised."""
    gate, found = threading.Barrier(how_many), [None] * how_many

    def run(number: int) -> None:
        gate.wait(20)
        with app.app_context():
            try:
                found[number] = act(number)
            except Exception as error:  # noqa: BLE001 - looked at by the test
                found[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found
