"""Venues, exhibitions, their stops, and what hangs there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Id, Zone, points_to
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.exhibitions.states import ExhibitionState


class Venue(Base):
    """A hall that shows works."""

    __tablename__ = "venue"

    id: Mapped[Id]
    names: Mapped[dict[str, str]]
    cities: Mapped[dict[str, str]]
    address: Mapped[str] = mapped_column(String(500), default="")
    country: Mapped[str] = mapped_column(String(2))
    zone: Mapped[Zone]
    version: Mapped[int] = mapped_column(default=1)


class Exhibition(Base):
    """A show that may tour. `edition` is the one whose report lists it, if any here does; works may be of any published edition.

    `announced_at` says that the public knows of it; a cancelled show stays on the calendar only if it does.
    """

    __tablename__ = "exhibition"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    edition_id: Mapped[int | None] = points_to("edition.id")
    titles: Mapped[dict[str, str]]
    introductions: Mapped[dict[str, str]]
    state: Mapped[ExhibitionState] = mapped_column(default=ExhibitionState.PLANNED)
    announced_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition | None] = relationship(lazy="raise")


class Stop(Base):
    """An exhibition at one venue: days in the venue's own calendar, the closing day included."""

    __tablename__ = "stop"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),
        CheckConstraint("install_on IS NULL OR install_on <= opens_on", name="installed_before_it_opens"),
        CheckConstraint("pack_on IS NULL OR pack_on >= closes_on", name="packed_after_it_closes"),
        UniqueConstraint("exhibition_id", "position"),
    )

    id: Mapped[Id]
    exhibition_id: Mapped[int] = points_to("exhibition.id")
    venue_id: Mapped[int] = points_to("venue.id")
    position: Mapped[int]
    install_on: Mapped[date | None]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    pack_on: Mapped[date | None]
    hours: Mapped[dict[str, str]] = mapped_column(default=dict)
    cancelled: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    exhibition: Mapped[Exhibition] = relationship(lazy="raise")
    venue: Mapped[Venue] = relationship(lazy="raise")


class Hanging(Base):
    """A work on the wall of a stop, in hanging order."""

    __tablename__ = "hanging"
    __table_args__ = (UniqueConstraint("stop_id", "entry_id"),)

    id: Mapped[Id]
    stop_id: Mapped[int] = points_to("stop.id")
    entry_id: Mapped[int] = points_to("entry.id")
    position: Mapped[int]

    stop: Mapped[Stop] = relationship(lazy="raise")
    entry: Mapped[Entry] = relationship(lazy="raise")
