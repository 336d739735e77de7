"""A judge's own works beside each other, in groups, in an order, in pairs; what happened to them; and what staff may read of that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, null, select, true
from sqlalchemy.orm import Session, aliased

from contest.accounts.models import Account
from contest.core.errors import Missing
from contest.core.localized import Localized
from contest.core.text import N_
from contest.editions.models import Theme
from contest.entries.models import Entry
from contest.judging import rules
from contest.judging.models import Duel, Mark, MarkEvent, Panelist, Sheet
from contest.judging.queries.judge import TITLE, visible
from contest.judging.rules import Progress, Scale
from contest.judging.states import SheetState
from contest.ledger.models import Event, EventDetail
from contest.policy import Actor

# ── the contact sheet ──

FILTERS: Mapping[str, tuple[SheetState, ...]] = {
    "all": tuple(SheetState), "unmarked": (SheetState.WAITING, SheetState.SET_ASIDE), "aside": (SheetState.SET_ASIDE,),
    "pinned": tuple(SheetState), "noted": tuple(SheetState),
}  # fmt: skip
_SHOWN_FIRST = {
    SheetState.SCORED: 0, SheetState.SET_ASIDE: 1, SheetState.WAITING: 2, SheetState.ABSTAINED: 3, SheetState.RECUSED: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Own works that stand together: marked ones with the same total (`score` over the round's denominator), others by their state."""

    state: SheetState
    score: int | None
    works: int

    @property
    def key(self) -> str:
        """How an address names the group."""
        return self.state.value if self.score is None else str(self.score)


