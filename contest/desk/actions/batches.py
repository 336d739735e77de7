"""Letters to many: prepared as drafts, read, changed, taken out; then sent all at once, or dropped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid
from contest.core.localized import pick
from contest.core.speech import say
from contest.core.text import N_
from contest.db.unit import locked
from contest.desk.actions.receivers import OCCASIONS, OUT, Receiver, permission_missing, receivers
from contest.desk.actions.words import check, tidy
from contest.desk.queries import batches as queries
from contest.desk.rules import Group
from contest.editions.models import Edition
from contest.entries.actions.consent import ask_guardian
from contest.entries.mails import GUARDIAN_REMINDER, PERMISSION_REMINDER, guardian_link
from contest.entries.models import ConsentRequest, Entry
from contest.entries.queries.student import requests_for
from contest.entries.states import EntryState
from contest.governments.actions import STALE
from contest.ledger.record import record
from contest.policy import Actor, May, require
from contest.post.compose import occasions, release, words_for, write
from contest.post.models import Letter, LetterBatch
from contest.post.rules import Words, draft_faults, filled
from contest.post.states import LIFE, LetterState

GONE = N_("These letters have been sent already.")
DROPPED = N_("These letters were dropped. Take them back first.")
NOBODY = N_("There is nobody to write to.")

Wordings = Mapping[str, Mapping[str, Words]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of letters that were sent together."""

    by_mail: int = 0
    by_hand: int = 0
    needless: int = 0


# ── before they are sent ──


def prepare(
    session: Session, actor: Actor, edition: Edition, group: Group, *, words: Wordings, again: bool, seen: int, now: datetime
) -> LetterBatch:
    """Write drafts to everybody in a group, in these words (by occasion and language; else those in use).

    Who was reminded not long ago is left out unless `again`. `seen` is the newest batch the page knew of: the same button pressed twice
    prepares once.
    """
    require(actor, May.LETTERS_WRITE)
    made = queries.made_since(session, seen, actor.id, group.value)
    if made is not None:
        return made
    chosen = [each for each in receivers(session, edition, group, now) if again or not each.reminded]
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
    for each in chosen:
        key = each.occasion.key
        own = words.get(key, {}).get(each.language) or in_use[key][each.language]
        kind, (first, *also) = each.about
        write(
            session, each.occasion, each.language, filled(own, each.values, open_=each.occasion.late), to=each.address, to_name=each.name,
            phone=each.phone, about=(kind, first), also=also, batch_id=batch.id, now=now,
        )  # fmt: skip


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
    _open(locked(session, LetterBatch, letter.batch_id or 0))
    LIFE.move(letter, LetterState.DRAFT)
    record(session, actor, "letter:put back", letter, now=now)


def _waiting(session: Session, letter: Letter) -> None:
    if letter.state is not LetterState.DRAFT:
        raise Conflict(GONE)
    _open(locked(session, LetterBatch, letter.batch_id or 0))


def _open(batch: LetterBatch) -> None:
    if batch.sent_at is not None:
        raise Conflict(GONE)
    if batch.dropped_at is not None:
        raise Conflict(DROPPED)


def drop(session: Session, actor: Actor, batch: LetterBatch, *, now: datetime) -> None:
    """Send none of these letters."""
    require(actor, May.LETTERS_WRITE)
    if batch.dropped_at is not None:
        return
    _open(batch)
    batch.dropped_at = now
    record(session, actor, "letters:drop", batch, now=now)


def restore(session: Session, actor: Actor, batch: LetterBatch, *, now: datetime) -> None:
    """Take back that they were dropped."""
    require(actor, May.LETTERS_WRITE)
    if batch.dropped_at is None:
        return
    batch.dropped_at = None
    record(session, actor, "letters:restore", batch, now=now)


# ── sending ──


