"""Exhibitions as visitors see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from contest.core.clock import today
from contest.core.errors import Missing
from contest.core.localized import Localized
from contest.core.text import N_
from contest.exhibitions import queries as exhibitions_of
from contest.exhibitions.models import Stop
from contest.exhibitions.states import ExhibitionState
from contest.gallery.queries.cards import WorkCard, cards_of, hung
from contest.gallery.rules import Season, gathered, season
from contest.governments.countries import COUNTRIES


@dataclass(frozen=True, slots=True)
class StopView:
    """A place and its days, in that place's own calendar."""

    id: int
    venue: Localized
    city: Localized
    country: Localized
    address: str
    opens_on: date
    closes_on: date
    hours: Localized
    cancelled: bool
    season: Season


@dataclass(frozen=True, slots=True)
class Show:
    """An exhibition with its stops. `next` is the stop to visit now or next; `works` how many different works are shown."""

    slug: str
    titles: Localized
    introductions: Localized
    cancelled: bool
    stops: Sequence[StopView]
    season: Season
    next: StopView | None
    works: int = 0
    picture: WorkCard | None = None


def _stop(stop: Stop, now: datetime) -> StopView:
    venue = stop.venue
    return StopView(
        stop.id, venue.names, venue.cities, COUNTRIES.get(venue.country, {}), venue.address, stop.opens_on, stop.closes_on, stop.hours,
        stop.cancelled, season(stop.opens_on, stop.closes_on, today(now, venue.zone)),
    )  # fmt: skip


def _show(stops: Sequence[Stop], now: datetime) -> Show:
    show = stops[0].exhibition
    views = [_stop(stop, now) for stop in stops]
    held = [view for view in views if not view.cancelled]
    ahead = next((view for view in held if view.season is not Season.PAST), None)
    off = show.state is ExhibitionState.CANCELLED or not held
    when = Season.PAST if ahead is None else Season.NOW if any(view.season is Season.NOW for view in held) else ahead.season
    return Show(show.slug, show.titles, show.introductions, off, views, when, None if off else ahead)


def _grouped(stops: Sequence[Stop]) -> dict[int, list[Stop]]:
    found: dict[int, list[Stop]] = {}
    for stop in stops:
        found.setdefault(stop.exhibition_id, []).append(stop)
    return found


def _in_order(show: Show) -> tuple[int, int]:
    if show.season is Season.PAST or show.next is None:
        return (1, -max(stop.closes_on for stop in show.stops).toordinal())
    return (0, show.next.opens_on.toordinal())


def visits(session: Session, now: datetime) -> list[Show]:
    """Exhibitions the public knows of: on and coming ones first by date, then past ones, the last one first. One statement."""
    return sorted((_show(stops, now) for stops in _grouped(exhibitions_of.announced_stops(session)).values()), key=_in_order)


def shows_of(session: Session, edition: int, now: datetime) -> list[Show]:
    """The exhibitions an edition (by number) lists, the first one first, without pictures. One statement."""
    return [_show(stops, now) for stops in _grouped(exhibitions_of.announced_stops(session, edition=edition)).values()]


def shows(session: Session, code: str, now: datetime) -> list[Show]:
    """The same, each with a picture and the number of its works. Four statements."""
    groups = _grouped(exhibitions_of.announced_stops(session))
    walls = hung(session, [stop.id for stops in groups.values() for stop in stops if not stop.cancelled])
    works = {key: gathered({stop.id: walls.get(stop.id, []) for stop in stops}) for key, stops in groups.items()}
    faces: dict[int, int] = {}
    for key, ids in works.items():  # a picture that stands for another exhibition already is not shown twice if there is a choice
        faces[key] = next((each for each in ids if each not in faces.values()), ids[0]) if ids else 0
    cards = cards_of(session, code, filter(None, faces.values()))
    found = [replace(_show(stops, now), works=len(works[key]), picture=cards.get(faces[key])) for key, stops in groups.items()]
    return sorted(found, key=_in_order)


def exhibition(session: Session, code: str, slug: str, now: datetime) -> tuple[Show, dict[int, list[WorkCard]]]:
    """One exhibition and the cards on each of its walls, by stop id. Four statements. Refuses with `Missing`."""
    stops = exhibitions_of.announced_stops(session, slug)
    if not stops:
        raise Missing(N_("There is no such exhibition."))
    walls = hung(session, [stop.id for stop in stops if not stop.cancelled])
    seen = cards_of(session, code, gathered(walls))
    cards = {stop.id: [seen[work] for work in walls.get(stop.id, []) if work in seen] for stop in stops if not stop.cancelled}
    return replace(_show(stops, now), works=len(seen)), cards
