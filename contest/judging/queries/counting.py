"""What the sheets of a round add up to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.entries.models import Entry
from contest.judging import rules
from contest.judging.models import Mark, Panelist, Round, Sheet
from contest.judging.queries.panels import JUDGED, scales, shielded
from contest.judging.rules import Ballot, Standing
from contest.judging.states import SheetState


def ballots(session: Session, round_id: int, *, panelist_id: int | None = None) -> list[Ballot]:
    """Every sheet of a round with its marks, as the count sees it: accepted works only, none of a judge's own government."""
    query = (
        select(Sheet.id, Sheet.entry_id, Sheet.panelist_id, Sheet.state, Panelist.dropped_at, Mark.criterion_id, Mark.steps)
        .join(Sheet.panelist)
        .join(Sheet.entry)
        .outerjoin(Mark, Mark.sheet_id == Sheet.id)
        .where(Panelist.round_id == round_id, JUDGED, ~shielded())
        .order_by(Sheet.id)
    )
    if panelist_id is not None:
        query = query.where(Panelist.id == panelist_id)
    sheets: dict[int, tuple[int, int, SheetState, bool]] = {}
    marks: dict[int, dict[int, int]] = {}
    for sheet_id, entry_id, judge_id, state, dropped_at, criterion_id, steps in session.execute(query):
        sheets[sheet_id] = (entry_id, judge_id, state, dropped_at is not None)
        own = marks.setdefault(sheet_id, {})
        if criterion_id is not None:
            own[criterion_id] = steps
    return [Ballot(entry, judge, state, marks[sheet], dropped) for sheet, (entry, judge, state, dropped) in sheets.items()]


def standings(session: Session, round_id: int) -> list[Standing]:
    """The works of a round by exact mean, best first; works without a counted sheet are in `unmarked`."""
    return rules.standings(rules.counted(ballots(session, round_id), scales(session, round_id)))


def inputs_digest(session: Session, round_id: int) -> str:
    """SHA-256 over everything `standings` is computed from."""
    return rules.inputs_digest(scales(session, round_id), ballots(session, round_id))


def unmarked(session: Session, round_id: int) -> list[int]:
    """Accepted works of the round's edition that no counted sheet speaks of."""
    spoken = {standing.entry_id for standing in standings(session, round_id)}
    edition = select(Round.edition_id).where(Round.id == round_id).scalar_subquery()
    entries = session.scalars(select(Entry.id).where(Entry.edition_id == edition, JUDGED).order_by(Entry.id))
    return [entry for entry in entries if entry not in spoken]
