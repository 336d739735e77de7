"""A judge's pages: the round, the desk, the overview, signing off."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import groupby

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict
from contest.core.localized import pick
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.rules import MEDIUMS
from contest.judging import actions, forms, queries, rules
from contest.judging.models import Panelist
from contest.judging.queries import judge as reads
from contest.judging.queries.judge import BlindWork
from contest.judging.queries.panels import scale
from contest.judging.routes.shown import figure
from contest.judging.rules import Scale
from contest.judging.states import AWAY, Abstains, FlagReason, Knows, RoundState, SheetState
from contest.policy import May, Owned, require
from contest.web import who
from contest.web.errors import words
from contest.web.forms import pin_to
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("judging_judge", __name__, url_prefix="/judge/rounds/<int:round_id>")
PER_PAGE = 60


@dataclass(slots=True)
class Desk:
    """What the desk shows and is asked by: the judge's place, one work, the scales, and its four forms."""

    panelist: Panelist
    work: BlindWork
    scales: list[Scale]
    form: forms.SheetForm
    know: forms.KnowForm
    abstain: forms.AbstainForm
    flag: forms.FlagForm


def _mine(round_id: int) -> Panelist:
    """The place of whoever asks. Nobody else learns that there is such a round."""
    require(who.actor(), May.ROUND_JUDGE, Owned(account_id=who.actor().id))
    return reads.my_place(db.session(), who.actor(), round_id)


def _wants_json() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@bp.get("/")
def round(round_id: int) -> ResponseReturnValue:  # noqa: A001 - the page's name
    """What to judge, by what, until when; the way to the desk."""
    panelist, session = _mine(round_id), db.session()
    return render_template(
        "judging/judge/round.html", panelist=panelist, round=panelist.round, progress=reads.my_progress(session, panelist), now=clock.now(),
        zone=reads.own_zone(session, who.actor()), criteria=[(c, scale(c)) for c in queries.criteria(session, round_id)],
        value_text=rules.value_text, form=forms.ButtonForm(),
    )  # fmt: skip


@bp.post("/start")
def start(round_id: int) -> ResponseReturnValue:
    """The briefing is read: to the first work."""
    panelist_id = _mine(round_id).id
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.start(session, who.actor(), panelist_id, now=clock.now())
    return redirect(url_for(".onward", round_id=round_id), 303)


@bp.get("/next")
def onward(round_id: int) -> ResponseReturnValue:
    """To the next work that is open; to signing off when there is none."""
    return redirect(_next(round_id, _mine(round_id)), 302)


def _next(round_id: int, panelist: Panelist, after: int = 0) -> str:
    code = reads.next_open(db.session(), who.actor(), panelist, after)
    return url_for(".work", round_id=round_id, code=code) if code else url_for(".sign_off", round_id=round_id)


@bp.route("/works/<code>", methods=["GET", "POST"])
def work(round_id: int, code: str) -> ResponseReturnValue:
    """The desk: one work and its marks."""
    if who.actor().anonymous and _wants_json():
        abort(401)  # the desk keeps its queue and asks to sign in
    desk = _desk(round_id, code)
    return _shown(desk) if request.method == "GET" else _save(round_id, code, desk)


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
    if _wants_json():
        return Response(status=204, mimetype="application/json", headers={"Sheet-Version": str(sent.version)})
    if desk.form.act.data == "keep":
        return redirect(url_for(".work", round_id=round_id, code=code), 303)
    return redirect(_next(round_id, _mine(round_id), desk.work.position), 303)


