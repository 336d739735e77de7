"""What a machine can tell of a photo: whether it is sharp, light, without glare, and whether a table shows round the sheet.

Everything is measured on a small copy, in a few milliseconds, and only ever leads to advice (`media.advice`). Pillow and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageStat
from PIL.Image import Resampling

from contest.media.framing import FULL, Framing, Quad, on_photo, quad

FINE, COARSE = 1024, 192  # the long sides of the two copies that are measured
BLOWN = 250  # brighter in every channel: nothing of the paint is left
PAPER = 218  # a margin as light as this is the sheet's own
FADING = 0.3  # how far between white and the surroundings the rim of a reflection is
EVEN, UNLIKE = 26, 34  # how far a table's colours lie apart, and how far the sheet's from them (0–255)


@dataclass(frozen=True, slots=True)
class Measures:
    """Of the picture as shown.

    `sharp`: how much of the contrast is in the finest detail, 0 (none) to about 1. `light`: mean luminance of the brighter half, 0–255.
    `glare`: share of the picture lost in reflections. `margin`: share that seems to be table or wall. `tilt`: degrees the sheet stands
    crooked. `corners`: of the sheet on the photo, where a margin was found.
    """

    sharp: float = 1.0
    light: float = 255.0
    glare: float = 0.0
    margin: float = 0.0
    tilt: float = 0.0
    corners: Quad | None = None

    @classmethod
    def of(cls, stored: Any) -> Measures:
        """From what is stored; what was never measured raises no doubt."""
        given = dict(stored or {})
        corners = given.pop("corners", None)
        return cls(**given, corners=quad(corners) if corners else None)

    def stored(self) -> dict[str, Any]:
        """For the column and the pipe."""
        return {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(self).items()}


def measured(picture: Image.Image, framing: Framing) -> Measures:
    """Measure an RGB picture that is shown with this framing."""
    fine = picture.copy()
    fine.thumbnail((FINE, FINE), Resampling.BOX, reducing_gap=2.0)
    grey = fine.convert("L")
    coarse = fine.resize(_within(fine.size, COARSE), Resampling.BOX)
    sheet = sheet_in(coarse)
    return Measures(
        sharp=_sharpness(grey), light=_light(grey), glare=_glare(coarse), margin=_margin(sheet, coarse.size), tilt=_tilt(sheet),
        corners=_suggested(sheet, coarse.size, framing),
    )  # fmt: skip


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _sharpness(grey: Image.Image) -> float:
    """Detail of about two pixels against detail of ten, where the picture has most of it.

    What a soft photo lacks is the finer detail *relative* to the coarser one; a painting of soft colours has little of either, so the
    comparison is made in the tenth of the picture with the strongest edges. Single pixels are left out: they are the camera's grain.
    """
    smooth, soft, softer = (grey.filter(ImageFilter.BoxBlur(radius)) for radius in (1, 3, 12))
    tiles = _within(grey.size, 24)
    fine = ImageChops.difference(smooth, soft).resize(tiles, Resampling.BOX).tobytes()
    coarse = ImageChops.difference(soft, softer).resize(tiles, Resampling.BOX).tobytes()
    best = sorted(zip(coarse, fine, strict=True), reverse=True)[: max(1, len(fine) // 10)]
    whole = sum(c for c, _ in best)
    return sum(f for _, f in best) / whole if whole >= 4 * len(best) else 1.0


def _light(grey: Image.Image) -> float:
    """The mean luminance of the brighter half."""
    counts = grey.histogram()
    left = total = max(1, sum(counts) // 2)
    value = 0
    for level in range(255, -1, -1):
        taken = min(left, counts[level])
        value += taken * level
        left -= taken
        if not left:
            break
    return value / total


def _glare(picture: Image.Image) -> float:
    """The share of blown-out patches that fade softly into what surrounds them, as a lamp's reflection does and white paint does not."""
    red, green, blue = picture.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    blown = darkest.point(lambda value: 255 if value >= BLOWN else 0).filter(ImageFilter.MinFilter(3))
    share = ImageStat.Stat(blown).mean[0] / 255
    if not 0.002 <= share <= 0.15:
        return 0.0
    rings = [blown.filter(ImageFilter.MaxFilter(size)) for size in (5, 9, 15, 21)]
    beside, beyond = ImageChops.subtract(rings[1], rings[0]), ImageChops.subtract(rings[3], rings[2])
    if not beside.getbbox() or not beyond.getbbox():
        return 0.0
    near, far = ImageStat.Stat(darkest, beside).mean[0], ImageStat.Stat(darkest, beyond).mean[0]
    return share if (near - far) >= FADING * (BLOWN - far) and far < PAPER else 0.0


