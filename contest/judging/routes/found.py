"""What the secretariat's pages of a round share: the round, held or only read, and the way through its preparation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.judging import forms, queries
from contest.judging.actions.criteria import CRITERIA
from contest.judging.models import Round
from contest.judging.states import BY_STAFF, DECLARED, LABELS, Abstains, Knows
from contest.policy import May, require
from contest.web import who
from contest.web.navigation import tell

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


def pressed(act: Callable[[Session], object], said: str, page: str, round_id: int, **more: Any) -> ResponseReturnValue:
    """A button and nothing else was pressed: the act, a word about it, and on to a page of the round."""
    found_round(round_id)
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            act(session)
        tell(said)
    return to(page, round_id, **more)


def tell_of_rule(before: int | None, round_id: int) -> None:
    """Say so if the round has just lost the rule it had `before`."""
    if before is not None and found_round(round_id).rule_id is None:
        said = _("The rule of the round asked for a criterion that is gone. The usual rule holds again: look at it, or choose another.")
        tell(said, "info")


def away_words() -> dict[str, str]:
    """Why a work is not judged, by reason."""
    kinds: tuple[type[Knows | Abstains], ...] = (Knows, Abstains)
    said = {reason.value: _(words) for kind in kinds for reason, words in LABELS[kind].items()}
    return said | {DECLARED: _("A conflict that was declared"), BY_STAFF: _("The secretariat decided so")}


def after(page: str, round_: Round) -> str:
    """The step of the preparation that follows a page."""
    steps = [step for step in STEPS if step != "criteria" or CRITERIA[round_.kind][1]]
    return steps[steps.index(page) + 1]
