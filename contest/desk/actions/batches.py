"""Letters to many: prepared as drafts, read, changed, taken out, dropped. How they are sent: `sending`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import STALE, Conflict, Invalid
from contest.core.localized import pick
from contest.core.text import N_
from contest.db.unit import locked
from contest.desk.actions.receivers import OCCASIONS, Receiver, receivers, reminded
from contest.desk.actions.words import check, tidy
from contest.desk.queries import batches as queries
from contest.desk.rules import Group
from contest.editions.models import Edition
from contest.ledger.record import record
from contest.policy import Actor, May, require
from contest.post.compose import draft, occasions, words_for, write_many
from contest.post.models import Letter, LetterBatch
from contest.post.rules import Words, draft_faults, filled
from contest.post.states import LIFE, LetterState

GONE = N_("These letters have been sent already.")
DROPPED = N_("These letters were dropped. Take them back first.")
NOBODY = N_("There is nobody to write to.")

Wordings = Mapping[str, Mapping[str, Words]]


def prepare(
    session: Session, actor: Actor, edition: Edition, group: Group, *, words: Wordings, again: bool, seen: int,
    found: Sequence[Receiver] | None = None, now: datetime,
) -> LetterBatch:  # fmt: skip
    """Write drafts to everybody in a group, in these words (by occasion and language; else those in use).

    Who was reminded not long ago is left out unless `again`. `seen` is the newest batch the page knew of: the same button pressed twice
    prepares once. `found`: who is in the group, where that has just been looked up; looking is most of the work, and here others wait.
    """
    require(actor, May.LETTERS_WRITE)
    made = queries.made_since(session, seen, actor.id, group.value)
    if made is not None:
        return made
    lately = set() if again else reminded(session, now)
    chosen = [each for each in (receivers(session, edition, group, now) if found is None else found) if not each.among(lately)]
    if not chosen:
        raise Conflict(NOBODY)
    for occasion in OCCASIONS[group]:
        for given in words.get(occasion.key, {}).values():
            check(occasion, given)
    title = pick(edition.titles, actor.language)[0]
    batch = LetterBatch(occasion=group.value, title=title[:200], made_at=now, made_by_id=actor.id)
    session.add(batch)
    session.flush()
    _write(session, batch, chosen, words, now)
    record(session, actor, "letters:prepare", batch, now=now, group=group.value, letters=len(chosen))
    return batch


def _write(session: Session, batch: LetterBatch, chosen: Sequence[Receiver], words: Wordings, now: datetime) -> None:
    in_use = {occasion.key: words_for(session, occasion) for occasion in {each.occasion for each in chosen}}
    drafts = []
    for each in chosen:
        key = each.occasion.key
        own = words.get(key, {}).get(each.language) or in_use[key][each.language]
        kind, (first, *also) = each.about
        drafts.append(
            draft(
                each.occasion, each.language, filled(own, each.values, open_=each.occasion.late), to=each.address, to_name=each.name,
                phone=each.phone, about=(kind, first), also=also, batch_id=batch.id, now=now,
            )
        )  # fmt: skip
    write_many(session, drafts)


def edit(session: Session, actor: Actor, letter: Letter, *, subject: str, body: str, version: int, now: datetime) -> None:
    """Change the words of one letter that waits. Refuses a page older than what is stored, and what has gone."""
    require(actor, May.LETTERS_WRITE)
    _waiting(session, letter)
    words = tidy(subject, body)
    for fault in draft_faults(occasions(session).get(letter.occasion), words):
        raise Invalid(fault.message, fault.field, **fault.values)
    if words == Words(letter.subject, letter.body):
        return
    if letter.version != version:
        raise Conflict(STALE, field="version")
    letter.subject, letter.body = words.subject, words.body
    letter.version += 1
    record(session, actor, "letter:edit", letter, now=now)


def remove(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Take one letter out: it is not sent with the others."""
    require(actor, May.LETTERS_WRITE)
    if letter.state is LetterState.REMOVED:
        return
    _waiting(session, letter)
    LIFE.move(letter, LetterState.REMOVED)
    record(session, actor, "letter:remove", letter, now=now)


def put_back(session: Session, actor: Actor, letter: Letter, *, now: datetime) -> None:
    """Put a letter that was taken out among the others again."""
    require(actor, May.LETTERS_WRITE)
    if letter.state is LetterState.DRAFT:
        return
    check_open(locked(session, LetterBatch, letter.batch_id or 0))
    LIFE.move(letter, LetterState.DRAFT)
    record(session, actor, "letter:put back", letter, now=now)


def _waiting(session: Session, letter: Letter) -> None:
    if letter.state is not LetterState.DRAFT:
        raise Conflict(GONE)
    check_open(locked(session, LetterBatch, letter.batch_id or 0))


def check_open(batch: LetterBatch) -> None:
    """Refuses (`Conflict`) once these letters are sent or dropped."""
    if batch.sent_at is not None:
        raise Conflict(GONE)
    if batch.dropped_at is not None:
        raise Conflict(DROPPED)


def drop(session: Session, actor: Actor, batch: LetterBatch, *, now: datetime) -> None:
    """Send none of these letters."""
    require(actor, May.LETTERS_WRITE)
    if batch.dropped_at is not None:
        return
    check_open(batch)
    batch.dropped_at = now
    record(session, actor, "letters:drop", batch, now=now)


def restore(session: Session, actor: Actor, batch: LetterBatch, *, now: datetime) -> None:
    """Take back that they were dropped."""
    require(actor, May.LETTERS_WRITE)
    if batch.dropped_at is None:
        return
    batch.dropped_at = None
    record(session, actor, "letters:restore", batch, now=now)
