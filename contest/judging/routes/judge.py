"""A judge's pages: the round, what comes first, signing off; and the addresses of all of them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.governments import queries as governments
from contest.governments.countries import COUNTRIES
from contest.judging import actions, forms, queries, rules, standard
from contest.judging.models import Criterion, Panelist
from contest.judging.queries import assignment as hands
from contest.judging.queries import examples
from contest.judging.queries import judge as reads
from contest.judging.queries import mine as own
from contest.judging.queries.panels import scale
from contest.judging.routes import acts, contact, desk, orders, sheets
from contest.judging.routes.called import in_words, total
from contest.judging.routes.own import mine, work_label
from contest.judging.rules import pace
from contest.web import who
from contest.web.filters import plain_text
from contest.web.forms import pin_to
from contest.web.i18n import current
from contest.web.navigation import tell

bp = Blueprint("judging_judge", __name__, url_prefix="/judge/rounds/<int:round_id>")


@bp.get("/")
def round(round_id: int) -> ResponseReturnValue:  # noqa: A001 - the page's name
    """How far the judge is, until when, at which pace; the way to the desk."""
    panelist, session = mine(round_id, begun=False), db.session()
    progress, criteria = reads.my_progress(session, panelist), queries.criteria(session, round_id)
    begun = panelist.accepted_at is not None
    speed = own.speed(session, panelist) if begun and progress.open else None
    few = begun and 0 < progress.scored <= own.MOST
    return render_template(
        "judging/judge/round.html", panelist=panelist, round=panelist.round, progress=progress, now=clock.now(), speed=speed,
        hours=pace.hours_left(progress.open, speed), bars=_spread(panelist, criteria) if few else [],
        later=own.came_later(session, panelist) if begun and progress.open else 0,
        zone=reads.own_zone(session, who.actor()), criteria=[(c, scale(c)) for c in criteria], value_text=rules.value_text,
    )  # fmt: skip


def _spread(panelist: Panelist, criteria: Sequence[Criterion]) -> list[own.Bar]:
    """How the own marks spread, in their words where they have some."""
    return in_words(own.histogram(db.session(), panelist, [scale(each) for each in criteria]), criteria)


@bp.route("/briefing", methods=["GET", "POST"])
def briefing(round_id: int) -> ResponseReturnValue:
    """What to mark and how, the promise, and whom the judge may not judge: before anything is seen, and at any time again."""
    panelist, form = mine(round_id, begun=False), forms.BriefingForm()
    promised = panelist.accepted_at is not None
    if form.validate_on_submit() and form.accept(promised=promised):
        with pin_to(form), transaction() as session:
            actions.begin(session, who.actor(), panelist.id, conflicts=form.declared(), now=clock.now())
        if not form.errors:
            if promised:
                tell(_("Noted. Works this concerns are no longer shown to you."))
                return redirect(url_for(".briefing", round_id=round_id), 303)
            return redirect(url_for(".onward", round_id=round_id), 303)
    return _briefing(round_id, form), 422 if form.errors else 200


def _briefing(round_id: int, form: forms.BriefingForm) -> str:
    panelist, session, actor = mine(round_id, begun=False), db.session(), who.actor()
    said = hands.conflicts(session, panelist.round.edition_id, [panelist.account_id])
    everyone = governments.everyone(session)
    named = {g.id: g.names for g in everyone}
    grouped: dict[str, list[tuple[int, str]]] = {}
    for government in sorted(everyone, key=lambda g: plain_text(g.names)):
        grouped.setdefault(government.country, []).append((government.id, plain_text(government.names)))
    return render_template(
        "judging/judge/briefing.html", panelist=panelist, round=panelist.round, form=form, conflicts=said, named=named,
        groups=[(COUNTRIES[country][current().code], members) for country, members in sorted(grouped.items())],
        own_names=", ".join(plain_text(named[identity]) for identity in sorted(actor.governments) if identity in named),
        value_text=rules.value_text, examples=examples.for_judges(session, panelist.round, _example),
        criteria=[(c, scale(c)) for c in queries.criteria(session, round_id)], pledge=panelist.round.pledges or standard.PLEDGE,
    )  # fmt: skip


def _example(number: int) -> str:
    said: str = _("Example %(number)s", number=number)
    return said


@bp.route("/sign-off", methods=["GET", "POST"])
def sign_off(round_id: int) -> ResponseReturnValue:
    """What is done and what is not, how the marks spread, the first works again; the judge stands by it."""
    panelist, form = mine(round_id), forms.SignOffForm()
    if form.validate_on_submit():
        with transaction() as session:
            if form.looked.data:
                actions.looked_again(session, who.actor(), panelist.id, now=clock.now())
            actions.sign_off(session, who.actor(), panelist.id, now=clock.now())
        tell(_("You have signed off. Thank you for judging!"))
        return redirect(url_for(".sign_off", round_id=round_id), 303)
    session, actor = db.session(), who.actor()
    progress, criteria = reads.my_progress(session, panelist), queries.criteria(session, round_id)
    scales, done = [scale(each) for each in criteria], not progress.open and panelist.signed_off_at is None
    look = own.second_look(session, actor, panelist, scales, progress.scored) if done else own.SecondLook((), {})
    labels = {code: work_label(panelist, code) for code in look.pictures}
    return render_template(
        "judging/judge/sign_off.html", panelist=panelist, round=panelist.round, progress=progress, form=form, labels=labels,
        first=[(each, total(each.points, criteria, scales)) for each in look.works],
        pictures=reads.pictures(session, look.pictures, labels), bars=_spread(panelist, criteria) if progress.scored else [],
    )  # fmt: skip


@bp.post("/sign-off/take-back")
def take_back_sign_off(round_id: int) -> ResponseReturnValue:
    """Go on marking."""
    panelist_id = mine(round_id).id
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.take_back_sign_off(session, who.actor(), panelist_id, now=clock.now())
        tell(_("Your sign-off is taken back. You can change your marks again."))
    return redirect(url_for(".round", round_id=round_id), 303)


for _path, _view, _methods in (
    ("/next", desk.onward, ["GET"]),
    ("/works.json", acts.works, ["GET"]),
    ("/acts", acts.take, ["POST"]),
    ("/works/<code>", desk.work, ["GET", "POST"]),
    ("/works/<code>/know", desk.know, ["POST"]),
    ("/works/<code>/abstain", desk.abstain, ["POST"]),
    ("/works/<code>/flag", desk.flag, ["POST"]),
    ("/works/<code>/take-back", desk.take_back, ["POST"]),
    ("/sheet", contact.sheet, ["GET", "POST"]),
    ("/compare", sheets.compare, ["GET"]),
    ("/history", sheets.history, ["GET"]),
    ("/settings", sheets.set_up, ["GET", "POST"]),
    ("/rank", orders.rank, ["GET", "POST"]),
    ("/pairs", orders.pairs, ["GET", "POST"]),
):
    bp.add_url_rule(_path, view_func=_view, methods=_methods)
