"""An order of few works, two works at a time, and what a judge sets for the desk."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.judging import actions
from contest.judging.actions import orders
from contest.judging.actions.history import read_history
from contest.judging.actions.settings import change_settings
from contest.judging.models import Duel, MarkEvent, Panelist
from contest.judging.queries import views
from contest.judging.rules import pairs, settings
from contest.judging.states import Knows, RoundKind, SheetState
from contest.ledger.queries import latest
from contest.ledger.record import seal
from contest.policy import Role
from tests import make


def ranking(works=4, judges=2):
    round_, (judge, *others), _entries = make.open_round(works=works, judges=judges, criteria=0, kind=RoundKind.RANKING, pictures=False)
    return round_, judge, others, make.sheets_of(judge, round_)


def put(session, judge, round_, sheet, to, version=None):
    held = views.order_version(session, sheet.panelist_id)
    made = orders.place(
        session, make.actor(judge), round_.id, code=sheet.blind_code, to=to, expected_version=held if version is None else version, now=clock.now()
    )
    session.flush()
    return made


def order(sheets):
    return [sheets.index(each) for each in orders.in_order(sheets)]


def events(session, sheet):
    return [(e.what, e.old, e.new) for e in session.scalars(select(MarkEvent).where(MarkEvent.sheet_id == sheet.id).order_by(MarkEvent.id))]


# ── an order ──


def test_works_are_put_moved_and_taken_out_and_the_others_close_up(session):
    round_, judge, _others, sheets = ranking()
    for sheet in sheets[:3]:
        put(session, judge, round_, sheet, 1)
    assert order(sheets) == [2, 1, 0]
    put(session, judge, round_, sheets[2], 3)
    assert order(sheets) == [1, 0, 2]
    put(session, judge, round_, sheets[3], 2)
    assert order(sheets) == [1, 3, 0, 2]
    put(session, judge, round_, sheets[1], None)
    assert order(sheets) == [3, 0, 2]
    assert [sheets[n].place for n in order(sheets)] == [1, 2, 3]
    assert [sheet.state for sheet in sheets] == [SheetState.SCORED, SheetState.WAITING, SheetState.SCORED, SheetState.SCORED]


def test_what_was_moved_is_in_the_history_with_both_places(session):
    round_, judge, _others, sheets = ranking()
    put(session, judge, round_, sheets[0], 1)
    put(session, judge, round_, sheets[1], 1)
    put(session, judge, round_, sheets[0], 1)
    put(session, judge, round_, sheets[0], None)
    assert events(session, sheets[0]) == [
        ("place", None, "1"), ("state", "waiting", "scored"), ("place", "2", "1"), ("place", "1", None), ("state", "scored", "waiting"),
    ]  # fmt: skip
    assert {e.by_id for e in session.scalars(select(MarkEvent))} == {judge.id}


def test_the_same_move_again_changes_nothing_and_another_order_is_not_overwritten(session):
    round_, judge, _others, sheets = ranking()
    seen = put(session, judge, round_, sheets[0], 1, 0)
    assert put(session, judge, round_, sheets[0], 1, 0) == seen == 1
    with pytest.raises(Conflict) as refused:
        put(session, judge, round_, sheets[1], 1, 0)
    assert refused.value.values["version"] == 1
    assert order(sheets) == [0]


@pytest.mark.parametrize("to", [0, -1, 3, 99])
def test_a_place_that_is_not_there_is_refused(session, to):
    round_, judge, _others, sheets = ranking()
    put(session, judge, round_, sheets[0], 1)
    with pytest.raises(Invalid) as refused:
        put(session, judge, round_, sheets[1], to)
    assert (refused.value.field, refused.value.values) == ("to", {"last": 2})


def test_only_own_works_in_a_round_of_this_kind_that_is_being_judged(session):
    round_, judge, (other,), sheets = ranking()
    with pytest.raises(Missing):
        put(session, other, round_, sheets[0], 1)
    with pytest.raises((Missing, NotAllowed)):
        put(session, make.account(Role.JUDGE), round_, sheets[0], 1)
    actions.recuse(session, make.actor(judge), sheets[1].id, reason=Knows.PUPIL, now=clock.now())
    with pytest.raises(Conflict):
        put(session, judge, round_, sheets[1], 1)
    round_.kind = RoundKind.SCORING
    with pytest.raises(Missing):
        put(session, judge, round_, sheets[0], 1)
    round_.kind = RoundKind.RANKING
    actions.pause(session, make.staff(), round_, now=clock.now())
    with pytest.raises(Conflict):
        put(session, judge, round_, sheets[0], 1)


def test_a_work_that_leaves_makes_room_and_the_round_is_done_when_all_have_a_place(session):
    round_, judge, _others, sheets = ranking(works=3)
    for sheet in sheets:
        put(session, judge, round_, sheet, 1)
    actions.recuse(session, make.actor(judge), sheets[1].id, reason=Knows.HELPED, now=clock.now())
    session.flush()
    assert order(sheets) == [2, 0]
    put(session, judge, round_, sheets[0], 1)
    assert [sheets[n].place for n in order(sheets)] == [1, 2]
    actions.sign_off(session, make.actor(judge), sheets[0].panelist_id, now=clock.now())
    assert session.get(Panelist, sheets[0].panelist_id).signed_off_at is not None


def test_a_work_that_leaves_and_returns_comes_back_to_its_place_among_the_others(session):
    round_, judge, _others, sheets = ranking(works=5)
    for place, sheet in enumerate(sheets[:4], 1):
        put(session, judge, round_, sheet, place)
    gone = session.get_one(Entry, sheets[1].entry_id)
    gone.state = EntryState.RETURNED
    session.flush()
    put(session, judge, round_, sheets[2], 1)
    put(session, judge, round_, sheets[4], 3)
    put(session, judge, round_, sheets[3], None)
    gone.state = EntryState.ACCEPTED
    session.flush()
    assert [sheets[n].place for n in order(sheets)] == [1, 2, 3, 4]
    assert order(sheets) == [2, 0, 4, 1]
    assert events(session, sheets[2])[-1] == ("place", "2", "1")  # as the judge saw them


# ── pairs ──


def paired(works=3, judges=2):
    round_, (judge, *others), _entries = make.open_round(works=works, judges=judges, criteria=0, kind=RoundKind.RANKING, pictures=False)
    round_.kind = RoundKind.PAIRWISE
    return round_, judge, others, make.sheets_of(judge, round_)


def pairs_of(sheets):
    codes = {sheet.id: sheet.blind_code for sheet in sheets}
    return [(codes[a], codes[b]) for a, b in orders.planned(sheets)]


def say(session, judge, round_, pair, answer):
    orders.decide(session, make.actor(judge), round_.id, pair=pair, answer=answer, now=clock.now())
    session.flush()


def test_every_pair_is_decided_once_and_then_all_is_judged(session):
    round_, judge, _others, sheets = paired()
    asked = pairs_of(sheets)
    assert len(asked) == 3
    for pair, answer in zip(asked, ("left", "even", "right"), strict=True):
        assert any(sheet.state is SheetState.WAITING for sheet in sheets)
        say(session, judge, round_, pair, answer)
    assert {sheet.state for sheet in sheets} == {SheetState.SCORED}
    held = views.duels(session, sheets[0].panelist_id)
    assert [(d.position, d.winner_id == d.left_id, d.winner_id == d.right_id, d.even) for d in held] == [
        (1, True, False, False), (2, False, False, True), (3, False, True, False),
    ]  # fmt: skip


def test_an_answer_sent_twice_is_one_and_another_answer_is_refused(session):
    round_, judge, _others, sheets = paired()
    pair = pairs_of(sheets)[0]
    say(session, judge, round_, pair, "left")
    say(session, judge, round_, pair, "left")
    with pytest.raises(Conflict):
        say(session, judge, round_, pair, "right")
    say(session, judge, round_, pair[::-1], "right")  # the same, seen from the other side
    with pytest.raises(Conflict):
        say(session, judge, round_, pair[::-1], "left")
    with pytest.raises(Invalid):
        say(session, judge, round_, pairs_of(sheets)[1], "both")
    assert len(session.scalars(select(Duel)).all()) == 1


def test_the_last_answer_is_taken_back_and_stays_in_the_history(session):
    round_, judge, _others, sheets = paired(works=2)
    (pair,) = pairs_of(sheets)
    say(session, judge, round_, pair, "left")
    left = next(sheet for sheet in sheets if sheet.blind_code == pair[0])
    for _twice in range(2):
        orders.undo_duel(session, make.actor(judge), round_.id, position=1, now=clock.now())
        session.flush()
    assert {sheet.state for sheet in sheets} == {SheetState.WAITING}
    say(session, judge, round_, pair, "even")
    assert [e for e in events(session, left) if e[0] == "duel"] == [("duel", None, f"left {pair[1]}"), ("duel", f"left {pair[1]}", None), ("duel", None, f"even {pair[1]}")]
    undone = [e.undone for e in views.my_events(session, make.actor(judge), session.get(Panelist, left.panelist_id), "", 0, 50) if e.what == "duel"]
    assert undone == [False, False, True]


def test_only_the_very_last_answer_is_taken_back(session):
    round_, judge, _others, sheets = paired()
    first, second, _third = pairs_of(sheets)
    say(session, judge, round_, first, "left")
    say(session, judge, round_, second, "left")
    with pytest.raises(Conflict):
        orders.undo_duel(session, make.actor(judge), round_.id, position=1, now=clock.now())
    with pytest.raises(Missing):
        orders.undo_duel(session, make.actor(judge), round_.id, position=9, now=clock.now())


def test_an_answer_about_a_work_that_was_withheld_does_not_stand_before_the_others(session):
    round_, judge, _others, sheets = paired()
    first, second, _third = pairs_of(sheets)
    say(session, judge, round_, first, "left")
    say(session, judge, round_, second, "left")
    (code,) = set(second) - set(first)
    sheet = next(each for each in sheets if each.blind_code == code)
    receipt = session.get_one(Entry, sheet.entry_id).receipt
    actions.recuse_judge(session, make.staff(), sheet.panelist_id, receipt, reason="A cousin", now=clock.now())
    session.flush()
    orders.undo_duel(session, make.actor(judge), round_.id, position=1, now=clock.now())
    assert [duel.decided_at is None for duel in views.duels(session, sheet.panelist_id)] == [True, False]


def test_nobody_decides_for_another_judge(session):
    round_, judge, (other,), sheets = paired()
    with pytest.raises(Missing):
        say(session, other, round_, pairs_of(sheets)[0], "left")
    assert not {code for pair in pairs_of(make.sheets_of(other, round_)) for code in pair} & {sheet.blind_code for sheet in sheets}
    assert judge.id != other.id


def test_a_work_that_is_left_out_does_not_keep_the_round_from_ending(session):
    round_, judge, _others, sheets = paired(works=2)
    with pytest.raises(Conflict):
        orders.finish_pairs(session, make.actor(judge), round_.id, now=clock.now())
    actions.recuse(session, make.actor(judge), sheets[0].id, reason=Knows.NAMED, now=clock.now())
    session.flush()
    orders.finish_pairs(session, make.actor(judge), round_.id, now=clock.now())
    assert sheets[1].state is SheetState.SCORED


@given(st.integers(0, 60))
def test_the_pairs_are_balanced_and_few_enough(n):
    works = list(range(100, 100 + n))
    plan = pairs.plan(works)
    seen = [sum(work in pair for pair in plan) for work in works]
    assert len({frozenset(pair) for pair in plan}) == len(plan) <= max(pairs.MOST, n)
    assert len(set(seen)) <= 1
    if n * (n - 1) // 2 <= pairs.MOST:
        assert {frozenset(pair) for pair in plan} == {frozenset(pair) for pair in combinations(works, 2)}


@given(st.integers(2, 12), st.randoms(), st.text(max_size=3))
def test_the_next_pair_is_of_works_compared_least_and_all_get_their_turn(n, rng, seed):
    works = rng.sample(range(1000), n)
    plan, decided = pairs.plan(works), []
    while pair := pairs.following(plan, decided, seed):
        seen = {work: sum(work in each for each in decided) for work in works}
        open_ = [each for each in plan if each not in decided and each[::-1] not in decided]
        assert sum(seen[work] for work in pair) == min(sum(seen[work] for work in each) for each in open_)
        decided.append(pair)
    assert sorted((min(pair), max(pair)) for pair in decided) == sorted(plan)
    assert all(pairs.finished(plan, decided).values())


# ── settings ──


def test_settings_are_kept_put_over_each_other_and_follow_the_judge_into_the_next_round(session):
    _round, judge, _others, sheets = ranking(works=1)
    panelist = session.get(Panelist, sheets[0].panelist_id)
    assert settings.whole(views.settings_of(session, panelist)) == dict(settings.USUAL)
    change_settings(session, make.actor(judge), panelist.id, {"ground": "dark", "map": {"pin": "KeyQ"}}, now=clock.now())
    change_settings(session, make.actor(judge), panelist.id, {"large": True}, now=clock.now())
    session.flush()
    wanted = {**settings.USUAL, "ground": "dark", "large": True, "map": {"pin": "KeyQ"}}
    assert views.settings_of(session, panelist) == wanted
    later = make.panelist(make.judging_round(make.edition()), judge)
    assert views.settings_of(session, later) == wanted
    change_settings(session, make.actor(judge), later.id, {**settings.USUAL}, now=clock.now())
    assert views.settings_of(session, later) == dict(settings.USUAL)
    assert views.settings_of(session, panelist) == wanted


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (None, None), ([], None), ({"ground": "pink"}, "ground"), ({"ground": []}, "ground"), ({"large": "yes"}, "large"), ({"colour": True}, "colour"), ({"map": {"pin": "Enter"}}, "key_pin"),
        ({"map": {"fly": "KeyF"}}, "key_fly"), ({"map": {"pin": "KeyX"}}, "key_pin"), ({"map": 3}, "map"), ({"map": {"pin": []}}, "key_pin"),
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused_whole(given, field):
    with pytest.raises(Invalid) as refused:
        settings.checked(given if given is None or isinstance(given, list) else {"saver": True, **given}, {})
    assert refused.value.field == field


def test_two_keys_may_change_their_places():
    kept = settings.checked({"map": {"pin": "KeyX", "aside": "KeyP", "note": "KeyM"}}, {})
    assert kept["map"] == {"pin": "KeyX", "aside": "KeyP"}
    with pytest.raises(Invalid) as refused:
        settings.checked({"map": {"pin": "KeyX"}}, {})
    assert refused.value.values == {"key": "X"}


def test_settings_belong_to_their_judge(session):
    _round, _judge, (other,), sheets = ranking()
    with pytest.raises(NotAllowed):
        change_settings(session, make.actor(other), sheets[0].panelist_id, {"large": True}, now=clock.now())


# ── the history for staff ──


def test_reading_the_history_is_noted_and_only_of_a_closed_round(session):
    round_, _judge, _others, _sheets = ranking()
    with pytest.raises(Conflict):
        read_history(session, make.staff(), round_, now=clock.now())
    actions.close(session, make.staff(), round_, missing_seen=99, now=clock.now())
    staff = make.staff()
    read_history(session, staff, round_, receipt="NEA26-1", now=clock.now())
    seal(session)
    event = latest(session)[0]
    assert (event.act, event.thing_kind, event.thing_id, event.detail.values) == ("round:history read", "round", round_.id, {"receipt": "NEA26-1"})
    lately = clock.now() - timedelta(minutes=1)
    assert [views.has_read(session, staff, round_.id, asked, lately) for asked in ("NEA26-1", "NEA26-2", "")] == [True, False, False]
    assert not views.has_read(session, make.staff(), round_.id, "NEA26-1", lately)
    assert not views.has_read(session, staff, round_.id, "NEA26-1", clock.now())
    with pytest.raises(NotAllowed):
        read_history(session, make.actor(make.account(Role.JUDGE)), round_, now=clock.now())
