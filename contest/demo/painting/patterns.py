"""Folk patterns: cloud scrolls, cords, waves, patchwork, birch-bark ornament, flower rounds."""

# A picture is one long list of strokes; cutting it into pieces would not make it clearer.
# ruff: noqa: C901, PLR0912, PLR0915

from __future__ import annotations

import math

from contest.demo.painting import figures as f
from contest.demo.painting.canvas import Canvas, Pt, Pts, curve, place
from contest.demo.painting.palettes import RGB, luma, mix, warm


def spiral(x: float, y: float, r: float, start: float, turns: float, hand: int) -> Pts:
    """A curl from its rim inwards."""
    n = max(10, round(turns * 13))
    return [
        (
            x + math.cos(start + hand * math.tau * turns * i / n) * r * (1 - 0.86 * i / n),
            y + math.sin(start + hand * math.tau * turns * i / n) * r * (1 - 0.86 * i / n),
        )
        for i in range(n + 1)
    ]


def frame(c: Canvas, width: float, ground: RGB, mark: RGB) -> None:
    """A patterned border around the picture."""
    w, h = c.w, c.h
    for x0, y0, x1, y1 in ((0, 0, w, width), (0, h - width, w, h), (0, 0, width, h), (w - width, 0, w, h)):
        c.rect(x0, y0, x1, y1, ground)
    kind = c.rng.choice(("teeth", "dots", "meander"))
    for along, across in ((w, h), (h, w)):
        n = max(6, round((along - 2 * width) / (width * 0.95)))
        step = (along - 2 * width) / n
        for k in range(n):
            a = width + step * (k + 0.5)
            for b, side in ((width / 2, 1), (across - width / 2, -1)):

                def at_(da: float, db: float, a: float = a, b: float = b, side: int = side, flat: bool = along == w, s: float = step) -> Pt:
                    q, v = a + da * s, b + db * width * side
                    return (q, v) if flat else (v, q)

                if kind == "teeth":
                    c.poly([at_(-0.42, 0.3), at_(0, -0.3), at_(0.42, 0.3)], mark)
                elif kind == "dots":
                    x, y = at_(0, 0)
                    c.oval(x, y, width * 0.22, width * 0.22, mark)
                else:
                    c.line([at_(-0.42, 0.28), at_(-0.42, -0.28), at_(0.28, -0.28), at_(0.28, 0.1), at_(-0.08, 0.1)], width * 0.12, mark)
    for x in (0.0, w - width):
        for y in (0.0, h - width):
            c.rect(x + width * 0.24, y + width * 0.24, x + width * 0.76, y + width * 0.76, mark)
    c.line([(width, width), (w - width, width), (w - width, h - width), (width, h - width), (width, width)], width * 0.1, mark)


