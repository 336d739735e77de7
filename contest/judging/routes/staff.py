"""The secretariat's pages of a round: set it up, watch it, close it, read what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.judging import actions, forms, queries, rules, standard
from contest.judging.actions.opening import apart, blockers, hindrances
from contest.judging.models import Round
from contest.judging.queries import assignment as hands
from contest.judging.queries import panels
from contest.judging.queries import staff as reads
from contest.judging.queries.results import receipts
from contest.judging.routes import assignment, criteria, examples, history, judges, results, rule, scrutiny, works
from contest.judging.routes.found import away_words, found_round, held, pressed, tell_of_rule, to
from contest.judging.routes.shown import figure
from contest.judging.rules.links import WEAK_LINKAGE
from contest.judging.states import LABELS, FlagReason, RoundKind, RoundState
from contest.policy import May, require
from contest.web import who
from contest.web.filters import plain_text
from contest.web.forms import pin_to
from contest.web.navigation import tell

bp = Blueprint("judging_staff", __name__, url_prefix="/staff")


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
    """One more round for an edition, filled in so far that it can be saved at once; the first step of its preparation."""
    require(who.actor(), May.ROUND_MANAGE)
    edition = editions.by_number(db.session(), request.args.get("edition", 0, type=int), drafts=True)
    before = queries.rounds(db.session(), edition.id)
    form = forms.RoundForm(data=_filled_in(before, request.args.get("copy", type=int)))
    form.opens_at.zone = form.closes_at.zone = edition.zone
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            made = actions.create_round(
                session, who.actor(), locked(session, Edition, edition.id), form.command(), three=form.three,
                draft=form.draft.data or "", now=clock.now(),
            )  # fmt: skip
            made_id = made.id
        if not form.errors:
            tell(_("The round is made. Now choose its works, criteria and judges; it opens when you say so."))
            return to("works", made_id)
        edition = editions.by_number(db.session(), edition.number, drafts=True)
        before = queries.rounds(db.session(), edition.id)
    return render_template(
        "judging/staff/edit.html", form=form, edition=edition, round=None, zone=edition.zone, last=before[-1] if before else None,
        pledge=plain_text(standard.PLEDGE),
    ), 422 if form.errors else 200  # fmt: skip


def _filled_in(before: Sequence[Round], copy: int | None) -> dict[str, Any]:
    """A new round's form: as the round it is copied from, or as usual."""
    usual = {"titles": standard.titles(len(before) + 1), "briefings": standard.BRIEFING, "seats_all_judges": True}
    like = next((each for each in before if each.id == copy), None)
    if like is None:
        return usual
    copied = {key: value for key, value in forms.stored(like).items() if key not in {"titles", "version"}}
    return usual | copied | {"kind": _kind(like)}


def _kind(round_: Round) -> str:
    """The kind as the form calls it: a quick look by three words is a choice of its own."""
    criteria_ = queries.criteria(db.session(), round_.id) if round_.kind is RoundKind.QUICK else []
    return forms.THREE if len(criteria_) == 1 and criteria_[0].steps + 1 == len(standard.KEEPS) else round_.kind.value


@bp.get("/rounds/<int:round_id>/")
def round(round_id: int) -> ResponseReturnValue:  # noqa: A001 - the page's name
    """Where a round stands: judges, works, progress, pace. No score while judges mark."""
    found, session = found_round(round_id), db.session()
    lines, now = reads.judge_lines(session, found), clock.now()
    waiting = found.state is RoundState.DRAFT and found.opens_at is not None and found.opens_at <= now
    return render_template(
        "judging/staff/round.html", round=found, judges=lines, works=panels.works(session, found), now=now, form=forms.ButtonForm(),
        criteria=[(c, panels.scale(c)) for c in queries.criteria(session, round_id)], value_text=rules.value_text,
        remarks=reads.remark_count(session, found, notes=found.state is RoundState.CLOSED), source=_source(found),
        invited=reads.invited(session, found.edition_id, now), progress=reads.together([line.progress for line in lines]),
        owing=sum(line.owes for line in lines), later=queries.chosen_by(session, found) if found.state is RoundState.CLOSED else [],
        blockers=hindrances(session, found, now) if waiting else [],
    )  # fmt: skip


def _source(round_: Round) -> Round | None:
    return queries.by_id(db.session(), round_.source_round_id) if round_.source_round_id else None


