"""Revisions: named, free of models, and enough to build today's tables."""

import re
from dataclasses import replace
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade

from contest.app import create_app
from contest.db.base import Base
from contest.db.extension import db
from contest.db.types import JsonText, UTCDateTime

VERSIONS = sorted((Path(__file__).parents[2] / "migrations" / "versions").glob("*.py"))


def same_type(_context, _inspected, _column, _inspected_type, ours):
    return False if isinstance(ours, JsonText | UTCDateTime) or hasattr(ours, "enums") else None


def test_an_upgraded_empty_database_has_nothing_left_to_do(config, tmp_path):
    app = create_app(replace(config, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'fresh.db'}"))
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            left = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": same_type}), Base.metadata)
        db.engine.dispose()
    assert not left


def test_revisions_are_dated_and_named():
    assert VERSIONS
    assert not [p.name for p in VERSIONS if not re.fullmatch(r"\d{4}_\d\d_\d\d(_\d\d)?_[a-z_]+\.py", p.name)]


def test_revisions_know_no_model():
    assert not [p.name for p in VERSIONS if "import contest" in p.read_text(encoding="utf-8") or "from contest" in p.read_text(encoding="utf-8")]
