"""Animals of the region: cranes, tiger, whale, snow leopard, magpie, eagle."""

# A picture is one long list of strokes; cutting it into pieces would not make it clearer.
# ruff: noqa: C901, PLR0912, PLR0915

from __future__ import annotations

import math
from collections.abc import Sequence

from contest.demo.painting import figures as f
from contest.demo.painting.canvas import Canvas, at, curve, place
from contest.demo.painting.landscapes import sky
from contest.demo.painting.palettes import RGB, luma, mix, warm


def cranes(c: Canvas) -> None:
    """Cranes over and in a marsh."""
    p, u = c.p, c.u
    light = mix(p.light, p.glow, 0.05)
    horizon = c.h * c.r(0.62, 0.8)
    if c.chance(0.5):
        sky(c, horizon + u * 6)
        if luma(p.glow) > 215:
            c.rect(0, 0, c.w, c.h, mix(p.far, p.near, 0.3), 0.3)  # white birds need a sky that is not white
    else:
        deep = mix(p.sky, mix(p.far, p.near, 0.3), 0.55) if luma(p.glow) > 215 else p.sky
        c.gradient(0, c.h, [deep, mix(deep, p.glow, 0.4), p.glow])
        x, y, s = c.w * c.r(0.3, 0.7), c.h * c.r(0.28, 0.45), u * c.r(17, 27)
        c.oval(x, y, s, s, c.rng.choice((mix(warm(p), p.glow, 0.15), mix(warm(p), p.glow, 0.5), mix(p.second, p.light, 0.5))))
    c.below(c.ridge(horizon - u * 2, u * 7, 0.44), mix(p.far, p.sky, 0.2))
    c.mist(horizon - u * 2, horizon + u * 8, p.glow, 0.6)
    c.below(c.hills(horizon + u * 4, u), mix(p.sky, p.mid, 0.55))
    for _ in range(40):
        x, y = c.r(0, c.w), c.r(horizon + u * 5, c.h)
        c.line([(x, y), (x + u * c.r(3, 12), y)], u * c.r(0.2, 0.7), mix(p.glow, p.light, 0.5), 0.6)
    flying = c.rng.choice((0, 1, 2, 3, 5))
    standing = c.rng.randint(1, 3) if flying < 3 else c.rng.choice((0, 1))
    flip = c.chance(0.5)
    for k in range(flying):
        s = u * (c.r(20, 30) if flying > 2 else c.r(32, 46))
        f.crane(c, c.w * (k + c.r(0.4, 0.6)) / flying, c.h * c.r(0.2, 0.5), s, flip, True, light, p.dark)
    for k in range(standing):
        f.crane(c, c.w * (k + c.r(0.35, 0.65)) / standing, c.h * c.r(0.86, 0.95), u * c.r(38, 56), c.chance(0.5), False, light, p.dark)
    if c.chance(0.65):
        base = mix(p.dark, p.near, 0.45)
        for _ in range(60):
            x = c.w * c.rng.choice((c.r(-0.02, 0.3), c.r(0.7, 1.02)))
            y, tall, bend = c.h * c.r(0.97, 1.05), u * c.r(8, 30), u * c.r(-6, 6)
            c.brush([(x, y), (x + bend * 0.3, y - tall * 0.6), (x + bend, y - tall)], [u * 0.8, u * 0.5, u * 0.1], c.near(base, 0.3), 3)
            if c.chance(0.3):
                c.brush([(x + bend * 0.8, y - tall * 0.85), (x + bend, y - tall)], [u * 1.2, u * 0.6], mix(p.second, p.dark, 0.3))


