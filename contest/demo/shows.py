"""The demo's exhibitions: true venues and dates, hung with winners of the editions published by then."""

from __future__ import annotations

import random

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.awards.models import Award, Tier
from contest.demo import texts
from contest.demo.frame import Season
from contest.exhibitions.models import Exhibition, Hanging, Stop, Venue
from contest.exhibitions.states import ExhibitionState
from contest.governments.models import Government

# The shows of 2020 came before the results of the 8th contest, so they hang the 7th's winners; the tour of 2021 hangs both.
_HANGS = {"gyeongbuk-education-2020": (7, 41), "gyeongbuk-office-2020": (7, 41), "pohang-hotel-art-fair-2020": (7, 20)}


def insert(session: Session, season: Season) -> None:
    """Venues, exhibitions, stops and what hangs at each."""
    venues = {}
    for venue in texts.VENUES:
        home = session.get_one(Government, season.governments[venue.government])
        venues[venue.key] = Venue(names=dict(venue.name), cities=dict(venue.city), country=home.country, zone=home.zone)
        session.add(venues[venue.key])
    session.flush()
    for show in texts.EXHIBITIONS:
        exhibition = Exhibition(
            slug=show.slug,
            edition_id=season.editions[show.edition] if show.edition else None,
            titles=dict(show.title),
            introductions=dict(show.description),
            state=ExhibitionState.ANNOUNCED,
            announced_at=season.now,
            changed_at=season.now,
        )
        session.add(exhibition)
        session.flush()
        hung = _hung(session, season, show.slug)
        for position, stop in enumerate(show.stops, 1):
            row = Stop(
                exhibition_id=exhibition.id,
                venue_id=venues[stop.venue].id,
                position=position,
                opens_on=stop.opens,
                closes_on=stop.closes,
                hours={},
                changed_at=season.now,
            )
            session.add(row)
            session.flush()
            session.add_all(Hanging(stop_id=row.id, entry_id=entry_id, position=place) for place, entry_id in enumerate(hung, 1))
    session.flush()


def _hung(session: Session, season: Season, slug: str) -> list[int]:
    if slug in _HANGS:
        number, count = _HANGS[slug]
        return _winners(session, season.editions[number])[:count]
    best = _winners(session, season.editions[8])
    rest = best[20:]
    random.Random(2021).shuffle(rest)
    return [*best[:20], *rest[:40], *_winners(session, season.editions[7])[:22]]


def _winners(session: Session, edition_id: int) -> list[int]:
    query = (
        select(Award.entry_id).join(Tier, Tier.id == Award.tier_id).where(Award.edition_id == edition_id).order_by(Tier.position, Award.id)
    )
    return list(session.scalars(query).all())
