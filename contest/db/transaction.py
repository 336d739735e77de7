"""The only place that commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from contest.db.extension import db
from contest.db.unit import take


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: all of it happens, or none.

    Ends the request's read snapshot first, so that SQLite can take its write lock at the
    start and nothing read before can be stale. Load whatever will be changed inside the block.
    """
    session = db.session()
    session.commit()
    session.expire_all()
    session.connection(execution_options={"writing": True})
    try:
        yield session
        session.flush()
        for act in take(session, "before_commit"):
            act(session)
        session.commit()
    except BaseException:
        session.rollback()
        take(session, "before_commit")
        take(session, "after_commit")
        for act in take(session, "on_rollback"):
            act(session)
        raise
    take(session, "on_rollback")
    for act in take(session, "after_commit"):
        act(session)
