"""Late entries as pages: only the secretariat takes them, and everybody at a desk sees that they are."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.entries.models import Entry, Student
from contest.entries.states import EntryState as E
from contest.policy import Role
from tests import make

DAY = timedelta(days=1)


@pytest.fixture
def home(session):
    return make.government(key="XX-970")


@pytest.fixture
def edition(session):
    now = clock.now()
    return make.open_edition(number=97000, opens_at=now - 9 * DAY, closes_at=now - DAY, endorse_by=now + DAY)


@pytest.fixture
def staff(new_browser, session):
    return new_browser().sign_in(make.account())


def until(days=3):
    return (clock.now() + days * DAY).strftime("%Y-%m-%dT%H:%M")


def test_a_draft_is_taken_late_and_its_painter_sends_it(browser, staff, session, edition, home):
    entry = make.ready_entry(edition=edition, government=home)
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    assert browser.get(at + "/check").status_code == 409
    page = staff.get(f"/staff/entries/{entry.id}").text
    assert f"/staff/entries/{entry.id}/late" in page
    assert staff.post(f"/staff/entries/{entry.id}/late", {"reason": "", "until": until()}).status_code == 422
    assert staff.post(f"/staff/entries/{entry.id}/late", {"reason": "ill", "until": until(-1)}).status_code == 422
    page = staff.follow(staff.post(f"/staff/entries/{entry.id}/late", {"reason": "The line was down.", "until": until()}))
    assert ("Late" in page.text, "The line was down." in page.text) == (True, True)
    assert "the secretariat takes this one late" in browser.get("/en/my").text
    assert browser.post(at + "/check").status_code == 303
    assert session.get(Entry, entry.id).state is E.SUBMITTED
    for path in ("/en/my", at + "/sent"):
        assert "Taken after closing by the secretariat" in browser.get(path).text


def test_an_entry_is_started_late_and_its_code_is_shown_once(browser, staff, session, edition):
    assert "/staff/entries/late" in staff.get("/staff/entries").text
    answer = staff.post("/staff/entries/late", {"reason": "ill", "until": until(), "language": "mn"})
    page = staff.follow(answer).text
    code = re.search(r"[A-Z3-8]{4}-[A-Z3-8]{4}-[A-Z3-8]{2}", page)[0]
    assert code not in staff.get(answer.location).text
    made = session.scalars(select(Entry)).one()
    assert (made.state, made.late_reason) == (E.DRAFT, "ill")
    assert browser.post("/mn/enter/resume", {"code": code}).status_code == 303
    assert browser.get(f"/mn/enter/{made.draft_key}/photo").status_code == 200


def test_start_late_pressed_twice_starts_one_entry_and_shows_its_code_both_times(staff, session, edition):
    def shown(answer):
        return re.search(r"[A-Z3-8]{4}-[A-Z3-8]{4}-[A-Z3-8]{2}", staff.follow(answer).text)[0]

    def token():
        return re.search(r'name="press"[^>]*value="([^"]+)"', staff.get("/staff/entries/late").text)[1]

    typed = {"reason": "ill", "until": until(), "language": "mn"}
    press = token()
    first, again = (shown(staff.post("/staff/entries/late", typed | {"press": press})) for _ in range(2))
    assert first == again
    assert session.query(Entry).count() == 1
    other = shown(staff.post("/staff/entries/late", typed | {"press": token()}))  # the same words for somebody else, on a fresh page
    changed = shown(staff.post("/staff/entries/late", typed | {"press": press, "reason": "no line"}))
    assert len({first, other, changed}) == 3
    assert session.query(Entry).count() == 3


def test_while_entries_are_open_nobody_is_late(staff, session):
    make.open_edition(number=97001)
    assert "/staff/entries/late" not in staff.get("/staff/entries").text
    assert staff.get("/staff/entries/late").status_code == 409


def test_the_mark_stands_wherever_the_work_does(browser, staff, session, edition, home):
    late = make.ready_entry(edition=edition, government=home, state=E.SUBMITTED, late_until=clock.now() + DAY, late_reason="ill", title="Came late")
    make.ready_entry(edition=edition, government=home, state=E.SUBMITTED, title="Came in time")
    desk = browser.sign_in(make.account(Role.COORDINATOR, home))
    mark = re.compile(r"badge-warn[^>]*>.*?</svg>Late</span>")
    for visitor, path in ((staff, "/staff/entries"), (staff, f"/staff/entries/{late.receipt}"), (desk, "/org/works"), (desk, f"/org/works/{late.receipt}")):
        assert len(mark.findall(visitor.get(path).text)) == 1, path
    page = staff.get("/staff/entries?state=late").text
    assert ("Came late" in page, "Came in time" in page) == (True, False)


def test_a_coordinator_reads_until_when_a_late_one_can_be_endorsed(browser, session, edition, home):
    entry = make.ready_entry(edition=edition, government=home, state=E.SUBMITTED, late_until=clock.now() + 2 * DAY, late_reason="ill")
    make.consents(entry)
    desk = browser.sign_in(make.account(Role.COORDINATOR, home))
    assert "you can endorse it until" in desk.get(f"/org/works/{entry.receipt}").text
    edition.endorse_by = clock.now() - timedelta(hours=1)
    assert "Endorse" in desk.get(f"/org/works/{entry.receipt}").text
    assert desk.post(f"/org/works/{entry.receipt}/endorse").status_code == 303
    assert session.get(Entry, entry.id).state is E.ENDORSED


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.JUDGE])
def test_nobody_else_takes_entries_late(browser, session, edition, home, role):
    entry = make.ready_entry(edition=edition, government=home)
    visitor = browser.sign_in(make.account(role, home if role is Role.COORDINATOR else None))
    for path in (f"/staff/entries/{entry.id}/late", "/staff/entries/late"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, {"reason": "x", "until": until(), "language": "mn"}).status_code == 404
    assert session.get(Entry, entry.id).late_until is None
