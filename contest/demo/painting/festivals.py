"""Festivals: lanterns, kites, drums, boats with dragon heads, riders, fireworks, dancers."""

# A picture is one long list of strokes; cutting it into pieces would not make it clearer.
# ruff: noqa: C901, PLR0912, PLR0915

from __future__ import annotations

import math

from contest.demo.painting import figures as f
from contest.demo.painting.canvas import Canvas, at, curve, place
from contest.demo.painting.landscapes import meadow, mirror, sky, water
from contest.demo.painting.palettes import RGB, luma, mix, warm


def crowd(c: Canvas, y: float, n: int, size: float, tones: list[RGB]) -> None:
    """Onlookers in a row."""
    for k in range(n):
        x = c.w * (k + c.r(0.1, 0.9)) / n
        f.person(c, x, y + c.r(-0.2, 0.25) * size, size * c.r(0.8, 1.15), c.rng.choice(tones), c.rng.choice(("down", "down", "up", "wide")))


def lanterns(c: Canvas) -> None:
    """Paper lanterns: in a street, on a river, on strings, rising."""
    p, u = c.p, c.u
    warm = [p.accent, p.second, mix(p.accent, p.second, 0.5), mix(p.accent, p.light, 0.35)]
    night = luma(p.sky) < 100
    form = c.rng.choice(("street", "river", "strings", "rising"))
    if form == "rising":
        horizon = c.h * c.r(0.66, 0.8)
        sky(c, horizon, "none")
        c.below(c.ridge(horizon - u * 2, u * 6, 0.42), mix(p.far, p.glow, 0.2))
        c.below(c.hills(horizon + u * 3, u * 3), p.near)
        for _ in range(c.rng.randint(22, 46)):
            t = c.rng.random()
            x, y, s = c.r(0, c.w), c.r(0.02, 0.95) * horizon, u * (1.6 + 7 * t * t)
            if s > u * 4.5:
                c.glow(x, y, s * 1.4, p.second, 0.55 if night else 0.3)
            tone = c.rng.choice(warm)
            c.poly(place([(-0.42, -0.5), (0.42, -0.5), (0.5, 0.1), (0.32, 0.56), (-0.32, 0.56), (-0.5, 0.1)], x, y, s), tone)
            c.poly(place([(-0.22, -0.1), (0.22, -0.1), (0.3, 0.5), (-0.3, 0.5)], x, y, s), mix(tone, p.light, 0.6))
        c.below(c.hills(c.h * 0.93, u), p.dark)
        crowd(c, c.h * 0.97, c.rng.randint(5, 10), u * 13, [p.accent, p.mid, p.far, p.second])
        return
    if form == "river":
        horizon = c.h * c.r(0.3, 0.42)
        sky(c, horizon, "none")
        c.below(c.ridge(horizon - u * 4, u * 7, 0.42), p.far)
        for k in range(9):
            f.house(c, c.w * (k + c.r(0.3, 0.7)) / 9, horizon + u, u * c.r(8, 12), mix(p.near, p.dark, 0.2), p.dark, True, True)
        water(c, horizon + u, c.h, mix(p.glow, p.mid, 0.5), mix(p.near, p.dark, 0.3), p.second)
        for t in sorted(c.rng.random() for _ in range(c.rng.randint(14, 26))):
            x, y, s = c.r(0.02, 0.98) * c.w, horizon + u * 5 + (c.h - horizon - u * 8) * t, u * (2.5 + 7 * t)
            tone = c.rng.choice(warm)
            c.glow(x, y, s * 1.3, p.second, 0.65)
            for k in range(5):
                c.line(
                    [(x - s * (0.5 - k * 0.08), y + s * (0.3 + k * 0.13)), (x + s * (0.5 - k * 0.08), y + s * (0.3 + k * 0.13))],
                    s * 0.05,
                    tone,
                )
            for i in range(5):
                a = math.pi * (i + 0.5) / 5
                f.leaf(c, x, y + s * 0.2, s * 0.8, -a, mix(tone, p.light, 0.15 * (i % 2)))
            c.oval(x, y - s * 0.1, s * 0.13, s * 0.22, p.light)
        return
    if form == "street":
        c.gradient(0, c.h, [p.sky, p.glow, mix(p.glow, p.mid, 0.5)])
        cx, cy = c.w * c.r(0.4, 0.6), c.h * 0.6
        c.glow(cx, cy, u * 40, mix(p.second, p.glow, 0.4), 0.7)
        c.poly([(cx - u * 4, cy), (cx + u * 4, cy), (c.w * 1.1, c.h), (-c.w * 0.1, c.h)], mix(p.glow, p.near, 0.5))
        for t in (0.18, 0.38, 0.64, 1.0):
            for side in (-1, 1):
                x, s = cx + side * c.w * 0.6 * t, u * 44 * t
                f.house(
                    c, x, cy + (c.h - cy) * t * 0.8, s, mix(p.near, p.glow, 0.35 * (1 - t)), mix(p.dark, p.far, 0.4 * (1 - t)), True, True
                )
        for t in (0.22, 0.36, 0.55, 0.82, 1.2):
            n = c.rng.randint(3, 6)
            half, y = c.w * 0.5 * t, cy - c.h * 0.38 * t
            line = [(cx - half + 2 * half * k / n, y + u * 9 * t * math.sin(math.pi * k / n)) for k in range(n + 1)]
            c.line(curve(line, False, 4), u * 0.25, p.dark)
            for k, (x, yy) in enumerate(line):
                f.lantern(c, x, yy + u, u * 12 * t, warm[k % 4], k % 2 if c.chance(0.3) else 0, 0.45 if night else 0.2)
        crowd(c, c.h * 0.96, c.rng.randint(4, 8), u * 17, [p.accent, p.far, p.mid, p.second, p.light])
        return
    c.gradient(0, c.h, [p.sky, p.glow])
    for _ in range(10):
        c.blob(c.r(0, c.w), c.r(0, c.h), u * c.r(14, 30), u * c.r(10, 24), mix(p.sky, p.glow, c.r(0, 1)), 0.3, 0.2)
    c.below(c.hills(c.h * 0.88, u * 3), mix(p.near, p.glow, 0.2))
    for row in range(3):
        y = c.h * (-0.08 + 0.22 * row)
        line = [(c.w * k / 10, y + u * (4 + 4 * row) * math.sin(math.pi * ((k / 10 * (1.5 + row)) % 1))) for k in range(11)]
        c.line(curve(line, False, 5), u * 0.3, p.dark)
        n = 7 - row
        for k in range(n):
            x = c.w * (k + 0.5 + c.r(-0.15, 0.15)) / n
            f.lantern(
                c,
                x,
                at(line, x) + u * 2,
                u * (11 + 7 * row) * c.r(0.85, 1.1),
                c.rng.choice(warm),
                c.rng.randrange(3),
                0.5 if night else 0.25,
            )
    crowd(c, c.h * 0.97, c.rng.randint(5, 9), u * 14, [p.dark, p.near, p.mid, p.accent])


