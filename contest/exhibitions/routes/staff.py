"""The secretariat plans exhibitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.localized import Localized, pick
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.entries import queries as entries
from contest.exhibitions import actions, forms, queries, rules
from contest.exhibitions.models import Exhibition, Stop, Venue
from contest.governments import queries as governments
from contest.governments.countries import COUNTRIES
from contest.policy import Actor, May, require
from contest.web import who
from contest.web.forms import PageForm, pin_to, whole
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("exhibitions_staff", __name__, url_prefix="/staff/exhibitions")
Shown = ResponseReturnValue


def _spoken(text: Localized) -> str:
    words: str = pick(text, current().code)[0]
    return words


@contextmanager
def _problems(into: list[rules.Problem]) -> Iterator[None]:
    """Collect what stands against a plan instead of showing only the first reason."""
    try:
        yield
    except rules.Clash as clash:
        into.extend(clash.problems)


# ── exhibitions ──


@bp.get("/")
def exhibitions() -> Shown:
    """All of them."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    session = db.session()
    return render_template(
        "exhibitions/staff/exhibitions.html", exhibitions=queries.everyone(session), extents=queries.extents(session),
        venues=len(queries.venues(session)), editions=editions.everyone(session, drafts=True),
    )  # fmt: skip


def _save(form: PageForm, problems: list[rules.Problem], act: Callable[[Session], None]) -> int:
    """Do what the form asks: 303 when it is stored, else the status to show the page with."""
    if not form.validate_on_submit():
        return 422 if form.errors else 200
    try:
        with pin_to(form), _problems(problems), transaction() as session:
            act(session)
    except actions.Stale:
        return 409
    return 422 if form.errors or problems else 303


def _version(form: Any) -> int | None:
    return whole(form.version.data)


def _exhibition_form(found: Exhibition | None = None, *, stored: bool = False) -> forms.ExhibitionForm:
    listed = editions.everyone(db.session(), drafts=True)
    data: dict[str, Any] = {}
    if found is not None:
        number = next((each.number for each in listed if each.id == found.edition_id), 0)
        data = {name: getattr(found, name) for name in ("titles", "introductions", "slug")}
        data |= {"edition": number, "version": str(found.version)}
    form = forms.ExhibitionForm(None, data=data) if stored else forms.ExhibitionForm(data=data)
    return form.offer([(each.number, f"{_spoken(each.titles)} ({each.year})") for each in listed])


@bp.route("/new", methods=["GET", "POST"])
def new() -> Shown:
    """A new exhibition."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    form, made = _exhibition_form(), []  # type: forms.ExhibitionForm, list[Exhibition]
    status = _save(form, [], lambda s: made.append(actions.add_exhibition(s, who.actor(), form.command(), now=clock.now())))
    if status == 303:
        tell(_("The exhibition is stored. Add its first stop."))
        return redirect(url_for("exhibitions_staff.exhibition", identity=made[0].id), 303)
    return render_template("exhibitions/staff/new.html", form=form), status


@bp.get("/<int:identity>/")
def exhibition(identity: int) -> Shown:
    """One exhibition: what the public knows, its stops, and what speaks against them."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    session = db.session()
    found = queries.by_id(session, identity)
    hung = queries.hangings(session, identity)
    stops = queries.stops(session, identity)
    existing = queries.stays(session, [work for works in hung.values() for work in works])
    problems = {stop.id: [] if stop.cancelled else rules.clashes(existing, queries.stay_of(stop, hung.get(stop.id, ()))) for stop in stops}
    return render_template(
        "exhibitions/staff/exhibition.html", exhibition=found, stops=stops, hung=hung, problems=problems, form=forms.ActForm(formdata=None),
        has_venues=bool(queries.venues(session)),
    )  # fmt: skip