def clouds(c: Canvas) -> None:
    """Layers of curling clouds, with a sun, mountains or birds between them."""
    p, u = c.p, c.u
    c.gradient(0, c.h, c.rng.choice(([p.sky, p.glow], [p.glow, mix(p.second, p.glow, 0.6)], [mix(p.near, p.dark, 0.3), p.mid])))
    if c.chance(0.75):
        x, y, s = c.w * c.r(0.25, 0.75), c.h * c.r(0.2, 0.4), u * c.r(12, 20)
        c.oval(x, y, s, s, warm(p) if c.chance(0.6) else mix(warm(p), p.light, 0.4))
        c.ring(x, y, s * 1.2, u * 0.8, mix(p.second, p.light, 0.3))
    if c.chance(0.5):
        for k in range(4):
            x, tall, half = c.w * (k + c.r(0.2, 0.8)) / 4, u * c.r(24, 44), u * c.r(10, 18)
            for q in range(4):
                z = 1 - q * 0.24
                tone = (p.near, p.mid, mix(p.mid, p.light, 0.5), p.second)[q]
                c.poly(
                    [
                        (x - half * z, c.h),
                        *curve(
                            [
                                (x - half * z, c.h * 0.8),
                                (x - half * 0.4 * z, c.h * 0.78 - tall * z * 0.8),
                                (x, c.h * 0.78 - tall * z),
                                (x + half * 0.4 * z, c.h * 0.78 - tall * z * 0.8),
                                (x + half * z, c.h * 0.8),
                            ],
                            False,
                            5,
                        ),
                        (x + half * z, c.h),
                    ],
                    tone,
                )
    tones = [p.light, mix(p.sky, p.light, 0.4), mix(p.accent, p.light, 0.6), mix(p.second, p.light, 0.45), mix(p.mid, p.light, 0.35)]
    outline = mix(p.dark, p.near, 0.3)
    rows = c.rng.randint(3, 6)
    for row in range(rows):
        y = c.h * (0.3 + 0.72 * row / (rows - 1))
        n = c.rng.randint(2, 3 + round(c.w / c.h))
        for k in range(n):
            x = c.w * (k + c.r(0, 1)) / n
            s = u * c.r(7, 12)
            tone = c.rng.choice(tones)
            lobes = [(x + (q - 2) * s * 1.05, y - s * (0.95 - 0.28 * abs(q - 2)), s * (1.05 - 0.17 * abs(q - 2))) for q in range(5)]
            tail = [
                (x - s * 4.6, y + s * 0.25),
                (x - s * 2.4, y - s * 0.1),
                (x, y),
                (x + s * 2.4, y - s * 0.1),
                (x + s * 4.6, y + s * 0.25),
            ]
            for grow, colour in ((u * 0.5, outline), (0.0, tone)):
                c.brush(tail, [s * 0.2 + grow, s * 1.1 + grow * 2, s * 0.2 + grow], colour, 5)
                for lx, ly, lr in lobes:
                    c.oval(lx, ly, lr * 0.8 + grow, lr * 0.8 + grow, colour)
            for q in (1, 3, 2, 0, 4):
                lx, ly, lr = lobes[q]
                c.oval(lx, ly, lr * 0.74, lr * 0.74, tone)
                c.brush(spiral(lx, ly, lr * 0.64, 2.6 if q < 3 else 0.5, 1.35, 1 if q < 3 else -1), [u * 0.55, u * 0.55], outline, 1, False)
    for _ in range(c.rng.choice((0, 2, 3))):
        f.crane(c, c.w * c.r(0.2, 0.8), c.h * c.r(0.12, 0.5), u * c.r(16, 26), c.chance(0.5), True, p.light, p.dark)


