"""Letters passed on by hand by those who know the painter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.entries.models import Entry
from contest.policy import Actor, May, require
from contest.post import actions
from contest.post.models import Letter
from contest.post.states import LetterState


def pass_on(session: Session, actor: Actor, letter: Letter, entry: Entry, *, now: datetime) -> None:
    """Somebody of the work's government told its painter what this letter says."""
    require(actor, May.LETTER_PASS_ON, entry)
    if letter.state not in {LetterState.BY_HAND, LetterState.SENT}:
        raise Conflict(N_("This letter is not for passing on by hand."))
    actions.passed_on(session, actor, letter, now=now)
