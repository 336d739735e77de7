"""What the painter and the guardian see: one's own entries, found by code, link or session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from contest.core.errors import Missing, Refused
from contest.core.text import N_, clean, fold
from contest.db.unit import keys
from contest.editions.models import Division, Edition, Extension, Theme
from contest.editions.queries import closing_for, takes_part
from contest.editions.rules import Purpose, closing
from contest.editions.states import EditionState
from contest.entries.models import Consent, ConsentRequest, Entry, Student
from contest.entries.rules import Window, obstacles
from contest.entries.states import EntryState
from contest.media.models import Derivative, Picture
from contest.media.queries import PictureSource, derivatives_of, sources

# Everything a page about one entry says.
WHOLE = (
    joinedload(Entry.edition), joinedload(Entry.student), joinedload(Entry.government), joinedload(Entry.division), joinedload(Entry.theme),
)  # fmt: skip


# Asked for every page of the wizard, so they are made once: to put a statement together costs as much as to run it.
_OPENED = (
    select(Entry, Extension.closes_at)
    .outerjoin(Extension, and_(Extension.edition_id == Entry.edition_id, Extension.government_id == Entry.government_id))
    .where(Entry.draft_key == bindparam("draft"))
    .options(*WHOLE)
)
_PICTURE = (
    select(Picture, Derivative).outerjoin(Derivative, Derivative.picture_id == Picture.id)
    .where(Picture.id == bindparam("picture")).order_by(Derivative.size, Derivative.format)
)  # fmt: skip
_HOW_MANY = select(*(select(func.count()).where(part.edition_id == bindparam("edition")).scalar_subquery() for part in (Division, Theme)))
_OFFERED = union_all(*(
    select(literal(part is Theme), part.position, part.id, part.names, own).where(part.edition_id == bindparam("edition"))
    for part, own in ((Division, Division.fields), (Theme, null()))
)).order_by("position")


_SAID = select(Consent.id, Consent.purpose, Consent.answer, Consent.method, Consent.at, Consent.withdrawn_at).where(
    Consent.entry_id == bindparam("entry")
)


class Said(NamedTuple):
    """What the rules ask about an answer."""

    id: int
    purpose: Purpose
    answer: str
    method: str
    at: datetime
    withdrawn_at: datetime | None


def opened(session: Session, draft: str) -> tuple[Entry, Window]:
    """The entry of a wizard address, with all that belongs to it, and when it is taken. Refuses with `Missing`."""
    found = session.execute(_OPENED, {"draft": draft}).one_or_none()
    if found is None:
        raise Missing(N_("There is no such entry (any more)."))
    entry, later = found
    edition = entry.edition
    return entry, Window(edition.opens_at, closing(edition.closes_at, later), announced(edition), entry.late_until)


def by_draft(session: Session, draft: str) -> Entry:
    """The same without its window."""
    return opened(session, draft)[0]


def said(session: Session, entry: Entry) -> Sequence[Said]:
    """Every answer ever given about permissions, as far as `rules.wishes` asks."""
    return [Said(*row) for row in session.execute(_SAID, {"entry": entry.id})]


def how_many_offered(session: Session, edition_id: int) -> tuple[int, int]:
    """How many divisions and how many themes there are to choose from."""
    divisions, themes = session.execute(_HOW_MANY, {"edition": edition_id}).one()
    return divisions, themes


@dataclass(frozen=True, slots=True)
class Part:
    """A division or a theme to choose; what a division asks otherwise than its edition does."""

    id: int
    names: dict[str, str]
    fields: dict[str, str]


def offered(session: Session, edition_id: int) -> tuple[list[Part], list[Part]]:
    """The divisions and the themes there are to choose from, each in order, in one statement."""
    parts: tuple[list[Part], list[Part]] = [], []
    for is_theme, _position, identity, names, own in session.execute(_OFFERED, {"edition": edition_id}):
        parts[is_theme].append(Part(identity, names, own or {}))
    return parts


def student(session: Session, identity: int) -> Student | None:
    """The painter of an id, if there is one (any more)."""
    return session.get(Student, identity)


def student_by_code(session: Session, code: str) -> Student | None:
    """Who holds this resume code (letters only, see `core.keys.ungrouped`)."""
    return session.scalar(select(Student).where(Student.resume_hash == keys(session).digest("resume", code)))


def students_at(session: Session, address: str) -> Sequence[Student]:
    """The students of editions that are not over whose letters go to this address."""
    running = select(Edition.id).where(Edition.state == EditionState.ANNOUNCED)
    typed = or_(func.lower(Student.email) == fold(address), Student.email == clean(address))  # SQLite lowers only the letters of English
    return session.scalars(select(Student).where(typed, Student.edition_id.in_(running)).order_by(Student.id).limit(200)).all()


def entries_of(session: Session, student_id: int) -> list[Entry]:
    """All entries of one painter, newest first."""
    query = select(Entry).where(Entry.student_id == student_id).options(*WHOLE).order_by(Entry.id.desc())
    return list(session.scalars(query))


def newest_entry(session: Session, student_id: int) -> Entry | None:
    """The entry a painter worked on last."""
    query = select(Entry).where(Entry.student_id == student_id).options(*WHOLE).order_by(Entry.saved_at.desc(), Entry.id.desc())
    return session.scalars(query.limit(1)).first()


def how_many(session: Session, student_id: int) -> int:
    """How many entries of one painter count towards what one person may send."""
    query = select(func.count()).select_from(Entry).where(Entry.student_id == student_id, Entry.state != EntryState.WITHDRAWN)
    return session.scalar(query) or 0


def in_the_way(session: Session, student: Student, edition: Edition, entry: Entry | None) -> list[Refused]:
    """What already keeps somebody we know from sending `entry`, or from beginning one more where none is given."""
    here = entry or newest_entry(session, student.id)
    home = here.government_id if here is not None else None
    eligible = home is None or takes_part(session, edition, home)
    return obstacles(edition, student, begun=0 if entry else how_many(session, student.id), eligible=eligible)


def others_sent(session: Session, entry: Entry) -> bool:
    """Has the painter another entry that is already on its way?"""
    aside = (EntryState.DRAFT, EntryState.RETURNED, EntryState.WITHDRAWN)
    query = select(Entry.id).where(Entry.student_id == entry.student_id, Entry.id != entry.id, Entry.state.not_in(aside))
    return session.scalars(query.limit(1)).first() is not None


def announced(edition: Edition) -> bool:
    """Has it been announced, and not yet come to its results?"""
    return edition.state is EditionState.ANNOUNCED


def window(session: Session, edition: Edition, government_id: int | None, late_until: datetime | None = None) -> Window:
    """When this edition takes entries from this government; of an entry, give until when the secretariat takes it late."""
    closes_at = closing_for(session, edition, government_id)
    return Window(edition.opens_at, closes_at, announced(edition), late_until)


def window_of(session: Session, entry: Entry) -> Window:
    """When this entry (its edition loaded) is taken."""
    return window(session, entry.edition, entry.government_id, entry.late_until)


def receipt_taken(session: Session, receipt: str) -> bool:
    """Has another entry this receipt number?"""
    return session.scalar(select(Entry.id).where(Entry.receipt == receipt)) is not None


def request_by_token(session: Session, token: str) -> ConsentRequest | None:
    """The question to a guardian behind a link, however old, with the entry and all that belongs to it."""
    query = select(ConsentRequest).where(ConsentRequest.token_hash == keys(session).digest("consent", token))
    return session.scalar(query.options(selectinload(ConsentRequest.entry).options(*WHOLE)))


def requests_for(session: Session, entry_ids: Iterable[int]) -> dict[int, list[ConsentRequest]]:
    """The same for many entries, in one statement; every id asked for has its list."""
    wanted = set(entry_ids)
    found: dict[int, list[ConsentRequest]] = {identity: [] for identity in wanted}
    query = select(ConsentRequest).where(ConsentRequest.entry_id.in_(wanted)).order_by(ConsentRequest.id.desc())
    for row in session.scalars(query) if wanted else ():
        found[row.entry_id].append(row)
    return found


def requests_of(session: Session, entry_id: int) -> Sequence[ConsentRequest]:
    """Every time a guardian was asked about this entry, newest first."""
    return session.scalars(select(ConsentRequest).where(ConsentRequest.entry_id == entry_id).order_by(ConsentRequest.id.desc())).all()


def picture(session: Session, entry: Entry) -> Picture | None:
    """The entry's picture, if it has one."""
    return session.get(Picture, entry.picture_id) if entry.picture_id else None


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture of an entry as a private page shows it."""

    source: PictureSource
    width: int
    height: int
    rotation: int
    bytes: int


def shown(session: Session, entry: Entry) -> Shown | None:
    """The entry's picture for those who may see it; `None` while there is none."""
    rows = session.execute(_PICTURE, {"picture": entry.picture_id}).all() if entry.picture_id else []
    if not rows:
        return None
    found, files = rows[0].Picture, [row.Derivative for row in rows if row.Derivative]
    source = sources(found, files, public=False, alt=entry.description)
    return Shown(source, found.width, found.height, found.rotation, found.bytes) if source else None


def preview(session: Session, entry: Entry) -> Derivative | None:
    """The file that shows the entry's picture on one page of its own: the smallest that fills a phone."""
    if not entry.picture_id:
        return None
    files = derivatives_of(session, [entry.picture_id])[entry.picture_id]
    return next((file for file in files if file.format == "jpeg"), files[-1] if files else None)


def asked_last(session: Session, entry_id: int, now: datetime) -> ConsentRequest | None:
    """The newest question to a guardian that can still be answered."""
    query = select(ConsentRequest).where(ConsentRequest.entry_id == entry_id, ConsentRequest.expires_at > now)
    return session.scalars(query.order_by(ConsentRequest.id.desc()).limit(1)).first()
