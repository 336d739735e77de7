"""Signed forms as pages: sent in by three kinds of people, read at two desks, seen by nobody else."""

import dataclasses
from io import BytesIO

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.db.transaction import transaction
from contest.editions.models import ConsentText
from contest.editions.rules import Purpose
from contest.entries.actions import papers_read
from contest.entries.models import Consent, ConsentPaper, Student
from contest.entries.queries import desk as works
from contest.entries.states import EntryState as E
from contest.governments.models import Government
from contest.media.extension import NAME
from contest.media.models import Derivative
from contest.media.own import prepare_own
from contest.media.queries import private_address, public_address
from contest.media.rules import Limits
from contest.policy import Actor, Role
from tests import make, pictures

ANSWERS = {"enter": "yes", "transfer": "yes", "show": "yes", "name": "short", "photos": "none", "given_by": "Example Guardian", "language": "mn", "signed": "y"}


@pytest.fixture
def home(session):
    return make.government(key="XX-960", zone="Asia/Ulaanbaatar")


@pytest.fixture
def entry(home):
    return make.ready_entry(state=E.SUBMITTED, government=home, edition=make.open_edition(number=96000))


@pytest.fixture
def desk(browser, home):
    return browser.sign_in(make.account(Role.COORDINATOR, home))


def photo(data=None):
    return {"photo": (BytesIO(data if data is not None else pictures.coded(pictures.four(800, 600))), "form.jpg")}


def forms(session):
    session.expire_all()
    return session.scalars(select(ConsentPaper).order_by(ConsentPaper.id)).all()


def send(browser, at, data=None):
    return browser.post(at, photo(data), content_type="multipart/form-data")


def test_the_student_sends_a_photo_and_reads_how_it_stands(browser, session, entry):
    browser.resume(session.get(Student, entry.student_id))
    at = f"/mn/enter/{entry.draft_key}/consent-photo"
    assert "/consent-form.pdf" in browser.get(at).text
    page = browser.follow(send(browser, at))
    assert page.status_code == 200
    (paper,) = forms(session)
    assert (paper.language, paper.sent_by_kind, paper.read_at) == ("mn", "student", None)
    assert "waits to be read" in browser.get(at.replace("/mn/", "/en/")).text
    with transaction() as unit:
        reason = "The signature of a parent or guardian is missing."
        papers_read.refuse_form(unit, make.staff(), works.hold(unit, entry.id), paper.id, reason=reason, now=clock.now())
    assert reason in browser.get(at.replace("/mn/", "/en/")).text


@pytest.mark.parametrize(("data", "words"), [(b"", "Choose a photo of the signed form"), (b"%PDF-1.7", "is a PDF"), (b"nonsense", "not a picture we can read")])
def test_what_is_no_photo_is_said_on_the_same_page(browser, session, entry, data, words):
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}/consent-photo"
    answer = send(browser, at, data) if data else browser.post(at, {})
    assert (answer.status_code, words in answer.text, forms(session)) == (422, True, [])


def test_a_draft_leads_back_to_its_pages(browser, session):
    draft = make.ready_entry()
    browser.resume(session.get(Student, draft.student_id))
    assert browser.get(f"/en/enter/{draft.draft_key}/consent-photo").status_code == 302


def test_somebody_elses_entry_takes_no_form(browser, session, entry):
    other = make.ready_entry()
    browser.resume(session.get(Student, other.student_id))
    assert send(browser, f"/en/enter/{entry.draft_key}/consent-photo").status_code == 404
    assert forms(session) == []


def test_the_guardian_sends_a_photo_by_the_link(browser, session, entry):
    at = f"/ru/consent/{make.consent_link(entry)}/photo"
    assert "/form.pdf" in browser.get(at).text
    assert send(browser, at).status_code == 303
    assert [(each.sent_by_kind, each.language) for each in forms(session)] == [("guardian", "ru")]
    assert send(browser, "/ru/consent/nonsense/photo").status_code == 404


def test_a_coordinator_sends_one_in_and_reads_it_at_once(desk, session, entry):
    at = f"/org/works/{entry.receipt}"
    assert desk.get(at + "/form").status_code == 200
    answer = send(desk, at + "/form")
    (paper,) = forms(session)
    assert answer.location == f"{at}/forms/{paper.id}"
    page = desk.get(answer.location).text
    assert "checked" not in page.replace('id="turn-0" value="0" checked', "")
    assert "/media/p-" in page
    assert desk.post(answer.location, ANSWERS | {"enter": ""}).status_code == 422
    answer = desk.post(answer.location, ANSWERS)
    assert answer.location == at
    page = desk.get(at).text
    for words in ("Signed paper", "Read from a photo of the form", "Example Guardian", "Version 1", "Recorded"):
        assert words in page
    assert [row.language for row in session.scalars(select(Consent).where(Consent.method == "paper"))] == ["mn"] * 4


def test_the_list_holds_what_waits_and_the_overview_counts_it(desk, session, entry, home):
    assert "No form waits" in desk.get("/org/works/forms").text
    assert "/org/works/forms" not in desk.get("/org/").text
    paper = make.signed_form(entry)
    make.signed_form(make.ready_entry(state=E.SUBMITTED, title="Somebody elses", edition=session.get(make.Edition, entry.edition_id)))
    page = desk.get("/org/works/forms").text
    assert (f"/org/works/{entry.receipt}/forms/{paper.id}" in page, "Somebody elses" in page) == (True, False)
    assert "/org/works/forms" in desk.get("/org/").text
    staff = desk.sign_in(make.account())
    page = staff.get("/staff/entries/forms").text
    assert (entry.title in page, "Somebody elses" in page) == (True, True)
    assert "/staff/entries/forms" in staff.get("/staff/").text


