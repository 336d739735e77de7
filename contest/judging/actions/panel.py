"""Who judges a round, and which works each judge gets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contest.accounts import actions as accounts
from contest.accounts.models import Account, Invitation
from contest.core import keys
from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.db.unit import locked
from contest.judging import queries, rules
from contest.judging.models import Panelist, Round, Sheet
from contest.judging.queries import panels as reads
from contest.judging.states import RoundState, SheetState
from contest.ledger.record import record
from contest.policy import SYSTEM, Actor, May, Role, require

CODE_LETTERS = 6


def seat(session: Session, actor: Actor, round_: Round, account: Account, *, now: datetime) -> Panelist:
    """Give a judge a place in the round; one who was dropped gets it back. Seated already: nothing happens.

    In a round that runs, the works are dealt at once.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.CLOSED:
        raise Conflict(N_("This round is closed."))
    if account.id not in {judge.id for judge in reads.judges_of(session, round_.edition_id)}:
        raise Invalid(N_("Only somebody invited as a judge of this edition can judge"), "account")
    panelist = session.scalar(select(Panelist).where(Panelist.round_id == round_.id, Panelist.account_id == account.id).with_for_update())
    if panelist is not None and panelist.dropped_at is None:
        return panelist
    if panelist is None:
        panelist = Panelist(round_id=round_.id, account_id=account.id, added_at=now)
        session.add(panelist)
    panelist.dropped_at = None
    session.flush()
    record(session, actor, "round:seat", round_, now=now, account=account.id, name=account.name)
    if round_.state in {RoundState.OPEN, RoundState.PAUSED}:
        deal(session, actor, round_, now=now)
    return panelist


add_panelist = seat


def invite_judge(
    session: Session, actor: Actor, round_: Round, *, address: str, name: str, language: str, government_id: int | None, draft: str = "",
    now: datetime,
) -> tuple[Invitation, str]:
    """Invite somebody to judge this edition. Who accepts is seated by `seat_invited` when the round asks for it. Returns the link too."""
    require(actor, May.ROUND_MANAGE)
    return accounts.invite(
        session, actor, address=address, name=name, language=language, role=Role.JUDGE, government_id=government_id,
        edition_id=round_.edition_id, draft=draft, now=now,
    )  # fmt: skip


def seat_invited(session: Session, now: datetime) -> int:
    """Seat every judge who has accepted an invitation to the edition, in the rounds that ask for it.

    Due at any time; harmless to repeat.
    """
    seated = 0
    for found in reads.waiting_to_seat(session):
        round_ = locked(session, Round, found.id)
        seated += _seat_all(session, SYSTEM, round_, now)
    return seated


def _seat_all(session: Session, actor: Actor, round_: Round, now: datetime) -> int:
    missing = reads.not_seated(session, round_.id, round_.edition_id)
    for account in missing:
        seat(session, actor, round_, account, now=now)
    return len(missing)


def drop_panelist(session: Session, actor: Actor, panelist_id: int, *, now: datetime) -> Panelist:
    """Take a judge off the panel: the marks are kept and no longer counted. Reversible by `seat`."""
    require(actor, May.ROUND_MANAGE)
    panelist = locked(session, Panelist, panelist_id)
    round_ = locked(session, Round, panelist.round_id)
    if round_.state is RoundState.CLOSED:
        raise Conflict(N_("This round is closed."))
    if panelist.dropped_at is None:
        panelist.dropped_at = now
        record(session, actor, "round:drop judge", round_, now=now, account=panelist.account_id)
    return panelist


def deal(session: Session, actor: Actor, round_: Round, *, now: datetime) -> int:
    """Give every judge the accepted works not yet dealt, after those they have, in the judge's own order.

    A work of a judge's own government is never dealt to them. A judge who had signed off and gets new works
    is no longer signed off. Returns how many sheets were made.
    """
    require(actor, May.ROUND_MANAGE)
    missing = reads.undealt(session, round_.id, round_.edition_id)
    last = reads.last_positions(session, round_.id)
    codes = _fresh_codes(session, sum(len(works) for works in missing.values()))
    rows = [
        {
            "panelist_id": panelist_id, "entry_id": entry_id, "blind_code": next(codes), "position": position,
            "state": SheetState.WAITING, "note": "", "version": 0, "changed_at": None,
        }
        for panelist_id, works in missing.items()
        for position, entry_id in enumerate(rules.order(round_.seed, str(panelist_id), works), last.get(panelist_id, 0) + 1)
    ]  # fmt: skip
    if rows:
        session.execute(insert(Sheet), rows)
        _no_longer_done(session, round_, set(missing))
        record(session, actor, "round:deal", round_, now=now, sheets=len(rows), judges=len(missing))
    return len(rows)


def deal_due(session: Session, now: datetime) -> int:
    """Deal works accepted since a running round was opened. Due at any time; harmless to repeat."""
    return sum(deal(session, SYSTEM, locked(session, Round, found.id), now=now) for found in reads.live_rounds(session))


def _no_longer_done(session: Session, round_: Round, panelists: set[int]) -> None:
    for panelist in queries.panel(session, round_.id):
        if panelist.id in panelists:
            panelist.signed_off_at = None


def _fresh_codes(session: Session, n: int) -> Iterator[str]:
    """`n` random codes in use nowhere: nothing of the work, the judge or the time is in them."""
    fresh: set[str] = set()
    while len(fresh) < n:
        tried = {keys.random_code(CODE_LETTERS) for _ in range(n - len(fresh))} - fresh
        fresh |= tried - reads.taken_codes(session, sorted(tried))
    return iter(list(fresh))
