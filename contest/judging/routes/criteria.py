"""What is marked in a round, and how it weighs. Addresses are in `staff.py`."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.judging import actions, forms, queries, rules
from contest.judging.actions.criteria import CRITERIA
from contest.judging.models import Criterion
from contest.judging.queries import panels
from contest.judging.routes.found import found_round, held, pressed, tell_of_rule, to
from contest.judging.states import RoundKind, RoundState
from contest.web import who
from contest.web.forms import pin_to
from contest.web.navigation import tell


def criteria(round_id: int) -> ResponseReturnValue:
    """What is marked, and how it weighs."""
    found = found_round(round_id)
    listed = [(c, panels.scale(c)) for c in queries.criteria(db.session(), round_id)]
    return render_template(
        "judging/staff/criteria.html", round=found, criteria=listed, value_text=rules.value_text, form=forms.ButtonForm(),
        weights=sum(c.weight for c, _scale in listed), draft=found.state is RoundState.DRAFT, most=CRITERIA[found.kind][1],
        quick=found.kind is RoundKind.QUICK,
    )  # fmt: skip


def usual_criteria(round_id: int) -> ResponseReturnValue:
    """Back to the usual criteria of the round's kind; a quick look by numbers, or by keep, maybe and out."""
    three, ruled = request.form.get("scale") == "three", found_round(round_id).rule_id
    answer = pressed(
        lambda session: actions.usual_criteria(session, who.actor(), held(session, round_id), three=three, now=clock.now()),
        _("Saved."), "criteria", round_id,
    )  # fmt: skip
    tell_of_rule(ruled, round_id)
    return answer


def add_criterion(round_id: int) -> ResponseReturnValue:
    """One more criterion."""
    found = found_round(round_id)
    form = forms.criterion_form(sent=request.form, data={"position": min(6, len(queries.criteria(db.session(), round_id)) + 1)})
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            actions.add_criterion(
                session, who.actor(), held(session, round_id), form.command(), draft=form.draft.data or "", now=clock.now()
            )
        if not form.errors:
            tell(_("Saved."))
            return to("criteria", round_id)
        found = found_round(round_id)
    return render_template("judging/staff/criterion.html", form=form, round=found, criterion=None), 422 if form.errors else 200


def _criterion(session: Session, round_id: int, criterion_id: int) -> Criterion:
    for each in queries.criteria(session, round_id):
        if each.id == criterion_id:
            return each
    raise Missing(N_("There is no such criterion."))


def criterion(round_id: int, criterion_id: int) -> ResponseReturnValue:
    """One criterion: words, scale, weight, place."""
    found = found_round(round_id)
    chosen = _criterion(db.session(), round_id, criterion_id)
    form = forms.criterion_form(panels.scale(chosen), anchors=chosen.anchors, sent=request.form, data=forms.spelled(chosen))
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            now, stored = clock.now(), _criterion(session, round_id, criterion_id)
            actions.change_criterion(session, who.actor(), stored, held(session, round_id), form.command(), now=now)
        if not form.errors:
            tell(_("Saved."))
            return to("criteria", round_id)
        found = found_round(round_id)
    return render_template("judging/staff/criterion.html", form=form, round=found, criterion=criterion_id), 422 if form.errors else 200


def remove_criterion(round_id: int, criterion_id: int) -> ResponseReturnValue:
    """Take a criterion out."""
    ruled = found_round(round_id).rule_id
    answer = pressed(
        lambda session: actions.remove_criterion(session, who.actor(), held(session, round_id), criterion_id, now=clock.now()),
        _("The criterion is removed."), "criteria", round_id,
    )  # fmt: skip
    tell_of_rule(ruled, round_id)
    return answer
