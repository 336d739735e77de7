"""Media: what paper, brush and ink make of a drawing. All work on the final size; textures are made once."""

from __future__ import annotations

import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from contest.demo.painting.palettes import Palette, luma, mix

SIDE = 1400
Size = tuple[int, int]


def _noise(seed: int, width: int, height: int) -> Image.Image:
    # Not Image.effect_noise: that one cannot be seeded.
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))


def _levels(low: float, high: float, gain: float = 1.0) -> list[int]:
    """A table that puts grey noise into a range, with more or less contrast."""
    out = []
    for v in range(256):
        t = min(1.0, max(0.0, 0.5 + (v / 255 - 0.5) * gain))
        out.append(min(255, round(low + (high - low) * t)))
    return out


@lru_cache(maxsize=8)
def _texture(kind: str) -> Image.Image:
    full = (SIDE, SIDE)
    up = Image.Resampling.BICUBIC
    if kind == "grain":  # cold-pressed paper
        fine = _noise(1, SIDE, SIDE).filter(ImageFilter.GaussianBlur(1.1))
        return fine.point(_levels(0, 255, 3))
    if kind == "blotch":  # pigment that settled unevenly
        big, small = _noise(2, 18, 18).resize(full, up), _noise(3, 90, 90).resize(full, up)
        return Image.blend(big, small, 0.35).point(_levels(0, 255, 1.7))
    if kind == "rag":  # which of two edges shows
        return _noise(4, SIDE // 5, SIDE // 5).resize(full, up).point(_levels(0, 255, 2))
    if kind == "bristle":  # long hairs of a flat brush
        lines = Image.blend(_noise(5, 24, SIDE // 2).resize(full, up), _noise(6, 60, SIDE // 4).resize(full, up), 0.5)
        return lines.point(_levels(0, 255, 2.2))
    if kind == "wax":  # a crayon skips the hollows of the paper
        tooth = _noise(7, SIDE // 2, SIDE // 2).resize(full, up)
        strokes = _noise(8, 60, SIDE // 2).resize(full, up).rotate(38, up, fillcolor=128)
        zoomed = strokes.crop((200, 200, 1200, 1200)).resize(full, up)
        return Image.blend(tooth, zoomed, 0.4).point(_levels(0, 255, 2.6))
    # "ink": what the roller left bare
    return Image.blend(_noise(9, SIDE // 2, SIDE // 2), _noise(10, 60, 60).resize((SIDE // 2, SIDE // 2), up), 0.4).resize(full, up)


def _piece(kind: str, size: Size, rng: random.Random, table: list[int] | None = None) -> Image.Image:
    """A part of a texture, anywhere in it."""
    x, y = rng.randrange(SIDE - size[0] + 1), rng.randrange(SIDE - size[1] + 1)
    part = _texture(kind).crop((x, y, x + size[0], y + size[1]))
    return part.point(table) if table else part


def _over(image: Image.Image, grey: Image.Image) -> Image.Image:
    """Darken by a grey texture (255 leaves the colour)."""
    return ImageChops.multiply(image, Image.merge("RGB", (grey, grey, grey)))


def _ragged(image: Image.Image, rng: random.Random, reach: float) -> Image.Image:
    """Edges as a hand draws them: two copies a little apart, mixed in patches."""
    d = max(1, round(reach * max(image.size) / 1000))
    moved = ImageChops.offset(image, rng.choice((-d, d)), rng.choice((-d, d)))
    # offset() wraps around; keep the outermost pixels from the original.
    mask = _piece("rag", image.size, rng)
    edge = ImageDraw.Draw(mask)
    edge.rectangle((0, 0, image.width - 1, image.height - 1), outline=255, width=d)
    return Image.composite(image, moved, mask)


def _halo(image: Image.Image, strength: float) -> Image.Image:
    """Colour gathered at the edges of a wet patch: the picture, pushed away from its blurred self."""
    small = image.reduce(8).filter(ImageFilter.BoxBlur(1)).resize(image.size, Image.Resampling.BILINEAR)
    return Image.blend(small, image, 1 + strength)


def _margin(image: Image.Image, rng: random.Random, paper: tuple[int, int, int], rough: float) -> Image.Image:
    """The unpainted rim of a sheet that was taped to a board."""
    w, h = image.size
    m = round(min(w, h) * rng.uniform(0.022, 0.05))
    mask = Image.new("L", (w // 2 + 1, h // 2 + 1), 0)
    n = 34
    j = max(0.4, rough * m / 2)
    left, right, top, bottom = m / 2, (w - m) / 2, m / 2, (h - m) / 2

    def wobble() -> float:
        return rng.uniform(-j, j)

    points = [(left + (right - left) * i / n, top + wobble()) for i in range(n + 1)]
    points += [(right + wobble(), top + (bottom - top) * i / n) for i in range(1, n)]
    points += [(right - (right - left) * i / n, bottom + wobble()) for i in range(n + 1)]
    points += [(left + wobble(), bottom - (bottom - top) * i / n) for i in range(1, n)]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    soft = mask.resize((w, h), Image.Resampling.BILINEAR)
    return Image.composite(image, Image.new("RGB", (w, h), paper), soft)


def watercolour(image: Image.Image, p: Palette, rng: random.Random) -> Image.Image:
    """Soft edges, settled pigment, paper that shines through."""
    out = _ragged(_halo(image, rng.uniform(0.16, 0.34)), rng, rng.uniform(1.2, 2.2))
    out = Image.blend(out, Image.new("RGB", image.size, p.light), rng.uniform(0.04, 0.13))
    out = Image.composite(out, Image.new("RGB", image.size, p.light), _piece("blotch", image.size, rng, _levels(190, 255)))
    if rng.random() < 0.5:
        out = _margin(out, rng, p.light if luma(p.light) > 225 else (250, 247, 240), 0.09)
    return _over(out, _piece("grain", image.size, rng, _levels(rng.uniform(229, 241), 255)))


def gouache(image: Image.Image, p: Palette, rng: random.Random) -> Image.Image:
    """Opaque paint with the traces of a flat brush."""
    out = _ragged(image, rng, rng.uniform(1.2, 2.4))
    hairs = _piece("bristle", image.size, rng)
    if rng.random() < 0.35:
        hairs = hairs.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    light = Image.blend(out, Image.new("RGB", image.size, p.light), rng.uniform(0.1, 0.17))
    out = Image.composite(light, out, hairs)
    if rng.random() < 0.15:
        out = _margin(out, rng, (250, 248, 242), 0.05)
    return _over(out, _piece("blotch", image.size, rng, _levels(236, 255)))


def ink(image: Image.Image, p: Palette, rng: random.Random) -> Image.Image:
    """Ink on absorbent paper: the drawing half grey, edges that bled."""
    bled = Image.blend(image, image.reduce(6).resize(image.size, Image.Resampling.BILINEAR), 0.3)
    out = _ragged(_halo(bled, 0.25), rng, rng.uniform(2, 3.6))
    out = Image.composite(out, Image.new("RGB", image.size, p.light), _piece("blotch", image.size, rng, _levels(172, 255)))
    fibres = _piece("bristle", image.size, rng, _levels(241, 255))
    out = _over(out, fibres)
    if rng.random() < 0.5:
        out = _margin(out, rng, p.light, 0.14)
    return out


def crayon(image: Image.Image, p: Palette, rng: random.Random) -> Image.Image:
    """Wax and pastel: the tooth of the paper stays light between the strokes."""
    out = _ragged(image, rng, rng.uniform(2, 3.4))
    paper = mix(p.light, p.glow, 0.3) if rng.random() < 0.75 or luma(p.sky) < 110 else mix(p.dark, p.mid, 0.3)
    depth = rng.uniform(120, 165)
    covered = _piece("wax", image.size, rng, _levels(depth, 275))
    out = Image.composite(out, Image.new("RGB", image.size, paper), covered)
    if rng.random() < 0.3:
        out = _margin(out, rng, paper, 0.35)
    return out


def lino(image: Image.Image, p: Palette, rng: random.Random) -> Image.Image:
    """A cut block: four inks by lightness, sharp edges, bare specks."""
    grey = ImageOps.autocontrast(image.convert("L"), cutoff=2)
    inks = [p.dark, mix(p.near, p.mid, 0.5), mix(p.far, p.second, 0.5), p.light]
    if rng.random() < 0.6:
        inks[1] = mix(p.accent, p.dark, 0.12)
        inks[2] = p.second if luma(p.second) > luma(inks[1]) + 20 else p.glow
    inks.sort(key=luma)
    cuts = (rng.uniform(68, 88), rng.uniform(122, 142), rng.uniform(180, 200))
    bands = [grey.point([inks[sum(v >= cut for cut in cuts)][channel] for v in range(256)]) for channel in range(3)]
    out = _ragged(Image.merge("RGB", bands), rng, 1.4)
    bare = _piece("ink", image.size, rng, [70 if v < 58 else 255 for v in range(256)])
    out = Image.composite(out, Image.new("RGB", image.size, p.light), bare)
    return _margin(out, rng, (249, 246, 238), 0.12) if rng.random() < 0.7 else out


def flat(image: Image.Image, _palette: Palette, rng: random.Random) -> Image.Image:
    """Poster colour: even, with the faintest paper."""
    out = _ragged(image, rng, 1) if rng.random() < 0.5 else image
    return _over(out, _piece("grain", image.size, rng, _levels(240, 255)))


MEDIA = {"watercolour": watercolour, "gouache": gouache, "ink": ink, "crayon": crayon, "lino": lino, "flat": flat}
