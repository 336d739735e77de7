"""Which judges still have works to mark, in rounds where they can be marked now."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload

from contest.accounts.models import Account, Grant
from contest.judging.models import Panelist, Round
from contest.judging.queries.panels import progress_of
from contest.judging.states import RoundState
from contest.policy import Role


def owing(session: Session, now: datetime, *, edition_id: int | None = None) -> dict[int, list[tuple[Panelist, int]]]:
    """The judges' places with the number of open works, by account.

    Left out are those signed off, blocked, past the deadline, or no judges of the edition any more.
    """
    ahead = or_(Round.closes_at.is_(None), Round.closes_at > now)
    mine = Grant.edition_id.is_(None) | (Grant.edition_id == Round.edition_id)
    judges = exists().where(Grant.account_id == Panelist.account_id, Grant.role == Role.JUDGE, mine)
    here = [Round.state == RoundState.OPEN, ahead, Panelist.dropped_at.is_(None), Panelist.signed_off_at.is_(None), judges]
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
