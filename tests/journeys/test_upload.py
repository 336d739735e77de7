"""A photo on a bad line, in a real browser: cut, reloaded, gone on with elsewhere; and twelve of them at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from sqlalchemy import select

from contest.entries.models import Entry
from contest.media.models import Picture, Upload
from contest.media.parts import CHUNK
from tests.journeys import entering, many
from tests.journeys.conftest import Site, Visit, Visitor
from tests.journeys.lines import Line, line_to
from tests.journeys.test_accessibility import faults
from tests.journeys.test_reflow import faults as misfits
from tests.journeys.test_student_without_scripts import open_edition  # noqa: F401 - a fixture
from tests.pictures import coded, four

pytestmark = [
    pytest.mark.browser, pytest.mark.usefixtures("open_edition"),
    # The server leaves the buffer of a request that was cut off to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]  # fmt: skip
HEADERS = 60_000  # what all requests of a page and an upload weigh beside the photo


@pytest.fixture(scope="module")
def annexe():
    return (many.bp,)


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    with line_to(site.url) as one:
        yield one


def photo(comment: bytes = b"one", side: int = 2000) -> bytes:
    """Noise does not compress: some megabytes. Two with comments of one length have the same number of bytes."""
    random = Image.frombytes("RGB", (side, side), (os.urandom(1 << 16) * (side * side * 3 // 65536 + 1))[: side * side * 3])
    into = BytesIO()
    random.save(into, "JPEG", quality=95, comment=comment)
    return into.getvalue()


@pytest.fixture(scope="module")
def data() -> bytes:
    made = photo()
    assert len(made) > 4 * CHUNK
    return made


def begin(visitor: Visitor, line: Line) -> str:
    """A new draft, whose photo page is open over this line; its resume code."""
    page = visitor.page
    visitor.hosts.add(urlsplit(line.url).netloc)
    page.goto(f"{line.url}/en/enter")
    visitor.send()
    page.wait_for_url("**/photo")
    return page.locator("#resume-code").input_value()


def choose(visitor: Visitor, data: bytes, name: str = "IMG_0042.jpg") -> None:
    visitor.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})


def stored(site: Site, visitor: Visitor) -> tuple[str, int]:
    """Content and size of the photo of the visitor's draft."""
    draft = visitor.page.url.split("/enter/")[1].split("/")[0]
    query = select(Picture.sha256, Picture.bytes).join(Entry, Entry.picture_id == Picture.id).where(Entry.draft_key == draft)
    return site.look(lambda session: tuple(session.execute(query).one()))


def arrived(site: Site, visitor: Visitor, data: bytes) -> None:
    visitor.page.wait_for_url("**/photo/check")
    assert stored(site, visitor) == (hashlib.sha256(data).hexdigest(), len(data))


def expected(visitor: Visitor, *kinds: str) -> None:
    """These troubles belong to the test; whatever else there is, still counts."""
    visitor.troubles[:] = [each for each in visitor.troubles if not any(kind in each for kind in kinds)]


def words(visitor: Visitor) -> str:
    return visitor.page.locator("[data-upload] [data-words]").inner_text()


def everything_said(visitor: Visitor) -> list[str]:
    """Every sentence beside the bar, from now on."""
    said: list[str] = []
    visitor.page.expose_function("said", lambda text: said.append(text))  # noqa: PLW0108
    visitor.page.evaluate("""() => {
        const words = document.querySelector("[data-upload] [data-words]");
        new MutationObserver(() => said(words.textContent)).observe(words, { childList: true, characterData: true, subtree: true });
    }""")
    return said


def leaving_is_asked(visitor: Visitor) -> bool:
    return visitor.page.evaluate("() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))")


