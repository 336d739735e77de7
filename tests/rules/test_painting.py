"""The demo's painted pictures: the same for the same seed, another one for every other seed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from PIL import Image

from contest.demo.painting import LONGEST, PAINTING_STYLES, POSTER_STYLES, STYLES, describe, paint

SMALL = (120, 90)


@pytest.fixture(scope="module")
def pictures() -> list[Image.Image]:
    """The pictures of the first seeds: as many as make every style appear three times."""
    return [paint(seed, None, SMALL) for seed in range(3 * len(STYLES))]


def test_a_seed_always_gives_the_same_bytes() -> None:
    for seed, style in ((7, None), (8, None), (3, "lanterns"), (3, "dove")):
        first, again = paint(seed, style, SMALL), paint(seed, style, SMALL)
        assert first.mode == "RGB"
        assert first.tobytes() == again.tobytes()


def test_pictures_have_a_format_a_wall_can_hang() -> None:
    for seed in (1, 5, 14):
        width, height = paint(seed).size
        assert 1000 <= max(width, height) <= LONGEST
        assert 0.6 <= width / height <= 2.4


def test_the_asked_size_is_kept_and_an_absurd_one_refused() -> None:
    assert paint(2, None, (150, 100)).size == (150, 100)
    for size in ((LONGEST + 1, 100), (0, 100)):
        with pytest.raises(ValueError, match="size"):
            paint(2, None, size)


def test_a_hundred_seeds_are_a_hundred_different_pictures(pictures: list[Image.Image]) -> None:
    seen = {picture.convert("L").resize((8, 8), Image.Resampling.BOX).tobytes() for picture in pictures}
    assert len(seen) == len(pictures) >= 60


def test_every_style_paints_three_seeds_and_none_is_blank(pictures: list[Image.Image]) -> None:
    painted = Counter(describe(seed) for seed in range(len(pictures)))
    assert painted == dict.fromkeys(STYLES, 3)
    for seed, picture in enumerate(pictures):
        low, high = picture.convert("L").getextrema()
        assert isinstance(low, int)
        assert isinstance(high, int)
        assert high - low > 60, describe(seed)


def test_consecutive_seeds_change_the_motif() -> None:
    names = [describe(seed) for seed in range(len(STYLES) + 1)]
    assert all(a != b for a, b in pairwise(names))
    assert set(names) == set(STYLES)


def test_paintings_and_posters_are_separate_and_known_by_name() -> None:
    assert STYLES == PAINTING_STYLES + POSTER_STYLES
    assert len(set(STYLES)) == len(STYLES)
    assert describe(5, "dove") == "dove"
    with pytest.raises(ValueError, match="no such style"):
        paint(1, "nonsense", SMALL)
