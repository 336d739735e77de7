"""The judge's desk in a real Chromium: how long from a key to the next picture, at three distances; what a long sitting costs.

    python bench/desk.py                  754 works at 50, 300 and 800 ms there and back, then the memory of 2,000 works
    python bench/desk.py 120 50 800       fewer works, some distances
    python bench/desk.py memory=2000      the memory alone

Every answer of the server is that much later; marks are pressed as fast as a hand that knows the works (`PAUSE`). Measured in the page: from the
key's own time stamp until the next picture is decoded and two frames have passed. A key that is not taken (the picture is not there yet) is told.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

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


def heap(page: Page) -> float:
    """Megabytes of scripts and pages, after cleaning up."""
    line = page.context.new_cdp_session(page)
    line.send("HeapProfiler.collectGarbage")
    return float(line.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def resident(page: Page) -> float:
    """Megabytes of the page's process: decoded pictures are in it, and in no heap."""
    line = page.context.browser.new_browser_cdp_session()  # type: ignore[union-attr]
    found = line.send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = []
    for each in found:
        if each["type"] == "renderer":
            status = Path(f"/proc/{each['id']}/status").read_text()
            sizes.append(int(status.split("VmRSS:")[1].split()[0]) / 1000)
    return max(sizes)


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
                sitting(browser, desks(site, works=memory, judges=1, pictures=12), server, memory)
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


def sitting(browser: object, found: Desks, server: Server, works: int) -> None:
    server.delay(0.05)
    judge, page = begin(browser, found, server)
    press(page, 40, 100)
    before, whole = heap(page), resident(page)
    press(page, works - 40, 100)
    page.locator("[data-news]", has_text="The server has marks for all your works.").wait_for()
    after, later = heap(page), resident(page)
    kept = len(found.marks(judge))  # type: ignore[arg-type]
    print(f"{works} works: {kept} marks on the server · heap {before:.0f} → {after:.0f} MB · process {whole:.0f} → {later:.0f} MB (growth {later - whole:.0f})")
    page.context.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
