"""How a photo is trimmed, turned and covered. Kept as data: the photo itself is never changed. Pure.

A point is `(x, y)` in ten-thousandths of a width and a height, from the top left. The *photo* is upright as its camera noted; the
*picture* is what is shown of it: covered by the masks, then cut out at the four corners of the crop and made straight, then turned.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FULL = 10_000
TURNS = (0, 90, 180, 270)
Point = tuple[int, int]
Quad = tuple[Point, Point, Point, Point]  # top left, top right, bottom right, bottom left
WHOLE: Quad = ((0, 0), (FULL, 0), (FULL, FULL), (0, FULL))
LEAST = 500  # a side of a crop is at least this long
MASKS = 12
HORIZON = 1e-3


@dataclass(frozen=True, slots=True)
class Framing:
    """`rotation` is clockwise: 0, 90, 180 or 270. `crop` and `masks` are corners on the photo; None shows all of it."""

    rotation: int = 0
    crop: Quad | None = None
    masks: tuple[Quad, ...] = ()

    @classmethod
    def of(cls, rotation: int, crop: Any, masks: Any) -> Framing:
        """From what is stored. Raises `ValueError` for what makes no sense."""
        return cls(rotation, quad(crop) if crop else None, tuple(quad(each) for each in masks or ()))

    def turned(self, quarters: int) -> Framing:
        """Turned clockwise by so many quarters more."""
        return Framing((self.rotation + 90 * quarters) % 360, self.crop, self.masks)


def quad(points: Any) -> Quad:
    """Four points as a quad: clockwise from the top left, convex, no side too short. Raises `ValueError`."""
    found = tuple((int(x), int(y)) for x, y in points)
    if len(found) != 4 or any(not 0 <= each <= FULL for point in found for each in point):
        raise ValueError("not four points on the photo")
    for i in range(4):
        (ax, ay), (bx, by), (cx, cy) = found[i], found[(i + 1) % 4], found[(i + 2) % 4]
        if (bx - ax) * (cy - by) - (by - ay) * (cx - bx) <= 0:
            raise ValueError("corners out of order")
    return found[0], found[1], found[2], found[3]


def large_enough(crop: Quad) -> bool:
    """Is there something to see in the crop: is each side at least a twentieth of the photo?"""
    return all(max(abs(ax - bx), abs(ay - by)) >= LEAST for (ax, ay), (bx, by) in zip(crop, (*crop[1:], crop[0]), strict=True))


def shown_size(framing: Framing, width: int, height: int) -> tuple[int, int]:
    """Width and height of the picture shown of an upright photo of so many pixels, at the same resolution."""
    if framing.crop is not None:
        a, b, c, d = ((x * width / FULL, y * height / FULL) for x, y in framing.crop)
        width, height = round(max(math.dist(a, b), math.dist(d, c))), round(max(math.dist(a, d), math.dist(b, c)))
    size = max(1, width), max(1, height)
    return (size[1], size[0]) if framing.rotation in (90, 270) else size


def on_photo(framing: Framing, points: Sequence[Point]) -> tuple[Point, ...]:
    """Where points of the picture shown lie on the photo."""
    there = _homography(WHOLE, framing.crop or WHOLE)
    return tuple(_clamped(_moved(there, _turned(point, -framing.rotation))) for point in points)


def on_picture(framing: Framing, points: Sequence[Point]) -> tuple[Point, ...] | None:
    """Where points of the photo lie on the picture shown (its edge, for those that are cut off).

    None when one of them lies on or beyond the horizon of the crop's perspective, where no place of the picture belongs to it.
    """
    there = _homography(framing.crop or WHOLE, WHOLE)
    depths = [there[6] * x / FULL + there[7] * y / FULL + 1 for x, y in (*points, (framing.crop or WHOLE)[0])]
    if any(depth * depths[-1] < HORIZON for depth in depths):  # on this side of it is the side of the crop's own corners
        return None
    return tuple(_turned(_clamped(_moved(there, point)), framing.rotation) for point in points)


def coefficients(source: Sequence[tuple[float, float]], target: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """The eight numbers a–h of the projection that takes each of four `source` points to its `target` point.

    `x' = (ax + by + c) / (gx + hy + 1)`, `y' = (dx + ey + f) / (gx + hy + 1)` (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3).
    """
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> tuple[float, ...]:
    """Gauss with the largest pivot."""
    size = len(rows)
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        if abs(pivot) < 1e-12:
            raise ValueError("points on one line")
        rows[column] = [each / pivot for each in rows[column]]
        for row in range(size):
            factor = rows[row][column]
            if row != column and factor:
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return tuple(row[-1] for row in rows)


def _homography(source: Quad, target: Quad) -> tuple[float, ...]:
    return coefficients([(x / FULL, y / FULL) for x, y in source], [(x / FULL, y / FULL) for x, y in target])


def _moved(h: tuple[float, ...], point: Point) -> tuple[float, float]:
    x, y = point[0] / FULL, point[1] / FULL
    w = h[6] * x + h[7] * y + 1
    return (h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w


def _clamped(point: tuple[float, float]) -> Point:
    return min(FULL, max(0, round(point[0] * FULL))), min(FULL, max(0, round(point[1] * FULL)))


def _turned(point: Point, degrees: int) -> Point:
    """Where a point comes to lie when its picture is turned clockwise."""
    for _ in range(degrees % 360 // 90):
        point = (FULL - point[1], point[0])
    return point
