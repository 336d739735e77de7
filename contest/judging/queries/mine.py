"""What a judge is told of the own marks: how they spread, how fast they come, which were the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, case, func, select
from sqlalchemy.orm import Session

from contest.entries.models import Entry
from contest.judging import rules
from contest.judging.models import Mark, Panelist, Sheet
from contest.judging.queries.judge import visible
from contest.judging.queries.staff import LATEST
from contest.judging.rules import Scale, pace
from contest.judging.states import SheetState
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
    share, under = rules.shares(scales)
    each_mark = case(*((Mark.criterion_id == criterion, Mark.steps * each) for criterion, each in share.items()), else_=0)
    points = func.sum(each_mark, type_=Integer).label("points")
    mine = select(Sheet.id, points).join(Mark, Mark.sheet_id == Sheet.id)
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


def first_works(session: Session, actor: Actor, panelist: Panelist) -> dict[str, int | None]:
    """The codes and pictures of the first works the judge saw and marked."""
    query = select(Sheet.blind_code, Entry.picture_id).join(Sheet.entry).where(Sheet.panelist_id == panelist.id, visible(actor))
    rows = session.execute(query.where(Sheet.state == SheetState.SCORED).order_by(Sheet.position).limit(FIRST))
    return dict(rows.all())
