"""Pictures as part of the app: where they lie, who decodes them, and who is asked whether they may be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.orm import Session

from contest.media.decoders import Decoders
from contest.media.models import Derivative, Picture
from contest.media.rules import Limits
from contest.media.store import FolderStore, Store
from contest.policy import Actor

NAME = "contest.media"


@dataclass(frozen=True, slots=True)
class Door:
    """What a feature that shows pictures answers, at every request.

    `may_see`: may this actor see this picture? `find_blind`: the derivative a judge's own code and a size
    stand for, or None when the actor is not that judge (or the feature has no blind addresses).
    """

    may_see: Callable[[Session, Actor, Picture], bool]
    find_blind: Callable[[Session, Actor, str, int], Derivative | None] | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """What the rest of the app uses of this package."""

    store: Store
    decoders: Decoders
    limits: Limits
    doors: tuple[Door, ...]
    faces: Callable[[], tuple[Actor, ...]]

    def may_see(self, session: Session, actor: Actor, picture: Picture) -> bool:
        """Does any feature let this actor see this picture?"""
        return any(door.may_see(session, actor, picture) for door in self.doors)

    def find_blind(self, session: Session, actor: Actor, code: str, size: int) -> Derivative | None:
        """What the first feature that knows this code gives this actor."""
        for door in self.doors:
            found = door.find_blind(session, actor, code, size) if door.find_blind else None
            if found is not None:
                return found
        return None


def init_app(app: Flask, doors: tuple[Door, ...], faces: Callable[[], tuple[Actor, ...]]) -> Media:
    """Reads UPLOADS, DECODER_MEMORY_MB, DECODER_SECONDS and UPLOAD_LIMIT. Children start when first needed.

    `faces()` names everybody the current request may speak as (`web.who.faces`); empty means the public.
    """
    config = app.config
    media = Media(
        store=FolderStore(Path(config["UPLOADS"])),
        decoders=Decoders(memory_mb=config.get("DECODER_MEMORY_MB", 1024), seconds=config.get("DECODER_SECONDS", 20)),
        limits=Limits(bytes=config.get("UPLOAD_LIMIT", Limits().bytes)),
        doors=doors,
        faces=faces,
    )
    app.extensions[NAME] = media
    return media


def current() -> Media:
    """The media of the running app."""
    media: Media = current_app.extensions[NAME]
    return media
