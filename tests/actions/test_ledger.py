"""The chain of acts: nobody without the key can change, remove, add or reorder one unseen."""

import pytest
from sqlalchemy import delete, select, update

from contest.core import clock
from contest.core.keys import Keyring
from contest.db.transaction import transaction
from contest.ledger.models import Event, EventDetail, Head
from contest.ledger.queries import count, first_fault, history, latest
from contest.ledger.record import record
from tests import make


@pytest.fixture
def chain(session):
    """Five acts on a government in two transactions."""
    actor, thing = make.staff(), make.government()
    session.commit()
    for acts in (("one", "two", "three"), ("four", "five")):
        with transaction() as unit:
            for act in acts:
                record(unit, actor, f"test:{act}", thing, now=clock.now(), title=f"Title {act}", 数="値")
    assert first_fault(session) is None
    return thing


def tampered(session, statement):
    session.execute(statement)
    session.expire_all()
    return first_fault(session)


def test_an_empty_ledger_is_whole(session):
    assert first_fault(session) is None


def test_acts_are_numbered_without_gaps_and_read_newest_first(session, chain):
    assert count(session) == 5
    assert [event.act for event in latest(session, per_page=2)] == ["test:five", "test:four"]
    assert history(session, "government", chain.id)[0].act == "test:one"
    assert [event.id for event in session.scalars(select(Event).order_by(Event.id))] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "change",
    [
        {"act": "test:other"}, {"actor_id": 99}, {"actor_kind": "system"}, {"thing_id": 99}, {"thing_kind": "edition"}, {"digest": "0" * 64},
        {"at": make.NOW}, {"previous": "1" * 64}, {"chain": "2" * 64},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_changed_act_is_found(session, chain, change):
    assert "event 3" in tampered(session, update(Event).where(Event.id == 3).values(change))


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_act_is_found(session, chain, number):
    session.execute(delete(EventDetail).where(EventDetail.event_id == number))
    assert tampered(session, delete(Event).where(Event.id == number)) is not None


def test_a_cut_off_end_is_found_even_when_the_head_is_set_back(session, chain):
    session.execute(delete(EventDetail).where(EventDetail.event_id > 3))
    session.execute(delete(Event).where(Event.id > 3))
    assert "its head says otherwise" in tampered(session, update(Head).values(count=4))


def test_an_act_added_by_hand_is_found(session, chain):
    last = session.get(Event, 5)
    forged = Event(
        id=6, at=clock.now(), actor_kind="system", actor_id=0, act="test:forged", thing_kind="government", thing_id=1, digest="a" * 64, previous=last.chain,
        chain="b" * 64,
    )  # fmt: skip
    session.add(forged)
    session.execute(update(Head).values(count=6, chain="b" * 64))
    session.flush()
    session.expire_all()
    assert first_fault(session) == "event 6 does not fit the chain"


def test_two_acts_that_changed_places_are_found(session, chain):
    session.execute(delete(EventDetail))  # which hang on the numbers
    for old, new in ((2, 100), (3, 2), (100, 3)):
        session.execute(update(Event).where(Event.id == old).values(id=new))
    session.expire_all()
    assert first_fault(session) == "event 2 does not fit the chain"


def test_changed_words_are_found_and_emptied_ones_are_in_order(session, chain):
    assert tampered(session, update(EventDetail).where(EventDetail.event_id == 2).values(values={"title": "Other"})) == "the details of event 2 were changed"
    session.execute(update(EventDetail).where(EventDetail.event_id == 2).values(values=None, actor_name=""))
    session.execute(delete(EventDetail).where(EventDetail.event_id == 4))
    session.expire_all()
    assert first_fault(session) is None


def test_the_key_of_the_site_is_part_of_the_chain(session, chain):
    kept = session.info["keys"]
    session.info["keys"] = Keyring("somebody else's secret")
    try:
        assert first_fault(session) == "event 1 does not fit the chain"
    finally:
        session.info["keys"] = kept


def test_an_act_that_is_rolled_back_leaves_no_gap(session, chain):
    actor = make.staff()
    session.commit()
    with pytest.raises(ZeroDivisionError), transaction() as unit:
        record(unit, actor, "test:lost", chain, now=clock.now())
        raise ZeroDivisionError
    with transaction() as unit:
        record(unit, actor, "test:kept", chain, now=clock.now())
    assert count(session) == 6
    assert first_fault(session) is None
