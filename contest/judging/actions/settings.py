"""What a judge sets for the own desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Missing
from contest.db.unit import locked
from contest.judging.actions.own import NO_ROUND
from contest.judging.models import Panelist
from contest.judging.queries import views as reads
from contest.judging.rules.settings import checked
from contest.policy import Actor, May, require


def change_settings(session: Session, actor: Actor, panelist_id: int, given: object, *, now: datetime) -> None:  # noqa: ARG001 - house form
    """Put `given` over what is set: some settings or all. Takes nothing when one of them is not on the list (`Invalid`).

    They may be changed at any time, also when the round is paused or closed: no mark depends on them.
    """
    panelist = locked(session, Panelist, panelist_id)
    require(actor, May.ROUND_JUDGE, panelist)
    if panelist.dropped_at is not None:
        raise Missing(NO_ROUND)
    kept = checked(given, reads.settings_of(session, panelist))
    if kept != panelist.settings:
        panelist.settings = kept
