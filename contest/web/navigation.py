"""Where one can go from here: the sections of the area a page lies in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, flash, get_flashed_messages, request, url_for
from flask_babel import gettext
from werkzeug.local import LocalProxy

from contest.policy import Actor, May, can
from contest.web import i18n, who

AREAS = {"/staff": "staff", "/org": "org", "/judge": "judge", "/account": "account", "/login": "account", "/invitations": "account"}


@dataclass(frozen=True, slots=True)
class Place:
    """A section as the app lists it: its name (a message id), its first page, and who may go there."""

    label: str
    endpoint: str
    may: May | None = None
    also: tuple[str, ...] = ()  # other endpoints, or beginnings of them, that belong to it


@dataclass(frozen=True, slots=True)
class Section:
    """A section as a page shows it."""

    label: str
    href: str
    current: bool


def area() -> str:
    """The area this page lies in: public, staff, org, judge or account."""
    first = "/" + request.path.strip("/").split("/")[0]
    return AREAS.get(first, "public")


def tell(message: str, kind: str = "ok") -> None:
    """Say something once on the next page (already translated)."""
    flash(message, kind)


def init_app(app: Flask, places: Mapping[str, Sequence[Place]]) -> None:
    """Hand navigation, messages and permissions to the templates."""

    def sections() -> list[Section]:
        here = request.endpoint or ""
        listed = places.get(area(), ())
        return [
            Section(gettext(place.label), url_for(place.endpoint), here == place.endpoint or here.startswith(place.also))
            for place in listed
            if place.may is None or can(who.actor(), place.may)
        ]

    def may(name: str, thing: object = None) -> bool:
        return can(who.actor(), May[name], thing)

    def me() -> Actor | None:
        """Who is signed in; nobody on the public wall, which is the same for everyone."""
        return who.actor() if area() != "public" and not who.actor().anonymous else None

    # Globals rather than a context processor: imported components see them too.
    app.jinja_env.globals.update(
        language=LocalProxy(i18n.current), switcher=i18n.switcher, sections=sections, area=LocalProxy(area), me=LocalProxy(me), can=may,
        messages=lambda: get_flashed_messages(with_categories=True),
    )  # fmt: skip
