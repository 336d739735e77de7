"""The calendar of exhibitions as an iCalendar file (RFC 5545). Values in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from contest.core.localized import Localized, pick
from contest.core.speech import say
from contest.core.text import N_
from contest.exhibitions.models import Stop
from contest.exhibitions.states import ExhibitionState


@dataclass(frozen=True, slots=True)
class Happening:
    """A stop as a calendar shows it: all its days, the last included."""

    id: int
    title: Localized
    venue: Localized
    city: Localized
    address: str
    first: date
    last: date
    cancelled: bool
    changed_at: datetime
    changes: int
    link: str


def happening(stop: Stop, link: str) -> Happening:
    """A stop with its exhibition and venue loaded; `link` is the absolute address of its page."""
    show, venue = stop.exhibition, stop.venue
    return Happening(
        stop.id, show.titles, venue.names, venue.cities, venue.address, stop.opens_on, stop.closes_on,
        stop.cancelled or show.state is ExhibitionState.CANCELLED, max(stop.changed_at, show.changed_at),
        stop.version + show.version - 2, link,
    )  # fmt: skip


def calendar(happenings: Sequence[Happening], *, language: str, name: Localized | None, host: str) -> bytes:
    """All stops as days without hours. The same stop keeps its UID for good, and its stamp until it is changed.

    Days follow the venue's own calendar; DTEND is the day after the last one, as the format wants it.
    """
    site = say(language, N_("NEAR International Youth Art Contest"))
    file = Calendar()
    file.add("prodid", "-//NEAR International Youth Art Contest//Exhibitions//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", pick(name, language)[0] if name else site)
    for each in happenings:
        file.add_component(_event(each, language, host))
    return file.to_ical()  # type: ignore[no-any-return]


def _event(each: Happening, language: str, host: str) -> Event:
    title, venue, city = (pick(text, language)[0] for text in (each.title, each.venue, each.city))
    event = Event()
    event.add("uid", f"stop-{each.id}@{host}")
    event.add("dtstamp", each.changed_at)
    event.add("sequence", each.changes)
    event.add("dtstart", each.first)
    event.add("dtend", each.last + timedelta(days=1))
    event.add("summary", f"{title} – {venue}")
    event.add("location", ", ".join(part for part in (venue, each.address, city) if part))
    event.add("status", "CANCELLED" if each.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("url", each.link)
    return event
