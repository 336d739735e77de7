"""What is typed and never saved, sessions that end on the way, and the code that leads back."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from contest.core.keys import grouped
from contest.entries.models import Entry, Student
from contest.entries.states import EntryState
from contest.post.models import Letter
from contest.web.limits import limiter
from tests import make
from tests.pages.test_entries_student import begin, hidden, only

JSON = {"Accept": "application/json"}
TYPED = {
    "painting": {"title": "Half a ti", "description": "Two children fly a red kite over", "medium": "ink"},
    "you": {"full_name": "Жишээ Нэг", "latin_name": "", "born-day": "31", "born-month": "2", "born-year": "20", "email": "painter@"},
    "school": {"school": "1-р сур", "teacher": ""},
    "permissions": {"enter": "yes", "name": "region"},
}


@pytest.fixture
def edition(session):
    return make.open_edition(number=9015)


@pytest.fixture
def at(browser, edition):
    return begin(browser)


def keep(browser, at, page, **more):
    seen = hidden(browser.get(f"{at}/{page}").text, "seen")
    return browser.client.post(f"{at}/keep/{page}", data=TYPED[page] | {"seen": seen} | more, headers=JSON)


def fresh(session, at):
    session.expire_all()
    return session.scalars(select(Entry).where(Entry.draft_key == at.rsplit("/", 1)[1])).one()


@pytest.mark.parametrize("page", TYPED)
def test_what_was_typed_is_back_when_the_page_is_opened_again(browser, at, page):
    assert "is back" not in browser.get(f"{at}/{page}").text
    answer = keep(browser, at, page)
    assert answer.status_code == 200
    assert datetime.fromisoformat(answer.json["at"]).utcoffset() == timedelta(0)
    shown = browser.get(f"{at}/{page}").text
    assert "What you typed here is back" in shown
    for name, text in TYPED[page].items():
        if page == "permissions" or name == "medium":
            field = next(tag for tag in re.findall(r"<input[^>]*>", shown) if f'name="{name}"' in tag and f'value="{text}"' in tag)
            assert "checked" in field
        elif text:
            assert re.search(rf'name="{name}"[^>]*>\s*{re.escape(text)}</textarea>', shown) or f'value="{text}"' in shown
    assert "field-error" not in shown


def test_a_typed_answer_counts_for_nothing_until_it_is_saved(browser, session, at):
    keep(browser, at, "painting")
    entry = fresh(session, at)
    assert entry.title == ""
    assert entry.typed["painting"]["title"] == "Half a ti"
    assert "Give your painting a title" in browser.get(at + "/check").text


def test_saving_a_page_ends_what_was_typed_into_it_and_only_that(browser, session, at):
    keep(browser, at, "painting")
    keep(browser, at, "school")
    seen = hidden(browser.get(at + "/painting").text, "seen")
    browser.post(at + "/painting", {"title": "Red kite", "own_work": "y", "seen": seen})
    assert set(fresh(session, at).typed) == {"school"}


def test_an_answer_that_comes_late_does_not_come_back(browser, session, at):
    seen = hidden(browser.get(at + "/painting").text, "seen")
    browser.post(at + "/painting", {"title": "Red kite", "own_work": "y", "seen": seen})
    answer = browser.client.post(at + "/keep/painting", data={"title": "Red ki", "seen": seen}, headers=JSON)
    assert (answer.status_code, "another window" in answer.json["error"]) == (409, True)
    assert fresh(session, at).typed == {}


def test_a_page_with_something_wrong_is_kept_as_it_was_typed(browser, session, at):
    seen = hidden(browser.get(at + "/you").text, "seen")
    refused = browser.post(at + "/you", TYPED["you"] | {"seen": seen})
    assert refused.status_code == 422
    assert fresh(session, at).typed["you"]["born-day"] == "31"
    shown = browser.get(at + "/you").text
    assert "What you typed here is back" in shown
    assert 'value="Жишээ Нэг"' in shown


def test_a_dead_token_carries_the_page_along(browser, session, at, app, monkeypatch):
    seen = hidden(browser.get(at + "/painting").text, "seen")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    asked = browser.client.post(at + "/painting", data={"title": "Red kite", "own_work": "y", "seen": seen, "csrf_token": "dead"})
    assert (asked.status_code, 'name="carried-title" value="Red kite"' in asked.text) == (401, True)
    answer = browser.client.post(at + "/keep/painting", data={"title": "Red kite", "seen": seen, "csrf_token": "dead"}, headers=JSON)
    assert (answer.status_code, "open for too long" in answer.json["error"]) == (400, True)


def test_only_its_painter_keeps_anything(browser, session):
    entry = make.entry()
    browser.resume(session.get(Student, make.ready_entry().student_id))
    answer = browser.client.post(f"/en/enter/{entry.draft_key}/keep/painting", data=TYPED["painting"], headers=JSON)
    assert (answer.status_code, entry.typed) == (404, {})


def test_nothing_is_kept_of_other_pages_or_after_the_session_ended(browser, session, at):
    assert browser.client.post(at + "/keep/photo", data={}, headers=JSON).status_code == 404
    browser.client.delete_cookie("contest")
    answer = browser.client.post(at + "/keep/painting", data=TYPED["painting"], headers=JSON)
    assert (answer.status_code, "session has ended" in answer.json["error"]) == (401, True)
    assert fresh(session, at).typed == {}


def test_typing_from_before_the_page_was_saved_elsewhere_does_not_come_back(browser, session, at):
    keep(browser, at, "school")
    entry = fresh(session, at)
    entry.school = "Saved on another device"
    session.flush()
    shown = browser.get(at + "/school").text
    assert "is back" not in shown
    assert "Saved on another device" in shown


def test_a_withdrawn_draft_keeps_nothing_that_was_typed(browser, session, at):
    keep(browser, at, "you")
    browser.post(at + "/withdraw")
    assert fresh(session, at).typed == {}


def test_more_than_a_page_can_hold_is_refused_in_words(browser, at):
    answer = keep(browser, at, "painting", description="a" * 20_001)
    assert (answer.status_code, "Shorten" in answer.json["error"]) == (422, True)
    assert keep(browser, at, "painting", description="a" * 10_000).status_code == 200


def test_a_sent_entry_keeps_nothing_more(browser, session):
    entry = make.ready_entry()
    entry.typed = {"school": {"school": "x"}}
    session.flush()
    at = f"/en/enter/{entry.draft_key}"
    browser.resume(session.get(Student, entry.student_id))
    browser.follow(browser.post(at + "/check"))
    assert (fresh(session, at).state, fresh(session, at).typed) == (EntryState.SUBMITTED, {})
    assert browser.client.post(at + "/keep/painting", data=TYPED["painting"], headers=JSON).status_code == 409


def test_a_page_sent_after_the_session_ended_is_not_lost(browser, session, at):
    code = hidden(browser.get(at + "/photo").text.replace('id="resume-code" value', 'name="code" value'), "code")
    seen = hidden(browser.get(at + "/painting").text, "seen")
    browser.client.delete_cookie("contest")
    asked = browser.client.post(at + "/painting", data={"title": "Red kite <b>", "own_work": "y", "seen": seen})
    assert asked.status_code == 401
    assert "is not lost" in asked.text
    carried = {"carried-title": "Red kite <b>", "carried-own_work": "y", "carried-seen": seen}
    for name in carried:
        assert f'name="{name}"' in asked.text
    wrong = browser.client.post(f"/en/enter/resume?next={at}/painting", data={"code": "AAAA-AAAA-AA", **carried})
    assert (wrong.status_code, "Red kite &lt;b&gt;" in wrong.text) == (422, True)
    answer = browser.client.post(f"/en/enter/resume?next={at}/painting", data={"code": code, **carried})
    assert answer.location == at + "/painting"
    shown = browser.get(at + "/painting").text
    assert "Red kite &lt;b&gt;" in shown
    assert fresh(session, at).title == ""


def test_two_windows_with_different_permissions_see_both(browser, session):
    entry = make.ready_entry()
    at = f"/en/enter/{entry.draft_key}/permissions"
    browser.resume(session.get(Student, entry.student_id))
    first = {"enter": "yes", "transfer": "yes", "show": "no", "name": "region", "photos": "no", "guardian_by": "paper"}
    seen = hidden(browser.get(at).text, "seen")
    assert browser.post(at, first | {"seen": seen}).status_code == 303
    second = browser.post(at, first | {"show": "yes", "seen": seen})
    assert second.status_code == 409
    assert "Stored in the other window" in second.text
    assert browser.post(at, first | {"show": "yes", "seen": hidden(second.text, "seen")}).status_code == 303


def test_the_way_back_is_shown_drawn_and_mailed(browser, session, at):
    page = browser.get(at + "/later").text
    code = hidden(page.replace('id="resume-code" value', 'name="code" value'), "code")
    assert "<svg" in page
    assert browser.post(at + "/later", {"email": "nobody"}).status_code == 422
    assert browser.post(at + "/later", {"email": "family@example.org"}).status_code == 303
    letter = only(session, Letter)
    assert (letter.to_address, grouped(code.replace("-", "")) in letter.body) == ("family@example.org", True)
    assert "does not know it any more" not in browser.get(at + "/later").text


def test_only_a_few_letters_with_the_code_are_written(browser, at, monkeypatch):
    limiter.reset()
    monkeypatch.setattr(limiter, "enabled", True)
    answers = [browser.post(at + "/later", {"email": "family@example.org"}).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]


def test_a_browser_that_does_not_know_the_code_says_so(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    assert "does not know it any more" in browser.get(f"/en/enter/{entry.draft_key}/later").text
