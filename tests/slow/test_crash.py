"""The server is killed twelve times while people send paintings, photos and marks: whatever was acknowledged is there."""

import random
import socket
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import select, text

from contest.app import create_app
from contest.core import clock
from contest.db.base import Base
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.judging.models import Mark, Sheet
from contest.judging.states import SheetState
from contest.ledger.queries import first_fault
from contest.media.check import faults, sweep
from contest.media.extension import NAME as MEDIA
from tests import make
from tests.pictures import coded, four
from tests.slow.serve import configured

pytestmark = pytest.mark.slow
KILLS = 12
SERVE = Path(__file__).with_name("serve.py")
BOUNDARY = "a-line-between-parts"


@dataclass
class World:
    """What the people of this test hold, and what the server has acknowledged."""

    port: int
    drafts: deque = field(default_factory=deque)  # draft key, cookie
    photos: deque = field(default_factory=deque)
    sheets: list = field(default_factory=list)  # judge by judge: cookie, [path of a sheet]
    sent: set = field(default_factory=set)
    with_photo: set = field(default_factory=set)
    marked: dict = field(default_factory=dict)  # path: version, marks
    heard: int = 0  # acknowledgements
    odd: list = field(default_factory=list)


@pytest.fixture
def killed_app(request, tmp_path):
    """The app of the killed server in this process, before it starts and after it has ended."""
    if request.config.getoption("--postgres"):
        pytest.skip("kills a server on SQLite")
    factory = db.session.session_factory
    kept = dict(factory.kw)
    factory.kw.pop("join_transaction_mode", None)
    app = create_app(configured(tmp_path))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        make.start(db.session())
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions[MEDIA].decoders.close()
    factory.kw.clear()
    factory.kw.update(kept)


def cookie(app, **values):
    return f"contest={app.session_interface.get_signing_serializer(app).dumps(values)}"


def furnished(app, port):
    world = World(port)
    with transaction():
        edition, home = make.open_edition(), make.government()
        for queue, build in ((world.drafts, make.ready_entry), (world.photos, make.entry)):
            for _ in range(250 if queue is world.drafts else 60):
                entry = build(edition=edition, government=home, student=make.student(edition, email="painter@example.org"))
                entry.picture_id = None if queue is world.photos else entry.picture_id
                queue.append((entry.draft_key, cookie(app, student=make.browser_session("student", entry.student_id))))
        round_, judges, _works = make.open_round(works=40, judges=3, pictures=False, edition=edition)
        for judge in judges:
            mine = [f"/judge/rounds/{round_.id}/works/{sheet.blind_code}" for sheet in make.sheets_of(judge, round_)]
            world.sheets.append((cookie(app, _user_id=make.browser_session("account", judge.id), _fresh=True), mine))
    # The pictures of the ready drafts have no files: this test is about those that are sent.
    with transaction() as session:
        session.execute(text("DELETE FROM picture_derivative"))
        session.execute(text("DELETE FROM picture"))
    db.session.remove()
    db.engine.dispose()
    return world


