"""A judge's own works beside each other, what the judge did, and the judge's settings.

Views of the blueprint in `routes/judge.py`, which gives each its address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import groupby

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Invalid, Missing
from contest.core.localized import pick
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.rules import MEDIUMS
from contest.judging import actions, forms, queries, rules
from contest.judging.actions.settings import change_settings
from contest.judging.forms.settings import settings_form
from contest.judging.models import Criterion, Panelist
from contest.judging.queries import judge as judging
from contest.judging.queries import views as reads
from contest.judging.queries.panels import scale
from contest.judging.routes.happened import Words
from contest.judging.routes.own import mine, work_label
from contest.judging.routes.shown import figure
from contest.judging.rules import Scale, settings
from contest.judging.states import AWAY, LABELS, RoundState, SheetState
from contest.web import who
from contest.web.addresses import this_page
from contest.web.errors import words
from contest.web.forms import pin_to, whole
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

PER_PAGE = 60
BESIDE = range(2, 5)
EVENTS = 50
_NOT_ONE = N_("There is no such work in your list (any more).")


def marking(panelist: Panelist) -> bool:
    """Can the judge change something now?"""
    round_ = panelist.round
    closed = round_.closes_at is not None and clock.now() >= round_.closes_at
    return round_.state is RoundState.OPEN and not closed and panelist.signed_off_at is None


def ground(panelist: Panelist) -> dict[str, object]:
    """How the judge wants pictures to be shown."""
    return settings.whole(reads.settings_of(db.session(), panelist))


# ── the contact sheet ──


@dataclass(frozen=True, slots=True)
class Shown:
    """A group on the page; `works` counts those on other pages too."""

    key: str
    title: str
    works: int
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
    groups = _groups([group for group in chosen if group.state in reads.FILTERS[show]], criteria, scales)
    only = only if only in {group.key for group in groups} else ""
    total = sum(group.works for group in groups if only in {"", group.key})
    page = page_of(partial(reads.lines, session, actor, panelist, scales, show, only), total, PER_PAGE)
    labels = {line.code: work_label(panelist, line.code) for line in page.items}
    return render_template(
        "judging/judge/sheet.html", panelist=panelist, round=panelist.round, progress=reads.progress_of(dealt), page=page,
        show=show, only=only, labels=labels, here=this_page(request.args.to_dict(flat=False)), groups=groups, scales=scales,
        shown=_on_page(groups, page.items, only), refused=refused, marking=marking(panelist), form=forms.ButtonForm(), AWAY=AWAY,
        pictures=judging.pictures(session, {line.code: line.picture_id for line in page.items}, labels), ground=ground(panelist),
        value_text=rules.value_text, values=_values(criteria, scales),
    ), status  # fmt: skip


def _asked() -> tuple[str, str]:
    show = request.args.get("show", "all")
    return (show if show in reads.FILTERS else "all"), request.args.get("only", "")[:20]


def _groups(found: Sequence[reads.Group], criteria: Sequence[Criterion], scales: Sequence[Scale]) -> list[Shown]:
    """The groups there are; of a single mark those without works too, so that one sees where nothing stands yet."""
    share, under = rules.shares(scales) if scales else ({}, 1)
    by_key = {group.key: Shown(group.key, _title(group, criteria, scales, share, under), group.works) for group in found}
    if len(scales) != 1:
        return list(by_key.values())
    keys = {str(steps * share[scales[0].id]): steps for steps in range(scales[0].steps, -1, -1)}
    empty = {key: Shown(key, said, 0) for (key, steps), said in zip(keys.items(), reversed(_values(criteria, scales)), strict=True)}
    return [by_key.pop(key, empty[key]) for key in keys] + list(by_key.values())


def _values(criteria: Sequence[Criterion], scales: Sequence[Scale]) -> list[str]:
    """The words of the buttons of a round with one mark, lowest first."""
    if len(scales) != 1:
        return []
    anchors = {int(steps): pick(said, current().code)[0] for steps, said in criteria[0].anchors.items()}
    return [anchors.get(steps) or rules.value_text(scales[0], steps) for steps in range(scales[0].steps + 1)]


def _title(group: reads.Group, criteria: Sequence[Criterion], scales: Sequence[Scale], share: dict[int, int], under: int) -> str:
    if group.score is None:
        return str(_(LABELS[SheetState][group.state]))
    if len(scales) == 1:
        return _values(criteria, scales)[group.score // share[scales[0].id]]
    said: str = _("%(total)s of 100", total=figure(Fraction(100 * group.score, under), 1))
    return said


def _on_page(groups: Sequence[Shown], lines: Sequence[reads.Line], only: str) -> list[Shown]:
    """The groups with their works of this page; one that was asked for although it is empty stays."""
    found = {key: list(each) for key, each in groupby(lines, lambda line: line.key)}
    kept = [Shown(group.key, group.title, group.works, found.get(group.key, [])) for group in groups]
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
            raise Missing(_NOT_ONE)
        if steps is None:
            raise Invalid(N_("Choose a mark."))
        for work in reads.chosen(session, who.actor(), panelist, codes):
            sent = whole(request.form.get(f"version_{work.code}"))
            actions.save_sheet(
                session, who.actor(), work.sheet_id, marks={scales[0].id: steps}, note=work.note,
                expected_version=work.version if sent is None else sent, now=clock.now(),
            )  # fmt: skip


# ── works beside each other ──


def compare(round_id: int) -> ResponseReturnValue:
    """Two, three or four own works side by side."""
    panelist, session, actor = mine(round_id), db.session(), who.actor()
    codes = request.args.getlist("w")
    if len(codes) not in BESIDE:
        raise Missing(_NOT_ONE)
    works = reads.chosen(session, actor, panelist, codes)
    criteria = queries.criteria(session, round_id)
    labels = {work.code: work_label(panelist, work.code) for work in works}
    return render_template(
        "judging/judge/compare.html", panelist=panelist, round=panelist.round, works=works, labels=labels,
        scales=[scale(c) for c in criteria], criteria=criteria, marks=reads.marks_of(session, [work.sheet_id for work in works]),
        marking=marking(panelist), AWAY=AWAY,
        value_text=rules.value_text, values=_values(criteria, [scale(c) for c in criteria]), mediums=MEDIUMS, ground=ground(panelist),
        measured=all(work.width_mm and work.height_mm for work in works), swapped=[*codes[1:], codes[0]],
        pictures=judging.pictures(session, {work.code: work.picture_id for work in works}, alts(works, labels)),
    )  # fmt: skip


def alts(works: Sequence[reads.Chosen], labels: dict[str, str]) -> dict[str, str]:
    """What is said instead of a picture: the work's code, and neutral words where there are some."""
    described = {work.code: pick(work.alt, current().code)[0] for work in works}
    return {code: f"{label}. {described[code]}" if described[code] else label for code, label in labels.items()}