def sheet_in(picture: Image.Image) -> tuple[tuple[float, float], ...] | None:
    """The corners of a sheet that lies on an even table, in pixels, clockwise from the top left; None when it fills the picture.

    The table is what the picture's edge shows, if that is of one colour all round; the sheet is what differs from it. Each of its sides
    is a line through where rows and columns first differ, found by medians so that a few marks on the table do not matter.
    """
    width, height = picture.size
    if min(width, height) < 32:
        return None
    table = _table(picture)
    if table is None:
        return None
    unlike = _unlike(picture, table)
    rows, columns = _reaches(unlike, height, by_row=True), _reaches(unlike, width, by_row=False)
    if len(rows) < height // 4 or len(columns) < width // 4:
        return None
    left, right = _line([(y, a) for y, a, _ in rows]), _line([(y, b) for y, _, b in rows])
    top, bottom = _line([(x, a) for x, a, _ in columns]), _line([(x, b) for x, _, b in columns])
    if left is None or right is None or top is None or bottom is None:
        return None
    if any(abs(1 - across[1] * along[1]) < 0.2 for across in (left, right) for along in (top, bottom)):
        return None  # nearly on its point: which side is the left one, nobody can tell
    return _crossing(left, top), _crossing(right, top), _crossing(right, bottom), _crossing(left, bottom)


def _table(picture: Image.Image) -> tuple[int, ...] | None:
    width, height = picture.size
    strips = [(0, 0, width, 2), (0, height - 2, width, height), (0, 0, 2, height), (width - 2, 0, width, height)]
    sides = [picture.crop(box) for box in strips]
    table = tuple(round(median(ImageStat.Stat(side).median[channel] for side in sides)) for channel in range(3))
    if min(table) >= PAPER:
        return None
    for side in sides:
        far = ImageStat.Stat(ImageChops.difference(side, Image.new("RGB", side.size, table)))
        if max(far.mean) > EVEN or max(far.stddev) > EVEN:
            return None
    return table


def _unlike(picture: Image.Image, table: tuple[int, ...]) -> Image.Image:
    red, green, blue = ImageChops.difference(picture, Image.new("RGB", picture.size, table)).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda value: 255 if value >= UNLIKE else 0).filter(ImageFilter.MedianFilter(3))


def _reaches(unlike: Image.Image, count: int, *, by_row: bool) -> list[tuple[int, int, int]]:
    """For each row (or column) that meets the sheet: its number, and the first and last pixel of the sheet in it."""
    width, height = unlike.size
    found = []
    for i in range(count):
        box = unlike.crop((0, i, width, i + 1) if by_row else (i, 0, i + 1, height)).getbbox()
        if box:
            first, last = (box[0], box[2]) if by_row else (box[1], box[3])
            if last - first >= (width if by_row else height) * 0.3:
                found.append((i, first, last))
    return found


def _line(points: Sequence[tuple[int, int]]) -> tuple[float, float] | None:
    """`value = a + b · place` through most of the points, or None when they lie on no line. Siegel's repeated medians, thinned out."""
    middle = points[len(points) // 8 : -max(1, len(points) // 8)]
    thin = middle[:: max(1, len(middle) // 24)]
    if len(thin) < 8:
        return None
    slope = median(median((v - w) / (x - y) for y, w in thin if y != x) for x, v in thin)
    start = median(v - slope * x for x, v in thin)
    astray = median(abs(v - start - slope * x) for x, v in thin)
    return (start, slope) if astray <= 1.5 else None


def _crossing(upright: tuple[float, float], level: tuple[float, float]) -> tuple[float, float]:
    """Where `x = a + b·y` meets `y = c + d·x`."""
    (a, b), (c, d) = upright, level
    y = (c + d * a) / (1 - d * b)
    return a + b * y, y


def _area(corners: Sequence[tuple[float, float]]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True))) / 2


def _margin(sheet: Sequence[tuple[float, float]] | None, size: tuple[int, int]) -> float:
    if sheet is None:
        return 0.0
    share = 1 - _area(sheet) / (size[0] * size[1])
    return share if 0.03 <= share <= 0.75 else 0.0


def _tilt(sheet: Sequence[tuple[float, float]] | None) -> float:
    """The mean of how far the four sides are from level and upright, in degrees."""
    if sheet is None:
        return 0.0
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = sheet
    sides = [math.atan2(by - ay, bx - ax), math.atan2(cy - dy, cx - dx), math.atan2(ax - dx, dy - ay), math.atan2(bx - cx, cy - by)]
    return math.degrees(sum(abs(side) for side in sides) / 4)


def _suggested(sheet: Sequence[tuple[float, float]] | None, size: tuple[int, int], framing: Framing) -> Quad | None:
    if sheet is None or not _margin(sheet, size):
        return None
    points = [(_share(x, size[0]), _share(y, size[1])) for x, y in sheet]
    try:
        corners = on_photo(framing, points)
        start = framing.rotation // 90  # the photo's own top left comes first
        return quad([corners[(i + start) % 4] for i in range(4)])
    except ValueError:
        return None


def _share(value: float, whole: int) -> int:
    return min(FULL, max(0, round(value / whole * FULL)))
