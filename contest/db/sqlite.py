"""What SQLite needs to behave like a real store."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

PATIENCE = 10  # seconds a writer waits for those of its process, and then for other processes
PRAGMAS = ("foreign_keys = ON", f"busy_timeout = {PATIENCE * 1000}", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")


def tune(engine: Engine) -> None:
    """Foreign keys, durable WAL, and transactions begun by us rather than by the driver.

    Writers of this process take turns before they ask SQLite for its lock: those who find it taken sleep there longer and longer, up to a
    tenth of a second at a time, while it lies free. Other processes are still waited for that way.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    turn = Lock()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        if writing:
            if not turn.acquire(timeout=PATIENCE):
                raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
            connection.info["turn"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    @event.listens_for(engine, "checkin")
    def on_checkin(_dbapi: Any, record: Any) -> None:
        if record.info.pop("turn", False):
            turn.release()
