"""Things that occur in several pictures: trees, animals, people, dwellings. (x, y) is where they stand."""

# A picture is one long list of strokes; cutting it into pieces would not make it clearer.

from __future__ import annotations

import math
from collections.abc import Sequence

from contest.demo.painting.canvas import Canvas, Pts, at, curve, place
from contest.demo.painting.palettes import RGB, mix
from contest.demo.painting.palettes import skin as skin_of


def horse(c: Canvas, x: float, y: float, s: float, colour: RGB, pose: str = "stand", flip: bool = False) -> None:
    """A horse of body length `s`: standing, grazing or at a gallop."""
    mane = mix(colour, c.p.dark, 0.55)

    def limb(points: Sequence[tuple[float, float]], widths: Sequence[float], tone: RGB) -> None:
        c.brush(place(points, x, y, s, 0, flip), [w * s for w in widths], tone, 3)

    j = c.r(-0.05, 0.05)
    if pose == "gallop":
        legs = [
            ((-0.38, -0.55), (-0.62, -0.36 + j), (-0.86, -0.14)),
            ((-0.34, -0.55), (-0.44, -0.3), (-0.70, -0.05 + j)),
            ((0.34, -0.55), (0.62, -0.42), (0.80, -0.2 + j)),
            ((0.30, -0.55), (0.52, -0.28 + j), (0.44, -0.08)),
        ]
        neck, head, tail = ((0.36, -0.66), (0.74, -0.98)), ((0.72, -0.98), (1.0, -0.86)), ((-0.48, -0.7), (-0.8, -0.78), (-1.05, -0.62))
    else:
        legs = [
            ((-0.40, -0.55), (-0.47, -0.28), (-0.43 + j, 0.0)),
            ((-0.32, -0.55), (-0.36, -0.28), (-0.26 - j, 0.02)),
            ((0.36, -0.55), (0.38, -0.28), (0.36 - j, 0.0)),
            ((0.28, -0.55), (0.26, -0.28), (0.24 + j, 0.02)),
        ]
        tail = ((-0.48, -0.72), (-0.60, -0.55), (-0.58, -0.2))
        neck, head = ((0.40, -0.68), (0.66, -1.04)), ((0.64, -1.03), (0.86, -0.86))
        if pose == "graze":
            neck, head = ((0.40, -0.66), (0.72, -0.34)), ((0.72, -0.36), (0.80, -0.06))
    limb(tail, (0.06, 0.12, 0.03), mane)
    for i, leg in enumerate(legs):
        limb(leg, (0.17, 0.075, 0.05), mix(colour, c.p.dark, 0.22) if i % 2 else colour)
    limb(neck, (0.27, 0.15), colour)
    limb(head, (0.155, 0.08), colour)
    limb(((-0.38, -0.64), (0.0, -0.60), (0.36, -0.64)), (0.34, 0.28, 0.31), colour)
    (ax, ay), (bx, by) = neck
    limb(((ax - 0.08, ay - 0.12), ((ax + bx) / 2 - 0.1, (ay + by) / 2 - 0.06), (bx - 0.06, by - 0.08)), (0.05, 0.11, 0.07), mane)
    if pose != "graze":
        limb(((bx - 0.02, by - 0.04), (bx + 0.0, by - 0.17)), (0.06, 0.02), colour)


