"""Picture examples: staff choose them, judges see the picture and the sentence."""

import re

import pytest

from contest.core import clock
from contest.judging import queries
from contest.judging.models import Example
from contest.judging.rules.examples import printed_number
from contest.judging.states import RoundState
from contest.policy import Role
from tests import make
from tests.hung import Published
from tests.judged import words


@pytest.fixture
def past(session):
    return Published()


def number(entry, published):
    return printed_number(published.edition.number, entry.public_number)


def example(round_, entry, **given):
    return make.save(Example(**{"round_id": round_.id, "entry_id": entry.id, "position": 1, "words": {}} | given))


def at(round_, rest=""):
    return f"/staff/rounds/{round_.id}/examples{rest}"


def test_staff_add_an_example_by_its_number_after_they_have_seen_it(staff, session, past):
    round_ = make.judging_round(make.edition())
    work = past.winner(title="Lanterns")
    page = staff.get(at(round_))
    assert "No examples yet" in page.text
    assert at(round_) in staff.get(f"/staff/rounds/{round_.id}/criteria").text
    assert at(round_) in staff.get(f"/staff/rounds/{round_.id}/").text
    page = staff.get(at(round_, f"/new?number={number(work, past)}"))
    assert "Lanterns" in page.text
    assert "/media/" in page.text
    criterion = queries.criteria(session, round_.id)[0]
    sent = {"number": number(work, past), "criterion": str(criterion.id), **words("words", en="Strong composition", ja="構図がよい")}
    answer = staff.post(at(round_, "/new"), sent)
    page = staff.follow(answer)
    for said in ("The example is added.", "Strong composition", number(work, past), "Criterion 1 en"):
        assert said in page.text
    assert staff.post(at(round_, "/new"), sent).status_code == 303  # the same again
    assert session.query(Example).filter_by(round_id=round_.id).count() == 1


@pytest.mark.parametrize("typed", ["", "x", "7", "9-0001", "7-00000001", "x" * 200])
def test_a_number_that_leads_nowhere_says_so_beside_the_field(staff, typed, past):
    page = staff.get(at(make.judging_round(make.edition()), "/new"), query_string={"number": typed})
    assert page.status_code == 422
    assert 'id="number-error"' in page.text


def test_what_was_typed_stays_when_something_is_wrong(staff, past):
    round_, work = make.judging_round(make.edition()), past.winner()
    answer = staff.post(at(round_, "/new"), {"number": number(work, past), "criterion": "", **words("words", en="x" * 301, ru="Слова")})
    assert answer.status_code == 422
    assert "Слова" in answer.text
    assert "Write at most 300 characters." in answer.text
    assert staff.post(at(round_, "/new"), {"number": number(work, past), "criterion": "99999"}).status_code == 422
    work.taken_down_at = clock.now()
    assert "it is not shown any more" in staff.post(at(round_, "/new"), {"number": number(work, past), "criterion": ""}).text


def test_order_words_and_removal_with_undo(staff, session, past):
    round_ = make.judging_round(make.edition(), state=RoundState.OPEN)
    one = example(round_, past.winner(), words={"en": "First words"})
    two = example(round_, past.winner(), words={"en": "Second words"}, position=2)

    def order():
        return re.findall(r'<tr id="example-(\d+)"', staff.get(at(round_)).text)

    staff.post(at(round_, f"/{two.id}/move"), {"to": "up"})
    assert order() == [str(two.id), str(one.id)]
    page = staff.follow(staff.post(at(round_, f"/{two.id}/remove"), {}))
    assert "The example is removed" in page.text
    assert order() == [str(one.id)]
    staff.post(at(round_, f"/{two.id}/back"), {})
    assert order() == [str(two.id), str(one.id)]
    assert "First words" in staff.get(at(round_, f"/{one.id}")).text
    assert staff.post(at(round_, f"/{one.id}"), {"criterion": "", **words("words", en="Other words")}).status_code == 303
    assert "Other words" in staff.get(at(round_)).text
    assert "Put it back" not in staff.get(at(round_, f"?removed={two.id}")).text
    assert staff.get(at(round_, "/999999")).status_code == 404
    assert staff.post(at(round_, "/999999/remove"), {}).status_code == 404


def test_a_closed_round_shows_them_and_changes_nothing(staff, past):
    round_ = make.judging_round(make.edition(), state=RoundState.CLOSED)
    one = example(round_, past.winner())
    page = staff.get(at(round_))
    assert "This round is closed." in page.text
    assert f"/{one.id}/remove" not in page.text
    assert staff.post(at(round_, f"/{one.id}/remove"), {}).status_code == 409


def test_staff_are_told_which_example_judges_do_not_see_any_more(staff, past):
    round_ = make.judging_round(make.edition())
    example(round_, past.winner(taken_down_at=clock.now()))
    assert "Judges do not see it." in staff.get(at(round_)).text


def test_judges_find_nothing_under_staffs_address(browser, past):
    round_ = make.judging_round(make.edition())
    judge = browser.sign_in(make.account(Role.JUDGE))
    assert judge.get(at(round_)).status_code == 404


def test_the_briefing_shows_picture_and_sentence_criterion_by_criterion(browser, session, past):
    round_, (judge, *_others), _entries = make.open_round()
    second = queries.criteria(session, round_.id)[1]
    example(round_, past.winner(title="ZZTITLE"), words={"en": "The eye is led"}, criterion_id=second.id)
    example(round_, past.winner(), position=2, words={"ru": "Только по-русски"})
    page = browser.sign_in(judge).get(f"/judge/rounds/{round_.id}/briefing").text
    assert re.findall(r'class="example-picture" href="(/media/[0-9a-f]{40}\.webp)"', page)
    assert re.findall(r'alt="(Example \d)"', page) == ["Example 2", "Example 1"]
    assert page.index("Только") < page.index("Criterion 2 en</h3>\n  <ul") < page.index("The eye is led")
    assert '<span lang="ru">Только' in page
    assert "ZZTITLE" not in page
    assert 'loading="lazy"' in page


def test_a_briefing_without_examples_has_none(browser):
    round_, (judge, *_others), _entries = make.open_round()
    assert "Examples" not in browser.sign_in(judge).get(f"/judge/rounds/{round_.id}/briefing").text
