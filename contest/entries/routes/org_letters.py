"""Messages a coordinator passes on: letters to painters of the own government who gave no e-mail address."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.languages import language
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.entries.actions import letters as actions
from contest.entries.queries import letters as queries
from contest.entries.routes.org import own_governments
from contest.post.models import Letter
from contest.web import who
from contest.web.navigation import tell
from contest.web.paging import page_of

bp = Blueprint("entries_org_letters", __name__, url_prefix="/org/letters")


@bp.get("")
def messages() -> ResponseReturnValue:
    """Whom to tell what: those that wait first."""
    own, session = own_governments(who.actor()), db.session()
    page = page_of(lambda offset, limit: queries.messages(session, own, offset, limit), queries.count(session, own))
    return render_template(
        "entries/org/messages.html", page=page, waiting=queries.waiting(session, own), several=len(own) > 1, spoken=language,
    )  # fmt: skip


@bp.get("/<int:identity>")
def message(identity: int) -> ResponseReturnValue:
    """One message, to copy into a messenger or to read out."""
    found = queries.message(db.session(), own_governments(who.actor()), identity)
    return render_template("entries/org/message.html", found=found, letter=found.letter, tongue=language(found.letter.language))


@bp.post("/<int:identity>/passed-on")
def passed_on(identity: int) -> ResponseReturnValue:
    """The painter knows."""
    own = own_governments(who.actor())
    with transaction() as session:
        found = queries.message(session, own, identity)
        actions.pass_on(session, who.actor(), locked(session, Letter, identity), found.entry, now=clock.now())
    tell(_("Noted: you have passed this message on."))
    return redirect(url_for(".messages"), 303)
