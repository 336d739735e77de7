"""The pages a coordinator and the secretariat both have for one work, each at their own desk's addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.clock import wall_clock
from contest.core.errors import Conflict
from contest.core.keys import grouped
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions.queries import closing_for
from contest.entries import rules
from contest.entries.actions import consent
from contest.entries.actions import desk as actions
from contest.entries.acts import WORDS
from contest.entries.forms.org import CodeForm, LinkForm, PaperForm, ReasonForm, ReturnForm, WithdrawPermissionForm
from contest.entries.models import Entry
from contest.entries.queries import desk as queries
from contest.entries.queries.printed import already_printed, told
from contest.entries.queries.public import held_for
from contest.entries.queries.signed import forms_of
from contest.entries.rules import MEDIUMS, Permission
from contest.entries.states import EntryState
from contest.web import who
from contest.web.forms import PageForm, pin_to
from contest.web.i18n import current
from contest.web.navigation import tell
from contest.web.qr import square

ONCE = "desk_once"
NOTHING_LEFT = (Permission.NO, Permission.REGION)  # answers that allow nothing that could be taken back


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose pages: how a work is found there (others' works are not), and the endpoint of its own page."""

    find: Callable[[str], Entry]
    page: str

    def back(self, entry: Entry) -> str:
        """The address of the work's own page."""
        return url_for(self.page, reference=entry.receipt or entry.id)


def zone_of(entry: Entry) -> str:
    """The clock where a work comes from."""
    return entry.government.zone if entry.government else entry.edition.zone


def page(desk: Desk, template: str, entry: Entry, form: PageForm, *, status: int = 200, **shown: Any) -> ResponseReturnValue:
    """A form about one work; 422 when something in it is wrong and nothing worse."""
    work = queries.work(db.session(), entry)
    text = render_template(template, work=work, entry=entry, form=form, back_to=desk.back(entry), **shown)
    return text, 422 if form.errors and status == 200 else status


def whole(entry: Entry) -> dict[str, Any]:
    """What the page of one work shows at either desk."""
    session, now = db.session(), clock.now()
    return {
        "entry": entry, "work": queries.work(session, entry), "zone": zone_of(entry), "once": shown_once(entry), "now": now,
        "steps": actions.steps(who.actor(), entry), "forms": forms_of(session, [entry.id])[entry.id],
        "endorse_until": rules.endorse_until(entry.edition.endorse_by, entry.late_until),
        "printed": told(already_printed(session, entry.id, now), current().code), "story": queries.story(session, entry), "words": WORDS,
        "medium": _(MEDIUMS[entry.medium]) if entry.medium in MEDIUMS else entry.medium, "reason": _(entry.reason) if entry.reason else "",
    }  # fmt: skip


def done(desk: Desk, entry: Entry, message: str) -> ResponseReturnValue:
    """Back to the work, saying what was done."""
    tell(message)
    return redirect(desk.back(entry), 303)


def show_once(entry: Entry, kind: str, secret: str) -> None:
    """Keep a secret for the work's next page, in this browser's own cookie; the store has only its hash."""
    session[ONCE] = [entry.id, kind, secret]


def shown_once(entry: Entry) -> dict[str, Any] | None:
    """The secret just made for this work, which is then no longer known; other works' secrets wait."""
    if (session.get(ONCE) or [None])[0] != entry.id:
        return None
    _entry, kind, secret = session.pop(ONCE)
    if kind == "link":
        return {"kind": kind, "text": secret, "square": square(secret, _("The guardian’s link for a camera"))}
    return {"kind": kind, "text": grouped(secret), "square": None}


def add_pages(bp: Blueprint, desk: Desk) -> None:
    """Give a desk its pages for one work."""
    _add_deciding(bp, desk)
    _add_permissions(bp, desk)
    _add_taking_back(bp, desk)


