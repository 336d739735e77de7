"""Four corners as a page shows and sends them: read, moved in steps, and made into a framing. Pure.

Corners lie on the picture shown, clockwise from its top left. What a page says of the framing it showed (`trace`) comes back with its
form, so that two windows cannot mistake each other's corners.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.media.framing import FULL, MASKS, TURNS, WHOLE, Framing, Point, Quad, large_enough, on_photo, on_picture, quad

FIELD = "corners"
BOX: Quad = ((2500, 7300), (7500, 7300), (7500, 9300), (2500, 9300))  # where a new mask begins: below, where names are written
ALL = "all"
CORNERS = ("0", "1", "2", "3")
WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
SMALL, LARGE = 100, 500  # how far a press of a button moves

_EIGHT = re.compile(r"\d{1,5}(?:,\d{1,5}){7}", re.ASCII)


def written(points: Sequence[Point]) -> str:
    """Eight numbers, for a hidden field."""
    return ",".join(f"{x},{y}" for x, y in points)


def read(text: str | None) -> Quad | None:
    """Four points from a field or an address; None for anything else. Whether they make sense is asked later."""
    if not text or not _EIGHT.fullmatch(text):
        return None
    numbers = [min(FULL, int(each)) for each in text.split(",")]
    a, b, c, d = zip(numbers[::2], numbers[1::2], strict=True)
    return a, b, c, d


def trace(framing: Framing) -> str:
    """How the photo is turned and trimmed, in a word. What is covered is not told."""
    return f"{framing.rotation}:{written(framing.crop) if framing.crop else ''}"


def seen(text: str | None, now: Framing) -> Framing:
    """The framing a page showed, from its `trace`; as it is `now` when the page does not say. The masks are always today's."""
    turned, _, cut = (text or "").partition(":")
    crop = read(cut)
    if turned not in map(str, TURNS) or (cut and crop is None):
        return now
    try:
        return replace(now, rotation=int(turned), crop=quad(crop) if crop else None)
    except ValueError:
        return now


def shown(framing: Framing, points: Quad) -> Quad | None:
    """Corners on the photo as they lie on the picture shown, its own top left first; None when they lie nowhere on it."""
    found = on_picture(framing, points)
    if found is None:
        return None
    start = -(framing.rotation // 90)
    return found[start % 4], found[(start + 1) % 4], found[(start + 2) % 4], found[(start + 3) % 4]


def moved(points: Quad, which: str, way: str, step: int) -> Quad:
    """One corner (or `ALL` of them) moved a step within the picture. Where it cannot go, everything stays."""
    dx, dy = (step * each for each in WAYS[way])
    chosen = range(4) if which == ALL else [int(which)]
    dx = max(-min(points[i][0] for i in chosen), min(FULL - max(points[i][0] for i in chosen), dx))
    dy = max(-min(points[i][1] for i in chosen), min(FULL - max(points[i][1] for i in chosen), dy))
    made = [(x + dx, y + dy) if i in chosen else (x, y) for i, (x, y) in enumerate(points)]
    try:
        return quad(made)
    except ValueError:
        return points


def trimmed(framing: Framing, points: Quad) -> Quad:
    """The crop on the photo that shows just what lies within these corners. Refuses with `Invalid`."""
    if points == WHOLE:
        raise Invalid(N_("Move at least one corner first: as it is, nothing would be cut off."), FIELD)
    found = _on_photo(framing, points)
    start = framing.rotation // 90  # the photo's own top left comes first
    crop = quad([found[(i + start) % 4] for i in range(4)])
    if not large_enough(crop):
        raise Invalid(N_("Too little of the picture would be left. Move the corners further apart."), FIELD)
    return crop


def covered(framing: Framing, points: Quad) -> tuple[Quad, ...]:
    """The masks with one more. The same again changes nothing. Refuses with `Invalid`."""
    mask = _on_photo(framing, points)
    if mask in framing.masks:
        return framing.masks
    if len(framing.masks) >= MASKS:
        raise Conflict(
            N_("There are already %(most)s boxes on this picture. Remove one, or draw a larger one instead of several."), most=MASKS
        )
    return *framing.masks, mask


def _on_photo(framing: Framing, points: Quad) -> Quad:
    try:
        return quad(on_photo(framing, quad(points)))
    except ValueError:
        raise Invalid(
            N_("The corners cross each other or lie on one line. Pull them apart, each towards its own corner of the picture."), FIELD
        ) from None


def suggested(framing: Framing, measures: Mapping[str, Any] | None) -> Quad | None:
    """Where the decoder sees the sheet, on the picture shown; None when it sees none, or when the picture is trimmed already."""
    found = (measures or {}).get("corners")
    if not found or framing.crop is not None:
        return None
    try:
        points = shown(framing, quad(found)) or WHOLE
        trimmed(framing, points)
    except (ValueError, Invalid):
        return None
    return points
