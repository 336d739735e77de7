"""Who may be granted what, which passwords will do, where one may be sent."""

from datetime import timedelta

import pytest

from contest.accounts import rules
from contest.core.errors import Conflict, Invalid
from contest.policy import Role
from tests.make import NOW

ELSEWHERE = [
    "https://evil.example/", "http:evil.example", "//evil.example", "///evil.example", "////evil.example/x", "/\\evil.example", "\\\\evil.example", "/\\/evil.example",
    "/\t/evil.example", "/\n/evil.example", " //evil.example", "/%5cevil.example", "/%2fevil.example", "/%2f%2fevil.example", "/%09/evil.example", "javascript:alert(1)",
    "evil.example", "", None, "/staff//evil.example", "/login?next=/login", "/logout", "https:/evil.example", "/\x00/evil", "/a" * 800,
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in(wanted):
    assert rules.own_path(wanted) == ""


@pytest.mark.parametrize("wanted", ["/staff/", "/judge/rounds/3/works/AB12?zoom=1", "/ko/my", "/staff/entries?q=%E7%94%BB&page=2", "/account/", "/invitations/abc"])
def test_own_pages_are_found_again(wanted):
    assert rules.own_path(wanted) == wanted


def test_an_address_is_one_address_however_it_is_typed():
    assert {rules.address(a) for a in ("Person@Example.org", " person@example.org ", "ｐｅｒｓｏｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "PERSON@EXAMPLE.ORG")} == {"person@example.org"}
    assert rules.address("имя@пример.рф") == "имя@пример.рф"


@pytest.mark.parametrize(
    "typed",
    ["", "person", "person@", "@example.org", "a@b", "two@at@example.org", "a b@example.org", "a@example..org", "a@-example.org", "a@example.o", "a,b@example.org", "a@ex.org\nBcc: x@y.org", "x" * 320 + "@example.org"],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(Invalid) as refusal:
        rules.address(typed)
    assert refusal.value.field == "address"


@pytest.mark.parametrize(
    "password",
    ["short", "123456789", "1234567890", "qwertyuiop", "Password123!", "passwordpassword", "aaaaaaaaaaaa", "abababababab", "abcdefghijklm", "QWERTY123456", "artcontest2026", "near-art-contest", "пароль12345", "비밀번호1234567", "x" * 201],
)
def test_weak_passwords_are_refused(password):
    with pytest.raises(Invalid) as refusal:
        rules.check_password(password, "person@example.org", "Example Person")
    assert refusal.value.field == "password"


@pytest.mark.parametrize("password", ["example.painter", "Example.Painter1", "examplepainter!!", "painterofexamples@example.org"])
def test_a_password_is_not_the_own_name_or_address(password):
    with pytest.raises(Invalid):
        rules.check_password(password, "painterofexamples@example.org", "Example Painter")


@pytest.mark.parametrize("password", ["correct horse battery", "파란 말이 산을 넘는다", "青い馬が山を越えてゆく朝", " spaces at both ends ", "x1" * 10 + "лошадь" * 20])
def test_long_and_foreign_passwords_are_welcome(password):
    assert rules.check_password(password, "person@example.org")


def test_the_same_characters_from_another_keyboard_are_the_same_password():
    assert rules.spelled("ｂｌｕｅ　horse") == rules.spelled("blue horse")


def test_a_coordinator_and_a_teacher_need_a_government_and_staff_have_none():
    for role, government in ((Role.COORDINATOR, None), (Role.TEACHER, None), (Role.STAFF, 1)):
        with pytest.raises(Invalid) as refusal:
            rules.check_grant(role, government, [])
        assert refusal.value.field == "government"
    rules.check_grant(Role.COORDINATOR, 1, [])
    rules.check_grant(Role.JUDGE, None, [])


def test_one_person_stands_for_one_government():
    """Otherwise a judge who comes from one government and coordinates another would coordinate both."""
    with pytest.raises(Invalid):
        rules.check_grant(Role.JUDGE, 2, [1])
    rules.check_grant(Role.JUDGE, 1, [1, None])


def test_somebody_of_the_secretariat_remains():
    with pytest.raises(Conflict):
        rules.check_staff_remain(0)
    rules.check_staff_remain(1)


def test_only_judges_stay_signed_in_for_days():
    assert rules.stay({Role.JUDGE}) == rules.Stay(720, 168)
    assert rules.stay({Role.JUDGE, Role.STAFF}) == rules.stay(set()) == rules.Stay(60, 12)


def test_a_session_ends_when_idle_and_at_its_end():
    end = NOW + timedelta(hours=12)
    assert rules.session_alive(NOW, 60, end, NOW + timedelta(minutes=60))
    assert not rules.session_alive(NOW, 60, end, NOW + timedelta(minutes=61))
    assert not rules.session_alive(end, 60, end, end)


def test_mailed_links_and_links_for_staff_are_short_lived():
    assert rules.link_lives({Role.JUDGE}, mailed=False, by_command=False) == timedelta(hours=24)
    assert rules.link_lives({Role.JUDGE}, mailed=True, by_command=False) == timedelta(minutes=60)
    assert rules.link_lives({Role.STAFF}, mailed=False, by_command=False) == timedelta(minutes=60)
    assert rules.link_lives({Role.STAFF}, mailed=False, by_command=True) == timedelta(hours=24)


def test_everybody_begins_where_their_work_is():
    assert [rules.home(r) for r in ({Role.STAFF, Role.JUDGE}, {Role.COORDINATOR}, {Role.TEACHER}, {Role.JUDGE}, set())] == ["/staff/", "/org/", "/account/", "/judge/", "/account/"]
