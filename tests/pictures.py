"""Picture files for tests: small, and with four corners that tell whether they came out right."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw

COLOURS = {"red": (220, 30, 30), "green": (30, 180, 60), "blue": (40, 60, 210), "yellow": (240, 220, 40), "white": (255, 255, 255), "black": (0, 0, 0), "grey": (128, 128, 128)}
FOUR = ["red", "green", "blue", "yellow"]


def four(width: int = 240, height: int = 160, colours: list[str] = FOUR, mode: str = "RGB") -> Image.Image:
    """Four quarters: top left, top right, bottom left, bottom right."""
    image = Image.new("RGB", (width, height))
    for i, name in enumerate(colours):
        x, y = i % 2 * width // 2, i // 2 * height // 2
        image.paste(COLOURS[name], (x, y, x + width // 2, y + height // 2))
    return image if mode == "RGB" else image.convert(mode)


def coded(image: Image.Image | None = None, form: str = "JPEG", **options: Any) -> bytes:
    into = BytesIO()
    (image or four()).save(into, form, **options)
    return into.getvalue()


def corners(data: bytes) -> list[str]:
    """The names of the colours in the four quarters of an encoded picture."""
    image = Image.open(BytesIO(data)).convert("RGB")
    w, h = image.size
    places = [(w // 4, h // 4), (3 * w // 4, h // 4), (w // 4, 3 * h // 4), (3 * w // 4, 3 * h // 4)]
    return [nearest(image.getpixel(place)) for place in places]


def nearest(pixel: Any) -> str:
    def distance(name: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(pixel, COLOURS[name], strict=True))

    best = min(COLOURS, key=distance)
    return best if distance(best) < 2500 else f"none: {pixel}"


def turned_by_camera(orientation: int, **given: Any) -> bytes:
    """A JPEG as a phone writes it: pixels as the sensor saw them, a note how to turn them, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRET-MAKER"
    exif.get_ifd(0x8825)[2] = (47.0, 55.0, 12.3)
    return coded(four(**given), exif=exif.tobytes(), comment=b"SECRET-COMMENT", quality=95)


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A few bytes that claim to be a huge PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def swapped_profile() -> bytes:
    """An ICC profile in which red and blue have changed places: nobody can overlook whether it was honoured."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    red, green, blue = xyz(0.4361, 0.2225, 0.0139), xyz(0.3851, 0.7169, 0.0971), xyz(0.1431, 0.0606, 0.7141)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, int(2.2 * 256)) + b"\0\0"
    name = b"Swapped\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(79)
    text += bytes(-len(text) % 4)
    tags = {b"desc": text, b"wtpt": xyz(0.9642, 1, 0.8249), b"rXYZ": blue, b"gXYZ": green, b"bXYZ": red, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s12s4s", at + len(body), b"test", 0x02400000, b"mntr", b"RGB ", b"XYZ ", bytes(12), b"acsp").ljust(68, b"\0")
    head += struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def painting(width: int = 300, height: int = 200, seed: int = 7) -> Image.Image:
    """Soft and hard things of many colours, so that a wrong channel, range or turn shows."""
    image = Image.merge("RGB", [Image.linear_gradient("L").rotate(angle).resize((width, height)) for angle in (0, 90, 180)])
    spots = random.Random(seed)
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y, r = spots.randrange(width), spots.randrange(height), spots.randrange(6, 40)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(spots.randrange(256) for _ in range(3)))
    return image


def unlike(found: Image.Image, wanted: Image.Image) -> float:
    """How far two pictures of one size are apart: the largest difference (0–255) between the means of 10 × 10 fields."""
    fields = [each.convert("RGB").resize((10, 10), Image.Resampling.BOX) for each in (found, wanted)]
    return max(high for _, high in ImageChops.difference(*fields).getextrema())