@bp.route("/<int:identity>/edit", methods=["GET", "POST"])
def edit(identity: int) -> Shown:
    """Its words, its address, its edition."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    found = queries.by_id(db.session(), identity)
    form = _exhibition_form(found)

    def act(session: Session) -> None:
        shown = locked(session, Exhibition, identity)
        actions.edit_exhibition(session, who.actor(), shown, form.command(), version=_version(form), now=clock.now())

    status = _save(form, [], act)
    if status == 303:
        tell(_("Saved."))
        return redirect(url_for("exhibitions_staff.exhibition", identity=identity), 303)
    found = queries.by_id(db.session(), identity)
    stored = _exhibition_form(found, stored=True) if status == 409 else None
    form.version.data = str(found.version)
    return render_template("exhibitions/staff/edit.html", form=form, stored=stored, exhibition=found), status


def _step(identity: int, act: Callable[..., None], said: str) -> Shown:
    require(who.actor(), May.EXHIBITION_MANAGE)
    problems: list[rules.Problem] = []
    with _problems(problems), transaction() as session:
        act(session, who.actor(), locked(session, Exhibition, identity), now=clock.now())
    if problems:
        return _clashing(problems, url_for("exhibitions_staff.exhibition", identity=identity))
    tell(said)
    return redirect(url_for("exhibitions_staff.exhibition", identity=identity), 303)


def _clashing(problems: list[rules.Problem], back: str) -> Shown:
    return render_template("exhibitions/staff/clashing.html", problems=problems, back_to=back), 409


@bp.post("/<int:identity>/announce")
def announce(identity: int) -> Shown:
    """Tell the public."""
    return _step(identity, actions.announce, _("The exhibition is announced."))


@bp.post("/<int:identity>/unannounce")
def unannounce(identity: int) -> Shown:
    """Take the announcement back."""
    return _step(identity, actions.unannounce, _("The announcement is taken back."))


@bp.post("/<int:identity>/cancel")
def cancel(identity: int) -> Shown:
    """Call it off."""
    return _step(identity, actions.cancel, _("The exhibition is cancelled."))


@bp.post("/<int:identity>/plan")
def plan(identity: int) -> Shown:
    """Plan again what was called off."""
    return _step(identity, actions.plan_again, _("The exhibition is being planned again."))


# ── stops ──


def _stop_form(found: Stop | None = None, *, stored: bool = False) -> forms.StopForm:
    data: dict[str, Any] = {}
    if found is not None:
        names = ("venue_id", "opens_on", "closes_on", "install_on", "pack_on", "hours")
        data = {**{name: getattr(found, name) for name in names}, "version": str(found.version)}
    form = forms.StopForm(None, data=data) if stored else forms.StopForm(data=data)
    return form.offer([(each.id, f"{_spoken(each.names)}, {_spoken(each.cities)}") for each in queries.venues(db.session())])


@bp.route("/<int:identity>/stops/new", methods=["GET", "POST"])
def stop_new(identity: int) -> Shown:
    """A place and its days."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    found = queries.by_id(db.session(), identity)
    form, problems, made = _stop_form(), [], []  # type: forms.StopForm, list[rules.Problem], list[Stop]

    def act(session: Session) -> None:
        shown = locked(session, Exhibition, identity)
        made.append(actions.add_stop(session, who.actor(), shown, form.command(), now=clock.now()))

    status = _save(form, problems, act)
    if status == 303:
        tell(_("The stop is stored. Choose what hangs there."))
        return redirect(url_for("exhibitions_staff.works", stop_id=made[0].id), 303)
    return render_template("exhibitions/staff/stop_new.html", form=form, exhibition=found, problems=problems), status


