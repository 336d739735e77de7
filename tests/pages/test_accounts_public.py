"""Signing in and out, links, invitations and the own account, as a browser meets them."""

import re
import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from contest.accounts import actions, passwords, queries
from contest.accounts.models import Account, BrowserSession, SignInLink
from contest.accounts.routes.public import PER_VISITOR, browser_name
from contest.core import clock
from contest.db.unit import keys
from contest.policy import SYSTEM, Role
from contest.post.models import Letter
from contest.web import limits
from contest.web.limits import limiter
from tests import make

PASSWORD = "blue horse over hills"
HASH = passwords.hashed(PASSWORD)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # where a test only counts tries


@pytest.fixture
def judge(session):
    return make.account(Role.JUDGE, password=HASH)


@pytest.fixture
def counting(monkeypatch):
    limiter.reset()
    monkeypatch.setattr(limiter, "enabled", True)
    yield
    limiter.reset()


def path_of(link):
    return link.removeprefix("http://localhost")


def sign_in(browser, account, password=PASSWORD, to="/login"):
    return browser.post(to, {"address": account.address, "password": password})


def signed_in(browser):
    return browser.get("/account/").status_code == 200


# Password


def test_the_right_password_signs_in_and_leads_to_the_own_desk(browser, judge):
    answer = sign_in(browser, judge)
    assert (answer.status_code, answer.location) == (303, "/judge/")
    assert judge.name in browser.get("/account/").text


