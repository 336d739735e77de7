"""The chain of acts and, beside it, the values that erasure may empty."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Digest, Id, JsonText, Key, Name, points_to


class Event(Base):
    """One act, by whom, when, on what. `chain` covers all columns and the event before."""

    __tablename__ = "ledger_event"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[Key]
    actor_id: Mapped[int]
    act: Mapped[str] = mapped_column(String(60))
    thing_kind: Mapped[Key]
    thing_id: Mapped[int] = mapped_column(index=True)
    digest: Mapped[Digest]
    previous: Mapped[Digest]
    chain: Mapped[Digest] = mapped_column(unique=True)

    detail: Mapped[EventDetail | None] = relationship(back_populates="event", lazy="raise")


class EventDetail(Base):
    """What the act changed, in words and values. May be emptied; the chain holds only its salted digest."""

    __tablename__ = "ledger_event_detail"

    event_id: Mapped[int] = points_to("ledger_event.id", index=False, primary_key=True)
    salt: Mapped[Digest]
    actor_name: Mapped[Name]
    values: Mapped[Any] = mapped_column(JsonText, nullable=True)  # null once emptied

    event: Mapped[Event] = relationship(back_populates="detail", lazy="raise")


class Head(Base):
    """The newest link of the chain; locked as the last statement before a commit."""

    __tablename__ = "ledger_head"

    id: Mapped[Id]
    count: Mapped[int]
    chain: Mapped[Digest]
