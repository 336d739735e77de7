"""How exact numbers are written on a page."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from babel import Locale, numbers

from contest.judging import rules
from contest.web.filters import locale

MINUS = "−"


@cache
def _mark(spoken: Locale) -> str:
    return str(numbers.get_decimal_symbol(spoken))


def figure(value: Fraction | float, places: int = 2) -> str:
    """`value` rounded half up, with the decimal mark of the page's language and all its places."""
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return rules.decimal(exact, places).replace(".", _mark(locale())).replace("-", MINUS)


def writer() -> Callable[[Fraction, int], str]:
    """The same for many values of one page: asks for its language once, and writes a value only once."""
    mark, written = _mark(locale()), dict[tuple[Fraction, int], str]()

    def write(value: Fraction, places: int = 2) -> str:
        said = written.get((value, places))
        if said is None:
            said = written[value, places] = rules.decimal(value, places).replace(".", mark).replace("-", MINUS)
        return said

    return write


def signed(value: Fraction | float, places: int = 2) -> str:
    """The same with its sign: `+0.31`, `−0.31`, `0.00`."""
    said = figure(value, places)
    return f"+{said}" if value > 0 and any(sign in "123456789" for sign in said) else said


def percent(share: float | Fraction, places: int = 0) -> str:
    """A share of 1 as per cent."""
    pattern = f"#,##0{'.' + '0' * places if places else ''}%"
    return str(numbers.format_percent(round(float(share), places + 2), format=pattern, locale=locale()))