def kites(c: Canvas) -> None:
    """Kites and the children who fly them."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.74, 0.86)
    sky(c, horizon, c.rng.choice(("heaps", "bands", "strokes", "heaps")))
    c.below(c.ridge(horizon - u * 3, u * 5, 0.4), mix(p.far, p.glow, 0.25))
    line = c.hills(horizon, u * 3)
    meadow(c, line, p.mid, 100, c.chance(0.7))
    tones = [p.accent, p.second, p.near, p.light, mix(p.accent, p.dark, 0.4), p.mid]
    n = c.rng.randint(4, 8)
    for k in range(n):
        s = u * c.r(8, 19)
        x, y = c.w * (k + c.r(0.25, 0.75)) / n, c.h * c.r(0.1, 0.55)
        hx = c.w * c.r(0.1, 0.9)
        hy = at(line, hx) + u * c.r(4, 9)
        c.line(
            curve([(x, y), ((x + hx) / 2 + u * 5, (y + hy) / 2 + u * 8), (hx + u * 1.2, hy - u * 8)], False, 8),
            u * 0.2,
            mix(p.dark, p.far, 0.3),
        )
        turn, kind = c.r(-0.5, 0.5), c.rng.choice(("diamond", "shield", "fish", "bird", "diamond"))
        a, b, d = c.rng.sample(tones, 3)
        tail = curve(
            [(x, y + s * 0.5), (x + u * c.r(-5, 5), y + s * 0.9), (x + u * c.r(-6, 6), y + s * 1.35), (x + u * c.r(-8, 8), y + s * 1.8)],
            False,
            5,
        )
        if kind in ("diamond", "shield"):
            c.line(tail, u * 0.4, a)
            for tx, ty in tail[3::3]:
                c.poly(
                    [
                        (tx - u * 1.3, ty - u * 0.7),
                        (tx + u * 1.3, ty + u * 0.7),
                        (tx + u * 1.3, ty - u * 0.7),
                        (tx - u * 1.3, ty + u * 0.7),
                    ],
                    b,
                )
        if kind == "diamond":
            quad = [(0.0, -0.6), (0.42, -0.1), (0.0, 0.6), (-0.42, -0.1)]
            c.poly(place(quad, x, y, s, turn), a)
            c.poly(place([quad[0], quad[1], (0, -0.1)], x, y, s, turn), b)
            c.poly(place([quad[2], quad[3], (0, -0.1)], x, y, s, turn), d)
        elif kind == "shield":
            c.poly(place([(-0.4, -0.5), (0.4, -0.5), (0.4, 0.5), (-0.4, 0.5)], x, y, s, turn), p.light)
            c.poly(place([(-0.4, -0.5), (0.4, -0.5), (0.4, -0.28), (-0.4, -0.28)], x, y, s, turn), a)
            c.poly(place([(-0.4, 0.3), (0.4, 0.3), (0.4, 0.5), (-0.4, 0.5)], x, y, s, turn), b)
            for ox, oy in ((-0.2, -0.06), (0.2, -0.06), (0.0, 0.14)):
                f.flower(c, *place([(ox, oy)], x, y, s, turn)[0], s * 0.09, d, a)
        elif kind == "fish":
            body = curve(
                [(-0.6, 0), (-0.2, -0.26), (0.25, -0.12), (0.62, -0.28), (0.5, 0), (0.62, 0.28), (0.25, 0.12), (-0.2, 0.26)], True, 4
            )
            c.poly(place(body, x, y, s, turn), a)
            for q in range(3):
                c.arc(*place([(-0.12 + q * 0.15, 0)], x, y, s, turn)[0], s * 0.13, -80, 80, s * 0.04, b)
            ex, ey = place([(-0.42, -0.04)], x, y, s, turn)[0]
            c.oval(ex, ey, s * 0.07, s * 0.07, p.light)
            c.oval(ex, ey, s * 0.035, s * 0.035, p.dark)
        else:
            for side in (-1, 1):
                c.poly(
                    place(
                        curve([(0, -0.1), (side * 0.4, -0.4), (side * 0.85, -0.3), (side * 0.5, 0.02), (side * 0.12, 0.2)], True, 4),
                        x,
                        y,
                        s,
                        turn,
                    ),
                    a,
                )
                c.poly(
                    place(
                        curve([(side * 0.15, -0.08), (side * 0.42, -0.26), (side * 0.65, -0.24), (side * 0.4, -0.04)], True, 4),
                        x,
                        y,
                        s,
                        turn,
                    ),
                    b,
                )
            c.poly(place([(-0.1, -0.3), (0.1, -0.3), (0.08, 0.3), (0.2, 0.65), (-0.2, 0.65), (-0.08, 0.3)], x, y, s, turn), d)
        f.person(c, hx, hy + u * 1.5, u * c.r(9, 13), c.rng.choice([p.accent, p.second, p.near, p.dark]), "up")


def drums(c: Canvas) -> None:
    """One great drum as an ornament, or drummers in a row."""
    p, u = c.p, c.u
    c.gradient(
        0, c.h, c.rng.choice(([p.sky, p.glow], [p.glow, mix(p.second, p.glow, 0.5)], [mix(p.near, p.dark, 0.2), p.mid], [p.dark, p.near]))
    )
    form = c.rng.choice(("great", "row", "great", "round"))

    def skin(x: float, y: float, r: float) -> None:
        tones = [p.accent, p.second, p.near, p.mid]
        c.rng.shuffle(tones)
        c.oval(x, y, r, r, mix(p.accent, p.dark, 0.5))
        n = max(12, round(r / u) * 2)
        for k in range(n):
            a = k * math.tau / n
            c.oval(x + math.cos(a) * r * 0.93, y + math.sin(a) * r * 0.93, r * 0.035, r * 0.035, p.second)
        c.oval(x, y, r * 0.86, r * 0.86, mix(p.light, p.second, 0.18))
        c.ring(x, y, r * 0.78, r * 0.03, tones[0])
        if c.chance(0.5):
            m = c.rng.choice((6, 8, 10))
            for k in range(m):
                a = k * math.tau / m
                f.leaf(c, x + math.cos(a) * r * 0.16, y + math.sin(a) * r * 0.16, r * 0.52, a, tones[k % 2], p.light)
            c.oval(x, y, r * 0.17, r * 0.17, tones[2])
            c.oval(x, y, r * 0.09, r * 0.09, tones[3])
        else:
            arms = c.rng.choice((5, 6, 7))
            for k in range(arms):
                a = k * math.tau / arms
                path = [(x + math.cos(a + q * 0.24) * r * 0.068 * q, y + math.sin(a + q * 0.24) * r * 0.068 * q) for q in range(1, 10)]
                c.brush(path, [r * 0.08, r * 0.2, r * 0.02], tones[k % 4], 3)

    ribbons = [p.accent, p.second, p.mid, p.light, p.near]
    if form == "great":
        for k in range(c.rng.randint(3, 6)):
            y = c.h * c.r(0.05, 0.95)
            c.brush(
                [(-u * 4, y), (c.w * 0.3, y + u * c.r(-16, 16)), (c.w * 0.7, y + u * c.r(-16, 16)), (c.w + u * 4, y + u * c.r(-10, 10))],
                [u * 2, u * c.r(3, 7), u * 2],
                mix(ribbons[k % 5], p.glow, c.r(0.1, 0.5)),
                9,
            )
        x, y, r = c.w * c.r(0.4, 0.6), c.h * c.r(0.42, 0.52), u * c.r(28, 36)
        for k in range(28):
            a = k * math.tau / 28
            c.brush(
                [
                    (x + math.cos(a) * r * 1.06, y + math.sin(a) * r * 1.06),
                    (x + math.cos(a) * r * (1.2 + 0.12 * (k % 2)), y + math.sin(a) * r * (1.2 + 0.12 * (k % 2))),
                ],
                [u * 0.6, u * 1.4],
                ribbons[k % 4],
            )
        skin(x, y, r)
        for side in (-1, 1):
            c.brush(
                [(x + side * r * 0.2, y + r * 0.2), (x + side * r * 1.0, y + r * 1.25)], [u * 2.4, u * 1.6], mix(p.second, p.dark, 0.45)
            )
            c.oval(x + side * r * 0.2, y + r * 0.2, u * 2.6, u * 2.6, p.accent)
        return
    if form == "round":
        cells = c.rng.choice(((3, 2), (2, 3), (3, 3))) if c.w > c.h * 0.8 else (2, 3)
        for i in range(cells[0]):
            for j in range(cells[1]):
                x0, y0 = c.w * i / cells[0], c.h * j / cells[1]
                cw, ch = c.w / cells[0], c.h / cells[1]
                c.rect(
                    x0,
                    y0,
                    x0 + cw,
                    y0 + ch,
                    (p.far, p.near, mix(p.second, p.light, 0.4), mix(p.accent, p.light, 0.25))[(i + j * 2 + i * j) % 4],
                )
                skin(x0 + cw / 2, y0 + ch / 2, min(cw, ch) * 0.42)
        return
    c.below(c.ridge(c.h * 0.5, u * 10, 0.42), mix(p.far, p.glow, 0.4))
    c.below(c.hills(c.h * 0.68, u * 2), mix(p.mid, p.near, 0.4))
    n = c.rng.randint(3, 5)
    for k in range(n):
        x, y = c.w * (k + 0.5) / n, c.h * (0.86 if k % 2 else 0.92)
        s = min(u * 46, c.w / n * 1.5)
        f.person(c, x, y, s, ribbons[(k * 2 + 1) % 5], "drum" if k % 2 else "up")
        r = s * 0.2
        c.brush([(x - s * 0.13, y - s * 0.72), (x + s * 0.14, y - s * 0.4)], [s * 0.035, s * 0.035], p.second)
        c.oval(x - r * 0.7, y - s * 0.32, r * 0.5, r * 0.92, mix(p.accent, p.dark, 0.3))
        c.rect(x - r * 0.7, y - s * 0.32 - r * 0.92, x + r * 0.7, y - s * 0.32 + r * 0.92, mix(p.accent, p.dark, 0.12))
        for q in range(5):
            xx = x - r * 0.7 + r * 1.4 * q / 4
            c.line([(xx, y - s * 0.32 - r * 0.9), (xx + (r * 0.17 if q < 4 else 0), y - s * 0.32 + r * 0.9)], s * 0.012, p.second)
        c.oval(x + r * 0.7, y - s * 0.32, r * 0.5, r * 0.92, mix(p.light, p.second, 0.2))
        c.oval(x + r * 0.7, y - s * 0.32, r * 0.22, r * 0.4, p.second)
        path = curve([(x, y - s * 0.96), (x + s * 0.2, y - s * 1.22), (x - s * 0.15, y - s * 1.42), (x + s * 0.25, y - s * 1.5)], False, 6)
        c.brush(path, [u * 0.5, u * 1.3, u * 0.4], ribbons[(k + 2) % 4], 1, False)
    c.specks(60, u * 0.8, ribbons, 0, c.h * 0.5)


def dragon_boat(c: Canvas) -> None:
    """Long boats with dragon heads and their rowers."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.26, 0.4)
    gx, _ = sky(c, horizon)
    c.below(c.ridge(horizon - u * 2, u * 7, 0.45), p.far)
    c.mist(horizon - u * 5, horizon + u, p.glow, 0.5)
    water(c, horizon, c.h, mix(p.glow, p.mid, 0.5), mix(p.mid, p.near, 0.7), p.light, gx, 70)
    n = c.rng.randint(1, 3)
    teams = [p.accent, p.second, mix(p.near, p.dark, 0.4)]
    c.rng.shuffle(teams)
    for k in range(n):
        t = (k + 0.6) / n if n > 1 else c.r(0.45, 0.6)
        s = min(c.w * 0.84, u * 128) * ((0.45 + 0.5 * t) if n > 1 else 0.95)
        x, y = c.w * c.r(0.44, 0.56) - (k - n / 2) * u * 4, horizon + (c.h - horizon) * (0.12 + 0.7 * t)
        flip, hull = c.chance(0.5), teams[k]
        m = -1 if flip else 1
        rim = curve([(-0.5, -0.12), (-0.3, -0.03), (0, 0), (0.3, -0.03), (0.46, -0.1)], False, 6)
        keel = curve([(0.43, 0.0), (0.2, 0.07), (-0.2, 0.07), (-0.46, 0.0)], False, 6)
        c.oval(x, y + s * 0.075, s * 0.5, s * 0.025, mix(p.near, p.dark, 0.45))
        rowers = 7
        for q in range(rowers):
            rx, ry = x + m * s * (-0.3 + 0.085 * q), y - s * 0.015
            h = s * 0.17
            f.person(c, rx, ry + h * 0.28, h, teams[(k + 1) % 3] if q % 2 else p.light, "wide")
            c.brush(
                [(rx + m * h * 0.36, ry - h * 0.42), (rx - m * h * 0.1, ry + h * 0.62)], [h * 0.05, h * 0.05], mix(p.second, p.dark, 0.5)
            )
            c.oval(rx - m * h * 0.12, ry + h * 0.68, h * 0.07, h * 0.14, mix(p.second, p.dark, 0.5))
        c.poly(place(rim + keel, x, y, s, 0, flip), hull)
        for q in range(13):
            sx, sy = place([(-0.36 + 0.06 * q, 0.025)], x, y, s, 0, flip)[0]
            c.arc(sx, sy - s * 0.012, s * 0.026, 0, 180, s * 0.007, mix(hull, p.light, 0.5))
        c.line(place(rim, x, y, s, 0, flip), s * 0.016, mix(p.second, p.light, 0.25) if hull != p.second else p.accent)
        head = [(0.42, -0.06), (0.5, -0.13), (0.49, -0.22), (0.55, -0.25)]
        c.brush(place(head, x, y, s, 0, flip), [s * 0.06, s * 0.055, s * 0.06, s * 0.07], hull)
        c.brush(place([(0.54, -0.25), (0.61, -0.235)], x, y, s, 0, flip), [s * 0.06, s * 0.035], hull)
        c.brush(place([(0.53, -0.215), (0.6, -0.195)], x, y, s, 0, flip), [s * 0.03, s * 0.018], mix(hull, p.dark, 0.3))
        for q in range(5):
            c.poly(
                place(
                    [(0.505 - 0.012 * q, -0.265 + 0.04 * q), (0.44, -0.27 + 0.045 * q), (0.495 - 0.012 * q, -0.23 + 0.04 * q)],
                    x,
                    y,
                    s,
                    0,
                    flip,
                ),
                p.second if hull != p.second else p.accent,
            )
        c.brush(place([(0.53, -0.28), (0.5, -0.33), (0.46, -0.34)], x, y, s, 0, flip), [s * 0.02, s * 0.014, s * 0.005], p.light)
        c.oval(*place([(0.55, -0.265)], x, y, s, 0, flip)[0], s * 0.012, s * 0.012, p.light)
        c.oval(*place([(0.553, -0.265)], x, y, s, 0, flip)[0], s * 0.006, s * 0.006, p.dark)
        c.brush(
            place([(-0.46, -0.06), (-0.55, -0.14), (-0.52, -0.24), (-0.6, -0.28)], x, y, s, 0, flip),
            [s * 0.05, s * 0.035, s * 0.025, s * 0.004],
            hull,
        )
        dx, dy = place([(0.34, -0.04)], x, y, s, 0, flip)[0]
        f.person(c, dx, dy + s * 0.02, s * 0.2, p.accent if hull != p.accent else p.second, "up")
        for _ in range(10):
            wx, wy = x + m * s * c.r(-0.55, 0.55), y + s * c.r(0.07, 0.12)
            c.brush(
                [(wx - s * 0.05, wy), (wx, wy - s * 0.012), (wx + s * 0.05, wy + s * 0.004)], [s * 0.003, s * 0.013, s * 0.003], p.light, 3
            )
    if c.chance(0.6):
        for k in range(12):
            x = c.w * k / 11
            c.poly([(x, u * 2), (x + c.w / 11, u * 2), (x + c.w / 22, u * 8)], (p.accent, p.second, p.near, p.light)[k % 4])


