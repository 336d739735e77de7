"""What other features ask about entries: permissions, counts, whose picture it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from contest.editions.rules import Purpose
from contest.entries.models import Consent, ConsentPaper, Entry, ProcessPhoto, Student
from contest.entries.rules import holding
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.media.models import Picture
from contest.policy import Actor, May, can

_CONSENTS = select(Consent).where(Consent.entry_id.in_(bindparam("entries", expanding=True))).order_by(Consent.id)


def consents_of(session: Session, entry_ids: Iterable[int]) -> dict[int, list[Consent]]:
    """Every answer ever given for these entries, oldest first; every id asked for has its list. One query."""
    wanted = set(entry_ids)
    found: defaultdict[int, list[Consent]] = defaultdict(list, {identity: [] for identity in wanted})
    if wanted:
        for row in session.scalars(_CONSENTS, {"entries": list(wanted)}):
            found[row.entry_id].append(row)
    return dict(found)


def held_for(session: Session, entry_ids: Iterable[int]) -> dict[int, dict[Purpose, Consent]]:
    """What holds for each of these entries: see `rules.holding`."""
    return {identity: holding(rows) for identity, rows in consents_of(session, entry_ids).items()}


def accepted_ids(session: Session, edition_id: int) -> list[int]:
    """The works the judges may be given, by id."""
    query = select(Entry.id).where(Entry.edition_id == edition_id, Entry.state == EntryState.ACCEPTED)
    return list(session.scalars(query.order_by(Entry.id)))


def counts_by_country(session: Session, edition_id: int, states: Sequence[EntryState] = (EntryState.ACCEPTED,)) -> dict[str, int]:
    """How many entries in these states came from each country."""
    query = select(Government.country, func.count()).join(Entry, Entry.government_id == Government.id)
    query = query.where(Entry.edition_id == edition_id, Entry.state.in_(states)).group_by(Government.country)
    return dict(session.execute(query).all())


def counts_by_government(session: Session, edition_id: int, states: Sequence[EntryState] = (EntryState.ACCEPTED,)) -> dict[int, int]:
    """How many entries in these states came from each government."""
    query = select(Entry.government_id, func.count()).where(Entry.edition_id == edition_id, Entry.state.in_(states))
    return {identity: count for identity, count in session.execute(query.group_by(Entry.government_id)) if identity is not None}


def counts_by_state(session: Session, edition_id: int, government_ids: Iterable[int] | None = None) -> dict[EntryState, int]:
    """How many entries stand where; of some governments only, if given."""
    query = select(Entry.state, func.count()).where(Entry.edition_id == edition_id)
    if government_ids is not None:
        query = query.where(Entry.government_id.in_(set(government_ids)))
    return dict(session.execute(query.group_by(Entry.state)).all())


def same_person(session: Session, entry: Entry, student: Student) -> list[int]:
    """Other entries of this edition by somebody of the same name, birth date and school: a hint for people, never a refusal."""
    query = (
        select(Entry.id).join(Student, Entry.student_id == Student.id)
        .where(Entry.edition_id == entry.edition_id, Entry.id != entry.id, Entry.school == entry.school)
        .where(Student.full_name == student.full_name, Student.born == student.born, Entry.state != EntryState.WITHDRAWN)
        .order_by(Entry.id)
    )  # fmt: skip
    return list(session.scalars(query)) if student.full_name and student.born else []


def may_see(session: Session, actor: Actor, picture: Picture) -> bool:
    """The door of `media`: an entry's picture for its painter, its government and the secretariat; a signed form for those who read it."""
    if picture.about_kind == "consent_paper":
        paper = session.get(ConsentPaper, picture.about_id)
        signed = session.get(Entry, paper.entry_id) if paper is not None and paper.picture_id == picture.id else None
        return signed is not None and can(actor, May.CONSENT_RECORD, signed)
    if picture.about_kind == "process_photo":
        made = session.get(ProcessPhoto, picture.about_id)
        work = session.get(Entry, made.entry_id) if made is not None and made.picture_id == picture.id else None
        return work is not None and can(actor, May.PICTURE_SEE, work)
    entry = session.get(Entry, picture.about_id) if picture.about_kind == "entry" else None
    return entry is not None and can(actor, May.PICTURE_SEE, entry)
