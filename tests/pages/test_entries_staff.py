"""The secretariat's works, as pages."""

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.editions.states import EditionState
from contest.entries import rules
from contest.entries.queries import desk as queries_of
from contest.entries.states import EntryState as E
from contest.ledger.models import Event
from contest.media import intake
from contest.media.extension import NAME
from contest.media.own import prepare_own
from contest.policy import Role
from tests import make
from tests.pictures import four


@pytest.fixture
def edition(session):
    return make.open_edition(number=99000)


@pytest.fixture
def desk(browser):
    return browser.sign_in(make.account(Role.STAFF))


def sent(edition, state=E.SUBMITTED, *, permitted=True, **given):
    entry = make.entry(**{"edition": edition, "state": state} | given)
    make.picture_of(entry)
    if permitted:
        make.consents(entry)
    return entry


def fresh(session, entry):
    session.expire_all()
    return queries_of.by_reference(session, str(entry.id))


PAGES = ["", "/return", "/disqualify", "/endorse", "/paper", "/guardian", "/code", "/withdraw", "/describe", "/for-judges"]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_for_the_secretariat_and_for_nobody_else(desk, new_browser, edition, path):
    entry = sent(edition)
    address = f"/staff/entries/{entry.receipt}{path}"
    assert desk.get(address).status_code == 200
    assert new_browser().get(address).status_code == 303
    home = make.account(Role.COORDINATOR, make.government())
    assert new_browser().sign_in(home).get(address).status_code == 404
    assert desk.get(f"/staff/entries/99999999{path}").status_code == 404


@pytest.mark.parametrize("path", ["accept", "endorse", "return", "disqualify", "restore", "take-down", "put-back", "describe", "for-judges", "original", "withdraw", "paper", "guardian", "code"])
def test_nobody_else_changes_anything(new_browser, edition, path, session):
    entry = sent(edition, E.ENDORSED, public_number=1)
    for visitor in (new_browser(), new_browser().sign_in(make.account(Role.COORDINATOR, make.government())), new_browser().sign_in(make.account(Role.JUDGE))):
        assert visitor.post(f"/staff/entries/{entry.receipt}/{path}", {"reason": "x", "language": "en", "how": "x"}).status_code in {303, 404}
    assert (fresh(session, entry).state, fresh(session, entry).taken_down_at) == (E.ENDORSED, None)


def test_an_instance_without_editions_leads_to_the_first_one(desk):
    assert "/staff/editions" in desk.get("/staff/entries").text


def test_the_list_shows_the_current_edition_and_numbers_lead_to_their_sets(desk, edition):
    sent(edition, title="Boat")
    sent(edition, E.ENDORSED, title="Hill")
    sent(make.edition(number=7), title="Ancient")
    page = desk.get("/staff/entries").text
    assert "Boat" in page
    assert "Ancient" not in page
    assert "state=endorsed" in page
    only = desk.get("/staff/entries?state=endorsed").text
    assert "Hill" in only
    assert "Boat" not in only
    assert "Begin screening" in only
    assert "Ancient" in desk.get("/staff/entries?edition=7").text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Boat", "Hill"}), ("?country=MN", {"Hill"}), ("?government=XX-77", {"Hill"}), ("?state=permission", {"Boat"}), ("?state=unrepresented", {"Boat"}),
        ("?text=hill", {"Hill"}), ("?text=%25", set()), ("?state=hidden", set()), ("?division=999999", {"Boat", "Hill"}), ("?order=oldest", {"Boat", "Hill"}),
        ("?edition=nonsense", {"Boat", "Hill"}), ("?state=draft", set()), ("?government=nonsense&country=XX&order=up", {"Boat", "Hill"}),
    ],
)  # fmt: skip
def test_filters(desk, edition, query, titles):
    home = make.government(key="XX-77", country="MN")
    make.account(Role.COORDINATOR, home)
    sent(edition, title="Boat", permitted=False, search_text="boat")
    sent(edition, title="Hill", government=home, search_text="hill")
    page = desk.get(f"/staff/entries{query}").text
    assert {t for t in ("Boat", "Hill") if f">{t}</span></a>" in page} == titles


