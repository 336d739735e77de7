"""Is the site alive, and is everything it stands on in order?"""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from contest.core.errors import Unavailable
from contest.db.extension import db
from contest.media.extension import current as media
from contest.typeset import fonts

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(alive=True)


@bp.get("/readyz")
def ready() -> Response:
    """Database, revisions, storage and the fonts of all six languages, each true or false; 503 when one is not in order."""
    found = {"database": False, "migrations": False, "storage": _storage(), "fonts": _fonts()}
    try:
        with db.engine.connect() as connection:
            found["database"] = True
            here = MigrationContext.configure(connection).get_current_revision()
        found["migrations"] = here == ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    except SQLAlchemyError:
        current_app.logger.exception("not ready")
    answer = jsonify(ready=all(found.values()), **found)
    answer.status_code = 200 if all(found.values()) else 503
    return answer


def _storage() -> bool:
    try:
        media().store.check()
    except (OSError, Unavailable):
        return False
    return True


def _fonts() -> bool:
    lacking = fonts.lacking()
    for code, missing in lacking.items():
        current_app.logger.error("papers in %s lack: %s", code, " ".join(missing))
    return not lacking
