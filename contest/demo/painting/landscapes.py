"""Landscapes of the region: steppe, taiga, terraces, coast, lake, orchard, city, river."""

# A picture is one long list of strokes; cutting it into pieces would not make it clearer.
# ruff: noqa: C901, PLR0912, PLR0915

from __future__ import annotations

import math

from PIL import Image

from contest.demo.painting import figures as f
from contest.demo.painting.canvas import Canvas, Pts, at, curve
from contest.demo.painting.palettes import RGB, luma, mix, warm


def sky(c: Canvas, horizon: float, clouds: str = "") -> tuple[float, float]:
    """Gradient, sun or moon, clouds or stars. Returns where the light stands."""
    p = c.p
    night = luma(p.sky) < 90
    c.gradient(0, horizon, [p.sky, mix(p.sky, p.glow, 0.5), p.glow])
    x, y = c.w * c.r(0.15, 0.85), horizon * c.r(0.2, 0.8)
    size = c.u * c.r(4, 9)
    shows = c.chance(0.72)
    if night:
        c.specks(70, c.u * 0.35, [p.light, p.second, mix(p.light, p.sky, 0.4)], 0, horizon * 0.8)
    clouds = clouds or c.rng.choice(("none", "bands", "heaps", "heaps", "strokes"))
    cloud = mix(p.glow, p.sky, 0.5) if night else mix(p.light, p.glow, c.r(0, 0.5))
    if clouds in ("bands", "strokes"):
        thin = clouds == "strokes"
        for _ in range(c.rng.randint(16, 24) if thin else c.rng.randint(4, 9)):
            cx, cy, cw = c.r(0, c.w), c.r(0.06, 0.94) * horizon, c.w * (c.r(0.05, 0.14) if thin else c.r(0.12, 0.4))
            tone = c.near(mix(p.sky, p.glow, min(1.0, cy / horizon + c.r(0, 0.3))), 0.2) if thin else cloud
            lens = [
                (cx - cw, cy),
                (cx - cw * 0.3, cy - c.u * c.r(0.4, 1.8)),
                (cx + cw * 0.4, cy - c.u * 0.8),
                (cx + cw, cy),
                (cx, cy + c.u * c.r(0.4, 1.3)),
            ]
            c.poly(curve(lens, True, 5), tone, c.r(0.35, 0.7))
    if shows:
        c.glow(x, y, size * 3.2, mix(p.light, p.second, 0.35), 0.7)
        tone = p.light if night else c.rng.choice((warm(p), mix(warm(p), p.glow, 0.4), p.light))
        c.oval(x, y, size, size, mix(tone, p.glow, 0.1))
    if clouds == "heaps":
        for _ in range(c.rng.randint(2, 4)):
            cx, cy, s = c.r(0, c.w), c.r(0.18, 0.75) * horizon, c.u * c.r(3.5, 8)
            if shows and abs(cx - x) < s * 3.4 + size and abs(cy - y) < s * 1.6 + size:
                continue  # half a sun behind a cloud looks like a mistake
            for tone, dy in ((mix(cloud, p.far, 0.25), 0.2), (cloud, 0)):
                for k in range(7):
                    t = k / 6 - 0.5
                    c.blob(
                        cx + t * s * 4.2,
                        cy - math.cos(t * 3) * s * 0.5 + dy * s + s * 0.1 * (k % 2),
                        s * 0.85,
                        s * (0.42 + 0.3 * math.cos(t * 3)),
                        tone,
                        0.85,
                    )
    return x, y


def water(c: Canvas, y0: float, y1: float, top: RGB, bottom: RGB, glint: RGB, gx: float | None = None, n: int = 90) -> None:
    """Water from `y0` to `y1` with strokes that widen towards the viewer; light below `gx`."""
    span, step = y1 - y0, max(2.0, (y1 - y0) / 90)
    y = y0
    while y < y1:
        c.rect(0, y, c.w, min(y1, y + step), mix(top, bottom, (y - y0) / span))
        y += step
    for _ in range(n):
        t = c.rng.random()
        yy, half = y0 + span * (0.02 + 0.97 * t * t), c.u * (1 + 9 * t) * c.r(0.4, 1)
        x = c.r(0, c.w)
        c.line(
            [(x - half, yy), (x + half, yy + c.u * 0.1)],
            c.u * (0.12 + 0.5 * t),
            mix(mix(top, bottom, t), c.rng.choice((glint, c.p.dark, c.p.far)), c.r(0.1, 0.3)),
        )
    if gx is not None:
        for _ in range(46):
            t = c.rng.random()
            yy, half = y0 + span * t, c.u * (0.8 + 4 * t) * c.r(0.3, 1)
            x = gx + c.r(-1, 1) * c.u * (1.5 + 7 * t)
            c.line([(x - half, yy), (x + half, yy)], c.u * (0.2 + 0.5 * t), glint, 0.75)


def weather(c: Canvas, kinds: str) -> None:
    """One of the kinds: snow, rain, petals or none."""
    kind = c.rng.choice(kinds.split())
    if kind == "snow":
        c.specks(170, c.u * 0.75, [c.p.light, (255, 255, 255)])
    elif kind == "rain":
        for _ in range(120):
            x, y, n = c.r(-0.1, 1) * c.w, c.r(-0.1, 1) * c.h, c.u * c.r(2, 6)
            c.line([(x, y), (x + n * 0.28, y + n)], c.u * 0.16, c.p.light, 0.5)
    elif kind == "petals":
        for _ in range(60):
            f.leaf(c, c.r(0, c.w), c.r(0, c.h), c.u * c.r(0.7, 1.6), c.r(0, 6), mix(c.p.accent, c.p.light, c.r(0.3, 0.8)))


