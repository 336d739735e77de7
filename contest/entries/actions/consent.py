"""Permissions: wished for, asked, answered, recorded from paper, withdrawn. Each answer is a row; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core import keys as secrets
from contest.core.clock import today
from contest.core.errors import Conflict
from contest.core.text import N_
from contest.db.unit import keys
from contest.editions.models import ConsentText
from contest.editions.queries import consent_texts
from contest.editions.rules import Purpose
from contest.entries import mails, rules
from contest.entries.models import Consent, ConsentRequest, Entry
from contest.entries.queries.printed import already_printed
from contest.entries.queries.public import consents_of
from contest.entries.queries.student import requests_of
from contest.entries.rules import LINK_LASTS, Method, Permission
from contest.entries.states import LIFE, EntryState
from contest.ledger.record import record
from contest.policy import Actor, May, can, require

ON_THE_WAY = frozenset({EntryState.HELD_BACK, EntryState.ENDORSED, EntryState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class How:
    """By which way answers came, in whose words, from whom.

    `texts` are the words that were agreed to where they are not those in force in `language`; `paper_id` the photographed form.
    """

    method: Method
    given_by: str
    language: str
    evidence: str = ""
    paper_id: int | None = None
    texts: Mapping[Purpose, ConsentText] | None = None


def is_adult(entry: Entry, now: datetime) -> bool:
    """Is the painter of age today, where the entry comes from?"""
    zone = entry.government.zone if entry.government else entry.edition.zone
    edition, painter = entry.edition, entry.student
    counted = painter.age, edition.age_day
    return rules.adult(painter.born, today(now, zone), exact=edition.full_birth_date, counted=counted)


def say_wishes(session: Session, actor: Actor, entry: Entry, answers: Mapping[Purpose, str], *, language: str, now: datetime) -> None:
    """The painter's own answers: they count when of age, and are wishes otherwise."""
    require(actor, May.ENTRY_WRITE, entry)
    method = Method.SELF if is_adult(entry, now) else Method.WISH
    how = How(method, entry.student.full_name, language)
    before = [row for row in _rows(session, entry) if row.method in {Method.WISH, Method.SELF} and row.withdrawn_at is None]
    kept = rules.check_answers(answers)
    if {row.purpose: (row.answer, row.method) for row in before} == {purpose: (answer, method) for purpose, answer in kept.items()}:
        return
    _withdraw(before, kept, now)
    add_answers(session, actor, entry, kept, how, now=now)


def forget_own_answers(session: Session, entry: Entry, now: datetime) -> None:
    """An earlier birth date made the painter of age, the corrected one does not: the own answers count no longer."""
    own = [row for row in _rows(session, entry) if row.method == Method.SELF]
    _withdraw(own, Purpose, now)


def forget_outdated(session: Session, actor: Actor, entry: Entry, changed: Collection[str], now: datetime) -> None:
    """What a guardian allowed holds for what they saw: after another picture or another form of the name they are asked again."""
    rows = _rows(session, entry)
    gone = rules.outdated(rules.holding(rows), changed)
    if gone:
        _withdraw([row for row in rows if row.method != Method.WISH], gone, now)
        record(session, actor, "consent:outdated", entry, now=now, purposes=sorted(purpose.value for purpose in gone))


def ask_guardian(
    session: Session, actor: Actor, entry: Entry, *, to: str = "", language: str, remind: bool = False,
    asked: Sequence[ConsentRequest] | None = None, now: datetime,
) -> str:  # fmt: skip
    """Make a link for a guardian and return its token. With an address, the link goes there by letter.

    A link nobody has answered yet ends when a new one is made: an address may have been wrong. To `remind` ends none that went to
    the same address, for the letter before may be found first; the reminder itself is written by whoever asks. `asked`: the links
    there were, where they are known already.
    """
    if not can(actor, May.ENTRY_WRITE, entry):
        require(actor, May.CONSENT_RECORD, entry)
    for earlier in requests_of(session, entry.id) if asked is None else asked:
        if earlier.answered_at is None and not (remind and earlier.to_address == to):
            earlier.expires_at = min(earlier.expires_at, now)
    token = secrets.token()
    request = ConsentRequest(
        entry_id=entry.id, token_hash=keys(session).digest("consent", token), language=language, to_address=to,
        created_at=now, expires_at=now + LINK_LASTS,
    )  # fmt: skip
    session.add(request)
    record(session, actor, "consent:ask", entry, now=now, by="email" if to else "link")
    if to and not remind:
        session.flush()
        mails.guardian_asked(session, request, entry, token, now=now)
    return token


