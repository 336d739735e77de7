# ruff: noqa: E501 - whole sentences stay on one line
"""What the figures of a round mean, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from flask_babel import gettext as _
from flask_babel import ngettext

from contest.core.text import N_
from contest.judging import rules
from contest.judging.routes.shown import figure, percent
from contest.judging.rules import Panel
from contest.judging.rules import board as boards
from contest.judging.rules.board import LOWEST, MEDIAN, Board, Step
from contest.web.filters import number

MEDIAN_NAME = N_("median of the scores")
LOWEST_NAME = N_("lowest score")


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its name and what it means; `value` is empty where it cannot be computed, and `text` says why."""

    name: str
    value: str
    text: str


def step_name(step: Step, criteria: dict[int, str]) -> str:
    """The name of a step of the chain."""
    if step == MEDIAN:
        return str(_(MEDIAN_NAME))
    if step == LOWEST:
        return str(_(LOWEST_NAME))
    return criteria.get(int(step), "")


def summary(board: Board) -> list[str]:
    """How the results came about, for the secretariat."""
    said = _by_rule(board)
    if board.earlier:
        said.append(
            ngettext(
                "The marks that the works got in %(num)s earlier round count as well.",
                "The marks that the works got in %(num)s earlier rounds count as well.", board.earlier,
            )
        )  # fmt: skip
    return said


def _by_rule(board: Board) -> list[str]:
    method = board.rule.method
    if method == rules.DEFAULT and board.complete:
        return [_("All judges scored all works: the result is the plain mean.")]
    if method == "mean" and board.complete:
        return [_("The result is the plain mean. All judges scored all works.")]
    if method == "mean":
        return [_("The result is the plain mean, although not every judge scored every work: works that had severe judges are worse off.")]
    if method != rules.DEFAULT:
        return [_("By the rule of this round: %(method)s.", method=_(rules.METHODS[method].name))]
    changed = boards.adjusted(board)
    if not changed:
        return [_("Not every judge scored every work, but the judges are equally severe: nothing had to be adjusted.")]
    other = boards.moved(board)
    said = [
        ngettext(
            "Not every judge scored every work. So that nobody gains or loses by the judges they had, %(num)s result is adjusted, by up to %(points)s points.",
            "Not every judge scored every work. So that nobody gains or loses by the judges they had, %(num)s results are adjusted, by up to %(points)s points.",
            changed, points=figure(boards.most_adjusted(board)),
        ),
        ngettext(
            "By the plain mean, %(num)s work would have another rank.", "By the plain mean, %(num)s works would have another rank.", other
        ),
    ]  # fmt: skip
    return said if other else said[:1]


def panel(figures: Panel) -> list[Line]:
    """The panel in figures, each with what it means."""
    return [
        _filled(figures), _linked(figures), _linkage(figures), _error(figures), _between(figures), *_reliability(figures), _alpha(figures),
        *_complete(figures),
    ]  # fmt: skip


def _filled(figures: Panel) -> Line:
    if figures.fill > 1 - 1e-9:
        text = _("Every judge scored every work.")
    else:
        text = _("%(share)s of all possible scores; a work has %(mean)s scores on average.", share=percent(figures.fill), mean=figure(figures.per_work, 1))
    return Line(_("Scores"), number(figures.scores), text)


def _linked(figures: Panel) -> Line:
    if figures.components <= 1:
        text = _("All judges are linked by works that they scored together: they can be compared.")
    else:
        text = _("The judges fall apart into groups without a work in common. Works of different groups cannot be compared fairly.")
    return Line(_("Groups of linked judges"), number(figures.components), text)


def _linkage(figures: Panel) -> Line:
    name = _("Strength of the links (λ2)")
    if figures.linkage is None:
        return Line(name, "", _("This cannot be computed, because there is only one judge."))
    if figures.linkage < rules.BROKEN_LINKAGE:
        text = _("1 is ideal. Below 0.02, what the adjustment does is mostly chance: give the judges more works in common.")
    elif figures.linkage < rules.WEAK_LINKAGE:
        text = _("1 is ideal. Below 0.3, the judges are compared by few works in common: be careful with small differences.")
    else:
        text = _("1 is ideal. The judges have enough works in common to be compared.")
    return Line(name, figure(figures.linkage), text)


def _error(figures: Panel) -> Line:
    name = _("Disagreement about a work (s²)")
    if figures.error is None:
        return Line(name, "", _("This cannot be computed, because too few works have more than one score."))
    text = _("When judges score the same work, a score is typically %(points)s points away from what the panel gives.", points=figure(sqrt(figures.error), 1))
    return Line(name, figure(figures.error, 1), text)


def _between(figures: Panel) -> Line:
    name = _("Difference between works (τ²)")
    if figures.between is None:
        return Line(name, "", _("This cannot be computed, because too few works have more than one score."))
    if not figures.between:
        return Line(name, figure(0.0, 1), _("The scores show no difference between the works that could not be chance."))
    text = _("Apart from chance, works differ by typically %(points)s points.", points=figure(sqrt(figures.between), 1))
    return Line(name, figure(figures.between, 1), text)


def _reliability(figures: Panel) -> list[Line]:
    names = _("Reliability of one score"), _("Reliability of the mean"), _("Judges needed for each work")
    if figures.single is None or figures.mean is None:
        return [Line(name, "", _("This cannot be computed, because too few works have more than one score.")) for name in names]
    one = Line(names[0], figure(figures.single), _("So much of what sets single scores apart comes from the works; the rest is taste and chance. 0.3 to 0.5 is usual for art."))
    mean = Line(names[1], figure(figures.mean), _("The same for the mean of all scores of a work. From 0.8 on, it is good."))
    if figures.needed is None:
        return [one, mean, Line(names[2], "", _("This cannot be computed, because no number of judges would do: the scores do not tell the works apart."))]
    text = _("With so many judges for each work, the reliability of the mean would reach 0.8.")
    return [one, mean, Line(names[2], number(figures.needed), text)]


def _alpha(figures: Panel) -> Line:
    name = _("Agreement (Krippendorff’s α)")
    if figures.alpha is None:
        return Line(name, "", _("This cannot be computed, because the scores do not differ, or no work has two."))
    return Line(name, figure(figures.alpha), _("1 is full agreement, 0 is chance. It counts severe and generous judges as disagreement. 0.3 to 0.5 is usual for art."))


def _complete(figures: Panel) -> list[Line]:
    names = _("Agreement of one score, of the mean (ICC)"), _("Agreement on the order (Kendall’s W)")
    missing = _("This cannot be computed, because not every judge scored every work.") if figures.fill < 1 - 1e-9 else _("This cannot be computed, because the scores do not differ.")
    one = Line(names[0], "", missing)
    if figures.icc is not None:
        both = f"{figure(figures.icc.consistency)} · {figure(figures.icc.consistency_mean)}"
        one = Line(names[0], both, _("How far judges agree apart from being severe or generous: for a single score, and for the mean of all."))
    if figures.concordance is None:
        return [one, Line(names[1], "", missing)]
    return [one, Line(names[1], figure(figures.concordance), _("1: all judges put the works in the same order. 0: their orders have nothing in common."))]