@pytest.mark.parametrize("address", ["known", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_page(browser, judge, address):
    typed = judge.address if address == "known" else address
    answer = browser.post("/login", {"address": typed, "password": "something else"})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert "something else" not in answer.text
    assert "The address or the password is not right." in answer.text
    assert not signed_in(browser)


def test_a_known_and_an_unknown_address_take_as_long(browser, judge):
    def took(address, **more):
        times = []
        for _ in range(5):
            begin = time.process_time()
            browser.post("/login", {"address": address, "password": "something else", **more})
            times.append(time.process_time() - begin)
        return min(times)

    took(judge.address)
    for more in ({}, {"act": "link"}):
        known, unknown = took(judge.address, **more), took("nobody@example.org", **more)
        assert 0.5 < known / unknown < 2


def test_a_blocked_account_is_told_no_more_than_an_unknown_one(browser, session):
    blocked = make.account(Role.JUDGE, password=HASH, blocked_at=make.NOW)
    answer = sign_in(browser, blocked)
    assert answer.status_code == 422
    assert "The address or the password is not right." in answer.text


def test_an_empty_form_says_what_is_missing(browser, session):
    answer = browser.post("/login", {"address": "", "password": ""})
    assert answer.status_code == 422
    assert "Write the e-mail address." in answer.text


def test_a_password_manager_can_fill_the_page(browser, session):
    page = browser.get("/login").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'type="password"' in page


@pytest.mark.parametrize("language", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_the_page_speaks_six_languages(browser, session, language):
    assert f'<html lang="{"zh-Hans" if language == "zh" else language}"' in browser.get(f"/login?lang={language}").text


def test_after_signing_in_one_is_where_one_wanted_to_be(browser, judge):
    answer = browser.get("/account/?x=1")
    assert (answer.status_code, answer.location) == (303, "/login?next=/account/?x%3D1")
    answer = sign_in(browser, judge, to=answer.location)
    assert answer.location == "/account/?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "///evil.example", "/%5Cevil.example", "/%09/evil.example", "%2F%2Fevil.example", "/%2Fevil.example", "%5C%5Cevil.example", "http:evil.example",
     "javascript:alert(1)", "https:%2F%2Fevil.example", "/%0A/evil.example", "%20//evil.example", "/%255Cevil.example", "evil.example", "/%5C/evil.example", "/%252F%252Fevil.example"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(browser, judge, elsewhere):
    for _ in range(2):  # signing in, and signed in already
        answer = sign_in(browser, judge, to=f"/login?next={elsewhere}") if not _ else browser.get(f"/login?next={elsewhere}")
        assert (answer.status_code, answer.location) == (303, "/judge/")


# Sessions


def test_each_sign_in_has_its_own_session_and_ends_the_one_before(browser, judge, session):
    sign_in(browser, judge)
    with browser.client.session_transaction() as cookie:
        first = cookie["_user_id"]
    sign_in(browser, judge)
    with browser.client.session_transaction() as cookie:
        second = cookie["_user_id"]
    assert first != second
    hashes = set(session.scalars(select(BrowserSession.token_hash)))
    assert hashes == {keys(session).digest("session", second)}


def test_a_session_id_nobody_made_signs_nobody_in(browser, session, judge):
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = "made-up"
    assert not signed_in(browser)


def test_a_stolen_cookie_is_worthless_after_signing_out(browser, new_browser, judge):
    sign_in(browser, judge)
    thief = new_browser()
    with browser.client.session_transaction() as mine, thief.client.session_transaction() as stolen:
        stolen.update(mine)
    assert signed_in(thief)
    answer = browser.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert "You are signed out." in browser.follow(answer).text
    assert not signed_in(thief)
    assert not signed_in(browser)


def test_signing_out_needs_a_button(browser, judge):
    sign_in(browser, judge)
    assert browser.get("/logout").status_code == 405
    assert signed_in(browser)


def test_signing_out_leaves_a_students_session_alone(browser, judge, session):
    student = make.student(make.edition())
    browser.resume(student)
    sign_in(browser, judge)
    browser.post("/logout")
    with browser.client.session_transaction() as cookie:
        assert "student" in cookie


def test_blocking_takes_effect_at_the_next_page(browser, judge, session):
    sign_in(browser, judge)
    actions.block(session, make.staff(), judge, now=clock.now())
    assert browser.get("/account/").status_code == 303


def test_being_there_is_noted_every_five_minutes(browser, judge, session):
    browser.sign_in(judge)
    row = session.scalars(select(BrowserSession)).one()
    for ago, noted in ((4, False), (6, True)):
        row.seen_at = clock.now() - timedelta(minutes=ago)
        session.flush()
        assert signed_in(browser)
        session.refresh(row)
        assert (clock.now() - row.seen_at < timedelta(minutes=1)) is noted
    session.refresh(judge)
    assert clock.now() - judge.seen_at < timedelta(minutes=1)


def test_a_forgotten_browser_is_signed_out(browser, judge, session):
    browser.sign_in(judge)
    session.scalars(select(BrowserSession)).one().seen_at = clock.now() - timedelta(minutes=61)
    assert not signed_in(browser)


def test_the_cookie_is_for_the_server_only(browser, judge):
    cookie = sign_in(browser, judge).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


# How often


def test_the_eleventh_password_waits_even_if_it_is_right(browser, judge, session, counting):
    judge.password, other = QUICK, make.account(Role.JUDGE, password=QUICK)
    for _ in range(10):
        assert sign_in(browser, judge, "wrong").status_code == 422
    answer = sign_in(browser, judge)
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert sign_in(browser, judge, to="/login?lang=mn").status_code == 429
    assert browser.post("/login", {"address": judge.address.upper(), "password": PASSWORD}, headers={"X-Forwarded-For": "9.9.9.9"}).status_code == 429
    assert sign_in(browser, other).status_code == 303, "others behind the same address are not concerned"


def test_who_gets_in_begins_to_count_anew(browser, judge, counting):
    judge.password = QUICK
    for _ in range(9):
        sign_in(browser, judge, "wrong")
    assert sign_in(browser, judge).status_code == 303
    for _ in range(10):
        assert sign_in(browser, judge, "wrong").status_code == 422


def test_sixty_tries_from_one_place_are_enough(browser, session, counting):
    for _ in range(59):
        limits.count(PER_VISITOR, "password by visitor", "127.0.0.1")
    assert browser.post("/login", {"address": "one@example.org", "password": "x"}).status_code == 422
    assert browser.post("/login", {"address": "another@example.org", "password": "x"}).status_code == 429


def test_five_links_an_hour_for_one_address(browser, judge, counting):
    for address in (judge.address, "nobody@example.org"):
        answers = [browser.post("/login", {"address": address, "act": "link"}).status_code for _ in range(6)]
        assert answers == [303] * 5 + [429]


# Links by mail


def test_a_link_is_mailed_to_who_has_an_account_and_the_page_does_not_tell(browser, judge, session):
    known = browser.post("/login", {"address": judge.address.upper(), "act": "link"})
    unknown = browser.post("/login", {"address": "nobody@example.org", "act": "link"})
    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    assert "If the address has an account here" in browser.follow(known).text
    (letter,) = session.scalars(select(Letter)).all()
    assert letter.to_address == judge.address
    link = re.search(r"http://localhost(/login/\S+)", letter.body)[1]
    assert judge.name in browser.get(link).text


def test_the_address_of_a_link_comes_from_the_settings(browser, judge, session):
    browser.post("/login", {"address": judge.address, "act": "link"}, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in session.scalars(select(Letter)).one().body


def test_opening_a_link_changes_nothing_and_its_button_signs_in_once(browser, new_browser, judge, session):
    link = path_of(actions.sign_in_link(session, make.staff(), judge, now=clock.now()))
    for _ in range(2):
        assert browser.get(link).status_code == 200
    assert not signed_in(browser)
    answer = browser.post(link)
    assert (answer.status_code, answer.location) == (303, "/judge/")
    assert signed_in(browser)
    assert browser.post(link).status_code == 303, "a second press leads to the same place"
    other = new_browser()
    assert other.get(link).status_code == 410
    assert other.post(link).status_code == 410
    assert not signed_in(other)


@pytest.mark.parametrize("link", ["/login/nonsense", "/login/" + "x" * 43])
def test_a_link_that_never_was_says_what_to_do(browser, session, link):
    for answer in (browser.get(link), browser.post(link)):
        assert answer.status_code == 410
        assert "Ask for a new one" in answer.text


def test_an_expired_link_opens_nothing(browser, judge, session):
    link = path_of(actions.sign_in_link(session, make.staff(), judge, now=clock.now() - timedelta(hours=25)))
    assert browser.get(link).status_code == 410
    assert browser.post(link).status_code == 410


def test_a_mailed_link_sets_a_new_password(browser, judge, session):
    link = path_of(actions.sign_in_link(session, SYSTEM, judge, mail=True, now=clock.now()))
    answer = browser.post(link, {"password": "password12"})
    assert answer.status_code == 422
    assert "easy to guess" in answer.text
    assert browser.post(link, {"password": "green horse over hills"}).status_code == 303
    browser.post("/logout")
    assert sign_in(browser, judge).status_code == 422
    assert sign_in(browser, judge, "green horse over hills").status_code == 303


# Invitations


def invited(session, **given):
    values = {"address": "new@example.org", "name": "Example New", "language": "mn", "role": Role.JUDGE, "now": clock.now()} | given
    return path_of(actions.invite(session, make.staff(), **values)[1])


def test_an_invitation_says_who_invites_as_what_for_whom(browser, session):
    government = make.government(names=make.six("Example Province"))
    link = invited(session, role=Role.COORDINATOR, government_id=government.id, language="en")
    page = browser.get(link).text
    for words in ("Coordinator", "Example Province en", "Example Person", "new@example.org", 'value="Example New"'):
        assert words in page
    assert session.scalar(select(func.count()).where(Account.address == "new@example.org")) == 0, "opening makes nothing"


def test_the_page_opens_in_the_language_of_the_invited(browser, session):
    assert '<html lang="mn"' in browser.get(invited(session)).text


def test_its_button_makes_the_account_and_signs_in(browser, session):
    link = invited(session)
    answer = browser.post(link, {"name": "Example Judge", "language": "ko", "password": ""})
    assert (answer.status_code, answer.location) == (303, "/judge/")
    assert queries.by_address(session, "new@example.org").language == "ko"
    assert signed_in(browser)
    assert browser.post(link, {"name": "Example Judge", "language": "ko"}).location == "/judge/", "a second press leads to the same place"


def test_a_bad_answer_keeps_what_was_typed_and_the_invitation(browser, session):
    link = invited(session)
    for typed, said in (({"name": "", "language": "ko"}, "Write the name."), ({"name": "Example Judge", "language": "xx"}, "Choose one"), ({"name": "Example Judge", "language": "ko", "password": "password12"}, "easy to guess")):
        answer = browser.post(link.replace("lang=mn", "lang=en"), typed)
        assert answer.status_code == 422
        assert said in answer.text
    assert 'value="Example Judge"' in answer.text
    assert queries.by_address(session, "new@example.org") is None


def test_a_used_or_old_invitation_says_whom_to_ask(browser, new_browser, session):
    old, used = invited(session, now=clock.now() - timedelta(days=15), address="old@example.org"), invited(session)
    browser.post(used, {"name": "Example Judge", "language": "ko"})
    other = new_browser()
    for link in (old, used, "/invitations/nonsense?lang=mn"):
        for answer in (other.get(link.replace("lang=mn", "lang=en")), other.post(link)):
            assert answer.status_code == 410
    assert "Please ask Example Person" in other.get(old.replace("lang=mn", "lang=en")).text


def test_who_has_an_account_adds_the_role_by_the_button_alone(browser, judge, session):
    government = make.government()
    link = invited(session, address=judge.address, role=Role.TEACHER, government_id=government.id)
    assert "Example Person" in browser.get(link).text
    assert browser.post(link).status_code == 303
    assert make.actor(judge).roles == {Role.JUDGE, Role.TEACHER}
    assert signed_in(browser)


def test_staff_sign_in_before_they_accept(browser, session):
    colleague = make.account(Role.STAFF, password=HASH)
    link = invited(session, address=colleague.address, role=Role.JUDGE)
    answer = browser.get(link)
    assert answer.status_code == 303
    assert answer.location.startswith("/login?next=/invitations/")
    back = sign_in(browser, colleague, to=answer.location)
    assert browser.follow(back).status_code == 200
    assert browser.post(back.location).status_code == 303
    assert make.actor(colleague).roles == {Role.STAFF, Role.JUDGE}


# The own account


def test_name_and_language_are_kept(browser, judge, session):
    browser.sign_in(judge)
    answer = browser.post("/account/", {"profile-name": "見本 一子", "profile-language": "ja"})
    assert answer.status_code == 303
    page = browser.follow(answer).text
    assert '<html lang="ja"' in page
    assert 'value="見本 一子"' in page


def test_a_nameless_person_is_asked_again(browser, judge):
    browser.sign_in(judge)
    answer = browser.post("/account/", {"profile-name": " ", "profile-language": "ja"})
    assert answer.status_code == 422


def test_the_password_is_changed_with_the_present_one(browser, new_browser, judge):
    browser.sign_in(judge)
    other = new_browser().sign_in(judge)
    answer = browser.post("/account/password", {"password-current": "wrong", "password-password": "green horse over hills"})
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text
    answer = browser.post("/account/password", {"password-current": PASSWORD, "password-password": "1234567890"})
    assert answer.status_code == 422
    assert browser.post("/account/password", {"password-current": PASSWORD, "password-password": "green horse over hills"}).status_code == 303
    assert signed_in(browser)
    assert not signed_in(other)


def test_signing_out_everywhere(browser, new_browser, judge):
    browser.sign_in(judge)
    other = new_browser().sign_in(judge)
    assert browser.get("/account/").text.count("this browser") == 1
    assert browser.post("/account/sign-out-everywhere").status_code == 303
    assert not signed_in(other)
    assert not signed_in(browser)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8", "WeChat, Android"),
        ("curl/8", ""),
    ],
)
def test_browsers_are_called_what_people_call_them(agent, name):
    assert browser_name(agent) == name


def test_expired_links_are_no_secret_in_the_store(session, judge):
    link = actions.sign_in_link(session, SYSTEM, judge, now=clock.now())
    row = session.scalars(select(SignInLink)).one()
    assert row.token_hash == keys(session).digest("sign-in", link.rsplit("/", 1)[1])
