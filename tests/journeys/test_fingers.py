"""The judge's desk under fingers: two of them, and a double tap, make the picture larger, and the desk says by how much."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Site, Visit
from tests.journeys.desks import Desks, desks

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def quick(site: Site) -> Desks:
    """A work and somebody who judges it, for each of the tests."""
    return desks(site, works=1, judges=2, pictures=1)


def tablet(found: Desks, visit: Visit) -> Page:
    """The desk on a tablet held upright."""
    visitor = visit("a judge with a tablet", has_touch=True)
    judge = found.judge()
    found.sign_in(visitor.context, judge)
    visitor.page.set_viewport_size({"width": 820, "height": 1180})
    return found.open(visitor.page, judge)


class Fingers:
    """Touches as the screen reports them."""

    def __init__(self, page: Page) -> None:
        self.line: Any = page.context.new_cdp_session(page)

    def __call__(self, what: str, *where: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(where)]
        self.line.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points})


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".judge-picture").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def zoomed(page: Page) -> None:
    """The picture is larger, its part is named, and the page itself has kept its size."""
    page.locator(".judge-picture[data-zoomed]").wait_for()
    page.locator("[data-said]", has_text="%, middle").wait_for()
    assert page.evaluate("visualViewport.scale") == 1


def test_two_fingers_make_the_picture_larger(quick: Desks, visit: Visit) -> None:
    page = tablet(quick, visit)
    touch, (x, y) = Fingers(page), middle(page)
    touch("touchStart", (x - 40, y), (x + 40, y))
    for step in range(1, 6):
        touch("touchMove", (x - 40 - 16 * step, y), (x + 40 + 16 * step, y))
    touch("touchEnd")
    zoomed(page)


def test_a_double_tap_makes_the_picture_larger_and_another_whole_again(quick: Desks, visit: Visit) -> None:
    page = tablet(quick, visit)
    touch, at = Fingers(page), middle(page)
    for _tap in range(2):
        touch("touchStart", at)
        touch("touchEnd")
    zoomed(page)
    page.wait_for_timeout(700)
    zoomed(page)
    for _tap in range(2):
        touch("touchStart", at)
        touch("touchEnd")
    page.locator("[data-said]", has_text="whole picture").wait_for()


# ── works side by side ──


@pytest.fixture(scope="module")
def beside(site: Site) -> Desks:
    """Two works and somebody who compares them, for each of the tests."""
    return desks(site, works=2, judges=3, pictures=2)


def compared(found: Desks, visit: Visit, **given: Any) -> Page:
    """Both works beside each other on a tablet held upright."""
    visitor = visit("a judge who compares", **given)
    judge = found.judge()
    found.sign_in(visitor.context, judge)
    page = visitor.page
    page.set_viewport_size({"width": 820, "height": 1180})
    page.goto(f"{found.site.url}/judge/rounds/{found.round_id}/compare?w={judge.codes[0]}&w={judge.codes[1]}")
    page.locator(".compare-panes[data-live]").wait_for()
    page.wait_for_function("() => [...document.querySelectorAll('.pane-view img')].every((each) => each.complete && each.naturalWidth)")
    return page


def sizes(page: Page) -> list[int]:
    found: list[int] = page.evaluate("() => [...document.querySelectorAll('.pane-view img')].map((each) => Math.round(each.getBoundingClientRect().width))")
    return found


def both_larger(page: Page, before: list[int]) -> None:
    page.locator("[data-tools] [data-said]", has_text=" %, ").wait_for()
    after = sizes(page)
    assert all(now >= 1.5 * then for now, then in zip(after, before, strict=True)), (before, after)
    assert page.locator(".pane-view[data-zoomed]").count() == 2
    assert page.evaluate("visualViewport.scale") == 1


def both_whole(page: Page, before: list[int]) -> None:
    page.locator("[data-tools] [data-said]", has_text="whole picture").wait_for()
    assert sizes(page) == before


def pane(page: Page) -> tuple[float, float]:
    box = page.locator(".pane-view").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_double_tap_on_a_work_makes_it_and_the_other_larger_and_another_whole_again(beside: Desks, visit: Visit) -> None:
    page = compared(beside, visit, has_touch=True)
    touch, at, before = Fingers(page), pane(page), sizes(page)
    for outcome in (both_larger, both_whole):
        for _tap in range(2):
            touch("touchStart", at)
            touch("touchEnd")
        outcome(page, before)
        page.wait_for_timeout(700)  # a tap of the next pair is not the third of this one, nor a late double click a second answer
        outcome(page, before)


def test_a_double_click_does_the_same_and_alone_when_they_are_let_go(beside: Desks, visit: Visit) -> None:
    page = compared(beside, visit)
    before = sizes(page)
    for outcome in (both_larger, both_whole):
        page.mouse.dblclick(*pane(page))
        outcome(page, before)
    page.locator("[data-do=link]").click()
    page.mouse.dblclick(*pane(page))
    page.locator("[data-tools] [data-said]", has_text=" %, ").wait_for()
    first, second = sizes(page)
    assert first >= 1.5 * before[0]
    assert second == before[1]


def test_two_fingers_on_a_work_make_both_larger(beside: Desks, visit: Visit) -> None:
    page = compared(beside, visit, has_touch=True)
    touch, (x, y), before = Fingers(page), pane(page), sizes(page)
    touch("touchStart", (x - 40, y), (x + 40, y))
    for step in range(1, 6):
        touch("touchMove", (x - 40 - 16 * step, y), (x + 40 + 16 * step, y))
    touch("touchEnd")
    both_larger(page, before)
