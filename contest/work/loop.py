"""What is done without anybody asking: a thread that runs every job now and then, each in its own transaction.

The database decides what is due; the thread only wakes the jobs. Missing a round, or two processes running the
same one, does no harm.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from contest.core import clock
from contest.db.transaction import transaction

Job = Callable[[Session, datetime], object]
Errand = Callable[[datetime], object]

log = logging.getLogger("contest.work")


def _in_transaction(job: Job, at: datetime) -> None:
    with transaction() as session:
        job(session, at)


class Sweep:
    """Runs `jobs`, each in one transaction, and `errands`, which open their own (such as talking to a mail server).

    `context()` is what everything runs in (`app.app_context`). Nothing that goes wrong in one of them stops the others.
    """

    def __init__(
        self, jobs: tuple[Job, ...], *, context: Callable[[], AbstractContextManager[object]], errands: tuple[Errand, ...] = (),
        seconds: float = 20,
    ) -> None:  # fmt: skip
        self._jobs = jobs
        self._errands = errands
        self._context = context
        self._seconds = seconds
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def once(self, now: datetime | None = None) -> int:
        """Run everything now, in this thread; gives how many of them failed."""
        at = now or clock.now()
        good = [self._safely(job, partial(_in_transaction, job, at)) for job in self._jobs]
        good += [self._safely(errand, partial(errand, at)) for errand in self._errands]
        return good.count(False)

    def _safely(self, what: object, run: Callable[[], object]) -> bool:
        try:
            with self._context():
                run()
        except Exception as error:  # noqa: BLE001 - the others have their turn
            # Where it failed, but not the error's own words: they may quote what people wrote.
            steps = traceback.extract_tb(error.__traceback__)
            where = " > ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps)
            log.error("%s failed: %s (%s)", getattr(what, "__name__", what), type(error).__name__, where)  # noqa: TRY400
            return False
        return True

    def run(self) -> None:
        """Run everything again and again until `stop`."""
        while not self._ending.is_set():
            self.once()
            self._ending.wait(self._seconds)

    def start(self) -> None:
        """Run in a thread beside the server."""
        if self._thread is None:
            self._ending.clear()
            self._thread = threading.Thread(target=self.run, name="sweep", daemon=True)
            self._thread.start()

    def stop(self, patience: float = 15) -> None:
        """End after what is being done now."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join(patience)
            self._thread = None