def knots(c: Canvas) -> None:
    """A cord that crosses over and under itself, with a tassel."""
    p, u = c.p, c.u
    ground = c.rng.choice(
        (p.glow, mix(p.near, p.dark, 0.4), mix(p.accent, p.dark, 0.35), mix(p.second, p.light, 0.5), mix(p.sky, p.light, 0.3))
    )
    c.rect(0, 0, c.w, c.h, ground)
    mark = mix(ground, p.dark if luma(ground) > 120 else p.light, 0.16)
    step = u * c.r(7, 11)
    texture = c.rng.choice(("dots", "flowers", "waves", "lattice"))
    j, y = 0, 0.0
    while y < c.h + step:
        x = step / 2 * (j % 2)
        while x < c.w + step:
            if texture == "dots":
                c.oval(x, y, step * 0.1, step * 0.1, mark)
            elif texture == "flowers":
                f.flower(c, x, y, step * 0.22, mark, ground, 5)
            elif texture == "waves":
                c.arc(x, y, step * 0.5, 180, 360, step * 0.06, mark)
            else:
                c.line([(x - step / 2, y), (x, y - step / 2), (x + step / 2, y), (x, y + step / 2), (x - step / 2, y)], step * 0.05, mark)
            x += step
        y += step / 2
        j += 1
    cords = [t for t in (p.accent, p.second, p.light, p.near, p.mid, p.dark) if abs(luma(t) - luma(ground)) > 45] or [p.light, p.dark]
    c.rng.shuffle(cords)
    n = 1 if c.w < c.h * 1.25 else c.rng.choice((2, 3)) if c.w < c.h * 1.9 else 4
    # Both odd: the cord then closes, and passes the middle above and below, where it hangs.
    a, b = c.rng.choice(((3, 5), (5, 3), (5, 7), (3, 7), (7, 5)))
    for k in range(n):
        x0 = c.w * (k + 0.5) / n
        y0 = c.h * c.r(0.4, 0.44)
        rx, ry = min(c.w / n * 0.36, u * 38), min(c.h * 0.28, u * 36)
        cord = cords[k % len(cords)]
        edge = mix(cord, p.dark, 0.55) if luma(cord) > 60 else mix(cord, p.light, 0.4)
        wide = u * c.r(3.4, 4.8) * (0.8 if a + b > 7 else 1) * (0.72 if n > 1 else 1)
        c.brush([(x0, -u), (x0, y0 - ry)], [wide, wide], edge)
        c.brush([(x0, -u), (x0, y0 - ry)], [wide * 0.72, wide * 0.72], cord)
        m = 280
        path = [(x0 + rx * math.sin(a * t), y0 - ry * math.cos(b * t)) for t in (i * math.tau / m for i in range(m + 1))]
        # Drawn in short pieces: the piece on top at a crossing is the one whose turn comes in the second pass.
        shine = mix(cord, p.light, 0.5)
        pieces = 2 * a * b * 2
        for turn in (0, 1):
            for q in range(pieces):
                if q % 2 != turn:
                    continue
                i0, i1 = q * m // pieces, (q + 1) * m // pieces
                part = path[max(0, i0 - 1) : i1 + 2]
                for width, tone in ((wide * 1.3, ground), (wide, edge), (wide * 0.72, cord), (wide * 0.14, shine)):
                    c.line(part, width, tone, joint=False)
        y1 = y0 + ry
        c.brush([(x0, y1), (x0, y1 + u * 6)], [wide * 0.8, wide * 0.8], cord)
        c.oval(x0, y1 + u * 7, u * 3, u * 3, edge)
        c.oval(x0, y1 + u * 7, u * 2.3, u * 2.3, p.second if cord != p.second else p.accent)
        length = min(u * 30, c.h - y1 - u * 12)
        for q in range(19):
            t = (q - 9) / 9
            c.brush(
                [
                    (x0 + t * u * 1.6, y1 + u * 9),
                    (x0 + t * u * 3, y1 + u * 9 + length * 0.5),
                    (x0 + t * u * 4 + u * c.r(-0.5, 0.5), y1 + u * 9 + length * c.r(0.9, 1)),
                ],
                [u * 0.7, u * 0.6, u * 0.35],
                cord if q % 3 else mix(cord, p.light, 0.35),
                3,
            )
        c.rect(x0 - u * 2.2, y1 + u * 9.2, x0 + u * 2.2, y1 + u * 11.4, p.second if cord != p.second else p.accent)
    if c.chance(0.5):
        frame(c, u * 5, mix(ground, p.dark, 0.35), mix(p.second, p.light, 0.2))


