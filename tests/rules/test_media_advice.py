"""What is said about a photo, case by case."""

import pytest

from contest.media import advice as module
from contest.media.advice import advice

FINE = {"sharp": 0.6, "light": 200.0, "glare": 0.0, "margin": 0.0, "tilt": 0.0, "corners": None}


def keys(width=4032, height=3024, side=1600, **measures):
    return [each.key for each in advice(width, height, {**FINE, **measures}, side)]


@pytest.mark.parametrize(
    ("width", "height", "key"),
    [
        (900, 640, "small"),
        (1599, 1599, "small"),
        (1600, 200, "a4"),
        (3507, 2479, "a4"),
        (3508, 2000, "a3"),  # a long picture fills the sheet from side to side
        (2480, 2480, "a3"),
        (4032, 3024, "a3"),
        (3024, 4032, "a3"),
        (4961, 3000, "fine"),
        (3508, 3508, "fine"),
        (8000, 6000, "fine"),
    ],
)
def test_one_line_says_what_so_many_pixels_are_good_for(width, height, key):
    assert keys(width, height) == [key]


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ({}, []),
        ({"sharp": module.BLURRED}, []),
        ({"sharp": module.BLURRED - 0.01}, ["blurred"]),
        ({"light": module.DARK}, []),
        ({"light": module.DARK - 1}, ["dark"]),
        ({"glare": module.GLARE}, []),
        ({"glare": module.GLARE + 0.01}, ["glare"]),
        ({"margin": module.MARGIN + 0.01}, ["margin"]),
        ({"tilt": module.CROOKED + 0.1}, ["crooked"]),
        ({"tilt": module.CROOKED + 0.1, "margin": module.MARGIN + 0.01}, ["crooked"]),  # one advice mends both
        ({"sharp": 0.0, "light": 0.0, "glare": 1.0, "margin": 0.5, "tilt": 9.0}, ["blurred", "dark", "glare", "crooked"]),
    ],
)
def test_what_looks_amiss_follows_and_what_is_just_good_enough_is_not_named(measures, said):
    assert keys(**measures) == ["a3", *said]


@pytest.mark.parametrize("measures", [None, {}, {"corners": None}])
def test_nothing_is_held_against_a_photo_nobody_measured(measures):
    assert [each.key for each in advice(4032, 3024, measures, 1600)] == ["a3"]


def test_only_what_is_amiss_is_a_warning():
    assert {each.key for each in advice(900, 640, {"tilt": 9.0}, 1600) if each.warns} == {"small", "crooked"}
    assert not [each for size in (1600, 3508, 4961) for each in advice(size, size, FINE, 1600) if each.warns]


@pytest.mark.parametrize("key", sorted(module._MESSAGES))
def test_every_advice_can_be_said_to_the_painter_and_as_a_fact(key):
    size = {"small": (900, 640), "a4": (2000, 1500), "a3": (4032, 3024), "fine": (8000, 6000)}.get(key, (4032, 3024))
    bad = {"blurred": {"sharp": 0.0}, "dark": {"light": 0.0}, "glare": {"glare": 1.0}, "crooked": {"tilt": 9.0}, "margin": {"margin": 0.5}}
    (found,) = [each for each in advice(*size, {**FINE, **bad.get(key, {})}, 1600) if each.key == key]
    assert "%" not in found.message % found.values
    assert "%" not in found.fact % found.values


def test_a_small_photo_is_told_how_large_it_should_be():
    (word,) = advice(900, 640, FINE, 2000)
    assert word.message % word.values == (
        "900 × 640 pixels: judges would not see the detail. If you can, take the photo again from closer, "
        "with at least 2000 pixels on the long side. You may also use it as it is."
    )
