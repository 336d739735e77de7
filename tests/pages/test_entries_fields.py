"""The pages of the wizard as editions and divisions shape them."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.editions.models import Division, Extension
from contest.entries.models import Entry, ProcessPhoto, Student
from contest.entries.queries.process import MOST
from contest.entries.states import EntryState
from contest.media.models import Picture
from contest.policy import Role
from tests import make, pictures

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "mn")


def seen(answer):
    return {"seen": re.search(r'name="seen"[^>]*value="([^"]*)"', answer.text)[1]}


def mine(browser, session, entry):
    session.flush()
    browser.resume(session.get(Student, entry.student_id))
    return f"/en/enter/{entry.draft_key}"


@pytest.fixture
def two(session):
    """An edition with paintings, and posters that are asked for other things."""
    edition = make.open_edition(fields={"medium": "required", "size": "optional", "year": "off", "ai": "required", "description": "off"})
    first = session.scalars(select(Division).where(Division.edition_id == edition.id)).one()
    poster = make.save(Division(edition_id=edition.id, position=2, names=make.six("Poster"), fields={"medium": "off", "year": "required"}))
    return edition, first, poster


def test_the_page_asks_what_some_division_asks_and_says_for_which(browser, session, two):
    entry = make.ready_entry(edition=two[0])
    page = browser.get(mine(browser, session, entry) + "/painting").text
    assert f'data-asked="{two[1].id}:required {two[2].id}:off"' in page
    assert "Only for: Painting en" in page
    assert "Only for: Poster en" in page
    assert 'name="made"' in page
    assert 'name="own_work"' not in page


def post_painting(browser, at, **given):
    return browser.post(at + "/painting", {"title": "A", "made": "alone", **seen(browser.get(at + "/painting")), **given})


@pytest.mark.parametrize(
    ("chosen", "given", "status"),
    [
        (None, {"medium": "ink"}, 422), (1, {"medium": "ink"}, 303), (1, {}, 422), (1, {"medium_other": "Felt"}, 303), (2, {"painted_in": ""}, 422), (2, {"painted_in": "now"}, 422),
        (2, {"size_other": "nonsense", "painted_in": "THIS"}, 422), (1, {"medium": "ink", "painted_in": "nonsense"}, 303), (2, {"painted_in": "THIS"}, 303),
    ],
)  # fmt: skip
def test_the_chosen_division_decides(browser, session, two, chosen, given, status):
    entry = make.ready_entry(edition=two[0])
    at = mine(browser, session, entry)
    given = {name: text.replace("THIS", str(clock.now().year)) for name, text in given.items()}
    answer = post_painting(browser, at, division_id=str(two[chosen].id) if chosen else "", **given)
    assert answer.status_code == status
    if status == 303:
        entry = session.get(Entry, entry.id)
        assert entry.medium == ("" if chosen == 2 else given.get("medium", given.get("medium_other")))
        assert (entry.painted_in is None) == (chosen == 1)
    else:
        assert all(text in answer.text for text in given.values())


def test_the_statement_on_ai_is_one_question_and_stands_on_the_pages_of_people_only(browser, new_browser, session, two):
    home = make.government()
    entry = make.ready_entry(edition=two[0], government=home)
    at = mine(browser, session, entry)
    bare = post_painting(browser, at, division_id=str(two[1].id), medium="ink", made="helped")
    assert bare.status_code == 422
    assert "Say which AI tool helped you" in bare.text
    assert post_painting(browser, at, division_id=str(two[1].id), medium="ink", made="").status_code == 422
    assert post_painting(browser, at, division_id=str(two[1].id), medium="ink", made="helped", ai_note="A sketching tool, for ideas").status_code == 303
    assert "A sketching tool, for ideas" in browser.get(at + "/check").text
    entry = session.get(Entry, entry.id)
    entry.state, entry.receipt, entry.submitted_at = EntryState.SUBMITTED, "14-AAAA-AA", clock.now()
    session.flush()
    desk = new_browser()
    desk.sign_in(make.account(Role.STAFF))
    assert "A sketching tool, for ideas" in desk.get(f"/staff/entries/{entry.id}").text


def test_without_a_statement_on_ai_it_is_a_tick(browser, session):
    entry = make.ready_entry(edition=make.open_edition(fields={"ai": "off"}))
    at = mine(browser, session, entry)
    assert 'name="own_work"' in browser.get(at + "/painting").text
    assert browser.post(at + "/painting", {"title": "A", "own_work": "y", **seen(browser.get(at + "/painting"))}).status_code == 303
    assert "I made it myself" in browser.get(at + "/check").text


@pytest.mark.parametrize(
    ("lang", "country", "first"), [("ko", None, "8절"), ("ja", None, "八つ切"), ("zh", None, "八开"), ("ru", None, "A4"), ("mn", None, "A4"), ("en", None, "A4"), ("en", "JP", "八つ切"), ("ru", "KR", "8절")]
)
def test_the_paper_of_the_readers_country_comes_first(browser, session, lang, country, first):
    entry = make.ready_entry(government=make.government(country=country or "KR"))
    if not country:
        entry.government_id = None
    at = mine(browser, session, entry).replace("/en/", f"/{lang}/")
    page = browser.get(at + "/painting").text
    options = re.findall(r'<option[^>]*value="([^"]*)"', page.split('name="size"')[1].split("</select>")[0])
    assert options[:2] == ["", first]
    assert options[-1] == "other"


@pytest.mark.parametrize(("typed", "size"), [("29.7 x 42 cm", (297, 420)), ("100 × 100 mm", (100, 100))])
def test_another_size_is_kept_as_typed_and_shown_again(browser, session, typed, size):
    entry = make.ready_entry()
    at = mine(browser, session, entry)
    assert browser.post(at + "/painting", {"title": "A", "own_work": "y", "medium": "ink", "size_other": typed, **seen(browser.get(at + "/painting"))}).status_code == 303
    entry = session.get(Entry, entry.id)
    assert (entry.width_mm, entry.height_mm) == size
    page = browser.get(at + "/painting").text
    assert ('value="100 × 100 mm"' in page) == (size == (100, 100))


PERSON = {"full_name": "Жишээ Нэгдүгээр", "latin_name": "Jishee Negdugeer", "born-day": "5", "born-month": "5", "born-year": "2012", "language": "mn"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"email": "a@example.org"}, ("a@example.org", "")), ({"phone": "+976 9911 2233"}, ("", "+976 9911 2233")), ({"by_teacher": "y"}, ("", "")),
        ({"email": "a@example.org", "phone": "99112233", "by_teacher": "y"}, ("a@example.org", "99112233")), ({}, None), ({"phone": "none"}, None),
    ],
)  # fmt: skip
def test_one_way_to_be_reached_is_enough(browser, session, given, kept):
    entry = make.ready_entry(edition=make.open_edition(age_day=date(2026, 1, 1)))
    at = mine(browser, session, entry)
    answer = browser.post(at + "/you", PERSON | given | seen(browser.get(at + "/you")))
    assert answer.status_code == (303 if kept else 422)
    student = session.get(Student, entry.student_id)
    if kept:
        assert (student.email, student.phone) == kept
        tick = re.search(r'<input[^>]*name="by_teacher"[^>]*>', browser.get(at + "/you").text)[0]
        assert ("checked" in tick) == (kept == ("", ""))


def test_wide_figures_of_asian_keyboards_are_figures(browser, session):
    entry = make.ready_entry(edition=make.open_edition(age_day=date(2026, 1, 1)))
    at = mine(browser, session, entry)
    wide = {"born-day": "５", "born-month": "０５", "born-year": "２０１２", "email": "a@example.org"}
    assert browser.post(at + "/you", PERSON | wide | seen(browser.get(at + "/you"))).status_code == 303
    assert session.get(Student, entry.student_id).born == date(2012, 5, 5)


def test_where_no_teacher_is_asked_none_is_offered(browser, session):
    entry = make.ready_entry(edition=make.open_edition(fields={"teacher": "off"}))
    assert 'name="by_teacher"' not in browser.get(mine(browser, session, entry) + "/you").text


@pytest.mark.parametrize(("lang", "writes", "asked"), [("ja", "ja", True), ("ja", "en", True), ("en", "ja", True), ("en", "en", False), ("ru", "mn", False)])
def test_a_reading_is_asked_of_those_who_read_japanese(browser, session, lang, writes, asked):
    edition = make.open_edition()
    entry = make.ready_entry(edition=edition, student=make.student(edition, language=writes, email="a@example.org"))
    page = browser.get(mine(browser, session, entry).replace("/en/", f"/{lang}/") + "/you").text
    assert ('name="reading"' in page) is asked


@pytest.mark.parametrize(("lang", "order"), [("en", "day month year"), ("ru", "day month year"), ("mn", "year month day"), ("ja", "year month day"), ("ko", "year month day"), ("zh", "year month day")])
def test_the_birthday_is_asked_in_the_order_of_the_language(browser, session, lang, order):
    entry = make.ready_entry()
    page = browser.get(mine(browser, session, entry).replace("/en/", f"/{lang}/") + "/you").text
    assert re.findall(r'name="born-(\w+)"', page) == order.split()


@pytest.mark.parametrize(("name", "warned"), [("Example One", False), ("E" * 61, True)])
def test_the_line_of_the_certificate_is_shown_as_it_is_stored(browser, session, name, warned):
    edition = make.open_edition()
    entry = make.ready_entry(edition=edition, student=make.student(edition, full_name="Жишээ", latin_name=name, email="a@example.org"))
    at = mine(browser, session, entry)
    page = browser.get(at + "/you").text
    assert f"data-name>{name}</p>" in page
    assert ("data-long hidden" not in page) is warned
    assert "data-propose hidden" in page
    assert ">Jishee</strong>" in browser.get(at.replace("/en/", "/mn/") + "/you").text


def test_schools_and_the_closing_day_of_the_chosen_region_stand_on_the_page(browser, session):
    edition = make.open_edition()
    home = make.government(zone="Asia/Ulaanbaatar")
    make.entry(edition=edition, government=home, state=EntryState.ENDORSED, endorsed_at=clock.now(), school="Known School")
    make.entry(edition=edition, government=home, school="Hidden School")
    make.save(Extension(edition_id=edition.id, government_id=home.id, closes_at=edition.closes_at + timedelta(days=3), reason="storm"))
    entry = make.ready_entry(edition=edition, government=home, school="")
    at = mine(browser, session, entry)
    page = browser.get(at + "/school").text
    later = edition.closes_at + timedelta(days=3)
    assert '<option value="Known School">' in page
    assert "Hidden School" not in page
    assert later.isoformat() in page.split("data-closing")[1]
    said = browser.get(f"/en/enter/schools?government={home.id}").get_json()
    assert said["schools"] == ["Known School"]
    assert str(later.year) in said["closing"]
    assert "Ulaanbaatar" in said["closing"]


@pytest.mark.parametrize("query", ["", "?government=", "?government=x", "?government=999999", "?government=-1", "?government=99999999999999999999"])
def test_nothing_is_proposed_for_what_is_no_region(browser, session, query):
    entry = make.ready_entry()
    assert browser.get("/en/enter/schools" + query).status_code == 404
    mine(browser, session, entry)
    assert browser.get("/en/enter/schools" + query).get_json() == {"schools": [], "closing": ""}


def test_a_region_can_be_found_in_every_language_and_by_its_country(browser, session):
    home = make.government(country="MN", names={code: f"Name {code}" for code in LANGUAGES})
    entry = make.ready_entry(government=home)
    page = browser.get(mine(browser, session, entry) + "/school").text
    option = re.search(rf'<option[^>]*value="{home.id}"[^>]*>', page)[0]
    assert all(f"Name {code}" in option for code in LANGUAGES if code != "en")
    assert "\\u041c\\u043e\\u043d\\u0433\\u043e\\u043b" in page  # Монгол, among the names of the country


# ── before the photo is chosen ──


def test_the_first_page_says_who_may_enter_in_days_and_numbers(browser, session):
    make.open_edition(number=9300, age_day=date(2026, 1, 1), entries_per_student=3)
    for _ in range(4):
        make.government()
    page = browser.get("/en/enter").text
    assert "You were born between 2 January 2007 and 1 January 2014" in page
    assert "one of the 4 regions" in page
    assert "up to 3 paintings per person" in page
    assert 'href="/en/governments/"' in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_already_fails_is_said_before_the_photo_is_chosen(browser, session, lang):
    edition = make.open_edition(number=9301, age_day=date(2026, 1, 1))
    entry = make.ready_entry(edition=edition, student=make.student(edition, born=date(2001, 1, 1), age=None, email="a@example.org"))
    edition.standings = ["observer"]
    at = mine(browser, session, entry).replace("/en/", f"/{lang}/")
    for page in (f"/{lang}/enter", at + "/photo"):
        text = browser.get(page).text
        assert "notice-warn" in text
        if lang == "en":
            assert "you would be 25 on the day that counts" in text
            assert "does not take part in this contest" in text
    if lang == "en":
        assert "You have already begun as many entries" in browser.get("/en/enter").text
        assert "You have already begun" not in browser.get(at + "/photo").text


def test_nothing_is_in_the_way_of_a_fresh_draft(browser, session):
    entry = make.ready_entry()
    assert "notice-warn" not in browser.get(mine(browser, session, entry) + "/photo").text


# ── photos of the work in progress ──


def photo(data=None):
    return {"photo": (BytesIO(data if data is not None else pictures.coded()), "IMG.jpg")}


def test_photos_of_the_work_in_progress_come_and_go_without_scripts(browser, new_browser, session):
    entry = make.ready_entry()
    at = mine(browser, session, entry)
    assert at + "/process" in browser.get(at + "/painting").text
    page = browser.follow(browser.post(at + "/process", photo(), content_type="multipart/form-data"))
    assert "The photo is added." in page.text
    row = session.scalars(select(ProcessPhoto)).one()
    picture = session.get(Picture, row.picture_id)
    assert (picture.about_kind, picture.about_id, row.entry_id) == ("process_photo", row.id, entry.id)
    browser.post(at + "/process", photo(), content_type="multipart/form-data")  # the same once more
    assert len(session.scalars(select(ProcessPhoto)).all()) == 1
    address = re.search(r'src="(/media/[^"]+)"', page.text)[1]
    assert browser.get(address).status_code == 200
    assert new_browser().get(address).status_code == 404
    assert browser.get(f"{at}/process/{row.id}/remove").status_code == 405
    assert browser.post(f"{at}/process/{row.id}/remove?from=check").location == at + "/process?from=check"
    assert not session.scalars(select(ProcessPhoto)).all()
    assert browser.get(address).status_code == 404
    assert browser.post(f"{at}/process/{row.id}/remove").status_code == 404


def test_there_are_three_at_most_and_what_is_no_photo_is_refused(browser, session):
    entry = make.ready_entry()
    at = mine(browser, session, entry)
    for n in range(MOST):
        make.save(ProcessPhoto(entry_id=entry.id, picture_id=-n, created_at=clock.now()))
    session.flush()
    refused = browser.post(at + "/process", photo(), content_type="multipart/form-data")
    assert refused.status_code == 409
    assert "three photos already" in refused.text
    assert len(session.scalars(select(ProcessPhoto)).all()) == MOST
    wrong = browser.post(at + "/process", photo(b"%PDF-1.7"), content_type="multipart/form-data")
    assert wrong.status_code == 422
    assert browser.post(at + "/process", {}, content_type="multipart/form-data").status_code == 422


def test_a_process_photo_far_too_large_is_refused_on_its_own_page(browser, session):
    entry = make.ready_entry()
    at = mine(browser, session, entry)
    answer = browser.post(at + "/process", photo(b"\xff\xd8\xff" + bytes(61_000_000)), content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 413
    assert "The limit is 60 MB" in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_in_every_language(browser, session, lang):
    entry = make.ready_entry()
    at = mine(browser, session, entry).replace("/en/", f"/{lang}/")
    assert browser.get(at + "/process").status_code == 200
    other = make.ready_entry()
    assert browser.get(f"/{lang}/enter/{other.draft_key}/process").status_code == 404


def test_the_desks_see_the_photos_and_judges_do_not(browser, new_browser, session):
    entry = make.ready_entry()
    at = mine(browser, session, entry)
    page = browser.follow(browser.post(at + "/process", photo(), content_type="multipart/form-data"))
    address = re.search(r'src="(/media/[^"]+)"', page.text)[1]
    browser.post(at + "/check")
    staff, judge = new_browser(), new_browser()
    staff.sign_in(make.account(Role.STAFF))
    judge.sign_in(make.account(Role.JUDGE, edition=entry.edition if "edition" in entry.__dict__ else None))
    work = staff.get(f"/staff/entries/{entry.id}").text
    assert "Photos of the work in progress" in work
    assert address in work
    assert (staff.get(address).status_code, judge.get(address).status_code) == (200, 404)


def test_a_judge_learns_nothing_of_tools_or_of_photos_of_the_work_in_progress(browser, session):
    round_, (judge, *_others), entries = make.open_round(works=1)
    entries[0].ai_help, entries[0].ai_note = True, "A sketching tool, for ideas"
    make.save(ProcessPhoto(entry_id=entries[0].id, picture_id=0, created_at=clock.now()))
    session.flush()
    browser.sign_in(judge)
    page = browser.get(f"/judge/rounds/{round_.id}/works/{make.sheets_of(judge, round_)[0].blind_code}")
    assert page.status_code == 200
    assert "sketching tool" not in page.text
    assert "in progress" not in page.text


# ── what is kept, and what it costs ──


def test_every_page_of_a_sent_work_stands_without_the_birthday(browser, new_browser, session):
    edition = make.open_edition(number=9302, age_day=date(2026, 1, 1))
    home = make.government()
    entry = make.ready_entry(edition=edition, government=home)
    at = mine(browser, session, entry)
    browser.post(at + "/check")
    student = session.get(Student, entry.student_id)
    student.born = None
    session.flush()
    for page in ("sent", "label", "withdraw", "receipt.svg"):
        assert browser.get(f"{at}/{page}").status_code == 200, page
    assert browser.get("/en/my").status_code == 200
    assert browser.get("/en/enter").status_code == 200
    staff, org = new_browser(), new_browser()
    staff.sign_in(make.account(Role.STAFF))
    org.sign_in(make.account(Role.COORDINATOR, home))
    for desk, page in ((staff, f"/staff/entries/{entry.id}"), (staff, "/staff/entries"), (org, f"/org/works/{entry.receipt}"), (org, "/org/works")):
        text = desk.get(page).text
        assert entry.title in text, page
        assert "The date of birth is missing" not in text
    browser.post(at + "/withdraw")
    assert browser.post(at + "/again").status_code == 303
    again = session.get(Entry, entry.id)
    assert (again.state, student.age) == (EntryState.SUBMITTED, 13)
    browser.post(at + "/take-back")
    for page in ("photo", "painting", "you", "school", "permissions", "check"):
        assert browser.get(f"{at}/{page}").status_code == 200, page


COSTS = {"photo": 12, "painting": 8, "you": 6, "school": 10, "check": 13, "process": 7}


@pytest.mark.parametrize("governments", [1, 200])
def test_a_page_costs_the_same_for_one_and_for_many_governments(browser, session, queries, governments):
    edition = make.open_edition(number=9303)
    homes = [make.government() for _ in range(governments)]
    last = homes[-1].id
    entry = make.ready_entry(edition=edition, government=homes[0])
    at = mine(browser, session, entry)
    for page, most in COSTS.items():
        with queries(most):
            browser.get(f"{at}/{page}")
    with queries(9):
        browser.get("/en/enter")
    with queries(6):
        browser.get(f"/en/enter/schools?government={last}")


# ── what the secretariat sets ──


def test_the_secretariat_sets_what_a_division_is_asked_otherwise(browser, session, two):
    browser.sign_in(make.account(Role.STAFF))
    edition, _first, poster = two
    at = f"/staff/editions/{edition.number}/form"
    overview = browser.get(at).text
    assert f"{at}/{poster.id}" in overview
    assert "2 things asked otherwise" in overview
    page = browser.get(f"{at}/{poster.id}")
    assert "As in the edition: Must be filled in" in page.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]
    data = dict.fromkeys(("reading", "description", "medium", "year", "teacher"), "edition") | {"size": "required", "ai": "off", "version": version}
    assert browser.post(f"{at}/{poster.id}", data).location == at
    assert session.get(Division, poster.id).fields == {"size": "required", "ai": "off"}
    stale = browser.post(f"{at}/{poster.id}", data | {"size": "off"})
    assert stale.status_code == 409
    assert browser.post(f"{at}/{poster.id}", data | {"ai": "optional"}).status_code == 422
    assert browser.get(f"{at}/999999").status_code == 404
