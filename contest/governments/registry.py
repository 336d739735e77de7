"""The register of members the association keeps, as the file `members.tsv` beside this one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from contest.core.languages import CODES
from contest.core.text import clean
from contest.governments.rules import Standing

FILE = Path(__file__).with_name("members.tsv")


@dataclass(frozen=True, slots=True)
class Row:
    """One government of the register. No dates: since when it belongs is not known from here."""

    key: str
    country: str
    standing: Standing
    iso: str | None
    zone: str
    names: dict[str, str]
    reviewed: tuple[str, ...]


def _row(cells: dict[str, str]) -> Row:
    names = {code: clean(cells[f"name_{code}"]) for code in CODES}
    unreviewed = cells["unreviewed"].split()
    reviewed = tuple(code for code in CODES if names[code] and code not in unreviewed)
    return Row(cells["key"], cells["country"], Standing(cells["status"]), cells["iso"] or None, cells["zone"], names, reviewed)


@cache
def rows() -> tuple[Row, ...]:
    """Every government of the register, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_row(cells) for cells in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def zones() -> tuple[str, ...]:
    """The time zones of the region."""
    return tuple(sorted({row.zone for row in rows()}))
