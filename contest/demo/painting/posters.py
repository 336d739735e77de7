"""Posters: bold flat shapes that say peace, friendship and a shared future without a word."""

# A picture is one long list of strokes; cutting it into pieces would not make it clearer.
# ruff: noqa: C901, PLR0912

from __future__ import annotations

import math

from contest.demo.painting import figures as f
from contest.demo.painting.canvas import Canvas, Pts, curve, place
from contest.demo.painting.palettes import RGB, luma, mix, warm

SKINS: tuple[RGB, ...] = ((244, 212, 180), (224, 172, 132), (190, 130, 92), (142, 92, 66))

# What a sun's warm colour turns to towards its rim.
EMBER: RGB = (224, 92, 62)


def people_tones(c: Canvas) -> list[RGB]:
    """Five clearly different colours for hands or clothes."""
    p = c.p
    tones = [p.accent, p.second, p.mid, mix(p.near, p.dark, 0.25), mix(p.accent, p.light, 0.5), mix(p.sky, p.dark, 0.3)]
    c.rng.shuffle(tones)
    return tones


def arcs(c: Canvas, x: float, y: float, r0: float, r1: float, colours: list[RGB]) -> None:
    """Discs inside each other, from `r1` down to `r0`."""
    n = len(colours)
    for k, tone in enumerate(colours):
        r = r1 + (r0 - r1) * k / max(1, n - 1)
        c.oval(x, y, r, r, tone)


def ground(c: Canvas, x: float, y: float) -> None:
    """What lies behind a poster's figure: rings, leaves, a swell or a quiet field. No sunburst: in this region it reads as a flag."""
    p, u = c.p, c.u
    base = c.rng.choice((p.glow, mix(p.sky, p.light, 0.2), mix(p.second, p.light, 0.55), mix(p.near, p.dark, 0.25), p.sky))
    c.rect(0, 0, c.w, c.h, base)
    kind = c.rng.choice(("confetti", "rings", "halves", "swell", "dots", "leaves"))
    soft = mix(base, p.light if luma(base) < 190 else p.far, 0.28)
    if kind == "confetti":
        for _ in range(90):
            s = u * c.r(0.5, 1.5)
            c.rect(
                px := c.r(0, c.w),
                py := c.r(0, c.h),
                px + s,
                py + s * c.r(0.4, 1),
                c.rng.choice((soft, mix(base, p.second, 0.5), mix(base, p.accent, 0.4))),
            )
    elif kind == "swell":
        for k in range(5):
            c.below(c.hills(c.h * (0.12 + 0.18 * k), u * c.r(4, 9)), mix(base, soft, 0.3 + 0.35 * (k % 2)) if k % 2 else base)
    elif kind == "leaves":
        for _ in range(34):
            f.leaf(c, c.r(0, c.w), c.r(0, c.h), u * c.r(6, 12), c.r(0, 6.3), soft, mix(soft, base, 0.6))
    elif kind == "rings":
        arcs(c, x, y, u * 20, (c.w + c.h) * 0.6, [mix(base, soft, 0.9 if k % 2 else 0) for k in range(9)])
    elif kind == "halves":
        c.poly([(0, c.h * c.r(0.5, 0.8)), (c.w, c.h * c.r(0.3, 0.7)), (c.w, c.h), (0, c.h)], soft)
    elif kind == "dots":
        step = u * 6
        for j in range(int(c.h / step) + 2):
            for i in range(int(c.w / step) + 2):
                c.oval((i + 0.5 * (j % 2)) * step, j * step, step * 0.1, step * 0.1, soft)


