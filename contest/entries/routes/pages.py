"""The pages of answers: about the painting, about the painter, about school and region.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.db.extension import db
from contest.editions import queries as editions
from contest.entries import latin, rules, sheets
from contest.entries.actions import student as actions
from contest.entries.forms.painting import PaintingForm
from contest.entries.forms.student import PersonForm, PlaceForm, Region
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.queries.suggest import schools_known
from contest.entries.routes.keep import keep_refused, save_page, show_typed
from contest.entries.routes.own import again, changeable, differences, frame, onward, window
from contest.governments.countries import COUNTRIES
from contest.governments.models import Government
from contest.web import i18n, who
from contest.web.filters import plain_text


def painting(draft: str) -> ResponseReturnValue:
    """About the painting."""
    entry, status = changeable(draft), 0
    form, before = _painting_form(entry), actions.painting_of(entry)
    if request.method == "GET":
        form.fill(before)
    elif form.validate_on_submit():
        picture = queries.picture(db.session(), entry)
        page = form.command(before, wide=picture is not None and picture.width > picture.height, language=i18n.current().code)
        status = save_page(form, draft, "painting", lambda unit, held: actions.save_painting(
            unit, who.student(), held, page, seen=form.seen.data or "", now=clock.now()
        ))  # fmt: skip
        if not status:
            return onward(draft, "you")
    entry = again(entry)
    now = actions.painting_of(entry)
    return _saved_page("painting", entry, form, asdict(now), status, back="photo_check", stored=lambda: _filled(_painting_form(entry), now))


def _painting_form(entry: Entry) -> PaintingForm:
    form = PaintingForm()
    unit, edition = db.session(), entry.edition
    home = entry.government.country if entry.government else sheets.HOMES.get(i18n.current().code, "")
    form.shape(
        edition, editions.divisions(unit, edition.id), editions.themes(unit, edition.id), plain_text,
        paper=(home, plain_text(COUNTRIES[home]) if home else ""), year=clock.now().year,
    )  # fmt: skip
    return form


def _filled(form: Any, page: Any) -> Any:
    form.fill(page)
    return form


def you(draft: str) -> ResponseReturnValue:
    """About the painter."""
    entry, status = changeable(draft), 0
    form, before = _person_form(entry), actions.person_of(entry.student)
    if request.method == "GET":
        form.fill(before)
    elif form.validate_on_submit():
        page = form.command(before)
        status = save_page(form, draft, "you", lambda unit, held: actions.save_person(
            unit, who.student(), held, page, seen=form.seen.data or "", now=clock.now()
        ))  # fmt: skip
        if not status:
            return onward(draft, "school")
    entry = again(entry)
    now, spoken = actions.person_of(entry.student), i18n.current().code
    return _saved_page(
        "you", entry, form, asdict(now), status, back="painting", stored=lambda: _filled(_person_form(entry), now),
        holds=latin.HOLDS, letters=latin.LETTERS.get(spoken, {}), proposal=latin.proposed(form.full_name.data or "", spoken),
        is_latin=rules.latin,
    )  # fmt: skip


def _person_form(entry: Entry) -> PersonForm:
    form = PersonForm()
    form.shape(entry.edition, _otherwise(entry), reads="ja" in {i18n.current().code, entry.student.language})
    return form


def _otherwise(entry: Entry) -> dict[str, str]:
    return entry.division.fields if entry.division else {}


def school(draft: str) -> ResponseReturnValue:
    """School and region."""
    entry, status = changeable(draft), 0
    unit, near = db.session(), sheets.HOMES.get(i18n.current().code)
    offered = sorted(editions.eligible_governments(unit, entry.edition), key=lambda each: each.country != near)  # the reader's own first
    form, before = _place_form(entry, offered), actions.place_of(entry)
    if request.method == "GET":
        form.fill(before)
    elif form.validate_on_submit():
        page = form.command(before)
        status = save_page(form, draft, "school", lambda unit, held: actions.save_place(
            unit, who.student(), held, page, seen=form.seen.data or "", now=clock.now()
        ))  # fmt: skip
        if not status:
            return onward(draft, "permissions")
    entry = again(entry)
    now, home = actions.place_of(entry), form.government_id.data
    countries = {each.country for each in offered}
    return _saved_page(
        "school", entry, form, asdict(now), status, back="you", stored=lambda: _filled(_place_form(entry, offered), now),
        schools=schools_known(unit, home) if home else [], closes_at=window(entry).until if entry.government else None,
        countries={plain_text(COUNTRIES[each]): " ".join(COUNTRIES[each].values()) for each in sorted(countries)},
    )  # fmt: skip


def _place_form(entry: Entry, offered: list[Government]) -> PlaceForm:
    form = PlaceForm()
    form.shape(entry.edition, _otherwise(entry), [_region(each) for each in offered])
    return form


def _region(government: Government) -> Region:
    name = plain_text(government.names)
    others = {text for text in government.names.values() if text and text != name}
    return Region(government.id, name, plain_text(COUNTRIES[government.country]), " ".join(sorted(others)))


PAGES = {
    "painting": "entries/student/painting.html", "you": "entries/student/you.html", "school": "entries/student/school.html",
}  # fmt: skip


def _saved_page(
    name: str, entry: Entry, form: Any, values: dict[str, Any], status: int, *, back: str, stored: Callable[[], Any], **more: Any
) -> ResponseReturnValue:
    """A page of the wizard: as it is stored, or as it was typed with what is wrong beside it."""
    overtaken = differences(form, stored()) if status == 409 else []
    typed = request.method == "GET" and show_typed(form, entry, name)
    if request.method == "POST":
        keep_refused(entry.draft_key, name)
    if request.method == "GET" or status == 409:
        form.seen.data = rules.trace(values)
    if form.errors and not status:
        status = 422
    return render_template(
        PAGES[name], entry=entry, form=form, frame=frame(entry, back), overtaken=overtaken, typed=typed, **more
    ), status or 200  # fmt: skip
