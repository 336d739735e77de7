"""Entries, their painters, and what was permitted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Address, Digest, Id, JsonText, Key, LanguageCode, Long, Name, points_to
from contest.editions.models import ConsentText, Division, Edition, Theme
from contest.editions.rules import Purpose
from contest.entries.states import EntryState
from contest.governments.models import Government


class Student(Base):
    """Who painted. Known by a resume code, stored only as a keyed hash; no account, no password."""

    __tablename__ = "student"

    id: Mapped[Id]
    edition_id: Mapped[int] = points_to("edition.id")
    resume_hash: Mapped[Digest] = mapped_column(unique=True)
    language: Mapped[LanguageCode]
    full_name: Mapped[Name] = mapped_column(default="")
    latin_name: Mapped[Name] = mapped_column(default="")
    reading: Mapped[Name] = mapped_column(default="")
    short_name: Mapped[Name] = mapped_column(default="")
    born: Mapped[date | None]
    age: Mapped[int | None]
    email: Mapped[Address] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]


class Entry(Base):
    """One painting sent in. `government_id` is whose contest desk it goes through."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("(state = 'draft') OR (submitted_at IS NOT NULL) OR (state = 'withdrawn')", name="sent_when_not_a_draft"),
        CheckConstraint("(state <> 'accepted') OR (accepted_at IS NOT NULL)", name="accepted_at_set"),
        Index("ix_entry_desk", "edition_id", "state", "government_id"),
        Index("ix_entry_submitted", "edition_id", "submitted_at", "id"),  # the order of the desk's lists
        UniqueConstraint("edition_id", "public_number"),
    )

    id: Mapped[Id]
    draft_key: Mapped[str] = mapped_column(String(43), unique=True)  # in the wizard's addresses; worth nothing alone
    edition_id: Mapped[int] = points_to("edition.id", index=False)
    student_id: Mapped[int] = points_to("student.id")
    government_id: Mapped[int | None] = points_to("government.id")
    state: Mapped[EntryState] = mapped_column(default=EntryState.DRAFT)
    receipt: Mapped[str | None] = mapped_column(String(20), unique=True)
    public_number: Mapped[int | None]
    title: Mapped[Name] = mapped_column(default="")
    description: Mapped[Long] = mapped_column(default="")
    language: Mapped[LanguageCode]
    descriptions: Mapped[dict[str, str]] = mapped_column(default=dict)  # staff's neutral words for alt texts, per language
    judges_title: Mapped[str | None] = mapped_column(Text)  # what judges read instead, where the child's own words tell who it is
    judges_description: Mapped[str | None] = mapped_column(Text)
    medium: Mapped[Name] = mapped_column(default="")
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    painted_in: Mapped[int | None]
    division_id: Mapped[int | None] = points_to("division.id", index=False)
    theme_id: Mapped[int | None] = points_to("theme.id", index=False)
    school: Mapped[Name] = mapped_column(default="")
    teacher: Mapped[Name] = mapped_column(default="")
    own_work: Mapped[bool] = mapped_column(default=False)
    ai_help: Mapped[bool] = mapped_column(default=False)  # said by the painter: a tool helped with ideas, and how
    ai_note: Mapped[str] = mapped_column(String(500), default="")
    guardian_by: Mapped[Key] = mapped_column(default="")  # how the guardian is asked: email, link, paper
    guardian_email: Mapped[Address] = mapped_column(default="")
    picture_id: Mapped[int | None]  # media.Picture; named by id like every kernel row
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    endorsed_at: Mapped[datetime | None]
    endorsed_on_behalf: Mapped[bool] = mapped_column(default=False)
    accepted_at: Mapped[datetime | None]
    mend: Mapped[Long] = mapped_column(default="")
    mend_by: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000), default="")
    left_state: Mapped[EntryState | None]
    taken_down_at: Mapped[datetime | None]
    search_text: Mapped[Long] = mapped_column(default="")
    late_until: Mapped[datetime | None]  # the secretariat takes it after closing, until then
    late_reason: Mapped[str] = mapped_column(String(500), default="")  # stays: the entry is marked as late for good
    typed: Mapped[dict[str, dict[str, str]]] = mapped_column(JsonText, default=dict)  # typed but not saved yet: by page, by field
    typed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship(lazy="raise")
    student: Mapped[Student] = relationship(lazy="raise")
    government: Mapped[Government | None] = relationship(lazy="raise")
    division: Mapped[Division | None] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")


