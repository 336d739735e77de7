"""Fills a database with so many works in judging, and as many published editions as make its gallery grow with it.

    python bench/build.py 1000 20000

Works in judging: one edition with N works, five judges, a sheet for each, half of them marked. Published: one edition of 500
works and 146 awards for every thousand. People are the demo's invented ones; pictures are rows only, as no page opens a file.
"""

from __future__ import annotations

import random
import secrets
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config import Config  # noqa: E402
from contest.accounts.models import Account, Grant  # noqa: E402
from contest.app import create_app  # noqa: E402
from contest.awards.models import Allocation, Award, Tier  # noqa: E402
from contest.core import clock  # noqa: E402
from contest.core.text import fold  # noqa: E402
from contest.db.base import Base  # noqa: E402
from contest.db.extension import db  # noqa: E402
from contest.db.transaction import transaction  # noqa: E402
from contest.demo import plan, texts  # noqa: E402
from contest.demo.people import person  # noqa: E402
from contest.editions import actions as editions  # noqa: E402
from contest.editions import standard  # noqa: E402
from contest.editions.models import ConsentText, Division, Edition, Theme  # noqa: E402
from contest.editions.rules import Purpose  # noqa: E402
from contest.editions.states import EditionState  # noqa: E402
from contest.entries.models import Consent, Entry, Student  # noqa: E402
from contest.entries.states import EntryState  # noqa: E402
from contest.governments.actions import load_registry  # noqa: E402
from contest.governments.models import Government  # noqa: E402
from contest.judging import actions as judging  # noqa: E402
from contest.judging.models import Criterion, Mark, Panelist, Round, Sheet  # noqa: E402
from contest.media.models import Derivative, Picture  # noqa: E402
from contest.policy import SYSTEM, Role  # noqa: E402

# A folder per shape of the tables: after a change of them the databases are made anew.
_SHAPE = sha256("".join(str(CreateTable(table)) for table in Base.metadata.sorted_tables).encode()).hexdigest()[:12]
DATA = ROOT / "bench" / "data" / _SHAPE
JUDGED = 900  # the number of the edition that is being judged
OPEN = 901  # and of the one that takes works
COUNTRIES = ("KR", "CN", "JP", "RU", "MN")
LINES = list(texts.MOTIFS.values())


def bench_app(works: int) -> Flask:
    """The app on the database with so many works."""
    folder = DATA / str(works)
    folder.mkdir(parents=True, exist_ok=True)
    return create_app(
        Config(SECRET_KEY="a secret of the benchmarks, worth nothing", SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'contest.db'}", UPLOADS=folder)
    )


