"""The themes and the divisions of an edition, which are ordered lists of names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid
from contest.core.languages import CODES
from contest.core.text import N_
from contest.editions import queries
from contest.editions.actions.common import may_change, note
from contest.editions.models import Division, Edition, Theme
from contest.editions.queries import Part
from contest.editions.states import EditionState
from contest.policy import Actor


def _names(names: Mapping[str, str]) -> dict[str, str]:
    given = {code: names[code] for code in CODES if names.get(code)}
    if not given:
        raise Invalid(N_("Write the name in at least one language."), field="names")
    return given


def add_theme(
    session: Session, actor: Actor, edition: Edition, *, names: Mapping[str, str], version: int | None = None, now: datetime
) -> Theme:
    """One more theme, at the end."""
    return add_part(session, actor, edition, Theme, names=names, version=version, now=now)


def add_division(
    session: Session, actor: Actor, edition: Edition, *, names: Mapping[str, str], version: int | None = None, now: datetime
) -> Division:
    """One more division, at the end."""
    return add_part(session, actor, edition, Division, names=names, version=version, now=now)


def add_part(
    session: Session, actor: Actor, edition: Edition, kind: type[Part], *, names: Mapping[str, str], version: int | None = None,
    now: datetime,
) -> Part:  # fmt: skip
    """One more theme or division, at the end. An older page is refused, so a second press does not add a second one."""
    may_change(actor, edition, version)
    there = queries.parts(session, kind, edition.id)
    part = kind(edition_id=edition.id, position=there[-1].position + 1 if there else 1, names=_names(names))
    session.add(part)
    session.flush()
    note(session, actor, edition, f"edition:add {kind.__tablename__}", now=now, names=part.names)
    return part


def rename_part(
    session: Session, actor: Actor, edition: Edition, part: Theme | Division, *, names: Mapping[str, str], version: int | None = None,
    now: datetime,
) -> None:  # fmt: skip
    """Change what a theme or division is called."""
    may_change(actor, edition, version)
    new, old = _names(names), part.names
    if new != old:
        part.names = new
        note(session, actor, edition, f"edition:rename {part.__tablename__}", now=now, before=old, after=new)


def move_part(session: Session, actor: Actor, edition: Edition, part: Part, *, up: bool, version: int | None = None, now: datetime) -> None:
    """Swap a theme or division with its neighbour; at the end of the list nothing happens."""
    may_change(actor, edition, version)
    there = queries.parts(session, type(part), edition.id)
    place = [each.id for each in there].index(part.id)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(there):
        return
    neighbour = there[other]
    mine, theirs = part.position, neighbour.position
    part.position = -1  # the two may never stand at the same place
    session.flush()
    neighbour.position = mine
    session.flush()
    part.position = theirs
    session.flush()
    note(session, actor, edition, f"edition:move {part.__tablename__}", now=now, names=part.names, up=up)


def remove_part(session: Session, actor: Actor, edition: Edition, part: Part, *, version: int | None = None, now: datetime) -> None:
    """Take a theme or division away while no work refers to it; an announced edition keeps at least one."""
    may_change(actor, edition, version)
    if queries.referred(session, part):
        raise Conflict(N_("This is already in use. It can be renamed, but not removed."))
    if edition.state is not EditionState.DRAFT and len(queries.parts(session, type(part), edition.id)) == 1:
        raise Conflict(N_("The edition is announced: it needs at least one."))
    session.delete(part)
    note(session, actor, edition, f"edition:remove {part.__tablename__}", now=now, names=part.names)
