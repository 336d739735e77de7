"""The program a decoding child runs: `python -m contest.media.decode`.

Reads one JSON request a line on standard input, answers one JSON line each. Nothing a picture does
reaches further than this process, which has limited memory and time and no secrets in its environment.
"""

from __future__ import annotations

import errno
import json
import math
import os
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pi_heif
from PIL import Image, ImageFile

from contest.media.derive import colour_of, derive, framed, plain, side_needed, upright
from contest.media.framing import Framing, shown_size
from contest.media.likeness import fingerprint
from contest.media.measure import Measures, measured

try:
    import resource
except ImportError:  # Windows has no such limits; the parent's time limit still holds
    resource = None  # type: ignore[assignment]

Answer = dict[str, Any]
SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations
ORIENTATION, SUBFILE, DNG_VERSION = 0x0112, 0x00FE, 0xC612
# Pillow's names. A multi-picture file of a phone opens as MPO: its first picture is the JPEG.
FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF", "BMP", "GIF"]
KINDS = {"MPO": "jpeg", "HEIF": "heic"} | {name: name.lower() for name in FORMATS if name != "HEIF"}
OURS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES}
COEFFICIENTS = 300_000_000  # bytes a progressive JPEG may need before its first pixel


def main(memory: int) -> None:
    """Answer requests until the parent closes our input. Ends itself when memory ran out."""
    os.umask(0o077)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # no library's chatter among the answers
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", 100_000_000)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    pi_heif.register_heif_opener(thumbnails=False)
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    for line in sys.stdin:
        answer = answered(json.loads(line))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
        if answer.get("refused") == "heavy":
            break


def answered(request: Answer) -> Answer:
    """What the picture is and which files were made from it, or `{"refused": reason}`. Never raises."""
    _limit("RLIMIT_CPU", math.ceil(time.process_time() + request["seconds"]), soft=True)
    try:
        return looked_at(request)
    except MemoryError:
        return {"refused": "heavy"}
    except OSError as error:  # of the disk, it has a number; of a damaged picture, it has none
        return {"refused": "room" if error.errno in OURS else "damaged"}
    except Exception:  # noqa: BLE001 - Pillow raises nearly everything; this is the border
        return {"refused": "damaged"}


def looked_at(request: Answer) -> Answer:
    """Decode the file at `path` wholly, write its derivatives beside `out`, and describe both."""
    limits: dict[str, int] = request["pixels"]
    Image.MAX_IMAGE_PIXELS = max(limits.values())
    path, framing = Path(request["path"]), Framing.of(request["rotation"], request["crop"], request["masks"])
    size = webp_size(path)
    if size and size[0] * size[1] > limits["webp"]:
        return _too_many("webp", size)
    with _bomb_check_off(lambda: Image.open(path, formats=FORMATS)) as image:
        kind = KINDS[image.format or ""]
        if image.width * image.height > limits[kind]:
            return _too_many(kind, image.size)
        if reason := _unfit(image, kind):
            return {**_too_many(kind, image.size), **reason}
        photo, full = _photo(image, framing)
    picture = framed(photo, framing)
    bare = framed(photo, replace(framing, masks=())) if framing.masks else picture
    del photo
    files = [_written(Path(f"{request['out']}-{r.size}.{r.format}"), r.data, r.size, r.format, r.width, r.height) for r in derive(picture)]
    width, height = shown_size(framing, *full)
    return {
        "kind": kind, "width": width, "height": height, "colour": colour_of(picture), "files": files,
        "measures": _measured(bare, framing).stored(), "fingerprint": fingerprint(bare).hex(),
    }  # fmt: skip


def _photo(image: Image.Image, framing: Framing) -> tuple[Image.Image, tuple[int, int]]:
    """The upright photo in sRGB, as large as its derivatives need, and its full size."""
    full, orientation = image.size, _orientation(image)
    side = side_needed(framing, (full[1], full[0]) if orientation in SIDEWAYS else full)
    if image.format in {"JPEG", "MPO"}:
        _draft(image, side)
    image.load()
    if image.format == "TIFF":  # turned by its reader while loading
        full = image.size
    orientation = _orientation(image)
    photo = upright(plain(image, image.info.get("icc_profile"), size=side), orientation)
    return photo, (full[1], full[0]) if orientation in SIDEWAYS else full


def _measured(picture: Image.Image, framing: Framing) -> Measures:
    """Advice never keeps a picture out, not even by a fault of ours."""
    try:
        return measured(picture, framing)
    except Exception:  # noqa: BLE001
        return Measures()


def _too_many(kind: str, size: tuple[int, int]) -> Answer:
    return {"refused": "pixels", "kind": kind, "width": size[0], "height": size[1]}


def _unfit(image: Image.Image, kind: str) -> Answer | None:
    """Why a file of an accepted kind is refused before it is decoded, or None."""
    if kind == "tiff" and (DNG_VERSION in image.tag_v2 or image.tag_v2.get(SUBFILE, 0) & 1):  # type: ignore[attr-defined]
        return {"refused": "kind", "kind": "RAW"}  # a camera's raw file, of which a reader of TIFF sees but a thumbnail
    if kind == "jpeg" and image.info.get("progressive"):
        samples = _samples(image)
        if 2 * samples > COEFFICIENTS:
            return {"limit": int(COEFFICIENTS / 2 * image.width * image.height / samples)}
    return None


def _samples(image: Image.Image) -> int:
    """How many numbers all scans of a progressive JPEG share: they are kept in memory until the last one has come."""
    layers = [(layer[1], layer[2]) for layer in image.layer]  # type: ignore[attr-defined]
    across, down = max(h for h, _ in layers), max(v for _, v in layers)
    return sum(math.ceil(image.width * h / across) * math.ceil(image.height * v / down) for h, v in layers)


def webp_size(path: Path) -> tuple[int, int] | None:
    """Width and height a WebP file claims. Pillow would reserve memory for them before we could ask."""
    with path.open("rb") as file:
        head = file.read(30)
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF


def _bomb_check_off(opened: Callable[[], Image.Image]) -> Image.Image:
    """Open without Pillow's own bomb check: we compare sizes ourselves, to be able to name them. Nothing is decoded yet."""
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        return opened()
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _draft(image: Image.Image, side: int) -> None:
    """Let the JPEG decoder itself shrink by 2, 4 or 8 while the long side stays at least this long."""
    scale = side / max(image.size)
    if scale < 1:
        image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - broken EXIF is common; the picture itself is good
        return 1


def _written(path: Path, data: bytes, size: int, form: str, width: int, height: int) -> Answer:
    path.write_bytes(data)
    return {"path": str(path), "size": size, "format": form, "width": width, "height": height}


def _limit(name: str, value: int, *, soft: bool = False) -> None:
    if resource is None:
        return
    what = getattr(resource, name)
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, hard if soft else value))


if __name__ == "__main__":
    main(int(sys.argv[1]))