def rider(c: Canvas, x: float, y: float, s: float, coat: RGB, flip: bool = False, bow: bool = False) -> None:
    """Somebody on the horse drawn at the same place with the same size."""

    def limb(points: Sequence[tuple[float, float]], widths: Sequence[float], tone: RGB) -> None:
        c.brush(place(points, x, y, s, 0, flip), [w * s for w in widths], tone, 3)

    skin = skin_of(c.p)
    limb(((-0.04, -0.72), (0.10, -0.5), (0.02, -0.3)), (0.16, 0.12, 0.09), mix(coat, c.p.dark, 0.35))
    limb(((-0.06, -0.76), (0.02, -1.16)), (0.26, 0.24), coat)
    limb(((0.04, -1.32), (0.05, -1.34)), (0.18, 0.18), skin)
    limb(((-0.05, -1.43), (0.14, -1.42)), (0.09, 0.09), c.p.dark)
    limb(((0.04, -1.44), (0.05, -1.54)), (0.12, 0.03), c.p.dark)
    if bow:
        limb(((0.02, -1.12), (0.42, -1.2)), (0.1, 0.07), coat)
        limb(((0.34, -1.56), (0.5, -1.36), (0.46, -1.2), (0.5, -1.02), (0.34, -0.84)), (0.02, 0.045, 0.05, 0.045, 0.02), c.p.dark)
        c.line(place([(0.34, -1.56), (0.08, -1.18), (0.34, -0.84)], x, y, s, 0, flip), s * 0.012 + 1, c.p.light)
        limb(((0.02, -1.12), (0.1, -1.16)), (0.1, 0.08), coat)
        c.line(place([(0.08, -1.18), (0.62, -1.2)], x, y, s, 0, flip), s * 0.02 + 1, c.p.dark)
    else:
        limb(((0.02, -1.1), (0.24, -0.94), (0.36, -0.92)), (0.1, 0.08, 0.06), coat)
    limb(((-0.12, -0.86), (0.14, -0.84)), (0.07, 0.07), c.p.second)


def ger(c: Canvas, x: float, y: float, s: float, trim: RGB) -> None:
    """A felt tent, `s` wide, with a painted door and a smoking stove."""
    white, shade = mix(c.p.light, c.p.glow, 0.25), mix(c.p.light, c.p.near, 0.32)
    roof = [(-0.53, -0.34), (-0.36, -0.47), (-0.13, -0.6), (0.13, -0.6), (0.36, -0.47), (0.53, -0.34)]
    c.oval(x, y, s * 0.56, s * 0.05, mix(c.p.near, c.p.dark, 0.4))
    c.poly(place([(-0.5, -0.34), (0.5, -0.34), (0.48, 0.0), (0.2, 0.035), (-0.2, 0.035), (-0.48, 0.0)], x, y, s), white)
    c.poly(place([(0.18, -0.34), (0.5, -0.34), (0.48, 0.0), (0.2, 0.035)], x, y, s), shade)
    c.poly(place(roof, x, y, s), mix(white, c.p.light, 0.5))
    c.poly(place([(0.13, -0.6), (0.36, -0.47), (0.53, -0.34), (0.22, -0.34)], x, y, s), mix(shade, white, 0.35))
    c.line(place([(-0.5, -0.325), (0.5, -0.325)], x, y, s), s * 0.05, trim)
    c.line(place([(-0.49, -0.17), (0.49, -0.17)], x, y, s), s * 0.016, mix(shade, c.p.dark, 0.3))
    c.line(place([(-0.49, -0.09), (0.49, -0.09)], x, y, s), s * 0.012, mix(shade, c.p.dark, 0.2))
    c.poly(place([(-0.14, -0.62), (0.14, -0.62), (0.1, -0.57), (-0.1, -0.57)], x, y, s), mix(trim, c.p.dark, 0.3))
    c.rect(*place([(-0.12, -0.3)], x, y, s)[0], *place([(0.12, 0.02)], x, y, s)[0], c.p.accent)
    c.rect(*place([(-0.07, -0.25)], x, y, s)[0], *place([(0.07, -0.03)], x, y, s)[0], c.p.second)
    c.brush(place([(0.06, -0.6), (0.06, -0.76)], x, y, s), [s * 0.03, s * 0.03], c.p.dark)


def smoke(c: Canvas, x: float, y: float, s: float) -> None:
    """Puffs that rise and drift."""
    for i in range(7):
        c.blob(
            x + math.sin(i * 0.9) * s * 0.05 * i + i * s * 0.05,
            y - i * s * 0.13,
            s * (0.05 + i * 0.022),
            s * (0.05 + i * 0.016),
            c.p.light,
            0.36,
        )


