"""How a young painter enters, page by page, as the journeys tell it. Fields are found by their names: the words change with the language."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator

from contest.demo.painting import paint
from contest.governments.queries import by_key
from tests.journeys.conftest import Site, Visitor

TURN_RIGHT = 6  # what a phone held upright writes into its photos


@dataclass(frozen=True, slots=True)
class Painter:
    """Somebody invented who enters."""

    language: str
    full_name: str
    latin_name: str
    title: str
    description: str
    government: str
    school: str
    born: date = date(2012, 5, 4)
    short_name: str = ""
    everything: bool = True  # or only what must be answered
    wishes: dict[str, str] = field(default_factory=lambda: {"enter": "yes", "transfer": "yes", "show": "yes", "name": "full", "photos": "no"})


def photo(seed: int, style: str, *, turned: bool = False, longest: int = 1800) -> bytes:
    """A JPEG as a phone makes it: with `turned` its pixels lie on their side and a note says how to turn them."""
    picture = paint(seed, style)
    scale = longest / max(picture.size)
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)  # anticlockwise
        exif[0x0112] = TURN_RIGHT
    into = BytesIO()
    picture.save(into, "JPEG", quality=88, exif=exif.tobytes())
    return into.getvalue()


def photo_size(seed: int, style: str) -> tuple[int, int]:
    """How wide and high the painting is when it hangs upright."""
    return paint(seed, style).size


def loaded(picture: Locator) -> tuple[int, int]:
    """Wait until a picture is really there; its size in pixels."""
    picture.scroll_into_view_if_needed()
    until = time.monotonic() + 30
    while not picture.evaluate("image => image.complete"):  # asked again and again: the page may put another picture in its place
        assert time.monotonic() < until, "the picture does not come"
        time.sleep(0.05)
    size: list[int] = picture.evaluate("image => [image.naturalWidth, image.naturalHeight]")
    return size[0], size[1]


def start(visitor: Visitor, language: str) -> None:
    """From the first page to a draft of one's own."""
    visitor.go(f"/{language}/enter")
    visitor.shot("20-start")
    visitor.send()
    visitor.page.wait_for_url("**/photo")
    visitor.shot("21-photo")


def upload(visitor: Visitor, data: bytes) -> None:
    """One photo, looked at before going on."""
    page = visitor.page
    visitor.taps += 2  # the button, and the picture in the album
    page.locator("input[type=file]").set_input_files({"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": data})
    if not visitor.scripts:  # with them it is on its way as soon as it is chosen
        visitor.send()
    page.wait_for_url("**/photo/check")
    visitor.shot("22-photo-check")


def looks_right(visitor: Visitor) -> None:
    """On from the picture."""
    visitor.taps += 1
    visitor.page.locator("main .actions a").first.click()
    visitor.page.wait_for_url("**/painting")


def about_the_painting(visitor: Visitor, painter: Painter) -> None:
    """Title, what can be seen, division, theme, medium, size."""
    page = visitor.page
    visitor.shot("23-painting")
    visitor.fill(title=painter.title, description=painter.description)
    for name in ("division_id", "theme_id"):
        if page.locator(f"input[name={name}]").count():
            visitor.mark(page.locator(f"input[name={name}]").first)
    if painter.everything:
        visitor.choose(medium="watercolour", size="A3")
    visitor.choose(made="alone")
    visitor.send()
    page.wait_for_url("**/you")


def about_the_painter(visitor: Visitor, painter: Painter) -> None:
    """Names, birthday, a way to be reached."""
    visitor.shot("24-you")
    visitor.fill(full_name=painter.full_name, latin_name=painter.latin_name, short_name=painter.short_name)
    born = painter.born
    visitor.fill(born__day=str(born.day), born__month=str(born.month), born__year=str(born.year))
    visitor.fill(email="painter@example.org")
    visitor.send()
    visitor.page.wait_for_url("**/school")


def school_and_region(visitor: Visitor, painter: Painter) -> None:
    """The government whose coordinator looks at the work."""
    visitor.shot("25-school")
    home, name = visitor.site.look(lambda session: (by_key(session, painter.government).id, by_key(session, painter.government).names[painter.language]))
    if visitor.scripts:  # a few letters, and a tap on what they find
        visitor.page.locator("main [role=combobox]").fill(name[:5])
        visitor.taps += 1
        visitor.page.locator(f"main [role=option][data-value='{home}']").click()
    else:
        visitor.choose(government_id=str(home))
    visitor.fill(school=painter.school)
    visitor.send()
    visitor.page.wait_for_url("**/permissions")


def wishes(visitor: Visitor, painter: Painter) -> None:
    """Five answers; the guardian gets a link."""
    visitor.shot("26-permissions")
    visitor.choose(**painter.wishes)  # that the guardian gets a link is the usual answer
    visitor.send()
    visitor.page.wait_for_url("**/check")


def check_and_send(visitor: Visitor) -> tuple[str, str]:
    """Everything once more, then sent. Gives the receipt number and the guardian's link."""
    page = visitor.page
    visitor.shot("27-check")
    visitor.send()
    page.wait_for_url("**/sent")
    visitor.shot("28-receipt")
    return page.locator(".enter-number").inner_text(), page.locator("#guardian-link").input_value()


def enter(visitor: Visitor, painter: Painter, data: bytes) -> tuple[str, str]:
    """All of it."""
    start(visitor, painter.language)
    upload(visitor, data)
    looks_right(visitor)
    about_the_painting(visitor, painter)
    about_the_painter(visitor, painter)
    school_and_region(visitor, painter)
    wishes(visitor, painter)
    return check_and_send(visitor)


def answer_for_the_child(visitor: Visitor, link: str, answers: dict[str, str], guardian: str) -> None:
    """A parent opens the link and answers the five questions."""
    visitor.go(link)
    visitor.shot("30-consent")
    visitor.choose(**answers)
    visitor.fill(given_by=guardian)
    visitor.tick("guardian")
    visitor.send()
    visitor.page.locator(".notice").first.wait_for()
    visitor.shot("31-consent-given")


def government_id(site: Site, key: str) -> int:
    """The database's number of a government."""
    return site.look(lambda session: by_key(session, key).id)
