"""The first page of a coordinator."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from contest.core import clock
from contest.core.languages import language
from contest.db.extension import db
from contest.db.unit import site_address
from contest.editions import queries as editions
from contest.editions.rules import phase
from contest.entries.queries import letters
from contest.entries.queries.desk import Tally, tallies
from contest.entries.queries.signed import counts_waiting
from contest.entries.routes.org import own_governments
from contest.entries.states import EntryState
from contest.web import who


def org() -> ResponseReturnValue:
    """What there is to do for each government one acts for, the places taken, and until when."""
    own, session, now = own_governments(who.actor()), db.session(), clock.now()
    edition = editions.current(session)
    if edition is None:
        return render_template("desk/org.html", edition=None)
    unsaid = letters.waiting(session, own)
    forms = counts_waiting(session, own)
    rooms = [{"tally": each, "tasks": _tasks(each, forms.get(each.government.id, 0))} for each in tallies(session, edition, own)]
    code = language(who.actor().language).code
    return render_template(
        "desk/org.html", edition=edition, rooms=rooms, now=now, phase=phase(editions.calendar(edition), now), unsaid=unsaid,
        link=site_address(session, url_for("entries_student.start", lang=code)),
    )  # fmt: skip


def _tasks(tally: Tally, forms: int) -> list[dict[str, Any]]:
    """The sets of works that wait for somebody, each with its number and its address. Drafts are the students' own."""
    states, begun = tally.states, tally.states.get(EntryState.DRAFT, 0)
    unsent = ngettext("%(num)s entry is begun, but not sent.", "%(num)s entries are begun, but not sent.", begun)
    ready = _("Sent, and permitted: look at them and pass them on.")
    asking = _("Sent, but taking part or sending the data is not yet allowed.")
    kept, turn = _("Not chosen, but still to be endorsed if a place gets free."), _("Your turn")
    signed = _("Photos of forms that parents or guardians have signed.")
    rows: list[tuple[str, int, str, str, str | None, str]] = [
        (_("Forms to read"), forms, "forms", signed, turn, "info"),
        (_("Works to endorse"), tally.ready, "ready", ready, turn, "info"),
        (_("Waiting for permission"), tally.unanswered, "permission", asking, _("Guardian"), "warn"),
        (_("Returned"), states.get(EntryState.RETURNED, 0), "returned", _("The student is mending them."), _("Student"), "neutral"),
        (_("Reserve list"), states.get(EntryState.HELD_BACK, 0), "held_back", kept, None, "neutral"),
        (_("Endorsed"), states.get(EntryState.ENDORSED, 0), "endorsed", _("The secretariat looks at them."), None, "neutral"),
        (_("Accepted"), states.get(EntryState.ACCEPTED, 0), "accepted", _("They go to the judges."), None, "neutral"),
        (_("Begun"), begun, "", unsent, None, "neutral"),
    ]
    return [
        {
            "label": label, "count": count, "text": text, "state": said, "tone": tone,
            "href": _leads_to(tally, state),
        }
        for label, count, state, text, said, tone in rows if count
    ]  # fmt: skip


def _leads_to(tally: Tally, state: str) -> str | None:
    if state == "forms":
        return url_for("entries_org.forms")
    return url_for("entries_org.works", government=tally.government.key, state=state) if state else None
