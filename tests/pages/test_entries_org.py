"""A coordinator's works, as pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries.models import Consent, ConsentRequest, Student
from contest.entries.queries import desk as queries_of
from contest.entries.states import EntryState as E
from contest.policy import Role
from contest.post.models import Letter
from tests import make


@pytest.fixture
def home(session):
    return make.government(key="XX-900", zone="Asia/Ulaanbaatar")


@pytest.fixture
def edition(session):
    return make.open_edition(number=99000, quota_per_government=3)


@pytest.fixture
def desk(browser, home):
    return browser.sign_in(make.account(Role.COORDINATOR, home))


@pytest.fixture
def sent(edition, home):
    """Makes works of one's own government."""

    def made(state=E.SUBMITTED, *, permitted=True, **given):
        entry = make.entry(**{"edition": edition, "government": home, "state": state} | given)
        make.picture_of(entry)
        if permitted:
            make.consents(entry)
        return entry

    return made


def fresh(session, entry):
    session.expire_all()
    return queries_of.by_reference(session, str(entry.id))


def test_an_empty_desk_says_how_students_enter(desk, edition):
    page = desk.get("/org/")
    assert page.status_code == 200
    assert "http://localhost/en/enter" in page.text
    assert "No works yet" in page.text
    assert "0 of 3 places taken" in page.text
    assert "No works yet" in desk.get("/org/works").text


def test_without_an_edition_the_desk_waits(desk):
    assert "No contest yet" in desk.get("/org/").text
    assert "No contest yet" in desk.get("/org/works").text


def test_the_overview_counts_what_waits_and_leads_to_it(desk, sent, edition, home):
    sent()
    sent(permitted=False)
    sent(E.RETURNED)
    sent(E.HELD_BACK)
    sent(E.ACCEPTED)
    sent(E.DRAFT)
    page = desk.get("/org/").text
    for state in ("ready", "permission", "returned", "held_back"):
        assert f"/org/works?government=XX-900&amp;state={state}" in page
    assert "1 of 3 places taken" in page
    assert "(Seoul)" in page
    assert "(Ulaanbaatar)" in page
    assert "1 entry is begun, but not sent." in page


def test_an_extension_is_shown_as_such(desk, edition, home):
    from contest.editions.models import Extension

    make.save(Extension(edition_id=edition.id, government_id=home.id, closes_at=edition.closes_at + timedelta(days=3), reason="Snow"))
    assert "Extended for your region" in desk.get("/org/").text


def test_who_acts_for_two_governments_sees_both_and_chooses(browser, home, edition, sent):
    from contest.accounts.models import Grant

    other = make.government(key="XX-901")
    account = make.account(Role.COORDINATOR, home)
    make.save(Grant(account_id=account.id, role=Role.COORDINATOR, government_id=other.id))
    mine, theirs = sent(title="Mine"), sent(title="Theirs", government=other)
    browser.sign_in(account)
    page = browser.get("/org/").text
    assert home.names["en"] in page
    assert other.names["en"] in page
    both, one = browser.get("/org/works").text, browser.get("/org/works?government=XX-901").text
    assert mine.title in both
    assert theirs.title in both
    assert mine.title not in one
    assert theirs.title in one


def test_the_list_costs_the_same_for_one_work_and_for_three(desk, sent, queries):
    counts = []
    for _ in range(3):
        sent()
        with queries(16) as seen:
            assert desk.get("/org/works").status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Boat", "Hill", "Lake"}), ("?state=ready", {"Boat"}), ("?state=permission", {"Hill"}), ("?state=accepted", {"Lake"}),
        ("?text=boat", {"Boat"}), ("?school=North+School", {"Hill"}), ("?state=nonsense", {"Boat", "Hill", "Lake"}), ("?state=draft", {"Boat", "Hill", "Lake"}),
        ("?page=99999999", {"Boat", "Hill", "Lake"}), ("?text=zzz", set()), ("?government=XX-1", {"Boat", "Hill", "Lake"}),
    ],
)  # fmt: skip
def test_filters_are_in_the_address_and_nonsense_there_is_left_out(desk, sent, query, titles):
    sent(title="Boat", search_text="boat")
    sent(title="Hill", permitted=False, school="North School")
    sent(E.ACCEPTED, title="Lake")
    sent(E.DRAFT, title="Secret draft")
    page = desk.get(f"/org/works{query}").text
    assert {t for t in ("Boat", "Hill", "Lake", "Secret draft") if f">{t}</span></a>" in page} == titles


