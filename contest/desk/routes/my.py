"""The painter's own page: every entry, how it stands, what is to be done, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from contest.awards.models import Award
from contest.awards.queries import awards_of
from contest.core import clock
from contest.db.extension import db
from contest.editions import queries as editions
from contest.editions.states import EditionState
from contest.entries import rules
from contest.entries.actions.consent import is_adult
from contest.entries.forms.student import PlainForm, ResumeForm
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.queries.mine import Mine
from contest.entries.queries.mine import mine as entries_of
from contest.entries.states import EntryState
from contest.judging.queries import told as judged
from contest.web import who
from contest.web.i18n import current

PUBLISHED = frozenset({EditionState.PUBLISHED, EditionState.ARCHIVED})
WAITS = frozenset({EntryState.SUBMITTED, EntryState.RETURNED, EntryState.HELD_BACK})


@dataclass(frozen=True, slots=True)
class Row:
    """One entry with all that its painter may do and should know.

    `guardian` says how the question to the guardian stands: nothing, answered, refused, form waiting, form refused, asked, ended or
    paper. `result`: nothing before publication, then won, took part or over. `public` is the work's own page, where the public sees it.
    `told`: how the judges scored it, sentence by sentence, without a judge's name and without a rank.
    """

    mine: Mine
    until: datetime
    editable: bool
    take_back: bool
    withdrawable: bool
    guardian: str
    result: str
    award: Award | None
    public: str
    told: Sequence[str]


def my() -> ResponseReturnValue:
    """One's own entries, for the browser that holds the resume code; for others the place to type it."""
    unit, now = db.session(), clock.now()
    found = [] if who.student().anonymous else entries_of(unit, who.student().id)
    awards = awards_of(unit, [each.entry.id for each in found]) if found else {}
    told = _told(unit, found, awards)
    rows = [_row(each, awards.get(each.entry.id), told.get(each.entry.id, ()), now) for each in found]
    return render_template(
        "desk/my.html", rows=rows, form=PlainForm(formdata=None),
        resume=ResumeForm(formdata=None), another=_room_for_another([each.entry for each in found]), known=not who.student().anonymous,
    )  # fmt: skip


def _told(unit: Session, found: Sequence[Mine], awards: Mapping[int, Award]) -> dict[int, list[str]]:
    """How judges scored what took part, in the page's language."""
    out = [each.entry.id for each in found if _result(each.entry, awards.get(each.entry.id)) in {"won", "took part"}]
    return judged.told(unit, out, current().code) if out else {}


def _row(mine: Mine, award: Award | None, told: Sequence[str], now: datetime) -> Row:
    entry, window = mine.entry, mine.window
    mend_by = entry.mend_by if entry.state is EntryState.RETURNED else None
    result = _result(entry, award)
    return Row(
        mine, max(mend_by or window.until, window.until), rules.may_edit(entry.state, window, entry.mend_by, now),
        rules.may_take_back(entry.state, window, now), rules.may_withdraw(entry.state) and not result, _guardian(mine, now), result,
        award if result == "won" else None, _public(mine, award), told,
    )  # fmt: skip


def _result(entry: Entry, award: Award | None) -> str:
    """What may be said once the results are out. Never a rank."""
    if entry.edition.state not in PUBLISHED or entry.state in {EntryState.WITHDRAWN, EntryState.DISQUALIFIED}:
        return ""
    if award is not None:
        return "won"
    return "took part" if entry.state is EntryState.ACCEPTED else "over"


def _public(mine: Mine, award: Award | None) -> str:
    entry = mine.entry
    face = rules.public_face(
        published=entry.edition.state in PUBLISHED, awarded=award is not None, state=entry.state,
        taken_down=entry.taken_down_at is not None, held=mine.held, full_name="", short_name="",
    )  # fmt: skip
    if face is None or entry.public_number is None:
        return ""
    return url_for("gallery.work", public_number=f"{entry.edition.number}-{entry.public_number:04d}")


def _guardian(mine: Mine, now: datetime) -> str:
    """How the question to the guardian stands, for an entry that waits for it or has it behind."""
    entry = mine.entry
    if entry.state is EntryState.DRAFT or entry.edition.state is not EditionState.ANNOUNCED or is_adult(entry, now):
        return ""
    if not rules.missing_to_endorse(mine.held):
        return "answered"
    return _missing(mine, now) if entry.state in WAITS else ""


def _missing(mine: Mine, now: datetime) -> str:
    """Why the permission is not there."""
    if mine.form is not None and mine.form.state in {"waiting", "refused"}:
        return f"form {mine.form.state}"
    if any(purpose in mine.held for purpose in rules.NEEDED):
        return "refused"
    if mine.asked is None:
        return "paper"
    return "asked" if now < mine.asked.expires_at else "ended"


def _room_for_another(mine: list[Entry]) -> bool:
    """May this painter begin one more?"""
    edition = editions.current(db.session())
    if edition is None or not mine or mine[0].edition_id != edition.id:
        return False
    count = sum(entry.state is not EntryState.WITHDRAWN for entry in mine)
    return count < edition.entries_per_student and rules.taken(queries.window(db.session(), edition, None), clock.now())
