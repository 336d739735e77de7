"""The secretariat's pages: tiers, the allocation preview, ties, versions, lock and release."""

from __future__ import annotations

from fractions import Fraction

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.awards import actions, forms, queries
from contest.awards.models import Allocation
from contest.awards.rules import Tie
from contest.core import clock
from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.editions.forms import CopyForm
from contest.editions.models import Edition
from contest.entries import queries as entries
from contest.judging import queries as judging
from contest.judging.forms import ButtonForm
from contest.judging.models import Round
from contest.judging.queries import results
from contest.judging.routes.shown import figure
from contest.policy import May, require
from contest.web import who
from contest.web.forms import pin_to
from contest.web.navigation import tell
from contest.web.paging import page_of

NAMED = 30  # so many works without a score are named; the others are counted

bp = Blueprint("awards_staff", __name__, url_prefix="/staff/awards")


@bp.get("/")
def all_editions() -> ResponseReturnValue:
    """Every edition, with how far its awards have come."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    session = db.session()
    listed = editions.everyone(session, drafts=True)
    return render_template("awards/staff/all_editions.html", editions=listed, progress=queries.progress(session))


@bp.get("/<int:number>/")
def board(number: int) -> ResponseReturnValue:
    """What the last closed round comes to, what is undecided, and the versions so far."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    return _board_page(number, request.args.get("round", ""))


def _board_page(number: int, asked: str, leave_out: forms.LeaveOutForm | None = None) -> ResponseReturnValue:
    session = db.session()
    edition = editions.by_number(session, number, drafts=True)
    rounds = queries.closed_rounds(session, edition.id)
    chosen = next((r for r in rounds if str(r.id) == asked), rounds[0] if rounds else None)
    preview = queries.preview(session, chosen) if chosen else None
    lines = page_of(lambda offset, limit: preview.plan.lines[offset : offset + limit], len(preview.plan.lines), 100) if preview else None
    shown = [line.entry_id for line in lines.items] if lines else []
    unruled = preview.plan.unruled if preview else ()
    page = render_template(
        "awards/staff/board.html",
        edition=edition,
        rounds=rounds,
        round=chosen,
        preview=preview,
        lines=lines,
        works=entries.thumbnails(session, shown),
        versions=queries.allocations(session, edition.id),
        form=forms.ProposeForm(),
        leave_out=leave_out or forms.LeaveOutForm(formdata=None),
        unscored=results.receipts(session, unruled[:NAMED]),
        left_out=queries.left_out(session, chosen.id) if chosen and preview and len(unruled) < len(preview.plan.unscored) else [],
        rulings=preview.rulings if preview else (),
        standing=queries.standing(session, edition.id),
        tiers=queries.tiers(session, edition.id),
        figure=figure,
    )
    return page, 422 if leave_out and leave_out.errors else 200


@bp.post("/<int:number>/unscored/<int:round_id>")
def unscored(number: int, round_id: int) -> ResponseReturnValue:
    """Leave out the accepted works nobody scored, with the reason."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    form = forms.LeaveOutForm()
    edition = editions.by_number(db.session(), number, drafts=True)
    if round_id not in {each.id for each in queries.closed_rounds(db.session(), edition.id)}:
        raise Missing(N_("There is no such round."))
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            round_ = locked(session, Round, round_id)
            actions.leave_out(session, who.actor(), round_, digest=form.digest.data, reason=form.reason.data, now=clock.now())
        if not form.errors:
            tell(_("The works are left out, and the reason is kept."))
            return redirect(url_for("awards_staff.board", number=number, round=round_id), 303)
    return _board_page(number, str(round_id), form)


@bp.post("/<int:number>/propose")
def propose(number: int) -> ResponseReturnValue:
    """Store the preview as a version."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    form = forms.ProposeForm()
    if not form.validate_on_submit():
        abort(422)
    with transaction() as session:
        edition = editions.by_number(session, number, drafts=True)
        round_ = locked(session, Round, int(form.round.data))
        made = actions.propose(session, who.actor(), edition, round_, digest=form.digest.data, note=form.note.data or "", now=clock.now())
    tell(_("Version %(number)s is stored. A colleague can lock it now.", number=made.version))
    return redirect(url_for("awards_staff.version", number=number, version=made.version), 303)