def waves(c: Canvas) -> None:
    """Scale waves, with a sun, a boat, fish or birds."""
    p, u = c.p, c.u
    horizon = c.h * c.rng.choice((0.0, 0.0, c.r(0.25, 0.5), c.r(0.3, 0.55)))
    if horizon:
        c.gradient(0, horizon + u * 12, c.rng.choice(([p.sky, p.glow], [p.glow, mix(p.glow, p.second, 0.35)])))
        x, s = c.w * c.r(0.25, 0.75), u * c.r(14, 22)
        c.oval(x, horizon * c.r(0.4, 0.9), s, s, c.rng.choice((warm(p), mix(warm(p), p.glow, 0.4))))
        for _ in range(5):
            cx, cy = c.w * c.r(0, 1), horizon * c.r(0.1, 0.9)
            c.brush([(cx - u * 12, cy), (cx, cy), (cx + u * 14, cy)], [u * 1.6, u * 2.2, u * 1.6], mix(p.light, p.glow, 0.3), 3)
            c.brush([(cx - u * 4, cy + u * 2), (cx + u * 20, cy + u * 2)], [u * 1.4, u * 1.4], mix(p.light, p.glow, 0.3))
    r = u * c.r(8, 15)
    scheme = c.rng.choice(("sea", "mixed", "fade", "quilt"))
    seas = [p.near, p.mid, p.far, mix(p.near, p.dark, 0.35), mix(p.sky, p.mid, 0.5)]
    gay = [*seas[:3], p.accent, p.second, mix(p.accent, p.light, 0.4)]
    rim, rings = mix(p.light, p.glow, 0.3), c.rng.randint(3, 5)
    rows = round((c.h - horizon) / (r * 0.5)) + 4
    boats = c.chance(0.5)
    for j in range(rows):
        y = horizon + j * r * 0.5 + r * 0.3
        if boats and horizon and j == 3:
            f.boat(c, c.w * c.r(0.25, 0.75), y - r * 0.5, u * c.r(24, 34), p.accent, p.light, c.chance(0.5))
        x = -r + (r if j % 2 else 0)
        while x < c.w + r:
            if scheme == "sea":
                tone = c.near(c.rng.choice(seas), 0.1)
            elif scheme == "fade":
                tone = c.near(mix(mix(p.sky, p.mid, 0.5), mix(p.near, p.dark, 0.3), j / rows), 0.12)
            elif scheme == "mixed":
                tone = c.rng.choice(gay) if c.chance(0.35) else seas[j % 3]
            else:
                tone = gay[(j * 2 + round(x / r)) % 6]
            c.oval(x, y, r, r, rim)
            for q in range(rings):
                k = r * (0.93 - 0.9 * q / rings)
                c.oval(x, y, k, k, tone if q % 2 == 0 else rim)
                if q % 2 == 0 and rings > 3:
                    c.oval(x, y, k * 0.8, k * 0.8, mix(tone, p.light, 0.22))
            x += 2 * r
    extra = c.rng.choice(("none", "fish", "foam", "cranes"))
    if extra == "fish":
        for _ in range(c.rng.randint(2, 4)):
            koi(c, c.w * c.r(0.15, 0.85), horizon + (c.h - horizon) * c.r(0.25, 0.85), u * c.r(18, 30), c.r(0, 6.3))
    elif extra == "foam":
        for _ in range(c.rng.randint(2, 4)):
            x, y, s = c.w * c.r(0, 1), horizon + (c.h - horizon) * c.r(0.3, 1), u * c.r(10, 18)
            for q in range(7):
                a = math.pi * (1 + q / 6)
                c.oval(x + math.cos(a) * s, y + math.sin(a) * s * 0.7, s * 0.3, s * 0.3, p.light)
                c.brush(spiral(x + math.cos(a) * s, y + math.sin(a) * s * 0.7, s * 0.22, a, 1.2, 1), [u * 0.5, u * 0.5], p.near, 1, False)
    elif extra == "cranes":
        for _ in range(c.rng.randint(1, 3)):
            f.crane(c, c.w * c.r(0.2, 0.8), c.h * c.r(0.2, 0.6), u * c.r(24, 36), c.chance(0.5), True, p.light, p.dark)


def koi(c: Canvas, x: float, y: float, s: float, turn: float) -> None:
    """A carp seen from above."""
    p = c.p
    body, spot = p.light, c.rng.choice((p.accent, p.second, p.dark))
    bend = c.r(-0.14, 0.14)
    path = [(0.46, 0.0), (0.15, bend), (-0.2, 0.0), (-0.5, -bend)]
    for side in (-1, 1):
        f.leaf(c, *place([(0.2, side * 0.1)], x, y, s, turn)[0], s * 0.32, turn + side * 2.1, mix(body, spot, 0.3))
        f.leaf(c, *place([(-0.46, -bend)], x, y, s, turn)[0], s * 0.36, turn + math.pi + side * 0.38, mix(body, spot, 0.4))
    c.brush(place(path, x, y, s, turn), [s * 0.16, s * 0.27, s * 0.2, s * 0.05], mix(body, p.dark, 0.35), 6)
    c.brush(place(path, x, y, s, turn), [s * 0.13, s * 0.24, s * 0.17, s * 0.03], body, 6)
    for qx in (0.36, 0.1, -0.2):
        c.blob(*place([(qx, c.r(-0.03, 0.03) + bend * 0.6)], x, y, s, turn)[0], s * 0.09, s * 0.08, spot, 1, 0.3)
    for side in (-1, 1):
        c.oval(*place([(0.44, side * 0.055)], x, y, s, turn)[0], s * 0.016, s * 0.016, p.dark)


