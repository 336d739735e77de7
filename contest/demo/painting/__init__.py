"""Pictures for the demo, painted by code: every seed another one, the same seed always the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from contest.demo.painting import animals, festivals, landscapes, patterns, posters
from contest.demo.painting.canvas import Canvas
from contest.demo.painting.finish import MEDIA
from contest.demo.painting.palettes import choose, luma

__all__ = ["LONGEST", "PAINTING_STYLES", "POSTER_STYLES", "STYLES", "describe", "paint"]

LONGEST = 1400
Size = tuple[int, int]

DAY = "day day bright muted autumn dusk"
ALL = "day dusk snow mono muted bright autumn"
NIGHT = "night night dusk"
BOLD = "bright bright day dusk autumn muted night"


class Motif(NamedTuple):
    """What can be painted: how, in which palettes, media and formats (portrait, square, landscape, panorama)."""

    draw: Callable[[Canvas], None]
    moods: str
    media: str
    formats: str


WET = "watercolour watercolour watercolour gouache gouache crayon"
DRY = "gouache gouache crayon watercolour lino"
FLAT = "flat flat gouache lino crayon"

_PAINTINGS: dict[str, Motif] = {
    "steppe": Motif(landscapes.steppe, "day day dusk muted autumn mono", WET, "lllsnp"),
    "lanterns": Motif(festivals.lanterns, NIGHT + " bright", "gouache gouache watercolour crayon", "llppsn"),
    "clouds": Motif(patterns.clouds, "bright bright day dusk muted", "gouache watercolour lino flat crayon", "llpps"),
    "cranes": Motif(animals.cranes, "day dusk snow mono mono muted", WET, "llppsn"),
    "taiga": Motif(landscapes.taiga, "snow snow snow night mono dusk autumn", WET + " gouache", "lllpsn"),
    "kites": Motif(festivals.kites, "day bright day dusk muted", WET, "llppsn"),
    "waves": Motif(patterns.waves, "bright day dusk muted mono", "gouache watercolour lino flat", "llppsn"),
    "tiger": Motif(animals.tiger, "autumn bright day mono dusk", "gouache watercolour crayon lino", "ppssl"),
    "terraces": Motif(landscapes.terraces, "day day dusk autumn muted", WET, "llpps"),
    "drums": Motif(festivals.drums, BOLD, DRY, "llpps"),
    "knots": Motif(patterns.knots, BOLD, "gouache flat crayon watercolour", "ppsl"),
    "whale": Motif(animals.whale, "bright day dusk night snow muted", WET, "lllspn"),
    "harbour": Motif(landscapes.harbour, "day dusk bright muted mono night", WET + " lino", "lllspn"),
    "dragon_boat": Motif(festivals.dragon_boat, "bright day dusk autumn muted", WET, "lllsn"),
    "patchwork": Motif(patterns.patchwork, "bright muted day autumn dusk snow", "watercolour gouache flat crayon", "lps"),
    "leopard": Motif(animals.leopard, "snow snow dusk mono muted", WET, "lllsp"),
    "lake": Motif(landscapes.lake, ALL + " dusk", WET, "llpsn"),
    "horse_race": Motif(festivals.horse_race, "day day dusk autumn muted mono", WET + " lino", "lllsn"),
    "birchbark": Motif(patterns.birchbark, "autumn muted mono bright day", "gouache flat crayon watercolour", "lpps"),
    "magpie": Motif(animals.magpie, "autumn day mono snow muted bright", WET, "llpps"),
    "orchard": Motif(landscapes.orchard, "day muted mono snow dusk bright", WET, "llpps"),
    "fireworks": Motif(festivals.fireworks, NIGHT, "gouache watercolour crayon gouache", "llpps"),
    "rounds": Motif(patterns.rounds, "bright bright day dusk autumn", "gouache flat crayon watercolour", "lps"),
    "eagle": Motif(animals.eagle, ALL, WET, "llpps"),
    "city": Motif(landscapes.city, "night night night dusk", "watercolour gouache gouache crayon", "llpsn"),
    "dancers": Motif(festivals.dancers, "bright day dusk muted autumn", WET, "llpps"),
    "bridge": Motif(landscapes.bridge, "day dusk autumn mono snow muted", WET, "lllsn"),
}
_POSTERS: dict[str, Motif] = {
    "hands": Motif(posters.hands, BOLD, FLAT, "pppl"),
    "dove": Motif(posters.dove, BOLD, FLAT, "pppls"),
    "linking": Motif(posters.linking, BOLD, FLAT, "pplls"),
    "earth": Motif(posters.earth, "bright bright day autumn muted dusk", "flat flat gouache", "pppsl"),
    "ribbon": Motif(posters.ribbon, BOLD, FLAT, "pplls"),
    "fleet": Motif(posters.fleet, BOLD, FLAT, "pplls"),
    "tree": Motif(posters.tree, BOLD, "flat flat gouache crayon", "pppsl"),
}
_MOTIFS = _PAINTINGS | _POSTERS

PAINTING_STYLES: tuple[str, ...] = tuple(_PAINTINGS)
POSTER_STYLES: tuple[str, ...] = tuple(_POSTERS)
STYLES: tuple[str, ...] = PAINTING_STYLES + POSTER_STYLES

# Width : height, from 2:3 to 3:2, and a panorama.
_RATIOS: dict[str, tuple[tuple[int, int], ...]] = {
    "p": ((2, 3), (3, 4), (5, 7), (4, 5)),
    "s": ((1, 1), (9, 10), (10, 9)),
    "l": ((3, 2), (4, 3), (7, 5), (5, 4)),
    "n": ((2, 1), (9, 4)),
}


def describe(seed: int, style: str | None = None) -> str:
    """The motif of a picture: the style itself or, without one, what the seed stands for."""
    if style is None:
        return STYLES[seed * 9 % len(STYLES)]
    if style not in _MOTIFS:
        raise ValueError(f"no such style: {style}")
    return style


def paint(seed: int, style: str | None = None, size: Size | None = None) -> Image.Image:
    """One RGB picture, decided by `seed` and `style` alone; `size` overrides its own format."""
    name = describe(seed, style)
    motif = _MOTIFS[name]
    rng = random.Random(f"{name} {seed}")
    palette = choose(rng, motif.moods)
    medium = "ink" if palette.mood == "mono" and rng.random() < 0.7 else rng.choice(motif.media.split())
    if medium == "lino" and luma(palette.sky) < 90:
        medium = "gouache"  # a block print of a night is a black sheet
    a, b = rng.choice(_RATIOS[rng.choice(motif.formats)])
    long = rng.randrange(1000, 1041, 4) if max(a, b) < 2 * min(a, b) else rng.randrange(1080, 1161, 4)
    own = (round(long * a / max(a, b)), round(long * b / max(a, b)))
    if size is not None and not 16 <= min(size) <= max(size) <= LONGEST:
        raise ValueError(f"size must lie between 16 and {LONGEST}: {size}")
    canvas = Canvas(rng, size or own, palette)
    motif.draw(canvas)
    return MEDIA[medium](canvas.image.reduce(2), palette, rng)
