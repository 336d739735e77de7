"""axe-core finds nothing to complain of: by light and in the dark, wide and narrow, in all six languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import Site, Visit, Visitor
from tests.journeys.seeding import Contest, small_contest
from tests.journeys.touring import LANGUAGES, MAIN, REST, walk

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES}, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"],
    "iframes": False, "preload": False,
}  # fmt: skip
DARK = {"ko", "ru"}
NARROW = {"ja", "ru", "mn"}
AXE = Axe().axe_script


@pytest.fixture(scope="module")
def contest(site: Site) -> Contest:
    return small_contest(site)


def faults(visitor: Visitor) -> list[str]:
    """What axe says of the page as it is, one line per place."""
    visitor.page.evaluate(AXE)
    found = visitor.page.evaluate("options => axe.run(document, options).then(result => result.violations)", OPTIONS)
    path = visitor.page.url.removeprefix(visitor.site.url)
    return [f"{path}: {each['id']}: {node['html'][:200]} ({node['failureSummary']})" for each in found for node in each["nodes"]]


def look(language: str) -> dict[str, object]:
    """How this language's readers look at the pages; together they cover wide and narrow, light and dark."""
    return {"width": 390 if language in NARROW else 1440, "color_scheme": "dark" if language in DARK else "light", "reduced_motion": "reduce"}


def test_a_fault_would_be_found(site: Site, visit: Visit) -> None:
    visitor = visit("somebody who tries the measure itself")
    visitor.page.set_content("<html lang=en><title>Faulty</title><main><h1>Faulty</h1><p style='color: #bbb'>pale</p><img src='data:,'></main>")
    assert {fault.split(": ")[1] for fault in faults(visitor)} == {"color-contrast", "image-alt"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_kept_out_of_the_main_pages(contest: Contest, visit: Visit, language: str) -> None:
    found = [fault for visitor in walk(contest, visit, language, MAIN, **look(language)) for fault in faults(visitor)]
    assert not found, "\n\n".join(found)


def test_nobody_is_kept_out_of_the_other_pages(contest: Contest, visit: Visit) -> None:
    found = [fault for visitor in walk(contest, visit, "en", REST, **look("en")) for fault in faults(visitor)]
    assert not found, "\n\n".join(found)
