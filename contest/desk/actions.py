"""What the secretariat does to letters itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.ledger.record import record
from contest.policy import Actor, May, require
from contest.post.models import Letter
from contest.post.states import LIFE, LetterState


def sent_by_hand(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Somebody sent this letter themselves, by a messenger or their own mail: it leaves the outbox. Nothing else is sent."""
    require(actor, May.LETTERS_READ, letter)
    if letter.state is LetterState.SENT:
        return
    if letter.state is LetterState.FAILED:
        LIFE.move(letter, LetterState.QUEUED)
    LIFE.move(letter, LetterState.SENT)
    letter.sent_at, letter.next_try_at, letter.tries, letter.problem = now, None, 0, ""
    record(session, actor, "letter:sent by hand", letter, now=now)


def retry(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Try once more what could not be delivered."""
    require(actor, May.LETTERS_READ, letter)
    if letter.state is LetterState.QUEUED:
        return
    LIFE.move(letter, LetterState.QUEUED)
    letter.next_try_at, letter.tries, letter.problem = now, 0, ""
    record(session, actor, "letter:retry", letter, now=now)