class ProcessPhoto(Base):
    """A photo of the work while it was made: for the government and the secretariat, never shown to judges or the public."""

    __tablename__ = "process_photo"

    id: Mapped[Id]
    entry_id: Mapped[int] = points_to("entry.id")
    picture_id: Mapped[int]  # media.Picture, whose `about` is ("process_photo", id)
    created_at: Mapped[datetime]

    entry: Mapped[Entry] = relationship(lazy="raise")


class ConsentRequest(Base):
    """A link for a guardian. Opening it shows a page; only its button answers. Stored hashed."""

    __tablename__ = "consent_request"

    id: Mapped[Id]
    entry_id: Mapped[int] = points_to("entry.id")
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    language: Mapped[LanguageCode]
    to_address: Mapped[Address] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    entry: Mapped[Entry] = relationship(lazy="raise")


class ConsentPaper(Base):
    """A signed form that was photographed and sent in. It counts for nothing until somebody has read it and written down its answers."""

    __tablename__ = "consent_paper"

    id: Mapped[Id]
    entry_id: Mapped[int] = points_to("entry.id")
    picture_id: Mapped[int]  # media.Picture, whose `about` is ("consent_paper", id)
    language: Mapped[LanguageCode]
    sent_by_kind: Mapped[Key]
    sent_by_id: Mapped[int]
    sent_at: Mapped[datetime]
    read_by_id: Mapped[int | None] = points_to("account.id")
    read_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(String(500), default="")  # why it could not be used

    entry: Mapped[Entry] = relationship(lazy="raise")


class Consent(Base):
    """One answer to one purpose: who gave it, how, when, to which words. The newest one that is not withdrawn holds;
    a student's own (`method` wish) is only a wish while under 18."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_entry_purpose", "entry_id", "purpose"),)

    id: Mapped[Id]
    entry_id: Mapped[int] = points_to("entry.id", index=False)
    purpose: Mapped[Purpose]
    answer: Mapped[Key]  # yes, no; for the name: full, short, region
    method: Mapped[Key]  # wish, self, link, paper
    text_id: Mapped[int | None] = points_to("consent_text.id", index=False)
    language: Mapped[LanguageCode]
    given_by: Mapped[Name]
    recorded_by_kind: Mapped[Key]
    recorded_by_id: Mapped[int]
    at: Mapped[datetime]
    evidence: Mapped[str] = mapped_column(String(500), default="")
    paper_id: Mapped[int | None] = points_to("consent_paper.id", index=False)
    withdrawn_at: Mapped[datetime | None]

    text: Mapped[ConsentText | None] = relationship(lazy="raise")


class Likeness(Base):
    """Two works whose pictures look alike, and what staff found. Found by itself, decided only by people; changes nothing of the works.

    `kind` says how the later one resembles the earlier: `same`, `turned`, `mirrored` or `part`. `decision` is `same`, `variant` or
    `different`, None while nobody has decided.
    """

    __tablename__ = "likeness"
    __table_args__ = (
        UniqueConstraint("earlier_id", "later_id"),
        CheckConstraint("earlier_id < later_id", name="order"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
    )

    id: Mapped[Id]
    earlier_id: Mapped[int] = points_to("entry.id")
    later_id: Mapped[int] = points_to("entry.id")
    kind: Mapped[Key]
    distance: Mapped[int]
    found_at: Mapped[datetime]
    decision: Mapped[Key | None] = mapped_column(index=True)
    reason: Mapped[Long] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = points_to("account.id")
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    earlier: Mapped[Entry] = relationship(foreign_keys=[earlier_id], lazy="raise")
    later: Mapped[Entry] = relationship(foreign_keys=[later_id], lazy="raise")
