"""Forms that make something: sent twice, by a second press or by going back, they make it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest.core.errors import Conflict
from contest.core.keys import fingerprint
from contest.core.text import N_
from contest.ledger.models import Event

OTHER = N_("This form was sent before, and what it made stands. Change it there: nothing of what you sent now was saved.")


@dataclass(frozen=True, slots=True)
class Form:
    """One form on somebody's screen: the random name it was given, if any, and what was typed into it."""

    draft: str
    typed: Sequence[str]

    def mark(self) -> dict[str, Any]:
        """What the ledger keeps of it."""
        return {"form": self.name, "typed": self.digest} if self.draft else {}

    @property
    def name(self) -> str:
        """The form, as the ledger knows it."""
        return fingerprint(self.draft)[:32]

    @property
    def digest(self) -> str:
        """What was typed, as the ledger knows it."""
        return fingerprint("\n".join(self.typed))[:32]


def sent_before(session: Session, form: Form, act: str, thing_id: int | None = None) -> Event | None:
    """What the form did when it was sent before, if it was. Hold what the form adds to: two presses come one after the other."""
    if not form.draft:
        return None
    query = select(Event).where(Event.act == act, Event.thing_kind == "round").options(joinedload(Event.detail)).order_by(Event.id.desc())
    if thing_id is not None:
        query = query.where(Event.thing_id == thing_id)
    for event in session.scalars(query):
        told = event.detail.values if event.detail else None
        if told and told.get("form") == form.name:
            return event
    return None


def still_says(form: Form, event: Event) -> None:
    """Refuse a form that says something else than when it was sent before: that would be lost without a word."""
    if event.detail is None or event.detail.values["typed"] != form.digest:
        raise Conflict(OTHER)
