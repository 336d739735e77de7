"""Signed forms as photographs: handed in by who has one, read by a coordinator or the secretariat. Until read they count for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid
from contest.core.speech import say
from contest.core.text import N_
from contest.db.unit import locked
from contest.editions.models import ConsentText
from contest.editions.queries import all_consent_texts
from contest.editions.rules import Purpose
from contest.entries import mails, rules
from contest.entries.actions.consent import How, add_answers, settle
from contest.entries.models import ConsentPaper, ConsentRequest, Entry
from contest.entries.queries import signed
from contest.entries.rules import Method
from contest.entries.states import EntryState
from contest.ledger.record import record
from contest.media import intake
from contest.media.intake import Prepared
from contest.media.store import Store
from contest.policy import Actor, May, can, require

READ = N_("This form was read in the meantime.")


def hand_in(
    session: Session, actor: Actor, entry: Entry, prepared: Prepared, *, store: Store, language: str,
    request: ConsentRequest | None = None, now: datetime,
) -> ConsentPaper:  # fmt: skip
    """Keep the photo of a signed form. Earlier ones stay as evidence; the same photo again, before it was read, is the same form."""
    _may_hand_in(actor, entry, request, now)
    if entry.state is EntryState.DRAFT:
        raise Conflict(N_("Send the painting first, then the form."))
    before = signed.by_digest(session, entry.id, prepared.sha256)
    if before is not None:
        intake.discard(prepared)
        return before
    picture = intake.keep(session, store, prepared, about=(signed.KIND, 0), now=now)
    paper = ConsentPaper(
        entry_id=entry.id, picture_id=picture.id, language=language, sent_by_kind=actor.kind, sent_by_id=actor.id, sent_at=now
    )
    session.add(paper)
    session.flush()
    picture.about_id = paper.id
    record(session, actor, "consent:send form", entry, now=now, paper=paper.id)
    return paper


def _may_hand_in(actor: Actor, entry: Entry, request: ConsentRequest | None, now: datetime) -> None:
    if request is not None and request.entry_id == entry.id:
        require(actor, May.CONSENT_ANSWER, request)
        if rules.link_ended(request.expires_at, request.answered_at, now):
            raise Conflict(rules.ENDED)
    elif not can(actor, May.ENTRY_WRITE, entry):
        require(actor, May.CONSENT_RECORD, entry)


def read_form(
    session: Session, actor: Actor, entry: Entry, paper_id: int, answers: Mapping[Purpose, str], *,
    given_by: str, language: str, versions: Mapping[Purpose, int], now: datetime,
) -> None:  # fmt: skip
    """Write down what a photographed form says, and to which words it was said. Refuses what somebody else has read already."""
    require(actor, May.CONSENT_RECORD, entry)
    paper = locked(session, ConsentPaper, paper_id)
    if paper.read_at is not None:
        if paper.read_by_id == actor.id and not paper.refused:
            return
        raise Conflict(READ)
    name, kept = rules.check_line(given_by, "given_by"), rules.check_answers(answers)
    texts = _texts(session, entry, kept, language, versions)
    paper.read_by_id, paper.read_at, paper.language = actor.id, now, language
    add_answers(session, actor, entry, kept, How(Method.PAPER, name, language, paper_id=paper.id, texts=texts), now=now)
    allowed = settle(session, actor, entry, now)
    mails.guardian_answered(session, entry, allowed=allowed, now=now)


def _texts(
    session: Session, entry: Entry, answers: Mapping[Purpose, str], language: str, versions: Mapping[Purpose, int]
) -> dict[Purpose, ConsentText]:  # fmt: skip
    """The very words on the form; without a number the newest in its language. Refuses numbers that were never used."""
    found: dict[Purpose, ConsentText] = {}
    known = all_consent_texts(session, entry.edition_id)  # newest first
    for purpose in answers:
        every = [text for text in known if text.purpose is purpose]
        mine = [text for text in every if text.language == language] or [text for text in every if text.language == "en"]
        wanted = versions.get(purpose)
        text = next((text for text in mine if wanted in {None, text.version}), None)
        if text is None and mine:
            raise Invalid(N_("There is no such version in this language."), f"version_{purpose.value}")
        if text is not None:
            found[purpose] = text
    return found


def refuse_form(session: Session, actor: Actor, entry: Entry, paper_id: int, *, reason: str, now: datetime) -> None:
    """Say why a form cannot be used; the painter is told to send a new one. The photo stays as evidence."""
    require(actor, May.CONSENT_RECORD, entry)
    paper = locked(session, ConsentPaper, paper_id)
    why = rules.check_line(reason, "reason", 500)
    if paper.read_at is not None:
        if paper.read_by_id == actor.id and paper.refused == why:
            return
        raise Conflict(READ)
    paper.read_by_id, paper.read_at, paper.refused = actor.id, now, why
    record(session, actor, "consent:refuse form", entry, now=now, paper=paper.id, reason=why)
    mails.form_refused(session, entry, say(entry.student.language, why), now=now)
