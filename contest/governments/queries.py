"""Reading governments: who they are, and what their standing is on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from contest.core.errors import Missing
from contest.core.localized import missing
from contest.core.text import N_, fold
from contest.governments.countries import COUNTRIES
from contest.governments.models import FormerName, Government, Membership
from contest.governments.rules import Standing, holds

_COUNTRY_ORDER = {country: place for place, country in enumerate(COUNTRIES)}
_UNKNOWN = N_("There is no such government.")


def _in_order(government: Government) -> tuple[int, str, str]:
    return (_COUNTRY_ORDER.get(government.country, 99), fold(government.names.get("en", "")), government.key)


def everyone(session: Session) -> list[Government]:
    """All governments, by country and then by English name."""
    return sorted(session.scalars(select(Government)), key=_in_order)


def by_key(session: Session, key: str) -> Government:
    """The government of an own key such as `KR-47`."""
    found = session.scalar(select(Government).where(Government.key == key.upper()))
    if found is None:
        raise Missing(_UNKNOWN)
    return found


def by_id(session: Session, identity: int) -> Government:
    """The government of an id."""
    found = session.get(Government, identity)
    if found is None:
        raise Missing(_UNKNOWN)
    return found


# Asked on many pages, so put together once.
_MEMBER = select(Membership).where(Membership.government_id == bindparam("government"))
_STANDINGS = select(Membership.government_id, Membership.standing, Membership.starts, Membership.ends, Membership.id)


def memberships(session: Session, government_id: int | None = None) -> Sequence[Membership]:
    """The standings of one government, or of all, oldest first; an unknown start counts as oldest."""
    found = session.scalars(select(Membership)) if government_id is None else session.scalars(_MEMBER, {"government": government_id})
    return sorted(found, key=lambda each: (each.starts or date.min, each.id))


def standings_on(session: Session, day: date) -> dict[int, Standing]:
    """What each government is on `day`, by its id; those without a standing are left out."""
    rows = sorted(session.execute(_STANDINGS), key=lambda each: (each.starts or date.min, each.id))
    return {each.government_id: each.standing for each in rows if holds(each.starts, each.ends, day)}


def former_names(session: Session, government_id: int) -> Sequence[FormerName]:
    """What a government was called before, newest first."""
    query = select(FormerName).where(FormerName.government_id == government_id)
    return session.scalars(query.order_by(FormerName.until.desc(), FormerName.id.desc())).all()


def names_on(government: Government, former: Sequence[FormerName], day: date) -> dict[str, str]:
    """What the government was called on `day`: the oldest former name still in use then, else today's."""
    then = [each for each in former if day <= each.until]
    return min(then, key=lambda each: each.until).names if then else government.names


@dataclass(frozen=True, slots=True)
class Listed:
    """A government as a line of the secretariat's list."""

    government: Government
    standing: Standing | None
    missing: list[str]
    unreviewed: list[str]


def listing(session: Session, day: date) -> list[Listed]:
    """All governments, each with its standing on `day` and what its names still lack."""
    standings = standings_on(session, day)
    return [_listed(each, standings) for each in everyone(session)]


def narrowed(lines: Sequence[Listed], *, country: str = "", standing: str = "", search: str = "") -> list[Listed]:
    """Those that fit. `standing` may be "none"; `search` looks into keys and names in all languages."""
    wanted = fold(search)
    return [
        line
        for line in lines
        if (not country or line.government.country == country)
        and (not standing or (line.standing or "none") == standing)
        and (not wanted or wanted in fold(" ".join([line.government.key, *line.government.names.values()])))
    ]


def _listed(government: Government, standings: Mapping[int, Standing]) -> Listed:
    gone = missing(government.names)
    unreviewed = [code for code in government.names if government.names[code] and code not in government.reviewed]
    return Listed(government, standings.get(government.id), gone, unreviewed)
