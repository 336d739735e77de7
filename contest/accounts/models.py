"""Accounts, what they are granted, how they were invited, and the browsers they are signed in on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Address, Digest, Id, Key, LanguageCode, Name, points_to
from contest.editions.models import Edition
from contest.governments.models import Government
from contest.policy import Role


class Account(Base):
    """A person who signs in. `address` is folded (case, width), so that one person has one account."""

    __tablename__ = "account"

    id: Mapped[Id]
    address: Mapped[Address] = mapped_column(unique=True)
    name: Mapped[Name]
    language: Mapped[LanguageCode]
    password: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]


class Grant(Base):
    """A role, for a government or an edition where that matters."""

    __tablename__ = "account_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "government_id", "edition_id"),)

    id: Mapped[Id]
    account_id: Mapped[int] = points_to("account.id")
    role: Mapped[Role]
    government_id: Mapped[int | None] = points_to("government.id")
    edition_id: Mapped[int | None] = points_to("edition.id")

    account: Mapped[Account] = relationship(lazy="raise")
    government: Mapped[Government | None] = relationship(lazy="raise")
    edition: Mapped[Edition | None] = relationship(lazy="raise")


class Invitation(Base):
    """A link that makes an account, once. The token is stored only as a keyed hash."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    address: Mapped[Address] = mapped_column(index=True)
    name: Mapped[Name]
    language: Mapped[LanguageCode]
    role: Mapped[Role]
    government_id: Mapped[int | None] = points_to("government.id")
    edition_id: Mapped[int | None] = points_to("edition.id")
    invited_by_id: Mapped[int | None] = points_to("account.id")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account_id: Mapped[int | None] = points_to("account.id")

    government: Mapped[Government | None] = relationship(lazy="raise")
    edition: Mapped[Edition | None] = relationship(lazy="raise")
    invited_by: Mapped[Account | None] = relationship(foreign_keys=[invited_by_id], lazy="raise")


class SignInLink(Base):
    """A one-time way in for one account: by mail, or copied by staff into a messenger."""

    __tablename__ = "sign_in_link"

    id: Mapped[Id]
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    account_id: Mapped[int] = points_to("account.id")
    purpose: Mapped[Key]  # sign-in, or password: mailed, so that it proves the mailbox and may set a new password
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise")


class BrowserSession(Base):
    """One browser that has shown who it is: an account's, or a student's by resume code. The id is stored hashed."""

    __tablename__ = "browser_session"

    id: Mapped[Id]
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    kind: Mapped[Key]  # account or student
    subject_id: Mapped[int] = mapped_column(index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    expires_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(String(60), default="")  # "Firefox, Windows": so that people know their own again
