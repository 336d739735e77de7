"""Letters prepared together, as the secretariat reads them before they go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account
from contest.core.errors import Missing
from contest.core.languages import CODES
from contest.core.text import N_
from contest.db.unit import locked
from contest.entries.models import Entry
from contest.post.models import Letter, LetterBatch
from contest.post.states import LetterState

S = LetterState


@dataclass(frozen=True, slots=True)
class Counted:
    """A batch with its numbers: how many letters wait in each language, how many have no address, how many were taken out or have gone."""

    batch: LetterBatch
    made_by: str
    languages: dict[str, int]
    by_hand: int
    removed: int
    states: dict[LetterState, int]

    @property
    def waiting(self) -> int:
        """How many letters wait to be sent."""
        return self.states.get(S.DRAFT, 0)

    @property
    def all(self) -> int:
        """How many letters go, or have gone."""
        return sum(self.languages.values())

    @property
    def going(self) -> bool:
        """Were they sent, and some have not gone yet?"""
        return self.batch.sent_at is not None and self.batch.gone_at is None

    @property
    def open(self) -> bool:
        """Can they still be sent?"""
        return self.batch.sent_at is None and self.batch.dropped_at is None


def by_id(session: Session, identity: int) -> LetterBatch:
    """One batch. Refuses with `Missing`."""
    found = session.get(LetterBatch, identity)
    if found is None:
        raise Missing(N_("There are no such letters."))
    return found


def hold(session: Session, identity: int) -> Letter:
    """A letter of a batch, held until the transaction ends: the batch first, as whoever sends it does."""
    found = session.get(Letter, identity)
    if found is None or found.batch_id is None:
        raise Missing(N_("There is no such letter."))
    locked(session, LetterBatch, found.batch_id)
    return locked(session, Letter, identity)


def newest(session: Session) -> int:
    """The number of the newest batch; 0 when there is none."""
    return session.scalar(select(func.max(LetterBatch.id))) or 0


def made_since(session: Session, seen: int, account_id: int, group: str) -> LetterBatch | None:
    """The batch this person made for this group since a page was shown."""
    query = select(LetterBatch).where(LetterBatch.id > seen, LetterBatch.made_by_id == account_id, LetterBatch.occasion == group)
    return session.scalar(query.order_by(LetterBatch.id).limit(1))


def counted(session: Session, batches: Sequence[LetterBatch]) -> list[Counted]:
    """These batches with their numbers: two statements."""
    unaddressed = func.sum(case((Letter.to_address == "", 1), else_=0))
    query = select(Letter.batch_id, Letter.language, Letter.state, func.count(), unaddressed)
    query = query.where(Letter.batch_id.in_([b.id for b in batches])).group_by(Letter.batch_id, Letter.language, Letter.state)
    rows = session.execute(query).all()
    people = select(Account.id, Account.name).where(Account.id.in_([b.made_by_id for b in batches]))
    names = dict(session.execute(people).all())
    made = []
    for batch in batches:
        languages: Counter[str] = Counter()
        states: Counter[LetterState] = Counter()
        by_hand = 0
        for identity, code, state, count, hand in rows:
            if identity == batch.id:
                states[state] += count
                if state is not S.REMOVED:
                    languages[code] += count
                    by_hand += hand
        spoken = {code: languages[code] for code in CODES if languages[code]}
        made.append(Counted(batch, names.get(batch.made_by_id, ""), spoken, by_hand, states[S.REMOVED], dict(states)))
    return made


def count_waiting(session: Session, batch_id: int) -> int:
    """How many letters of a batch are to go."""
    query = select(func.count()).select_from(Letter).where(Letter.batch_id == batch_id, Letter.state == S.DRAFT)
    return session.scalar(query) or 0


def waiting(session: Session, batch_id: int, limit: int) -> Sequence[Letter]:
    """Some of them, in their order."""
    query = select(Letter).where(Letter.batch_id == batch_id, Letter.state == S.DRAFT)
    return session.scalars(query.order_by(Letter.id).limit(limit)).all()


def on_their_way(session: Session) -> Sequence[int]:
    """The batches somebody sent of which not every letter has gone."""
    query = select(LetterBatch.id).where(LetterBatch.sent_at.is_not(None), LetterBatch.gone_at.is_(None))
    return session.scalars(query.order_by(LetterBatch.id)).all()


def unsent(session: Session) -> Sequence[LetterBatch]:
    """What is prepared and has neither gone nor been dropped, newest first."""
    query = select(LetterBatch).where(LetterBatch.gone_at.is_(None), LetterBatch.dropped_at.is_(None))
    return session.scalars(query.order_by(LetterBatch.id.desc()).limit(50)).all()


def count_unsent(session: Session) -> int:
    """How many are prepared, and neither sent nor dropped."""
    query = select(func.count()).select_from(LetterBatch)
    return session.scalar(query.where(LetterBatch.sent_at.is_(None), LetterBatch.dropped_at.is_(None))) or 0


def _tests(batch_id: int, show: str) -> list[ColumnElement[bool]]:
    """`show`: a language, `hand`, `removed`, or nothing for all that are to go."""
    tests: list[ColumnElement[bool]] = [Letter.batch_id == batch_id]
    tests.append(Letter.state == S.REMOVED if show == "removed" else Letter.state != S.REMOVED)
    if show == "hand":
        tests.append(Letter.to_address == "")
    elif show in CODES:
        tests.append(Letter.language == show)
    return tests


def letters(session: Session, batch_id: int, show: str, offset: int, limit: int) -> Sequence[Letter]:
    """One page of the letters of a batch."""
    query = select(Letter).where(*_tests(batch_id, show)).order_by(Letter.language, Letter.to_name, Letter.id)
    return session.scalars(query.offset(offset).limit(limit)).all()


def count(session: Session, batch_id: int, show: str) -> int:
    """How many letters there are in that list."""
    return session.scalar(select(func.count()).select_from(Letter).where(*_tests(batch_id, show))) or 0


def entries(session: Session, identities: Collection[int]) -> dict[int, Entry]:
    """The works letters are about, by id."""
    query = select(Entry).where(Entry.id.in_(set(identities)))
    rows = session.scalars(query.options(joinedload(Entry.student), joinedload(Entry.government), joinedload(Entry.edition)))
    return {row.id: row for row in rows}
