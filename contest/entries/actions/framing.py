"""Showing a kept photo turned, trimmed or covered anew: what the painter's act and the secretariat's share."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.db.unit import locked
from contest.entries.models import Entry
from contest.media import intake
from contest.media.framing import Framing
from contest.media.intake import Prepared
from contest.media.models import Picture
from contest.media.store import Store


@dataclass(frozen=True, slots=True)
class Before:
    """Which picture was framed how when its new files were prepared."""

    picture_id: int
    framing: Framing


def before(picture: Picture) -> Before:
    """The picture as it is."""
    return Before(picture.id, picture.framing)


def reframed(session: Session, entry: Entry, prepared: Prepared, found: Before, *, store: Store) -> dict[str, Any]:
    """Show the photo of a held entry as prepared; gives what goes on record. Refuses with `Conflict` if it is another one by now."""
    picture = locked(session, Picture, entry.picture_id) if entry.picture_id else None
    if picture is None or before(picture) != found:
        raise Conflict(N_("The picture was changed somewhere else at this very moment. Look at it as it is now, and try again."))
    intake.reframe(session, store, picture, prepared)
    return {"before": list(astuple(found.framing)), "after": list(astuple(prepared.framing))}