def pine(c: Canvas, x: float, y: float, s: float, colour: RGB, snow: RGB | None = None) -> None:
    """A fir of height `s`, its tiers uneven."""
    rnd = c.rng.random
    width = s * (0.2 + 0.09 * rnd())
    c.rect(x - s * 0.02, y - s * 0.14, x + s * 0.02, y, mix(colour, c.p.dark, 0.6))
    tiers = 4 if s < c.u * 16 else 6
    lean = (rnd() - 0.5) * s * 0.04
    for i in range(tiers):
        f = 1 - i / tiers
        base = y - s * 0.1 - (1 - f) * s * 0.74
        top = base - s * (0.2 + 0.2 * f)
        wide = width * (0.22 + 0.78 * f) * (0.9 + 0.2 * rnd())
        cx = x + lean * (1 - f)
        c.poly(
            [
                (cx, top),
                (cx + wide * 0.45, base - s * 0.05),
                (cx + wide, base + s * 0.02),
                (cx + wide * 0.35, base - s * 0.015),
                (cx, base + s * 0.03),
                (cx - wide * 0.4, base - s * 0.015),
                (cx - wide, base + s * 0.025),
                (cx - wide * 0.42, base - s * 0.06),
            ],
            colour if i % 2 else mix(colour, c.p.dark, 0.12),
        )
        if snow:
            c.poly(
                [
                    (cx, top),
                    (cx + wide * 0.42, base - s * 0.06),
                    (cx + wide * 0.9, base + s * 0.005),
                    (cx + wide * 0.15, base - s * 0.055),
                    (cx - wide * 0.2, base - s * 0.06),
                    (cx - wide * 0.7, base - s * 0.01),
                    (cx - wide * 0.36, base - s * 0.075),
                ],
                snow,
            )


def birch(c: Canvas, x: float, y: float, s: float, leaves: RGB | None) -> None:
    """A white trunk with dark marks; a crown unless it is winter."""
    bark = mix(c.p.light, c.p.far, 0.12)
    lean = c.r(-0.06, 0.06) * s
    if leaves:
        for _ in range(9):
            c.blob(x + lean + c.r(-0.2, 0.2) * s, y - s * c.r(0.5, 1.02), s * c.r(0.06, 0.15), s * c.r(0.06, 0.13), c.near(leaves, 0.25))
    c.brush([(x, y), (x + lean * 0.3, y - s * 0.5), (x + lean, y - s)], [s * 0.055, s * 0.042, s * 0.012], bark)
    for _ in range(4):
        f, side = c.r(0.45, 0.85), c.rng.choice((-1, 1))
        bx, by = x + lean * f, y - s * f
        c.brush(
            [(bx, by), (bx + side * s * 0.1, by - s * 0.1), (bx + side * s * 0.15, by - s * 0.2)],
            [s * 0.018, s * 0.01, s * 0.004],
            bark if leaves else mix(bark, c.p.dark, 0.3),
            3,
        )
    for _ in range(12):
        f = c.r(0.03, 0.85)
        wide = s * (0.028 - 0.016 * f) * c.r(0.5, 1)
        side = c.rng.choice((-1, 1))
        bx, by = x + lean * f * f, y - s * f
        c.line([(bx, by), (bx + side * wide, by + s * 0.004)], s * 0.009 + 1, c.p.dark)
    if leaves:
        for _ in range(26):
            c.blob(x + lean + c.r(-0.22, 0.22) * s, y - s * c.r(0.5, 1.05), s * 0.022, s * 0.018, c.near(leaves, 0.4))