@bp.route("/rounds/<int:round_id>/edit", methods=["GET", "POST"])
def edit(round_id: int) -> ResponseReturnValue:
    """Kind, name, briefing, promise, times."""
    found = found_round(round_id)
    kind, draft, ruled = _kind(found), found.state is RoundState.DRAFT, found.rule_id
    form = forms.RoundForm(data=forms.stored(found) | {"kind": kind})
    form.opens_at.zone = form.closes_at.zone = found.edition.zone
    if request.method == "GET":
        form.opens_at.process_data(found.opens_at)
        form.closes_at.process_data(found.closes_at)
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            round_, now = held(session, round_id), clock.now()
            actions.change_round(session, who.actor(), round_, form.command(), version=form.version.data or 0, now=now)
            if draft and form.kind.data != kind and form.command().kind is RoundKind.QUICK:
                actions.usual_criteria(session, who.actor(), round_, three=form.three, now=now)
        if not form.errors:
            tell(_("Saved."))
            tell_of_rule(ruled, round_id)
            return to("works" if draft else "round", round_id)
    found = found_round(round_id)
    return render_template(
        "judging/staff/edit.html", form=form, round=found, edition=found.edition, zone=found.edition.zone, last=None,
        pledge=plain_text(standard.PLEDGE),
    ), 422 if form.errors else 200  # fmt: skip


# ── the life of a round ──


@bp.route("/rounds/<int:round_id>/open", methods=["GET", "POST"])
def open_(round_id: int) -> ResponseReturnValue:
    """What will be judged by whom, what keeps it from opening, and the button."""
    found, form = found_round(round_id), forms.OpenForm()
    reading, now = db.session(), clock.now()
    table, seated = hands.table(reading, found), hands.coming(reading, found)
    many = found.state is RoundState.DRAFT and hands.unsaid(reading, found, len(table.works), len(seated))
    if form.validate_on_submit() and form.meant(many=many):
        with transaction() as session:
            round_ = held(session, round_id)
            if many:
                actions.choose_deal(session, who.actor(), round_, per_work=None, seed=round_.deal_seed, now=now)
            actions.open_round(session, who.actor(), round_, weak=bool(form.weak.data), now=now)
        tell(_("The round is open. Judges find it on their first page."))
        return to("round", round_id)
    joining = panels.not_seated(reading, round_id, found.edition_id) if found.seats_all_judges else []
    stands = blockers(reading, found, now) if found.state is RoundState.DRAFT else []
    dealt = table.preview(found.per_work, found.deal_seed) if found.per_work is not None and seated else None
    alone = reads.stands_alone(table.works, [judge.id for judge in seated], table.shut)
    return render_template(
        "judging/staff/open.html", round=found, form=form, judges=seated, joining=len(joining), works=len(table.works),
        kept_back=Counter(account for account, _entry in table.shut), source=_source(found), figure=figure,
        alone=len(alone), alone_receipts=receipts(reading, alone[: assignment.MOST_WORKS]), draft=found.state is RoundState.DRAFT,
        dealt=dealt, blockers=stands, apart=dealt is not None and not stands and apart(dealt.linkage), many=many,
        weak=dealt is not None and dealt.linkage is not None and dealt.linkage < WEAK_LINKAGE,
        lacks=assignment.lacks(reading, dealt, seated) if dealt else None, criteria=queries.criteria(reading, round_id),
    ), 422 if form.errors else 200  # fmt: skip


@bp.post("/rounds/<int:round_id>/pause")
def pause(round_id: int) -> ResponseReturnValue:
    """Nobody marks until it goes on."""
    said = _("The round is paused. Everything marked is kept.")
    return pressed(lambda session: actions.pause(session, who.actor(), held(session, round_id), now=clock.now()), said, "round", round_id)


@bp.post("/rounds/<int:round_id>/resume")
def resume(round_id: int) -> ResponseReturnValue:
    """Judging goes on."""
    said = _("Judging goes on.")
    return pressed(lambda session: actions.resume(session, who.actor(), held(session, round_id), now=clock.now()), said, "round", round_id)


@bp.route("/rounds/<int:round_id>/close", methods=["GET", "POST"])
def close(round_id: int) -> ResponseReturnValue:
    """Which votes are missing, whether that is meant, and the button."""
    found, form = found_round(round_id), forms.CloseForm()
    lines = reads.judge_lines(db.session(), found)
    missing = sum(line.progress.open for line in lines)
    if form.validate_on_submit():
        if missing and not form.sure.data:
            form.sure.errors = [_("Votes are missing. Tick this box if you mean to close the round all the same")]
        else:
            with transaction() as session:
                actions.close(session, who.actor(), held(session, round_id), missing_seen=form.missing.data, now=clock.now())
            tell(_("The round is closed. Its results can be read now."))
            return to("round", round_id)
    form.missing.process_data(missing)
    unmarked = len(queries.unmarked(db.session(), round_id))
    return render_template(
        "judging/staff/close.html", round=found, form=form, judges=lines, missing=missing, unmarked=unmarked,
        closed=found.state is RoundState.CLOSED, coverage=panels.coverage(db.session(), found),
    ), 422 if form.errors else 200  # fmt: skip


