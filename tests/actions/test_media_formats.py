"""Every format people send comes out looking right, and every hostile file is refused in words."""

from io import BytesIO

import pytest
from PIL import Image

from contest.core.errors import Invalid, NoRoom
from contest.media import rules
from contest.media.framing import WHOLE, Framing
from contest.media.rules import Limits
from tests.corpus import CORPUS, PICTURE
from tests.pictures import FOUR, coded, corners, four, unlike

LIMITS = Limits()


def largest(found):
    return Image.open(BytesIO(largest_bytes(found)))


def largest_bytes(found):
    return max((file for file in found.files if file.format == "webp"), key=lambda file: file.size).path.read_bytes()


@pytest.mark.parametrize("name", CORPUS)
def test_every_format_looks_as_it_should(decoded, name):
    specimen = CORPUS[name]
    data = specimen.data()
    assert rules.sniff(data[: rules.HEAD]) == specimen.kind
    found = decoded(data)
    assert (found.kind, found.width, found.height) == (specimen.kind, *PICTURE.size)
    shown = largest(found)
    assert (shown.mode, shown.size, shown.info.keys() & {"exif", "icc_profile", "xmp"}) == ("RGB", PICTURE.size, set())
    assert unlike(shown, specimen.looks()) <= specimen.tolerance
    assert len(found.fingerprint) > 16


def test_a_crop_is_cut_out_straight_and_a_mask_covers_what_it_should(decoded):
    data = coded(four(1200, 800), quality=95)
    level = decoded(data, Framing(crop=((0, 0), (5000, 0), (5000, 5000), (0, 5000))))
    assert (level.width, level.height) == (600, 400)
    assert corners(level.files[0].path.read_bytes()) == ["red"] * 4
    turned = decoded(data, Framing(90, ((5000, 0), (10_000, 0), (10_000, 10_000), (5000, 10_000))))
    assert (turned.width, turned.height) == (800, 600)
    assert corners(turned.files[0].path.read_bytes()) == ["yellow", "green", "yellow", "green"]
    covered = decoded(data, Framing(180, None, (((0, 0), (5000, 0), (5000, 5000), (0, 5000)),)))
    assert corners(covered.files[0].path.read_bytes()) == ["yellow", "blue", "green", "grey"]
    assert covered.fingerprint != level.fingerprint


