"""The secretariat's pages of a round: set it up, watch it, close it, read what it says."""

from __future__ import annotations

import csv
from io import StringIO

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock, keys
from contest.core.errors import Conflict, Missing
from contest.core.text import N_, safe_cell
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.governments import queries as governments
from contest.judging import actions, forms, queries, rules, standard
from contest.judging.actions.rounds import blockers
from contest.judging.models import Criterion, Round
from contest.judging.queries import panels
from contest.judging.queries import staff as reads
from contest.judging.routes.shown import figure
from contest.judging.states import LABELS, Abstains, FlagReason, Knows, RoundState
from contest.policy import May, require
from contest.web import who
from contest.web.filters import plain_text
from contest.web.forms import options, pin_to
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("judging_staff", __name__, url_prefix="/staff")
PER_PAGE = 100


def _round(round_id: int, may: May = May.ROUND_MANAGE) -> Round:
    require(who.actor(), may)
    return queries.by_id(db.session(), round_id)


def _held(session: Session, round_id: int) -> Round:
    return locked(session, Round, round_id)


def _to(round_id: int) -> ResponseReturnValue:
    return redirect(url_for(".round", round_id=round_id), 303)


@bp.get("/rounds/")
def rounds() -> ResponseReturnValue:
    """The rounds of an edition."""
    require(who.actor(), May.ROUND_MANAGE)
    session = db.session()
    listed = editions.everyone(session, drafts=True)
    number = request.args.get("edition", type=int)
    chosen = editions.by_number(session, number, drafts=True) if number else editions.current(session) or (listed[0] if listed else None)
    return render_template(
        "judging/staff/rounds.html", editions=listed, edition=chosen, rounds=reads.overview(session, chosen.id) if chosen else []
    )