@pytest.mark.parametrize("path", ["", "/return", "/paper", "/guardian", "/code", "/withdraw"])
def test_another_government_s_work_does_not_exist_here(desk, sent, path):
    foreign = make.entry(edition=make.edition(), state=E.SUBMITTED)
    assert desk.get(f"/org/works/{foreign.receipt}{path}").status_code == 404
    assert desk.get(f"/org/works/{sent().receipt}{path}").status_code == 200
    assert desk.get(f"/org/works/{foreign.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["endorse", "hold-back", "return", "paper", "guardian", "code", "withdraw"])
def test_nor_can_anything_be_done_to_it(desk, path):
    foreign = make.entry(state=E.SUBMITTED)
    assert desk.post(f"/org/works/{foreign.receipt}/{path}", {"language": "en"}).status_code == 404
    assert foreign.state is E.SUBMITTED


def test_drafts_belong_to_their_painters(desk, sent):
    assert desk.get(f"/org/works/{sent(E.DRAFT, receipt='99000-TAKEN-B').receipt}").status_code == 404


@pytest.mark.parametrize("path", ["/org/", "/org/works"])
def test_the_desk_is_for_coordinators(new_browser, path, session):
    assert new_browser().get(path).status_code == 303
    assert new_browser().sign_in(make.account(Role.STAFF)).get(path).status_code == 404
    assert new_browser().sign_in(make.account(Role.JUDGE)).get(path).status_code == 404


def test_one_work_shows_everything_and_can_be_endorsed(desk, sent, session):
    entry = sent(description="Our valley in spring", teacher="Example Teacher")
    page = desk.get(f"/org/works/{entry.receipt}").text
    for part in ("Our valley in spring", "Example Teacher", "Example School No. 1", "Answered by a parent or guardian", "/media/p-"):
        assert part in page
    answer = desk.post(f"/org/works/{entry.receipt}/endorse")
    page = desk.follow(answer).text
    assert "The work is endorsed." in page
    assert "Endorsed the work" in page
    assert fresh(session, entry).state is E.ENDORSED


def test_what_blocks_endorsing_is_said_and_refused(desk, sent, edition):
    entry = sent(permitted=False)
    assert "Cannot be endorsed yet" in desk.get(f"/org/works/{entry.receipt}").text
    assert desk.post(f"/org/works/{entry.receipt}/endorse").status_code == 409
    full = [sent(E.ENDORSED) for _ in range(3)]
    good = sent()
    assert "3 of 3 places" in desk.get(f"/org/works/{good.receipt}").text
    refused = desk.post(f"/org/works/{good.receipt}/endorse")
    assert refused.status_code == 409
    assert "All 3 places" in refused.text
    assert "More works are endorsed" not in desk.get("/org/").text
    edition.quota_per_government = len(full) - 1
    assert "More works are endorsed" in desk.get("/org/").text


def test_a_work_is_kept_on_the_reserve_list_and_endorsed_from_there(desk, sent, session):
    entry = sent()
    desk.follow(desk.post(f"/org/works/{entry.receipt}/hold-back"))
    assert fresh(session, entry).state is E.HELD_BACK
    desk.follow(desk.post(f"/org/works/{entry.receipt}/endorse"))
    assert fresh(session, entry).state is E.ENDORSED
    assert desk.post(f"/org/works/{entry.receipt}/hold-back").status_code == 409


def test_many_are_endorsed_at_once_and_the_rest_are_named_with_the_reason(desk, sent, session):
    good, silent = sent(), sent(permitted=False)
    page = desk.follow(desk.post("/org/works/endorse?state=submitted", {"entry": [good.receipt, silent.receipt]}))
    assert "1 work is endorsed." in page.text
    assert f"Not endorsed: {silent.receipt}." in page.text
    assert fresh(session, silent).state is E.SUBMITTED
    assert "Choose at least one work first." in desk.follow(desk.post("/org/works/endorse")).text


def test_a_foreign_work_among_many_refuses_them_all(desk, sent, session):
    good, foreign = sent(), make.entry(state=E.SUBMITTED)
    assert desk.post("/org/works/endorse", {"entry": [good.receipt, foreign.receipt]}).status_code == 404
    assert desk.post("/org/works/endorse", {"entry": [good.receipt, "1-XXXX-XX"]}).status_code == 404
    assert fresh(session, good).state is E.SUBMITTED


def test_returning_asks_what_to_mend_and_keeps_what_was_typed(desk, sent, session):
    entry = sent(student=make.student(make.edition(), email="painter@example.org"))
    path = f"/org/works/{entry.receipt}/return"
    wrong = desk.post(path, {"mend": "Show all four edges", "mend_by": "not a time"})
    assert wrong.status_code == 422
    assert "Show all four edges" in wrong.text
    past = desk.post(path, {"mend": "x", "mend_by": "2020-01-01T10:00"})
    assert past.status_code == 422
    assert "still to come" in past.text
    page = desk.follow(desk.post(path, {"mend": "Show all four edges", "mend_by": "2150-01-01T10:00", "version": entry.version}))
    assert "Show all four edges" in page.text
    work = fresh(session, entry)
    assert (work.state, work.mend_by.isoformat()) == (E.RETURNED, "2150-01-01T02:00:00+00:00")
    assert session.scalars(select(Letter.occasion).where(Letter.about_id == entry.id, Letter.about_kind == "entry")).all() == ["entry.returned"]
    assert desk.get(path).status_code == 409


def test_a_decision_on_an_outdated_page_is_refused(desk, sent, session):
    entry = sent()
    old = entry.version
    desk.post(f"/org/works/{entry.receipt}/endorse")
    answer = desk.post(f"/org/works/{entry.receipt}/return", {"mend": "x", "mend_by": "2150-01-01T10:00", "version": old})
    assert answer.status_code == 409
    assert fresh(session, entry).state is E.ENDORSED


def test_a_signed_paper_is_recorded_per_purpose(desk, sent, session):
    entry = sent(permitted=False)
    path = f"/org/works/{entry.receipt}/paper"
    given = {"enter": "yes", "transfer": "yes", "name": "short", "given_by": "Example Mother", "evidence": "Folder 3"}
    refused = desk.post(path, given)
    assert refused.status_code == 422
    assert "Folder 3" in refused.text
    assert desk.post(path, {"given_by": "A", "evidence": "B", "held": "y"}).status_code == 422
    page = desk.follow(desk.post(path, given | {"held": "y"})).text
    assert "Folder 3" in page
    rows = session.scalars(select(Consent).where(Consent.entry_id == entry.id)).all()
    assert {(row.purpose, row.answer, row.method, row.given_by) for row in rows} == {
        (Purpose.ENTER, "yes", "paper", "Example Mother"), (Purpose.TRANSFER, "yes", "paper", "Example Mother"), (Purpose.NAME, "short", "paper", "Example Mother"),
    }  # fmt: skip
    assert "Cannot be endorsed yet" not in page


def test_a_new_guardian_link_is_shown_once_with_its_square(desk, sent, session):
    entry = sent(permitted=False)
    page = desk.follow(desk.post(f"/org/works/{entry.receipt}/guardian", {"language": "mn"})).text
    assert "http://localhost/mn/consent/" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page or "<svg" in page
    assert "/mn/consent/" not in desk.get(f"/org/works/{entry.receipt}").text
    assert session.scalars(select(ConsentRequest.language).where(ConsentRequest.entry_id == entry.id)).all() == ["mn"]


def test_a_new_resume_code_needs_a_check_and_is_shown_once(desk, sent, session):
    entry = sent()
    path = f"/org/works/{entry.receipt}/code"
    assert desk.post(path, {"how": "called"}).status_code == 422
    before = session.scalar(select(Student.resume_hash).where(Student.id == entry.student_id))
    page = desk.follow(desk.post(path, {"how": "called the school", "checked": "y"})).text
    assert "The new resume code" in page
    assert "called the school" in page
    assert session.scalar(select(Student.resume_hash).where(Student.id == entry.student_id)) != before
    assert "The new resume code" not in desk.get(f"/org/works/{entry.receipt}").text


def test_a_work_is_withdrawn_on_request(desk, sent, session):
    entry = sent(E.ACCEPTED)
    assert desk.post(f"/org/works/{entry.receipt}/withdraw", {"reason": ""}).status_code == 422
    desk.follow(desk.post(f"/org/works/{entry.receipt}/withdraw", {"reason": "The father called"}))
    assert (fresh(session, entry).state, fresh(session, entry).reason) == (E.WITHDRAWN, "The father called")


def test_after_the_results_the_desk_only_shows(desk, session, home):
    done = make.edition(number=99001, state=EditionState.PUBLISHED)
    entry = make.entry(edition=done, government=home, state=E.ACCEPTED)
    page = desk.get(f"/org/works/{entry.receipt}").text
    assert "/return" not in page
    assert desk.get(f"/org/works/{entry.receipt}/return").status_code == 409


def test_pictures_open_for_the_own_desk_only(desk, sent, new_browser):
    entry = sent()
    import re

    address = re.search(r"/media/p-[0-9a-f]+\.webp", desk.get(f"/org/works/{entry.receipt}").text)[0]
    other = new_browser().sign_in(make.account(Role.COORDINATOR, make.government()))
    assert other.get(address).status_code == 404
    assert clock.now() is not None


@pytest.mark.parametrize("lang", ["ko", "zh", "ja", "ru", "mn"])
def test_the_desk_speaks_every_language(desk, sent, lang):
    entry = sent()
    for path in ("/org/", "/org/works", f"/org/works/{entry.receipt}", f"/org/works/{entry.receipt}/return"):
        assert desk.get(f"{path}?lang={lang}").status_code == 200


def test_a_work_of_another_government_answers_like_one_that_is_not_there(desk, edition, sent):
    other = make.entry(edition=edition, state=E.SUBMITTED)
    nowhere = desk.get("/org/works/99000-XXXX-XX").text
    assert desk.get(f"/org/works/{other.receipt}").text.replace(f"/org/works/{other.receipt}", "/org/works/99000-XXXX-XX") == nowhere
    assert desk.get(f"/org/works/{other.id}").text.replace(f"/org/works/{other.id}", "/org/works/9999999") == desk.get("/org/works/9999999").text
    chosen = [desk.post("/org/works/endorse", {"entry": receipt}) for receipt in (other.receipt, "99000-XXXX-XX")]
    assert [answer.status_code for answer in chosen] == [404, 404]
    assert chosen[0].text == chosen[1].text


def test_the_filters_of_the_list_are_kept_whatever_they_are_called(desk, edition, sent):
    sent()
    path = "/org/works?_scheme=x&endpoint=y"
    assert "/org/works/endorse?_scheme=x&amp;endpoint=y" in desk.get(path).text
    assert desk.post("/org/works/endorse?_scheme=x&endpoint=y").location == "/org/works?_scheme=x&endpoint=y"
