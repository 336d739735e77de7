"""What others have done before a journey begins: works with real pictures, made without a browser."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contest.accounts import actions as accounts
from contest.accounts.models import Account
from contest.awards import queries as awards
from contest.awards.actions import propose as allot
from contest.core import clock
from contest.db.transaction import transaction
from contest.demo import entering as demo
from contest.demo import judged, plan, season, shows
from contest.demo.painting import paint
from contest.editions.queries import by_number, divisions, themes
from contest.entries.models import Consent, Entry
from contest.entries.queries import permitted_to_show
from contest.entries.states import EntryState
from contest.exhibitions.models import Exhibition, Stop
from contest.gallery.rules import public_number
from contest.governments.queries import by_key
from contest.judging.models import Round
from contest.media.intake import keep
from contest.media.own import prepare_own
from contest.media.store import FolderStore
from contest.policy import SYSTEM
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


# ── a small contest in every stage ──

CODE = "ACDEFGHJKM"  # the resume code of a draft with nothing missing
SENT_CODE = "MKJHGFEDCA"  # of a work that waits for its guardian
SHOW = "four-cities-2021"  # hangs winners of the 8th contest
PLACES = {7: (1, 2, 2, 2), 8: (1, 3, 3, 5)}


@dataclass(frozen=True, slots=True)
class Contest:
    """Where to find things in it."""

    site: Site
    draft: str
    sent: str
    consent: str
    round_id: int
    winner: str
    stop: int
    links: dict[str, str]


def small_contest(site: Site) -> Contest:
    """The demo with fewer works: the 8th contest published and hung, the 7th proposed, the 14th open, a practice round at the judges."""
    year = season.Season(site.uploads, lambda _said: None)
    with site.app.app_context(), transaction() as session:
        season._members(session, year)
        season._people(session, year)
        season._editions(session, year, "open")
        for number, sizes in PLACES.items():
            for tier, places in zip(awards.tiers(session, year.editions[number]), sizes, strict=True):
                tier.places = places
    slots = {7: _some(plan.seventh(), (1, 2, 2, 2)), 8: _some(plan.eighth(), (1, 3, 3, 5, 2)), 14: demo.current(46, "open")[::2]}
    made = {number: demo.works(number, rows) for number, rows in slots.items()}
    pictures = demo.paint_all(made, site.uploads, lambda _said: None)
    store = FolderStore(site.uploads, durable=False)
    with site.app.app_context():
        for number in slots:
            with transaction() as session:
                edition = by_number(session, number)
                year.entries[number] = demo.insert(session, year, edition, made[number], pictures[number], store)
        with transaction() as session:
            season._decide(session, year, 8, slots[8])
            _propose(session, year, slots[7])
        with transaction() as session:
            shows.insert(session, year)
            season._current(session, year, slots[14], "open")
        with transaction() as session:
            return _found(session, site, year)


def _some(slots: list[plan.Slot], wanted: tuple[int, ...]) -> list[plan.Slot]:
    """The first so many works of each tier."""
    return [slot for tier, count in enumerate(wanted) for slot in [s for s in slots if s.tier == tier][:count]]


def _propose(session: Session, year: season.Season, slots: list[plan.Slot]) -> None:
    edition = by_number(session, 7)
    entries = dict(zip(year.entries[7], slots, strict=True))
    round_ = judged.marked_round(session, edition, entries, rng=random.Random(7), now=edition.closes_at + timedelta(days=40))
    digest = awards.preview(session, round_).digest
    allot(session, season._as(year, "staff-1", session), edition, round_, digest=digest, now=year.now)


def _found(session: Session, site: Site, year: season.Season) -> Contest:
    make.start(session)
    keys = session.info["keys"]
    edition, home = by_number(session, 14), by_key(session, "MN-046")
    painter = {"resume_hash": keys.digest("resume", CODE), "email": "painter@example.org", "born": date(2012, 5, 4), "age": 14}
    ready = work(session, site, 14, "Наадмын өглөө", "horse_race", "MN-046", state=EntryState.DRAFT, painter=painter, guardian_by="link")
    session.execute(delete(Consent).where(Consent.entry_id == ready.id))
    make.consents(ready, method="wish")
    waits = make.entry(
        edition=edition, government=home, state=EntryState.SUBMITTED, title="Намрын тайга", medium="ink", guardian_by="link",
        student=make.student(edition, resume_hash=keys.digest("resume", SENT_CODE), full_name="Жишээ Хоёрдугаар", language="mn"),
    )  # fmt: skip
    hang_up(session, site, waits, 77, "taiga")
    make.consents(waits, method="wish")
    people = ("staff-1", "staff-2", "judge-2", "coordinator-mn")
    winner = session.scalars(select(Entry).where(Entry.edition_id == year.editions[8], Entry.public_number.is_not(None)).order_by(Entry.public_number)).all()
    visible = permitted_to_show(session, [each.id for each in winner])
    best = next(each for each in winner if each.id in visible)
    stop = session.scalars(select(Stop).join(Exhibition, Stop.exhibition_id == Exhibition.id).where(Exhibition.slug == SHOW)).first()
    return Contest(
        site, ready.draft_key, waits.draft_key, make.consent_link(waits), session.query(Round).filter_by(edition_id=edition.id).one().id,
        public_number(8, best.public_number or 0), stop.id if stop else 0, {key: f"{key}@{season.DOMAIN}" for key in people},
    )  # fmt: skip


def sign_in_link(contest: Contest, who: str, language: str) -> str:
    """A way in for one of the demo's people, who reads `language` from now on."""

    def make_link(session: Session) -> str:
        account = session.scalars(select(Account).where(Account.address == contest.links[who])).one()
        account.language = language
        return accounts.sign_in_link(session, SYSTEM, account, now=clock.now())

    return contest.site.do(make_link)
