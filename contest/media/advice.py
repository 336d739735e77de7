"""What is said about a photo to whoever sent it or looks after it. Advice only: nothing here keeps anything out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contest.core.text import N_

# Pixels for a print at 300 dots per inch: the long side and the short side of the sheet. A picture fills the sheet when it reaches one.
A4 = (3508, 2480)
A3 = (4961, 3508)
# Of `measure.Measures`.
BLURRED = 0.19  # less than this share of the contrast is in the finest detail
DARK = 90.0  # the brighter half is darker than this
GLARE = 0.006  # more than this share of the picture is lost in reflections
CROOKED = 1.5  # degrees
MARGIN = 0.06  # more than this share is table or wall

CALM = frozenset({"a4", "a3", "fine"})  # these say what the photo is good for

# To the painter: what is the matter, and what to do.
_MESSAGES = {
    "small": N_(
        "%(width)s × %(height)s pixels: judges would not see the detail. If you can, take the photo again from closer, "
        "with at least %(side)s pixels on the long side. You may also use it as it is."
    ),
    "a4": N_("%(width)s × %(height)s pixels: enough for judging, a little small for a large print in an exhibition."),
    "a3": N_("%(width)s × %(height)s pixels: enough for judging and for a print up to A4."),
    "fine": N_("%(width)s × %(height)s pixels: enough for judging and for a print up to A3."),
    "blurred": N_("The photo looks blurred. If you can, take it again: hold still, and tap on the painting so that it becomes sharp."),
    "dark": N_("The photo looks dark. If you can, take it again by daylight near a window, without flash."),
    "glare": N_("Light is reflected in a part of the picture. If you can, take it again without flash, with the window at your side."),
    "crooked": N_("The painting stands crooked in the photo. Trim the picture at its four corners: that also makes it straight."),
    "margin": N_("Something shows around the painting, such as a table or a wall. Trim the picture to the painting."),
}  # fmt: skip
# To those who look after it: the same as a fact.
_FACTS = {
    "small": N_("The photo is small: %(width)s × %(height)s pixels."),
    "a4": N_("Too small for a print of A4 size"),
    "a3": N_("Large enough for a print up to A4"),
    "fine": N_("Large enough for a print up to A3"),
    "blurred": N_("The photo looks blurred."),
    "dark": N_("The photo looks dark."),
    "glare": N_("Light is reflected in a part of the picture."),
    "crooked": N_("The painting stands crooked in the photo."),
    "margin": N_("A table or a wall shows around the painting."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    """A message id and what fills it. `fact` says the same without telling anybody what to do."""

    key: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def fact(self) -> str:
        """The message id for staff and coordinators."""
        return _FACTS[self.key]

    @property
    def warns(self) -> bool:
        """Is something the matter?"""
        return self.key not in CALM


def advice(width: int, height: int, measures: Mapping[str, Any] | None, side: int) -> tuple[Advice, ...]:
    """First one line about what so many pixels are good for; then what looks amiss, the most important first.

    `side` is the long side judges need; `measures` is what the decoder found, None for a photo nobody measured.
    """
    found = measures or {}
    amiss = {
        "blurred": found.get("sharp", 1.0) < BLURRED,
        "dark": found.get("light", 255.0) < DARK,
        "glare": found.get("glare", 0.0) > GLARE,
        "margin": found.get("margin", 0.0) > MARGIN,
        "crooked": found.get("tilt", 0.0) > CROOKED,
    }
    if amiss["margin"] and amiss["crooked"]:
        amiss["margin"] = False  # one advice mends both
    size = _size(max(width, height), min(width, height), side)
    values = {"width": width, "height": height, **({"side": side} if size == "small" else {})}
    return Advice(size, _MESSAGES[size], values), *(Advice(key, _MESSAGES[key]) for key, so in amiss.items() if so)


def _size(long: int, short: int, side: int) -> str:
    if long < side:
        return "small"
    if long < A4[0] and short < A4[1]:
        return "a4"
    return "a3" if long < A3[0] and short < A3[1] else "fine"
