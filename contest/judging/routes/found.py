"""What the secretariat's pages of a round share: the round, held or only read, and the way through its preparation."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.db.extension import db
from contest.db.unit import locked
from contest.judging import queries
from contest.judging.actions.changes import BY_STAFF, DECLARED
from contest.judging.actions.rounds import CRITERIA
from contest.judging.models import Round
from contest.judging.states import LABELS, Abstains, Knows
from contest.policy import May, require
from contest.web import who

STEPS = ("edit", "works", "criteria", "judges", "assignment", "open_")


def found_round(round_id: int, may: May = May.ROUND_MANAGE) -> Round:
    """The round, for whoever may manage rounds."""
    require(who.actor(), may)
    return queries.by_id(db.session(), round_id)


def held(session: Session, round_id: int) -> Round:
    """The round, to be changed."""
    return locked(session, Round, round_id)


def to(page: str, round_id: int, **more: Any) -> ResponseReturnValue:
    """On to a page of the round."""
    return redirect(url_for(f"judging_staff.{page}", round_id=round_id, **more), 303)


def away_words() -> dict[str, str]:
    """Why a work is not judged, by reason."""
    kinds: tuple[type[Knows | Abstains], ...] = (Knows, Abstains)
    said = {reason.value: _(words) for kind in kinds for reason, words in LABELS[kind].items()}
    return said | {DECLARED: _("A conflict that was declared"), BY_STAFF: _("The secretariat decided so")}


def after(page: str, round_: Round) -> str:
    """The step of the preparation that follows a page."""
    steps = [step for step in STEPS if step != "criteria" or CRITERIA[round_.kind][1]]
    return steps[steps.index(page) + 1]
