"""Finding pictures, and what a template needs to show one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from contest.core.keys import Keyring
from contest.media.models import Derivative, Picture
from contest.media.rules import SUFFIXES

PUBLIC = re.compile(r"([0-9a-f]{40})\.(webp|jpg)")
PRIVATE = re.compile(r"p-([0-9a-f]{32})\.(webp|jpg)")
BLIND = re.compile(r"b-([0-9A-Za-z_-]{1,64})-([0-9]{1,5})(?:-([0-9a-f]{16}))?\.webp")


@dataclass(frozen=True, slots=True)
class PictureSource:
    """A picture as a template shows it. `alt_lang` is the language of `alt`, empty when it is the page's."""

    src: str
    srcset: str
    width: int
    height: int
    colour: str
    alt: str = ""
    alt_lang: str = ""


def find_public(session: Session, name: str) -> list[Derivative]:
    """What a public address (`<40 hex>.webp`) may show, with the pictures loaded; several when the same photo was sent twice.

    Whether one of them is public is asked after.
    """
    given = PUBLIC.fullmatch(name)
    if given is None:
        return []
    query = select(Derivative).where(Derivative.public_name == given[1]).options(joinedload(Derivative.picture)).order_by(Derivative.id)
    return [derivative for derivative in session.scalars(query) if SUFFIXES[derivative.format] == given[2]]


def find_private(session: Session, name: str) -> Derivative | None:
    """What a private address (`p-<token>.webp`) shows, with its picture loaded. Whether one may see it is asked after."""
    given = PRIVATE.fullmatch(name)
    if given is None:
        return None
    query = select(Derivative).where(Derivative.private_name == given[1]).options(joinedload(Derivative.picture))
    return _of_kind(session.scalars(query).first(), given[2])


_DERIVATIVES = (
    select(Derivative).where(Derivative.picture_id.in_(bindparam("pictures", expanding=True))).order_by(Derivative.size, Derivative.format)
)  # fmt: skip


def derivatives_of(session: Session, picture_ids: Iterable[int]) -> dict[int, list[Derivative]]:
    """The derivatives of many pictures in one query, smallest first; every id asked for has its list."""
    wanted = set(picture_ids)
    found: defaultdict[int, list[Derivative]] = defaultdict(list, {identity: [] for identity in wanted})
    if wanted:
        for derivative in session.scalars(_DERIVATIVES, {"pictures": list(wanted)}):
            found[derivative.picture_id].append(derivative)
    return dict(found)


def pictures_about(session: Session, kind: str, ids: Iterable[int]) -> dict[int, list[Picture]]:
    """The pictures of many things of one kind in one query, oldest first."""
    found: defaultdict[int, list[Picture]] = defaultdict(list)
    query = select(Picture).where(Picture.about_kind == kind, Picture.about_id.in_(set(ids))).order_by(Picture.id)
    for picture in session.scalars(query):
        found[picture.about_id].append(picture)
    return dict(found)


def public_address(derivative: Derivative) -> str:
    """Opens for anybody while some feature says that the picture is public."""
    return f"/media/{derivative.public_name}.{SUFFIXES[derivative.format]}"


def private_address(derivative: Derivative) -> str:
    """Opens for those who may see the picture."""
    return f"/media/p-{derivative.private_name}.{SUFFIXES[derivative.format]}"


def sources(
    picture: Picture, derivatives: Sequence[Derivative], *, public: bool, alt: str = "", alt_lang: str = ""
) -> PictureSource | None:
    """The picture for a template: WebP in `srcset`, the JPEG as `src`. None without derivatives."""
    address = public_address if public else private_address
    webps = sorted((d for d in derivatives if d.format == "webp"), key=lambda d: d.size)
    if not webps:
        return None
    plain = next((d for d in derivatives if d.format == "jpeg"), webps[-1])
    srcset = ", ".join(f"{address(d)} {d.width}w" for d in webps)
    return PictureSource(address(plain), srcset, webps[-1].width, webps[-1].height, picture.colour, alt, alt_lang)


def blind_sign(keyring: Keyring, code: str, name: str) -> str:
    """Stands for a derivative (by its private `name`) before one judge, and for another one when the picture is made anew.

    Keyed with the judge's own code: two judges cannot tell that they hold the same file.
    """
    return keyring.digest("picture on a judge's desk", f"{code} {name}")[:40]


def blind_address(keyring: Keyring, code: str, size: int, name: str) -> str:
    """Opens for the judge whose code it is. Another address when a part of the picture is covered: no browser shows what was before."""
    return f"/media/b-{code}-{size}-{blind_sign(keyring, code, name)[:16]}.webp"


def blind_sources(keyring: Keyring, picture: Picture, derivatives: Sequence[Derivative], code: str, *, alt: str) -> PictureSource | None:
    """The picture for one judge, under that judge's own code for the work."""
    webps = sorted((d for d in derivatives if d.format == "webp"), key=lambda d: d.size)
    sizes = [(d.size, d.width, d.height, d.private_name) for d in webps]
    return blind_source(keyring, code, sizes, picture.colour, alt=alt) if sizes else None


def blind_source(keyring: Keyring, code: str, sizes: Sequence[tuple[int, int, int, str]], colour: str, *, alt: str) -> PictureSource:
    """The same from what is known of its derivatives: nominal size, width, height and private name of each, smallest first."""
    made = [(size, width, blind_address(keyring, code, size, name)) for size, width, _height, name in sizes]
    fallback = max((each for each in made if each[0] <= 1280), default=made[0])
    srcset = ", ".join(f"{address} {width}w" for _size, width, address in made)
    return PictureSource(fallback[2], srcset, sizes[-1][1], sizes[-1][2], colour, alt)


def _of_kind(derivative: Derivative | None, suffix: str) -> Derivative | None:
    return derivative if derivative is not None and SUFFIXES[derivative.format] == suffix else None
