"""Who looks at what: previewed by an address, two seeds beside each other, taken by a button. Addresses are in `staff.py`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.accounts.models import Account
from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.judging import actions, forms
from contest.judging.models import Round
from contest.judging.queries import assignment as reads
from contest.judging.queries import panels, staff
from contest.judging.queries.results import receipts
from contest.judging.routes.found import after, found_round, held, to
from contest.judging.routes.shown import figure
from contest.judging.rules.assignment import EVERYBODY, SOME, Preview
from contest.judging.rules.links import BROKEN_LINKAGE, WEAK_LINKAGE
from contest.judging.states import RoundState
from contest.web import who
from contest.web.forms import pin_to
from contest.web.navigation import tell

SEED = 6
MOST_WORKS, MOST_PAIRS = 30, 10  # so many are listed, the others counted


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a deal leaves to be wished: works without enough judges, judges with clearly more than others, pairs without a common work.

    The numbers are of all; `receipts` and `pairs` are the first of them.
    """

    short: int
    receipts: Sequence[str]
    loaded: Sequence[tuple[str, int]]
    strangers: int
    pairs: Sequence[tuple[str, str]]

    @property
    def anything(self) -> bool:
        """Is there something to tell?"""
        return bool(self.short or self.loaded or self.strangers)


def lacks(session: Session, preview: Preview, judges: Sequence[Account]) -> Lacks:
    """The shortfalls of a deal in receipt numbers and names."""
    names = {judge.id: judge.name for judge in judges}
    pairs = [(names[one], names[other]) for one, other in preview.strangers if one in names and other in names]
    loaded = [(names[judge], preview.per_judge[judge]) for judge in preview.loaded if judge in names]
    return Lacks(len(preview.short), receipts(session, preview.short[:MOST_WORKS]), loaded, len(pairs), pairs[:MOST_PAIRS])


@dataclass(frozen=True, slots=True)
class Dealt:
    """A deal as the page shows it."""

    seed: str
    preview: Preview
    lacks: Lacks

    @property
    def broken(self) -> bool:
        """Can judges hardly be compared?"""
        return self.preview.linkage is not None and self.preview.linkage < BROKEN_LINKAGE

    @property
    def weak(self) -> bool:
        """Can they be compared only roughly?"""
        return self.preview.linkage is not None and self.preview.linkage < WEAK_LINKAGE


def assignment(round_id: int) -> ResponseReturnValue:
    """How many judges look at each work, and what two deals would come to."""
    found = found_round(round_id)
    if request.method == "POST":
        return _take(found)
    return _page(found)


def _take(found: Round) -> ResponseReturnValue:
    form = forms.TakeForm()
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            round_ = held(session, found.id)
            seed = form.seed.data or round_.deal_seed
            actions.choose_deal(session, who.actor(), round_, per_work=form.per_work.data, seed=seed, now=clock.now())
        if not form.errors:
            tell(_("Saved. The works are dealt when the round opens."))
            return to(after("assignment", found_round(found.id)), found.id)
    return _page(found_round(found.id))


def _page(found: Round) -> ResponseReturnValue:
    session = db.session()
    table, judges = reads.table(session, found), reads.coming(session, found)
    many = found.state is RoundState.DRAFT and reads.unsaid(session, found, len(table.works), len(judges))
    given = {"who": "some" if found.per_work or many else "all", "per_work": found.per_work or (SOME if many else 3)}
    form = forms.DealForm(request.args if "who" in request.args else None, data=given)
    wrong = "who" in request.args and not form.validate()
    per_work = (form.per_work.data or 3) if form.who.data == "some" else None
    dealt = []
    if per_work is not None and not wrong and judges and found.state is RoundState.DRAFT:
        other = request.args.get("other", "")[:20] or secrets.token_hex(SEED)
        previews = [(seed, table.preview(per_work, seed)) for seed in (found.deal_seed, other)]
        dealt = [Dealt(seed, preview, lacks(session, preview, judges)) for seed, preview in previews]
    alone = staff.stands_alone(table.works, [judge.id for judge in judges], table.shut)
    kept = dict.fromkeys((judge.id for judge in judges), 0)
    for account, _entry in table.shut:
        kept[account] = kept.get(account, 0) + 1
    return render_template(
        "judging/staff/assignment.html", round=found, form=form, dealt=dealt, per_work=per_work, judges=judges, works=len(table.works),
        kept=kept, alone=len(alone), alone_receipts=receipts(session, alone[:MOST_WORKS]), draft=found.state is RoundState.DRAFT,
        everybody=EVERYBODY, take=forms.TakeForm(formdata=None), fresh=secrets.token_hex(SEED), figure=figure,
        loads=panels.progress_in(session, found.id) if found.state is not RoundState.DRAFT else {},
    ), 422 if wrong else 200  # fmt: skip
