"""Colours of the demo's pictures: palettes by mood, each with a role for sky, land and accents."""

from __future__ import annotations

import random
from typing import NamedTuple

RGB = tuple[int, int, int]


class Palette(NamedTuple):
    """Nine colours that go together. From `sky` to `dark` they recede from far to near."""

    mood: str
    sky: RGB
    glow: RGB
    far: RGB
    mid: RGB
    near: RGB
    dark: RGB
    accent: RGB
    second: RGB
    light: RGB


_TABLE = """
day    8fbfd6 f4ead2 9db4ae a8b46a 6f8a45 33452f c8553d e6b455 fbf6e9
day    b9d7e2 fdeee6 a9bccb 9dbf95 5f9470 2f4a4a e27a8b f2c14e fffaf3
day    4fa9d2 fde8b8 6b97c2 62bd9a 278a72 17324d ee6352 fac05e fff8ea
day    f6d6b0 fff1d6 d9a98a c98460 8e5a4a 3f2f35 2f7f86 efb23f fff7ea
day    a7c9c4 f7efd9 86a8a6 b7bb74 77904f 2f4037 d9694a f0c464 fcf8ec
dusk   5c4b7d f3a683 86618f 63497a 3f3560 221f3d f76f6f ffd166 ffeeda
dusk   a9b8d8 f9cfc3 b59bb8 8a7fa6 58608a 2c3556 e8657a f5c16c fff3ec
dusk   e07a4b fbd38b b5533f 84383b 552636 2a1626 d9483b ffc65c fff0d2
dusk   4f7a94 f8c59b 6f7f9a 4f6383 354a68 1b2a42 f2805f f7cf7a fff1de
night  14213d 35548a 263a63 1c2c4f 14203a 0a1122 ff8c5a ffd56b f2ead8
night  0d2b33 2f7275 1d4c54 143c44 0e2c34 071a20 f2545b f7c65b eaf4ea
night  221a3f 6a4c93 41306b 302456 211a40 120e26 ff6f91 ffc75f f8ecff
night  2b2230 8a4b4f 553845 412c3a 2d2130 17111b ff9f45 f6d27a fbeedb
snow   bcd3e4 f6efe8 a6bdd2 d5e2ec eef3f6 2d4458 c4473d e0a84e ffffff
snow   d6cfe3 fbe3dc b9b4d2 dcdcec f4f2f6 3d3d5c d8576b f0b76a fffdfb
snow   c6d8d3 f5f1e1 9db8b4 d3e0dc edf2ee 23403f b5462f d9a441 fffefa
snow   8fb0cf fbd9b8 8ea3c4 c3d0e2 e9edf3 27344f d4603f f2b45c fffaf2
mono   e9e4d8 f4f0e6 bdb9b0 8d8b86 5a5956 262626 b23a2e 8f7d5c faf7ef
mono   dfe5ea f3f3ee a9bccb 7592ad 46688a 1c3350 c2513f c9a25b f9f8f2
mono   ecdfc8 f7eedc cdb596 a98a68 7a5c43 3b2a20 9e3b2d 5e7a72 fbf5e6
mono   e4e8dc f4f3e6 b7c2ae 8a9c82 5b7259 27382d bf5b3d c8a150 faf9ef
muted  cfd6d4 efe9df b1bdbd 93a5a0 6c817a 374844 c97b63 d9b779 f7f4ec
muted  dcd6e6 f8ece4 b9b2cf 9aa0bd 7c8aa0 3c4460 d98594 e6c27f fbf8f4
muted  e3ddca f5eddb bdbf9f 98a57f 6f8061 3b4638 c06a4a dba95a faf5e8
bright ffd9a0 fff2d0 f29e6d 3aa6a0 21748a 23304d e4413f f7b733 fffaf0
bright f3e7cf fbf4e2 d9b26b 3e8e7e 2b5f8c 22283c cc3b3b eeb42f fffaf0
bright c5e8ef fff0e0 9fc7e8 7fd1ae 3c9d9b 2b3a67 ff7b6b ffcf56 fffaf2
bright 9bdfe0 fef0d5 57b8c4 2a8fa8 1f6285 16324f f76c5e ffc857 fffaf0
bright f9c9b6 fff0dc e88d7d c75b6d 6d597a 2e2a4a e56b4f f4b860 fff6ea
autumn cfdcda fbe9c6 c2b280 d98e3f a5582b 3b2a26 c1392b f0b93a fff8e7
autumn e8d9c0 fcefd5 b7a07d b9703f 7a4a35 33251f d64933 e9b44c fdf6e6
autumn 9fc0cc fdecc8 a3a98c d9a441 96692f 2f3330 cf4a2e f4c95d fff9ea
"""


def _rgb(code: str) -> RGB:
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def _read(line: str) -> Palette:
    mood, *codes = line.split()
    sky, glow, far, mid, near, dark, accent, second, light = (_rgb(code) for code in codes)
    return Palette(mood, sky, glow, far, mid, near, dark, accent, second, light)


PALETTES: tuple[Palette, ...] = tuple(_read(line) for line in _TABLE.split("\n") if line)


def mix(a: RGB, b: RGB, t: float) -> RGB:
    """The colour a share `t` of the way from `a` to `b`; clipped, so `t` may lie outside 0–1."""
    r, g, bl = (min(255, max(0, round(x + (y - x) * t))) for x, y in zip(a, b, strict=True))
    return r, g, bl


def luma(colour: RGB) -> float:
    """How light a colour looks, 0–255."""
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]


def warm(palette: Palette) -> RGB:
    """The warmer of the two accents: suns are never blue."""
    return max(palette.accent, palette.second, key=lambda colour: colour[0] - colour[2])


def skin(palette: Palette, tone: int = 0) -> RGB:
    """A skin colour that keeps to the picture's light."""
    base = ((238, 196, 156), (222, 168, 126), (188, 128, 92), (142, 92, 66))[tone % 4]
    return mix(base, palette.far, 0.35 if palette.mood == "mono" else 0.1)


def choose(rng: random.Random, moods: str) -> Palette:
    """A palette of one of the moods, its colours moved a little so that no two pictures share them."""
    wanted = moods.split()
    palette = rng.choice([p for p in PALETTES if p.mood in wanted])
    tint = (rng.uniform(-11, 11), rng.uniform(-7, 7), rng.uniform(-11, 11))

    def move(colour: RGB) -> RGB:
        r, g, b = (min(255, max(0, round(x + t + rng.uniform(-5, 5)))) for x, t in zip(colour, tint, strict=True))
        return r, g, b

    mood, sky, glow, far, mid, near, dark, accent, second, light = palette
    return Palette(mood, move(sky), move(glow), move(far), move(mid), move(near), move(dark), move(accent), move(second), light)
