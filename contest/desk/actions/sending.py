"""Prepared letters on their way: somebody says so once, then they go in parts, so that nobody waits long for the store meanwhile.

What has gone is what the letters' own states say: whoever goes on after a crash finds the rest, and no letter goes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy.orm import Session

from contest.accounts.models import Account
from contest.core.errors import Conflict, Invalid
from contest.core.speech import say
from contest.core.text import N_
from contest.db.unit import locked
from contest.desk.actions.batches import NOBODY, check_open
from contest.desk.actions.receivers import OCCASIONS, OUT, permission_missing
from contest.desk.mails import UNMARKED
from contest.desk.queries import batches as queries
from contest.desk.rules import Group
from contest.entries.actions.consent import ask_guardian
from contest.entries.mails import GUARDIAN_REMINDER, PERMISSION_REMINDER, guardian_link
from contest.entries.models import ConsentRequest, Entry
from contest.entries.queries.student import requests_for
from contest.entries.states import EntryState
from contest.judging.queries.owing import owing
from contest.ledger.record import record
from contest.policy import Actor, May, Role, require
from contest.post.compose import release
from contest.post.models import Letter, LetterBatch
from contest.post.rules import Words, filled
from contest.post.states import LIFE, LetterState

Begin = Callable[[], AbstractContextManager[Session]]

PART = 200


def send(session: Session, actor: Actor, batch: LetterBatch, *, count: int, now: datetime) -> bool:
    """Say once that all go. `count` is the number somebody typed. False: that was said already."""
    require(actor, May.LETTERS_WRITE)
    if batch.sent_at is not None:
        return False
    check_open(batch)
    waiting = queries.count_waiting(session, batch.id)
    if not waiting:
        raise Conflict(NOBODY)
    if count != waiting:
        raise Invalid(N_("There are %(count)s letters. Type that number to send them."), "count", count=waiting)
    batch.sent_at, batch.sent_by_id = now, actor.id
    record(session, actor, "letters:send", batch, now=now, letters=waiting)
    return True


def send_part(session: Session, batch: LetterBatch, *, now: datetime) -> bool:
    """Let some of them go, by mail or to those who pass them on, for who said so; are there more? The batch is held meanwhile.

    What is no longer needed by now (the work was sent, the permission given) is taken out.
    """
    if batch.sent_at is None or batch.gone_at is not None:
        return False
    letters = queries.waiting(session, batch.id, PART)
    actor = _on_behalf(session, batch)
    about = _about(session, letters, now)
    asked = requests_for(session, [each.id for letter in letters if letter.occasion == GUARDIAN_REMINDER.key for each in about[letter.id]])
    gone = [_let_go(session, actor, letter, about, asked, now) for letter in letters]
    batch.needless += gone.count(LetterState.REMOVED)
    if len(letters) == PART:
        return True
    batch.gone_at = now
    counted = queries.counted(session, [batch])[0]
    by_mail = counted.all - counted.by_hand
    record(session, actor, "letters:gone", batch, now=now, by_mail=by_mail, by_hand=counted.by_hand, needless=batch.needless)
    return False


def send_due(session: Session, begin: Begin, now: datetime, *, rest: Callable[[], None]) -> int:
    """Let all go that somebody said may go, part by part; gives how many parts. `rest()` between two lets others write.

    `begin()` opens a transaction (`contest.db.transaction.transaction`).
    """
    parts = 0
    for identity in queries.on_their_way(session):
        more = True
        while more:
            with begin() as unit:
                more = send_part(unit, locked(unit, LetterBatch, identity), now=now)
            parts += 1
            if more:
                rest()
    return parts


def _on_behalf(session: Session, batch: LetterBatch) -> Actor:
    """Who said that they go, with what that takes and no more: they were allowed to when they said it."""
    account = session.get_one(Account, batch.sent_by_id)
    return Actor("account", account.id, frozenset({Role.STAFF}), name=account.name, language=account.language)


def _about(session: Session, letters: Sequence[Letter], now: datetime) -> dict[int, list[Entry]]:
    """For every letter about works: those it still holds for. A judge's reminder holds for nothing once the judge has no open work."""
    reminding = [letter for letter in letters if letter.occasion in STILL]
    entries = queries.entries(session, [identity for letter in reminding for identity in (letter.about_id, *letter.also)])
    unpermitted = frozenset(each.id for each in permission_missing(session, list(entries.values()), now))
    found: dict[int, list[Entry]] = {}
    for letter in reminding:
        mine = [entries[identity] for identity in (letter.about_id, *letter.also) if identity in entries]
        found[letter.id] = [each for each in mine if STILL[letter.occasion](each, unpermitted)]
    asked = [letter for letter in letters if letter.occasion == UNMARKED.key]
    still = owing(session, now) if asked else {}
    return found | {letter.id: [] for letter in asked if letter.about_id not in still}


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
