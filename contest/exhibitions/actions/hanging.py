"""Which works hang at a stop, and in which order. Hold the stop's row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.exhibitions import queries, rules
from contest.exhibitions.models import Hanging, Stop
from contest.ledger.record import record
from contest.policy import Actor, May, require


def hang(session: Session, actor: Actor, stop: Stop, works: Iterable[int], *, now: datetime) -> int:
    """Add works (entry ids) at the end of the wall; how many came new.

    Refuses works the public may not see or whose results come too late, and those needed elsewhere on these days.
    """
    require(actor, May.EXHIBITION_MANAGE, stop)
    place = queries.stop(session, stop.id)
    before = queries.hanging(session, stop.id)
    new = [each for each in dict.fromkeys(works) if each not in set(before)]
    allowed = {winner.entry_id for winner in queries.choosable(session, place, only=new)} if new else set()
    if set(new) - allowed:
        raise Conflict(N_("Some of these works may not be shown (any more). The list is up to date again; please choose once more."))
    if not place.cancelled:
        rules.check(rules.clashes(queries.stays(session, new), queries.stay_of(place, new)))
    _write(session, stop, rules.added(before, new))
    if new:
        record(session, actor, "works hung", stop, now=now, works=new)
    return len(new)


def take_off(session: Session, actor: Actor, stop: Stop, works: Iterable[int], *, now: datetime) -> None:
    """Take works off the wall; the others move up."""
    require(actor, May.EXHIBITION_MANAGE, stop)
    before = queries.hanging(session, stop.id)
    gone = [each for each in before if each in set(works)]
    _write(session, stop, [each for each in before if each not in set(gone)])
    if gone:
        record(session, actor, "works taken off", stop, now=now, works=gone)


def move(session: Session, actor: Actor, stop: Stop, work: int, to: int, *, now: datetime) -> None:
    """Hang a work at another place, counted from 1."""
    require(actor, May.EXHIBITION_MANAGE, stop)
    before = queries.hanging(session, stop.id)
    after = rules.moved(before, work, to)
    if after != before:
        _write(session, stop, after)
        record(session, actor, "hanging order changed", stop, now=now, work=work, to=after.index(work) + 1)


def copy_hanging(session: Session, actor: Actor, stop: Stop, *, now: datetime) -> int:
    """Hang what hangs at the stop before, in its order, as far as it may still be shown; how many came new."""
    require(actor, May.EXHIBITION_MANAGE, stop)
    place = queries.stop(session, stop.id)
    before = queries.stop_before(session, place)
    if before is None:
        raise Conflict(N_("This is the first stop: there is none before it to copy from."))
    works = queries.hanging(session, before.id)
    allowed = {winner.entry_id for winner in queries.choosable(session, place, only=works)}
    return hang(session, actor, stop, [each for each in works if each in allowed], now=now)


def _write(session: Session, stop: Stop, order: Sequence[int]) -> None:
    rows = {row.entry_id: row for row in queries.rows(session, stop.id)}
    for place, work in enumerate(order, 1):
        row = rows.pop(work, None)
        if row is None:
            session.add(Hanging(stop_id=stop.id, entry_id=work, position=place))
        elif row.position != place:
            row.position = place
    for row in rows.values():
        session.delete(row)
    session.flush()