def build(works: int) -> None:
    """The whole database, from nothing."""
    for older in DATA.parent.glob("*"):
        if older != DATA:
            shutil.rmtree(older, ignore_errors=True)
    shutil.rmtree(DATA / str(works), ignore_errors=True)
    app, started, rng = bench_app(works), monotonic(), random.Random(works)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction() as session:
            load_registry(session, SYSTEM, now=clock.now())
            staff, judges = _people(session)
        for place in range(max(1, works // 1000)):
            with transaction() as session:
                _published(session, rng, 1 + place, staff)
        with transaction() as session:
            round_id = _judged(session, rng, works, judges)
        with transaction() as session:
            _mark_half(session, rng, round_id)
        with transaction() as session:
            _open(session, rng, max(1, works // 10))
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
        db.engine.dispose()
    print(f"{works} works in {monotonic() - started:.0f} s")


def _people(session: Session) -> tuple[list[int], list[int]]:
    rows = [Account(address=f"{role}-{n}@bench.example.org", name=f"Example {role} {n}", language="en", created_at=clock.now()) for role, n in (("staff", 1), ("staff", 2), *(("judge", n) for n in range(1, 6)))]
    session.add_all(rows)
    session.flush()
    session.add_all(Grant(account_id=each.id, role=Role.STAFF) for each in rows[:2])
    return [each.id for each in rows[:2]], [each.id for each in rows[2:]]


def _edition(session: Session, number: int, year: int, closes: datetime) -> Edition:
    themes = tuple(names for _key, names in texts.THEMES[14])
    edition = editions.create(session, SYSTEM, editions.NewEdition(number, year, closes, themes=themes), now=closes - timedelta(days=200))
    session.flush()
    for position, ((mark, names), places) in enumerate(zip(standard.TIERS["8th"], plan.EIGHTH_TIERS, strict=True), 1):
        session.add(Tier(edition_id=edition.id, position=position, names=dict(names), mark=mark, places=places))
    editions.announce(session, SYSTEM, edition, now=closes - timedelta(days=200))
    session.flush()
    return edition


def _bulk(session: Session, kind: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5000):
        session.execute(insert(kind), rows[start : start + 5000])


def _ids(session: Session, kind: Any, count: int) -> range:
    """Numbers for rows to come."""
    last = session.scalar(select(kind.id).order_by(kind.id.desc()).limit(1)) or 0
    return range(last + 1, last + 1 + count)


def _works(session: Session, rng: random.Random, edition: Edition, count: int, winners: int = 0) -> range:
    """Accepted entries with students, pictures and permissions; the first `winners` have public numbers."""
    homes = {c: [g for (g,) in session.execute(select(Government.id).where(Government.country == c))] for c in COUNTRIES}
    divisions = list(session.scalars(select(Division.id).where(Division.edition_id == edition.id)))
    themes = list(session.scalars(select(Theme.id).where(Theme.edition_id == edition.id)))
    words = {(p, code): i for p, code, i in session.execute(select(ConsentText.purpose, ConsentText.language, ConsentText.id).where(ConsentText.edition_id == edition.id))}
    ids, students, pictures = _ids(session, Entry, count), _ids(session, Student, count), _ids(session, Picture, count)
    sent = edition.closes_at - timedelta(days=20)
    rows: dict[type[Base], list[dict[str, Any]]] = {Student: [], Entry: [], Picture: [], Derivative: [], Consent: []}
    for place, (entry, student, picture) in enumerate(zip(ids, students, pictures, strict=True)):
        country = COUNTRIES[place % 5]
        who, motif = person(country, place // 5 % 200), rng.choice(LINES)
        title = rng.choice(motif.titles)[who.language]
        receipt = f"{edition.number}-{entry:05d}"
        rows[Student].append({
            "id": student, "edition_id": edition.id, "resume_hash": secrets.token_hex(32), "language": who.language, "full_name": who.full_name,
            "latin_name": who.latin_name, "reading": who.reading, "short_name": who.full_name.split()[0], "born": date(2010, 1 + place % 12, 1 + place % 28),
            "age": 13 + place % 5, "email": "", "phone": "", "created_at": sent,
        })  # fmt: skip
        rows[Entry].append({
            "id": entry, "draft_key": secrets.token_urlsafe(24), "edition_id": edition.id, "student_id": student, "government_id": rng.choice(homes[country]),
            "state": EntryState.ACCEPTED, "receipt": receipt, "public_number": place + 1 if place < winners else None, "title": title,
            "description": rng.choice(motif.descriptions)[who.language], "language": who.language, "descriptions": dict(rng.choice(motif.descriptions)),
            "medium": "watercolour", "width_mm": 420, "height_mm": 297, "painted_in": edition.year, "division_id": rng.choice(divisions),
            "theme_id": rng.choice(themes), "school": who.school, "teacher": who.teacher, "own_work": True, "picture_id": picture, "created_at": sent,
            "saved_at": sent, "submitted_at": sent, "endorsed_at": sent, "accepted_at": sent,
            "search_text": fold(f"{title} {who.full_name} {who.latin_name} {who.school} {receipt}"),
        })  # fmt: skip
        rows[Picture].append({
            "id": picture, "about_kind": "entry", "about_id": entry, "sha256": secrets.token_hex(32), "kind": "jpeg", "bytes": 3_000_000, "width": 4000,
            "height": 3000, "rotation": 0, "colour": "#7a8c9e", "created_at": sent,
        })  # fmt: skip
        rows[Derivative] += [
            {
                "picture_id": picture, "size": size, "format": "webp", "width": size, "height": size * 3 // 4, "bytes": size * 80,
                "private_name": secrets.token_hex(16), "public_name": secrets.token_hex(20),
            }
            for size in (320, 1280, 2560)
        ]  # fmt: skip
        rows[Consent] += [
            {
                "entry_id": entry, "purpose": purpose, "answer": "full" if purpose is Purpose.NAME else "yes", "method": "link",
                "text_id": words[purpose, who.language], "language": who.language, "given_by": f"{who.latin_name} (guardian)",
                "recorded_by_kind": "guardian", "recorded_by_id": 0, "at": sent, "evidence": "",
            }
            for purpose in Purpose
        ]  # fmt: skip
    for kind, lines in rows.items():
        _bulk(session, kind, lines)
    return ids


def _published(session: Session, rng: random.Random, number: int, staff: list[int]) -> None:
    closes = datetime(2000 + number % 26, 9, 25, 9, tzinfo=UTC)
    edition = _edition(session, number, closes.year, closes)
    round_ = Round(edition_id=edition.id, position=1, titles={"en": "Final round"}, briefings={"en": "Look."}, seed="seed", closes_at=closes, opened_at=closes, closed_at=closes)
    session.add(round_)
    session.flush()
    told = closes + timedelta(days=60)
    allocation = Allocation(edition_id=edition.id, round_id=round_.id, version=1, digest="0" * 64, tiers=[], proposed_by_id=staff[0], proposed_at=told, locked_by_id=staff[1], locked_at=told, published_at=told)
    session.add(allocation)
    session.flush()
    total = sum(plan.EIGHTH_TIERS)
    entries = _works(session, rng, edition, 500, winners=total)
    tiers = [tier.id for tier in session.scalars(select(Tier).where(Tier.edition_id == edition.id).order_by(Tier.position)) for _ in range(tier.places)]
    _bulk(session, Award, [
        {"edition_id": edition.id, "entry_id": entry, "tier_id": tier, "allocation_id": allocation.id, "at": told}
        for entry, tier in zip(entries, tiers, strict=False)
    ])  # fmt: skip
    session.execute(text("UPDATE round SET state = 'closed' WHERE id = :id"), {"id": round_.id})
    session.execute(text("UPDATE allocation SET state = 'published' WHERE id = :id"), {"id": allocation.id})
    session.execute(update(Edition).where(Edition.id == edition.id).values(state=EditionState.PUBLISHED, published_at=told, next_public_number=total + 1))


def _judged(session: Session, rng: random.Random, count: int, judges: list[int]) -> int:
    now = clock.now()
    edition = _edition(session, JUDGED, now.year, now - timedelta(days=30))
    session.add_all(Grant(account_id=each, role=Role.JUDGE, edition_id=edition.id) for each in judges)
    _works(session, rng, edition, count)
    command = judging.RoundCommand(titles={"en": "Final round"}, briefings={"en": "Look."}, closes_at=now + timedelta(days=300), counts=True)
    round_ = judging.create_round(session, SYSTEM, edition, command, now=now)
    session.flush()
    judging.open_round(session, SYSTEM, round_, now=now)
    session.flush()
    session.execute(update(Panelist).where(Panelist.round_id == round_.id).values(accepted_at=now))  # the briefing is read
    return round_.id


def _open(session: Session, rng: random.Random, drafts: int) -> None:
    """An edition that takes works, and so many that were begun and never sent."""
    now = clock.now()
    edition = _edition(session, OPEN, now.year, now + timedelta(days=60))
    edition.opens_at = now - timedelta(days=60)
    ids = _works(session, rng, edition, drafts)
    draft = {"state": EntryState.DRAFT, "receipt": None, "submitted_at": None, "endorsed_at": None, "accepted_at": None}
    session.execute(update(Entry).where(Entry.id.in_(ids)).values(**draft))


def _mark_half(session: Session, rng: random.Random, round_id: int) -> None:
    criteria = list(session.execute(select(Criterion.id, Criterion.steps).where(Criterion.round_id == round_id)))
    seats = list(session.scalars(select(Panelist.id).where(Panelist.round_id == round_id)))

    def marks() -> Iterator[dict[str, int]]:
        for (sheet,) in session.execute(select(Sheet.id).where(Sheet.panelist_id.in_(seats), Sheet.position % 2 == 0)):
            for criterion, steps in criteria:
                yield {"sheet_id": sheet, "criterion_id": criterion, "steps": rng.randint(0, steps)}

    _bulk(session, Mark, list(marks()))
    session.execute(text("UPDATE sheet SET state = 'scored', version = 1 WHERE position % 2 = 0"))


if __name__ == "__main__":
    for number in sys.argv[1:] or ("1000", "20000"):
        build(int(number))