def patchwork(c: Canvas) -> None:
    """A wrapping cloth pieced from remnants; some patches are embroidered."""
    p, u = c.p, c.u
    tones = [
        p.sky,
        p.glow,
        p.far,
        p.mid,
        p.near,
        p.accent,
        p.second,
        p.light,
        mix(p.accent, p.light, 0.5),
        mix(p.second, p.light, 0.5),
        mix(p.near, p.light, 0.45),
    ]
    c.rect(0, 0, c.w, c.h, mix(p.glow, p.light, 0.4))
    seam = mix(p.dark, p.near, 0.3)
    motif = c.rng.choice(("free", "free", "rings", "log"))
    patches: list[Pts] = []
    if motif == "free":
        floor = u * c.r(9, 15)

        def split(quad: Pts) -> None:
            a, b, d, e = quad
            wide, tall = max(abs(b[0] - a[0]), abs(d[0] - e[0])), max(abs(e[1] - a[1]), abs(d[1] - b[1]))
            if max(wide, tall) < floor * 1.6 or (max(wide, tall) < floor * 3 and c.chance(0.14)):
                patches.append(quad)
                return
            s, t = c.r(0.3, 0.7), c.r(-0.09, 0.09)

            def mid(v: tuple[float, float], w: tuple[float, float], k: float) -> tuple[float, float]:
                return v[0] + (w[0] - v[0]) * k, v[1] + (w[1] - v[1]) * k

            if wide > tall * c.r(0.8, 1.2):
                m, n = mid(a, b, s), mid(e, d, s + t)
                split([a, m, n, e])
                split([m, b, d, n])
            else:
                m, n = mid(a, e, s), mid(b, d, s + t)
                split([a, b, n, m])
                split([m, n, d, e])

        split([(0, 0), (c.w, 0), (c.w, c.h), (0, c.h)])
    elif motif == "rings":
        n = max(2, round(c.w / (u * c.r(24, 34))))
        s = c.w / n
        for j in range(math.ceil(c.h / s)):
            for i in range(n):
                x, y = i * s, j * s
                ground = c.near(c.rng.choice(tones), 0.1)
                c.rect(x, y, x + s, y + s, ground)
                for cx, cy, turn in ((x, y, 0), (x + s, y, 1), (x, y + s, 2), (x + s, y + s, 3)):
                    lens = [
                        (cx + (x + s / 2 - cx) * q[0] * 2, cy + (y + s / 2 - cy) * q[1] * 2)
                        for q in curve([(0, 0), (0.42, 0.12), (0.5, 0.5), (0.12, 0.42)], True, 5)
                    ]
                    c.poly(lens, tones[(i * 3 + j * 5 + turn * 2) % len(tones)])
                    c.line([*lens, lens[0]], u * 0.3, seam)
                f.flower(c, x + s / 2, y + s / 2, s * 0.07, p.accent if ground != p.accent else p.light, p.second)
    else:
        n = max(2, round(c.w / (u * c.r(26, 38))))
        s = c.w / n
        for j in range(math.ceil(c.h / s)):
            for i in range(n):
                x, y, k = i * s, j * s, c.rng.randrange(4)
                for q in range(4):
                    z = s * q * 0.1
                    for side in range(4):
                        lo, hi, t = z, s - z, s * 0.1
                        box = ((lo, lo, hi - t, lo + t), (hi - t, lo, hi, hi - t), (lo + t, hi - t, hi, hi), (lo, lo + t, lo + t, hi))[side]
                        light = (side + k) % 4 < 2
                        tone = c.near(
                            c.rng.choice(
                                (p.glow, p.sky, mix(p.second, p.light, 0.5), p.light) if light else (p.near, p.mid, p.accent, p.far)
                            ),
                            0.12,
                        )
                        bx0, by0, bx1, by1 = box
                        quad = [(x + bx0, y + by0), (x + bx1, y + by0), (x + bx1, y + by1), (x + bx0, y + by1)]
                        c.poly(quad, tone)
                        c.line([*quad, quad[0]], u * 0.25, seam)
                c.rect(x + s * 0.4, y + s * 0.4, x + s * 0.6, y + s * 0.6, p.accent)
                f.flower(c, x + s / 2, y + s / 2, s * 0.06, p.light, p.second)
    last = tones[0]
    for quad in patches:
        tone = c.rng.choice([t for t in tones if t != last])
        last = tone
        tone = c.near(tone, 0.15)
        c.poly(quad, tone)
        cx, cy = sum(q[0] for q in quad) / 4, sum(q[1] for q in quad) / 4
        wide = min(abs(quad[1][0] - quad[0][0]), abs(quad[3][1] - quad[0][1]))
        mark = mix(tone, p.dark if luma(tone) > 130 else p.light, 0.45)
        stitch = c.rng.randrange(8)
        if stitch == 0 and wide > u * 5:
            f.flower(c, cx, cy, wide * 0.2, mark, p.second, c.rng.choice((5, 6)))
        elif stitch == 1:
            for k in range(1, 6):
                t = k / 6
                c.line(
                    [
                        (quad[0][0] + (quad[1][0] - quad[0][0]) * t, quad[0][1] + (quad[1][1] - quad[0][1]) * t),
                        (quad[3][0] + (quad[2][0] - quad[3][0]) * t, quad[3][1] + (quad[2][1] - quad[3][1]) * t),
                    ],
                    u * 0.25,
                    mix(tone, mark, 0.6),
                )
        elif stitch == 2 and wide > u * 4:
            c.ring(cx, cy, wide * 0.3, u * 0.5, mark)
            c.oval(cx, cy, wide * 0.12, wide * 0.12, mark)
        for v, w in zip(quad, [*quad[1:], quad[0]], strict=True):
            steps = max(2, int(math.hypot(w[0] - v[0], w[1] - v[1]) / (u * 1.5)))
            c.line([v, w], u * 0.35, seam)
            for k in range(steps):
                t = (k + 0.5) / steps
                qx, qy = v[0] + (w[0] - v[0]) * t, v[1] + (w[1] - v[1]) * t
                qx, qy = qx + (cx - qx) * 0.07, qy + (cy - qy) * 0.07
                c.rect(qx - u * 0.2, qy - u * 0.2, qx + u * 0.2, qy + u * 0.2, mark)


