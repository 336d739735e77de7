"""Who would get a letter: each receiver once, with all works the letter is about. Asks, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account, Grant
from contest.core.clock import today
from contest.core.localized import pick
from contest.core.speech import say
from contest.core.text import N_, fold
from contest.db.unit import site_address
from contest.desk import mails
from contest.desk.rules import QUIET, Group
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.editions.rules import Purpose, closing
from contest.entries import mails as entry_mails
from contest.entries import rules
from contest.entries.mails import both_clocks, called, surroundings
from contest.entries.models import ConsentPaper, ConsentRequest, Entry
from contest.entries.queries.public import consents_of
from contest.entries.rules import NEEDED, Method, Permission, Window
from contest.entries.states import EntryState
from contest.judging.mails import still_open
from contest.judging.models import Panelist, Round
from contest.judging.queries.owing import owing
from contest.policy import Role
from contest.post.models import Letter, LetterBatch
from contest.post.rules import Occasion, Value
from contest.post.states import LetterState

E = EntryState
OCCASIONS: dict[Group, tuple[Occasion, ...]] = {
    Group.DRAFTS: (entry_mails.DRAFT_REMINDER,),
    Group.PERMISSION: (entry_mails.GUARDIAN_REMINDER, entry_mails.PERMISSION_REMINDER),
    Group.ENTRANTS: (mails.ENTRANTS,),
    Group.COORDINATORS: (mails.COORDINATORS,),
    Group.JUDGES: (mails.JUDGES,),
    Group.UNMARKED: (mails.UNMARKED,),
}
ABOUT = (Entry.__tablename__, Account.__tablename__)  # what a reminder is about
REMINDERS = tuple(each.key for group in (Group.DRAFTS, Group.PERMISSION, Group.UNMARKED) for each in OCCASIONS[group])
WAITS = (E.SUBMITTED, E.RETURNED, E.HELD_BACK)
OUT = (E.DRAFT, E.WITHDRAWN, E.DISQUALIFIED)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody to write to: on which occasion, in which language, about what. `reminded`: not long ago."""

    occasion: Occasion
    language: str
    address: str
    name: str
    phone: str
    about: tuple[str, tuple[int, ...]]
    values: Mapping[str, Value]
    reminded: bool = False

    def among(self, lately: Collection[tuple[str, int]]) -> bool:
        """Is one of these works among those a reminder was written about (occasion and id)?"""
        return any((self.occasion.key, identity) in lately for identity in self.about[1])


@dataclass(frozen=True, slots=True)
class _To:
    """One work's receiver, before those of the same address become one."""

    entry: Entry
    occasion: Occasion
    language: str
    address: str
    until: datetime | None = None


def receivers(session: Session, edition: Edition, group: Group, now: datetime) -> list[Receiver]:
    """Everybody in a group, each address once. The number of statements does not depend on how many there are."""
    if group in {Group.COORDINATORS, Group.JUDGES}:
        return _people(session, edition, group)
    if group is Group.UNMARKED:
        made = _unmarked(session, edition, now)
    else:
        made = [_receiver(session, edition, tos) for tos in _families(_GROUPS[group](session, edition, now))]
    lately = reminded(session, now)
    return [replace(each, reminded=each.among(lately)) for each in made]


# ── painters and guardians ──


def _entries(edition: Edition, *tests: ColumnElement[bool]) -> Select[Any]:
    query = select(Entry).where(Entry.edition_id == edition.id, *tests).order_by(Entry.id)
    return query.options(joinedload(Entry.student), joinedload(Entry.government), joinedload(Entry.edition))


def _drafts(session: Session, edition: Edition, now: datetime) -> list[_To]:
    later = {row.government_id: row.closes_at for row in editions.extensions(session, edition.id)}
    made = []
    for entry in session.scalars(_entries(edition, Entry.state == E.DRAFT)):
        closes = closing(edition.closes_at, later.get(entry.government_id or 0))
        window = Window(edition.opens_at, closes, late_until=entry.late_until)
        known = entry.student.email or entry.student.full_name
        if known and rules.may_send(entry.state, window, None, now):
            made.append(_To(entry, entry_mails.DRAFT_REMINDER, entry.student.language, entry.student.email, window.until))
    return made


def _unpermitted(session: Session, edition: Edition, now: datetime) -> list[_To]:
    waiting = permission_missing(session, session.scalars(_entries(edition, Entry.state.in_(WAITS))).all(), now)
    query = select(ConsentRequest).where(
        ConsentRequest.entry_id.in_([each.id for each in waiting]), ConsentRequest.to_address != "", ConsentRequest.expires_at > now,
    )  # fmt: skip
    asked = {row.entry_id: row for row in session.scalars(query.order_by(ConsentRequest.id))}
    return [
        _To(entry, entry_mails.GUARDIAN_REMINDER, asked[entry.id].language, asked[entry.id].to_address)
        if entry.id in asked
        else _To(entry, entry_mails.PERMISSION_REMINDER, entry.student.language, entry.student.email)
        for entry in waiting
    ]