def _desk(round_id: int, code: str, *, fresh: bool = False) -> Desk:
    """The work as it is now. Its form takes what was sent for it; what is stored otherwise, or when `fresh`."""
    session, panelist = db.session(), _mine(round_id)
    rules.being_judged(panelist.round.state, panelist.round.closes_at, clock.now())
    found = reads.work(session, who.actor(), panelist, code)
    criteria = queries.criteria(session, round_id)
    scales = [scale(each) for each in criteria]
    named = [(pick(c.names, current().code)[0], pick(c.hints, current().code)[0]) for c in criteria]
    stored = reads.marks(session, found.sheet_id)
    data = {f"mark_{n}": stored.get(scale.id) for n, scale in enumerate(scales, 1)}
    sent = {"formdata": None} if fresh or request.endpoint != "judging_judge.work" else {}
    form = forms.sheet_form(scales, named, data={**data, "note": found.note, "version": found.version}, **sent)
    return Desk(panelist, found, scales, form, forms.KnowForm(), forms.AbstainForm(), forms.FlagForm())


def _shown(desk: Desk, status: int = 200, conflict: str = "") -> ResponseReturnValue:
    session, actor = db.session(), who.actor()
    place = reads.place(session, actor, desk.panelist, desk.work.position)
    label = work_label(desk.panelist, desk.work.code)
    described = pick(desk.work.alt, current().code)[0]
    alt = f"{label}. {described}" if described else label
    pictures = reads.pictures(session, {desk.work.code: desk.work.picture_id}, {desk.work.code: alt})
    share, under = rules.shares(desk.scales)
    marks = desk.form.marks(desk.scales)
    total = rules.sheet_total(marks, desk.scales) if rules.complete(marks, desk.scales) else None
    return render_template(
        "judging/judge/work.html", round=desk.panelist.round, panelist=desk.panelist, work=desk.work, desk=desk, label=label, place=place,
        form=desk.form, criteria=[desk.form[f"mark_{n}"] for n in range(1, len(desk.scales) + 1)], picture=pictures.get(desk.work.code),
        progress=reads.my_progress(session, desk.panelist), away=desk.work.state in AWAY, conflict=conflict, under=under,
        medium=_(MEDIUMS[desk.work.medium]) if desk.work.medium in MEDIUMS else desk.work.medium,
        total=figure(total, 1) if total is not None else None, shares=[share[scale.id] for scale in desk.scales], SheetState=SheetState,
    ), status  # fmt: skip


def work_label(panelist: Panelist, code: str) -> str:
    """How a work is called: nothing but the round and the judge's own code."""
    label: str = _("Work %(code)s", code=f"R{panelist.round.position}-{code}")
    return label


def _not_so(round_id: int, desk: Desk) -> ResponseReturnValue:
    """The page again with what was typed; a script is told that these values will never be taken."""
    if _wants_json():
        said = " ".join(str(error) for field in desk.form for error in field.errors)
        return jsonify(error=said, status=422, refused=True), 422
    desk.panelist = _mine(round_id)  # a transaction lets go of the rows read before it
    return _shown(desk, 422)


def _both(round_id: int, code: str, said: str) -> ResponseReturnValue:
    """What is stored now, shown beside what was sent."""
    desk = _desk(round_id, code, fresh=True)
    if _wants_json():
        stored = {field.name: field.data for field in desk.form if field.name.startswith("mark_") or field.name == "note"}
        return jsonify(error=said, status=409, stored=stored, version=desk.work.version), 409
    return _shown(desk, 409, said)


@bp.post("/works/<code>/know")
def know(round_id: int, code: str) -> ResponseReturnValue:
    """The judge knows the work: it leaves the list."""
    desk = _desk(round_id, code)
    if not desk.know.validate_on_submit():
        return _shown(desk, 422)
    with transaction() as session:
        actions.recuse(session, who.actor(), desk.work.sheet_id, reason=Knows(desk.know.knows.data), now=clock.now())
    tell(_("Thank you. You do not judge this work; you can take that back in your overview."))
    return redirect(_next(round_id, _mine(round_id), desk.work.position), 303)