def post(world, path, body, cookie_, content="application/x-www-form-urlencoded"):
    """The answer's status and headers; None when the server was not there to answer."""
    connection = HTTPConnection("127.0.0.1", world.port, timeout=20)
    try:
        connection.request("POST", path, body, {"Cookie": cookie_, "Content-Type": content, "Accept": "application/json"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    return answer


def send_paintings(world, stop):
    while not stop.is_set() and world.drafts:
        draft, cookie_ = world.drafts.popleft()
        answer = post(world, f"/en/enter/{draft}/check", "", cookie_)
        if answer is not None and answer.status == 303:
            world.sent.add(draft)
            world.heard += 1
        elif answer is None:
            world.drafts.append((draft, cookie_))  # tries again, as a person would
        else:
            world.odd.append((answer.status, "check"))


def send_photos(world, stop):
    number = random.Random()
    while not stop.is_set() and world.photos:
        draft, cookie_ = world.photos.popleft()
        picture = coded(four(200 + number.randrange(60), 200 + number.randrange(60)))
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        body = head.encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()
        answer = post(world, f"/en/enter/{draft}/photo", body, cookie_, f"multipart/form-data; boundary={BOUNDARY}")
        if answer is not None and answer.status == 303:
            world.with_photo.add(draft)
            world.heard += 1
        elif answer is None:
            world.photos.append((draft, cookie_))
        else:
            world.odd.append((answer.status, "photo"))


def give_marks(world, number, stop):
    cookie_, paths = world.sheets[number]
    chance = random.Random(number)
    while not stop.is_set():
        path = chance.choice(paths)
        marks = [chance.randrange(1, 10) for _ in range(3)]
        version = world.marked.get(path, (0, None))[0]
        for _ in range(3):  # what an unanswered save left behind is found out and written over
            body = f"mark_1={marks[0]}&mark_2={marks[1]}&mark_3={marks[2]}&note=&version={version}&act=next"
            answer = post(world, path, body, cookie_)
            if answer is None or answer.status != 409:
                break
            version += 1
        if answer is None:
            world.marked[path] = (world.marked.get(path, (0, None))[0], None, "unknown")
        elif answer.status == 204:
            world.marked[path] = (int(answer.headers["Sheet-Version"]), marks)
            world.heard += 1
        else:
            world.odd.append((answer.status, "mark"))


def start(folder, port):
    server = subprocess.Popen([sys.executable, str(SERVE), str(folder), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = monotonic() + 30
    while monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return server
        threading.Event().wait(0.02)
    server.kill()
    raise AssertionError("the server did not come up again")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_what_was_acknowledged_survives_twelve_kills(killed_app, tmp_path):
    world = furnished(killed_app, free_port())
    moment = random.Random()
    for _ in range(KILLS):
        server, stop = start(tmp_path, world.port), threading.Event()
        people = [threading.Thread(target=act, args=(world, *given, stop)) for act, *given in (
            (send_paintings,), (send_photos,), *((give_marks, number) for number in range(3)),
        )]  # fmt: skip
        for each in people:
            each.start()
        wanted, until = world.heard + moment.randrange(3, 30), monotonic() + 6
        while world.heard < wanted and monotonic() < until:
            threading.Event().wait(moment.uniform(0.001, 0.02))
        stop.set()  # nobody begins anything new: what is under way now is cut off
        server.kill()
        server.wait(10)
        for each in people:
            each.join(30)
    print(f"{world.heard} acknowledgements: {len(world.sent)} paintings, {len(world.with_photo)} photos, marks on {len(world.marked)} sheets")
    assert world.odd == []
    assert world.sent
    assert world.with_photo
    assert world.marked
    session = db.session()
    everything_is_there(session, world)
    assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    assert first_fault(session) is None
    store, later = killed_app.extensions[MEDIA].store, clock.now() + timedelta(hours=2)
    assert faults(session, store) == []
    with transaction() as unit:  # what a kill left lying about is found and removed, and nothing else
        sweep(unit, store, now=later)
    assert faults(db.session(), store, now=later) == []


def everything_is_there(session, world):
    entries = {entry.draft_key: entry for entry in session.scalars(select(Entry))}
    for draft in world.sent:
        assert entries[draft].state is EntryState.SUBMITTED
        assert entries[draft].receipt
    for draft in world.with_photo:
        assert entries[draft].picture_id is not None
    stored: dict[int, dict[int, int]] = {}
    for mark in session.scalars(select(Mark).order_by(Mark.criterion_id)):
        stored.setdefault(mark.sheet_id, {})[mark.criterion_id] = mark.steps
    sheets = {sheet.blind_code: sheet for sheet in session.scalars(select(Sheet))}
    for path, (version, marks, *unknown) in world.marked.items():
        sheet = sheets[path.rsplit("/", 1)[1]]
        assert sheet.version >= version
        if not unknown:
            assert (sheet.version, sheet.state) == (version, SheetState.SCORED)
            assert list(stored[sheet.id].values()) == marks
