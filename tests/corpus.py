"""A picture of our own in every format and flavour people send, with what it must look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from tests.pictures import coded, painting, swapped_profile

pillow_heif.register_heif_opener()  # the site itself only reads HEIC; writing it takes the encoder of this package
PICTURE = painting()
QUICKLY: dict[str, Any] = {"quality": 90, "enc_params": {"preset": "ultrafast"}}
GREY = ImageOps.grayscale(PICTURE)


@dataclass(frozen=True, slots=True)
class Specimen:
    """`data` is the file, `kind` what it must be recognised as, `looks` the picture it must show; `tolerance` for `pictures.unlike`."""

    data: Callable[[], bytes]
    kind: str
    looks: Callable[[], Image.Image] = lambda: PICTURE
    tolerance: float = 8


def turned(form: str, orientation: int = 6, **options: Any) -> bytes:
    """Pixels as the sensor saw them and a note to turn them back."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return coded(PICTURE.transpose(Image.Transpose.ROTATE_90), form, exif=exif.tobytes(), **options)


def heif(image: Image.Image | None = None, **options: Any) -> bytes:
    return coded(image or PICTURE, "HEIF", **QUICKLY, **options)


def sixteen_bit(image: Image.Image) -> Image.Image:
    wide = Image.new("I;16", image.size)
    wide.putdata([value * 257 for value in image.tobytes()])
    return wide


def see_through() -> Image.Image:
    image = PICTURE.convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def on_paper() -> Image.Image:
    paper = Image.new("RGB", PICTURE.size, "white")
    paper.paste(PICTURE, mask=see_through().getchannel("A"))
    return paper


def managed(image: Image.Image = PICTURE) -> Image.Image:
    """What a colour-managed viewer shows of the picture under the profile with red and blue changed."""
    profile = ImageCms.ImageCmsProfile(BytesIO(swapped_profile()))
    return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB") or image


def pages() -> bytes:
    return coded(PICTURE, "TIFF", save_all=True, append_images=[Image.new("RGB", (90, 90), "black")])


def lab() -> Image.Image:
    change = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    return ImageCms.applyTransform(PICTURE, change) or PICTURE


def from_lab() -> Image.Image:
    back = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
    return ImageCms.applyTransform(lab(), back) or PICTURE


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def of_phone() -> bytes:
    return coded(PICTURE, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 60))], quality=92)


PALETTE = PICTURE.quantize(64)
CMYK = PICTURE.convert("CMYK")

