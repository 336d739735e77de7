"""What a person should look at in a work: its photo, the age, whose work it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from contest.core.text import N_
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.entries.queries.public import same_person
from contest.entries.rules import ages_on
from contest.entries.states import EntryState
from contest.media.advice import advice
from contest.media.models import Picture


@dataclass(frozen=True, slots=True)
class Check:
    """Something a person should look at: a message id and what fills it."""

    message: str
    values: tuple[tuple[str, object], ...] = ()


def checks_of(session: Session, entry: Entry, photo: Picture | None) -> Iterable[Check]:
    """All there is to look at in one work."""
    yield from photo_checks(entry.edition, photo, same_photo(session, [entry], [photo] if photo else []))
    yield from _age_checks(entry)
    if not entry.own_work:
        yield Check(N_("It is not confirmed that this is the young person’s own work."))
    if same_person(session, entry, entry.student):
        yield Check(N_("Somebody of the same name, birth date and school has another entry in this edition."))


def same_photo(session: Session, entries: Sequence[Entry], pictures: Iterable[Picture]) -> set[str]:
    """Digests of photos that several works of an edition were sent with."""
    digests = {picture.sha256 for picture in pictures}
    if not digests:
        return set()
    query = (
        select(Picture.sha256, Entry.edition_id).join(Entry, and_(Entry.id == Picture.about_id, Entry.picture_id == Picture.id))
        .where(Picture.sha256.in_(digests), Entry.state != EntryState.WITHDRAWN)
        .group_by(Picture.sha256, Entry.edition_id).having(func.count() > 1)
    )  # fmt: skip
    editions = {entry.edition_id for entry in entries}  # sorted out here, lest all works of an edition be gone through for a few photos
    return {digest for digest, edition_id in session.execute(query) if edition_id in editions}


def photo_checks(edition: Edition, picture: Picture | None, twice: Collection[str]) -> Iterable[Check]:
    """What stands out in its photo; `twice` are the digests found by `same_photo`."""
    if picture is None:
        yield Check(N_("There is no photo."))
        return
    for each in advice(picture.width, picture.height, picture.measures, edition.picture_side):
        if each.warns:
            yield Check(each.fact, tuple(each.values.items()))
    if picture.sha256 in twice:
        yield Check(N_("Another work was sent with the same photo."))


def _age_checks(entry: Entry) -> Iterable[Check]:
    """By the birthday; and once that is deleted, by the age that was counted."""
    edition, born, age = entry.edition, entry.student.born, entry.student.age
    if born is not None:
        low, high = ages_on(born, edition.age_day, exact=edition.full_birth_date)
    elif age is not None:
        low = high = age
    else:
        yield Check(N_("The date of birth is missing."))
        return
    if high < edition.age_from or low > edition.age_to:
        yield Check(N_("The age on the day that counts is %(age)s."), (("age", high),))
