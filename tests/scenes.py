"""Pictures unlike each other, quick to draw, in which everything lies somewhere of its own."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw


def scene(seed: int, width: int = 320, height: int = 240) -> Image.Image:
    """Hills, houses and balloons of no symmetry; the same for the same seed."""
    rng = random.Random(f"scene {seed}")

    def colour() -> tuple[int, int, int]:
        return rng.randrange(256), rng.randrange(256), rng.randrange(256)

    image = Image.new("RGB", (width, height), colour())
    pen = ImageDraw.Draw(image)
    for _ in range(26):
        x, y, w, h = rng.uniform(-0.1, 1) * width, rng.uniform(-0.1, 1) * height, rng.uniform(0.05, 0.4) * width, rng.uniform(0.05, 0.4) * height
        box = (x, y, x + w, y + h)
        rng.choice((pen.ellipse, pen.rectangle))(box, fill=colour())
    return image
