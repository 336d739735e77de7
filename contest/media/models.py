"""A picture somebody handed in, and the files made from it for showing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from contest.db.base import Base
from contest.db.types import Blob, Digest, Id, JsonText, Key, Name, points_to
from contest.media.framing import Framing


class Picture(Base):
    """One photo of one thing, named by kind and id. Rows are never shared, even when the bytes are the same.

    `width` and `height` are those of the picture shown, at the resolution of the photo: upright, trimmed and turned. `crop` and
    `masks` are corners on the upright photo (see `media.framing`). `measures` is what the decoder found out for advice,
    `fingerprint` what copies are recognised by; `compared_at` when it was last compared with all others.
    """

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
    crop: Mapped[Any | None] = mapped_column(JsonText)
    masks: Mapped[Any] = mapped_column(JsonText, default=list)
    measures: Mapped[Any | None] = mapped_column(JsonText)
    fingerprint: Mapped[Blob | None] = deferred(mapped_column(LargeBinary))
    compared_at: Mapped[datetime | None] = mapped_column(index=True)
    colour: Mapped[str] = mapped_column(String(7))
    created_at: Mapped[datetime]

    @property
    def framing(self) -> Framing:
        """How the photo is trimmed, turned and covered."""
        return Framing.of(self.rotation, self.crop, self.masks)

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


class Upload(Base):
    """A photo on its way in parts. The first `received` bytes lie in staging under `key`; what is beyond them was never acknowledged.

    `done_at` is when it became a picture; the row stays until it expires, for who did not hear so.
    """

    __tablename__ = "picture_upload"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    about_kind: Mapped[Key]
    about_id: Mapped[int]
    name: Mapped[Name]
    length: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        Index("ix_picture_upload_about", "about_kind", "about_id"),
        CheckConstraint("length > 0 AND received >= 0 AND received <= length", name="received"),
    )
