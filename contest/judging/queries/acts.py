"""What a judge's desk is made of: all own works with their marks in one reading, and what can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from contest.core.localized import Localized
from contest.editions.models import Theme
from contest.entries.models import Entry
from contest.judging.models import Criterion, Mark, MarkEvent, Panelist, Sheet
from contest.judging.queries.judge import SEEN, TEXT, TITLE, visible
from contest.judging.rules import Scale
from contest.judging.states import SheetState
from contest.media.models import Derivative
from contest.policy import Actor

UNDONE_AT_MOST = 50
TAKEN_BACK = ("mark", "state", "pin", "note")  # what an undo knows the way back of


@dataclass(frozen=True, slots=True)
class DeskWork:
    """A work as the desk keeps it: nothing of whose it is."""

    sheet_id: int
    code: str
    state: SheetState
    version: int
    note: str
    pinned: bool
    picture_id: int | None
    title: str
    description: str
    alt: Localized
    medium: str
    width_mm: int | None
    height_mm: int | None
    painted_in: int | None
    theme: Localized | None


@dataclass(frozen=True, slots=True)
class Size:
    """A derivative a judge's desk may show: its nominal size and its real width and height in pixels."""

    size: int
    width: int
    height: int


def held_sheets(session: Session, actor: Actor, panelist_id: int, codes: Collection[str]) -> Sequence[Sheet]:
    """The judge's own sheets of these codes, as far as the judge may see their works; held until the transaction ends."""
    query = select(Sheet).join(Sheet.entry).where(Sheet.panelist_id == panelist_id, Sheet.blind_code.in_(codes), visible(actor))
    held = query.order_by(Sheet.id).with_for_update(of=Sheet).execution_options(populate_existing=True)
    return session.scalars(held).all()


# Asked at every press: statements made once.
_TOLD = (
    select(
        MarkEvent.id, MarkEvent.sheet_id, MarkEvent.criterion_id, MarkEvent.what, MarkEvent.old, MarkEvent.new, MarkEvent.number,
        MarkEvent.device, MarkEvent.undoes_id,
    )
    .where(MarkEvent.sheet_id.in_(bindparam("sheets", expanding=True)))
    .order_by(MarkEvent.id)
)  # fmt: skip
_MARKS = select(Mark).where(Mark.sheet_id.in_(bindparam("sheets", expanding=True)))
_SCALES = (
    select(Criterion.id, Criterion.low, Criterion.step, Criterion.steps, Criterion.weight)
    .where(Criterion.round_id == bindparam("round"))
    .order_by(Criterion.position, Criterion.id)
)


def told(session: Session, sheets: Collection[int]) -> Sequence[Any]:
    """What has happened to these sheets, oldest first."""
    return session.execute(_TOLD, {"sheets": list(sheets)}).all()


def marks_on(session: Session, sheets: Collection[int]) -> Sequence[Mark]:
    """The marks of these sheets."""
    return session.scalars(_MARKS, {"sheets": list(sheets)}).all()


def scales(session: Session, round_id: int) -> list[Scale]:
    """The criteria reduced to their arithmetic, in their order."""
    rows: Any = session.execute(_SCALES, {"round": round_id})
    return [Scale(*row) for row in rows]


def works(session: Session, actor: Actor, panelist: Panelist) -> list[DeskWork]:
    """All own works, in the judge's own order."""
    theme = aliased(Theme)
    query = (
        select(
            Sheet.id, Sheet.blind_code, Sheet.state, Sheet.version, Sheet.note, Sheet.pinned, Entry.picture_id, TITLE,
            TEXT, Entry.descriptions, Entry.medium, Entry.width_mm, Entry.height_mm, Entry.painted_in, theme.names,
        )
        .join(Sheet.entry)
        .outerjoin(theme, theme.id == Entry.theme_id)
        .where(Sheet.panelist_id == panelist.id, visible(actor))
        .order_by(Sheet.position)
    )  # fmt: skip
    rows: Any = session.execute(query)
    return [DeskWork(*row) for row in rows]


def marks_of(session: Session, panelist_id: int) -> dict[int, dict[int, int]]:
    """All marks of a judge in a round, steps by criterion, by sheet."""
    query = select(Mark.sheet_id, Mark.criterion_id, Mark.steps).join(Sheet, Sheet.id == Mark.sheet_id)
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for sheet, criterion, steps in session.execute(query.where(Sheet.panelist_id == panelist_id)):
        found[sheet][criterion] = steps
    return found


def sizes_of(session: Session, pictures: Iterable[int]) -> Mapping[int, list[Size]]:
    """What can be shown of these pictures, smallest first."""
    wanted = sorted(set(pictures))
    found: defaultdict[int, list[Size]] = defaultdict(list)
    columns = select(Derivative.picture_id, Derivative.size, Derivative.width, Derivative.height).where(Derivative.format == "webp")
    for start in range(0, len(wanted), 5000):
        query = columns.where(Derivative.picture_id.in_(wanted[start : start + 5000])).order_by(Derivative.size)
        for picture, *size in session.execute(query):
            found[picture].append(Size(*size))
    return found


def recent(session: Session, panelist_id: int) -> list[dict[str, Any]]:
    """What a judge did last and could still take back, oldest first; what belongs to one act has the same device and number."""
    taken = aliased(MarkEvent)
    query = (
        select(MarkEvent.device, MarkEvent.number, Sheet.blind_code, MarkEvent.what, MarkEvent.criterion_id, MarkEvent.old, MarkEvent.new)
        .join(Sheet, Sheet.id == MarkEvent.sheet_id)
        .outerjoin(taken, taken.undoes_id == MarkEvent.id)
        .where(Sheet.panelist_id == panelist_id, SEEN, MarkEvent.what.in_(TAKEN_BACK), MarkEvent.undoes_id.is_(None), taken.id.is_(None))
        .where(func.coalesce(MarkEvent.old, "–") != func.coalesce(MarkEvent.new, "–"))
        .order_by(MarkEvent.id.desc())
        .limit(2 * UNDONE_AT_MOST)
    )
    names = ("device", "number", "code", "what", "criterion", "old", "new")
    return [dict(zip(names, row, strict=True)) for row in reversed(session.execute(query).all())]
