"""A judge's own works beside each other, what the judge did, and the judge's settings.

Views of the blueprint in `routes/judge.py`, which gives each its address.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Invalid, Missing
from contest.core.localized import pick
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.rules import MEDIUMS
from contest.judging import queries, rules
from contest.judging.actions.own import NO_WORK
from contest.judging.actions.settings import change_settings
from contest.judging.forms.settings import settings_form
from contest.judging.models import Panelist
from contest.judging.queries import judge as judging
from contest.judging.queries import views as reads
from contest.judging.queries.panels import scale
from contest.judging.routes.called import names_of
from contest.judging.routes.happened import Words
from contest.judging.routes.own import json_body, mine, work_label
from contest.judging.rules import settings
from contest.judging.states import AWAY, RoundKind, RoundState
from contest.web import who
from contest.web.errors import words
from contest.web.forms import pin_to
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

BESIDE = range(2, 5)
EVENTS = 50


def marking(panelist: Panelist) -> bool:
    """Can the judge change something now?"""
    round_ = panelist.round
    closed = round_.closes_at is not None and clock.now() >= round_.closes_at
    return round_.state is RoundState.OPEN and not closed and panelist.signed_off_at is None


def ground(panelist: Panelist) -> dict[str, object]:
    """How the judge wants pictures to be shown."""
    return settings.whole(reads.settings_of(db.session(), panelist))


# ── works beside each other ──


def compare(round_id: int) -> ResponseReturnValue:
    """Two, three or four own works side by side."""
    panelist, session, actor = mine(round_id), db.session(), who.actor()
    codes = request.args.getlist("w")
    if len(codes) not in BESIDE:
        raise Missing(NO_WORK)
    works = reads.chosen(session, actor, panelist, codes)
    criteria = queries.criteria(session, round_id)
    labels = {work.code: work_label(panelist, work.code) for work in works}
    return render_template(
        "judging/judge/compare.html", panelist=panelist, round=panelist.round, works=works, labels=labels,
        scales=[scale(c) for c in criteria], criteria=criteria, marks=reads.marks_of(session, [work.sheet_id for work in works]),
        marking=marking(panelist), AWAY=AWAY,
        value_text=rules.value_text, names=names_of(criteria), mediums=MEDIUMS, ground=ground(panelist),
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
    seen = reads.codes_seen(session, actor, panelist) if panelist.round.kind is RoundKind.PAIRWISE else set()
    return render_template(
        "judging/judge/history.html", panelist=panelist, round=panelist.round, page=page, code=code, label=label,
        in_words=Words({c.id: c for c in queries.criteria(session, round_id)}, lambda each: label(each) if each in seen else ""),
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
    body = json_body()
    try:
        with transaction() as session:
            given = body.get("settings") if isinstance(body, dict) else None
            change_settings(session, who.actor(), panelist_id, given, now=clock.now())
    except Invalid as refusal:
        return jsonify(error=words(refusal), field=refusal.field), 422
    return Response(status=204, mimetype="application/json")
