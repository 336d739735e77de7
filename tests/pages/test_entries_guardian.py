"""The guardian's page: nothing happens by opening it, everything can be changed."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.editions.models import ConsentText
from contest.editions.rules import Purpose
from contest.entries.models import Consent, Entry, Student
from contest.entries.states import EntryState
from contest.ledger.models import Event
from contest.post.models import Letter
from contest.web.limits import limiter
from tests import make

ANSWERS = {
    "enter": "yes", "transfer": "yes", "show": "yes", "name": "short", "photos": "no", "given_by": "Example Guardian", "guardian": "y",
}  # fmt: skip


@pytest.fixture
def entry(session):
    made = make.ready_entry(state=EntryState.SUBMITTED, government=make.government(contact="desk@example.org", zone="Asia/Ulaanbaatar"))
    session.flush()
    return made


@pytest.fixture
def at(entry):
    return f"/en/consent/{make.consent_link(entry)}"


def given(session):
    rows = session.scalars(select(Consent).where(Consent.method == "link").order_by(Consent.id)).all()
    return [(row.purpose.value, row.answer, row.withdrawn_at is None) for row in rows]


def test_opening_the_link_shows_everything_and_changes_nothing(browser, session, at, entry):
    page = browser.get(at)
    assert page.status_code == 200
    for words in ("Example Painter", entry.title, "May we photos? en", "desk@example.org", "The painter's own wish"):
        assert words in page.text
    assert "checked" not in page.text
    assert given(session) == []
    assert not session.scalars(select(Event)).all()


@pytest.mark.parametrize("lang", ["ko", "zh", "ja", "ru", "mn"])
def test_the_page_speaks_the_guardians_language(browser, at, lang):
    assert f"May we enter? {lang}" in browser.get(at.replace("/en/", f"/{lang}/")).text


def test_five_answers_are_stored_with_words_and_name_and_the_painter_is_told(browser, session, at, entry):
    page = browser.follow(browser.post(at, ANSWERS))
    assert "What holds now" in page.text
    assert given(session) == [("enter", "yes", True), ("transfer", "yes", True), ("show", "yes", True), ("name", "short", True), ("photos", "no", True)]
    row = session.scalars(select(Consent).where(Consent.method == "link")).first()
    assert (row.given_by, row.language, row.recorded_by_kind, row.text_id is not None) == ("Example Guardian", "en", "guardian", True)
    assert [letter.occasion for letter in session.scalars(select(Letter))] == ["consent.answered"]
    browser.post(at, ANSWERS)
    assert len(given(session)) == 5


@pytest.mark.parametrize("left_out", ["enter", "name", "given_by", "guardian"])
def test_nothing_is_stored_while_an_answer_is_missing(browser, session, at, left_out):
    answer = browser.post(at, {key: value for key, value in ANSWERS.items() if key != left_out})
    assert answer.status_code == 422
    assert given(session) == []
    if left_out != "given_by":
        assert "Example Guardian" in answer.text


def test_a_guardian_changes_an_answer(browser, session, at):
    browser.post(at, ANSWERS)
    browser.post(at, ANSWERS | {"show": "no"})
    assert given(session)[-3] == ("show", "no", True)
    assert "No" in browser.get(at).text


def test_a_guardian_takes_back_one_permission_after_being_asked_once_more(browser, session, at):
    browser.post(at, ANSWERS)
    assert browser.get(at + "/withdraw/show").status_code == 200
    assert all(holds for *_rest, holds in given(session))
    browser.follow(browser.post(at + "/withdraw/show"))
    assert [purpose for purpose, _answer, holds in given(session) if not holds] == ["show"]
    assert "consent.withdrawn" in [letter.occasion for letter in session.scalars(select(Letter))]


def test_taking_back_everything_takes_an_accepted_work_out_of_the_contest(browser, session, entry, at):
    make.consents(entry)
    entry.state, entry.accepted_at = EntryState.ACCEPTED, clock.now()
    assert "leaves the contest" in browser.get(at + "/withdraw/all").text
    page = browser.follow(browser.post(at + "/withdraw/all"))
    assert "Not given, or withdrawn" in page.text
    assert session.get(Entry, entry.id).state is EntryState.WITHDRAWN


@pytest.mark.parametrize("path", ["", "/painting", "/withdraw/show"])
def test_unknown_and_ended_links_look_alike(browser, entry, path):
    ended = make.consent_link(entry, expires_at=clock.now() - timedelta(minutes=1))
    one, two = browser.get(f"/en/consent/{ended}{path}"), browser.get(f"/en/consent/nonsense{path}")
    assert one.status_code == two.status_code == 404
    assert one.text.replace(ended, "nonsense") == two.text
    assert browser.post(f"/en/consent/{ended}", ANSWERS).status_code == 404


def test_there_is_no_sixth_permission(browser, at):
    assert browser.get(at + "/withdraw/money").status_code == 404


@pytest.fixture
def limited():
    limiter.enabled = True
    yield
    limiter.enabled = False
    limiter.reset()


def test_links_cannot_be_guessed_quickly(browser, at, limited):
    answers = [browser.get(f"/en/consent/guess{n}").status_code for n in range(31)]
    assert (set(answers[:30]), answers[30]) == ({404}, 429)


def test_a_whole_class_may_answer_behind_one_line(browser, session, limited):
    ended = make.consent_link(make.ready_entry(), expires_at=clock.now() - timedelta(minutes=1))
    for _ in range(4):
        at = f"/en/consent/{make.consent_link(make.ready_entry(state=EntryState.SUBMITTED))}"
        for _ in range(10):
            assert browser.get(at).status_code == 200
            assert browser.get(f"/en/consent/{ended}").status_code == 404  # a link that has ended was no guess
        assert browser.post(at, ANSWERS).status_code == 303


def test_a_lost_letter_is_explained(browser, at):
    page = browser.get(at[:-1])
    assert (page.status_code, "a letter was lost in copying" in page.text) == (404, True)


def test_the_second_visit_shows_what_holds_and_changes_it(browser, session, at, new_browser):
    browser.post(at, ANSWERS)
    later = new_browser()
    page = later.get(at.replace("/en/", "/ja/"))
    assert ("Example Guardian" in page.text, len(re.findall("checked", page.text))) == (True, 5)
    assert later.post(at.replace("/en/", "/ja/"), ANSWERS | {"show": "no", "seen": hidden(page.text)}).status_code == 303
    row = session.scalars(select(Consent).where(Consent.purpose == "show").order_by(Consent.id.desc())).first()
    assert (row.answer, row.language) == ("no", "ja")


def hidden(html):
    return re.search(r'name="seen"[^>]*value="(\w+)"', html)[1]


def test_of_two_windows_the_last_answer_holds_and_says_what_was_stored_meanwhile(browser, session, at):
    one = two = hidden(browser.get(at).text)
    assert "Meanwhile" not in browser.follow(browser.post(at, ANSWERS | {"seen": one})).text
    page = browser.follow(browser.post(at, ANSWERS | {"seen": two, "show": "no", "name": "region"})).text
    assert "Show the painting: Yes; How the name is shown: A short form of the name" in page
    assert [answer for purpose, answer, _holds in given(session) if purpose == "show"] == ["yes", "no"]
    again = hidden(browser.get(at).text)
    assert "Meanwhile" not in browser.follow(browser.post(at, ANSWERS | {"seen": again})).text


def test_a_newer_link_ends_the_one_before_and_an_answered_one_stays(browser, session, entry):
    from contest.entries.actions.consent import ask_guardian
    from contest.entries.queries.desk import hold

    def ask():
        session.expire_all()
        return "/en/consent/" + ask_guardian(session, make.student_actor(session.get(Student, entry.student_id)), hold(session, entry.id), language="en", now=clock.now())

    first = ask()
    second = ask()
    assert (browser.get(first).status_code, browser.get(second).status_code) == (404, 200)
    browser.post(second, ANSWERS)
    third = ask()
    assert (browser.get(second).status_code, browser.get(third).status_code) == (200, 200)


def test_newer_words_do_not_change_what_was_agreed_to(browser, session, entry, at):
    browser.post(at, ANSWERS)
    make.save(ConsentText(edition_id=entry.edition_id, purpose=Purpose.SHOW, language="en", version=2, text="Quite other words"))
    page = browser.get(at).text
    assert ("Quite other words" in page, "May we show? en" in page, "The words of some questions were changed since" in page) == (True, True, True)
    row = session.scalars(select(Consent).where(Consent.purpose == "show", Consent.method == "link")).one()
    assert session.get(ConsentText, row.text_id).version == 1


def test_the_page_to_be_shown_to_a_parent_speaks_their_language(browser, session, entry):
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    assert browser.get(at + "/hand-over").location.endswith("/sent#guardian")
    browser.post(at + "/guardian")
    for lang in ("en", "mn"):
        page = browser.get(at.replace("/en/", f"/{lang}/") + "/hand-over")
        assert (page.status_code, f"http://localhost/{lang}/consent/" in page.text, "<svg" in page.text) == (200, True, True)


def test_a_painting_without_a_picture_yet_has_a_page_all_the_same(browser, session):
    entry = make.ready_entry()
    entry.picture_id = None
    at = f"/en/consent/{make.consent_link(entry)}"
    assert browser.get(at).status_code == 200
    assert browser.get(at + "/painting").status_code == 404
