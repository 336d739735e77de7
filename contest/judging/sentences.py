"""A result in plain words for whoever painted the work, in their language and in the figures of the judges' own scale. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import get_decimal_symbol

from contest.core.languages import language
from contest.core.speech import catalogue
from contest.judging import rules


@dataclass(frozen=True, slots=True)
class Explained:
    """How one work came to its total.

    `judges` sit on the panel, `scored` of them scored the work; `own_region` did not because it is of their own government, `knew_it`
    because they know the work. `mean` and `total` are of 0 to 100; `scale` is what judges marked by. `adjusted`: the rule adjusts.
    """

    judges: int
    scored: int
    own_region: int
    knew_it: int
    mean: Fraction | None
    total: Fraction | None
    scale: tuple[Fraction, Fraction]
    adjusted: bool = True

    def spelled(self) -> dict[str, Any]:
        """All of it as JSON can hold it; `read` reads it again."""
        ends = [str(end) for end in self.scale]
        return asdict(self) | {"mean": _spelled(self.mean), "total": _spelled(self.total), "scale": ends}

    @classmethod
    def read(cls, spelled: Mapping[str, Any]) -> Explained:
        """What `spelled` wrote."""
        low, high = map(Fraction, spelled["scale"])
        figures = {name: None if spelled[name] is None else Fraction(spelled[name]) for name in ("mean", "total")}
        return cls(**{**spelled, **figures, "scale": (low, high)})

    @property
    def others(self) -> int:
        """Judges who did not score for another reason."""
        return self.judges - self.scored - self.own_region - self.knew_it


def _spelled(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def sentences(told: Explained, code: str) -> list[str]:
    """What to tell, sentence by sentence, in the language of `code`."""
    spoken = catalogue(language(code).catalogue)
    if told.mean is None or told.total is None:
        return [spoken.gettext("Your painting has no score in this round.")]
    low, high = (number(end, code, 2 if end.denominator > 1 else 0) for end in told.scale)
    mean, total = on_scale(told.mean, told.scale), on_scale(told.total, told.scale)
    places = rules.places_needed({mean, total}, 2, 4)
    marks = spoken.gettext("Your mean score is %(mean)s, on a scale from %(low)s to %(high)s.")
    said = [_who(told, code), *_missing(told, code), marks % {"mean": number(mean, code, places), "low": low, "high": high}]
    if total != mean:
        said.append(_levelled(told.scored, mean, total, code))
    elif told.scored < told.judges and told.adjusted:
        said.append(spoken.gettext("Your judges are neither more generous nor more severe than the whole panel: nothing is adjusted."))
    return said


def on_scale(value: Fraction, scale: tuple[Fraction, Fraction]) -> Fraction:
    """A total of 0 to 100 as a value of the judges' scale."""
    low, high = scale
    return low + (high - low) * value / 100


def number(value: Fraction, code: str, places: int = 2) -> str:
    """A figure with the decimal mark of a language."""
    return rules.decimal(value, places).replace(".", decimal_mark(language(code).catalogue))


@cache
def decimal_mark(catalogue_name: str) -> str:
    """What a language writes between ones and tenths."""
    return str(get_decimal_symbol(Locale.parse(catalogue_name)))


def _who(told: Explained, code: str) -> str:
    spoken = catalogue(language(code).catalogue)
    if told.scored == told.judges:
        said = spoken.ngettext(
            "Your painting was scored by the one judge of this round.", "Your painting was scored by all %(num)s judges.", told.judges
        )
    else:
        said = spoken.ngettext(
            "Your painting was scored by %(scored)s of %(num)s judge.",
            "Your painting was scored by %(scored)s of %(num)s judges.", told.judges,
        )  # fmt: skip
    return said % {"scored": told.scored, "num": told.judges}


def _missing(told: Explained, code: str) -> list[str]:
    spoken, said = catalogue(language(code).catalogue), []
    if told.own_region:
        own = spoken.ngettext(
            "One judge belongs to your region and therefore did not score it.",
            "%(num)s judges belong to your region and therefore did not score it.", told.own_region,
        )  # fmt: skip
        said.append(own % {"num": told.own_region})
    if told.knew_it:
        knew = spoken.ngettext(
            "One judge knows you or your painting and therefore did not score it.",
            "%(num)s judges know you or your painting and therefore did not score it.", told.knew_it,
        )  # fmt: skip
        said.append(knew % {"num": told.knew_it})
    if told.others > 0 and said:
        more = spoken.ngettext("One more judge did not score it.", "%(num)s more judges did not score it.", told.others)
        said.append(more % {"num": told.others})
    return said


def _levelled(judges: int, mean: Fraction, total: Fraction, code: str) -> str:
    spoken, places = catalogue(language(code).catalogue), rules.places_needed({mean, total}, 2, 4)
    if total < mean:
        said = spoken.ngettext(
            "This judge is %(points)s more generous than the whole panel; your adjusted score is %(adjusted)s.",
            "These %(num)s judges are on average %(points)s more generous than the whole panel; your adjusted score is %(adjusted)s.",
            judges,
        )
    else:
        said = spoken.ngettext(
            "This judge is %(points)s more severe than the whole panel; your adjusted score is %(adjusted)s.",
            "These %(num)s judges are on average %(points)s more severe than the whole panel; your adjusted score is %(adjusted)s.",
            judges,
        )
    return said % {"num": judges, "points": number(abs(mean - total), code, places), "adjusted": number(total, code, places)}
