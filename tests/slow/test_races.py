"""Several people do the same thing in the same moment: it happens once, and nobody's work is lost."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from contest.accounts import actions as accounts
from contest.accounts.models import Account, BrowserSession, Grant, Invitation
from contest.awards import actions as awards
from contest.awards import queries as award_queries
from contest.awards.models import Allocation, Award, Tier
from contest.awards.states import AllocationState
from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions.models import Edition
from contest.entries.actions import student as entries
from contest.entries.models import Entry
from contest.entries.queries.student import WHOLE, by_draft
from contest.entries.rules import Closed
from contest.entries.states import EntryState
from contest.judging import actions as judging
from contest.judging.models import Mark, Round, Sheet
from contest.judging.queries import criteria as criteria_of
from contest.judging.states import SheetState
from contest.ledger.models import Event
from contest.ledger.queries import first_fault
from contest.policy import SYSTEM, Actor, Role
from contest.post.models import Letter
from tests import make
from tests.threads import in_threads

pytestmark = pytest.mark.slow


@pytest.fixture
def unit(own_app):
    """Build in real transactions of an app of its own."""
    with own_app.app_context():
        make.start(db.session())
        yield db.session()
        db.session.rollback()
        assert first_fault(db.session()) is None


def how_many(session, kind, *where):
    return session.scalar(select(func.count()).select_from(kind).where(*where))


def client_of(app, key, token):
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[key] = token
        cookie["_fresh"] = True
    return client


def test_ten_presses_of_send_give_one_receipt(own_app, unit):
    with transaction():
        entry = make.ready_entry(guardian_email="")
        token = make.browser_session("student", entry.student_id)
    draft, entry_id = entry.draft_key, entry.id
    db.session.remove()
    answers = in_threads(own_app, 10, lambda _: client_of(own_app, "student", token).post(f"/en/enter/{draft}/check"))
    assert [answer.status_code for answer in answers] == [303] * 10
    session = db.session()
    sent = session.get(Entry, entry_id)
    assert sent.state is EntryState.SUBMITTED
    assert sent.receipt
    assert how_many(session, Event, Event.act == "entry:submit") == 1
    assert how_many(session, Letter, Letter.occasion == "receipt") <= 1
    pages = in_threads(own_app, 2, lambda _: client_of(own_app, "student", token).get(f"/en/enter/{draft}/sent").text)
    assert all(sent.receipt in page for page in pages)


def test_ten_answers_to_one_invitation_make_one_account(own_app, unit):
    with transaction() as session:
        invitation, link = accounts.invite(session, SYSTEM, address="new@example.org", name="Example New", language="en", role=Role.STAFF, now=clock.now())
        before = how_many(session, Account)
    path = link.split("localhost")[1]
    db.session.remove()
    form = {"name": "Example New", "language": "en", "password": "a long enough secret"}
    answers = in_threads(own_app, 10, lambda _: own_app.test_client().post(path, data=form))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 303
    assert set(codes[1:]) <= {303, 409, 410}
    session = db.session()
    assert how_many(session, Account) == before + 1
    assert how_many(session, Grant) == 1
    assert how_many(session, BrowserSession) == 1  # only one of the ten came in
    assert session.get(Invitation, invitation.id).used_at is not None


@pytest.fixture
def proposal(unit):
    """A version one member of staff has proposed: twelve works, six winners."""
    with transaction() as session:
        round_, judges, _works = make.open_round(works=12, judges=1, pictures=False)
        for n, sheet in enumerate(make.sheets_of(judges[0], round_)):
            make.mark(judges[0], sheet, min(9, n), max(0, n - 9), 0)
        for position, places in enumerate((1, 2, 3), 1):
            make.save(Tier(edition_id=round_.edition_id, position=position, names=make.six(f"Tier {position}"), mark="gold", places=places))
        judging.close(session, SYSTEM, round_, missing_seen=0, now=clock.now())
        session.flush()
        edition = session.get(Edition, round_.edition_id)
        digest = award_queries.preview(session, round_).digest
        made = awards.propose(session, make.staff(), edition, round_, digest=digest, now=clock.now())
        people = [make.staff() for _ in range(6)]
    return made.id, people


def test_six_colleagues_lock_and_publish_at_once_and_it_happens_once(own_app, unit, proposal):
    allocation_id, people = proposal
    db.session.remove()

    def lock(number):
        with transaction() as session:
            awards.lock(session, people[number], locked(session, Allocation, allocation_id), now=clock.now())
        return "locked"

    found = in_threads(own_app, 6, lock)
    assert found.count("locked") == 1, found

    def publish(number):
        with transaction() as session:
            awards.publish(session, people[number], locked(session, Allocation, allocation_id), winners=6, now=clock.now())
        return "published"

    assert in_threads(own_app, 6, publish) == ["published"] * 6  # five find it done
    session = db.session()
    assert session.get(Allocation, allocation_id).state is AllocationState.PUBLISHED
    assert how_many(session, Award) == 6
    assert sorted(session.scalars(select(Entry.public_number).where(Entry.public_number.is_not(None)))) == [1, 2, 3, 4, 5, 6]
    assert how_many(session, Event, Event.act == "allocation published") == 1
    assert how_many(session, Letter, Letter.occasion == "result") <= 6


def test_two_proposals_at_once_are_two_versions(own_app, unit, proposal):
    allocation_id, people = proposal
    first = unit.get(Allocation, allocation_id)
    edition_id, digest = first.edition_id, first.digest
    round_id = first.round_id
    db.session.remove()

    def propose(number):
        with transaction() as session:
            return awards.propose(session, people[number], locked(session, Edition, edition_id), locked(session, Round, round_id), digest=digest, now=clock.now()).version

    assert sorted(in_threads(own_app, 4, propose)) == [2, 3, 4, 5]


def test_eight_judges_save_fifty_works_each_and_nothing_is_lost(own_app, unit):
    with transaction():
        round_, judges, _works = make.open_round(works=50, judges=8, pictures=False)
        actors = [make.actor(judge) for judge in judges]
        sheets = [[(sheet.id, sheet.version) for sheet in make.sheets_of(judge, round_)] for judge in judges]
        criteria = [criterion.id for criterion in criteria_of(db.session(), round_.id)]
    db.session.remove()

    def judge(number):
        for place, (sheet_id, version) in enumerate(sheets[number]):
            marks = {criterion: (number + place + n) % 10 for n, criterion in enumerate(criteria)}
            with transaction() as session:
                judging.save_sheet(session, actors[number], sheet_id, marks=marks, note=f"note {number} {place}", expected_version=version, final=True, now=clock.now())
        return "done"

    assert in_threads(own_app, 8, judge) == ["done"] * 8
    session = db.session()
    assert how_many(session, Sheet, Sheet.state == SheetState.SCORED) == 400
    assert how_many(session, Mark) == 1200
    stored = {(mark.sheet_id, mark.criterion_id): mark.steps for mark in session.scalars(select(Mark))}
    notes = dict(session.execute(select(Sheet.id, Sheet.note)).all())
    for number, own_sheets in enumerate(sheets):
        for place, (sheet_id, _version) in enumerate(own_sheets):
            assert notes[sheet_id] == f"note {number} {place}"
            assert [stored[sheet_id, criterion] for criterion in criteria] == [(number + place + n) % 10 for n in range(3)]


def test_two_windows_of_one_judge_do_not_overwrite_each_other(own_app, unit):
    with transaction():
        round_, judges, _works = make.open_round(works=1, judges=1, pictures=False)
        actor, sheet = make.actor(judges[0]), make.sheets_of(judges[0], round_)[0]
        criteria = [criterion.id for criterion in criteria_of(db.session(), round_.id)]
        sheet_id, version = sheet.id, sheet.version
    db.session.remove()

    def save(number):
        with transaction() as session:
            judging.save_sheet(session, actor, sheet_id, marks=dict.fromkeys(criteria, number), note="", expected_version=version, now=clock.now())
        return "saved"

    found = in_threads(own_app, 6, save)
    assert found.count("saved") == 1, found
    winner = found.index("saved")
    assert {mark.steps for mark in db.session().scalars(select(Mark))} == {winner}


# ── the last second ──


def send(draft, student_id, now):
    with transaction() as session:
        entry = locked(session, Entry, by_draft(session, draft).id, options=WHOLE)
        entries.submit(session, Actor("student", student_id), entry, now=now)
    return "sent"


def test_the_closing_instant_itself_is_too_late_and_the_one_before_is_not(own_app, unit):
    closes = clock.now() + timedelta(days=3)
    with transaction():
        edition = make.open_edition(closes_at=closes, endorse_by=closes + timedelta(days=14))
        drafts = [(entry.draft_key, entry.student_id) for entry in (make.ready_entry(edition=edition, government=make.government()) for _ in range(8))]
    db.session.remove()
    moments = [closes - timedelta(microseconds=1), closes, closes + timedelta(microseconds=1), closes - timedelta(seconds=1)] * 2
    found = in_threads(own_app, 8, lambda n: send(*drafts[n], moments[n]))
    assert [each if each == "sent" else type(each) for each in found] == ["sent", Closed, Closed, "sent"] * 2


def test_an_entry_that_waits_for_the_store_meets_the_closing_as_it_is_then(own_app, unit):
    now = clock.now()
    with transaction():
        edition = make.open_edition()
        entry = make.ready_entry(edition=edition)
    draft, student_id, edition_id = entry.draft_key, entry.student_id, edition.id
    db.session.remove()
    with transaction() as session:  # staff hold the store and move the closing to the past, while the painter presses Send
        held = locked(session, Edition, edition_id)
        held.closes_at = now - timedelta(hours=1)
        session.flush()
        answer = []

        def press():
            with own_app.app_context():
                try:
                    answer.append(send(draft, student_id, now))
                except Closed:
                    answer.append("closed")

        thread = threading.Thread(target=press)
        thread.start()
    thread.join(30)
    assert answer == ["closed"]
