"""A coordinator's works: the list, one work, endorsing one or many."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from contest.core import clock
from contest.core.errors import Missing, NotAllowed
from contest.core.localized import pick
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.entries.actions import desk as actions
from contest.entries.acts import STATES
from contest.entries.forms.org import OrgFilterForm
from contest.entries.models import Entry
from contest.entries.queries import desk as queries
from contest.entries.queries.desk import SENT, Tally, Wanted
from contest.entries.routes import forms_read
from contest.entries.routes.desk import Desk, add_pages, done, whole
from contest.entries.states import EntryState
from contest.policy import Actor, May, Owned, can
from contest.web import who
from contest.web.addresses import with_query
from contest.web.errors import words
from contest.web.forms import options
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("entries_org", __name__, url_prefix="/org/works")


def own_governments(actor: Actor) -> tuple[int, ...]:
    """The governments this coordinator acts for; nobody else has a desk here."""
    own = tuple(sorted(each for each in actor.governments if can(actor, May.ENTRY_ENDORSE, Owned(government_id=each))))
    if not own:
        raise NotAllowed(May.ENTRY_ENDORSE.value)
    return own


def find(reference: str) -> Entry:
    """A sent work of one's own governments; any other does not exist here."""
    own_governments(who.actor())
    entry = queries.by_reference(db.session(), reference)
    if not can(who.actor(), May.ENTRY_ENDORSE, entry) or entry.state is EntryState.DRAFT or reference.isdigit():
        raise Missing(queries.GONE)  # in the same words whatever the reason
    return entry


DESK = Desk(find, "entries_org.work")


@bp.get("")
def works() -> ResponseReturnValue:
    """The works of one's own government, with what each still needs."""
    own, session = own_governments(who.actor()), db.session()
    edition = editions.current(session)
    if edition is None:
        return render_template("entries/org/works.html", edition=None)
    tallies = queries.tallies(session, edition, own)
    form = _filters(edition, tallies)
    wanted = _wanted(edition, tallies, form.kept())
    page = page_of(lambda offset, limit: queries.lines(session, wanted, offset, limit), queries.count(session, wanted))
    return render_template(
        "entries/org/works.html", edition=edition, tallies=tallies, form=form, page=page, filtered=bool(form.kept()),
        endorse_at=with_query(".endorse_many", request.args.to_dict(flat=False)), now=clock.now(),
    )  # fmt: skip


def _filters(edition: Edition, tallies: list[Tally]) -> OrgFilterForm:
    form = OrgFilterForm(request.args)
    form.state.choices = options([
        ("", _("All")), ("ready", _("Ready to endorse")), ("permission", _("Waiting for permission")),
        *((state.value, _(STATES[state])) for state in SENT),
    ])  # fmt: skip
    found = queries.schools(db.session(), edition.id, [each.government.id for each in tallies])
    form.school.choices = options([("", _("All")), *((each, each) for each in found)])
    homes = [each.government for each in tallies]
    form.government.choices = options([("", _("All")), *((each.key, pick(each.names, current().code)[0]) for each in homes)])
    return form


def _wanted(edition: Edition, tallies: list[Tally], kept: dict[str, str]) -> Wanted:
    state = kept.get("state", "")
    special = state in {"ready", "permission"}
    states = (EntryState.SUBMITTED,) if special else (EntryState(state),) if state else SENT
    chosen = [each.government for each in tallies if kept.get("government") in {None, each.government.key}]
    return Wanted(
        edition.id, states, tuple(each.id for each in chosen), school=kept.get("school", ""), text=kept.get("text", ""),
        only=state if special else "",
    )  # fmt: skip


@bp.post("/endorse")
def endorse_many() -> ResponseReturnValue:
    """Endorse the chosen works; says which could not be, and why."""
    own_governments(who.actor())
    chosen = request.form.getlist("entry")[:200]
    here = request.args.to_dict(flat=False)
    if not chosen:
        tell(_("Choose at least one work first."), "warn")
        return redirect(with_query(".works", here), 303)
    if not all(can(who.actor(), May.ENTRY_ENDORSE, entry) for entry in queries.by_receipts(db.session(), chosen)):
        raise Missing(queries.GONE)
    with transaction() as session:
        found = queries.by_receipts(session, chosen)
        outcomes = actions.endorse_many(session, who.actor(), [entry.id for entry in found], now=clock.now())
    _tell_outcomes(outcomes)
    return redirect(with_query(".works", here), 303)


def _tell_outcomes(outcomes: list[actions.Outcome]) -> None:
    passed = sum(each.refusal is None for each in outcomes)
    if passed:
        tell(ngettext("%(num)s work is endorsed.", "%(num)s works are endorsed.", passed))
    refused: defaultdict[str, list[str]] = defaultdict(list)
    for each in outcomes:
        if each.refusal is not None:
            refused[words(each.refusal)].append(each.entry.receipt or "")
    for why, receipts in refused.items():
        tell(_("Not endorsed: %(receipts)s. %(why)s", receipts=", ".join(receipts), why=why), "error")


@bp.get("/<reference>")
def work(reference: str) -> ResponseReturnValue:
    """One work: the picture, every answer, the permissions, what was done so far."""
    return render_template("entries/org/work.html", **whole(find(reference)))


@bp.post("/<reference>/endorse")
def endorse(reference: str) -> ResponseReturnValue:
    """Pass one work on."""
    entry = find(reference)
    with transaction() as session:
        actions.endorse(session, who.actor(), queries.hold(session, entry.id), now=clock.now())
    return done(DESK, entry, _("The work is endorsed. The secretariat looks at it next."))


@bp.post("/<reference>/hold-back")
def hold_back(reference: str) -> ResponseReturnValue:
    """Keep one work on the reserve list."""
    entry = find(reference)
    with transaction() as session:
        actions.hold_back(session, who.actor(), queries.hold(session, entry.id), now=clock.now())
    return done(DESK, entry, _("The work is on the reserve list. You can still endorse it."))


add_pages(bp, DESK)
forms_read.add_pages(bp, DESK, lambda: own_governments(who.actor()))
