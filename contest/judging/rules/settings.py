"""What judges set for their own desk: a closed list of switches, choices and keys. Pure.

Keys are physical ones (`event.code`), so they lie in the same place on every layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contest.core.errors import Invalid
from contest.core.text import N_

# Shortcuts at all; on to the next work by itself; a white edge around the picture; larger buttons; the panel on the left;
# pictures of 1,280 pixels at most.
SWITCHES: Mapping[str, bool] = {
    "keys": True, "advance": True, "border": True, "large": False, "left": False, "saver": False,
}  # fmt: skip
GROUNDS: Mapping[str, str] = {"mid": N_("Middle grey"), "light": N_("Light grey"), "dark": N_("Dark grey")}

# What a key can do, and the key that does it. Digits mark, Page Up and Page Down turn, Ctrl or ⌘ with Z takes back, ? helps: those stay.
ACTS: Mapping[str, tuple[str, str]] = {
    "next": ("ArrowRight", N_("Next work")),
    "previous": ("ArrowLeft", N_("Previous work")),
    "open": ("End", N_("Next work without a mark")),
    "up": ("ArrowUp", N_("Criterion above")),
    "down": ("ArrowDown", N_("Criterion below")),
    "pin": ("KeyP", N_("Pin or unpin")),
    "aside": ("KeyX", N_("Set aside")),
    "clear": ("KeyU", N_("Clear the mark")),
    "note": ("KeyM", N_("Write a note")),
    "compare": ("KeyC", N_("Compare with pinned works")),
    "sheet": ("KeyG", N_("All works at a glance")),
    "zoom": ("KeyZ", N_("Whole picture or full size")),
    "in": ("Equal", N_("Zoom in")),
    "out": ("Minus", N_("Zoom out")),
    "full": ("KeyF", N_("Full screen")),
    "ground": ("KeyB", N_("Change the grey")),
}
_SIGNS = {
    "Minus": "-", "Equal": "+ =", "BracketLeft": "[", "BracketRight": "]", "Backslash": "\\", "Semicolon": ";", "Quote": "'", "Comma": ",",
    "Period": ".", "Slash": "? /", "Backquote": "`", "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→",
    "Home": "Home", "End": "End", "Insert": "Ins", "Delete": "Del", "Backspace": "⌫",
}  # fmt: skip
KEYS: Mapping[str, str] = {
    **_SIGNS, **{f"Key{chr(n)}": chr(n) for n in range(65, 91)}, **{f"F{n}": f"F{n}" for n in range(2, 11)},
}  # fmt: skip
USUAL: Mapping[str, Any] = {**SWITCHES, "ground": "mid", "map": {}}


def checked(given: object, stored: Mapping[str, Any]) -> dict[str, Any]:
    """All settings: `stored` with what was `given` put over it. Refuses all of it when one part is not on the list."""
    if not isinstance(given, Mapping):
        raise Invalid(N_("These settings cannot be read."))
    kept = whole(stored)
    for key, value in given.items():
        if (key in SWITCHES and isinstance(value, bool)) or (key == "ground" and isinstance(value, str) and value in GROUNDS):
            kept[key] = value
        elif key == "map" and isinstance(value, Mapping):
            kept[key] = _keys(value)
        else:
            raise Invalid(N_("There is no such setting."), str(key)[:40])
    return kept


def _keys(given: Mapping[Any, Any]) -> dict[str, str]:
    for act, code in given.items():
        if act not in ACTS or not isinstance(code, str) or code not in KEYS:
            raise Invalid(N_("This key cannot be used."), f"key_{str(act)[:20]}")
    moved = {act: code for act, code in given.items() if code != ACTS[act][0]}
    taken: dict[str, str] = {}
    for act, code in keys({"map": moved}).items():
        if code in taken:
            field = f"key_{act if act in moved else taken[code]}"
            raise Invalid(N_("The key %(key)s does something else already."), field, key=KEYS[code])
        taken[code] = act
    return moved


def whole(stored: Mapping[str, Any]) -> dict[str, Any]:
    """All settings, the usual ones where nothing else is stored; what is no longer on the list is left out."""
    found = {**USUAL, **{key: value for key, value in stored.items() if key in USUAL}}
    return {**found, "map": dict(found["map"])}


def keys(stored: Mapping[str, Any]) -> dict[str, str]:
    """The key of every act."""
    moved = stored.get("map", {})
    return {act: moved.get(act, usual) for act, (usual, _words) in ACTS.items()}