def _add_deciding(bp: Blueprint, desk: Desk) -> None:
    @bp.route("/<reference>/return", methods=["GET", "POST"])
    def send_back(reference: str) -> ResponseReturnValue:
        """Say what to mend, and until when."""
        entry, now = desk.find(reference), clock.now()
        zone = zone_of(entry)
        until = actions.default_mend_by(entry, closing_for(db.session(), entry.edition, entry.government_id), now)
        form = ReturnForm(data={"mend_by": wall_clock(until, zone), "version": entry.version})
        form.mend_by.zone = zone
        if form.validate_on_submit():
            with pin_to(form), transaction() as unit:
                held = queries.hold(unit, entry.id)
                actions.check_seen(held, form.version.data, EntryState.RETURNED)
                actions.send_back(unit, who.actor(), held, mend=form.mend.data, mend_by=form.mend_by.instant() or until, now=now)
            if not form.errors:
                return done(desk, entry, _("The work is returned. The student can mend it until the time you set."))
        else:
            actions.check_step(who.actor(), entry, "send_back")
        return page(desk, "entries/desk/send_back.html", entry, form, zone=zone)

    @bp.route("/<reference>/withdraw", methods=["GET", "POST"])
    def withdraw(reference: str) -> ResponseReturnValue:
        """Out of the contest because the family asked for it."""
        entry = desk.find(reference)
        form = ReasonForm(data={"version": entry.version})
        if form.validate_on_submit():
            with pin_to(form), transaction() as unit:
                held = queries.hold(unit, entry.id)
                actions.withdraw_for(unit, who.actor(), held, reason=form.reason.data, now=clock.now())
            if not form.errors:
                return done(desk, entry, _("The work is withdrawn from the contest."))
        else:
            actions.check_step(who.actor(), entry, "withdraw")
        return page(desk, "entries/desk/withdraw.html", entry, form)


def _add_taking_back(bp: Blueprint, desk: Desk) -> None:
    @bp.route("/<reference>/permissions/withdraw", methods=["GET", "POST"])
    def withdraw_permission(reference: str) -> ResponseReturnValue:
        """Take permissions back for a family that asked for it."""
        entry = desk.find(reference)
        held = held_for(db.session(), [entry.id])[entry.id]
        form = WithdrawPermissionForm()
        form.offer({purpose: row for purpose, row in held.items() if row.answer not in NOTHING_LEFT})
        if form.validate_on_submit():
            with pin_to(form), transaction() as unit:
                chosen, why = form.chosen(), form.reason.data or ""
                consent.withdraw_consent(unit, who.actor(), queries.hold(unit, entry.id), chosen, reason=why, now=clock.now())
            if not form.errors:
                return done(desk, entry, _("The permissions are withdrawn. This holds from now on, on every page."))
        elif "withdraw_permission" not in actions.steps(who.actor(), entry) or not held:
            raise Conflict(actions.MOVED_ON)
        printed = told(already_printed(db.session(), entry.id, clock.now()), current().code)
        return page(desk, "entries/desk/withdraw_permission.html", entry, form, printed=printed)


def _add_permissions(bp: Blueprint, desk: Desk) -> None:
    @bp.route("/<reference>/paper", methods=["GET", "POST"])
    def paper(reference: str) -> ResponseReturnValue:
        """Write down what a signed paper says."""
        entry, form = desk.find(reference), PaperForm()
        if form.validate_on_submit():
            with pin_to(form), transaction() as unit:
                held = queries.hold(unit, entry.id)
                given, where = form.given_by.data, form.evidence.data
                consent.record_paper(unit, who.actor(), held, form.answers(), given_by=given, evidence=where, now=clock.now())
            if not form.errors:
                return done(desk, entry, _("The signed paper is recorded."))
        else:
            actions.check_step(who.actor(), entry, "permissions")
        return page(desk, "entries/desk/paper.html", entry, form)

    @bp.route("/<reference>/guardian", methods=["GET", "POST"])
    def guardian(reference: str) -> ResponseReturnValue:
        """A new link for the guardian."""
        entry = desk.find(reference)
        actions.check_step(who.actor(), entry, "permissions")
        form = LinkForm(data={"language": entry.student.language})
        if form.validate_on_submit():
            with transaction() as unit:
                held = queries.hold(unit, entry.id)
                link = actions.guardian_link(unit, who.actor(), held, language=form.language.data, now=clock.now())
            show_once(entry, "link", link)
            return redirect(desk.back(entry), 303)
        return page(desk, "entries/desk/guardian.html", entry, form)

    @bp.route("/<reference>/code", methods=["GET", "POST"])
    def code(reference: str) -> ResponseReturnValue:
        """A new resume code for a student who lost the old one."""
        entry, form = desk.find(reference), CodeForm()
        actions.check_step(who.actor(), entry, "code")
        if form.validate_on_submit():
            with pin_to(form), transaction() as unit:
                made = actions.new_code(unit, who.actor(), queries.hold(unit, entry.id), how=form.how.data, now=clock.now())
            if not form.errors:
                show_once(entry, "code", made)
                return redirect(desk.back(entry), 303)
        return page(desk, "entries/desk/code.html", entry, form)
