"""What people do to letters that are written: pass them on by hand, try them again. Who may is asked by whoever calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.ledger.record import record
from contest.policy import Actor
from contest.post.compose import settle
from contest.post.models import Letter
from contest.post.states import LIFE, LetterState


def passed_on(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Somebody handed this letter over themselves, by a messenger, by telephone or their own mail. Nothing else is sent."""
    if letter.state is LetterState.SENT:
        return
    if letter.state is LetterState.FAILED:
        LIFE.move(letter, LetterState.QUEUED)
    letter.tries = 0
    settle(session, letter, now)
    record(session, actor, "letter:sent by hand", letter, now=now)


def try_again(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Once more to the mail server, from the first try on."""
    if letter.state is LetterState.QUEUED:
        return
    LIFE.move(letter, LetterState.QUEUED)
    letter.next_try_at, letter.tries, letter.problem = now, 0, ""
    record(session, actor, "letter:retry", letter, now=now)