def hands(c: Canvas) -> None:
    """Many hands and one sun."""
    p, u = c.p, c.u
    x, y = c.w * c.r(0.42, 0.58), c.h * c.r(0.28, 0.4)
    ground(c, x, y)
    r = u * c.r(16, 23)
    form = c.rng.choice(("sun", "heart", "leaf", "globe"))
    if form == "sun":
        n = c.rng.choice((11, 14, 17, 20))
        for k in range(n):
            a = k * math.tau / n
            reach = 1.6 if k % 2 else 1.42
            c.brush(
                [
                    (x + math.cos(a) * r * 1.18, y + math.sin(a) * r * 1.18),
                    (x + math.cos(a + 0.1) * r * (reach + 1.18) / 2, y + math.sin(a + 0.1) * r * (reach + 1.18) / 2),
                    (x + math.cos(a) * r * reach, y + math.sin(a) * r * reach),
                ],
                [u * 2.4, u * 2, u * 0.8],
                p.accent if k % 2 else p.second,
                3,
            )
        arcs(c, x, y, r * 0.4, r, [p.second, mix(p.second, p.accent, 0.35), mix(p.second, p.light, 0.4)])
    elif form == "globe":
        globe(c, x, y, r)
    elif form == "heart":
        heart = [
            (16 * math.sin(t) ** 3 / 16, -(13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 16)
            for t in (k * math.tau / 60 for k in range(60))
        ]
        for grow, tone in ((1.15, p.light), (1.0, p.accent), (0.7, mix(p.accent, p.second, 0.5)), (0.4, p.second)):
            c.poly(place(heart, x, y, r * grow), tone)
    else:
        for k in range(12):
            f.leaf(
                c,
                x,
                y,
                r * (1.3 if k % 2 else 1.05),
                k * math.tau / 12,
                (p.mid, p.second, p.near, mix(p.mid, p.light, 0.4))[k % 4],
                p.light,
            )
        c.oval(x, y, r * 0.24, r * 0.24, p.second)
    tones = people_tones(c) if c.chance(0.65) else [*SKINS]
    n = c.rng.randint(4, 8)
    order = list(range(n))
    c.rng.shuffle(order)
    s = min(u * 30, c.w / n * 1.35)
    for k in order:
        hx = c.w * (k + 0.5) / n
        t = (hx - x) / c.w
        hy = c.h * (0.82 + c.r(-0.05, 0.05)) - s * 0.25 * math.cos(t * 3) - u * 2
        # Every wrist wears a cuff, so that the arm ends in the picture and not at its rim.
        turn = -t * 1.1 + c.r(-0.08, 0.08)
        tone = tones[k % len(tones)]
        flip = c.chance(0.5)
        f.hand(c, hx, hy, s, tone, -turn if flip else turn, flip)
        cuff = place([(-0.21, 0.72), (0.21, 0.72), (0.25, 2.2), (-0.25, 2.2)], hx, hy, s, turn)
        c.poly(cuff, tones[(k + 2) % len(tones)] if len(tones) > 4 else (p.accent, p.near, p.second, p.mid)[k % 4])
        c.line(cuff[:2], s * 0.07, p.light)


def globe(c: Canvas, x: float, y: float, r: float) -> None:
    """The earth as a ball with invented coasts."""
    p = c.p
    sea = mix((70, 142, 186), p.sky, c.r(0.1, 0.4))  # the earth stays blue and green in any palette
    c.oval(x, y, r * 1.06, r * 1.06, p.light)
    c.oval(x, y, r, r, sea)
    land = mix((128, 178, 92), p.second, c.r(0.1, 0.45))
    for ax, ay, s in ((-0.42, -0.3, 0.34), (0.3, -0.42, 0.3), (0.34, 0.26, 0.36), (-0.3, 0.42, 0.28), (-0.02, 0.02, 0.2)):
        n = 9
        shape = [
            (
                x + r * (ax + math.cos(i * math.tau / n) * s * c.r(0.6, 1.1)),
                y + r * (ay + math.sin(i * math.tau / n) * s * 0.85 * c.r(0.6, 1.1)),
            )
            for i in range(n)
        ]
        c.poly(curve(shape, True, 4), land)
    for k in (-0.5, 0.0, 0.5):
        half = r * math.sqrt(1 - k * k)
        c.line(
            curve([(x - half, y + k * r), (x, y + k * r + r * 0.06), (x + half, y + k * r)], False, 6),
            r * 0.012 + 1,
            mix(sea, p.light, 0.5),
        )


def dove(c: Canvas) -> None:
    """A dove with a green twig."""
    p, u = c.p, c.u
    x, y = c.w * c.r(0.44, 0.56), c.h * c.r(0.4, 0.5)
    ground(c, x, y)
    if c.chance(0.7):
        r = u * c.r(33, 42)
        tone = c.rng.choice((p.accent, p.second, p.mid, mix(p.near, p.dark, 0.3)))
        arcs(c, x, y, r * 0.72, r, [tone, mix(tone, p.light, 0.25), mix(tone, p.light, 0.1)])
    low = c.rng.choice(("hills", "waves", "town", "none"))
    layers = [mix(p.near, p.mid, 0.5), p.near, mix(p.near, p.dark, 0.5)]
    if low != "none":
        for k, tone in enumerate(layers):
            yy = c.h * (0.8 + 0.075 * k)
            if low == "waves":
                line = [(c.w * q / 80, yy + u * 2.4 * abs(math.sin(q / 80 * c.w / u / 14 + k * 0.9)) - u * 2) for q in range(81)]
            else:
                line = c.hills(yy, u * 2.5)
            c.below(line, tone)
            if low == "town" and k < 2:
                for q in range(7):
                    f.house(
                        c,
                        c.w * (q + 0.3 + 0.4 * k) / 7,
                        yy + u * 3,
                        u * c.r(7, 10),
                        (p.light, p.second, mix(p.accent, p.light, 0.4))[q % 3],
                        (p.accent, p.dark)[q % 2],
                    )
    s, flip, turn = min(u * 62, c.w * 0.62) * c.r(0.9, 1.05), c.chance(0.5), c.r(-0.3, 0.1)
    white, shade = p.light, mix(p.light, p.far, 0.35)
    if luma(p.far) > 215:
        shade = mix(p.light, p.dark, 0.18)

    def put(points: list[tuple[float, float]]) -> Pts:
        return place(points, x, y, s, turn, flip)

    for k in range(5):
        f_end = (-0.62 - 0.03 * (2 - abs(k - 2)), 0.1 + (k - 2) * 0.075)
        c.brush(put([(-0.22, 0.1), f_end]), [s * 0.06, s * 0.085], white if k % 2 else shade)
    for k in range(7):
        t = k / 6
        c.brush(
            put([(0.02 - 0.2 * t, 0.0), (0.08 - 0.32 * t, -0.26 + 0.05 * t), (0.3 - 0.8 * t, -0.6 + 0.22 * t)]),
            [s * 0.1, s * 0.12, s * 0.035],
            shade if k % 2 == 0 else mix(shade, white, 0.5),
            5,
        )
    c.poly(
        put(
            curve(
                [
                    (0.42, -0.1),
                    (0.34, -0.2),
                    (0.22, -0.16),
                    (0.0, -0.06),
                    (-0.24, 0.06),
                    (-0.3, 0.14),
                    (-0.1, 0.2),
                    (0.14, 0.18),
                    (0.3, 0.06),
                ],
                True,
                6,
            )
        ),
        white,
    )
    for k in range(8):
        t = k / 7
        c.brush(
            put([(0.12 - 0.26 * t, 0.03), (0.0 - 0.26 * t, -0.16 + 0.08 * t), (-0.1 - 0.46 * t, -0.5 + 0.38 * t)]),
            [s * 0.1, s * 0.13, s * 0.035],
            white if k % 2 else mix(white, shade, 0.45),
            5,
        )
    c.poly(put([(0.4, -0.145), (0.51, -0.09), (0.4, -0.07)]), p.second if luma(p.second) < 200 else p.accent)
    c.oval(*put([(0.345, -0.125)])[0], s * 0.017, s * 0.017, p.dark)
    sprig = curve([(0.48, -0.09), (0.58, 0.02), (0.6, 0.16), (0.56, 0.28)], False, 5)
    green = p.mid if abs(luma(p.mid) - luma(p.glow)) > 30 else p.near
    green = mix(green, p.dark, 0.2)
    c.line(put(sprig), s * 0.014, mix(green, p.dark, 0.3))
    for k, (qx, qy) in enumerate(sprig[3::2]):
        for m in (-1, 1):
            a = (0.6 if m > 0 else 2.5) + c.r(-0.2, 0.2)
            end = put([(qx, qy)])[0]
            f.leaf(c, *end, s * 0.12, math.pi - a - turn if flip else a + turn, green if (k + m) % 2 else mix(green, p.light, 0.25))
    for _ in range(c.rng.choice((0, 3, 6))):
        f.gull(c, c.w * c.r(0.06, 0.94), c.h * c.r(0.06, 0.7), u * c.r(2, 4), p.light)


def linking(c: Canvas) -> None:
    """One bridge between many coasts."""
    p, u = c.p, c.u
    x, y = c.w * c.r(0.36, 0.64), c.h * c.r(0.38, 0.54)
    c.rect(0, 0, c.w, c.h, c.rng.choice((p.sky, p.glow, mix(p.sky, p.light, 0.4))))
    r = u * c.r(20, 42)
    discs = [mix(warm(p), EMBER, 0.6), mix(warm(p), EMBER, 0.25), warm(p), mix(warm(p), p.light, 0.5), p.light]
    arcs(c, x, y, r * 0.35, r, discs if c.chance(0.6) else discs[::-1])
    sea = mix(p.near, p.mid, 0.3) if luma(p.near) < 200 else p.far
    c.rect(0, y + u * 12, c.w, c.h, sea)
    n = 7
    for j in range(n):
        yy = y + u * 12 + (c.h - y - u * 12) * j / n
        line = [(c.w * q / 90, yy + u * 1.2 * math.sin(q / 90 * c.w / u / 7 + j * 1.7)) for q in range(91)]
        c.below(line, mix(sea, (p.dark, p.light)[j % 2], 0.1 + 0.05 * j))
    coast = y + u * 12
    kind = c.rng.choice(("arch", "people", "ribbon"))
    deck = coast - u * 1.5
    bands = [p.accent, p.second, p.light, p.mid, mix(p.near, p.dark, 0.4)]
    rise = u * c.r(15, 24)
    top = [(c.w * (0.12 + 0.76 * t / 40), deck + u * 2 - rise * math.sin(math.pi * t / 40)) for t in range(41)]
    if kind == "ribbon":
        for k in range(5):
            c.line([(a, b + u * 2.1 * k) for a, b in top], u * 2.3, bands[k])
    else:
        for a, b in top[2:-2:2]:
            c.line([(a, b), (a, deck + u * 2)], u * 0.6, p.light)
        c.line(top, u * 2, p.accent if kind == "arch" else p.dark)
        c.rect(c.w * 0.1, deck + u * 1.4, c.w * 0.9, deck + u * 3.6, p.dark)
    lands = [mix(p.mid, p.dark, 0.1), mix(p.accent, p.dark, 0.15)]
    for side in (0, 1):
        shape = [
            (-u, c.h * 0.72),
            (-u, coast - u * c.r(6, 12)),
            (c.w * 0.1, coast - u * c.r(6, 11)),
            (c.w * 0.2, coast - u * 3),
            (c.w * 0.25, coast + u * 5),
            (c.w * 0.15, coast + u * 13),
            (-u, coast + u * 20),
        ]
        pts = curve(shape, True, 5)
        if side:
            pts = [(c.w - a, b) for a, b in pts]
        c.poly(pts, lands[side])
        for k in range(4):
            px = c.w * (0.03 + 0.05 * k)
            px = c.w - px if side else px
            py = coast - u * (6.5 - 1.2 * k)
            if side == 0:
                f.house(c, px, py + u * 2, u * 8, (p.light, p.second, p.glow, p.light)[k], p.accent if k % 2 else p.dark, False, k % 2 == 0)
            elif k % 2:
                f.pine(c, px, py + u * 3, u * 13, mix(p.mid, p.dark, 0.5))
            else:
                f.ger(c, px, py + u * 2.5, u * 10, p.second)
    if kind != "arch":
        m = c.rng.randint(5, 9)
        for k in range(m):
            t = 8 + 24 * k / (m - 1)
            a, b = top[round(t)]
            f.person(c, a, b, u * c.r(10, 12), bands[k % 4], "wide", SKINS[k % 3])
    else:
        for k in range(4):
            f.person(c, c.w * (0.3 + 0.13 * k), deck + u * 1.6, u * 10, bands[k], "wide", SKINS[k % 3])
    for k in range(c.rng.randint(1, 4)):
        f.boat(c, c.w * c.r(0.25, 0.75), coast + u * c.r(10, 24), u * c.r(8, 14), bands[k], p.light)


def earth(c: Canvas) -> None:
    """A round earth with trees, homes and people standing all around it."""
    p, u = c.p, c.u
    x, y = c.w / 2, c.h / 2
    ground(c, x, y)
    r = min(c.w, c.h) * c.r(0.27, 0.3)
    airy = mix(p.light, p.glow, 0.3)
    for k in range(c.rng.randint(4, 8)):
        cx, cy, s = c.r(0.02, 0.98) * c.w, c.h * (c.r(0.03, 0.2) if k % 2 else c.r(0.8, 0.97)), u * c.r(2.4, 4)
        if c.w > c.h:
            cx, cy = c.w * (c.r(0.02, 0.2) if k % 2 else c.r(0.8, 0.98)), c.r(0.05, 0.95) * c.h
        for dx, dy, z in ((-1.5, 0.2, 0.8), (0, 0, 1.2), (1.5, 0.2, 0.9), (2.6, 0.45, 0.55), (-2.5, 0.5, 0.5)):
            c.oval(cx + dx * s, cy + dy * s, z * s, z * s * 0.8, airy)
    if c.chance(0.3):
        arcs(c, x, y, r * 1.66, r * 1.86, [mix(p.light, p.second, 0.35), p.light])
    n = c.rng.randint(10, 14)
    menu = c.rng.choice(
        (
            ("tree", "pine", "house", "person", "ger"),
            ("tree", "tree", "person"),
            ("house", "ger", "tree", "tower"),
            ("person", "person", "tree", "pine"),
        )
    )
    items = [(k * math.tau / n + c.r(-0.06, 0.06), c.rng.choice(menu)) for k in range(n)]
    greens = [mix(t, (96, 150, 84), 0.4) for t in (p.mid, p.near, mix(p.mid, p.second, 0.45), mix(p.near, p.light, 0.25))]
    tones = people_tones(c)
    for k, (a, what) in enumerate(items):
        s = r * c.r(0.46, 0.58)

        def put(points: list[tuple[float, float]], a: float = a, s: float = s) -> Pts:
            return place(points, x + math.cos(a) * r * 0.97, y + math.sin(a) * r * 0.97, s, a + math.pi / 2)

        if what == "tree":
            c.poly(put([(-0.06, 0.05), (0.06, 0.05), (0.05, -0.5), (-0.05, -0.5)]), mix(p.dark, p.accent, 0.25))
            for cx, cy, q in ((0, -0.78, 0.3), (-0.2, -0.6, 0.22), (0.2, -0.6, 0.22)):
                px, py = put([(cx, cy)])[0]
                c.oval(px, py, s * q, s * q, greens[k % 4])
        elif what == "pine":
            for q in range(3):
                c.poly(
                    put([(-0.3 + 0.06 * q, -0.16 - 0.28 * q), (0.3 - 0.06 * q, -0.16 - 0.28 * q), (0, -0.62 - 0.25 * q)]),
                    greens[(k + q % 2) % 4],
                )
            c.poly(put([(-0.05, 0.05), (0.05, 0.05), (0.05, -0.17), (-0.05, -0.17)]), p.dark)
        elif what == "house":
            c.poly(put([(-0.28, 0.05), (0.28, 0.05), (0.28, -0.42), (-0.28, -0.42)]), p.light)
            c.poly(put([(-0.36, -0.4), (0.36, -0.4), (0, -0.76)]), tones[k % 6])
            c.poly(put([(-0.08, 0.05), (0.08, 0.05), (0.08, -0.2), (-0.08, -0.2)]), p.dark)
        elif what == "ger":
            c.poly(put([(-0.36, 0.05), (0.36, 0.05), (0.36, -0.26), (-0.36, -0.26)]), p.light)
            c.poly(put([(-0.4, -0.25), (0.4, -0.25), (0.1, -0.5), (-0.1, -0.5)]), mix(p.light, p.second, 0.35))
            c.poly(put([(-0.09, 0.05), (0.09, 0.05), (0.09, -0.2), (-0.09, -0.2)]), p.accent)
        elif what == "tower":
            c.poly(put([(-0.16, 0.05), (0.16, 0.05), (0.16, -0.95), (-0.16, -0.95)]), tones[k % 6])
            for q in range(4):
                c.poly(
                    put([(-0.1, -0.2 - 0.18 * q), (0.1, -0.2 - 0.18 * q), (0.1, -0.3 - 0.18 * q), (-0.1, -0.3 - 0.18 * q)]),
                    p.second if tones[k % 6] != p.second else p.light,
                )
        else:
            for m in (-1, 1):
                c.brush(put([(m * 0.06, -0.2), (m * 0.08, 0.02)]), [s * 0.1, s * 0.08], p.dark)
                c.brush(put([(0, -0.56), (m * 0.36, -0.66)]), [s * 0.1, s * 0.08], tones[k % 6])
            c.poly(put([(-0.14, -0.62), (0.14, -0.62), (0.18, -0.15), (-0.18, -0.15)]), tones[k % 6])
            px, py = put([(0, -0.8)])[0]
            c.oval(px, py, s * 0.14, s * 0.14, SKINS[k % 4])
    globe(c, x, y, r)
    if c.chance(0.5):
        face = mix(p.dark, p.near, 0.2)
        for m in (-1, 1):
            c.oval(x + m * r * 0.3, y - r * 0.1, r * 0.05, r * 0.07, face)
            c.oval(x + m * r * 0.45, y + r * 0.12, r * 0.1, r * 0.07, mix(p.accent, p.light, 0.3))
        c.brush([(x - r * 0.2, y + r * 0.12), (x, y + r * 0.24), (x + r * 0.2, y + r * 0.12)], [r * 0.03, r * 0.06, r * 0.03], face, 6)


def ribbon(c: Canvas) -> None:
    """People in a row or a ring who hold one ribbon."""
    p, u = c.p, c.u
    ground(c, c.w / 2, c.h * 0.5)
    tones = people_tones(c)
    band, edge = c.rng.choice(((p.accent, p.light), (p.second, p.accent), (p.light, p.accent)))
    if c.chance(0.4):
        n = c.rng.randint(6, 10)
        cx, cy, r = c.w / 2, c.h / 2, min(c.w, c.h) * 0.31
        arcs(c, cx, cy, r * 0.2, r * 0.66, [mix(warm(p), p.light, 0.5), warm(p), mix(warm(p), EMBER, 0.5), p.light])
        ring: Pts = []
        for k in range(n * 8):
            a = k * math.tau / (n * 8)
            z = r * (1.16 + 0.07 * math.cos(a * n))
            ring.append((cx + math.cos(a) * z, cy + math.sin(a) * z))
        ring.append(ring[0])
        c.line(ring, u * 3.4, edge)
        c.line(ring, u * 2.4, band)
        for k in range(n):
            a = k * math.tau / n + math.pi / n
            s = min(r * 0.72, r * 4.2 / n)

            def put(points: list[tuple[float, float]], a: float = a, s: float = s) -> Pts:
                return place(points, cx + math.cos(a) * r * 0.98, cy + math.sin(a) * r * 0.98, s, a + math.pi / 2)

            for m in (-1, 1):
                c.brush(put([(m * 0.1, 0.26), (m * 0.14, 0.62)]), [s * 0.13, s * 0.1], p.dark)
                c.brush(
                    put([(m * 0.1, -0.16), (m * 0.36, -0.22), (m * 0.6, -0.3)]),
                    [s * 0.14, s * 0.12, s * 0.1],
                    mix(tones[k % 6], p.dark, 0.15),
                    4,
                )
            c.poly(put([(-0.17, -0.22), (0.17, -0.22), (0.27, 0.34), (-0.27, 0.34)]), tones[k % 6])
            px, py = put([(0, -0.42)])[0]
            c.oval(px, py, s * 0.17, s * 0.17, SKINS[k % 4])
            c.pie(px, py, s * 0.18, math.degrees(a) - 100, math.degrees(a) + 100, p.dark)
        return
    n = c.rng.randint(3, 7) if c.w < c.h * 1.7 else 9
    base = c.h * c.r(0.86, 0.92)
    c.below(c.hills(base - u * 3, u * 2), mix(p.near, p.mid, 0.5))
    s = min(c.h * 0.62, c.w / n * 1.75)
    if c.chance(0.6):
        arcs(c, c.w / 2, base - s * 0.9, u * 12, u * 26, [mix(warm(p), p.light, 0.5), warm(p), mix(warm(p), EMBER, 0.4)])
    xs = [c.w * (k + 0.5) / n for k in range(n)]
    for k, x in enumerate(xs):
        f.person(c, x, base + u * (2 if k % 2 else 0), s * (0.92 if k % 2 else 1), tones[k % 6], "wide", SKINS[(k * 3) % 4])
        if c.chance(0.5):
            yy = base + u * (2 if k % 2 else 0)
            c.poly(place([(-0.19, -0.24), (0.19, -0.24), (0.25, -0.06), (-0.25, -0.06)], x, yy, s * 0.95), tones[k % 6])
    hand = base - s * 0.7
    path: Pts = [(-u * 3, hand + u * c.r(-10, 6))]
    for k, x in enumerate(xs):
        path.append((x - s * 0.34, hand + u * 1.5))
        path.append((x, hand + s * (0.2 if k % 2 else 0.14)))
        path.append((x + s * 0.34, hand + u * 1.5))
    path.append((c.w + u * 3, hand + u * c.r(-10, 6)))
    flow = sorted(path)
    c.brush(flow, [u * 4.2, u * 4.2], edge, 6)
    c.brush(flow, [u * 3, u * 3], band, 6)


def fleet(c: Canvas) -> None:
    """Boats of many colours on one sea, towards one light."""
    p, u = c.p, c.u
    x, y = c.w * c.r(0.35, 0.65), c.h * c.r(0.26, 0.36)
    ground(c, x, y)
    r = u * c.r(14, 22)
    discs = [mix(warm(p), p.light, 0.6), mix(warm(p), p.light, 0.2), mix(warm(p), EMBER, 0.35), mix(warm(p), EMBER, 0.7)]
    if c.chance(0.5):
        discs.reverse()
    arcs(
        c,
        x,
        y,
        r * 0.5,
        r * 1.3,
        discs,
    )
    rows = c.rng.randint(4, 6)
    sea = [p.far, p.mid, p.near, mix(p.near, p.dark, 0.35), mix(p.near, p.dark, 0.6), p.dark]
    if luma(p.near) > 200:
        sea = [mix(p.sky, p.light, 0.4), p.sky, p.far, mix(p.far, p.dark, 0.3), mix(p.far, p.dark, 0.55), p.dark]
    tones = people_tones(c)
    crest, k = c.rng.choice(("round", "peak", "curl")), 0
    for j in range(rows):
        yy = c.h * (0.46 + 0.5 * j / (rows - 1))
        n = max(1, round(c.w / (u * (22 + 8 * j))))
        for i in range(n):
            if c.chance(0.75):
                s = u * (11 + 3.4 * j)
                bx = c.w * (i + 0.5 + 0.3 * (j % 2)) / n
                tone = tones[k % 6]
                if (j + i) % 3 == 0 or crest == "curl":
                    f.boat(c, bx, yy, s, tone, p.light if c.chance(0.5) else tones[(k + 2) % 6], c.chance(0.5))
                else:
                    c.poly(place([(-0.6, -0.24), (0, -0.16), (-0.0, 0.12), (-0.36, 0.12)], bx, yy, s), tone)
                    c.poly(place([(0.6, -0.24), (0, -0.16), (0.0, 0.12), (0.36, 0.12)], bx, yy, s), mix(tone, p.dark, 0.2))
                    c.poly(place([(0, -0.6), (-0.26, -0.2), (0, -0.16)], bx, yy, s), mix(tone, p.light, 0.65))
                    c.poly(place([(0, -0.6), (0.26, -0.2), (0, -0.16)], bx, yy, s), mix(tone, p.light, 0.4))
                k += 1
        steps = 120
        period = u * (10 + 2 * j)
        line = []
        for q in range(steps + 1):
            px = c.w * q / steps
            v = math.sin(px / period * math.pi + j * 1.3)
            line.append((px, yy + u * (2 + 0.4 * j) * (v * 0.6 if crest == "round" else 0.8 - 1.3 * (1 - abs(v)))))
        c.below(line, sea[min(j, 5)])
        c.line([(a, b + u * 2.2) for a, b in line], u * 0.7, mix(sea[min(j, 5)], p.light, 0.35))


def tree(c: Canvas) -> None:
    """One tree whose leaves have all colours, with children under it."""
    p, u = c.p, c.u
    x, base = c.w * c.r(0.44, 0.56), c.h * c.r(0.84, 0.9)
    ground(c, x, base - u * 40)
    hill = [(c.w * q / 40, base + u * 7 * ((q / 40 - x / c.w) * 2) ** 2) for q in range(41)]
    leaves = [p.accent, p.second, p.mid, p.near, mix(p.accent, p.light, 0.45), mix(p.second, p.light, 0.4), mix(p.sky, p.dark, 0.25)]
    trunk = mix(p.dark, p.accent, 0.18)
    tips: Pts = []

    def grow(bx: float, by: float, angle: float, length: float, width: float, depth: int) -> None:
        ex, ey = bx + math.cos(angle) * length, by + math.sin(angle) * length
        c.brush([(bx, by), (ex, ey)], [width, width * 0.62], trunk)
        if depth < 3:
            tips.append((ex, ey))
        if depth:
            for side in (-1, 0, 1) if depth > 2 else (-1, 1):
                grow(ex, ey, angle + side * c.r(0.35, 0.6), length * c.r(0.68, 0.82), width * 0.6, depth - 1)

    size = min(c.h * 0.215, c.w * 0.25)
    grow(x, base + u * 2, -math.pi / 2, size, u * 7, 4)
    kind = c.rng.choice(("leaves", "hearts", "hands", "dots", "leaves"))
    for tx, ty in tips:
        for _ in range(3):
            lx, ly, tone = tx + u * c.r(-5, 5), ty + u * c.r(-5, 5), c.rng.choice(leaves)
            if kind == "leaves":
                f.leaf(c, lx, ly, u * c.r(4, 7), c.r(0, 6.3), tone, mix(tone, p.light, 0.4))
            elif kind == "dots":
                s = u * c.r(1.4, 3.2)
                c.oval(lx, ly, s, s, tone)
                c.oval(lx, ly, s * 0.5, s * 0.5, mix(tone, p.light, 0.5))
            elif kind == "hearts":
                s, t = u * c.r(1.2, 2.2), c.r(-0.6, 0.6)
                for m in (-1, 1):
                    c.oval(*place([(m * 0.5, -0.3)], lx, ly, s, t)[0], s * 0.62, s * 0.62, tone)
                c.poly(place([(-1.05, -0.05), (1.05, -0.05), (0, 1.3)], lx, ly, s, t), tone)
            elif c.chance(0.5):
                s, t = u * c.r(4, 6.5), c.r(-0.8, 0.8)
                c.brush(place([(0, 0.3), (0, 0.05)], lx, ly, s, t), [s * 0.42, s * 0.5], tone)
                for a in (-0.55, -0.18, 0.18, 0.55):
                    c.brush(place([(a * 0.4, 0), (a * 0.95, -0.6 + abs(a) * 0.25)], lx, ly, s, t), [s * 0.16, s * 0.13], tone)
                c.brush(place([(0.18, 0.3), (0.48, 0.1)], lx, ly, s, t), [s * 0.16, s * 0.13], tone)
    c.below(hill, mix(p.mid, p.near, 0.5))
    tones = people_tones(c)
    n = c.rng.choice((0, 4, 6, 8))
    for k in range(n):
        px = c.w * (0.1 + 0.8 * (k + 0.5) / n)
        if abs(px - x) > u * 6:
            f.person(c, px, base + u * 5 + u * 5 * ((px - x) / c.w * 2) ** 2, u * c.r(12, 15), tones[k % 6], "wide", SKINS[k % 4])
    if not n:
        for _ in range(60):
            f.flower(c, c.r(0, c.w), c.r(base + u * 5, c.h), u * c.r(0.8, 1.8), c.rng.choice(leaves), p.light)
