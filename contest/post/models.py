"""Letters waiting, sent or refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.db.base import Base
from contest.db.types import Address, Id, JsonText, Key, LanguageCode, Long, Name, points_to
from contest.post.states import LetterState


class Letter(Base):
    """One letter to one receiver, in the receiver's language. Names what it is about by kind and id."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_batch", "batch_id", "to_address"),)

    id: Mapped[Id]
    occasion: Mapped[str] = mapped_column(String(40), index=True)
    to_address: Mapped[Address]
    to_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[LanguageCode]
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[Long]
    about_kind: Mapped[Key]
    about_id: Mapped[int]
    also: Mapped[list[int]] = mapped_column(JsonText, default=list)  # further things of that kind it is about: a family's other works
    state: Mapped[LetterState] = mapped_column(default=LetterState.DRAFT, index=True)
    written_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")
    to_phone: Mapped[str] = mapped_column(String(40), default="")  # without an address somebody passes the words on by hand
    attachment: Mapped[str] = mapped_column(String(40), default="")  # which paper goes with it, made when it is sent; see `deliver`
    batch_id: Mapped[int | None] = points_to("letter_batch.id", index=False)
    version: Mapped[int] = mapped_column(default=1)


class LetterBatch(Base):
    """Letters prepared together, to be read, changed and then sent all at once."""

    __tablename__ = "letter_batch"

    id: Mapped[Id]
    occasion: Mapped[str] = mapped_column(String(40))
    title: Mapped[Name]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int]  # an account, named by id like everything the kernel points to
    sent_at: Mapped[datetime | None]  # when somebody said so; they go in parts
    sent_by_id: Mapped[int | None]
    gone_at: Mapped[datetime | None]  # when the last part had gone
    needless: Mapped[int] = mapped_column(default=0)  # how many were no longer needed by then
    dropped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class LetterTemplate(Base):
    """The secretariat's own words for an occasion in one language, in place of the standard ones. `{name}` stands for a value."""

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("occasion", "language"),)

    id: Mapped[Id]
    occasion: Mapped[str] = mapped_column(String(40))
    language: Mapped[LanguageCode]
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[Long]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def trace(self) -> str:
        """What a page remembers of the words it showed."""
        return f"{self.version}.{self.changed_at.timestamp():.6f}"
