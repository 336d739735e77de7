"""The outbox as the secretariat reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from contest.accounts.models import SignInLink
from contest.core.errors import Missing
from contest.core.text import N_
from contest.post.models import Letter
from contest.post.states import LetterState

# What is only being prepared stands with the letters it was prepared with, not in the outbox.
PREPARED = (LetterState.DRAFT, LetterState.REMOVED)

_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which letters a list shows; without a state all of the outbox."""

    state: LetterState | None = None
    occasion: str = ""
    text: str = ""

    @property
    def everything(self) -> bool:
        """Is nothing left out?"""
        return not (self.state or self.occasion or self.text)


def _tests(asked: Asked) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    tests.append(Letter.state == asked.state if asked.state is not None else Letter.state.not_in(PREPARED))
    if asked.occasion:
        tests.append(Letter.occasion == asked.occasion)
    if asked.text:
        columns: tuple[Any, ...] = (Letter.to_address, Letter.to_name, Letter.subject)
        tests.append(or_(*(column.icontains(asked.text, autoescape=True) for column in columns)))
    return tests


def letters(session: Session, asked: Asked, offset: int, limit: int) -> Sequence[Letter]:
    """One page of letters, the newest first."""
    query = select(Letter).where(*_tests(asked)).order_by(Letter.written_at.desc(), Letter.id.desc())
    return session.scalars(query.offset(offset).limit(limit)).all()


def count(session: Session, asked: Asked) -> int:
    """How many letters there are in that list."""
    return session.scalar(select(func.count()).select_from(Letter).where(*_tests(asked))) or 0


def occasions(session: Session) -> list[str]:
    """On which occasions letters were written so far."""
    return sorted(session.scalars(select(Letter.occasion).distinct()))


def by_id(session: Session, identity: int) -> Letter:
    """One letter. Refuses with `Missing`."""
    found = session.get(Letter, identity)
    if found is None:
        raise Missing(N_("There is no such letter."))
    return found


def failed(session: Session) -> Sequence[Letter]:
    """Everything the mail server refused for good, held until the transaction ends."""
    query = select(Letter).where(Letter.state == LetterState.FAILED).order_by(Letter.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def text_removed(letter: Letter) -> bool:
    """Was the text taken out when the letter had gone, because it let somebody in?"""
    return letter.state is LetterState.SENT and not letter.body


def lets_in(session: Session, letter: Letter) -> int | None:
    """The account a letter would let in, if it holds a sign-in link: not for every colleague's eyes."""
    if letter.about_kind != SignInLink.__tablename__:
        return None
    return session.scalar(select(SignInLink.account_id).where(SignInLink.id == letter.about_id))


def links(letter: Letter) -> list[str]:
    """The addresses a letter's text leads to, in their order, each once."""
    return list(dict.fromkeys(found.rstrip(".,;:!?)。、") for found in _LINK.findall(letter.body)))


def by_hand(letter: Letter) -> bool:
    """Did somebody send it themselves? The machine counts its tries; by hand there is none."""
    return letter.state is LetterState.SENT and letter.tries == 0
