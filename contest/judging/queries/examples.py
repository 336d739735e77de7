"""The picture examples of a round: what judges see of them, what staff do, and which works may be chosen.

Judges get the picture and the sentence. What is public is asked here at every request, and by the picture's door once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from contest.core.errors import Invalid
from contest.core.languages import language
from contest.core.localized import Localized
from contest.core.text import N_
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.entries.queries.published import shown
from contest.judging.models import Example, Round
from contest.judging.rules.examples import printed_number, read_number
from contest.media.models import Derivative, Picture
from contest.media.queries import PictureSource, derivatives_of, public_address, sources

OWN_EDITION = N_("Works of the edition that is judged cannot be examples. Choose a work of an earlier edition")
NOT_SHOWN = N_("The public sees no work with this number: there is none, or it is not shown any more")


@dataclass(frozen=True, slots=True)
class ExampleShown:
    """All a judge is told of an example: nothing of whose it is. `large` is the address of the largest picture."""

    criterion_id: int | None
    words: Localized
    picture: PictureSource
    large: str


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """An example on staff's page; `public`: judges see it."""

    id: int
    criterion_id: int | None
    words: Localized
    number: str
    title: str
    title_lang: str
    public: bool
    picture: PictureSource | None


@dataclass(frozen=True, slots=True)
class Choosable:
    """A published work as staff see it before they choose it."""

    entry_id: int
    number: str
    title: str
    title_lang: str
    picture: PictureSource


def _kept(round_: Round, *columns: Any) -> Any:
    query = select(*columns).join(Entry, Entry.id == Example.entry_id).join(Edition, Edition.id == Entry.edition_id)
    mine = query.where(Example.round_id == round_.id, Example.removed_at.is_(None), Entry.edition_id != round_.edition_id)
    return mine.order_by(Example.position, Example.id)


def for_judges(session: Session, round_: Round, called: Callable[[int], str]) -> list[ExampleShown]:
    """The examples judges of a round see, in their order; `called(n)` is what is said instead of the n-th picture."""
    rows = session.execute(_kept(round_, Example.criterion_id, Example.words, Entry.picture_id).where(shown())).all()
    files = _Files(session, [row.picture_id for row in rows])
    seen = [(row, source) for row in rows if (source := files.of(row.picture_id)) is not None]
    return [
        ExampleShown(row.criterion_id, row.words, replace(source, alt=called(n)), files.large(row.picture_id))
        for n, (row, source) in enumerate(seen, 1)
    ]


def for_staff(session: Session, round_: Round) -> list[ExampleLine]:
    """The examples of a round with those the public does not see any more, and judges neither."""
    public = case((shown() & Entry.picture_id.is_not(None), 1), else_=0).label("public")
    columns = (Example.id, Example.criterion_id, Example.words, Entry.picture_id, Entry.public_number, Entry.title, Entry.language)
    rows = session.execute(_kept(round_, *columns, Edition.number, public)).all()
    files = _Files(session, [row.picture_id for row in rows])
    return [
        ExampleLine(
            row.id, row.criterion_id, row.words, printed_number(row.number, row.public_number), row.title, language(row.language).html,
            bool(row.public), files.of(row.picture_id, public=bool(row.public)),
        )
        for row in rows
    ]  # fmt: skip


def choosable(session: Session, round_: Round, typed: str) -> Choosable:
    """The work of a printed number, if it may become an example in this round. Refuses with `Invalid` at `number`."""
    found = published(session, round_, typed)
    if any(each.entry_id == found.entry_id for each in kept(session, round_.id)):
        raise Invalid(N_("This work is an example here already"), "number")
    return found


def published(session: Session, round_: Round, typed: str) -> Choosable:
    """The work of a printed number that the public sees, of another edition than the round's. Refuses with `Invalid` at `number`."""
    edition, number = read_number(typed)
    query = select(Entry.id, Entry.picture_id, Entry.title, Entry.language).join(Edition, Edition.id == Entry.edition_id)
    row = session.execute(query.where(Edition.number == edition, Entry.public_number == number, shown())).one_or_none()
    if edition == session.scalar(select(Edition.number).where(Edition.id == round_.edition_id)):
        raise Invalid(OWN_EDITION, "number")
    source = _Files(session, [row.picture_id]).of(row.picture_id) if row is not None else None
    if row is None or source is None:
        raise Invalid(NOT_SHOWN, "number")
    return Choosable(row.id, printed_number(edition, number), row.title, language(row.language).html, source)


def kept(session: Session, round_id: int) -> Sequence[Example]:
    """The examples of a round in their order, without those that were removed."""
    mine = select(Example).where(Example.round_id == round_id, Example.removed_at.is_(None))
    return session.scalars(mine.order_by(Example.position, Example.id)).all()


def of_work(session: Session, round_id: int, entry_id: int) -> Example | None:
    """The example a work is or was in a round."""
    return session.scalar(select(Example).where(Example.round_id == round_id, Example.entry_id == entry_id))


def was_removed(session: Session, round_id: int, example_id: int | None) -> bool:
    """Is this an example of the round that was removed, and can be put back?"""
    mine = select(Example.id).where(Example.id == example_id, Example.round_id == round_id, Example.removed_at.is_not(None))
    return example_id is not None and session.scalar(mine) is not None


class _Files:
    """The files of many pictures, in two statements."""

    def __init__(self, session: Session, ids: Sequence[int | None]) -> None:
        wanted = {identity for identity in ids if identity is not None}
        rows = session.scalars(select(Picture).where(Picture.id.in_(wanted))) if wanted else ()
        self.pictures: Mapping[int, Picture] = {picture.id: picture for picture in rows}
        self.made: Mapping[int, list[Derivative]] = derivatives_of(session, self.pictures)

    def of(self, identity: int | None, *, public: bool = True) -> PictureSource | None:
        """The picture for a template, by its public addresses or by those staff have."""
        picture = self.pictures.get(identity) if identity is not None else None
        return sources(picture, self.made[picture.id], public=public) if picture is not None else None

    def large(self, identity: int) -> str:
        """The public address of the largest file."""
        return public_address(max((each for each in self.made[identity] if each.format == "webp"), key=lambda each: each.size))
