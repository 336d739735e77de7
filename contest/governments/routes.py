"""The secretariat's pages on governments."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict, Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.governments import actions, queries, registry
from contest.governments.countries import COUNTRIES
from contest.governments.forms import DaysForm, GovernmentForm, StandingForm
from contest.governments.models import Government, Membership
from contest.governments.rules import Standing
from contest.policy import May, require
from contest.web import who
from contest.web.forms import pin_to
from contest.web.navigation import tell

bp = Blueprint("governments_staff", __name__, url_prefix="/staff/governments")


@bp.get("/")
def governments() -> ResponseReturnValue:
    """All governments, by country, with their standing and what their names still lack."""
    require(who.actor(), May.GOVERNMENT_MANAGE)
    asked = {name: request.args.get(name, "").strip() for name in ("country", "standing", "search")}
    today = clock.today(clock.now(), "Asia/Seoul")
    everything = queries.listing(db.session(), today)
    lines = queries.narrowed(everything, **asked)
    groups = [(country, list(group)) for country, group in groupby(lines, key=lambda line: line.government.country)]
    return render_template(
        "governments/staff/governments.html", groups=groups, total=len(everything), asked=asked, countries=COUNTRIES,
        standings=list(Standing),
    )  # fmt: skip


@bp.post("/load")
def load() -> ResponseReturnValue:
    """Take in the register of the association."""
    require(who.actor(), May.GOVERNMENT_MANAGE)
    with transaction() as session:
        actions.load_registry(session, who.actor(), now=clock.now())
    tell(_("The register is loaded."))
    return redirect(url_for(".governments"), 303)


@bp.route("/<key>", methods=["GET", "POST"])
def government(key: str) -> ResponseReturnValue:
    """One government: names, time zone, contact, standings, former names."""
    require(who.actor(), May.GOVERNMENT_MANAGE)
    found = queries.by_key(db.session(), key)
    form, status = _form_of(found), 200
    if form.validate_on_submit():
        try:
            with pin_to(form), transaction() as session:
                actions.change(session, who.actor(), locked(session, Government, found.id), **form.command(), now=clock.now())
            if not form.errors:
                tell(_("Saved."))
                return redirect(url_for(".government", key=found.key), 303)
        except Conflict as stale:
            if stale.field != "version":
                raise
            found, status = queries.by_key(db.session(), key), 409
            form.version.data = str(found.version)
    stored = _form_of(found, stored=True) if status == 409 else None
    return _page(found, form=form, stored=stored, status=422 if form.errors else status)


def _form_of(found: Government, *, stored: bool = False) -> GovernmentForm:
    data = {
        "names": found.names, "reviewed": found.reviewed, "zone": found.zone, "contact": found.contact, "version": str(found.version),
    }  # fmt: skip
    form = GovernmentForm(None, data=data) if stored else GovernmentForm(data=data)
    form.offer_zones(tuple({*registry.zones(), found.zone}))
    return form


def _page(
    found: Government, *, form: GovernmentForm | None = None, stored: GovernmentForm | None = None, standing: StandingForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    session = db.session()
    page = render_template(
        "governments/staff/government.html", government=found, form=form or _form_of(found, stored=True), stored=stored,
        standing_form=standing or StandingForm(None), memberships=queries.memberships(session, found.id),
        former=queries.former_names(session, found.id), country=COUNTRIES[found.country],
    )  # fmt: skip
    return page, status


@bp.post("/<key>/standings")
def add_standing(key: str) -> ResponseReturnValue:
    """Note one more standing."""
    require(who.actor(), May.GOVERNMENT_MANAGE)
    found, form = queries.by_key(db.session(), key), StandingForm()
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            actions.add_standing(session, who.actor(), locked(session, Government, found.id), **form.command(), now=clock.now())
        if not form.errors:
            tell(_("Saved."))
            return redirect(url_for(".government", key=found.key), 303)
    return _page(queries.by_key(db.session(), key), standing=form, status=422)


@bp.route("/<key>/standings/<int:membership_id>", methods=["GET", "POST"])
def standing(key: str, membership_id: int) -> ResponseReturnValue:
    """The days of one standing."""
    require(who.actor(), May.GOVERNMENT_MANAGE)
    found = queries.by_key(db.session(), key)
    membership = next((each for each in queries.memberships(db.session(), found.id) if each.id == membership_id), None)
    if membership is None:
        raise Missing(N_("There is no such standing."))
    form = DaysForm(data={"starts": membership.starts, "ends": membership.ends})
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            region, row = locked(session, Government, found.id), locked(session, Membership, membership_id)
            actions.date_standing(session, who.actor(), region, row, **form.command(), now=clock.now())
        if not form.errors:
            tell(_("Saved."))
            return redirect(url_for(".government", key=key), 303)
    page = render_template("governments/staff/standing.html", government=found, membership=membership, form=form)
    return page, 422 if form.errors else 200