# ── what the judge did ──


def history(round_id: int) -> ResponseReturnValue:
    """Every own mark with its old and new value and its time: of the round, or of one work."""
    panelist, session, actor = mine(round_id), db.session(), who.actor()
    code = request.args.get("w", "")[:16]
    if code:
        reads.chosen(session, actor, panelist, [code])
    total = reads.count_my_events(session, actor, panelist, code)
    page = page_of(partial(reads.my_events, session, actor, panelist, code), total, EVENTS)
    label = partial(work_label, panelist)
    return render_template(
        "judging/judge/history.html", panelist=panelist, round=panelist.round, page=page, code=code, label=label,
        in_words=Words({c.id: c for c in queries.criteria(session, round_id)}, label),
        zone=judging.own_zone(session, actor) or panelist.round.edition.zone,
        marking=panelist.round.state is RoundState.OPEN,
    )  # fmt: skip


# ── settings ──


def set_up(round_id: int) -> ResponseReturnValue:
    """Keys, hands and greys of the judge."""
    panelist = mine(round_id)
    if request.is_json:
        return _set_by_script(panelist.id)
    form = settings_form(reads.settings_of(db.session(), panelist))
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            change_settings(session, who.actor(), panelist.id, form.given(), now=clock.now())
        if not form.errors:
            tell(_("Saved."))
            return redirect(url_for(".set_up", round_id=round_id), 303)
        panelist = mine(round_id)
    shown = {"round": panelist.round, "acts": settings.ACTS, "signs": settings.KEYS}
    return render_template("judging/judge/settings.html", form=form, **shown), 422 if form.errors else 200


def _set_by_script(panelist_id: int) -> ResponseReturnValue:
    body = request.get_json(silent=True)
    try:
        with transaction() as session:
            given = body.get("settings") if isinstance(body, dict) else None
            change_settings(session, who.actor(), panelist_id, given, now=clock.now())
    except Invalid as refusal:
        return jsonify(error=words(refusal), field=refusal.field), 422
    return Response(status=204, mimetype="application/json")