CUT = ("failed:", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_SOCKET", "ERR_INTERNET_DISCONNECTED", "ERR_NETWORK")


def test_a_line_cut_at_sixty_percent_costs_one_chunk_and_nobody_has_to_do_anything(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    student = visit("a student on a bad line", width=390)
    begin(student, line)
    before = line.up
    line.cut_after(len(data) * 6 // 10)
    choose(student, data)
    arrived(site, student, data)
    assert line.cuts == 1
    assert line.up - before <= len(data) + CHUNK + HEADERS
    expected(student, *CUT)


def test_without_a_line_it_waits_and_goes_on_when_it_is_back(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    student = visit("a student in a train", width=390)
    begin(student, line)
    before = line.up
    line.hold_after(len(data) * 6 // 10)
    choose(student, data)
    assert line.held.wait(30)
    assert leaving_is_asked(student)
    student.context.set_offline(True)
    line.down()
    student.page.locator("[data-upload][data-state=lost]").wait_for()
    assert "Upload paused at" in words(student)
    assert "It will go on when you are back online" in words(student)
    assert student.page.locator("[data-act=retry]").is_visible()
    assert not leaving_is_asked(student)
    student.shot("upload-lost")
    line.release()
    student.context.set_offline(False)
    arrived(site, student, data)
    assert line.up - before <= len(data) + CHUNK + HEADERS
    expected(student, *CUT)


def test_three_tries_then_a_button(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    student = visit("a student whose line comes and goes", width=390)
    begin(student, line)
    student.page.clock.install()
    refused = []

    def refuse(route) -> None:
        refused.append(route.request.headers.get("upload-offset"))
        route.abort("connectionreset")

    student.page.route("**/photo/parts/*", refuse)
    choose(student, data)
    for tries in range(1, 4):
        student.page.locator("[data-upload][data-state=retrying]").wait_for()
        assert "Trying again" in words(student)
        assert len(refused) == tries
        student.page.clock.run_for(10_000)
    student.page.locator("[data-upload][data-state=lost]").wait_for()
    assert refused == ["0"] * 4
    student.page.unroute("**/photo/parts/*")
    student.press("Retry now")
    arrived(site, student, data)
    expected(student, *CUT)


def test_after_a_reload_the_same_photo_goes_on_and_another_one_starts_over(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    student = visit("a student who reloads", width=390)
    begin(student, line)
    before = line.up
    line.hold_after(len(data) * 6 // 10)
    choose(student, data)
    assert line.held.wait(30)
    student.page.on("dialog", lambda dialog: dialog.accept())
    student.page.route("**/photo/parts/*", lambda route: route.abort("connectionreset"))  # it would go on by itself
    line.drop()
    line.release()
    student.page.reload()
    student.page.unroute("**/photo/parts/*")
    notice = student.page.locator("[data-waiting]")
    notice.wait_for()
    assert "Choose the same photo again to go on" in notice.inner_text()
    assert "IMG_0042.jpg" in notice.inner_text()
    student.shot("upload-waiting")

    said = everything_said(student)
    choose(student, data)
    arrived(site, student, data)
    assert any("It goes on where it stopped" in each for each in said)
    assert line.up - before <= len(data) + CHUNK + HEADERS
    expected(student, *CUT)


def test_another_device_goes_on_with_the_resume_code(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    student = visit("a student at school", width=390)
    code = begin(student, line)
    address = student.page.url.removeprefix(line.url)
    line.hold_after(len(data) * 6 // 10)
    choose(student, data)
    assert line.held.wait(30)
    student.context.set_offline(True)
    line.down()
    student.page.locator("[data-upload][data-state=lost]").wait_for()
    line.release()
    expected(student, *CUT)

    with line_to(site.url) as home:
        same = visit("the same student at home", width=1440)
        same.hosts.add(urlsplit(home.url).netloc)
        same.page.goto(f"{home.url}/en/enter/resume")
        same.fill(code=code)
        same.send()
        same.page.wait_for_url("**/en/my")
        same.page.goto(home.url + address)
        same.page.locator("[data-waiting]").wait_for()
        before = home.up
        choose(same, data, "renamed on the way.jpg")
        arrived(site, same, data)
        assert home.up - before <= len(data) * 6 // 10  # more than the other device left, less than all of it
    # The window at school finds the photo taken: nothing is sent twice, and it is led on like the other.
    student.context.set_offline(False)
    student.page.wait_for_url("**/photo/check")
    expected(student, *CUT, "409 for POST", "status of 409")


def test_bytes_of_another_photo_are_never_put_behind_those_that_are_here(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    other = data.replace(b"one", b"two", 1)
    assert len(other) == len(data)
    assert other != data
    student = visit("a student with two photos", width=390)
    begin(student, line)
    line.hold_after(len(data) * 6 // 10)
    choose(student, data)
    assert line.held.wait(30)
    said = everything_said(student)
    choose(student, other)
    line.release()
    arrived(site, student, other)
    assert any("This is another photo" in each for each in said)
    expected(student, "failed:")


def test_two_windows_send_the_same_photo_and_it_arrives_once(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    student = visit("a student with two windows", width=390)
    begin(student, line)
    second = student.context.new_page()
    second.goto(student.page.url)
    for page in (student.page, second):
        page.locator("input[type=file]").set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": data})
    arrived(site, student, data)
    second.wait_for_url("**/photo/check")
    left = select(Upload).where(Upload.done_at.is_(None), Upload.length == len(data), Upload.name == "IMG.jpg")
    assert site.look(lambda session: session.scalars(left).all()) == []
    expected(student, "409 for POST", "status of 409")


def test_pause_goes_on_and_cancel_forgets(site: Site, visit: Visit, line: Line, data: bytes) -> None:
    student = visit("a student who thinks twice", width=390)
    begin(student, line)
    page, box = student.page, student.page.locator("[data-upload]")
    line.hold_after(len(data) // 2)
    choose(student, data)
    assert line.held.wait(30)
    assert page.locator("[data-plain]").is_hidden()
    page.locator("[data-act=pause]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-upload][data-state=paused]").wait_for()
    assert page.evaluate("document.activeElement.dataset.act") == "resume"  # the focus is where one goes on
    assert not leaving_is_asked(student)
    assert faults(student) == []
    assert misfits(student) == []
    student.shot("upload-paused")
    line.drop()
    line.release()
    with page.expect_response("**/cancel"):
        student.press("Cancel")
    box.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.type") == "file"
    page.reload()
    assert page.locator("[data-waiting]").count() == 0
    small = coded(four(1800, 1200))
    choose(student, small)
    arrived(site, student, small)
    expected(student, "failed:")


def test_what_the_server_refuses_is_said_at_the_field_in_the_page_s_language(site: Site, visit: Visit) -> None:
    student = visit("a student with a document", width=390, language="mn")
    entering.start(student, "mn")
    page = student.page
    page.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7 " + bytes(3 * CHUNK)})
    error = page.locator("#upload-error")
    error.wait_for()
    assert "PDF" in error.inner_text()
    field = page.locator("input[type=file]")
    assert field.get_attribute("aria-invalid") == "true"
    assert "upload-error" in (field.get_attribute("aria-describedby") or "")
    assert faults(student) == []
    student.shot("upload-refused")
    small = coded(four(1800, 1200))
    choose(student, small)
    arrived(site, student, small)
    expected(student, "422 for POST", "status of 422")


# ── many at once ──


def test_twelve_photos_three_at_a_time_and_the_failed_one_alone_again(site: Site, visit: Visit) -> None:
    desk = visit("somebody with the photos of a class")
    page = desk.go("/en/many")
    photos = {f"{n:02}.jpg": photo(side=600 + 10 * n) for n in range(1, 13)}
    many.failing |= {"07.jpg"}
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "image/jpeg", "buffer": each} for name, each in photos.items()])
    page.locator("[data-act=retry-failed]").wait_for()
    page.locator("[data-list]").get_by_text("Ready").nth(10).wait_for()
    assert "11 of 12 photos are here" in page.locator("[data-all] [data-words]").inner_text()
    assert "Not sent: 1." in page.locator("[data-all] [data-words]").inner_text()
    assert "We could not save the photo" in page.locator("[data-row]").nth(6).inner_text()
    assert 1 < many.most_at_once <= 3
    assert faults(desk) == []
    desk.shot("uploads-many")
    before = many.chunks.copy()
    many.failing.clear()
    desk.press("Try the failed ones again")
    page.locator("[data-list]").get_by_text("Ready").nth(11).wait_for()
    assert many.chunks - before == {"07.jpg": 2}  # its only chunk once more, and an empty one: all its bytes were here
    assert "12 of 12 photos are here" in page.locator("[data-all] [data-words]").inner_text()
    assert site.look(many.kept) == sorted(hashlib.sha256(each).hexdigest() for each in photos.values())
    expected(desk, "507 for POST", "status of 507", "409 for POST", "status of 409")


def test_many_photos_are_paused_taken_out_and_gone_on_with(site: Site, visit: Visit, line: Line) -> None:
    desk = visit("somebody with the photos of another class", width=390)
    page = desk.page
    desk.hosts.add(urlsplit(line.url).netloc)
    page.goto(f"{line.url}/en/many")
    photos = {f"b{n}.jpg": photo(side=700 + 10 * n) for n in range(5)}
    line.hold_after(200_000)
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "image/jpeg", "buffer": each} for name, each in photos.items()])
    assert line.held.wait(30)
    assert leaving_is_asked(desk)
    desk.press("Pause all")
    assert page.locator("[data-row][data-state=paused]").count() == 3
    assert page.locator("[data-row][data-state=waiting]").count() == 2
    assert misfits(desk) == []
    desk.shot("uploads-paused")
    page.get_by_role("button", name="Remove: b1.jpg").click()
    page.get_by_role("button", name="Remove: b4.jpg").click()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Remove: b3.jpg"
    line.drop()
    line.release()
    page.locator("[data-act=resume-all]").click()
    page.locator("[data-list]").get_by_text("Ready").nth(2).wait_for()
    here = site.look(many.kept)
    assert {name for name, each in photos.items() if hashlib.sha256(each).hexdigest() in here} == {"b0.jpg", "b2.jpg", "b3.jpg"}
    expected(desk, *CUT)
