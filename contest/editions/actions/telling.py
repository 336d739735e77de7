"""What the public is told of an edition: announced, taken back, results published, archived."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.editions import queries, rules
from contest.editions.actions.common import may_change, note
from contest.editions.models import Edition
from contest.editions.states import LIFE, EditionState
from contest.policy import Actor, May, require


def announce(session: Session, actor: Actor, edition: Edition, *, version: int | None = None, now: datetime) -> None:
    """Show an edition to the public, once it has all it needs."""
    require(actor, May.EDITION_MANAGE, edition)
    if edition.state is EditionState.ANNOUNCED:
        return  # pressed twice
    may_change(actor, edition, version)
    found = rules.blockers(queries.drafts(session, [edition])[edition.id], now)
    if found:
        raise Conflict(found[0].message)
    LIFE.move(edition, EditionState.ANNOUNCED)
    edition.announced_at = now
    note(session, actor, edition, "edition:announce", now=now, number=edition.number)


def take_back(session: Session, actor: Actor, edition: Edition, *, version: int | None = None, now: datetime) -> None:
    """Hide an announced edition again, while nobody has begun an entry."""
    may_change(actor, edition, version)
    if queries.entered(session, edition):
        raise Conflict(N_("Students have already begun to enter. The edition can no longer be taken back."))
    LIFE.move(edition, EditionState.DRAFT)
    edition.announced_at = None
    note(session, actor, edition, "edition:take back", now=now, number=edition.number)


def publish(session: Session, actor: Actor, edition: Edition, *, now: datetime) -> None:
    """The results are public from now on."""
    may_change(actor, edition, None)
    LIFE.move(edition, EditionState.PUBLISHED)
    edition.published_at = now
    note(session, actor, edition, "edition:publish", now=now, number=edition.number)


def archive(session: Session, actor: Actor, edition: Edition, *, version: int | None = None, now: datetime) -> None:
    """Close the books of an edition. What is public stays public."""
    may_change(actor, edition, version)
    LIFE.move(edition, EditionState.ARCHIVED)
    note(session, actor, edition, "edition:archive", now=now, number=edition.number)


def reopen(session: Session, actor: Actor, edition: Edition, *, version: int | None = None, now: datetime) -> None:
    """Take an edition back out of the archive."""
    may_change(actor, edition, version)
    if edition.state is not EditionState.ARCHIVED:
        raise Conflict(N_("Only an archived edition can be taken out of the archive."))
    LIFE.move(edition, EditionState.PUBLISHED)
    note(session, actor, edition, "edition:out of archive", now=now, number=edition.number)