@dataclass(frozen=True, slots=True)
class Line:
    """A work on the contact sheet; `marks` are steps by criterion."""

    sheet_id: int
    code: str
    state: SheetState
    score: int | None
    noted: bool
    pinned: bool
    version: int
    picture_id: int | None
    marks: Mapping[int, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The group it stands in."""
        return self.state.value if self.score is None else str(self.score)


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


def groups(session: Session, actor: Actor, panelist: Panelist, scales: Sequence[Scale], show: str) -> list[Group]:
    """The groups of the contact sheet with how many works stand in each, best first."""
    query, _order, score = _grouped(actor, panelist, scales, show, func.count())
    rows = session.execute(query.group_by(Sheet.state, score) if scales else query.group_by(Sheet.state)).all()
    found = [Group(state, points if state is SheetState.SCORED else None, n) for state, points, n in rows]
    return sorted(found, key=lambda group: (_SHOWN_FIRST[group.state], -1 if group.score is None else -group.score))


def progress_of(all_groups: Iterable[Group]) -> Progress:
    """How far the judge has come, by the groups of all works."""
    found: Counter[str] = Counter()
    for group in all_groups:
        found[group.state.value] += group.works
    return Progress(**found)


def lines(
    session: Session, actor: Actor, panelist: Panelist, scales: Sequence[Scale], show: str, only: str, offset: int, limit: int
) -> list[Line]:  # fmt: skip
    """Own works group after group, each group in the judge's own order; `only` keeps to one group."""
    columns = (Sheet.id, Sheet.blind_code, Sheet.note != "", Sheet.pinned, Sheet.version, Entry.picture_id)
    query, order, score = _grouped(actor, panelist, scales, show, *columns)
    if only.isdecimal() and scales:
        query = query.where(Sheet.state == SheetState.SCORED, score == int(only))
    elif only:
        query = query.where(Sheet.state == SheetState(only))
    by = [order, func.coalesce(score, -1).desc(), Sheet.position] if scales else [order, Sheet.position]
    rows = session.execute(query.order_by(*by).offset(offset).limit(limit)).all()
    marked = marks_of(session, [row.id for row in rows])
    return [
        Line(sheet, code, state, points if state is SheetState.SCORED else None, noted, pinned, version, picture, marked.get(sheet, {}))
        for state, points, sheet, code, noted, pinned, version, picture in rows
    ]


def marks_of(session: Session, sheets: Collection[int]) -> dict[int, dict[int, int]]:
    """Marks of these sheets, steps by criterion, by sheet."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for sheet, criterion, steps in session.execute(select(Mark.sheet_id, Mark.criterion_id, Mark.steps).where(Mark.sheet_id.in_(sheets))):
        found[sheet][criterion] = steps
    return dict(found)


# ── works beside each other ──


@dataclass(frozen=True, slots=True)
class Chosen:
    """A work as it is shown beside others: nothing of whose it is."""

    sheet_id: int
    code: str
    state: SheetState
    version: int
    note: str
    place: int | None
    picture_id: int | None
    title: str
    alt: Localized
    medium: str
    width_mm: int | None
    height_mm: int | None
    theme: Localized | None


def _works(actor: Actor, panelist: Panelist) -> Any:
    theme = aliased(Theme)
    columns = (
        Sheet.id, Sheet.blind_code, Sheet.state, Sheet.version, Sheet.note, Sheet.place, Entry.picture_id, TITLE, Entry.descriptions,
        Entry.medium, Entry.width_mm, Entry.height_mm, theme.names,
    )  # fmt: skip
    query = select(*columns).join(Sheet.entry).outerjoin(theme, theme.id == Entry.theme_id)
    return query.where(Sheet.panelist_id == panelist.id, visible(actor)).order_by(Sheet.position)


def chosen(session: Session, actor: Actor, panelist: Panelist, codes: Sequence[str]) -> list[Chosen]:
    """These own works, in the order asked for. Refuses with `Missing` when one of them is not the judge's."""
    found = {row.blind_code: Chosen(*row) for row in session.execute(_works(actor, panelist).where(Sheet.blind_code.in_(codes)))}
    if len(set(codes)) != len(codes) or set(codes) != set(found):
        raise Missing(N_("There is no such work in your list (any more)."))
    return [found[code] for code in codes]


def all_works(session: Session, actor: Actor, panelist: Panelist) -> list[Chosen]:
    """All own works, in the judge's own order."""
    return [Chosen(*row) for row in session.execute(_works(actor, panelist))]


def held_all(session: Session, actor: Actor, panelist_id: int) -> Sequence[Sheet]:
    """All own sheets of works the judge may see, in the judge's own order; held until the transaction ends."""
    query = select(Sheet).join(Sheet.entry).where(Sheet.panelist_id == panelist_id, visible(actor)).order_by(Sheet.position)
    return session.scalars(query.with_for_update(of=Sheet).execution_options(populate_existing=True)).all()


def order_version(session: Session, panelist_id: int) -> int:
    """Counts the changes of all of a judge's sheets: another window has changed the order when it is another."""
    return session.scalar(select(func.sum(Sheet.version)).where(Sheet.panelist_id == panelist_id)) or 0


def duels(session: Session, panelist_id: int) -> Sequence[Duel]:
    """The pairs this judge has decided, or decided and taken back, in the order of deciding."""
    return session.scalars(select(Duel).where(Duel.panelist_id == panelist_id).order_by(Duel.position, Duel.id)).all()


def event_that(session: Session, sheet_id: int, what: str, new: str) -> int | None:
    """The newest event of a sheet that made something so."""
    query = select(MarkEvent.id).where(MarkEvent.sheet_id == sheet_id, MarkEvent.what == what, MarkEvent.new == new)
    return session.scalar(query.order_by(MarkEvent.id.desc()).limit(1))


# ── settings ──


def settings_of(session: Session, panelist: Panelist) -> dict[str, Any]:
    """What a judge has set for this round; until something is, what they had set in the last round before."""
    if panelist.settings:
        return panelist.settings
    query = select(Panelist.settings).where(Panelist.account_id == panelist.account_id, Panelist.id != panelist.id)
    for settings in session.scalars(query.order_by(Panelist.id.desc()).limit(20)):
        if settings:
            found: dict[str, Any] = settings
            return found
    return {}


# ── what happened ──


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a sheet. `work` is a judge's own code, for staff a receipt number; `who` only staff are told.

    `undone`: taken back since; `undoes`: it took another back.
    """

    id: int
    work: str
    criterion_id: int | None
    what: str
    old: str | None
    new: str | None
    at: datetime
    undone: bool
    undoes: bool
    who: str = ""
    entry_id: int = 0


def _events(*columns: Any) -> Any:
    back = aliased(MarkEvent)
    undone = select(back.id).where(back.undoes_id == MarkEvent.id).exists()
    return (
        select(
            MarkEvent.id, columns[0], MarkEvent.criterion_id, MarkEvent.what, MarkEvent.old, MarkEvent.new, MarkEvent.at,
            undone, MarkEvent.undoes_id.is_not(None), *columns[1:],
        )
        .join(Sheet, Sheet.id == MarkEvent.sheet_id)
        .join(Sheet.entry)
        .order_by(MarkEvent.id.desc())
    )  # fmt: skip


def _mine(actor: Actor, panelist: Panelist, code: str) -> ColumnElement[bool]:
    mine = (Sheet.panelist_id == panelist.id) & visible(actor)
    return mine & (Sheet.blind_code == code) if code else mine


def my_events(session: Session, actor: Actor, panelist: Panelist, code: str, offset: int, limit: int) -> list[Happened]:
    """What the judge has done, newest first: all, or with one work."""
    query = _events(Sheet.blind_code).where(_mine(actor, panelist, code))
    return [Happened(*row) for row in session.execute(query.offset(offset).limit(limit))]


def count_my_events(session: Session, actor: Actor, panelist: Panelist, code: str) -> int:
    """How many of them there are."""
    counted = select(func.count(MarkEvent.id)).join(Sheet, Sheet.id == MarkEvent.sheet_id).join(Sheet.entry)
    return session.scalar(counted.where(_mine(actor, panelist, code))) or 0


def _of_round(round_id: int, entry_id: int | None) -> ColumnElement[bool]:
    here = Panelist.round_id == round_id
    return here if entry_id is None else here & (Sheet.entry_id == entry_id)


def all_events(session: Session, round_id: int, entry_id: int | None, offset: int, limit: int) -> list[Happened]:
    """For staff: what all judges of a round have done, newest first: all, or with one work."""
    query = _events(Entry.receipt, Account.name, Entry.id).join(Panelist, Panelist.id == Sheet.panelist_id)
    query = query.join(Account, Account.id == Panelist.account_id).where(_of_round(round_id, entry_id))
    return [Happened(row[0], row[1] or "", *row[2:]) for row in session.execute(query.offset(offset).limit(limit))]


def count_events(session: Session, round_id: int, entry_id: int | None) -> int:
    """How many of them there are."""
    counted = select(func.count(MarkEvent.id)).join(Sheet, Sheet.id == MarkEvent.sheet_id).join(Panelist, Panelist.id == Sheet.panelist_id)
    return session.scalar(counted.where(_of_round(round_id, entry_id))) or 0


def entry_in(session: Session, round_id: int, receipt: str) -> int | None:
    """A work some judge of the round had before them, by its receipt number."""
    query = select(Sheet.entry_id).join(Panelist, Panelist.id == Sheet.panelist_id).join(Sheet.entry)
    return session.scalar(query.where(Panelist.round_id == round_id, Entry.receipt == receipt).limit(1))


def has_read(session: Session, actor: Actor, round_id: int, receipt: str, since: datetime) -> bool:
    """Has this person said since then that they read the history of the round, or (with a receipt number) of this work in it?"""
    query = select(EventDetail.values).join(Event, Event.id == EventDetail.event_id)
    query = query.where(Event.thing_kind == "round", Event.thing_id == round_id, Event.act == "round:history read")
    query = query.where(Event.actor_kind == actor.kind, Event.actor_id == actor.id, Event.at >= since)
    return any(said is not None and said.get("receipt", "") in {"", receipt} for said in session.scalars(query))