@bp.post("/works/<code>/abstain")
def abstain(round_id: int, code: str) -> ResponseReturnValue:
    """The judge cannot judge the work."""
    desk = _desk(round_id, code)
    if not desk.abstain.validate_on_submit():
        return _shown(desk, 422)
    with transaction() as session:
        actions.abstain(session, who.actor(), desk.work.sheet_id, reason=Abstains(desk.abstain.abstains.data), now=clock.now())
    tell(_("You abstain from this work; you can take that back in your overview."))
    return redirect(_next(round_id, _mine(round_id), desk.work.position), 303)


@bp.post("/works/<code>/flag")
def flag(round_id: int, code: str) -> ResponseReturnValue:
    """A word to the secretariat; judging goes on."""
    desk = _desk(round_id, code)
    if not desk.flag.validate_on_submit():
        return _shown(desk, 422)
    with transaction() as session:
        reason, note = FlagReason(desk.flag.flag.data), desk.flag.flag_note.data or ""
        actions.flag(session, who.actor(), desk.work.sheet_id, reason=reason, note=note, now=clock.now())
    tell(_("The secretariat will look at it. Please go on judging."))
    return redirect(url_for(".work", round_id=round_id, code=code), 303)


@bp.post("/works/<code>/take-back")
def take_back(round_id: int, code: str) -> ResponseReturnValue:
    """Judge a work after all."""
    sheet_id = _desk(round_id, code).work.sheet_id
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.take_back(session, who.actor(), sheet_id, now=clock.now())
    return redirect(url_for(".work", round_id=round_id, code=code), 303)


@bp.get("/sheet")
def sheet(round_id: int) -> ResponseReturnValue:
    """All own works, grouped by own total."""
    panelist, session, actor = _mine(round_id), db.session(), who.actor()
    show = request.args.get("show", "all")
    show = show if show in reads.FILTERS else "all"
    scales = queries.scales(session, round_id)
    progress = reads.my_progress(session, panelist)
    total = {"all": progress.total, "unmarked": progress.open, "aside": progress.set_aside}[show]
    fetch = partial(reads.lines, session, actor, panelist, scales, show)
    page = page_of(fetch, total, PER_PAGE)
    labels = {line.code: work_label(panelist, line.code) for line in page.items}
    _share, under = rules.shares(scales)
    return render_template(
        "judging/judge/sheet.html", panelist=panelist, round=panelist.round, progress=progress, page=page, show=show, labels=labels,
        pictures=reads.pictures(session, {line.code: line.picture_id for line in page.items}, labels),
        groups=[(name, list(lines)) for name, lines in groupby(page.items, lambda line: (_total(line, under), line.state))],
        marking=panelist.round.state is RoundState.OPEN,
    )  # fmt: skip


def _total(line: reads.SheetLine, under: int) -> str:
    """The own total a work stands under; empty for works without one, which stand under their state."""
    if line.state is SheetState.SCORED and line.score is not None:
        said: str = _("%(total)s of 100", total=figure(Fraction(100 * line.score, under), 1))
        return said
    return ""


@bp.route("/sign-off", methods=["GET", "POST"])
def sign_off(round_id: int) -> ResponseReturnValue:
    """What is done and what is not; the judge stands by it."""
    panelist, form = _mine(round_id), forms.ButtonForm()
    if form.validate_on_submit():
        with transaction() as session:
            actions.sign_off(session, who.actor(), panelist.id, now=clock.now())
        tell(_("You have signed off. Thank you for judging!"))
        return redirect(url_for(".sign_off", round_id=round_id), 303)
    progress = reads.my_progress(db.session(), panelist)
    return render_template("judging/judge/sign_off.html", panelist=panelist, round=panelist.round, progress=progress, form=form)


@bp.post("/sign-off/take-back")
def take_back_sign_off(round_id: int) -> ResponseReturnValue:
    """Go on marking."""
    panelist_id = _mine(round_id).id
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.take_back_sign_off(session, who.actor(), panelist_id, now=clock.now())
        tell(_("Your sign-off is taken back. You can change your marks again."))
    return redirect(url_for(".round", round_id=round_id), 303)
