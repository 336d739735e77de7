"""Letters in the outbox: passed on by hand, tried again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.policy import Actor, May, require
from contest.post import actions
from contest.post.models import Letter
from contest.post.states import LetterState


def sent_by_hand(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Somebody sent this letter themselves, by a messenger or their own mail: it leaves the outbox. Nothing else is sent."""
    require(actor, May.LETTERS_READ, letter)
    if letter.state is LetterState.DRAFT:
        raise Conflict(N_("This letter is not sent yet: it goes with the others it was prepared with."))
    actions.passed_on(session, actor, letter, now=now)


def retry(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Try once more what could not be delivered."""
    require(actor, May.LETTERS_READ, letter)
    if letter.state not in {LetterState.FAILED, LetterState.QUEUED}:
        raise Conflict(N_("This letter was not refused by the mail server."))
    actions.try_again(session, actor, letter, now=now)


def retry_failed(session: Session, actor: Actor, letters: Iterable[Letter], *, now: datetime) -> int:
    """Try once more everything that could not be delivered; how many that is."""
    failed = [letter for letter in letters if letter.state is LetterState.FAILED]
    for letter in failed:
        retry(session, actor, letter, now=now)
    return len(failed)
