"""What is typed into a page of the wizard is kept on the server before it is saved, and shown when the page is opened again.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, make_response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import Conflict, Missing, Refused
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.actions import student as actions
from contest.entries.actions.student import Guardian
from contest.entries.actions.typing import forget_typed, keep_typed, typed_over
from contest.entries.forms.student import SavedForm
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.routes.own import CARRIED, TYPED, mine, own, save
from contest.web import limits, who

OFTEN = "120 per minute"
BESIDE = {"csrf_token", "seen"}  # fields of a form that nobody types


def wishes(session: Session, entry: Entry) -> dict[Purpose, str]:
    """What the painter has answered so far."""
    return {purpose: row.answer for purpose, row in rules.wishes(queries.said(session, entry)).items()}


def permissions_said(answers: Mapping[Purpose, str], guardian: Guardian) -> object:
    """The page of permissions as it is compared."""
    return {purpose.value: answer for purpose, answer in answers.items()}, asdict(guardian)


# What is stored of each page: a page that shows something else is out of date.
STORED: Mapping[str, Callable[[Session, Entry], object]] = {
    "painting": lambda _session, entry: asdict(actions.painting_of(entry)),
    "you": lambda _session, entry: asdict(actions.person_of(entry.student)),
    "school": lambda _session, entry: asdict(actions.place_of(entry)),
    "permissions": lambda session, entry: permissions_said(wishes(session, entry), actions.guardian_of(entry)),
}


def trace_of(session: Session, entry: Entry, page: str) -> str:
    """The trace a page carries of what is stored; see `rules.trace`."""
    return rules.trace(STORED[page](session, entry))


def keep(draft: str, page: str) -> Response:
    """What stands in the fields now. A page that something was saved to meanwhile is told so, and keeps nothing."""
    if page not in TYPED:
        raise Missing(N_("There is no such page."))
    if who.student().anonymous:
        ended = _("Your session has ended. Press “Save and continue” and type your code: nothing is lost.")
        return make_response(jsonify(error=ended), 401)
    mine(draft)
    limits.count(OFTEN, "keep", draft)
    with transaction() as unit:
        entry = own(unit, draft)
        _keep(unit, entry, page, request.form)
        at = entry.typed_at or entry.saved_at
    return jsonify(at=at.isoformat())


def _keep(unit: Session, entry: Entry, page: str, sent: Mapping[str, str], *, anyway: bool = False) -> None:
    """Keep it, unless the page was made before what is stored now. Refuses with `Conflict` then."""
    actions.may_change(unit, who.student(), entry, clock.now())
    stored = trace_of(unit, entry, page)
    if not anyway and sent.get("seen") != stored:
        raise Conflict(N_("This page was changed in another window. Press “Save and continue” to see both."))
    typed = {name: text for name, text in sent.items() if name not in BESIDE}
    keep_typed(unit, who.student(), entry, page, typed, over=stored, now=clock.now())


def keep_carried(path: str, sent: Mapping[str, str]) -> None:
    """What was sent to `path` when its session had ended, kept now that its painter is back. What cannot be kept is let go."""
    answers = {name.removeprefix(CARRIED): text for name, text in sent.items() if name.startswith(CARRIED)}
    *_rest, draft, page = path.split("/") if path.count("/") > 1 else ("", "")
    if answers and page in TYPED:
        with suppress(Refused), transaction() as unit:
            _keep(unit, own(unit, draft), page, answers)


def keep_refused(draft: str, page: str) -> None:
    """A page came back with something to mend: what was typed into it is kept, for who closes it now."""
    with suppress(Refused), transaction() as unit:
        _keep(unit, own(unit, draft), page, request.form, anyway=True)


def show_typed(form: SavedForm, entry: Entry, page: str) -> bool:
    """Fill in what was typed into this page and never saved; is there any?"""
    typed = typed_over(entry, page, seen_now(entry, page)) if page in entry.typed else {}
    if typed:
        form.show_typed(typed)
    return bool(typed)


def save_page(form: SavedForm, draft: str, page: str, act: Callable[[Session, Entry], Any]) -> int:
    """Run `act` on the entry, held, and end what was typed; see `save`."""

    def run(unit: Session) -> None:
        entry = own(unit, draft)
        act(unit, entry)
        forget_typed(entry, page)

    return save(form, run)


def seen_now(entry: Entry, page: str) -> str:
    """The trace for a page that is about to be shown."""
    return trace_of(db.session(), entry, page)
