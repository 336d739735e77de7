"""On the narrowest screens nothing has to be moved sideways, and what is pressed is large enough for a finger."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Site, Visit, Visitor
from tests.journeys.seeding import Contest, small_contest
from tests.journeys.touring import MAIN, REST, walk

pytestmark = pytest.mark.browser

# What sticks out to the right: the page's own width, and what is wider than its own box without being made to scroll.
TOO_WIDE = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const out = [...document.body.querySelectorAll("*")].filter(each => each.getBoundingClientRect().right > page.clientWidth + 1);
  return [`${page.scrollWidth} px`, ...out.slice(0, 6).map(each => each.outerHTML.slice(0, 120))];
}"""
# As WCAG 2.2 measures it: 24 by 24 pixels, or so far from everything else that a circle of 24 pixels around it touches no other target
# (nor its circle). Links within a sentence are as tall as its line; the rule leaves those out.
TOO_SMALL = """() => {
  const seen = each => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && each.getBoundingClientRect().width > 1;
  const text = node => node.textContent.trim().length;
  const inSentence = each => each.matches("a") && getComputedStyle(each).display === "inline" && text(each.parentElement) > text(each);
  const box = each => {
    const label = each.labels?.[0];
    const boxes = [each, ...(label && each.matches("[type=radio], [type=checkbox]") ? [label] : [])].map(one => one.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map(one => one.left)), Math.min(...boxes.map(one => one.top))];
    const [right, bottom] = [Math.max(...boxes.map(one => one.right)), Math.max(...boxes.map(one => one.bottom))];
    return { each, left, top, right, bottom, width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 };
  };
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(each => seen(each) && !each.closest(".visually-hidden, .skip") && !inSentence(each)).map(box);
  const small = one => one.width < 24 || one.height < 24;
  const near = (one, other) => small(other)
    ? Math.hypot(one.x - other.x, one.y - other.y) < 24
    : Math.hypot(Math.max(other.left - one.x, 0, one.x - other.right), Math.max(other.top - one.y, 0, one.y - other.bottom)) < 12;
  return targets.filter(one => small(one) && targets.some(other => other !== one && near(one, other)))
    .map(one => `${Math.round(one.width)} × ${Math.round(one.height)}: ${one.each.outerHTML.slice(0, 140)}`);
}"""


@pytest.fixture(scope="module")
def contest(site: Site) -> Contest:
    return small_contest(site)


def faults(visitor: Visitor) -> list[str]:
    """What is too wide or too small on the page as it is."""
    path = visitor.page.url.removeprefix(visitor.site.url)
    found = [f"{path}: wider than the screen: {each}" for each in visitor.page.evaluate(TOO_WIDE)]
    return found + [f"{path}: too small to press: {each}" for each in visitor.page.evaluate(TOO_SMALL)]


@pytest.mark.parametrize("language", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_the_main_pages_fit_a_screen_of_320_pixels(contest: Contest, visit: Visit, language: str) -> None:
    found = [fault for visitor in walk(contest, visit, language, MAIN, width=320) for fault in faults(visitor)]
    assert not found, "\n".join(found)


def test_the_other_pages_fit_a_screen_of_320_pixels(contest: Contest, visit: Visit) -> None:
    found = [fault for visitor in walk(contest, visit, "ru", REST, width=320) for fault in faults(visitor)]
    assert not found, "\n".join(found)
