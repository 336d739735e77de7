"""The contact sheet of a judge: own works grouped by own marks. Views of the blueprint in `routes/judge.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Invalid, Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.judging import actions, forms, queries, rules
from contest.judging.actions.own import NO_WORK
from contest.judging.models import Criterion
from contest.judging.queries import contact as reads
from contest.judging.queries import judge as judging
from contest.judging.queries import views
from contest.judging.queries.panels import scale
from contest.judging.routes.called import band_names, names_of
from contest.judging.routes.own import mine, work_label
from contest.judging.routes.sheets import BESIDE, ground, marking
from contest.judging.rules.bands import bands
from contest.judging.states import AWAY, LABELS, SheetState
from contest.web import who
from contest.web.addresses import this_page
from contest.web.errors import words
from contest.web.forms import whole
from contest.web.navigation import tell
from contest.web.paging import page_of

PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A group on the page, called briefly by its `name`; `works` counts those on other pages too."""

    key: str
    name: str
    title: str
    works: int = 0
    lines: Sequence[reads.Line] = ()


def sheet(round_id: int) -> ResponseReturnValue:
    """All own works, grouped by own marks; chosen ones are compared, or marked anew in a round with one mark."""
    if request.method == "POST":
        return _chosen(round_id)
    return _sheet(round_id)


def _sheet(round_id: int, status: int = 200, refused: str = "") -> ResponseReturnValue:
    panelist, session, actor = mine(round_id), db.session(), who.actor()
    show, only = _asked()
    criteria = queries.criteria(session, round_id)
    scales = [scale(each) for each in criteria]
    dealt = reads.groups(session, actor, panelist, scales, "all")
    chosen = reads.groups(session, actor, panelist, scales, show) if show in {"pinned", "noted"} else dealt
    groups = _groups([group for group in chosen if group.state in reads.FILTERS[show]], criteria)
    only = only if only in {group.key for group in groups} else ""
    total = sum(group.works for group in groups if only in {"", group.key})
    page = page_of(partial(reads.lines, session, actor, panelist, scales, show, only), total, PER_PAGE)
    labels = {line.code: work_label(panelist, line.code) for line in page.items}
    return render_template(
        "judging/judge/sheet.html", panelist=panelist, round=panelist.round, progress=reads.progress_of(dealt), page=page,
        show=show, only=only, labels=labels, here=this_page(request.args.to_dict(flat=False)), groups=groups, scales=scales,
        shown=_on_page(groups, page.items, only), refused=refused, marking=marking(panelist), form=forms.ButtonForm(), AWAY=AWAY,
        pictures=judging.pictures(session, {line.code: line.picture_id for line in page.items}, labels), ground=ground(panelist),
        value_text=rules.value_text, names=names_of(criteria), shares=rules.shares(scales)[0] if scales else {},
        bands=bands(scales) if scales else None,
    ), status  # fmt: skip


def _asked() -> tuple[str, str]:
    show = request.args.get("show", "all")
    return (show if show in reads.FILTERS else "all"), request.args.get("only", "")[:20]


def _groups(found: Sequence[reads.Group], criteria: Sequence[Criterion]) -> list[Shown]:
    """All bands, best first, those without works too, so that one sees where nothing stands yet; then the other states there are."""
    works = {group.key: group.works for group in found}
    named = band_names(criteria, bands([scale(each) for each in criteria])) if criteria else []
    marked = [Shown(str(band), *named[band], works.get(str(band), 0)) for band in reversed(range(len(named)))]
    states = [(group, str(_(LABELS[SheetState][group.state]))) for group in found if group.band is None]
    return marked + [Shown(group.key, said, said, group.works) for group, said in states]


def _on_page(groups: Sequence[Shown], lines: Sequence[reads.Line], only: str) -> list[Shown]:
    """The groups with their works of this page; one that was asked for although it is empty stays."""
    found = {key: list(each) for key, each in groupby(lines, lambda line: line.key)}
    kept = [replace(group, lines=found.get(group.key, [])) for group in groups]
    return [group for group in kept if group.lines or group.key == only]


def _chosen(round_id: int) -> ResponseReturnValue:
    """Works were ticked: to compare them, or to give all of them one mark."""
    mine(round_id)
    codes = list(dict.fromkeys(request.form.getlist("w")))[:PER_PAGE]
    here = this_page(request.args.to_dict(flat=False))
    if not forms.ButtonForm().validate_on_submit():
        return redirect(here, 303)
    if request.form.get("act") == "compare":
        if len(codes) not in BESIDE:
            return _sheet(round_id, 422, _("Choose two, three or four works to compare them."))
        return redirect(url_for(".compare", round_id=round_id, w=codes), 303)
    if not codes:
        return _sheet(round_id, 422, _("Choose the works first whose mark you want to change."))
    try:
        _mark_all(round_id, codes, whole(request.form.get("mark")))
    except Invalid as refusal:
        return _sheet(round_id, 422, words(refusal))
    tell(_("The marks are saved."))
    return redirect(here, 303)


def _mark_all(round_id: int, codes: Sequence[str], steps: int | None) -> None:
    """One mark for all of these works, or for none of them."""
    with transaction() as session:
        panelist = judging.my_place(session, who.actor(), round_id)
        scales = queries.scales(session, round_id)
        if len(scales) != 1:
            raise Missing(NO_WORK)
        if steps is None:
            raise Invalid(N_("Choose a mark."))
        for work in views.chosen(session, who.actor(), panelist, codes):
            sent = whole(request.form.get(f"version_{work.code}"))
            actions.save_sheet(
                session, who.actor(), work.sheet_id, marks={scales[0].id: steps}, note=work.note,
                expected_version=work.version if sent is None else sent, now=clock.now(),
            )  # fmt: skip
