"""A picture is trimmed with the keyboard, by dragging, by touch and without scripts; the secretariat covers a name, and a judge sees grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from contest.accounts import actions as accounts
from contest.accounts.models import Account
from contest.core import clock
from contest.demo.painting import paint
from contest.entries.models import Entry
from contest.media.framing import FULL, Framing
from contest.media.intake import keep
from contest.media.models import Picture
from contest.media.own import prepare_own
from contest.media.store import FolderStore
from contest.policy import SYSTEM, Role
from tests import make
from tests.journeys.conftest import Site, Visit, Visitor
from tests.journeys.test_accessibility import faults as axe_faults
from tests.journeys.test_reflow import faults as narrow_faults

pytestmark = pytest.mark.browser

CODES = ("ACDEFGHJKM", "CDEFGHJKMA", "DEFGHJKMAC", "EFGHJKMACD", "FGHJKMACDE")
KEYBOARD, MOUSE, FINGER, PLAIN, LOOKED_AT = CODES


@dataclass(frozen=True, slots=True)
class Stage:
    """Drafts by resume code, one work in an open round, and ways in for its judge and the secretariat."""

    site: Site
    drafts: dict[str, str]
    receipt: str
    round: int
    judge: int
    staff: int


def hang_on_a_table(session: Session, site: Site, entry: Entry, seed: int) -> None:
    """The painting as a photo shows it that was taken carelessly: crooked, with a table round it."""
    sheet = paint(seed, "horse_race")
    sheet = sheet.resize((round(sheet.width * 900 / max(sheet.size)), round(sheet.height * 900 / max(sheet.size)))).convert("RGBA")
    turned = sheet.rotate(3, expand=True, resample=Image.Resampling.BICUBIC)
    table = Image.new("RGB", (round(turned.width * 1.2), round(turned.height * 1.2)), (120, 86, 56))
    table.paste(turned, ((table.width - turned.width) // 2, (table.height - turned.height) // 2), turned)
    store = FolderStore(site.uploads, durable=False)
    entry.picture_id = keep(session, store, prepare_own(table, store=store), about=("entry", entry.id), now=clock.now()).id
    session.flush()


@pytest.fixture(scope="module")
def stage(site: Site) -> Stage:
    def seed(session: Session) -> Stage:
        make.start(session)
        edition, drafts = make.open_edition(number=14), {}
        for number, code in enumerate(CODES):
            painter = make.student(edition, resume_hash=session.info["keys"].digest("resume", code), email="painter@example.org")
            entry = make.ready_entry(edition=edition, student=painter)
            hang_on_a_table(session, site, entry, number)
            drafts[code] = entry.draft_key
        round_, (judge, _other), (work,) = make.open_round(works=1, pictures=False, edition=edition)
        hang_on_a_table(session, site, work, 9)
        return Stage(site, drafts, work.receipt or "", round_.id, judge.id, make.account(Role.STAFF).id)

    return site.do(seed)


def painter(stage: Stage, visit: Visit, code: str, language: str = "en", **browser: Any) -> Page:
    """A painter on the page of the picture, led there by the resume code."""
    visitor = visit(f"the painter with the code {code}", language=language, **browser)
    visitor.go(f"/{language}/enter/resume?next=/{language}/enter/{stage.drafts[code]}/photo/check")
    visitor.fill(code=code)
    visitor.send()
    visitor.page.wait_for_url("**/photo/check")
    return visitor.page


def sign_in(stage: Stage, visitor: Visitor, account_id: int, language: str = "en") -> None:
    def link(session: Session) -> str:
        account = session.get_one(Account, account_id)
        account.language = language
        return accounts.sign_in_link(session, SYSTEM, account, now=clock.now())

    visitor.go(stage.site.do(link))
    visitor.send()
    visitor.page.wait_for_url(lambda url: "/login/" not in url)


def framing(stage: Stage, code: str) -> Framing:
    def read(session: Session) -> Framing:
        entry = session.query(Entry).filter_by(draft_key=stage.drafts[code]).one()
        return session.get_one(Picture, entry.picture_id).framing

    return stage.site.look(read)


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until this is focused."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"the Tab key never comes to {selector}")


def colour_at(page: Page, x: float, y: float) -> list[int]:
    """The colour of the shown picture at a place, in parts of its width and height."""
    return page.locator("img.picture, .judge-picture canvas, .desk-stage img").first.evaluate(
        """async (image, [x, y]) => {
          await image.decode?.();
          const canvas = new OffscreenCanvas(image.naturalWidth ?? image.width, image.naturalHeight ?? image.height);
          const drawn = canvas.getContext("2d");
          drawn.drawImage(image, 0, 0);
          return [...drawn.getImageData(x * canvas.width, y * canvas.height, 1, 1).data].slice(0, 3);
        }""",
        [x, y],
    )


def near(crop: Any, wanted: list[tuple[int, int]], within: int) -> bool:
    return max(abs(a - b) for point, other in zip(crop, wanted, strict=True) for a, b in zip(point, other, strict=True)) <= within


def test_with_the_keyboard_alone(stage: Stage, visit: Visit) -> None:
    page = painter(stage, visit, KEYBOARD)
    tab_to(page, ".frame-editor > summary")
    page.keyboard.press("Enter")
    page.locator(".frame-handle").first.wait_for()
    before = page.locator(".frame-apply input[name=corners]").input_value()
    tab_to(page, ".frame-handle[aria-label='Bottom right corner']", "Shift+Tab")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    after = page.locator(".frame-apply input[name=corners]").input_value()
    moved = [int(b) - int(a) for a, b in zip(before.split(","), after.split(","), strict=True)]
    assert moved == [0, 0, 0, 0, 200, 500, 0, 0]
    assert page.locator(".frame-place").inner_text().startswith("Bottom right corner: ")
    assert page.locator("input[name=corner]:checked").get_attribute("value") == "2"
    tab_to(page, ".frame-ways button[value=left]")
    page.keyboard.press("Enter")  # by the button now, the same corner, a large step
    assert page.evaluate("document.activeElement.value") == "left", "the focus was lost"
    tab_to(page, ".frame-apply button")
    page.keyboard.press("Enter")
    page.get_by_text("The picture is trimmed.").wait_for()
    crop = framing(stage, KEYBOARD).crop
    numbers = [int(each) for each in after.split(",")]
    assert crop is not None
    numbers[4] -= 500
    assert near(crop, list(zip(numbers[::2], numbers[1::2], strict=True)), 0)
    tab_to(page, "button[value=undo]")
    page.keyboard.press("Enter")
    page.get_by_text("The last change is undone.").wait_for()
    assert framing(stage, KEYBOARD) == Framing()


def test_by_dragging_the_corners(stage: Stage, visit: Visit) -> None:
    page = painter(stage, visit, MOUSE)
    page.locator(".frame-editor > summary").click()
    box = page.locator(".frame-ground").bounding_box()
    assert box is not None
    wanted = [(1000, 1500), (9000, 1000), (9500, 9000), (500, 9500)]
    for name, (x, y) in zip(("Top left", "Top right", "Bottom right", "Bottom left"), wanted, strict=True):
        handle = page.get_by_role("button", name=f"{name} corner").bounding_box()
        assert handle is not None
        assert min(handle["width"], handle["height"]) >= 48
        page.mouse.move(handle["x"] + 24, handle["y"] + 24)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * x / FULL, box["y"] + box["height"] * y / FULL, steps=4)
        page.mouse.up()
    page.get_by_role("button", name="Trim to the line").click()
    page.get_by_text("The picture is trimmed.").wait_for()
    crop = framing(stage, MOUSE).crop
    assert crop is not None
    assert near(crop, wanted, 30)  # a pixel or two
    page.get_by_role("button", name="Turn right").click()
    page.get_by_text("Turned to the right.").wait_for()
    page.get_by_role("button", name="Show the whole photo again").click()
    page.get_by_text("The whole photo is shown again.").wait_for()
    assert framing(stage, MOUSE) == Framing(90)


def test_with_a_finger(stage: Stage, visit: Visit) -> None:
    page = painter(stage, visit, FINGER, width=390, has_touch=True, is_mobile=True)
    page.locator(".frame-editor > summary").tap()
    handle = page.get_by_role("button", name="Top left corner")
    handle.scroll_into_view_if_needed()
    (start, before, scrolled) = handle.bounding_box(), page.locator(".frame-apply input[name=corners]").input_value(), page.evaluate("scrollY")
    assert start is not None
    finger = page.context.new_cdp_session(page)
    x, y = start["x"] + 24, start["y"] + 24
    for kind, dx in (("touchStart", 0), ("touchMove", 10), ("touchMove", 30), ("touchEnd", 0)):
        points = [] if kind == "touchEnd" else [{"x": x + dx, "y": y + dx}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    after = page.locator(".frame-apply input[name=corners]").input_value()
    assert after != before
    assert after.split(",")[2:] == before.split(",")[2:]
    assert page.evaluate("scrollY") == scrolled, "the page moved under the finger"
    page.get_by_role("button", name="Trim to the line").click()  # a second tap so soon would be half of a double one
    page.get_by_text("The picture is trimmed.").wait_for()
    assert framing(stage, FINGER).crop is not None


def test_without_scripts(stage: Stage, visit: Visit) -> None:
    page = painter(stage, visit, PLAIN, width=390, scripts=False)
    page.get_by_role("button", name="Trim as suggested").click()
    page.get_by_text("The picture is trimmed.").wait_for()
    assert max(dominant(stage, PLAIN)) > 150, "the table still shows"
    page.get_by_role("button", name="Show the whole photo again").click()
    page.locator(".frame-editor > summary").click()
    before = page.locator(".frame-apply input[name=corners]").input_value()
    page.get_by_text("Bottom left", exact=True).click()
    page.get_by_role("button", name="Upwards").click()
    assert page.locator("input[name=corner]:checked").get_attribute("value") == "3"
    page.get_by_role("button", name="Upwards").click()
    after = page.locator(".frame-apply input[name=corners]").input_value()
    assert [int(b) - int(a) for a, b in zip(before.split(","), after.split(","), strict=True)] == [0, 0, 0, 0, 0, 0, 0, -1000]
    page.get_by_role("button", name="Trim to the line").click()
    page.get_by_text("The picture is trimmed.").wait_for()
    crop = framing(stage, PLAIN).crop
    assert crop is not None
    assert crop[3][1] == int(after.split(",")[7])


def dominant(stage: Stage, code: str) -> tuple[int, ...]:
    """The dominant colour of the picture as it is shown now."""

    def read(session: Session) -> str:
        entry = session.query(Entry).filter_by(draft_key=stage.drafts[code]).one()
        return session.get_one(Picture, entry.picture_id).colour

    colour = stage.site.look(read)
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def test_the_secretariat_covers_a_name_and_the_judge_sees_grey(stage: Stage, visit: Visit) -> None:
    judge, staff = visit("the judge"), visit("the secretariat")
    sign_in(stage, judge, stage.judge)
    judge.go(f"/judge/rounds/{stage.round}/next")
    desk = judge.page.url
    judge.page.locator(".desk-live .judge-picture canvas").wait_for()
    assert not grey(colour_at(judge.page, 0.3, 0.3))

    sign_in(stage, staff, stage.staff)
    page = staff.go(f"/staff/entries/{stage.receipt}")
    staff.follow("Turn, trim or cover the picture")
    page.wait_for_url("**/picture")
    page.get_by_text("Cover a name or a stamp").click()
    box = page.locator(".frame-ground").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4, steps=4)
    page.mouse.up()
    staff.shot("framing-cover")
    page.get_by_role("button", name="Cover this part").click()
    page.get_by_text("This part of the picture is covered.").wait_for()
    assert grey(colour_at(page, 0.3, 0.3))

    again = visit("the judge, on another day")
    sign_in(stage, again, stage.judge)
    again.go(desk.removeprefix(stage.site.url))
    again.page.locator(".desk-live .judge-picture canvas").wait_for()
    assert grey(colour_at(again.page, 0.3, 0.3))
    assert not grey(colour_at(again.page, 0.5, 0.5))

    page.get_by_role("button", name="Remove box 1").click()
    page.get_by_text("The box is removed.").wait_for()
    assert not grey(colour_at(page, 0.3, 0.3))


def grey(colour: list[int]) -> bool:
    return max(abs(each - 128) for each in colour) <= 3


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1440, "light"), ("ru", 320, "light"), ("mn", 320, "dark")])
def test_nobody_is_kept_out_and_everything_fits(stage: Stage, visit: Visit, language: str, width: int, scheme: str) -> None:
    painted = painter(stage, visit, LOOKED_AT, language, width=width, color_scheme=scheme, reduced_motion="reduce")
    staff = visit("the secretariat", language=language, width=width, color_scheme=scheme, reduced_motion="reduce")
    sign_in(stage, staff, stage.staff, language)
    staff.go(f"/staff/entries/{stage.receipt}/picture")
    found = []
    for page in (painted, staff.page):
        for editor in [None, *page.locator(".frame-editor > summary").all()]:
            if editor:
                editor.click()
            looked = Visitor("somebody", stage.site, page.context, page)
            found += axe_faults(looked) + (narrow_faults(looked) if width < 400 else [])
    assert not found, "\n\n".join(found)
