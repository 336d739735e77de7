"""A judge's own place and own work, held to be changed. Whoever has none learns nothing of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest.core.errors import Conflict, Missing, NotAllowed
from contest.core.text import N_
from contest.db.unit import locked
from contest.judging import rules
from contest.judging.models import Panelist, Round, Sheet
from contest.judging.queries import acts
from contest.judging.queries.judge import is_judged
from contest.judging.states import RoundState, SheetState
from contest.policy import Actor, May, Owned, require

NO_ROUND = N_("There is no such round.")
NO_WORK = N_("There is no such work in your list (any more).")


def own_place(session: Session, actor: Actor, round_id: int) -> tuple[Panelist, Round]:
    """The actor's place in a round and the round, both held: a close or a sign-off waits, or is seen.

    Refuses whoever has no place there, and a round in preparation.
    """
    round_, panelist = acts.held_seat(session, actor, round_id)
    if round_ is None or panelist is None:
        raise Missing(NO_ROUND)
    require(actor, May.ROUND_JUDGE, panelist)
    if panelist.dropped_at is not None or round_.state is RoundState.DRAFT:
        raise NotAllowed(NO_ROUND)
    return panelist, round_


def held_seat(session: Session, actor: Actor, round_id: int, now: datetime, *, signed_off: bool = False) -> tuple[Panelist, Round]:
    """The same where the judge may mark now: refuses a round that is not being judged, and what is signed off."""
    panelist, round_ = own_place(session, actor, round_id)
    rules.being_judged(round_.state, round_.closes_at, now)
    if panelist.accepted_at is None:
        raise Conflict(N_("Read the briefing first and say whom you may not judge."))
    if panelist.signed_off_at is not None and not signed_off:
        raise Conflict(N_("You have signed off. Take the sign-off back to change something."))
    return panelist, round_


def round_of(session: Session, actor: Actor, panelist_id: int) -> int:
    """The round a place of the actor's own is in."""
    place = session.execute(select(Panelist.round_id, Panelist.account_id).where(Panelist.id == panelist_id)).first()
    if place is None:
        raise Missing(NO_ROUND)
    require(actor, May.ROUND_JUDGE, Owned(account_id=place.account_id))
    return int(place.round_id)


def own_sheet(session: Session, actor: Actor, sheet_id: int, now: datetime) -> tuple[Sheet, Panelist, Round]:
    """A sheet of the actor's own, held, with the place it belongs to; refuses a work that is not judged, or not by this judge."""
    panelist_id = session.scalar(select(Sheet.panelist_id).where(Sheet.id == sheet_id))
    if panelist_id is None:
        raise Missing(NO_WORK)
    panelist, round_ = held_seat(session, actor, round_of(session, actor, panelist_id), now)
    sheet = locked(session, Sheet, sheet_id, options=(joinedload(Sheet.entry),))
    require(actor, May.SHEET_MARK, Owned(account_id=panelist.account_id, government_id=sheet.entry.government_id))
    if not is_judged(sheet.entry) or sheet.state is SheetState.WITHHELD:
        raise Missing(NO_WORK)
    panelist.seen_at = now
    return sheet, panelist, round_
