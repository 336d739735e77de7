"""The registry of member governments is complete and says nothing it cannot know."""

import csv
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from contest.governments.countries import COUNTRIES

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "mn")
FILE = Path(__file__).parents[2] / "contest" / "governments" / "members.tsv"

with FILE.open(encoding="utf-8", newline="") as _lines:
    ROWS = list(csv.DictReader(_lines, delimiter="\t"))

each_government = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])


def test_there_are_eighty_nine_governments_with_keys_of_their_own():
    assert len(ROWS) == 89
    assert len({row["key"] for row in ROWS}) == 89


def test_eighty_two_are_members():
    assert Counter(row["status"] for row in ROWS) == {"member": 82, "observer": 4, "associate": 2, "special": 1}


def test_members_per_country_are_those_of_the_association():
    members = Counter(row["country"] for row in ROWS if row["status"] == "member")
    assert members == {"CN": 14, "JP": 11, "KR": 16, "KP": 2, "MN": 22, "RU": 17}


def test_other_statuses_per_country():
    others = Counter((row["status"], row["country"]) for row in ROWS if row["status"] != "member")
    assert others == {
        ("observer", "CN"): 1,
        ("observer", "JP"): 2,
        ("observer", "RU"): 1,
        ("special", "KR"): 1,
        ("associate", "VN"): 1,
        ("associate", "KG"): 1,
    }


@each_government
def test_every_government_has_a_zone_that_exists(row):
    assert ZoneInfo(row["zone"]).key == row["zone"]


@each_government
def test_every_government_has_six_clean_names(row):
    for lang in LANGUAGES:
        name = row[f"name_{lang}"]
        assert name == name.strip()
        assert name
        assert "?" not in name
    assert " " not in row["name_ja"]


@each_government
def test_marks_name_known_languages_only(row):
    assert set(row["unreviewed"].split()) <= set(LANGUAGES)


def test_nine_korean_and_thirty_four_mongolian_names_wait_for_review():
    marks = Counter(lang for row in ROWS for lang in row["unreviewed"].split())
    assert marks == {"ko": 9, "mn": 34}


@each_government
def test_the_key_is_the_iso_code_where_there_is_one(row):
    if row["key"] == "KR-POHANG":
        assert row["iso"] == ""
    else:
        assert row["key"] == row["iso"]
        assert re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", row["iso"])
    assert row["key"].startswith(row["country"] + "-")


def test_names_differ_within_a_language():
    for lang in LANGUAGES:
        names = [row[f"name_{lang}"] for row in ROWS]
        assert len(set(names)) == len(names), lang


def test_western_mongolia_keeps_its_own_time():
    hovd = {row["key"] for row in ROWS if row["zone"] == "Asia/Hovd"}
    assert hovd == {"MN-043", "MN-046", "MN-071"}


def test_one_instant_is_read_differently_across_the_membership():
    zones = {row["country"]: set() for row in ROWS}
    for row in ROWS:
        zones[row["country"]].add(row["zone"])
    assert zones["CN"] == {"Asia/Shanghai"}
    assert zones["KR"] == {"Asia/Seoul"}
    assert zones["JP"] == {"Asia/Tokyo"}
    assert zones["KP"] == {"Asia/Pyongyang"}
    assert len(zones["RU"]) == 12


def test_every_country_of_the_registry_has_a_name_in_six_languages():
    assert set(COUNTRIES) == {row["country"] for row in ROWS}
    for names in COUNTRIES.values():
        assert tuple(names) == LANGUAGES
        assert all(names.values())
