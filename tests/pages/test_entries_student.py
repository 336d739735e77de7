"""The wizard, as a browser without scripts walks it."""

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.entries.models import Consent, ConsentRequest, Entry, Student
from contest.entries.states import EntryState
from contest.post.models import Letter
from contest.web.limits import limiter
from tests import make, pictures

PAGES = ("photo", "photo/check", "painting", "you", "school", "permissions", "check")
PERSON = {
    "full_name": "Жишээ Нэгдүгээр", "latin_name": "Jishee Negdugeer", "born-day": "5", "born-month": "5", "born-year": "2012",
    "email": "painter@example.org", "language": "mn",
}  # fmt: skip
WISHES = {"enter": "yes", "transfer": "yes", "show": "yes", "name": "region", "photos": "no", "guardian_by": "link"}


@pytest.fixture
def edition(session):
    return make.open_edition(number=9014, age_day=date(2026, 1, 1))


@pytest.fixture
def region(session):
    return make.government(country="MN", zone="Asia/Ulaanbaatar", contact="ulaan@example.org")


def photo(data=None, name="IMG_1.jpg"):
    return {"photo": (BytesIO(data if data is not None else pictures.coded(pictures.four(1800, 1200))), name)}


def hidden(html, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)[1]


def seen(answer):
    return {"seen": hidden(answer.text, "seen")}


def begin(browser, **data):
    answer = browser.post("/en/enter", data)
    assert answer.status_code == 303
    return answer.location.rsplit("/", 1)[0]


def only(session, kind):
    return session.scalars(select(kind)).one()


def test_a_student_goes_from_the_first_page_to_the_receipt_without_a_script(browser, session, edition, region):
    assert "12 to 18" in browser.get("/en/enter").text
    at = begin(browser)
    first = browser.get(at + "/photo")
    code = hidden(first.text.replace('id="resume-code" value', 'name="code" value'), "code")
    assert re.fullmatch(r"[A-Z3-8]{4}-[A-Z3-8]{4}-[A-Z3-8]{2}", code)

    answer = browser.post(at + "/photo", photo(), content_type="multipart/form-data")
    assert answer.location == at + "/photo/check"
    assert "1,800 × 1,200" in browser.follow(answer).text
    browser.follow(browser.post(at + "/photo/check", {"turn": "left"}))
    page = browser.get(at + "/painting")
    answer = browser.post(at + "/painting", {"title": "Red kite 🪁", "medium": "ink", "size": "A3", "own_work": "y", **seen(page)})
    assert answer.location == at + "/you"
    answer = browser.post(at + "/you", PERSON | seen(browser.follow(answer)))
    assert answer.location == at + "/school"
    answer = browser.post(at + "/school", {"government_id": str(region.id), "school": "1-р сургууль", **seen(browser.follow(answer))})
    assert answer.location == at + "/permissions"
    assert "May we show? en" in browser.follow(answer).text
    answer = browser.post(at + "/permissions", WISHES | seen(browser.follow(answer)))
    assert answer.location == at + "/check"
    page = browser.follow(answer)
    assert "Red kite 🪁" in page.text
    assert "ulaan@example.org" in page.text
    assert "297 × 420 mm" in page.text  # the photo was turned upright
    receipt = browser.follow(browser.post(at + "/check"))
    entry = only(session, Entry)
    assert entry.state is EntryState.SUBMITTED
    assert re.fullmatch(r"9014-[A-Z3-8]{4}-[A-Z3-8]{2}", entry.receipt)
    assert entry.receipt in receipt.text
    assert code in receipt.text
    assert "/en/consent/" in receipt.text
    assert (entry.width_mm, entry.height_mm, entry.student.age if "student" in entry.__dict__ else 13) == (297, 420, 13)
    for image in ("/receipt.svg", "/guardian.svg"):
        assert browser.get(at + image).mimetype == "image/svg+xml"
    assert entry.receipt in browser.get(at + "/label").text
    assert [letter.occasion for letter in session.scalars(select(Letter))] == ["entry.receipt"]


def test_a_second_click_on_send_gives_the_same_receipt(browser, session):
    entry = make.ready_entry()
    at = f"/en/enter/{entry.draft_key}"
    browser.resume(session.get(Student, entry.student_id))
    first, second = browser.post(at + "/check"), browser.post(at + "/check")
    assert first.location == second.location == at + "/sent"
    assert len(session.scalars(select(Letter)).all()) == 1
    assert len(session.scalars(select(ConsentRequest)).all()) == 1
    assert browser.get(at + "/painting").location == at + "/sent"


