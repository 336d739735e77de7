"""Who is asking: the account signed in on this browser, and the student whose resume code it holds.

Behind Flask-Login lies a table of our own: the browser's signed cookie carries a random id, the table its hash, so
signing out or blocking an account ends a session at once. How an id becomes an `Actor`, and how it is noted that
the browser was there, is handed in by the app.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask, Response, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contest.db.extension import db
from contest.db.transaction import transaction
from contest.policy import PUBLIC, Actor

# find(session, kind, token): the actor of a live session and whether it is time to note that it is in use; or None.
Find = Callable[[Session, str, str], tuple[Actor, bool] | None]
# touch(session, kind, token): note that it is in use.
Touch = Callable[[Session, str, str], None]
NAME = "contest.who"
_STUDENT = "student"
OF_STUDENTS = ("codes", "links", "shared")  # what else a student's pages keep in the cookie

log = logging.getLogger("contest.who")


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
        g.student_actor = (_known("student", token) if token else None) or PUBLIC
    found: Actor = g.student_actor
    return found


def faces() -> tuple[Actor, ...]:
    """Everybody this browser may speak as: for things either may see, such as a picture."""
    return tuple(face for face in (actor(), student()) if not face.anonymous)


def remember(kind: str, token: str, who: Actor) -> None:
    """Let this browser speak as `who` from now on; what it was before in that kind is forgotten."""
    session.pop("csrf_token", None)  # forms opened by whoever this was before are no longer heard
    if kind == "account":
        login_user(Visitor(token, who))
    else:
        session[_STUDENT] = token
        g.student_actor = who


def forget(kind: str) -> str | None:
    """Stop speaking as an account or a student; the id that was in use, for its row to be deleted."""
    if kind == "account":
        token, kept = here(), {name: session[name] for name in (_STUDENT, *OF_STUDENTS) if name in session}
        logout_user()
        session.clear()  # nothing of the account stays in the cookie
        session.update(kept if _STUDENT in kept else {})
        return token
    session.pop("csrf_token", None)
    g.student_actor = PUBLIC
    student_token: str | None = session.pop(_STUDENT, None)
    return student_token


def here() -> str | None:
    """The id of the account session of this browser."""
    return getattr(current_user, "token", None)


def _known(kind: str, token: str) -> Actor | None:
    find: Find = current_app.extensions[NAME]
    found = find(db.session(), kind, token)
    if found is None:
        return None
    actor, unseen = found
    if unseen:
        g.setdefault("unseen", []).append((kind, token))
    return actor


def init_app(app: Flask, find: Find, touch: Touch) -> None:
    """`find` and `touch` as described above: reading happens where a page asks, noting after the answer is made."""
    app.extensions[NAME] = find
    manager = LoginManager()
    app.login_manager = manager  # type: ignore[attr-defined] # not init_app: its remember-me hook makes every answer vary by cookie
    manager.session_protection = None  # the server-side row decides; addresses of phones change

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Visitor | None:
        found = _known("account", token)
        return Visitor(token, found) if found else None

    @app.after_request
    def note(answer: Response) -> Response:
        for kind, token in g.pop("unseen", ()):
            try:
                with transaction() as unit:
                    touch(unit, kind, token)
            except SQLAlchemyError as error:  # the answer is ready; a busy store may miss a visit
                db.session.rollback()
                log.warning("a visit was not noted: %s", type(error).__name__)
        return answer