def round_tree(c: Canvas, x: float, y: float, s: float, colour: RGB) -> None:
    """A broad-leaved tree of height `s`."""
    c.brush([(x, y), (x + c.r(-0.03, 0.03) * s, y - s * 0.6)], [s * 0.08, s * 0.04], mix(c.p.dark, colour, 0.25))
    for i in range(8):
        a = i * math.tau / 8
        c.blob(x + math.cos(a) * s * 0.2, y - s * 0.68 + math.sin(a) * s * 0.16, s * 0.19, s * 0.17, c.near(colour, 0.22))
    c.blob(x - s * 0.05, y - s * 0.74, s * 0.16, s * 0.13, mix(colour, c.p.light, 0.22))


def house(c: Canvas, x: float, y: float, s: float, wall: RGB, roof: RGB, lit: bool = False, curved: bool = False) -> None:
    """A small house `s` wide, with a straight or a swept roof."""
    c.rect(x - s * 0.4, y - s * 0.45, x + s * 0.4, y, wall)
    pane = c.p.second if lit else mix(wall, c.p.dark, 0.6)
    for dx in (-0.22, 0.12):
        c.rect(x + dx * s - s * 0.05, y - s * 0.32, x + dx * s + s * 0.09, y - s * 0.14, pane)
    if curved:
        top = [(-0.62, -0.47), (-0.42, -0.55), (-0.3, -0.75), (0.3, -0.75), (0.42, -0.55), (0.62, -0.47), (0.3, -0.42), (-0.3, -0.42)]
        c.poly(place(top, x, y, s), roof)
        c.line(place([(-0.33, -0.76), (0.33, -0.76)], x, y, s), s * 0.05, mix(roof, c.p.dark, 0.4))
    else:
        c.poly(place([(-0.52, -0.42), (0, -0.86), (0.52, -0.42)], x, y, s), roof)


def boat(c: Canvas, x: float, y: float, s: float, hull: RGB, sail: RGB | None = None, flip: bool = False) -> None:
    """A fishing boat `s` long on the water line `y`, with a sail or a cabin."""
    c.poly(place([*curve([(-0.5, -0.13), (0, -0.06), (0.56, -0.2)], False, 5), (0.4, 0.06), (-0.38, 0.06)], x, y, s, 0, flip), hull)
    c.line(place(curve([(-0.5, -0.13), (0, -0.06), (0.56, -0.2)], False, 5), x, y, s, 0, flip), s * 0.035, mix(hull, c.p.light, 0.55))
    if sail:
        c.line(place([(0.04, -0.1), (0.04, -0.86)], x, y, s, 0, flip), s * 0.025, c.p.dark)
        c.poly(place([*curve([(0.0, -0.84), (-0.26, -0.5), (-0.4, -0.2)], False, 4), (0.0, -0.18)], x, y, s, 0, flip), sail)
        c.poly(
            place([(0.08, -0.76), *curve([(0.08, -0.76), (0.3, -0.5), (0.42, -0.28)], False, 4), (0.08, -0.22)], x, y, s, 0, flip),
            mix(sail, c.p.dark, 0.14),
        )
    else:
        c.poly(place([(-0.24, -0.1), (-0.24, -0.34), (0.08, -0.34), (0.12, -0.08)], x, y, s, 0, flip), c.p.light)
        c.rect(*place([(-0.17, -0.28)], x, y, s)[0], *place([(-0.05, -0.19)], x, y, s)[0], mix(c.p.near, c.p.dark, 0.5))
        c.poly(place([(-0.29, -0.34), (-0.29, -0.4), (0.14, -0.4), (0.12, -0.34)], x, y, s, 0, flip), c.p.accent)
        c.line(place([(0.22, -0.1), (0.22, -0.62)], x, y, s, 0, flip), s * 0.022, c.p.dark)
        c.line(place([(0.22, -0.6), (0.52, -0.2)], x, y, s, 0, flip), s * 0.01 + 1, c.p.dark)
        c.line(place([(0.22, -0.6), (-0.46, -0.14)], x, y, s, 0, flip), s * 0.01 + 1, c.p.dark)


