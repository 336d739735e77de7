"""What waits for the secretariat, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Grant
from contest.awards.models import Allocation
from contest.awards.states import AllocationState
from contest.desk.queries.batches import count_unsent
from contest.editions.models import Edition
from contest.editions.queries import everyone
from contest.editions.states import EditionState
from contest.entries.queries.desk import Wanted, count, hidden_by_edition
from contest.entries.queries.likeness import waiting
from contest.entries.queries.public import counts_by_state
from contest.entries.queries.signed import count_waiting
from contest.entries.states import EntryState
from contest.judging.models import Round
from contest.judging.queries.staff import flags_in_live
from contest.judging.states import RoundState
from contest.policy import Role
from contest.post.models import Letter
from contest.post.states import LetterState


@dataclass(frozen=True, slots=True)
class Overview:
    """How the whole contest stands, for the secretariat's first page."""

    editions: Sequence[Edition]
    drafts: Sequence[Edition]
    current: Edition | None
    entries: dict[EntryState, int]
    unrepresented: int
    unpermitted: int
    letters: dict[LetterState, int]
    rounds: Sequence[Round]
    locked: Sequence[Allocation]
    hidden: Sequence[tuple[Edition, int]]
    people: dict[Role, int]
    alike: int
    prepared: int
    forms: int
    flags: dict[int, int]

    @property
    def judging(self) -> bool:
        """Has judging of the current edition begun?"""
        return any(round_.edition_id == self.current.id for round_ in self.rounds if self.current and round_.state is not RoundState.DRAFT)


def overview(session: Session) -> Overview:
    """Everything the secretariat's first page counts; the number of statements does not depend on how much there is."""
    editions = everyone(session, drafts=True)
    current = next((each for each in editions if each.state is not EditionState.DRAFT), None)
    hidden = hidden_by_edition(session, [each.id for each in editions if each.state is EditionState.PUBLISHED])
    rounds = session.scalars(select(Round).options(joinedload(Round.edition)).order_by(Round.edition_id.desc(), Round.position)).all()
    locked = select(Allocation).where(Allocation.state == AllocationState.LOCKED).options(joinedload(Allocation.edition))
    sent = (EntryState.SUBMITTED,)
    return Overview(
        editions=editions, drafts=[each for each in editions if each.state is EditionState.DRAFT], current=current,
        entries=counts_by_state(session, current.id) if current else {},
        unrepresented=count(session, Wanted(current.id, sent, only="unrepresented")) if current else 0,
        unpermitted=count(session, Wanted(current.id, sent, only="permission")) if current else 0,
        letters=letters_by_state(session), rounds=rounds, locked=session.scalars(locked.order_by(Allocation.id)).all(),
        hidden=[(each, hidden[each.id]) for each in editions if each.id in hidden], people=_people(session), alike=waiting(session),
        prepared=count_unsent(session), forms=count_waiting(session), flags=flags_in_live(session),
    )  # fmt: skip


def letters_by_state(session: Session) -> dict[LetterState, int]:
    """How many letters stand where."""
    return dict(session.execute(select(Letter.state, func.count()).group_by(Letter.state)).all())


def _people(session: Session) -> dict[Role, int]:
    query = select(Grant.role, func.count(Grant.account_id.distinct())).group_by(Grant.role)
    return dict(session.execute(query).all())
