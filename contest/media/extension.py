"""Pictures as part of the app: where they lie, who decodes them, and who is asked whether they may be seen."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, current_app
from sqlalchemy.orm import Session

from config import BadSetting
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
class Front:
    """A web server in front of the site that sends files when a header names them by their path in UPLOADS."""

    header: str
    before: str

    def value(self, path: str) -> str:
        """What the header says for a file."""
        return quote(f"{self.before}{path}")


@dataclass(frozen=True, slots=True)
class Media:
    """What the rest of the app uses of this package."""

    store: Store
    decoders: Decoders
    limits: Limits
    doors: tuple[Door, ...]
    faces: Callable[[], tuple[Actor, ...]]
    front: Front | None = None

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
    """Reads where pictures lie, DECODER_MEMORY_MB, DECODER_SECONDS and UPLOAD_LIMIT. Children start when first needed.

    `faces()` names everybody the current request may speak as (`web.who.faces`); empty means the public.
    """
    config = app.config
    media = Media(
        store=_store(config),
        decoders=Decoders(memory_mb=config.get("DECODER_MEMORY_MB", 1024), seconds=config.get("DECODER_SECONDS", 20)),
        limits=Limits(bytes=config.get("UPLOAD_LIMIT", Limits().bytes)),
        doors=doors,
        faces=faces,
        front=_front(config),
    )
    app.extensions[NAME] = media
    return media


def _store(config: Mapping[str, Any]) -> Store:
    """The folder UPLOADS, or the object store that STORAGE_URL names; staging is in UPLOADS either way."""
    folder = FolderStore(Path(config["UPLOADS"]), group=bool(config.get("X_ACCEL") or config.get("X_SENDFILE")))
    if not config.get("STORAGE_URL"):
        return folder
    try:
        objects = importlib.import_module("contest.media.objects")
    except ModuleNotFoundError as error:
        raise BadSetting(f"STORAGE_URL needs {error.name}: install what requirements-scale.txt names") from error
    place = urlsplit(config["STORAGE_URL"])
    store: Store = objects.ObjectStore(
        folder, bucket=place.netloc, prefix=place.path.strip("/"), endpoint=config["STORAGE_ENDPOINT"], region=config["STORAGE_REGION"],
        key=config["STORAGE_KEY"], secret=config["STORAGE_SECRET"],
    )  # fmt: skip
    return store


def _front(config: Mapping[str, Any]) -> Front | None:
    if config.get("X_ACCEL"):
        return Front("X-Accel-Redirect", config["X_ACCEL"])
    return Front("X-Sendfile", f"{Path(config['UPLOADS']).resolve().as_posix()}/") if config.get("X_SENDFILE") else None


def current() -> Media:
    """The media of the running app."""
    media: Media = current_app.extensions[NAME]
    return media