def gull(c: Canvas, x: float, y: float, s: float, colour: RGB) -> None:
    """A far bird: two strokes."""
    lift = c.r(0.2, 0.45)
    c.brush(
        [(x - s, y - s * lift), (x - s * 0.4, y - s * 0.4), (x, y), (x + s * 0.4, y - s * 0.44), (x + s, y - s * lift * 0.8)],
        [s * 0.03, s * 0.13, s * 0.16, s * 0.13, s * 0.03],
        colour,
        3,
    )


def crane(c: Canvas, x: float, y: float, s: float, flip: bool, flying: bool, body: RGB, tip: RGB) -> None:
    """A red-crowned crane of height `s`; flying, (x, y) is its breast."""

    def limb(points: Sequence[tuple[float, float]], widths: Sequence[float], tone: RGB, turn: float = 0) -> None:
        c.brush(place(points, x, y, s, turn, flip), [w * s for w in widths], tone, 4)

    if flying:
        t = c.r(-0.25, 0.1)
        limb([(-0.1, 0.02), (-0.5, 0.07), (-0.78, 0.12)], (0.03, 0.022, 0.012), tip, t)
        beat = c.r(-0.12, 0.16)
        for i in range(8):
            f = i / 7
            limb(
                [(0.04 - f * 0.16, -0.02), (-0.06 - 0.28 * f, -0.34 - beat * f), (-0.02 - 0.62 * f, -0.74 + 0.44 * f - beat)],
                (0.1, 0.1, 0.03),
                mix(body, c.p.far, 0.18 + 0.06 * (i % 2)),
                t,
            )
        limb([(-0.3, 0.03), (0, 0), (0.2, -0.02)], (0.04, 0.17, 0.1), body, t)
        for i in range(9):
            f = i / 8
            start, bend, end = (0.08 - f * 0.22, 0.0), (0.08 - 0.3 * f, 0.26 - 0.06 * f + beat * 0.4), (0.12 - 0.74 * f, 0.58 - 0.42 * f)
            limb([start, bend, end], (0.1, 0.11, 0.03), body if i % 2 else mix(body, c.p.far, 0.1), t)
            if i > 0:
                mx, my = (bend[0] + end[0] * 2) / 3, (bend[1] + end[1] * 2) / 3
                limb([(mx, my), end], (0.07, 0.03), tip, t)
        limb([(0.16, -0.02), (0.42, -0.09), (0.66, -0.06)], (0.1, 0.05, 0.045), tip, t)
        limb([(0.64, -0.07), (0.7, -0.06)], (0.07, 0.06), body, t)
        limb([(0.65, -0.09), (0.69, -0.09)], (0.045, 0.035), c.p.accent, t)
        limb([(0.72, -0.055), (0.86, -0.03)], (0.03, 0.008), c.p.second, t)
        return
    limb([(-0.04, -0.42), (-0.07, -0.2), (-0.05, 0)], (0.022, 0.016, 0.014), tip)
    limb([(0.04, -0.42), (0.07, -0.2), (0.04, 0)], (0.022, 0.016, 0.014), tip)
    limb([(-0.24, -0.4), (-0.02, -0.48), (0.16, -0.56)], (0.06, 0.2, 0.1), body)
    for i in range(5):
        limb(
            [(-0.12, -0.46 + i * 0.016), (-0.28, -0.38 + i * 0.016), (-0.36 + i * 0.02, -0.24 + i * 0.01)],
            (0.08, 0.05, 0.014),
            tip if i % 2 else mix(tip, body, 0.2),
        )
    if c.chance(0.6):
        limb([(0.14, -0.56), (0.26, -0.7), (0.16, -0.84), (0.22, -0.96)], (0.09, 0.05, 0.045, 0.045), tip)
        hx, hy = 0.23, -0.97
    else:
        limb([(0.14, -0.55), (0.3, -0.6), (0.36, -0.4), (0.44, -0.26)], (0.09, 0.055, 0.045, 0.045), tip)
        hx, hy = 0.45, -0.24
    limb([(hx - 0.01, hy), (hx + 0.03, hy)], (0.062, 0.056), body)
    limb([(hx - 0.01, hy - 0.02), (hx + 0.03, hy - 0.022)], (0.04, 0.03), c.p.accent)
    limb([(hx + 0.04, hy), (hx + 0.18, hy + 0.04)], (0.03, 0.008), c.p.second)


