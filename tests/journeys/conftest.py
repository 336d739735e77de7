"""The real thing: the site served by waitress on a port of its own, and a Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from flask import Blueprint, Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from sqlalchemy.orm import Session
from waitress import create_server, wasyncore

from config import Config
from contest.app import create_app
from contest.db.base import Base
from contest.db.extension import db
from contest.db.transaction import transaction

T = TypeVar("T")

WIDTHS = (390, 1440)
FLAGS = ("--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run")
PATIENCE = 15_000  # milliseconds: nothing on this site may take longer, not even on a busy machine


@dataclass(slots=True)
class Site:
    """The whole site in this process: what a browser sees at `url`, and its database."""

    app: Flask
    url: str
    uploads: Path

    def do(self, act: Callable[[Session], T]) -> T:
        """Change something in one transaction, as a command would."""
        with self.app.app_context(), transaction() as session:
            return act(session)

    def look(self, read: Callable[[Session], T]) -> T:
        """Read something."""
        with self.app.app_context():
            return read(db.session())


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser of their own. Whatever goes wrong behind a page is kept in `troubles`."""

    name: str
    site: Site
    context: BrowserContext
    page: Page
    scripts: bool = True
    troubles: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)  # under which the site is asked for
    before_sending: Callable[[Any], None] = field(default=lambda _visitor: None)
    taps: int = 0  # of a finger; typing is none, a list is opened and a line of it chosen

    def go(self, path: str) -> Page:
        """Open a page by its address; it must be there."""
        answer = self.page.goto(path if "://" in path else self.site.url + path)
        assert answer is not None
        assert answer.status == 200, f"{self.name}: {path} answered {answer.status}"
        return self.page

    def press(self, name: str, *, role: Any = "button") -> Page:
        """Press the button (or follow the link) with exactly these words."""
        self.taps += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()
        return self.page

    def follow(self, name: str) -> Page:
        """Follow the link with exactly these words."""
        return self.press(name, role="link")

    def fill(self, **texts: str) -> None:
        """Type into the fields of these names (`__` stands for a hyphen)."""
        for name, text in texts.items():
            self.page.fill("main [name='{}']".format(name.replace("__", "-")), text)

    def choose(self, **values: str) -> None:
        """Mark the radio button, or pick the line of the list, that has this value."""
        for name, value in values.items():
            radio = self.page.locator(f"main input[type=radio][name='{name}'][value='{value}']")
            if radio.count():
                self.mark(radio)
            else:
                self.taps += 2
                self.page.select_option(f"main select[name='{name}']", value)

    def tick(self, name: str) -> None:
        """Tick a box."""
        self.mark(self.page.locator(f"main input[type=checkbox][name='{name}']"))

    def mark(self, box: Locator) -> None:
        """Mark a box the way people do: on its words."""
        self.taps += 1
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()
        assert box.is_checked()

    def send(self, form: str = "form.form") -> None:
        """Press the (first) button of the page's form."""
        self.before_sending(self)
        self.taps += 1
        self.page.locator(f"main {form} button[type=submit]").first.click()

    def slow_down(self) -> None:
        """From now on a poor line: 400 kbit/s both ways, 400 ms there and back."""
        line = self.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000})

    @property
    def heading(self) -> str:
        """What the page says it is."""
        return self.page.locator("h1").inner_text()

    def shot(self, step: str, widths: tuple[int, ...] = WIDTHS) -> None:
        """A picture of the page as it is now, at two widths, for people to look at: only where JOURNEY_SHOTS names a folder."""
        wanted = os.environ.get("JOURNEY_SHOTS")
        if not wanted:
            return
        folder = Path(wanted)
        folder.mkdir(parents=True, exist_ok=True)
        before = self.page.viewport_size
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
            self.page.screenshot(path=folder / f"{step}-{width}.png", full_page=True)
        if before:
            self.page.set_viewport_size(before)


Visit = Callable[..., Visitor]


