"""What painters are told of their results is settled when these come out."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from contest.entries.models import Entry
from contest.judging.models import ResultTold
from contest.judging.queries import told as reads


def keep_told(session: Session, edition_id: int) -> None:
    """Write down for each work of an edition what its painter is told. Nothing that changes later, a rule or a work, changes it."""
    session.execute(delete(ResultTold).where(ResultTold.entry_id.in_(select(Entry.id).where(Entry.edition_id == edition_id))))
    rows = [
        {"entry_id": entry, "round_id": round_.id, "figures": figures.spelled()}
        for entry, (round_, figures) in reads.preview(session, edition_id).items()
    ]
    if rows:
        session.execute(insert(ResultTold), rows)
