"""Changing an edition: dates, who may enter, texts, the entry form, permissions, extensions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from contest.core.errors import Invalid
from contest.core.languages import CODES
from contest.core.text import N_
from contest.editions import queries
from contest.editions.actions.common import apply, may_change, note
from contest.editions.models import ConsentText, Division, Edition, Extension
from contest.editions.rules import Asked, Detail, Purpose, Words
from contest.editions.states import EditionState
from contest.governments.models import Government
from contest.policy import Actor


def change_dates(
    session: Session, actor: Actor, edition: Edition, *, opens_at: datetime, closes_at: datetime, endorse_by: datetime, zone: str,
    version: int | None = None, now: datetime,
) -> None:  # fmt: skip
    """Move the calendar. The wall clock people read is that of `zone`."""
    may_change(actor, edition, version)
    if closes_at <= opens_at:
        raise Invalid(N_("Entries must close after they open."), field="closes_at")
    if endorse_by < closes_at:
        raise Invalid(N_("Governments need until the closing at least."), field="endorse_by")
    if any(each.closes_at > endorse_by for each in queries.extensions(session, edition.id)):
        raise Invalid(N_("An extension lasts longer than that. End it first, or choose a later day."), field="endorse_by")
    wanted = {"opens_at": opens_at, "closes_at": closes_at, "endorse_by": endorse_by, "zone": zone}
    apply(session, actor, edition, "edition:dates", wanted, now=now)


def change_eligibility(
    session: Session, actor: Actor, edition: Edition, *, age_from: int, age_to: int, age_day: date, standings: list[str],
    entries_per_student: int, full_birth_date: bool, quota_per_government: int | None, quota_per_school: int | None,
    version: int | None = None, now: datetime,
) -> None:  # fmt: skip
    """Change who may enter, and how much."""
    may_change(actor, edition, version)
    if age_to < age_from:
        raise Invalid(N_("The oldest age lies below the youngest."), field="age_to")
    if edition.state is not EditionState.DRAFT and not standings:
        raise Invalid(N_("No government may take part: choose at least one standing."), field="standings")
    wanted = {
        "age_from": age_from, "age_to": age_to, "age_day": age_day, "standings": standings, "entries_per_student": entries_per_student,
        "full_birth_date": full_birth_date, "quota_per_government": quota_per_government, "quota_per_school": quota_per_school,
    }  # fmt: skip
    apply(session, actor, edition, "edition:who may enter", wanted, now=now)


def change_words(
    session: Session, actor: Actor, edition: Edition, *, what: Words, text: Mapping[str, str], version: int | None = None, now: datetime
) -> None:
    """Change one of the edition's texts. What the public reads must not lose its English."""
    may_change(actor, edition, version)
    new = {code: text[code] for code in CODES if text.get(code)}
    if edition.state is not EditionState.DRAFT and "en" not in new and what is not Words.SIGNATORY:
        raise Invalid(N_("The edition is announced: its texts are needed in English."), field="text")
    old: dict[str, str] = getattr(edition, what)
    changed = [code for code in CODES if old.get(code) != new.get(code)]
    if not changed:
        return
    setattr(edition, what, new)
    told = [] if what is Words.SIGNATORY else changed  # it may name a person
    note(
        session, actor, edition, f"edition:{what}", now=now, languages=changed,
        before={code: old.get(code) for code in told}, after={code: new.get(code) for code in told},
    )  # fmt: skip


def change_fields(
    session: Session, actor: Actor, edition: Edition, *, fields: Mapping[Detail, Asked], version: int | None = None, now: datetime
) -> None:
    """Change what the entry form asks for."""
    may_change(actor, edition, version)
    wanted = {"fields": {detail.value: asked.value for detail, asked in fields.items()}}
    apply(session, actor, edition, "edition:entry form", wanted, now=now)


def change_division_fields(
    session: Session, actor: Actor, edition: Edition, division: Division, *, fields: Mapping[Detail, Asked], version: int | None = None,
    now: datetime,
) -> None:  # fmt: skip
    """Change what the entry form asks otherwise for works in this division; what is left out follows the edition."""
    may_change(actor, edition, version)
    new, old = {detail.value: asked.value for detail, asked in fields.items()}, division.fields
    if new != old:
        division.fields = new
        note(session, actor, edition, "edition:entry form of division", now=now, names=division.names, before=old, after=new)


def write_permission(
    session: Session, actor: Actor, edition: Edition, *, purpose: Purpose, texts: Mapping[str, str], version: int | None = None,
    now: datetime,
) -> list[ConsentText]:  # fmt: skip
    """Put new words of a permission in force, in the languages where they differ. What was agreed to before stays word for word."""
    may_change(actor, edition, version)
    newest = queries.newest_consent_texts(session, edition.id)
    written = []
    for code in CODES:
        last = newest.get((purpose, code))
        if texts.get(code) and (last is None or last.text != texts[code]):
            number = last.version + 1 if last else 1
            written.append(ConsentText(edition_id=edition.id, purpose=purpose, language=code, version=number, text=texts[code]))
    if written:
        session.add_all(written)
        versions = {each.language: each.version for each in written}
        note(session, actor, edition, "edition:permission text", now=now, purpose=purpose.value, versions=versions)
    return written


def extend(
    session: Session, actor: Actor, edition: Edition, government: Government, *, closes_at: datetime, reason: str, now: datetime
) -> Extension:
    """Let one government's students enter longer than the others."""
    may_change(actor, edition, None)
    if closes_at <= edition.closes_at:
        raise Invalid(N_("An extension must end after entries close for everybody."), field="closes_at")
    if closes_at > edition.endorse_by:
        raise Invalid(N_("Governments must be done by the last day to endorse. Move that day first."), field="closes_at")
    extension = queries.extension_of(session, edition.id, government.id)
    before = extension.closes_at.isoformat() if extension else None
    if extension is None:
        extension = Extension(edition_id=edition.id, government_id=government.id, closes_at=closes_at, reason=reason)
        session.add(extension)
    elif (extension.closes_at, extension.reason) == (closes_at, reason):
        return extension
    extension.closes_at, extension.reason = closes_at, reason
    note(session, actor, edition, "edition:extension", now=now, government=government.key, before=before, after=closes_at.isoformat())
    return extension


def end_extension(session: Session, actor: Actor, edition: Edition, government: Government, *, now: datetime) -> None:
    """Take an extension back; where there is none, nothing happens."""
    may_change(actor, edition, None)
    extension = queries.extension_of(session, edition.id, government.id)
    if extension is not None:
        session.delete(extension)
        note(session, actor, edition, "edition:end extension", now=now, government=government.key, before=extension.closes_at.isoformat())
