"""Which sheets are with a judge who may not judge their work, or not any more; and which of their earlier marks do not go on counting."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contest.accounts.models import Grant
from contest.db.batches import batches
from contest.entries.models import Entry
from contest.judging.models import Panelist, Recusal, Round, Sheet
from contest.judging.queries import counting
from contest.judging.queries.assignment import conflicts, said_of
from contest.judging.queries.panels import shielded
from contest.judging.rules.assignment import Pair
from contest.judging.states import AWAY, BY_STAFF, DECLARED, LET, OWN, SheetState


@dataclass(frozen=True, slots=True)
class Aside:
    """Which sheets have to leave their judge, and why; and what was kept for an own government that is none any more (or for what now)."""

    away: dict[int, str]
    back: dict[int, str | None]

    def __bool__(self) -> bool:
        return bool(self.away or self.back)


def due(session: Session, round_: Round, account_id: int | None = None) -> Aside:
    """What has to leave desks of a round, or may come back to them: of all judges whose marks count, or of one.

    Works that are withdrawn or returned are looked at too: they may be accepted again.
    """
    here = (Panelist.round_id == round_.id) & (Panelist.dropped_at.is_(None) | Panelist.signed_off_at.is_not(None))
    if account_id is not None:
        here &= Panelist.account_id == account_id
    said = _said(session, round_, here)
    away = dict.fromkeys(_own(session, round_, here & Sheet.state.not_in(AWAY)), OWN)
    away |= {sheet: DECLARED for sheet, _pair, state in said if state is not SheetState.WITHHELD}
    under = {pair for _sheet, pair, _state in said}
    given_back = select(Sheet.id, Panelist.account_id, Sheet.entry_id).join(Sheet.panelist).join(Sheet.entry)
    given_back = given_back.join(Recusal, (Recusal.sheet_id == Sheet.id) & Recusal.withdrawn_at.is_(None) & (Recusal.reason == OWN))
    rows = session.execute(given_back.where(here, Sheet.state == SheetState.WITHHELD, ~shielded()))
    return Aside(away, {sheet: DECLARED if (account, entry) in under else None for sheet, account, entry in rows})


def _own(session: Session, round_: Round, here: ColumnElement[bool]) -> Sequence[int]:
    """The sheets whose works are of a government their judge belongs to."""
    query = select(Sheet.id).select_from(Panelist).join(Grant, Grant.account_id == Panelist.account_id)
    query = query.join(Entry, (Entry.government_id == Grant.government_id) & (Entry.edition_id == round_.edition_id))
    query = query.join(Sheet, (Sheet.panelist_id == Panelist.id) & (Sheet.entry_id == Entry.id))
    return session.scalars(query.where(here, Grant.government_id.is_not(None)).distinct()).all()


def _said(
    session: Session, round_: Round, here: ColumnElement[bool], let: Mapping[Pair, datetime] | None = None
) -> list[tuple[int, Pair, SheetState]]:
    """The sheets whose works their judges may not judge by what was declared, and staff have not said otherwise since."""
    accounts = session.scalars(select(Panelist.account_id).where(here)).all()
    since = said_of(session, conflicts(session, round_.edition_id, accounts), Entry.edition_id == round_.edition_id)
    if not since:
        return []
    let = _let_in(session, [round_.id]) if let is None else let
    query = select(Sheet.id, Sheet.state, Panelist.account_id, Sheet.entry_id).join(Sheet.panelist).where(here)
    found = []
    for some in batches(sorted({entry for _account, entry in since})):
        for sheet, state, account, entry in session.execute(query.where(Sheet.entry_id.in_(some))):
            at = since.get((account, entry))
            pair = (account, entry)
            if at is not None and (pair not in let or let[pair] < at):
                found.append((sheet, pair, state))
    return found


def _let_in(session: Session, rounds: Collection[int]) -> dict[Pair, datetime]:
    """What staff said last of in these rounds that a judge may judge it, and when."""
    query = select(Panelist.account_id, Sheet.entry_id, Recusal.reason, Recusal.at).select_from(Recusal)
    query = query.join(Sheet, Sheet.id == Recusal.sheet_id).join(Sheet.panelist)
    query = query.where(Panelist.round_id.in_(rounds), Recusal.reason.in_([LET, BY_STAFF])).order_by(Recusal.at, Recusal.id)
    last = {(account, entry): (reason, at) for account, entry, reason, at in session.execute(query)}
    return {pair: at for pair, (reason, at) in last.items() if reason == LET}


def belongs(session: Session, sheet_id: int) -> bool:
    """Does the judge of this sheet belong to the government of its work?"""
    query = select(Sheet.id).join(Sheet.panelist).join(Sheet.entry).where(Sheet.id == sheet_id, shielded())
    return session.scalar(query) is not None


def only_own(session: Session, sheet_id: int) -> bool:
    """Is nothing but the own government keeping the judge away?"""
    reasons = session.scalars(select(Recusal.reason).where(Recusal.sheet_id == sheet_id, Recusal.withdrawn_at.is_(None))).all()
    return set(reasons) == {OWN}


def not_carried(session: Session, round_: Round) -> set[int]:
    """The sheets of the rounds below a second look whose marks do not count in it, as things stand.

    Works of a government that has become the judge's own, those under a conflict declared since, and those the judge knows or was kept from
    in a round above. What staff let a judge judge in any of these rounds counts.
    """
    found: set[int] = set()
    rounds = counting.rounds_in(session, round_)
    let = _let_in(session, [each.id for each in rounds])
    kept: set[Pair] = set()
    for above, each in pairwise(rounds):
        left = select(Panelist.account_id, Sheet.entry_id).join(Sheet.panelist).where(Panelist.round_id == above.id)
        left = left.where(Sheet.state.in_([SheetState.RECUSED, SheetState.WITHHELD]))
        kept |= {(account, entry) for account, entry in session.execute(left)}
        here = Panelist.round_id == each.id
        found.update(_own(session, each, here))
        found.update(sheet for sheet, _pair, _state in _said(session, each, here, let))
        mine = select(Sheet.id, Panelist.account_id, Sheet.entry_id).join(Sheet.panelist).where(here)
        for some in batches(sorted({entry for _account, entry in kept})):
            rows = session.execute(mine.where(Sheet.entry_id.in_(some)))
            found.update(sheet for sheet, account, entry in rows if (account, entry) in kept)
    return found
