"""Two hundred people press Send around the closing, each twice: in or out exactly by the closing that is theirs, and nobody is in twice."""

import random
import socket
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection

import pytest
from sqlalchemy import func, select
from waitress import create_server, wasyncore

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions.models import Extension
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.ledger.models import Event
from contest.ledger.queries import first_fault
from contest.web.arrival import Channel
from tests import make
from tests.slow.test_crash import cookie

pytestmark = pytest.mark.slow
PEOPLE, AROUND = 200, 1.2  # seconds before and after the own closing
AHEAD = timedelta(seconds=25)  # to get everything ready


@dataclass
class Press:
    entry_id: int
    draft: str
    cookie: str
    closes_at: datetime
    at: datetime
    before: datetime | None = None
    after: datetime | None = None
    status: int = 0


@pytest.fixture
def address(own_app):
    own_app.config.update(WTF_CSRF_ENABLED=False)
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    server = create_server(own_app, sockets=[listening], threads=8, ident="", connection_limit=1000)
    server.channel_class = Channel
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(10)
    server.task_dispatcher.shutdown()


def presses(app, random_):
    """Three closings: the edition's own, and two governments that have more time."""
    closes = clock.now() + AHEAD
    made = []
    with transaction() as session:
        edition = make.open_edition(closes_at=closes, endorse_by=closes + timedelta(days=14))
        homes = [make.government() for _ in range(3)]
        for number, home in enumerate(homes[1:], 1):
            make.save(Extension(edition_id=edition.id, government_id=home.id, closes_at=closes + timedelta(seconds=2 * number), reason="A flood"))
        entries = [make.ready_entry(edition=edition, government=homes[n % 3], guardian_email="") for n in range(PEOPLE)]
        session.flush()
        for number, entry in enumerate(entries):
            own = closes + timedelta(seconds=2 * (number % 3))
            holder = cookie(app, student=make.browser_session("student", entry.student_id))
            moments = [own + timedelta(seconds=random_.uniform(-AROUND, AROUND)) for _ in range(2)]
            made += [Press(entry.id, entry.draft_key, holder, own, moment) for moment in moments]
    db.session.remove()
    return made


def press(port, one):
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.connect()
    time.sleep(max(0, (one.at - clock.now()).total_seconds()))
    one.before = clock.now()
    line.request("POST", f"/en/enter/{one.draft}/check", b"", {"Cookie": one.cookie, "Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    answer.read()
    one.status, one.after = answer.status, clock.now()
    line.close()


def test_each_is_in_or_out_by_its_own_closing_and_nobody_twice(own_app, address):
    with own_app.app_context():
        make.start(db.session())
        made = presses(own_app, random.Random())
    threads = [threading.Thread(target=press, args=(address, one)) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    with own_app.app_context():
        session = db.session()
        stored = {entry.id: entry for entry in session.scalars(select(Entry))}
        submitted = dict(session.execute(select(Event.thing_id, func.count()).where(Event.act == "entry:submit").group_by(Event.thing_id)).all())
        assert first_fault(session) is None
    assert {one.status for one in made} <= {303, 409}, {one.status for one in made}
    for one in made:  # what an answer says agrees with the clock on both sides of it
        if one.status == 409:
            assert one.after >= one.closes_at, "refused although it was in time"
        elif stored[one.entry_id].submitted_at >= one.before:
            assert one.before < one.closes_at, "taken although it was too late"
    for entry in stored.values():
        own = [one for one in made if one.entry_id == entry.id]
        taken = entry.state is EntryState.SUBMITTED
        assert taken == any(one.status == 303 for one in own)
        assert submitted.get(entry.id, 0) == int(taken), "once, or not at all"
        if taken:
            assert entry.submitted_at < own[0].closes_at
        if any(one.after < one.closes_at for one in own):
            assert taken, "answered in time and yet not in"
    inside = sum(entry.state is EntryState.SUBMITTED for entry in stored.values())
    assert len({entry.receipt for entry in stored.values() if entry.receipt}) == inside
    assert 0 < inside < PEOPLE  # the moments were on both sides
    print(f"{inside} of {PEOPLE} in, {sum(one.status == 409 for one in made)} of {len(made)} presses refused")
