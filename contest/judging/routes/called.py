"""What marks are called on a judge's pages: by words where every value of a criterion has some, by figures otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from flask_babel import gettext as _

from contest.core.localized import pick
from contest.judging import rules
from contest.judging.models import Criterion
from contest.judging.queries.mine import Bar
from contest.judging.queries.panels import scale
from contest.judging.routes.shown import figure
from contest.judging.rules import Scale
from contest.judging.rules.bands import Bands, bands
from contest.web.i18n import current

Names = Sequence[Sequence[str]]


def _words(criterion: Criterion) -> dict[int, str]:
    said = {int(steps): pick(words, current().code)[0] for steps, words in criterion.anchors.items()}
    return {steps: words for steps, words in said.items() if words}


def values(criterion: Criterion) -> list[str]:
    """What the values of a criterion are called, lowest first."""
    measure, words = scale(criterion), _words(criterion)
    figures = [rules.value_text(measure, steps) for steps in range(measure.steps + 1)]
    return [words[steps] for steps in range(measure.steps + 1)] if len(words) > measure.steps else figures


def names_of(criteria: Sequence[Criterion]) -> list[list[str]]:
    """The same for all criteria of a round."""
    return [values(each) for each in criteria]


def band_names(criteria: Sequence[Criterion], found: Bands) -> list[tuple[str, str]]:
    """The bands of own totals, lowest first: briefly, and as a heading."""
    names = names_of(criteria)
    if found.scale is None:
        tens = [str(100 * n // found.count) for n in range(found.count + 1)]
        return [(ten, _("About %(total)s of 100", total=ten)) for ten in tens]
    if len(criteria) == 1:
        words = _words(criteria[0])
        return [(name, f"{name} – {words[n]}" if n in words and words[n] != name else name) for n, name in enumerate(names[0])]
    alike = all(each == names[0] for each in names) and len(names[0]) == found.count + 1
    called = names[0] if alike else [rules.value_text(found.scale, n) for n in range(found.count + 1)]
    return [(name, _("%(mark)s on average", mark=name)) for name in called]


def total(points: int, criteria: Sequence[Criterion], scales: Sequence[Scale]) -> str:
    """An own total as it was given: the single mark, or the average in words where all marks have the same words, else of 100."""
    found, (_share, under) = bands(scales), rules.shares(scales)
    names = names_of(criteria)
    in_words = all(each == names[0] for each in names) and names[0] != [rules.value_text(scales[0], n) for n in range(scales[0].steps + 1)]
    if len(criteria) == 1 or in_words:
        return band_names(criteria, found)[found.of(points)][1 if len(criteria) > 1 else 0]
    said: str = _("%(total)s of 100", total=figure(Fraction(100 * points, under), 1))
    return said


def in_words(bars: Sequence[Bar], criteria: Sequence[Criterion]) -> list[Bar]:
    """A histogram of a single mark with the names of its values."""
    names = values(criteria[0]) if len(criteria) == 1 else []
    return [replace(bar, label=name) for bar, name in zip(bars, names, strict=True)] if len(names) == len(bars) else list(bars)
