"""The secretariat's works: the list, the screening queue, one work with everything."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.localized import pick
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.editions.states import EditionState
from contest.entries import rules
from contest.entries.actions import desk as actions
from contest.entries.acts import STATES
from contest.entries.forms.org import ReasonForm, SeenForm
from contest.entries.forms.staff import BehalfForm, DescribeForm, ForJudgesForm, StaffFilterForm
from contest.entries.models import Entry
from contest.entries.queries import desk as queries
from contest.entries.queries.desk import SENT, Wanted
from contest.entries.queries.likeness import of_entry, waiting
from contest.entries.queries.signed import count_waiting
from contest.entries.routes import forms_read, framing, late
from contest.entries.routes.desk import Desk, add_pages, done, page, whole
from contest.entries.states import EntryState
from contest.governments import queries as governments
from contest.governments.countries import COUNTRIES
from contest.media.extension import current as media
from contest.media.models import Picture
from contest.media.rules import missing
from contest.media.serve import send_original
from contest.media.store import original as stored
from contest.policy import May, require
from contest.web import who
from contest.web.addresses import with_query
from contest.web.forms import options, pin_to
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("entries_staff", __name__, url_prefix="/staff/entries")

ONLY = {
    "permission": N_("Sent, but a permission is missing"),
    "unrepresented": N_("Sent, and nobody can endorse"),
    "hidden": N_("Published, but hidden"),
    "late": N_("Taken late"),
}


def find(reference: str) -> Entry:
    """Any work, by receipt number or id."""
    require(who.actor(), May.ENTRY_SCREEN)
    return queries.by_reference(db.session(), reference)


DESK = Desk(find, "entries_staff.entry")


@bp.get("")
def entries() -> ResponseReturnValue:
    """All works, with filters; the numbers at the top lead to their sets."""
    require(who.actor(), May.ENTRY_SCREEN)
    session = db.session()
    listed = editions.everyone(session, drafts=True)
    edition = _asked_edition(listed)
    if edition is None:
        return render_template("entries/staff/entries.html", edition=None)
    form = _filters(edition, listed)
    wanted = _wanted(edition, form.kept())
    found = page_of(lambda offset, limit: queries.lines(session, wanted, offset, limit), queries.count(session, wanted))
    return render_template(
        "entries/staff/entries.html", edition=edition, form=form, page=found, tabs=_tabs(wanted, form.state.data or ""),
        screening=wanted.states == (EntryState.ENDORSED,), filtered=any(key != "edition" for key in form.kept()),
        alike=waiting(session), to_read=count_waiting(session),
        late=edition.state is EditionState.ANNOUNCED and clock.now() >= edition.closes_at,
    )  # fmt: skip


def _asked_edition(listed: list[Edition]) -> Edition | None:
    """The edition of the address; else the current one, else the newest in preparation."""
    asked = next((each for each in listed if str(each.number) == request.args.get("edition")), None)
    return asked or editions.current(db.session()) or (listed[0] if listed else None)


def _filters(edition: Edition, listed: list[Edition]) -> StaffFilterForm:
    form, code, session = StaffFilterForm(request.args), current().code, db.session()
    every = ("", _("All"))
    form.edition.choices = options([(str(each.number), pick(each.titles, code)[0]) for each in listed])
    form.edition.data = str(edition.number)
    form.state.choices = options([
        every, *((state.value, _(STATES[state])) for state in EntryState), *((only, _(said)) for only, said in ONLY.items()),
    ])  # fmt: skip
    form.country.choices = options([every, *((key, pick(names, code)[0]) for key, names in COUNTRIES.items())])
    form.government.choices = options([every, *((each.key, pick(each.names, code)[0]) for each in governments.everyone(session))])
    parts = editions.divisions(session, edition.id)
    form.division.choices = options([every, *((str(each.id), pick(each.names, code)[0]) for each in parts)])
    return form


def _wanted(edition: Edition, kept: dict[str, str]) -> Wanted:
    state = kept.get("state", "")
    states: tuple[EntryState, ...] = SENT
    if state in {"permission", "unrepresented"}:
        states = (EntryState.SUBMITTED,)
    elif state == "late":  # also those that are not sent yet
        states = ()
    elif state and state != "hidden":
        states = (EntryState(state),)
    chosen = (governments.by_key(db.session(), kept["government"]).id,) if kept.get("government") else None
    return Wanted(
        edition.id, states, chosen, country=kept.get("country", ""), division_id=int(kept["division"]) if kept.get("division") else None,
        text=kept.get("text", ""), only=state if state in ONLY else "", oldest=kept.get("order") == "oldest",
    )  # fmt: skip


def _tabs(wanted: Wanted, chosen: str) -> list[dict[str, Any]]:
    """Every state with its number, and the address of that set with the same other filters."""
    counts = queries.numbers(db.session(), wanted)
    kept = {key: value for key, value in request.args.items() if key not in {"state", "page"} and value}
    total = sum(count for state, count in counts.items() if state in SENT)
    every = {"label": _("All"), "count": total, "href": with_query(".entries", kept), "current": not chosen}
    states = [
        {
            "label": _(STATES[state]), "count": counts.get(state, 0), "current": chosen == state.value,
            "href": with_query(".entries", {**kept, "state": state.value}),
        }
        for state in EntryState
    ]  # fmt: skip
    return [every, *(tab for tab in states if tab["count"] or tab["current"])]


@bp.get("/next")
def next_one() -> ResponseReturnValue:
    """The work that has waited longest to be screened."""
    require(who.actor(), May.ENTRY_SCREEN)
    session = db.session()
    edition = _asked_edition(editions.everyone(session, drafts=True))
    after = queries.by_reference(session, request.args["after"]) if request.args.get("after") else None
    return redirect(_next_address(edition.id if edition else 0, after), 302)


def _next_address(edition_id: int, after: Entry | None) -> str:
    following = queries.next_to_screen(db.session(), edition_id, after)
    return DESK.back(following) if following else url_for(".entries", state=EntryState.ENDORSED.value)


@bp.get("/<reference>")
def entry(reference: str) -> ResponseReturnValue:
    """One work with everything known about it."""
    found = find(reference)
    represented = queries.has_coordinator(db.session(), found.government_id)
    alike = of_entry(db.session(), found.id)
    return render_template("entries/staff/entry.html", represented=represented, alike=alike, **whole(found))


@bp.post("/<reference>/accept")
def accept(reference: str) -> ResponseReturnValue:
    """Into the judging; and on to the next work, if asked so."""
    found, form = find(reference), SeenForm()
    form.validate()
    with transaction() as session:
        held = queries.hold(session, found.id)
        actions.check_seen(held, form.version.data, EntryState.ACCEPTED)
        actions.accept(session, who.actor(), held, now=clock.now())
    message = _("Accepted: %(title)s", title=found.title)
    if request.form.get("then") == "next":
        tell(message)
        return redirect(_next_address(held.edition_id, held), 303)
    return done(DESK, found, message)


@bp.route("/<reference>/endorse", methods=["GET", "POST"])
def endorse(reference: str) -> ResponseReturnValue:
    """Endorse in the place of a government."""
    found = find(reference)
    form = BehalfForm(data={"version": found.version})
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            held = queries.hold(session, found.id)
            actions.check_seen(held, form.version.data, EntryState.ENDORSED)
            actions.endorse(session, who.actor(), held, reason=form.reason.data or "", now=clock.now())
        if not form.errors:
            return done(DESK, found, _("The work is endorsed on behalf of its government."))
    else:
        actions.check_step(who.actor(), found, "endorse_on_behalf")
    represented = queries.has_coordinator(db.session(), found.government_id)
    return page(DESK, "entries/staff/endorse.html", found, form, represented=represented)


def _reasoned(reference: str, act: Any, step: str, template: str, message: str) -> ResponseReturnValue:
    """A page that asks for a reason, then does it."""
    found = find(reference)
    form = ReasonForm(data={"version": found.version})
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            act(session, who.actor(), queries.hold(session, found.id), reason=form.reason.data, now=clock.now())
        if not form.errors:
            return done(DESK, found, message)
    else:
        actions.check_step(who.actor(), found, step)
    return page(DESK, template, found, form)


@bp.route("/<reference>/disqualify", methods=["GET", "POST"])
def disqualify(reference: str) -> ResponseReturnValue:
    """Out of the contest, with a reason."""
    return _reasoned(reference, actions.disqualify, "disqualify", "entries/staff/disqualify.html", _("The work is disqualified."))


@bp.route("/<reference>/restore", methods=["GET", "POST"])
def restore(reference: str) -> ResponseReturnValue:
    """Back to where it was."""
    return _reasoned(reference, actions.restore, "restore", "entries/staff/restore.html", _("The work is restored."))


@bp.route("/<reference>/take-down", methods=["GET", "POST"])
def take_down(reference: str) -> ResponseReturnValue:
    """Hide a published work at once."""
    return _reasoned(reference, actions.take_down, "take_down", "entries/staff/take_down.html", _("The work is no longer public."))


@bp.route("/<reference>/put-back", methods=["GET", "POST"])
def put_back(reference: str) -> ResponseReturnValue:
    """Show it again."""
    message = _("The work is public again, as far as its permissions go.")
    return _reasoned(reference, actions.put_back, "put_back", "entries/staff/put_back.html", message)


@bp.route("/<reference>/describe", methods=["GET", "POST"])
def describe(reference: str) -> ResponseReturnValue:
    """Neutral words for people who cannot see the picture."""
    found = find(reference)
    form = DescribeForm(data={"words": found.descriptions, "seen": rules.trace(found.descriptions)})
    try:
        if form.validate_on_submit():
            with transaction() as session:
                held = queries.hold(session, found.id)
                actions.describe(session, who.actor(), held, form.texts(), seen=form.seen.data or "", now=clock.now())
            return done(DESK, found, _("The description is saved."))
    except rules.Stale:
        found = find(reference)
        form.seen.data = rules.trace(found.descriptions)
        return page(DESK, "entries/staff/describe.html", found, form, status=409, stored=found.descriptions)
    return page(DESK, "entries/staff/describe.html", found, form, stored=None)


@bp.route("/<reference>/for-judges", methods=["GET", "POST"])
def for_judges(reference: str) -> ResponseReturnValue:
    """What judges read instead of the child's own words."""
    found = find(reference)
    told = actions.judges_read(found)
    form = ForJudgesForm(data={**told, "seen": rules.trace(told)})
    try:
        if form.validate_on_submit():
            with pin_to(form), transaction() as session:
                held = queries.hold(session, found.id)
                actions.for_judges(
                    session, who.actor(), held, title=form.title.data or "", description=form.description.data or "",
                    seen=form.seen.data or "", now=clock.now(),
                )  # fmt: skip
            if not form.errors:
                return done(DESK, found, _("Judges read it like this from now on."))
    except rules.Stale:
        found = find(reference)
        told = actions.judges_read(found)
        form.seen.data = rules.trace(told)
        return page(DESK, "entries/staff/for_judges.html", found, form, status=409, stored=told)
    return page(DESK, "entries/staff/for_judges.html", found, form, status=422 if form.errors else 200, stored=None)


