"""The judge's desk: it never waits and never lies. Keys, tabs, undo, works set aside."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from contest.entries.states import EntryState
from contest.judging.states import RoundState
from tests.journeys.conftest import Site, Visit
from tests.journeys.desks import Desks, change_round, code_of, desks, ready, saved

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def quick(site: Site) -> Desks:
    """Sixty works, one mark each."""
    return desks(site, works=60, judges=14)


@pytest.fixture(scope="module")
def rubric(site: Site) -> Desks:
    """Four works, three marks each."""
    return desks(site, works=4, judges=6, criteria=3, pictures=1)


def desk(found: Desks, visit: Visit, **look: Any) -> tuple[Any, Page]:
    """A judge who has just opened the desk."""
    judge = found.judge()
    visitor = visit("a judge", **look)
    found.sign_in(visitor.context, judge)
    return judge, found.open(visitor.page, judge)


def key(page: Page, code: str, typed: str, *, held: bool = False, text: str = "") -> None:
    """A key of some layout: `code` is where it lies, `typed` what is printed on it."""
    line = page.context.new_cdp_session(page)
    line.send("Input.dispatchKeyEvent", {"type": "keyDown", "code": code, "key": typed, "autoRepeat": held, **({"text": text} if text else {})})
    line.send("Input.dispatchKeyEvent", {"type": "keyUp", "code": code, "key": typed})


def said(page: Page) -> str:
    """The sentence in the panel."""
    return page.locator("[data-said]").inner_text()


def test_ten_keys_in_600_ms_are_ten_marks_on_the_right_works(quick: Desks, visit: Visit) -> None:
    judge, page = desk(quick, visit)
    page.wait_for_function("() => document.querySelectorAll('.judge-strip canvas').length > 3")
    page.wait_for_load_state("networkidle")
    for n in range(10):
        page.keyboard.press(f"Digit{(n + 1) % 10}")
        page.wait_for_timeout(60)
    saved(page)
    assert quick.marks(judge) == {code: [n + 1] for n, code in enumerate(judge.codes[:10])}
    assert code_of(page) == judge.codes[10]
    assert "10 of 60 marked · 50 left" in page.locator("[data-progress]").inner_text()


def test_a_digit_is_a_place_on_the_keyboard_whatever_the_layout_prints_there(quick: Desks, visit: Visit) -> None:
    """Mongolian keyboards have a colon and a percent sign there, Korean ones compose."""
    judge, page = desk(quick, visit)
    for n, (code, typed) in enumerate([("Digit5", "5"), ("Digit5", ":"), ("Digit5", "%"), ("Digit5", "５"), ("Numpad5", "5"), ("Digit5", "ㅎ")], 2):
        key(page, code, typed)
        page.locator("[data-place]", has_text=f"{n} of 60").wait_for()
    saved(page)
    assert quick.marks(judge) == {code: [5] for code in judge.codes[:6]}


def test_a_keypad_without_num_lock_turns_pages_and_marks_nothing(quick: Desks, visit: Visit) -> None:
    judge, page = desk(quick, visit)
    for code, typed, number in (("Numpad6", "ArrowRight", 2), ("Numpad3", "PageDown", 3), ("Numpad5", "Clear", 3), ("Numpad9", "PageUp", 2), ("Numpad4", "ArrowLeft", 1)):
        key(page, code, typed)
        page.locator("[data-place]", has_text=f"{number} of 60").wait_for()
    page.locator(".scale input").first.focus()
    key(page, "Numpad6", "ArrowRight")
    page.locator("[data-place]", has_text="2 of 60").wait_for()
    saved(page)
    assert quick.marks(judge) == {}


def test_digits_in_a_note_composed_or_held_down_mark_nothing(quick: Desks, visit: Visit) -> None:
    judge, page = desk(quick, visit)
    page.keyboard.press("KeyM")
    page.keyboard.type("12345")
    line = page.context.new_cdp_session(page)
    line.send("Input.imeSetComposition", {"text": "7", "selectionStart": 1, "selectionEnd": 1})
    key(page, "Digit7", "Process")
    line.send("Input.insertText", {"text": "七"})
    page.keyboard.press("Escape")
    key(page, "Digit6", "6", held=True)
    page.keyboard.press("Control+Digit6")
    page.keyboard.press("Shift+Digit6")
    page.keyboard.press("?")
    page.keyboard.press("Digit8")
    page.keyboard.press("Escape")
    saved(page)
    assert (quick.marks(judge), code_of(page)) == ({}, judge.codes[0])
    assert page.locator("#note").input_value() == "12345七"
    assert quick.events(judge, "note") >= 1


def test_keys_that_are_off_are_all_off_and_page_down_stays_whatever_is_chosen(quick: Desks, visit: Visit) -> None:
    judge, page = desk(quick, visit)
    place = page.locator("form[data-place]").get_attribute("data-place")
    page.evaluate(f"""() => localStorage.setItem("desk:{place}:settings", JSON.stringify({{ map: {{ next: "KeyN" }} }}))""")
    page.reload()
    ready(page)
    for code, number in (("ArrowRight", 1), ("KeyN", 2), ("PageDown", 3), ("PageUp", 2)):
        page.keyboard.press(code)
        page.locator("[data-place]", has_text=f"{number} of 60").wait_for()
    page.locator("label[for=keys]").click()
    page.locator("h1").click()
    for pressed in ("?", "Digit5", "KeyP"):
        page.keyboard.press(pressed)
    assert not page.locator("dialog[open]").count()
    saved(page)
    assert quick.marks(judge) == {}


def test_a_work_without_a_picture_is_not_marked_but_may_be_set_aside(rubric: Desks, visit: Visit) -> None:
    judge = rubric.judge()
    rubric.without_picture(judge.codes[0])
    visitor = visit("a judge")
    rubric.sign_in(visitor.context, judge)
    page = rubric.open(visitor.page, judge, judge.codes[1])
    page.keyboard.press("ArrowLeft")
    page.locator(".judge-picture", has_text="cannot be shown").wait_for()
    page.keyboard.press("Digit5")
    page.locator("[data-said]", has_text="This work has no picture and cannot be marked.").wait_for()
    page.keyboard.press("KeyX")
    saved(page)
    rubric.with_picture(judge.codes[0])
    assert (rubric.marks(judge), rubric.state(judge, judge.codes[0])) == ({}, "set_aside")


def test_nothing_is_marked_before_the_picture_is_seen(quick: Desks, visit: Visit) -> None:
    judge = quick.judge()
    visitor = visit("a judge on a poor line", service_workers="block")
    quick.sign_in(visitor.context, judge)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    visitor.page.route("**/media/*", hold)
    page = visitor.page
    page.goto(f"{quick.site.url}/judge/rounds/{quick.round_id}/works/{judge.codes[0]}", wait_until="commit")
    page.locator(".judge-picture", has_text="Picture loading").wait_for()
    page.keyboard.press("Digit8")
    page.locator("[data-said]", has_text="Wait for the picture").wait_for()
    page.locator(".scale-point").nth(4).click()
    assert not page.locator(".scale input:checked").count()
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes(':a:')).length") == 0
    page.unroute("**/media/*")  # lets go of those that are held
    ready(page)
    page.keyboard.press("Digit8")
    saved(page)
    assert quick.marks(judge) == {judge.codes[0]: [8]}


def test_undo_five_times_after_a_reload(quick: Desks, visit: Visit) -> None:
    judge, page = desk(quick, visit)
    for n in (1, 2, 3, 4, 5, 6):
        page.keyboard.press(f"Digit{n}")
        page.locator(f"[data-place]:has-text('{n + 1} of')").wait_for()
    saved(page)
    page.reload()
    ready(page)
    for n in (6, 5, 4, 3, 2):
        page.keyboard.press("Control+z")
        page.locator("[data-said]", has_text=f"Mark {n} removed").wait_for()
        assert code_of(page) == judge.codes[n - 1]
    saved(page)
    assert quick.marks(judge) == {judge.codes[0]: [1]}
    assert "1 of 60 marked" in page.locator("[data-progress]").inner_text()


def test_undo_passes_over_a_work_that_was_withdrawn_since(quick: Desks, visit: Visit) -> None:
    judge, page = desk(quick, visit)
    for n in (1, 2):
        page.keyboard.press(f"Digit{n}")
        page.locator(f"[data-place]:has-text('{n + 1} of')").wait_for()
    saved(page)
    quick.put_state(judge.codes[1], EntryState.WITHDRAWN)
    try:
        page.reload()
        ready(page)
        page.keyboard.press("Control+z")
        page.locator("[data-said]", has_text="Mark 1 removed").wait_for()
        saved(page)
        assert quick.marks(judge) == {judge.codes[1]: [2]}  # kept, but not counted
    finally:
        quick.put_state(judge.codes[1], EntryState.ACCEPTED)


def test_two_tabs_lose_nothing_and_show_the_same(quick: Desks, visit: Visit) -> None:
    judge, one = desk(quick, visit)
    two = quick.open(one.context.new_page(), judge)
    one.keyboard.press("Digit3")
    two.locator(".scale input:checked[value='2']").wait_for()
    two.keyboard.press("Digit9")
    saved(two)
    one.go_back()
    one.locator(".scale input:checked[value='8']").wait_for()
    for page, digits in ((one, "123"), (two, "45")):
        for digit in digits:
            ready(page).keyboard.press(f"Digit{digit}")
    saved(one)
    saved(two)
    marks = quick.marks(judge)
    assert marks == {code: [value] for code, value in zip(judge.codes, (1, 4, 3, 5), strict=False)}, "the last press wins, nothing is lost"
    assert [page.locator("[data-progress]").inner_text() for page in (one, two)] == ["4 of 60 marked · 56 left"] * 2


def test_three_works_set_aside_come_back_and_only_the_server_says_done(site: Site, visit: Visit) -> None:
    few = desks(site, works=6, judges=1, pictures=1)
    few.in_words()
    judge, page = desk(few, visit)
    for n in range(6):
        ready(page).keyboard.press("KeyX" if n % 2 else "Digit7")
    news = page.locator("[data-news]")
    news.get_by_text("3 works that you set aside are left.").wait_for()
    assert "The server has marks" not in news.inner_text()
    assert "3 set aside · 3 left" in page.locator("[data-progress]").inner_text()
    for left in (2, 1):
        ready(page).keyboard.press("Digit5")
        news.get_by_text(f"{left} work").wait_for()
        assert "The server has marks" not in news.inner_text()
    ready(page).keyboard.press("Digit5")
    news.get_by_text("The server has marks for all your works.").wait_for()
    assert sorted(value for (value,) in few.marks(judge).values()) == [5, 5, 5, 7, 7, 7]
    assert page.locator("[data-said]").inner_text().endswith(": like five"), "a value that has words is said in them"
    assert "like seven" in page.locator(".judge-strip a").first.get_attribute("aria-label") + page.locator(".judge-strip a").nth(1).get_attribute("aria-label")
    assert page.locator("[data-histogram] th").nth(6).inner_text() == "like seven"
    page.get_by_role("link", name="Check and sign off").click()
    page.wait_for_url("**/sign-off")


def test_three_criteria_by_keys_and_by_hand(rubric: Desks, visit: Visit) -> None:
    judge, page = desk(rubric, visit)
    for digit in "123":
        page.keyboard.press(f"Digit{digit}")
    page.locator("[data-place]", has_text="2 of 4").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Digit5")
    page.locator("fieldset.scale").first.locator(".scale-point").nth(6).click()
    page.locator("fieldset.scale").nth(2).locator(".scale-point").nth(9).click()
    page.locator("[data-place]", has_text="3 of 4").wait_for()
    page.keyboard.press("PageUp")
    assert code_of(page) == judge.codes[1]
    assert page.locator("[data-sum]").inner_text() == "70.4 of 100"
    page.keyboard.press("KeyU")
    saved(page)
    assert rubric.marks(judge) == {judge.codes[0]: [1, 2, 3], judge.codes[1]: [5, 10]}
    page.go_back()
    assert code_of(page) == judge.codes[2]


def test_a_work_the_judge_knows_leaves_and_can_be_taken_back(rubric: Desks, visit: Visit) -> None:
    judge, page = desk(rubric, visit)
    page.get_by_text("I know this work").click()
    page.get_by_text("I helped with it").click()
    page.get_by_role("button", name="I do not judge this work").click()
    page.locator("[data-place]", has_text="2 of 4").wait_for()
    saved(page)
    assert rubric.state(judge, judge.codes[0]) == "recused"
    page.keyboard.press("Control+z")
    page.locator("[data-place]", has_text="1 of 4").wait_for()
    saved(page)
    assert rubric.state(judge, judge.codes[0]) == "waiting"


def test_looking_closely_is_said(rubric: Desks, visit: Visit) -> None:
    _judge, page = desk(rubric, visit)
    page.keyboard.press("Equal")
    page.locator("[data-said]", has_text="middle").wait_for()
    for _step in range(8):
        page.get_by_role("button", name="Zoom in").click()
    for _step in range(12):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
    page.locator("[data-said]", has_text="upper left").wait_for()
    page.keyboard.press("KeyZ")
    page.locator("[data-said]", has_text="whole picture").wait_for()
    page.locator(".judge-picture").dblclick()
    page.locator(".judge-picture[data-zoomed]").wait_for()
    page.keyboard.press("PageDown")
    page.locator(".judge-picture:not([data-zoomed])").wait_for()


def test_a_pause_waits_and_a_close_tells_what_was_not_taken(rubric: Desks, visit: Visit) -> None:
    judge, visitor = rubric.judge(), visit("a judge whose round stops")
    rubric.sign_in(visitor.context, judge)
    page = rubric.open(visitor.page, judge)
    change_round(rubric, state=RoundState.PAUSED)
    page.keyboard.press("Digit4")
    page.locator("[data-state]", has_text="Not saved yet").wait_for()
    page.locator("[data-news]", has_text="paused").wait_for()
    change_round(rubric, state=RoundState.OPEN)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    saved(page)
    assert rubric.marks(judge) == {judge.codes[0]: [4]}
    change_round(rubric, state=RoundState.CLOSED)
    page.keyboard.press("Digit9")
    news = page.locator("[data-news]")
    news.get_by_text("These marks were not taken:").wait_for()
    assert page.locator(".scale input:checked").count() == 1, "the last good value is shown"
    page.get_by_role("button", name="I have read this").click()
    assert news.inner_text() == "This round is closed. Everything you marked before is kept."
    change_round(rubric, state=RoundState.OPEN)
    page.keyboard.press("Digit3")
    saved(page)
    news.wait_for(state="hidden")
    assert visitor.troubles
    assert all("409" in trouble for trouble in visitor.troubles)
    visitor.troubles.clear()
