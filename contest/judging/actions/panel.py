"""Who judges a round, and which works each judge gets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contest.accounts import actions as accounts
from contest.accounts.models import Account, Invitation
from contest.core import keys
from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.db.unit import locked
from contest.judging.actions.aside import remove, step_aside
from contest.judging.mails import more_works
from contest.judging.models import Panelist, Round, Sheet
from contest.judging.queries import assignment as hands
from contest.judging.queries import panels as reads
from contest.judging.queries.aside import due
from contest.judging.queries.mine import MORE_WORKS
from contest.judging.rules import assignment, pace
from contest.judging.states import RoundState, SheetState
from contest.ledger.record import record
from contest.policy import SYSTEM, Actor, May, Role, require

CODE_LETTERS = 6
LIVE = frozenset({RoundState.OPEN, RoundState.PAUSED})
CLOSED = N_("This round is closed.")


def seat(session: Session, actor: Actor, round_: Round, account: Account, *, now: datetime) -> Panelist:
    """Give a judge a place in the round; one who was dropped gets it back. Seated already: nothing happens.

    In a round that runs, the works are dealt at once; where not everybody gets all, open works of others pass to the newcomer.
    """
    panelist = _seated(session, actor, round_, account)
    if panelist is not None:
        return panelist
    panelist = _take_place(session, actor, round_, account, now)
    if round_.state in LIVE:
        _move(session, panelist, [sheet for sheet, _entry in to_newcomer(session, round_, account.id)])
        deal(session, actor, round_, now=now)
    return panelist


def _seated(session: Session, actor: Actor, round_: Round, account: Account) -> Panelist | None:
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.CLOSED:
        raise Conflict(CLOSED)
    if account.id not in {judge.id for judge in reads.judges_of(session, round_.edition_id)}:
        raise Invalid(N_("Only somebody invited as a judge of this edition can judge"), "account")
    panelist = _place_of(session, round_, account)
    return panelist if panelist is not None and panelist.dropped_at is None else None


def _place_of(session: Session, round_: Round, account: Account) -> Panelist | None:
    mine = select(Panelist).where(Panelist.round_id == round_.id, Panelist.account_id == account.id)
    return session.scalar(mine.with_for_update())


def _take_place(session: Session, actor: Actor, round_: Round, account: Account, now: datetime) -> Panelist:
    panelist = _place_of(session, round_, account)
    if panelist is None:
        panelist = Panelist(round_id=round_.id, account_id=account.id, added_at=now)
        session.add(panelist)
    elif panelist.dropped_at is not None:
        panelist.signed_off_at = None
    panelist.dropped_at = None
    session.flush()
    record(session, actor, "round:seat", round_, now=now, account=account.id, name=account.name)
    return panelist


def to_newcomer(session: Session, round_: Round, account_id: int) -> list[tuple[Sheet, int]]:
    """The open sheets, and their works, that would pass from others to a judge who gets a place now; none where everybody gets all."""
    if round_.per_work is None:
        return []
    loads = hands.loads(session, round_.id)
    sheets = {(sheet.panelist_id, sheet.entry_id): sheet for sheet in hands.untouched(session, loads)}
    first = set(hands.calibration(session, round_))
    open_: dict[int, list[int]] = {}
    for panelist_id, entry in sheets:
        if entry not in first:
            open_.setdefault(panelist_id, []).append(entry)
    mine = {p.account_id: p.id for p in reads.panel(session, round_.id)}.get(account_id, 0)
    own = session.execute(select(Sheet.entry_id, Sheet.state).where(Sheet.panelist_id == mine)).all()
    barred = {(mine, entry) for _account, entry in hands.kept_from(session, round_, [account_id])}
    moved = pace.hand_over(open_, {**loads, mine: len(first) + len(own)}, mine, barred, {entry for entry, _state in own} | first)
    return [(sheets[pair], pair[1]) for pair in moved]


def _move(session: Session, panelist: Panelist, sheets: Sequence[Sheet]) -> None:
    """Open works pass to another judge: under new codes, after what that judge has."""
    entries = [sheet.entry_id for sheet in sheets]
    remove(session, [sheet.id for sheet in sheets])
    if entries:
        round_ = session.get_one(Round, panelist.round_id)
        _lay(session, round_, {panelist.id: entries}, ())


def invite_judge(
    session: Session, actor: Actor, round_: Round, *, address: str, name: str, language: str, government_id: int | None, draft: str = "",
    now: datetime,
) -> tuple[Invitation, str]:  # fmt: skip
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
        if round_.state is not RoundState.CLOSED:  # it may have been while we waited for it
            seated += seat_all(session, SYSTEM, round_, now)
    return seated


def seat_all(session: Session, actor: Actor, round_: Round, now: datetime) -> int:
    """Seat the invited judges of the edition who have no place in the round; gives how many."""
    missing = reads.not_seated(session, round_.id, round_.edition_id)
    for account in missing:
        seat(session, actor, round_, account, now=now)
    return len(missing)


def drop_panelist(session: Session, actor: Actor, panelist_id: int, *, keep: bool = False, now: datetime) -> Panelist:
    """Take a judge off the panel. Reversible by `seat`.

    The marks stay with the judge: they go on counting when staff say `keep` (the judge counts as signed off then), and not otherwise.
    Where not everybody gets all, what is open is dealt to the others.
    """
    panelist, round_ = _leaves(session, actor, panelist_id, keep, now)
    if round_.state in LIVE and round_.per_work is not None:
        remove(session, [sheet.id for sheet in hands.untouched(session, [panelist.id])])
        deal(session, actor, round_, now=now)
    return panelist


def _leaves(session: Session, actor: Actor, panelist_id: int, keep: bool, now: datetime) -> tuple[Panelist, Round]:
    require(actor, May.ROUND_MANAGE)
    round_id = session.get_one(Panelist, panelist_id).round_id
    round_ = locked(session, Round, round_id)
    panelist = locked(session, Panelist, panelist_id)
    if round_.state is RoundState.CLOSED:
        raise Conflict(CLOSED)
    if panelist.dropped_at is None:
        panelist.dropped_at = now
        panelist.signed_off_at = (panelist.signed_off_at or now) if keep else None
        session.flush()
        record(session, actor, "round:drop judge", round_, now=now, account=panelist.account_id, marks_count=keep)
    return panelist, round_


def swap(session: Session, actor: Actor, panelist_id: int, account: Account, *, keep: bool = False, now: datetime) -> Panelist:
    """Another judge takes over the place: what is open passes on, except what the new judge may not see, which others get."""
    leaver = session.get_one(Panelist, panelist_id)
    round_ = locked(session, Round, leaver.round_id)
    if _seated(session, actor, round_, account) is not None:
        raise Invalid(N_("This judge has a place in the round already"), "account")
    leaver, _round = _leaves(session, actor, panelist_id, keep, now)
    panelist = _take_place(session, actor, round_, account, now)
    if round_.state in LIVE:
        if round_.per_work is not None:
            shut = {entry for _account, entry in hands.kept_from(session, round_, [account.id])}
            own = set(session.scalars(select(Sheet.entry_id).where(Sheet.panelist_id == panelist.id)))
            open_ = hands.untouched(session, [leaver.id])
            _move(session, panelist, [sheet for sheet in open_ if sheet.entry_id not in shut | own])
            remove(session, [sheet.id for sheet in open_ if sheet.entry_id in shut | own])
        deal(session, actor, round_, now=now)
    return panelist


def deal(session: Session, actor: Actor, round_: Round, *, now: datetime) -> int:
    """Give the judges the works not yet dealt, after those they have, each in an order of their own.

    A work of a judge's own government, or one they declared a conflict with, is never dealt to them, and leaves them when they have it.
    A judge who had signed off and has works to mark again is no longer signed off, and is told. Returns how many sheets were made.
    """
    require(actor, May.ROUND_MANAGE)
    step_aside(session, actor, round_, now)
    missing = _for_everybody(session, round_) if round_.per_work is None else _so_many_each(session, round_)
    made = _lay(session, round_, missing, hands.calibration(session, round_) if missing else ())
    if made:
        record(session, actor, "round:deal", round_, now=now, sheets=made, judges=len(missing))
    no_longer_done(session, actor, round_, now)
    return made


def _for_everybody(session: Session, round_: Round) -> dict[int, list[int]]:
    missing = reads.undealt(session, round_)
    if not missing:
        return {}
    seats = {panelist.id: panelist.account_id for panelist in reads.sitting(session, round_.id)}
    shut = hands.declared(session, round_, list(seats.values()))
    left = {seat: [entry for entry in works if (seats[seat], entry) not in shut] for seat, works in missing.items()}
    return {seat: works for seat, works in left.items() if works}


def _so_many_each(session: Session, round_: Round) -> dict[int, list[int]]:
    table = hands.table(session, round_)
    dealt = table.deal(round_.per_work, round_.deal_seed)
    found: dict[int, list[int]] = {}
    for panelist in reads.sitting(session, round_.id):
        have = set(table.already.get(panelist.account_id, ()))
        fresh = [entry for entry in dealt[panelist.account_id] if entry not in have]
        if fresh:
            found[panelist.id] = fresh
    return found


def _lay(session: Session, round_: Round, missing: Mapping[int, Sequence[int]], first: Collection[int]) -> int:
    """New sheets at the end of each judge's desk."""
    last = reads.last_positions(session, round_.id)
    codes = _fresh_codes(session, sum(len(works) for works in missing.values()))
    rows = [
        {
            "panelist_id": panelist_id, "entry_id": entry_id, "blind_code": next(codes), "position": position,
            "state": SheetState.WAITING, "note": "", "version": 0, "changed_at": None,
        }
        for panelist_id, works in missing.items()
        for position, entry_id in enumerate(assignment.order(round_.seed, str(panelist_id), works, first), last.get(panelist_id, 0) + 1)
    ]  # fmt: skip
    if rows:
        session.execute(insert(Sheet), rows)
    return len(rows)


