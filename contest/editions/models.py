"""Editions and everything that changes from year to year."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Id, JsonText, Key, LanguageCode, Long, Name, Zone, points_to
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.governments.models import Government


class Edition(Base):
    """One year's contest. Instants are UTC; `zone` is where they are announced."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("closes_at <= endorse_by", name="endorsing_ends_after_closing"),
        CheckConstraint("age_from <= age_to", name="ages_in_order"),
    )

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    year: Mapped[int]
    state: Mapped[EditionState] = mapped_column(default=EditionState.DRAFT, index=True)
    titles: Mapped[dict[str, str]]
    announcements: Mapped[dict[str, str]]
    rules_texts: Mapped[dict[str, str]] = mapped_column(deferred=True)  # six long texts: read only where they are shown
    association: Mapped[dict[str, str]]
    signatory: Mapped[dict[str, str]]
    zone: Mapped[Zone]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    endorse_by: Mapped[datetime]
    age_from: Mapped[int]
    age_to: Mapped[int]
    age_day: Mapped[date]
    standings: Mapped[list[str]] = mapped_column(JsonText)
    full_birth_date: Mapped[bool] = mapped_column(default=True)
    entries_per_student: Mapped[int] = mapped_column(default=1)
    quota_per_government: Mapped[int | None]
    quota_per_school: Mapped[int | None]
    picture_bytes: Mapped[int] = mapped_column(default=60_000_000)
    picture_side: Mapped[int] = mapped_column(default=1600)
    fields: Mapped[dict[str, str]] = mapped_column(JsonText, default=dict)
    next_public_number: Mapped[int] = mapped_column(default=1)
    announced_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Division(Base):
    """A kind of work that is judged together, such as painting or poster."""

    __tablename__ = "division"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    fields: Mapped[dict[str, str]] = mapped_column(JsonText, default=dict)  # what it asks otherwise than its edition does


class Theme(Base):
    """What an edition asks to be painted."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    position: Mapped[int]
    names: Mapped[dict[str, str]]


class Extension(Base):
    """One government's later closing, with the reason."""

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("edition_id", "government_id"),)

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    government_id: Mapped[int] = points_to("government.id")
    closes_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))

    government: Mapped[Government] = relationship(lazy="raise")


class ConsentText(Base):
    """What is agreed to, word for word: one purpose in one language, never edited, only followed by a newer version."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("edition_id", "purpose", "language", "version"),)

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    purpose: Mapped[Purpose]
    language: Mapped[LanguageCode]
    version: Mapped[int]
    text: Mapped[Long]


class ReportedFigure(Base):
    """What the press or an old report said, with its source, beside what is computed."""

    __tablename__ = "reported_figure"

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    what: Mapped[Key]
    about: Mapped[Key] = mapped_column(default="")
    value: Mapped[int]
    source: Mapped[Name]
