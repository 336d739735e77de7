"""A judge's own works beside each other, in groups, in an order, in pairs; what happened to them; and what staff may read of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from contest.accounts.models import Account
from contest.core.errors import Missing
from contest.core.localized import Localized
from contest.core.text import N_
from contest.editions.models import Theme
from contest.entries.models import Entry
from contest.judging.models import Duel, Mark, MarkEvent, Panelist, Sheet
from contest.judging.queries.judge import visible, words
from contest.judging.states import SheetState
from contest.ledger.models import Event, EventDetail
from contest.policy import Actor

# ── works beside each other ──


def marks_of(session: Session, sheets: Collection[int]) -> dict[int, dict[int, int]]:
    """Marks of these sheets, steps by criterion, by sheet."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for sheet, criterion, steps in session.execute(select(Mark.sheet_id, Mark.criterion_id, Mark.steps).where(Mark.sheet_id.in_(sheets))):
        found[sheet][criterion] = steps
    return dict(found)


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
    title, _text = words(own=panelist.round.own_words)
    columns = (
        Sheet.id, Sheet.blind_code, Sheet.state, Sheet.version, Sheet.note, Sheet.place, Entry.picture_id, title, Entry.descriptions,
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


def held_order(session: Session, panelist_id: int) -> Sequence[Sheet]:
    """The sheets that have a place in a judge's order, best first, also of works the judge does not see now; held."""
    query = select(Sheet).where(Sheet.panelist_id == panelist_id, Sheet.place.is_not(None), Sheet.state == SheetState.SCORED)
    return session.scalars(query.order_by(Sheet.place, Sheet.id).with_for_update()).all()


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


def codes_seen(session: Session, actor: Actor, panelist: Panelist) -> set[str]:
    """The codes of all works the judge sees now."""
    return set(session.scalars(select(Sheet.blind_code).join(Sheet.entry).where(Sheet.panelist_id == panelist.id, visible(actor))))


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
