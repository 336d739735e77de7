"""Rounds of the demo: opened and closed by the actions of judging, marked in bulk."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contest.awards.models import Award, Tier
from contest.demo.plan import Slot, sheets_for
from contest.editions.models import Edition
from contest.entries.models import Entry
from contest.entries.queries.published import shown
from contest.judging import actions, queries
from contest.judging.actions.examples import ExampleCommand, add_example
from contest.judging.models import Mark, MarkEvent, Panelist, Round, Sheet
from contest.judging.rules.examples import printed_number
from contest.judging.states import SHEET_LIFE, SheetState
from contest.policy import SYSTEM

_TITLES = {
    True: {"en": "Final round", "ko": "본심", "zh": "终评", "ja": "本審査", "ru": "Основной тур", "mn": "Үндсэн шат"},
    False: {"en": "Practice round", "ko": "연습 심사", "zh": "练习轮", "ja": "練習審査", "ru": "Пробный тур", "mn": "Дадлагын шат"},
}
_BRIEFINGS = {
    "en": "Look at each picture in peace. Mark what you see, not what you guess about its painter.",
    "ko": "그림을 하나씩 차분히 살펴 주십시오. 그린 이를 짐작하지 말고 보이는 것을 채점해 주십시오.",
    "zh": "请安静地欣赏每一幅画。请评价所见，不要猜测作者。",
    "ja": "一枚ずつ落ち着いてご覧ください。描いた人を推測せず、目に見えるものを評価してください。",
    "ru": "Спокойно рассмотрите каждую работу. Оценивайте то, что видите, а не то, что предполагаете об авторе.",
    "mn": "Зураг бүрийг тайван үзнэ үү. Зурсан хүнийг таамаглалгүй, харсан зүйлээ үнэлнэ үү.",
}
# What the pictures in the briefing show, criterion by criterion.
_EXAMPLES = (
    {
        "en": "The theme is felt at first sight, before one reads the title.",
        "ko": "제목을 읽기 전에 주제가 먼저 느껴집니다.",
        "zh": "还没有看标题，主题已经一目了然。",
        "ja": "題名を読む前に、テーマがまっすぐ伝わってきます。",
        "ru": "Тема чувствуется с первого взгляда, ещё до того, как прочитано название.",
        "mn": "Нэрийг нь уншихаас өмнө сэдэв нь шууд мэдрэгдэнэ.",
    },
    {
        "en": "A familiar scene, seen in a way nobody has shown us before.",
        "ko": "익숙한 장면을 아무도 보여 주지 않은 시선으로 그렸습니다.",
        "zh": "熟悉的场景，却有从未见过的视角。",
        "ja": "見慣れた風景を、これまでにない目で捉えています。",
        "ru": "Знакомая сцена, увиденная так, как её ещё никто не показывал.",
        "mn": "Танил дүр зургийг урьд хэний ч харуулаагүй өнцгөөс харжээ.",
    },
    {
        "en": "Strong composition: the eye is led to what matters and rests there.",
        "ko": "구도가 탄탄합니다. 시선이 중요한 곳으로 이끌려 그곳에 머뭅니다.",
        "zh": "构图有力：视线被引向重点，并停留在那里。",
        "ja": "構図が確かです。視線が要となるところへ導かれ、そこに落ち着きます。",
        "ru": "Сильная композиция: взгляд приходит к главному и остаётся там.",
        "mn": "Зохиомж сайтай: харц гол зүйл рүү хөтлөгдөн тэндээ тогтоно.",
    },
)


def examples(session: Session, round_: Round, edition: Edition, *, now: datetime) -> None:
    """Winners of an earlier edition in the briefing, one for each of the first criteria."""
    query = select(Entry.public_number).join(Award, Award.entry_id == Entry.id).join(Tier, Tier.id == Award.tier_id)
    best = query.join(Edition, Edition.id == Entry.edition_id).where(Edition.id == edition.id, shown(), Entry.picture_id.is_not(None))
    numbers = session.scalars(best.order_by(Tier.position, Award.id).limit(len(_EXAMPLES)))
    for criterion, words, number in zip(queries.criteria(session, round_.id), _EXAMPLES, numbers, strict=False):
        command = ExampleCommand(words, criterion.id)
        add_example(session, SYSTEM, round_, printed_number(edition.number, number or 0), command, now=now)
        session.flush()


def open_round(session: Session, edition: Edition, *, counts: bool, now: datetime) -> Round:
    """A round over all accepted works, judges seated and works dealt."""
    closes = now + timedelta(days=21)
    command = actions.RoundCommand(titles=_TITLES[counts], briefings=_BRIEFINGS, closes_at=closes, counts=counts)
    round_ = actions.create_round(session, SYSTEM, edition, command, now=now)
    session.flush()
    actions.open_round(session, SYSTEM, round_, now=now)
    session.flush()
    panel = queries.panel(session, round_.id)
    for panelist in panel[:-1]:  # the last judge still has the briefing to read
        panelist.accepted_at = now
    session.flush()
    return round_


def marked_round(session: Session, edition: Edition, slots: Mapping[int, Slot], *, rng: random.Random, now: datetime) -> Round:
    """A closed round in which every judge has marked every work dealt, so that each work lies in its tier's band."""
    round_ = open_round(session, edition, counts=True, now=now - timedelta(days=26))
    criteria = queries.criteria(session, round_.id)
    panel = session.scalars(select(Panelist).where(Panelist.round_id == round_.id).order_by(Panelist.id)).all()
    severity = {panelist.id: rng.uniform(-0.5, 0.5) for panelist in panel}
    dealt: dict[int, list[Sheet]] = {}
    for sheet in session.scalars(select(Sheet).where(Sheet.panelist_id.in_(severity)).order_by(Sheet.id)):
        dealt.setdefault(sheet.entry_id, []).append(sheet)
    marks: list[dict[str, Any]] = []
    weights, steps = [criterion.weight for criterion in criteria], criteria[0].steps
    for entry_id, sheets in dealt.items():
        found = sheets_for(rng, slots[entry_id].tier, [severity[sheet.panelist_id] for sheet in sheets], weights, steps)
        for sheet, values in zip(sheets, found, strict=True):
            at = now - timedelta(days=12, minutes=sheet.position)
            SHEET_LIFE.move(sheet, SheetState.SCORED)
            sheet.version, sheet.changed_at = 1, at
            marks += [
                {"sheet_id": sheet.id, "criterion_id": criterion.id, "steps": value, "at": at}
                for criterion, value in zip(criteria, values, strict=True)
            ]
    session.flush()
    session.execute(insert(Mark), [{key: mark[key] for key in ("sheet_id", "criterion_id", "steps")} for mark in marks])
    session.execute(insert(MarkEvent), [
        {"sheet_id": m["sheet_id"], "criterion_id": m["criterion_id"], "what": "mark", "old": None, "new": str(m["steps"]), "at": m["at"]}
        for m in marks
    ])  # fmt: skip
    for panelist in panel:
        panelist.accepted_at = now - timedelta(days=26)
        panelist.seen_at = panelist.signed_off_at = now - timedelta(days=8)
    actions.close(session, SYSTEM, round_, missing_seen=0, now=now - timedelta(days=7))
    session.flush()
    return round_
