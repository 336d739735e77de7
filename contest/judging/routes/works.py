"""Which works a round judges: looked at by an address, settled by a button. Addresses are in `staff.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.judging import actions, forms
from contest.judging.actions.works import can_average, drawn, sign
from contest.judging.models import Round
from contest.judging.queries import panels
from contest.judging.queries import results as pictures
from contest.judging.queries import works as reads
from contest.judging.routes.found import after, found_round, held, to
from contest.judging.routes.shown import figure
from contest.judging.rules.works import Cut, Placed
from contest.judging.states import RoundKind, RoundState, Source
from contest.web import who
from contest.web.filters import plain_text
from contest.web.forms import options, pin_to
from contest.web.navigation import tell

SHOWN = 120  # so many works are listed; the others are counted


@dataclass(slots=True)
class Line:
    """What a rule comes to, as the page shows it."""

    source: Source
    from_: Round
    placed: Sequence[Placed]
    cut: Cut
    number: int | None = None
    sign: str = ""
    ties: list[tuple[int, list[int]]] = field(default_factory=list)  # rank and works that stand equal anywhere
    unplaced: Sequence[int] = ()  # works nobody scored: people may send them on by name, but no rule draws them


def works(round_id: int) -> ResponseReturnValue:
    """Which works the round judges: the rule, the line it draws, and who stands at it."""
    found = found_round(round_id)
    if request.method == "POST":
        return _settle(found)
    return _page(found, _rule(found))


def _rule(found: Round) -> forms.WorksForm:
    number = found.source_number
    if number is not None and found.source is Source.THRESHOLD:
        number = number / 100 if number % 100 else number // 100  # type: ignore[assignment]
    usual = Source.PICKED if found.kind is RoundKind.PAIRWISE and found.source is Source.ACCEPTED else found.source
    data = {"source": usual.value, "source_round": found.source_round_id, "number": number}
    asked = request.args if "source" in request.args else MultiDict()
    return forms.WorksForm(asked or None, data=data)


def _page(found: Round, rule: forms.WorksForm, form: forms.SettleForm | None = None) -> ResponseReturnValue:
    session = db.session()
    rounds = reads.earlier(session, found)
    rule.source_round.choices = options((each.id, plain_text(each.titles)) for each in rounds)
    rule.source_round.data = rule.source_round.data or (rounds[0].id if rounds else None)
    asked = bool(request.args.get("source")) or form is not None
    right = not asked or rule.validate()
    line = _line(found, rule, rounds) if right else None
    form = form or forms.SettleForm(formdata=None, data={**_shown(line), "with_earlier": found.with_earlier})
    listed = _listed(line)
    cards = pictures.work_lines(session, listed)
    if line is not None:
        form.picked.choices = options((entry, cards[entry].receipt) for entry in listed if entry in cards)
    groups = {tie.group for tie in line.cut.ties} if line else set()
    ticked = set(form.picked.data or []) or _of_tie(line)
    return render_template(
        "judging/staff/works.html", round=found, rule=rule, form=form, line=line, cards=cards, ticked=ticked, figure=figure, rounds=rounds,
        pictures=pictures.thumbnails(session, cards), Source=Source,
        places={each.entry_id: each for each in line.placed} if line else {}, listed=listed,
        groups=reads.group_names(session, line.source, groups) if line else {}, settled=panels.settled(session, found.id),
        now_in=panels.works(session, found), draft=found.state is RoundState.DRAFT,
        averages=line is not None and can_average(found, line.from_),
    ), 422 if form.errors or rule.errors else 200  # fmt: skip


def _line(found: Round, rule: forms.WorksForm, rounds: Sequence[Round]) -> Line | None:
    """What the rule comes to; nothing while something is missing."""
    source, _round_id, number = rule.rule()
    from_ = next((each for each in rounds if each.id == rule.source_round.data), None)
    if from_ is None or source is Source.ACCEPTED or found.state is not RoundState.DRAFT:
        return None
    placed = reads.placed(db.session(), from_, source)
    by_rank: dict[int, list[int]] = {}
    for each in placed:
        by_rank.setdefault(each.rank, []).append(each.entry_id)
    ties = [(rank, entries) for rank, entries in sorted(by_rank.items()) if len(entries) > 1]
    if source is Source.PICKED:
        known = {each.entry_id for each in placed}
        others = [] if found.kind is RoundKind.PAIRWISE else [each for each in panels.work_ids(db.session(), from_) if each not in known]
        return Line(source, from_, placed, Cut(()), ties=ties, unplaced=others)
    if number is None or number < 1:
        return None
    cut = drawn(db.session(), from_, source, number)
    return Line(source, from_, placed, cut, number, sign(cut), ties)


def _shown(line: Line | None) -> dict[str, object]:
    if line is None:
        return {"source": Source.ACCEPTED.value}
    return {"source": line.source.value, "source_round": line.from_.id, "number": line.number, "seen": line.sign}


def _listed(line: Line | None) -> list[int]:
    """The works the page shows: those at the line, and where staff pick by hand the first ones."""
    if line is None:
        return []
    if line.source is Source.PICKED:
        tie = _of_tie(line)
        return [*tie, *(each.entry_id for each in line.placed if each.entry_id not in tie)][:SHOWN] + list(line.unplaced[:SHOWN])
    return [*line.cut.inside[-SHOWN:], *line.cut.tied]


def _of_tie(line: Line | None) -> list[int]:
    """The works of the tie the address names by its rank."""
    rank = request.args.get("tie", type=int)
    return next((entries for place, entries in line.ties if place == rank), []) if line else []


def _settle(found: Round) -> ResponseReturnValue:
    form, session = forms.SettleForm(), db.session()
    typed = form.typed_receipts()
    known = reads.by_receipts(session, found.edition_id, typed)
    unknown = [each for each in typed if each.upper() not in known]
    if form.validate_on_submit() and unknown:
        form.receipts.errors = [_("There is no accepted work with this receipt number: %(numbers)s", numbers=", ".join(unknown[:10]))]
    elif not form.errors:
        with pin_to(form), transaction() as unit:
            count = actions.settle_works(
                unit, who.actor(), held(unit, found.id), form.choice(known), seen=form.seen.data or "", now=clock.now()
            )
        if not form.errors:
            every = _("The round judges all accepted works.")
            some = ngettext("It is settled: the round judges %(num)s work.", "It is settled: the round judges %(num)s works.", count)
            tell(every if form.source.data == Source.ACCEPTED.value else some)
            round_ = found_round(found.id)
            return to(after("works", round_), found.id)
    given = {"source": form.source.data, "source_round": form.source_round.data, "number": _typed_number(form)}
    return _page(found_round(found.id), forms.WorksForm(None, data=given), form)


def _typed_number(form: forms.SettleForm) -> float | None:
    number = form.number.data
    return None if number is None else number / 100 if form.source.data == Source.THRESHOLD.value else float(number)