def birchbark(c: Canvas) -> None:
    """Mirrored spirals cut from bark."""
    p, u = c.p, c.u
    bark = c.rng.choice(
        (mix(p.light, p.second, 0.35), mix(p.light, p.far, 0.25), mix(p.second, p.dark, 0.45), mix(p.glow, p.accent, 0.15), p.dark)
    )
    c.rect(0, 0, c.w, c.h, bark)
    for _ in range(130):
        x, y, s = c.r(0, c.w), c.r(0, c.h), u * c.r(1, 7)
        c.line(
            [(x, y), (x + s, y + u * c.r(-0.1, 0.1))], u * c.r(0.15, 0.5), mix(bark, p.dark if luma(bark) > 90 else p.far, c.r(0.1, 0.3))
        )
    inks = sorted((p.accent, p.near, p.dark, p.second, p.light), key=lambda t: -abs(luma(t) - luma(bark)))[:3]
    c.rng.shuffle(inks)
    first, other = inks[0], inks[1 % len(inks)]
    cells = (1, 1) if 0.7 < c.w / c.h < 1.4 and c.chance(0.6) else (2, 1) if c.w > c.h * 1.1 else (1, 2) if c.chance(0.5) else (2, 3)
    if c.w > c.h * 1.8:
        cells = (3, 1)
    n = c.rng.randint(6, 8)
    curls = [(c.r(0.14, 0.34), -0.4 + 0.8 * (k + 0.5) / n, c.r(0.07, 0.14), c.r(0, 6.3), c.rng.choice((-1, 1))) for k in range(n)]
    heart, tips, birds = c.rng.choice((4, 6, 8)), c.r(0.3, 0.44), c.chance(0.5)
    for i in range(cells[0]):
        for j in range(cells[1]):
            x0, y0 = c.w * (i + 0.5) / cells[0], c.h * (j + 0.5) / cells[1]
            s = min(c.w / cells[0], c.h / cells[1]) * 0.92
            tone, second = (first, other) if (i + j) % 2 == 0 else (other, first)
            wide = s * 0.024

            def both(points: Pts, widths: list[float], colour: RGB, x0: float = x0, y0: float = y0, s: float = s) -> None:
                for flip in (False, True):
                    c.brush(place(points, x0, y0, s, 0, flip), widths, colour, 3 if cells[0] * cells[1] < 3 else 2)

            for k, (qx, qy, r, start, hand) in enumerate(curls):
                both(
                    [(0.0, qy * 0.5), (qx * 0.5, qy * 0.9), *spiral(qx, qy, r, start, 1.4, hand)[::2]],
                    [wide * 1.7, wide, wide * 0.7],
                    tone if k % 2 == 0 else second,
                )
                for flip in (False, True):
                    f.leaf(
                        c,
                        *place([(qx * 0.5, qy * 0.85)], x0, y0, s, 0, flip)[0],
                        s * 0.11,
                        (math.pi - 0.8) if flip else 0.8,
                        second if k % 2 == 0 else tone,
                    )
            both([(0, -tips), (0.1, -tips - 0.05), (0.17, -tips + 0.02), (0.1, -tips + 0.06)], [wide, wide, wide * 0.6], second)
            both([(0, tips), (0.12, tips + 0.06), (0.2, tips - 0.03), (0.12, tips - 0.06)], [wide, wide, wide * 0.6], second)
            c.brush(place([(0, -0.46), (0, 0.46)], x0, y0, s), [wide, wide * 1.5], tone)
            for k in range(heart):
                f.leaf(c, x0, y0, s * 0.14, k * math.tau / heart, second, bark)
            c.oval(x0, y0, s * 0.05, s * 0.05, tone)
            c.oval(x0, y0, s * 0.025, s * 0.025, bark)
            if birds:
                for flip in (False, True):
                    bird = curve(
                        [(0.1, -0.3), (0.2, -0.34), (0.27, -0.43), (0.31, -0.4), (0.3, -0.3), (0.22, -0.24), (0.13, -0.22), (0.04, -0.24)],
                        True,
                        4,
                    )
                    c.poly(place(bird, x0, y0, s, 0, flip), tone)
                    c.oval(*place([(0.275, -0.395)], x0, y0, s, 0, flip)[0], s * 0.01, s * 0.01, bark)
    frame(c, u * c.r(4.5, 7), first if c.chance(0.6) else mix(bark, p.dark, 0.4), bark if luma(bark) > 60 else p.second)


