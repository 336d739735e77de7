"""The secretariat's pages on governments."""

from datetime import date

import pytest

from contest.core import clock
from contest.governments import actions, queries
from contest.policy import SYSTEM, Role
from tests import make

LANGUAGES = ("en", "ko", "zh", "ja", "ru", "mn")


@pytest.fixture
def staff(browser):
    return browser.sign_in(make.account())


@pytest.fixture
def loaded(session):
    actions.load_registry(session, SYSTEM, now=clock.now())


def form(government, **given):
    names = {f"names-{code}": text for code, text in government.names.items()}
    return {**names, "reviewed": government.reviewed, "zone": government.zone, "contact": government.contact, "version": government.version} | given


def test_an_empty_list_offers_the_register_and_loads_it_once(staff):
    assert "Load the register" in staff.get("/staff/governments/").text
    staff.follow(staff.post("/staff/governments/load"))
    page = staff.follow(staff.post("/staff/governments/load"))
    assert "89 governments" in page.text


def test_the_list_is_narrowed_by_country_standing_and_name(staff, loaded):
    assert "Toyama" in staff.get("/staff/governments/?country=JP").text
    assert "Toyama" not in staff.get("/staff/governments/?country=KR").text
    assert "Toyama" in staff.get("/staff/governments/?search=%E5%AF%8C%E5%B1%B1").text
    assert "KR-POHANG" in staff.get("/staff/governments/?standing=special").text
    assert "Nothing fits" in staff.get("/staff/governments/?search=Atlantis").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_speak_every_language(staff, loaded, language):
    for path in ("/staff/governments/", "/staff/governments/KR-47"):
        assert staff.get(f"{path}?lang={language}").status_code == 200


def test_the_list_takes_few_statements(staff, loaded, queries):
    staff.get("/staff/governments/")
    with queries(6):
        staff.get("/staff/governments/")


def test_names_contact_and_clock_are_changed(staff):
    region = make.government(names={"en": "Old"})
    told = form(region, **{"names-en": "New", "names-mn": "Шинэ", "reviewed": ["mn"], "zone": "Asia/Tomsk", "contact": "School office\n123"})
    page = staff.follow(staff.post(f"/staff/governments/{region.key}", told))
    assert "Saved." in page.text
    assert (region.names, region.reviewed, region.zone) == ({"en": "New", "mn": "Шинэ"}, ["mn"], "Asia/Tomsk")
    assert region.contact == "School office\n123"


def test_a_renaming_that_keeps_the_old_name_lists_it(staff, session):
    region = make.government(names={"en": "Old Province"})
    page = staff.follow(staff.post(f"/staff/governments/{region.key}", form(region, **{"names-en": "New Province", "keep_until": "2024-01-17"})))
    assert "Old Province" in page.text
    assert queries.former_names(session, region.id)[0].until == date(2024, 1, 17)


@pytest.mark.parametrize("wrong", [{"names-en": "x" * 201}, {"zone": "Mars/Olympus"}, {"keep_until": "2026-02-30"}, {"keep_until": "2099-01-01"}, {"contact": "x" * 501}])
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(staff, wrong):
    region = make.government(names={"en": "Region"})
    answer = staff.post(f"/staff/governments/{region.key}?lang=ru", form(region, **({"names-ko": "새 이름"} | wrong)))
    assert answer.status_code == 422
    assert "새 이름" in answer.text
    assert region.names == {"en": "Region"}


def test_a_government_needs_a_name(staff):
    region = make.government(names={"en": "Region"})
    answer = staff.post(f"/staff/governments/{region.key}", form(region, **{"names-en": " "}))
    assert answer.status_code == 422
    assert "Write the name in at least one language." in answer.text


def test_who_saves_second_sees_what_is_stored_and_can_save_again(staff):
    region = make.government(names={"en": "Region"})
    mine, theirs = form(region, contact="My office"), form(region, contact="Their office")
    staff.post(f"/staff/governments/{region.key}", theirs)
    answer = staff.post(f"/staff/governments/{region.key}", mine)
    assert answer.status_code == 409
    assert "Their office" in answer.text
    assert "My office" in answer.text
    assert region.contact == "Their office"
    staff.follow(staff.post(f"/staff/governments/{region.key}", {**mine, "version": region.version}))
    assert region.contact == "My office"


def test_a_standing_is_closed_and_the_next_added(staff, session):
    region = make.government()
    (member,) = queries.memberships(session, region.id)
    url = f"/staff/governments/{region.key}/standings"
    refused = staff.post(url, {"standing": "observer", "starts": "2026-01-01"})
    assert refused.status_code == 422
    assert "Another standing holds" in refused.text
    staff.follow(staff.post(f"{url}/{member.id}", {"starts": "", "ends": "2025-12-31"}))
    page = staff.follow(staff.post(url, {"standing": "observer", "starts": "2026-01-01", "ends": ""}))
    assert "Observer" in page.text
    assert [(each.standing, each.starts, each.ends) for each in queries.memberships(session, region.id)] == [
        ("member", None, date(2025, 12, 31)), ("observer", date(2026, 1, 1), None),
    ]  # fmt: skip
    assert staff.post(f"{url}/{member.id}", {"starts": "2026-01-01", "ends": "2025-01-01"}).status_code == 422
    assert staff.get(f"{url}/{member.id}").status_code == 200
    assert staff.get(f"{url}/999999").status_code == 404


def test_a_government_that_is_not_there_is_not_found(staff):
    assert staff.get("/staff/governments/XX-NOPE").status_code == 404


def test_for_others_there_are_no_such_pages(new_browser, loaded):
    coordinator = new_browser().sign_in(make.account(Role.COORDINATOR, make.government()))
    for path in ("/staff/governments/", "/staff/governments/KR-47"):
        assert coordinator.get(path).status_code == 404
        assert new_browser().get(path).status_code == 303
    assert coordinator.post("/staff/governments/load").status_code == 404


def test_names_on_a_day_are_those_of_that_day(session):
    region = make.government(names={"en": "C"})
    from contest.governments.models import FormerName

    for name, until in (("A", date(2000, 1, 1)), ("B", date(2010, 1, 1))):
        make.save(FormerName(government_id=region.id, names={"en": name}, until=until))
    former = queries.former_names(session, region.id)
    told = [queries.names_on(region, former, day)["en"] for day in (date(1999, 1, 1), date(2000, 1, 2), date(2010, 1, 2))]
    assert told == ["A", "B", "C"]
