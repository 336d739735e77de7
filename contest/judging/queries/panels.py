"""Rounds, their criteria, and who sits on their panels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, null, select, union_all
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account, Grant
from contest.core.errors import Missing
from contest.core.text import N_, clean
from contest.db.batches import batches
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.judging.models import Criterion, Panelist, Round, RoundWork, Sheet
from contest.judging.rules import Progress, Scale
from contest.judging.states import RoundState, SheetState, Source
from contest.policy import Role

JUDGED = Entry.state == EntryState.ACCEPTED  # a work that is withdrawn or returned is shown to nobody and counts nowhere
NOT_JUDGED = [state for state in EntryState if state is not EntryState.ACCEPTED]  # the same, as an index is asked for it


def judged_in(round_: Round) -> ColumnElement[bool]:
    """Is the work (`Entry`) one of the round, now? Accepted, of its edition, and settled for it where the round takes only some."""
    here = JUDGED & (Entry.edition_id == round_.edition_id)
    if round_.source is Source.ACCEPTED:
        return here
    return here & exists().where(RoundWork.round_id == round_.id, RoundWork.entry_id == Entry.id)


def shielded() -> ColumnElement[bool]:
    """Does the panelist's account belong, in any role, to the government of the work?"""
    return exists().where(Grant.account_id == Panelist.account_id, Grant.government_id == Entry.government_id)


def rounds(session: Session, edition_id: int) -> Sequence[Round]:
    """The rounds of an edition in their order."""
    return session.scalars(select(Round).where(Round.edition_id == edition_id).order_by(Round.position)).all()


def by_id(session: Session, round_id: int) -> Round:
    """A round with its edition. Refuses with `Missing`."""
    found = session.scalar(select(Round).where(Round.id == round_id).options(joinedload(Round.edition)))
    if found is None:
        raise Missing(N_("There is no such round."))
    return found


def criteria(session: Session, round_id: int) -> Sequence[Criterion]:
    """What is marked in a round, in its order."""
    return session.scalars(select(Criterion).where(Criterion.round_id == round_id).order_by(Criterion.position, Criterion.id)).all()


def scales(session: Session, round_id: int) -> list[Scale]:
    """The criteria reduced to their arithmetic."""
    return [scale(each) for each in criteria(session, round_id)]


def scale(criterion: Criterion) -> Scale:
    """One criterion reduced to its arithmetic."""
    return Scale(criterion.id, criterion.low, criterion.step, criterion.steps, criterion.weight)


def panel(session: Session, round_id: int) -> Sequence[Panelist]:
    """Everybody who has a place in a round, dropped ones too, with their accounts, in the order they were seated."""
    query = select(Panelist).where(Panelist.round_id == round_id).options(joinedload(Panelist.account))
    return session.scalars(query.order_by(Panelist.id)).all()


def sitting(session: Session, round_id: int) -> Sequence[Panelist]:
    """The judges who sit on the panel now."""
    return [panelist for panelist in panel(session, round_id) if panelist.dropped_at is None]


def judges_of(session: Session, edition_id: int) -> Sequence[Account]:
    """The accounts that may judge an edition, by name."""
    mine = Grant.edition_id.is_(None) | (Grant.edition_id == edition_id)
    granted = select(Grant.account_id).where(Grant.role == Role.JUDGE, mine)
    query = select(Account).where(Account.id.in_(granted), Account.blocked_at.is_(None))
    return session.scalars(query.order_by(Account.name, Account.id)).all()


def account(session: Session, account_id: int) -> Account:
    """An account by its id. Refuses with `Missing`."""
    found = session.get(Account, account_id)
    if found is None:
        raise Missing(N_("There is no such account."))
    return found


def not_seated(session: Session, round_id: int, edition_id: int) -> Sequence[Account]:
    """Judges invited for this very edition who have no place in the round yet."""
    granted = select(Grant.account_id).where(Grant.role == Role.JUDGE, Grant.edition_id == edition_id)
    seated = select(Panelist.account_id).where(Panelist.round_id == round_id)
    query = select(Account).where(Account.id.in_(granted), Account.id.not_in(seated), Account.blocked_at.is_(None))
    return session.scalars(query.order_by(Account.id)).all()


def waiting_to_seat(session: Session) -> Sequence[Round]:
    """The rounds, not closed, in which every invited judge of the edition sits."""
    live = Round.state.in_([RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED])
    return session.scalars(select(Round).where(live, Round.seats_all_judges).order_by(Round.id)).all()


def live_rounds(session: Session) -> Sequence[Round]:
    """The rounds in which works that are accepted now are still dealt."""
    return session.scalars(select(Round).where(Round.state.in_([RoundState.OPEN, RoundState.PAUSED])).order_by(Round.id)).all()


def works(session: Session, round_: Round) -> int:
    """How many works the round judges now."""
    return session.scalar(select(func.count()).select_from(Entry).where(judged_in(round_))) or 0


def work_ids(session: Session, round_: Round) -> Sequence[int]:
    """The works of the round."""
    return session.scalars(select(Entry.id).where(judged_in(round_)).order_by(Entry.id)).all()


def undealt(session: Session, round_: Round) -> dict[int, list[int]]:
    """For each judge who sits on the panel, the works of the round not dealt to them yet; works of an own government never are."""
    dealt = exists().where(Sheet.panelist_id == Panelist.id, Sheet.entry_id == Entry.id)
    pairs = select(Panelist.id, Entry.id).join(Entry, judged_in(round_)).where(
        Panelist.round_id == round_.id, Panelist.dropped_at.is_(None), ~shielded(), ~dealt
    )  # fmt: skip
    found: dict[int, list[int]] = {}
    for panelist_id, entry_id in session.execute(pairs):
        found.setdefault(panelist_id, []).append(entry_id)
    return found