@bp.route("/stops/<int:stop_id>/", methods=["GET", "POST"])
def stop(stop_id: int) -> Shown:
    """Change place, days or hours."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    found = queries.stop(db.session(), stop_id)
    form, problems = _stop_form(found), []  # type: forms.StopForm, list[rules.Problem]

    def act(session: Session) -> None:
        shown = locked(session, Stop, stop_id)
        actions.edit_stop(session, who.actor(), shown, form.command(), version=_version(form), now=clock.now())

    status = _save(form, problems, act)
    if status == 303:
        tell(_("Saved."))
        return redirect(url_for("exhibitions_staff.exhibition", identity=found.exhibition_id), 303)
    found = queries.stop(db.session(), stop_id)
    stored = _stop_form(found, stored=True) if status == 409 else None
    form.version.data = str(found.version)
    return render_template("exhibitions/staff/stop.html", form=form, stored=stored, stop=found, problems=problems), status


def _stop_step(stop_id: int, act: Callable[..., None], said: str) -> Shown:
    require(who.actor(), May.EXHIBITION_MANAGE)
    problems: list[rules.Problem] = []
    with _problems(problems), transaction() as session:
        shown = locked(session, Stop, stop_id)
        back = url_for("exhibitions_staff.exhibition", identity=shown.exhibition_id)
        act(session, who.actor(), shown, now=clock.now())
    if problems:
        return _clashing(problems, back)
    tell(said)
    return redirect(back, 303)


@bp.post("/stops/<int:stop_id>/cancel")
def stop_cancel(stop_id: int) -> Shown:
    """Call one stop off."""
    return _stop_step(stop_id, actions.cancel_stop, _("The stop is cancelled."))


@bp.post("/stops/<int:stop_id>/restore")
def stop_restore(stop_id: int) -> Shown:
    """It takes place after all."""
    return _stop_step(stop_id, actions.restore_stop, _("The stop takes place again."))


# ── what hangs ──


@bp.route("/stops/<int:stop_id>/works", methods=["GET", "POST"])
def works(stop_id: int) -> Shown:
    """Choose works from all published winners that may be shown."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    form, problems = forms.ActForm(), []  # type: forms.ActForm, list[rules.Problem]
    chosen = [found for each in request.form.getlist("work") if (found := whole(each)) is not None]
    if form.validate_on_submit():
        count = 0
        with _problems(problems), transaction() as session:
            count = actions.hang(session, who.actor(), locked(session, Stop, stop_id), chosen, now=clock.now())
        if not problems:
            tell(_hung(count))
            return redirect(url_for("exhibitions_staff.works", stop_id=stop_id, **_filters()), 303)
    return _works_page(stop_id, form, problems, chosen), 422 if problems else 200


def _hung(count: int) -> str:
    said: str = ngettext("%(num)s work was hung.", "%(num)s works were hung.", count)
    return said


def _filters() -> dict[str, Any]:
    return {name: request.args[name] for name in ("edition", "tier", "page") if request.args.get(name)}


def _works_page(stop_id: int, form: forms.ActForm, problems: list[rules.Problem], chosen: list[int]) -> str:
    """The winners to choose from, narrowed by what the address asks."""
    session = db.session()
    found = queries.stop(session, stop_id)
    every = queries.choosable(session, found)
    edition, tier = request.args.get("edition", type=int), request.args.get("tier", "")
    fitting = [each for each in every if (not edition or each.edition == edition) and (not tier or each.tier_mark == tier)]
    page = page_of(lambda offset, limit: fitting[offset : offset + limit], len(fitting), 48)
    return render_template(
        "exhibitions/staff/works.html", stop=found, form=form, problems=problems, chosen=chosen, page=page, edition=edition, tier=tier,
        editions=sorted({each.edition for each in every}, reverse=True), tiers={each.tier_mark: each.tier for each in every},
        hung=set(queries.hanging(session, stop_id)), works=entries.thumbnails(session, [each.entry_id for each in page.items]),
    )  # fmt: skip


