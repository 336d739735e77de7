"""Entries taken after closing, by the secretariat alone: views of the blueprint in `routes/staff.py`, which gives each its address."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock, keys
from contest.core.clock import instant, wall_clock
from contest.core.errors import Conflict
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.entries import rules
from contest.entries.actions import desk as actions
from contest.entries.actions import late
from contest.entries.forms.late import LateForm, StartLateForm
from contest.entries.queries import desk as works
from contest.entries.queries.student import window
from contest.entries.routes.desk import Desk, done, page, show_once, zone_of
from contest.entries.states import EntryState
from contest.policy import May, require
from contest.web import who
from contest.web.forms import pin_to


def in_a_week(zone: str, now: datetime) -> datetime:
    """What is proposed: the end of the day a week from now."""
    return instant(wall_clock(now + timedelta(days=7), zone).replace(hour=23, minute=59, second=0, microsecond=0), zone)


def allow(desk: Desk, reference: str) -> ResponseReturnValue:
    """Let a draft or a withdrawn work be sent after closing."""
    entry, now = desk.find(reference), clock.now()
    zone = zone_of(entry)
    until = wall_clock(entry.late_until or in_a_week(zone, now), zone)
    form = LateForm(data={"until": until, "reason": entry.late_reason, "version": entry.version})
    form.until.zone = zone
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            held, wanted = works.hold(session, entry.id), form.until.instant() or now
            late.allow_late(session, who.actor(), held, reason=form.reason.data or "", until=wanted, now=now)
        if not form.errors:
            return done(desk, entry, _("The student can send this entry until the time you set. It stays marked as late."))
    else:
        actions.check_step(who.actor(), entry, "late")
        if not form.errors:
            rules.check_late(entry.state, window(db.session(), entry.edition, entry.government_id), in_a_week(zone, now), now)
    return page(desk, "entries/staff/late.html", entry, form, zone=zone)


def start(desk: Desk) -> ResponseReturnValue:
    """Begin an entry for a student who could not in time: the resume code is shown once."""
    require(who.actor(), May.LATE_ALLOW)
    edition, now = editions.current(db.session()), clock.now()
    if edition is None:
        raise Conflict(actions.MOVED_ON)
    form = StartLateForm(data={"until": wall_clock(in_a_week(edition.zone, now), edition.zone), "press": keys.token()})
    form.until.zone = edition.zone
    if form.validate_on_submit():
        until = form.until.instant() or now
        with pin_to(form), transaction() as session:
            made, code = late.start_late(
                session, who.actor(), locked(session, Edition, edition.id), language=form.language.data, reason=form.reason.data or "",
                until=until, press=form.press.data or "", now=now,
            )  # fmt: skip
        if not form.errors:
            show_once(made, "new", code)
            return redirect(desk.back(made), 303)
    elif not form.errors:
        rules.check_late(EntryState.DRAFT, window(db.session(), edition, None), in_a_week(edition.zone, now), now)
    text = render_template("entries/staff/start_late.html", edition=edition, form=form, zone=edition.zone)
    return text, 422 if form.errors else 200
