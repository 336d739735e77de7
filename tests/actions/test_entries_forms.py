"""Photographed forms: evidence that counts for nothing until somebody has read it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.db.transaction import transaction
from contest.editions.models import ConsentText
from contest.editions.rules import Purpose
from contest.entries.actions import consent, papers_read
from contest.entries.models import Consent, ConsentPaper, ConsentRequest
from contest.entries.queries import desk as works
from contest.entries.queries import signed as queries
from contest.entries.queries.public import held_for, may_see
from contest.entries.queries.words import agreed
from contest.entries.states import EntryState as E
from contest.governments.models import Government
from contest.ledger.models import Event
from contest.media import check
from contest.media.extension import NAME
from contest.media.models import Picture
from contest.media.own import prepare_own
from contest.media.store import FolderStore
from contest.policy import PUBLIC, Actor, Role
from contest.post.models import Letter
from tests import make
from tests.pictures import FOUR, four

YES = dict.fromkeys(Purpose, "yes") | {Purpose.NAME: "short"}


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "uploads", durable=False)


@pytest.fixture
def entry(session):
    return make.ready_entry(state=E.SUBMITTED)


def held(session, entry):
    session.flush()
    session.expire_all()
    return works.hold(session, entry.id)


def hand_in(session, store, entry, actor, picture=None, **given):
    prepared = prepare_own(picture or four(), store=store)
    return papers_read.hand_in(session, actor, held(session, entry), prepared, store=store, **{"language": "en", "now": clock.now()} | given)


def read(session, entry, paper, actor=None, answers=YES, **given):
    values = {"given_by": "Example Guardian", "language": "en", "versions": {}, "now": clock.now()} | given
    papers_read.read_form(session, actor or make.staff(), held(session, entry), paper.id, answers, **values)


def coordinator(session, entry):
    return make.actor(make.account(Role.COORDINATOR, session.get(Government, entry.government_id)))


def test_the_student_the_guardian_and_the_desk_hand_a_form_in_and_nobody_else(session, store, entry):
    token = make.consent_link(entry)
    request = session.scalars(select(ConsentRequest)).one()
    assert token
    with transaction():
        sent = [
            hand_in(session, store, entry, Actor("student", entry.student_id)),
            hand_in(session, store, entry, Actor("guardian", request.id), four(colours=FOUR[::-1]), request=request),
            hand_in(session, store, entry, coordinator(session, entry), four(300, 200)),
        ]
    assert [each.sent_by_kind for each in sent] == ["student", "guardian", "account"]
    for actor in (PUBLIC, Actor("student", entry.student_id + 1), Actor("guardian", request.id), make.actor(make.account(Role.JUDGE)), coordinator(session, make.entry())):
        with pytest.raises(NotAllowed):
            hand_in(session, store, entry, actor)
    assert held_for(session, [entry.id])[entry.id] == {}
    assert [event.act for event in session.scalars(select(Event).where(Event.act == "consent:send form"))] == ["consent:send form"] * 3


def test_the_same_photo_twice_is_one_form_and_a_new_one_stands_before_it(session, store, entry):
    student = Actor("student", entry.student_id)
    one = hand_in(session, store, entry, student)
    assert hand_in(session, store, entry, student).id == one.id
    two = hand_in(session, store, entry, student, four(300, 200))
    forms = queries.forms_of(session, [entry.id])[entry.id]
    assert [(form.paper.id, form.state) for form in forms] == [(two.id, "waiting"), (one.id, "replaced")]
    assert queries.count_waiting(session) == 1


def test_rows_and_files_of_forms_agree(session, store, entry):
    with transaction():
        hand_in(session, store, entry, Actor("student", entry.student_id))
    known = [fault for fault in check.faults(session, store, now=clock.now() + timedelta(days=2)) if "belongs to no picture" in fault]
    assert known == []


def test_a_draft_has_no_form_yet_and_an_ended_link_takes_none(session, store, entry):
    with pytest.raises(Conflict):
        hand_in(session, store, make.ready_entry(), make.staff())
    make.consent_link(entry, expires_at=clock.now() - timedelta(minutes=1))
    request = session.scalars(select(ConsentRequest).where(ConsentRequest.entry_id == entry.id)).one()
    with pytest.raises(Conflict):
        hand_in(session, store, entry, Actor("guardian", request.id), request=request)


def test_what_the_form_says_is_recorded_with_its_evidence_and_words(session, entry):
    paper = make.signed_form(entry, language="mn")
    with transaction():
        read(session, entry, paper, language="mn")
    rows = session.scalars(select(Consent).where(Consent.method == "paper")).all()
    assert {(row.purpose.value, row.answer, row.paper_id, row.language, row.text_id is not None) for row in rows} == {
        (purpose.value, answer, paper.id, "mn", True) for purpose, answer in YES.items()
    }
    assert (paper.read_at is not None, paper.language) == (True, "mn")
    assert session.scalars(select(Letter.occasion)).all() == ["consent.answered"]


def test_the_version_on_the_form_is_the_one_that_is_kept(session, entry):
    newer = make.save(ConsentText(edition_id=entry.edition_id, purpose=Purpose.SHOW, language="en", version=2, text="May we show it, please?"))
    paper = make.signed_form(entry)
    read(session, entry, paper, versions={Purpose.SHOW: 1})
    words = agreed(session, entry.edition_id, held_for(session, [entry.id])[entry.id])
    assert (words[Purpose.SHOW].version, words[Purpose.SHOW].changed, words[Purpose.ENTER].changed) == (1, True, False)
    again = make.signed_form(entry)
    with pytest.raises(Invalid):
        read(session, entry, again, versions={Purpose.SHOW: 3})
    read(session, entry, again)
    assert held_for(session, [entry.id])[entry.id][Purpose.SHOW].text_id == newer.id


def test_a_missing_yes_takes_the_work_out_at_once(session, entry):
    make.consents(entry)
    entry.state, entry.endorsed_at = E.ENDORSED, clock.now()
    read(session, entry, make.signed_form(entry), answers=YES | {Purpose.TRANSFER: "no"})
    assert held(session, entry).state is E.WITHDRAWN


def test_a_form_is_read_once(session, entry):
    paper, first = make.signed_form(entry), make.staff()
    read(session, entry, paper, first)
    read(session, entry, paper, first)
    assert len(session.scalars(select(Consent).where(Consent.method == "paper")).all()) == 5
    with pytest.raises(Conflict):
        read(session, entry, paper)
    with pytest.raises(Conflict):
        papers_read.refuse_form(session, make.staff(), held(session, entry), paper.id, reason="too dark", now=clock.now())


def test_a_form_that_cannot_be_used_stays_and_the_student_is_told_why_in_their_language(session, entry):
    held(session, entry).student.language = "ja"
    paper = make.signed_form(entry)
    with transaction():
        papers_read.refuse_form(
            session, coordinator(session, entry), held(session, entry), paper.id, reason="The photo is too dark or too blurred to read.", now=clock.now()
        )
    letter = session.scalars(select(Letter)).one()
    assert (letter.language, "too dark" in letter.body) == ("ja", False)
    assert session.get(ConsentPaper, paper.id).refused == "The photo is too dark or too blurred to read."
    assert (queries.count_waiting(session), held_for(session, [entry.id])[entry.id]) == (0, {})


def test_who_reads_a_form_sees_its_picture_and_no_other_face_does(session, entry):
    picture = session.get(Picture, make.signed_form(entry).picture_id)
    seen = {
        name: may_see(session, actor, picture)
        for name, actor in {
            "staff": make.staff(), "own": coordinator(session, entry), "other": coordinator(session, make.entry()), "student": Actor("student", entry.student_id),
            "judge": make.actor(make.account(Role.JUDGE)), "guardian": Actor("guardian", 1), "public": PUBLIC,
        }.items()
    }  # fmt: skip
    assert {name for name, may in seen.items() if may} == {"staff", "own"}


def test_no_door_but_that_of_entries_opens_for_a_form(app, session, entry):
    picture = session.get(Picture, make.signed_form(entry).picture_id)
    doors = app.extensions[NAME].doors
    assert [door.may_see(session, PUBLIC, picture) for door in doors] == [False] * len(doors)


def test_permissions_are_withdrawn_on_request_with_who_asked(session, entry):
    make.consents(entry)
    with transaction():
        consent.withdraw_consent(session, coordinator(session, entry), held(session, entry), [Purpose.SHOW], reason="the mother called", now=clock.now())
    assert Purpose.SHOW not in held_for(session, [entry.id])[entry.id]
    assert held(session, entry).state is E.SUBMITTED
    with pytest.raises(NotAllowed):
        consent.withdraw_consent(session, coordinator(session, make.entry()), held(session, entry), [Purpose.NAME], now=clock.now())
