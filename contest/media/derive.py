"""From a decoded picture to the files that are shown. Pillow and nothing else, so that any process may use it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw
from PIL.Image import Resampling, Transform, Transpose

from contest.media.framing import FULL, Framing, coefficients, shown_size

SIZES = (320, 1280, 2560)
LARGEST = 5120  # of a photo of which only a part is shown
JPEG_SIZE = 1280
# Measured: method 4 takes 1.6 times as long for 6 % fewer bytes and 0.3 dB; a progressive JPEG 4 times for 4 %.
WEBP: dict[str, Any] = {"quality": 82, "method": 2}
JPEG: dict[str, Any] = {"quality": 85}
STRIP = 256
MASK = (128, 128, 128)
SRGB = ImageCms.createProfile("sRGB")

# EXIF orientation → what makes it upright.
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
# Quarter turns as people see them: clockwise.
_TURN = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One encoded file: `size` is the cap of its long side, `format` webp or jpeg."""

    size: int
    format: str
    width: int
    height: int
    data: bytes


def sizes_for(long_side: int, sizes: Sequence[int] = SIZES) -> list[int]:
    """The caps worth making: all that shrink the picture, and the first that holds it whole.

    >>> sizes_for(1100), sizes_for(300), sizes_for(9000)
    ([320, 1280], [320], [320, 1280, 2560])
    """
    return [size for i, size in enumerate(sorted(sizes)) if i == 0 or sorted(sizes)[i - 1] < long_side]


def shrunk(image: Image.Image, size: int) -> Image.Image:
    """`image` with its long side at most `size`; itself when it already fits."""
    if max(image.size) <= size:
        return image
    scale = size / max(image.size)
    box = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(box, Resampling.BICUBIC, reducing_gap=2.0)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turned as the camera noted (EXIF 1–8)."""
    how = _UPRIGHT.get(orientation)
    return image if how is None else image.transpose(how)


def side_needed(framing: Framing, size: tuple[int, int]) -> int:
    """How long the long side of an upright photo of this size must be for a cut-out to fill the largest derivative; at most what it is."""
    part = max(shown_size(Framing(crop=framing.crop), *size)) / max(size) if framing.crop else 1.0
    return min(max(size), LARGEST, math.ceil(SIZES[-1] / min(1.0, part)))


def framed(photo: Image.Image, framing: Framing) -> Image.Image:
    """What is shown of an upright RGB photo: covered, cut out straight, turned."""
    picture = _cut(_covered(photo, framing), framing)
    how = _TURN.get(framing.rotation)
    return picture if how is None else picture.transpose(how)


def _covered(photo: Image.Image, framing: Framing) -> Image.Image:
    if not framing.masks:
        return photo
    covered = photo.copy()
    draw = ImageDraw.Draw(covered)
    for mask in framing.masks:
        draw.polygon([(x * photo.width / FULL, y * photo.height / FULL) for x, y in mask], fill=MASK)
    return covered


def _cut(photo: Image.Image, framing: Framing) -> Image.Image:
    """Four corners become a rectangle as long as the longer of each two sides. A level crop is not resampled."""
    if framing.crop is None:
        return photo
    corners = [(x * photo.width / FULL, y * photo.height / FULL) for x, y in framing.crop]
    (left, top), (right, _), (_, bottom) = corners[:3]
    if corners == [(left, top), (right, top), (right, bottom), (left, bottom)]:
        box = (round(left), round(top), max(round(left) + 1, round(right)), max(round(top) + 1, round(bottom)))
        return photo.crop(box)
    width, height = shown_size(Framing(crop=framing.crop), *photo.size)
    there = coefficients([(0, 0), (width, 0), (width, height), (0, height)], corners)
    return photo.transform((width, height), Transform.PERSPECTIVE, there, Resampling.BICUBIC)


def eight_bit(image: Image.Image) -> Image.Image:
    """A mode that can be resized and saved: palettes resolved, 16-bit grey scaled (not clipped) to 8."""
    if image.mode.startswith("I") or image.mode == "F":
        image.info.pop("transparency", None)
        scale = _scale_of(image)
        return image.point(lambda value: value * scale).convert("L")
    if image.mode == "LAB":
        return image
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _scale_of(image: Image.Image) -> float:
    """To 8 bits: from 16, or from whatever range the brightest point says that numbers of no fixed range have."""
    if image.mode.startswith("I;16"):
        return 1 / 257
    brightest = float(max(image.getextrema()))  # type: ignore[arg-type]
    return 255.0 if image.mode == "F" and brightest <= 1 else 1.0 if brightest <= 255 else 1 / 257


def on_white(image: Image.Image, factor: int = 1) -> Image.Image:
    """Without transparency: what shines through is white, like the paper. Made smaller by a whole `factor` on the way.

    In strips, for a second copy of a large picture would cost as much memory as the picture.
    """
    if image.mode != "RGBA":
        return image if factor == 1 else image.reduce(factor)
    width, height = (math.ceil(side / factor) for side in image.size)
    paper = Image.new("RGB", (width, height), "white")
    for top in range(0, height, STRIP):
        box = (0, top * factor, image.width, min(image.height, (top + STRIP) * factor))
        strip = image.crop(box)
        white = Image.new("RGB", strip.size, "white")
        white.paste(strip, mask=strip.getchannel("A"))
        paper.paste(white if factor == 1 else white.reduce(factor), (0, top))
    return paper


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as they were meant, in sRGB. A profile that does not fit the picture is left aside."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(source).casefold():
                converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
                image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # broken profiles are common and the picture is still good
    return image if image.mode == "RGB" else image.convert("RGB")


def plain(image: Image.Image, profile: bytes | None, *, size: int = SIZES[-1]) -> Image.Image:
    """The picture as RGB in sRGB on white, no larger than `size`; small first, so that large ones stay cheap."""
    image = eight_bit(image)
    if image.mode == "RGBA":
        image = on_white(image, max(1, max(image.size) // (2 * size)))
    return to_srgb(shrunk(image, size), profile)


def colour_of(image: Image.Image) -> str:
    """The dominant colour of an RGB picture as `#rrggbb`, to hold its place while it loads."""
    small = image.resize((32, 32), Resampling.BOX).quantize(6, Image.Quantize.MEDIANCUT)
    palette = small.getpalette() or [0, 0, 0]
    counts: list[tuple[int, Any]] = small.getcolors() or []
    start = 3 * max(counts)[1]
    return "#{:02x}{:02x}{:02x}".format(*palette[start : start + 3])


def derive(image: Image.Image, sizes: Sequence[int] = SIZES) -> list[Rendition]:
    """The files to show an upright RGB picture with: a WebP for every size that makes sense, and one JPEG.

    Each size is made from the next larger one. Nothing of the source's metadata is written.
    """
    made: list[Rendition] = []
    wanted = sizes_for(max(image.size), sizes)
    jpeg = max([size for size in wanted if size <= JPEG_SIZE] or wanted[:1])
    bare = image.copy() if image.info else image
    bare.info = {}
    for size in reversed(wanted):
        bare = shrunk(bare, size)
        made.append(_encoded(bare, size, "webp", WEBP))
        if size == jpeg:
            made.append(_encoded(bare, size, "jpeg", JPEG))
    return made


def _encoded(image: Image.Image, size: int, form: str, options: dict[str, Any]) -> Rendition:
    into = BytesIO()
    image.save(into, form.upper(), **options)
    return Rendition(size, form, image.width, image.height, into.getvalue())
