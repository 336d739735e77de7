"""What a judge is told of the own marks: how they spread, how fast they come, which were the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, select
from sqlalchemy.orm import Session, joinedload

from contest.entries.models import Entry
from contest.judging import rules
from contest.judging.models import Mark, Panelist, Sheet
from contest.judging.queries.judge import visible
from contest.judging.queries.staff import LATEST
from contest.judging.rules import Scale, pace
from contest.judging.states import SheetState
from contest.ledger.models import Event
from contest.policy import Actor

FIRST = 20  # so many works at the beginning are worth a second look
BINS = 10
MOST = 2_000  # with more works marked, only signing off counts them one by one


@dataclass(frozen=True, slots=True)
class Bar:
    """How many works have this mark, or a total in this range."""

    label: str
    works: int


def histogram(session: Session, panelist: Panelist, scales: Sequence[Scale]) -> list[Bar]:
    """How the own marks spread: by value where there is one criterion, by tens of the total otherwise."""
    if not scales:
        return []
    _share, under = rules.shares(scales)
    mine = select(Sheet.id, _points(scales).label("points")).join(Mark, Mark.sheet_id == Sheet.id)
    mine = mine.where(Sheet.panelist_id == panelist.id, Sheet.state == SheetState.SCORED)
    sheets = mine.group_by(Sheet.id).subquery()
    counted = session.execute(select(sheets.c.points, func.count()).group_by(sheets.c.points)).all()
    if len(scales) == 1:
        (scale,) = scales
        by_value = {found * scale.steps // under: works for found, works in counted}
        return [Bar(rules.value_text(scale, steps), by_value.get(steps, 0)) for steps in range(scale.steps + 1)]
    bins = [0] * BINS
    for found, works in counted:
        bins[min(BINS - 1, BINS * found // under)] += works
    width = 100 // BINS
    return [Bar(f"{n * width}–{(n + 1) * width if n == BINS - 1 else (n + 1) * width - 1}", works) for n, works in enumerate(bins)]


def speed(session: Session, panelist: Panelist) -> int | None:
    """Works an hour in the last session, from the last works marked in the judge's own order."""
    query = select(Sheet.changed_at).where(Sheet.panelist_id == panelist.id, Sheet.state == SheetState.SCORED)
    times = session.scalars(query.order_by(Sheet.position.desc()).limit(LATEST))
    return pace.per_hour(at for at in times if at is not None)


@dataclass(frozen=True, slots=True)
class Again:
    """One of the first works, for a second look: its total over the round's denominator, and a later work of the same total."""

    code: str
    points: int
    later: str | None


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The first works beside later ones, and the pictures of all."""

    works: Sequence[Again]
    pictures: dict[str, int | None]


def second_look(session: Session, actor: Actor, panelist: Panelist, scales: Sequence[Scale], marked: int) -> SecondLook:
    """The first works the judge saw and marked, each beside a late one with the same total: the last of all to the first of all.

    Of few works (`marked` in all) the first half, so that there is something to hold them against. Two statements, however many there are.
    """
    if not scales or not marked:
        return SecondLook((), {})
    mine = select(Sheet.blind_code, Entry.picture_id, Sheet.position, _points(scales).label("points")).join(Sheet.entry)
    mine = mine.join(Mark, Mark.sheet_id == Sheet.id).where(Sheet.panelist_id == panelist.id, visible(actor))
    mine = mine.where(Sheet.state == SheetState.SCORED).group_by(Sheet.id, Entry.picture_id)
    first = session.execute(mine.order_by(Sheet.position).limit(min(FIRST, (marked + 1) // 2))).all()
    if not first:
        return SecondLook((), {})
    scored = mine.where(Sheet.position > first[-1].position).subquery()
    place = func.row_number().over(partition_by=scored.c.points, order_by=scored.c.position.desc()).label("place")
    ranked = select(scored, place).where(scored.c.points.in_({row.points for row in first})).subquery()
    late: defaultdict[int, list[Any]] = defaultdict(list)
    for row in session.execute(select(ranked).where(ranked.c.place <= FIRST).order_by(ranked.c.place)):
        late[row.points].append(row)
    beside = [(row, late[row.points].pop(0) if late[row.points] else None) for row in first]
    shown = {each.blind_code: each.picture_id for pair in beside for each in pair if each is not None}
    return SecondLook([Again(row.blind_code, row.points, other.blind_code if other else None) for row, other in beside], shown)


def _points(scales: Sequence[Scale]) -> ColumnElement[int]:
    share, _under = rules.shares(scales)
    found: ColumnElement[int] = func.sum(
        case(*((Mark.criterion_id == criterion, Mark.steps * each) for criterion, each in share.items()), else_=0), type_=Integer
    )  # fmt: skip
    return found


# ── works that came after the sign-off ──

MORE_WORKS = "round:sign-off ended"  # the act that ends a sign-off because works came
_SIGNS = ("round:sign off", "round:take back sign-off", MORE_WORKS)


def came_later(session: Session, panelist: Panelist) -> int:
    """How many works ended the judge's sign-off; 0 when it stands, there was none, or the judge took it back."""
    if panelist.signed_off_at is not None:
        return 0
    query = select(Event).where(Event.thing_kind == Panelist.__tablename__, Event.thing_id == panelist.id, Event.act.in_(_SIGNS))
    last = session.scalar(query.options(joinedload(Event.detail)).order_by(Event.id.desc()).limit(1))
    if last is None or last.act != MORE_WORKS or last.detail is None or not last.detail.values:
        return 0
    works: int = last.detail.values["works"]
    return works
