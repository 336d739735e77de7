"""Recognising pictures again: the algebra of turning, the promise of the index, and what is found and what is not."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from PIL.Image import Resampling, Transpose

from contest.media import likeness
from contest.media.likeness import (
    BITS,
    SIDE,
    SIZE,
    WAYS,
    WINDOWS,
    Index,
    Match,
    Print,
    Wanted,
    all_pairs,
    fingerprint,
    hits,
    near,
    orientations,
    readable,
    sought,
)
from tests.scenes import scene

T = Transpose
SCENES = [scene(n) for n in range(40, 52)]
PRINTS = [fingerprint(image) for image in SCENES]


def match(one, other):
    return Wanted(fingerprint(one)).match(Print(fingerprint(other)))


# ── the fingerprint ──


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
@pytest.mark.parametrize("size", [(1, 1), (3, 700), (700, 3), (90, 60)])
def test_every_picture_has_one_of_the_same_length(mode, size):
    stored = fingerprint(Image.new(mode, size))
    assert len(stored) == SIZE < 1000
    assert readable(stored)


def test_what_is_not_a_fingerprint_of_this_kind_is_told_apart():
    assert [readable(each) for each in (None, b"", b"x" * SIZE, PRINTS[0][:-1], PRINTS[0])] == [False, False, False, False, True]


def test_it_says_nothing_of_the_size_and_little_of_the_light():
    one, small, grey = PRINTS[0], fingerprint(SCENES[0].resize((160, 120))), fingerprint(SCENES[0].convert("L"))
    for other in (small, grey):
        assert sum((a ^ b).bit_count() for a, b in zip(Print(one).hashes, Print(other).hashes, strict=True)) < 2 * len(WINDOWS)


# ── the eight ways ──


@pytest.mark.parametrize("way", range(len(WAYS)))
@pytest.mark.parametrize("number", [0, 5])
def test_the_hash_of_a_turned_picture_follows_from_that_of_the_picture(way, number):
    tiny = Print(PRINTS[number]).laid(0)
    ours = likeness._differences(tiny, WINDOWS[0])
    turned = tiny if WAYS[way] is None else tiny.transpose(WAYS[way])
    theirs = likeness._differences(turned, WINDOWS[0])
    assert list(orientations(ours))[way] == pytest.approx(theirs, abs=1e-3)
    assert (sought(ours)[way].hash ^ likeness._hash(theirs)).bit_count() <= 2


@given(st.lists(st.integers(-99, 99), min_size=BITS, max_size=BITS))
def test_turning_four_times_and_mirroring_twice_leads_back(differences):
    for way, back in enumerate(likeness._BACK):
        there = list(orientations(differences))[way]
        assert list(orientations(there))[back] == tuple(differences)
    turned = differences
    for _ in range(4):
        turned = list(orientations(turned))[1]
    assert list(turned) == differences


def test_the_windows_are_the_same_however_the_sheet_lies():
    found = {tuple(round(side, 6) for side in box) for box in WINDOWS}
    assert {tuple(round(side, 6) for side in (b, a, d, c)) for a, b, c, d in WINDOWS} == found
    assert {tuple(round(side, 6) for side in (SIDE - c, b, SIDE - a, d)) for a, b, c, d in WINDOWS} == found


# ── the index finds exactly what is near ──


def stored_of(rng, model=None):
    """A fingerprint of random hashes; or one near a model's."""
    if model is None:
        return bytes((likeness.VERSION, 128)) + rng.randbytes(SIZE - 2)
    hashes = bytearray(model[2 + SIDE * SIDE :])
    for _ in range(rng.randrange(60)):
        hashes[rng.randrange(len(hashes))] ^= 1 << rng.randrange(8)
    for at in range(0, len(hashes), likeness.BYTES):
        hashes[at] &= (1 << BITS % 8) - 1 if BITS % 8 else 255
    return model[: 2 + SIDE * SIDE] + bytes(hashes)


