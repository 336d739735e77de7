"""The standings of a closed round, and the same as a table for spreadsheets. Addresses are in `staff.py`."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.errors import Conflict
from contest.core.languages import language
from contest.core.text import N_, safe_cell
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import queries as editions
from contest.governments import queries as governments
from contest.judging import queries, rules
from contest.judging.actions.history import read_names
from contest.judging.forms import ButtonForm
from contest.judging.forms import results as forms
from contest.judging.models import Round, RuleVersion
from contest.judging.queries import panels
from contest.judging.queries import results as reads
from contest.judging.queries import told as telling
from contest.judging.queries.results import WorkLine
from contest.judging.routes import said
from contest.judging.routes.shown import figure, percent, signed, writer
from contest.judging.rules import DEFAULT, METHODS, Standing, plots
from contest.judging.rules import board as boards
from contest.judging.rules.board import Board
from contest.judging.rules.plots import Cloud, Strip
from contest.judging.sentences import sentences
from contest.judging.states import RoundKind, RoundState
from contest.policy import May, require
from contest.web import who
from contest.web.addresses import with_query
from contest.web.filters import plain_text
from contest.web.forms import options
from contest.web.i18n import current
from contest.web.paging import page_of

PER_PAGE = 50
SHOWN_FOR = timedelta(hours=1)  # then the names behind the letters are asked for, and that is noted, again
WORDS: Mapping[str, Any] = {"figure": figure, "signed": signed, "percent": percent, "with_query": with_query}


def closed(round_id: int) -> Round:
    """The round of a page, for the secretariat. Refuses with `Conflict` while it is not closed."""
    require(who.actor(), May.STANDINGS_SEE)
    found = queries.by_id(db.session(), round_id)
    if found.state is not RoundState.CLOSED:
        raise Conflict(N_("Scores can be read when the round is closed."))
    return found


def criteria_names(session: Session, round_id: int) -> dict[int, str]:
    """The criteria by id, in the page's language."""
    return {each.id: plain_text(each.names) for each in queries.criteria(session, round_id)}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the standings. `tie` works share its rank; `parted` says what parts it from an equal total beside it."""

    standing: Standing
    work: WorkLine
    total: str
    mean: str
    adjustment: str
    spread: str
    tie: int
    parted: str
    scores: Sequence[tuple[str, str]]
    strip: Strip
    others: Sequence[tuple[str, int, int]]  # method, rank, how many places higher (+) or lower (−) than here
    chance: str
    last: bool  # the line stands below it


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    form: forms.BoardForm
    kept: Mapping[str, Any]
    version: RuleVersion | None
    board: Board
    listed: Sequence[Standing]

    @property
    def line(self) -> int | None:
        """After which place a line is drawn."""
        return self.kept.get("line")

    @property
    def methods(self) -> list[str]:
        """The ways of counting beside the rule's."""
        return list(self.kept.get("methods", ()))


def _asked(session: Session, found: Round) -> Asked:
    chosen = request.args.get("rule", type=int)
    version = reads.version(session, found, chosen) if chosen else None
    board = reads.board(session, found, version)
    form = _form(session, found, board)
    kept = form.kept()
    among = None
    if any(key in kept for key in ("government", "division", "text")):
        places = {key: int(kept[key]) for key in ("government", "division") if key in kept}
        among = reads.among(session, found.edition_id, receipt=kept.get("text", ""), **places)
    wanted = {key: kept[key] for key in ("only", "methods", "order") if key in kept}
    return Asked(form, kept, version, board, boards.chosen(board, among=among, places=kept.get("line"), **wanted))


def _form(session: Session, found: Round, board: Board) -> forms.BoardForm:
    form = forms.BoardForm(request.args)
    homes, divisions = governments.everyone(session), editions.divisions(session, found.edition_id)
    form.government.choices = options([("", _("All")), *((str(each.id), plain_text(each.names)) for each in homes)])
    form.division.choices = options([("", _("All")), *((str(each.id), plain_text(each.names)) for each in divisions)])
    form.only.choices = options([
        ("", _("All works")), ("ties", _("Ties")), ("adjusted", _("Adjusted results")), ("grey", _("Grey zone of the line")),
        ("crossing", _("Other side of the line")),
    ])  # fmt: skip
    form.order.choices = options([
        ("", _("Rank")), ("differences", _("Largest differences between methods")), ("adjustment", _("Largest adjustment")),
        ("spread", _("Largest spread")),
    ])  # fmt: skip
    form.methods.choices = options((key, _(METHODS[key].name)) for key in boards.offered(board))
    return form


