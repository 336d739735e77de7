"""Which works of an earlier round could go on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.localized import Localized
from contest.core.text import clean
from contest.db.batches import batches
from contest.editions.models import Division
from contest.entries.models import Entry
from contest.governments.models import Government
from contest.judging.models import Round, RoundWork
from contest.judging.queries.panels import JUDGED
from contest.judging.queries.ties import parted
from contest.judging.rules.works import Placed
from contest.judging.states import RoundState, Source


def earlier(session: Session, round_: Round) -> Sequence[Round]:
    """The closed rounds before this one that count, newest first: their results can choose its works."""
    here = (Round.edition_id == round_.edition_id) & (Round.position < round_.position)
    query = select(Round).where(here, Round.state == RoundState.CLOSED, Round.counts)
    return session.scalars(query.order_by(Round.position.desc())).all()


def placed(session: Session, from_: Round, source: Source) -> list[Placed]:
    """The works of a closed round with their ranks, those still accepted; each in the group the rule asks for. Tie-breaks have spoken."""
    group = {Source.TOP_OF_GOVERNMENT: Entry.government_id, Source.TOP_OF_DIVISION: Entry.division_id}.get(source)
    query = select(Entry.id, Entry.id if group is None else group).where(Entry.edition_id == from_.edition_id, JUDGED)
    groups = dict(session.execute(query).all())
    return [
        Placed(each.entry_id, each.rank, each.total, None if group is None else groups[each.entry_id])
        for each in parted(session, from_).standings
        if each.entry_id in groups
    ]


def group_names(session: Session, source: Source, ids: Collection[int | None]) -> dict[int | None, Localized]:
    """What the groups are called."""
    kind = Government if source is Source.TOP_OF_GOVERNMENT else Division
    found: dict[int | None, Localized] = dict(session.execute(select(kind.id, kind.names).where(kind.id.in_(ids))).all())
    return found


def chosen(session: Session, round_id: int) -> Sequence[int]:
    """The works settled for a round."""
    return session.scalars(select(RoundWork.entry_id).where(RoundWork.round_id == round_id).order_by(RoundWork.id)).all()


def by_receipts(session: Session, edition_id: int, receipts: Collection[str]) -> dict[str, int]:
    """The accepted works of an edition with these receipt numbers."""
    wanted = {clean(each).upper() for each in receipts}
    found: dict[str, int] = {}
    query = select(Entry.receipt, Entry.id).where(Entry.edition_id == edition_id, JUDGED)
    for some in batches(sorted(wanted)):
        rows = session.execute(query.where(Entry.receipt.in_(some)))
        found.update({receipt: entry for receipt, entry in rows if receipt})
    return found
