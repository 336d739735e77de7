"""The words people agreed to, beside those in force now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest.editions.queries import all_consent_texts
from contest.editions.rules import Purpose
from contest.entries.models import Consent


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one answer was given to: the words, their version and language, and the version in force in that language now."""

    text: str
    language: str
    version: int
    newest: int

    @property
    def changed(self) -> bool:
        """Were newer words written since? The answer still holds for the words it was given to."""
        return self.newest > self.version


def agreed(session: Session, edition_id: int, held: Mapping[Purpose, Consent]) -> dict[Purpose, Agreed]:
    """The words each answer was given to; answers of which no words are recorded are left out. One statement."""
    known = all_consent_texts(session, edition_id)
    by_id, newest = {text.id: text for text in known}, dict[tuple[Purpose, str], int]()
    for text in known:
        newest.setdefault((text.purpose, text.language), text.version)
    given = {purpose: by_id[row.text_id] for purpose, row in held.items() if row.text_id in by_id}
    return {
        purpose: Agreed(text.text, text.language, text.version, newest[text.purpose, text.language]) for purpose, text in given.items()
    }
