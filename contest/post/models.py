"""Letters waiting, sent or refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from contest.db.base import Base
from contest.db.types import Address, Id, Key, LanguageCode, Long
from contest.post.states import LetterState


class Letter(Base):
    """One letter to one receiver, in the receiver's language. Names what it is about by kind and id."""

    __tablename__ = "letter"

    id: Mapped[Id]
    occasion: Mapped[str] = mapped_column(String(40), index=True)
    to_address: Mapped[Address]
    to_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[LanguageCode]
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[Long]
    about_kind: Mapped[Key]
    about_id: Mapped[int]
    state: Mapped[LetterState] = mapped_column(default=LetterState.DRAFT, index=True)
    written_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")