def results(round_id: int) -> ResponseReturnValue:
    """The standings of a closed round."""
    found, session = closed(round_id), db.session()
    asked = _asked(session, found)
    board, criteria = asked.board, criteria_names(session, round_id)
    page = page_of(lambda offset, limit: asked.listed[offset : offset + limit], len(asked.listed), PER_PAGE)
    works = reads.work_lines(session, [standing.entry_id for standing in page.items])
    chain = [said.step_name(step, criteria) for step in board.chain]
    return render_template(
        "judging/staff/results.html", round=found, board=board, page=page, rows=_rows(asked, page.items, works, criteria), asked=asked,
        pictures=reads.thumbnails(session, works), names=names_of(session, round_id), summary=said.summary(board), form=asked.form,
        letters=boards.letters(board), adjusts=board.rule.method == DEFAULT, method=_(METHODS[board.rule.method].name), chain=chain,
        agreement=_agreement(asked), across=_across(asked), cut=boards.cut_tie(board, asked.line) if asked.line else None,
        apart=_apart(board, asked.methods), ties=len(boards.tie_sizes(board)), parting=_parting(session, round_id), **WORDS,
    )  # fmt: skip


def _parting(session: Session, round_id: int) -> list[Round]:
    """The closed rounds of pairs that were held about works of this one."""
    return [each for each in panels.based_on(session, round_id) if each.kind is RoundKind.PAIRWISE and each.state is RoundState.CLOSED]


def names_of(session: Session, round_id: int) -> Mapping[int, str]:
    """The judges' names behind the letters, for who has asked for them not long ago; nothing for others."""
    may = telling.names_read(session, who.actor(), round_id, clock.now() - SHOWN_FOR)
    return reads.judge_names(session, round_id) if may else {}


def show_names(round_id: int) -> ResponseReturnValue:
    """Which judge is which: noted, then shown on the page that asked."""
    closed(round_id)
    if ButtonForm().validate_on_submit():
        with transaction() as session:
            read_names(session, who.actor(), locked(session, Round, round_id), now=clock.now())
    page = ".result_judges" if request.form.get("page") == "judges" else ".results"
    return redirect(url_for(page, round_id=round_id, _anchor="who"), 303)


def work(round_id: int, receipt: str) -> ResponseReturnValue:
    """One work's result in a closed round: how it came about, and what its painter is told."""
    found, session = closed(round_id), db.session()
    entry_id, painter = reads.entry_of(session, found.edition_id, receipt)
    board, criteria = reads.board(session, found), criteria_names(session, round_id)
    standing = next((each for each in board.standings if each.entry_id == entry_id), None)
    works = reads.work_lines(session, [entry_id])
    codes = list(dict.fromkeys([painter, current().code]))
    given, figures = telling.of_work(session, found.edition, entry_id)
    here = given is not None and given.id == round_id
    return render_template(
        "judging/staff/results_work.html", round=found, board=board, work=works[entry_id], entry_id=entry_id,
        pictures=reads.thumbnails(session, works), row=_rows(_plain(board), [standing], works, criteria)[0] if standing else None,
        given=given, here=here, told=[(language(code), sentences(figures, code)) for code in codes] if here and figures else [],
        published=found.edition.published_at is not None, adjusts=board.rule.method == DEFAULT, **WORDS,
    )  # fmt: skip


def _plain(board: Board) -> Asked:
    return Asked(forms.BoardForm(formdata=None), {}, None, board, board.standings)


