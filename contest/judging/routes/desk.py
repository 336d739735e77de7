"""The desk: one work and its marks, one page for each without scripts.

Views of the blueprint in `routes/judge.py`, which gives each its address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict
from contest.core.localized import pick
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.rules import MEDIUMS
from contest.judging import actions, forms, rules
from contest.judging.models import Panelist
from contest.judging.queries import judge as reads
from contest.judging.queries.judge import BlindWork
from contest.judging.routes.own import mine, wants_json, work_label
from contest.judging.routes.shown import figure
from contest.judging.rules import Scale
from contest.judging.states import AWAY, FlagReason, RoundKind
from contest.web import who
from contest.web.errors import words
from contest.web.forms import pin_to
from contest.web.i18n import current
from contest.web.navigation import tell

ELSEWHERE = {RoundKind.RANKING: ".rank", RoundKind.PAIRWISE: ".pairs"}  # rounds without a desk


@dataclass(slots=True)
class Desk:
    """What the desk shows and is asked by: the judge's place, one work, the scales, and its forms."""

    panelist: Panelist
    work: BlindWork
    scales: list[Scale]
    words: list[forms.Words]
    form: Any  # the sheet's: as it is stored, or with what was sent
    know: Any
    abstain: Any
    flag: Any


def onward(round_id: int) -> ResponseReturnValue:
    """To the next work that is open; to signing off when there is none."""
    return redirect(_next(round_id, mine(round_id)), 302)


def _next(round_id: int, panelist: Panelist, after: int = 0) -> str:
    if panelist.round.kind in ELSEWHERE:
        return url_for(ELSEWHERE[panelist.round.kind], round_id=round_id)
    code = reads.next_open(db.session(), who.actor(), panelist, after)
    return url_for(".work", round_id=round_id, code=code) if code else url_for(".sign_off", round_id=round_id)


def work(round_id: int, code: str) -> ResponseReturnValue:
    """The desk: one work and its marks."""
    if who.actor().anonymous and wants_json():
        abort(401)  # the desk keeps its queue and asks to sign in
    if request.method == "GET":
        return _shown(_desk(round_id, code))
    return _save(round_id, code, _desk(round_id, code, sheet=True))


def _save(round_id: int, code: str, desk: Desk) -> ResponseReturnValue:
    if not desk.form.validate_on_submit():
        return _not_so(round_id, desk)
    try:
        with pin_to(desk.form), transaction() as session:
            sent = actions.save_sheet(
                session, who.actor(), desk.work.sheet_id, marks=desk.form.marks(desk.scales), note=desk.form.note.data or "",
                expected_version=desk.form.version.data, aside=desk.form.act.data == "aside", final=desk.form.act.data == "next",
                now=clock.now(),
            )  # fmt: skip
    except Conflict as conflict:
        if "stored" not in conflict.values:
            raise
        return _both(round_id, code, words(conflict))
    if desk.form.errors:
        return _not_so(round_id, desk)
    if wants_json():
        return Response(status=204, mimetype="application/json", headers={"Sheet-Version": str(sent.version)})
    if desk.form.act.data == "keep":
        return redirect(url_for(".work", round_id=round_id, code=code), 303)
    return redirect(_next(round_id, mine(round_id), desk.work.position), 303)


def _desk(round_id: int, code: str, *, sheet: bool = False, **small: Any) -> Desk:
    """The work as it is now. With `sheet` its form takes what was sent; `small` are forms beside it that were sent."""
    session, panelist = db.session(), mine(round_id)
    rules.being_judged(panelist.round.state, panelist.round.closes_at, clock.now())
    found, spoken = reads.work(session, who.actor(), panelist, code), current().code
    criteria = reads.asked(session, round_id, found.sheet_id)
    scales = [each.scale for each in criteria]
    named = [_said(each, spoken) for each in criteria]
    stored = {each.scale.id: each.mark for each in criteria if each.mark is not None}
    if sheet:
        data = {f"mark_{n}": stored.get(scale.id) for n, scale in enumerate(scales, 1)}
        form: Any = forms.sheet_form(scales, [each[:2] for each in named], data={**data, "note": found.note, "version": found.version})
    else:
        form = forms.shown_sheet(scales, named, stored, note=found.note, version=found.version)
    return Desk(panelist, found, scales, named, form, **{**_small(spoken), **small})


def _said(criterion: reads.Asked, spoken: str) -> forms.Words:
    anchors = tuple((int(steps), pick(words, spoken)[0]) for steps, words in sorted(criterion.anchors.items()))
    return forms.Words(pick(criterion.names, spoken)[0], pick(criterion.hints, spoken)[0], anchors)