def _chromium() -> str | None:
    found = (shutil.which(name) for name in ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return next((path for path in found if path), None)


def _fonts(folder: Path) -> Path:
    """A font configuration with the scripts of all six languages, whatever the machine has."""
    packages = [find_spec(name) for name in ("justmytype_intl_cjk", "fontpkg_noto_sans")]
    roots = [Path(where) for spec in packages if spec for where in spec.submodule_search_locations or ()]
    folders = sorted({str(file.parent) for root in roots for kind in ("ttf", "otf", "ttc") for file in root.rglob(f"*.{kind}")})
    listed = "".join(f"<dir>{each}</dir>" for each in (*folders, "/usr/share/fonts"))
    file = folder / "fonts.conf"
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{listed}<cachedir>{folder / "cache"}</cachedir></fontconfig>',
        encoding="utf-8",
    )
    return file


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser. With `--browser` a missing one is a failure; without it these tests do not run at all, for they take minutes."""
    path = _chromium()
    if not request.config.getoption("--browser"):
        pytest.skip("run make test-browser" if path else "no Chromium here, and not asked for: run make test-browser")
    if path is None:
        pytest.fail("no Chromium found: install one (apt-get install chromium)")
    fonts = _fonts(tmp_path_factory.mktemp("fonts"))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS), env={**os.environ, "FONTCONFIG_FILE": str(fonts)})
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def annexe() -> tuple[Blueprint, ...]:
    """Pages that only a test has: a module that needs some defines this fixture itself."""
    return ()


@pytest.fixture(scope="module")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, annexe: tuple[Blueprint, ...]) -> Iterator[Site]:
    """An empty instance, served in earnest: forms are protected, tries are counted. One per module, for the app's store is one per process."""
    folder = tmp_path_factory.mktemp("site")
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    config = Config(
        SECRET_KEY="a secret of the journeys that is long enough", SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'journey.db'}",
        UPLOADS=folder / "uploads", PUBLIC_URL=url, CONTACT_EMAIL="secretariat@example.org",
    )  # fmt: skip
    app = create_app(config)
    for blueprint in annexe:
        app.register_blueprint(blueprint)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    largest = config.UPLOAD_LIMIT + 5_000_000
    server = create_server(app, sockets=[listening], threads=8, ident="", max_request_body_size=largest)
    thread = threading.Thread(target=server.run, name="site", daemon=True)
    thread.start()
    yield Site(app, url, config.UPLOADS)
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(10)
    server.task_dispatcher.shutdown()
    app.extensions["contest.media"].decoders.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visit]:
    """`visit("a judge", width=390)` is somebody with a fresh browser. At the end nothing may have gone wrong behind any page."""
    visitors: list[Visitor] = []

    def come(name: str, *, width: int = 1440, language: str = "en", scripts: bool = True, **more: Any) -> Visitor:
        height = 844 if width < 600 else 900
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=language, java_script_enabled=scripts, **more)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        visitor = Visitor(name, site, context, page, scripts)
        _listen(visitor)
        visitors.append(visitor)
        return visitor

    yield come
    troubles = [f"{visitor.name}: {trouble}" for visitor in visitors for trouble in visitor.troubles]
    for visitor in visitors:
        visitor.context.close()
    assert not troubles, "\n".join(troubles)


def _listen(visitor: Visitor) -> None:
    """Keep every error of a script, every request that failed and every one that went to another host."""
    visitor.hosts.add(urlsplit(visitor.site.url).netloc)
    keep = visitor.troubles.append

    def asked(request: Any) -> None:
        where = urlsplit(request.url)
        if where.scheme in {"http", "https", "ws", "wss"} and where.netloc not in visitor.hosts:
            keep(f"asked another host: {request.url}")

    def answered(answer: Any) -> None:
        if answer.status >= 400:
            keep(f"{answer.status} for {answer.request.method} {answer.url}")

    def failed(request: Any) -> None:
        left = request.failure == "net::ERR_ABORTED"  # the visitor left the page before a picture had come
        let_go = request.failure == "net::ERR_FAILED" and "/media/b-" in request.url  # the same where a service worker stands between
        if not left and not let_go:
            keep(f"failed: {request.url} ({request.failure})")

    visitor.context.on("request", asked)
    visitor.context.on("response", answered)
    visitor.context.on("requestfailed", failed)
    visitor.context.on("console", lambda said: said.type == "error" and keep(f"console: {said.text}"))
    visitor.context.on("weberror", lambda error: keep(f"script: {error.error}"))