def _rows(asked: Asked, shown: Sequence[Standing], works: Mapping[int, WorkLine], criteria: dict[int, str]) -> list[Row]:
    board, line = asked.board, asked.line
    letters, parted, sizes = boards.letters(board), board.parted(), boards.tie_sizes(board)
    chances = board.chances(line) if line else {}
    others = [(_(METHODS[method].name), board.places(method)) for method in asked.methods]
    write = writer()
    places = rules.places_needed((each.total for each in shown), board.rule.display_decimals, 6)
    last = board.standings[line - 1].entry_id if line and line < len(board.standings) and not asked.kept.get("order") else None
    return [
        Row(
            each, works[entry], write(each.total, places), write(each.mean, 2),
            signed(boards.adjustment(each)) if each.total != each.mean else "", write(each.spread, 2),
            sizes.get(each.rank, 1), said.step_name(parted[entry], criteria) if entry in parted else "",
            [(letters[judge], write(total, 2)) for judge, total in sorted(board.scores[entry].items())],
            plots.strip(board.scores[entry].values(), each.mean),
            [(name, ranks[entry], each.rank - ranks[entry]) for name, ranks in others],
            percent(chances[entry].chance) if entry in chances else "", entry == last,
        )
        for each in shown
        if (entry := each.entry_id) in works
    ]  # fmt: skip


def _across(asked: Asked) -> list[tuple[str, str, int]]:
    """For every method beside the rule's: how many works stand on the other side of the line."""
    if not asked.line:
        return []
    return [(key, _(METHODS[key].name), len(boards.crossing(asked.board, key, asked.line))) for key in asked.methods]


def _apart(board: Board, methods: Sequence[str]) -> list[tuple[str, str]]:
    """The methods that are asked for although they mean little here, and why."""
    size = (len(board.standings), len(board.judges), board.complete)
    return [
        (_(METHODS[key].name), _("It is meant for rounds in which every judge scored every work."))
        for key in methods
        if not METHODS[key].applies(*size)
    ]


def _agreement(asked: Asked) -> Cloud | None:
    """The ranks by the rule against those by the first method beside it."""
    if not asked.methods or not asked.board.standings:
        return None
    other = asked.board.places(asked.methods[0])
    return plots.cloud([(each.rank, other[each.entry_id]) for each in asked.board.standings], ranks=True, line=asked.line)


def results_csv(round_id: int) -> ResponseReturnValue:
    """The same as a table for spreadsheets: figures as decimals, results also as exact fractions."""
    found, session = closed(round_id), db.session()
    asked = _asked(session, found)
    board, works = asked.board, reads.all_lines(session, found.edition_id)
    into = StringIO()
    sheet = csv.writer(into)
    sheet.writerow(_heads(board, criteria_names(session, round_id), asked))
    chances = board.chances(asked.line) if asked.line else {}
    others = [board.places(method) for method in asked.methods]
    for each in asked.listed:
        work, own = works[each.entry_id], board.scores[each.entry_id]
        row: list[object] = [each.rank, safe_cell(work.receipt), _("Late") if work.late else "", safe_cell(work.title)]
        row += [rules.decimal(each.total), str(each.total), rules.decimal(each.mean), str(each.mean)]
        row += [rules.decimal(boards.adjustment(each)), each.sheets, rules.decimal(each.spread)]
        tail = each.key[max(1, len(each.key) - len(board.chain)) :]
        row += [cell for value in tail for cell in (rules.decimal(value), str(value))] + [""] * (2 * (len(board.chain) - len(tail)))
        row += [other[each.entry_id] for other in others]
        row += [f"{chances[each.entry_id].chance:.3f}"] if each.entry_id in chances else [""] * bool(asked.line)
        sheet.writerow(row + [rules.decimal(own[judge]) if judge in own else "" for judge in board.judges])
    answer = Response("\ufeff" + into.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=results-{found.edition.number}-round-{found.position}.csv"
    return answer


def _heads(board: Board, criteria: dict[int, str], asked: Asked) -> list[str]:
    exact = _("Exact")
    heads = [_("Rank"), _("Receipt number"), _("Late"), _("Title"), _("Result"), exact, _("Mean"), exact]
    heads += [_("Adjustment"), _("Sheets"), _("Spread")]
    for step in board.chain:
        heads += [safe_cell(said.step_name(step, criteria)), exact]
    heads += [_(METHODS[method].name) for method in asked.methods]
    if asked.line:
        heads.append(_("Probability of being in"))
    return heads + [_("Judge %(letter)s", letter=letter) for letter in boards.letters(board).values()]
