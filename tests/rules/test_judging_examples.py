import pytest

from contest.core.errors import Invalid
from contest.judging.rules.examples import moved, printed_number, read_number


@pytest.mark.parametrize("typed", ["7-0012", " 7-0012 ", "7-12", "7 - 0012", "７－００１２", "7–0012", "7−0012", "7ー0012"])
def test_a_printed_number_is_read_however_it_is_typed(typed):
    assert read_number(typed) == (7, 12)


@pytest.mark.parametrize("typed", ["", "7", "0012", "7-", "-12", "7-0000", "0-12", "7-0012-3", "7:0012", "seven", "7-1234567", "/works/7-0012", "٧-٠٠١٢x"])
def test_anything_else_is_refused_with_an_example(typed):
    with pytest.raises(Invalid, match="7-0012") as refused:
        read_number(typed)
    assert refused.value.field == "number"


def test_what_is_printed_is_read_back():
    assert [read_number(printed_number(7, n)) for n in (1, 9999, 10000)] == [(7, 1), (7, 9999), (7, 10000)]


def test_one_moves_and_the_others_keep_their_order():
    assert [moved([1, 2, 3], one, by) for one, by in ((1, 1), (3, -2), (2, 9), (1, -1), (9, 1))] == [[2, 1, 3], [3, 1, 2], [1, 3, 2], [1, 2, 3], [1, 2, 3]]
