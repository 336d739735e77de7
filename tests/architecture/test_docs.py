"""The printed pages of the documentation say what the code does."""

from pathlib import Path

import pytest

from contest.cli import pages

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["states.md", "policy.md"])
def test_a_printed_page_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"
