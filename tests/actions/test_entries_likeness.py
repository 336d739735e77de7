"""Works that look alike: found by themselves, decided by people."""

from contextlib import contextmanager

import pytest
from PIL import Image
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Invalid, NotAllowed
from contest.db.transaction import transaction
from contest.entries.actions import likeness as actions
from contest.entries.models import Entry, Likeness
from contest.entries.queries import likeness as queries
from contest.entries.rules import Finding, Stale
from contest.entries.states import EntryState as E
from contest.ledger.queries import history
from contest.media.likeness import fingerprint
from contest.media.models import Derivative, Picture
from contest.media.store import FolderStore, derived
from contest.policy import PUBLIC, SYSTEM, Role
from tests import make
from tests.scenes import scene

T = Image.Transpose


def work(image, state=E.SUBMITTED, **given):
    entry = make.entry(state=state, **given)
    picture = make.picture_of(entry)
    picture.fingerprint = fingerprint(image) if image is not None else None
    return entry


def compared(session):
    session.flush()
    return actions.compare_due(session, transaction, clock.now())


def found(session):
    session.expire_all()
    return {(row.earlier_id, row.later_id): row for row in session.scalars(select(Likeness))}


def decided(row, finding, *, by=None, reason="", seen=1):
    with transaction() as unit:
        actions.decide(unit, by or make.staff(), row.id, finding, reason=reason, seen=seen, now=clock.now())


def archive(session, store=None, said=None):
    session.flush()
    return actions.compare_all(session, transaction, store, clock.now(), (lambda *words: said.append(words)) if said is not None else lambda *_: None)


def test_a_turned_copy_is_found_in_an_earlier_edition(session):
    first, other, copy = work(scene(1)), work(scene(2)), work(scene(1).transpose(T.ROTATE_90))
    assert compared(session) == 3
    assert set(found(session)) == {(first.id, copy.id)}
    row = found(session)[first.id, copy.id]
    assert (row.kind, row.decision) == ("turned", None)
    assert row.distance < 5
    assert first.edition_id != copy.edition_id
    assert session.get(Picture, other.picture_id).compared_at is not None
    assert (first.state, copy.state) == (E.SUBMITTED, E.SUBMITTED)


def test_nothing_is_compared_twice(session, queries):
    work(scene(1))
    work(scene(1))
    assert compared(session) == 2
    with queries(2):
        assert compared(session) == 0
    assert len(found(session)) == 1


def test_what_arrives_later_is_compared_with_all_that_was_there(session):
    first = work(scene(1))
    compared(session)
    copy = work(scene(1).crop((20, 20, 300, 220)), state=E.WITHDRAWN, submitted_at=clock.now())
    again = work(scene(1), state=E.DISQUALIFIED)
    compared(session)
    assert set(found(session)) == {(first.id, copy.id), (first.id, again.id), (copy.id, again.id)}
    assert found(session)[first.id, copy.id].kind == "part"


def test_drafts_and_works_without_a_fingerprint_are_left_alone(session):
    work(scene(1))
    draft, blind = work(scene(1), state=E.DRAFT), work(None)
    assert compared(session) == 1
    assert not found(session)
    assert session.get(Picture, draft.picture_id).compared_at is None
    assert session.get(Picture, blind.picture_id).compared_at is None


def test_many_at_once_are_compared_in_small_lots(session, monkeypatch):
    monkeypatch.setattr(actions, "FEW", 2)
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    works = [work(scene(n)) for n in (1, 2, 3, 4, 1, 2)]
    assert [compared(session) for _ in range(3)] == [3, 3, 0]
    assert set(found(session)) == {(works[0].id, works[4].id), (works[1].id, works[5].id)}


def test_a_replaced_picture_is_compared_anew_and_what_was_decided_about_the_old_one_no_longer_counts(session):
    first, second, third = work(scene(1)), work(scene(1)), work(scene(1))
    compared(session)
    decided(found(session)[first.id, third.id], Finding.VARIANT)
    new = make.picture_of(third)
    new.fingerprint = fingerprint(scene(2))
    other = work(scene(2))
    assert compared(session) == 2
    assert set(found(session)) == {(first.id, second.id), (third.id, other.id)}


def test_a_copy_sent_after_a_decision_is_asked_about_again_and_a_turned_picture_is_not(session):
    first, second = work(scene(1)), work(scene(1))
    compared(session)
    decided(found(session)[first.id, second.id], Finding.DIFFERENT)
    session.get(Picture, second.picture_id).compared_at = None  # turned or trimmed anew
    assert compared(session) == 1
    assert found(session)[first.id, second.id].decision == "different"
    make.picture_of(second).fingerprint = fingerprint(scene(1))
    assert compared(session) == 1
    row = found(session)[first.id, second.id]
    assert (row.decision, row.decided_at, row.reason, row.version) == (None, None, "", 3)


def test_a_work_whose_picture_is_gone_drops_out(session):
    first, second, third = work(scene(1)), work(scene(1)), work(scene(1))
    compared(session)
    decided(found(session)[first.id, second.id], Finding.DIFFERENT)
    first.picture_id = None
    compared(session)
    assert set(found(session)) == {(second.id, third.id)}


