"""What SQLite needs to behave like a real store."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

PRAGMAS = ("foreign_keys = ON", "busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")


def tune(engine: Engine) -> None:
    """Foreign keys, durable WAL, and transactions begun by us rather than by the driver."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