@bp.post("/<reference>/original")
def original(reference: str) -> ResponseReturnValue:
    """The photo as it was sent, to keep as a file; the log knows who took it."""
    found = find(reference)
    with transaction() as session:
        held = queries.hold(session, found.id)
        picture = session.get(Picture, held.picture_id) if held.picture_id else None
        if picture is None or not media().store.has(stored(picture.sha256)):
            raise missing()
        actions.note_download(session, who.actor(), held, picture, now=clock.now())
    return send_original(picture, f"{found.receipt or found.id}.{ {'jpeg': 'jpg'}.get(picture.kind, picture.kind) }")


def _all() -> None:
    """The secretariat reads every government's forms."""
    require(who.actor(), May.ENTRY_SCREEN)


@bp.route("/<reference>/late", methods=["GET", "POST"])
def allow_late(reference: str) -> ResponseReturnValue:
    """Take an entry after closing."""
    return late.allow(DESK, reference)


@bp.route("/late", methods=["GET", "POST"])
def start_late() -> ResponseReturnValue:
    """Begin an entry after closing."""
    return late.start(DESK)


bp.add_url_rule("/<reference>/picture", view_func=framing.picture, methods=["GET", "POST"])
add_pages(bp, DESK)
forms_read.add_pages(bp, DESK, _all)