def test_oldest_first(desk, edition):
    sent(edition, title="First", submitted_at=make.NOW)
    sent(edition, title="Second")
    page = desk.get("/staff/entries?order=oldest").text
    assert page.index(">First<") < page.index(">Second<")
    page = desk.get("/staff/entries").text
    assert page.index(">First<") > page.index(">Second<")


def test_the_list_costs_the_same_for_one_work_and_for_three(desk, edition, queries):
    counts = []
    for _ in range(3):
        sent(edition)
        with queries(18) as seen:
            assert desk.get("/staff/entries").status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_screening_goes_from_work_to_work_until_all_are_done(desk, edition, session):
    from datetime import timedelta

    now = clock.now()
    first, second = (sent(edition, E.ENDORSED, title=f"W{n}", endorsed_at=now + timedelta(minutes=n)) for n in range(2))
    start = desk.get("/staff/entries/next")
    assert start.location.endswith(first.receipt)
    onward = desk.post(f"/staff/entries/{first.receipt}/accept", {"then": "next", "version": first.version})
    assert onward.location.endswith(second.receipt)
    page = desk.follow(onward).text
    assert "Accepted: W0" in page
    assert "Accept and next" in page
    end = desk.follow(desk.post(f"/staff/entries/{second.receipt}/accept", {"then": "next"}))
    assert "All screened" in end.text
    assert {fresh(session, e).state for e in (first, second)} == {E.ACCEPTED}


def test_accepting_twice_is_accepting_once_and_an_outdated_page_is_refused(desk, edition, session):
    entry = sent(edition, E.ENDORSED)
    version = entry.version
    for _ in range(2):
        assert desk.post(f"/staff/entries/{entry.receipt}/accept", {"version": version}).status_code == 303
    session.flush()
    assert len(session.scalars(select(Event.id).where(Event.act == "entry:accept", Event.thing_id == entry.id)).all()) == 1
    late = desk.post(f"/staff/entries/{entry.receipt}/return", {"mend": "x", "mend_by": "2150-01-01T10:00", "version": version})
    assert late.status_code == 409
    assert desk.post(f"/staff/entries/{sent(edition).receipt}/accept").status_code == 409


def test_endorsing_on_behalf_is_offered_where_nobody_else_can_and_shown_as_such(desk, edition):
    entry = sent(edition)
    page = desk.get(f"/staff/entries/{entry.receipt}").text
    assert "Nobody can endorse for this government yet." in page
    page = desk.follow(desk.post(f"/staff/entries/{entry.receipt}/endorse", {"reason": ""})).text
    assert page.count("Endorsed on behalf of the government") >= 1
    assert "Endorsed the work on behalf of the government" in page
    home = make.government()
    make.account(Role.COORDINATOR, home)
    other = sent(edition, government=home)
    refused = desk.post(f"/staff/entries/{other.receipt}/endorse", {"reason": ""})
    assert refused.status_code == 422
    assert "Say why you endorse in its place." in refused.text


def test_a_work_is_disqualified_with_a_reason_and_restored(desk, edition, session):
    entry = sent(edition, E.ACCEPTED)
    assert desk.post(f"/staff/entries/{entry.receipt}/disqualify", {"reason": ""}).status_code == 422
    page = desk.follow(desk.post(f"/staff/entries/{entry.receipt}/disqualify", {"reason": "A copy of a known work"})).text
    assert "A copy of a known work" in page
    assert "Restore the work" in page
    assert desk.get(f"/staff/entries/{entry.receipt}/disqualify").status_code == 409
    desk.follow(desk.post(f"/staff/entries/{entry.receipt}/restore", {"reason": "It is not"}))
    assert fresh(session, entry).state is E.ACCEPTED


def test_a_published_work_is_taken_down_after_one_question_and_put_back(desk, session):
    published = make.edition(number=99002, state=EditionState.PUBLISHED)
    entry = sent(published, E.ACCEPTED, public_number=5)
    path = f"/staff/entries/{entry.receipt}"
    assert f"{path}/take-down" in desk.get(path).text
    assert "Take it down now" in desk.get(f"{path}/take-down").text
    page = desk.follow(desk.post(f"{path}/take-down", {"reason": "The family asked"})).text
    assert "The public does not see this work." in page
    assert "state=hidden" in desk.get("/staff/").text
    desk.follow(desk.post(f"{path}/put-back", {"reason": "Settled"}))
    assert fresh(session, entry).taken_down_at is None
    assert desk.get(f"/staff/entries/{sent(published, E.ACCEPTED).receipt}/take-down").status_code == 409