def whole_of(rng, stored):
    """Something to seek that is near a window of it: its bits with a few turned, each with a weight of its own."""
    bits = Print(stored).hashes[rng.randrange(len(WINDOWS))]
    weights = [rng.random() ** 3 + 1e-6 for _ in range(BITS)]
    for place in rng.sample(range(BITS), rng.randrange(12)):
        if weights[place] < 0.3:
            bits ^= likeness._POWERS[place]
    return [weight if bits & power else -weight for weight, power in zip(weights, likeness._POWERS, strict=True)]


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_the_index_finds_all_that_is_near_and_nothing_else(seed):
    rng = random.Random(seed)
    models = [fingerprint(scene(rng.randrange(1000), 48, 40)) for _ in range(2)]
    stored = [*models, *(stored_of(rng, rng.choice(models)) for _ in range(10))]
    index = Index(stored)
    for _ in range(4):
        whole = sought(whole_of(rng, rng.choice(stored)))
        brute = {place: sorted(found) for place, one in enumerate(index.prints) if (found := hits(whole, one))}
        assert {place: sorted(found) for place, found in index.hits(whole).items()} == brute
        assert any(near(one, window) for one in whole for each in index.prints for window in each.hashes) == bool(brute)


def test_one_by_one_finds_what_all_at_once_finds():
    images = [*SCENES[:4], SCENES[0].transpose(T.ROTATE_270), SCENES[1].crop((20, 10, 300, 220)), ImageOps.mirror(SCENES[2])]
    stored = [fingerprint(image) for image in images]
    alone = {
        (a, b): found for b in range(len(stored)) for a in range(b) if (found := Wanted(stored[b]).match(Print(stored[a])))
    }  # fmt: skip
    assert {(a, b): found for a, b, found in Index(stored).pairs()} == alone
    assert set(alone) == {(0, 4), (1, 5), (2, 6)}


def test_an_empty_archive_and_a_single_picture_have_no_pairs():
    assert Index([]).pairs() == []
    assert Index(PRINTS[:1]).pairs() == []


def test_two_processes_find_the_same():
    stored = [*PRINTS[:3], fingerprint(ImageOps.mirror(SCENES[1]))]
    seen = []
    assert all_pairs(stored, seen.append) == Index(stored).pairs() != []
    assert seen == [4]


# ── what is found ──

COPIES = {
    "as it is": (lambda image: image, {"same"}),
    "smaller": (lambda image: image.resize((150, 112)), {"same"}),
    "grey": (lambda image: image.convert("L"), {"same"}),
    "darker": (lambda image: ImageEnhance.Brightness(image).enhance(0.6), {"same"}),
    "paler": (lambda image: ImageEnhance.Contrast(image).enhance(0.5), {"same"}),
    "blurred": (lambda image: image.filter(ImageFilter.GaussianBlur(2)), {"same"}),
    "a little crooked": (lambda image: image.rotate(1, Resampling.BICUBIC, fillcolor="#776655"), {"same", "part"}),
    "quarter turn": (lambda image: image.transpose(T.ROTATE_90), {"turned"}),
    "upside down": (lambda image: image.transpose(T.ROTATE_180), {"turned"}),
    "mirrored": (ImageOps.mirror, {"mirrored"}),
    "flipped": (ImageOps.flip, {"mirrored"}),
    "transposed": (lambda image: image.transpose(T.TRANSPOSE), {"mirrored"}),
    "cut all round": (lambda image: ImageOps.crop(image, 20), {"part"}),
    "cut at a corner": (lambda image: image.crop((0, 0, 272, 204)), {"part"}),
    "cut at a side": (lambda image: image.crop((0, 0, 275, 240)), {"part"}),
    "on a table": (lambda image: ImageOps.expand(image, (16, 12), "#776655"), {"part", "same"}),
    "turned and cut": (lambda image: ImageOps.crop(image, 16).transpose(T.ROTATE_270), {"part", "turned"}),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_found(how):
    make, kinds = COPIES[how]
    for image in SCENES[:3]:
        found = match(make(image), image)
        assert found is not None
        assert found.kind in kinds


@pytest.mark.parametrize("way", range(1, len(WAYS)))
def test_it_says_how_to_lay_the_copy_so_that_both_lie_alike(way):
    copy = SCENES[0].transpose(WAYS[likeness._BACK[way]])
    found = match(copy, SCENES[0])
    assert found == Match("turned" if way < 4 else "mirrored", found.distance, way)
    assert copy.transpose(WAYS[found.way]).tobytes() == SCENES[0].tobytes()


def test_the_very_same_picture_is_at_distance_nought():
    assert match(SCENES[0], SCENES[0]) == Match("same", 0, 0)


def test_pictures_unlike_each_other_are_not_pairs():
    assert Index(PRINTS).pairs() == []


def test_a_blank_sheet_is_like_nothing():
    blank, dark = Image.new("RGB", (300, 200), "white"), Image.new("RGB", (300, 200), "black")
    assert match(blank, SCENES[0]) is None
    assert match(SCENES[0], dark) is None
    assert match(blank, dark) is None
