"""Finish later: the resume code to write down, print, photograph or have mailed.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import site_address
from contest.entries.actions import codes
from contest.entries.forms.student import OwnCodeForm
from contest.entries.routes.own import CODES, frame, mine, own, secret_of
from contest.web import limits, who
from contest.web.navigation import tell
from contest.web.qr import square

LETTERS = "3 per hour"


def later(draft: str) -> ResponseReturnValue:
    """The way back, in four forms; what is stored stays."""
    entry, form = mine(draft), OwnCodeForm()
    code = secret_of(CODES, draft)
    if code and form.validate_on_submit():
        limits.count(LETTERS, "own code", str(who.student().id))
        with transaction() as unit:
            codes.mail_own_code(unit, who.student(), own(unit, draft), code, form.email.data, now=clock.now())
        tell(_("A letter with your code is on its way to %(address)s.", address=form.email.data))
        return redirect(url_for("entries_student.later", draft=draft), 303)
    if not form.is_submitted():
        form.email.data = entry.student.email
    address = site_address(db.session(), url_for("entries_student.resume"))
    return render_template(
        "entries/student/later.html", entry=entry, form=form, frame=frame(entry), address=address,
        # The code stands behind a #, so a phone that opens the address sends it to nobody.
        square=square(f"{address}#{code}", _("Square code of your way back to this entry")) if code else "",
    ), 422 if form.errors else 200  # fmt: skip
