"""The server is killed fifty times while photos come in, whole and in parts: whatever was acknowledged is there, whole, and nothing else is wrong."""

import hashlib
import json
import random
import socket
import subprocess
import sys
import threading
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from time import monotonic

import pytest
from PIL import Image
from sqlalchemy import select, text

from contest.core import clock
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.models import Entry
from contest.media.check import faults, sweep
from contest.media.extension import NAME as MEDIA
from contest.media.models import Picture, Upload
from contest.media.parts import path_of
from contest.media.queries import derivatives_of
from contest.media.store import derived, original
from tests import make
from tests.pictures import coded, four
from tests.slow.test_crash import BOUNDARY, SERVE, cookie, free_port, killed_app  # noqa: F401 - a fixture among them

pytestmark = pytest.mark.slow
KILLS = 50
DRAFTS = 900
CHUNK = 200_000


@dataclass
class Job:
    """One photo somebody wants to send, and how far the server said it was."""

    draft: str
    cookie: str
    data: bytes
    parts: bool
    at: str = ""
    acknowledged: int = 0


@dataclass
class World:
    port: int
    waiting: deque = field(default_factory=deque)
    done: dict = field(default_factory=dict)  # draft: SHA-256 of what was sent
    heard: int = 0  # acknowledgements of any kind
    chunks: int = 0
    resumed: int = 0
    odd: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, name):
        with self.lock:
            self.heard += 1
            setattr(self, name, getattr(self, name) + 1) if name else None


def large(megabytes):
    """A JPEG of about so many megabytes that is quick to open: small, with much behind its comment marks."""
    small = coded(four(1800, 1200))
    filler = b"".join(b"\xff\xfe\xff\xff" + random.randbytes(65_533) for _ in range(megabytes * 15))
    return small[:2] + filler + small[2:]


