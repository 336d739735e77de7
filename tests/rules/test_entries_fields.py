"""What the wizard's fields take: sizes, years, names, birthdays, and what stands in somebody's way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.core.errors import Conflict, Invalid
from contest.editions.rules import Asked, Detail, age_on, asked, born_between
from contest.entries import latin, rules, sheets

DAY = date(2026, 1, 1)


class Thing:
    def __init__(self, **given):
        self.__dict__.update(given)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("29.7 x 42 cm", (297, 420)), ("29,7 х 42 см", (297, 420)), ("297×420", (297, 420)), ("297 * 420 mm", (297, 420)), ("297mm x 42cm", (297, 420)),
        ("29.7cm×42cm", (297, 420)), ("２９７×４２０", (297, 420)), ("297 420", (297, 420)), ("297,420", (297, 420)), ("가로 29.7 세로 42 센티", (297, 420)),
        ("38厘米×54厘米", (380, 540)), ("38センチ 54センチ", (380, 540)), ("100x148", (100, 148)), ("70 x 100", (700, 1000)), ("50 na 70", (500, 700)),
        ("11 x 14 in", (279, 356)), ("29.7 ㎝ × 42 ㎝", (297, 420)), ("297 мм на 420 мм", (297, 420)), ("21,0 × 29,7", (210, 297)),
    ],
)  # fmt: skip
def test_sizes_are_read_as_people_type_them(typed, found):
    assert sheets.measures(typed) == found


@pytest.mark.parametrize("typed", ["", "A3", "big", "42", "1 x 2 x 3", "3 x 4 mm", "6 x 7 m", "0 x 0", "999999 x 999999", "-", "× cm"])
def test_what_is_no_size_says_how_to_write_one(typed):
    with pytest.raises(Invalid) as refused:
        sheets.measures(typed)
    assert refused.value.field == "size_other"


@given(st.integers(101, 5000), st.integers(101, 5000))
def test_a_size_reads_back_as_it_is_written(width, height):
    assert sheets.measures(sheets.written(width, height)) == (width, height)


@given(st.text(max_size=80))
def test_whatever_is_typed_as_a_size_is_measured_or_refused(text):
    try:
        width, height = sheets.measures(text)
    except Invalid:
        return
    assert 10 <= width <= 5000
    assert 10 <= height <= 5000


def test_sheets_lie_as_the_picture_does():
    assert sheets.size_named("A3", wide=False) == (297, 420)
    assert sheets.size_named("A3", wide=True) == (420, 297)
    assert sheets.size_named("A9", wide=True) is None
    assert sheets.name_of_size(420, 297) == "A3"
    assert sheets.name_of_size(100, 100) == "other"
    assert sheets.name_of_size(None, 100) == ""
    assert sheets.written(None, 3) == ""


@pytest.mark.parametrize(
    ("country", "first"), [("KR", ["8절", "4절", "16절", "A4"]), ("JP", ["八つ切", "四つ切", "B4", "B3"]), ("CN", ["八开", "四开", "A4", "A3"]), ("MN", ["A4", "A3"]), ("RU", ["A4", "A3"]), ("", ["A4"])]
)
def test_the_paper_of_a_country_comes_first_and_no_sheet_is_lost(country, first):
    here, elsewhere = sheets.offered(country)
    assert [each.name for each in here][: len(first)] == first
    assert {*here, *elsewhere} == set(sheets.SHEETS)
    assert len({each.name for each in sheets.SHEETS}) == len(sheets.SHEETS)


@pytest.mark.parametrize(("typed", "year"), [("2026", 2026), ("2021", 2021), ("２０２５", 2025), ("", None), ("  ", None)])
def test_a_year_is_typed(typed, year):
    assert sheets.year_made(typed, 2026) == year


@pytest.mark.parametrize("typed", ["26", "2027", "2020", "last year", "20 26", "٢٠٢٦x", "2026.5"])
def test_no_other_year_is(typed):
    with pytest.raises(Invalid) as refused:
        sheets.year_made(typed, 2026)
    assert refused.value.field == "painted_in"


@pytest.mark.parametrize(
    ("name", "language", "written"),
    [
        ("Жишээ Нэгдүгээр", "mn", "Jishee Negdugeer"), ("Өнөр-Эрдэнэ", "mn", "Unur-Erdene"), ("Пример Первый", "ru", "Primer Pervyi"), ("ЩУКА", "ru", "SHCHUKA"),
        ("Щука Я", "ru", "Shchuka Ia"), ("Пример", "en", ""), ("見本 一子", "ja", ""), ("예시", "ko", ""), ("Өнөр", "ru", ""), ("Example One", "ru", ""), ("", "mn", ""),
    ],
)  # fmt: skip
def test_cyrillic_names_are_proposed_as_passports_write_them(name, language, written):
    assert latin.proposed(name, language) == written


@given(st.text(max_size=120), st.sampled_from(["ru", "mn", "en", "ja"]))
def test_what_is_proposed_is_latin(name, language):
    found = latin.proposed(name, language)
    assert not found or not any(c.isalpha() for c in found) or rules.latin(found)


@given(st.text(min_size=1, max_size=120))
def test_a_name_of_any_script_is_kept_as_it_is_written_or_refused_whole(name):
    try:
        kept = rules.check_line(name, "full_name", rules.LONGEST_NAME)
    except Invalid:
        return
    assert rules.check_line(kept, "full_name", rules.LONGEST_NAME) == kept
    assert not any(c in kept for c in "\u202e\u202d\u2066\u2069\u200f\u200e\n\x00")
    assert sum(c.isupper() for c in kept) <= sum(c.isupper() for c in name) + kept.count("İ")  # nothing is made louder


@pytest.mark.parametrize("name", ["王", "A", "🪁", "👩‍🎨 Example", "Ó", "예", "ᠮᠣᠩᠭᠣᠯ", "مثال واحد", "O’Example-Nyx", "x" * 120, "見" * 120])
def test_one_word_one_letter_and_emoji_are_names(name):
    assert rules.check_line(name, "full_name", rules.LONGEST_NAME) == name


@pytest.mark.parametrize(("text", "yes"), [("Jishee", True), ("Łucja O'Neil-Ño 3", True), ("Ж", False), ("🪁", False), ("1 2", False), ("", False)])
def test_the_line_of_a_certificate_has_latin_letters(text, yes):
    assert rules.latin(text) is yes


def test_a_text_that_is_too_long_is_told_how_long_it_is():
    with pytest.raises(Invalid) as refused:
        rules.check_text("x" * 10_000, "description", 1000)
    assert refused.value.values == {"found": 10_000, "most": 1000}
    assert rules.check_text("x" * 1000, "description", 1000)


@given(st.integers(3, 30), st.integers(0, 20), st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1950, 1, 1), date(2089, 1, 1)))
def test_the_birthdays_told_are_those_of_the_ages_that_count(youngest, more, day, born):
    first, last = born_between(youngest, youngest + more, day)
    assert (first <= born <= last) == (youngest <= age_on(born, day) <= youngest + more)
    for edge, fits in ((first, True), (last, True), (first - timedelta(days=1), False), (last + timedelta(days=1), False)):
        assert (youngest <= age_on(edge, day) <= youngest + more) is fits


@pytest.mark.parametrize(
    ("born", "exact", "age"),
    [
        (date(2014, 1, 1), True, 12), (date(2014, 1, 2), True, None), (date(2007, 1, 2), True, 18), (date(2007, 1, 1), True, None),
        (date(2014, 1, 1), False, 12), (date(2014, 2, 1), False, None), (date(2007, 1, 1), False, 18), (date(2006, 12, 1), False, None),
    ],
)  # fmt: skip
def test_on_the_border_a_day_decides_and_a_month_counts_in_favour(born, exact, age):
    ages = {"exact": exact, "age_day": DAY, "age_from": 12, "age_to": 18}
    if age is None:
        with pytest.raises(Invalid) as refused:
            rules.check_age(born, **ages)
        assert refused.value.field == "born"
    else:
        assert rules.check_age(born, **ages) == age


@pytest.mark.parametrize(
    ("born", "age", "day", "yes"),
    [
        (None, None, DAY, False), (None, 17, DAY, False), (None, 18, DAY, True), (None, 18, DAY + timedelta(days=400), False), (date(2008, 1, 1), None, DAY, True),
        (date(2012, 1, 1), 18, DAY, False),
    ],
)  # fmt: skip
def test_without_a_birthday_the_age_that_was_counted_says_who_is_of_age(born, age, day, yes):
    assert rules.adult(born, date(2026, 6, 1), counted=(age, day)) is yes


def edition(**given):
    return Thing(**{"age_from": 12, "age_to": 18, "age_day": DAY, "full_birth_date": True, "entries_per_student": 1} | given)


@pytest.mark.parametrize(
    ("student", "begun", "eligible", "kinds"),
    [
        ({"born": None, "age": None}, 0, True, []), ({"born": date(2012, 1, 1), "age": 14}, 0, True, []), ({"born": date(2000, 1, 1), "age": None}, 0, True, [Invalid]),
        ({"born": None, "age": 40}, 0, True, [Invalid]), ({"born": None, "age": 14}, 1, True, [Conflict]), ({"born": None, "age": 14}, 0, False, [Conflict]),
        ({"born": date(2020, 1, 1), "age": None}, 3, False, [Invalid, Conflict, Conflict]),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_known_beforehand(student, begun, eligible, kinds):
    found = rules.obstacles(edition(), Thing(**student), begun=begun, eligible=eligible)
    assert [type(each) for each in found] == kinds


def test_a_division_may_ask_otherwise_than_its_edition():
    fields, division = {"medium": "required", "size": "off"}, {"medium": "off", "year": "required"}
    found = {detail: asked(fields, detail, division) for detail in (Detail.MEDIUM, Detail.SIZE, Detail.YEAR, Detail.TEACHER, Detail.AI)}
    assert list(found.values()) == [Asked.OFF, Asked.OFF, Asked.REQUIRED, Asked.OPTIONAL, Asked.OFF]
    assert asked(fields, Detail.MEDIUM, {}) is asked(fields, Detail.MEDIUM) is Asked.REQUIRED


@pytest.mark.parametrize(("own", "ai", "answer"), [(False, False, ""), (True, False, "alone"), (True, True, "helped"), (False, True, "")])
def test_who_made_it(own, ai, answer):
    assert rules.helped(own, ai) == answer


@pytest.mark.parametrize(("email", "phone", "name", "yes"), [("a@b.c", "", "N", False), ("", "12345", "N", False), ("", "", "N", True), ("", "", "", False)])
def test_who_gave_no_address_left_it_to_the_teacher(email, phone, name, yes):
    assert rules.through_teacher(email, phone, name) is yes
