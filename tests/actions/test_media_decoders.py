"""Guests are decoded in limited processes; what comes out is upright, sRGB and bare."""

import os
import signal
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from contest.core.errors import Invalid, TooMany
from contest.media.decoders import Decoders
from contest.media.framing import Framing
from contest.media.rules import Limits
from tests.pictures import FOUR, bomb, coded, corners, four, swapped_profile, turned_by_camera

LIMITS = Limits()


def sixteen_bit_grey() -> bytes:
    image = Image.new("I;16", (240, 160))
    image.paste(65535, (0, 0, 120, 80))
    image.paste(32896, (120, 80, 240, 160))
    return coded(image, "PNG")


def see_through() -> bytes:
    image = four(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 120, 80))
    return coded(image, "PNG")


def two_pictures_in_one() -> bytes:
    return coded(four(), "MPO", save_all=True, append_images=[four(colours=["black"] * 4)])


GOOD = {
    "jpeg": (lambda: coded(quality=95), "jpeg", FOUR),
    "progressive jpeg": (lambda: coded(progressive=True, quality=95), "jpeg", FOUR),
    "grey jpeg": (lambda: coded(four(colours=["white", "black", "grey", "white"], mode="L")), "jpeg", ["white", "black", "grey", "white"]),
    "cmyk jpeg": (lambda: coded(four(mode="CMYK"), quality=95), "jpeg", FOUR),
    "two pictures of a phone": (two_pictures_in_one, "jpeg", FOUR),
    "png": (lambda: coded(form="PNG"), "png", FOUR),
    "palette png": (lambda: coded(four().quantize(8), "PNG"), "png", FOUR),
    "palette png with a transparent colour": (lambda: coded(four().quantize(8), "PNG", transparency=four().quantize(8).getpixel((1, 1))), "png", ["white", *FOUR[1:]]),
    "16-bit grey png": (sixteen_bit_grey, "png", ["white", "black", "black", "grey"]),
    "black and white png": (lambda: coded(four(colours=["white", "black", "black", "white"], mode="1"), "PNG"), "png", ["white", "black", "black", "white"]),
    "transparent png": (see_through, "png", ["white", *FOUR[1:]]),
    "webp": (lambda: coded(form="WEBP", quality=90), "webp", FOUR),
    "lossless webp": (lambda: coded(four(mode="RGBA"), "WEBP", lossless=True), "webp", FOUR),
    "profile": (lambda: coded(quality=95, icc_profile=swapped_profile()), "jpeg", ["blue", "green", "red"]),
    "broken profile": (lambda: coded(quality=95, icc_profile=b"not a profile"), "jpeg", FOUR),
    "broken exif": (lambda: coded(quality=95, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"), "jpeg", FOUR),
    "something after the end": (lambda: coded(quality=95) + b"\0\0\0\x18ftypmp42" * 50, "jpeg", FOUR),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_comes_out_right(decoded, name):
    make, kind, colours = GOOD[name]
    found = decoded(make())
    assert (found.kind, found.width, found.height) == (kind, 240, 160)
    assert [(f.size, f.format) for f in found.files] == [(320, "webp"), (320, "jpeg")]
    for file in found.files:
        image = Image.open(BytesIO(file.path.read_bytes()))
        assert (image.size, image.mode) == ((240, 160), "RGB")
        assert corners(file.path.read_bytes())[: len(colours)] == colours


@pytest.mark.parametrize(
    ("orientation", "colours"),
    [
        (1, "red green blue yellow"), (2, "green red yellow blue"), (3, "yellow blue green red"), (4, "blue yellow red green"),
        (5, "red blue green yellow"), (6, "blue red yellow green"), (7, "yellow green blue red"), (8, "green yellow red blue"),
    ],
)  # fmt: skip
def test_the_camera_s_note_how_to_turn_is_followed(decoded, orientation, colours):
    found = decoded(turned_by_camera(orientation))
    assert (found.width, found.height) == ((160, 240) if orientation > 4 else (240, 160))
    assert corners(found.files[0].path.read_bytes()) == colours.split()


def test_a_person_s_turn_comes_on_top_of_the_camera_s(decoded):
    found = decoded(turned_by_camera(6), framing=Framing(90))
    assert (found.width, found.height) == (240, 160)
    assert corners(found.files[0].path.read_bytes()) == ["yellow", "blue", "green", "red"]


def test_nothing_but_the_picture_is_passed_on(decoded):
    data = turned_by_camera(1)
    assert b"SECRET-MAKER" in data
    assert b"SECRET-COMMENT" in data
    for file in decoded(data).files:
        shown = file.path.read_bytes()
        assert not [word for word in (b"SECRET", b"Exif", b"ICC", b"XMP", b"EXIF") if word in shown]
        assert not Image.open(BytesIO(shown)).getexif()


def test_a_large_photo_gets_three_sizes(decoded):
    found = decoded(coded(four(5200, 2600)))
    assert (found.width, found.height) == (5200, 2600)
    assert [(f.size, f.format, f.width, f.height) for f in found.files] == [
        (2560, "webp", 2560, 1280), (1280, "webp", 1280, 640), (1280, "jpeg", 1280, 640), (320, "webp", 320, 160),
    ]  # fmt: skip
    assert all(corners(f.path.read_bytes()) == FOUR for f in found.files)


NOISE = Image.effect_noise((300, 200), 60)


@pytest.mark.parametrize("part", [0.02, 0.2, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("form", [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {})], ids=["jpeg", "progressive", "png", "webp"])
def test_a_file_that_was_cut_short_is_refused(decoded, form, part):
    data = coded(NOISE, form[0], **form[1])
    with pytest.raises(Invalid, match="damaged or was cut short"):
        decoded(data[: int(len(data) * part)])


def test_a_picture_with_too_many_pixels_is_named_with_its_size(decoded):
    for width, height, data in [(50_000, 50_000, bomb()), (16_000, 16_000, webp_bomb(16_000, 16_000))]:
        with pytest.raises(Invalid) as refused:
            decoded(data)
        assert refused.value.values == {"width": width, "height": height, "limit": 40}
    with pytest.raises(Invalid) as refused:
        decoded(coded(four(300, 200)), limits=Limits(jpeg_pixels=59_999))
    assert (refused.value.values["width"], refused.value.field) == (300, "photo")


def webp_bomb(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def test_what_needs_too_much_memory_is_refused_and_the_next_guest_is_served(tmp_path, decoded):
    pool = Decoders(workers=1, memory_mb=220)
    try:
        with pytest.raises(Invalid, match="could not open"):
            decoded(coded(Image.new("P", (6000, 6000)), "PNG", compress_level=1), pool=pool)
        assert decoded(coded(), pool=pool).kind == "jpeg"
    finally:
        pool.close()
    assert sorted(p.name for p in tmp_path.iterdir() if "out" in p.name) == ["guest1out-320.jpeg", "guest1out-320.webp"]


def test_a_child_killed_at_work_is_a_clean_refusal_and_is_replaced(decoded):
    pool = Decoders(workers=1)
    try:
        decoded(coded(), pool=pool)
        (child,) = pool.pids()
        os.kill(child, signal.SIGSTOP)  # it takes the work and does not finish it
        with ThreadPoolExecutor(1) as thread:
            guest = thread.submit(decoded, coded(), pool=pool)
            while not any(isinstance(t, threading.Timer) for t in threading.enumerate()):
                pass
            os.kill(child, signal.SIGKILL)
            with pytest.raises(Invalid, match="could not open"):
                guest.result()
        assert decoded(coded(), pool=pool).kind == "jpeg"
        (fresh,) = pool.pids()
        os.kill(fresh, signal.SIGKILL)
        os.waitid(os.P_PID, fresh, os.WEXITED | os.WNOWAIT)
        assert decoded(coded(), pool=pool).kind == "jpeg"
    finally:
        pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_child_that_takes_too_long_is_ended(decoded):
    pool = Decoders(workers=1)
    try:
        decoded(coded(), pool=pool)
        (child,) = pool.pids()
        os.kill(child, signal.SIGSTOP)
        pool.seconds = 0.1
        with pytest.raises(Invalid, match="could not open"):
            decoded(coded(), pool=pool)
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
    finally:
        pool.close()


def test_who_finds_all_children_busy_is_asked_to_come_back(decoded):
    pool = Decoders(workers=1, seconds=0.01)
    busy = pool._slots.get()
    with pytest.raises(TooMany):
        decoded(coded(), pool=pool)
    pool._slots.put(busy)


def test_who_finds_too_many_waiting_is_told_at_once(decoded):
    pool = Decoders(workers=1, waiting=1)
    try:
        pool._room.acquire()
        pool._room.acquire()
        with pytest.raises(TooMany):
            decoded(coded(), pool=pool)
        pool._room.release()
        assert decoded(coded(), pool=pool).kind == "jpeg"
        assert decoded(coded(), pool=pool).kind == "jpeg"
    finally:
        pool.close()


def test_eight_at_once_are_all_served(decoders, tmp_path):
    for i in range(8):
        (tmp_path / f"g{i}").write_bytes(coded(four(200 + i, 100)))
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda i: decoders.decode(tmp_path / f"g{i}", out=tmp_path / f"o{i}", limits=Limits()).width, range(8)))
    assert found == [200 + i for i in range(8)]
    assert len(decoders.pids()) <= 2
