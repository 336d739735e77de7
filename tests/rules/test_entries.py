from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.core.errors import Conflict, Invalid, Missing
from contest.core.keys import ALPHABET
from contest.editions.rules import Purpose
from contest.entries import rules
from contest.entries.rules import Window
from contest.entries.states import EntryState as E

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN = Window(NOON - DAY, NOON + DAY)
CLOSED = Window(NOON - 3 * DAY, NOON - DAY)


@dataclass
class Row:
    purpose: Purpose
    answer: str
    method: str = "link"
    at: datetime = NOON
    withdrawn_at: datetime | None = None
    id: int = 1


@dataclass
class Thing:
    def __init__(self, **given):
        self.__dict__.update(given)


def whole(**other):
    entry = Thing(picture_id=1, title="A", division_id=None, theme_id=None, description="", medium="ink", width_mm=None, height_mm=None, painted_in=None, own_work=True, ai_help=False, ai_note="", division=None, government_id=1, school="S", teacher="")
    student = Thing(full_name="Example One", latin_name="Example One", reading="", language="en", born=date(2012, 1, 1), age=13, email="a@example.org", phone="", short_name="")
    for name, value in other.items():
        setattr(student if hasattr(student, name) else entry, name, value)
    return entry, student


ALL = dict.fromkeys(Purpose, "yes") | {Purpose.NAME: "region"}


def gaps(fields=None, answers=ALL, divisions=1, themes=1, **other):
    entry, student = whole(**other)
    found = rules.missing_to_send(entry, student, Thing(fields=fields or {}), answers, divisions=divisions, themes=themes)
    return [gap.page for gap in found]


@pytest.mark.parametrize(("year", "month", "day"), [(2011, 2, 29), (2012, 13, 1), (2012, 4, 31), (2012, 0, 1), (0, 1, 1)])
def test_a_day_that_does_not_exist_is_refused_at_its_field(year, month, day):
    with pytest.raises(Invalid) as refused:
        rules.birth_date(year, month, day)
    assert refused.value.field == "born"


def test_a_month_stands_for_its_first_day():
    assert rules.birth_date(2012, 2, None) == date(2012, 2, 1)


@pytest.mark.parametrize(
    ("born", "exact", "age"),
    [
        (date(2014, 1, 1), True, 12),
        (date(2014, 1, 2), True, None),
        (date(2007, 1, 2), True, 18),
        (date(2007, 1, 1), True, None),
        (date(2014, 1, 1), False, 12),  # somebody born in January 2014 may be 12 on 1 January 2026
        (date(2014, 2, 1), False, None),
        (date(2007, 1, 1), False, 18),  # and somebody born in January 2007 may still be 18
        (date(2006, 12, 1), False, None),
    ],
)
def test_the_age_on_the_day_that_counts(born, exact, age):
    def check():
        return rules.check_age(born, exact=exact, age_day=date(2026, 1, 1), age_from=12, age_to=18)

    if age is None:
        with pytest.raises(Invalid):
            check()
    else:
        assert check() == age


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2040, 12, 31)))
def test_month_and_year_allow_every_age_their_days_allow(born, day):
    exact = rules.ages_on(born, day, exact=True)[0]
    low, high = rules.ages_on(born, day, exact=False)
    assert low <= exact <= high <= low + 1


def test_who_may_be_a_minor_is_one():
    assert rules.adult(date(2008, 6, 1), date(2026, 6, 1))
    assert not rules.adult(date(2008, 6, 2), date(2026, 6, 1))
    assert not rules.adult(date(2008, 6, 1), date(2026, 6, 15), exact=False)
    assert rules.adult(date(2008, 6, 1), date(2026, 7, 1), exact=False)
    assert not rules.adult(None, date(2026, 6, 1))


@pytest.mark.parametrize(("at", "open_"), [(NOON - DAY, True), (NOON - DAY - timedelta(microseconds=1), False), (NOON + DAY - timedelta(microseconds=1), True), (NOON + DAY, False)])
def test_entries_are_taken_from_the_first_instant_to_before_the_last(at, open_):
    assert rules.taken(OPEN, at) is open_
    assert not rules.taken(Window(OPEN.opens_at, OPEN.closes_at, announced=False), at)


