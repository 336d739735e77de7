"""The secretariat's pages on editions, from an empty instance to an announced edition."""

from datetime import UTC, datetime, timedelta

import pytest

from contest.core import clock
from contest.editions import actions, queries
from contest.editions.models import Theme
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.policy import SYSTEM, Role
from tests import make

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "mn")
PAGES = (
    "", "dates", "who", "form", "texts/titles", "texts/announcements", "texts/rules_texts", "texts/association", "texts/signatory",
    "themes/", "divisions/", "permissions/", "permissions/enter", "extensions", "announce", "copy",
)  # fmt: skip


@pytest.fixture
def staff(browser):
    return browser.sign_in(make.account())


@pytest.fixture
def edition(session):
    make.government()
    closes = clock.now() + timedelta(days=100)
    command = actions.NewEdition(14, 2026, closes.replace(microsecond=0), themes=[make.six("Festivals")], opens_at=clock.now() - timedelta(days=2))
    return actions.create(session, SYSTEM, command, now=clock.now())


def test_an_empty_instance_is_led_to_its_first_edition(staff, session):
    assert "Start the first edition" in staff.get("/staff/editions/").text
    assert staff.get("/staff/editions/start").status_code == 200
    year = clock.now().year + 1
    told = {"number": "15", "year": str(year), "closes_at": f"{year}-09-25T18:00", "zone": "Asia/Seoul"}
    page = staff.follow(staff.post("/staff/editions/start", told))
    assert "15th NEAR International Youth Art Contest" in page.text
    made = queries.by_number(session, 15, drafts=True)
    assert made.closes_at == datetime(year, 9, 25, 9, 0, tzinfo=UTC)
    again = staff.post("/staff/editions/start", told)
    assert again.status_code == 422
    assert "There already is an edition with this number." in again.text


@pytest.mark.parametrize("wrong", [{"number": "fifteen"}, {"number": "0"}, {"year": ""}, {"closes_at": "tomorrow"}, {"zone": "Europe/Paris"}])
def test_a_first_edition_with_something_wrong_is_not_made(staff, session, wrong):
    told = {"number": "15", "year": "2027", "closes_at": "2027-09-25T18:00", "zone": "Asia/Seoul"} | wrong
    answer = staff.post("/staff/editions/start", told)
    assert answer.status_code == 422
    assert queries.everyone(session, drafts=True) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language(staff, edition, language):
    for page in PAGES:
        assert staff.get(f"/staff/editions/14/{page}?lang={language}").status_code == 200
    assert staff.get(f"/staff/editions/?lang={language}").status_code == 200


def test_for_others_there_are_no_such_pages(new_browser, edition):
    judge = new_browser().sign_in(make.account(Role.JUDGE))
    for page in PAGES:
        assert judge.get(f"/staff/editions/14/{page}").status_code == 404
        assert new_browser().get(f"/staff/editions/14/{page}").status_code == 303
    assert judge.post("/staff/editions/14/announce").status_code == 404
    assert edition.state is EditionState.DRAFT


def test_nonsense_for_a_version_is_an_older_page(staff, edition):
    assert staff.post("/staff/editions/14/dates", dates(edition, version="latest")).status_code == 409
    assert staff.post("/staff/editions/14/announce", {"version": "9" * 40}).status_code == 409


def test_an_edition_that_is_not_there_is_not_found(staff):
    assert staff.get(f"/staff/editions/{10**30}/").status_code == 404
    for page in PAGES:
        assert staff.get(f"/staff/editions/77/{page}").status_code == 404


def dates(edition, **given):
    return {"zone": "Asia/Seoul", "opens_at": "2026-03-01T09:00", "closes_at": "2026-09-25T18:00", "endorse_by": "2026-10-09T18:00", "version": edition.version} | given