def send(session: Session, actor: Actor, batch: LetterBatch, *, count: int, now: datetime) -> Sent | None:
    """Let all go, once: by mail, or to those who pass them on. `count` is the number somebody typed. `None`: they had gone already.

    What is no longer needed by now (the work was sent, the permission given) is taken out.
    """
    require(actor, May.LETTERS_WRITE)
    if batch.sent_at is not None:
        return None
    _open(batch)
    drafts = select(Letter).where(Letter.batch_id == batch.id, Letter.state == LetterState.DRAFT)
    letters = session.scalars(drafts.order_by(Letter.id)).all()
    if not letters:
        raise Conflict(NOBODY)
    if count != len(letters):
        raise Invalid(N_("There are %(count)s letters. Type that number to send them."), "count", count=len(letters))
    about = _about(session, letters, now)
    asked = requests_for(session, [each.id for letter in letters if letter.occasion == GUARDIAN_REMINDER.key for each in about[letter.id]])
    gone = [_let_go(session, actor, letter, about, asked, now) for letter in letters]
    batch.sent_at = now
    done = Sent(gone.count(LetterState.QUEUED), gone.count(LetterState.BY_HAND), gone.count(LetterState.REMOVED))
    record(session, actor, "letters:send", batch, now=now, by_mail=done.by_mail, by_hand=done.by_hand, needless=done.needless)
    return done


def _about(session: Session, letters: Sequence[Letter], now: datetime) -> dict[int, list[Entry]]:
    """For every letter about works: those it still holds for."""
    reminding = [letter for letter in letters if letter.occasion in STILL]
    entries = queries.entries(session, [identity for letter in reminding for identity in (letter.about_id, *letter.also)])
    unpermitted = frozenset(each.id for each in permission_missing(session, list(entries.values()), now))
    found: dict[int, list[Entry]] = {}
    for letter in reminding:
        mine = [entries[identity] for identity in (letter.about_id, *letter.also) if identity in entries]
        found[letter.id] = [each for each in mine if STILL[letter.occasion](each, unpermitted)]
    return found


def _unpermitted(entry: Entry, unpermitted: Collection[int]) -> bool:
    return entry.id in unpermitted


# Whether a work still belongs into a letter about works when it is sent; the second argument: those that wait for a permission.
STILL: dict[str, Callable[[Entry, Collection[int]], bool]] = {
    GUARDIAN_REMINDER.key: _unpermitted,
    PERMISSION_REMINDER.key: _unpermitted,
    OCCASIONS[Group.DRAFTS][0].key: lambda entry, _waiting: entry.state is EntryState.DRAFT,
    OCCASIONS[Group.ENTRANTS][0].key: lambda entry, _waiting: entry.state not in OUT,
}


def _let_go(
    session: Session, actor: Actor, letter: Letter, about: Mapping[int, Sequence[Entry]], asked: Mapping[int, list[ConsentRequest]],
    now: datetime,
) -> LetterState:  # fmt: skip
    if letter.id in about and not about[letter.id]:
        LIFE.move(letter, LetterState.REMOVED)
        return letter.state
    if letter.occasion == GUARDIAN_REMINDER.key:
        links = _links(session, actor, letter, about[letter.id], asked, now)
        letter.body = filled(Words(letter.subject, letter.body), {"link": links}).body
    release(letter, now)
    return letter.state


def _links(
    session: Session, actor: Actor, letter: Letter, waiting: Sequence[Entry], asked: Mapping[int, list[ConsentRequest]], now: datetime
) -> list[str]:
    """A fresh link for each work, made only now: what was dropped or taken out ends nobody's link."""
    made = []
    for entry in waiting:
        before = asked[entry.id]
        token = ask_guardian(session, actor, entry, to=letter.to_address, language=letter.language, remind=True, asked=before, now=now)
        link = guardian_link(session, letter.language, token)
        made.append(link if len(waiting) == 1 else say(letter.language, N_("“%(title)s”: %(link)s"), title=entry.title, link=link))
    return made
