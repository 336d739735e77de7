"""The picture examples of a round's briefing. Addresses are in `staff.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Invalid, Missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.judging import forms, queries
from contest.judging.actions import examples as actions
from contest.judging.forms.examples import ExampleForm, NumberForm, example_form
from contest.judging.models import Round
from contest.judging.queries import examples as reads
from contest.judging.routes.found import found_round, held, to
from contest.judging.rules.examples import MOST
from contest.judging.states import RoundState
from contest.web import who
from contest.web.errors import words
from contest.web.filters import plain_text
from contest.web.forms import pin_to
from contest.web.navigation import tell


def examples(round_id: int) -> ResponseReturnValue:
    """The examples in their order; the way to one more."""
    return _examples(found_round(round_id), NumberForm(formdata=None))


def _examples(found: Round, form: NumberForm) -> ResponseReturnValue:
    lines = reads.for_staff(db.session(), found)
    removed = request.args.get("removed", type=int)
    undo = removed if reads.was_removed(db.session(), found.id, removed) else None
    return render_template(
        "judging/staff/examples.html", round=found, examples=lines, form=form, button_form=forms.ButtonForm(), most=MOST,
        named=dict(_criteria(found)), closed=found.state is RoundState.CLOSED, removed=undo,
    ), 422 if form.errors else 200  # fmt: skip


def _criteria(found: Round) -> list[tuple[int, str]]:
    return [(each.id, plain_text(each.names)) for each in queries.criteria(db.session(), found.id)]


def add_example(round_id: int) -> ResponseReturnValue:
    """The work of a number, to be looked at; with its sentence it becomes an example."""
    found = found_round(round_id)
    if request.method == "GET":
        return _preview(found, NumberForm(request.args), example_form(_criteria(found), formdata=None))
    form = example_form(_criteria(found))
    asked = NumberForm(formdata=None, data={"number": form.number.data})
    if form.validate_on_submit():
        with pin_to(asked), transaction() as session:
            actions.add_example(session, who.actor(), held(session, round_id), asked.number.data or "", form.command(), now=clock.now())
        if not asked.errors:
            tell(_("The example is added."))
            return to("examples", round_id)
        return _examples(found_round(round_id), asked)
    return _preview(found_round(round_id), asked, form, sent=True)


def _preview(found: Round, asked: NumberForm, form: ExampleForm, *, sent: bool = False) -> ResponseReturnValue:
    work = None
    if sent or asked.validate():
        with pin_to(asked):
            work = reads.choosable(db.session(), found, asked.number.data or "")
    if work is None:
        return _examples(found, asked)
    form.number.data = work.number
    return render_template("judging/staff/example.html", round=found, work=work, form=form, example=None), 422 if form.errors else 200


def example(round_id: int, example_id: int) -> ResponseReturnValue:
    """Other words, or another criterion."""
    found = found_round(round_id)
    line = next((each for each in reads.for_staff(db.session(), found) if each.id == example_id), None)
    if line is None:
        raise Missing(N_("There is no such example."))
    stored = {"number": line.number, "words": dict(line.words), "criterion": str(line.criterion_id or "")}
    form = example_form(_criteria(found), data=stored)
    if form.validate_on_submit():
        with transaction() as session:
            actions.change_example(session, who.actor(), held(session, round_id), example_id, form.command(), now=clock.now())
        tell(_("Saved."))
        return to("examples", round_id)
    return render_template("judging/staff/example.html", round=found, work=line, form=form, example=line.id), 422 if form.errors else 200


def move_example(round_id: int, example_id: int) -> ResponseReturnValue:
    """One place up or down."""
    by = -1 if request.form.get("to") == "up" else 1
    return _do(round_id, actions.move_example, example_id, by)


def remove_example(round_id: int, example_id: int) -> ResponseReturnValue:
    """Judges see it no longer; it can be put back at once."""
    return _do(round_id, actions.remove_example, example_id, removed=example_id)


def put_back_example(round_id: int, example_id: int) -> ResponseReturnValue:
    """Undo a removal."""
    return _do(round_id, actions.put_back_example, example_id)


def _do(round_id: int, act: Callable[..., None], *given: int, removed: int | None = None) -> ResponseReturnValue:
    found_round(round_id)
    if not forms.ButtonForm().validate_on_submit():
        return to("examples", round_id)
    try:
        with transaction() as session:
            act(session, who.actor(), held(session, round_id), *given, now=clock.now())
    except Invalid as refusal:
        tell(words(refusal), "error")
    more: dict[str, Any] = {"removed": removed} if removed else {}
    return to("examples", round_id, **more)
