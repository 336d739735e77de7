"""The project's own texts exist in six languages, each written in the letters of its language."""

import re
import unicodedata
from datetime import date

import pytest

from contest.demo import texts
from contest.demo.people import PEOPLE_PER_COUNTRY, person
from contest.editions import standard
from contest.governments.countries import COUNTRIES

LANGUAGES = standard.LANGUAGES

# Latin words that belong into every language.
LATIN = re.compile(r"NEAR|JPEG|PNG|HEIC|WebP|TIFF|MB|JavaScript|WCAG|AA")

OWN_LETTERS = {
    "en": ("LATIN",),
    "ko": ("HANGUL",),
    "zh": ("CJK",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC ITERATION MARK"),
    "ru": ("CYRILLIC",),
    "mn": ("CYRILLIC",),
}


def texts_with_place():
    for lang in LANGUAGES:
        yield f"association-{lang}", lang, standard.ASSOCIATION[lang]
        yield f"title-{lang}", lang, standard.EDITION_TITLE[lang].replace("{number}", "14")
        yield f"announcement-{lang}", lang, standard.ANNOUNCEMENTS[lang]
        yield f"rules-{lang}", lang, standard.RULES[lang]
    groups = {
        "association before": [standard.ASSOCIATION_UNTIL_2024],
        "consent": standard.CONSENT_TEXTS.values(),
        "name choice": [text for _, text in standard.NAME_CHOICES],
        "division": [text for _, text in standard.DIVISIONS],
        "tier": [text for tiers in standard.TIERS.values() for _, text in tiers],
        "criterion": [text for _, name, help_text in standard.CRITERIA for text in (name, help_text)],
        "country": COUNTRIES.values(),
        "theme": [text for themes in texts.THEMES.values() for _, text in themes],
        "venue": [text for venue in texts.VENUES for text in (venue.name, venue.city)],
        "exhibition": [text for show in texts.EXHIBITIONS for text in (show.title, show.description)],
        "medium": [text for _, text in texts.MEDIUMS],
        "work": [text for _, text in texts.TITLES],
        "description": [text for motif in texts.MOTIFS.values() for text in motif.descriptions],
    }
    for group, members in groups.items():
        for number, text in enumerate(members):
            assert tuple(text) == LANGUAGES, (group, number)
            for lang in LANGUAGES:
                yield f"{group}-{number}-{lang}", lang, text[lang]


EVERYTHING = list(texts_with_place())


def letters(text):
    return [character for character in LATIN.sub("", text) if character.isalpha()]


def foreign(lang, text):
    return [c for c in letters(text) if not unicodedata.name(c).startswith(OWN_LETTERS[lang])]


def test_no_text_is_empty_or_badly_trimmed():
    assert [place for place, _, text in EVERYTHING if not text.strip() or "  " in text] == []


def test_every_text_is_written_in_its_own_letters():
    assert [(place, foreign(lang, text)) for place, lang, text in EVERYTHING if foreign(lang, text)] == []


def test_text_is_stored_in_one_unicode_form():
    assert [place for place, _, text in EVERYTHING if text != unicodedata.normalize("NFC", text)] == []


def test_mongolian_has_its_own_vowels_and_russian_has_none_of_them():
    mongolian = " ".join(text for _, lang, text in EVERYTHING if lang == "mn")
    russian = " ".join(text for _, lang, text in EVERYTHING if lang == "ru")
    assert {"ө", "ү"} <= set(mongolian)
    assert not {"ө", "ү", "Ө", "Ү"} & set(russian)
    assert not {"є", "ї", "ұ", "ғ"} & set(mongolian.lower())


def test_east_asian_texts_use_their_own_full_stop():
    for place, lang, text in EVERYTHING:
        if lang in ("zh", "ja"):
            assert not re.search(r"[一-鿿ぁ-ヿ][.,?!]", text), place


@pytest.mark.parametrize(
    ("number", "ordinal"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (8, "8th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (14, "14th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (101, "101st"),
        (111, "111th"),
        (112, "112th"),
    ],
)
def test_english_ordinals(number, ordinal):
    assert standard.english_ordinal(number) == ordinal


@pytest.mark.parametrize(
    ("number", "ordinal"),
    [
        (1, "1 дэх"),
        (2, "2 дахь"),
        (3, "3 дахь"),
        (4, "4 дэх"),
        (5, "5 дахь"),
        (8, "8 дахь"),
        (9, "9 дэх"),
        (10, "10 дахь"),
        (14, "14 дэх"),
        (20, "20 дахь"),
        (40, "40 дэх"),
        (90, "90 дэх"),
        (100, "100 дахь"),
    ],
)
def test_mongolian_ordinals_follow_the_vowels(number, ordinal):
    assert standard.mongolian_ordinal(number) == ordinal


def test_the_title_of_an_edition_in_six_languages():
    assert standard.edition_title(14) == {
        "en": "14th NEAR International Youth Art Contest",
        "ko": "제14회 NEAR 국제 청소년 그림 공모전",
        "zh": "第14届NEAR国际青少年绘画大赛",
        "ja": "第14回NEAR国際青少年絵画コンテスト",
        "ru": "14-й Международный конкурс юных художников NEAR",
        "mn": "NEAR-ын өсвөр үеийнхний олон улсын уран зургийн 14 дэх удаагийн уралдаан",
    }


def test_tiers_of_both_styles_come_in_order_of_their_marks():
    assert [mark for mark, _ in standard.TIERS_8TH] == ["grand", "gold", "silver", "selected"]
    assert [mark for mark, _ in standard.TIERS_13TH] == list(standard.MARKS)


def test_every_purpose_says_who_receives_it_and_that_it_can_be_withdrawn():
    assert tuple(standard.CONSENT_TEXTS) == standard.PURPOSES
    pohang = {"en": "Pohang", "ko": "포항", "zh": "浦项", "ja": "浦項", "ru": "Пхохан", "mn": "Пухан"}
    withdrawn = {"en": "withdraw", "ko": "철회", "zh": "撤回", "ja": "取り消", "ru": "отз[оы]в|отозв", "mn": "буцаа"}
    for purpose, text in standard.CONSENT_TEXTS.items():
        for lang in LANGUAGES:
            assert pohang[lang] in text[lang], (purpose, lang)
            assert re.search(withdrawn[lang], text[lang], re.IGNORECASE), (purpose, lang)


def test_the_rules_have_the_same_sections_and_figures_in_every_language():
    for rules in standard.RULES.values():
        lines = rules.splitlines()
        assert sum(line.startswith("## ") for line in lines) == 11
        assert not [line for line in lines if line.startswith("#") and not line.startswith("## ")]
        assert {"12", "18", "60"} <= set(re.findall(r"\d+", rules))
        assert "1600" in rules.replace(",", "")
    assert len({len(rules.split("\n\n")) for rules in standard.RULES.values()}) == 1


def test_at_least_seventy_titles_and_none_twice_in_a_language():
    assert len(texts.TITLES) >= 70
    for lang in LANGUAGES:
        titles = [title[lang] for _, title in texts.TITLES]
        assert len(set(titles)) == len(titles), lang


def test_descriptions_fit_an_alt_text_and_do_not_repeat_the_title():
    for motif in texts.MOTIFS.values():
        for description in motif.descriptions:
            for lang in LANGUAGES:
                assert len(description[lang]) <= 150
                assert all(title[lang] != description[lang] for title in motif.titles)


def test_exhibitions_stop_at_known_venues_one_after_the_other():
    venues = {venue.key for venue in texts.VENUES}
    for show in texts.EXHIBITIONS:
        days = [day for stop in show.stops for day in (stop.opens, stop.closes)]
        assert days == sorted(days)
        assert {stop.venue for stop in show.stops} <= venues


def test_the_three_exhibitions_of_2020_have_their_true_dates():
    shows = {show.stops[0].venue: show.stops for show in texts.EXHIBITIONS if show.edition == 8}
    assert {venue: (stop.opens, stop.closes) for venue, (stop,) in shows.items()} == {
        "gyeongbuk-education-cultural-center": (date(2020, 7, 20), date(2020, 7, 30)),
        "gyeongbuk-provincial-office": (date(2020, 7, 31), date(2020, 8, 31)),
        "pohang-hotel-art-fair": (date(2020, 10, 28), date(2020, 10, 30)),
    }


def test_reported_figures_keep_what_differs():
    winners = {(figure.of, figure.value) for figure in texts.REPORTED if figure.what == "winners"}
    assert winners == {("", 146), ("selected", 126), ("", 151), ("selected", 131)}
    assert {figure.value for figure in texts.REPORTED if figure.what == "entries" and figure.of == "JP"} == {22, 32}
    assert all(figure.source for figure in texts.REPORTED)


@pytest.mark.parametrize("country", ["CN", "JP", "KR", "MN", "RU"])
def test_two_hundred_invented_people_of_a_country_have_names_of_their_own(country):
    people = [person(country, n) for n in range(PEOPLE_PER_COUNTRY)]
    assert len({one.full_name for one in people}) == PEOPLE_PER_COUNTRY
    assert people == [person(country, n) for n in range(PEOPLE_PER_COUNTRY)]


@pytest.mark.parametrize("country", ["CN", "JP", "KR", "MN", "RU"])
def test_invented_people_are_written_in_the_letters_of_their_country_and_say_that_they_are_examples(country):
    example = {
        "CN": ("样例", "范例"),
        "JP": ("見本", "手本"),
        "KR": ("예시", "보기"),
        "MN": ("Жишээ", "Загвар", "Үлгэр", "Багш"),
        "RU": ("Пример", "Образец", "Эскиз", "Наставник", "Школа «Пример»"),
    }[country]
    for n in range(PEOPLE_PER_COUNTRY):
        one = person(country, n)
        for name in (one.full_name, one.school, one.teacher):
            assert name.startswith(example)
            assert not foreign(one.language, name), name
        assert re.fullmatch(r"[A-Z][a-z]+( [A-Z][a-z]+)+", one.latin_name)
        assert bool(one.reading) == (country == "JP")
        assert not re.search(r"[^ぁ-ゖー ]", one.reading)


def test_nobody_is_invented_beyond_the_list():
    with pytest.raises(ValueError, match="200"):
        person("KR", PEOPLE_PER_COUNTRY)
    with pytest.raises(KeyError):
        person("VN", 0)
