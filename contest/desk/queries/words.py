"""The words of letters: standard or own, and who changed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.accounts.models import Account
from contest.core.errors import Missing
from contest.core.languages import CODES
from contest.core.text import N_
from contest.post.compose import occasions
from contest.post.models import LetterTemplate
from contest.post.rules import Occasion


@dataclass(frozen=True, slots=True)
class Cell:
    """Own words for an occasion in one language: who changed them, when."""

    changed_at: datetime
    changed_by: str


def by_slug(session: Session, slug: str) -> Occasion:
    """The occasion of an address. Refuses with `Missing`."""
    for occasion in occasions(session).values():
        if occasion.slug == slug:
            return occasion
    raise Missing(N_("There are no such letters."))


def own(session: Session, occasion: Occasion, code: str, *, hold: bool = False) -> LetterTemplate | None:
    """The own words of an occasion in one language, if there are any; `hold` them until the transaction ends."""
    query = select(LetterTemplate).where(LetterTemplate.occasion == occasion.key, LetterTemplate.language == code)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True) if hold else query)


def matrix(session: Session) -> list[tuple[Occasion, list[tuple[str, Cell | None]]]]:
    """Every occasion with its six languages. One statement."""
    query = select(LetterTemplate, Account.name).outerjoin(Account, Account.id == LetterTemplate.changed_by_id)
    cells = {(row.occasion, row.language): Cell(row.changed_at, name or "") for row, name in session.execute(query)}
    return [(each, [(code, cells.get((each.key, code))) for code in CODES]) for each in occasions(session).values()]


def changed_by(session: Session, row: LetterTemplate | None) -> str:
    """Who wrote these words last."""
    return (session.scalar(select(Account.name).where(Account.id == row.changed_by_id)) or "") if row else ""

