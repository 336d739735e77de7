"""Venues, exhibitions and their stops: added, changed, announced, called off."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.editions import queries as editions
from contest.exhibitions import queries, rules
from contest.exhibitions.models import Exhibition, Stop, Venue
from contest.exhibitions.states import LIFE, ExhibitionState
from contest.governments.countries import COUNTRIES
from contest.ledger.record import record
from contest.policy import Actor, May, require


class Stale(Conflict):
    """Somebody else saved first."""


@dataclass(frozen=True, slots=True)
class VenueInput:
    """A hall as typed."""

    names: dict[str, str]
    cities: dict[str, str]
    address: str
    country: str
    zone: str


@dataclass(frozen=True, slots=True)
class ExhibitionInput:
    """An exhibition as typed; `edition` is the number of the edition whose report lists it, 0 for none."""

    slug: str
    edition: int
    titles: dict[str, str]
    introductions: dict[str, str]


@dataclass(frozen=True, slots=True)
class StopInput:
    """A stop as typed; days in the venue's own calendar."""

    venue_id: int
    opens_on: date
    closes_on: date
    install_on: date | None
    pack_on: date | None
    hours: dict[str, str]


def _fresh(thing: Venue | Exhibition | Stop, version: int | None) -> None:
    if version is not None and version != thing.version:
        raise Stale(N_("Somebody else has changed this in the meantime."))


# ── venues ──


def add_venue(session: Session, actor: Actor, given: VenueInput, *, now: datetime) -> Venue:
    """A hall where works can hang."""
    require(actor, May.EXHIBITION_MANAGE)
    _check_venue(given)
    venue = Venue(**asdict(given))
    session.add(venue)
    record(session, actor, "venue added", venue, now=now, **asdict(given))
    return venue


def edit_venue(session: Session, actor: Actor, venue: Venue, given: VenueInput, *, version: int | None = None, now: datetime) -> None:
    """Change a hall. Refuses when somebody else did since `version`."""
    require(actor, May.EXHIBITION_MANAGE, venue)
    if given == VenueInput(venue.names, venue.cities, venue.address, venue.country, venue.zone):
        return
    _fresh(venue, version)
    _check_venue(given)
    for name, value in asdict(given).items():
        setattr(venue, name, value)
    venue.version += 1
    record(session, actor, "venue changed", venue, now=now, **asdict(given))


def _check_venue(given: VenueInput) -> None:
    rules.check_english(given.names, "names")
    rules.check_english(given.cities, "cities")
    if given.country not in COUNTRIES:
        raise Invalid(N_("Choose one of the answers offered."), "country")
    if given.zone not in available_timezones():
        raise Invalid(N_("Choose one of the answers offered."), "zone")


# ── exhibitions ──


def add_exhibition(session: Session, actor: Actor, given: ExhibitionInput, *, now: datetime) -> Exhibition:
    """A show the public does not know of yet."""
    require(actor, May.EXHIBITION_MANAGE)
    exhibition = Exhibition(changed_at=now, titles={}, introductions={}, state=ExhibitionState.PLANNED)
    _fill(session, exhibition, given)
    session.add(exhibition)
    _flush(session)
    record(session, actor, "exhibition added", exhibition, now=now, **asdict(given))
    return exhibition


def edit_exhibition(
    session: Session, actor: Actor, exhibition: Exhibition, given: ExhibitionInput, *, version: int | None = None, now: datetime
) -> None:
    """Change its words, its address or its edition. The address stays once it was announced: it is printed."""
    require(actor, May.EXHIBITION_MANAGE, exhibition)
    number = editions.by_id(session, exhibition.edition_id).number if exhibition.edition_id else 0
    if given == ExhibitionInput(exhibition.slug, number, exhibition.titles, exhibition.introductions):
        return
    _fresh(exhibition, version)
    if exhibition.announced_at and given.slug != exhibition.slug:
        raise Invalid(N_("The address of an announced exhibition cannot be changed: others already link to it."), "slug")
    _fill(session, exhibition, given)
    _touched(exhibition, now)
    _flush(session)
    record(session, actor, "exhibition changed", exhibition, now=now, **asdict(given))


def _fill(session: Session, exhibition: Exhibition, given: ExhibitionInput) -> None:
    rules.check_english(given.titles, "titles")
    exhibition.slug = rules.check_slug(given.slug)
    exhibition.edition_id = editions.by_number(session, given.edition, drafts=True).id if given.edition else None
    exhibition.titles, exhibition.introductions = given.titles, given.introductions


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise Invalid(N_("Another exhibition already has this address."), "slug") from error


def _touched(thing: Exhibition | Stop, now: datetime) -> None:
    thing.changed_at = now
    thing.version += 1


def announce(session: Session, actor: Actor, exhibition: Exhibition, *, now: datetime) -> None:
    """Tell the public. Needs a stop that takes place."""
    if not _moves(actor, exhibition, ExhibitionState.ANNOUNCED):
        return
    if not any(not stop.cancelled for stop in queries.stops(session, exhibition.id)):
        raise Conflict(N_("Add a stop first: an exhibition needs a place and days before it is announced."))
    exhibition.announced_at = exhibition.announced_at or now
    _to(session, actor, exhibition, ExhibitionState.ANNOUNCED, "exhibition announced", now)


