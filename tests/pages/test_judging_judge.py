import re
from datetime import timedelta

import pytest

from contest.core import clock
from contest.db.transaction import transaction
from contest.entries.models import Student
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.models import Panelist
from contest.judging.queries import judge as desk
from contest.judging.states import RoundState, SheetState
from contest.media import intake
from contest.media.extension import NAME
from contest.media.own import prepare_own
from contest.policy import Role
from tests import make
from tests.pictures import four

JSON = {"Accept": "application/json"}


def desk_of(browser, works=3, judges=2, **given):
    round_, (judge, *others), entries = make.open_round(works=works, judges=judges, **given)
    return round_, judge, others, entries, make.sheets_of(judge, round_), browser.sign_in(judge)


def at(round_, sheet, rest=""):
    return f"/judge/rounds/{round_.id}/works/{sheet.blind_code}{rest}"


def marks(*steps, version=0, act="next", **given):
    return {**{f"mark_{n}": s for n, s in enumerate(steps, 1)}, "version": version, "act": act, "note": ""} | given


# ── finding the way ──


def test_a_judge_without_a_round_is_told_what_will_come(browser):
    page = browser.sign_in(make.account(Role.JUDGE)).get("/judge/")
    assert page.status_code == 200
    assert "No works assigned yet" in page.text


def test_the_first_page_says_how_far_one_is_and_until_when(browser):
    busan = make.government(zone="Asia/Ulaanbaatar")
    round_, judge, _o, _e, sheets, _b = desk_of(browser)
    make.save(make.Grant(account_id=judge.id, role=Role.JUDGE, government_id=busan.id))
    make.mark(judge, sheets[0], 1, 1, 1)
    actions.set_aside(browser.session, make.actor(judge), sheets[1].id, now=clock.now())
    page = browser.get("/judge/")
    assert "1 of 3 works marked" in page.text
    assert "1 set aside" in page.text
    assert "(Seoul)" in page.text
    assert "(Ulaanbaatar)" in page.text
    assert f"/judge/rounds/{round_.id}/next" in page.text


def test_people_who_are_no_judges_find_nothing_and_strangers_sign_in(browser, new_browser):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    for role in (Role.STAFF, Role.COORDINATOR, Role.JUDGE):
        other = new_browser().sign_in(make.account(role))
        for path in (f"/judge/rounds/{round_.id}/", at(round_, sheets[0]), f"/judge/rounds/{round_.id}/sheet", f"/judge/rounds/{round_.id}/sign-off"):
            assert other.get(path).status_code == 404
        assert other.post(at(round_, sheets[0]), marks(1, 1, 1)).status_code == 404
    assert new_browser().sign_in(make.account(Role.STAFF)).get("/judge/").status_code == 404
    answer = new_browser().get(at(round_, sheets[0]))
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/login")
    assert new_browser().post(at(round_, sheets[0]), marks(1), headers=JSON).status_code == 401


def test_briefing_start_and_the_first_open_work(browser):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    browser.session.get(Panelist, sheets[0].panelist_id).accepted_at = None
    browser.session.flush()
    assert "Read the briefing" in browser.get(f"/judge/rounds/{round_.id}/").text
    assert "I have read this, start" in browser.get(f"/judge/rounds/{round_.id}/briefing").text
    answer = browser.follow(browser.post(f"/judge/rounds/{round_.id}/briefing", {"promise": "y"}))
    assert (answer.status_code, answer.location) == (302, at(round_, sheets[0]))
    seat = browser.session.get(Panelist, sheets[0].panelist_id)
    assert None not in (seat.accepted_at, seat.seen_at)


# ── marking without scripts ──