def answer(
    session: Session, actor: Actor, request: ConsentRequest, answers: Mapping[Purpose, str], *,
    given_by: str, language: str, seen: str = "", now: datetime,
) -> dict[Purpose, str]:  # fmt: skip
    """The guardian's answers, all five; the same answers again change nothing. The last answer holds.

    `seen` is the trace of what the page showed (see `rules.said`); gives what others had stored since and these answers replace.
    """
    require(actor, May.CONSENT_ANSWER, request)
    if rules.link_ended(request.expires_at, request.answered_at, now):
        raise Conflict(rules.ENDED)
    name = rules.check_line(given_by, "given_by")
    kept = rules.check_answers(answers)
    held = rules.holding(_rows(session, request.entry))
    if all(p in held and (held[p].answer, held[p].method, held[p].given_by) == (a, Method.LINK, name) for p, a in kept.items()):
        return {}
    add_answers(session, actor, request.entry, kept, How(Method.LINK, name, language), now=now)
    request.answered_at = now
    allowed = settle(session, actor, request.entry, now)
    mails.guardian_answered(session, request.entry, allowed=allowed, now=now)
    stored = rules.said(held)
    return {p: row.answer for p, row in held.items() if row.answer != kept[p]} if seen and seen != rules.trace(stored) else {}


def record_paper(
    session: Session, actor: Actor, entry: Entry, answers: Mapping[Purpose, str], *, given_by: str, evidence: str, now: datetime
) -> None:
    """What a signed paper says, written down by who holds it or knows who does (`evidence` says where it lies)."""
    require(actor, May.CONSENT_RECORD, entry)
    name = rules.check_line(given_by, "given_by")
    where = rules.check_line(evidence, "evidence", 500)
    add_answers(session, actor, entry, rules.check_answers(answers), How(Method.PAPER, name, entry.student.language, where), now=now)
    settle(session, actor, entry, now)


def withdraw_consent(
    session: Session, actor: Actor, entry: Entry, purposes: Iterable[Purpose], *,
    request: ConsentRequest | None = None, reason: str = "", now: datetime,
) -> None:  # fmt: skip
    """Take permissions back, at once: by the guardian's link, by an adult painter, or by the government on request (`reason`: whose)."""
    _may_answer(actor, entry, request, now)
    chosen = set(purposes)
    standing = [row for row in _rows(session, entry) if row.purpose in chosen and row.method != Method.WISH and row.withdrawn_at is None]
    if not standing:
        return
    _withdraw(standing, chosen, now)
    values = {"purposes": sorted({row.purpose.value for row in standing})} | ({"reason": reason} if reason else {})
    record(session, actor, "consent:withdraw", entry, now=now, **values)
    settle(session, actor, entry, now)
    mails.permission_withdrawn(session, entry, request, printed=already_printed(session, entry.id, now), now=now)


def _may_answer(actor: Actor, entry: Entry, request: ConsentRequest | None, now: datetime) -> None:
    if request is not None and request.entry_id == entry.id:
        require(actor, May.CONSENT_ANSWER, request)
        if rules.link_ended(request.expires_at, request.answered_at, now):
            raise Conflict(rules.ENDED)
    elif can(actor, May.ENTRY_WRITE, entry) and is_adult(entry, now):
        return
    else:
        require(actor, May.CONSENT_RECORD, entry)


def _rows(session: Session, entry: Entry) -> list[Consent]:
    session.flush()
    return consents_of(session, [entry.id])[entry.id]


def add_answers(session: Session, actor: Actor, entry: Entry, answers: Mapping[Purpose, Permission], how: How, *, now: datetime) -> None:
    """Keep answers as they were given, with the words they were given to."""
    texts = consent_texts(session, entry.edition_id, how.language) if how.texts is None else how.texts
    for purpose, given in answers.items():
        text = texts.get(purpose)
        session.add(
            Consent(
                entry_id=entry.id, purpose=purpose, answer=given.value, method=how.method.value, text_id=text.id if text else None,
                language=text.language if text else how.language, given_by=how.given_by, recorded_by_kind=actor.kind,
                recorded_by_id=actor.id, at=now, evidence=how.evidence, paper_id=how.paper_id,
            )
        )  # fmt: skip
    act = {Method.WISH: "consent:wish", Method.PAPER: "consent:record paper"}.get(how.method, "consent:answer")
    values = {"answers": {p.value: a.value for p, a in answers.items()}, "method": how.method.value}
    record(session, actor, act, entry, now=now, **(values if how.paper_id is None else values | {"paper": how.paper_id}))


def _withdraw(rows: Iterable[Consent], purposes: Iterable[Purpose], now: datetime) -> None:
    chosen = set(purposes)
    for row in rows:
        if row.purpose in chosen and row.withdrawn_at is None:
            row.withdrawn_at = now


def settle(session: Session, actor: Actor, entry: Entry, now: datetime) -> bool:
    """Draw the consequences of what holds now; may the work take part?"""
    held = rules.holding(_rows(session, entry))
    allowed = not rules.missing_to_endorse(held)
    if not allowed and entry.state in ON_THE_WAY:
        before = LIFE.move(entry, EntryState.WITHDRAWN)
        entry.reason = N_("A permission the contest needs was not given or was withdrawn.")
        entry.version += 1
        record(session, actor, "entry:withdraw", entry, now=now, left=before.value)
        mails.withdrawn(session, entry, now=now)
    return allowed