def meadow(c: Canvas, line: Pts, base: RGB, n: int, flowers: bool) -> None:
    """Ground with strokes of grass and, perhaps, flowers."""
    p = c.p
    c.below(line, base)
    c.dabs(
        line,
        c.h - min(q[1] for q in line),
        n,
        [c.near(base, 0.3), mix(base, p.second, 0.25), mix(base, p.dark, 0.25), mix(base, p.mid, 0.5)],
        c.u * 4,
        c.u * 0.6,
    )
    if flowers:
        tones = [p.accent, p.second, p.light, mix(p.accent, p.light, 0.5)]
        for _ in range(70):
            x, t = c.r(0, c.w), c.rng.random() ** 0.7
            y0 = at(line, x)
            y = y0 + (c.h - y0) * t
            s = c.u * (0.15 + 0.6 * t) * c.r(0.6, 1.2)
            c.oval(x, y, s, s * 0.85, c.rng.choice(tones))


def steppe(c: Canvas) -> None:
    """Gers and horses under a wide sky."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.36, 0.6)
    sky(c, horizon + u * 4)
    if c.chance(0.85):
        f.mountains(
            c, c.ridge(horizon - u * 4, u * c.r(9, 17)), p.far, mix(p.far, p.light, 0.22), p.light if c.chance(0.6) else None, u * 14
        )
    for tone, dy in ((mix(p.far, p.mid, 0.5), 0.0), (p.mid, 0.08)):
        line = c.hills(horizon + c.h * dy + u * 3, u * c.r(1.5, 4))
        c.below(line, tone)
        c.dabs(line, c.h * 0.16, 60, [mix(tone, p.light, 0.14), mix(tone, p.near, 0.3)], u * 5, u * 0.5)
    if c.chance(0.4):
        x0, x1 = c.w * c.r(0.2, 0.8), c.w * c.r(0.1, 0.9)
        y0 = horizon + c.h * 0.1
        mid = [(x0, y0), (x0 + u * 14, y0 + u * 4), (x1 - u * 12, (y0 + c.h) / 2), (x1, c.h + u * 4)]
        c.brush(mid, [u, u * 2.2, u * 6, u * 16], mix(p.sky, p.glow, 0.4), 8)
        c.brush([(x, y + u * 0.6) for x, y in mid], [u * 0.3, u * 0.6, u * 2, u * 6], mix(p.glow, p.light, 0.3), 8)
    front = c.hills(c.h * c.r(0.72, 0.84), u * c.r(2, 5))
    main = c.rng.choice(("camp", "herd", "both", "big ger"))
    gers, horses = {"camp": (5, 3), "herd": (1, 8), "both": (3, 5), "big ger": (1, 3)}[main]
    for x in c.spread(gers):
        s = u * c.r(11, 19)
        y = at(line, x) + c.h * c.r(0.02, 0.1)
        f.ger(c, x, y, s, c.rng.choice((p.accent, p.near, p.second)))
        if c.chance(0.5):
            f.smoke(c, x + s * 0.06, y - s * 0.8, s)
    meadow(c, front, p.near, 240, c.chance(0.7))
    for _ in range(70):
        x, t = c.r(0, c.w), c.r(0.1, 1)
        y = at(front, x) + (c.h - at(front, x)) * t
        for k in (-1, 0, 1):
            c.line(
                [(x + k * u * 0.4, y), (x + k * u * (0.6 + 0.7 * t), y - u * (1 + 2 * t))],
                u * 0.3,
                mix(p.near, (p.dark, p.second)[k % 2], 0.4),
            )
    coats = [p.dark, mix(p.accent, p.dark, 0.45), mix(p.second, p.dark, 0.25), p.light, mix(p.dark, p.far, 0.4)]
    if main == "big ger":
        s, x = u * c.r(34, 46), c.w * c.rng.choice((0.24, 0.34, 0.68, 0.76))
        y = c.h * c.r(0.86, 0.92)
        f.ger(c, x, y, s, c.rng.choice((p.accent, p.mid, p.second)))
        f.smoke(c, x + s * 0.06, y - s * 0.8, s * 0.7)
    for depth, x in sorted((c.rng.random(), x) for x in c.spread(horses, 0.08, 0.92)):
        y = at(front, x) + (c.h * 0.95 - at(front, x)) * depth
        f.horse(c, x, y, u * (8 + 12 * depth), c.rng.choice(coats), c.rng.choice(("stand", "graze", "graze", "gallop")), c.chance(0.5))
    if c.chance(0.5):
        eagle_far(c)


def eagle_far(c: Canvas) -> None:
    """A bird of prey, far up."""
    x, y, s = c.w * c.r(0.2, 0.8), c.h * c.r(0.1, 0.28), c.u * c.r(3, 6)
    f.gull(c, x, y, s, c.p.dark)
    c.brush([(x, y - s * 0.05), (x + s * 0.05, y + s * 0.3)], [s * 0.15, s * 0.22], c.p.dark)


def taiga(c: Canvas) -> None:
    """Firs in rows, mostly in snow."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.34, 0.58)
    white = mix(p.light, p.sky, 0.1)
    sky(c, horizon + u * 5)
    winter = p.mood in ("snow", "mono", "night") or c.chance(0.4)
    snow = white if winter else None
    if p.mood == "night" and c.chance(0.8):
        aurora(c, horizon)
    f.mountains(c, c.ridge(horizon - u, u * c.r(7, 16)), p.far, mix(p.far, p.light, 0.25), white if winter else None, u * 15)
    greens = [
        mix(p.far, p.dark, 0.3),
        mix(p.near, p.dark, 0.5) if luma(p.near) < 200 else mix(p.far, p.dark, 0.55),
        mix(p.dark, p.far, 0.12),
    ]
    for i, tone in enumerate(greens):
        line = c.hills(horizon + c.h * (0.05 + 0.14 * i), u * c.r(1.5, 3.5))
        n = round((34, 20, 9)[i] * max(1.0, c.w / c.h * 0.8))
        size = u * (9, 18, 36)[i] * c.r(0.85, 1.15)
        gap = c.r(0.2, 0.8) if i == 2 else -1
        for k in range(n):
            x = c.w * ((k + c.r(0.1, 0.9)) / n)
            if i == 2 and abs(x / c.w - gap) < 0.15:
                continue
            f.pine(c, x, at(line, x) + u * 2, size * c.r(0.65, 1.25), c.near(tone, 0.15), snow if i else None)
        ground = mix(white, p.sky, 0.28 - 0.12 * i) if winter else mix(p.mid, p.near, i * 0.5)
        c.below([(x, y + u * 1.4) for x, y in line], ground)
        c.dabs([(x, y + u * 2) for x, y in line], c.h * 0.2, 40, [mix(ground, p.sky, 0.25), mix(ground, p.light, 0.5)], u * 6, u * 0.7, 0)
        c.mist(line[0][1] - u * 6, line[0][1] + u * 5, p.glow, 0.28)
    extra = c.rng.choice(("cabin", "river", "deer", "birches", "cabin"))
    base = c.h * c.r(0.84, 0.92)
    if extra == "cabin":
        x, s = c.w * c.r(0.25, 0.75), u * c.r(17, 24)
        f.house(c, x, base, s, mix(p.dark, p.second, 0.4), mix(p.accent, p.dark, 0.3), True)
        if winter:
            c.line([(x - s * 0.54, base - s * 0.42), (x, base - s * 0.87), (x + s * 0.54, base - s * 0.42)], s * 0.1, white)
        f.smoke(c, x + s * 0.25, base - s * 0.8, s)
    elif extra == "river":
        x = c.w * c.r(0.3, 0.7)
        c.brush(
            [(x, c.h * 0.78), (x + u * 12, c.h * 0.84), (x - u * 6, c.h * 0.92), (x + u * 8, c.h * 1.04)],
            [u, u * 4, u * 9, u * 22],
            mix(p.sky, p.far, 0.5),
            8,
        )
        c.brush(
            [(x, c.h * 0.78), (x + u * 13, c.h * 0.845), (x - u * 4, c.h * 0.93), (x + u * 10, c.h * 1.04)],
            [1, u, u * 3, u * 8],
            mix(p.glow, p.light, 0.3),
            8,
        )
    elif extra == "deer":
        for _ in range(3):
            deer(c, c.w * c.r(0.2, 0.8), base + u * c.r(-3, 4), u * c.r(9, 14))
    else:
        for _ in range(6):
            f.birch(c, c.w * c.r(0.02, 0.98), c.h * c.r(0.92, 1.05), u * c.r(40, 72), None if winter else p.second)
    if winter:
        weather(c, "snow snow none")


