"""What all judges of a closed round did, for staff; reading it is noted in the ledger. Its address is in `staff.py`."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.judging import forms, queries
from contest.judging.actions.history import read_history
from contest.judging.models import Round
from contest.judging.queries import views as reads
from contest.judging.routes.happened import Words
from contest.judging.routes.results import closed
from contest.web import who
from contest.web.paging import page_of

EVENTS = 100
OPEN_FOR = timedelta(hours=1)  # then it is noted again


def history(round_id: int) -> ResponseReturnValue:
    """First the question and what is noted, then every event, newest first: of the round, or of one work."""
    found, session = closed(round_id), db.session()
    asked = request.values.get("work", "").strip()[:40]
    if request.method == "POST" and forms.ButtonForm().validate_on_submit():
        with transaction() as unit:
            read_history(unit, who.actor(), locked(unit, Round, round_id), receipt=asked, now=clock.now())
        return redirect(url_for(".history", round_id=round_id, work=asked or None), 303)
    may = reads.has_read(session, who.actor(), round_id, asked, clock.now() - OPEN_FOR)
    entry_id = reads.entry_in(session, round_id, asked) if asked and may else None
    unknown = bool(asked and may and entry_id is None)
    total = reads.count_events(session, round_id, entry_id) if may and not unknown else 0
    page = page_of(partial(reads.all_events, session, round_id, entry_id) if total else _nothing, total, EVENTS)
    in_words = Words({c.id: c for c in queries.criteria(session, round_id)}, lambda code: f"R{found.position}-{code}")
    return render_template(
        "judging/staff/history.html", round=found, page=page, in_words=in_words, may=may, work=asked, unknown=unknown,
        form=forms.ButtonForm(), zone=found.edition.zone,
    )  # fmt: skip


def _nothing(_offset: int, _limit: int) -> list[reads.Happened]:
    return []
