"""How the judges of a closed round judged, and how sure a line is. Questions for the chair, never decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from contest.db.extension import db
from contest.judging import rules
from contest.judging.forms import results as forms
from contest.judging.queries import results as reads
from contest.judging.routes import said
from contest.judging.routes.results import WORDS, closed, names_of
from contest.judging.rules import JudgeFigures, Model, PairFigures, Side, WorkFigures, plots
from contest.judging.rules import board as boards
from contest.judging.rules.board import Board
from contest.judging.rules.plots import Cloud, Curve, Histogram, Intervals
from contest.web.paging import page_of

MOST_PAIRS, MOST_ODD, PER_PAGE, MOST_NUMBERS = 20, 20, 50, 500


@dataclass(frozen=True, slots=True)
class Drawn:
    """The plots of the judges' page, and the figures their tables hold."""

    histograms: Sequence[Histogram]
    tenths: Sequence[tuple[str, Sequence[int]]]
    leniency: Intervals
    moved: Cloud | None


@dataclass(frozen=True, slots=True)
class Scrutinised:
    """The figures of the judges' page."""

    judges: Sequence[JudgeFigures]
    pairs: Sequence[PairFigures]
    odd: Sequence[WorkFigures]
    influence: Mapping[int, int]
    panel: Sequence[said.Line]


def judges(round_id: int) -> ResponseReturnValue:
    """Every judge, every pair and the panel in figures."""
    found, session = closed(round_id), db.session()
    board = reads.board(session, found)
    form = forms.LineForm(request.args)
    asked = form.places.data if form.validate() else None
    places = min(asked or max(1, len(board.standings) // 5), max(1, len(board.standings)))
    shown = _scrutinised(session, found.id, found.edition_id, board, places) if board.standings else None
    moved = boards.chosen(board, only="adjusted", order="adjustment")[:MOST_ODD] if boards.adjusted(board) else []
    odd = shown.odd if shown else []
    works = reads.work_lines(session, [each.entry_id for each in odd] + [each.entry_id for each in moved])
    drawn = board.once("drawn", lambda: _drawn(board)) if shown else None
    return render_template(
        "judging/staff/results_judges.html", round=found, board=board, shown=shown, drawn=drawn, works=works,
        moved=moved, adjustment=boards.adjustment,
        letters=boards.letters(board), names=names_of(session, round_id), places=places, form=form, **WORDS,
    )  # fmt: skip


def _scrutinised(session: Session, round_id: int, edition_id: int, board: Board, places: int) -> Scrutinised:
    fitted = board.model()
    homes, own = reads.governments_of_works(session, edition_id), reads.governments_of_judges(session, round_id)
    return Scrutinised(
        board.once("judges", lambda: rules.judge_figures(fitted, homes, own)), board.once("pairs", lambda: _pairs(fitted)),
        board.once("odd", lambda: _odd(fitted)), board.once(("influence", places), lambda: rules.influence(fitted, places)),
        said.panel(board.once("panel", lambda: rules.panel(fitted))),
    )  # fmt: skip


def _pairs(fitted: Model) -> list[PairFigures]:
    found = sorted(rules.pair_figures(fitted), key=lambda each: (not each.flagged, -(each.r if each.r is not None else -2)))
    return found[:MOST_PAIRS]


def _odd(fitted: Model) -> list[WorkFigures]:
    found = [each for each in rules.work_figures(fitted) if each.flagged]
    return sorted(found, key=lambda each: -abs(each.extreme or 0))[:MOST_ODD]


def _drawn(board: Board) -> Drawn:
    letters, fitted = boards.letters(board), board.model()
    given = {letter: [own[judge] for own in board.scores.values() if judge in own] for judge, letter in letters.items()}
    tenths = [(letter, plots.tenths(values)) for letter, values in given.items()]
    tallest = max(max(counts) for _letter, counts in tenths)
    errors = {judge: (fitted.error * fitted.precision[judge]) ** 0.5 if fitted.error is not None else None for judge in letters}
    leniency = {letter: (fitted.leniency[judge], errors[judge]) for judge, letter in letters.items()}
    moved = boards.adjusted(board)
    return Drawn(
        [plots.histogram(letter, values, tallest=tallest) for letter, values in given.items()], tenths, plots.intervals(leniency),
        plots.cloud([(float(each.mean), float(each.total)) for each in board.standings]) if moved else None,
    )  # fmt: skip


def line(round_id: int) -> ResponseReturnValue:
    """How sure a line after so many places is: who is in, who is out, and who could be either."""
    found, session = closed(round_id), db.session()
    board = reads.board(session, found)
    form = forms.LineForm(request.args)
    valid = form.validate()
    places = form.places.data if valid else None
    chances = board.chances(places) if places and places < len(board.standings) else {}
    sides = boards.sides(board, places) if places and chances else {side: [] for side in Side}
    by_entry = {each.entry_id: each for each in board.standings}
    page = page_of(lambda offset, limit: sides[Side.GREY][offset : offset + limit], len(sides[Side.GREY]), PER_PAGE)
    works = reads.work_lines(session, page.items)
    numbers = reads.receipts(session, sides[Side.GREY][:MOST_NUMBERS])
    return render_template(
        "judging/staff/results_line.html", round=found, board=board, form=form, places=places, chances=chances, page=page, works=works,
        counts={side.value: len(entries) for side, entries in sides.items()}, standings=by_entry, drawn=_curve(board, places, chances),
        pictures=reads.thumbnails(session, works), cut=boards.cut_tie(board, places) if places else None,
        numbers=" ".join(numbers), **WORDS,
    ), 200 if valid else 422  # fmt: skip


def _curve(board: Board, places: int | None, chances: Mapping[int, rules.Chance]) -> Curve | None:
    if not places or not chances:
        return None
    return plots.curve([chances[each.entry_id].chance for each in board.standings], places)
