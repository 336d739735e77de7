"""Revisions: named, free of models, and enough to build today's tables."""

import re
from dataclasses import replace
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

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


def test_a_database_with_pictures_goes_up_and_down_again(config, tmp_path):
    app = create_app(replace(config, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'full.db'}"))
    with app.app_context():
        upgrade(revision="2026_11_21_10")
        with db.engine.begin() as connection:
            connection.execute(text(
                "INSERT INTO picture (id, about_kind, about_id, sha256, kind, bytes, width, height, rotation, colour, created_at) "
                "VALUES (1, 'entry', 1, 'ab', 'jpeg', 9, 8, 6, 90, '#336699', '2026-01-01')"
            ))  # fmt: skip
            connection.execute(text("INSERT INTO picture_derivative VALUES (1, 1, 320, 'webp', 8, 6, 9, 'cd', 'ef')"))
        upgrade()
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT rotation, crop, masks FROM picture")).all() == [(90, None, "[]")]
        downgrade(revision="2026_11_21_10")
        upgrade()
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM picture_derivative JOIN picture ON picture.id = picture_id")).scalar() == 1
        db.engine.dispose()


def test_revisions_are_dated_and_named():
    assert VERSIONS
    assert not [p.name for p in VERSIONS if not re.fullmatch(r"\d{4}_\d\d_\d\d(_\d\d)?_[a-z_]+\.py", p.name)]


def test_revisions_know_no_model():
    assert not [p.name for p in VERSIONS if "import contest" in p.read_text(encoding="utf-8") or "from contest" in p.read_text(encoding="utf-8")]
