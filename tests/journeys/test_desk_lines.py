"""The judge's desk when the line, the server or the session is gone: nothing is lost, and the screen says how it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from sqlalchemy import delete

from contest.accounts.models import BrowserSession
from contest.core import clock
from tests.journeys.conftest import PATIENCE, Site, Visit
from tests.journeys.desks import Desks, Server, code_of, desks, ready, saved, signed_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def quick(site: Site) -> Desks:
    """Thirty works, one mark each."""
    return desks(site, works=30, judges=8)


@pytest.fixture(scope="module")
def few(site: Site) -> Desks:
    """Three works, one mark each: a round one is soon through with."""
    return desks(site, works=3, judges=3, pictures=1)


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
    page.locator("[data-news]", has_text="there is no connection").wait_for(state="hidden")
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


def test_a_hotels_page_in_the_servers_place_costs_nothing(quick: Desks, visit: Visit) -> None:
    """Whoever answers on the way, only the server's own word gives an act up."""
    judge = quick.judge()
    visitor = visit("a judge in a hotel", service_workers="block")
    quick.sign_in(visitor.context, judge)
    page = quick.open(visitor.page, judge)
    answers: list[int] = []
    page.route("**/acts", lambda route: route.fulfill(status=answers[-1], body="<h1>Welcome</h1>", headers={"Location": "/"}))
    for n, status in enumerate((403, 404, 200, 302)):
        answers.append(status)
        ready(page).keyboard.press("Digit6")
        page.locator("[data-state]", has_text=f"Not saved yet – {n + 1} waiting (no connection)").wait_for()
        page.evaluate("() => dispatchEvent(new Event('online'))")
    assert not page.get_by_text("These marks were not taken").count()
    page.unroute("**/acts")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    saved(page)
    assert quick.marks(judge) == {code: [6] for code in judge.codes[:4]}
    visitor.troubles.clear()


def test_one_act_that_brings_the_server_down_holds_up_no_other(quick: Desks, visit: Visit) -> None:
    judge = quick.judge()
    visitor = visit("a judge with bad luck", service_workers="block")
    quick.sign_in(visitor.context, judge)
    page = quick.open(visitor.page, judge)
    bad = judge.codes[1]

    def fail(route: Route) -> None:
        route.fulfill(status=500, body="") if bad in (route.request.post_data or "") else route.continue_()

    page.route("**/acts", lambda route: route.abort())
    for digit in "345":
        ready(page).keyboard.press(f"Digit{digit}")
    page.locator("[data-state]", has_text="3 waiting").wait_for()
    page.unroute("**/acts")
    page.route("**/acts", fail)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.locator("[data-news]", has_text="The server has trouble").wait_for()
    lost = page.locator("[data-news]", has_text="The server failed on this several times")
    lost.wait_for()
    saved(page)
    assert lost.locator("li").all_inner_texts() == [f"{page.locator('h1').inner_text().split('-')[0]}-{bad}: 4"]
    assert quick.marks(judge) == {judge.codes[0]: [3], judge.codes[2]: [5]}
    page.unroute("**/acts")
    page.get_by_role("button", name="Send again").click()
    saved(page)
    assert quick.marks(judge)[bad] == [4]
    visitor.troubles.clear()


def test_whoever_leaves_while_something_is_on_its_way_is_asked(quick: Desks, visit: Visit) -> None:
    judge = quick.judge()
    visitor = visit("a judge in a hurry", service_workers="block")
    quick.sign_in(visitor.context, judge)
    page = quick.open(visitor.page, judge)
    page.route("**/acts", lambda _route: None)  # never answered
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.keyboard.press("Digit6")
    page.locator("[data-state]", has_text="Saving").wait_for()
    page.keyboard.press("KeyG")
    page.wait_for_url("**/sheet")
    assert asked == [], "to another page of the judge's nobody is asked"
    page.locator(f"#w-{judge.codes[0]} [data-mark]", has_text="6").wait_for()
    page.goto(f"{quick.site.url}/")
    assert asked == ["beforeunload"]


def test_nobody_signs_off_over_what_still_waits(few: Desks, visit: Visit) -> None:
    judge = few.judge()
    visitor = visit("a judge who is done", service_workers="block")
    few.sign_in(visitor.context, judge)
    page = few.open(visitor.page, judge)
    page.on("dialog", lambda dialog: dialog.accept())
    for _work in range(3):
        ready(page).keyboard.press("Digit6")
    page.locator("[data-news]", has_text="The server has marks").wait_for()
    page.route("**/acts", lambda route: route.abort())
    page.keyboard.press("Digit9")
    page.locator("[data-state]", has_text="1 waiting").wait_for()
    home = f"{few.site.url}/judge/rounds/{few.round_id}/"
    page.goto(home)
    page.locator("[data-waiting] [data-state]", has_text="Not saved yet – 1 waiting (no connection)").wait_for()
    page.goto(f"{home}sign-off")
    page.locator("form [aria-disabled]", has_text="Sign off my marks").click(force=True)
    page.locator("[data-waiting]", has_text="You can sign off as soon as they are saved.").wait_for()
    assert few.marks(judge) == {code: [6] for code in judge.codes}
    page.unroute("**/acts")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    saved(page)
    assert sorted(few.marks(judge).values()) == [[6], [6], [9]]
    page.get_by_role("button", name="Sign off my marks").click()
    page.get_by_text("You have signed off", exact=True).wait_for()
    visitor.troubles.clear()


def test_what_waits_after_the_sign_off_is_said_and_only_the_judge_deletes_it(few: Desks, visit: Visit) -> None:
    judge = few.judge()
    visitor = visit("a judge with two computers", service_workers="block")
    few.sign_in(visitor.context, judge)
    page = few.open(visitor.page, judge)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/acts", lambda route: route.abort())
    for _work in range(2):
        ready(page).keyboard.press("Digit6")
    page.locator("[data-state]", has_text="2 waiting").wait_for()
    few.sign_off(judge, clock.now())
    page.goto(f"{few.site.url}/judge/rounds/{few.round_id}/sign-off")
    box = page.locator("[data-waiting]")
    box.get_by_text("2 changes that you made before you signed off never reached the server.").wait_for()
    box.get_by_text("Take the sign-off back: then what waits is sent").wait_for()
    assert [each.split("-")[1] for each in box.locator("li").all_inner_texts()] == [f"{code}: 6" for code in judge.codes[:2]]
    page.unroute("**/acts")
    page.get_by_role("button", name="Take the sign-off back").click()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => /^desk:[0-9]+:a:/.test(key))")
    assert few.marks(judge) == {code: [6] for code in judge.codes[:2]}
    visitor.troubles.clear()
