"""The secretariat's own words for the letters the contest writes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import STALE, Conflict, Invalid
from contest.core.text import clean, clean_lines
from contest.desk.queries.words import own
from contest.ledger.record import record
from contest.policy import Actor, May, require
from contest.post.models import LetterTemplate
from contest.post.rules import Occasion, Words, faults


def tidy(subject: str, body: str) -> Words:
    """As typed, without what does not belong in a letter; the subject is one line."""
    return Words(clean(subject), clean_lines(body))


def check(occasion: Occasion, words: Words) -> Words:
    """Refuse words that cannot be used for this occasion."""
    for fault in faults(occasion, words):
        raise Invalid(fault.message, fault.field, **fault.values)
    return words


def change_words(
    session: Session, actor: Actor, occasion: Occasion, code: str, *, subject: str, body: str, seen: str, now: datetime
) -> None:
    """Put own words in the place of the standard ones. `seen` is the version the page showed; empty: the standard words."""
    require(actor, May.LETTERS_WRITE)
    words = check(occasion, tidy(subject, body))
    row = own(session, occasion, code, hold=True)
    if row is not None and words == Words(row.subject, row.body):
        return
    if seen != (row.trace if row else ""):
        raise Conflict(STALE, field="seen")
    if row is None:
        row = LetterTemplate(occasion=occasion.key, language=code, version=0)
        session.add(row)
    row.subject, row.body, row.changed_at, row.changed_by_id = words.subject, words.body, now, actor.id
    row.version += 1
    session.flush()
    record(session, actor, "letter words:change", row, now=now, occasion=occasion.key, language=code)


def standard_again(session: Session, actor: Actor, occasion: Occasion, code: str, *, seen: str, now: datetime) -> None:
    """Back to the standard words."""
    require(actor, May.LETTERS_WRITE)
    row = own(session, occasion, code, hold=True)
    if row is None:
        return
    if seen != row.trace:
        raise Conflict(STALE, field="seen")
    record(session, actor, "letter words:standard", row, now=now, occasion=occasion.key, language=code)
    session.delete(row)
