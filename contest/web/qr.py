"""A text as a square for cameras, drawn into the page itself: an address that must stay secret is never asked for again."""

from __future__ import annotations

import segno
from markupsafe import Markup


def square(text: str, title: str) -> Markup:
    """An inline SVG as large as the stylesheet makes it; `title` is what a screen reader says."""
    drawn = segno.make(text, error="m", micro=False)
    return Markup(drawn.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", title=title, svgclass="qr", lineclass=None))  # noqa: S704 - drawn by us, the title is escaped
