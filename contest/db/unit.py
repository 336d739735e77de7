"""What a use case may ask of its unit of work, without knowing who commits it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from contest.core.errors import Missing
from contest.core.keys import Keyring
from contest.core.text import N_
from contest.db.base import Base

T = TypeVar("T", bound=Base)
Act = Callable[[Session], None]


def locked(session: Session, kind: type[T], identity: object, *, options: tuple[Any, ...] = ()) -> T:
    """The row as it is now, held until the transaction ends. Refuses with `Missing`."""
    row = session.get(kind, identity, with_for_update={"of": kind}, populate_existing=True, options=options)
    if row is None:
        raise Missing(N_("This does not exist (any more)."))
    return row


def before_commit(session: Session, act: Act) -> None:
    """Run `act` once as the last thing of this transaction."""
    acts = session.info.setdefault("before_commit", [])
    if act not in acts:
        acts.append(act)


def after_commit(session: Session, act: Act) -> None:
    """Run `act` once this transaction is safely stored; dropped when it is rolled back."""
    session.info.setdefault("after_commit", []).append(act)


def on_rollback(session: Session, act: Act) -> None:
    """Run `act` if this transaction is rolled back (to take a staged file away again)."""
    session.info.setdefault("on_rollback", []).append(act)


def take(session: Session, when: str) -> list[Act]:
    """The acts waiting for `when`, which are then no longer waiting."""
    acts: list[Act] = session.info.pop(when, [])
    return acts


def keys(session: Session) -> Keyring:
    """The site's keyring, handed to every session when the app starts."""
    keyring: Keyring = session.info["keys"]
    return keyring


def site_address(session: Session, path: str) -> str:
    """An absolute address on this site, from the configured public URL (never from a request)."""
    return f"{session.info['public_url']}{path}"