def face(c: Canvas, x: float, y: float, r: float) -> None:
    """Eyes, cheeks and a smile, where the head is large enough to show them."""
    if r < c.u * 1.8:
        return
    ink = mix(c.p.dark, (90, 50, 40), 0.4)
    for side in (-1, 1):
        c.oval(x + side * r * 0.38, y, r * 0.09, r * 0.11, ink)
        c.oval(x + side * r * 0.52, y + r * 0.3, r * 0.18, r * 0.12, mix((238, 196, 156), (226, 96, 90), 0.45), 0.6)
    c.arc(x, y + r * 0.18, r * 0.3, 25, 155, r * 0.1, ink)


def person(c: Canvas, x: float, y: float, s: float, coat: RGB, arms: str = "down", skin: RGB | None = None) -> None:
    """A simple figure of height `s`: arms `down`, `up`, `wide` or `drum`."""
    skin = skin or skin_of(c.p, c.rng.randrange(3))
    c.brush([(x - s * 0.06, y - s * 0.3), (x - s * 0.07, y)], [s * 0.1, s * 0.07], c.p.dark)
    c.brush([(x + s * 0.06, y - s * 0.3), (x + s * 0.07, y)], [s * 0.1, s * 0.07], c.p.dark)
    reach = {
        "down": ((-0.19, -0.4), (0.19, -0.4)),
        "up": ((-0.24, -0.98), (0.24, -0.98)),
        "wide": ((-0.36, -0.72), (0.36, -0.72)),
        "drum": ((-0.3, -0.92), (0.28, -0.5)),
    }[arms]
    for side, (hx, hy) in zip((-1, 1), reach, strict=True):
        mid = (x + side * s * 0.19 + hx * s * 0.12, y + (hy - 0.64) / 2 * s)
        c.brush(
            [(x + side * s * 0.1, y - s * 0.68), mid, (x + hx * s, y + hy * s)], [s * 0.11, s * 0.09, s * 0.075], mix(coat, c.p.dark, 0.14)
        )
        c.oval(x + hx * s, y + hy * s, s * 0.038, s * 0.038, skin)
    c.poly(place([(-0.12, -0.74), (0.12, -0.74), (0.19, -0.22), (-0.19, -0.22)], x, y, s), coat)
    c.oval(x, y - s * 0.85, s * 0.095, s * 0.11, skin)
    c.pie(x, y - s * 0.87, s * 0.11, 180, 360, c.p.dark)
    face(c, x, y - s * 0.83, s * 0.095)


