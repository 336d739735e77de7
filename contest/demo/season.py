"""The demo: a small 7th contest, the 8th with its true figures, an open 14th in which everyone can try their work.

Made in a few large transactions. What the contest decides (allocation, release) is done by the same actions as in earnest;
what people would have typed is inserted in bulk.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contest.accounts.models import Account, Grant
from contest.awards import actions as awards
from contest.awards import queries as award_queries
from contest.awards.models import Tier
from contest.db.transaction import transaction
from contest.demo import entering, forms, judged, plan, shows, texts
from contest.demo.frame import DOMAIN, Say, Season, step
from contest.desk.actions import prepare
from contest.desk.actions.receivers import receivers
from contest.desk.rules import Group
from contest.editions import actions as editions
from contest.editions import standard
from contest.editions.models import Division, Edition, ReportedFigure, Theme
from contest.entries import mails
from contest.entries.models import Entry
from contest.entries.queries.student import WHOLE
from contest.entries.states import EntryState
from contest.governments.actions import load_registry
from contest.governments.models import Government
from contest.ledger.record import record
from contest.media.store import FolderStore, Store
from contest.policy import SYSTEM, Actor, Role
from contest.post.models import Letter
from contest.post.states import LetterState


def load(uploads: Path, store: Store, *, stage: str = "open", entries: int = 46, say: Say) -> None:
    """Fill an empty, migrated database. Pictures are made in `uploads` and kept in `store`; `entries`: how many the 14th gets."""
    season = Season(uploads, say)
    with step(season, "governments, people, editions"), transaction() as session:
        _members(session, season)
        _people(session, season)
        _editions(session, season, stage)
    slots = {7: plan.seventh(), 8: plan.eighth(), 14: entering.current(entries, stage)}
    made = {number: entering.works(number, rows) for number, rows in slots.items()}
    entering.sent_again(made)
    with step(season, f"{sum(len(rows) for rows in made.values())} pictures painted and stored"):
        pictures = entering.paint_all(made, uploads, say)
    if isinstance(store, FolderStore):
        store = store.hasty()
    for number, rows in slots.items():
        with step(season, f"{len(rows)} entries of the {number}th edition"), transaction() as session:
            edition = session.get_one(Edition, season.editions[number])
            season.entries[number] = entering.insert(session, season, edition, made[number], pictures[number], store, stage)
    for number in (7, 8):
        with step(season, f"judging and awards of the {number}th edition"), transaction() as session:
            _decide(session, season, number, slots[number])
    with step(season, "exhibitions"), transaction() as session:
        shows.insert(session, season)
    with step(season, f"the 14th edition, stage “{stage}”"), transaction() as session:
        _current(session, season, slots[14], stage)
        forms.insert(session, season, session.get_one(Edition, season.editions[14]), store, stage)


def _members(session: Session, season: Season) -> None:
    load_registry(session, SYSTEM, now=season.now)
    session.flush()
    for government in session.query(Government).all():
        season.governments[government.key] = government.id
        season.zones[government.id] = government.zone


_PEOPLE: tuple[tuple[str, str, str, Role, str | None, tuple[int, ...]], ...] = (
    ("staff-1", "예시 사무관", "ko", Role.STAFF, None, ()),
    ("staff-2", "Example Colleague", "en", Role.STAFF, None, ()),
    ("judge-1", "예시 심사위원 하나", "ko", Role.JUDGE, None, (7, 8, 14)),
    ("judge-2", "Example Judge Two", "en", Role.JUDGE, None, (7, 8, 14)),
    ("judge-3", "样例评委三", "zh", Role.JUDGE, "CN-HN", (7, 8, 14)),
    ("judge-4", "Пример Судья Четвёртый", "ru", Role.JUDGE, "RU-TOM", (7, 8, 14)),
    ("judge-5", "見本審査員五", "ja", Role.JUDGE, None, (7, 8, 14)),
    ("coordinator-kr", "예시 담당자", "ko", Role.COORDINATOR, "KR-47", ()),
    ("coordinator-jp", "見本担当", "ja", Role.COORDINATOR, "JP-05", ()),
    ("coordinator-mn", "Жишээ Зохицуулагч", "mn", Role.COORDINATOR, "MN-046", ()),
    ("coordinator-ru", "Пример Координатор", "ru", Role.COORDINATOR, "RU-TOM", ()),
    ("coordinator-cn", "样例联络员", "zh", Role.COORDINATOR, "CN-HN", ()),
    ("teacher-kr", "예시 교사", "ko", Role.TEACHER, "KR-47", ()),
)


def _people(session: Session, season: Season) -> None:
    for key, name, language, *_granted in _PEOPLE:
        account = Account(address=f"{key}@{DOMAIN}", name=name, language=language, created_at=season.now)
        session.add(account)
        session.flush()
        season.accounts[key] = account.id


def _grants(session: Session, season: Season) -> None:
    for key, _name, _language, role, government, numbers in _PEOPLE:
        home = season.governments[government] if government else None
        granted_for: list[int | None] = [season.editions[number] for number in numbers]
        for edition in granted_for or [None]:
            session.add(Grant(account_id=season.accounts[key], role=role, government_id=home, edition_id=edition))
    session.flush()


_CLOSING = {7: datetime(2019, 9, 27, 9, tzinfo=UTC), 8: datetime(2020, 9, 25, 9, tzinfo=UTC)}
_TOLD = {7: datetime(2019, 11, 25, 2, tzinfo=UTC), 8: datetime(2020, 12, 21, 2, tzinfo=UTC)}
_INVENTED = {
    "en": "This edition is part of a demonstration: people, pictures, titles, marks and the split among governments are invented.",
    "ko": "이 대회는 시연용입니다. 사람, 그림, 제목, 점수, 지방정부별 출품 수는 지어낸 것입니다.",
    "zh": "本届为演示内容：人物、图片、标题、评分及各地方政府的作品数均为虚构。",
    "ja": "この回はデモです。人物・絵・題名・点数・自治体ごとの内訳は架空のものです。",
    "ru": "Этот конкурс – демонстрация: люди, картины, названия, оценки и распределение по регионам вымышлены.",
    "mn": "Энэ удаа нь үзүүлэнгийн зориулалттай: хүмүүс, зураг, нэр, оноо, орон нутгийн хуваарь зохиомол болно.",
}


def _editions(session: Session, season: Season, stage: str) -> None:
    for number in (7, 8, 14):
        themes = tuple(names for _key, names in texts.THEMES[number])
        closes = _CLOSING.get(number) or entering.closing(stage, season.now)
        started = closes.replace(month=3, day=2) if number != 14 else entering.opening(season.now)
        values = {"announcements": _INVENTED} if number != 14 else {"quota_per_government": 20, "picture_side": 800}
        command = editions.NewEdition(
            number, closes.year, closes, themes=themes, age_day=date(closes.year, 9, 1), values=values,
            opens_at=entering.opening(season.now) if number == 14 else None,
        )  # fmt: skip
        edition = editions.create(session, SYSTEM, command, now=started)
        session.flush()
        season.editions[number] = edition.id
        sizes = {7: plan.SEVENTH_TIERS, 8: plan.EIGHTH_TIERS}.get(number, (1, 2, 3, 6))
        for position, ((mark, names), places) in enumerate(zip(standard.TIERS["8th"], sizes, strict=True), 1):
            session.add(Tier(edition_id=edition.id, position=position, names=dict(names), mark=mark, places=places))
        editions.announce(session, SYSTEM, edition, now=started)
    for figure in texts.REPORTED:
        session.add(
            ReportedFigure(
                edition_id=season.editions[figure.edition], what=figure.what, about=figure.of, value=figure.value, source=figure.source
            )
        )
    _grants(session, season)
    record(session, SYSTEM, "demo:load", session.get_one(Edition, season.editions[8]), now=season.now, stage=stage)


def _as(season: Season, key: str, session: Session) -> Actor:
    account = session.get_one(Account, season.accounts[key])
    return Actor("account", account.id, frozenset({Role.STAFF}), name=account.name)


def _decide(session: Session, season: Season, number: int, slots: Sequence[plan.Slot]) -> None:
    """A round with all marks, closed; its allocation proposed by one, locked by another, published on the true day."""
    told = _TOLD[number]
    edition = session.get_one(Edition, season.editions[number])
    round_ = judged.marked_round(
        session, edition, dict(zip(season.entries[number], slots, strict=True)), rng=random.Random(number), now=told
    )
    _release(session, season, edition, round_.id, told)


def _release(session: Session, season: Season, edition: Edition, round_id: int, now: datetime) -> None:
    round_ = next(r for r in award_queries.closed_rounds(session, edition.id) if r.id == round_id)
    preview = award_queries.preview(session, round_)
    allocation = awards.propose(session, _as(season, "staff-1", session), edition, round_, digest=preview.digest, now=now)
    session.flush()
    awards.lock(session, _as(season, "staff-2", session), allocation, now=now)
    awards.publish(session, SYSTEM, allocation, winners=sum(preview.plan.given().values()), now=now)
    session.flush()
    if edition.number != 14:  # who won then was told then
        session.execute(delete(Letter).where(Letter.state == LetterState.BY_HAND))


def _current(session: Session, season: Season, slots: Sequence[plan.Slot], stage: str) -> None:
    edition = session.get_one(Edition, season.editions[14])
    accepted = entering.accepted(session, season.entries[14], slots)
    _letters(session, season, edition)
    if stage in {"open", "screening", "judging"}:
        running = judged.open_round(session, edition, counts=stage == "judging", now=season.now)
        judged.examples(session, running, session.get_one(Edition, season.editions[8]), now=season.now)
        return
    round_ = judged.marked_round(session, edition, accepted, rng=random.Random(14), now=season.now)
    if stage == "published":
        _release(session, season, edition, round_.id, season.now)


def _letters(session: Session, season: Season, edition: Edition) -> None:
    """What waits in the outbox: letters about works to mend, some to be passed on by hand, and reminders nobody has sent yet."""
    returned = select(Entry).where(Entry.edition_id == edition.id, Entry.state == EntryState.RETURNED).options(*WHOLE)
    for entry in session.scalars(returned.order_by(Entry.id)):
        mails.returned(session, entry, now=season.now)
    session.flush()
    staff = _as(season, "staff-1", session)
    if receivers(session, edition, Group.PERMISSION, season.now):
        prepare(session, staff, edition, Group.PERMISSION, words={}, again=False, seen=0, now=season.now)


def divisions_and_themes(session: Session, edition: Edition) -> tuple[list[int], list[int]]:
    """Ids of an edition's divisions (painting first) and themes, in their order."""
    divisions = session.query(Division.id).filter_by(edition_id=edition.id).order_by(Division.position)
    themes = session.query(Theme.id).filter_by(edition_id=edition.id).order_by(Theme.position)
    return [identity for (identity,) in divisions], [identity for (identity,) in themes]