def test_the_list_costs_the_same_for_one_form_and_for_three(desk, entry, home, queries):
    counts = []
    for _ in range(3):
        make.signed_form(make.ready_entry(state=E.SUBMITTED, government=home))
        with queries(14) as seen:
            assert desk.get("/org/works/forms").status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_after_one_form_the_next_ones_follow(desk, entry, home):
    paper = make.signed_form(entry)
    make.signed_form(make.ready_entry(state=E.SUBMITTED, government=home))
    assert desk.post(f"/org/works/{entry.receipt}/forms/{paper.id}", ANSWERS).location == "/org/works/forms"


@pytest.mark.parametrize("data", [{"why": "dark"}, {"why": "own", "words": "This is a drawing."}])
def test_a_form_is_refused_with_a_reason(desk, session, entry, data):
    paper = make.signed_form(entry)
    at = f"/org/works/{entry.receipt}/forms/{paper.id}"
    assert desk.post(at + "/refuse", {"why": "own", "words": ""}).status_code == 422
    assert desk.post(at + "/refuse", data).status_code == 303
    assert forms(session)[0].refused in {"The photo is too dark or too blurred to read.", "This is a drawing."}
    assert "could not be used" in desk.get(at).text


def test_versions_are_asked_for_only_where_there_are_several(desk, session, entry):
    paper = make.signed_form(entry)
    at = f"/org/works/{entry.receipt}/forms/{paper.id}"
    assert "version_show" not in desk.get(at).text
    make.save(ConsentText(edition_id=entry.edition_id, purpose=Purpose.SHOW, language="mn", version=2, text="Newer"))
    page = desk.get(at).text
    assert ("version_show" in page, "version_enter" in page) == (True, False)
    assert desk.post(at, ANSWERS | {"version_show": "1"}).status_code == 303
    assert "Newer words exist (version 2)" in desk.get(f"/org/works/{entry.receipt}").text


def test_other_desks_do_not_know_of_it(browser, entry, home):
    paper = make.signed_form(entry)
    elsewhere = browser.sign_in(make.account(Role.COORDINATOR, make.government()))
    for path in ("/form", f"/forms/{paper.id}"):
        assert elsewhere.get(f"/org/works/{entry.receipt}{path}").status_code == 404
    assert elsewhere.post(f"/org/works/{entry.receipt}/forms/{paper.id}/refuse", {"why": "dark"}).status_code == 404
    own = browser.sign_in(make.account(Role.COORDINATOR, home))
    other = make.ready_entry(state=E.SUBMITTED, government=home)
    assert own.get(f"/org/works/{other.receipt}/forms/{paper.id}").status_code == 404


def test_its_picture_opens_for_its_readers_alone(app, browser, new_browser, session, entry, home):
    store = app.extensions[NAME].store
    with transaction() as unit:
        prepared = prepare_own(pictures.four(), store=store)
        papers_read.hand_in(
            unit, Actor("student", entry.student_id), works.hold(unit, entry.id), prepared, store=store, language="en", now=clock.now()
        )
    picture = forms(session)[0].picture_id
    files = session.scalars(select(Derivative).where(Derivative.picture_id == picture)).all()
    student, own, judge, nobody = new_browser(), new_browser(), new_browser(), new_browser()
    student.resume(session.get(Student, entry.student_id))
    own.sign_in(make.account(Role.COORDINATOR, home))
    judge.sign_in(make.account(Role.JUDGE))
    browser.sign_in(make.account())
    for file in files:
        found = {who: each.get(private_address(file)).status_code for who, each in {"staff": browser, "own": own, "student": student, "judge": judge, "nobody": nobody}.items()}
        assert found == {"staff": 200, "own": 200, "student": 404, "judge": 404, "nobody": 404}
        assert own.get(private_address(file)).headers["Cache-Control"] == "private, no-store"
        assert nobody.get(public_address(file)).status_code == 404


@pytest.mark.parametrize("who", ["student", "guardian", "desk"])
def test_a_photo_far_over_the_limit_is_said_on_the_same_page(app, browser, session, entry, home, monkeypatch, who):
    monkeypatch.setitem(app.extensions, NAME, dataclasses.replace(app.extensions[NAME], limits=Limits(bytes=1_000_000)))
    at = {"student": f"/en/enter/{entry.draft_key}/consent-photo", "guardian": f"/en/consent/{make.consent_link(entry)}/photo", "desk": f"/org/works/{entry.receipt}/form"}[who]
    if who == "student":
        browser.resume(session.get(Student, entry.student_id))
    if who == "desk":
        browser.sign_in(make.account(Role.COORDINATOR, home))
    answer = send(browser, at, bytes(3_000_000))
    answer.request.environ["wsgi.input"].close()
    assert (answer.status_code, "This photo is 3 MB. The limit is 1 MB" in answer.text, forms(session)) == (413, True, [])


def test_the_painter_cannot_answer_in_the_place_of_the_guardian_by_photographing(browser, session, entry):
    """A photo alone gives no permission, whatever is on it."""
    browser.resume(session.get(Student, entry.student_id))
    send(browser, f"/en/enter/{entry.draft_key}/consent-photo")
    desk = browser.sign_in(make.account(Role.COORDINATOR, session.get(Government, entry.government_id)))
    assert "Cannot be endorsed yet" in desk.get(f"/org/works/{entry.receipt}").text
    assert desk.post(f"/org/works/{entry.receipt}/endorse").status_code == 409