def dancer(c: Canvas, x: float, y: float, s: float, top: RGB, skirt: RGB, sway: float) -> None:
    """A dancer in a wide skirt with long sleeves, `sway` -1 to 1."""
    trim = c.p.light
    hem = [(-0.42, 0), (-0.2, 0.035), (0, 0.045), (0.2, 0.035), (0.42, 0)]
    left = curve([(-0.07, -0.62), (-0.26, -0.38), (-0.42 - sway * 0.05, 0)], False, 6)
    right = curve([(0.42 - sway * 0.05, 0), (0.26, -0.38), (0.07, -0.62)], False, 6)
    c.poly(place(left + hem + right, x, y, s), skirt)
    for k in (-0.26, -0.1, 0.08, 0.25):
        c.line(
            place(curve([(k * 0.2, -0.58), (k * 0.7, -0.3), (k - sway * 0.05, 0.02)], False, 5), x, y, s),
            s * 0.012 + 1,
            mix(skirt, c.p.dark, 0.25),
        )
    c.line(place(hem, x, y - s * 0.035, s), s * 0.025, mix(skirt, trim, 0.6))
    lift = c.r(0.05, 0.3)
    for side in (-1, 1):
        up = side * sway * 0.22 - lift
        arm = [(side * 0.08, -0.72), (side * 0.26, -0.76 + up * 0.5), (side * 0.46, -0.74 + up), (side * 0.58, -0.56 + up)]
        c.brush(place(arm, x, y, s), [s * 0.11, s * 0.1, s * 0.13, s * 0.05], top, 5)
        c.brush(
            place([(side * 0.47, -0.73 + up), (side * 0.55, -0.62 + up)], x, y, s),
            [s * 0.06, s * 0.05],
            trim if top != trim else c.p.accent,
        )
    c.poly(place([(-0.1, -0.78), (0.1, -0.78), (0.13, -0.55), (-0.13, -0.55)], x, y, s), top)
    c.line(place([(-0.13, -0.56), (0.13, -0.56)], x, y, s), s * 0.03, c.p.second)
    c.line(place([(0.0, -0.57), (0.04, -0.3), (0.02 - sway * 0.06, -0.14)], x, y, s), s * 0.022, c.p.second)
    hx = x + sway * s * 0.03
    c.oval(hx, y - s * 0.88, s * 0.075, s * 0.09, skin_of(c.p))
    c.pie(hx, y - s * 0.89, s * 0.088, 160, 380, c.p.dark)
    c.oval(hx, y - s * 0.985, s * 0.045, s * 0.04, c.p.dark)
    face(c, hx, y - s * 0.855, s * 0.075)


def lantern(c: Canvas, x: float, y: float, s: float, colour: RGB, kind: int, light: float = 0.0) -> None:
    """A paper lantern hung at (x, y), `s` tall: round, long or hexagonal."""
    if light:
        c.glow(x, y + s * 0.5, s * 1.25, mix(colour, c.p.second, 0.6), light)
    wide = s * (0.5, 0.34, 0.42)[kind]
    dark = mix(colour, c.p.dark, 0.45)
    c.line([(x, y - s * 0.2), (x, y + s * 0.1)], s * 0.02 + 1, dark)
    if kind == 2:
        c.poly(place([(-0.3, 0.12), (0.3, 0.12), (0.44, 0.34), (0.3, 0.86), (-0.3, 0.86), (-0.44, 0.34)], x, y, s), colour)
        c.poly(
            place([(-0.12, 0.12), (0.12, 0.12), (0.17, 0.34), (0.12, 0.86), (-0.12, 0.86), (-0.17, 0.34)], x, y, s),
            mix(colour, c.p.second, 0.5),
        )
        c.line(place([(-0.44, 0.34), (0.44, 0.34)], x, y, s), s * 0.02 + 1, dark)
    else:
        c.oval(x, y + s * 0.5, wide, s * 0.4, colour)
        c.oval(x, y + s * 0.5, wide * 0.6, s * 0.4, mix(colour, c.p.second, 0.4))
        c.oval(x, y + s * 0.5, wide * 0.25, s * 0.4, mix(colour, c.p.second, 0.75))
        for k in (-0.22, -0.07, 0.08, 0.23):
            half = wide * math.sqrt(1 - (k / 0.4) ** 2)
            c.line([(x - half, y + s * (0.5 + k)), (x + half, y + s * (0.5 + k))], s * 0.008 + 1, mix(colour, c.p.dark, 0.25))
    c.rect(x - s * 0.16, y + s * 0.07, x + s * 0.16, y + s * 0.13, dark)
    c.rect(x - s * 0.16, y + s * 0.87, x + s * 0.16, y + s * 0.93, dark)
    for k in (-0.06, 0, 0.06):
        c.line([(x + k * s, y + s * 0.93), (x + k * s * 1.5, y + s * (1.2 - abs(k)))], s * 0.025 + 1, c.p.second)