def permission_missing(session: Session, entries: Sequence[Entry], now: datetime) -> list[Entry]:
    """Those of these works that wait for an answer: none was given, no signed form is there to be read, the painter is under age."""
    said = consents_of(session, [each.id for each in entries])
    held = {identity: rules.holding(rows) for identity, rows in said.items()}
    unread = select(ConsentPaper.entry_id).where(ConsentPaper.entry_id.in_(held), ConsentPaper.read_at.is_(None))
    read_soon = set(session.scalars(unread))

    def taken_back(entry: Entry) -> set[Purpose]:
        return {row.purpose for row in said[entry.id] if row.withdrawn_at is not None and row.method not in {Method.WISH, Method.SELF}}

    def waits(entry: Entry) -> bool:
        mine = held[entry.id]
        refused = any(mine[purpose].answer == Permission.NO if purpose in mine else purpose in taken_back(entry) for purpose in NEEDED)
        return bool(rules.missing_to_endorse(mine)) and not refused and entry.id not in read_soon and not _adult(entry, now)

    return [entry for entry in entries if entry.state in WAITS and waits(entry)]


def _adult(entry: Entry, now: datetime) -> bool:
    zone = entry.government.zone if entry.government else entry.edition.zone
    counted = entry.student.age, entry.edition.age_day
    return rules.adult(entry.student.born, today(now, zone), exact=entry.edition.full_birth_date, counted=counted)


def _entrants(session: Session, edition: Edition, _now: datetime) -> list[_To]:
    entered = session.scalars(_entries(edition, Entry.state.not_in(OUT)))
    return [_To(entry, mails.ENTRANTS, entry.student.language, entry.student.email) for entry in entered]


_GROUPS: dict[Group, Callable[[Session, Edition, datetime], list[_To]]] = {
    Group.DRAFTS: _drafts, Group.PERMISSION: _unpermitted, Group.ENTRANTS: _entrants,
}  # fmt: skip


def _families(found: Iterable[_To]) -> list[list[_To]]:
    """What goes to one address is one letter. Without an address: one for each painter and government, whose coordinator may read it."""
    together: dict[tuple[object, ...], list[_To]] = {}
    for each in found:
        student = each.entry.student
        alone: tuple[object, ...] = ("", student.id, each.entry.government_id)
        together.setdefault((each.occasion.key, fold(each.address)) if each.address else alone, []).append(each)
    return list(together.values())


def _receiver(session: Session, edition: Edition, tos: Sequence[_To]) -> Receiver:
    newest = tos[-1]
    code, student = newest.language, newest.entry.student
    painters = list(dict.fromkeys(called(each.entry.student) for each in tos))
    values: dict[str, Value] = {
        **surroundings(session, student), "name": ", ".join(painters), "contest": pick(edition.titles, code)[0],
        "works": [named(each.entry, code) for each in tos],
    }  # fmt: skip
    if newest.until is not None:
        first = min(each.until for each in tos if each.until)
        values["until"] = both_clocks(first, edition, newest.entry.government, code)
    guardian = newest.occasion is entry_mails.GUARDIAN_REMINDER
    return Receiver(
        newest.occasion, code, newest.address, "" if guardian else ", ".join(painters), "" if guardian else student.phone,
        ("entry", tuple(each.entry.id for each in tos)), values,
    )  # fmt: skip


def named(entry: Entry, code: str) -> str:
    """A work in a letter: its title, and whose it is."""
    if not entry.title:
        return say(code, N_("a painting without a title yet (%(name)s)"), name=called(entry.student))
    return say(code, N_("“%(title)s” (%(name)s)"), title=entry.title, name=called(entry.student))


def reminded(session: Session, now: datetime) -> set[tuple[str, int]]:
    """The works, or judges, a reminder was written about not long ago, on which occasion; sent or still waiting."""
    query = (
        select(Letter.occasion, Letter.about_id, Letter.also).outerjoin(LetterBatch, LetterBatch.id == Letter.batch_id)
        .where(Letter.occasion.in_(REMINDERS), Letter.about_kind.in_(ABOUT), Letter.state != LetterState.REMOVED)
        .where(or_(Letter.written_at > now - QUIET, Letter.sent_at > now - QUIET), LetterBatch.dropped_at.is_(None))
    )  # fmt: skip
    return {(occasion, identity) for occasion, first, also in session.execute(query) for identity in (first, *also)}


# ── people with an account ──


def _unmarked(session: Session, edition: Edition, now: datetime) -> list[Receiver]:
    link = site_address(session, "/login")
    made = []
    for places in owing(session, now, edition_id=edition.id).values():
        account = places[0][0].account
        values: dict[str, Value] = {
            "name": account.name, "contest": pick(edition.titles, account.language)[0], "link": link,
            "rounds": [still_open(place.round, works, edition, account.language) for place, works in places],
        }  # fmt: skip
        about = ("account", (account.id,))
        made.append(Receiver(mails.UNMARKED, account.language, account.address, account.name, "", about, values))
    return sorted(made, key=lambda each: (each.name, each.about))


def _people(session: Session, edition: Edition, group: Group) -> list[Receiver]:
    granted = select(Grant.account_id).where(Grant.role == Role.COORDINATOR)
    test: ColumnElement[bool] = Account.id.in_(granted)
    if group is Group.JUDGES:
        invited = select(Grant.account_id).where(Grant.role == Role.JUDGE, Grant.edition_id == edition.id)
        seated = select(Panelist.account_id).join(Round, Round.id == Panelist.round_id)
        seated = seated.where(Round.edition_id == edition.id, Panelist.dropped_at.is_(None))
        test = or_(Account.id.in_(invited), Account.id.in_(seated))
    occasion = OCCASIONS[group][0]
    link = site_address(session, "/login")
    return [
        Receiver(
            occasion, each.language, each.address, each.name, "", ("account", (each.id,)),
            {"name": each.name, "contest": pick(edition.titles, each.language)[0], "link": link},
        )
        for each in session.scalars(select(Account).where(test, Account.blocked_at.is_(None)).order_by(Account.name, Account.id))
    ]  # fmt: skip