@bp.get("/stops/<int:stop_id>/hanging")
def hanging(stop_id: int) -> Shown:
    """The order on the wall."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    session = db.session()
    found = queries.stop(session, stop_id)
    hung = queries.hanging(session, stop_id)
    return render_template(
        "exhibitions/staff/hanging.html", stop=found, hung=hung, works=entries.thumbnails(session, hung), form=forms.ActForm(formdata=None),
        before=queries.stop_before(session, found), shown={each.entry_id: each for each in queries.choosable(session, found, only=hung)},
    )  # fmt: skip


def _wall(stop_id: int, act: Callable[[Session, Actor, Stop], str | None], anchor: str | None = None) -> Shown:
    require(who.actor(), May.EXHIBITION_MANAGE)
    problems: list[rules.Problem] = []
    said = None
    with _problems(problems), transaction() as session:
        said = act(session, who.actor(), locked(session, Stop, stop_id))
    back = url_for("exhibitions_staff.hanging", stop_id=stop_id, _anchor=anchor)
    if problems:
        return _clashing(problems, back)
    if said:
        tell(said)
    return redirect(back, 303)


@bp.post("/stops/<int:stop_id>/move")
def move(stop_id: int) -> Shown:
    """Another place on the wall for one work."""
    form = forms.PlaceForm()
    if not form.validate_on_submit() or whole(form.entry.data) is None:
        require(who.actor(), May.EXHIBITION_MANAGE)
        tell(_("Give the place as a number from 1 upwards."), "error")
        return redirect(url_for("exhibitions_staff.hanging", stop_id=stop_id), 303)
    work = int(form.entry.data)
    return _wall(stop_id, lambda s, a, stop: actions.move(s, a, stop, work, form.to.data, now=clock.now()), f"work-{work}")


@bp.post("/stops/<int:stop_id>/take-off")
def take_off(stop_id: int) -> Shown:
    """Take one work off the wall."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    work = request.form.get("entry", type=int)
    if work is None:
        abort(422)
    return _wall(stop_id, lambda s, a, stop: actions.take_off(s, a, stop, [work], now=clock.now()))


@bp.post("/stops/<int:stop_id>/copy")
def copy(stop_id: int) -> Shown:
    """Hang what hangs at the stop before."""

    def act(session: Session, actor: Actor, stop: Stop) -> str:
        return _hung(actions.copy_hanging(session, actor, stop, now=clock.now()))

    return _wall(stop_id, act)


# ── venues ──


def _venue_form(found: Venue | None = None, *, stored: bool = False) -> forms.VenueForm:
    data: dict[str, Any] = {"country": "KR", "zone": "Asia/Seoul"}
    if found is not None:
        names = ("names", "cities", "address", "country", "zone")
        data = {**{name: getattr(found, name) for name in names}, "version": str(found.version)}
    form = forms.VenueForm(None, data=data) if stored else forms.VenueForm(data=data)
    zones = sorted({each.zone for each in governments.everyone(db.session())} | {"Asia/Seoul", data["zone"]})
    return form.offer([(code, _spoken(names)) for code, names in COUNTRIES.items()], [(zone, zone) for zone in zones])


@bp.get("/venues/")
def venues() -> Shown:
    """All halls."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    return render_template("exhibitions/staff/venues.html", venues=queries.venues(db.session()), countries=COUNTRIES)


@bp.route("/venues/new", methods=["GET", "POST"])
def venue_new() -> Shown:
    """A new hall."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    form = _venue_form()
    status = _save(form, [], lambda session: _added(session, form))
    if status == 303:
        tell(_("The venue is stored."))
        return redirect(url_for("exhibitions_staff.venues"), 303)
    return render_template("exhibitions/staff/venue_new.html", form=form), status


def _added(session: Session, form: forms.VenueForm) -> None:
    actions.add_venue(session, who.actor(), form.command(), now=clock.now())


@bp.route("/venues/<int:identity>/", methods=["GET", "POST"])
def venue(identity: int) -> Shown:
    """Change a hall."""
    require(who.actor(), May.EXHIBITION_MANAGE)
    found = queries.venue(db.session(), identity)
    form = _venue_form(found)

    def act(session: Session) -> None:
        shown = locked(session, Venue, identity)
        actions.edit_venue(session, who.actor(), shown, form.command(), version=_version(form), now=clock.now())

    status = _save(form, [], act)
    if status == 303:
        tell(_("Saved."))
        return redirect(url_for("exhibitions_staff.venues"), 303)
    found = queries.venue(db.session(), identity)
    stored = _venue_form(found, stored=True) if status == 409 else None
    form.version.data = str(found.version)
    return render_template("exhibitions/staff/venue.html", form=form, stored=stored, venue=found), status
