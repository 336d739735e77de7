"""People, as the secretariat meets them."""

import re

import pytest
from sqlalchemy import select

from contest.accounts import queries as accounts
from contest.accounts.models import Account, Invitation
from contest.policy import Role
from contest.post.models import Letter
from tests import make

PEOPLE = "/staff/people"


@pytest.fixture
def staff(session):
    return make.account(Role.STAFF, name="Example Secretary")


@pytest.fixture
def office(browser, staff):
    return browser.sign_in(staff)


def once(page):
    found = re.search(r'value="(http://localhost/[^"]+)"', page)
    return found and found[1].replace("&amp;", "&")


@pytest.mark.parametrize("path", ["", "/invite", "/invitations", "/1"])
def test_people_are_for_the_secretariat(browser, new_browser, session, path):
    assert browser.get(PEOPLE + path).status_code == 303
    for role in (Role.JUDGE, Role.TEACHER, Role.COORDINATOR):
        assert new_browser().sign_in(make.account(role, make.government())).get(PEOPLE + path).status_code == 404


@pytest.mark.parametrize("path", ["/invite", "/invitations/1/renew", "/invitations/1/withdraw", "/1/grants", "/1/grants/1/remove", "/1/link", "/1/block", "/1/unblock"])
def test_only_the_secretariat_acts(new_browser, session, path):
    assert new_browser().post(PEOPLE + path).status_code == 303
    assert new_browser().sign_in(make.account(Role.JUDGE)).post(PEOPLE + path).status_code == 404


def test_the_list_shows_role_government_and_state(office, session):
    government = make.government(names=make.six("Example Province"))
    make.account(Role.COORDINATOR, government, name="Example Coordinator", blocked_at=make.NOW)
    page = office.get(PEOPLE).text
    for words in ("Example Coordinator", "Coordinator, Example Province en", "blocked", "may sign in", "never", "2 accounts"):
        assert words in page


def test_the_list_is_filtered_and_paged(office, session):
    for n in range(55):
        make.account(Role.JUDGE, name=f"Judge {n:02}", address=f"judge{n}@example.org")
    page = office.get(f"{PEOPLE}?role=judge").text
    assert "Judge 49" in page
    assert "Judge 50" not in page
    assert "Judge 50" in office.get(f"{PEOPLE}?role=judge&page=2").text
    assert "1 account<" in office.get(f"{PEOPLE}?q=JUDGE12@").text
    assert "Nobody found" in office.get(f"{PEOPLE}?q=%25").text
    assert office.get(f"{PEOPLE}?role=nonsense&page=x").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_list(office, session, queries):
    office.get(PEOPLE)
    counted = []
    for _ in range(2):
        for _ in range(3):
            make.account(Role.COORDINATOR, make.government(), make.edition())
        with queries(6) as seen:
            office.get(PEOPLE)
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_a_coordinator_is_invited_and_the_link_shown_once(office, session):
    government = make.government()
    answer = office.post(f"{PEOPLE}/invite", {"role": "coordinator", "government": government.id, "edition": "", "name": "Example Coordinator", "address": "c@example.org", "language": "mn", "draft": "d1"})
    assert answer.status_code == 303
    page = office.follow(answer).text
    link = once(page)
    assert link.startswith("http://localhost/invitations/")
    assert "c@example.org" in page
    assert once(office.get(f"{PEOPLE}/invitations").text) is None
    letter = session.scalars(select(Letter)).one()
    assert (letter.to_address, letter.language) == ("c@example.org", "mn")
    assert link in letter.body