# ── what judges said ──


@bp.get("/rounds/<int:round_id>/remarks")
def remarks(round_id: int) -> ResponseReturnValue:
    """Flags, known works, and notes once the round is closed."""
    found = found_round(round_id)
    closed = found.state is RoundState.CLOSED
    said = reads.remarks(db.session(), found, notes=closed)
    return render_template(
        "judging/staff/remarks.html", round=found, remarks=said, closed=closed, zone=found.edition.zone,
        flag_words={reason.value: _(words) for reason, words in LABELS[FlagReason].items()}, away_words=away_words(),
    )  # fmt: skip


@bp.post("/rounds/<int:round_id>/remarks/<int:flag_id>")
def settle_flag(round_id: int, flag_id: int) -> ResponseReturnValue:
    """Somebody has looked at a work a judge pointed at, or will once more."""
    if forms.ButtonForm().validate_on_submit():
        with transaction() as session:
            actions.settle_flag(session, who.actor(), round_id, flag_id, done="open" not in request.form, now=clock.now())
    return to("remarks", round_id)


_ROUND, _JUDGE = "/rounds/<int:round_id>", "/rounds/<int:round_id>/judges/<int:panelist_id>"
for _path, _name, _view, _methods in (
    ("/rounds/<int:round_id>/history", "history", history.history, ["GET", "POST"]),
    ("/results/<int:round_id>", "results", results.results, ["GET"]),
    ("/results/<int:round_id>.csv", "results_csv", results.results_csv, ["GET"]),
    ("/results/<int:round_id>/names", "show_names", results.show_names, ["POST"]),
    ("/results/<int:round_id>/works/<receipt>", "result_work", results.work, ["GET"]),
    ("/results/<int:round_id>/judges", "result_judges", scrutiny.judges, ["GET"]),
    ("/results/<int:round_id>/line", "result_line", scrutiny.line, ["GET"]),
    ("/results/<int:round_id>/rule", "result_rule", rule.rule, ["GET", "POST"]),
    (f"{_ROUND}/works", "works", works.works, ["GET", "POST"]),
    (f"{_ROUND}/criteria", "criteria", criteria.criteria, ["GET"]),
    (f"{_ROUND}/criteria/new", "add_criterion", criteria.add_criterion, ["GET", "POST"]),
    (f"{_ROUND}/criteria/usual", "usual_criteria", criteria.usual_criteria, ["POST"]),
    (f"{_ROUND}/criteria/<int:criterion_id>", "criterion", criteria.criterion, ["GET", "POST"]),
    (f"{_ROUND}/criteria/<int:criterion_id>/remove", "remove_criterion", criteria.remove_criterion, ["POST"]),
    (f"{_ROUND}/examples", "examples", examples.examples, ["GET"]),
    (f"{_ROUND}/examples/new", "add_example", examples.add_example, ["GET", "POST"]),
    (f"{_ROUND}/examples/<int:example_id>", "example", examples.example, ["GET", "POST"]),
    (f"{_ROUND}/examples/<int:example_id>/move", "move_example", examples.move_example, ["POST"]),
    (f"{_ROUND}/examples/<int:example_id>/remove", "remove_example", examples.remove_example, ["POST"]),
    (f"{_ROUND}/examples/<int:example_id>/back", "put_back_example", examples.put_back_example, ["POST"]),
    (f"{_ROUND}/judges", "judges", judges.judges, ["GET"]),
    (f"{_ROUND}/judges", "invite", judges.invite, ["POST"]),
    (f"{_ROUND}/judges/again", "invite_again", judges.invite_again, ["POST"]),
    (f"{_ROUND}/judges/seat", "seat", judges.seat, ["POST"]),
    (f"{_ROUND}/judges/seat/<int:account_id>", "seat_preview", judges.seat_preview, ["GET"]),
    (f"{_ROUND}/assignment", "assignment", assignment.assignment, ["GET", "POST"]),
    (_JUDGE, "judge", judges.judge, ["GET"]),
    (f"{_JUDGE}/drop", "drop", judges.drop, ["GET", "POST"]),
    (f"{_JUDGE}/conflicts", "declare", judges.declare, ["POST"]),
    (f"{_JUDGE}/conflicts/<int:conflict_id>/withdraw", "withdraw_conflict", judges.withdraw_conflict, ["POST"]),
    (f"{_JUDGE}/recuse", "recuse", judges.recuse, ["POST"]),
    (f"{_JUDGE}/works/<receipt>/let", "let_judge", judges.let_judge, ["POST"]),
):
    bp.add_url_rule(_path, _name, _view, methods=_methods)