@bp.route("/rounds/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """One more round for an edition, filled in so far that it can be saved at once."""
    require(who.actor(), May.ROUND_MANAGE)
    edition = editions.by_number(db.session(), request.args.get("edition", 0, type=int), drafts=True)
    number, zone = len(queries.rounds(db.session(), edition.id)) + 1, edition.zone
    form = forms.RoundForm(data={"titles": standard.titles(number), "briefings": standard.BRIEFING, "seats_all_judges": True})
    form.closes_at.zone = zone
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            held = session.get_one(Edition, edition.id)
            made = actions.create_round(session, who.actor(), held, form.command(), now=clock.now())
            session.flush()
            made_id = made.id
        if not form.errors:
            tell(_("The round is made. Look at its criteria and its judges, then open it."))
            return _to(made_id)
    return render_template("judging/staff/edit.html", form=form, edition=edition, round=None, zone=zone), 422 if form.errors else 200


@bp.get("/rounds/<int:round_id>/")
def round(round_id: int) -> ResponseReturnValue:  # noqa: A001 - the page's name
    """Where a round stands: judges, works, progress. No score while judges mark."""
    found, session = _round(round_id), db.session()
    return render_template(
        "judging/staff/round.html", round=found, judges=reads.judge_lines(session, found), works=panels.works(session, found.edition_id),
        criteria=[(c, panels.scale(c)) for c in queries.criteria(session, round_id)], value_text=rules.value_text, form=forms.ButtonForm(),
        remarks=reads.remark_count(session, found, notes=found.state is RoundState.CLOSED),
    )  # fmt: skip


@bp.route("/rounds/<int:round_id>/edit", methods=["GET", "POST"])
def edit(round_id: int) -> ResponseReturnValue:
    """Name, briefing, deadline."""
    found = _round(round_id)
    kept = {"titles": found.titles, "briefings": found.briefings, "version": found.version}
    form = forms.RoundForm(data={**kept, "practice": not found.counts, "seats_all_judges": found.seats_all_judges})
    form.closes_at.zone = found.edition.zone
    if request.method == "GET":
        form.closes_at.process_data(found.closes_at)
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            held, version = _held(session, round_id), form.version.data or 0
            actions.change_round(session, who.actor(), held, form.command(), version=version, now=clock.now())
        if not form.errors:
            tell(_("Saved."))
            return _to(round_id)
    found = _round(round_id)
    shown = {"round": found, "edition": found.edition, "zone": found.edition.zone}
    return render_template("judging/staff/edit.html", form=form, **shown), 422 if form.errors else 200


# ── criteria ──


@bp.get("/rounds/<int:round_id>/criteria")
def criteria(round_id: int) -> ResponseReturnValue:
    """What is marked, and how it weighs."""
    found = _round(round_id)
    listed = [(c, panels.scale(c)) for c in queries.criteria(db.session(), round_id)]
    return render_template(
        "judging/staff/criteria.html", round=found, criteria=listed, value_text=rules.value_text, form=forms.ButtonForm(),
        weights=sum(c.weight for c, _scale in listed), draft=found.state is RoundState.DRAFT,
    )  # fmt: skip


@bp.route("/rounds/<int:round_id>/criteria/new", methods=["GET", "POST"])
def add_criterion(round_id: int) -> ResponseReturnValue:
    """One more criterion."""
    found = _round(round_id)
    form = forms.CriterionForm(data={"position": min(6, len(queries.criteria(db.session(), round_id)) + 1)})
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            actions.add_criterion(session, who.actor(), _held(session, round_id), form.command(), now=clock.now())
        if not form.errors:
            tell(_("Saved."))
            return redirect(url_for(".criteria", round_id=round_id), 303)
        found = _round(round_id)
    return render_template("judging/staff/criterion.html", form=form, round=found, criterion=None), 422 if form.errors else 200


def _criterion(session: Session, round_id: int, criterion_id: int) -> Criterion:
    for each in queries.criteria(session, round_id):
        if each.id == criterion_id:
            return each
    raise Missing(N_("There is no such criterion."))


@bp.route("/rounds/<int:round_id>/criteria/<int:criterion_id>", methods=["GET", "POST"])
def criterion(round_id: int, criterion_id: int) -> ResponseReturnValue:
    """One criterion: words, scale, weight, place."""
    found = _round(round_id)
    chosen = _criterion(db.session(), round_id, criterion_id)
    form = forms.CriterionForm(data=forms.spelled(chosen))
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            held, now = _held(session, round_id), clock.now()
            actions.change_criterion(session, who.actor(), _criterion(session, round_id, criterion_id), held, form.command(), now=now)
        if not form.errors:
            tell(_("Saved."))
            return redirect(url_for(".criteria", round_id=round_id), 303)
        found = _round(round_id)
    return render_template("judging/staff/criterion.html", form=form, round=found, criterion=criterion_id), 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/criteria/<int:criterion_id>/remove")
def remove_criterion(round_id: int, criterion_id: int) -> ResponseReturnValue:
    """Take a criterion out."""
    _round(round_id)
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.remove_criterion(session, who.actor(), _held(session, round_id), criterion_id, now=clock.now())
        tell(_("The criterion is removed."))
    return redirect(url_for(".criteria", round_id=round_id), 303)


# ── judges ──


@bp.get("/rounds/<int:round_id>/judges")
def judges(round_id: int) -> ResponseReturnValue:
    """Who judges, who could, and how to invite somebody."""
    return _judges(_round(round_id), _invite_form())


def _invite_form() -> forms.InviteForm:
    form = forms.InviteForm(draft=keys.token())
    listed = governments.everyone(db.session())
    form.government.choices = options([("", _("None")), *((str(g.id), plain_text(g.names)) for g in listed)])
    return form


def _judges(found: Round, form: forms.InviteForm, link: str = "", status: int = 200) -> ResponseReturnValue:
    session = db.session()
    seated = reads.judge_lines(session, found)
    taken = {line.panelist.account_id for line in seated}
    others = [account for account in panels.judges_of(session, found.edition_id) if account.id not in taken]
    return render_template(
        "judging/staff/judges.html", round=found, judges=seated, others=others, form=form, link_made=link,
        closed=found.state is RoundState.CLOSED,
    ), status  # fmt: skip


@bp.post("/rounds/<int:round_id>/judges")
def invite(round_id: int) -> ResponseReturnValue:
    """Invite a judge: a letter is written, and the link can be copied."""
    found, form = _round(round_id), _invite_form()
    link = ""
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            _invitation, link = actions.invite_judge(
                session, who.actor(), _held(session, round_id), address=form.address.data, name=form.name.data, language=form.language.data,
                government_id=form.government_id(), draft=form.draft.data or "", now=clock.now(),
            )  # fmt: skip
        found = _round(round_id)
    return _judges(found, form, link, 422 if form.errors else 200)


@bp.post("/rounds/<int:round_id>/judges/seat")
def seat(round_id: int) -> ResponseReturnValue:
    """Give a judge a place."""
    _round(round_id)
    form = forms.SeatForm()
    if form.validate_on_submit():
        with transaction() as session:
            held = _held(session, round_id)
            actions.seat(session, who.actor(), held, panels.account(session, form.account.data), now=clock.now())
        tell(_("The judge has a place in the round."))
    return redirect(url_for(".judges", round_id=round_id), 303)


@bp.route("/rounds/<int:round_id>/judges/<int:panelist_id>/drop", methods=["GET", "POST"])
def drop(round_id: int, panelist_id: int) -> ResponseReturnValue:
    """Take a judge off the panel, after a look at what that means."""
    found, form = _round(round_id), forms.ButtonForm()
    line = next((each for each in reads.judge_lines(db.session(), found) if each.panelist.id == panelist_id), None)
    if line is None:
        raise Missing(N_("There is no such judge in this round."))
    if form.validate_on_submit():
        with transaction() as session:
            actions.drop_panelist(session, who.actor(), panelist_id, now=clock.now())
        tell(_("The judge is off the panel. Their marks are kept and not counted."))
        return redirect(url_for(".judges", round_id=round_id), 303)
    return render_template("judging/staff/drop.html", round=found, judge=line, form=form)


# ── the life of a round ──


@bp.route("/rounds/<int:round_id>/open", methods=["GET", "POST"])
def open_(round_id: int) -> ResponseReturnValue:
    """What will be judged by whom, what keeps it from opening, and the button."""
    found, form = _round(round_id), forms.ButtonForm()
    if form.validate_on_submit():
        with transaction() as session:
            actions.open_round(session, who.actor(), _held(session, round_id), now=clock.now())
        tell(_("The round is open. Judges find it on their first page."))
        return _to(round_id)
    reading, edition_id = db.session(), found.edition_id
    joining = panels.not_seated(reading, round_id, edition_id) if found.seats_all_judges else []
    judges = [panelist.account for panelist in panels.sitting(reading, round_id)] + list(joining)
    accounts = [judge.id for judge in judges]
    return render_template(
        "judging/staff/open.html", round=found, form=form, judges=judges, joining=len(joining), works=panels.works(reading, edition_id),
        kept_back=reads.shield_cost(reading, edition_id, accounts), alone=reads.without_judge(reading, edition_id, accounts),
        blockers=blockers(reading, found, clock.now()), criteria=queries.criteria(reading, round_id), draft=found.state is RoundState.DRAFT,
    )  # fmt: skip


@bp.post("/rounds/<int:round_id>/pause")
def pause(round_id: int) -> ResponseReturnValue:
    """Nobody marks until it goes on."""
    _round(round_id)
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.pause(session, who.actor(), _held(session, round_id), now=clock.now())
        tell(_("The round is paused. Everything marked is kept."))
    return _to(round_id)


@bp.post("/rounds/<int:round_id>/resume")
def resume(round_id: int) -> ResponseReturnValue:
    """Judging goes on."""
    _round(round_id)
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.resume(session, who.actor(), _held(session, round_id), now=clock.now())
        tell(_("Judging goes on."))
    return _to(round_id)


@bp.route("/rounds/<int:round_id>/close", methods=["GET", "POST"])
def close(round_id: int) -> ResponseReturnValue:
    """Which votes are missing, whether that is meant, and the button."""
    found, form = _round(round_id), forms.CloseForm()
    lines = reads.judge_lines(db.session(), found)
    missing = sum(line.progress.open for line in lines)
    if form.validate_on_submit():
        if missing and not form.sure.data:
            form.sure.errors = [_("Votes are missing. Tick this box if you mean to close the round all the same")]
        else:
            with transaction() as session:
                actions.close(session, who.actor(), _held(session, round_id), missing_seen=form.missing.data, now=clock.now())
            tell(_("The round is closed. Its results can be read now."))
            return _to(round_id)
    form.missing.process_data(missing)
    unmarked = len(queries.unmarked(db.session(), round_id))
    closed = found.state is RoundState.CLOSED
    shown = {"round": found, "form": form, "judges": lines, "missing": missing, "unmarked": unmarked, "closed": closed}
    return render_template("judging/staff/close.html", **shown), 422 if form.errors else 200


# ── what judges said ──


@bp.get("/rounds/<int:round_id>/remarks")
def remarks(round_id: int) -> ResponseReturnValue:
    """Flags, known works, and notes once the round is closed."""
    found = _round(round_id)
    closed = found.state is RoundState.CLOSED
    said = reads.remarks(db.session(), found, notes=closed)
    return render_template(
        "judging/staff/remarks.html", round=found, remarks=said, closed=closed, zone=found.edition.zone, flag_words=_said(FlagReason),
        away_words={**_said(Knows), **_said(Abstains)},
    )  # fmt: skip


def _said(kind: type[FlagReason | Knows | Abstains]) -> dict[str, str]:
    return {reason.value: _(words) for reason, words in LABELS[kind].items()}


def _closed(round_id: int) -> Round:
    found = _round(round_id, May.STANDINGS_SEE)
    if found.state is not RoundState.CLOSED:
        raise Conflict(N_("Scores can be read when the round is closed."))
    return found


@bp.get("/results/<int:round_id>")
def results(round_id: int) -> ResponseReturnValue:
    """The standings of a closed round."""
    found, session = _closed(round_id), db.session()
    outcome = reads.results(session, found)
    page = page_of(lambda offset, limit: outcome.standings[offset : offset + limit], len(outcome.standings), PER_PAGE)
    works = reads.work_lines(session, [standing.entry_id for standing in page.items])
    letters = {judge: rules.letters(place) for place, judge in enumerate(outcome.judges)}
    return render_template(
        "judging/staff/results.html", round=found, outcome=outcome, page=page, works=works, letters=letters, figure=figure,
        names=reads.judge_names(session, round_id), pictures=reads.thumbnails(session, works), unmarked=len(outcome.unmarked),
    )  # fmt: skip


@bp.get("/results/<int:round_id>.csv")
def results_csv(round_id: int) -> ResponseReturnValue:
    """The same as a table for spreadsheets: figures as decimals, the mean as an exact fraction too."""
    found, session = _closed(round_id), db.session()
    outcome = reads.results(session, found)
    works = reads.work_lines(session, [standing.entry_id for standing in outcome.standings])
    into = StringIO()
    sheet = csv.writer(into)
    sheet.writerow(
        [_("Rank"), _("Receipt number"), _("Late"), _("Title"), _("Mean"), _("Exact"), _("Sheets"), _("Spread")]
        + [_("Judge %(letter)s", letter=rules.letters(place)) for place in range(len(outcome.judges))]
    )
    for standing in outcome.standings:
        line = works[standing.entry_id]
        totals = [outcome.totals.get((standing.entry_id, judge)) for judge in outcome.judges]
        mean = [rules.decimal(standing.total), str(standing.total), standing.sheets, rules.decimal(standing.spread)]
        named = [standing.rank, safe_cell(line.receipt), _("Late") if line.late else "", safe_cell(line.title), *mean]
        counted = ["" if total is None else rules.decimal(total) for total in totals]
        sheet.writerow(named + counted)
    answer = Response("\ufeff" + into.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=results-{found.edition.number}-round-{found.position}.csv"
    return answer
