"""How Jinja is set up for many small templates."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment as FlaskEnvironment


class Environment(FlaskEnvironment):
    """All templates share the site's globals as they are.

    Jinja lays an empty map over them for each template, and asks through both layers for every name of every import: a tenth of a page of
    forms, which imports a dozen components.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: those of the site, unless it brings its own."""
        return super().make_globals(d) if d else self.globals
