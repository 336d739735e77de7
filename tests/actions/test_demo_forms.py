"""The demo has forms to read and, once entries are closed, a work that came late."""

import pytest
from sqlalchemy import select

from contest.db.transaction import transaction
from contest.demo import forms
from contest.demo.frame import Season
from contest.entries.models import ConsentPaper, Entry
from contest.entries.queries.signed import count_waiting
from contest.entries.states import EntryState as E
from contest.media.store import FolderStore
from tests import make


@pytest.mark.parametrize(("stage", "late"), [("open", 0), ("screening", 1)])
def test_two_forms_wait_and_one_work_is_late(session, tmp_path, stage, late):
    edition = make.open_edition()
    for _ in range(3):
        make.ready_entry(edition=edition, state=E.SUBMITTED)
    make.consents(make.ready_entry(edition=edition, state=E.SUBMITTED))
    make.ready_entry(edition=edition, state=E.ENDORSED)
    with transaction() as unit:
        forms.insert(unit, Season(tmp_path, print), unit.get_one(make.Edition, edition.id), FolderStore(tmp_path / "uploads"), stage)
    assert (len(session.scalars(select(ConsentPaper)).all()), count_waiting(session)) == (2, 2)
    assert len(session.scalars(select(Entry).where(Entry.late_until.is_not(None))).all()) == late