def horse_race(c: Canvas) -> None:
    """Riders at a gallop, or archers on horseback."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.4, 0.62)
    sky(c, horizon + u * 3)
    f.mountains(c, c.ridge(horizon - u * 2, u * c.r(5, 12)), p.far, mix(p.far, p.light, 0.2), None, u * 12)
    line = c.hills(horizon + u * 3, u * 2)
    meadow(c, line, p.mid, 90, False)
    archers, flip = c.chance(0.4), c.chance(0.5)
    coats = [p.dark, mix(p.accent, p.dark, 0.5), mix(p.second, p.dark, 0.3), mix(p.dark, p.far, 0.35), p.light]
    dress = [p.accent, p.second, mix(p.near, p.dark, 0.3), p.light, mix(p.accent, p.light, 0.4), p.far]
    if archers:
        for k in range(3):
            x = c.w * (0.06 + 0.1 * k if not flip else 0.94 - 0.1 * k)
            y, s = c.h * (0.8 - 0.05 * k), u * (13 - 2.5 * k)
            c.brush([(x, y), (x, y - s * 0.8)], [s * 0.08, s * 0.08], p.dark)
            for j, tone in enumerate((p.light, p.accent, p.light, p.second)):
                c.oval(x, y - s, s * (0.45 - 0.11 * j), s * (0.5 - 0.12 * j), tone)
    n = c.rng.choice((1, 2, 3)) if archers else c.rng.randint(4, 9)
    size = {1: 40, 2: 30, 3: 25}.get(n, c.r(16, 22))
    xs = c.spread(n, 0.12, 0.88) if not archers else c.spread(n, *((0.4, 0.85) if not flip else (0.15, 0.6)))
    for t, x in sorted((c.rng.random(), x) for x in xs):
        s = u * size * (0.7 + 0.45 * t)
        y = horizon + (c.h - horizon) * (0.36 + 0.55 * t)
        for _ in range(9):
            back = s * c.r(0.4, 1.7)
            c.blob(
                x + (back if flip else -back),
                y - s * c.r(-0.05, 0.22),
                s * c.r(0.08, 0.26),
                s * c.r(0.05, 0.15),
                mix(p.glow, p.second, 0.3),
                0.35,
            )
        f.horse(c, x, y, s, c.rng.choice(coats), "gallop", flip)
        f.rider(c, x, y, s, c.rng.choice(dress), flip, archers)
    c.dabs(c.hills(c.h * 0.9, u * 2), c.h * 0.12, 90, [p.near, mix(p.near, p.dark, 0.3), mix(p.near, p.second, 0.4)], u * 4, u * 0.7, -1.2)


def fireworks(c: Canvas) -> None:
    """Fireworks over a town, hills or the sea."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.66, 0.8)
    c.gradient(0, horizon, [mix(p.sky, p.dark, 0.4), p.sky, p.glow])
    c.specks(60, u * 0.3, [p.light, p.second], 0, horizon * 0.8)
    tones = [p.accent, p.second, p.light, mix(p.accent, p.light, 0.5), mix(p.second, p.accent, 0.5), mix(p.glow, p.light, 0.6)]
    for _ in range(c.rng.randint(4, 7)):
        x, y, r = c.w * c.r(0.08, 0.92), horizon * c.r(0.1, 0.62), u * c.r(9, 24)
        a, b = c.rng.sample(tones, 2)
        c.glow(x, y, r * 1.3, mix(a, p.sky, 0.3), 0.5)
        kind = c.rng.choice(("peony", "willow", "rings", "palm"))
        rays = c.rng.randint(18, 30)
        if c.chance(0.5):
            c.line(curve([(x + u * c.r(-6, 6), horizon), (x + u, (y + horizon) / 2), (x, y)], False, 6), u * 0.3, mix(a, p.sky, 0.4))
        for k in range(rays):
            ang = k * math.tau / rays + c.r(-0.05, 0.05)
            co, si = math.cos(ang), math.sin(ang)
            if kind == "rings":
                for q in (0.35, 0.65, 1.0):
                    c.oval(x + co * r * q, y + si * r * q, u * 0.7 * q, u * 0.7 * q, a if q != 0.65 else b)
            elif kind == "willow":
                fall = r * 0.55
                c.brush(
                    [(x, y), (x + co * r * 0.6, y + si * r * 0.6), (x + co * r, y + si * r * 0.9 + fall)],
                    [u * 0.2, u * 0.6, u * 0.25],
                    a,
                    4,
                )
                c.oval(x + co * r, y + si * r * 0.9 + fall, u * 0.5, u * 0.5, b)
            else:
                reach = r * (1 if k % 2 or kind == "peony" else 0.62)
                c.brush(
                    [(x + co * r * 0.14, y + si * r * 0.14), (x + co * reach, y + si * reach)],
                    [u * 0.15, u * (0.6 if kind == "peony" else 1.2)],
                    a if k % 2 else b,
                )
                c.oval(x + co * reach * 1.09, y + si * reach * 1.09, u * 0.55, u * 0.55, b)
        c.oval(x, y, u * 0.8, u * 0.8, p.light)
    ground = c.rng.choice(("town", "hills", "sea"))
    if ground == "town":
        for k in range(12):
            f.house(c, c.w * (k + 0.5) / 12, horizon + u, c.w / 11 * c.r(0.9, 1.3), mix(p.near, p.dark, 0.3), p.dark, True, c.chance(0.5))
    elif ground == "hills":
        c.below(c.ridge(horizon - u * 3, u * 8, 0.42), p.mid)
    c.rect(0, horizon, c.w, c.h, p.near)
    if ground != "hills" or c.chance(0.5):
        mirror(c, horizon, mix(p.near, p.sky, 0.4), 0.42)
    else:
        c.below(c.hills(horizon + u * 3, u * 2), p.near)
    c.below(c.hills(c.h * 0.94, u), p.dark)
    for _ in range(c.rng.randint(5, 9)):
        s = u * c.r(9, 15)
        f.person(
            c,
            c.w * c.r(0.04, 0.96),
            c.h * 0.985,
            s,
            c.rng.choice((p.accent, p.second, p.far, p.glow)),
            c.rng.choice(("down", "up", "wide")),
        )


