"""Whose permission counts, what is still missing, and what the public may see by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from contest.core.errors import Invalid, Missing
from contest.core.text import N_
from contest.editions.rules import Purpose
from contest.entries.rules.choices import NAME_ANSWERS, YES_NO, Method, Permission
from contest.entries.states import EntryState

LINK_LASTS = timedelta(days=90)
# Permissions without which a work may not leave its government.
NEEDED = (Purpose.ENTER, Purpose.TRANSFER)
# What a guardian is told by an act whose link has ended since its page was opened.
ENDED = N_("This link is no longer valid. Ask the coordinator of your government.")


class Answer(Protocol):
    """A row of `Consent` as the rules see it."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def purpose(self) -> Purpose: ...  # noqa: D102
    @property
    def answer(self) -> str: ...  # noqa: D102
    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def withdrawn_at(self) -> datetime | None: ...  # noqa: D102


A = TypeVar("A", bound=Answer)


def holding(consents: Iterable[A]) -> dict[Purpose, A]:
    """What holds for each purpose: the newest answer that was not withdrawn. A wish never does."""
    return _newest(row for row in consents if row.method != Method.WISH)


def wishes(consents: Iterable[A]) -> dict[Purpose, A]:
    """What the painter would like, or as an adult has decided."""
    return _newest(row for row in consents if row.method in {Method.WISH, Method.SELF})


def _newest(rows: Iterable[A]) -> dict[Purpose, A]:
    valid = sorted((row for row in rows if row.withdrawn_at is None), key=lambda row: (row.at, row.id))
    return {row.purpose: row for row in valid}


def link_ended(expires_at: datetime, answered_at: datetime | None, now: datetime) -> bool:
    """Has a guardian's link ended? One that was answered never does: what was allowed can be taken back at any time."""
    return answered_at is None and now >= expires_at


def outdated(held: Mapping[Purpose, Answer], changed: Collection[str]) -> list[Purpose]:
    """The permissions of a guardian that no longer fit what they were given for: another picture, another form of the name.

    `changed` names what did: `picture_id`, `full_name`, `short_name`.
    """
    shown = held.get(Purpose.NAME)
    name = {Permission.FULL: "full_name", Permission.SHORT: "short_name"}.get(Permission(shown.answer)) if shown else None
    found = {Purpose.SHOW: "picture_id" in changed and Purpose.SHOW in held, Purpose.NAME: name in changed}
    return [purpose for purpose, gone in found.items() if gone and held[purpose].method != Method.SELF]


def missing_to_endorse(held: Mapping[Purpose, Answer]) -> list[Purpose]:
    """The needed permissions that nobody who may has given; empty when the work may be passed on."""
    return [purpose for purpose in NEEDED if purpose not in held or held[purpose].answer != Permission.YES]


def said(held: Mapping[Purpose, Answer]) -> dict[str, str]:
    """What holds, as a page shows it: compared when it comes back."""
    return {purpose.value: row.answer for purpose, row in held.items()}


def check_answers(answers: Mapping[Purpose, str]) -> dict[Purpose, Permission]:
    """Answers as they are kept. Refuses what does not answer its question."""
    kept = {}
    for purpose, answer in answers.items():
        allowed = NAME_ANSWERS if purpose is Purpose.NAME else YES_NO
        if answer not in allowed:
            raise Invalid(N_("Choose one of the answers offered."), purpose.value)
        kept[purpose] = Permission(answer)
    return kept


def purposes_named(name: str) -> list[Purpose]:
    """The purpose of an address, or for `all` every one. Refuses with `Missing`."""
    if name == "all":
        return list(Purpose)
    try:
        return [Purpose(name)]
    except ValueError:
        raise Missing(N_("There is no such permission.")) from None


def shown_name(full: str, short: str, how: str | None) -> str | None:
    """The name as it may stand beside the picture, or none."""
    if how == Permission.FULL:
        return full or None
    return (short or None) if how == Permission.SHORT else None


@dataclass(frozen=True, slots=True)
class Face:
    """What of a work's painter the public may see. That there is one means that the picture may be shown."""

    name: str | None
    photos: bool


def public_face(
    *, published: bool, awarded: bool, state: EntryState, taken_down: bool, held: Mapping[Purpose, Answer], full_name: str, short_name: str
) -> Face | None:
    """May the public see this work, and under which name? `None`: not at all.

    Asked from the rows at every request, so that a withdrawn permission works at once.
    """
    answers = {purpose: row.answer for purpose, row in held.items()}
    if not published or not awarded or taken_down or state in {EntryState.WITHDRAWN, EntryState.DISQUALIFIED}:
        return None
    if answers.get(Purpose.SHOW) != Permission.YES:
        return None
    return Face(shown_name(full_name, short_name, answers.get(Purpose.NAME)), answers.get(Purpose.PHOTOS) == Permission.YES)
