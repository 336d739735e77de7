"""One work: found, held, and with everything a desk shows of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest.core.errors import Missing
from contest.core.languages import language
from contest.core.text import N_
from contest.db.unit import locked
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.models import Consent, Entry
from contest.entries.queries import process
from contest.entries.queries.desk.checks import Check, checks_of
from contest.entries.queries.desk.counting import used
from contest.entries.queries.student import WHOLE
from contest.entries.queries.words import Agreed, agreed
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.ledger.models import Event
from contest.ledger.queries import history
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, sources

GONE = N_("There is no such entry (any more).")


def by_reference(session: Session, reference: str) -> Entry:
    """The entry of a receipt number or an id, with all that belongs to it. Refuses with `Missing`."""
    query = select(Entry).options(*WHOLE)
    if reference.isascii() and reference.isdigit() and len(reference) < 10:
        query = query.where(Entry.id == int(reference))
    else:
        query = query.where(Entry.receipt == (rules.read_receipt(reference) or reference))
    found = session.scalar(query)
    if found is None:
        raise Missing(GONE)
    return found


def by_receipts(session: Session, receipts: Collection[str]) -> list[Entry]:
    """The entries of these receipt numbers; refuses with `Missing` when one of them does not exist."""
    found = session.scalars(select(Entry).where(Entry.receipt.in_(set(receipts)))).all()
    if len(found) != len(set(receipts)):
        raise Missing(GONE)
    return list(found)


def hold(session: Session, entry_id: int) -> Entry:
    """The entry as it is now, with all that belongs to it, held until the transaction ends.

    Its government is held first, as whoever counts a quota does: two who come from either side cannot block each other.
    """
    home = session.scalar(select(Entry.government_id).where(Entry.id == entry_id))
    if home is not None:
        locked(session, Government, home)
    return locked(session, Entry, entry_id, options=WHOLE)


def homes(session: Session, entry_ids: Collection[int]) -> list[int]:
    """The governments of these entries, by id."""
    query = select(Entry.government_id).where(Entry.id.in_(set(entry_ids)), Entry.government_id.is_not(None)).distinct()
    return sorted(home for home in session.scalars(query) if home is not None)


@dataclass(frozen=True, slots=True)
class Work:
    """One work with everything a desk shows of it."""

    entry: Entry
    picture: PictureSource | None
    photo: Picture | None
    title_lang: str
    held: dict[Purpose, Consent]
    wishes: dict[Purpose, Consent]
    consents: Sequence[Consent]
    missing: tuple[Purpose, ...]
    checks: tuple[Check, ...]
    used: int
    agreed: dict[Purpose, Agreed]
    process: list[process.Shown]


def work(session: Session, entry: Entry) -> Work:
    """Gather everything about one work (loaded by `by_reference`)."""
    photo = session.get(Picture, entry.picture_id) if entry.picture_id else None
    picture = sources(photo, derivatives_of(session, [photo.id])[photo.id], public=False, alt=entry.description) if photo else None
    query = select(Consent).where(Consent.entry_id == entry.id).options(joinedload(Consent.text)).order_by(Consent.id)
    given = session.scalars(query).all()
    held = rules.holding(given)
    return Work(
        entry, picture, photo, language(entry.language).html, held, rules.wishes(given), given, tuple(rules.missing_to_endorse(held)),
        tuple(checks_of(session, entry, photo)), used(session, entry.edition_id, entry.government_id) if entry.government_id else 0,
        agreed(session, entry.edition_id, held), process.shown(session, entry.id),
    )  # fmt: skip


def next_to_screen(session: Session, edition_id: int, after: Entry | None = None) -> Entry | None:
    """The work that has waited longest for the secretariat; past `after`, going round at the end."""
    query = select(Entry).where(Entry.edition_id == edition_id, Entry.state == EntryState.ENDORSED)
    waiting = session.scalars(query.order_by(func.coalesce(Entry.endorsed_at, Entry.created_at), Entry.id)).all()
    rest = [entry for entry in waiting if after is None or entry.id != after.id]
    if after is None or after.endorsed_at is None:
        return rest[0] if rest else None
    mark = (after.endorsed_at, after.id)
    return next((entry for entry in rest if (entry.endorsed_at or entry.created_at, entry.id) > mark), rest[0] if rest else None)


def story(session: Session, entry: Entry) -> list[Event]:
    """Everything on record about a work and its painter's codes, oldest first."""
    about = [*history(session, "entry", entry.id), *history(session, "student", entry.student_id)]
    return sorted(about, key=lambda event: event.id)
