"""The compiler of papers: text stays text, the same data gives the same bytes, nothing comes from outside."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from fontTools.ttLib import TTFont

from contest import typeset
from contest.core.languages import CODES
from contest.typeset import CannotTypeset, compiler, fonts
from tests import pictures
from tests.papers import bare, objects, pages_of, pictures_in, stream, words_of

SAMPLE = """
#import "/_paper.typ": *
#show: sheet
#heading(say(d.title))
#for each in d.texts [#par(say(each))]
#if d.at("picture", default: none) != none { image("/" + d.picture, alt: "A picture") }
"""


@pytest.fixture(autouse=True)
def templates(tmp_path, monkeypatch):
    """A template of the tests' own beside what all papers share."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/sample.typ").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "_paper.typ").write_bytes((compiler.TEMPLATES / "_paper.typ").read_bytes())
    monkeypatch.setattr(compiler, "TEMPLATES", tmp_path)
    return tmp_path


def data(*texts, language="en", **given):
    return {"language": language, "title": "A title", "author": "The association", "texts": list(texts)} | given


def printed(*texts, **given):
    return words_of(typeset.compile("tests/sample", data(*texts, **given)))


def holes(pdf):
    """What the file says about itself, uncompressed."""
    return b"".join(thing + stream(thing) for thing in objects(pdf).values())


NASTY = [
    '#panic("x")', "*bold* _not_", "] [ } {", "$x^2$ $", "\\ \\u{41} \\n", '#import "@preview/cetz:0.2.0": *', '#read("/etc/passwd")', "= heading", "// no comment",
    "<label> @ref", "`raw` ```", '"; #d', "- list + 1. x", "~ -- --- ...", "'single' \"double\"", "%(name)s {name} {{ name }}", "/* */", "https://example.org/?a=b&c=d",
]  # fmt: skip


def test_nothing_in_a_text_is_read_as_anything_but_text():
    assert words_of(typeset.compile("tests/sample", data(*NASTY))) == bare("A title" + "".join(NASTY))


def test_a_title_and_an_author_may_be_nasty_too():
    said = holes(typeset.compile("tests/sample", data(title='#panic("x") ] \\', author="$x$ @a")))
    assert b"#panic" in said
    assert b"@a" in said


@pytest.mark.parametrize("code", CODES)
def test_the_letters_of_each_language_can_be_printed(code):
    sample = fonts.SAMPLES[code]
    assert printed(sample, language=code).endswith(bare(sample))


def test_readiness_finds_nothing_lacking():
    assert fonts.lacking() == {}


def test_without_the_packages_readiness_says_what_is_lacking(monkeypatch):
    monkeypatch.setattr(fonts, "PACKAGES", (("fontpkg_noto_sans", "files"),))
    for cached in (fonts.files, fonts.loaded, fonts._covered):
        cached.cache_clear()
    try:
        lacking = fonts.lacking()
        assert set(lacking) >= {"ko", "zh", "ja"}
        assert "동" in lacking["ko"]
        assert not fonts.unprintable("Өө Үү")
    finally:
        for cached in (fonts.files, fonts.loaded, fonts._covered):
            cached.cache_clear()


def test_characters_nobody_has_become_boxes_and_are_named_once_each():
    text = "Kim 🪁🪁 ᠮ ❤️"
    assert typeset.unprintable(text) == ["🪁", "ᠮ", "❤"]
    assert printed(text).endswith("Kim□□□□")
    assert typeset.unprintable("Өө Үү 김 骨 髙 Ёё é") == []


def test_a_family_of_emoji_is_one_box():
    assert fonts.printable("👩‍👩‍👧 👍🏽") == "□ □"


def test_direction_marks_joiners_and_controls_are_not_printed():
    assert fonts.printable("a\u202eb\u200fc\u2066d\u0007e\ufefff\u00adg") == "abcdefg"


def test_what_a_mac_takes_apart_is_put_together():
    assert fonts.printable("\u1112\u1161\u11ab и\u0306") == "한 й"


def test_the_characters_known_are_those_of_the_font_files():
    for path in fonts.files()[:2]:
        known = {code for first, last in fonts.stretches(path) for code in range(first, last + 1)}
        with TTFont(path, lazy=True) as font:
            assert known == set(font.getBestCmap())


def test_a_long_text_goes_over_as_many_pages_as_it_needs():
    pdf = typeset.compile("tests/sample", data("слово " * 1700, "x" * 10_000))
    assert pages_of(pdf) > 3
    assert words_of(pdf).count("слово") == 1700
    assert words_of(pdf).count("x") == 10_000


def test_a_word_longer_than_a_line_is_broken_and_kept_whole():
    assert printed("Ж" * 120).endswith("Ж" * 120)


def test_the_same_data_gives_the_same_bytes():
    first = typeset.compile("tests/sample", data("Өглөө", picture="p.jpg"), {"p.jpg": pictures.coded()})
    assert typeset.compile("tests/sample", data("Өглөө", picture="p.jpg"), {"p.jpg": pictures.coded()}) == first
    assert typeset.compile("tests/sample", data("Өглөө", picture="p.jpg"), {"p.jpg": pictures.coded()}, dated=datetime(2026, 6, 1, tzinfo=UTC)) != first
    assert pictures_in(first) == 1


def test_the_file_is_tagged_for_archives_and_screen_readers_and_says_its_language():
    pdf = typeset.compile("tests/sample", data("見本", language="ja"))
    said = holes(pdf)
    assert b"pdfaid:part" in said
    assert b"pdfuaid:part" in said
    assert re.search(rb"/Lang\s*\(ja", said)
    assert b"/MarkInfo" in said
    assert b"/StructTreeRoot" in said


def test_a_picture_that_is_none_refuses_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CannotTypeset):
        typeset.compile("tests/sample", data(picture="p.jpg"), {"p.jpg": b"no picture"})
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["../tests/sample", "/etc/passwd", "tests/sample.typ", "", "tests//sample"])
def test_only_our_own_templates_have_names(name):
    with pytest.raises(ValueError):
        typeset.compile(name, data())


@pytest.mark.parametrize("name", ["../p.jpg", "p.exe", "/p.jpg", "a b.jpg"])
def test_only_plain_names_are_given_to_pictures(name):
    with pytest.raises(ValueError):
        typeset.compile("tests/sample", data(), {name: b""})


@pytest.mark.parametrize("source", ['#read("/etc/hostname")', '#read("../../etc/hostname")', '#read("/pyproject.toml")', '#panic("x")', "#image(1)"])
def test_a_template_reaches_nothing_but_its_own_data(templates, source):
    (templates / "tests/sample.typ").write_text(source, encoding="utf-8")
    with pytest.raises(CannotTypeset):
        typeset.compile("tests/sample", data())


def test_no_template_asks_for_a_package():
    real = compiler.Path(compiler.__file__).parents[2] / "templates/papers"
    sources = [each.read_text(encoding="utf-8") for each in real.rglob("*.typ")]
    assert sources
    assert not [source for source in sources if "@preview" in source or "@local" in source]


def test_many_threads_print_at_once():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: typeset.compile("tests/sample", data(f"Sheet {n % 4} 한국어")), range(24)))
    assert len(set(made)) == 4
    assert "Sheet3한국어" in words_of(made[3])


def test_data_is_handed_over_as_json_alone():
    assert json.loads(compiler._as_json(data("🪁", nested={"list": [("a", None, 1)]})))["texts"] == ["□"]
