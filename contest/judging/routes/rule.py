"""By which rule a round is counted: the one in force, another one, and what was before. The address is in `staff.py`."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.judging import queries
from contest.judging.actions.rule import choose_rule, methods_for
from contest.judging.forms import results as forms
from contest.judging.models import Round
from contest.judging.queries import results as reads
from contest.judging.queries.resting import stands_under
from contest.judging.routes import said
from contest.judging.routes.results import criteria_names
from contest.judging.rules import METHODS, Rule
from contest.judging.rules.board import steps
from contest.judging.states import RoundKind, RoundState
from contest.policy import May, require
from contest.web import who
from contest.web.filters import plain_text
from contest.web.forms import pin_to
from contest.web.navigation import tell


def rule(round_id: int) -> ResponseReturnValue:
    """The rule of a round, and the way to another version."""
    require(who.actor(), May.ROUND_MANAGE)
    session = db.session()
    found, held, criteria = _read(session, round_id)
    form = forms.rule_form(held, list(criteria.items()), methods_for(found))
    if form.validate_on_submit():
        with pin_to(form), transaction() as writing:
            choose_rule(writing, who.actor(), locked(writing, Round, round_id), form.command(), now=clock.now())
        if not form.errors:
            tell(_("The round is counted by this rule."))
            return redirect(url_for(".result_rule", round_id=round_id), 303)
        found, held, criteria = _read(session, round_id)  # what was refused is rolled back
    lines = reads.rule_lines(session, found)
    shown = found.state is RoundState.CLOSED
    return render_template(
        "judging/staff/results_rule.html", round=found, rule=held, form=form, lines=lines, closed=shown,
        method=_(METHODS[held.method].name), methods={key: _(each.name) for key, each in METHODS.items()},
        policies={key: _(words) for key, words in forms.POLICIES.items()}, begun=found.state is not RoundState.DRAFT,
        lot=reads.sealed_lot(session, found), zone=found.edition.zone,
        limits={key: each.most for key, each in METHODS.items() if each.most},
        chains=[_chain(found, each.rule, criteria | _as_called(each)) for each in lines], standing=stands_under(session, round_id),
        later=queries.chosen_by(session, found), chain=_chain(found, held, criteria),
    ), 422 if form.errors else 200  # fmt: skip


def _read(session: Session, round_id: int) -> tuple[Round, Rule, dict[int, str]]:
    return queries.by_id(session, round_id), queries.rule_of(session, round_id), criteria_names(session, round_id)


def _as_called(line: reads.RuleLine) -> dict[int, str]:
    return {step: plain_text(names) for step, names in line.steps.items()}


def _chain(found: Round, held: Rule, criteria: dict[int, str]) -> list[str]:
    """What parts equal totals; nothing where works are compared: there is only their strength."""
    if found.kind is RoundKind.PAIRWISE:
        return []
    return [name for step in steps(held) if (name := said.step_name(step, criteria))]
