"""Reading exhibitions: what hangs where and when, and which works may hang."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from contest.awards.models import Award, Tier
from contest.core.clock import today
from contest.core.errors import Missing
from contest.core.text import N_
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.entries.queries.printed import Printed
from contest.entries.queries.published import shown
from contest.exhibitions.models import Exhibition, Hanging, Stop, Venue
from contest.exhibitions.rules import Stay
from contest.exhibitions.states import ExhibitionState


def _winners(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Award, Award.entry_id == Entry.id)
        .join(Tier, Tier.id == Award.tier_id)
        .join(Edition, Edition.id == Entry.edition_id)
        .where(shown())
    )


# ── exhibitions ──


def known() -> ColumnElement[bool]:
    """Does the public know of this exhibition? Announced ones, and those called off after they were announced."""
    cancelled = and_(Exhibition.state == ExhibitionState.CANCELLED, Exhibition.announced_at.is_not(None))
    return or_(Exhibition.state == ExhibitionState.ANNOUNCED, cancelled)


def by_slug(session: Session, slug: str) -> Exhibition:
    """An exhibition the public knows of. Refuses with `Missing`."""
    found = session.scalar(select(Exhibition).where(Exhibition.slug == slug, known()))
    if found is None:
        raise Missing(N_("There is no such exhibition."))
    return found


def by_id(session: Session, identity: int) -> Exhibition:
    """An exhibition in whatever state. Refuses with `Missing`."""
    found = session.scalar(select(Exhibition).where(Exhibition.id == identity).options(joinedload(Exhibition.edition)))
    if found is None:
        raise Missing(N_("There is no such exhibition."))
    return found


def everyone(session: Session) -> Sequence[Exhibition]:
    """All exhibitions for the secretariat, newest first, with their editions."""
    return session.scalars(select(Exhibition).options(joinedload(Exhibition.edition)).order_by(Exhibition.id.desc())).all()


def announced_stops(session: Session, slug: str | None = None, *, edition: int | None = None) -> Sequence[Stop]:
    """The stops the public knows of by date, with exhibition and venue; cancelled ones included.

    All of them, those of one exhibition, or those of the exhibitions an edition (by number) lists.
    """
    query = select(Stop).join(Stop.exhibition).where(known()).options(joinedload(Stop.exhibition), joinedload(Stop.venue))
    if slug is not None:
        query = query.where(Exhibition.slug == slug)
    if edition is not None:
        query = query.join(Exhibition.edition).where(Edition.number == edition)
    return session.scalars(query.order_by(Stop.opens_on, Stop.closes_on, Stop.id)).all()


def stops(session: Session, exhibition_id: int) -> Sequence[Stop]:
    """The stops of an exhibition by date, with venues."""
    query = select(Stop).where(Stop.exhibition_id == exhibition_id).options(joinedload(Stop.venue), joinedload(Stop.exhibition))
    return session.scalars(query.order_by(Stop.opens_on, Stop.closes_on, Stop.id)).all()


def stop(session: Session, identity: int) -> Stop:
    """One stop with its exhibition and venue. Refuses with `Missing`."""
    query = select(Stop).where(Stop.id == identity).options(joinedload(Stop.venue), joinedload(Stop.exhibition))
    found = session.scalar(query)
    if found is None:
        raise Missing(N_("There is no such stop."))
    return found


def stop_before(session: Session, later: Stop) -> Stop | None:
    """The stop of the same exhibition that comes before this one."""
    query = select(Stop).where(Stop.exhibition_id == later.exhibition_id, Stop.id != later.id, ~Stop.cancelled)
    query = query.where(or_(Stop.opens_on < later.opens_on, and_(Stop.opens_on == later.opens_on, Stop.id < later.id)))
    return session.scalar(query.options(joinedload(Stop.venue)).order_by(Stop.opens_on.desc(), Stop.id.desc()).limit(1))


def venues(session: Session) -> Sequence[Venue]:
    """All venues by country, oldest first."""
    return session.scalars(select(Venue).order_by(Venue.country, Venue.id)).all()


def venue(session: Session, identity: int) -> Venue:
    """One venue. Refuses with `Missing`."""
    found = session.get(Venue, identity)
    if found is None:
        raise Missing(N_("There is no such venue."))
    return found


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is of an exhibition: stops that take place, different works, and its days."""

    stops: int
    works: int
    first: Any
    last: Any


