
"""The calendar of an edition, who may enter, and what it lacks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest.core.languages import CODES
from contest.editions.rules import (
    Asked,
    Calendar,
    Detail,
    Draft,
    Phase,
    Purpose,
    Words,
    age_on,
    asked,
    blockers,
    closing,
    gaps,
    phase,
    renumbered,
    shift,
)
from contest.editions.standard import edition_title
from contest.editions.states import EditionState
from tests.make import six

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = st.dates(date(1990, 1, 1), date(2100, 1, 1))
INSTANT = st.datetimes(datetime(2013, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))
OPENS, CLOSES = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 9, 25, 9, 0, tzinfo=UTC)
ORDER = [Phase.UPCOMING, Phase.OPEN, Phase.CLOSED]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2012, 5, 5), date(2026, 5, 4), 13),
        (date(2012, 5, 5), date(2026, 5, 5), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
    ],
)
def test_age_is_counted_in_full_years(born, day, age):
    assert age_on(born, day) == age


@QUICK
@given(DAY, DAY)
def test_nobody_is_older_the_day_before_and_everybody_ages_by_one_year_a_year(born, day):
    assert age_on(born, day) - age_on(born, day - timedelta(days=1)) in {0, 1}
    assert age_on(born, shift(day, 1)) - age_on(born, day) in {0, 1, 2}
    assert age_on(born, born) == 0


@QUICK
@given(DAY, st.integers(0, 60))
def test_on_the_birthday_itself_one_is_exactly_that_old(born, years):
    birthday = date(born.year + years, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=born.year + years)
    assert age_on(born, birthday) == years


@QUICK
@given(INSTANT, INSTANT, INSTANT, INSTANT)
def test_the_phase_of_an_announced_edition_never_goes_back(opens, closes, first, second):
    calendar = Calendar(EditionState.ANNOUNCED, min(opens, closes), max(opens, closes))
    early, late = sorted([first, second])
    assert ORDER.index(phase(calendar, early)) <= ORDER.index(phase(calendar, late))


@QUICK
@given(INSTANT)
def test_an_edition_in_preparation_is_hidden_and_a_published_one_shows_results_at_any_time(now):
    assert phase(Calendar(EditionState.DRAFT, OPENS, CLOSES), now) is Phase.HIDDEN
    assert phase(Calendar(EditionState.PUBLISHED, OPENS, CLOSES), now) is Phase.RESULTS
    assert phase(Calendar(EditionState.ARCHIVED, OPENS, CLOSES), now) is Phase.RESULTS


@pytest.mark.parametrize(
    ("now", "judging", "told"),
    [
        (OPENS - timedelta(seconds=1), False, Phase.UPCOMING),
        (OPENS, False, Phase.OPEN),
        (CLOSES - timedelta(microseconds=1), True, Phase.OPEN),
        (CLOSES, False, Phase.CLOSED),
        (CLOSES, True, Phase.JUDGED),
    ],
)
def test_the_phase_turns_at_the_very_instant(now, judging, told):
    assert phase(Calendar(EditionState.ANNOUNCED, OPENS, CLOSES), now, judging=judging) is told


@QUICK
@given(INSTANT, st.none() | INSTANT)
def test_an_extension_only_lengthens(closes, extended):
    assert closing(closes, extended) >= closes
    assert closing(closes, extended) in {closes, extended}


@QUICK
@given(DAY, st.integers(-20, 20))
def test_a_day_moved_by_years_keeps_its_place_in_the_year(day, years):
    moved = shift(day, years)
    assert moved.year == day.year + years
    assert (moved.month, moved.day) in {(day.month, day.day), (2, 28)}


def test_titles_that_read_as_usual_get_the_new_number_and_others_stay():
    titles = {**edition_title(14), "ko": "우리의 대회"}
    assert renumbered(titles, edition_title(14), edition_title(15)) == {**edition_title(15), "ko": "우리의 대회"}


def test_a_detail_nobody_decided_on_is_asked_but_may_stay_empty():
    assert asked({}, Detail.MEDIUM) is Asked.OPTIONAL
    assert asked({"medium": "required"}, Detail.MEDIUM) is Asked.REQUIRED


def draft(**given):
    whole = {
        "calendar": Calendar(EditionState.DRAFT, OPENS, CLOSES), "words": {words: six("Text") for words in Words}, "standings": ["member"],
        "themes": [six("Theme")], "divisions": [six("Division")], "permissions": {purpose: set(CODES) for purpose in Purpose},
    }  # fmt: skip
    return Draft(**(whole | given))


def test_a_whole_edition_lacks_nothing():
    assert blockers(draft(), OPENS) == []
    assert gaps(draft()) == {}


WORDS = {words: six("Text") for words in Words}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"calendar": Calendar(EditionState.DRAFT, OPENS, OPENS)}, "The day entries close has already passed."),
        ({"standings": []}, "No government may take part: choose at least one standing."),
        ({"themes": []}, "There is no theme yet."),
        ({"divisions": []}, "There is no division yet."),
        ({"words": {**WORDS, Words.TITLES: {"ko": "제목"}}}, "The title is missing in English."),
        ({"words": {**WORDS, Words.ANNOUNCEMENTS: {}}}, "The announcement is missing in English."),
        ({"words": {**WORDS, Words.RULES: {"en": ""}}}, "The rules are missing in English."),
        ({"words": {**WORDS, Words.ASSOCIATION: {}}}, "The name of the association is missing in English."),
        ({"permissions": {Purpose.ENTER: {"en"}}}, "A permission text is missing in English."),
    ],
)
def test_an_edition_cannot_be_announced_without(given, said):
    assert [each.message for each in blockers(draft(**given), OPENS)] == [said]


def test_what_is_missing_is_told_by_text_and_language():
    lacking = draft(
        words={**WORDS, Words.RULES: {"en": "Rules", "mn": "Журам"}},
        themes=[six("One"), {"en": "Two", "ko": "둘", "zh": "二", "ja": "二", "ru": "Два"}],
        permissions={**{purpose: set(CODES) for purpose in Purpose}, Purpose.NAME: {"en", "ko", "zh", "ja", "mn"}},
    )
    assert gaps(lacking) == {"rules_texts": ["ko", "zh", "ja", "ru"], "themes": ["mn"], "permissions": ["ru"]}