def unlike_any_other(data, number):
    """The same picture in other bytes."""
    note = f"number {number}".encode()
    return data[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + data[2:]


def furnished(app):
    world = World(free_port())
    random_ = random.Random()
    kinds = [coded(four(w, h)) for w, h in ((200, 160), (400, 300), (640, 480))] * 3 + [large(3), large(6)]
    with transaction():
        edition, home = make.open_edition(), make.government()
        for number in range(DRAFTS):
            entry = make.entry(edition=edition, government=home)
            holder = cookie(app, student=make.browser_session("student", entry.student_id))
            data = unlike_any_other(random_.choice(kinds), number)
            world.waiting.append(Job(entry.draft_key, holder, data, parts=number % 2 == 0))
    db.session.remove()
    db.engine.dispose()
    return world


class Gone(Exception):
    """The server was not there to answer."""


def ask(connection, job, path, body, **headers):
    try:
        connection.request("POST", path, body, {"Cookie": job.cookie, "Accept": "application/json", **headers})
        answer = connection.getresponse()
        told = answer.read()
    except (OSError, HTTPException):
        raise Gone from None
    return answer, json.loads(told) if answer.headers.get_content_type() == "application/json" else {}


def send_whole(world, connection, job):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = head.encode() + job.data + f"\r\n--{BOUNDARY}--\r\n".encode()
    answer, _told = ask(connection, job, f"/en/enter/{job.draft}/photo", body, **{"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
    if answer.status == 303:
        finished(world, job)
    else:
        world.odd.append((answer.status, "whole"))


def send_in_parts(world, connection, job):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer, told = ask(connection, job, f"/en/enter/{job.draft}/photo/parts", f"name=p.jpg&length={len(job.data)}", **form)
    if answer.status not in {200, 201}:
        return world.odd.append((answer.status, "begin", told))
    offset = told["offset"]
    if told["at"] == job.at:
        world.hear("resumed")
        if offset < job.acknowledged or told["check"] != f"{zlib.crc32(job.data[:offset]):08x}":
            return world.odd.append(("lost", job.acknowledged, offset))
    elif job.acknowledged and job.acknowledged < len(job.data):
        return world.odd.append(("another upload", job.acknowledged))
    job.at = told["at"]
    while True:
        chunk = job.data[offset : offset + CHUNK]
        sums = {"Upload-Offset": str(offset), "Upload-Checksum": f"crc32 {zlib.crc32(chunk):x}", "Content-Type": "application/octet-stream"}
        answer, told = ask(connection, job, job.at, chunk, **sums)
        if answer.status != 200:
            return world.odd.append((answer.status, "chunk", told))
        offset = job.acknowledged = told["offset"]
        world.hear("chunks")
        if told.get("done"):
            return finished(world, job)


def finished(world, job):
    world.done[job.draft] = hashlib.sha256(job.data).hexdigest()
    world.hear("")


def somebody(world, stop):
    while not stop.is_set():
        try:
            job = world.waiting.popleft()
        except IndexError:
            return
        connection = HTTPConnection("127.0.0.1", world.port, timeout=60)
        try:
            (send_in_parts if job.parts else send_whole)(world, connection, job)
        except Gone:
            world.waiting.appendleft(job)  # tries again, as a person would
        finally:
            connection.close()


def standby(folder, port):
    """A server that has everything loaded and waits for its turn."""
    command = [sys.executable, str(SERVE), str(folder), str(port), "--wait"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)


def begin(server, port):
    server.stdin.write("go\n")
    server.stdin.close()
    until = monotonic() + 60
    while monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        threading.Event().wait(0.01)
    raise AssertionError("the server did not come up again")


def test_what_was_acknowledged_survives_fifty_kills(killed_app, tmp_path):  # noqa: F811
    world, moment = furnished(killed_app), random.Random()
    following = standby(tmp_path, world.port)
    try:
        for _ in range(KILLS):
            server, following = following, standby(tmp_path, world.port)
            begin(server, world.port)
            stop = threading.Event()
            people = [threading.Thread(target=somebody, args=(world, stop)) for _ in range(4)]
            for each in people:
                each.start()
            wanted, until = world.heard + moment.randrange(1, 16), monotonic() + 10
            while world.heard < wanted and monotonic() < until:
                threading.Event().wait(0.002)
            threading.Event().wait(moment.uniform(0, 0.06))
            server.kill()
            server.wait(10)
            stop.set()
            for each in people:
                each.join(60)
    finally:
        following.kill()
        following.wait(10)
        following.stdin.close()
    print(f"{len(world.done)} photos, {world.chunks} chunks, {world.resumed} gone on with after a kill; {world.heard} acknowledgements")
    assert world.odd == []
    assert world.resumed
    in_parts = {job.draft for job in world.waiting if job.parts}
    assert any(draft not in in_parts for draft in world.done)
    everything_is_there(killed_app, world)
    clean(killed_app, world)


def everything_is_there(app, world):
    session, store = db.session(), app.extensions[MEDIA].store
    pictures = dict(session.execute(select(Entry.draft_key, Picture).join(Picture, Entry.picture_id == Picture.id)).all())
    made = derivatives_of(session, [picture.id for picture in pictures.values()])
    for draft, sha256 in world.done.items():
        picture = pictures[draft]
        assert picture.sha256 == sha256
        with store.open(original(sha256)) as file:
            assert hashlib.sha256(file.read()).hexdigest() == sha256
        assert made[picture.id]
        for derivative in made[picture.id]:
            with store.open(derived(derivative.private_name)) as file:
                Image.open(BytesIO(file.read())).load()
    acknowledged_parts_are_there(session, store, world)


def acknowledged_parts_are_there(session, store, world):
    rows = {upload.key: upload for upload in session.scalars(select(Upload))}
    for job in world.waiting:
        if job.acknowledged:
            upload = rows[job.at.rsplit("/", 1)[1]]
            assert upload.received >= job.acknowledged
            if upload.done_at is None:
                assert path_of(store, upload.key).read_bytes()[: upload.received] == job.data[: upload.received]


def clean(app, world):
    store, later = app.extensions[MEDIA].store, clock.now() + timedelta(hours=2)
    assert db.session().execute(text("PRAGMA integrity_check")).scalar() == "ok"
    found = app.test_cli_runner().invoke(args=["check"])
    assert found.exit_code == 0, found.output
    with transaction() as unit:  # what a kill left lying about is found and removed, and nothing else
        sweep(unit, store, now=later)
    assert faults(db.session(), store, now=later) == []
    everything_is_there(app, world)
