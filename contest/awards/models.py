"""Tiers, versions of the allocation, rulings on ties, and the awards themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.accounts.models import Account
from contest.awards.states import AllocationState
from contest.db.base import Base
from contest.db.types import Digest, Id, JsonText, Key, points_to
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.judging.models import Round


class Tier(Base):
    """A level of award: best first by `position`; `mark` is its glyph (grand, gold, silver, bronze, selected)."""

    __tablename__ = "tier"
    __table_args__ = (UniqueConstraint("edition_id", "position"), CheckConstraint("places > 0", name="has_places"))

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    mark: Mapped[Key]
    places: Mapped[int]


class Allocation(Base):
    """One version of who gets what. `digest` covers all it was computed from."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("edition_id", "version"),
        CheckConstraint("locked_by_id IS NULL OR locked_by_id <> proposed_by_id", name="two_people"),
    )

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    round_id: Mapped[int] = points_to("round.id")
    version: Mapped[int]
    state: Mapped[AllocationState] = mapped_column(default=AllocationState.DRAFT)
    digest: Mapped[Digest]
    tiers: Mapped[list[list[int]]] = mapped_column(JsonText)  # [[tier id, places], …] as they were
    proposed_by_id: Mapped[int] = points_to("account.id", index=False)
    proposed_at: Mapped[datetime]
    locked_by_id: Mapped[int | None] = points_to("account.id", index=False)
    locked_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(1000), default="")

    edition: Mapped[Edition] = relationship(lazy="raise")
    round: Mapped[Round] = relationship(lazy="raise")


class AllocationLine(Base):
    """One work in one version: its rank, its exact mean as a fraction, and its tier or none."""

    __tablename__ = "allocation_line"
    __table_args__ = (UniqueConstraint("allocation_id", "entry_id"), Index("ix_allocation_line_tier", "allocation_id", "tier_id"))

    id: Mapped[Id]
    allocation_id: Mapped[int] = points_to("allocation.id", index=False)
    entry_id: Mapped[int] = points_to("entry.id")
    rank: Mapped[int]
    mean_over: Mapped[str] = mapped_column(String(40))
    mean_under: Mapped[str] = mapped_column(String(40))
    tier_id: Mapped[int | None] = points_to("tier.id", index=False)

    entry: Mapped[Entry] = relationship(lazy="raise")
    tier: Mapped[Tier | None] = relationship(lazy="raise")


class TieRuling(Base):
    """People's order of works with equal means, with the reason; the newest for a set of works holds."""

    __tablename__ = "tie_ruling"

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id")
    entries: Mapped[list[int]] = mapped_column(JsonText)  # entry ids, best first
    reason: Mapped[str] = mapped_column(String(1000))
    ruled_by_id: Mapped[int] = points_to("account.id", index=False)
    at: Mapped[datetime]

    ruled_by: Mapped[Account] = relationship(lazy="raise")


class LeftOut(Base):
    """People's word that accepted works nobody scored are not ranked and get nothing, with the reason. Never edited; for each a new one."""

    __tablename__ = "left_out"

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id")
    entries: Mapped[list[int]] = mapped_column(JsonText)
    reason: Mapped[str] = mapped_column(String(1000))
    ruled_by_id: Mapped[int] = points_to("account.id", index=False)
    at: Mapped[datetime]

    ruled_by: Mapped[Account] = relationship(lazy="raise")


class Award(Base):
    """What an entry won, once published."""

    __tablename__ = "award"

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    entry_id: Mapped[int] = points_to("entry.id", index=False, unique=True)
    tier_id: Mapped[int] = points_to("tier.id")
    allocation_id: Mapped[int] = points_to("allocation.id", index=False)
    at: Mapped[datetime]

    entry: Mapped[Entry] = relationship(lazy="raise")
    tier: Mapped[Tier] = relationship(lazy="raise")
