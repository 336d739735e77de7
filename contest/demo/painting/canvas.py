"""The drawing surface: twice the final size, so that every edge is smooth once reduced."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

from contest.demo.painting.palettes import RGB, Palette, mix

Pt = tuple[float, float]
Pts = list[Pt]


@lru_cache(maxsize=24)
def _halo(strength: int) -> Image.Image:
    """A soft round light, 128 px wide: bright in the middle (20 is full), nothing at the rim."""
    inverted = ImageOps.invert(Image.radial_gradient("L")).resize((128, 128))
    # radial_gradient reaches 255 at the corners; move the end to the inscribed circle and let it fall off softly.
    return inverted.point([round(12.75 * strength * (max(0.0, (v - 75) / 180) ** 1.7)) for v in range(256)])


def curve(points: Sequence[Pt], closed: bool = False, steps: int = 7) -> Pts:
    """A smooth line through the points (Catmull-Rom)."""
    p = list(points)
    p = [p[-1], *p, p[0], p[1]] if closed else [p[0], *p, p[-1]]
    out: Pts = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in zip(p, p[1:], p[2:], p[3:], strict=False):
        for i in range(steps):
            t = i / steps
            a, b = t * t, t * t * t
            c0, c1, c2, c3 = -t + 2 * a - b, 2 - 5 * a + 3 * b, t + 4 * a - 3 * b, b - a
            out.append(((c0 * x0 + c1 * x1 + c2 * x2 + c3 * x3) / 2, (c0 * y0 + c1 * y1 + c2 * y2 + c3 * y3) / 2))
    if not closed:
        out.append(p[-1])
    return out


def at(line: Pts, x: float) -> float:
    """Height of a left-to-right line with even steps at `x`."""
    (x0, _), (x1, _) = line[0], line[-1]
    f = min(1.0, max(0.0, (x - x0) / (x1 - x0))) * (len(line) - 1)
    i = min(int(f), len(line) - 2)
    return line[i][1] + (line[i + 1][1] - line[i][1]) * (f - i)


def place(points: Sequence[Pt], x: float, y: float, s: float, turn: float = 0, flip: bool = False) -> Pts:
    """A shape drawn around (0, 0) with unit size, put at (x, y) with size `s`."""
    co, si, m = math.cos(turn) * s, math.sin(turn) * s, -1 if flip else 1
    return [(x + m * (a * co - b * si), y + a * si + b * co) for a, b in points]


class Canvas:
    """One picture being drawn: surface, palette and the seeded chance that decides everything."""

    def __init__(self, rng: random.Random, size: tuple[int, int], palette: Palette) -> None:
        self.rng, self.p = rng, palette
        self.w, self.h = size[0] * 2, size[1] * 2
        self.u = min(self.w, self.h) / 100
        self.image = Image.new("RGB", (self.w, self.h), palette.light)
        self._flat = ImageDraw.Draw(self.image)
        self._wash = ImageDraw.Draw(self.image, "RGBA")

    # -- chance
    def r(self, low: float, high: float) -> float:
        """A number between the two."""
        return low + (high - low) * self.rng.random()

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.rng.random() < share

    def near(self, colour: RGB, by: float = 0.08) -> RGB:
        """The colour, somewhat lighter or darker: no two strokes of a brush are the same."""
        return mix(colour, self.p.light if self.chance(0.5) else self.p.dark, self.rng.random() * by)

    def spread(self, n: int, low: float = 0.06, high: float = 0.94) -> list[float]:
        """`n` places across the picture, apart from each other, in any order."""
        places = [self.w * (low + (high - low) * (k + self.r(0.12, 0.88)) / n) for k in range(n)]
        self.rng.shuffle(places)
        return places

    # -- shapes
    def poly(self, points: Sequence[Pt], colour: RGB, alpha: float = 1) -> None:
        """A filled shape."""
        if alpha >= 1:
            self._flat.polygon(points, fill=colour)
        else:
            self._wash.polygon(points, fill=(*colour, int(alpha * 255)))

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: RGB, alpha: float = 1) -> None:
        """A filled rectangle, its corners in any order."""
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if alpha >= 1:
            self._flat.rectangle(box, fill=colour)
        else:
            self._wash.rectangle(box, fill=(*colour, int(alpha * 255)))

    def oval(self, x: float, y: float, rx: float, ry: float, colour: RGB, alpha: float = 1) -> None:
        """A filled ellipse around a point."""
        box = (x - abs(rx), y - abs(ry), x + abs(rx), y + abs(ry))
        if alpha >= 1:
            self._flat.ellipse(box, fill=colour)
        else:
            self._wash.ellipse(box, fill=(*colour, int(alpha * 255)))

    def ring(self, x: float, y: float, r: float, width: float, colour: RGB) -> None:
        """A circle's line."""
        self._flat.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=max(1, round(width)))

    def arc(self, x: float, y: float, r: float, start: float, end: float, width: float, colour: RGB) -> None:
        """A part of a circle's line, in degrees."""
        self._flat.arc((x - r, y - r, x + r, y + r), start, end, fill=colour, width=max(1, round(width)))

    def pie(self, x: float, y: float, r: float, start: float, end: float, colour: RGB) -> None:
        """A slice, in degrees."""
        self._flat.pieslice((x - r, y - r, x + r, y + r), start, end, fill=colour)

    def line(self, points: Sequence[Pt], width: float, colour: RGB, alpha: float = 1, joint: bool = True) -> None:
        """A line of even width."""
        if alpha >= 1:
            self._flat.line(
                points, fill=colour, width=max(1, round(width)), joint="curve" if joint and width > 4 and len(points) > 2 else None
            )
        else:
            self._wash.line(points, fill=(*colour, int(alpha * 255)), width=max(1, round(width)))

    def blob(self, x: float, y: float, rx: float, ry: float, colour: RGB, alpha: float = 1, wobble: float = 0.12) -> None:
        """A round thing drawn by hand."""
        n = 9
        turn = self.r(0, 6)
        around = [
            (
                x + math.cos(turn + i * math.tau / n) * rx * (k := self.r(1 - wobble, 1 + wobble)),
                y + math.sin(turn + i * math.tau / n) * ry * k,
            )
            for i in range(n)
        ]
        self.poly(curve(around, True, 4), colour, alpha)

    def brush(self, points: Sequence[Pt], widths: Sequence[float], colour: RGB, steps: int = 5, smooth: bool = True) -> None:
        """A stroke whose width changes along the way, with round ends."""
        path = curve(points, False, steps) if smooth and len(points) > 2 else list(points)
        n = len(path) - 1
        halves = []
        for i in range(n + 1):
            f = i / n * (len(widths) - 1)
            k = min(int(f), len(widths) - 2)
            halves.append((widths[k] + (widths[k + 1] - widths[k]) * (f - k)) / 2)
        for (x0, y0), (x1, y1), a, b in zip(path, path[1:], halves, halves[1:], strict=False):
            length = math.hypot(x1 - x0, y1 - y0) or 1
            nx, ny = (y0 - y1) / length, (x1 - x0) / length
            self._flat.polygon(
                ((x0 + nx * a, y0 + ny * a), (x1 + nx * b, y1 + ny * b), (x1 - nx * b, y1 - ny * b), (x0 - nx * a, y0 - ny * a)),
                fill=colour,
            )
            if b > 1:
                self._flat.ellipse((x1 - b, y1 - b, x1 + b, y1 + b), fill=colour)
        (x0, y0), a = path[0], halves[0]
        if a > 1:
            self._flat.ellipse((x0 - a, y0 - a, x0 + a, y0 + a), fill=colour)

    # -- areas
    def gradient(self, y0: float, y1: float, stops: Sequence[RGB]) -> None:
        """Bands from `y0` to `y1` through the colours."""
        step = max(2, round((y1 - y0) / 220))
        top = int(y0)
        while top < y1:
            f = min(0.9999, max(0.0, (top - y0) / (y1 - y0))) * (len(stops) - 1)
            i = int(f)
            self._flat.rectangle((0, top, self.w, top + step), fill=mix(stops[i], stops[i + 1], f - i) if len(stops) > 1 else stops[0])
            top += step

    def mist(self, y0: float, y1: float, colour: RGB, strength: float = 0.6) -> None:
        """A veil, thickest in the middle of the band."""
        n = 26
        for i in range(n):
            f = math.sin(math.pi * (i + 0.5) / n)
            a, b = int(y0 + (y1 - y0) * i / n), int(y0 + (y1 - y0) * (i + 1) / n) - 1
            if b >= a:
                self._wash.rectangle((0, a, self.w, b), fill=(*colour, int(255 * strength * f * f)))

    def glow(self, x: float, y: float, r: float, colour: RGB, strength: float = 0.8) -> None:
        """Light around a point."""
        side = max(2, round(2 * r))
        mask = _halo(round(strength * 20)).resize((side, side), Image.Resampling.BILINEAR)
        self.image.paste(colour, (round(x - r), round(y - r)), mask)

    def ridge(self, y: float, amp: float, rough: float = 0.5, depth: int = 6) -> Pts:
        """A skyline across the picture: `rough` 0.46 and more is a range of peaks, less are worn hills."""
        heights = [self.r(-1, 1), self.r(-1, 1)]
        scale = 1.0
        for _ in range(depth):
            scale *= rough
            grown = []
            for a, b in itertools.pairwise(heights):
                grown += [a, (a + b) / 2 + self.r(-1, 1) * scale * 1.6]
            heights = [*grown, heights[-1]]
        if rough >= 0.46:
            heights = [abs(v) * 1.9 - 0.9 for v in heights]  # folded at zero: that makes the peaks sharp
        n = len(heights) - 1
        return [(self.w * (i / n * 1.04 - 0.02), y + amp * v * 0.6) for i, v in enumerate(heights)]

    def hills(self, y: float, amp: float) -> Pts:
        """A soft skyline of a few long waves."""
        a, b, c = self.r(0, 7), self.r(0, 7), self.r(0, 7)
        k, m = self.r(0.7, 1.5), self.r(1.8, 3.4)
        out = []
        for i in range(61):
            t = i / 60
            v = math.sin(a + t * math.tau * k) * 0.62 + math.sin(b + t * math.tau * m) * 0.3 + math.sin(c + t * 26) * 0.05
            out.append((self.w * (t * 1.04 - 0.02), y + amp * v))
        return out

    def below(self, line: Pts, colour: RGB, alpha: float = 1) -> None:
        """Everything under a skyline."""
        self.poly([*line, (line[-1][0], self.h + 4), (line[0][0], self.h + 4)], colour, alpha)

    def dabs(self, line: Pts, depth: float, n: int, colours: Sequence[RGB], length: float, width: float, lean: float = 0.1) -> None:
        """Short strokes on the ground below a line, longer towards the viewer."""
        rnd = self.rng.random
        for _ in range(n):
            x, f = rnd() * self.w, rnd()
            y = at(line, x) + f * f * depth + width
            k = 0.4 + 0.9 * f
            tone = colours[int(rnd() * len(colours))]
            self.line(((x, y), (x + length * k, y + (rnd() - 0.5 + lean) * length * k * 0.5)), width * k, tone)

    def specks(self, n: int, size: float, colours: Sequence[RGB], y0: float = 0, y1: float | None = None) -> None:
        """Snow, petals, stars: small dots anywhere between two heights."""
        rnd, bottom = self.rng.random, self.h if y1 is None else y1
        for _ in range(n):
            s = size * (0.3 + 0.7 * rnd() ** 2)
            x, y = rnd() * self.w, y0 + rnd() * (bottom - y0)
            self._flat.ellipse((x - s, y - s, x + s, y + s), fill=colours[int(rnd() * len(colours))])