def aurora(c: Canvas, horizon: float) -> None:
    """Curtains of light."""
    p = c.p
    for tone in (mix(p.glow, (120, 240, 190), 0.6), mix(p.accent, p.glow, 0.5)):
        y = horizon * c.r(0.35, 0.7)
        line = c.hills(y, c.u * 8)
        wave, beat = c.r(0, 7), c.r(3, 6)
        tall = [c.u * (15 + 6 * math.sin(wave + i / 60 * math.tau * beat)) for i in range(len(line))]
        for k in range(12):
            low = [(x, y - t * k / 12) for (x, y), t in zip(line, tall, strict=True)]
            high = [(x, y - t * (k + 1) / 12) for (x, y), t in zip(line, tall, strict=True)]
            c.poly([*low, *reversed(high)], tone, 0.42 * (1 - k / 12))


def deer(c: Canvas, x: float, y: float, s: float) -> None:
    """A stag."""
    flip, tone = c.chance(0.5), mix(c.p.dark, c.p.accent, 0.3)
    f.horse(c, x, y, s, tone, "stand", flip)
    m = -1 if flip else 1
    for k in (0.0, 0.14):
        c.brush(
            [(x + m * s * (0.62 + k), y - s * 1.1), (x + m * s * (0.5 + k * 2.4), y - s * 1.4), (x + m * s * (0.64 + k * 2), y - s * 1.7)],
            [s * 0.06, s * 0.05, s * 0.02],
            c.p.dark,
            3,
        )
        c.brush([(x + m * s * (0.5 + k * 2.4), y - s * 1.4), (x + m * s * (0.4 + k * 3), y - s * 1.5)], [s * 0.05, s * 0.02], c.p.dark, 3)


