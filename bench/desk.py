"""The judge's desk in a real Chromium: how long from a key to the next picture, at three distances; what a long sitting costs.

    python bench/desk.py                  754 works at 50, 300 and 800 ms there and back, then the memory of 2,000 works
    python bench/desk.py 120 50 800       fewer works, some distances
    python bench/desk.py memory=2000      the memory alone

Every answer of the server is that much later; marks are pressed as fast as a hand that knows the works (`PAUSE`). Measured in the page: from the
key's own time stamp until the next picture is decoded and two frames have passed. A key that is not taken (the picture is not there yet) is told.
"""

from __future__ import annotations

import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from config import Config
from contest.app import create_app
from contest.db.base import Base
from contest.db.extension import db
from tests.journeys.conftest import FLAGS, Site, _chromium
from tests.journeys.desks import Desks, Server, desks, ready

PAUSE = 300
DISTANCES = (50, 300, 800)
WATCH = """() => {
    globalThis.measured = [];
    globalThis.long = [];
    let pressed = 0;
    addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
    new MutationObserver(async () => {
        const image = document.querySelector(".judge-picture canvas");
        const from = pressed;
        if (!image || !from) return;
        pressed = 0;
                requestAnimationFrame(() => requestAnimationFrame(() => measured.push(performance.now() - from)));
    }).observe(document.querySelector(".judge-picture"), { childList: true });
    new PerformanceObserver((list) => long.push(...list.getEntries().map((each) => each.duration))).observe({ type: "longtask" });
}"""


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


class Wire:
    """A Chromium of our own on the other end of two pipes, told as little as possible: a watched one keeps every answer it gets for the watcher."""

    def __init__(self, folder: Path) -> None:
        ours_in, self.theirs_out = os.pipe()
        self.theirs_in, ours_out = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}", "--window-size=1440,900", *FLAGS]
        wiring = f"exec {shlex.join([_chromium() or 'chromium', *flags])} 3<&{self.theirs_in} 4>&{self.theirs_out}"
        self.process = subprocess.Popen(["bash", "-c", wiring], pass_fds=[self.theirs_in, self.theirs_out], stderr=subprocess.DEVNULL)
        self.inward, self.outward = os.fdopen(ours_in, "rb", buffering=0), os.fdopen(ours_out, "wb", buffering=0)
        self.number, self.session, self.rest = 0, "", b""

    def ask(self, method: str, *, page: bool = True, **params: Any) -> Any:
        """Call one method of the protocol."""
        self.number += 1
        call = {"id": self.number, "method": method, "params": params, **({"sessionId": self.session} if page else {})}
        self.outward.write(json.dumps(call).encode() + b"\0")
        while (said := self._hear()).get("id") != self.number:
            pass
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["result"]

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            self.rest += self.inward.read(65536)
        said, self.rest = self.rest.split(b"\0", 1)
        return dict(json.loads(said))

    def open(self, url: str, cookie: str) -> None:
        """A page of somebody signed in."""
        target = self.ask("Target.createTarget", page=False, url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", page=False, targetId=target, flatten=True)["sessionId"]
        self.ask("Storage.setCookies", page=False, cookies=[{"name": "contest", "value": cookie, "url": url}])
        self.ask("Page.navigate", url=url)

    def see(self, script: str) -> Any:
        """What an expression comes to in the page."""
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)["result"].get("value")

    def until(self, script: str) -> None:
        """Wait for an expression to be true."""
        while not self.see(script):
            time.sleep(0.02)

    def press(self, digit: int) -> None:
        """One key, down and up."""
        key = {"code": f"Digit{digit}", "key": str(digit), "windowsVirtualKeyCode": 48 + digit}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=str(digit), **key)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **key)

    def memory(self) -> tuple[float, float]:
        """Megabytes of scripts and pages after cleaning up, and of the largest page's process: decoded pictures are in it, and in no heap."""
        self.ask("HeapProfiler.collectGarbage")
        heap = float(self.ask("Runtime.getHeapUsage")["usedSize"]) / 1e6
        found = self.ask("SystemInfo.getProcessInfo", page=False)["processInfo"]
        statuses = [Path(f"/proc/{each['id']}/status").read_text() for each in found if each["type"] == "renderer"]
        return heap, max(int(status.split("VmRSS:")[1].split()[0]) / 1000 for status in statuses)

    def close(self) -> None:
        self.ask("Browser.close", page=False)
        self.process.wait(20)


