"""The contact sheet: a judge's own works in groups, marked ones by the band of their total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, null, select, true
from sqlalchemy.orm import Session

from contest.entries.models import Entry
from contest.judging import rules
from contest.judging.models import Mark, Panelist, Sheet
from contest.judging.queries.judge import visible
from contest.judging.queries.views import marks_of
from contest.judging.rules import Progress, Scale
from contest.judging.rules.bands import bands
from contest.judging.states import SheetState
from contest.policy import Actor

FILTERS: Mapping[str, tuple[SheetState, ...]] = {
    "all": tuple(SheetState), "unmarked": (SheetState.WAITING, SheetState.SET_ASIDE), "aside": (SheetState.SET_ASIDE,),
    "pinned": tuple(SheetState), "noted": tuple(SheetState),
}  # fmt: skip
_SHOWN_FIRST = {
    SheetState.SCORED: 0, SheetState.SET_ASIDE: 1, SheetState.WAITING: 2, SheetState.ABSTAINED: 3, SheetState.RECUSED: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Own works that stand together: marked ones whose totals lie in the same band, others by their state."""

    state: SheetState
    band: int | None
    works: int

    @property
    def key(self) -> str:
        """How an address names the group."""
        return _key(self.state, self.band)


@dataclass(frozen=True, slots=True)
class Line:
    """A work on the contact sheet; `marks` are steps by criterion."""

    sheet_id: int
    code: str
    state: SheetState
    band: int | None
    noted: bool
    pinned: bool
    version: int
    picture_id: int | None
    marks: Mapping[int, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The group it stands in."""
        return _key(self.state, self.band)


def _key(state: SheetState, band: int | None) -> str:
    return state.value if band is None else str(band)


def _scored(panelist: Panelist, scales: Sequence[Scale]) -> Any:
    """Own totals of scored sheets, over the round's denominator."""
    share, _under = rules.shares(scales)
    each_mark = case(*((Mark.criterion_id == criterion, Mark.steps * each) for criterion, each in share.items()), else_=0)
    points = func.sum(each_mark, type_=Integer)
    scored = select(Mark.sheet_id, points.label("score")).join(Sheet, Sheet.id == Mark.sheet_id)
    return scored.where(Sheet.panelist_id == panelist.id, Sheet.state == SheetState.SCORED).group_by(Mark.sheet_id).subquery()


def _shown(actor: Actor, panelist: Panelist, show: str) -> ColumnElement[bool]:
    mine = (Sheet.panelist_id == panelist.id) & visible(actor) & Sheet.state.in_(FILTERS[show])
    extra = {"pinned": Sheet.pinned.is_(true()), "noted": Sheet.note != ""}.get(show)
    return mine if extra is None else mine & extra


def _grouped(actor: Actor, panelist: Panelist, scales: Sequence[Scale], show: str, *columns: Any) -> tuple[Any, Any, Any]:
    """A query of own sheets with their totals, with the columns state and score first."""
    order = case(_SHOWN_FIRST, value=Sheet.state, else_=9)
    if not scales:  # an order or pairs: nothing is added up
        score: Any = null()
        return select(Sheet.state, score.label("score"), *columns).join(Sheet.entry).where(_shown(actor, panelist, show)), order, score
    sums = _scored(panelist, scales)
    query = select(Sheet.state, sums.c.score, *columns).join(Sheet.entry).outerjoin(sums, sums.c.sheet_id == Sheet.id)
    return query.where(_shown(actor, panelist, show)), order, sums.c.score


def _band(scales: Sequence[Scale], state: SheetState, points: int | None) -> int | None:
    return bands(scales).of(points) if scales and state is SheetState.SCORED and points is not None else None


def groups(session: Session, actor: Actor, panelist: Panelist, scales: Sequence[Scale], show: str) -> list[Group]:
    """The groups of the contact sheet with how many works stand in each, best first."""
    query, _order, score = _grouped(actor, panelist, scales, show, func.count())
    counted: Counter[tuple[SheetState, int | None]] = Counter()
    for state, points, n in session.execute(query.group_by(Sheet.state, score) if scales else query.group_by(Sheet.state)):
        counted[state, _band(scales, state, points)] += n
    found = [Group(state, band, n) for (state, band), n in counted.items()]
    return sorted(found, key=lambda group: (_SHOWN_FIRST[group.state], -1 if group.band is None else -group.band))


def progress_of(all_groups: Iterable[Group]) -> Progress:
    """How far the judge has come, by the groups of all works."""
    found: Counter[str] = Counter()
    for group in all_groups:
        found[group.state.value] += group.works
    return Progress(**found)


def lines(
    session: Session, actor: Actor, panelist: Panelist, scales: Sequence[Scale], show: str, only: str, offset: int, limit: int
) -> list[Line]:  # fmt: skip
    """Own works group after group, in a group the best first, equal ones in the judge's own order; `only` keeps to one group."""
    columns = (Sheet.id, Sheet.blind_code, Sheet.note != "", Sheet.pinned, Sheet.version, Entry.picture_id)
    query, order, score = _grouped(actor, panelist, scales, show, *columns)
    if only.isdecimal() and scales:
        query = query.where(Sheet.state == SheetState.SCORED, score.between(*bands(scales).span(int(only))))
    elif only:
        query = query.where(Sheet.state == SheetState(only))
    by = [order, func.coalesce(score, -1).desc(), Sheet.position] if scales else [order, Sheet.position]
    rows = session.execute(query.order_by(*by).offset(offset).limit(limit)).all()
    marked = marks_of(session, [row.id for row in rows])
    return [
        Line(sheet, code, state, _band(scales, state, points), noted, pinned, version, picture, marked.get(sheet, {}))
        for state, points, sheet, code, noted, pinned, version, picture in rows
    ]