def test_save_and_next_leads_from_work_to_work_and_at_the_end_to_signing_off(browser):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    answer = browser.post(at(round_, sheets[1]), marks(4, 5, 6))
    assert answer.location == at(round_, sheets[2])
    answer = browser.post(answer.location, marks(4, 5, 6))
    assert answer.location == at(round_, sheets[0])  # back to what was skipped
    answer = browser.post(answer.location, marks(9, 9, 9))
    assert answer.location == f"/judge/rounds/{round_.id}/sign-off"
    page = browser.get(answer.location)
    assert "Sign off my marks" in page.text
    page = browser.follow(browser.post(answer.location))
    assert "You have signed off" in page.text
    assert "Take the sign-off back" in page.text
    assert browser.post(at(round_, sheets[0]), marks(1, 1, 1, version=1)).status_code == 409
    assert "Take the sign-off back" in browser.get(at(round_, sheets[0])).text
    browser.post(f"/judge/rounds/{round_.id}/sign-off/take-back")
    assert browser.post(at(round_, sheets[0]), marks(1, 1, 1, version=1)).status_code == 303


def test_the_page_shows_what_is_stored_and_the_total(browser):
    round_, judge, _o, _e, sheets, _b = desk_of(browser)
    make.mark(judge, sheets[0], 9, 4, 0, note="Look closely")
    page = browser.get(at(round_, sheets[0]))
    assert re.findall(r'<input checked[^>]* name="(mark_\d)"[^>]* value="(\d)"', page.text) == [("mark_1", "9"), ("mark_2", "4"), ("mark_3", "0")]
    assert "48.1 of 100" in page.text
    assert "Look closely" in page.text
    assert "1 of 3 works marked" in page.text


def test_an_unfinished_sheet_comes_back_with_what_was_marked(browser):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    page = browser.post(at(round_, sheets[0]), marks(7, note="My note"))
    assert page.status_code == 422
    assert "Mark every criterion, or set the work aside" in page.text
    assert re.findall(r'<input checked[^>]* name="(mark_\d)"', page.text) == ["mark_1"]
    assert "My note" in page.text
    assert desk.marks(browser.session, sheets[0].id) == {}


@pytest.mark.parametrize("bad", [{"mark_1": "10"}, {"mark_1": "-1"}, {"mark_1": "x"}, {"version": ""}, {"act": "burn"}, {"note": "x" * 2001}])
def test_nonsense_is_refused_and_changes_nothing(browser, bad):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    assert browser.post(at(round_, sheets[0]), marks(1, 1, 1) | bad).status_code == 422
    assert browser.post(at(round_, sheets[0]), marks(1, 1, 1) | bad, headers=JSON).status_code == 422
    assert desk.marks(browser.session, sheets[0].id) == {}


def test_set_aside_keeps_what_was_marked_and_comes_back_at_the_end(browser):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser, works=2)
    answer = browser.post(at(round_, sheets[0]), marks(3, act="aside"))
    assert answer.location == at(round_, sheets[1])
    answer = browser.post(answer.location, marks(1, 1, 1))
    assert answer.location == at(round_, sheets[0])
    assert list(desk.marks(browser.session, sheets[0].id).values()) == [3]
    assert browser.get(f"/judge/rounds/{round_.id}/sheet?show=aside").text.count("works/") == 1


def test_two_windows_show_both_values_and_lose_nothing(browser):
    round_, judge, _o, _e, sheets, _b = desk_of(browser)
    make.mark(judge, sheets[0], 4, 4, 4)
    page = browser.post(at(round_, sheets[0]), marks(8, 8, 8, version=0))
    assert page.status_code == 409
    assert "Stored there: 5 · 5 · 5. You sent: 9 · 9 · 9." in page.text
    assert re.findall(r'<input checked[^>]* name="(mark_\d)"[^>]* value="(\d)"', page.text) == [("mark_1", "4"), ("mark_2", "4"), ("mark_3", "4")]
    assert re.search(r'name="version"[^>]* value="1"', page.text)
    assert browser.post(at(round_, sheets[0]), marks(8, 8, 8, version=1)).status_code == 303


