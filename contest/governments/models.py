"""Member governments, and their standing in the association over time."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Id, JsonText, Zone, points_to
from contest.governments.rules import Standing


class Government(Base):
    """A province, prefecture, oblast, aimag or city. `names` is what it is called now; `reviewed` lists the
    languages in which a native reader has confirmed the name."""

    __tablename__ = "government"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(12), unique=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    iso: Mapped[str | None] = mapped_column(String(8))
    zone: Mapped[Zone]
    names: Mapped[dict[str, str]]
    reviewed: Mapped[list[str]] = mapped_column(JsonText)
    contact: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class Membership(Base):
    """A standing held from one day to another; an unknown day is null, never invented."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("starts IS NULL OR ends IS NULL OR starts <= ends", name="in_order"),)

    id: Mapped[Id]
    government_id: Mapped[int] = points_to("government.id")
    standing: Mapped[Standing]
    starts: Mapped[date | None]
    ends: Mapped[date | None]

    government: Mapped[Government] = relationship(lazy="raise")


class FormerName(Base):
    """What a government was called until a day: old certificates keep the old name."""

    __tablename__ = "former_name"

    id: Mapped[Id]
    government_id: Mapped[int] = points_to("government.id")
    names: Mapped[dict[str, str]]
    until: Mapped[date]
