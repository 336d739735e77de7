"""Writing a letter and putting it in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.speech import say
from contest.core.text import N_, clean
from contest.db.base import Base
from contest.post.models import Letter
from contest.post.states import LIFE, LetterState

SIGNATURE = N_("The secretariat of the NEAR Youth Art Contest")


def queue(
    session: Session, occasion: str, language: str, *, to: str, to_name: str = "", about: Base,
    subject: str, paragraphs: Sequence[str], now: datetime, **values: object,
) -> Letter:  # fmt: skip
    """Put one letter in the outbox, in the transaction of the act it tells of.

    `subject` and `paragraphs` are message ids; `values` fill their placeholders. A value is text
    and stays text: line breaks are taken out, so nobody's name can add a line to the letter.
    """
    safe = {key: clean(str(value)) for key, value in values.items()}
    body = "\n\n".join(say(language, paragraph, **safe) for paragraph in (*paragraphs, SIGNATURE))
    letter = Letter(
        occasion=occasion, to_address=clean(to), to_name=clean(to_name), language=language, subject=say(language, subject, **safe),
        body=body, about_kind=about.__tablename__, about_id=about.id, written_at=now, next_try_at=now, state=LetterState.DRAFT,  # type: ignore[attr-defined]
    )  # fmt: skip
    LIFE.move(letter, LetterState.QUEUED)
    session.add(letter)
    return letter
