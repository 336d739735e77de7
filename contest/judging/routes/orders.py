"""An order of few works, and two works at a time.

Views of the blueprint in `routes/judge.py`, which gives each its address.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.rules import MEDIUMS
from contest.judging import forms
from contest.judging.actions import orders as actions
from contest.judging.actions.own import NO_ROUND
from contest.judging.models import Panelist
from contest.judging.queries import judge as judging
from contest.judging.queries import views as reads
from contest.judging.routes.own import mine, wants_json, work_label
from contest.judging.routes.sheets import alts, ground, marking
from contest.judging.rules.pairs import following, plan
from contest.judging.states import AWAY, RoundKind, SheetState
from contest.web import who
from contest.web.errors import words
from contest.web.forms import whole
from contest.web.navigation import tell


def _place_in(round_id: int, kind: RoundKind) -> Panelist:
    """The judge's place in a round of this kind. In another there is no such page."""
    panelist = mine(round_id)
    if panelist.round.kind is not kind:
        raise Missing(NO_ROUND)
    return panelist


# ── an order ──


def rank(round_id: int) -> ResponseReturnValue:
    """The order so far, the works that have no place yet, and buttons to move them."""
    if request.method == "GET" or not forms.ButtonForm().validate_on_submit():
        return _rank(round_id)
    _place_in(round_id, RoundKind.RANKING)
    code, form = request.form.get("code", "")[:16], request.form
    try:
        with transaction() as session:
            actions.place(
                session, who.actor(), round_id, code=code, to=_target(form.get("act", "to"), form.get("place"), form.get("to")),
                expected_version=whole(form.get("version")) or 0, now=clock.now(),
            )  # fmt: skip
    except Invalid as refusal:
        return _rank_again(round_id, 422, words(refusal), code)
    except Conflict as refusal:
        if "version" not in refusal.values:
            raise
        return _rank_again(round_id, 409, words(refusal), code)
    if wants_json():
        return jsonify(**_order(round_id))
    return redirect(url_for(".rank", round_id=round_id, _anchor=f"w-{code}"), 303)


def _target(act: str, place: str | None, typed: str | None) -> int | None:
    """The place a button asks for."""
    if act == "out":
        return None
    now, to = whole(place), whole(typed)
    found = {"up": now and now - 1, "down": now and now + 1}.get(act, to)
    if found is None:
        raise Invalid(N_("Write a whole number in figures."), "to")
    return found


def _order(round_id: int) -> dict[str, object]:
    """The order as a script needs it."""
    panelist, session = mine(round_id), db.session()
    ranked, pool, _away = _parted(reads.all_works(session, who.actor(), panelist))
    return {
        "version": reads.order_version(session, panelist.id), "ranked": [work.code for work in ranked],
        "pool": [work.code for work in pool],
    }  # fmt: skip


def _parted(works: Sequence[reads.Chosen]) -> tuple[list[reads.Chosen], list[reads.Chosen], list[reads.Chosen]]:
    """Works with a place, best first; works without one; works the judge does not judge."""
    placed = sorted((w for w in works if w.place is not None and w.state is SheetState.SCORED), key=lambda w: w.place or 0)
    away = [w for w in works if w.state in AWAY]
    return placed, [w for w in works if w not in placed and w not in away], away


def _rank_again(round_id: int, status: int, said: str, code: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error=said, status=status, **_order(round_id)), status
    return _rank(round_id, status, said, code)


def _rank(round_id: int, status: int = 200, refused: str = "", code: str = "") -> ResponseReturnValue:
    panelist, session, actor = _place_in(round_id, RoundKind.RANKING), db.session(), who.actor()
    works = reads.all_works(session, actor, panelist)
    ranked, pool, away = _parted(works)
    labels = {work.code: work_label(panelist, work.code) for work in works}
    return render_template(
        "judging/judge/rank.html", panelist=panelist, round=panelist.round, ranked=ranked, pool=pool, away=away, labels=labels,
        mediums=MEDIUMS, marking=marking(panelist),
        pictures=judging.pictures(session, {work.code: work.picture_id for work in works}, alts(works, labels)),
        version=reads.order_version(session, panelist.id), refused=refused, wrong=code, form=forms.ButtonForm(), ground=ground(panelist),
    ), status  # fmt: skip


# ── pairs ──


def pairs(round_id: int) -> ResponseReturnValue:
    """Two works; which is the better one?"""
    if request.method == "GET" or not forms.ButtonForm().validate_on_submit():
        return _pairs(round_id)
    _place_in(round_id, RoundKind.PAIRWISE)
    act = request.form.get("act", "")
    try:
        with transaction() as session:
            if act == "undo":
                actions.undo_duel(session, who.actor(), round_id, position=whole(request.form.get("last")) or 0, now=clock.now())
            elif act == "finish":
                actions.finish_pairs(session, who.actor(), round_id, now=clock.now())
            else:
                pair = (request.form.get("left", "")[:16], request.form.get("right", "")[:16])
                actions.decide(session, who.actor(), round_id, pair=pair, answer=act, now=clock.now())
    except Invalid as refusal:
        return _pairs(round_id, 422, words(refusal))
    if act == "undo":
        tell(_("The last answer is taken back. Here is the pair again."))
    here = url_for(".pairs", round_id=round_id, again=request.form.get("last") if act == "undo" else None)
    return redirect(here, 303)


def _pairs(round_id: int, status: int = 200, refused: str = "") -> ResponseReturnValue:
    panelist, session, actor = _place_in(round_id, RoundKind.PAIRWISE), db.session(), who.actor()
    works = {work.sheet_id: work for work in reads.all_works(session, actor, panelist)}
    held = reads.duels(session, panelist.id)
    planned = plan([work.sheet_id for work in works.values() if work.state not in AWAY])
    decided = actions.decided(held)
    last = actions.last_of(held, works)
    again = next(((d.left_id, d.right_id) for d in held if d.decided_at is None and d.position == whole(request.args.get("again"))), None)
    seed = f"{panelist.round.seed}|{panelist.id}"
    pair = again if again and (min(again), max(again)) in planned else following(planned, decided, seed)
    shown = [works[each] for each in pair] if pair else []
    open_ = any(work.state in {SheetState.WAITING, SheetState.SET_ASIDE} for work in works.values())
    labels = {work.code: work_label(panelist, work.code) for work in works.values()}
    known = {frozenset(each) for each in decided}
    named = alts(shown, {work.code: labels[work.code] for work in shown})
    return render_template(
        "judging/judge/pairs.html", panelist=panelist, round=panelist.round, pair=shown, labels=labels, total=len(planned), mediums=MEDIUMS,
        works=len(works), done=sum(frozenset(each) in known for each in planned), last=last, open=open_, marking=marking(panelist),
        pictures=judging.pictures(session, {work.code: work.picture_id for work in shown}, named),
        refused=refused, form=forms.ButtonForm(), ground=ground(panelist),
    ), status  # fmt: skip
