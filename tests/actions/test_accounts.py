"""Invitations, links, sessions and grants against the database."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from contest.accounts import actions, passwords, queries, rules
from contest.accounts.models import Account, BrowserSession, Grant, Invitation, SignInLink
from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.ledger.models import Event, EventDetail
from contest.ledger.queries import first_fault
from contest.ledger.record import seal
from contest.policy import PUBLIC, SYSTEM, Role
from contest.post.models import Letter
from tests import make

NOW = make.NOW


def secret_of(link):
    assert link.startswith("http://localhost/")
    return link.rsplit("/", 1)[1].split("?")[0]


def invite(session, actor, **given):
    return actions.invite(session, actor, **{"address": "new@example.org", "name": "Example New", "language": "ko", "role": Role.JUDGE, "now": NOW} | given)


def letters(session):
    return session.scalars(select(Letter).order_by(Letter.id)).all()


def acts(session):
    seal(session)
    return session.scalars(select(Event.act).order_by(Event.id)).all()


# Invitations


def test_an_invitation_makes_an_account_with_its_role(session):
    government = make.government()
    _invitation, link = invite(session, make.staff(), address="ＮＥＷ@Example.org", role=Role.COORDINATOR, government_id=government.id)
    account = actions.accept_invitation(session, secret_of(link), name="Example Coordinator", language="mn", password="blue horse over hills", now=NOW)
    assert (account.address, account.name, account.language) == ("new@example.org", "Example Coordinator", "mn")
    assert make.actor(account).roles == {Role.COORDINATOR}
    assert make.actor(account).governments == {government.id}
    assert passwords.fits(account.password, "blue horse over hills")


def test_an_invitation_is_written_in_the_language_of_the_invited_and_holds_the_link(session):
    _invitation, link = invite(session, make.staff())
    (letter,) = letters(session)
    assert (letter.to_address, letter.to_name, letter.language, letter.occasion) == ("new@example.org", "Example New", "ko", "invitation")
    assert link in letter.body
    assert link.endswith("?lang=ko")


def test_the_store_and_the_ledger_know_no_token_and_no_address(session):
    _invitation, link = invite(session, make.staff())
    account = actions.accept_invitation(session, secret_of(link), now=NOW)
    way_in = actions.sign_in_link(session, make.staff(), account, now=NOW)
    actions.note_failure(session, "new@example.org", now=NOW)
    seal(session)
    kept = [v for row in session.execute(select(Invitation.token_hash)).all() + session.execute(select(SignInLink.token_hash)).all() for v in row]
    kept += [str(v) for v in session.scalars(select(EventDetail.values))]
    assert not [v for v in kept if secret_of(link) in v or secret_of(way_in) in v or "example.org" in v]
    assert first_fault(session) is None


def test_an_invitation_works_once_and_for_14_days(session):
    _invitation, link = invite(session, make.staff())
    with pytest.raises(Conflict):
        actions.accept_invitation(session, secret_of(link), now=NOW + timedelta(days=14))
    actions.accept_invitation(session, secret_of(link), now=NOW + timedelta(days=13))
    with pytest.raises(Conflict):
        actions.accept_invitation(session, secret_of(link), now=NOW + timedelta(days=13))
    with pytest.raises(Missing):
        actions.accept_invitation(session, "nonsense", now=NOW)


def test_a_new_link_replaces_the_old_one_and_is_mailed(session):
    staff = make.staff()
    invitation, old = invite(session, staff)
    new = actions.renew_invitation(session, staff, invitation, now=NOW + timedelta(days=20))
    with pytest.raises(Missing):
        actions.accept_invitation(session, secret_of(old), now=NOW)
    assert new in letters(session)[-1].body
    assert actions.accept_invitation(session, secret_of(new), now=NOW + timedelta(days=30)).address == "new@example.org"


def test_a_withdrawn_invitation_opens_nothing(session):
    staff = make.staff()
    invitation, link = invite(session, staff)
    actions.withdraw_invitation(session, staff, invitation, now=NOW)
    with pytest.raises(Conflict):
        actions.accept_invitation(session, secret_of(link), now=NOW)
    with pytest.raises(Conflict):
        actions.renew_invitation(session, staff, invitation, now=NOW)


def test_the_same_form_sent_twice_is_one_invitation_with_one_letter(session):
    staff = make.staff()
    first, second = invite(session, staff, draft="one form"), invite(session, staff, draft="one form")
    assert first == second
    assert len(letters(session)) == 1
    assert invite(session, staff, draft="another form")[1] != first[1]


def test_who_has_an_account_already_gets_the_role_added_and_is_signed_out(session):
    account = make.account(Role.TEACHER, government := make.government(), address="new@example.org")
    make.browser_session("account", account.id)
    _invitation, link = invite(session, make.staff(), role=Role.JUDGE, government_id=government.id)
    assert actions.accept_invitation(session, secret_of(link), name="Somebody Else", password="blue horse over hills", now=NOW).id == account.id
    assert make.actor(account).roles == {Role.TEACHER, Role.JUDGE}
    assert account.name != "Somebody Else"
    assert account.password is None, "a link for a new role is no link for a new password"
    assert queries.browsers(session, account.id, clock.now()) == []


def test_a_copied_invitation_does_not_open_a_colleagues_account(session):
    colleague = make.account(Role.STAFF, address="new@example.org")
    _invitation, link = invite(session, make.staff())
    with pytest.raises(NotAllowed):
        actions.accept_invitation(session, secret_of(link), actor=make.staff(), now=NOW)
    assert actions.accept_invitation(session, secret_of(link), actor=make.actor(colleague), now=NOW).id == colleague.id


def test_a_blocked_person_accepts_nothing(session):
    make.account(Role.JUDGE, address="new@example.org", blocked_at=NOW)
    _invitation, link = invite(session, make.staff(), role=Role.TEACHER, government_id=make.government().id)
    with pytest.raises(Conflict):
        actions.accept_invitation(session, secret_of(link), now=NOW)


def test_only_the_secretariat_invites(session):
    for actor in (PUBLIC, make.actor(make.account(Role.JUDGE)), make.actor(make.account(Role.COORDINATOR, make.government()))):
        with pytest.raises(NotAllowed):
            invite(session, actor)


def test_nobody_is_invited_to_what_they_have(session):
    make.account(Role.JUDGE, address="new@example.org")
    with pytest.raises(Invalid) as refusal:
        invite(session, make.staff())
    assert refusal.value.field == "address"


def test_two_invitations_to_one_address_accepted_at_once_make_one_account(own_app):
    with own_app.app_context():
        with transaction() as session:
            links = [invite(session, SYSTEM, address=a, now=clock.now())[1] for a in ("both@example.org", "ＢＯＴＨ@example.org")]
        start, outcomes = threading.Barrier(2), []

        def accept(link):
            with own_app.app_context():
                start.wait()
                try:
                    with transaction() as session:
                        actions.accept_invitation(session, secret_of(link), now=clock.now())
                    outcomes.append("in")
                except Conflict:
                    outcomes.append("told to open it again")

        threads = [threading.Thread(target=accept, args=(link,)) for link in links]
        [t.start() for t in threads]
        [t.join() for t in threads]
        assert len(outcomes) == 2
        assert db.session.scalar(select(func.count()).select_from(Account)) == 1
        assert db.session.scalar(select(func.count()).select_from(Grant)) == 1


# One-time links


def test_a_link_signs_in_once(session):
    account = make.account(Role.JUDGE)
    link = actions.sign_in_link(session, make.staff(), account, now=NOW)
    actor, token = actions.use_link(session, secret_of(link), now=NOW + timedelta(hours=23))
    assert (actor.id, actor.roles) == (account.id, {Role.JUDGE})
    assert token
    with pytest.raises(Conflict):
        actions.use_link(session, secret_of(link), now=NOW + timedelta(hours=23))


def test_links_expire(session):
    judge, staff = make.account(Role.JUDGE), make.account(Role.STAFF)
    handed = actions.sign_in_link(session, make.staff(), judge, now=NOW)
    own = actions.sign_in_link(session, make.actor(staff), staff, now=NOW)
    mailed = actions.sign_in_link(session, make.staff(), judge, mail=True, now=NOW)
    for link, hours in ((handed, 24), (own, 1), (mailed, 1)):
        with pytest.raises(Conflict):
            actions.use_link(session, secret_of(link), now=NOW + timedelta(hours=hours))


def test_staff_make_no_links_for_colleagues(session):
    with pytest.raises(NotAllowed):
        actions.sign_in_link(session, make.staff(), make.account(Role.STAFF), now=NOW)
    with pytest.raises(NotAllowed):
        actions.sign_in_link(session, make.actor(make.account(Role.JUDGE)), make.account(Role.JUDGE), now=NOW)
    assert actions.sign_in_link(session, SYSTEM, make.account(Role.STAFF), now=NOW)


def test_a_blocked_account_gets_no_link_and_uses_none(session):
    account = make.account(Role.JUDGE)
    link = actions.sign_in_link(session, make.staff(), account, now=NOW)
    actions.block(session, make.staff(), account, now=NOW)
    with pytest.raises(Conflict):
        actions.use_link(session, secret_of(link), now=NOW)
    with pytest.raises(Conflict):
        actions.sign_in_link(session, make.staff(), account, now=NOW)
    actions.request_link(session, account.address, now=NOW)
    assert letters(session) == []


def test_a_mailed_link_may_set_a_new_password_and_a_copied_one_may_not(session):
    account = make.account(Role.JUDGE, password=passwords.hashed("old words in a row"))
    make.browser_session("account", account.id)
    copied = actions.sign_in_link(session, make.staff(), account, now=NOW)
    actions.use_link(session, secret_of(copied), password="new words in a row", now=NOW)
    assert passwords.fits(account.password, "old words in a row")
    mailed = actions.sign_in_link(session, make.staff(), account, mail=True, now=NOW)
    actions.use_link(session, secret_of(mailed), password="new words in a row", now=NOW)
    assert passwords.fits(account.password, "new words in a row")
    assert [letter.occasion for letter in letters(session)] == ["sign-in link", "password changed"]
    assert session.scalar(select(func.count()).select_from(BrowserSession)) == 1, "only the one just opened"


def test_a_weak_password_leaves_the_link_usable(app, session):
    account = make.account(Role.JUDGE)
    link = actions.sign_in_link(session, make.staff(), account, mail=True, now=clock.now())
    session.flush()
    with pytest.raises(Invalid), transaction() as unit:
        actions.use_link(unit, secret_of(link), password="password12", now=clock.now())
    assert actions.use_link(session, secret_of(link), now=clock.now())


def test_an_unknown_address_gets_no_letter_but_a_record(session):
    actions.request_link(session, "nobody@example.org", now=NOW)
    assert letters(session) == []
    assert acts(session) == ["account:ask for link"]


# Passwords


def test_passwords_are_hashed_with_argon2id_and_not_shortened(session):
    stored = passwords.hashed("a" * 72 + " one")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.fits(stored, "a" * 72 + " one")
    assert not passwords.fits(stored, "a" * 72 + " two")
    assert not passwords.fits(None, "anything")


def test_changing_the_password_asks_for_the_present_one_and_ends_other_sessions(session):
    account = make.account(Role.JUDGE, password=passwords.hashed("old words in a row"))
    mine, _other = make.browser_session("account", account.id), make.browser_session("account", account.id)
    me = make.actor(account)
    with pytest.raises(Invalid) as refusal:
        actions.change_password(session, me, account, current="wrong", password="new words in a row", keep=mine, now=NOW)
    assert refusal.value.field == "current"
    actions.change_password(session, me, account, current="old words in a row", password="new words in a row", keep=mine, now=NOW)
    assert queries.find_actor(session, "account", mine)
    assert len(queries.browsers(session, account.id, clock.now())) == 1
    (letter,) = letters(session)
    assert (letter.occasion, letter.to_address) == ("password changed", account.address)
    assert "words" not in letter.body


def test_a_first_password_needs_no_present_one(session):
    account = make.account(Role.JUDGE)
    actions.change_password(session, make.actor(account), account, current="", password="new words in a row", keep=None, now=NOW)
    assert actions.check_password(session, account.address, "new words in a row") == account.id
    assert actions.check_password(session, account.address.upper(), "new words in a row") == account.id
    assert actions.check_password(session, account.address, "new words in a ro") is None
    assert actions.check_password(session, "nobody@example.org", "new words in a row") is None


def test_nobody_changes_the_account_of_another(session):
    account, other = make.account(Role.STAFF), make.account(Role.STAFF)
    with pytest.raises(NotAllowed):
        actions.change_password(session, make.actor(other), account, current="", password="new words in a row", keep=None, now=NOW)
    with pytest.raises(NotAllowed):
        actions.change_profile(session, make.actor(other), account, name="X", language="en", now=NOW)


# Grants and blocking


def test_taking_a_role_away_ends_all_sessions(session):
    account = make.account(Role.JUDGE)
    token = make.browser_session("account", account.id)
    grant = queries.grants_of(session, [account.id])[account.id][0]
    actions.remove_grant(session, make.staff(), grant, now=NOW)
    assert queries.find_actor(session, "account", token) is None
    assert make.actor(account).roles == set()


def test_a_role_is_given_once(session):
    account, staff = make.account(Role.JUDGE), make.staff()
    actions.add_grant(session, staff, account, role=Role.JUDGE, now=NOW)
    actions.add_grant(session, staff, account, role=Role.STAFF, now=NOW)
    assert [g.role for g in queries.person(session, account.id).grants] == [Role.JUDGE, Role.STAFF]


def test_blocking_ends_sessions_at_once_and_unblocking_lets_in_again(session):
    account, staff = make.account(Role.JUDGE), make.staff()
    token = make.browser_session("account", account.id)
    actions.block(session, staff, account, now=NOW)
    assert queries.find_actor(session, "account", token) is None
    with pytest.raises(Conflict):
        actions.sign_in(session, account.id, how="password", now=NOW)
    actions.unblock(session, staff, account, now=NOW)
    assert actions.sign_in(session, account.id, how="password", now=NOW)


def test_staff_block_neither_themselves_nor_remove_the_last_of_them(session):
    account = make.account(Role.STAFF)
    me, grant = make.actor(account), queries.grants_of(session, [account.id])[account.id][0]
    with pytest.raises(Conflict):
        actions.block(session, me, account, now=NOW)
    make.account(Role.STAFF, blocked_at=NOW)
    with pytest.raises(Conflict):
        actions.remove_grant(session, me, grant, now=NOW)
    make.account(Role.STAFF)
    actions.remove_grant(session, me, grant, now=NOW)


def test_only_the_secretariat_manages_people(session):
    account, judge = make.account(Role.TEACHER, make.government()), make.actor(make.account(Role.JUDGE))
    for act in (actions.block, actions.unblock):
        with pytest.raises(NotAllowed):
            act(session, judge, account, now=NOW)
    with pytest.raises(NotAllowed):
        actions.add_grant(session, judge, account, role=Role.STAFF, now=NOW)


def test_the_first_of_the_secretariat_comes_from_the_command_line(session):
    assert session.scalar(select(func.count()).select_from(Account)) == 0
    link = actions.add_staff(session, SYSTEM, "First@Example.org", "Example First", "ru", now=NOW)
    actor, _token = actions.use_link(session, secret_of(link), now=NOW + timedelta(hours=2))
    assert actor.roles == {Role.STAFF}
    assert actions.add_staff(session, SYSTEM, "first@example.org", "Example First", "ru", now=NOW)
    assert session.scalar(select(func.count()).select_from(Account)) == 1


# Sessions


def test_a_session_ends_when_idle_and_at_its_end(session):
    account, now = make.account(Role.STAFF), clock.now()
    for opened, seen, alive in ((0, 0, True), (11, 0.5, True), (11, 1.1, False), (12.1, 0, False)):
        token = actions.open_browser(session, "account", account.id, idle_minutes=60, hours=12, now=now - timedelta(hours=opened))
        row = session.scalars(select(BrowserSession).order_by(BrowserSession.id.desc()).limit(1)).one()
        row.seen_at = now - timedelta(hours=seen)
        session.flush()
        assert bool(queries.find_actor(session, "account", token)) is alive, (opened, seen)


def test_judges_stay_signed_in_longer_than_staff(session):
    for role, stay in ((Role.JUDGE, rules.DESK), (Role.STAFF, rules.OFFICE)):
        account = make.account(role)
        actions.sign_in(session, account.id, how="password", now=clock.now())
        (row,) = queries.browsers(session, account.id, clock.now())
        assert (row.idle_minutes, row.expires_at - row.created_at) == (stay.idle_minutes, timedelta(hours=stay.hours))


def test_a_token_of_one_kind_is_none_of_the_other(session):
    account = make.account(Role.STAFF)
    token = make.browser_session("student", account.id)
    assert queries.find_actor(session, "account", token) is None
    assert queries.find_actor(session, "student", token)[0].kind == "student"


def test_sweeping_takes_away_only_what_has_ended(session):
    account, now = make.account(Role.STAFF), clock.now()
    actions.open_browser(session, "account", account.id, idle_minutes=60, hours=12, now=now - timedelta(hours=13))
    actions.open_browser(session, "student", 1, idle_minutes=720, hours=168, now=now - timedelta(hours=13))
    alive = make.browser_session("account", account.id)
    actions.sign_in_link(session, SYSTEM, account, now=now - timedelta(days=9))
    actions.sweep(session, now)
    assert session.scalar(select(func.count()).select_from(BrowserSession)) == 1
    assert queries.find_actor(session, "account", alive)
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 0


def test_what_is_done_with_accounts_is_on_record(session):
    staff, account = make.staff(), make.account(Role.JUDGE)
    actions.note_failure(session, account.address, now=NOW)
    actions.note_failure(session, "nobody@example.org", now=NOW)
    actions.sign_in(session, account.id, how="password", now=NOW)
    actions.add_grant(session, staff, account, role=Role.TEACHER, government_id=make.government().id, now=NOW)
    actions.block(session, staff, account, now=NOW)
    assert acts(session) == ["account:sign-in failed", "account:sign-in failed", "account:sign in", "account:grant", "account:block"]
    assert first_fault(session) is None


def test_people_are_found_by_role_and_by_part_of_the_address(session):
    judge, _teacher = make.account(Role.JUDGE, address="judge_one@example.org"), make.account(Role.TEACHER, make.government(), address="judgexone@example.org")
    assert [p.id for p in queries.people(session, role=Role.JUDGE)] == [judge.id]
    assert [p.id for p in queries.people(session, text="JUDGE_ONE")] == [judge.id], "an underscore is a letter here"
    assert queries.count_people(session, text="judge") == 2
    assert queries.count_people(session, text="%") == 0


def test_a_link_made_before_somebody_joined_the_secretariat_opens_it_to_nobody(session):
    account = make.account(Role.JUDGE)
    before = actions.sign_in_link(session, make.staff(), account, now=NOW)
    actions.add_grant(session, SYSTEM, account, role=Role.STAFF, now=NOW)
    with pytest.raises(Conflict):
        actions.use_link(session, secret_of(before), now=NOW)
