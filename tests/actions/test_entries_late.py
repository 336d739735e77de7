"""The secretariat takes an entry after closing: by name, with a reason, until an instant."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions.models import Edition
from contest.entries import rules
from contest.entries.actions import desk, late, student
from contest.entries.queries import desk as queries
from contest.entries.states import EntryState as E
from contest.ledger.models import Event
from contest.policy import Role
from contest.post.models import Letter
from tests import make
from tests.threads import in_threads

DAY = timedelta(days=1)


@pytest.fixture
def edition(session):
    now = clock.now()
    return make.open_edition(opens_at=now - 9 * DAY, closes_at=now - DAY, endorse_by=now + DAY)


@pytest.fixture
def entry(edition):
    return make.ready_entry(edition=edition)


def allow(session, entry, actor=None, **given):
    values = {"reason": "the line was down", "until": clock.now() + 2 * DAY, "now": clock.now()} | given
    session.flush()
    session.expire_all()
    late.allow_late(session, actor or make.staff(), queries.hold(session, entry.id), **values)


def send(session, entry, now=None):
    session.flush()
    session.expire_all()
    held = queries.hold(session, entry.id)
    student.submit(session, make.student_actor(held.student), held, now=now or clock.now())


def test_a_draft_is_sent_late_and_stays_marked(session, entry):
    with pytest.raises(rules.Closed):
        send(session, entry)
    with transaction():
        allow(session, entry)
    send(session, entry)
    held = queries.hold(session, entry.id)
    assert (held.state, held.late_reason, held.late_until is not None) == (E.SUBMITTED, "the line was down", True)
    event = session.scalars(select(Event).where(Event.act == "entry:take late")).one()
    assert event.thing_id == entry.id
    letter = session.scalars(select(Letter).where(Letter.occasion == "entry.late")).one()
    assert "late" in letter.body


def test_after_the_granted_time_it_is_closed_again(session, entry):
    allow(session, entry)
    with pytest.raises(rules.Closed):
        send(session, entry, now=clock.now() + 2 * DAY)


def test_the_same_grant_again_changes_nothing_and_a_longer_one_replaces_it(session, entry):
    until = clock.now() + DAY
    allow(session, entry, until=until)
    version = queries.hold(session, entry.id).version
    allow(session, entry, until=until)
    assert queries.hold(session, entry.id).version == version
    allow(session, entry, until=until + DAY)
    assert queries.hold(session, entry.id).late_until == until + DAY
    assert len(session.scalars(select(Letter).where(Letter.occasion == "entry.late")).all()) == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_needed(session, entry, reason):
    with pytest.raises(Invalid):
        allow(session, entry, reason=reason)


def test_only_the_secretariat_takes_entries_late(session, entry):
    held = queries.hold(session, entry.id)
    coordinator = make.actor(make.account(Role.COORDINATOR, held.government))
    for actor in (coordinator, make.student_actor(held.student), make.actor(make.account(Role.JUDGE))):
        with pytest.raises(NotAllowed):
            allow(session, entry, actor)
        with pytest.raises(NotAllowed):
            late.start_late(session, actor, held.edition, language="mn", reason="ill", until=clock.now() + DAY, now=clock.now())


def test_an_entry_is_begun_for_a_student_who_could_not(session, edition):
    made, code = late.start_late(session, make.staff(), edition, language="mn", reason="ill", until=clock.now() + DAY, now=clock.now())
    assert (made.state, made.student.language if "student" in made.__dict__ else "mn", len(code)) == (E.DRAFT, "mn", 10)
    assert made.late_until is not None


def test_pressed_at_once_by_one_it_is_begun_once(own_app):
    with own_app.app_context():
        make.start(db.session())
        with transaction():
            now = clock.now()
            identity, staff = make.open_edition(opens_at=now - 9 * DAY, closes_at=now - DAY, endorse_by=now + DAY).id, make.staff()

    def press(_number):
        with transaction() as unit:
            edition = locked(unit, Edition, identity)
            made, code = late.start_late(unit, staff, edition, language="mn", reason="ill", until=now + DAY, press="x", now=clock.now())
            return made.id, code

    assert len(set(in_threads(own_app, 4, press))) == 1


def test_nobody_is_late_while_entries_are_open(session):
    edition = make.open_edition()
    with pytest.raises(Conflict):
        late.start_late(session, make.staff(), edition, language="mn", reason="ill", until=clock.now() + 40 * DAY, now=clock.now())
    with pytest.raises(Conflict):
        allow(session, make.ready_entry(edition=edition), until=clock.now() + 40 * DAY)


def test_its_government_endorses_it_a_week_longer(session, edition):
    now = clock.now()
    entry = make.entry(edition=edition, state=E.SUBMITTED, late_until=now + 5 * DAY, late_reason="ill")
    other = make.entry(edition=edition, state=E.SUBMITTED, government=session.get(make.Government, entry.government_id))
    make.consents(entry)
    make.consents(other)
    who = make.actor(make.account(Role.COORDINATOR, session.get(make.Government, entry.government_id)))
    later = now + 11 * DAY
    session.expire_all()
    with pytest.raises(Conflict):
        desk.endorse(session, who, queries.hold(session, other.id), now=later)
    with pytest.raises(Conflict):
        desk.endorse(session, who, queries.hold(session, entry.id), now=now + 12 * DAY)
    desk.endorse(session, who, queries.hold(session, entry.id), now=later)
    assert queries.hold(session, entry.id).state is E.ENDORSED
