"""What is measured of a photo, on pictures of which we know what is the matter."""

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from contest.demo.painting import paint
from contest.media import advice
from contest.media.framing import Framing, on_picture
from contest.media.measure import Measures, measured
from tests.pictures import painting

PHOTO = paint(1000, "harbour").resize((1200, 900))


def keys(image):
    found = measured(image, Framing()).stored()
    return {each.key for each in advice.advice(5000, 4000, found, 1600)} - advice.CALM


def reflecting(image):
    lamp = Image.new("L", image.size)
    ImageDraw.Draw(lamp).ellipse((300, 250, 480, 400), fill=255)
    lamp = lamp.filter(ImageFilter.GaussianBlur(30)).point(lambda value: min(255, value * 2))
    return Image.composite(Image.new("RGB", image.size, "white"), image, lamp)


def on_table(image, degrees=0.0, colour=(110, 80, 55)):
    table = Image.new("RGB", (image.width + 360, image.height + 320), colour)
    laid, mask = (each.rotate(degrees, expand=True, resample=Image.Resampling.BICUBIC) for each in (image, Image.new("L", image.size, 255)))
    table.paste(laid, ((table.width - laid.width) // 2, (table.height - laid.height) // 2), mask)
    return table


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda image: image, set()), (lambda image: image.filter(ImageFilter.GaussianBlur(4)), {"blurred"}), (lambda image: ImageEnhance.Brightness(image).enhance(0.3), {"dark"}),
        (reflecting, {"glare"}), (on_table, {"margin"}), (lambda image: on_table(image, 4), {"crooked"}), (lambda image: image.convert("L").convert("RGB"), set()),
        (lambda image: on_table(image, colour=(250, 250, 248)), set()),  # the sheet's own white edge
        (lambda image: image.rotate(180), set()), (lambda image: image.resize((300, 225)), set()),
    ],
    ids=["as it is", "blurred", "dark", "lamp", "table", "crooked", "grey", "passe-partout", "upside down", "small"],
)  # fmt: skip
def test_what_is_the_matter_is_seen(made, said):
    assert keys(made(PHOTO)) == said


def test_plain_and_odd_pictures_raise_no_doubt_and_no_error():
    for image in (Image.new("RGB", (1, 1)), Image.new("RGB", (3000, 2), "white"), Image.new("RGB", (40, 40), (90, 120, 60)), painting(33, 900)):
        found = measured(image, Framing())
        assert found.corners is None
        assert Measures.of(found.stored()) == Measures(**{**found.stored(), "corners": None})


@pytest.mark.parametrize("degrees", [40, 44, 44.7, 45, 45.2, 46, 50, 89, 90, 135])
def test_a_sheet_that_lies_on_its_point_is_no_error(degrees):
    sheet = Image.new("RGB", (400, 400), (200, 180, 90))
    table = Image.new("RGB", (800, 800), (60, 70, 90))
    turned, mask = (each.rotate(degrees, expand=True) for each in (sheet, Image.new("L", sheet.size, 255)))
    table.paste(turned, ((800 - turned.width) // 2, (800 - turned.height) // 2), mask)
    measured(table, Framing())


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_suggested_corners_lie_on_the_photo_however_it_is_turned(rotation):
    photo = on_table(PHOTO, 3)
    turned = photo.rotate(-rotation, expand=True)
    plain, found = measured(photo, Framing()).corners, measured(turned, Framing(rotation)).corners
    assert plain
    assert found
    assert all(abs(a - b) < 120 for one, other in zip(plain, found, strict=True) for a, b in zip(one, other, strict=True))
    shown = on_picture(Framing(rotation), found)
    assert all(0 < each < 10_000 for point in shown for each in point)


def test_what_was_never_measured_raises_no_doubt():
    assert {each.key for each in advice.advice(5000, 4000, None, 1600)} <= advice.CALM
    assert Measures.of(None) == Measures()
