"""Builders. Every argument has a default that is valid and dull."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.accounts.models import Account, BrowserSession, Grant
from contest.core import clock, keys
from contest.db.base import Base
from contest.db.unit import keys as keyring
from contest.editions.models import ConsentText, Division, Edition, Theme
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries.models import Consent, ConsentPaper, ConsentRequest, Entry, Student
from contest.entries.states import EntryState
from contest.governments.models import Government, Membership
from contest.governments.rules import Standing
from contest.judging.models import Criterion, Panelist, Round, Sheet
from contest.judging.states import RoundState
from contest.media.models import Derivative, Picture
from contest.policy import Actor, Role

T = TypeVar("T", bound=Base)
_n = count(1)
_edition_numbers = cycle(range(1000, 8000))  # an address holds four digits of them
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


def save_all(things: Iterable[Base]) -> None:
    """Many at once, for things whose ids nobody asks for: a flush costs a millisecond."""
    _session.add_all(things)
    _session.flush()


def six(text: str) -> dict[str, str]:
    """The same text in all six languages, told apart by the code."""
    return {code: f"{text} {code}" for code in ("en", "ko", "zh", "ja", "ru", "mn")}


def government(**given: Any) -> Government:
    n = next(_n)
    made = save(Government(**{"key": f"XX-{n:06}", "country": "KR", "iso": None, "zone": "Asia/Seoul", "names": six(f"Region {n}"), "reviewed": [], "contact": ""} | given))
    _session.add(Membership(government_id=made.id, standing=Standing.MEMBER))
    return made


def edition(**given: Any) -> Edition:
    n = next(_edition_numbers)
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
        _session.add(Grant(account_id=made.id, role=role, government_id=government.id if government else None, edition_id=edition.id if edition else None))
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


def picture_of(entry: Entry, *, width: int = 1280, height: int = 960) -> Picture:
    """A picture row with its derivatives, without files."""
    n = next(_n)
    made = save(
        Picture(
            about_kind="entry", about_id=entry.id, sha256=f"{n:064x}", kind="jpeg", bytes=1000, width=width, height=height, colour="#336699",
            created_at=clock.now(),
        )
    )  # fmt: skip
    for size in (320, 1280):
        save(
            Derivative(
                picture_id=made.id, size=size, format="webp", width=size, height=size * height // width, bytes=500, private_name=secrets.token_hex(16),
                public_name=secrets.token_hex(20),
            )
        )  # fmt: skip
    entry.picture_id = made.id
    _session.flush()
    return made


def judging_round(edition: Edition, *, state: RoundState = RoundState.DRAFT, criteria: int = 3, **given: Any) -> Round:
    """A round of an edition with criteria from 1 to 10, without judges or sheets."""
    made = save(
        Round(
            **{
                "edition_id": edition.id, "position": next(_n), "titles": six("Round"), "briefings": six("Briefing"), "state": state, "seed": secrets.token_hex(10),
                "closes_at": clock.now() + timedelta(days=7), "opened_at": None if state is RoundState.DRAFT else clock.now(),
            }
            | given
        )
    )  # fmt: skip
    for n in range(1, criteria + 1):
        _session.add(Criterion(round_id=made.id, position=n, names=six(f"Criterion {n}"), hints=six(f"Hint {n}")))
    return made


def panelist(round_: Round, account: Account, **given: Any) -> Panelist:
    return save(Panelist(**{"round_id": round_.id, "account_id": account.id, "added_at": clock.now(), "accepted_at": clock.now()} | given))


def open_round(works: int = 3, judges: int = 2, *, pictures: bool = True, **given: Any) -> tuple[Round, list[Account], list[Entry]]:
    """An open round whose judges have all works on their desks."""
    from contest.judging import actions

    where = given.pop("edition", None) or edition()
    entries = [entry(edition=where, state=EntryState.ACCEPTED, medium="Watercolour", width_mm=297, height_mm=420) for _ in range(works)]
    if pictures:
        for each in entries:
            picture_of(each)
    made = judging_round(where, **given)
    accounts = [account(Role.JUDGE, edition=where) for _ in range(judges)]
    for each in accounts:
        panelist(made, each)
    actions.open_round(_session, staff(), made, now=clock.now())
    _session.flush()
    return made, accounts, entries


def sheets_of(account: Account, round_: Round) -> list[Sheet]:
    """A judge's sheets in the judge's own order."""
    mine = select(Sheet).join(Sheet.panelist).where(Panelist.account_id == account.id, Panelist.round_id == round_.id)
    return list(_session.scalars(mine.order_by(Sheet.position)))


def mark(account: Account, sheet: Sheet, *steps: int, **given: Any) -> None:
    """Save marks as the judge would."""
    from contest.judging import actions, queries

    _session.flush()
    round_id = _session.scalar(select(Panelist.round_id).where(Panelist.id == sheet.panelist_id)) or 0
    marks = {c.id: n for c, n in zip(queries.criteria(_session, round_id), steps, strict=False)}
    actions.save_sheet(_session, actor(account), sheet.id, **{"marks": marks, "note": "", "expected_version": sheet.version, "now": clock.now()} | given)
    _session.flush()


def open_edition(**given: Any) -> Edition:
    """An edition students can enter at once: a division, a theme and permission texts, all in six languages."""
    made = edition(**given)
    _session.add(Division(edition_id=made.id, position=1, names=six("Painting")))
    _session.add(Theme(edition_id=made.id, position=1, names=six("Our mountains")))
    save_all(
        ConsentText(edition_id=made.id, purpose=purpose, language=code, version=1, text=f"May we {purpose.value}? {code}")
        for purpose in Purpose
        for code in ("en", "ko", "zh", "ja", "ru", "mn")
    )
    return made


def consent(entry: Entry, purpose: Purpose, answer: str = "yes", method: str = "link", **given: Any) -> Consent:
    return save(_consent(entry, purpose, answer, method, **given))


def _consent(entry: Entry, purpose: Purpose, answer: str, method: str, **given: Any) -> Consent:
    return Consent(
        **{
            "entry_id": entry.id, "purpose": purpose, "answer": answer, "method": method, "language": "en", "given_by": "Example Guardian",
            "recorded_by_kind": "guardian", "recorded_by_id": 1, "at": clock.now(),
        }
        | given
    )  # fmt: skip


def consents(entry: Entry, *, name: str = "full", method: str = "link", **answers: str) -> None:
    """All five purposes: yes, unless told otherwise."""
    save_all(_consent(entry, purpose, answers.get(purpose.value, name if purpose is Purpose.NAME else "yes"), method) for purpose in Purpose)


def consent_link(entry: Entry, **given: Any) -> str:
    """A guardian's link; gives its token."""
    token, now = keys.token(), clock.now()
    save(
        ConsentRequest(
            **{
                "entry_id": entry.id, "token_hash": keyring(_session).digest("consent", token), "language": "en", "created_at": now,
                "expires_at": now + timedelta(days=90),
            }
            | given
        )
    )  # fmt: skip
    return token


def ready_entry(**given: Any) -> Entry:
    """A draft with nothing missing but the button."""
    where = given.pop("edition", None) or open_edition()
    who = given.pop("student", None) or student(where, email="painter@example.org", born=date(2012, 5, 5), age=13)
    home = given.pop("government", None) or government()
    made = entry(edition=where, student=who, government=home, medium="ink", guardian_by="link", **given)
    if made.picture_id is None:
        made.picture_id = picture_of(made).id
    consents(made, method="wish")
    return made


def signed_form(entry: Entry, **given: Any) -> ConsentPaper:
    """A photo of a signed form that was sent in: rows without files. The entry's own picture stays."""
    own = entry.picture_id
    photo = picture_of(entry)
    entry.picture_id = own
    made = save(
        ConsentPaper(**{"entry_id": entry.id, "picture_id": photo.id, "language": "en", "sent_by_kind": "student", "sent_by_id": entry.student_id, "sent_at": clock.now()} | given)
    )
    photo.about_kind, photo.about_id = "consent_paper", made.id
    _session.flush()
    return made