def test_dates_are_read_on_the_clocks_of_the_chosen_place(staff, edition):
    staff.follow(staff.post("/staff/editions/14/dates", dates(edition)))
    assert edition.closes_at == datetime(2026, 9, 25, 9, 0, tzinfo=UTC)
    page = staff.get("/staff/editions/14/dates").text
    assert 'value="2026-09-25T18:00"' in page
    assert "17:00 (Ulaanbaatar)" in page
    staff.follow(staff.post("/staff/editions/14/dates", dates(edition, zone="Asia/Ulaanbaatar")))
    assert edition.closes_at == datetime(2026, 9, 25, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_at": "2026-02-01T09:00"}, "Entries must close after they open."),
        ({"endorse_by": "2026-09-01T09:00"}, "Governments need until the closing at least."),
        ({"opens_at": "soon"}, "Give a day and a time."),
        ({"opens_at": ""}, "Please fill this in."),
        ({"opens_at": "0001-01-01T00:00"}, "Give a day and a time."),
    ],
)
def test_dates_out_of_order_are_refused_at_their_field(staff, edition, wrong, said):
    before = edition.closes_at
    answer = staff.post("/staff/editions/14/dates", dates(edition, **wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert edition.closes_at == before


def test_who_saves_second_sees_what_is_stored_and_can_save_again(staff, edition):
    mine = dates(edition, endorse_by="2026-10-20T18:00")
    staff.post("/staff/editions/14/dates", dates(edition))
    answer = staff.post("/staff/editions/14/dates", mine)
    assert answer.status_code == 409
    assert 'value="2026-10-20T18:00"' in answer.text
    assert "2026-10-09 18:00" in answer.text or "2026-10-09T18:00" in answer.text
    staff.follow(staff.post("/staff/editions/14/dates", {**mine, "version": edition.version}))
    assert edition.endorse_by == datetime(2026, 10, 20, 9, 0, tzinfo=UTC)


def test_who_may_enter_is_changed(staff, edition):
    told = {
        "age_from": "13", "age_to": "17", "age_day": "2026-01-01", "standings": ["member", "special"], "entries_per_student": "2",
        "full_birth_date": "month", "quota_per_government": "40", "quota_per_school": "", "version": edition.version,
    }  # fmt: skip
    staff.follow(staff.post("/staff/editions/14/who", told))
    assert (edition.age_from, edition.standings, edition.full_birth_date) == (13, ["member", "special"], False)
    assert (edition.quota_per_government, edition.quota_per_school) == (40, None)
    answer = staff.post("/staff/editions/14/who?lang=mn", told | {"age_to": "12", "version": edition.version})
    assert answer.status_code == 422


def test_the_entry_form_is_changed(staff, edition):
    told = dict.fromkeys(("reading", "medium", "size", "year", "teacher"), "off") | {"description": "required", "version": edition.version}
    staff.follow(staff.post("/staff/editions/14/form", told))
    assert edition.fields["description"] == "required"
    assert staff.post("/staff/editions/14/form", told | {"size": "perhaps", "version": edition.version}).status_code == 422


def test_a_text_is_changed_in_one_language_and_the_missing_one_is_marked(staff, edition):
    told = {f"text-{code}": text for code, text in edition.rules_texts.items()} | {"text-ja": "新しい規則", "text-mn": "", "version": edition.version}
    staff.follow(staff.post("/staff/editions/14/texts/rules_texts", told))
    assert edition.rules_texts["ja"] == "新しい規則"
    assert "mn" not in edition.rules_texts
    assert "Missing in: Монгол" in staff.get("/staff/editions/14/").text
    assert "1 text incomplete" in staff.get("/staff/editions/").text


def test_saving_texts_as_they_are_changes_nothing(staff, edition):
    version = edition.version
    told = {f"text-{code}": text.replace("\n", "\r\n") for code, text in edition.rules_texts.items()}
    staff.follow(staff.post("/staff/editions/14/texts/rules_texts", told | {"version": version}))
    assert edition.version == version


def test_themes_are_added_renamed_moved_and_removed(staff, session, edition):
    url = "/staff/editions/14/themes/"
    refused = staff.post(url, {"version": edition.version})
    assert refused.status_code == 422
    assert "Write the name in at least one language." in refused.text
    staff.follow(staff.post(url, {"names-en": "Rivers", "version": edition.version}))
    first, second = queries.themes(session, edition.id)
    staff.follow(staff.post(f"{url}{second.id}", {"names-en": "Rivers", "names-ko": "강", "version": edition.version}))
    assert second.names == {"en": "Rivers", "ko": "강"}
    staff.follow(staff.post(f"{url}{second.id}/up", {"version": edition.version}))
    assert [each.id for each in queries.themes(session, edition.id)] == [second.id, first.id]
    assert staff.post(f"{url}{second.id}/up", {"version": 1}).status_code == 409
    staff.follow(staff.post(f"{url}{first.id}/remove", {"version": edition.version}))
    assert [each.id for each in queries.themes(session, edition.id)] == [second.id]
    assert staff.get(f"{url}{first.id}").status_code == 404


def test_a_theme_somebody_paints_stays(staff, session, edition):
    (theme,) = queries.themes(session, edition.id)
    make.entry(edition=edition, theme_id=theme.id)
    assert staff.post(f"/staff/editions/14/themes/{theme.id}/remove", {"version": edition.version}).status_code == 409
    assert session.get(Theme, theme.id) is not None


def test_a_theme_of_another_edition_is_not_found_here(staff, session, edition):
    other = actions.copy(session, SYSTEM, edition, number=15, year=2027, now=clock.now())
    (theme,) = queries.themes(session, other.id)
    assert staff.get(f"/staff/editions/14/themes/{theme.id}").status_code == 404


def test_new_words_of_a_permission_follow_the_old_ones(staff, session, edition):
    old = queries.consent_texts(session, edition.id, "ko")[Purpose.SHOW].text
    told = {f"texts-{code}": queries.consent_texts(session, edition.id, code)[Purpose.SHOW].text for code in LANGUAGES}
    staff.follow(staff.post("/staff/editions/14/permissions/show", told | {"texts-ko": "새로운 문구", "version": edition.version}))
    page = staff.get("/staff/editions/14/permissions/show").text
    assert "새로운 문구" in page
    assert old in page
    refused = staff.post("/staff/editions/14/permissions/show", told | {"texts-ko": "", "version": edition.version})
    assert refused.status_code == 422
    assert "They can be replaced, but not removed." in refused.text


def test_one_government_gets_more_time(staff, session, edition):
    region = make.government()
    later = clock.wall_clock(edition.closes_at + timedelta(days=3), "Asia/Seoul").strftime("%Y-%m-%dT%H:%M")
    told = {"government": region.id, "closes_at": later, "reason": "Flood"}
    page = staff.follow(staff.post("/staff/editions/14/extensions", told))
    assert "Flood" in page.text
    assert queries.closing_for(session, edition, region.id) > edition.closes_at
    for wrong in ({"reason": ""}, {"government": "999999"}, {"closes_at": "2020-01-01T00:00"}):
        assert staff.post("/staff/editions/14/extensions", told | wrong).status_code == 422
    staff.follow(staff.post(f"/staff/editions/14/extensions/{region.key}/end"))
    assert queries.extensions(session, edition.id) == []


def test_an_edition_is_checked_announced_and_taken_back(staff, edition):
    page = staff.get("/staff/editions/14/announce").text
    assert "Nothing. The edition has all it needs." in page
    sent = {"version": edition.version}
    staff.follow(staff.post("/staff/editions/14/announce", sent))
    assert edition.state is EditionState.ANNOUNCED
    staff.follow(staff.post("/staff/editions/14/announce", sent))
    assert "already announced" in staff.get("/staff/editions/14/announce").text
    assert "Open for entries" in staff.get("/staff/editions/14/").text
    staff.follow(staff.post("/staff/editions/14/take-back", {"version": edition.version}))
    assert edition.state is EditionState.DRAFT


def test_the_check_names_what_is_missing_and_refuses(staff, session, edition):
    (theme,) = queries.themes(session, edition.id)
    session.delete(theme)
    page = staff.get("/staff/editions/14/announce").text
    assert "There is no theme yet." in page
    answer = staff.post("/staff/editions/14/announce", {"version": edition.version})
    assert answer.status_code == 409
    assert edition.state is EditionState.DRAFT


def test_an_edition_students_have_begun_to_enter_stays_announced(staff, edition, session):
    actions.announce(session, SYSTEM, edition, now=clock.now())
    make.student(edition)
    assert "can no longer be taken back" in staff.get("/staff/editions/14/").text
    assert staff.post("/staff/editions/14/take-back", {"version": edition.version}).status_code == 409


def test_a_published_edition_is_archived_and_taken_out_again(staff, edition, session):
    actions.announce(session, SYSTEM, edition, now=clock.now())
    actions.publish(session, SYSTEM, edition, now=clock.now())
    staff.follow(staff.post("/staff/editions/14/archive", {"version": edition.version}))
    assert edition.state is EditionState.ARCHIVED
    staff.follow(staff.post("/staff/editions/14/reopen", {"version": edition.version}))
    assert edition.state is EditionState.PUBLISHED


def test_the_list_of_editions_takes_the_same_number_of_statements_for_one_and_for_ten(staff, session, edition, queries):
    staff.get("/staff/editions/")
    with queries(7) as one:
        staff.get("/staff/editions/")
    for number in range(20, 29):
        actions.copy(session, SYSTEM, edition, number=number, year=2026, now=clock.now())
    with queries(7) as ten:
        staff.get("/staff/editions/")
    assert len(one) == len(ten)


def test_the_14th_is_copied_into_a_15th_from_its_page(staff, session, edition):
    assert "/staff/awards/14/copy" in staff.get("/staff/editions/14/copy").text
    page = staff.follow(staff.post("/staff/awards/14/copy", {"number": "15", "year": "2027"}))
    assert "15th NEAR International Youth Art Contest" in page.text
    assert queries.by_number(session, 15, drafts=True).state is EditionState.DRAFT