def unannounce(session: Session, actor: Actor, exhibition: Exhibition, *, now: datetime) -> None:
    """Take the announcement back: the page and its days vanish."""
    if _moves(actor, exhibition, ExhibitionState.PLANNED):
        exhibition.announced_at = None
        _to(session, actor, exhibition, ExhibitionState.PLANNED, "exhibition unannounced", now)


def cancel(session: Session, actor: Actor, exhibition: Exhibition, *, now: datetime) -> None:
    """Call it off. If the public knew of it, its page and calendar say so from now on."""
    if _moves(actor, exhibition, ExhibitionState.CANCELLED):
        _to(session, actor, exhibition, ExhibitionState.CANCELLED, "exhibition cancelled", now)


def plan_again(session: Session, actor: Actor, exhibition: Exhibition, *, now: datetime) -> None:
    """Plan again what was called off. Its works must still be free; it is announced anew when it is ready."""
    if not _moves(actor, exhibition, ExhibitionState.PLANNED):
        return
    hung = queries.hangings(session, exhibition.id)
    for stop in queries.stops(session, exhibition.id):
        stay = queries.stay_of(stop, hung.get(stop.id, ()))
        if not stop.cancelled:
            rules.check(rules.clashes(queries.stays(session, stay.works), stay))
    exhibition.announced_at = None
    _to(session, actor, exhibition, ExhibitionState.PLANNED, "exhibition planned again", now)


def _moves(actor: Actor, exhibition: Exhibition, to: ExhibitionState) -> bool:
    require(actor, May.EXHIBITION_MANAGE, exhibition)
    return exhibition.state is not to


def _to(session: Session, actor: Actor, exhibition: Exhibition, to: ExhibitionState, act: str, now: datetime) -> None:
    LIFE.move(exhibition, to)
    _touched(exhibition, now)
    record(session, actor, act, exhibition, now=now)


# ── stops ──


def add_stop(session: Session, actor: Actor, exhibition: Exhibition, given: StopInput, *, now: datetime) -> Stop:
    """A place and days for an exhibition (hold its row). The same place on the same days a second time is the same stop."""
    require(actor, May.EXHIBITION_MANAGE, exhibition)
    _check_days(given)
    stops = queries.stops(session, exhibition.id)
    same = next((each for each in stops if _given(each) == given), None)
    if same is not None:
        return same
    queries.venue(session, given.venue_id)
    position = max((each.position for each in stops), default=0) + 1
    stop = Stop(exhibition_id=exhibition.id, position=position, changed_at=now, **asdict(given))
    session.add(stop)
    session.flush()
    record(session, actor, "stop added", stop, now=now, **_plain(given))
    return stop


def edit_stop(session: Session, actor: Actor, stop: Stop, given: StopInput, *, version: int | None = None, now: datetime) -> None:
    """Change place or days. Refuses, with all reasons, what would need a work in two places."""
    require(actor, May.EXHIBITION_MANAGE, stop)
    if given == _given(stop):
        return
    _fresh(stop, version)
    hung = queries.hanging(session, stop.id)
    venue = queries.venue(session, given.venue_id)
    stay = rules.Stay(given.opens_on, given.closes_on, given.install_on, given.pack_on, frozenset(hung), stop.id, venue.names)
    rules.check(rules.order(stay) if stop.cancelled else rules.clashes(queries.stays(session, hung), stay))
    for name, value in asdict(given).items():
        setattr(stop, name, value)
    _touched(stop, now)
    record(session, actor, "stop changed", stop, now=now, **_plain(given))


def _check_days(given: StopInput) -> None:
    rules.check(rules.order(rules.Stay(given.opens_on, given.closes_on, given.install_on, given.pack_on)))


def _given(stop: Stop) -> StopInput:
    return StopInput(stop.venue_id, stop.opens_on, stop.closes_on, stop.install_on, stop.pack_on, stop.hours)


def _plain(given: StopInput) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(given).items()}


def cancel_stop(session: Session, actor: Actor, stop: Stop, *, now: datetime) -> None:
    """Call one stop off; the calendar says so."""
    require(actor, May.EXHIBITION_MANAGE, stop)
    if not stop.cancelled:
        stop.cancelled = True
        _touched(stop, now)
        record(session, actor, "stop cancelled", stop, now=now)


def restore_stop(session: Session, actor: Actor, stop: Stop, *, now: datetime) -> None:
    """It takes place after all, if its works are still free."""
    require(actor, May.EXHIBITION_MANAGE, stop)
    if not stop.cancelled:
        return
    stay = queries.stay_of(queries.stop(session, stop.id), queries.hanging(session, stop.id))
    rules.check(rules.clashes(queries.stays(session, stay.works), stay))
    stop.cancelled = False
    _touched(stop, now)
    record(session, actor, "stop restored", stop, now=now)