def test_a_crooked_sheet_becomes_straight(decoded):
    sheet = four(1000, 700)
    table = Image.new("RGB", (1400, 1100), (70, 50, 40))
    laid = sheet.rotate(7, expand=True, fillcolor=(70, 50, 40), resample=Image.Resampling.BICUBIC)
    table.paste(laid, ((1400 - laid.width) // 2, (1100 - laid.height) // 2))
    whole = decoded(coded(table, quality=95))
    assert whole.measures.corners is not None
    assert whole.measures.margin > 0.3
    assert 5 < whole.measures.tilt < 9
    straight = decoded(coded(table, quality=95), Framing(crop=whole.measures.corners))
    assert (straight.width, straight.height) == (pytest.approx(1000, abs=25), pytest.approx(700, abs=25))
    assert unlike(largest(straight), sheet.resize(largest(straight).size)) < 40
    assert corners(largest_bytes(straight)) == FOUR
    assert straight.measures.margin == 0


def test_a_small_part_of_a_large_photo_is_shown_at_its_full_resolution(decoded):
    data = coded(four(5400, 1200), quality=90)
    found = decoded(data, Framing(crop=((2500, 2500), (7500, 2500), (7500, 7500), (2500, 7500))))
    assert (found.width, found.height) == (2700, 600)
    assert max(file.width for file in found.files) == 2560
    assert corners(largest_bytes(found)) == FOUR


def test_the_whole_as_a_crop_is_the_whole(decoded):
    data = coded(PICTURE, "PNG")
    assert unlike(largest(decoded(data, Framing(crop=WHOLE))), PICTURE) <= 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text", b"<html><script>alert(1)</script></html>"), ("svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'),
        ("postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n"), ("pdf", b"%PDF-1.7\n"), ("archive", b"PK\3\4" + bytes(60)),
        ("psd", b"8BPS\0\1" + bytes(60)), ("camera raw", b"II*\0\x10\0\0\0CR\2\0" + bytes(60)), ("nothing", b""), ("noughts", bytes(4000)),
        ("imagemagick", b"push graphic-context\nimage over 0,0 0,0 'https://example.org/'\n"), ("tga", bytes((0, 0, 2)) + bytes(9) + b"\x10\0\x10\0\x18\0" + bytes(768)),
        ("ppm", b"P6 2 2 255\n" + bytes(12)), ("icon", b"\0\0\1\0\1\0\x10\x10" + bytes(40)), ("video", b"\0\0\0\x18ftypmp42" + bytes(40)),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_an_accepted_kind_is_not_even_opened(name, data):
    assert rules.sniff(data[: rules.HEAD]) not in rules.ACCEPTED, name


@pytest.mark.parametrize("start", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 ", b"II*\0", b"MM\0*", b"BM", b"GIF89a", b"\0\0\0\x18ftypheic", b"\0\0\0\x18ftypavif"])
def test_only_the_beginning_of_a_picture_is_refused_in_words(decoded, start):
    for rest in (b"", b"<?php system('id'); ?>" * 20, bytes(3000), b"\xff" * 3000):
        with pytest.raises(Invalid):
            decoded(start + rest)


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\3\4" + bytes(200), b"%PDF-1.7 \n%%EOF"])
def test_what_hangs_behind_a_picture_is_not_passed_on(decoded, tail):
    for name in ("jpeg", "png", "gif", "webp"):
        found = decoded(CORPUS[name].data() + tail)
        assert not [file for file in found.files if tail[:8] in file.path.read_bytes()]


def test_a_raw_file_that_looks_like_a_tiff_is_not_taken_for_its_thumbnail(decoded):
    with pytest.raises(Invalid, match="format"):
        decoded(coded(four(160, 120), "TIFF", tiffinfo={0xC612: b"\1\4\0\0"}))
    with pytest.raises(Invalid, match="format"):
        decoded(coded(four(160, 120), "TIFF", tiffinfo={0x00FE: 1}))


def test_a_progressive_jpeg_that_would_need_too_much_memory_is_named_with_its_limit(decoded, decoders, tmp_path):
    head = coded(Image.new("RGB", (64, 64)), progressive=True, subsampling=0)
    at = head.index(b"\xff\xc2") + 5
    with pytest.raises(Invalid) as refused:
        decoded(head[:at] + (9000).to_bytes(2, "big") + (9000).to_bytes(2, "big") + head[at + 4 :])
    assert refused.value.values == {"width": 9000, "height": 9000, "limit": 50}


@pytest.mark.parametrize(("size", "crop", "largest_side"), [((3000, 4000), ((0, 0), (10_000, 0), (10_000, 5000), (0, 5000)), (2560, 1707)), ((4000, 3000), ((0, 0), (5000, 0), (5000, 10_000), (0, 10_000)), (1707, 2560))])
def test_half_a_photo_fills_the_largest_size_however_it_is_cut(decoded, size, crop, largest_side):
    assert largest(decoded(coded(four(*size), quality=70), Framing(crop=crop))).size == pytest.approx(largest_side, abs=1)


def test_a_full_disk_is_not_called_a_damaged_photo(decoders, tmp_path):
    (tmp_path / "guest").write_bytes(coded(PICTURE))
    (tmp_path / "out-320.webp").symlink_to("/dev/full")
    with pytest.raises(NoRoom):
        decoders.decode(tmp_path / "guest", out=tmp_path / "out", limits=LIMITS)
    assert [path.name for path in tmp_path.iterdir()] == ["guest"]