def tiger(c: Canvas) -> None:
    """A friendly tiger's face, as on folk paintings: all stripes and eyes."""
    p, u = c.p, c.u
    c.gradient(0, c.h, [p.sky, p.glow])
    coat = mix(p.second, p.accent, c.r(0.1, 0.45)) if p.mood != "mono" else mix(p.light, p.second, 0.35)
    green = mix(p.near, p.mid, 0.4)
    ground = c.rng.choice(("bamboo", "leaves", "sun", "stripes"))
    if ground == "bamboo":
        for k in range(9):
            x = c.w * (k + c.r(0.2, 0.8)) / 9
            lean = u * c.r(-5, 5)
            tone = c.near(mix(green, p.glow, 0.35), 0.2)
            for q in range(7):
                y0, y1 = c.h * q / 7, c.h * (q + 1) / 7 - u * 0.8
                c.brush([(x + lean * q / 7, y0), (x + lean * (q + 1) / 7, y1)], [u * 2.4, u * 2.4], tone)
            for _ in range(5):
                f.leaf(c, x, c.r(0, c.h), u * c.r(7, 12), c.r(0.2, 2.6), c.near(green, 0.25))
    elif ground == "sun":
        c.oval(c.w / 2, c.h * 0.46, u * 47, u * 47, mix(p.accent, p.glow, 0.25))
    elif ground == "stripes":
        for k in range(24):
            x = c.w * k / 23
            c.brush(
                [(x, -u), (x + u * c.r(-4, 4), c.h * 0.5), (x + u * c.r(-4, 4), c.h + u)],
                [u * 1, u * c.r(2, 4), u * 0.8],
                mix(p.far, p.glow, 0.4),
                5,
            )
    x, y, s = c.w * c.r(0.46, 0.54), c.h * c.r(0.52, 0.56), u * c.r(34, 40)
    black, white = p.dark, mix(p.light, p.glow, 0.15)
    c.poly(
        curve(
            [
                (x - s * 1.4, c.h + u),
                (x - s * 1.15, y + s * 0.75),
                (x - s * 0.6, y + s * 0.5),
                (x + s * 0.6, y + s * 0.5),
                (x + s * 1.15, y + s * 0.75),
                (x + s * 1.4, c.h + u),
            ],
            False,
            6,
        ),
        mix(coat, p.dark, 0.12),
    )
    for k in range(5):
        for m in (-1, 1):
            yy = y + s * (0.78 + 0.17 * k)
            c.brush(
                [(x + m * s * (1.06 + 0.07 * k), yy), (x + m * s * 0.86, yy + s * 0.05), (x + m * s * 0.62, yy + s * 0.02)],
                [s * 0.02, s * 0.09, s * 0.01],
                black,
                4,
            )
    for m in (-1, 1):
        c.oval(x + m * s * 0.68, y - s * 0.72, s * 0.32, s * 0.32, mix(coat, p.dark, 0.15))
        c.oval(x + m * s * 0.68, y - s * 0.7, s * 0.19, s * 0.19, mix(p.accent, p.light, 0.45))
    fur = [
        (x + math.cos(a) * s * k, y + math.sin(a) * s * 0.92 * k)
        for i in range(72)
        for a, k in [(i * math.tau / 72, (1.08 if i % 2 else 0.97) if 0.05 < i / 72 < 0.45 else 1.0)]
    ]
    c.poly(fur, coat)
    for m in (-1, 1):
        c.blob(x + m * s * 0.34, y + s * 0.36, s * 0.36, s * 0.28, white, 1, 0.06)
        c.blob(x + m * s * 0.4, y - s * 0.36, s * 0.2, s * 0.1, white, 1, 0.1)
    c.blob(x, y + s * 0.6, s * 0.3, s * 0.2, white, 1, 0.06)
    n = c.rng.randint(4, 6)
    for k in range(n):
        t = k / (n - 1)
        for m in (-1, 1):
            yy = y + s * (-0.25 + 0.78 * t)
            edge = math.sqrt(max(0.02, 1 - ((yy - y) / (0.92 * s)) ** 2)) * s * 0.98
            c.brush(
                [
                    (x + m * edge, yy - s * 0.03),
                    (x + m * (edge - s * 0.16), yy + s * 0.03),
                    (x + m * (edge - s * c.r(0.26, 0.36)), yy + s * c.r(-0.02, 0.08)),
                ],
                [s * 0.11, s * 0.08, s * 0.012],
                black,
                4,
            )
            if k < 4:
                xx, y2 = x + m * s * (0.14 + 0.15 * k), y - s * (0.9 - 0.05 * k * k)
                c.brush(
                    [(xx, y2), (xx - m * s * 0.04, y2 + s * 0.17), (xx - m * s * 0.1, y2 + s * 0.28)],
                    [s * 0.02, s * 0.075, s * 0.012],
                    black,
                    4,
                )
    for k in range(3):
        c.brush(
            [
                (x - s * (0.2 - 0.04 * k), y - s * (0.68 - 0.12 * k)),
                (x, y - s * (0.63 - 0.12 * k)),
                (x + s * (0.2 - 0.04 * k), y - s * (0.68 - 0.12 * k)),
            ],
            [s * 0.015, s * 0.07, s * 0.015],
            black,
            4,
        )
    c.brush([(x, y - s * 0.72), (x, y - s * 0.36)], [s * 0.05, s * 0.02], black)
    iris = c.rng.choice((p.second, mix(p.mid, p.light, 0.35), p.sky if luma(p.sky) > 110 else p.second))
    look = c.r(-0.05, 0.05)
    for m in (-1, 1):
        ex, ey = x + m * s * 0.38, y - s * 0.13
        c.oval(ex, ey, s * 0.215, s * 0.2, black)
        c.oval(ex, ey, s * 0.18, s * 0.165, p.light)
        c.oval(ex + look * s, ey, s * 0.135, s * 0.14, iris)
        c.oval(ex + look * s, ey, s * 0.07, s * 0.085, black)
        c.oval(ex + look * s - s * 0.035, ey - s * 0.045, s * 0.03, s * 0.03, p.light)
    c.poly(
        curve([(x - s * 0.17, y + s * 0.13), (x, y + s * 0.09), (x + s * 0.17, y + s * 0.13), (x, y + s * 0.3)], True, 5),
        mix(p.accent, p.dark, 0.12),
    )
    c.brush([(x, y + s * 0.28), (x, y + s * 0.42)], [s * 0.035, s * 0.035], black)
    for m in (-1, 1):
        c.brush(
            [(x, y + s * 0.42), (x + m * s * 0.14, y + s * 0.52), (x + m * s * 0.3, y + s * 0.44)],
            [s * 0.035, s * 0.035, s * 0.015],
            black,
            4,
        )
        for k in range(3):
            c.brush(
                [(x + m * s * 0.4, y + s * (0.3 + 0.07 * k)), (x + m * s * 1.12, y + s * (0.16 + 0.14 * k))],
                [s * 0.015, s * 0.006],
                p.light if luma(p.glow) < 150 else black,
            )
            c.oval(x + m * s * (0.26 + 0.05 * k), y + s * (0.3 + 0.05 * (k % 2)), s * 0.016, s * 0.016, black)
    if ground in ("leaves", "sun"):
        for m in (-1, 1):
            for _ in range(16):
                lx, ly = (0.0 if m < 0 else c.w) + m * -u * c.r(-3, 12), c.h * c.r(0.35, 1.0)
                f.leaf(
                    c,
                    lx,
                    ly,
                    u * c.r(12, 22),
                    (c.r(-0.7, 0.7) if m < 0 else math.pi + c.r(-0.7, 0.7)),
                    c.near(green, 0.35),
                    mix(green, p.light, 0.3),
                )


