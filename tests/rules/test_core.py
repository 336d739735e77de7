"""The vocabulary: keys, text, languages, content in six languages, states."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from types import SimpleNamespace

import pytest

from contest.core import clock, keys
from contest.core.errors import Conflict
from contest.core.keys import ALPHABET, Keyring
from contest.core.languages import CODES, LANGUAGES, language, preferred
from contest.core.localized import missing, pick
from contest.core.text import clean, clean_lines, fold, like
from contest.core.workflow import Workflow

# ── keys ──


def test_codes_avoid_letters_that_look_alike():
    assert not set("01259ILOSUVZ") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 24
    assert set(keys.random_code(500)) <= set(ALPHABET)


@pytest.mark.parametrize("code", ["34678ABCDE", "AAAAAAAAAA", "YXWTRQPNMK", "3"])
def test_a_check_character_finds_every_single_wrong_letter(code):
    good = keys.check_character(code)
    for place in range(len(code)):
        for letter in set(ALPHABET) - {code[place]}:
            assert keys.check_character(code[:place] + letter + code[place + 1 :]) != good


def test_a_check_character_finds_most_swapped_neighbours():
    pairs = [(a, b) for a in ALPHABET for b in ALPHABET if a != b]
    missed = [(a, b) for a, b in pairs if keys.check_character(a + b) == keys.check_character(b + a)]
    assert len(missed) <= 2, missed


def test_a_code_survives_being_written_down():
    code = keys.random_code(10)
    assert keys.grouped(code).count("-") == 2
    assert keys.ungrouped(keys.grouped(code).lower().replace("-", " ")) == code


def test_links_are_long_and_never_the_same():
    assert len({keys.token() for _ in range(100)}) == 100
    assert len(keys.token()) == 43


def test_a_digest_depends_on_secret_purpose_and_text():
    one, other = Keyring("one secret"), Keyring("other secret")
    assert len({one.digest("a", "x"), one.digest("b", "x"), one.digest("a", "y"), other.digest("a", "x")}) == 4
    assert one.digest("a", "x") == Keyring("one secret").digest("a", b"x")
    assert "x" * 40 not in one.digest("a", "x" * 40)


# ── text ──


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two   words ", "two words"),
        ("e\u0301cole", "\u00e9cole"),  # composed
        ("line\r\nbreak", "line break"),
        ("a\x00b\x07c", "abc"),
        ("safe\u202egnp.exe", "safegnp.exe"),  # no turning the direction round
        ("\ufeffBOM", "BOM"),
        ("Өвөр Монгол", "Өвөр Монгол"),
        ("ｶﾅ", "ｶﾅ"),  # width stays as typed
        (None, ""),
    ],
)
def test_one_line_is_kept_as_typed_without_control_marks(typed, kept):
    assert clean(typed) == kept


def test_several_lines_keep_their_ends():
    assert clean_lines("one\r\ntwo\rthree\n\n") == "one\ntwo\nthree"


@pytest.mark.parametrize(("one", "other"), [("ＡＢＣ", "abc"), ("ﾐﾎﾝ", "ミホン"), ("STRASSE", "straße"), ("пример", "ПРИМЕР"), ("é", "e\u0301"), ("a  b", "A b")])
def test_searching_folds_width_case_and_composition(one, other):
    assert fold(one) == fold(other)


def test_wildcards_in_a_search_are_letters():
    assert like("50%_\\x") == "%50\\%\\_\\\\x%"


# ── languages ──


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        (["zh-CN", "en"], "zh"), (["zh_TW"], "zh"), (["ja-JP"], "ja"), (["fr", "ru-RU"], "ru"), (["MN"], "mn"), (["fr", "de"], "en"), ([], "en"), (["*"], "en"),
    ],
)  # fmt: skip
def test_the_first_language_of_the_browser_that_we_speak(accepted, code):
    assert preferred(accepted).code == code


def test_six_languages_with_their_tags():
    assert CODES == ("en", "ko", "zh", "ja", "ru", "mn")
    assert language("zh").html == "zh-Hans"
    assert language("zh").catalogue == "zh_Hans"
    assert language("xx").code == language(None).code == "en"
    assert len({each.name for each in LANGUAGES}) == 6


def test_a_missing_text_falls_back_and_says_so():
    assert pick({"en": "Sea", "ja": "海"}, "ja") == ("海", "ja")
    assert pick({"en": "Sea", "ja": "海"}, "mn") == ("Sea", "en")
    assert pick({"mn": "Тал", "zh": "草原"}, "ru") == ("草原", "zh")
    assert pick({"en": "", "ko": "바다"}, "en") == ("바다", "ko")
    assert pick({}, "ko") == ("", "ko")
    assert missing({"en": "Sea", "ko": ""}) == ["ko", "zh", "ja", "ru", "mn"]


# ── time ──


def test_wall_clocks_are_the_zones_own():
    at = clock.instant(datetime(2026, 10, 2, 18), "Asia/Seoul")
    assert at == datetime(2026, 10, 2, 9, tzinfo=UTC)
    assert clock.wall_clock(at, "Asia/Ulaanbaatar") == datetime(2026, 10, 2, 17)
    assert clock.today(datetime(2026, 1, 1, 16, tzinfo=UTC), "Asia/Vladivostok") == date(2026, 1, 2)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.wall_clock(datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=9))), "UTC") == datetime(2026, 1, 1, 3)


# ── states ──


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


LIFE = Workflow({Light.RED: frozenset({Light.GREEN, Light.OFF}), Light.GREEN: frozenset({Light.RED}), Light.OFF: frozenset()})


def test_a_step_of_the_table_is_taken_and_tells_what_was_left():
    lamp = SimpleNamespace(state=Light.RED)
    assert LIFE.move(lamp, Light.GREEN) is Light.RED
    assert lamp.state is Light.GREEN


@pytest.mark.parametrize(("old", "new"), [(Light.GREEN, Light.OFF), (Light.OFF, Light.RED), (Light.RED, Light.RED)])
def test_a_step_outside_the_table_is_refused_and_changes_nothing(old, new):
    lamp = SimpleNamespace(state=old)
    assert not LIFE.allows(old, new)
    with pytest.raises(Conflict):
        LIFE.move(lamp, new)
    assert lamp.state is old