def test_sending_the_form_twice_invites_once(office, session):
    typed = {"role": "judge", "name": "Example Judge", "address": "j@example.org", "language": "ko", "draft": "one"}
    assert [office.post(f"{PEOPLE}/invite", typed).status_code for _ in range(2)] == [303, 303]
    assert len(session.scalars(select(Invitation)).all()) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": ""}, "Choose a role."),
        ({"role": "king"}, "Choose a role."),
        ({"role": "coordinator"}, "Choose the government this person acts for."),
        ({"government": "999999"}, "Choose one from the list."),
        ({"government": "x"}, "Choose one from the list."),
        ({"name": ""}, "Write the name."),
        ({"address": "nonsense"}, "does not look like an e-mail address"),
        ({"address": ""}, "Write the e-mail address."),
        ({"language": "xx"}, "Choose one of the languages."),
    ],
)
def test_a_bad_invitation_is_pointed_at_and_nothing_is_made(office, session, change, said):
    answer = office.post(f"{PEOPLE}/invite", {"role": "judge", "government": "", "edition": "", "name": "Example Judge", "address": "j@example.org", "language": "ko"} | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert ("j@example.org" in answer.text) is ("address" not in change), "what was typed is kept"
    assert session.scalars(select(Invitation)).all() == []


def test_a_new_link_is_made_for_an_open_invitation(office, session):
    office.post(f"{PEOPLE}/invite", {"role": "judge", "name": "Example Judge", "address": "j@example.org", "language": "en"})
    first = once(office.get(f"{PEOPLE}/invitations").text)
    invitation = session.scalars(select(Invitation)).one()
    second = once(office.follow(office.post(f"{PEOPLE}/invitations/{invitation.id}/renew")).text)
    assert first != second
    assert office.get(first.removeprefix("http://localhost")).status_code == 410
    assert office.get(second.removeprefix("http://localhost")).status_code == 200
    assert "No open invitations" in office.follow(office.post(f"{PEOPLE}/invitations/{invitation.id}/withdraw")).text
    assert office.get(second.removeprefix("http://localhost")).status_code == 410


def test_a_sign_in_link_is_made_for_a_judge_and_shown_once(office, new_browser, session):
    judge = make.account(Role.JUDGE)
    page = office.follow(office.post(f"{PEOPLE}/{judge.id}/link")).text
    link = once(page).removeprefix("http://localhost")
    assert once(office.get(f"{PEOPLE}/{judge.id}").text) is None
    assert new_browser().post(link).location == "/judge/"


def test_no_link_is_offered_or_made_for_a_colleague_but_for_oneself(office, staff, session):
    colleague = make.account(Role.STAFF)
    assert "Make a sign-in link" not in office.get(f"{PEOPLE}/{colleague.id}").text
    assert office.post(f"{PEOPLE}/{colleague.id}/link").status_code == 404
    assert "Make a sign-in link" in office.get(f"{PEOPLE}/{staff.id}").text


def test_roles_are_given_and_taken(office, new_browser, session):
    judge, government = make.account(Role.JUDGE), make.government()
    their = new_browser().sign_in(judge)
    assert their.get("/account/").status_code == 200
    answer = office.post(f"{PEOPLE}/{judge.id}/grants", {"role": "teacher", "government": ""})
    assert answer.status_code == 422
    assert "Choose the government" in answer.text
    assert office.post(f"{PEOPLE}/{judge.id}/grants", {"role": "teacher", "government": government.id}).status_code == 303
    assert their.get("/account/").status_code == 303, "a change of roles ends sessions"
    first, _second = accounts.person(session, judge.id).grants
    assert office.post(f"{PEOPLE}/{judge.id}/grants/{first.id}/remove").status_code == 303
    assert make.actor(judge).roles == {Role.TEACHER}
    assert office.post(f"{PEOPLE}/{judge.id}/grants/{first.id}/remove").status_code == 404


def test_a_role_is_taken_only_from_whose_page_it_is(office, session):
    judge, other = make.account(Role.JUDGE), make.account(Role.JUDGE)
    grant = accounts.person(session, judge.id).grants[0]
    assert office.post(f"{PEOPLE}/{other.id}/grants/{grant.id}/remove").status_code == 404
    assert make.actor(judge).roles == {Role.JUDGE}


def test_blocking_and_letting_in_again(office, new_browser, session):
    judge = make.account(Role.JUDGE)
    their = new_browser().sign_in(judge)
    assert "blocked" in office.follow(office.post(f"{PEOPLE}/{judge.id}/block")).text
    assert their.get("/account/").status_code == 303
    office.post(f"{PEOPLE}/{judge.id}/unblock")
    assert session.get(Account, judge.id).blocked_at is None


def test_the_last_of_the_secretariat_stays(office, staff, session):
    assert "Block<" not in office.get(f"{PEOPLE}/{staff.id}").text
    assert office.post(f"{PEOPLE}/{staff.id}/block").status_code == 409
    grant = accounts.person(session, staff.id).grants[0]
    answer = office.post(f"{PEOPLE}/{staff.id}/grants/{grant.id}/remove")
    assert answer.status_code == 409
    assert "last person of the secretariat" in answer.text


def test_who_is_not_there_is_not_found(office, session):
    assert office.get(f"{PEOPLE}/999999").status_code == 404
    assert office.post(f"{PEOPLE}/999999/block").status_code == 404
    assert office.post(f"{PEOPLE}/invitations/999999/renew").status_code == 404
