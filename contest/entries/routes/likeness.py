"""The secretariat's pairs of works that look alike: the list, and two works side by side."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.localized import pick
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.entries.actions.likeness import decide
from contest.entries.forms.likeness import DecideForm, PairsForm
from contest.entries.queries import likeness as queries
from contest.entries.queries.likeness import UNDECIDED, Asked, Pair
from contest.entries.rules import LABELS, Finding, Stale
from contest.policy import May, require
from contest.web import who
from contest.web.addresses import with_query
from contest.web.forms import options, pin_to
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("entries_likeness", __name__, url_prefix="/staff/likenesses")
ALL = "all"
PER_PAGE = 24
ZONE = "Asia/Seoul"  # where the secretariat sits


@bp.get("")
def pairs() -> ResponseReturnValue:
    """Pairs that wait for a decision; or those decided so, or all."""
    require(who.actor(), May.LIKENESS_DECIDE)
    session = db.session()
    listed = editions.everyone(session, drafts=True)
    edition = next((each for each in listed if str(each.number) == request.args.get("edition")), None)
    chosen = request.args.get("decision", "")
    decision = chosen if chosen in {ALL, *Finding} else UNDECIDED
    asked = Asked("" if decision == ALL else decision, edition.id if edition else None)
    counts = queries.counts(session, asked.edition_id)
    total = counts.total() if decision == ALL else counts[decision]
    page = page_of(lambda offset, limit: queries.pairs(session, asked, offset, limit), total, PER_PAGE)
    return render_template(
        "entries/staff/likenesses.html", page=page, tabs=_tabs(counts, decision, edition), form=_filter(listed, edition),
        edition=edition, waiting=decision == UNDECIDED, some=counts.total() > 0,
    )  # fmt: skip


def _tabs(counts: Any, decision: str, edition: Edition | None) -> list[dict[str, Any]]:
    """The sets with their numbers, each with the same edition."""
    kept = {"edition": str(edition.number)} if edition else {}
    words = {UNDECIDED: _("Undecided"), **{each.value: _(said) for each, said in LABELS[Finding].items()}}
    tabs = [
        {
            "label": said, "count": counts[key], "current": decision == key,
            "href": with_query(".pairs", {**kept, **({} if key == UNDECIDED else {"decision": key})}),
        }
        for key, said in words.items()
    ]  # fmt: skip
    every = with_query(".pairs", {**kept, "decision": ALL})
    return [*tabs, {"label": _("All"), "count": counts.total(), "href": every, "current": decision == ALL}]


def _filter(listed: list[Edition], edition: Edition | None) -> PairsForm:
    form = PairsForm(request.args)
    form.edition.choices = options([("", _("All")), *((str(each.number), pick(each.titles, current().code)[0]) for each in listed)])
    form.edition.data = str(edition.number) if edition else ""
    return form


@bp.route("/<int:identity>", methods=["GET", "POST"])
def pair(identity: int) -> ResponseReturnValue:
    """Two works side by side, and what they are to each other."""
    require(who.actor(), May.LIKENESS_DECIDE)
    found = queries.by_id(db.session(), identity)
    row = found.likeness
    form = DecideForm(data={"version": row.version, "decision": row.decision, "reason": row.reason})
    try:
        if form.validate_on_submit():
            with pin_to(form), transaction() as session:
                seen, finding = form.version.data, Finding(form.decision.data)
                decide(session, who.actor(), identity, finding, reason=form.reason.data or "", seen=seen, now=clock.now())
            if not form.errors:
                tell(_("Your decision is recorded. Nothing has changed for the two works."))
                return redirect(_next_address(identity), 303)
    except Stale as stale:
        found = queries.by_id(db.session(), identity)
        form.version.data = found.likeness.version
        return _page(found, form, 409, overtaken=_(stale.message))
    return _page(queries.by_id(db.session(), identity) if form.errors else found, form, 422 if form.errors else 200)


def _page(found: Pair, form: DecideForm, status: int, overtaken: str = "") -> ResponseReturnValue:
    session, row = db.session(), found.likeness
    following = queries.next_undecided(session, row)
    waiting = queries.counts(session)[UNDECIDED]
    text = render_template(
        "entries/staff/likeness.html", pair=found, form=form, following=following, overtaken=overtaken, waiting=waiting, zone=ZONE
    )
    return text, status


def _next_address(identity: int) -> str:
    """The next one that waits, if the page was asked to go on; else the same."""
    if request.form.get("then") == "next":
        following = queries.next_undecided(db.session(), queries.by_id(db.session(), identity).likeness)
        return url_for(".pair", identity=following.id) if following else url_for(".pairs")
    return url_for(".pair", identity=identity)