def test_a_description_in_six_languages_is_kept_and_never_overwrites_unseen(desk, edition, session):
    entry = sent(edition)
    path = f"/staff/entries/{entry.receipt}/describe"
    seen = rules.trace({})
    desk.follow(desk.post(path, {"words-en": "A boat on a lake", "words-mn": "Нуурын завь", "seen": seen}))
    assert fresh(session, entry).descriptions == {"en": "A boat on a lake", "mn": "Нуурын завь"}
    late = desk.post(path, {"words-en": "A ship", "seen": seen})
    assert late.status_code == 409
    assert "A boat on a lake" in late.text
    assert "A ship" in late.text
    assert desk.post(path, {"words-en": "x" * 501, "seen": seen}).status_code == 422


def test_what_judges_read_is_written_by_staff_and_never_overwrites_unseen(desk, edition, session):
    entry = sent(edition)
    path = f"/staff/entries/{entry.receipt}/for-judges"
    seen = rules.trace({"title": entry.title, "description": entry.description})
    desk.follow(desk.post(path, {"title": "A boat", "description": "", "seen": seen}))
    assert fresh(session, entry).judges_title == "A boat"
    late = desk.post(path, {"title": "A ship", "description": "", "seen": seen})
    assert late.status_code == 409
    assert "A ship" in late.text
    assert desk.post(path, {"title": "", "description": "Two people", "seen": seen}).status_code == 422


def test_the_original_is_a_file_that_no_browser_opens_and_taking_it_is_logged(desk, edition, session, app):
    entry = make.entry(edition=edition, state=E.SUBMITTED)
    store = app.extensions[NAME].store
    picture = intake.keep(session, store, prepare_own(four(), store=store), about=("entry", entry.id), now=clock.now())
    entry.picture_id = picture.id
    session.commit()
    answer = desk.post(f"/staff/entries/{entry.receipt}/original")
    assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, "application/octet-stream", picture.bytes)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{entry.receipt}.jpg"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())
    answer.close()
    assert [event.act for event in queries_of.story(session, entry)] == ["entry:download original"]
    assert desk.get(f"/staff/entries/{entry.receipt}/original").status_code == 405


def test_a_lost_original_is_missing(desk, edition):
    assert desk.post(f"/staff/entries/{sent(edition).receipt}/original").status_code == 404


def test_a_draft_is_found_by_its_id_so_that_a_lost_code_can_be_replaced(desk, edition):
    entry = make.entry(edition=edition, state=E.DRAFT, title="")
    page = desk.get(f"/staff/entries/{entry.id}")
    assert "Untitled" in page.text
    assert desk.get(f"/staff/entries/{entry.id}/return").status_code == 409
    assert "The new resume code" in desk.follow(desk.post(f"/staff/entries/{entry.id}/code", {"how": "x", "checked": "y"})).text


def test_words_with_signs_stay_words(desk, edition):
    entry = sent(edition, title="100% <b>100%(x)s</b>", medium="50 % glue %(a)s", description="{{ 7 * 7 }}")
    page = desk.get(f"/staff/entries/{entry.receipt}").text
    assert "<b>100" not in page
    assert "50 % glue %(a)s" in page
    assert "{{ 7 * 7 }}" in page


@pytest.mark.parametrize("lang", ["ko", "zh", "ja", "ru", "mn"])
def test_the_pages_speak_every_language(desk, edition, lang):
    entry = sent(edition, E.ENDORSED, public_number=3)
    for path in ("", "/return", "/disqualify", "/take-down", "/describe", "/code"):
        assert desk.get(f"/staff/entries/{entry.receipt}{path}?lang={lang}").status_code == 200
    assert desk.get(f"/staff/entries?lang={lang}").status_code == 200