def terraces(c: Canvas) -> None:
    """Rice terraces, some flooded, some green."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.22, 0.42)
    sky(c, horizon + u * 4)
    f.mountains(c, c.ridge(horizon, u * c.r(7, 13), 0.45), p.far, mix(p.far, p.light, 0.2), None, u * 12)
    c.mist(horizon - u * 4, horizon + u * 7, p.glow, 0.7)
    n = c.rng.randint(8, 13)
    flooded = c.rng.choice((0.15, 0.5, 0.8))
    a, k, tilt, bend = c.r(0, 7), c.r(0.6, 1.3), c.r(-0.12, 0.12), c.r(3, 8)
    for i in range(n):
        t = i / (n - 1)
        y = horizon + u * 3 + (c.h - horizon) * (t**1.35)
        a += c.r(-0.5, 0.5)
        line = [
            (
                c.w * (q / 40 * 1.04 - 0.02),
                y
                + u * bend * (0.35 + t) * math.sin(a + k * q / 40 * math.tau)
                + u * 0.7 * math.sin(a * 3 + q * 0.8)
                + tilt * c.w * (q / 40 - 0.5),
            )
            for q in range(41)
        ]
        wet = c.chance(flooded)
        field = (
            mix(p.sky, p.glow, c.r(0.2, 0.8))
            if wet
            else c.rng.choice((p.mid, p.near, mix(p.mid, p.second, 0.5), mix(p.mid, p.light, 0.25)))
        )
        c.below(line, mix(p.near, p.dark, 0.45))
        c.below([(x, y2 + u * (0.5 + 1.1 * t)) for x, y2 in line], mix(p.near, p.mid, 0.5))
        inner = [(x, y2 + u * (0.9 + 2.2 * t)) for x, y2 in line]
        c.below(inner, field)
        if wet:
            c.dabs(inner, u * (3 + 7 * t), 14, [mix(field, p.light, 0.45), mix(field, p.far, 0.4)], u * 6, u * 0.4, 0)
        else:
            rows = 2 + i // 4
            for row in range(rows):
                for q in range(0, 40, 2):
                    x, y2 = inner[q]
                    x += c.r(0, c.w / 20)
                    c.line(
                        [(x, y2 + u * (1.4 + row * 1.8) * (0.5 + t)), (x + u * 0.3, y2 + u * (0.3 + row * 1.8) * (0.5 + t))],
                        u * (0.25 + 0.5 * t),
                        c.near(mix(field, p.dark, 0.22), 0.25),
                    )
        for _ in range(c.rng.choice((0, 1, 2)) if i > 1 else 0):
            x = c.w * c.r(0.08, 0.92)
            s = u * (4.5 + 8 * t)
            if c.chance(0.35):
                f.house(c, x, at(line, x) + u, s * 1.3, p.light, c.rng.choice((p.accent, p.dark)), False, c.chance(0.5))
            elif c.chance(0.5):
                f.round_tree(c, x, at(line, x) + u, s * 1.4, mix(p.near, p.dark, 0.3))
            else:
                f.person(c, x, at(line, x) + u * (1.5 + 2 * t), s * 0.8, p.accent)
    weather(c, "none none rain none")


def harbour(c: Canvas) -> None:
    """Fishing boats off a coast."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.3, 0.55)
    gx, _ = sky(c, horizon)
    shore = c.chance(0.65)
    if c.chance(0.7):
        line = c.ridge(horizon - u * 2, u * c.r(3, 7), 0.42)
        c.poly([*line, (c.w, horizon), (0, horizon)], p.far)
    night = luma(p.sky) < 90
    water(
        c,
        horizon,
        c.h,
        mix(p.glow, p.mid, 0.35) if not night else mix(p.glow, p.sky, 0.3),
        mix(p.mid, p.near, 0.6),
        p.light,
        gx if c.chance(0.7) else None,
    )
    hulls = [p.accent, p.dark, p.second, mix(p.near, p.dark, 0.4), p.light]
    side = c.rng.choice((0, 1))
    if shore:
        tip = c.w * c.r(0.3, 0.55)
        cape = [
            (0.0, horizon - u * 13),
            (tip * 0.3, horizon - u * c.r(9, 15)),
            (tip * 0.6, horizon - u * c.r(4, 8)),
            (tip * 0.9, horizon - u * 2),
            (tip * 1.1, horizon + u * 1.5),
        ]
        cape = [(-u, horizon + u * 3), (-u, cape[0][1]), *curve(cape, False, 6), (tip * 0.7, horizon + u * 3)]
        if side:
            cape = [(c.w - x, y) for x, y in cape]
        c.poly(cape, mix(p.near, p.dark, 0.35))
        for k in range(c.rng.randint(4, 8)):
            x = tip * (0.05 + 0.1 * k)
            y = horizon - u * (8.5 - 1.0 * k) * c.r(0.3, 0.85)
            f.house(
                c,
                c.w - x if side else x,
                y + u * 2.5,
                u * c.r(5, 7),
                c.rng.choice((p.light, p.glow, mix(p.light, p.second, 0.4))),
                c.rng.choice((p.accent, p.second, p.dark)),
                night,
            )
        if c.chance(0.6):
            x = tip * 1.02
            x, y = (c.w - x if side else x), horizon + u
            c.poly([(x - u * 1.3, y), (x - u * 0.8, y - u * 13), (x + u * 0.8, y - u * 13), (x + u * 1.3, y)], p.light)
            c.rect(x - u * 1.1, y - u * 8, x + u * 1.1, y - u * 5.5, p.accent)
            c.rect(x - u * 1.1, y - u * 15, x + u * 1.1, y - u * 13, p.dark)
            c.glow(x, y - u * 14, u * 6, p.second, 0.8)
    n = c.rng.randint(3, 8)
    sails = c.chance(0.5)
    for t, x in sorted((c.rng.random(), x) for x in c.spread(n)):
        s = u * (8 + 21 * t)
        y = horizon + (c.h - horizon) * (0.05 + 0.8 * t)
        hull = c.rng.choice(hulls)
        sail = c.rng.choice((p.light, p.second, p.accent, mix(p.light, p.accent, 0.4))) if sails or c.chance(0.25) else None
        for k in range(7):
            c.line(
                [
                    (x - s * (0.4 - 0.05 * k) + c.r(-1, 1) * u, y + s * (0.09 + 0.05 * k)),
                    (x + s * (0.42 - 0.05 * k) + c.r(-1, 1) * u, y + s * (0.09 + 0.05 * k)),
                ],
                s * 0.03,
                mix(hull, p.near, 0.35 + 0.06 * k),
            )
        f.boat(c, x, y, s, hull, sail, c.chance(0.5))
    for _ in range(c.rng.randint(0, 9)):
        f.gull(c, c.r(0, c.w), c.r(0.05, 0.9) * horizon, u * c.r(1.2, 3.4), p.light if luma(p.sky) < 190 else p.dark)
    weather(c, "none none none rain")