def whale(c: Canvas) -> None:
    """A whale under a small boat."""
    p, u = c.p, c.u
    line_y = c.h * c.r(0.2, 0.38)
    sky(c, line_y)
    deep = [mix(p.glow, p.mid, 0.45), p.mid, p.near, mix(p.near, p.dark, 0.6)]
    if luma(p.near) > 190:
        deep = [mix(p.sky, p.glow, 0.3), p.sky, p.far, mix(p.far, p.dark, 0.6)]
    c.gradient(line_y, c.h, deep)
    surface = c.hills(line_y, u * 1.6)
    c.poly([*surface, (c.w + u, line_y + u * 5), (-u, line_y + u * 5)], deep[0])
    for k in range(5):
        c.line([(x, y + u * (3 + 7 * k)) for x, y in c.hills(line_y, u * 1.5)], u * 0.5, mix(deep[0], p.light, 0.4), 0.4)
    for _ in range(6):
        x = c.r(0, c.w)
        c.poly([(x, line_y + u * 4), (x + u * 5, line_y + u * 4), (x + u * c.r(-14, 10), c.h), (x - u * c.r(8, 22), c.h)], p.light, 0.07)
    s, flip = min(c.w * 0.74, u * 105) * c.r(0.8, 1), c.chance(0.5)
    x, y, turn = c.w * c.r(0.46, 0.54), line_y + (c.h - line_y) * c.r(0.45, 0.56), c.r(-0.25, 0.16)
    coats = [
        mix(p.dark, p.far, 0.2),
        mix(p.far, p.dark, 0.45),
        mix(p.accent, p.dark, 0.4),
        mix(p.sky, p.dark, 0.55),
        mix(p.far, p.light, 0.4),
    ]
    # The whale must stand out from its water, by day and by night.
    back = c.rng.choice([t for t in coats if abs(luma(t) - luma(mix(deep[1], deep[2], 0.5))) > 38] or [mix(p.far, p.light, 0.5)])
    belly = mix(p.light, p.far, 0.15)

    def put(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return place(points, x, y, s, turn, flip)

    tail = [(-0.42, -0.06), (-0.53, -0.12), (-0.64, -0.24), (-0.6, -0.1), (-0.66, 0.02), (-0.54, -0.03)]
    c.poly(put(curve(tail, True, 5)), mix(back, p.dark, 0.15))
    body = curve(
        [
            (0.5, 0.02),
            (0.42, -0.12),
            (0.18, -0.2),
            (-0.12, -0.16),
            (-0.38, -0.09),
            (-0.52, -0.08),
            (-0.4, 0.0),
            (-0.12, 0.1),
            (0.16, 0.17),
            (0.38, 0.14),
        ],
        True,
        6,
    )
    c.poly(put(body), back)
    under = curve([(0.5, 0.02), (0.3, 0.03), (0.05, 0.06), (-0.25, 0.04), (-0.12, 0.1), (0.16, 0.17), (0.38, 0.14)], True, 6)
    c.poly(put(under), belly)
    for k in range(5):
        c.line(
            put(curve([(0.46 - 0.02 * k, 0.045 + 0.018 * k), (0.25, 0.06 + 0.02 * k), (0.02, 0.07 + 0.015 * k)], False, 5)),
            s * 0.004 + 1,
            mix(belly, back, 0.4),
        )
    c.poly(put(curve([(0.16, 0.06), (0.02, 0.14), (-0.06, 0.3), (0.1, 0.22), (0.24, 0.08)], True, 5)), mix(back, p.dark, 0.25))
    c.oval(*put([(0.34, 0.0)])[0], s * 0.013, s * 0.013, p.light)
    c.oval(*put([(0.342, 0.0)])[0], s * 0.007, s * 0.007, p.dark)
    mark = c.rng.choice(("spots", "waves", "flowers", "stars"))
    for k in range(14):
        qx, qy = -0.3 + 0.05 * k, -0.1 + 0.04 * math.sin(k * 1.9)
        mx, my = put([(qx, qy)])[0]
        tone = mix(back, p.light, 0.5) if mark in ("spots", "stars") else (p.accent, p.second, p.light)[k % 3]
        if mark == "flowers":
            f.flower(c, mx, my, s * 0.02, tone, p.second)
        elif mark == "waves":
            c.arc(mx, my, s * 0.03, 180, 360, s * 0.008, mix(back, p.light, 0.45))
        else:
            c.oval(mx, my, s * c.r(0.004, 0.011), s * c.r(0.004, 0.011), tone)
    for _ in range(24):
        bx, by, r = c.r(0, c.w), c.r(line_y + u * 8, c.h), u * c.r(0.3, 1.3)
        c.ring(bx, by, r, u * 0.2 + 1, mix(p.light, deep[1], 0.35))
    school = c.rng.choice((p.second, p.accent, p.light))
    for _ in range(c.rng.randint(8, 26)):
        fx, fy, z = c.r(0, c.w), c.r(line_y + u * 10, c.h * 0.97), u * c.r(1.6, 3.2)
        m = -1 if flip else 1
        c.poly(
            [
                (fx + m * z, fy),
                (fx, fy - z * 0.4),
                (fx - m * z * 0.6, fy),
                (fx - m * z * 1.1, fy - z * 0.4),
                (fx - m * z * 1.1, fy + z * 0.4),
                (fx - m * z * 0.6, fy),
                (fx, fy + z * 0.4),
            ],
            c.near(school, 0.25),
        )
    if c.chance(0.7):
        f.boat(c, c.w * c.r(0.2, 0.8), line_y + u * 0.6, u * c.r(9, 15), p.accent, p.light if c.chance(0.6) else None, c.chance(0.5))
    for _ in range(26):
        wx, tall, bend = c.r(0, c.w), u * c.r(4, 15), u * c.r(-3, 3)
        c.brush(
            [(wx, c.h + u), (wx + bend, c.h - tall * 0.5), (wx - bend * 0.6, c.h - tall)],
            [u * 1.6, u * 1.2, u * 0.2],
            c.near(mix(p.mid, deep[3], 0.5), 0.3),
            4,
        )


def leopard(c: Canvas) -> None:
    """A snow leopard crossing a ridge."""
    p, u = c.p, c.u
    ridge_y = c.h * c.r(0.74, 0.84)
    sky(c, ridge_y)
    white = mix(p.light, p.glow, 0.08)
    f.mountains(c, c.ridge(ridge_y - u * 24, u * 18, 0.52), mix(p.far, p.sky, 0.35), mix(p.far, p.light, 0.35), white, u * 22)
    f.mountains(c, c.ridge(ridge_y - u * 8, u * 11, 0.5), p.far, mix(p.far, p.light, 0.25), white if c.chance(0.5) else None, u * 14)
    c.mist(ridge_y - u * 12, ridge_y + u * 2, p.glow, 0.6)
    rock = mix(p.dark, p.far, 0.3)
    crest = c.hills(ridge_y + u * 3, u * 3)
    c.below(crest, rock)
    for _ in range(46):
        x = c.r(0, c.w)
        y = at(crest, x) + c.r(0, 1) * (c.h - at(crest, x))
        c.poly(
            [
                (x, y),
                (x + u * c.r(3, 9), y + u * c.r(-2, 3)),
                (x + u * c.r(2, 7), y + u * c.r(3, 8)),
                (x - u * c.r(0, 4), y + u * c.r(2, 6)),
            ],
            c.near(mix(rock, p.far, 0.2), 0.3),
        )
    c.poly([*crest, *((x, y + u * (1.6 + 1.3 * math.sin(i * 2.1))) for i, (x, y) in reversed(list(enumerate(crest))))], white)
    s, flip = min(u * 62, c.w * 0.5) * c.r(0.78, 1.1), c.chance(0.5)
    x = c.w * c.r(0.42, 0.58)
    if c.chance(0.45):
        m = -1 if flip else 1
        for cub in range(c.rng.choice((1, 2))):
            cx = x - m * s * (0.62 + 0.6 * cub) if cub else x + m * s * 0.95
            cat(c, min(c.w * 0.9, max(c.w * 0.1, cx)), at(crest, cx) + u * 2.5, s * 0.4, flip if cub else c.chance(0.5))
    cat(c, x, at(crest, x) + u * 2.5, s, flip)
    if c.chance(0.7):
        c.specks(150, u * 0.6, [p.light, (255, 255, 255)])


def cat(c: Canvas, x: float, y: float, s: float, flip: bool) -> None:
    """The leopard itself, walking; `s` is the length of its back."""
    p = c.p
    coat = mix(p.light, p.far, c.r(0.16, 0.34)) if luma(p.far) > 90 else mix(p.light, p.second, 0.25)
    shade, spot = mix(coat, p.dark, 0.22), mix(p.dark, coat, 0.12)

    line = mix(p.dark, p.far, 0.25)
    strokes: list[tuple[Sequence[tuple[float, float]], Sequence[float], RGB]] = []

    def limb(points: Sequence[tuple[float, float]], widths: Sequence[float], tone: RGB) -> None:
        strokes.append((points, widths, tone))

    def lay() -> None:
        """Every stroke first a little wider in the dark colour: one outline around the whole animal."""
        for grow, outline in ((0.022, True), (0.0, False)):
            for points, widths, tone in strokes:
                c.brush(place(points, x, y, s, 0, flip), [(w + grow) * s for w in widths], line if outline else tone, 6)
        strokes.clear()

    tail = [(-0.46, -0.44), (-0.66, -0.34), (-0.82, -0.16), (-1.0, -0.2), (-1.04, -0.36)]
    limb(tail, (0.09, 0.11, 0.12, 0.13, 0.1), coat)
    lay()
    rings = curve(tail, False, 4)
    for k in range(4, len(rings) - 1, 3):
        (ax, ay), (bx, by) = rings[k - 1], rings[k + 1]
        length = math.hypot(bx - ax, by - ay)
        nx, ny = (ay - by) / length * 0.05, (bx - ax) / length * 0.05
        c.brush(
            place([(rings[k][0] - nx, rings[k][1] - ny), (rings[k][0] + nx, rings[k][1] + ny)], x, y, s, 0, flip),
            [s * 0.035, s * 0.035],
            spot,
        )
    limb([(-0.34, -0.34), (-0.36, -0.18), (-0.5, -0.1), (-0.5, 0.0)], (0.16, 0.11, 0.08, 0.08), shade)
    limb([(0.28, -0.36), (0.4, -0.2), (0.44, 0.0), (0.48, 0.0)], (0.16, 0.1, 0.09, 0.08), shade)
    lay()
    limb([(-0.4, -0.4), (0.0, -0.4), (0.34, -0.42)], (0.29, 0.24, 0.29), coat)
    limb([(-0.36, -0.38), (-0.3, -0.2), (-0.38, -0.09), (-0.3, 0.01), (-0.26, 0.01)], (0.26, 0.15, 0.09, 0.09, 0.08), coat)
    limb([(0.3, -0.4), (0.26, -0.2), (0.2, 0.0), (0.24, 0.01)], (0.24, 0.13, 0.09, 0.08), coat)
    limb([(0.36, -0.46), (0.54, -0.54)], (0.24, 0.2), coat)
    limb([(0.56, -0.56), (0.62, -0.55)], (0.22, 0.19), coat)
    for dx in (0.5, 0.62):
        limb([(dx, -0.65), (dx - 0.01, -0.69)], (0.07, 0.05), shade)
    limb([(0.66, -0.5), (0.71, -0.49)], (0.11, 0.08), mix(coat, p.light, 0.6))
    lay()
    limb([(-0.2, -0.3), (0.05, -0.29), (0.2, -0.31)], (0.04, 0.05, 0.04), mix(coat, p.light, 0.6))
    limb([(0.73, -0.515), (0.745, -0.51)], (0.035, 0.03), mix(p.accent, p.dark, 0.3))
    limb([(0.62, -0.57), (0.65, -0.565)], (0.04, 0.035), p.dark)
    limb([(0.635, -0.57), (0.64, -0.57)], (0.022, 0.022), p.second)
    limb([(0.68, -0.46), (0.73, -0.462)], (0.012, 0.01), p.dark)
    for points, widths, tone in strokes:
        c.brush(place(points, x, y, s, 0, flip), [w * s for w in widths], tone, 6)
    for i in range(9):
        for j in range(3):
            qx, qy = -0.44 + 0.1 * i + 0.03 * (j % 2) + c.r(-0.012, 0.012), -0.49 + 0.085 * j + c.r(-0.01, 0.01) + 0.02 * abs(i - 4) / 4
            mx, my = place([(qx, qy)], x, y, s, 0, flip)[0]
            r = s * c.r(0.021, 0.03)
            c.arc(mx, my, r, c.r(0, 100), c.r(250, 340), s * 0.012, spot)
    for qx, qy in (
        (-0.33, -0.25),
        (-0.3, -0.17),
        (-0.27, -0.22),
        (0.28, -0.25),
        (0.24, -0.16),
        (0.29, -0.19),
        (0.23, -0.09),
        (-0.36, -0.1),
        (0.42, -0.5),
        (0.47, -0.56),
        (0.45, -0.45),
        (0.57, -0.61),
        (0.52, -0.6),
    ):
        mx, my = place([(qx, qy)], x, y, s, 0, flip)[0]
        c.oval(mx, my, s * 0.012, s * 0.012, spot)


def magpie(c: Canvas) -> None:
    """A magpie and ripe persimmons."""
    p, u = c.p, c.u
    c.gradient(0, c.h, c.rng.choice(([p.sky, p.glow], [p.glow, p.light], [mix(p.sky, p.glow, 0.5), p.glow])))
    if c.chance(0.5):
        x, y, s = c.w * c.r(0.2, 0.8), c.h * c.r(0.2, 0.5), u * c.r(14, 24)
        c.oval(x, y, s, s, mix(p.second, p.light, 0.55))
    if c.chance(0.5):
        c.below(c.ridge(c.h * 0.8, u * 9, 0.42), mix(p.far, p.glow, 0.55))
        c.below(c.ridge(c.h * 0.9, u * 6, 0.4), mix(p.far, p.glow, 0.3))
    bark, fruit = mix(p.dark, p.accent, 0.1), mix(warm(p), (234, 116, 46), c.r(0.35, 0.75))
    flip = c.chance(0.5)

    def fx(v: float) -> float:
        return c.w - v if flip else v

    y0, y1 = c.h * c.r(0.6, 0.8), c.h * c.r(0.52, 0.68)
    main = curve(
        [
            (fx(-u * 3), y0),
            (fx(c.w * 0.22), y0 - u * 6),
            (fx(c.w * 0.5), y1),
            (fx(c.w * 0.78), y1 - u * c.r(4, 14)),
            (fx(c.w * 0.98), y1 - u * c.r(0, 24)),
        ],
        False,
        7,
    )
    c.brush(main, [u * 5, u * 3.4, u * 2, u * 0.7], bark, 1, False)
    snow = p.mood == "snow"
    twigs = []
    for k in range(7):
        bx, by = main[3 + 3 * k]
        side = -1 if k % 2 else 1
        end = (bx + (-1 if flip else 1) * u * c.r(6, 16), by + side * u * c.r(10, 26))
        c.brush([(bx, by), ((bx + end[0]) / 2 + u * c.r(-3, 3), (by + end[1]) / 2), end], [u * 1.6, u * 1, u * 0.5], bark, 5)
        twigs.append(end)
    if snow:
        c.brush([(x, y - u * 1.3) for x, y in main], [u * 2, u * 1.4, u * 0.8, u * 0.3], p.light, 1, False)
    elif c.chance(0.6):
        for _ in range(c.rng.randint(10, 24)):
            x, y = c.rng.choice(twigs + main[4:])
            f.leaf(
                c,
                x,
                y,
                u * c.r(7, 12),
                c.r(0, 6.3),
                c.near(c.rng.choice((p.mid, p.near, mix(p.accent, p.near, 0.5))), 0.25),
                mix(p.near, p.light, 0.35),
            )
    for x, y in twigs:
        if c.chance(0.85):
            s = u * c.r(5, 7.6)
            yy = y + s * 0.9
            c.oval(x, yy, s * 1.06, s * 0.96, mix(fruit, p.dark, 0.25))
            c.oval(x - s * 0.06, yy - s * 0.05, s * 0.96, s * 0.86, fruit)
            c.blob(x - s * 0.35, yy - s * 0.2, s * 0.26, s * 0.2, mix(fruit, p.light, 0.5))
            for a in (-2.6, -2.0, -1.1, -0.5):
                f.leaf(c, x, yy - s * 0.72, s * 0.6, a + math.pi, mix(p.near, p.dark, 0.35))
            if snow:
                c.blob(x, yy - s * 0.86, s * 0.6, s * 0.2, p.light)
    for k in range(c.rng.choice((1, 1, 2))):
        bx, by = main[(18, 9)[k]]
        s, turn = u * c.r(32, 40) * (1 if k == 0 else 0.8), c.r(-0.2, 0.1)
        face = (not flip) if k == 0 else flip

        def limb(
            points: Sequence[tuple[float, float]],
            widths: Sequence[float],
            tone: RGB,
            bx: float = bx,
            by: float = by,
            s: float = s,
            turn: float = turn,
            face: bool = face,
        ) -> None:
            c.brush(place(points, bx, by - s * 0.3, s, turn, face), [w * s for w in widths], tone, 5)

        blue = mix(p.near if luma(p.near) < 170 else p.far, p.dark, 0.25)
        if abs(luma(blue) - luma(p.dark)) < 25:
            blue = mix(p.far, p.dark, 0.2)
        for k2 in range(3):
            limb(
                [(-0.2, 0.08), (-0.55, 0.28 + 0.03 * k2), (-0.9 + 0.08 * k2, 0.42 + 0.05 * k2)],
                (0.1, 0.09, 0.05),
                (p.dark, blue, mix(p.dark, blue, 0.5))[k2],
            )
        limb([(-0.02, 0.16), (0.0, 0.3)], (0.03, 0.025), p.dark)
        limb([(0.1, 0.14), (0.1, 0.3)], (0.03, 0.025), p.dark)
        limb([(-0.22, 0.08), (0.02, 0.04), (0.22, -0.1)], (0.14, 0.32, 0.26), p.dark)
        limb([(-0.08, 0.14), (0.08, 0.12), (0.18, 0.04)], (0.12, 0.2, 0.16), p.light)
        limb([(0.26, -0.17), (0.33, -0.22)], (0.22, 0.19), p.dark)
        limb([(0.41, -0.22), (0.56, -0.2)], (0.08, 0.015), mix(p.dark, p.far, 0.3))
        limb([(0.1, -0.06), (-0.14, 0.04), (-0.34, 0.16)], (0.12, 0.19, 0.04), blue)
        limb([(0.1, -0.08), (-0.02, -0.03)], (0.1, 0.12), p.light)
        for k2 in range(3):
            limb([(-0.04, 0.02 + 0.03 * k2), (-0.32, 0.14 + 0.025 * k2)], (0.02, 0.01), mix(blue, p.light, 0.3))
        limb([(0.355, -0.24), (0.36, -0.24)], (0.036, 0.036), p.light)
        limb([(0.358, -0.24), (0.362, -0.24)], (0.02, 0.02), p.dark)


def eagle(c: Canvas) -> None:
    """Wings over the mountains."""
    p, u = c.p, c.u
    horizon = c.h * c.r(0.6, 0.74)
    sky(c, horizon + u * 8)
    for k in range(c.rng.randint(2, 4)):
        tone = mix(mix(p.far, p.glow, 0.35), p.near if luma(p.near) < 200 else p.dark, k * 0.27)
        f.mountains(
            c,
            c.ridge(horizon + u * (-6 + 12 * k), u * c.r(8, 14), 0.5),
            tone,
            mix(tone, p.light, 0.18),
            p.light if k == 0 and c.chance(0.7) else None,
            u * 16,
        )
        c.mist(horizon + u * (2 + 12 * k), horizon + u * (14 + 12 * k), p.glow, 0.45)
    ground = c.hills(c.h * 0.93, u * 3)
    c.below(ground, mix(p.dark, p.near, 0.3) if luma(p.near) < 200 else p.near)
    for _ in range(16):
        x = c.r(0, c.w)
        f.pine(c, x, at(ground, x) + u * 1.5, u * c.r(7, 15), mix(p.dark, p.mid, 0.25))
    s = min(u * 52, c.w * 0.36) * c.r(0.8, 1.05)
    x, y, turn = c.w * c.r(0.42, 0.58), c.h * c.r(0.32, 0.42), c.r(-0.25, 0.25)
    brown, tip, gold = mix(p.dark, p.accent, 0.18), p.dark, mix(p.second, p.dark, 0.25)

    def limb(points: Sequence[tuple[float, float]], widths: Sequence[float], tone: RGB, flip: bool = False) -> None:
        c.brush(place(points, x, y, s, turn * (-1 if flip else 1), flip), [w * s for w in widths], tone, 4)

    lift = c.r(0.1, 0.4)
    for side in (False, True):
        for k in range(9):
            t = k / 8
            base = (0.14 + 0.62 * t, -0.02 - lift * 0.9 * t + 0.02)
            end = (0.2 + 1.0 * t**1.15, 0.42 - 0.62 * t**1.4 - lift * t)
            limb(
                [base, ((base[0] + end[0]) / 2 + 0.03, (base[1] + end[1]) / 2), end],
                (0.13, 0.11, 0.045),
                mix(brown, tip, 0.2 + 0.6 * (k % 2)),
                side,
            )
        for k in range(8):
            t = k / 7
            base = (0.1 + 0.62 * t, -0.04 - lift * t)
            limb([base, (base[0] + 0.05, base[1] + 0.2 - 0.09 * t)], (0.11, 0.06), mix(brown, gold, 0.3 + 0.3 * (k % 2)), side)
        limb([(0.0, 0.02), (0.34, -0.1 - lift * 0.4), (0.78, -0.04 - lift)], (0.18, 0.13, 0.07), mix(brown, gold, 0.15), side)
    for k in range(5):
        limb([(0, 0.26), ((k - 2) * 0.08, 0.62)], (0.1, 0.1), mix(brown, p.light, 0.1 + 0.25 * (k % 2)))
    limb([(0, -0.16), (0, 0.05), (0, 0.36)], (0.16, 0.25, 0.14), brown)
    limb([(0, -0.2), (0.03, -0.29)], (0.17, 0.14), gold)
    limb([(0.06, -0.33), (0.12, -0.33), (0.14, -0.27)], (0.07, 0.05, 0.015), p.second)
    limb([(0.035, -0.315), (0.04, -0.315)], (0.025, 0.025), p.dark)
    for k in range(3):
        for m in (-1, 1):
            limb([(m * 0.05, 0.06 + 0.08 * k), (0, 0.1 + 0.08 * k)], (0.02, 0.012), gold)
    for _ in range(c.rng.choice((0, 0, 2, 4))):
        f.gull(c, c.w * c.r(0.05, 0.95), c.h * c.r(0.08, 0.5), u * c.r(1.5, 3), p.dark)
