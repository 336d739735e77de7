"""Builders for what the public sees: published winners, exhibitions, stops."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from contest.awards.models import Allocation, Award, Tier
from contest.awards.states import AllocationState
from contest.core import clock, keys
from contest.editions.models import Edition
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.exhibitions.models import Exhibition, Hanging, Stop, Venue
from contest.exhibitions.states import ExhibitionState
from contest.governments.models import Government
from contest.media.models import Derivative, Picture
from tests import make
from tests.make import save, six

_n = count(1)
OUT = datetime(2020, 12, 21, tzinfo=UTC)


def tier(edition: Edition, mark: str = "gold", **given: Any) -> Tier:
    position = {"grand": 1, "gold": 2, "silver": 3, "bronze": 4, "selected": 5}[mark]
    return save(Tier(**{"edition_id": edition.id, "position": position, "names": six(mark.title()), "mark": mark, "places": 5} | given))


def allocation(edition: Edition, **given: Any) -> Allocation:
    return save(
        Allocation(
            **{
                "edition_id": edition.id, "round_id": make.judging_round(edition, criteria=0).id, "version": next(_n), "state": AllocationState.PUBLISHED,
                "digest": "0" * 64, "tiers": [], "proposed_by_id": make.account().id, "proposed_at": OUT, "published_at": OUT,
            }
            | given
        )
    )  # fmt: skip


def together(rows: Any) -> list[Any]:
    made = list(rows)
    make._session.add_all(made)
    make._session.flush()
    return made


class Published:
    """An edition whose results are out, and winners in it as they are asked for."""

    def __init__(self, **given: Any) -> None:
        self.edition = make.edition(**{"state": EditionState.PUBLISHED, "published_at": OUT} | given)
        self.allocation = allocation(self.edition)
        self.tiers: dict[str, Tier] = {}

    def winner(self, mark: str = "gold", *, name: str = "full", show: str = "yes", asked: bool = True, **given: Any) -> Entry:
        if mark not in self.tiers:
            self.tiers[mark] = tier(self.edition, mark)
        entry = make.entry(**{"edition": self.edition, "state": EntryState.ACCEPTED, "public_number": next(_n)} | given)
        entry.picture_id = make.picture_of(entry).id
        if asked:
            make.consents(entry, name=name, show=show)
        save(Award(edition_id=self.edition.id, entry_id=entry.id, tier_id=self.tiers[mark].id, allocation_id=self.allocation.id, at=OUT))
        return entry

    def many(self, count: int, first: int, government: Government) -> list[Entry]:
        """As many winners as asked for, written in a few statements."""
        if "selected" not in self.tiers:
            self.tiers["selected"] = tier(self.edition, "selected")
        now, places = clock.now(), range(first, first + count)
        students = together(make.Student(edition_id=self.edition.id, resume_hash=f"{keys.token()}", language="en", full_name="Example", age=14, created_at=now) for _ in places)
        entries = together(
            Entry(
                draft_key=keys.token(), edition_id=self.edition.id, student_id=who.id, government_id=government.id, state=EntryState.ACCEPTED, title=f"a {n}",
                language="en", created_at=now, saved_at=now, submitted_at=now, accepted_at=now, public_number=n, receipt=f"{self.edition.id}-M{n}",
            )
            for n, who in zip(places, students, strict=True)
        )  # fmt: skip
        pictures = together(
            Picture(about_kind="entry", about_id=e.id, sha256=f"{e.id:064x}", kind="jpeg", bytes=9, width=8, height=6, colour="#336699", created_at=now) for e in entries
        )
        together(
            Derivative(picture_id=p.id, size=320, format="webp", width=320, height=240, bytes=9, private_name=keys.token()[:32], public_name=f"{p.id:040x}") for p in pictures
        )
        for entry, picture in zip(entries, pictures, strict=True):
            entry.picture_id = picture.id
        together(
            make.Consent(
                entry_id=e.id, purpose=purpose, answer=answer, method="link", language="en", given_by="Example", recorded_by_kind="guardian", recorded_by_id=1, at=now
            )
            for e in entries
            for purpose, answer in ((Purpose.SHOW, "yes"), (Purpose.NAME, "full"))
        )
        together(Award(edition_id=self.edition.id, entry_id=e.id, tier_id=self.tiers["selected"].id, allocation_id=self.allocation.id, at=OUT) for e in entries)
        return entries

    def number(self, entry: Entry) -> str:
        return f"{self.edition.number}-{entry.public_number:04d}"


def venue(**given: Any) -> Venue:
    return save(Venue(**{"names": six("Hall"), "cities": six("Pohang"), "address": "Example street 1", "country": "KR", "zone": "Asia/Seoul"} | given))


def exhibition(edition: Edition | None = None, **given: Any) -> Exhibition:
    n = next(_n)
    state = given.setdefault("state", ExhibitionState.ANNOUNCED)
    announced = None if state is ExhibitionState.PLANNED else OUT
    return save(
        Exhibition(
            **{
                "slug": f"show-{n}", "edition_id": (edition or make.edition()).id, "titles": six(f"Show {n}"), "introductions": six("Look"), "announced_at": announced,
                "changed_at": OUT,
            }
            | given
        )
    )  # fmt: skip


def stop(show: Exhibition, opens: date, closes: date, works: list[Entry] | tuple[Entry, ...] = (), **given: Any) -> Stop:
    hall = given.pop("venue", None) or venue()
    made = save(
        Stop(**{"exhibition_id": show.id, "venue_id": hall.id, "position": next(_n), "opens_on": opens, "closes_on": closes, "hours": six("10–18"), "changed_at": OUT} | given)
    )
    for place, work in enumerate(works, 1):
        save(Hanging(stop_id=made.id, entry_id=work.id, position=place))
    return made


def today() -> date:
    return clock.today(clock.now(), "Asia/Seoul")