def test_known_works_abstentions_and_flags(browser):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    first = sheets[0]
    assert browser.post(at(round_, first, "/know")).status_code == 422
    answer = browser.post(at(round_, first, "/know"), {"knows": "relative"})
    assert answer.location == at(round_, sheets[1])
    assert first.state is SheetState.RECUSED
    assert "Judge it after all" in browser.get(at(round_, first)).text
    browser.post(at(round_, first, "/take-back"))
    assert first.state is SheetState.WAITING
    browser.post(at(round_, first, "/abstain"), {"abstains": "unclear"})
    assert first.state is SheetState.ABSTAINED
    answer = browser.post(at(round_, sheets[1], "/flag"), {"flag": "named", "flag_note": "Lower left"})
    assert answer.location == at(round_, sheets[1])
    assert "The secretariat will look at it" in browser.follow(answer).text
    assert browser.post(at(round_, sheets[1], "/flag"), {"flag": "nothing"}).status_code == 422


@pytest.mark.parametrize(("state", "said"), [(RoundState.PAUSED, "paused"), (RoundState.CLOSED, "closed")])
def test_a_round_that_is_not_open_says_so(browser, state, said):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    if state is RoundState.PAUSED:
        actions.pause(browser.session, make.staff(), round_, now=clock.now())
    else:
        actions.close(browser.session, make.staff(), round_, missing_seen=99, now=clock.now())
    for answer in (browser.get(at(round_, sheets[0])), browser.post(at(round_, sheets[0]), marks(1, 1, 1))):
        assert answer.status_code == 409
        assert said in answer.text
    for path in (f"/judge/rounds/{round_.id}/", f"/judge/rounds/{round_.id}/sheet", f"/judge/rounds/{round_.id}/sign-off", "/judge/"):
        assert browser.get(path).status_code == 200


def test_after_the_deadline_nothing_is_taken(browser):
    round_, _judge, _o, _e, sheets, _b = desk_of(browser)
    round_.closes_at = clock.now() - timedelta(seconds=1)
    assert browser.post(at(round_, sheets[0]), marks(1, 1, 1)).status_code == 409
    assert "This round is closed" in browser.get(f"/judge/rounds/{round_.id}/").text


def test_a_round_in_preparation_is_announced_but_not_shown(browser):
    edition = make.edition()
    round_, judge = make.judging_round(edition), make.account(Role.JUDGE, edition=edition)
    make.panelist(round_, judge)
    browser.sign_in(judge)
    assert "preparing this round" in browser.get("/judge/").text
    assert browser.get(f"/judge/rounds/{round_.id}/").status_code == 404


def test_the_overview_groups_own_works_by_own_total(browser):
    round_, judge, (other,), _e, sheets, _b = desk_of(browser, works=5)
    make.mark(judge, sheets[0], 9, 9, 9)
    make.mark(judge, sheets[2], 4, 4, 4)
    make.mark(judge, sheets[3], 5, 4, 3)
    make.mark(other, make.sheets_of(other, round_)[0], 9, 0, 0)
    page = browser.get(f"/judge/rounds/{round_.id}/sheet")
    assert re.findall(r'<h2 class="contact-head"[^>]*><span class="number">([^<]+)</span>', page.text) == ["10 on average", "5 on average", "Not marked yet"]
    assert page.text.count(f"/judge/rounds/{round_.id}/works/") == 5
    assert browser.get(f"/judge/rounds/{round_.id}/sheet?show=nonsense&page=99").status_code == 200


# ── marking with a script ──


def test_a_script_is_told_the_new_version_or_what_is_stored(browser):
    round_, judge, _o, _e, sheets, _b = desk_of(browser)
    answer = browser.post(at(round_, sheets[0]), marks(3, act="keep"), headers=JSON)
    assert (answer.status_code, answer.headers["Sheet-Version"], answer.data) == (204, "1", b"")
    answer = browser.post(at(round_, sheets[0]), marks(3, act="keep"), headers=JSON)  # the answer got lost, sent again
    assert (answer.status_code, answer.headers["Sheet-Version"]) == (204, "1")
    answer = browser.post(at(round_, sheets[0]), marks(5, act="keep"), headers=JSON)
    assert answer.status_code == 409
    assert answer.json == {
        "error": "This work was changed in another window. Stored there: 4 · – · –. You sent: 6 · – · –.", "status": 409, "version": 1,
        "stored": {"mark_1": 3, "mark_2": None, "mark_3": None, "note": ""},
    }  # fmt: skip
    assert browser.post(at(round_, sheets[0]), marks(77, act="keep"), headers=JSON).json["refused"] is True
    make.mark(judge, sheets[0], 3, 3, 3)
    assert sheets[0].state is SheetState.SCORED


