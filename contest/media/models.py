"""A picture somebody handed in, and the files made from it for showing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Digest, Id, Key, points_to


class Picture(Base):
    """One photo of one thing, named by kind and id. Rows are never shared, even when the bytes are the same."""

    __tablename__ = "picture"

    id: Mapped[Id]
    about_kind: Mapped[Key]
    about_id: Mapped[int]
    sha256: Mapped[Digest] = mapped_column(index=True)
    kind: Mapped[Key]
    bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    rotation: Mapped[int] = mapped_column(default=0)
    colour: Mapped[str] = mapped_column(String(7))
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_picture_about", "about_kind", "about_id"),
        CheckConstraint("rotation IN (0, 90, 180, 270)", name="rotation"),
        CheckConstraint("width > 0 AND height > 0 AND bytes > 0", name="size"),
    )


class Derivative(Base):
    """One file made for showing: upright, sRGB, without metadata.

    `private_name` is random and also the name of the file; `public_name` is the start of the SHA-256 of
    its bytes, so two rows share it only when their files are equal byte for byte.
    """

    __tablename__ = "picture_derivative"

    id: Mapped[Id]
    picture_id: Mapped[int] = points_to("picture.id")
    size: Mapped[int]
    format: Mapped[Key]
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    private_name: Mapped[str] = mapped_column(String(40), unique=True)
    public_name: Mapped[str] = mapped_column(String(40), index=True)

    picture: Mapped[Picture] = relationship(lazy="raise")
