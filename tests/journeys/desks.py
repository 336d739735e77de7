"""A round on judges' desks, made without a browser; and a server of its own process that can be slow, stopped and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core import clock
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.judging import actions
from contest.judging.models import Criterion, Mark, MarkEvent, Panelist, Round, Sheet
from contest.judging.states import RoundKind
from contest.policy import Role
from tests import make
from tests.journeys.conftest import Site
from tests.journeys.seeding import hang_up

ROOT = Path(__file__).parents[2]
STYLES = ("kites", "taiga", "horse_race", "kites")


@dataclass(slots=True)
class Judge:
    """Somebody with a place on the panel, signed in by a cookie."""

    account_id: int
    cookie: str
    codes: list[str]  # all works, in the judge's own order


@dataclass(slots=True)
class Desks:
    """One round, and judges who have not begun."""

    site: Site
    round_id: int
    judges: list[Judge]
    used: int = 0

    def judge(self) -> Judge:
        """A judge nobody has been yet."""
        self.used += 1
        return self.judges[self.used - 1]

    def marks(self, judge: Judge) -> dict[str, list[int]]:
        """What the server has, as the judge sees it: values from 1, by work, in order of criteria."""

        def read(session: Session) -> dict[str, list[int]]:
            query = select(Sheet.blind_code, Mark.steps).join(Mark, Mark.sheet_id == Sheet.id).join(Sheet.panelist)
            mine = query.where(Panelist.account_id == judge.account_id, Panelist.round_id == self.round_id).order_by(Mark.criterion_id)
            found: dict[str, list[int]] = {}
            for code, steps in session.execute(mine):
                found.setdefault(code, []).append(steps + 1)
            return found

        return self.site.look(read)

    def events(self, judge: Judge, what: str = "mark") -> int:
        """How often something of this kind was written down."""
        query = select(MarkEvent.id).join(Sheet, Sheet.id == MarkEvent.sheet_id).join(Sheet.panelist)
        mine = query.where(Panelist.account_id == judge.account_id, Panelist.round_id == self.round_id, MarkEvent.what == what)
        return len(self.site.look(lambda session: session.scalars(mine).all()))

    def state(self, judge: Judge, code: str) -> str:
        """What the judge has done with a work."""
        query = select(Sheet.state).where(Sheet.blind_code == code)
        return str(self.site.look(lambda session: session.scalar(query)))

    def without_picture(self, code: str) -> None:
        """As if nothing had been uploaded for this work."""
        self._hang(code, None)

    def with_picture(self, code: str) -> None:
        """Any picture for it again."""
        self._hang(code, self.site.look(lambda session: session.scalar(select(Entry.picture_id).where(Entry.picture_id.is_not(None)).limit(1))))

    def _hang(self, code: str, picture_id: int | None) -> None:
        def change(session: Session) -> None:
            entry_id = session.scalar(select(Sheet.entry_id).where(Sheet.blind_code == code))
            session.get_one(Entry, entry_id).picture_id = picture_id

        self.site.do(change)

    def in_words(self) -> None:
        """Every value has words: like one, like two, …"""
        names = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

        def change(session: Session) -> None:
            criterion = session.scalars(select(Criterion).where(Criterion.round_id == self.round_id)).one()
            criterion.anchors = {str(step): {"en": f"like {name}"} for step, name in enumerate(names)}

        self.site.do(change)

    def put_state(self, code: str, state: EntryState) -> None:
        """As if the work had been withdrawn, or had come back."""

        def change(session: Session) -> None:
            entry_id = session.scalar(select(Sheet.entry_id).where(Sheet.blind_code == code))
            session.get_one(Entry, entry_id).state = state

        self.site.do(change)

    def sign_off(self, judge: Judge, at: datetime | None) -> None:
        """As if the judge had signed off on another computer, or taken it back."""

        def change(session: Session) -> None:
            mine = select(Panelist).where(Panelist.account_id == judge.account_id, Panelist.round_id == self.round_id)
            session.scalars(mine).one().signed_off_at = at

        self.site.do(change)

    def sign_in(self, context: BrowserContext, judge: Judge, url: str | None = None) -> None:
        context.add_cookies([{"name": "contest", "value": judge.cookie, "url": url or self.site.url}])

    def open(self, page: Page, judge: Judge, code: str | None = None, url: str | None = None) -> Page:
        """The desk of a judge, running, with its first picture to be seen."""
        page.goto(f"{url or self.site.url}/judge/rounds/{self.round_id}/works/{code or judge.codes[0]}")
        return ready(page)


def ready(page: Page) -> Page:
    """Wait until the desk runs and its picture is there."""
    page.locator(".desk-live .judge-picture canvas").wait_for()
    return page


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    page.locator("[data-state]", has_text="Saved").wait_for()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => /^desk:[0-9]+:a:/.test(key))")


def code_of(page: Page) -> str:
    """Which work lies on the desk, by the address."""
    return page.url.rsplit("/", 1)[-1]


def signed_in(site: Site, account_id: int) -> str:
    """A cookie of somebody who has signed in."""
    token = site.do(lambda session: (make.start(session), make.browser_session("account", account_id))[1])
    serializer = SecureCookieSessionInterface().get_signing_serializer(site.app)
    assert serializer is not None
    return str(serializer.dumps({"_user_id": token, "_fresh": True}))


def desks(site: Site, *, works: int, judges: int, criteria: int = 1, pictures: int = 4) -> Desks:
    """A round with one mark for each work (or several), `works` works behind `pictures` real pictures, and judges who may begin."""

    def build(session: Session) -> tuple[int, list[tuple[int, list[str]]]]:
        make.start(session)
        edition = make.edition()
        entries = [make.entry(edition=edition, state=EntryState.ACCEPTED, medium="watercolour", width_mm=297, height_mm=420) for _ in range(works)]
        for n, entry in enumerate(entries):
            if n < pictures:
                hang_up(session, site, entry, 100 + n, STYLES[n % len(STYLES)])
            else:
                entry.picture_id = entries[n % pictures].picture_id
        made = make.judging_round(edition, criteria=criteria, kind=RoundKind.QUICK if criteria == 1 else RoundKind.SCORING)
        accounts = [make.account(Role.JUDGE, edition=edition) for _ in range(judges)]
        for each in accounts:
            make.panelist(made, each, accepted_at=clock.now(), seen_at=clock.now())
        actions.open_round(session, make.staff(), made, now=clock.now())
        session.flush()
        return made.id, [(each.id, [sheet.blind_code for sheet in make.sheets_of(each, made)]) for each in accounts]

    round_id, seated = site.do(build)
    return Desks(site, round_id, [Judge(identity, signed_in(site, identity), codes) for identity, codes in seated])


def change_round(found: Desks, **changes: Any) -> None:
    """As if somebody of the secretariat had been at work."""

    def change(session: Session) -> None:
        round_ = session.get_one(Round, found.round_id)
        for name, value in changes.items():
            setattr(round_, name, value)

    found.site.do(change)


# ── a server that can be stopped ──


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(slots=True)
class Server:
    """The site of `site` once more, in a process of its own. `delay` is the time every answer takes on its way there and back."""

    site: Site
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def delay(self, seconds: float) -> None:
        (self.folder / "delay").write_text(str(seconds))

    def start(self) -> None:
        config = self.site.app.config
        environ = {
            **os.environ, "SECRET_KEY": config["SECRET_KEY"], "DATABASE_URL": config["SQLALCHEMY_DATABASE_URI"], "UPLOADS": str(config["UPLOADS"]),
            "PUBLIC_URL": self.url, "PORT": str(self.port), "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.process = subprocess.Popen([sys.executable, str(Path(__file__).with_name("slow_server.py")), str(self.folder / "delay")], env=environ)
        for _try in range(1200):  # a minute: other work may be going on
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server does not come up")

    def kill(self) -> None:
        """As when somebody pulls the plug."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
