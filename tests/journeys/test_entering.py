"""The student's five minutes: six languages, a telephone, a poor line, with and without scripts; nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from contest.core import clock
from contest.editions import actions as editions
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.governments.actions import load_registry
from contest.policy import SYSTEM
from tests.journeys import entering
from tests.journeys.conftest import Site, Visit, Visitor

pytestmark = pytest.mark.browser

TAPS, PAGES, BYTES = 20, 9, 80_000
PAINTERS = {
    painter.language: painter
    for painter in (
        entering.Painter("en", "Example One", "Example One", "Kites over the snow", "Two children fly a red kite.", "KR-47", "Example School 1"),
        entering.Painter("ko", "예시 하나", "Yesi Hana", "눈 위의 연", "두 아이가 빨간 연을 날리고 있습니다.", "KR-47", "예시중학교"),
        entering.Painter("zh", "样例 甲", "Yangli Jia", "雪上的风筝", "两个孩子在放红色的风筝。", "CN-HN", "样例第一中学"),
        entering.Painter("ja", "見本 一子", "Mihon Ichiko", "雪の上の凧", "ふたりの子どもが赤い凧をあげています。", "JP-31", "見本第一中学校"),
        entering.Painter("ru", "Пример Первый", "Primer Pervyi", "Змеи над снегом", "Двое детей запускают красного змея.", "RU-TOM", "Школа-пример № 1"),
        entering.Painter("mn", "Жишээ Нэгдүгээр", "Jishee Negdugeer", "Өвлийн үүл", "Хоёр хүүхэд улаан цаасан шувуу нисгэж байна.", "MN-046", "Жишээ сургууль"),
    )
}  # fmt: skip
TYPED = """form => Object.fromEntries([...form.elements].filter(field => field.name && !['csrf_token', 'seen'].includes(field.name) && field.type !== 'file')
    .map(field => [field.name + (field.type === 'radio' ? ':' + field.value : ''), 'checked' in field && field.matches('[type=radio],[type=checkbox]') ? field.checked : field.value]))"""


@pytest.fixture(scope="module")
def open_edition(site: Site) -> Site:
    """Governments, and a contest that takes works for another month."""

    def seed(session: Any) -> None:
        now = clock.now()
        load_registry(session, SYSTEM, now=now)
        themes = ({"en": "Our mountains", "mn": "Манай уулс"},)
        command = editions.NewEdition(14, now.year, now + timedelta(days=30), opens_at=now - timedelta(days=30), themes=themes)
        editions.announce(session, SYSTEM, editions.create(session, SYSTEM, command, now=now), now=now)

    site.do(seed)
    return site


def typed(visitor: Visitor) -> dict[str, Any]:
    """Everything that stands in the fields of the page's form."""
    found: dict[str, Any] = visitor.page.locator("main form.form").first.evaluate(TYPED)
    return found


def reload_keeps_everything(visitor: Visitor) -> None:
    """The page is loaded again, at once, in the middle of the work."""
    if not visitor.page.locator("form[data-keep]").count():
        return
    visitor.page.wait_for_load_state("networkidle")  # nobody types a page before its scripts have come
    before = typed(visitor)
    visitor.page.reload()
    visitor.page.wait_for_load_state("networkidle")
    assert typed(visitor) == before, f"{visitor.name}: lost on {urlsplit(visitor.page.url).path}"


def walked(visitor: Visitor) -> list[str]:
    """Which pages come by, each once."""
    paths: list[str] = []

    def note(frame: Any) -> None:
        path = re.sub(r"/enter/[^/]{20,}", "/enter/…", urlsplit(frame.url).path)
        if frame.parent_frame is None and path not in paths:
            paths.append(path)

    visitor.page.on("framenavigated", note)
    return paths


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("language", PAINTERS)
def test_an_entry_takes_few_taps_and_pages_and_loses_nothing(open_edition: Site, visit: Visit, language: str, scripts: bool) -> None:
    painter = replace(PAINTERS[language], everything=False)
    student = visit(f"a student in {language}", width=390, language=language, scripts=scripts)
    paths = walked(student)
    student.slow_down()
    if scripts:
        student.before_sending = reload_keeps_everything
    receipt, _link = entering.enter(student, painter, entering.photo(3, "horse_race", longest=1600))
    print(f"{language}, {'with' if scripts else 'without'} scripts: {student.taps} taps, {len(paths)} pages")
    assert student.taps <= TAPS
    assert len(paths) <= PAGES, paths
    stored = open_edition.look(lambda session: session.query(Entry).filter_by(receipt=receipt).one())
    assert (stored.state, stored.title, stored.school, stored.typed) == (EntryState.SUBMITTED, painter.title, painter.school, {})


def test_a_second_browser_shows_what_the_first_had_not_even_saved(open_edition: Site, visit: Visit) -> None:
    first = visit("a student", width=390, language="ja")
    entering.start(first, "ja")
    code = first.page.locator("#resume-code").input_value()
    entering.upload(first, entering.photo(5, "steppe", longest=1200))
    entering.looks_right(first)
    with first.page.expect_response(lambda answer: "/keep/" in answer.url and answer.ok):
        first.fill(title="雪の上の凧")
    first.page.locator("[data-keep-line][data-state=saved]").wait_for()
    path = urlsplit(first.page.url).path
    before = typed(first)
    first.context.close()

    second = visit("the same student at home", width=1440, language="ja", scripts=False)
    page = second.go("/ja/enter/resume")
    second.fill(code=code)
    second.send()
    page.wait_for_url("**/ja/my")
    second.go(path)
    assert typed(second) == before