@pytest.mark.parametrize(
    ("state", "window", "mend_by", "send", "edit", "back"),
    [
        (E.DRAFT, OPEN, None, True, True, False),
        (E.DRAFT, CLOSED, None, False, False, False),
        (E.SUBMITTED, OPEN, None, False, False, True),
        (E.SUBMITTED, CLOSED, None, False, False, False),
        (E.RETURNED, OPEN, NOON - DAY, True, True, False),
        (E.RETURNED, CLOSED, NOON + DAY, True, True, False),
        (E.RETURNED, CLOSED, NOON - DAY, False, False, False),
        (E.RETURNED, CLOSED, None, False, False, False),
        (E.WITHDRAWN, OPEN, None, True, True, False),
        (E.WITHDRAWN, CLOSED, None, False, False, False),
        (E.ENDORSED, OPEN, None, False, False, False),
        (E.ACCEPTED, OPEN, None, False, False, False),
        (E.HELD_BACK, OPEN, None, False, False, False),
        (E.DISQUALIFIED, OPEN, None, False, False, False),
    ],
)
def test_what_a_painter_may_do_in_each_state(state, window, mend_by, send, edit, back):
    assert rules.may_send(state, window, mend_by, NOON) is send
    assert rules.may_edit(state, window, mend_by, NOON) is edit
    assert rules.may_take_back(state, window, NOON) is back


def test_withdrawing_is_possible_from_everywhere_but_out_of_the_contest():
    assert {state for state in E if not rules.may_withdraw(state)} == {E.DISQUALIFIED, E.WITHDRAWN}


def test_one_person_sends_no_more_than_the_edition_allows():
    rules.check_more_entries(1, 2)
    with pytest.raises(Conflict):
        rules.check_more_entries(2, 2)


@pytest.mark.parametrize(("typed", "kept"), [("  Red \t kite ", "Red kite"), ("🪁", "🪁"), ("A\u202eB", "AB"), ("a\x00b", "ab"), ("é", "é"), ("x" * 200, "x" * 200)])
def test_a_title_is_kept_clean(typed, kept):
    assert rules.check_line(typed, "title") == kept


@pytest.mark.parametrize("typed", ["", None, "   ", "\u200e", "\u200d", "x" * 201])
def test_a_title_needs_something_to_see_and_an_end(typed):
    with pytest.raises(Invalid) as refused:
        rules.check_line(typed, "title")
    assert refused.value.field == "title"


@given(st.text(max_size=300))
def test_what_is_kept_can_be_kept_again(text):
    try:
        kept = rules.check_line(text, "title")
    except Invalid:
        return
    assert rules.check_line(kept, "title") == kept
    assert 1 <= len(kept) <= 200


@pytest.mark.parametrize(("text", "yes"), [("Jishee Negdugeer", True), ("Łucja O'Neil-Ño", True), ("Жишээ", False), ("見本", False), ("예시", False), ("A1", True)])
def test_latin_letters_with_their_marks(text, yes):
    assert rules.latin(text) is yes


def test_nothing_is_missing_in_a_whole_entry():
    assert gaps() == []


@pytest.mark.parametrize(
    ("other", "page"),
    [
        ({"picture_id": None}, "photo"), ({"title": ""}, "painting"), ({"own_work": False}, "painting"), ({"divisions": 2}, "painting"), ({"themes": 2}, "painting"),
        ({"fields": {"description": "required"}}, "painting"), ({"fields": {"size": "required"}}, "painting"), ({"fields": {"year": "required"}}, "painting"),
        ({"fields": {"medium": "required"}, "medium": ""}, "painting"), ({"full_name": ""}, "you"), ({"latin_name": ""}, "you"), ({"born": None, "age": None}, "you"), ({"ai_help": True}, "painting"),
        ({"fields": {"reading": "required"}, "language": "ja"}, "you"), ({"government_id": None}, "school"), ({"school": ""}, "school"),
        ({"fields": {"teacher": "required"}}, "school"), ({"email": ""}, "school"), ({"answers": {}}, "permissions"), ({"answers": ALL | {Purpose.ENTER: "no"}}, "permissions"),
        ({"answers": ALL | {Purpose.NAME: "short"}}, "you"),
    ],
)  # fmt: skip
def test_each_missing_thing_names_its_page(other, page):
    assert gaps(**other) == [page]


def test_a_free_permission_may_be_refused():
    assert gaps(answers=ALL | {Purpose.SHOW: "no", Purpose.PHOTOS: "no"}) == []


def test_what_holds_is_the_newest_answer_that_is_neither_wish_nor_withdrawn():
    rows = [
        Row(Purpose.SHOW, "yes", at=NOON), Row(Purpose.SHOW, "no", at=NOON + DAY, id=2), Row(Purpose.SHOW, "yes", "wish", NOON + 2 * DAY, id=3),
        Row(Purpose.NAME, "full", withdrawn_at=NOON), Row(Purpose.ENTER, "yes", "wish"), Row(Purpose.TRANSFER, "yes", "paper"), Row(Purpose.PHOTOS, "yes", "self"),
    ]  # fmt: skip
    held = {purpose: row.answer for purpose, row in rules.holding(rows).items()}
    assert held == {Purpose.SHOW: "no", Purpose.TRANSFER: "yes", Purpose.PHOTOS: "yes"}
    assert {p: r.answer for p, r in rules.wishes(rows).items()} == {Purpose.SHOW: "yes", Purpose.ENTER: "yes", Purpose.PHOTOS: "yes"}


