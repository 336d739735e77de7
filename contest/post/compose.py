"""Writing a letter and putting it in the outbox."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contest.core.languages import CODES
from contest.core.speech import say
from contest.core.text import N_, clean
from contest.db.base import Base
from contest.post import rules
from contest.post.models import Letter, LetterTemplate
from contest.post.rules import Occasion, Value, Words
from contest.post.states import LIFE, LetterState

SIGNATURE = N_("The secretariat of the NEAR Youth Art Contest")

log = logging.getLogger("contest.post")


def occasions(session: Session) -> Mapping[str, Occasion]:
    """Every occasion letters are written on, by key; handed to every session when the app starts."""
    known: Mapping[str, Occasion] = session.info["occasions"]
    return known


def standard(occasion: Occasion, code: str) -> Words:
    """The standard words of an occasion in one language, placeholders open."""
    body = "\n\n".join(rules.opened(say(code, paragraph)) for paragraph in (*occasion.paragraphs, SIGNATURE))
    return Words(rules.opened(say(code, occasion.subject)), body)


def own_words(session: Session, occasion: Occasion) -> dict[str, Words]:
    """The secretariat's own words for an occasion, by language. What they no longer fit after an update is left out."""
    found = {
        row.language: Words(row.subject, row.body)
        for row in session.scalars(select(LetterTemplate).where(LetterTemplate.occasion == occasion.key))
    }
    return {code: words for code, words in found.items() if not _misfits(occasion, code, words)}


def _misfits(occasion: Occasion, code: str, words: Words) -> bool:
    wrong = bool(rules.faults(occasion, words))
    if wrong:
        log.warning("the own words for %s in %s no longer fit: the standard ones are used", occasion.key, code)
    return wrong


def words_for(session: Session, occasion: Occasion) -> dict[str, Words]:
    """The words in use for an occasion in every language: own ones, else the standard ones."""
    own = own_words(session, occasion)
    return {code: own.get(code) or standard(occasion, code) for code in CODES}


def write(
    session: Session, occasion: Occasion, language: str, filled: Words, *, to: str, to_name: str = "", phone: str = "",
    about: tuple[str, int], also: Sequence[int] = (), batch_id: int | None = None, now: datetime,
) -> Letter:  # fmt: skip
    """A letter that waits as a draft. `also`: further things of the same kind it is about."""
    row = draft(occasion, language, filled, to=to, to_name=to_name, phone=phone, about=about, also=also, batch_id=batch_id, now=now)
    letter = Letter(**row)
    session.add(letter)
    return letter


def draft(
    occasion: Occasion, language: str, filled: Words, *, to: str, to_name: str = "", phone: str = "", about: tuple[str, int],
    also: Sequence[int] = (), batch_id: int | None = None, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The same as a row, for `write_many`."""
    return {
        "occasion": occasion.key, "to_address": clean(to), "to_name": clean(to_name)[:200], "to_phone": clean(phone)[:40],
        "language": language, "subject": filled.subject, "body": filled.body, "about_kind": about[0], "about_id": about[1],
        "also": list(also), "batch_id": batch_id, "attachment": occasion.attachment, "written_at": now, "state": LetterState.DRAFT,
    }  # fmt: skip


def write_many(session: Session, drafts: Sequence[Mapping[str, Any]]) -> None:
    """Thousands of letters that wait as drafts, in one statement."""
    session.execute(insert(Letter), drafts)


def release(letter: Letter, now: datetime) -> None:
    """Let a draft go: to the mail server, or without an address to somebody who passes it on by hand."""
    LIFE.move(letter, LetterState.QUEUED if letter.to_address else LetterState.BY_HAND)
    letter.next_try_at = now if letter.to_address else None


def settle(session: Session, letter: Letter, now: datetime) -> None:
    """Note that a letter has gone. What lets somebody in is not kept: of such a letter only the fact stays."""
    LIFE.move(letter, LetterState.SENT)
    letter.sent_at, letter.next_try_at, letter.problem = now, None, ""
    occasion = occasions(session).get(letter.occasion)
    if occasion is not None and occasion.secret:
        letter.body = ""


def queue(
    session: Session, occasion: Occasion, language: str, *, to: str, to_name: str = "", phone: str = "", about: Base, now: datetime,
    words: Mapping[str, Words] | None = None, **values: Value,
) -> Letter:  # fmt: skip
    """Put one letter in the outbox, in the transaction of the act it tells of.

    In the words in use for its occasion (`words`: known already, by language, where many are written at once). A value is text and
    stays text: line breaks are taken out, so nobody's name can add a line to the letter.
    """
    own = own_words(session, occasion) if words is None else words
    filled = rules.filled(own.get(language) or standard(occasion, language), values)
    thing: tuple[str, int] = (about.__tablename__, about.id)  # type: ignore[attr-defined]
    letter = write(session, occasion, language, filled, to=to, to_name=to_name, phone=phone, about=thing, now=now)
    release(letter, now)
    return letter