def rounds(c: Canvas) -> None:
    """Flower medallions as on painted eaves."""
    p, u = c.p, c.u
    ground = c.rng.choice((p.near, mix(p.near, p.dark, 0.4), p.glow, mix(p.accent, p.dark, 0.2), p.mid))
    c.rect(0, 0, c.w, c.h, ground)
    tones = [t for t in (p.accent, p.second, p.light, p.mid, mix(p.accent, p.light, 0.5), p.near, p.far) if t != ground]
    n = c.rng.choice((1, 2, 2, 3))
    s = min(c.w, c.h) / n
    cols, rows = max(1, round(c.w / s)), max(1, round(c.h / s))
    dx, dy = c.w / cols, c.h / rows
    kinds = [(c.rng.choice((6, 8, 10, 12)), c.rng.randint(3, 5), c.rng.sample(tones, 5)) for _ in range(2)]
    for i in range(cols + 1):
        for j in range(rows + 1):
            x, y, r = dx * i, dy * j, min(dx, dy) * 0.22
            for q, tone in enumerate((tones[1], tones[2], tones[0])):
                c.poly(
                    [(x, y - r * (1 - q * 0.3)), (x + r * (1 - q * 0.3), y), (x, y + r * (1 - q * 0.3)), (x - r * (1 - q * 0.3), y)], tone
                )
    for i in range(cols):
        for j in range(rows):
            x, y, r = dx * (i + 0.5), dy * (j + 0.5), min(dx, dy) * 0.46
            petals, layers, mine = kinds[(i + j) % 2]
            c.oval(x, y, r, r, mine[4])
            c.ring(x, y, r, r * 0.035, p.light)
            for layer in range(layers):
                z = r * (1 - layer / layers) * 0.92
                turn = math.pi / petals * (layer % 2)
                for k in range(petals):
                    a = turn + k * math.tau / petals
                    size = z * math.sin(math.pi / petals) * 1.05
                    px, py = x + math.cos(a) * (z - size), y + math.sin(a) * (z - size)
                    c.oval(px, py, size, size, p.dark if luma(ground) > 70 else p.light)
                    c.oval(px, py, size * 0.88, size * 0.88, mine[layer % 4])
                    c.oval(px, py, size * 0.6, size * 0.6, mix(mine[layer % 4], p.light, 0.45))
                    c.oval(px, py, size * 0.3, size * 0.3, mine[(layer + 1) % 4])
                c.oval(x, y, max(0.0, z - r / layers * 0.62), max(0.0, z - r / layers * 0.62), mine[(layer + 2) % 4])
            c.oval(x, y, r * 0.13, r * 0.13, p.second)
            c.oval(x, y, r * 0.07, r * 0.07, p.accent)
    if c.chance(0.5):
        frame(c, u * 5, mix(ground, p.dark, 0.4), p.second)
