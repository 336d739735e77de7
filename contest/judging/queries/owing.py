"""Which judges still have works to mark, in rounds where they can be marked now."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account
from contest.judging.models import Panelist, Round
from contest.judging.queries.panels import progress_of
from contest.judging.states import RoundState


def owing(session: Session, now: datetime, *, edition_id: int | None = None) -> dict[int, list[tuple[Panelist, int]]]:
    """The judges' places with the number of open works, by account; those signed off, blocked or past the deadline are left out."""
    ahead = or_(Round.closes_at.is_(None), Round.closes_at > now)
    here = [Round.state == RoundState.OPEN, ahead, Panelist.dropped_at.is_(None), Panelist.signed_off_at.is_(None)]
    if edition_id is not None:
        here.append(Round.edition_id == edition_id)
    query = select(Panelist).join(Panelist.round).join(Panelist.account).where(*here, Account.blocked_at.is_(None))
    places = session.scalars(query.options(joinedload(Panelist.round), joinedload(Panelist.account)).order_by(Panelist.id)).all()
    done = progress_of(session, Panelist.id.in_([place.id for place in places]))
    found: defaultdict[int, list[tuple[Panelist, int]]] = defaultdict(list)
    for place in places:
        if place.id in done and done[place.id].open:
            found[place.account_id].append((place, done[place.id].open))
    return dict(found)
