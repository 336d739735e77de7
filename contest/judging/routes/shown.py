"""How exact numbers are written on a page."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from babel import numbers

from contest.judging import rules
from contest.web.filters import locale


def figure(value: Fraction, places: int = 2) -> str:
    """`value` rounded half up, with the decimal mark of the page's language and all its places."""
    return str(numbers.format_decimal(Decimal(rules.decimal(value, places)), format="0." + "0" * places, locale=locale()))
