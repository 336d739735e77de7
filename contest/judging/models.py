"""Rounds, criteria, who judges, their sheets, marks and the history of marks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.accounts.models import Account
from contest.db.base import Base
from contest.db.types import Id, Key, Long, points_to
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.judging.states import RoundState, SheetState


class Round(Base):
    """Judges mark works by the same criteria. `seed` makes every judge's order and nothing else."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    position: Mapped[int]
    titles: Mapped[dict[str, str]]
    briefings: Mapped[dict[str, str]]
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT)
    counts: Mapped[bool] = mapped_column(default=True)  # a practice round does not
    closes_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    seed: Mapped[Key]
    seats_all_judges: Mapped[bool] = mapped_column(default=True)  # whoever is invited as a judge of the edition sits here
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship(lazy="raise")


class Criterion(Base):
    """What is marked: from `low` upwards in steps of `step` (both in hundredths), `steps` of them; `weight` is relative."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("round_id", "position"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("step > 0 AND steps > 0", name="has_steps"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id")
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    hints: Mapped[dict[str, str]]
    low: Mapped[int] = mapped_column(default=100)
    step: Mapped[int] = mapped_column(default=100)
    steps: Mapped[int] = mapped_column(default=9)
    weight: Mapped[int] = mapped_column(default=1)


class Panelist(Base):
    """A judge's place in a round."""

    __tablename__ = "panelist"
    __table_args__ = (UniqueConstraint("round_id", "account_id"),)

    id: Mapped[Id]
    round_id: Mapped[int] = points_to("round.id")
    account_id: Mapped[int] = points_to("account.id")
    added_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    signed_off_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(lazy="raise")
    account: Mapped[Account] = relationship(lazy="raise")


class Sheet(Base):
    """One judge before one work. `blind_code` is random per round and judge; `version` counts changes."""

    __tablename__ = "sheet"
    __table_args__ = (
        UniqueConstraint("panelist_id", "entry_id"),
        Index("ix_sheet_order", "panelist_id", "position"),
        Index("ix_sheet_progress", "panelist_id", "state", "position"),
    )

    id: Mapped[Id]
    panelist_id: Mapped[int] = points_to("panelist.id", index=False)
    entry_id: Mapped[int] = points_to("entry.id")
    blind_code: Mapped[str] = mapped_column(String(16), unique=True)
    position: Mapped[int]
    state: Mapped[SheetState] = mapped_column(default=SheetState.WAITING)
    note: Mapped[Long] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]

    panelist: Mapped[Panelist] = relationship(lazy="raise")
    entry: Mapped[Entry] = relationship(lazy="raise")


class Mark(Base):
    """A whole number of steps above the criterion's lowest value: exact, never a float."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("sheet_id", "criterion_id"), CheckConstraint("steps >= 0", name="steps_not_negative"))

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    criterion_id: Mapped[int] = points_to("criterion.id", index=False)
    steps: Mapped[int]


class MarkEvent(Base):
    """Every change of a mark or of a sheet, never edited."""

    __tablename__ = "mark_event"

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    criterion_id: Mapped[int | None] = points_to("criterion.id", index=False)
    what: Mapped[Key]
    old: Mapped[str | None] = mapped_column(String(40))
    new: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]


class Recusal(Base):
    """Why a judge does not judge a work: knows it, or cannot judge it. Withdrawn when taken back, never deleted."""

    __tablename__ = "recusal"

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    reason: Mapped[Key]
    declared_by: Mapped[Key]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Flag(Base):
    """A judge's word to staff about a work; judging goes on."""

    __tablename__ = "flag"

    id: Mapped[Id]
    sheet_id: Mapped[int] = points_to("sheet.id")
    reason: Mapped[Key]
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime]