def test_the_line_says_the_truth_while_there_is_no_connection(open_edition: Site, visit: Visit) -> None:
    student = visit("a student on a train", width=390)
    entering.start(student, "en")
    entering.upload(student, entering.photo(6, "steppe", longest=1200))
    entering.looks_right(student)
    line = student.page.locator("[data-keep-line]")
    student.context.set_offline(True)
    student.fill(title="In the tunnel")
    student.page.locator("[data-keep-line][data-state=unsaved]").wait_for()
    assert "Not saved yet" in line.inner_text()
    student.context.set_offline(False)
    student.page.locator("[data-keep-line][data-state=saved]").wait_for()
    assert line.inner_text().strip().startswith("Saved ")
    draft = student.page.url.split("/")[-2]
    kept = open_edition.look(lambda session: session.query(Entry).filter_by(draft_key=draft).one().typed)
    assert kept["painting"]["title"] == "In the tunnel"
    assert student.page.evaluate("localStorage.length") == 0
    student.troubles = [trouble for trouble in student.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]


def test_a_shared_computer_keeps_nothing(open_edition: Site, visit: Visit) -> None:
    student = visit("a student in a library")
    student.go("/en/enter")
    student.tick("shared")
    student.send()
    student.page.wait_for_url("**/photo")
    entering.upload(student, entering.photo(7, "steppe", longest=1200))
    entering.looks_right(student)
    page = student.page
    student.context.set_offline(True)
    student.fill(title="A secret title")
    page.locator("[data-keep-line][data-state=unsaved]").wait_for()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    student.context.set_offline(False)
    page.locator("[data-keep-line][data-state=saved]").wait_for()
    path = urlsplit(page.url).path
    page.locator("form[action$='/enter/leave'] button").click()
    page.wait_for_url("**/en/enter")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert "enter" not in " ".join(str(cookie["value"]) for cookie in student.context.cookies())
    page.goto(student.site.url + path)
    assert "/enter/resume" in page.url
    page.go_back()
    page.go_back()
    assert "A secret title" not in page.content()
    student.troubles = [trouble for trouble in student.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]


def test_leaving_a_computer_empties_what_the_browser_kept(open_edition: Site, visit: Visit) -> None:
    student = visit("a student at a friend's")
    entering.start(student, "en")
    entering.upload(student, entering.photo(9, "steppe", longest=1200))
    entering.looks_right(student)
    page = student.page
    student.context.set_offline(True)
    student.fill(title="Not for my friend")
    page.locator("[data-keep-line][data-state=unsaved]").wait_for()
    assert page.evaluate("localStorage.length") == 1
    student.context.set_offline(False)
    page.locator("form[action$='/enter/leave'] button").click()
    page.wait_for_url("**/en/enter")
    assert page.evaluate("localStorage.length") == 0
    student.troubles = [trouble for trouble in student.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]


def test_ten_thousand_letters_of_three_bytes_are_kept(open_edition: Site, visit: Visit) -> None:
    student = visit("a student with much to say", language="ko")
    entering.start(student, "ko")
    entering.upload(student, entering.photo(10, "steppe", longest=1200))
    entering.looks_right(student)
    with student.page.expect_response(lambda answer: "/keep/" in answer.url and answer.ok):
        student.fill(description="연" * 10_000)
    student.page.locator("[data-keep-line][data-state=saved]").wait_for()


def test_a_square_code_brings_the_student_back(open_edition: Site, visit: Visit) -> None:
    first = visit("a student", width=390)
    entering.start(first, "en")
    code = first.page.locator("#resume-code").input_value().replace("-", "")
    second = visit("the same student with a telephone", width=390)
    page = second.go(f"/en/enter/resume#{code}")
    second.page.wait_for_function("document.querySelector('[name=code]').value !== ''")
    assert page.evaluate("location.hash") == ""
    second.send()
    page.wait_for_url("**/en/my")


@pytest.fixture
def weighed(open_edition: Site, visit: Visit) -> Iterator[dict[str, int]]:
    """Bytes of each page of the wizard for somebody who comes for the first time, without the pictures of the painting."""
    student = visit("a student", width=390, language="mn")
    weights: dict[str, int] = {}

    def weigh(path: str) -> None:
        name = re.sub(r".*/enter/?([^/]{20,}/)?", "", path) or "start"
        newcomer = visit(f"a browser that weighs {name}", width=390, language="mn", storage_state=student.context.storage_state())
        requests: list[Any] = []
        newcomer.context.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - it takes no method of a list
        newcomer.go(path)
        newcomer.page.wait_for_load_state("networkidle")
        counted = [request for request in requests if "/media/" not in request.url]
        sizes = [request.sizes() for request in counted]
        weights[name] = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        newcomer.page.close()  # or it would be a second window of the same entry

    def look(visitor: Visitor) -> None:
        weigh(urlsplit(visitor.page.url).path)

    painter = PAINTERS["mn"]
    student.before_sending = look
    entering.start(student, "mn")
    look(student)
    entering.upload(student, entering.photo(8, "steppe", longest=1200))
    look(student)
    entering.looks_right(student)
    entering.about_the_painting(student, painter)
    entering.about_the_painter(student, painter)
    entering.school_and_region(student, painter)
    entering.wishes(student, painter)
    entering.check_and_send(student)
    look(student)
    yield weights
    student.troubles.clear()


def test_every_page_of_the_wizard_is_light(weighed: dict[str, int]) -> None:
    print(weighed)
    assert len(weighed) == PAGES
    assert {name: weight for name, weight in weighed.items() if weight > BYTES} == {}