@bp.route("/<int:number>/ties/<int:round_id>/<int:index>", methods=["GET", "POST"])
def tie(number: int, round_id: int, index: int) -> ResponseReturnValue:
    """Order works with equal totals."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    session = db.session()
    edition = editions.by_number(session, number, drafts=True)
    form = forms.TieForm()
    found = _tie(round_id, edition, index)
    order, wrong = forms.places_of(request.form, list(found.entries)) if form.is_submitted() else (list(found.entries), "")
    if form.validate_on_submit() and not wrong:
        with pin_to(form), transaction() as writing:
            actions.rule_tie(writing, who.actor(), locked(writing, Round, round_id), order, form.reason.data, now=clock.now())
        if not form.errors:
            tell(_("The order is stored with its reason."))
            return redirect(url_for("awards_staff.board", number=number, round=round_id), 303)
    status = 422 if form.errors or wrong else 200
    return render_template(
        "awards/staff/tie.html",
        edition=edition,
        round_id=round_id,
        tie=found,
        form=form,
        wrong=wrong,
        typed=request.form,
        works=entries.thumbnails(db.session(), list(found.entries)),
        tier=next(t for t in queries.tiers(db.session(), edition.id) if t.id == found.tier_id),
    ), status


def _tie(round_id: int, edition: Edition, index: int) -> Tie:
    session = db.session()
    round_ = next((r for r in queries.closed_rounds(session, edition.id) if r.id == round_id), None)
    ties = queries.preview(session, round_).plan.ties if round_ else ()
    if index >= len(ties):
        raise Missing(N_("These works are no longer tied at a line. Look at the new preview."))
    return ties[index]


@bp.get("/<int:number>/versions/<int:version>")
def version(number: int, version: int) -> ResponseReturnValue:
    """One stored version, with what can be done to it."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    session = db.session()
    edition = editions.by_number(session, number, drafts=True)
    allocation = queries.by_version(session, edition.id, version)
    return _version_page(edition, allocation)


def _version_page(edition: Edition, allocation: Allocation, **shown: object) -> ResponseReturnValue:
    session = db.session()
    lines = page_of(
        lambda offset, limit: queries.lines(session, allocation.id, offset=offset, limit=limit),
        queries.line_count(session, allocation.id),
        100,
    )
    schedule = forms.ScheduleForm()
    given = {"unlock_form": forms.ReasonForm(), "publish_form": forms.PublishForm(formdata=None), "schedule_form": schedule, **shown}
    page = render_template(
        "awards/staff/version.html",
        edition=edition,
        allocation=allocation,
        lines=lines,
        tiers=queries.tiers(session, edition.id),
        works=entries.thumbnails(session, [line.entry_id for line in lines.items]),
        people=queries.people(session, allocation),
        counts=queries.counts_of(session, allocation.id),
        check=queries.release_check(session, allocation),
        figure=figure,
        worth=lambda line: Fraction(int(line.mean_over), int(line.mean_under)),
        **given,
    )
    return page, 422 if any(form.errors for form in shown.values()) else 200  # type: ignore[attr-defined]


def _allocation(number: int, version: int) -> int:
    session = db.session()
    return queries.by_version(session, editions.by_number(session, number, drafts=True).id, version).id


