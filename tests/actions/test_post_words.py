"""The secretariat's own words for letters: put in place, taken back, never at somebody else's cost."""

import pytest
from sqlalchemy import select

from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.db.transaction import transaction
from contest.desk import actions
from contest.desk.queries import words as queries
from contest.entries import mails
from contest.ledger.models import Event
from contest.policy import Role
from contest.post.compose import standard, words_for
from contest.post.models import LetterTemplate
from contest.post.rules import Words
from tests import make

NOW = make.NOW


def change(session, subject="Ready", body="Dear {name}: {link}", *, seen="", actor=None, occasion=mails.ACCEPTED, code="ko"):
    actions.change_words(session, actor or make.staff(), occasion, code, subject=subject, body=body, seen=seen, now=NOW)
    session.flush()


def row(session, occasion=mails.ACCEPTED, code="ko"):
    return queries.own(session, occasion, code)


def test_own_words_stand_in_one_language_and_the_others_keep_the_standard(session):
    change(session, " Ready \n now ", "Dear {name}\r\n\r\n{link}\u202e")
    found = words_for(session, mails.ACCEPTED)
    assert found["ko"] == Words("Ready now", "Dear {name}\n\n{link}")
    assert found["mn"] == standard(mails.ACCEPTED, "mn")


def test_the_same_words_again_are_no_second_change(session):
    with transaction() as unit:
        change(unit)
        change(unit, seen="whatever")
    assert row(session).version == 1
    assert session.scalars(select(Event.act)).all().count("letter words:change") == 1


def test_a_page_older_than_what_is_stored_is_refused(session):
    change(session)
    first = row(session).trace
    change(session, "Second", seen=first)
    for seen in ("", first, "nonsense"):
        with pytest.raises(Conflict):
            change(session, "Third", seen=seen)
        with pytest.raises(Conflict):
            actions.standard_again(session, make.staff(), mails.ACCEPTED, "ko", seen=seen, now=NOW)
    assert row(session).subject == "Second"


def test_back_to_the_standard_words_and_on_again(session):
    change(session)
    trace = row(session).trace
    actions.standard_again(session, make.staff(), mails.ACCEPTED, "ko", seen=trace, now=NOW)
    session.flush()
    assert words_for(session, mails.ACCEPTED)["ko"] == standard(mails.ACCEPTED, "ko")
    actions.standard_again(session, make.staff(), mails.ACCEPTED, "ko", seen=trace, now=NOW)
    change(session, "Again")
    assert row(session).subject == "Again"


@pytest.mark.parametrize(("subject", "body", "field"), [("", "x", "subject"), ("x", "", "body"), ("x", "{nobody}", "body"), ("{code}", "x", "subject")])
def test_words_that_break_a_rule_are_not_stored(session, subject, body, field):
    with pytest.raises(Invalid) as refused:
        change(session, subject, body)
    assert refused.value.field == field
    assert row(session) is None


def test_a_link_somebody_needs_may_not_be_left_out(session):
    with pytest.raises(Invalid):
        change(session, "Hello", "Please answer", occasion=mails.ASKED)
    with pytest.raises(Invalid):
        change(session, "Answer at {link}", "{link}", occasion=mails.ASKED)
    change(session, "Hello", "Please answer: {link}", occasion=mails.ASKED)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.JUDGE, Role.TEACHER])
def test_only_the_secretariat_writes_words(session, role):
    other = make.actor(make.account(role, make.government()))
    with pytest.raises(NotAllowed):
        change(session, actor=other)
    with pytest.raises(NotAllowed):
        actions.standard_again(session, other, mails.ACCEPTED, "ko", seen="", now=NOW)
    assert session.scalars(select(LetterTemplate)).all() == []