def deal_due(session: Session, now: datetime) -> int:
    """Deal works accepted since a running round was opened, or given up by their judges. Due at any time; harmless to repeat."""
    dealt = 0
    for found in reads.live_rounds(session):
        if _due(session, found, now):
            round_ = locked(session, Round, found.id)
            if round_.state in LIVE:  # it may have been closed while we waited for it
                dealt += deal(session, SYSTEM, round_, now=now)
    return dealt


def something_due(session: Session, now: datetime) -> bool:
    """Is there anything for `deal_due` to do? Only reads, for it takes a while: every name is held against every conflict."""
    return any(_due(session, round_, now) for round_ in reads.live_rounds(session))


def _due(session: Session, round_: Round, now: datetime) -> bool:
    """Is there anything to deal, to take off a desk or to give back?"""
    if due(session, round_) or _open_again(session, round_, now):
        return True
    return bool(_for_everybody(session, round_)) if round_.per_work is None else hands.short(session, round_)


def no_longer_done(session: Session, actor: Actor, round_: Round, now: datetime) -> None:
    """Who had signed off and has works to mark again is asked once more: by one letter for all of them, and on the page of the round."""
    for panelist, works in _open_again(session, round_, now):
        panelist.signed_off_at = None
        record(session, actor, MORE_WORKS, panelist, now=now, works=works)
        more_works(session, round_, panelist, works, now=now)


def _open_again(session: Session, round_: Round, now: datetime) -> list[tuple[Panelist, int]]:
    """The judges who sit, have signed off and have works to mark, with how many: new ones, or one that was returned and is back.

    Nobody once the time is over: they could neither mark nor sign off again.
    """
    if round_.closes_at is not None and round_.closes_at <= now:
        return []
    done = {panelist.id: panelist for panelist in reads.sitting(session, round_.id) if panelist.signed_off_at is not None}
    progress = reads.progress_of(session, Panelist.id.in_(done)) if done else {}
    return [(done[seat], each.open) for seat, each in sorted(progress.items()) if each.open]


def _fresh_codes(session: Session, n: int) -> Iterator[str]:
    """`n` random codes in use nowhere: nothing of the work, the judge or the time is in them."""
    fresh: set[str] = set()
    while len(fresh) < n:
        tried = {keys.random_code(CODE_LETTERS) for _ in range(n - len(fresh))} - fresh
        fresh |= tried - reads.taken_codes(session, sorted(tried))
    return iter(list(fresh))
