"""Until when an entry taken late may be sent, and until when its government may pass it on."""

from datetime import UTC, datetime, timedelta

import pytest

from contest.core.errors import Conflict, Invalid
from contest.entries import rules
from contest.entries.rules import Window
from contest.entries.states import EntryState as E

NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
CLOSED = Window(NOON - 9 * DAY, NOON - DAY)
LATE = Window(NOON - 9 * DAY, NOON - DAY, late_until=NOON + DAY)


@pytest.mark.parametrize("state", [E.DRAFT, E.WITHDRAWN])
def test_what_the_secretariat_takes_late_may_be_sent_until_then_and_no_longer(state):
    assert not rules.may_send(state, CLOSED, None, NOON)
    assert rules.may_send(state, LATE, None, NOON)
    assert rules.may_send(state, LATE, None, NOON + DAY - TICK)
    assert not rules.may_send(state, LATE, None, NOON + DAY)
    assert rules.may_edit(state, LATE, None, NOON)


def test_a_sent_late_one_may_be_taken_back_while_it_may_be_sent():
    assert rules.may_take_back(E.SUBMITTED, LATE, NOON)
    assert not rules.may_take_back(E.SUBMITTED, CLOSED, NOON)


def test_a_grant_never_shortens_the_time_everybody_has():
    early = Window(NOON - DAY, NOON + 9 * DAY, late_until=NOON - TICK)
    assert early.until == NOON + 9 * DAY
    assert rules.taken(early, NOON + 8 * DAY)


def test_nothing_is_taken_late_once_the_results_are_out():
    assert not rules.taken(Window(LATE.opens_at, LATE.closes_at, announced=False, late_until=NOON + DAY), NOON)


@pytest.mark.parametrize(
    ("state", "window", "until", "refusal"),
    [
        (E.DRAFT, CLOSED, NOON + DAY, None),
        (E.WITHDRAWN, CLOSED, NOON + DAY, None),
        (E.DRAFT, CLOSED, NOON, Invalid),
        (E.RETURNED, CLOSED, NOON + DAY, Conflict),
        (E.SUBMITTED, CLOSED, NOON + DAY, Conflict),
        (E.DISQUALIFIED, CLOSED, NOON + DAY, Conflict),
        (E.DRAFT, Window(NOON - DAY, NOON + TICK), NOON + DAY, Conflict),
        (E.DRAFT, Window(NOON - 9 * DAY, NOON - DAY, announced=False), NOON + DAY, Conflict),
    ],
)
def test_what_may_be_taken_late(state, window, until, refusal):
    if refusal is None:
        rules.check_late(state, window, until, NOON)
    else:
        with pytest.raises(refusal):
            rules.check_late(state, window, until, NOON)


def test_a_government_has_a_week_for_what_came_late():
    assert rules.endorse_until(NOON, None) == NOON
    assert rules.endorse_until(NOON, NOON + DAY) == NOON + 8 * DAY
    assert rules.endorse_until(NOON + 30 * DAY, NOON + DAY) == NOON + 30 * DAY
