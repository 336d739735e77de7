"""The way into the wizard and out of it: the first page, resume codes, leaving a shared computer.

Views of the blueprint in `routes/student.py`, which gives each its address.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.accounts import rules as stays
from contest.accounts.actions import close_browser, open_browser
from contest.core import clock, keys
from contest.core.errors import Invalid, TooMany
from contest.core.text import N_, fold
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.editions.rules import born_between
from contest.entries import rules
from contest.entries.actions import codes
from contest.entries.actions import student as actions
from contest.entries.forms.student import LostCodeForm, ResumeForm, StartForm
from contest.entries.queries import student as queries
from contest.entries.routes.keep import keep_carried
from contest.entries.routes.own import CARRIED, CODES, LINKS, keep_secret, photo_limits, second_zone
from contest.policy import Actor
from contest.web import i18n, limits, who
from contest.web.errors import words
from contest.web.forms import pin_to
from contest.web.navigation import tell

SHARED = stays.Stay(60, 12)
TRIES, STARTS = "10 per minute", "600 per hour"  # schools enter by classes, over one line
LETTERS, LETTERS_ASKED = "5 per hour", "100 per hour"  # for one address, and from one line
TOO_MANY_CODES = N_("Too many codes were tried from here. Please wait, then try again. Seconds to wait: %(seconds)s")
UNKNOWN_CODE = N_("We do not know this code. It has ten letters or digits; there is no O, I, L, S, U, V or Z and no 0, 1, 2, 5 or 9 in it.")


def _come_in(student_id: int, token: str, *, shared: bool) -> None:
    who.remember("student", token, Actor("student", student_id))
    session.permanent = not shared
    session["shared"] = shared


def _session(unit: Session, student_id: int, *, shared: bool) -> str:
    stay = SHARED if shared else stays.STUDENT
    return open_browser(unit, "student", student_id, idle_minutes=stay.idle_minutes, hours=stay.hours, now=clock.now())


def start() -> ResponseReturnValue:
    """Can I enter, what do I need; then a draft."""
    edition, form = editions.current(db.session()), StartForm()
    if form.validate_on_submit() and edition is not None:
        limits.count(STARTS, "start", limits.visitor())
        with transaction() as unit:
            now = clock.now()
            entry, code = actions.start(unit, who.student(), editions.by_id(unit, edition.id), language=i18n.current().code, now=now)
            token = _session(unit, entry.student_id, shared=form.shared.data)
            draft, student = entry.draft_key, entry.student_id
        _come_in(student, token, shared=form.shared.data)
        keep_secret(CODES, draft, code)
        return redirect(url_for("entries_student.photo", draft=draft), 303)
    open_, until = _open(edition)
    return render_template(
        "entries/student/start.html", edition=edition, form=form, resume=ResumeForm(formdata=None), open=open_, until=until,
        now=clock.now(), limit=photo_limits(edition).bytes // 1_000_000, known=not who.student().anonymous, other_zone=second_zone(),
        **(_who_may(edition) if edition and open_ else {}),
    )  # fmt: skip


def _who_may(edition: Edition) -> dict[str, Any]:
    """Who may enter, in words; and for a painter this browser knows, what keeps them from entering one more."""
    unit = db.session()
    painter = None if who.student().anonymous else queries.student(unit, who.student().id)
    known = painter if painter is not None and painter.edition_id == edition.id else None
    found = queries.in_the_way(unit, known, edition, None) if known else []
    return {
        "themes": editions.themes(unit, edition.id), "born": born_between(edition.age_from, edition.age_to, edition.age_day),
        "regions": editions.how_many_take_part(unit, edition), "painter": known,
        "obstacles": [words(each) for each in found], "shut_out": any(isinstance(each, Invalid) for each in found),
    }  # fmt: skip


def _open(edition: Edition | None) -> tuple[bool, Any]:
    """Is anybody's entry taken now, and until when."""
    if edition is None:
        return False, None
    extended = [each.closes_at for each in editions.extensions(db.session(), edition.id)]
    until = max([edition.closes_at, *extended])
    return rules.taken(rules.Window(edition.opens_at, until, queries.announced(edition)), clock.now()), until


def resume() -> ResponseReturnValue:
    """Back into a saved entry by its code."""
    form, status = ResumeForm(), 200
    if form.validate_on_submit():
        try:
            limits.refuse_spent(TRIES, "resume", limits.visitor(), message=TOO_MANY_CODES)
            with pin_to(form), transaction() as unit:
                found = queries.student_by_code(unit, keys.ungrouped(form.code.data))
                if found is None:
                    limits.count(TRIES, "resume", limits.visitor(), message=TOO_MANY_CODES)
                    raise Invalid(UNKNOWN_CODE, "code")
                token = _session(unit, found.id, shared=form.borrowed.data)
                student = found.id
        except TooMany as error:
            form.code.errors = [words(error)]
            status = 429
        if not form.errors:
            _come_in(student, token, shared=form.borrowed.data)
            keep_carried(_wanted(), request.form)
            return redirect(_wanted() or url_for("desk.my"), 303)
    on = {name: text for name, text in request.form.items() if name.startswith(CARRIED)}
    return render_template(
        "entries/student/resume.html", form=form, carried=on, next=request.args.get("next")
    ), max(status, 422) if form.errors else 200  # fmt: skip


def _wanted() -> str:
    """Where the visitor wanted to go, if that is one of these pages."""
    path = stays.own_path(request.args.get("next"))
    return path if "/enter/" in path else ""


def lost_code() -> ResponseReturnValue:
    """A new code by letter; the answer is the same whether the address is known or not."""
    form = LostCodeForm()
    if form.validate_on_submit():
        limits.count(LETTERS, "lost code", fold(form.email.data))
        limits.count(LETTERS_ASKED, "lost codes", limits.visitor())
        with transaction() as unit:
            codes.mail_codes(unit, form.email.data, form.name.data or "", now=clock.now())
        tell(_("If an entry has this address, we write to it: with a new code, or with what to do where several painters share it."))
        return redirect(url_for("entries_student.resume"), 303)
    return render_template("entries/student/lost_code.html", form=form), 422 if form.errors else 200


def leave() -> ResponseReturnValue:
    """Nothing of the entry stays on this computer."""
    with transaction() as unit:
        close_browser(unit, who.forget("student"))
    for name in (CODES, LINKS, "shared"):
        session.pop(name, None)
    tell(_("Nothing of your entry is kept on this computer any more. Your resume code brings you back."))
    return redirect(url_for("entries_student.start"), 303)


def another() -> ResponseReturnValue:
    """One more painting by the same person."""
    with transaction() as unit:
        edition = editions.current(unit)
        if edition is None:
            raise rules.Closed("closed")
        draft = actions.start_another(unit, who.student(), edition, language=i18n.current().code, now=clock.now()).draft_key
    return redirect(url_for("entries_student.photo", draft=draft), 303)
