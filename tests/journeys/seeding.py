"""What others have done before a journey begins: works with real pictures, made without a browser."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from contest.core import clock
from contest.demo.painting import paint
from contest.editions.queries import by_number, divisions, themes
from contest.entries.states import EntryState
from contest.governments.queries import by_key
from contest.media.intake import keep
from contest.media.own import prepare_own
from contest.media.store import FolderStore
from tests import make
from tests.journeys.conftest import Site


def hang_up(session: Session, site: Site, entry: Any, seed: int, style: str) -> None:
    """Give an entry its picture, files and all."""
    store = FolderStore(site.uploads, durable=False)
    prepared = prepare_own(paint(seed, style), store=store)
    entry.picture_id = keep(session, store, prepared, about=("entry", entry.id), now=clock.now()).id
    session.flush()


def work(session: Session, site: Site, number: int, title: str, style: str, government: str, **given: Any) -> Any:
    """A work of edition `number`, accepted unless told otherwise, with its guardian's answers (`show="no"`, `name="region"`)."""
    make.start(session)
    answers = {name: given.pop(name) for name in ("show", "name") if name in given}
    edition = by_number(session, number)
    home = by_key(session, government)
    painter = make.student(edition, **given.pop("painter", {}))
    entry = make.entry(
        **{
            "edition": edition, "student": painter, "government": home, "state": EntryState.ACCEPTED, "title": title, "medium": "gouache",
            "division_id": divisions(session, edition.id)[0].id, "theme_id": themes(session, edition.id)[0].id, "width_mm": 297, "height_mm": 420,
        }
        | given
    )  # fmt: skip
    hang_up(session, site, entry, entry.id, style)
    make.consents(entry, **answers)
    session.flush()
    return entry
