"""The judge's desk when the line, the server or the session is gone: nothing is lost, and the screen says how it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import delete

from contest.accounts.models import BrowserSession
from tests.journeys.conftest import PATIENCE, Site, Visit
from tests.journeys.desks import Desks, Server, code_of, desks, ready, saved, signed_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def quick(site: Site) -> Desks:
    """Thirty works, one mark each."""
    return desks(site, works=30, judges=5)


@pytest.fixture
def server(site: Site, tmp_path: Path) -> Iterator[Server]:
    """The site in a process that can be killed."""
    made = Server(site, tmp_path)
    made.start()
    yield made
    made.kill()


def state(page: Page) -> str:
    """The one line that says how it is with saving."""
    return page.locator("[data-state]").inner_text()


def test_twenty_works_without_a_server_and_over_a_reload(quick: Desks, server: Server, chromium: Browser) -> None:
    judge = quick.judge()
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en")
    context.set_default_timeout(PATIENCE)
    quick.sign_in(context, judge, server.url)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    quick.open(page, judge, url=server.url)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => {})")
    page.evaluate(
        """async () => {
            const name = `desk-${document.querySelector("form[data-place]").dataset.place}`;
            const kept = async () => (await (await caches.open(name)).keys()).filter(({ url }) => url.includes("/media/")).length;
            while ((await kept()) < 30) await new Promise((done) => setTimeout(done, 50));
        }"""
    )
    assert state(page) == "Saved"

    server.kill()
    for n in range(10):
        ready(page).keyboard.press(f"Digit{1 + n % 9}")
        page.locator("[data-place]", has_text=f"{n + 2} of 30").wait_for()
    page.locator("[data-state]", has_text="Not saved yet – 10 waiting (no connection)").wait_for()

    page.reload()
    ready(page)
    assert code_of(page) == judge.codes[10]
    page.locator("[data-state]", has_text="10 waiting").wait_for()
    page.locator("[data-news]", has_text="there is no connection").wait_for()
    for n in range(10, 20):
        ready(page).keyboard.press(f"Digit{1 + n % 9}")
        page.locator("[data-place]", has_text=f"{n + 2} of 30").wait_for()
    page.locator("[data-state]", has_text="Not saved yet – 20 waiting (no connection)").wait_for()
    assert quick.marks(judge) == {}

    server.start()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    saved(page)
    assert quick.marks(judge) == {code: [1 + n % 9] for n, code in enumerate(judge.codes[:20])}
    assert quick.events(judge) == 20
    assert "20 of 30 marked · 10 left" in page.locator("[data-progress]").inner_text()
    page.reload()
    ready(page)
    assert "20 of 30 marked · 10 left" in page.locator("[data-progress]").inner_text()
    context.close()


def test_an_answer_that_is_lost_is_no_second_mark(quick: Desks, visit: Visit) -> None:
    """The server has the mark, the desk does not know: it sends again, and nothing is doubled."""
    judge = quick.judge()
    visitor = visit("a judge whose answers are lost", service_workers="block")
    quick.sign_in(visitor.context, judge)
    page = quick.open(visitor.page, judge)
    lost: list[str] = []

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        lost.append("one")
        route.abort()  # type: ignore[attr-defined]

    page.route("**/acts", lose)
    page.keyboard.press("Digit6")
    page.locator("[data-state]", has_text="Not saved yet").wait_for()
    page.unroute("**/acts")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    saved(page)
    assert lost
    assert (quick.marks(judge), quick.events(judge)) == ({judge.codes[0]: [6]}, 1)
    visitor.troubles.clear()


def test_a_session_that_ended_asks_to_sign_in_elsewhere_and_sends_then(quick: Desks, visit: Visit) -> None:
    judge = quick.judge()
    visitor = visit("a judge who was away")
    quick.sign_in(visitor.context, judge)
    page = quick.open(visitor.page, judge)
    page.wait_for_load_state("networkidle")
    quick.site.do(lambda session: session.execute(delete(BrowserSession).where(BrowserSession.subject_id == judge.account_id)))
    page.keyboard.press("Digit6")
    page.locator("[data-news]", has_text="Sign in again in another window").wait_for()
    ready(page).keyboard.press("Digit7")
    assert state(page).startswith("Not saved yet")
    judge.cookie = signed_in(quick.site, judge.account_id)
    quick.sign_in(visitor.context, judge)
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    saved(page)
    assert quick.marks(judge) == {judge.codes[0]: [6], judge.codes[1]: [7]}
    page.locator("[data-news]").wait_for(state="hidden")
    visitor.troubles.clear()


def test_somebody_else_signed_in_neither_sees_nor_sends_what_waits(quick: Desks, visit: Visit) -> None:
    judge, other = quick.judge(), quick.judge()
    visitor = visit("two judges at one computer")
    quick.sign_in(visitor.context, judge)
    page = quick.open(visitor.page, judge)
    quick.sign_in(visitor.context, other)
    page.keyboard.press("Digit6")
    page.locator("[data-news]", has_text="Somebody else is signed in here").wait_for()
    second = quick.open(visitor.context.new_page(), other)
    assert "0 of 30 marked" in second.locator("[data-progress]").inner_text()
    assert state(second) == "Saved"
    second.close()
    quick.sign_in(visitor.context, judge)
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    saved(page)
    assert (quick.marks(judge), quick.marks(other)) == ({judge.codes[0]: [6]}, {})
    visitor.troubles.clear()
