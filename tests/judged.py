"""Rounds that have been judged, and what the tests of judging ask of them again and again."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.accounts.models import Account
from contest.awards.models import Tier
from contest.core import clock
from contest.entries.models import Entry
from contest.judging import actions
from contest.judging.models import Panelist, Round
from contest.ledger.models import Event, EventDetail
from contest.ledger.record import seal
from tests import make

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "mn")
Judged = tuple[Round, list[Account], list[Entry]]


def judged(session: Session, *steps: int, judges: int = 1, tiers: Sequence[int] = (), pictures: bool = False, **given: Any) -> Judged:
    """A closed round in which every judge gave the works these steps in each criterion; tiers of so many places."""
    found = _closed(session, len(steps), judges, lambda _judge, work: (steps[work],) * 3, pictures=pictures, **given)
    for position, places in enumerate(tiers, 1):
        make.save(Tier(edition_id=found[0].edition_id, position=position, names=make.six(f"Tier {position}"), mark="gold", places=places))
    return found


def closed(session: Session, works: int = 3, judges: int = 2, skip: Container[tuple[int, int]] = (), **given: Any) -> Judged:
    """A closed round of judges who differ; `skip` are (judge, work) pairs that were never marked."""
    return _closed(session, works, judges, lambda judge, work: () if (judge, work) in skip else (min(9, work + judge), 4, 4), **given)


def _closed(session: Session, works: int, judges: int, marks: Callable[[int, int], Sequence[int]], **given: Any) -> Judged:
    round_, accounts, entries = make.open_round(works=works, judges=judges, **given)
    place = {entry.id: n for n, entry in enumerate(entries)}
    for judge, account in enumerate(accounts):
        for sheet in make.sheets_of(account, round_):
            if steps := marks(judge, place[sheet.entry_id]):
                make.mark(account, sheet, *steps)
    actions.close(session, make.staff(), round_, missing_seen=works * judges, now=clock.now())
    session.flush()
    return round_, accounts, entries


def seat_of(session: Session, round_: Round, account: Account) -> Panelist:
    """A judge's place in a round."""
    return session.scalars(select(Panelist).where(Panelist.round_id == round_.id, Panelist.account_id == account.id)).one()


def details(session: Session, act: str) -> list[dict[str, Any]]:
    """What the ledger holds of these acts, oldest first."""
    session.flush()
    seal(session)
    return [d.values for d in session.scalars(select(EventDetail).join(EventDetail.event).where(Event.act == act))]


def words(field: str, **given: str) -> dict[str, str]:
    """All six languages of a field, as a browser sends them."""
    return {f"{field}-{code}": given.get(code, "") for code in LANGUAGES}