# ── how much is asked of the store ──


def test_pages_ask_a_fixed_number_of_questions(new_browser, queries):
    for works, judges in ((1, 1), (3, 3)):
        browser = new_browser()
        round_, _judge, _o, _e, sheets, _b = desk_of(browser, works=works, judges=judges)
        for path, most in (("/judge/", 7), (at(round_, sheets[0]), 15), (f"/judge/rounds/{round_.id}/sheet", 10), (f"/judge/rounds/{round_.id}/", 8)):
            browser.get(path)
            with queries(most):
                assert browser.get(path).status_code == 200


# ── blindness ──

SECRETS = {
    "full_name": "ZZNAME Secret", "latin_name": "ZZLATIN", "reading": "ZZREADING", "short_name": "ZZSHORT", "email": "zzmail@example.org", "phone": "+82 2 99887766",
}  # fmt: skip


@pytest.fixture
def blind(browser, app, session):
    """Two works full of secrets, one of them of the judge's own government, with real files; the judge's browser."""
    edition, home, foreign = make.edition(), make.government(key="ZZ-HOME", names=make.six("ZZHOME")), make.government(key="ZZ-FAR", names=make.six("ZZFAR"), country="MN")
    store = app.extensions[NAME].store
    works = []
    for where in (home, foreign):
        student = make.save(Student(**{**SECRETS, "edition_id": edition.id, "resume_hash": f"ZZHASH{where.id}", "language": "mn", "born": None, "age": 14, "created_at": clock.now()}))
        entry = make.entry(
            edition=edition, government=where, student=student, state=EntryState.ACCEPTED, school="ZZSCHOOL", teacher="ZZTEACHER", receipt=f"ZZ{where.id}-RECEIPT", language="mn",
            draft_key=f"ZZDRAFT{where.id}", title="Horses of ZZNAME", description="I am ZZNAME of ZZSCHOOL", judges_title="Horses", judges_description="Two horses", descriptions={"en": "Neutral words"}, mend="ZZMEND", reason="ZZREASON", search_text="zzname zzschool",
        )
        works.append(entry)
        with transaction() as unit:
            picture = intake.keep(unit, store, prepare_own(four(), store=store), about=("entry", entry.id), now=clock.now())
            unit.get(type(entry), entry.id).picture_id = picture.id
    round_ = make.judging_round(edition)
    judge, rival = make.account(Role.JUDGE, government=home, edition=edition), make.account(Role.JUDGE, edition=edition, name="ZZRIVAL")
    make.panelist(round_, judge)
    make.panelist(round_, rival)
    actions.open_round(session, make.staff(), round_, now=clock.now())
    session.flush()
    for sheet in make.sheets_of(rival, round_):
        make.mark(rival, sheet, 9, 9, 9, note="ZZNOTE")
    return browser.sign_in(judge), round_, judge, works, rival


def test_the_other_works_and_their_pictures_are_not_there(blind):
    browser, round_, judge, _works, rival = blind
    (mine,) = make.sheets_of(judge, round_)
    assert browser.get(f"/media/b-{mine.blind_code}-1280.webp").status_code == 200
    for sheet in make.sheets_of(rival, round_):
        assert browser.get(at(round_, sheet)).status_code == 404
        assert browser.get(f"/media/b-{sheet.blind_code}-320.webp").status_code == 404
        assert browser.post(at(round_, sheet), marks(1, 1, 1)).status_code == 404


def test_every_judge_knows_a_work_by_another_code(blind, session):
    _browser, round_, judge, _works, rival = blind
    (mine,) = make.sheets_of(judge, round_)
    theirs = next(s for s in make.sheets_of(rival, round_) if s.entry_id == mine.entry_id)
    assert mine.blind_code != theirs.blind_code
    assert queries.find_blind(session, make.actor(judge), mine.blind_code, 1280) is not None
    assert queries.find_blind(session, make.actor(rival), mine.blind_code, 1280) is None


