from datetime import date

import pytest

from contest.core.text import safe_cell
from contest.gallery import rules
from contest.gallery.rules import Line, Season


@pytest.mark.parametrize(("edition", "number", "text"), [(8, 1, "8-0001"), (14, 417, "14-0417"), (8, 12345, "8-12345")])
def test_public_numbers_are_read_as_they_are_written(edition, number, text):
    assert rules.public_number(edition, number) == text
    assert rules.read_public_number(text) == (edition, number)


@pytest.mark.parametrize("text", ["", "8", "8-1", "8-00001", "08-0001", "8-0001x", "x-0001", "8-٠٠٠١", "8--001", "0-0001", "8-0001\n", "99999-0001"])
def test_other_spellings_are_no_public_numbers(text):
    assert rules.read_public_number(text) is None


def test_a_place_names_the_larger_part_where_the_language_has_it():
    government = {"en": "Hunan Province", "ja": "湖南省", "ru": "провинция Хунань"}
    country = {"en": "China", "ja": "中国", "ru": "Китай", "ko": "중국"}
    assert rules.place(government, country) == {"en": "Hunan Province, China", "ja": "中国 湖南省", "ru": "провинция Хунань, Китай"}


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", "  =1", "\u3000=1"])
def test_a_cell_is_never_a_formula(value):
    assert safe_cell(value) == "'" + value


@pytest.mark.parametrize(("value", "cell"), [("a=b", "a=b"), ("春", "春"), (None, ""), (14, "14"), ("", "")])
def test_other_cells_stay_as_they_are(value, cell):
    assert safe_cell(value) == cell


def test_all_figures_come_from_the_same_lines_and_agree():
    lines = [
        Line(8, 1, "CN", None, 5), Line(8, 1, "CN", 1, 1, {"en": "Grand"}, "grand"), Line(8, 2, "CN", 2, 2, {"en": "Gold"}, "gold"),
        Line(8, 3, "MN", None, 4), Line(8, 3, "MN", 2, 3, {"en": "Gold"}, "gold"),
    ]  # fmt: skip
    found = rules.figures(lines, ["MN", "CN"])
    assert (found.works, found.winners, found.governments) == (15, 6, 3)
    assert found.countries == (("MN", 7, 3), ("CN", 8, 3))
    assert [(tier.mark, tier.count) for tier in found.tiers] == [("grand", 1), ("gold", 5)]
    assert found.works == sum(works for _country, works, _winners in found.countries)
    assert found.winners == sum(tier.count for tier in found.tiers) == sum(winners for *_rest, winners in found.countries)


@pytest.mark.parametrize(
    ("what", "about", "figure"),
    [("entries", "", 3), ("entries", "KR", 3), ("entries", "JP", 0), ("winners", "", 1), ("winners", "gold", 1), ("winners", "KR", 1), ("governments", "", 1), ("sheep", "", None)],
)
def test_a_reported_figure_stands_beside_its_own(what, about, figure):
    found = rules.figures([Line(8, 1, "KR", None, 2), Line(8, 1, "KR", 2, 1, {}, "gold")], ["KR"])
    assert found.computed(what, about) == figure


@pytest.mark.parametrize(("day", "season"), [(1, Season.COMING), (2, Season.NOW), (5, Season.NOW), (6, Season.PAST)])
def test_both_days_of_a_stop_are_open(day, season):
    assert rules.season(date(2026, 5, 2), date(2026, 5, 5), date(2026, 5, day)) is season


def test_works_of_several_walls_are_met_once():
    assert rules.gathered({1: [3, 1], 2: [1, 2]}) == [3, 1, 2]
