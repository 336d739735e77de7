"""Who is asking: the account signed in on this browser, and the student whose resume code it holds.

Behind Flask-Login lies a table of our own: the browser's signed cookie carries a random id, the table its hash, so
signing out or blocking an account ends a session at once. How an id becomes an `Actor` is handed in by the app.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from contest.db.extension import db
from contest.policy import PUBLIC, Actor

Find = Callable[[Session, str, str], Actor | None]
_STUDENT = "student"


class Visitor(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a signed-in browser."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """The random id of this browser's session."""
        return self.token


def actor() -> Actor:
    """The account signed in, or nobody."""
    return current_user.actor if current_user and current_user.is_authenticated else PUBLIC


def student() -> Actor:
    """The student whose resume code this browser has shown, or nobody."""
    if "student_actor" not in g:
        token = session.get(_STUDENT)
        g.student_actor = (g.find_actor(db.session(), "student", token) if token else None) or PUBLIC
    found: Actor = g.student_actor
    return found


def faces() -> tuple[Actor, ...]:
    """Everybody this browser may speak as: for things either may see, such as a picture."""
    return tuple(face for face in (actor(), student()) if not face.anonymous)


def remember(kind: str, token: str, who: Actor) -> None:
    """Let this browser speak as `who` from now on; what it was before in that kind is forgotten."""
    if kind == "account":
        login_user(Visitor(token, who))
    else:
        session[_STUDENT] = token
        g.student_actor = who


def forget(kind: str) -> str | None:
    """Stop speaking as an account or a student; the id that was in use, for its row to be deleted."""
    if kind == "account":
        token = getattr(current_user, "token", None)
        logout_user()
        session.clear()
        return token
    g.student_actor = PUBLIC
    student_token: str | None = session.pop(_STUDENT, None)
    return student_token


def init_app(app: Flask, find: Find) -> None:
    """`find(session, kind, token)` gives the actor of a live session, or `None`."""
    manager = LoginManager(app)
    manager.session_protection = None  # the server-side row decides; addresses of phones change

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Visitor | None:
        found = find(db.session(), "account", token)
        return Visitor(token, found) if found else None

    @app.before_request
    def hand_in() -> None:
        g.find_actor = find
