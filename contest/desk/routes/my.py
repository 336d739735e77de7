"""The painter's own page: every entry, how it stands, and what is to be done."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.db.extension import db
from contest.editions import queries as editions
from contest.entries import rules
from contest.entries.actions.consent import is_adult
from contest.entries.forms.student import PlainForm, ResumeForm
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.queries.public import held_for
from contest.entries.states import EntryState
from contest.web import who


def my() -> ResponseReturnValue:
    """One's own entries, for the browser that holds the resume code; for others the place to type it."""
    unit, now = db.session(), clock.now()
    mine = [] if who.student().anonymous else queries.entries_of(unit, who.student().id)
    held = held_for(unit, [entry.id for entry in mine])
    rows = [
        {
            "entry": entry, "shown": queries.shown(unit, entry),
            "closes_at": queries.window(unit, entry.edition, entry.government_id).closes_at,
            "needs_guardian": _waits(entry) and not is_adult(entry, now) and bool(rules.missing_to_endorse(held[entry.id])),
        }
        for entry in mine
    ]  # fmt: skip
    return render_template(
        "desk/my.html", rows=rows, form=PlainForm(formdata=None), resume=ResumeForm(formdata=None), another=_room_for_another(mine),
        known=not who.student().anonymous,
    )  # fmt: skip


def _waits(entry: Entry) -> bool:
    return entry.state in {EntryState.SUBMITTED, EntryState.RETURNED}


def _room_for_another(mine: list[Entry]) -> bool:
    """May this painter begin one more?"""
    edition = editions.current(db.session())
    if edition is None or not mine or mine[0].edition_id != edition.id:
        return False
    count = sum(entry.state is not EntryState.WITHDRAWN for entry in mine)
    return count < edition.entries_per_student and rules.taken(queries.window(db.session(), edition, None), clock.now())
