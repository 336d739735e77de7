"""Changing what is known of governments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.errors import STALE, Conflict, Invalid
from contest.core.languages import CODES
from contest.core.text import N_
from contest.governments import queries, registry
from contest.governments.models import FormerName, Government, Membership
from contest.governments.rules import Standing, overlap
from contest.ledger.record import record
from contest.policy import Actor, May, require


def load_registry(session: Session, actor: Actor, rows: Iterable[registry.Row] | None = None, *, now: datetime) -> int:
    """Take in the governments of the register that are not known yet; return how many were.

    What is stored is never overwritten: names and standings belong to the secretariat from the first loading on.
    No register says since when a government belongs, so no day is written.
    """
    require(actor, May.GOVERNMENT_MANAGE)
    known = set(session.scalars(select(Government.key)))
    new = [row for row in (registry.rows() if rows is None else rows) if row.key not in known]
    for row in new:
        government = Government(
            key=row.key, country=row.country, iso=row.iso, zone=row.zone, names=dict(row.names), reviewed=list(row.reviewed), contact="",
        )  # fmt: skip
        session.add(government)
        session.flush()
        session.add(Membership(government_id=government.id, standing=row.standing, starts=None, ends=None))
        record(session, actor, "government:load", government, now=now, key=row.key, standing=row.standing.value)
    return len(new)


def change(
    session: Session, actor: Actor, government: Government, *, names: Mapping[str, str], reviewed: Iterable[str], zone: str,
    contact: str, version: int, keep_until: date | None = None, now: datetime,
) -> None:  # fmt: skip
    """Change names, review marks, time zone and contact; `keep_until` keeps the old names as those used until that day."""
    require(actor, May.GOVERNMENT_MANAGE, government)
    if government.version != version:
        raise Conflict(STALE, field="version")
    given = {code: names[code] for code in CODES if names.get(code)}
    if not given:
        raise Invalid(N_("Write the name in at least one language."), field="names")
    if keep_until is not None and given != government.names:
        _keep_names(session, government, keep_until, now)
    confirmed = [code for code in CODES if code in set(reviewed) and code in given]
    wanted = {"names": given, "reviewed": confirmed, "zone": zone, "contact": contact}
    old: dict[str, Any] = {name: getattr(government, name) for name in wanted}
    changed = [name for name, value in wanted.items() if old[name] != value]
    if not changed:
        return
    for name in changed:
        setattr(government, name, wanted[name])
    government.version += 1
    # The contact may name a person: the ledger only notes that it changed.
    told = [name for name in changed if name != "contact"]
    before, after = {name: old[name] for name in told}, {name: wanted[name] for name in told}
    until = keep_until.isoformat() if keep_until else None
    record(session, actor, "government:change", government, now=now, fields=changed, before=before, after=after, kept_until=until)


def _keep_names(session: Session, government: Government, until: date, now: datetime) -> None:
    if until > now.date():
        raise Invalid(N_("The old name can only be kept until a day that has come."), field="keep_until")
    if any(each.until >= until for each in queries.former_names(session, government.id)):
        raise Invalid(N_("Another former name was in use then. Choose a later day."), field="keep_until")
    session.add(FormerName(government_id=government.id, names=dict(government.names), until=until))


def add_standing(
    session: Session, actor: Actor, government: Government, *, standing: Standing, starts: date | None, ends: date | None, now: datetime
) -> Membership:
    """Note a standing and its days. A government has one standing at a time."""
    require(actor, May.GOVERNMENT_MANAGE, government)
    _check_days(session, government.id, starts, ends, None)
    membership = Membership(government_id=government.id, standing=standing, starts=starts, ends=ends)
    session.add(membership)
    record(session, actor, "government:add standing", government, now=now, standing=standing.value, **_days(starts, ends))
    return membership


def date_standing(
    session: Session, actor: Actor, government: Government, membership: Membership, *, starts: date | None, ends: date | None, now: datetime
) -> None:
    """Correct the days of a standing, or close it by giving its last day."""
    require(actor, May.GOVERNMENT_MANAGE, government)
    before = _days(membership.starts, membership.ends)
    if before == _days(starts, ends):
        return
    _check_days(session, government.id, starts, ends, membership.id)
    membership.starts, membership.ends = starts, ends
    record(
        session, actor, "government:date standing", government, now=now,
        standing=membership.standing.value, before=before, after=_days(starts, ends),
    )  # fmt: skip


def _days(starts: date | None, ends: date | None) -> dict[str, str | None]:
    return {"starts": starts.isoformat() if starts else None, "ends": ends.isoformat() if ends else None}


def _check_days(session: Session, government_id: int, starts: date | None, ends: date | None, own_id: int | None) -> None:
    if starts and ends and ends < starts:
        raise Invalid(N_("The last day lies before the first."), field="ends")
    others = [each for each in queries.memberships(session, government_id) if each.id != own_id]
    if any(overlap((starts, ends), (each.starts, each.ends)) for each in others):
        raise Invalid(N_("Another standing holds in these days. Close it first."), field="starts")
