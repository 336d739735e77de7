"""Corners as pages send them: read, moved, and made into a framing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.core.errors import Conflict, Invalid
from contest.media import corners
from contest.media.framing import FULL, MASKS, WHOLE, Framing, quad

CORNER = st.integers(0, 2000)
QUADS = st.builds(lambda a, b, c, d, e, f, g, h: ((a, b), (FULL - c, d), (FULL - e, FULL - f), (g, FULL - h)), *[CORNER] * 8)
TURNS = st.sampled_from([0, 90, 180, 270])
INNER = ((1000, 1000), (9000, 1000), (9000, 9000), (1000, 9000))


@given(QUADS)
def test_what_is_written_is_read_again(points):
    assert corners.read(corners.written(points)) == points


@pytest.mark.parametrize("text", [None, "", "1,2,3", "a,b,c,d,e,f,g,h", "1,2,3,4,5,6,7,8,9", "-1,0,1,1,1,1,1,1", "1.5,0,1,1,1,1,1,1", "١,٢,٣,٤,٥,٦,٧,٨", "1,2,3,4,5,6,7,999999", "0,0,1,1,1,1,1,1\n"])
def test_anything_else_is_no_corners(text):
    assert corners.read(text) is None


def test_what_lies_outside_is_at_the_edge():
    assert corners.read("0,0,99999,0,10000,99999,0,10000") == WHOLE


@given(QUADS, TURNS)
def test_corners_seen_on_the_picture_are_found_again_on_the_photo(crop, rotation):
    framing = Framing(rotation)
    seen = corners.shown(framing, crop)
    assert quad(seen) == seen
    if crop != WHOLE:
        assert corners.trimmed(framing, seen) == crop


@given(QUADS, TURNS, QUADS)
def test_a_trimmed_picture_can_be_trimmed_further_and_stays_in_its_trim(first, rotation, second):
    framing = Framing(rotation, first)
    if second == WHOLE:
        return
    crop = corners.trimmed(framing, second)
    for got, wanted in zip(corners.shown(framing, crop), second, strict=True):
        assert max(abs(got[0] - wanted[0]), abs(got[1] - wanted[1])) <= 4


@given(QUADS, TURNS)
def test_a_page_knows_the_framing_it_showed_but_nothing_of_the_masks(crop, rotation):
    mask = ((1, 1), (9, 1), (9, 9), (1, 9))
    told = corners.trace(Framing(rotation, crop, (mask,)))
    assert corners.seen(told, Framing()) == Framing(rotation, crop)
    assert corners.seen(told, Framing(90, None, (mask,))).masks == (mask,)
    assert told == corners.trace(Framing(rotation, crop))


@pytest.mark.parametrize("text", [None, "", "45:", "90", "ninety:", "90:1,2,3", "90:0,0,0,0,0,0,0,0", "0:9000,0,0,0,0,9000,9000,9000", "90:0,0,10000,0,10000,10000,0,10000,1"])
def test_a_page_that_does_not_say_showed_the_picture_as_it_is(text):
    now = Framing(180, INNER)
    assert corners.seen(text, now) in {now, Framing(90)}
    assert corners.seen(text, now) == (Framing(90) if text == "90" else now)


@pytest.mark.parametrize(
    ("which", "way", "there"),
    [
        ("0", "right", ((1500, 1000), *INNER[1:])),
        ("0", "up", ((1000, 500), *INNER[1:])),
        ("2", "down", (*INNER[:2], (9000, 9500), INNER[3])),
        ("all", "left", ((500, 1000), (8500, 1000), (8500, 9000), (500, 9000))),
    ],
)
def test_a_press_moves_a_corner_or_all_of_them(which, way, there):
    assert corners.moved(INNER, which, way, corners.LARGE) == there


def test_nothing_moves_out_of_the_picture_or_through_another_corner():
    assert corners.moved(WHOLE, "0", "left", 500) == WHOLE
    assert corners.moved(INNER, "0", "up", 5000)[0] == (1000, 0)
    assert corners.moved(INNER, "all", "down", 5000) == tuple((x, y + 1000) for x, y in INNER)
    assert corners.moved(INNER, "0", "right", 9000) == INNER
    broken = ((0, 0), (0, 0), (0, 0), (0, 0))
    assert corners.moved(broken, "1", "right", 500) == broken


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (WHOLE, "nothing would be cut off"),
        (((0, 0), (200, 0), (200, 200), (0, 200)), "Too little of the picture"),
        (((9000, 0), (0, 0), (0, 9000), (9000, 9000)), "cross each other"),
        (((0, 0), (5000, 5000), (9000, 9000), (0, 9000)), "cross each other"),
        (((5, 5), (5, 5), (5, 5), (5, 5)), "cross each other"),
    ],
)
def test_a_trim_that_makes_no_sense_is_refused_with_what_to_do(points, said):
    with pytest.raises(Invalid, match=said):
        corners.trimmed(Framing(), points)


def test_the_same_mask_twice_is_one_mask():
    one = corners.covered(Framing(90), corners.BOX)
    assert corners.covered(Framing(90, None, one), corners.BOX) == one


def test_there_is_an_end_to_masks_and_a_mask_must_be_a_box():
    many = tuple(((i, 0), (i + 9, 0), (i + 9, 9), (i, 9)) for i in range(MASKS))
    with pytest.raises(Conflict, match="Remove one"):
        corners.covered(Framing(0, None, many), corners.BOX)
    with pytest.raises(Invalid):
        corners.covered(Framing(), ((5, 5), (5, 5), (5, 5), (5, 5)))


def test_a_suggestion_is_made_for_the_whole_photo_only_and_when_it_makes_sense():
    sheet = [[1000, 1100], [9000, 1200], [8900, 9300], [900, 9100]]
    for rotation in (0, 90, 180, 270):
        points = corners.suggested(Framing(rotation), {"corners": sheet})
        assert corners.trimmed(Framing(rotation), points) == tuple(map(tuple, sheet))
    assert corners.suggested(Framing(0, INNER), {"corners": sheet}) is None
    for none in (None, {}, {"corners": None}, {"corners": [[0, 0], [1, 0], [1, 1], [0, 1]]}, {"corners": [[0, 0]]}, {"corners": [[9, 0], [0, 0], [0, 9], [9, 9]]}):
        assert corners.suggested(Framing(), none) is None
