"""After sending: the receipt and its label, the guardian's link, taking back and withdrawing.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import site_address
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.actions import consent
from contest.entries.actions import student as actions
from contest.entries.forms.student import PlainForm
from contest.entries.queries import student as queries
from contest.entries.queries.printed import already_printed, told
from contest.entries.queries.public import consents_of
from contest.entries.routes.own import LINKS, frame, keep_secret, mine, own, secret_of, window
from contest.entries.states import EntryState
from contest.web import i18n, limits, who
from contest.web.arrival import arrived
from contest.web.navigation import tell

GUARDIAN_LINKS = "5 per hour"


def sent(draft: str) -> ResponseReturnValue:
    """The receipt, how things stand, and what happens next. Worth a bookmark."""
    entry, now = mine(draft), clock.now()
    if entry.state is EntryState.DRAFT:
        return redirect(url_for("entries_student.draft", draft=draft), 302)
    unit, until = db.session(), window(entry)
    held = rules.holding(consents_of(unit, [entry.id])[entry.id])
    return render_template(
        "entries/student/sent.html", entry=entry, frame=frame(entry), shown=queries.shown(unit, entry),
        held=held, purposes=list(Purpose), blocked=rules.missing_to_endorse(held), adult=consent.is_adult(entry, now),
        asked=queries.requests_of(unit, entry.id), link=_guardian_link(draft), changeable=rules.may_take_back(entry.state, until, now),
        again=rules.may_send(entry.state, until, entry.mend_by, now), withdrawable=rules.may_withdraw(entry.state),
    )  # fmt: skip


def _guardian_link(draft: str) -> str:
    token = secret_of(LINKS, draft)
    return site_address(db.session(), url_for("entries_guardian.consent", token=token)) if token else ""


def label(draft: str) -> ResponseReturnValue:
    """The label for the back of the painting, to print."""
    entry = mine(draft)
    if not entry.receipt:
        return redirect(url_for("entries_student.draft", draft=draft), 302)
    return render_template("entries/student/label.html", entry=entry)


def receipt_code(draft: str) -> ResponseReturnValue:
    """The receipt number for a camera."""
    return _drawn(mine(draft).receipt)


def guardian_code(draft: str) -> ResponseReturnValue:
    """The guardian's link for a camera, in the browser that knows it."""
    mine(draft)
    return _drawn(_guardian_link(draft))


def _drawn(text: str | None) -> Response:
    if not text:
        raise Conflict(N_("There is nothing to draw here yet."))
    into = BytesIO()
    segno.make(text, error="m", micro=False).save(into, kind="svg", scale=4, border=2, dark="#000", light="#fff")
    return Response(into.getvalue(), mimetype="image/svg+xml")


def take_back(draft: str) -> ResponseReturnValue:
    """Change something after all."""
    mine(draft)
    with transaction() as unit:
        actions.take_back(unit, who.student(), own(unit, draft), now=clock.now())
    tell(_("Your entry is a draft again. Send it once more when you are done."))
    return redirect(url_for("entries_student.check", draft=draft), 303)


def withdraw(draft: str) -> ResponseReturnValue:
    """Out of the contest: asked once more, then done."""
    entry, form = mine(draft), PlainForm()
    if form.validate_on_submit():
        with transaction() as unit:
            actions.withdraw(unit, who.student(), own(unit, draft), now=clock.now())
        tell(_("Your painting is withdrawn from the contest."))
        return redirect(url_for("entries_student.sent", draft=draft), 303)
    if entry.state is EntryState.WITHDRAWN:
        return redirect(url_for("entries_student.sent", draft=draft), 302)
    return render_template(
        "entries/student/withdraw.html", entry=entry, form=form, frame=frame(entry), possible=rules.may_withdraw(entry.state)
    ), 422 if form.errors else 200  # fmt: skip


def again(draft: str) -> ResponseReturnValue:
    """Send what was withdrawn once more; what is missing is asked for first."""
    mine(draft)
    at = arrived()
    try:
        with transaction() as unit:
            link = actions.submit(unit, who.student(), own(unit, draft), now=at)
    except rules.Incomplete:
        return redirect(url_for("entries_student.check", draft=draft), 303)
    if link:
        keep_secret(LINKS, draft, link)
    return redirect(url_for("entries_student.sent", draft=draft), 303)


def ask_guardian(draft: str) -> ResponseReturnValue:
    """A new link to hand over; one nobody has answered ends."""
    mine(draft)
    limits.count(GUARDIAN_LINKS, "guardian link", str(who.student().id))
    with transaction() as unit:
        now, entry = clock.now(), own(unit, draft)
        token = consent.ask_guardian(unit, who.student(), entry, language=i18n.current().code, now=now)
    keep_secret(LINKS, draft, token)
    return redirect(url_for("entries_student.sent", draft=draft, _anchor="guardian"), 303)


def withdraw_permission(draft: str, purpose: str) -> ResponseReturnValue:
    """Who is of age takes back a permission."""
    entry, form, chosen = mine(draft), PlainForm(), rules.purposes_named(purpose)
    if not consent.is_adult(entry, clock.now()):
        raise Conflict(N_("Until you are 18, your parent or guardian answers these questions."))
    printed = told(already_printed(db.session(), entry.id, clock.now()), i18n.current().code)
    if form.validate_on_submit():
        with transaction() as unit:
            consent.withdraw_consent(unit, who.student(), own(unit, draft), chosen, now=clock.now())
        tell(_("The permission is withdrawn. This holds from now on."))
        if printed:
            tell(_("Already printed: %(printed)s", printed="; ".join(printed)), "info")
        return redirect(url_for("entries_student.sent", draft=draft), 303)
    return render_template(
        "entries/student/withdraw_permission.html", entry=entry, form=form, frame=frame(entry), chosen=chosen, printed=printed
    ), 422 if form.errors else 200  # fmt: skip
