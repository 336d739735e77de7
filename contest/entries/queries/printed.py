"""What is on paper already and cannot be called back. Who prints hands in a function; the app lists them (see `app.PRINTED`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from sqlalchemy.orm import Session

from contest.core.languages import language
from contest.core.localized import Localized, pick
from contest.core.speech import say


@dataclass(frozen=True, slots=True)
class Printed:
    """One thing that was printed with this work on it: a message id and what fills it, days and texts in several languages."""

    message: str
    values: Mapping[str, Localized | date] = field(default_factory=dict)


# printed(session, entry_id, now): a pure question; what comes back is in the order in which it was printed.
Source = Callable[[Session, int, datetime], Sequence[Printed]]


def already_printed(session: Session, entry_id: int, now: datetime) -> list[Printed]:
    """Everything that was printed of this work, whoever printed it."""
    sources: Sequence[Source] = session.info.get("printed", ())
    return [each for source in sources for each in source(session, entry_id, now)]


def told(found: Sequence[Printed], code: str) -> list[str]:
    """The same in words, in the language of `code`."""
    locale = Locale.parse(language(code).catalogue)

    def word(value: Localized | date) -> str:
        return format_date(value, "long", locale=locale) if isinstance(value, date) else pick(value, code)[0]

    return [say(code, each.message, **{key: word(value) for key, value in each.values.items()}) for each in found]