def dancers(c: Canvas) -> None:
    """Dancers in wide skirts and long sleeves."""
    p, u = c.p, c.u
    stage = c.rng.choice(("field", "sun", "stage", "pattern"))
    if stage == "field":
        sky(c, c.h * 0.6)
        f.mountains(c, c.ridge(c.h * 0.56, u * 9), p.far, mix(p.far, p.light, 0.2), None, u * 10)
        meadow(c, c.hills(c.h * 0.64, u * 2), p.mid, 120, True)
    else:
        c.gradient(0, c.h, [mix(p.sky, p.glow, 0.3), p.glow])
        if stage == "sun":
            x, y, s = c.w * 0.5, c.h * 0.42, u * c.r(28, 38)
            c.oval(x, y, s, s, mix(warm(p), p.glow, 0.25))
            c.below(c.hills(c.h * 0.76, u * 2), mix(p.mid, p.near, 0.3))
        elif stage == "stage":
            for k in range(9):
                x = c.w * k / 8
                c.brush(
                    [(x, -u), (x + u * c.r(-2, 2), c.h * 0.35), (x + u * c.r(-3, 3), c.h * 0.74)],
                    [u * 7, u * 9, u * 6],
                    mix(p.accent if k % 2 else mix(p.accent, p.dark, 0.2), p.glow, 0.25),
                    5,
                )
            c.rect(0, c.h * 0.72, c.w, c.h, mix(p.second, p.dark, 0.3))
            for k in range(5):
                c.line([(0, c.h * (0.75 + 0.055 * k)), (c.w, c.h * (0.75 + 0.055 * k))], u * 0.25, mix(p.second, p.dark, 0.45))
        else:
            for _ in range(60):
                f.flower(
                    c,
                    c.r(0, c.w),
                    c.r(0, c.h),
                    u * c.r(1.5, 3.5),
                    mix(c.rng.choice((p.accent, p.second, p.far, p.light)), p.glow, 0.55),
                    mix(p.second, p.glow, 0.4),
                    c.rng.choice((5, 6)),
                )
            c.below(c.hills(c.h * 0.8, u * 2), mix(p.far, p.glow, 0.3))
    tops = [p.light, p.second, mix(p.accent, p.light, 0.6), p.accent, mix(p.sky, p.light, 0.4)]
    skirts = [
        p.accent,
        mix(p.near, p.dark, 0.5),
        mix(p.accent, p.second, 0.5),
        mix(p.sky, p.dark, 0.35),
        mix(p.accent, p.dark, 0.35),
        p.second,
    ]
    n = c.rng.choice((1, 2, 2, 3) if c.w < c.h else (1, 2, 3, 3, 5, 5, 7))
    wave = c.r(-1, 1)
    if n >= 5:
        back, front = n // 2, n - n // 2
        s = min(u * 52, c.w / front * 0.98)
        placed = [(c.w * (k + 0.5 + (0.5 if front == back else 0)) / back + u * wave * 3, c.h * 0.76, s * 0.78) for k in range(back)]
        placed += [(c.w * (k + 0.5) / front, c.h * (0.93 + 0.02 * (k % 2)), s) for k in range(front)]
    else:
        s = min(u * 82, c.w / n * (0.95 if n > 1 else 0.9))
        placed = [(c.w * (k + 0.5) / n, c.h * (0.9 if n == 1 else 0.86 + 0.07 * (k % 2)), s * (1 if k % 2 else 0.92)) for k in range(n)]
    for k, (x, y, s) in enumerate(placed):
        c.oval(x, y + s * 0.03, s * 0.44, s * 0.05, mix(p.near, p.dark, 0.4), 0.45)
        f.dancer(
            c,
            x,
            y,
            s,
            tops[(k + n) % 5],
            skirts[(k * 2 + n) % 6] if luma(skirts[(k * 2 + n) % 6]) < 225 else p.accent,
            (1 if k % 2 else -1) * c.r(0.3, 1),
        )
    if c.chance(0.6):
        c.specks(70, u * 0.9, [p.accent, p.second, p.light], 0, c.h * 0.6)