def test_two_answers_of_one_instant_are_told_apart_by_their_number():
    rows = [Row(Purpose.SHOW, "no", id=2), Row(Purpose.SHOW, "yes", id=1)]
    assert rules.holding(rows)[Purpose.SHOW].answer == "no"


@pytest.mark.parametrize(
    ("answers", "missing"),
    [({}, ["enter", "transfer"]), ({"enter": "yes"}, ["transfer"]), ({"enter": "yes", "transfer": "no"}, ["transfer"]), ({"enter": "yes", "transfer": "yes"}, [])],
)
def test_what_is_missing_before_a_work_may_be_passed_on(answers, missing):
    held = {Purpose(name): Row(Purpose(name), answer) for name, answer in answers.items()}
    assert rules.missing_to_endorse(held) == missing


def test_an_answer_must_answer_its_question():
    assert rules.check_answers({Purpose.NAME: "short", Purpose.SHOW: "no"}) == {Purpose.NAME: "short", Purpose.SHOW: "no"}
    for purpose, answer in ((Purpose.NAME, "yes"), (Purpose.SHOW, "full"), (Purpose.ENTER, ""), (Purpose.ENTER, "maybe")):
        with pytest.raises(Invalid) as refused:
            rules.check_answers({purpose: answer})
        assert refused.value.field == purpose.value


@pytest.mark.parametrize(("how", "name"), [("full", "Example One"), ("short", "Example O."), ("region", None), (None, None), ("yes", None)])
def test_the_name_is_shown_as_permitted(how, name):
    assert rules.shown_name("Example One", "Example O.", how) == name


def test_a_short_form_that_was_never_given_is_no_name_rather_than_the_full_one():
    assert rules.shown_name("Example One", "", "short") is None


@given(
    published=st.booleans(), awarded=st.booleans(), state=st.sampled_from(E), taken_down=st.booleans(),
    show=st.sampled_from(["yes", "no", None]), name=st.sampled_from(["full", "short", "region", None]),
)  # fmt: skip
def test_nothing_is_public_without_publication_award_standing_and_permission(published, awarded, state, taken_down, show, name):
    held = {p: Row(p, a) for p, a in ((Purpose.SHOW, show), (Purpose.NAME, name)) if a}
    face = rules.public_face(published=published, awarded=awarded, state=state, taken_down=taken_down, held=held, full_name="Example One", short_name="E.")
    public = published and awarded and not taken_down and state not in {E.WITHDRAWN, E.DISQUALIFIED} and show == "yes"
    assert (face is not None) == public
    if face:
        assert face.name == {"full": "Example One", "short": "E."}.get(name)


@given(st.integers(1, 999), st.text(ALPHABET, min_size=5, max_size=5))
def test_a_receipt_number_can_be_read_back_and_one_wrong_letter_is_noticed(edition, letters):
    number = rules.receipt_number(edition, letters)
    assert rules.read_receipt(f" {number.lower()} ") == number
    other = next(c for c in ALPHABET if c != letters[2])
    assert rules.read_receipt(rules.receipt_number(edition, letters).replace(f"-{letters[:4]}-", f"-{letters[:2]}{other}{letters[3]}-")) is None or letters[2] == other


@pytest.mark.parametrize("typed", ["", "14", "14-", "x-7K3F-M2", "14-7K3F", "٣-AAAAAA"])
def test_what_is_no_receipt_number_is_none(typed):
    assert rules.read_receipt(typed) is None


def test_a_page_overtaken_by_another_window_is_told_apart_from_a_second_click():
    old, new, mine = {"title": "A"}, {"title": "B"}, {"title": "C"}
    seen = rules.trace(old)
    rules.check_seen(old, mine, seen)
    rules.check_seen(mine, mine, seen)
    with pytest.raises(rules.Stale):
        rules.check_seen(new, mine, seen)


def test_purposes_in_an_address():
    assert rules.purposes_named("all") == list(Purpose)
    assert rules.purposes_named("show") == [Purpose.SHOW]
    with pytest.raises(Missing):
        rules.purposes_named("money")


@pytest.mark.parametrize(
    ("changed", "answer", "method", "gone"),
    [
        ({"picture_id"}, "full", "link", [Purpose.SHOW]),
        ({"full_name"}, "full", "paper", [Purpose.NAME]),
        ({"short_name"}, "full", "link", []),
        ({"short_name"}, "short", "link", [Purpose.NAME]),
        ({"full_name", "short_name"}, "region", "link", []),
        ({"picture_id", "short_name"}, "short", "self", []),
        ({"born", "email"}, "full", "link", []),
    ],
)
def test_what_was_allowed_of_something_else_is_asked_again(changed, answer, method, gone):
    held = {purpose: SimpleNamespace(answer=answer if purpose is Purpose.NAME else "yes", method=method) for purpose in Purpose}
    assert rules.outdated(held, changed) == gone
    assert rules.outdated({}, changed) == []