@pytest.mark.parametrize("lang", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_every_page_speaks_every_language(browser, lang):
    round_, judge, _o, _e, sheets, _b = desk_of(browser)
    make.mark(judge, sheets[0], 9, 9, 9)
    for path in ("/judge/", f"/judge/rounds/{round_.id}/", at(round_, sheets[0]), f"/judge/rounds/{round_.id}/sheet", f"/judge/rounds/{round_.id}/sign-off"):
        assert browser.get(f"{path}?lang={lang}").status_code == 200


def test_a_judge_whose_sign_off_was_ended_by_new_works_is_told_on_the_page_of_the_round(browser, session):
    round_, (judge, _other), _works = make.open_round(works=1)
    (sheet,) = make.sheets_of(judge, round_)
    make.mark(judge, sheet, 5, 5, 5)
    browser.sign_in(judge)
    browser.post(f"/judge/rounds/{round_.id}/sign-off")
    page = f"/judge/rounds/{round_.id}/"
    assert "open again" not in browser.get(page).text
    for _ in range(2):
        make.entry(edition=queries.by_id(session, round_.id).edition, state=EntryState.ACCEPTED)
    with transaction() as unit:
        actions.deal_due(unit, clock.now())
    assert "2 new works came to you" in browser.get(page).text
    for each in make.sheets_of(judge, round_)[1:]:
        make.mark(judge, each, 5, 5, 5)
    assert "Your sign-off is open again" not in browser.get(page).text
    browser.post(f"/judge/rounds/{round_.id}/sign-off")
    browser.post(f"/judge/rounds/{round_.id}/sign-off/take-back")
    make.sheets_of(judge, round_)[0].state = SheetState.WAITING
    session.flush()
    assert "Your sign-off is open again" not in browser.get(page).text  # taken back by the judge


def test_first_works_stand_beside_later_ones_of_the_same_total(browser, session, queries):
    round_, (judge, _other), _works = make.open_round(works=6)
    sheets = make.sheets_of(judge, round_)
    for sheet, mark in zip(sheets, (9, 5, 1, 5, 9, 9), strict=True):
        make.mark(judge, sheet, mark, mark, mark)
    browser.sign_in(judge)
    page = browser.get(f"/judge/rounds/{round_.id}/sign-off").text
    codes = re.findall(rf'/judge/rounds/{round_.id}/works/(\w+)"', page)
    assert codes == [sheets[n].blind_code for n in (0, 5, 1, 3, 2)]  # the last of the same total first
    assert page.count("No later work of yours has the same.") == 1
    assert "55.6 of 100" in page
    few = []
    for works in (4, 40):
        other, (judge, *_), _entries = make.open_round(works=works)
        for sheet in make.sheets_of(judge, other):
            make.mark(judge, sheet, 5, 5, 5)
        browser.sign_in(judge)
        with queries(60) as seen:
            browser.get(f"/judge/rounds/{other.id}/sign-off")
        few.append(len(seen))
    assert few[0] == few[1]


def test_painters_own_words_are_read_only_where_staff_said_so(browser, session):
    round_, (judge,), (entry,) = make.open_round(works=1, judges=1)
    entry.title, entry.description = "Өвлийн өглөө", "Ах дүү хоёр"
    session.flush()
    browser.sign_in(judge)
    (sheet,) = make.sheets_of(judge, round_)
    pages = [at(round_, sheet), f"/judge/rounds/{round_.id}/works.json", f"/judge/rounds/{round_.id}/sheet"]

    def read():
        return " ".join(browser.get(page).text for page in pages)

    assert [words for words in ("Өвлийн өглөө", "Ах дүү хоёр") if words in read()] == []
    round_.own_words = True
    session.flush()
    assert [words for words in ("Өвлийн өглөө", "Ах дүү хоёр") if words not in read()] == []
    entry.judges_title, entry.judges_description = "Winter morning", ""
    session.flush()
    assert [words for words in ("Өвлийн өглөө", "Ах дүү хоёр") if words in read()] == []
    round_.own_words = False
    session.flush()
    assert "Winter morning" in read()
