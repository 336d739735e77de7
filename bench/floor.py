"""The yardstick: a minimal Flask app that reads a session and a user, selects 24 rows and a count, and renders them.

Every figure of this project is a ratio to this page's cost, taken in the same run.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, render_template_string, session
from sqlalchemy import String, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PAGE = """<!doctype html><html lang="en"><head><title>Floor</title></head><body><h1>{{ user.name }}</h1><p>{{ count }}</p>
<ul>{% for row in rows %}<li><a href="/works/{{ row.id }}">{{ row.title }}</a> {{ row.author }} {{ row.year }}</li>{% endfor %}</ul></body></html>"""


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    author: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]


def create_floor(folder: Path) -> Flask:
    engine = create_engine(f"sqlite:///{folder / 'floor.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as store:
        store.add(User(id=1, name="Example"))
        store.add_all(Row(title=f"Work {n}", author=f"Author {n}", year=2000 + n % 20) for n in range(1000))
        store.commit()
    app = Flask("floor")
    app.config["SECRET_KEY"] = "floor"

    @app.get("/in")
    def sign_in() -> str:
        session["user"] = 1
        return ""

    @app.get("/")
    def page() -> str:
        with Session(engine) as store:
            user = store.get(User, session["user"])
            rows = store.scalars(select(Row).order_by(Row.id).limit(24)).all()
            count = store.scalar(select(func.count()).select_from(Row))
            return render_template_string(PAGE, user=user, rows=rows, count=count)

    return app
