"""What a painter is told of the result, in six languages."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from contest.judging.queries.results import common_scale
from contest.judging.rules import Scale
from contest.judging.sentences import Explained, number, on_scale, sentences

TEN = (Fraction(1), Fraction(10))
# `docs/judging.md`: four of five judges, mean 7.25 on the judges' scale, 0.31 more generous, adjusted 6.94
WORK = Explained(5, 4, 1, 0, Fraction(625, 9), Fraction(625, 9) - Fraction(31, 9), TEN)
WHOLE = Explained(5, 5, 0, 0, Fraction(625, 9), Fraction(625, 9), TEN)
LANGUAGES = ["en", "ko", "zh", "ja", "ru", "mn"]


def test_the_example_of_the_rules():
    assert sentences(WORK, "en") == [
        "Your painting was scored by 4 of 5 judges.",
        "One judge belongs to your region and therefore did not score it.",
        "Your mean score is 7.25, on a scale from 1 to 10.",
        "These 4 judges are on average 0.31 more generous than the whole panel; your adjusted score is 6.94.",
    ]


@pytest.mark.parametrize(("told", "said"), [
    (WHOLE, ["scored by all 5 judges", "mean score is 7.25"]),
    (replace(WHOLE, judges=1, scored=1), ["the one judge of this round"]),
    (replace(WORK, own_region=0, knew_it=1), ["One judge knows you or your painting"]),
    (replace(WORK, scored=2, own_region=1, knew_it=1), ["One judge belongs", "One judge knows", "One more judge did not score it"]),
    (replace(WORK, scored=3, own_region=2), ["2 judges belong to your region"]),
    (replace(WORK, scored=3, own_region=0), ["scored by 3 of 5 judges"]),
    (replace(WORK, total=WORK.mean), ["neither more generous nor more severe"]),
    (replace(WORK, scored=1, own_region=4), ["This judge is 0.31 more generous"]),
    (replace(WORK, total=WORK.mean + 1), ["0.09 more severe than the whole panel; your adjusted score is 7.34"]),
    (replace(WORK, total=WORK.mean + Fraction(1, 100)), ["0.001 more severe", "score is 7.251", "mean score is 7.250"]),
    (replace(WORK, total=WORK.mean, adjusted=False), ["mean score is 7.25"]),
    (replace(WORK, mean=None, total=None), ["has no score"]),
    (replace(WHOLE, scale=(Fraction(0), Fraction(5, 2))), ["on a scale from 0 to 2.50", "mean score is 1.74"]),
])  # fmt: skip
def test_what_is_told_fits_what_happened(told, said):
    whole = " ".join(sentences(told, "en"))
    assert [words for words in said if words not in whole] == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("scored", [1, 2, 4, 5, 11, 21])
def test_every_language_tells_the_same_figures(code, scored):
    told = replace(WORK, judges=scored + 3, scored=scored, own_region=1, knew_it=1)
    whole = " ".join(sentences(told, code))
    figures = re.findall(r"\d+(?:[.,]\d+)?", whole)
    mark = "," if code == "ru" else "."
    assert {f"7{mark}25", f"6{mark}94", f"0{mark}31"} <= set(figures)
    assert str(scored + 3) in figures
    assert "%" not in whole


@pytest.mark.parametrize(("code", "one", "few", "many"), [
    ("en", "by 1 of 2 judges", "by 3 of 4 judges", "by 5 of 11 judges"), ("ko", "심사위원 2명 중 1명", "심사위원 4명 중 3명", "심사위원 11명 중 5명"),
    ("zh", "2位评委中的1位", "4位评委中的3位", "11位评委中的5位"), ("ja", "審査員2名のうち1名", "審査員4名のうち3名", "審査員11名のうち5名"),
    ("ru", "1 из 2 членов жюри", "3 из 4 членов жюри", "5 из 11 членов жюри"), ("mn", "2 шүүгчийн 1", "4 шүүгчийн 3", "11 шүүгчийн 5"),
])  # fmt: skip
def test_numbers_are_spoken_as_the_language_speaks_them(code, one, few, many):
    for (scored, judges), words in zip([(1, 2), (3, 4), (5, 11)], (one, few, many), strict=True):
        assert words in sentences(replace(WORK, judges=judges, scored=scored, own_region=0), code)[0]


def test_figures_have_the_decimal_mark_of_the_language():
    assert [number(Fraction(29, 4), code) for code in LANGUAGES] == ["7.25", "7.25", "7.25", "7.25", "7,25", "7.25"]


def test_a_total_is_told_on_the_scale_the_judges_used():
    assert on_scale(Fraction(50), (Fraction(1), Fraction(10))) == Fraction(11, 2)
    same, other = Scale(1, 100, 100, 9, 1), Scale(2, 0, 50, 10, 3)
    assert common_scale([same, same]) == TEN
    assert common_scale([same, other]) == (0, 100)
    assert common_scale([]) == (0, 100)