@cache
def _small(language: str) -> dict[str, Any]:
    """The small forms beside the marks: know, abstain, flag."""
    flag = SimpleNamespace(flag=forms.shown_reasons("flag", language), flag_note=forms.shown_words(language), errors={})
    return {
        "know": SimpleNamespace(knows=forms.shown_reasons("knows", language), errors={}),
        "abstain": SimpleNamespace(abstains=forms.shown_reasons("abstains", language), errors={}), "flag": flag,
    }  # fmt: skip


def _marks(desk: Desk) -> Sequence[forms.Question]:
    """The questions of the sheet, in the order of the criteria."""
    return desk.form.marks if isinstance(desk.form, forms.Shown) else forms.with_what_was_sent(desk.form, desk.scales, desk.words)


def _shown(desk: Desk, status: int = 200, conflict: str = "") -> ResponseReturnValue:
    session, actor = db.session(), who.actor()
    place = reads.place(session, actor, desk.panelist, desk.work.position)
    label = work_label(desk.panelist, desk.work.code)
    described = pick(desk.work.alt, current().code)[0]
    picture = reads.picture(session, desk.work, f"{label}. {described}" if described else label)
    asked = _marks(desk)
    marks = {scale.id: each.data for scale, each in zip(desk.scales, asked, strict=True) if each.data is not None}
    total = rules.sheet_total(marks, desk.scales) if rules.complete(marks, desk.scales) else None
    back = ELSEWHERE.get(desk.panelist.round.kind, "")
    return render_template(
        "judging/judge/work.html", round=desk.panelist.round, panelist=desk.panelist, work=desk.work, desk=desk, label=label, place=place,
        form=desk.form, criteria=asked, picture=picture, progress=place.progress, away=desk.work.state in AWAY, conflict=conflict,
        medium=_(MEDIUMS[desk.work.medium]) if desk.work.medium in MEDIUMS else desk.work.medium,
        total=figure(total, 1) if total is not None else None, back=url_for(back, round_id=desk.panelist.round_id) if back else "",
    ), status  # fmt: skip


def _not_so(round_id: int, desk: Desk) -> ResponseReturnValue:
    """The page again with what was typed; a script is told that these values will never be taken."""
    if wants_json():
        said = " ".join(str(error) for field in desk.form for error in field.errors)
        return jsonify(error=said, status=422, refused=True), 422
    desk.panelist = mine(round_id)  # a transaction lets go of the rows read before it
    return _shown(desk, 422)


def _both(round_id: int, code: str, said: str) -> ResponseReturnValue:
    """What is stored now, shown beside what was sent."""
    desk = _desk(round_id, code)
    if wants_json():
        stored = {each.name: each.data for each in desk.form.marks} | {"note": desk.form.note.data}
        return jsonify(error=said, status=409, stored=stored, version=desk.work.version), 409
    return _shown(desk, 409, said)


def know(round_id: int, code: str) -> ResponseReturnValue:
    """The judge knows the work: it leaves the list."""
    said = _("Thank you. You do not judge this work; you can take that back in your overview.")
    return _keep_away(round_id, code, "know", forms.KnowForm(), actions.recuse, said)


def abstain(round_id: int, code: str) -> ResponseReturnValue:
    """The judge cannot judge the work."""
    said = _("You abstain from this work; you can take that back in your overview.")
    return _keep_away(round_id, code, "abstain", forms.AbstainForm(), actions.abstain, said)


def _keep_away(round_id: int, code: str, name: str, form: Any, act: Callable[..., None], said: str) -> ResponseReturnValue:
    desk = _desk(round_id, code, **{name: form})
    if not form.validate_on_submit():
        return _shown(desk, 422)
    with transaction() as session:
        act(session, who.actor(), desk.work.sheet_id, reason=form.reason(), now=clock.now())
    tell(said)
    return redirect(_next(round_id, mine(round_id), desk.work.position), 303)


def flag(round_id: int, code: str) -> ResponseReturnValue:
    """A word to the secretariat; judging goes on."""
    form = forms.FlagForm()
    desk = _desk(round_id, code, flag=form)
    if not form.validate_on_submit():
        return _shown(desk, 422)
    with transaction() as session:
        reason, note = FlagReason(form.flag.data), form.flag_note.data or ""
        actions.flag(session, who.actor(), desk.work.sheet_id, reason=reason, note=note, now=clock.now())
    tell(_("The secretariat will look at it. Please go on judging."))
    return redirect(url_for(".work", round_id=round_id, code=code), 303)


def take_back(round_id: int, code: str) -> ResponseReturnValue:
    """Judge a work after all."""
    sheet_id = _desk(round_id, code).work.sheet_id
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.take_back(session, who.actor(), sheet_id, now=clock.now())
    return redirect(url_for(".work", round_id=round_id, code=code), 303)
