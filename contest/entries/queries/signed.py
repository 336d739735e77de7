"""Signed forms that were photographed and sent in: which wait to be read, and how one stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from contest.accounts.models import Account
from contest.core.errors import Missing
from contest.core.languages import language
from contest.core.text import N_
from contest.entries.models import ConsentPaper, Entry
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.media.models import Picture
from contest.media.queries import PictureSource, derivatives_of, private_address, sources

KIND = "consent_paper"
GONE = N_("There is no such form (any more).")
# Nobody needs to read the form of a work that takes no part.
_ASIDE = (EntryState.DRAFT, EntryState.WITHDRAWN, EntryState.DISQUALIFIED)


@dataclass(frozen=True, slots=True)
class Form:
    """A photographed form. `newest`: none was sent after it; `read_by` is the name of who read it."""

    paper: ConsentPaper
    newest: bool
    read_by: str = ""

    @property
    def state(self) -> str:
        """How it stands: waiting, recorded, refused, or replaced by a newer one before anybody read it."""
        if self.paper.read_at is not None:
            return "refused" if self.paper.refused else "recorded"
        return "waiting" if self.newest else "replaced"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form that waits to be read, as a line of a list."""

    paper: ConsentPaper
    entry: Entry
    title_lang: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture of a form for its reader, and the address of its largest file."""

    source: PictureSource
    largest: str


def forms_of(session: Session, entry_ids: Iterable[int]) -> dict[int, list[Form]]:
    """The forms of these entries, newest first; every id asked for has its list. One statement."""
    found: dict[int, list[Form]] = {identity: [] for identity in entry_ids}
    if found:
        query = select(ConsentPaper, Account.name).outerjoin(Account, Account.id == ConsentPaper.read_by_id)
        query = query.where(ConsentPaper.entry_id.in_(found)).order_by(ConsentPaper.id.desc())
        for paper, name in session.execute(query):
            mine = found[paper.entry_id]
            mine.append(Form(paper, not mine, name or ""))
    return found


def newest_form(session: Session, entry_id: int) -> Form | None:
    """The form that counts for an entry: the one sent last."""
    return next(iter(forms_of(session, [entry_id])[entry_id]), None)


def form(session: Session, entry_id: int, identity: int) -> Form:
    """One form of an entry. Refuses with `Missing`."""
    found = next((each for each in forms_of(session, [entry_id])[entry_id] if each.paper.id == identity), None)
    if found is None:
        raise Missing(GONE)
    return found


def by_digest(session: Session, entry_id: int, sha256: str) -> ConsentPaper | None:
    """The newest form of an entry, if it has these very bytes and nobody has read it yet."""
    newest = newest_form(session, entry_id)
    picture = session.get(Picture, newest.paper.picture_id) if newest and newest.state == "waiting" else None
    return newest.paper if newest and picture is not None and picture.sha256 == sha256 else None


def shown(session: Session, paper: ConsentPaper) -> Shown | None:
    """The picture of a form at private addresses; `None` when it is gone."""
    picture = session.get(Picture, paper.picture_id)
    files = derivatives_of(session, [paper.picture_id])[paper.picture_id]
    source = sources(picture, files, public=False) if picture else None
    return Shown(source, private_address(max(files, key=lambda file: file.size))) if source else None


def _waits(governments: Collection[int] | None) -> list[ColumnElement[bool]]:
    later = aliased(ConsentPaper)
    tests = [
        ConsentPaper.read_at.is_(None), Entry.state.not_in(_ASIDE),
        ~select(later.id).where(later.entry_id == ConsentPaper.entry_id, later.id > ConsentPaper.id).exists(),
    ]  # fmt: skip
    return tests if governments is None else [*tests, Entry.government_id.in_(governments)]


def count_waiting(session: Session, governments: Collection[int] | None = None) -> int:
    """How many forms wait to be read; of some governments only, if given."""
    query = select(func.count()).select_from(ConsentPaper).join(Entry, Entry.id == ConsentPaper.entry_id)
    return session.scalar(query.where(*_waits(governments))) or 0


def counts_waiting(session: Session, governments: Collection[int]) -> dict[int, int]:
    """How many wait for each of these governments; those without any are left out."""
    query = select(Entry.government_id, func.count()).select_from(ConsentPaper).join(Entry, Entry.id == ConsentPaper.entry_id)
    rows = session.execute(query.where(*_waits(governments)).group_by(Entry.government_id))
    return {identity: count for identity, count in rows if identity is not None}


def waiting(session: Session, governments: Collection[int] | None, offset: int, limit: int) -> Sequence[Waiting]:
    """One page of forms to read, those that wait longest first, with works, painters and governments."""
    query = select(ConsentPaper, Entry).join(Entry, Entry.id == ConsentPaper.entry_id)
    query = query.outerjoin(Government, Government.id == Entry.government_id).where(*_waits(governments))
    query = query.options(joinedload(Entry.student), joinedload(Entry.government), joinedload(Entry.edition))
    rows = session.execute(query.order_by(ConsentPaper.sent_at, ConsentPaper.id).offset(offset).limit(limit))
    return [Waiting(paper, entry, language(entry.language).html) for paper, entry in rows]
