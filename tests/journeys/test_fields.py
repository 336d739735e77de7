"""What scripts add to the pages of the wizard: a region is found by typing, the certificate's line is shown, a division hides what it does not ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from contest.core import clock
from contest.editions import actions as editions
from contest.editions.models import Edition
from contest.editions.queries import divisions
from contest.editions.rules import Asked, Detail
from contest.governments.actions import load_registry
from contest.policy import SYSTEM
from tests.journeys import entering
from tests.journeys.conftest import Site, Visit, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def open_edition(site: Site) -> Site:
    """A contest in which a poster is asked for its year, and not for what it was made with."""

    def seed(session) -> None:
        now = clock.now()
        load_registry(session, SYSTEM, now=now)
        command = editions.NewEdition(14, now.year, now + timedelta(days=30), opens_at=now - timedelta(days=30), themes=({"en": "Our mountains"},))
        edition: Edition = editions.create(session, SYSTEM, command, now=now)
        poster = divisions(session, edition.id)[1]
        asked = {Detail.MEDIUM: Asked.OFF, Detail.YEAR: Asked.REQUIRED}
        editions.change_division_fields(session, SYSTEM, edition, poster, fields=asked, now=now)
        editions.announce(session, SYSTEM, edition, now=now)

    site.do(seed)
    return site


@pytest.fixture
def student(open_edition: Site, visit: Visit) -> Visitor:
    visitor = visit("a student at the fields", width=390, language="en")
    entering.start(visitor, "en")
    return visitor


def open_page(student: Visitor, page: str, language: str = "en") -> str:
    path = student.page.url.split("//")[1].split("/", 1)[1].split("/")
    at = "/".join(["", language, *path[1:3], page])
    student.go(at)
    return at


def test_a_region_is_found_in_any_language_by_keys_alone(student: Visitor) -> None:
    open_page(student, "school")
    page = student.page
    box, sent = page.locator("main input[role=combobox]"), page.locator("select[name=government_id]")
    expect(sent).to_be_hidden()
    for typed, names in (("улаан", ["Ulaanbaatar City"]), ("Tomsk", ["Tomsk Region"]), ("富山", ["Toyama Prefecture"]), ("toyama japan", ["Toyama Prefecture"])):
        box.fill(typed)
        assert page.locator("[role=option]").all_inner_texts() == names
        box.press("ArrowDown")
        assert box.get_attribute("aria-activedescendant") == page.locator("[role=option]").get_attribute("id")
        box.press("Enter")
        expect(page.locator("[role=listbox]")).to_be_hidden()
        assert box.input_value() == names[0]
        assert sent.evaluate("list => list.selectedOptions[0].text") == names[0]
    box.fill("몽골")
    assert page.locator("[role=option]").count() > 15
    box.press("Escape")
    assert box.input_value() == "Toyama Prefecture"
    box.fill("nowhere at all")
    expect(page.get_by_text("No region fits what you typed").first).to_be_visible()
    page.get_by_label("School or art school").focus()
    assert sent.input_value() == ""
    box.fill("ulaanb")  # left without choosing: only one region fits
    page.get_by_label("School or art school").focus()
    assert box.input_value() == "Ulaanbaatar City"
    expect(page.locator("[data-closing]")).to_contain_text("(Ulaanbaatar)")


def test_a_region_is_chosen_by_touch_and_comes_back_with_the_page(student: Visitor) -> None:
    at = open_page(student, "school")
    page = student.page
    box = page.locator("main input[role=combobox]")  # the field, once it has taken the place of the list
    box.click()
    assert page.get_by_role("combobox", name="Your region").evaluate("field => field.tagName") == "INPUT"
    page.get_by_role("option", name="Anhui Province").click()
    assert box.input_value() == "Anhui Province"
    student.fill(school="Example School")
    page.keyboard.press("Enter")
    page.wait_for_url("**/permissions")
    student.go(at)
    expect(box).to_have_value("Anhui Province")
    box.fill("")
    student.send()
    box.wait_for()
    page.locator(".error-summary a").first.click()
    expect(box).to_be_focused()
    student.troubles.clear()  # 422 is the right answer to no region


def test_the_line_of_the_certificate_is_shown_while_it_is_typed(student: Visitor) -> None:
    open_page(student, "you", "mn")
    page = student.page
    line, foreign, long = page.locator("[data-line] [data-name]"), page.locator("[data-foreign]"), page.locator("[data-long]")
    page.fill("[name=full_name]", "Жишээ Нэгдүгээр")
    page.locator("[data-take]").click()
    assert page.input_value("[name=latin_name]") == "Jishee Negdugeer"
    expect(line).to_have_text("Jishee Negdugeer")
    expect(page.locator("[data-propose]")).to_be_hidden()
    page.fill("[name=latin_name]", "Жишээ")
    expect(foreign).to_be_visible()
    page.fill("[name=latin_name]", "Example " * 8)
    expect(foreign).to_be_hidden()
    expect(long).to_be_visible()
    page.fill("[name=full_name]", "見本 一子")
    expect(page.locator("[data-propose]")).to_be_hidden()


def test_a_division_hides_what_it_does_not_ask_and_gives_it_back(student: Visitor) -> None:
    entering.upload(student, entering.photo(5, "steppe", longest=900))
    entering.looks_right(student)
    page = student.page
    medium, year = page.locator("input[name=medium]").first, page.locator("input[name=painted_in]")
    expect(medium).to_be_visible()
    student.choose(medium="ink")
    divisions_ = page.locator("input[name=division_id]")
    student.mark(divisions_.nth(1))
    expect(medium).to_be_hidden()
    expect(year).to_be_visible()
    student.mark(divisions_.nth(0))
    expect(year).to_be_hidden()
    assert page.locator("input[name=medium]:checked").input_value() == "ink"
    expect(page.locator("input[name=ai_note]")).to_be_hidden()
    student.choose(made="helped")
    expect(page.locator("input[name=ai_note]")).to_be_visible()
    student.mark(divisions_.nth(1))
    student.fill(title="A poster", description="A bridge.", painted_in=str(clock.now().year), ai_note="A sketching tool", size_other="50 x 70")
    student.send()
    page.wait_for_url("**/you")


def test_without_scripts_the_same_questions_are_a_list_and_a_line(open_edition: Site, visit: Visit) -> None:
    student = visit("the same without scripts", width=390, language="en", scripts=False)
    entering.start(student, "en")
    open_page(student, "school")
    page = student.page
    assert page.locator("select[name=government_id] option").count() > 80
    assert page.get_by_role("combobox", name="Your region").evaluate("list => list.tagName") == "SELECT"
    open_page(student, "painting")
    assert page.locator(".enter-only").count() == 2
