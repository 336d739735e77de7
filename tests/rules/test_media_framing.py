"""Where points of the photo and of the picture shown belong to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.media.framing import FULL, WHOLE, Framing, large_enough, on_photo, on_picture, quad

POINT = st.tuples(st.integers(0, FULL), st.integers(0, FULL))
CORNER = st.integers(0, 2000)
CROPS = st.builds(
    lambda a, b, c, d, e, f, g, h: ((a, b), (FULL - c, d), (FULL - e, FULL - f), (g, FULL - h)), *[CORNER] * 8
)  # fmt: skip
TURNS = st.sampled_from([0, 90, 180, 270])


@given(CROPS, TURNS, st.tuples(st.integers(500, 9500), st.integers(500, 9500)))
def test_there_and_back_is_where_one_was(crop, rotation, point):
    framing = Framing(rotation, crop)
    (there,) = on_photo(framing, [point])
    (back,) = on_picture(framing, [there])
    assert max(abs(back[0] - point[0]), abs(back[1] - point[1])) <= 3


@given(CROPS, TURNS)
def test_the_corners_of_the_picture_are_those_of_the_crop(crop, rotation):
    corners = on_photo(Framing(rotation, crop), WHOLE)
    start = rotation // 90
    assert [corners[(i + start) % 4] for i in range(4)] == list(crop)


@given(POINT, TURNS, st.integers(-3, 5))
def test_a_mask_stays_on_its_place_of_the_photo_however_the_picture_is_turned(point, rotation, quarters):
    framing = Framing(rotation)
    assert on_photo(framing, on_picture(framing, [point])) == (point,)
    turned = framing.turned(quarters)
    assert turned.rotation in {0, 90, 180, 270}
    assert on_photo(turned, on_picture(turned, [point])) == (point,)


def test_beyond_the_horizon_there_is_no_place():
    crop = ((2000, 7500), (8000, 7500), (FULL, FULL), (0, FULL))
    assert on_picture(Framing(0, crop), [(1000, 3250), (9000, 3250)]) is None
    assert on_picture(Framing(0, crop), [(5000, 8000)]) is not None


def test_turned_right_the_top_left_of_the_picture_is_the_bottom_left_of_the_photo():
    assert on_photo(Framing(90), [(0, 0), (FULL, 0)]) == ((0, FULL), (0, 0))


@pytest.mark.parametrize(
    "points",
    [
        [], [(0, 0)] * 4, WHOLE[:3], [*WHOLE, (5, 5)], [(0, 0), (0, FULL), (FULL, FULL), (FULL, 0)], [(0, 0), (FULL, FULL), (FULL, 0), (0, FULL)],
        [(-1, 0), *WHOLE[1:]], [(0, 0), (FULL + 1, 0), *WHOLE[2:]], [(0, 0), (FULL, 0), (1, 1), (0, FULL)], [(0, 0), (5000, 0), (FULL, 0), (0, FULL)],
    ],
)  # fmt: skip
def test_what_is_no_quad_is_refused(points):
    with pytest.raises(ValueError, match=r"corners|points"):
        quad(points)


@pytest.mark.parametrize(("crop", "fits"), [(WHOLE, True), (((0, 0), (400, 0), (400, FULL), (0, FULL)), False), (((0, 0), (600, 0), (600, 600), (0, 600)), True)])
def test_a_crop_leaves_something_to_see(crop, fits):
    assert large_enough(quad(crop)) is fits


@given(CROPS)
def test_whatever_is_stored_comes_back(crop):
    found = quad(crop)
    stored = [list(point) for point in found]
    assert Framing.of(90, stored, [stored]) == Framing(90, found, (found,))