CORPUS: dict[str, Specimen] = {
    "jpeg": Specimen(lambda: coded(PICTURE, quality=92), "jpeg"),
    "jpeg 4:4:4": Specimen(lambda: coded(PICTURE, quality=92, subsampling=0), "jpeg"),
    "jpeg progressive": Specimen(lambda: coded(PICTURE, quality=92, progressive=True), "jpeg"),
    "jpeg grey": Specimen(lambda: coded(GREY, quality=92), "jpeg", lambda: GREY),
    "jpeg cmyk, adobe-marked": Specimen(lambda: coded(CMYK, quality=95), "jpeg", tolerance=10),
    "jpeg turned by exif": Specimen(lambda: turned("JPEG", quality=92), "jpeg"),
    "jpeg with a profile": Specimen(lambda: coded(PICTURE, quality=95, icc_profile=swapped_profile()), "jpeg", managed),
    "mpo of a phone": Specimen(of_phone, "jpeg"),
    "png": Specimen(lambda: coded(PICTURE, "PNG"), "png"),
    "png palette": Specimen(lambda: coded(PALETTE, "PNG"), "png", lambda: PALETTE.convert("RGB")),
    "png palette with a see-through colour": Specimen(lambda: coded(PALETTE, "PNG", transparency=255), "png", lambda: PALETTE.convert("RGB")),
    "png alpha": Specimen(lambda: coded(see_through(), "PNG"), "png", on_paper),
    "png grey and alpha": Specimen(lambda: coded(see_through().convert("LA"), "PNG"), "png", lambda: ImageOps.grayscale(on_paper()), 12),
    "png 16-bit grey": Specimen(lambda: coded(sixteen_bit(GREY), "PNG"), "png", lambda: GREY),
    "png black and white": Specimen(lambda: coded(PICTURE.convert("1"), "PNG"), "png", lambda: PICTURE.convert("1").convert("RGB"), 10),
    "png turned by exif": Specimen(lambda: turned("PNG"), "png"),
    "png with a profile": Specimen(lambda: coded(PICTURE, "PNG", icc_profile=swapped_profile()), "png", managed),
    "png 16-bit colour": Specimen(lambda: deep_png(interlaced=False), "png"),
    "png interlaced": Specimen(lambda: deep_png(interlaced=True), "png"),
    "webp": Specimen(lambda: coded(PICTURE, "WEBP", quality=92), "webp"),
    "webp lossless alpha": Specimen(lambda: coded(see_through(), "WEBP", lossless=True, exact=True), "webp", on_paper),
    "webp turned by exif": Specimen(lambda: turned("WEBP", quality=92), "webp"),
    "webp animated": Specimen(lambda: coded(PICTURE, "WEBP", save_all=True, append_images=[Image.new("RGB", PICTURE.size)], quality=92), "webp"),
    "tiff": Specimen(lambda: coded(PICTURE, "TIFF"), "tiff"),
    "tiff lzw": Specimen(lambda: coded(PICTURE, "TIFF", compression="tiff_lzw"), "tiff"),
    "tiff deflate": Specimen(lambda: coded(PICTURE, "TIFF", compression="tiff_adobe_deflate"), "tiff"),
    "tiff jpeg": Specimen(lambda: coded(PICTURE, "TIFF", compression="jpeg", quality=92), "tiff"),
    "tiff 16-bit grey": Specimen(lambda: coded(sixteen_bit(GREY), "TIFF"), "tiff", lambda: GREY),
    "tiff cmyk": Specimen(lambda: coded(CMYK, "TIFF"), "tiff"),
    "tiff lab": Specimen(lambda: coded(lab(), "TIFF"), "tiff", from_lab),
    "tiff float": Specimen(lambda: coded(GREY.convert("F").point(lambda value: value * (1 / 255)), "TIFF"), "tiff", lambda: GREY, 12),
    "tiff of several pages": Specimen(pages, "tiff"),
    "tiff turned": Specimen(lambda: coded(PICTURE.transpose(Image.Transpose.ROTATE_90), "TIFF", tiffinfo={0x0112: 6}), "tiff"),
    "tiff with a profile": Specimen(lambda: coded(PICTURE, "TIFF", icc_profile=swapped_profile()), "tiff", managed),
    "heic": Specimen(heif, "heic"),
    "heic turned": Specimen(lambda: turned_heif(), "heic"),  # noqa: PLW0108 - made further down
    "heic grey": Specimen(lambda: heif(GREY), "heic", lambda: GREY),
    "heic with a profile": Specimen(lambda: heif(managed_source()), "heic", managed, 10),
    "avif": Specimen(lambda: coded(PICTURE, "AVIF", quality=90), "avif"),
    "avif turned": Specimen(lambda: turned("AVIF", quality=90), "avif"),
    "avif alpha": Specimen(lambda: coded(see_through(), "AVIF", quality=95), "avif", on_paper, 12),
    "bmp": Specimen(lambda: coded(PICTURE, "BMP"), "bmp"),
    "bmp palette": Specimen(lambda: coded(PALETTE, "BMP"), "bmp", lambda: PALETTE.convert("RGB")),
    "gif": Specimen(lambda: coded(PALETTE, "GIF"), "gif", lambda: PALETTE.convert("RGB")),
    "gif animated": Specimen(lambda: coded(PALETTE, "GIF", save_all=True, append_images=[Image.new("P", PICTURE.size)]), "gif", lambda: PALETTE.convert("RGB")),
}  # fmt: skip


def managed_source() -> Image.Image:
    image = PICTURE.copy()
    image.info["icc_profile"] = swapped_profile()
    return image


def turned_heif() -> bytes:
    """Here the container says how to turn (`irot`); what Exif says beside it does not count."""
    return turned("HEIF", **QUICKLY)


def deep_png(*, interlaced: bool) -> bytes:
    """A PNG of 16 bits a channel, as Pillow cannot write it; seven passes (Adam7) when interlaced."""
    import struct
    import zlib

    width, height = PICTURE.size
    raw = PICTURE.tobytes()

    def row(y: int, xs: range) -> bytes:
        return b"\0" + b"".join(bytes((raw[at], raw[at], raw[at + 1], raw[at + 1], raw[at + 2], raw[at + 2])) for at in ((y * width + x) * 3 for x in xs))

    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    lines = b"".join(row(y, range(x0, width, dx)) for x0, y0, dx, dy in passes for y in range(y0, height, dy))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
