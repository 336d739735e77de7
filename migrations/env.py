"""How revisions are run: on the app's own engine, in one transaction each, batch mode where SQLite needs it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from contest.db.types import JsonText, UTCDateTime

database = current_app.extensions["migrate"].db


def plain_types(kind: str, thing: Any, _context: Any) -> str | bool:
    """Revisions know the database's types, not ours: no model is imported there."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, JsonText):
        return "sa.Text()"
    if kind == "type" and isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    return False


def same_type(_context: Any, _inspected: Any, _column: Any, _type: Any, ours: Any) -> bool | None:
    """A text is a text: our decorators and enums are stored as plain columns."""
    if isinstance(ours, (JsonText, UTCDateTime, sa.Enum)):
        return False
    return None


def run() -> None:
    """Upgrade or compare on a live connection."""
    with database.engine.connect() as connection:
        settings = {**current_app.extensions["migrate"].configure_args, "compare_type": same_type, "render_item": plain_types}
        context.configure(connection=connection, target_metadata=database.metadatas[None], transaction_per_migration=True, **settings)
        with context.begin_transaction():
            context.run_migrations()


run()