def press(page: Page, works: int, pause: int = PAUSE) -> int:
    """Mark so many works; how many keys came before their picture."""
    early = 0
    for n in range(works):
        before = page.url
        page.keyboard.press(f"Digit{n % 10}")
        page.wait_for_timeout(pause)
        while page.url == before and n + 1 < works:
            early += 1
            ready(page)
            page.keyboard.press(f"Digit{n % 10}")
            page.wait_for_timeout(pause)
    return early


def main(*given: str) -> None:
    memory = next((int(each.split("=")[1]) for each in given if each.startswith("memory=")), None)
    numbers = [int(each) for each in given if each.isdigit()]
    works, distances = (numbers[0] if numbers else 754), tuple(numbers[1:]) or DISTANCES
    folder = Path(tempfile.mkdtemp(prefix="bench-desk-"))
    config = Config(
        SECRET_KEY="a secret of the bench that is long enough", SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'bench.db'}", UPLOADS=folder / "uploads",
        PUBLIC_URL="http://127.0.0.1:5999", CONTACT_EMAIL="secretariat@example.org",
    )  # fmt: skip
    app = create_app(config)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    site = Site(app, config.PUBLIC_URL, config.UPLOADS)
    server = Server(site, folder)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_chromium(), args=list(FLAGS))
        try:
            server.start()
            if memory is None:
                found = desks(site, works=works, judges=len(distances), pictures=12)
                for rtt in distances:
                    distance(browser, found, server, works, rtt)
            memory = memory if memory is not None else (2000 if not numbers else 0)
            if memory:
                sitting(desks(site, works=memory, judges=1, pictures=12), server, memory, folder)
        finally:
            server.kill()
            browser.close()


def begin(browser: object, found: Desks, server: Server) -> tuple[object, Page]:
    judge = found.judge()
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")  # type: ignore[attr-defined]
    context.set_default_timeout(60_000)
    found.sign_in(context, judge, server.url)
    page = found.open(context.new_page(), judge, url=server.url)
    page.evaluate(WATCH)
    page.wait_for_timeout(3000)
    return judge, page


def distance(browser: object, found: Desks, server: Server, works: int, rtt: int) -> None:
    server.delay(rtt / 1000)
    judge, page = begin(browser, found, server)
    began = time.monotonic()
    early = press(page, works)
    took = time.monotonic() - began
    page.locator("[data-news]", has_text="The server has marks for all your works.").wait_for()
    times = page.evaluate("() => measured")
    late = page.evaluate("() => long")
    kept = len(found.marks(judge))  # type: ignore[arg-type]
    print(
        f"{rtt:>4} ms there and back: {kept} of {works} marks on the server · key to picture: median {statistics.median(times):.0f}, p95 {percentile(times, 0.95):.0f}, "
        f"worst {max(times):.0f} ms · {early} keys before their picture · longest task {max(late, default=0):.0f} ms · {works / took:.1f} works/s", flush=True,
    )  # fmt: skip
    page.context.close()


def sitting(found: Desks, server: Server, works: int, folder: Path) -> None:
    server.delay(0.05)
    judge = found.judge()
    wire = Wire(folder)
    wire.open(f"{server.url}/judge/rounds/{found.round_id}/works/{judge.codes[0]}", judge.cookie)
    wire.until("document.querySelector('.desk-live .judge-picture canvas') !== null")
    time.sleep(3)
    told = []
    for n in range(works):
        if n in {40, works // 2}:
            told.append(wire.memory())
        before = wire.see("location.href")
        wire.press(n % 10)
        time.sleep(0.1)
        if n + 1 < works:
            wire.until(f"location.href !== {before!r} && document.querySelector('.judge-picture canvas') !== null")
    wire.until("document.querySelector('[data-news]').textContent.includes('The server has marks for all your works.')")
    told.append(wire.memory())
    kept = len(found.marks(judge))
    (heap, first), (_half, middle), (later, last) = told
    print(f"{works} works: {kept} marks on the server · heap {heap:.0f} → {later:.0f} MB · process {first:.0f} → {middle:.0f} → {last:.0f} MB (growth {last - first:.0f})")
    wire.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