def test_a_picture_replaced_while_it_was_compared_stays_to_be_compared(session):
    first, second = work(scene(1)), work(scene(1))
    session.flush()

    @contextmanager
    def overtaken():
        with transaction() as unit:
            session.get(Picture, second.picture_id).fingerprint = fingerprint(scene(2))
            unit.flush()
            yield unit

    actions.compare_due(session, overtaken, clock.now())
    session.expire_all()
    assert session.get(Picture, second.picture_id).compared_at is None
    compared(session)
    assert not found(session)
    assert session.get(Picture, first.picture_id).compared_at is not None


def test_two_processes_that_found_the_same_pair_write_it_once(session):
    work(scene(1))
    work(scene(1))
    session.flush()

    @contextmanager
    def late():
        actions.compare_due(session, transaction, clock.now())
        with transaction() as unit:
            yield unit

    actions.compare_due(session, late, clock.now())
    assert len(found(session)) == 1


# ── the whole archive ──


def test_the_archive_keeps_decisions_and_finds_the_rest_anew(session, monkeypatch):
    monkeypatch.setattr(actions, "MANY", 5)  # as a large one, with two processes
    works = [work(scene(n)) for n in (1, 2, 1, 2, 3)]
    said = []
    assert archive(session, said=said) == actions.Summary(5, 0, 2)
    assert said[-1] == ("compared", 5, 5)
    rows = found(session)
    assert set(rows) == {(works[0].id, works[2].id), (works[1].id, works[3].id)}
    decided(rows[works[0].id, works[2].id], Finding.DIFFERENT)
    for one in (works[2], works[3]):
        session.get(Picture, one.picture_id).fingerprint = fingerprint(scene(4))
    archive(session)
    after = found(session)
    assert set(after) == {(works[0].id, works[2].id), (works[2].id, works[3].id)}
    assert after[works[0].id, works[2].id].decision == "different"
    assert compared(session) == 0


def test_the_archive_finds_what_the_job_finds(session):
    base = scene(7)
    for image in (base, base.transpose(T.FLIP_LEFT_RIGHT), base.crop((0, 0, 280, 200)), base.rotate(180), scene(8), scene(9)):
        work(image)
    compared(session)
    before = {pair: (row.kind, row.distance) for pair, row in found(session).items()}
    archive(session)
    assert {pair: (row.kind, row.distance) for pair, row in found(session).items()} == before
    assert len(before) == 6


def test_older_pictures_get_their_fingerprint_from_the_small_file(session, tmp_path):
    store = FolderStore(tmp_path)
    first, old, lost = work(scene(1)), work(None), work(None)
    session.get(Picture, old.picture_id).fingerprint = b"of another kind"
    small = session.scalar(select(Derivative).where(Derivative.picture_id == old.picture_id, Derivative.size == 320))
    path = store.stage()
    scene(1).save(path, "WEBP", quality=82)
    store.put(path, derived(small.private_name))
    assert archive(session, store) == actions.Summary(2, 1, 1)
    assert set(found(session)) == {(first.id, old.id)}
    assert session.get(Picture, lost.picture_id).compared_at is None


# ── deciding ──


@pytest.fixture
def pair(session):
    work(scene(1))
    work(scene(1))
    compared(session)
    return next(iter(found(session).values()))


def test_only_the_secretariat_decides(session, pair):
    coordinator = make.actor(make.account(Role.COORDINATOR, make.government()))
    for actor in (PUBLIC, SYSTEM, coordinator, make.actor(make.account(Role.JUDGE))):
        with pytest.raises(NotAllowed):
            actions.decide(session, actor, pair.id, Finding.SAME, reason="x", seen=1, now=clock.now())


def test_the_same_work_needs_a_reason(session, pair):
    with pytest.raises(Invalid) as refused:
        actions.decide(session, make.staff(), pair.id, Finding.SAME, reason="  ", seen=1, now=clock.now())
    assert refused.value.field == "reason"
    assert found(session)[pair.earlier_id, pair.later_id].decision is None


def test_a_decision_is_recorded_and_can_be_changed(session, pair):
    staff = make.staff()
    decided(pair, Finding.SAME, by=staff, reason="Same brush strokes")
    decided(pair, Finding.VARIANT, by=staff, seen=2)
    row = found(session)[pair.earlier_id, pair.later_id]
    assert (row.decision, row.reason, row.decided_by_id, row.version) == ("variant", "", staff.id, 3)
    acts = history(session, "likeness", pair.id)
    assert [(event.act, event.detail.values["before"], event.detail.values["decision"]) for event in acts] == [
        ("likeness:decide", None, "same"), ("likeness:decide", "same", "variant"),
    ]  # fmt: skip


def test_who_decides_later_must_have_seen_the_decision_before(session, pair):
    one, two = make.staff(), make.staff()
    decided(pair, Finding.VARIANT, by=one)
    with pytest.raises(Stale):
        decided(pair, Finding.DIFFERENT, by=two)
    decided(pair, Finding.VARIANT, by=two)
    assert found(session)[pair.earlier_id, pair.later_id].version == 2


def test_what_is_being_changed_by_its_painter_waits(session, pair):
    assert queries.waiting(session) == 1
    session.get(Entry, pair.later_id).state = E.DRAFT
    session.flush()
    assert queries.waiting(session) == 0
    assert not queries.of_entry(session, pair.earlier_id)