def hand(c: Canvas, x: float, y: float, s: float, colour: RGB, turn: float, flip: bool = False) -> None:
    """An open hand reaching up, with forearm; `s` is the length of hand and wrist."""

    def limb(points: Sequence[tuple[float, float]], widths: Sequence[float]) -> None:
        c.brush(place(points, x, y, s, turn, flip), [w * s for w in widths], colour, 4)

    limb([(0, 1.6), (0, 0.9), (0, 0.4), (0, 0.06)], (0.36, 0.32, 0.3, 0.3))
    limb([(-0.03, 0.3), (0.0, -0.04)], (0.36, 0.46))
    for angle, length in ((-0.34, 0.46), (-0.1, 0.56), (0.13, 0.53), (0.37, 0.42)):
        bx, by = angle * 0.42, -0.02
        limb([(bx, by), (bx + math.sin(angle) * length, by - math.cos(angle) * length)], (0.15, 0.105))
    limb([(0.1, 0.26), (0.3, 0.08), (0.42, -0.12)], (0.2, 0.15, 0.1))


def flower(c: Canvas, x: float, y: float, s: float, petal: RGB, heart: RGB, petals: int = 5, turn: float = 0) -> None:
    """A flower of round petals."""
    for i in range(petals):
        a = turn + i * math.tau / petals
        c.oval(x + math.cos(a) * s * 0.55, y + math.sin(a) * s * 0.55, s * 0.42, s * 0.42, petal)
    c.oval(x, y, s * 0.3, s * 0.3, heart)


def leaf(c: Canvas, x: float, y: float, s: float, turn: float, colour: RGB, vein: RGB | None = None) -> None:
    """A pointed leaf that starts at (x, y)."""
    shape = curve([(0, 0), (0.35, -0.2), (0.75, -0.13), (1, 0)], False, 4)
    shape += [(a, -b) for a, b in reversed(shape)]
    c.poly(place(shape, x, y, s, turn), colour)
    if vein:
        c.line(place([(0.05, 0), (0.85, 0)], x, y, s, turn), s * 0.04 + 1, vein)


def mountains(c: Canvas, line: Pts, colour: RGB, lit: RGB, snow: RGB | None, height: float) -> None:
    """A range with a lit flank under every peak, and snow on the high ones."""
    c.below(line, colour)
    ys = [q[1] for q in line]
    top, floor = min(ys), max(ys)
    step = line[1][0] - line[0][0]
    for i in range(2, len(line) - 2):
        if ys[i] >= min(ys[i - 2 : i]) or ys[i] > min(ys[i + 1 : i + 3]):
            continue
        k = i
        while k < len(line) - 1 and ys[k + 1] >= ys[k] - height * 0.02:
            k += 1
        drop = height * c.r(0.25, 0.5) + (line[k][1] - line[i][1]) * 0.6
        px, py = line[i]
        facet = [
            *line[i : k + 1],
            (line[k][0] - step * 0.3, line[k][1] + drop * 0.5),
            (px + step * c.r(0.4, 1.6), py + drop),
            (px - step * c.r(0.0, 0.8), py + drop * 0.62),
            (px + step * 0.4, py + drop * 0.3),
        ]
        c.poly(facet, lit)
        rise = min(ys[max(0, i - 3)], ys[min(len(ys) - 1, i + 3)]) - py
        if snow and rise > height * 0.07 and py < top + (floor - top) * 0.5:
            deep = min(height * 0.17, rise) * c.r(0.7, 1.0) * (1.4 - (py - top) / (floor - top + 1))
            a, b = max(0, i - 2), min(len(line) - 1, i + 3)
            cap = list(line[a : b + 1])
            edge = [
                (x, at(line, x) + (deep if n % 2 else deep * 0.35) * max(0.15, 1 - abs(x - px) / (step * 4)))
                for n, x in enumerate(line[b][0] - (line[b][0] - line[a][0]) * m / 8 for m in range(9))
            ]
            c.poly([*cap, *edge], snow)
