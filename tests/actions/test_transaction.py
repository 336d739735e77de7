"""The only place that commits: all of it or nothing, in order, and nobody's work lost."""

from contextlib import suppress

import pytest
from sqlalchemy import event, func, select, text

from contest.core import clock
from contest.core.errors import Conflict, Missing
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import after_commit, before_commit, locked, on_rollback
from contest.editions.models import Edition
from contest.governments.models import Government
from contest.ledger.queries import count
from contest.ledger.record import record
from contest.post.compose import queue
from contest.post.models import Letter
from contest.post.rules import Occasion
from tests import make
from tests.threads import in_threads


def test_a_refusal_half_way_leaves_no_row_no_letter_and_no_act(session):
    place = make.government()
    session.commit()
    with pytest.raises(Conflict), transaction() as unit:
        held = locked(unit, Government, place.id)
        held.contact = "changed"
        unit.flush()
        queue(unit, Occasion("test", "Test", "Hello", ("Text",), ()), "en", to="a@example.org", about=held, now=clock.now())
        record(unit, make.staff(), "test:act", held, now=clock.now())
        raise Conflict("no")
    assert session.get(Government, place.id).contact == ""
    assert session.scalar(select(func.count()).select_from(Letter)) == 0
    assert count(session) == 0


def test_what_waits_for_the_end_runs_in_order(session):
    heard = []
    with transaction() as unit:
        after_commit(unit, lambda _: heard.append("after 1"))
        before_commit(unit, lambda _: heard.append("before"))
        after_commit(unit, lambda _: heard.append("after 2"))
        on_rollback(unit, lambda _: heard.append("rollback"))
        heard.append("work")
    assert heard == ["work", "before", "after 1", "after 2"]


def test_the_same_act_is_done_once_before_the_commit(session):
    heard = []

    def seal(_unit):
        heard.append("sealed")

    with transaction() as unit:
        before_commit(unit, seal)
        before_commit(unit, seal)
    assert heard == ["sealed"]


def test_a_rollback_runs_only_what_undoes(session):
    heard = []
    with pytest.raises(ZeroDivisionError), transaction() as unit:
        before_commit(unit, lambda _: heard.append("before"))
        after_commit(unit, lambda _: heard.append("after"))
        on_rollback(unit, lambda _: heard.append("rollback"))
        raise ZeroDivisionError
    with transaction():
        pass
    assert heard == ["rollback"]


def test_a_failure_while_sealing_undoes_everything(session):
    place = make.government()
    session.commit()

    def fail(_unit):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction() as unit:
        locked(unit, Government, place.id).contact = "changed"
        before_commit(unit, fail)
    assert session.get(Government, place.id).contact == ""


def test_what_is_not_there_cannot_be_held(session):
    with pytest.raises(Missing), transaction() as unit:
        locked(unit, Government, 10**9)


def test_a_row_read_before_is_read_again_inside(session):
    place = make.government()
    session.commit()
    session.execute(text("UPDATE government SET contact = 'by another' WHERE id = :id"), {"id": place.id})
    assert place.contact == ""
    with transaction() as unit:
        assert locked(unit, Government, place.id).contact == "by another"


# ── with real commits ──


@pytest.fixture
def edition_id(own_app):
    with own_app.app_context():
        make.start(db.session())
        made = make.edition()
        db.session.commit()
        return made.id


def test_two_hundred_increments_by_eight_threads_are_all_kept(own_app, edition_id):
    def act(_number):
        for _ in range(25):
            with transaction() as unit:
                locked(unit, Edition, edition_id).next_public_number += 1

    assert in_threads(own_app, 8, act) == [None] * 8
    with own_app.app_context():
        assert db.session().get(Edition, edition_id).next_public_number == 201


def test_a_turn_ends_with_whatever_ends_the_transaction(own_app, edition_id):
    def act(number):
        for attempt in range(6):
            with suppress(ZeroDivisionError), transaction() as unit:
                locked(unit, Edition, edition_id).next_public_number += 1
                if (number + attempt) % 3 == 0:
                    raise ZeroDivisionError
                if (number + attempt) % 3 == 1:
                    unit.connection().invalidate()  # the store went away: what was written is lost, and said so
                    raise ZeroDivisionError

    assert in_threads(own_app, 6, act) == [None] * 6
    with own_app.app_context():
        assert db.session().get(Edition, edition_id).next_public_number == 1 + 6 * 6 // 3


def test_every_connection_is_durable_and_minds_foreign_keys(own_app):
    with own_app.app_context():
        for _ in range(3):
            with db.engine.connect() as connection:
                ask = lambda name, held=connection: held.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
                assert (ask("journal_mode"), ask("synchronous"), ask("foreign_keys"), ask("secure_delete")) == ("wal", 2, 1, 1)
                assert ask("busy_timeout") >= 5000


def test_a_unit_of_work_takes_the_write_lock_at_its_start_and_a_read_does_not(own_app, edition_id):
    begun = []
    with own_app.app_context():

        def note(_connection, _cursor, statement, *_rest):
            if statement.startswith("BEGIN"):
                begun.append(statement)

        event.listen(db.engine, "after_cursor_execute", note)
        db.session().get(Edition, edition_id)
        with transaction() as unit:
            locked(unit, Edition, edition_id)
        event.remove(db.engine, "after_cursor_execute", note)
    assert begun == ["BEGIN", "BEGIN IMMEDIATE"]


def test_readers_go_on_while_somebody_writes(own_app, edition_id):
    with own_app.app_context(), transaction() as unit:
        locked(unit, Edition, edition_id).year = 1999
        unit.flush()
        [seen] = in_threads(own_app, 1, lambda _: db.session().get(Edition, edition_id).year)
    assert seen == 2026
