"""What a judge's desk is made of: all own works with their marks in one reading, and what can be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased, defer

from contest.db.batches import batches
from contest.judging.models import Criterion, Mark, MarkEvent, Panelist, Round, Sheet
from contest.judging.queries.judge import SEEN, SHIELD, shield, visible
from contest.judging.queries.panels import JUDGED
from contest.judging.rules import Scale
from contest.media.models import Derivative
from contest.policy import Actor

UNDONE_AT_MOST = 50
TAKEN_BACK = ("mark", "state", "pin", "note")  # what an undo knows the way back of


@dataclass(frozen=True, slots=True)
class Size:
    """A derivative a judge's desk may show: its nominal size, its real width and height in pixels, and its private name."""

    size: int
    width: int
    height: int
    name: str


# Asked at every press: statements made once. They hold what they read until the transaction ends.
_ROUND = (
    select(Round)
    .where(Round.id == bindparam("round"))
    .options(defer(Round.titles, raiseload=True), defer(Round.briefings, raiseload=True), defer(Round.pledges, raiseload=True))
    .with_for_update(read=True, of=Round)
    .execution_options(populate_existing=True)
)
_PLACE = (
    select(Panelist)
    .where(Panelist.round_id == bindparam("round"), Panelist.account_id == bindparam("account"))
    .with_for_update(of=Panelist)
    .execution_options(populate_existing=True)
)


def held_seat(session: Session, actor: Actor, round_id: int) -> tuple[Round | None, Panelist | None]:
    """A round without its texts, held against being closed meanwhile, and the actor's place in it, held."""
    round_ = session.scalar(_ROUND, {"round": round_id})
    return round_, session.scalar(_PLACE, {"round": round_id, "account": actor.id})


@cache
def _sheets(*, shielded: bool) -> Any:
    query = select(Sheet).join(Sheet.entry).where(Sheet.panelist_id == bindparam("panelist"), JUDGED, SEEN)
    query = query.where(Sheet.blind_code.in_(bindparam("codes", expanding=True))).order_by(Sheet.id)
    shown = query.where(SHIELD) if shielded else query
    return shown.with_for_update(of=Sheet).execution_options(populate_existing=True)


def held_sheets(session: Session, actor: Actor, panelist_id: int, codes: Collection[str]) -> Sequence[Sheet]:
    """The judge's own sheets of these codes, as far as the judge may see their works; held until the transaction ends."""
    spelled = [code for code in codes if code.isascii() and code.isalnum()]  # nothing else is a code, and not all of it can be asked for
    asked = {"panelist": panelist_id, "codes": spelled, **shield(actor)}
    return session.scalars(_sheets(shielded=bool(actor.governments)), asked).all()


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
    columns = select(Derivative.picture_id, Derivative.size, Derivative.width, Derivative.height, Derivative.private_name)
    columns = columns.where(Derivative.format == "webp")
    for some in batches(wanted):
        query = columns.where(Derivative.picture_id.in_(some)).order_by(Derivative.size)
        for picture, size, width, height, name in session.execute(query):
            found[picture].append(Size(size, width, height, name))
    return found


def recent(session: Session, actor: Actor, panelist_id: int) -> list[dict[str, Any]]:
    """What a judge did last and could still take back, oldest first; what belongs to one act has the same device and number.

    Only works the judge sees, and nothing staff did: that has no number.
    """
    taken = aliased(MarkEvent)
    query = (
        select(MarkEvent.device, MarkEvent.number, Sheet.blind_code, MarkEvent.what, MarkEvent.criterion_id, MarkEvent.old, MarkEvent.new)
        .join(Sheet, Sheet.id == MarkEvent.sheet_id)
        .join(Sheet.entry)
        .outerjoin(taken, taken.undoes_id == MarkEvent.id)
        .where(Sheet.panelist_id == panelist_id, visible(actor), MarkEvent.number > 0)
        .where(MarkEvent.what.in_(TAKEN_BACK), MarkEvent.undoes_id.is_(None), taken.id.is_(None))
        .where(func.coalesce(MarkEvent.old, "–") != func.coalesce(MarkEvent.new, "–"))
        .order_by(MarkEvent.id.desc())
        .limit(2 * UNDONE_AT_MOST)
    )
    names = ("device", "number", "code", "what", "criterion", "old", "new")
    return [dict(zip(names, row, strict=True)) for row in reversed(session.execute(query).all())]
