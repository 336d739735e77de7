"""A judge's other views in a real browser: digits on the contact sheet, one glass over several works, an order by keys, pairs by keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from contest.judging.models import Duel, Sheet
from contest.judging.states import SHEET_LIFE, RoundKind, SheetState
from tests.journeys.conftest import Site, Visit
from tests.journeys.desks import Desks, Judge, change_round, desks, ready, saved

WORKS = 4


@pytest.fixture(scope="module")
def panel(site: Site) -> Desks:
    return desks(site, works=WORKS, judges=13)


@pytest.fixture(scope="module")
def three(site: Site) -> Desks:
    """Three marks for each work."""
    return desks(site, works=3, judges=2, criteria=3, pictures=1)


def at(panel: Desks, rest: str) -> str:
    return f"{panel.site.url}/judge/rounds/{panel.round_id}{rest}"


def look(visit: Visit, panel: Desks, rest: str, *, width: int = 1440) -> tuple[Page, Judge]:
    """A judge nobody has been yet on one of these pages, whose first pictures are there."""
    who, visitor = panel.judge(), visit("a judge", width=width)
    panel.sign_in(visitor.context, who)
    page = visitor.go(at(panel, rest.format(*who.codes)))
    page.wait_for_selector("[data-justified], .compare-panes[data-live], .duel[data-live], .rank-work[draggable=true]", state="attached")
    page.wait_for_function("() => [...document.querySelectorAll('main img')].slice(0, 2).every((each) => each.complete)")
    return page, who


def places(panel: Desks, judge: Judge) -> dict[str, int | None]:
    query = select(Sheet.blind_code, Sheet.place).where(Sheet.blind_code.in_(judge.codes))
    return panel.site.look(lambda session: dict(session.execute(query).all()))


def test_a_digit_marks_the_work_that_has_the_focus_and_it_moves_to_its_group(visit, panel):
    page, judge = look(visit, panel, "/sheet")
    code = judge.codes[1]
    thumb = page.locator(f"#w-{code} a")
    thumb.focus()
    page.keyboard.press("7")
    expect(page.locator("form [data-said]")).to_contain_text(f"{code} now 7")
    expect(page.locator(f"#w-{code} [data-mark]")).to_have_text("7")
    expect(thumb).to_be_focused()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => /^desk:[0-9]+:a:/.test(key))")
    assert panel.marks(judge) == {code: [7]}
    page.goto(at(panel, "/sheet"))
    assert page.locator("section").filter(has=page.locator(f"#w-{code}")).locator("h2").inner_text().split("\n") == ["7", "(1 work)"]


def test_of_several_marks_a_digit_gives_the_first_that_is_missing(visit, three):
    page, judge = look(visit, three, "/sheet")
    code = judge.codes[0]
    page.locator(f"#w-{code} a").focus()
    for digit, shown in (("7", "7 · – · –"), ("4", "7 · 4 · –"), ("0", "7 · 4 · 10")):
        page.keyboard.press(digit)
        expect(page.locator(f"#w-{code} [data-mark]")).to_have_text(shown)
    page.keyboard.press("9")
    expect(page.locator("form [data-said]")).to_contain_text("Every mark of this work is given")
    saved(page)
    assert three.marks(judge) == {code: [7, 4, 10]}
    page.reload()
    page.wait_for_selector("[data-justified]", state="attached")
    page.wait_for_function("() => [...document.querySelectorAll('main img')].every((each) => each.complete)")
    other = page.locator(f"#w-{judge.codes[1]}")
    other.locator("a").focus()
    for digit in "868":  # 7.3 on average, as 7, 4 and 10 are 7
        page.keyboard.press(digit)
    expect(page.locator("section", has=other).locator("h2")).to_have_text(re.compile(r"7 on average\s*\(2 works\)"))
    expect(other.locator("a")).to_be_focused()


def test_what_the_desk_has_not_sent_yet_stands_on_the_contact_sheet(visit, three):
    judge, visitor = three.judge(), visit("a judge", service_workers="block")
    three.sign_in(visitor.context, judge)
    page = three.open(visitor.page, judge)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/acts", lambda route: route.abort())
    for digit in "123":
        page.keyboard.press(f"Digit{digit}")
    page.locator("[data-state]", has_text="3 waiting").wait_for()
    page.keyboard.press("KeyG")
    expect(page.locator(f"#w-{judge.codes[0]} [data-mark]")).to_have_text("1 · 2 · 3")
    expect(page.locator("[data-waiting] [data-state]")).to_contain_text("3 waiting (no connection)")
    page.unroute("**/acts")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    saved(page)
    assert three.marks(judge) == {judge.codes[0]: [1, 2, 3]}
    visitor.troubles.clear()


def test_a_picture_that_is_not_there_is_not_marked(visit, panel):
    judge, visitor = panel.judge(), visit("a judge on a poor line", service_workers="block")
    panel.sign_in(visitor.context, judge)
    panel.without_picture(judge.codes[1])
    page = visitor.page
    page.route("**/media/*", lambda route: route.fulfill(status=404, body=""))
    visitor.go(at(panel, "/sheet"))
    page.wait_for_selector("[data-justified]", state="attached")
    for code, words in ((judge.codes[0], "Wait for the picture"), (judge.codes[1], "This work has no picture and cannot be marked")):
        page.locator(f"#w-{code} a").focus()
        page.keyboard.press("7")
        expect(page.locator("form [data-said]")).to_contain_text(words)
    panel.with_picture(judge.codes[1])
    assert panel.marks(judge) == {}
    visitor.troubles.clear()


def test_keys_in_a_field_or_held_down_mark_nothing(visit, panel):
    page, judge = look(visit, panel, "/sheet")
    page.locator("#mark").focus()
    page.keyboard.press("7")
    page.locator("h1").click()
    page.keyboard.press("7")
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes(':a:')).length") == 0
    assert panel.marks(judge) == {}


def test_a_mark_waits_while_there_is_no_connection_and_arrives_later(visit, panel):
    page, judge = look(visit, panel, "/sheet")
    page.route("**/acts", lambda route: route.fulfill(status=204))  # an answer that says nothing
    page.locator(f"#w-{judge.codes[0]} a").focus()
    page.keyboard.press("4")
    expect(page.locator("form [data-said]")).to_contain_text("Not saved yet")
    page.unroute("**/acts")
    page.reload()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => /^desk:[0-9]+:a:/.test(key))")
    assert panel.marks(judge) == {judge.codes[0]: [4]}


def test_back_from_a_work_leads_to_the_same_picture(visit, panel):
    page, judge = look(visit, panel, "/sheet")
    page.locator(f"#w-{judge.codes[2]} a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/works/{judge.codes[2]}")
    page.go_back()
    expect(page.locator(f"#w-{judge.codes[2]} a")).to_be_focused()
    page.keyboard.press("e")
    page.wait_for_url(f"**/works/{judge.codes[2]}")
    ready(page).keyboard.press("6")
    page.keyboard.press("Escape")
    expect(page.locator(f"#w-{judge.codes[2]} a")).to_be_focused()
    expect(page.locator(f"#w-{judge.codes[2]} [data-mark]")).to_have_text("6")


def test_two_works_are_looked_at_through_one_glass_until_they_are_let_go(visit, panel):
    page, judge = look(visit, panel, "/compare?w={0}&w={1}")
    widths = "() => [...document.querySelectorAll('.pane-view img')].map((each) => Math.round(each.getBoundingClientRect().width))"
    first, second = page.evaluate(widths)
    assert first == second
    page.locator(".pane-view").first.focus()
    page.keyboard.press("Equal")
    larger = page.evaluate(widths)
    assert larger[0] == larger[1] > first
    expect(page.locator("[data-tools] [data-said]")).to_contain_text("%, middle")
    page.locator("[data-do=link]").click()
    page.locator(".pane-view").first.focus()
    page.keyboard.press("Equal")
    apart = page.evaluate(widths)
    assert apart[0] > apart[1] == larger[1]
    page.keyboard.press("9")
    expect(page.locator("[data-tools] [data-said]")).to_contain_text(f"{judge.codes[0]} now 9")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => /^desk:[0-9]+:a:/.test(key))")
    assert panel.marks(judge) == {judge.codes[0]: [9]}


def test_on_a_phone_one_work_is_seen_at_a_time_and_the_zoom_stays(visit, panel):
    page, _judge = look(visit, panel, "/compare?w={0}&w={1}", width=390)
    panes = page.locator(".pane")
    expect(panes.nth(1)).to_be_hidden()
    page.locator("[data-do=in]").click()
    page.locator("[data-show='1']").click()
    expect(panes.nth(0)).to_be_hidden()
    assert panes.nth(1).locator(".pane-view").get_attribute("data-zoomed") == ""
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_an_order_is_made_with_the_keyboard_and_saved_at_once(visit, panel):
    change_round(panel, kind=RoundKind.RANKING)
    page, judge = look(visit, panel, "/rank")
    first, second = judge.codes[:2]
    for code in (first, second):
        page.locator(f"#to-{code}").fill("1")
        page.keyboard.press("Enter")
        expect(page.locator("[data-said]")).to_contain_text(f"{code} is now at place 1")
    assert places(panel, judge) == {first: 2, second: 1, judge.codes[2]: None, judge.codes[3]: None}
    page.locator(f"#w-{first} [value=up]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text(f"{first} is now at place 1")
    assert places(panel, judge)[first] == 1
    page.locator(f"#w-{second} [value=out]").click()
    expect(page.locator(f"[data-list=pool] #w-{second}")).to_be_visible()
    for code in judge.codes[1:4]:
        page.locator(f"#to-{code}").fill("9")  # there is no place 9: the last one
    for code in judge.codes[1:4]:
        page.locator(f"#to-{code}").evaluate("(field, place) => { field.value = place; field.form.requestSubmit(field.form.querySelector('[value=to]')); }", "2")
    expect(page.get_by_role("link", name="Check and sign off")).to_be_visible()
    assert places(panel, judge) == {first: 1, judge.codes[3]: 2, judge.codes[2]: 3, judge.codes[1]: 4}, "none of three moves at once is lost"
    change_round(panel, kind=RoundKind.QUICK)


def test_a_move_that_another_tab_overtook_is_offered_again(visit, panel):
    change_round(panel, kind=RoundKind.RANKING)
    judge, visitor = panel.judge(), visit("a judge in two tabs")
    panel.sign_in(visitor.context, judge)
    page = visitor.go(at(panel, "/rank"))
    page.wait_for_selector(".rank-work[draggable=true]", state="attached")
    first, second = judge.codes[:2]
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".rank-work[draggable=true]", state="attached")
    other.locator(f"#w-{first} [value=to]").click()
    expect(other.locator("[data-said]")).to_contain_text(f"{first} is now at place 1")
    page.locator(f"#w-{second} [value=to]").click()
    expect(page.locator("[data-refused]")).to_contain_text(f"{second} to place 1")
    expect(page.locator(f"[data-list=ranked] #w-{first}")).to_be_visible()
    page.get_by_role("button", name="Do it anyway").click()
    expect(page.locator("[data-said]")).to_contain_text(f"{second} is now at place 1")
    expect(page.locator("[data-refused]")).to_be_hidden()
    assert places(panel, judge) == {first: 2, second: 1, judge.codes[2]: None, judge.codes[3]: None}
    assert all("409" in trouble for trouble in visitor.troubles)
    visitor.troubles.clear()
    change_round(panel, kind=RoundKind.QUICK)


def test_pairs_are_decided_with_arrows_and_the_equals_sign(visit, panel):
    change_round(panel, kind=RoundKind.PAIRWISE)
    judge, visitor = panel.judge(), visit("a judge", service_workers="block")
    panel.sign_in(visitor.context, judge)
    page = visitor.page
    page.route("**/media/*", lambda route: route.fulfill(status=404, body=""))
    visitor.go(at(panel, "/pairs"))
    expect(page.locator("[data-said]")).to_contain_text("A picture cannot be loaded")
    page.keyboard.press("ArrowLeft")
    page.unroute("**/media/*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-said]")).to_have_text("")
    visitor.troubles.clear()
    for n, key in enumerate(("ArrowLeft", "Equal", "ArrowRight")):
        expect(page.locator(".views-head")).to_contain_text(f"{n} of 6 pairs decided")
        page.wait_for_selector(".duel[data-live]")
        page.keyboard.press(key)
    expect(page.locator(".views-head")).to_contain_text("3 of 6 pairs decided")
    mine = select(Duel.even, Duel.winner_id == Duel.left_id).join(Sheet, Sheet.id == Duel.left_id).where(Sheet.blind_code.in_(judge.codes))
    assert panel.site.look(lambda session: session.execute(mine.order_by(Duel.position)).all()) == [(False, True), (True, None), (False, False)]
    page.get_by_role("button", name="Take back the last answer").click()
    expect(page.locator(".views-head")).to_contain_text("2 of 6 pairs decided")
    change_round(panel, kind=RoundKind.QUICK)


def test_a_mark_the_server_does_not_take_is_taken_off_the_page_again(visit, panel):
    page, judge = look(visit, panel, "/sheet")
    away = judge.codes[3]
    panel.site.do(lambda session: SHEET_LIFE.move(session.scalars(select(Sheet).where(Sheet.blind_code == away)).one(), SheetState.RECUSED))
    page.locator(f"#w-{away} a").focus()
    page.keyboard.press("5")
    expect(page.locator("form [data-said]")).to_contain_text("You do not judge this work")
    expect(page.locator(f"#w-{away} [data-mark]")).to_have_text("")
    assert panel.marks(judge) == {}