def coverage(session: Session, round_: Round) -> dict[int, int]:
    """How many works have how many votes that count, from none upwards."""
    votes = select(Sheet.entry_id, func.count().label("n")).join(Sheet.panelist)
    counts = Panelist.dropped_at.is_(None) | Panelist.signed_off_at.is_not(None)
    given = votes.where(Panelist.round_id == round_.id, Sheet.state == SheetState.SCORED, counts).group_by(Sheet.entry_id).subquery()
    n = func.coalesce(given.c.n, 0)
    query = select(n, func.count()).select_from(Entry).outerjoin(given, given.c.entry_id == Entry.id).where(judged_in(round_))
    return dict(session.execute(query.group_by(n).order_by(n)).all())


def waiting_to_open(session: Session, now: datetime) -> Sequence[int]:
    """The rounds in preparation whose time to open has come."""
    due = Round.opens_at.is_not(None) & (Round.opens_at <= now)
    return session.scalars(select(Round.id).where(Round.state == RoundState.DRAFT, due).order_by(Round.id)).all()


def based_on(session: Session, round_id: int) -> Sequence[Round]:
    """The rounds whose works were chosen by the results of this one."""
    return session.scalars(select(Round).where(Round.source_round_id == round_id).order_by(Round.position)).all()


def settled(session: Session, round_id: int) -> bool:
    """Have people settled which works a round judges, that does not judge all?"""
    return session.scalar(select(RoundWork.id).where(RoundWork.round_id == round_id).limit(1)) is not None


def last_positions(session: Session, round_id: int) -> dict[int, int]:
    """The place of each judge's last work."""
    query = select(Sheet.panelist_id, func.max(Sheet.position)).join(Sheet.panelist).where(Panelist.round_id == round_id)
    return dict(session.execute(query.group_by(Sheet.panelist_id)).all())


def sheet_of(session: Session, panelist_id: int, receipt: str) -> int | None:
    """A judge's sheet of the work with this receipt number."""
    query = select(Sheet.id).join(Sheet.entry).where(Sheet.panelist_id == panelist_id, Entry.receipt == clean(receipt).upper())
    return session.scalar(query)


def taken_codes(session: Session, codes: Sequence[str]) -> set[str]:
    """Which of these blind codes are in use."""
    found: set[str] = set()
    for some in batches(codes):
        found.update(session.scalars(select(Sheet.blind_code).where(Sheet.blind_code.in_(some))))
    return found


def progress_of(session: Session, *where: ColumnElement[bool]) -> dict[int, Progress]:
    """How far each judge has come, by panelist; `where` speaks of panelists. Works no longer judged, or shielded since, do not count.

    All sheets are counted in their index, without a look at their works. The few that do not count are found
    from their works, and taken off.
    """
    here: Any = select(func.count()).select_from(Sheet).where(Sheet.panelist_id == Panelist.id).correlate(Panelist)
    dealt = [here.where(Sheet.state == state).scalar_subquery() for state in SheetState]
    seats: Any = select(Panelist.id, Round.edition_id, Grant.government_id, *dealt).join(Panelist.round)
    seats = seats.outerjoin(Grant, (Grant.account_id == Panelist.account_id) & Grant.government_id.is_not(None)).where(*where)
    counts: dict[int, Counter[SheetState]] = {}
    own: set[tuple[int, int]] = set()
    editions: set[int] = set()
    for row in session.execute(seats).all():
        seat, edition, government = row[:3]
        counts[seat] = Counter(dict(zip(SheetState, row[3:], strict=True)))
        editions.add(edition)
        if government is not None:
            own.add((seat, government))
    parts = [_not_counted(counts, editions)]
    if own:
        parts.append(_of_governments(own, editions))
    less: Any = union_all(*parts)
    for seat, state, government, n in session.execute(less):
        if government is None or (seat, government) in own:
            counts[seat][SheetState(state)] -= n
    return {seat: Progress(**{state.value: n for state, n in found.items()}) for seat, found in counts.items()}


def _not_counted(ids: Collection[int], editions: Collection[int]) -> Any:
    """The sheets of works no longer judged, by judge and state."""
    query: Any = select(Sheet.panelist_id, Sheet.state, null(), func.count()).select_from(Entry).join(Sheet, Sheet.entry_id == Entry.id)
    query = query.where(Entry.edition_id.in_(editions), Entry.state.in_(NOT_JUDGED), among(ids))
    return query.group_by(Sheet.panelist_id, Sheet.state)


def _of_governments(own: Collection[tuple[int, int]], editions: Collection[int]) -> Any:
    """The sheets of judged works by judge, state and government."""
    query: Any = select(Sheet.panelist_id, Sheet.state, Entry.government_id, func.count()).select_from(Entry)
    query = query.join(Sheet, Sheet.entry_id == Entry.id).where(Entry.edition_id.in_(editions), JUDGED)
    query = query.where(Entry.government_id.in_({government for _seat, government in own}), among({seat for seat, _own in own}))
    return query.group_by(Sheet.panelist_id, Sheet.state, Entry.government_id)


def among(ids: Collection[int]) -> ColumnElement[bool]:
    """Sheets of these panelists. A sum, here and beside it, keeps SQLite from starting at all their sheets instead of at the few works."""
    return (Sheet.panelist_id + 0).in_(ids)


def progress_in(session: Session, round_id: int) -> dict[int, Progress]:
    """How far each judge of a round has come."""
    return progress_of(session, Panelist.round_id == round_id)
