"""The guardian's page: nothing happens by opening it, everything can be changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.entries.models import Consent, Entry
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


def test_links_cannot_be_guessed_quickly(browser, at):
    limiter.enabled = True
    try:
        answers = {browser.get("/en/consent/guess").status_code for _ in range(61)}
    finally:
        limiter.enabled = False
        limiter.reset()
    assert answers == {404, 429}


def test_a_painting_without_a_picture_yet_has_a_page_all_the_same(browser, session):
    entry = make.ready_entry()
    entry.picture_id = None
    at = f"/en/consent/{make.consent_link(entry)}"
    assert browser.get(at).status_code == 200
    assert browser.get(at + "/painting").status_code == 404
