"""The words of a letter: what may be written in them, and how they are filled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.app import OCCASIONS
from contest.core.languages import CODES
from contest.post.compose import standard
from contest.post.rules import BODY_LONGEST, SUBJECT_LONGEST, Occasion, Placeholder, Words, draft_faults, faults, filled, opened, safe

LETTER = Occasion("x", "X", "", (), (Placeholder("name", "Name", "Example"), Placeholder("link", "Link", "https://…", needed=True, secret=True)))
LATE = Occasion("y", "Y", "", (), (Placeholder("name", "Name", "Example"), Placeholder("link", "Link", "…", needed=True, secret=True, late=True)))


@pytest.mark.parametrize(("subject", "body", "wrong"), [
    ("Hello", "See {link}", []),
    ("Hello {name}", "Dear {name}, see {link} and again {link}", []),
    ("", "{link}", [("subject", "fill")]),
    ("Hello", "", [("body", "fill")]),
    ("Hello", "No way in", [("body", "{link} may not be missing")]),
    ("Hello", "{ link }", [("body", "no placeholder"), ("body", "{link} may not be missing")]),
    ("Hello", "{link} {nmae}", [("body", "no placeholder {nmae}")]),
    ("Hello", "{link} {nmae} {nmae}", [("body", "no placeholder {nmae}")]),
    ("{title}", "{link}", [("subject", "no placeholder {title}")]),
    ("{link}", "{link}", [("subject", "{link} may not stand in the subject")]),
    ("Hello", "{link} {", [("body", "stands alone")]),
    ("Hello", "{link} }", [("body", "stands alone")]),
    ("Hello", "{link} {{name}}", [("body", "stands alone")]),
    ("Hello", "{link} {name.__class__}", [("body", "no placeholder {name.__class__}")]),
    ("Hello", "{link} {0}", [("body", "no placeholder {0}")]),
    ("Hello", "{link} {}", [("body", "no placeholder {}")]),
    ("Hello", "{link} %(name)s 100 %", []),
    ("x" * SUBJECT_LONGEST, "{link}" + "x" * (BODY_LONGEST - 6), []),
    ("x" * (SUBJECT_LONGEST + 1), "{link}" + "x" * (BODY_LONGEST - 5), [("subject", "at most 200"), ("body", "at most 5000")]),
    ("Привет 🎨", "Ө Ү {link} \u202e", []),
])  # fmt: skip
def test_words_are_checked_placeholder_by_placeholder(subject, body, wrong):
    found = [(each.field, each.message % each.values if each.values else each.message) for each in faults(LETTER, Words(subject, body))]
    assert [field for field, _ in found] == [field for field, _ in wrong]
    assert all(part in said for (_, said), (_, part) in zip(found, wrong, strict=True)), found


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_value_is_put_in_once_and_never_read_again(name, title):
    words = filled(Words("{name}", "A {name} B {title} C"), {"name": name, "title": title})
    assert words.subject == safe(name)
    assert words.body == f"A {safe(name)} B {safe(title)} C".strip()


@given(st.text(alphabet="{}link name\n\r\x0b\x85\u2028", max_size=40))
def test_whatever_a_name_is_what_stays_open_is_what_the_words_left_open(name):
    words = filled(Words("Hello", "{name}\n\n{link}"), {"name": name}, open_=LATE.late)
    assert re.findall(r"[{}]", words.body) == ["{", "}"]
    assert draft_faults(LATE, words) == []
    done = filled(words, {"link": ["https://a", "https://b"]})
    assert done.body.endswith("https://a\nhttps://b")
    assert "{" not in done.body


@given(st.text(max_size=80))
def test_a_subject_is_one_line_of_bounded_length(name):
    subject = filled(Words("For {name}", "x"), {"name": name * 20}).subject
    assert len(subject) <= 500
    assert len(subject.splitlines()) == 1


def test_a_list_is_one_line_for_each_and_nothing_when_it_is_empty():
    assert filled(Words("x", "A\n\n{works}\n\nB"), {"works": ["one\ntwo", "", "three"]}).body == "A\n\none two\nthree\n\nB"
    assert filled(Words("x", "A\n\n{works}\n\nB"), {"works": []}).body == "A\n\nB"


def test_a_value_that_is_missing_is_an_error_of_ours():
    with pytest.raises(KeyError):
        filled(Words("x", "{name}"), {})


def test_a_written_letter_keeps_what_is_filled_in_later_and_needs_nothing_else():
    assert draft_faults(LATE, Words("Hello", "see {link}")) == []
    assert [f.message for f in draft_faults(LATE, Words("Hello", "see"))] == [f.message for f in faults(LATE, Words("Hello", "see"))]
    assert [f.field for f in draft_faults(LATE, Words("Hello", "{link} {name}"))] == ["body"]
    assert draft_faults(LETTER, Words("Hello", "brackets { } are letters here")) == []


def test_standard_words_open_their_placeholders():
    assert opened("100 %% of “%(title)s”, %(name)s") == "100 % of “{title}”, {name}"


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda o: o.key)
@pytest.mark.parametrize("code", CODES)
def test_the_standard_words_of_every_occasion_keep_their_own_rules(occasion, code):
    words = standard(occasion, code)
    assert faults(occasion, words) == []
    shown = filled(words, occasion.samples[code])
    assert "{" not in shown.subject + shown.body
    assert "%(" not in shown.subject + shown.body


def test_occasions_are_told_apart_by_key_and_by_address():
    assert len({o.key for o in OCCASIONS}) == len({o.slug for o in OCCASIONS}) == len(OCCASIONS)
    assert all(len(o.key) <= 40 for o in OCCASIONS)


def test_what_lets_somebody_in_is_marked_as_a_secret():
    secret = {o.key for o in OCCASIONS if o.secret}
    assert secret == {"consent.asked", "consent.reminder", "student.code", "student.own code", "invitation", "sign-in link"}
    assert all(each.needed for o in OCCASIONS for each in o.placeholders if each.secret)
