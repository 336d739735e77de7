"""Builders. Every argument has a default that is valid and dull."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from contest.accounts.models import Account, BrowserSession, Grant
from contest.core import clock, keys
from contest.db.base import Base
from contest.db.unit import keys as keyring
from contest.editions.models import Edition
from contest.editions.states import EditionState
from contest.entries.models import Entry, Student
from contest.entries.states import EntryState
from contest.governments.models import Government, Membership
from contest.governments.rules import Standing
from contest.policy import Actor, Role

T = TypeVar("T", bound=Base)
_n = count(1)
_session: Session

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


def start(session: Session) -> None:
    """Build into this session from now on."""
    global _session  # noqa: PLW0603
    _session = session


def save(thing: T) -> T:
    _session.add(thing)
    _session.flush()
    return thing


def six(text: str) -> dict[str, str]:
    """The same text in all six languages, told apart by the code."""
    return {code: f"{text} {code}" for code in ("en", "ko", "zh", "ja", "ru", "mn")}


def government(**given: Any) -> Government:
    n = next(_n)
    made = save(Government(**{"key": f"XX-{n}", "country": "KR", "iso": None, "zone": "Asia/Seoul", "names": six(f"Region {n}"), "reviewed": [], "contact": ""} | given))
    save(Membership(government_id=made.id, standing=Standing.MEMBER))
    return made


def edition(**given: Any) -> Edition:
    n = 100 + next(_n)
    now = clock.now()
    return save(
        Edition(
            **{
                "number": n, "year": 2026, "state": EditionState.ANNOUNCED, "titles": six(f"Contest {n}"), "announcements": six("Come"),
                "rules_texts": six("Rules"), "association": six("Association"), "signatory": six("Secretary-General"), "zone": "Asia/Seoul",
                "opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=30), "endorse_by": now + timedelta(days=40),
                "age_from": 12, "age_to": 18, "age_day": date(2026, 1, 1), "standings": ["member", "special", "associate", "observer"],
                "fields": {}, "announced_at": now - timedelta(days=31),
            }
            | given
        )
    )  # fmt: skip


def account(role: Role | None = Role.STAFF, government: Government | None = None, edition: Edition | None = None, **given: Any) -> Account:
    n = next(_n)
    made = save(Account(**{"address": f"person{n}@example.org", "name": f"Example Person {n}", "language": "en", "created_at": NOW} | given))
    if role is not None:
        save(Grant(account_id=made.id, role=role, government_id=government.id if government else None, edition_id=edition.id if edition else None))
    return made


def actor(account: Account) -> Actor:
    from contest.accounts.queries import actor_of

    _session.flush()
    return actor_of(_session, account)


def staff() -> Actor:
    return actor(account(Role.STAFF))


def student_actor(student: Student) -> Actor:
    return Actor("student", student.id)


def browser_session(kind: str, subject_id: int) -> str:
    token = keys.token()
    now = clock.now()
    save(BrowserSession(token_hash=keyring(_session).digest("session", token), kind=kind, subject_id=subject_id, created_at=now, seen_at=now, idle_minutes=60, expires_at=now + timedelta(hours=12)))
    return token


def student(edition: Edition, **given: Any) -> Student:
    n = next(_n)
    return save(
        Student(
            **{
                "edition_id": edition.id, "resume_hash": keyring(_session).digest("resume", f"CODE{n}"), "language": "en", "full_name": f"Example Painter {n}",
                "latin_name": f"Example Painter {n}", "born": date(2011, 5, 5), "age": 14, "created_at": NOW,
            }
            | given
        )
    )  # fmt: skip


def entry(**given: Any) -> Entry:
    """An entry in any state with the instants that state implies."""
    n = next(_n)
    where = given.pop("edition", None) or edition()
    who = given.pop("student", None) or student(where)
    home = given.pop("government", None) or government()
    state = given.pop("state", EntryState.DRAFT)
    now = clock.now()
    sent = {} if state is EntryState.DRAFT else {"submitted_at": now, "receipt": f"{where.number}-T{n:05d}"}
    accepted = {"accepted_at": now} if state is EntryState.ACCEPTED else {}
    return save(
        Entry(
            **{
                "draft_key": keys.token(), "edition_id": where.id, "student_id": who.id, "government_id": home.id, "state": state, "title": f"Painting {n}",
                "description": "A painting.", "language": "en", "descriptions": {}, "created_at": now, "saved_at": now, "own_work": True, "school": "Example School No. 1",
            }
            | sent | accepted | given
        )
    )  # fmt: skip