@pytest.mark.parametrize("lang", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_every_page_is_whole_in_every_language(browser, session, lang):
    entry = make.ready_entry(government=make.government(zone="Asia/Kamchatka", contact="x@example.org"))
    browser.resume(session.get(Student, entry.student_id))
    for page in PAGES:
        answer = browser.get(f"/{lang}/enter/{entry.draft_key}/{page}")
        assert answer.status_code == 200, page
        assert answer.headers["Cache-Control"] == "private, no-store"
    browser.post(f"/{lang}/enter/{entry.draft_key}/check")
    for page in ("sent", "label", "withdraw"):
        assert browser.get(f"/{lang}/enter/{entry.draft_key}/{page}").status_code == 200, page
    assert browser.get(f"/{lang}/enter").status_code == 200


def test_a_browser_without_the_code_is_asked_for_it_and_led_back(browser, session):
    entry = make.ready_entry()
    student = session.get(Student, entry.student_id)
    student.resume_hash = session.info["keys"].digest("resume", "ABCDEFGHJK")
    for page in (*PAGES, "sent", "label", "receipt.svg", "withdraw"):
        answer = browser.get(f"/mn/enter/{entry.draft_key}/{page}")
        assert answer.status_code == 303
        assert answer.location.startswith("/mn/enter/resume?next=")
    asked = browser.follow(browser.get(f"/mn/enter/{entry.draft_key}/you"))
    assert student.full_name not in asked.text
    wrong = browser.post(f"/mn/enter/resume?next=/mn/enter/{entry.draft_key}/you", {"code": "AAAA-AAAA-AA"})
    assert wrong.status_code == 422
    right = browser.post(f"/mn/enter/resume?next=/mn/enter/{entry.draft_key}/you", {"code": "abcd efgh jk"})
    assert right.location == f"/mn/enter/{entry.draft_key}/you"
    assert browser.get(right.location).status_code == 200


def test_an_address_nobody_has_looks_the_same_without_a_code(browser, edition):
    assert browser.get("/en/enter/nothing/you").location.startswith("/en/enter/resume")


def test_somebody_elses_entry_does_not_exist(browser, session):
    mine, other = make.ready_entry(), make.ready_entry()
    browser.resume(session.get(Student, mine.student_id))
    for page in (*PAGES, "sent", "label", "withdraw", "receipt.svg"):
        assert browser.get(f"/en/enter/{other.draft_key}/{page}").status_code == 404
    for page in ("photo", "painting", "check", "withdraw", "take-back", "guardian", "again"):
        assert browser.post(f"/en/enter/{other.draft_key}/{page}").status_code == 404


def test_a_code_never_leads_to_another_site(browser, session):
    entry = make.ready_entry()
    session.get(Student, entry.student_id).resume_hash = session.info["keys"].digest("resume", "ABCDEFGHJK")
    assert browser.post("/en/enter/resume?next=//evil.example/enter/x", {"code": "ABCDEFGHJK"}).location == "/en/my"


def test_codes_can_be_tried_ten_times_a_minute(browser, session):
    limiter.enabled = True
    try:
        answers = [browser.post("/en/enter/resume", {"code": "AAAA"}) for _ in range(11)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert "Seconds to wait:" in answers[-1].text
    assert 'value="AAAA"' in answers[-1].text


def test_a_whole_class_comes_back_by_right_codes_over_one_line(browser, session):
    entry = make.ready_entry()
    session.get(Student, entry.student_id).resume_hash = session.info["keys"].digest("resume", "ABCDEFGHJK")
    limiter.enabled = True
    try:
        right = [browser.post("/en/enter/resume", {"code": "ABCDEFGHJK"}).status_code for _ in range(12)]
        wrong = [browser.post("/en/enter/resume", {"code": "AAAA"}).status_code for _ in range(10)]
        spent = browser.post("/en/enter/resume", {"code": "ABCDEFGHJK"}).status_code
    finally:
        limiter.enabled = False
        limiter.reset()
    assert right == [303] * 12
    assert (wrong, spent) == ([422] * 10, 429)


@pytest.mark.parametrize(
    ("page", "data", "words"),
    [
        ("painting", {"title": " \u200e ", "own_work": "y"}, "Give your painting a title"),
        ("painting", {"title": "x" * 201, "own_work": "y"}, "201 characters; there is room for 200"),
        ("painting", {"title": "Kept words", "own_work": "y", "description": "x" * 10_000}, "10000 characters; there is room for 1000"),
        ("painting", {"title": "Kept words", "own_work": "y", "painted_in": "last year"}, "four figures"),
        ("painting", {"title": "Kept words"}, "only if it is your own work"),
        ("painting", {"title": "Kept words", "own_work": "y", "medium": "other"}, "Say what you painted with"),
        ("painting", {"title": "Kept words", "own_work": "y", "size": "other", "size_other": "abc"}, "29.7 × 42 cm"),
        ("painting", {"title": "Kept words", "own_work": "y", "size_other": "3 × 4 mm"}, "between 1 cm and 5 m"),
        ("painting", {"title": "Kept words", "own_work": "y", "division_id": "999999", "theme_id": "1"}, None),
        ("you", PERSON | {"full_name": "Kept words", "born-day": "31", "born-month": "2"}, "no such day"),
        ("you", PERSON | {"full_name": "Kept words", "born-year": "1990"}, "you would be 35 on the day"),
        ("you", PERSON | {"full_name": "Kept words", "born-year": ""}, "Fill in day, month and year"),
        ("you", PERSON | {"full_name": "Kept words", "latin_name": "Жишээ"}, "Latin letters"),
        ("you", PERSON | {"full_name": "Kept words", "email": "nonsense"}, "e-mail address"),
        ("you", PERSON | {"full_name": "Kept words", "phone": "12"}, "between 5 and 16 digits"),
        ("you", PERSON | {"full_name": "Kept words", "email": ""}, "one way to reach you"),
        ("you", PERSON | {"full_name": "Kept words", "born-year": "12"}, "four figures"),
        ("you", PERSON | {"full_name": "x" * 121}, "121 characters; there is room for 120"),
        ("school", {"government_id": "999999", "school": "Kept words"}, "answers offered"),
        ("school", {"school": "Kept words"}, "Choose your region"),
        ("permissions", WISHES | {"enter": ""}, "Choose an answer"),
        ("permissions", WISHES | {"name": "yes"}, "answers offered"),
        ("permissions", WISHES | {"guardian_by": "email", "guardian_email": ""}, "Give an e-mail address"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(browser, session, page, data, words):
    entry = make.ready_entry(edition=make.open_edition(age_day=date(2026, 1, 1)))
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}/{page}"
    title, version = entry.title, entry.version
    if words is None:
        return
    answer = browser.post(at, data)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Error:" in answer.text.split("</title>")[0]
    if "Kept words" in data.values():
        assert "Kept words" in answer.text
    again = session.get(Entry, entry.id)
    assert (again.title, again.version) == (title, version)


@pytest.mark.parametrize(
    ("page", "data", "lines"),
    [
        ("permissions", {}, ["Take part in the contest – Choose an answer.", "Show the painting – Choose an answer."]),
        ("you", {}, ["Your full name – Write your name", "Your name in Latin letters – Write your name", "Date of birth – Fill in day, month and year."]),
    ],
)
def test_the_list_of_errors_says_which_question_each_is_about_and_each_once(browser, session, page, data, lines):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    answer = browser.post(f"/en/enter/{entry.draft_key}/{page}", data)
    assert answer.status_code == 422
    summary = answer.text.split('class="error-list"')[1].split("</ul>")[0]
    assert [summary.count(f">{line}</a>") for line in lines] == [1] * len(lines)
    assert summary.count("Fill in day, month and year.") <= 1


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "", "Choose a photo of your painting"),
        (b"%PDF-1.7", "a.jpg", "This file is a PDF"),
        (b"\xff\xd8\xff nonsense", "a.jpg", "damaged"),
        (pictures.coded()[:-900], "cut.jpg", "damaged or was cut short"),
        (pictures.bomb(), "a.png", "50000 × 50000"),
    ],
    ids=["nothing", "pdf", "noise", "cut", "bomb"],
)
def test_a_file_that_is_no_good_is_refused_with_what_is_wanted(browser, session, data, name, words):
    entry = make.ready_entry()
    before = entry.picture_id
    browser.resume(session.get(Student, entry.student_id))
    answer = browser.post(f"/en/enter/{entry.draft_key}/photo", photo(data, name), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text
    assert session.get(Entry, entry.id).picture_id == before


def test_61_megabytes_are_refused_on_the_same_page(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    answer = browser.post(f"/en/enter/{entry.draft_key}/photo", photo(b"\xff\xd8\xff" + bytes(61_000_000)), content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 413
    assert "This photo is 61 MB. The limit is 60 MB" in answer.text


def test_a_new_photo_takes_the_place_of_the_old_one(browser, session):
    entry = make.ready_entry()
    old = entry.picture_id
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}/photo"
    page = browser.follow(browser.post(at, photo(pictures.coded()), content_type="multipart/form-data"))
    assert "240 × 160 pixels: judges would not see" in page.text
    assert session.get(Entry, entry.id).picture_id not in {old, None}


def test_a_change_link_leads_back_to_the_check_page(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    page = browser.get(at + "/painting?from=check")
    answer = browser.post(at + "/painting?from=check", {"title": "Other", "medium": "ink", "own_work": "y", **seen(page)})
    assert answer.location == at + "/check"


def test_two_windows_cannot_write_over_each_other_unseen(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}/painting"
    old = seen(browser.get(at))
    browser.post(at, {"title": "From the first window", "medium": "ink", "own_work": "y", **old})
    late = browser.post(at, {"title": "From the second window", "medium": "ink", "own_work": "y", **old})
    assert late.status_code == 409
    assert "From the first window" in late.text
    assert "From the second window" in late.text
    assert session.get(Entry, entry.id).title == "From the first window"
    assert browser.post(at, {"title": "From the second window", "medium": "ink", "own_work": "y", **seen(late)}).status_code == 303
    assert session.get(Entry, entry.id).title == "From the second window"


def test_after_closing_the_page_says_until_when_on_two_clocks(browser, session):
    closed = datetime(2026, 9, 25, 18, tzinfo=ZoneInfo("Asia/Seoul"))
    edition = make.open_edition(opens_at=closed - timedelta(days=90), closes_at=closed, endorse_by=closed + timedelta(days=900))
    entry = make.ready_entry(edition=edition, government=make.government(zone="Asia/Kamchatka"))
    browser.resume(session.get(Student, entry.student_id))
    for answer in (
        browser.post(f"/en/enter/{entry.draft_key}/check"),
        browser.get(f"/en/enter/{entry.draft_key}/you"),
        browser.post(f"/en/enter/{entry.draft_key}/you", PERSON),
    ):
        assert answer.status_code == 409
        assert "September 25, 2026, 18:00" in answer.text or "25 September 2026, 18:00" in answer.text
        assert "21:00" in answer.text
    assert session.get(Entry, entry.id).state is EntryState.DRAFT


def test_the_first_page_says_when_there_is_no_contest_open(browser, session):
    now = clock.now()
    edition = make.open_edition(number=9990, opens_at=now + timedelta(days=9))
    assert "Entries are not open yet" in browser.get("/en/enter").text
    assert browser.post("/en/enter").status_code == 409
    edition.opens_at, edition.closes_at = now - timedelta(days=9), now - timedelta(days=1)
    session.flush()
    assert "They were open until" in browser.get("/en/enter").text
    answer = browser.post("/en/enter")
    assert answer.status_code == 409
    assert not session.scalars(select(Student)).all()


def test_without_any_edition_the_first_page_still_opens_a_saved_entry(browser, session):
    page = browser.get("/en/enter")
    assert page.status_code == 200
    assert "Continue a saved entry" in page.text


def test_what_is_missing_is_listed_with_links_and_nothing_is_sent(browser, session, edition):
    at = begin(browser)
    page = browser.get(at + "/check")
    assert at + "/school?from=check" in page.text
    answer = browser.post(at + "/check")
    assert answer.status_code == 422
    assert only(session, Entry).state is EntryState.DRAFT


def test_a_returned_entry_shows_what_to_mend_and_is_sent_again_under_its_number(browser, session):
    entry = make.ready_entry(state=EntryState.RETURNED, mend="The photo is dark.", mend_by=clock.now() + timedelta(days=7))
    browser.resume(session.get(Student, entry.student_id))
    at, receipt = f"/en/enter/{entry.draft_key}", entry.receipt
    assert "The photo is dark." in browser.get(at + "/photo").text
    assert browser.post(at + "/check").status_code == 303
    again = session.get(Entry, entry.id)
    assert (again.state, again.receipt) == (EntryState.SUBMITTED, receipt)


def test_an_entry_is_taken_back_withdrawn_and_sent_again(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    browser.post(at + "/check")
    assert browser.follow(browser.post(at + "/take-back")).status_code == 200
    assert session.get(Entry, entry.id).state is EntryState.DRAFT
    browser.post(at + "/check")
    assert browser.get(at + "/withdraw").status_code == 200
    assert session.get(Entry, entry.id).state is EntryState.SUBMITTED
    page = browser.follow(browser.post(at + "/withdraw"))
    assert "Your painting is withdrawn" in page.text
    assert browser.post(at + "/withdraw").status_code == 303
    assert browser.post(at + "/again").status_code == 303
    assert session.get(Entry, entry.id).state is EntryState.SUBMITTED


def test_a_withdrawn_entry_with_something_missing_is_mended_and_sent(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    browser.post(at + "/check")
    browser.post(at + "/withdraw")
    session.get(Entry, entry.id).title = ""
    session.flush()
    assert browser.post(at + "/again").location == at + "/check"
    assert "Give your painting a title" in browser.get(at + "/check").text
    page = browser.get(at + "/painting")
    browser.post(at + "/painting", {"title": "Red kite", "own_work": "y", "made": "alone", **seen(page)})
    browser.post(at + "/check")
    assert (session.get(Entry, entry.id).state, session.get(Entry, entry.id).title) == (EntryState.SUBMITTED, "Red kite")


def test_what_is_withdrawn_after_the_closing_shows_how_it_stands(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    browser.post(at + "/check")
    browser.post(at + "/withdraw")
    edition = session.get(Entry, entry.id).edition
    edition.opens_at, edition.closes_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
    session.flush()
    for page in ("/check", "/painting", ""):
        assert browser.get(at + page).location == at + "/sent"
    assert browser.post(at + "/painting", {"title": "Late"}).status_code == 409
    assert "Change it, then send it" not in browser.get(at + "/sent").text


def test_a_school_begins_by_the_hundred_over_one_line(browser, edition, monkeypatch):
    limiter.reset()
    monkeypatch.setattr(limiter, "enabled", True)
    answers = {browser.client.post("/en/enter").status_code for _ in range(70)}
    limiter.reset()
    assert answers == {303}


def test_a_lost_code_is_asked_for_a_few_times_for_each_address(browser, session, monkeypatch):
    limiter.reset()
    monkeypatch.setattr(limiter, "enabled", True)
    ask = [browser.post("/en/enter/lost-code", {"email": email}).status_code for email in ["a@example.org"] * 6 + ["b@example.org"]]
    limiter.reset()
    assert ask == [303] * 5 + [429, 303]


def test_signing_out_of_an_account_leaves_the_painter_as_they_were(browser, session, edition):
    at = begin(browser, shared="y")
    code = hidden(browser.get(at + "/photo").text.replace('id="resume-code" value', 'name="code" value'), "code")
    browser.sign_in(make.account())
    browser.post("/logout")
    assert 'data-shared="yes"' in browser.get(at + "/painting").text
    assert code in browser.get(at + "/later").text


def test_on_a_shared_computer_the_code_is_told_once(browser, session, edition):
    at = begin(browser, shared="y")
    assert "resume-code" in browser.get(at + "/photo").text
    browser.post(at + "/photo", photo(pictures.coded()), content_type="multipart/form-data")
    assert "resume-code" not in browser.get(at + "/photo").text
    browser.post("/en/enter/leave")
    assert browser.get(at + "/photo").status_code == 303


def test_a_lost_code_is_answered_alike_for_everybody(browser, session):
    entry = make.ready_entry()
    old = session.get(Student, entry.student_id).resume_hash
    known = browser.post("/en/enter/lost-code", {"email": "PAINTER@example.org"})
    unknown = browser.post("/en/enter/lost-code", {"email": "nobody@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    letter = session.scalars(select(Letter)).one()
    code = re.search(r"[A-Z3-8]{4}-[A-Z3-8]{4}-[A-Z3-8]{2}", letter.body)[0]
    assert session.get(Student, entry.student_id).resume_hash != old
    assert browser.post("/en/enter/resume", {"code": code}).location == "/en/my"
    running = make.open_edition(number=9911)
    shared = [make.student(running, full_name=name, email="t@example.org") for name in ("Example One", "Example Two")]
    several = browser.post("/en/enter/lost-code", {"email": "t@example.org", "name": "Example Three"})
    one = browser.post("/en/enter/lost-code", {"email": "t@example.org", "name": shared[0].full_name})
    assert {(each.status_code, each.location) for each in (several, one)} == {(known.status_code, known.location)}
    assert browser.post("/en/enter/lost-code", {"email": "no address"}).status_code == 422


def test_who_is_of_age_answers_alone_and_can_take_a_permission_back(browser, session):
    edition = make.open_edition(age_day=date(2026, 1, 1))
    entry = make.ready_entry(edition=edition, student=make.student(edition, born=date(2007, 3, 3), age=18, email="painter@example.org"))
    for row in session.scalars(select(Consent)):
        session.delete(row)
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    page = browser.get(at + "/permissions")
    assert "guardian_by" not in page.text
    browser.post(at + "/permissions", WISHES | {"guardian_by": ""} | seen(page))
    assert {row.method for row in session.scalars(select(Consent))} == {"self"}
    page = browser.follow(browser.post(at + "/check"))
    assert "/consent/" not in page.text
    assert browser.get(at + "/permissions/show").status_code == 200
    browser.post(at + "/permissions/show")
    assert "Withdraw a permission" not in browser.get(at + "/sent").text
    assert [r.purpose.value for r in session.scalars(select(Consent).where(Consent.withdrawn_at.is_not(None)))] == ["show"]
    assert browser.get(at + "/permissions/nonsense").status_code == 404


def test_a_minor_cannot_take_back_what_the_guardian_gave(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    assert browser.post(f"/en/enter/{entry.draft_key}/permissions/show").status_code == 409


def test_a_new_link_for_the_guardian_ends_the_one_before(browser, session):
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}"
    old = re.search(r"/en/consent/([\w-]+)", browser.follow(browser.post(at + "/check")).text)[1]
    new = re.search(r"/en/consent/([\w-]+)", browser.get(browser.post(at + "/guardian").location.split("#")[0]).text)[1]
    assert old != new
    assert browser.get(f"/en/consent/{old}").status_code == 404
    assert browser.get(f"/en/consent/{new}").status_code == 200


def test_a_month_and_a_year_are_enough_where_the_edition_says_so(browser, session, region):
    make.open_edition(number=9200, full_birth_date=False, age_day=date(2026, 1, 1))
    at = begin(browser)
    page = browser.get(at + "/you")
    assert "born-day" not in page.text
    data = {key: value for key, value in PERSON.items() if key != "born-day"}
    assert browser.post(at + "/you", data | seen(page)).status_code == 303
    assert only(session, Student).born == date(2012, 5, 1)


def test_fields_an_edition_does_not_ask_for_are_not_there(browser, session):
    fields = {"description": "off", "medium": "off", "size": "off", "teacher": "off", "year": "required"}
    make.open_edition(number=9201, fields=fields)
    at = begin(browser)
    page = browser.get(at + "/painting").text
    assert not re.search(r'<(input|select|textarea)[^>]* name="(description|medium|size)"', page)
    assert 'name="painted_in"' in page
    assert 'name="teacher"' not in browser.get(at + "/school").text
    assert browser.post(at + "/painting", {"title": "A", "own_work": "y"}).status_code == 422


def test_my_entries_show_how_each_stands(browser, session):
    assert "Nothing here yet" in browser.get("/en/my").text
    entry = make.ready_entry()
    browser.resume(session.get(Student, entry.student_id))
    page = browser.get("/en/my")
    assert entry.title in page.text
    assert "Not sent yet" in page.text
    browser.post(f"/en/enter/{entry.draft_key}/check")
    assert "Waits for the answer" in browser.get("/en/my").text


def test_one_more_painting_only_where_the_edition_allows_it(browser, session):
    entry = make.ready_entry(edition=make.open_edition(number=9202, entries_per_student=2))
    browser.resume(session.get(Student, entry.student_id))
    assert "Enter another painting" in browser.get("/en/my").text
    assert browser.post("/en/enter/another").status_code == 303
    assert "Enter another painting" not in browser.get("/en/my").text
    assert browser.post("/en/enter/another").status_code == 409