def extents(session: Session) -> dict[int, Extent]:
    """By exhibition id; in one statement whatever their number."""
    counted = (func.count(Stop.id.distinct()), func.count(Hanging.entry_id.distinct()), func.min(Stop.opens_on), func.max(Stop.closes_on))
    query = (
        select(Stop.exhibition_id, *counted)
        .outerjoin(Hanging, Hanging.stop_id == Stop.id)
        .where(~Stop.cancelled)
        .group_by(Stop.exhibition_id)
    )
    return {row[0]: Extent(*row[1:]) for row in session.execute(query)}


# ── what hangs ──


def hanging(session: Session, stop_id: int) -> list[int]:
    """The ids of the works of a stop in hanging order, whether or not the public may see them."""
    return list(session.scalars(select(Hanging.entry_id).where(Hanging.stop_id == stop_id).order_by(Hanging.position, Hanging.id)))


def hangings(session: Session, exhibition_id: int) -> dict[int, list[int]]:
    """The same for every stop of an exhibition, in one statement."""
    query = select(Hanging.stop_id, Hanging.entry_id).join(Stop, Stop.id == Hanging.stop_id).where(Stop.exhibition_id == exhibition_id)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for stop_id, entry_id in session.execute(query.order_by(Hanging.position, Hanging.id)):
        found[stop_id].append(entry_id)
    return dict(found)


def rows(session: Session, stop_id: int) -> Sequence[Hanging]:
    """The hangings of a stop, to be changed."""
    return session.scalars(select(Hanging).where(Hanging.stop_id == stop_id).order_by(Hanging.position, Hanging.id)).all()


def stays(session: Session, works: Iterable[int]) -> list[Stay]:
    """Every stop (not cancelled) at which any of these works hangs, with those of them that do. Two statements at most."""
    wanted = set(works)
    hung: defaultdict[int, set[int]] = defaultdict(set)
    if wanted:
        for stop_id, entry_id in session.execute(select(Hanging.stop_id, Hanging.entry_id).where(Hanging.entry_id.in_(wanted))):
            hung[stop_id].add(entry_id)
    if not hung:
        return []
    query = select(Stop).join(Stop.exhibition).where(Stop.id.in_(hung), ~Stop.cancelled, Exhibition.state != ExhibitionState.CANCELLED)
    found = session.scalars(query.options(joinedload(Stop.venue)).order_by(Stop.opens_on, Stop.id))
    return [stay_of(each, hung[each.id]) for each in found]


def printed(session: Session, entry_id: int, now: datetime) -> list[Printed]:
    """For `entries`: the stops where this work has been hung, with its label. A stop counts from the day the works are there."""
    query = select(Stop).join(Hanging, Hanging.stop_id == Stop.id).join(Stop.exhibition)
    query = query.where(Hanging.entry_id == entry_id, ~Stop.cancelled, Exhibition.state != ExhibitionState.CANCELLED)
    found = session.scalars(query.options(joinedload(Stop.venue), joinedload(Stop.exhibition)).order_by(Stop.opens_on, Stop.id)).all()
    return [
        Printed(
            N_("Label and picture in the exhibition “%(exhibition)s”: %(city)s, %(venue)s, since %(day)s"),
            {"exhibition": each.exhibition.titles, "city": each.venue.cities, "venue": each.venue.names, "day": stay_of(each, ()).first},
        )
        for each in found
        if stay_of(each, ()).first <= today(now, each.venue.zone)
    ]  # fmt: skip


def stay_of(stop: Stop, works: Iterable[int]) -> Stay:
    """A stop (its venue loaded) as the rules see it."""
    return Stay(stop.opens_on, stop.closes_on, stop.install_on, stop.pack_on, frozenset(works), stop.id, stop.venue.names)


@dataclass(frozen=True, slots=True)
class Winner:
    """A work that may be chosen for a wall, as the secretariat's list shows it."""

    entry_id: int
    public_number: str
    tier: dict[str, str]
    tier_mark: str
    edition: int


def choosable(
    session: Session, stop: Stop, *, edition: int | None = None, tier: str | None = None, only: Iterable[int] | None = None
) -> list[Winner]:
    """Winners the public may see, of editions whose results are out by the day the stop opens; by edition, tier and number."""
    query = _winners(Entry.id, Entry.public_number, Tier.names, Tier.mark, Edition.number, Edition.published_at)
    if edition is not None:
        query = query.where(Edition.number == edition)
    if tier is not None:
        query = query.where(Tier.mark == tier)
    if only is not None:
        query = query.where(Entry.id.in_(set(only)))
    found = session.execute(query.order_by(Edition.number.desc(), Tier.position, Entry.public_number))
    return [
        Winner(entry_id, f"{number}-{public_number:04d}", names, mark, number)
        for entry_id, public_number, names, mark, number, published_at in found
        if published_at is not None and today(published_at, stop.venue.zone) <= stop.opens_on
    ]