def lake(c: Canvas) -> None:
    """Mountains and their mirror image."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.48, 0.62)
    sky(c, horizon)
    peaks = c.rng.choice(("range", "range", "volcano", "layers", "layers"))
    white = mix(p.light, p.glow, 0.12)
    if peaks == "volcano":
        x, tall, half = c.w * c.r(0.3, 0.7), horizon * c.r(0.5, 0.72), c.w * c.r(0.34, 0.5)
        flank = curve([(x - half, horizon), (x - half * 0.45, horizon - tall * 0.4), (x - u * 5, horizon - tall)], False, 8)
        other = curve([(x + u * 5, horizon - tall), (x + half * 0.45, horizon - tall * 0.42), (x + half, horizon)], False, 8)
        c.poly(flank + other, p.far)
        c.poly([*other, (x + half * 0.2, horizon), (x + u * 3, horizon - tall * 0.6), (x + u * 5, horizon - tall)], mix(p.far, p.mid, 0.4))
        snow = [flank[-4], flank[-3], flank[-2], flank[-1], other[0], other[1], other[2], other[3]]
        (ax, ay), (bx, by) = snow[0], snow[-1]
        snow += [(bx + (ax - bx) * k / 8, by + (ay - by) * k / 8 + (u * c.r(2, 6) if k % 2 else -u * c.r(0, 2))) for k in range(1, 8)]
        c.poly(snow, white)
    else:
        f.mountains(
            c,
            c.ridge(horizon - u * c.r(10, 16), u * c.r(13, 20), 0.52),
            p.far,
            mix(p.far, p.light, 0.3),
            white if peaks == "range" or c.chance(0.4) else None,
            u * 20,
        )
        f.mountains(
            c,
            c.ridge(horizon - u * 5, u * c.r(5, 9), 0.48),
            p.mid if luma(p.mid) < 190 else mix(p.far, p.dark, 0.3),
            mix(p.mid, p.glow, 0.25),
            None,
            u * 8,
        )
    c.mist(horizon - u * 8, horizon + u * 2, p.glow, 0.6)
    dark = mix(p.near, p.dark, 0.5) if luma(p.near) < 200 else mix(p.far, p.dark, 0.6)
    shore = c.hills(horizon - u * 1.5, u * 1.4)
    c.poly([*shore, (c.w, horizon), (0, horizon)], dark)
    for _ in range(c.rng.randint(8, 30)):
        x = c.r(0, c.w)
        f.pine(c, x, at(shore, x) + u, u * c.r(3, 7), dark)
    mirror(c, horizon, mix(p.sky, p.near, 0.4), 0.28)
    front = c.rng.choice(("reeds", "boat", "pines", "stones", "birches", "crane"))
    if front == "boat":
        x, y, s = c.w * c.r(0.25, 0.75), c.h * c.r(0.78, 0.88), u * c.r(18, 28)
        c.oval(x, y + s * 0.08, s * 0.5, s * 0.05, mix(p.near, p.dark, 0.5), 0.6)
        c.poly(
            curve(
                [
                    (x - s * 0.55, y - s * 0.1),
                    (x, y),
                    (x + s * 0.55, y - s * 0.1),
                    (x + s * 0.3, y + s * 0.09),
                    (x - s * 0.3, y + s * 0.09),
                ],
                True,
                5,
            ),
            mix(p.dark, p.accent, 0.35),
        )
        f.person(c, x + s * 0.1, y + s * 0.02, s * 0.5, p.accent)
    elif front == "pines":
        for fx in c.rng.choice(((0.04, 0.13, 0.95), (0.06, 0.88, 0.97), (0.08, 0.2, 0.9))):
            f.pine(c, c.w * fx, c.h * 1.03, u * c.r(46, 78), c.near(mix(p.dark, p.near, 0.2)), white if p.mood == "snow" else None)
    elif front == "birches":
        for _ in range(4):
            f.birch(
                c,
                c.w * (c.r(0.02, 0.28) if c.chance(0.6) else c.r(0.75, 0.98)),
                c.h * 1.02,
                u * c.r(60, 95),
                p.second if p.mood != "snow" else None,
            )
    elif front == "crane":
        for k in range(2):
            f.crane(
                c,
                c.w * c.r(0.15, 0.45) + k * c.w * 0.3,
                c.h * c.r(0.88, 0.95),
                u * c.r(20, 30),
                c.chance(0.5),
                False,
                mix(p.light, p.glow, 0.1),
                p.dark,
            )
    if front in ("reeds", "stones", "crane"):
        if front == "stones":
            for _ in range(12):
                x, t = c.r(0, c.w), c.r(0.1, 1)
                y = c.h * (0.82 + 0.17 * t)
                c.blob(x, y, u * (2 + 5 * t), u * (1 + 2.4 * t), mix(p.dark, p.far, 0.3))
                c.blob(x - u * 0.3, y - u * 0.5 * t, u * (1.5 + 4 * t), u * (0.6 + 1.5 * t), mix(p.far, p.light, 0.2))
        for _ in range(50):
            x = c.w * c.rng.choice((c.r(0, 0.3), c.r(0.65, 1)))
            y, tall = c.h * c.r(0.94, 1.03), u * c.r(8, 22)
            bend = u * c.r(-4, 4)
            c.brush(
                [(x, y), (x + bend * 0.3, y - tall * 0.6), (x + bend, y - tall)],
                [u * 0.7, u * 0.5, u * 0.1],
                c.near(mix(p.dark, p.near, 0.4), 0.25),
                3,
            )


def mirror(c: Canvas, horizon: float, tint: RGB, share: float) -> None:
    """What stands above the horizon, upside down in the water below it, with ripples."""
    from_top = round(2 * horizon - c.h)
    top = max(0, from_top)
    part = c.image.crop((0, top, c.w, round(horizon))).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    c.image.paste(part, (0, round(horizon)))
    if from_top < 0:
        c.rect(0, horizon + part.height, c.w, c.h, mix(c.p.sky, tint, 0.5))
    c.rect(0, horizon, c.w, c.h, tint, share)
    tones = [c.p.glow, c.p.light, tint, mix(tint, c.p.dark, 0.3)]
    for _ in range(120):
        t = c.rng.random()
        y, half, x = horizon + (c.h - horizon) * t, c.u * (1 + 8 * t) * c.r(0.3, 1), c.r(0, c.w)
        c.line([(x - half, y), (x + half, y)], c.u * (0.12 + 0.4 * t), c.rng.choice(tones), 0.5)


def orchard(c: Canvas) -> None:
    """A flowering branch before a quiet ground."""
    p, u = c.p, c.u
    ground = c.rng.choice(("plain", "moon", "hills", "wash"))
    c.gradient(0, c.h, [mix(p.sky, p.glow, 0.3), p.glow] if c.chance(0.5) else [p.glow, mix(p.sky, p.glow, 0.2)])
    if ground == "moon":
        s = u * c.r(18, 30)
        x, y = c.w * c.r(0.3, 0.7), c.h * c.r(0.3, 0.6)
        c.glow(x, y, s * 1.7, p.light, 0.6)
        c.oval(x, y, s, s, mix(p.light, p.second, c.r(0, 0.6)))
    elif ground == "hills":
        for k, tone in enumerate((mix(p.far, p.glow, 0.6), mix(p.far, p.glow, 0.25))):
            c.below(c.ridge(c.h * (0.68 + 0.13 * k), u * 10, 0.42), tone)
            c.mist(c.h * (0.74 + 0.13 * k), c.h * (0.92 + 0.13 * k), p.glow, 0.7)
    elif ground == "wash":
        for _ in range(9):
            c.blob(
                c.r(0, c.w),
                c.r(0, c.h),
                u * c.r(12, 30),
                u * c.r(9, 24),
                mix(c.rng.choice((p.sky, p.far, p.accent)), p.glow, 0.6),
                0.35,
                0.25,
            )
    bark = mix(p.dark, p.accent, 0.12)
    petal = c.rng.choice((mix(p.accent, p.light, 0.55), mix(p.accent, p.light, 0.2), p.light, mix(p.accent, p.light, 0.75)))
    if luma(petal) > 225 and luma(p.glow) > 225:
        petal = mix(p.accent, p.light, 0.5)
    tips: list[tuple[float, float]] = []

    def grow(x: float, y: float, angle: float, length: float, width: float, depth: int) -> None:
        bend = c.r(-0.3, 0.3)
        x1, y1 = x + math.cos(angle + bend) * length * 0.5, y + math.sin(angle + bend) * length * 0.5
        x2, y2 = x + math.cos(angle) * length, y + math.sin(angle) * length
        c.brush([(x, y), (x1, y1), (x2, y2)], [width, width * 0.8, width * 0.58], bark, 4)
        tips.extend(((x1, y1), (x2, y2)) if depth < 3 else ((x2, y2),))
        if depth:
            for side in (-1, 1):
                if c.chance(0.85) or side > 0:
                    grow(x2, y2, angle + side * c.r(0.25, 0.7), length * c.r(0.62, 0.85), width * 0.6, depth - 1)
            if depth > 1:
                grow(x1, y1, angle + c.rng.choice((-1, 1)) * c.r(0.5, 1.0), length * 0.6, width * 0.45, depth - 2)

    form = c.rng.choice(("left", "right", "tree", "weeping", "two"))
    size = (c.w + c.h) / 200 * c.r(24, 29)
    if form in ("left", "two"):
        grow(-u * 2, c.h * c.r(0.45, 0.9), c.r(-0.55, -0.1), size * max(1.0, c.w / c.h * 0.85), u * 5, 4)
    if form in ("right", "two"):
        grow(c.w + u * 2, c.h * c.r(0.1, 0.5), math.pi - c.r(0.05, 0.5), size, u * 4, 4)
    if form == "tree":
        meadow(c, c.hills(c.h * 0.88, u * 2), mix(p.near, p.mid, 0.4), 60, True)
        grow(c.w * c.r(0.35, 0.65), c.h * 0.96, -math.pi / 2 + c.r(-0.2, 0.2), size, u * 7, 5)
    if form == "weeping":
        for k in range(6):
            x = c.w * (0.08 + 0.17 * k) + c.r(-3, 3) * u
            tall = c.h * c.r(0.4, 0.92)
            line = curve([(x, -u * 2), (x + u * c.r(-6, 6), tall * 0.5), (x + u * c.r(-10, 10), tall)], False, 8)
            c.brush(line, [u * 1.6, u * 0.4], bark, 1, False)
            tips.extend(line[2:])
    spread = u * (3.4 if form != "weeping" else 2.2)
    for x, y in tips:
        for _ in range(4):
            s = u * c.r(1.2, 2.5)
            fx, fy = x + c.r(-1, 1) * spread, y + c.r(-1, 1) * spread
            if c.chance(0.75):
                f.flower(c, fx, fy, s, c.near(petal, 0.22), c.rng.choice((p.second, p.accent)), 5, c.r(0, 2))
            else:
                c.oval(fx, fy, s * 0.5, s * 0.5, mix(p.accent, petal, 0.3))
    if c.chance(0.4):
        for _ in range(2):
            f.gull(c, c.w * c.r(0.2, 0.8), c.h * c.r(0.1, 0.4), u * c.r(2, 4), p.dark)
    weather(c, "petals petals none")


def city(c: Canvas) -> None:
    """Towers with lit windows over water."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.56, 0.68)
    sky(c, horizon, c.rng.choice(("none", "bands")))
    if c.chance(0.6):
        c.below(c.ridge(horizon - u * 8, u * 9, 0.42), mix(p.far, p.glow, 0.4))
    c.glow(c.w * 0.5, horizon, c.w * 0.3, mix(p.glow, p.second, 0.4), 0.5)
    lights = [p.second, p.light, mix(p.second, p.accent, 0.5), mix(p.accent, p.light, 0.3)]
    for layer, tone in enumerate((mix(p.far, p.glow, 0.25), p.mid, mix(p.near, p.dark, 0.3))):
        x = -u * 3
        while x < c.w:
            wide = u * c.r(4, 9)
            tall = u * c.r(8, 34) * (1.15 - 0.25 * layer) * (1.15 - 0.5 * abs(x / c.w - 0.5))
            shade = c.near(tone, 0.12)
            c.rect(x, horizon - tall, x + wide, horizon, shade)
            crown = c.rng.randrange(5)
            if crown == 0:
                c.poly([(x, horizon - tall), (x + wide / 2, horizon - tall - u * 3), (x + wide, horizon - tall)], shade)
            elif crown == 1:
                c.rect(x + wide * 0.45, horizon - tall - u * 5, x + wide * 0.52, horizon - tall, shade)
            elif crown == 2:
                c.rect(x + wide * 0.2, horizon - tall - u * 1.6, x + wide * 0.8, horizon - tall, shade)
            elif crown == 3 and layer == 1:
                c.pie(x + wide / 2, horizon - tall + 1, wide / 2, 180, 360, shade)
            if layer:
                y = horizon - tall + u * 1.4
                pane = u * 0.9
                while y < horizon - u * 1.5:
                    k = x + u * 0.9
                    while k + pane < x + wide - u * 0.4:
                        if c.rng.random() < 0.42:
                            c.rect(k, y, k + pane, y + u * 0.95, c.rng.choice(lights))
                        k += u * 1.7
                    y += u * 2.1
            x += wide + u * c.r(-1, 1.6 + 2.4 * layer)
    if c.chance(0.55):
        tower(c, c.w * c.r(0.2, 0.8), horizon, u * c.r(38, 50))
    c.rect(0, horizon - u * 0.8, c.w, horizon, mix(p.dark, p.near, 0.3))
    mirror(c, horizon, mix(p.near, p.dark, 0.2), 0.32)
    for _ in range(60):
        t = c.rng.random()
        x, y = c.r(0, c.w), horizon + (c.h - horizon) * t
        c.line([(x, y), (x + u * c.r(0.6, 3), y)], u * (0.25 + 0.4 * t), c.rng.choice(lights), 0.75)
    front = c.rng.choice(("boats", "lamps", "none", "bank"))
    if front == "boats":
        for _ in range(c.rng.randint(1, 3)):
            x, y, s = c.w * c.r(0.1, 0.9), c.h * c.r(0.8, 0.93), u * c.r(14, 22)
            f.boat(c, x, y, s, mix(p.dark, p.accent, 0.3), None, c.chance(0.5))
            c.glow(x, y - s * 0.25, s * 0.5, p.second, 0.7)
    elif front == "bank":
        c.below(c.hills(c.h * 0.93, u), p.dark)
        for _ in range(c.rng.randint(3, 6)):
            f.person(
                c,
                c.w * c.r(0.08, 0.92),
                c.h * 0.975,
                u * c.r(9, 12),
                c.rng.choice((p.accent, p.second, p.far)),
                c.rng.choice(("down", "up", "wide")),
            )
    elif front == "lamps":
        c.rect(0, c.h * 0.93, c.w, c.h, p.dark)
        for k in range(7):
            x = c.w * (k + 0.5) / 7
            c.rect(x - u * 0.3, c.h * 0.78, x + u * 0.3, c.h * 0.93, p.dark)
            c.glow(x, c.h * 0.77, u * 5, p.second, 0.9)
            c.oval(x, c.h * 0.77, u * 1.3, u * 1.3, p.light)


