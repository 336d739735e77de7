"""The paper: the sheets sold in each country, and sizes as people write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from contest.core.errors import Invalid
from contest.core.text import N_

SMALLEST, LARGEST = 10, 5000  # millimetres


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, upright, in millimetres. The name is the one printed on the pads; without a country it is sold everywhere."""

    name: str
    short: int
    long: int
    country: str = ""


SHEETS = (
    Sheet("8절", 272, 394, "KR"),
    Sheet("4절", 394, 545, "KR"),
    Sheet("16절", 197, 272, "KR"),
    Sheet("八つ切", 271, 391, "JP"),
    Sheet("四つ切", 380, 540, "JP"),
    Sheet("B4", 257, 364, "JP"),
    Sheet("B3", 364, 515, "JP"),
    Sheet("八开", 260, 378, "CN"),
    Sheet("四开", 389, 546, "CN"),
    Sheet("A4", 210, 297),
    Sheet("A3", 297, 420),
    Sheet("A2", 420, 594),
    Sheet("A1", 594, 841),
)

# Where most readers of a language buy their paper.
HOMES = {"ko": "KR", "zh": "CN", "ja": "JP", "ru": "RU", "mn": "MN"}


def offered(country: str) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets sold in a country, and those sold only elsewhere."""
    here = [each for each in SHEETS if each.country in {"", country}]
    return here, [each for each in SHEETS if each not in here]


def size_named(name: str, *, wide: bool) -> tuple[int, int] | None:
    """Width and height of a named sheet, lying when the picture is wider than high."""
    for each in SHEETS:
        if each.name == name:
            return (each.long, each.short) if wide else (each.short, each.long)
    return None


def name_of_size(width: int | None, height: int | None) -> str:
    """The named sheet of these measures, `other`, or nothing when there are none."""
    if not width or not height:
        return ""
    found = [each.name for each in SHEETS if {each.short, each.long} == {width, height}]
    return found[0] if found else "other"


_UNITS = {
    "mm": Decimal(1), "мм": Decimal(1), "毫米": Decimal(1), "ミリ": Decimal(1), "밀리": Decimal(1),
    "cm": Decimal(10), "см": Decimal(10), "厘米": Decimal(10), "公分": Decimal(10), "センチ": Decimal(10), "센티": Decimal(10),
    "m": Decimal(1000), "м": Decimal(1000), "米": Decimal(1000),
    "inch": Decimal("25.4"), "in": Decimal("25.4"), "дюйм": Decimal("25.4"), '"': Decimal("25.4"), "″": Decimal("25.4"),
}  # fmt: skip
_MEASURE = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({'|'.join(map(re.escape, _UNITS))})?")
_TELLTALE = Decimal(100)  # no sheet is 10 cm high, and none that is written in centimetres is more than a metre


def _say_both() -> Invalid:
    return Invalid(N_("Write width and height, such as 29.7 × 42 cm or 297 × 420 mm."), "size_other")


def measures(typed: str) -> tuple[int, int]:
    """Width and height in millimetres of what somebody typed. Refuses with `Invalid`.

    The unit may stand after each number, after the last, or nowhere: then up to a hundred are centimetres.
    """
    text = unicodedata.normalize("NFKC", typed).lower()
    found = _MEASURE.findall(text)
    if len(found) == 1 and "," in found[0][0]:  # 297,420: the comma stands between two numbers
        first, last = found[0][0].split(",")
        found = [(first, ""), (last, found[0][1])]
    if len(found) != 2:
        raise _say_both()
    (first, unit), (last, after) = ((Decimal(number.replace(",", ".")), unit) for number, unit in found)
    guess = _UNITS["cm"] if max(first, last) <= _TELLTALE else _UNITS["mm"]
    width, height = first * _UNITS.get(unit or after, guess), last * _UNITS.get(after or unit, guess)
    if not all(SMALLEST <= each <= LARGEST for each in (width, height)):
        raise Invalid(N_("A side of a painting measures between 1 cm and 5 m here. Check the numbers and their unit."), "size_other")
    return _whole(width), _whole(height)


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def written(width: int | None, height: int | None) -> str:
    """The measures as `measures` reads them; nothing when there are none."""
    return f"{width} × {height} mm" if width and height else ""


def year_made(typed: str, this_year: int) -> int | None:
    """The year somebody typed, nothing for nothing. Refuses what is no year, to come, or older than five years."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not this_year - 5 <= int(text) <= this_year:
        said = N_("Write the year with four figures, such as %(year)s. It may lie five years back at most.")
        raise Invalid(said, "painted_in", year=this_year)
    return int(text)
