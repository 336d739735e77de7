"""Flask-SQLAlchemy: engines, and the session of the current request."""

from __future__ import annotations

from flask_sqlalchemy import SQLAlchemy

from contest.db.base import Base

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
