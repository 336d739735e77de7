"""What is said to whom brings something else than a photo, and how large its derivatives are."""

import re

import pytest
from PIL import Image

from contest.core.keys import Keyring
from contest.media.derive import colour_of, derive, sizes_for
from contest.media.models import Derivative, Picture
from contest.media.queries import BLIND, blind_sources, sources
from contest.media.rules import sniff, too_large, wrong_kind
from tests import pictures


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "empty"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"RIFF\0\0\0\0WEBPVP8 ", "webp"), (b"%PDF-1.7", "pdf"),
        (b"GIF89a", "gif"), (b"II*\0", "tiff"), (b"BM....", "bmp"), (b"PK\x03\x04", "archive"), (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypavif", "avif"), (b"\0\0\0\x18ftypisom", "video"), (b"<?xml version='1.0'?><svg>", "SVG"), (b"  <svg xmlns", "SVG"),
        (b"RIFF\0\0\0\0AVI LIST", "video"), (b"my painting", "unknown"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_first_bytes(head, kind):
    assert sniff(head) == kind


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("pdf", "This file is a PDF. Choose a JPG, PNG, HEIC or WebP photo"),
        ("SVG", "This picture is in the SVG format. Choose a JPG, PNG, HEIC or WebP photo"),
        ("unknown", "This file is not a picture we can read. Choose a JPG, PNG, HEIC or WebP photo"),
    ],
)
def test_a_refusal_says_what_was_found_and_what_is_wanted(kind, said):
    error = wrong_kind(kind)
    assert (error.message % error.values, error.field) == (said, "photo")


def test_sizes_are_said_in_whole_megabytes_and_never_as_the_limit_itself():
    error = too_large(60_000_001, 60_000_000)
    assert error.message % error.values == "This photo is 61 MB. The limit is 60 MB"


@pytest.mark.parametrize(("long_side", "sizes"), [(100, [320]), (320, [320]), (321, [320, 1280]), (1280, [320, 1280]), (1300, [320, 1280, 2560]), (9000, [320, 1280, 2560])])
def test_a_picture_gets_the_sizes_it_can_fill(long_side, sizes):
    assert sizes_for(long_side) == sizes


def test_derivatives_are_smaller_copies_in_both_formats():
    made = derive(pictures.four(1400, 700))
    assert [(r.size, r.format, r.width, r.height) for r in made] == [(2560, "webp", 1400, 700), (1280, "webp", 1280, 640), (1280, "jpeg", 1280, 640), (320, "webp", 320, 160)]
    assert all(pictures.corners(r.data) == pictures.FOUR for r in made)


def test_a_very_thin_picture_keeps_at_least_one_pixel():
    assert {(r.width, r.height) for r in derive(Image.new("RGB", (4000, 2)))} == {(2560, 1), (1280, 1), (320, 1)}


def test_the_dominant_colour_is_that_of_the_largest_part():
    image = Image.new("RGB", (100, 100), (200, 40, 40))
    image.paste((20, 20, 200), (0, 0, 100, 30))
    assert pictures.nearest(tuple(bytes.fromhex(colour_of(image)[1:]))) == "red"


def _derivative(size, form, width):
    return Derivative(size=size, format=form, width=width, height=width // 2, private_name=f"t{size}{form}", public_name=f"h{size}{form}")


def test_a_template_gets_all_widths_and_the_jpeg_for_old_browsers():
    picture = Picture(colour="#aabbcc")
    rows = [_derivative(1280, "jpeg", 1100), _derivative(1280, "webp", 1100), _derivative(320, "webp", 320)]
    public = sources(picture, rows, public=True, alt="A horse", alt_lang="mn")
    assert (public.src, public.srcset) == ("/media/h1280jpeg.jpg", "/media/h320webp.webp 320w, /media/h1280webp.webp 1100w")
    assert (public.width, public.height, public.colour, public.alt, public.alt_lang) == (1100, 550, "#aabbcc", "A horse", "mn")
    assert sources(picture, rows, public=False).src == "/media/p-t1280jpeg.jpg"
    assert sources(picture, [], public=True) is None


def test_a_judge_gets_addresses_under_the_own_code_that_change_with_the_file():
    picture, keyring = Picture(colour="#aabbcc"), Keyring("k" * 32)
    rows = [_derivative(1280, "jpeg", 1100), _derivative(1280, "webp", 1100), _derivative(320, "webp", 320)]
    shown = blind_sources(keyring, picture, rows, "K7", alt="Work K7")
    assert re.fullmatch(r"/media/b-K7-320-[0-9a-f]{16}\.webp 320w, /media/b-K7-1280-[0-9a-f]{16}\.webp 1100w", shown.srcset)
    assert shown.src in shown.srcset
    assert "-1280-" in shown.src
    theirs = blind_sources(keyring, picture, rows, "W3", alt="Work W3")
    rows[1].private_name = "anew"
    assert len({each.src.split("-")[-1] for each in (shown, theirs, blind_sources(keyring, picture, rows, "K7", alt="Work K7"))}) == 3
    assert [bool(BLIND.fullmatch(name)) for name in ("b-K7-320.webp", shown.src[7:], shown.src[7:-6] + ".webp")] == [True, True, False]
