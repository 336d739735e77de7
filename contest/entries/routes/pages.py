"""The pages of answers: about the painting, about the painter, about school and region.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.core.kept import Kept
from contest.db.extension import db
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.entries import latin, rules, sheets
from contest.entries.actions import student as actions
from contest.entries.forms.painting import PaintingForm
from contest.entries.forms.student import PersonForm, PlaceForm, Region, regions_offered
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.queries.regions import made_of
from contest.entries.queries.suggest import schools_known
from contest.entries.routes.keep import keep_refused, save_page, show_typed
from contest.entries.routes.own import again, changeable, differences, frame, onward, window
from contest.governments.countries import COUNTRIES
from contest.governments.models import Government
from contest.web import i18n, who
from contest.web.filters import plain_text
from contest.web.widgets import Offered

_OFFERED: Kept[Offered] = Kept(60)  # the regions in six languages, of a few editions


@dataclass(frozen=True, slots=True)
class _Step:
    """A page of answers: what it asks, what is stored of it, and how an answer is taken."""

    name: str
    page: str
    back: str
    after: str
    form: Callable[[Entry], Any]  # shaped for this entry, holding what was sent
    stored: Callable[[Entry], Any]
    answered: Callable[[Any, Entry], Any]  # what a valid form says, as it shall be stored
    save: Callable[..., None]
    around: Callable[[Entry, Any], dict[str, Any]] = lambda _entry, _form: {}

    def view(self, draft: str) -> ResponseReturnValue:
        """Show the page as it is stored, or as it was typed with what is wrong beside it; take its answers and go on."""
        entry, status = changeable(draft), 0
        form = self.form(entry)
        if request.method == "GET":
            form.fill(self.stored(entry))
        elif form.validate_on_submit():
            status = self._take(form, draft, self.answered(form, entry))
            if not status:
                return onward(draft, self.after)
        return self._page(form, again(entry), status)

    def _take(self, form: Any, draft: str, page: Any) -> int:
        return save_page(form, draft, self.name, lambda unit, held: self.save(
            unit, who.student(), held, page, seen=form.seen.data or "", now=clock.now()
        ))  # fmt: skip

    def _page(self, form: Any, entry: Entry, status: int) -> ResponseReturnValue:
        now, shown = self.stored(entry), request.method == "GET"
        overtaken = differences(form, self._as_stored(entry, now)) if status == 409 else []
        typed = shown and show_typed(form, entry, self.name)
        if not shown:
            keep_refused(entry.draft_key, self.name)
        if shown or status == 409:
            form.seen.data = rules.trace(asdict(now))
        if form.errors and not status:
            status = 422
        return render_template(
            self.page, entry=entry, form=form, frame=frame(entry, self.back), overtaken=overtaken, typed=typed,
            **self.around(entry, form),
        ), status or 200  # fmt: skip

    def _as_stored(self, entry: Entry, now: Any) -> Any:
        form = self.form(entry)
        form.fill(now)
        return form


# ── about the painting ──


def _painting_form(entry: Entry) -> PaintingForm:
    form = PaintingForm()
    unit, edition = db.session(), entry.edition
    home = entry.government.country if entry.government else sheets.HOMES.get(i18n.current().code, "")
    divisions, themes = queries.offered(unit, edition.id)
    form.shape(
        edition, divisions, themes, plain_text, paper=(home, plain_text(COUNTRIES[home]) if home else ""), year=clock.now().year,
    )  # fmt: skip
    return form


def _painting(form: PaintingForm, entry: Entry) -> actions.Painting:
    picture = queries.picture(db.session(), entry)
    wide = picture is not None and picture.width > picture.height
    return form.command(actions.painting_of(entry), wide=wide, language=i18n.current().code)


# ── about the painter ──


def _person_form(entry: Entry) -> PersonForm:
    form = PersonForm()
    form.shape(entry.edition, _otherwise(entry), reads="ja" in {i18n.current().code, entry.student.language})
    return form


def _otherwise(entry: Entry) -> dict[str, str]:
    return entry.division.fields if entry.division else {}


def _latin(_entry: Entry, form: PersonForm) -> dict[str, Any]:
    spoken = i18n.current().code
    proposal = latin.proposed(form.full_name.data or "", spoken)
    return {"holds": latin.HOLDS, "letters": latin.LETTERS.get(spoken, {}), "proposal": proposal, "is_latin": rules.latin}


# ── school and region ──


def _place_form(entry: Entry) -> PlaceForm:
    form, unit, spoken = PlaceForm(), db.session(), i18n.current().code
    regions = _OFFERED.get(lambda: (spoken, made_of(unit, entry.edition)), lambda: _regions(entry.edition, sheets.HOMES.get(spoken)))
    form.shape(entry.edition, _otherwise(entry), regions)
    return form


def _regions(edition: Edition, near: str | None) -> Offered:
    offered = editions.eligible_governments(db.session(), edition)
    offered.sort(key=lambda each: each.country != near)  # the reader's own country first
    return regions_offered(_region(each) for each in offered)


def _region(government: Government) -> Region:
    name = plain_text(government.names)
    others = {text for text in government.names.values() if text and text != name}
    return Region(government.id, name, plain_text(COUNTRIES[government.country]), " ".join(sorted(others)))


def _countries() -> dict[str, str]:
    """What each country is called here, and all that it is called."""
    return {plain_text(names): " ".join(names.values()) for names in COUNTRIES.values()}


def _region_around(entry: Entry, form: PlaceForm) -> dict[str, Any]:
    home = form.government_id.data
    return {
        "schools": schools_known(db.session(), home) if home else [], "closes_at": window(entry).until if entry.government else None,
        "countries": _countries,
    }  # fmt: skip


_PAINTING = _Step(
    "painting", "entries/student/painting.html", back="photo_check", after="you", form=_painting_form, stored=actions.painting_of,
    answered=_painting, save=actions.save_painting,
)  # fmt: skip
_YOU = _Step(
    "you", "entries/student/you.html", back="painting", after="school", form=_person_form,
    stored=lambda entry: actions.person_of(entry.student),
    answered=lambda form, entry: form.command(actions.person_of(entry.student)), save=actions.save_person, around=_latin,
)  # fmt: skip
_SCHOOL = _Step(
    "school", "entries/student/school.html", back="you", after="permissions", form=_place_form, stored=actions.place_of,
    answered=lambda form, entry: form.command(actions.place_of(entry)), save=actions.save_place, around=_region_around,
)  # fmt: skip


def painting(draft: str) -> ResponseReturnValue:
    """About the painting."""
    return _PAINTING.view(draft)


def you(draft: str) -> ResponseReturnValue:
    """About the painter."""
    return _YOU.view(draft)


def school(draft: str) -> ResponseReturnValue:
    """School and region."""
    return _SCHOOL.view(draft)