def tower(c: Canvas, x: float, y: float, s: float) -> None:
    """A television tower."""
    tone = mix(c.p.accent, c.p.dark, 0.25)
    c.poly([(x - s * 0.05, y), (x - s * 0.012, y - s * 0.8), (x + s * 0.012, y - s * 0.8), (x + s * 0.05, y)], tone)
    c.oval(x, y - s * 0.62, s * 0.06, s * 0.035, c.p.light)
    c.rect(x - s * 0.07, y - s * 0.66, x + s * 0.07, y - s * 0.63, c.p.second)
    c.rect(x - s * 0.005, y - s, x + s * 0.005, y - s * 0.8, tone)
    c.glow(x, y - s, s * 0.06, c.p.accent, 0.9)


def bridge(c: Canvas) -> None:
    """A river bridge and its mirror image."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.42, 0.56)
    sky(c, horizon)
    f.mountains(
        c, c.ridge(horizon - u * 4, u * c.r(6, 12), 0.48), p.far, mix(p.far, p.light, 0.22), p.light if p.mood == "snow" else None, u * 12
    )
    leaves = (
        [p.mid, p.near, mix(p.mid, p.second, 0.5), mix(p.accent, p.second, 0.4)] if p.mood != "snow" else [p.light, mix(p.far, p.dark, 0.3)]
    )
    bank = c.hills(horizon - u, u * 1.6)
    c.poly([*bank, (c.w, horizon + 2), (0, horizon + 2)], mix(p.mid, p.dark, 0.15))
    for _ in range(18):
        x = c.r(0, c.w)
        f.round_tree(c, x, at(bank, x) + u * 1.2, u * c.r(5, 11), c.rng.choice(leaves))
    kind = c.rng.choice(("arch", "arches", "wooden", "wooden", "cable"))
    stone = p.accent if kind == "wooden" else mix(p.far, p.dark, 0.28) if kind == "arches" else mix(p.light, p.far, 0.45)
    dark = mix(stone, p.dark, 0.4)
    deck = horizon - u * (c.r(9, 14) if kind == "arches" else c.r(1, 4))
    if kind in ("arch", "wooden"):
        rise = u * c.r(9, 15)
        top = [(c.w * t / 30, deck - rise * math.sin(math.pi * t / 30) + u * 2) for t in range(31)]
        for x, y in top[1::2]:
            if kind == "wooden":
                c.rect(x - u * 0.4, y, x + u * 0.4, horizon + u, dark)
        if kind == "arch":
            under = [(c.w * (0.14 + 0.72 * t / 20), horizon + u * 2 - (rise + u * 1) * math.sin(math.pi * t / 20)) for t in range(21)]
            c.poly([*top, (c.w, horizon + u * 2), *reversed(under), (0, horizon + u * 2)], stone)
            c.line(under, u * 1.2, dark)
        c.line(top, u * 2.2, dark)
        c.line([(x, y - u * 3.4) for x, y in top], u * 0.7, stone)
        for x, y in top:
            c.rect(x - u * 0.35, y - u * 3.8, x + u * 0.35, y, stone)
    elif kind == "arches":
        c.rect(0, deck - u * 3, c.w, horizon + u * 2, stone)
        n = c.rng.randint(4, 6) + round(c.w / c.h)
        wide = c.w / n
        for k in range(n):
            x, r = wide * (k + 0.5), wide * 0.36
            low, high = horizon + u * 2, max(deck + u * 0.5, horizon + u * 2 - r)
            hole = [
                (x - r, low),
                *((x - r * math.cos(math.pi * q / 16), low - (low - high) * math.sin(math.pi * q / 16)) for q in range(17)),
                (x + r, low),
            ]
            c.poly(hole, mix(p.glow, p.far, 0.2))
            c.line(hole[1:-1], u * 0.9, dark)
        c.rect(0, deck - u * 4, c.w, deck - u * 3, dark)
    else:
        for x in (c.w * 0.27, c.w * 0.73):
            c.poly(
                [
                    (x - u * 1.6, horizon + u * 2),
                    (x - u * 0.8, deck - u * 28),
                    (x + u * 0.8, deck - u * 28),
                    (x + u * 1.6, horizon + u * 2),
                ],
                p.accent,
            )
            for k in range(1, 8):
                for side in (-1, 1):
                    c.line(
                        [(x, deck - u * (27 - k * 1.2)), (x + side * c.w * 0.032 * (8 - k), deck)], u * 0.45, mix(p.accent, p.dark, 0.15)
                    )
        c.rect(0, deck - u * 0.6, c.w, deck + u * 1.6, mix(p.accent, p.dark, 0.45))
    mirror(c, horizon + u * 2, mix(p.sky, p.near, 0.5), 0.3)
    if kind != "cable":
        for _ in range(c.rng.randint(2, 5)):
            x = c.w * c.r(0.15, 0.85)
            y = (deck - rise * math.sin(math.pi * x / c.w) + u * 1.6) if kind in ("arch", "wooden") else deck - u * 3.5
            f.person(c, x, y, u * c.r(6, 8), c.rng.choice((p.accent, p.second, p.near)))
    if c.chance(0.6):
        f.boat(c, c.w * c.r(0.2, 0.8), c.h * c.r(0.78, 0.9), u * c.r(14, 22), p.dark, p.light if c.chance(0.6) else None)
    if c.chance(0.5):
        for _ in range(36):
            edge = c.rng.choice((0.0, 1.0))
            x, y = abs(edge - c.r(0, 0.22)) * c.w, c.r(0, 0.3) * c.h
            f.leaf(c, x, y, u * c.r(3, 6), c.r(0.6, 2.4), c.near(c.rng.choice(leaves), 0.3))
    weather(c, "none none petals snow" if p.mood == "snow" else "none none petals")
