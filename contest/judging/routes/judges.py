"""Who judges a round: invited, seated, taken off, swapped; and whom each may not judge. Addresses are in `staff.py`."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from contest.accounts import actions as accounts
from contest.accounts.models import Account, Invitation
from contest.core import clock, keys
from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.governments import queries as governments
from contest.judging import actions, forms
from contest.judging.actions.conflicts import NO_JUDGE
from contest.judging.actions.panel import LIVE, to_newcomer
from contest.judging.models import Round
from contest.judging.queries import assignment as hands
from contest.judging.queries import panels
from contest.judging.queries import staff as reads
from contest.judging.routes.found import away_words, found_round, held, pressed, to
from contest.judging.states import RoundState
from contest.web import who
from contest.web.filters import plain_text
from contest.web.forms import options, pin_to
from contest.web.navigation import tell


def judges(round_id: int) -> ResponseReturnValue:
    """Who judges, who could, who was asked, and how to invite somebody."""
    return _judges(found_round(round_id), _invite_form())


def _invite_form() -> forms.InviteForm:
    form = forms.InviteForm(draft=keys.token())
    form.government.choices = _governments(_("None"))
    return form


def _governments(none: str) -> list[SelectChoice]:
    return options([("", none), *((str(g.id), plain_text(g.names)) for g in governments.everyone(db.session()))])


def _judges(found: Round, form: forms.InviteForm, link: str = "", status: int = 200) -> ResponseReturnValue:
    session = db.session()
    return render_template(
        "judging/staff/judges.html", round=found, judges=reads.judge_lines(session, found), others=_others(found), form=form,
        link_made=link, invited=reads.invited(session, found.edition_id, clock.now()), closed=found.state is RoundState.CLOSED,
        draft=found.state is RoundState.DRAFT, running=found.state in LIVE,
    ), status  # fmt: skip


def _others(found: Round) -> Sequence[Account]:
    """Who may judge the edition and has no place in the round."""
    taken = {panelist.account_id for panelist in panels.sitting(db.session(), found.id)}
    return [account for account in panels.judges_of(db.session(), found.edition_id) if account.id not in taken]


def invite(round_id: int) -> ResponseReturnValue:
    """Invite a judge: a letter is written, and the link can be copied."""
    found, form = found_round(round_id), _invite_form()
    link = ""
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            _invitation, link = actions.invite_judge(
                session, who.actor(), held(session, round_id), address=form.address.data, name=form.name.data, language=form.language.data,
                government_id=form.government_id(), draft=form.draft.data or "", now=clock.now(),
            )  # fmt: skip
        found = found_round(round_id)
    return _judges(found, form, link, 422 if form.errors else 200)


def invite_again(round_id: int) -> ResponseReturnValue:
    """A new link for somebody whose invitation has run out, or who declined and is asked once more."""
    found, form = found_round(round_id), forms.AgainForm()
    link = ""
    if form.validate_on_submit():
        with transaction() as session:
            old = _invitation(session, found.edition_id, form.invitation.data)
            if old.used_at is None:
                link = accounts.renew_invitation(session, who.actor(), old, now=clock.now())
            else:
                _made, link = actions.invite_judge(
                    session, who.actor(), held(session, round_id), address=old.address, name=old.name, language=old.language,
                    government_id=old.government_id, now=clock.now(),
                )  # fmt: skip
        found = found_round(round_id)
    return _judges(found, _invite_form(), link)


def _invitation(session: Session, edition_id: int, identity: int) -> Invitation:
    for each in reads.invited(session, edition_id, clock.now()):
        if each.invitation.id == identity:
            return locked(session, Invitation, identity)
    raise Missing(N_("There is no such invitation."))


def seat(round_id: int) -> ResponseReturnValue:
    """Give a judge a place; in a round that runs, after a look at which works pass to them."""
    found, form = found_round(round_id), forms.SeatForm()
    if form.validate_on_submit():
        with transaction() as session:
            actions.seat(session, who.actor(), held(session, round_id), panels.account(session, form.account.data), now=clock.now())
        tell(_("The judge has a place in the round."))
    return to("judges", found.id)


def seat_preview(round_id: int, account_id: int) -> ResponseReturnValue:
    """What giving a place in a running round means."""
    found, session = found_round(round_id), db.session()
    account = panels.account(session, account_id)
    works = panels.works(session, found) - sum(judge == account_id for judge, _entry in hands.kept_from(session, found, [account_id]))
    return render_template(
        "judging/staff/seat.html", round=found, account=account, form=forms.SeatForm(formdata=None, data={"account": account_id}),
        moved=len(to_newcomer(session, found, account_id)), works=works,
    )  # fmt: skip


def drop(round_id: int, panelist_id: int) -> ResponseReturnValue:
    """Take a judge off the panel or let another take over, after a look at what that means."""
    found, form, line = found_round(round_id), forms.DropForm(), _line(round_id, panelist_id)
    others = _others(found)
    form.account.choices = options([("", _("Nobody: the others share the open works")), *((str(each.id), each.name) for each in others)])
    if form.validate_on_submit():
        keep = form.marks.data == "count"
        with transaction() as session:
            if form.account.data:
                account = panels.account(session, int(form.account.data))
                actions.swap(session, who.actor(), panelist_id, account, keep=keep, now=clock.now())
            else:
                actions.drop_panelist(session, who.actor(), panelist_id, keep=keep, now=clock.now())
        tell(_("The judge is off the panel. Their marks are kept."))
        return to("judges", round_id)
    open_ = len(hands.untouched(db.session(), [panelist_id])) if found.per_work is not None and found.state in LIVE else 0
    shown = {"round": found, "judge": line, "form": form, "moved": open_, "others": others}
    return render_template("judging/staff/drop.html", **shown), 422 if form.errors else 200


def _line(round_id: int, panelist_id: int) -> reads.JudgeLine:
    for each in reads.judge_lines(db.session(), found_round(round_id)):
        if each.panelist.id == panelist_id:
            return each
    raise Missing(NO_JUDGE)


# ── one judge: conflicts, and works kept away ──


def judge(round_id: int, panelist_id: int) -> ResponseReturnValue:
    """One judge: how far, whom they may not judge, which works they were kept away from."""
    return _judge(round_id, panelist_id, forms.RecuseForm(formdata=None), _conflict_form(fresh=True))


def _conflict_form(*, fresh: bool = False) -> forms.ConflictForm:
    form = forms.ConflictForm(formdata=None) if fresh else forms.ConflictForm()
    form.government.choices = _governments(_("Choose"))
    return form


def _judge(round_id: int, panelist_id: int, recusing: forms.RecuseForm, declaring: forms.ConflictForm) -> ResponseReturnValue:
    session, found, line = db.session(), found_round(round_id), _line(round_id, panelist_id)
    said = hands.conflicts(session, found.edition_id, [line.panelist.account_id])
    ids = [row.government_id for row in said if row.government_id is not None]
    wrong = recusing if recusing.errors else declaring
    return render_template(
        "judging/staff/judge.html", round=found, judge=line, conflicts=said, governments=reads.government_names(session, ids), form=wrong,
        recusing=recusing, declaring=declaring, away=reads.kept_away(session, line.panelist),
        reasons=reads.staff_reasons(session, panelist_id),
        away_words=away_words(), closed=found.state is RoundState.CLOSED, button=forms.ButtonForm(formdata=None),
    ), 422 if wrong.errors else 200  # fmt: skip


def declare(round_id: int, panelist_id: int) -> ResponseReturnValue:
    """Staff know of a conflict."""
    _line(round_id, panelist_id)
    form = _conflict_form()
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            actions.declare_for(session, who.actor(), panelist_id, form.declared(), now=clock.now())
        if not form.errors:
            tell(_("Noted. These works are no longer shown to this judge."))
            return to("judge", round_id, panelist_id=panelist_id)
    return _judge(round_id, panelist_id, forms.RecuseForm(formdata=None), form)


def withdraw_conflict(round_id: int, panelist_id: int, conflict_id: int) -> ResponseReturnValue:
    """A conflict that was none."""
    _line(round_id, panelist_id)
    return pressed(
        lambda session: actions.withdraw_conflict(session, who.actor(), panelist_id, conflict_id, now=clock.now()),
        _("Taken back. Works not begun come back to this judge; works already recused stay so until you say otherwise."),
        "judge", round_id, panelist_id=panelist_id,
    )  # fmt: skip


def recuse(round_id: int, panelist_id: int) -> ResponseReturnValue:
    """Keep the judge away from one work."""
    _line(round_id, panelist_id)
    form = forms.RecuseForm()
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            actions.recuse_judge(session, who.actor(), panelist_id, form.receipt.data, reason=form.reason.data, now=clock.now())
        if not form.errors:
            tell(_("The judge does not judge this work. Marks given before are kept and do not count."))
            return to("judge", round_id, panelist_id=panelist_id)
    return _judge(round_id, panelist_id, form, _conflict_form(fresh=True))


def let_judge(round_id: int, panelist_id: int, receipt: str) -> ResponseReturnValue:
    """The judge judges the work after all."""
    _line(round_id, panelist_id)
    return pressed(
        lambda session: actions.let_judge(session, who.actor(), panelist_id, receipt, now=clock.now()),
        _("The judge judges this work again."), "judge", round_id, panelist_id=panelist_id,
    )  # fmt: skip