@bp.post("/<int:number>/versions/<int:version>/lock")
def lock(number: int, version: int) -> ResponseReturnValue:
    """The second person's yes."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    identity = _allocation(number, version)
    with transaction() as session:
        actions.lock(session, who.actor(), locked(session, Allocation, identity), now=clock.now())
    tell(_("Version %(number)s is locked.", number=version))
    return redirect(url_for("awards_staff.version", number=number, version=version), 303)


@bp.post("/<int:number>/versions/<int:version>/unlock")
def unlock(number: int, version: int) -> ResponseReturnValue:
    """Take a lock back, with the reason."""
    require(who.actor(), May.ALLOCATION_PROPOSE)
    form, identity = forms.ReasonForm(), _allocation(number, version)
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            actions.unlock(session, who.actor(), locked(session, Allocation, identity), reason=form.reason.data, now=clock.now())
        if not form.errors:
            tell(_("The lock is taken back."))
            return redirect(url_for("awards_staff.version", number=number, version=version), 303)
    edition = editions.by_number(db.session(), number, drafts=True)
    return _version_page(edition, queries.by_version(db.session(), edition.id, version), unlock_form=form)


@bp.post("/<int:number>/versions/<int:version>/publish")
def publish(number: int, version: int) -> ResponseReturnValue:
    """Release: the number of winners must be typed."""
    require(who.actor(), May.ALLOCATION_PUBLISH)
    form, identity = forms.PublishForm(), _allocation(number, version)
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            actions.publish(session, who.actor(), locked(session, Allocation, identity), winners=form.winners.data, now=clock.now())
        if not form.errors:
            tell(_("The winners are published."))
            return redirect(url_for("awards_staff.version", number=number, version=version), 303)
    edition = editions.by_number(db.session(), number, drafts=True)
    return _version_page(edition, queries.by_version(db.session(), edition.id, version), publish_form=form)


@bp.post("/<int:number>/versions/<int:version>/schedule")
def schedule(number: int, version: int) -> ResponseReturnValue:
    """Release by itself at a time to come."""
    require(who.actor(), May.ALLOCATION_PUBLISH)
    edition = editions.by_number(db.session(), number, drafts=True)
    form, identity = forms.ScheduleForm(), _allocation(number, version)
    form.publish_at.zone = edition.zone
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            at, now = form.publish_at.instant(), clock.now()
            actions.schedule(session, who.actor(), locked(session, Allocation, identity), at=at or now, now=now)
        if not form.errors:
            tell(_("The release is scheduled."))
            return redirect(url_for("awards_staff.version", number=number, version=version), 303)
    return _version_page(edition, queries.by_version(db.session(), edition.id, version), schedule_form=form)


@bp.route("/<int:number>/tiers", methods=["GET", "POST"])
def tiers(number: int) -> ResponseReturnValue:
    """The tiers of an edition."""
    require(who.actor(), May.EDITION_MANAGE)
    session = db.session()
    edition = editions.by_number(session, number, drafts=True)
    listed = queries.tiers(session, edition.id)
    rows = [{"id": t.id, "mark": t.mark, "places": t.places, "names": t.names} for t in listed]
    form = forms.TiersForm(data={"tiers": [*rows, {"mark": "selected"}]})
    if form.validate_on_submit():
        with pin_to(form), transaction() as writing:
            actions.save_tiers(writing, who.actor(), locked(writing, Edition, edition.id), form.command(), now=clock.now())
        if not form.errors:
            tell(_("The tiers are saved."))
            return redirect(url_for("awards_staff.tiers", number=number), 303)
    standing = queries.standing(db.session(), edition.id)
    return render_template("awards/staff/tiers.html", edition=edition, form=form, standing=standing), 422 if form.errors else 200


@bp.route("/rounds/<int:round_id>/reopen", methods=["GET", "POST"])
def reopen(round_id: int) -> ResponseReturnValue:
    """Let judges go on in a closed round, unless a locked or published version is based on it."""
    require(who.actor(), May.ROUND_MANAGE)
    form = ButtonForm()
    if form.validate_on_submit():
        with transaction() as session:
            actions.reopen_round(session, who.actor(), locked(session, Round, round_id), now=clock.now())
        tell(_("The round is open again."))
        return redirect(url_for("judging_staff.round", round_id=round_id), 303)
    found = judging.by_id(db.session(), round_id)
    return render_template(
        "awards/staff/reopen.html", round=found, form=form, standing=queries.based_on(db.session(), round_id),
        later=judging.chosen_by(db.session(), found),
    )  # fmt: skip


@bp.post("/<int:number>/copy")
def copy_edition(number: int) -> ResponseReturnValue:
    """Start an edition from this one, tiers included; the form is the one of the editions' own page."""
    require(who.actor(), May.EDITION_MANAGE)
    form = CopyForm()
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            last = editions.by_number(session, number, drafts=True)
            actions.copy_edition(session, who.actor(), last, **form.command(), now=clock.now())
        if not form.errors:
            tell(_("The edition is copied. Look through its dates, themes and texts."))
            return redirect(url_for("editions_staff.edition", number=form.number.data), 303)
    last = editions.by_number(db.session(), number, drafts=True)
    return render_template("editions/staff/copy.html", form=form, last=last, copies_to=request.path), 422
