import itertools
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.actions import acts
from contest.judging.actions.held import Act, Became
from contest.judging.models import Flag, Mark, MarkEvent, Panelist, Recusal
from contest.judging.queries import acts as reads
from contest.judging.states import FlagReason, Knows, RoundState, SheetState
from contest.policy import Role
from tests import make
from tests.judged import seat_of

NOW = clock.now()
PHONE, LAPTOP = "phone", "laptop"


@pytest.fixture
def desk(session):
    round_, judges, _works = make.open_round(works=4, judges=2)
    account = judges[0]
    sheets = make.sheets_of(account, round_)
    panelist = seat_of(session, round_, account)
    return SimpleNamespace(session=session, round=round_, account=account, panelist=panelist, sheets=sheets, codes=[s.blind_code for s in sheets])


def send(desk, *sent, device=PHONE, account=None, now=NOW):
    actor = make.actor(account or desk.account)
    taken = acts.apply(desk.session, actor, desk.round.id, list(sent), device=device, now=now)
    desk.session.flush()
    return [outcome.became for outcome in taken.outcomes]


def mark(number, code, criterion, value):
    return Act(number, code, "mark", criterion, value)


def marks(desk, place=0):
    sheet = desk.sheets[place]
    found = dict(desk.session.execute(select(Mark.criterion_id, Mark.steps).where(Mark.sheet_id == sheet.id)).all())
    return [found.get(scale.id) for scale in queries.scales(desk.session, desk.round.id)]


def story(desk, place=0):
    query = select(MarkEvent.what, MarkEvent.old, MarkEvent.new, MarkEvent.number, MarkEvent.device).where(MarkEvent.sheet_id == desk.sheets[place].id)
    return [tuple(row) for row in desk.session.execute(query.order_by(MarkEvent.id))]


def recent(desk):
    return reads.recent(desk.session, make.actor(desk.account), desk.panelist.id)


def test_three_marks_make_a_scored_sheet_with_its_history(desk):
    code = desk.codes[0]
    assert send(desk, mark(1, code, 1, 7), mark(2, code, 2, 0), mark(3, code, 3, 9)) == [Became.KEPT] * 3
    assert (marks(desk), desk.sheets[0].state, desk.sheets[0].version) == ([7, 0, 9], SheetState.SCORED, 1)
    assert story(desk) == [
        ("mark", None, "7", 1, PHONE), ("mark", None, "0", 2, PHONE), ("mark", None, "9", 3, PHONE), ("state", "waiting", "scored", 3, PHONE),
    ]  # fmt: skip
    assert desk.session.scalars(select(MarkEvent.by_id)).all() == [desk.account.id] * 4


def test_what_is_sent_again_changes_nothing(desk):
    batch = [mark(n, desk.codes[0], n, 5) for n in (1, 2, 3)]
    send(desk, *batch)
    before = story(desk)
    assert send(desk, *batch) == [Became.SAME] * 3
    assert (story(desk), desk.sheets[0].version) == (before, 1)


def test_the_newer_press_wins_whichever_comes_first(desk):
    code = desk.codes[0]
    assert send(desk, mark(9, code, 1, 8), device=LAPTOP) == [Became.KEPT]
    assert send(desk, mark(4, code, 1, 2), device=PHONE) == [Became.OVERTAKEN]
    assert send(desk, mark(4, code, 1, 2), device=PHONE) == [Became.OVERTAKEN]
    assert marks(desk) == [8, None, None]
    assert story(desk)[1:] == [("overtaken", "8", "2", 4, PHONE)]
    assert send(desk, mark(10, code, 1, 3), device=PHONE) == [Became.KEPT]
    assert marks(desk) == [3, None, None]


def test_the_same_mark_of_another_device_still_counts_as_the_newest(desk):
    code = desk.codes[0]
    send(desk, mark(1, code, 1, 8), device=PHONE)
    assert send(desk, mark(5, code, 1, 8), device=LAPTOP) == [Became.SAME]
    assert send(desk, mark(3, code, 1, 4), device=PHONE) == [Became.OVERTAKEN]
    assert marks(desk) == [8, None, None]


CELLS = st.tuples(st.sampled_from(["mark", "mark", "pin", "note", "aside", "back"]), st.integers(1, 3), st.integers(0, 9))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pressed=st.lists(st.tuples(st.integers(0, 1), CELLS, st.sampled_from([PHONE, LAPTOP])), min_size=1, max_size=8), data=st.data())
def test_any_order_any_repetition_leads_to_the_same_sheets(desk, pressed, data):
    numbers = data.draw(st.lists(st.integers(1, 12), min_size=len(pressed), max_size=len(pressed)))
    wanted, seen = [], set()
    for number, (place, (what, criterion, value), device) in zip(numbers, pressed, strict=True):
        if (device, number) not in seen:
            seen.add((device, number))
            worth = {"mark": value, "pin": bool(value % 2), "note": f"note {value}"}.get(what)
            wanted.append((device, Act(number, desk.codes[place], what, criterion if what == "mark" else 0, worth)))
    shuffled = data.draw(st.permutations(wanted + data.draw(st.lists(st.sampled_from(wanted), max_size=3))))

    def after(order):
        with desk.session.begin_nested() as point:
            for device, act in order:
                send(desk, act, device=device)
            found = [(marks(desk, place), desk.sheets[place].pinned, desk.sheets[place].note, desk.sheets[place].state) for place in (0, 1)]
            point.rollback()
        desk.session.expire_all()
        for each in (*desk.sheets, desk.panelist, desk.round):
            desk.session.refresh(each)
        return found

    assert after(shuffled) == after(sorted(wanted, key=lambda each: (each[1].number, each[0])))


ASIDE, MARKED = SheetState.SET_ASIDE, SheetState.SCORED


def aside(number, code):
    return Act(number, code, "aside")


@pytest.mark.parametrize(
    ("order", "state"),
    [
        ((("aside", 4), ("all", 5)), MARKED),
        ((("all", 5), ("aside", 4)), MARKED),
        ((("all", 5), ("aside", 9)), ASIDE),
        ((("aside", 9), ("all", 5)), ASIDE),
        ((("some", 5), ("aside", 4)), ASIDE),
        ((("know", 4), ("all", 5)), SheetState.RECUSED),
        ((("all", 5), ("know", 4)), SheetState.RECUSED),
    ],
)
def test_marks_and_decisions_about_a_work_meet_in_any_order(desk, order, state):
    code = desk.codes[0]
    made = {
        "aside": lambda n: [aside(n, code)], "know": lambda n: [Act(n, code, "know", value="pupil")],
        "all": lambda n: [mark(n, code, 1, 5), mark(n + 1, code, 2, 5), mark(n + 2, code, 3, 5)], "some": lambda n: [mark(n, code, 1, 5)],
    }  # fmt: skip
    for device, (what, number) in zip((PHONE, LAPTOP), order, strict=True):
        send(desk, *made[what](number), device=device)
    assert desk.sheets[0].state is state


@pytest.mark.parametrize(
    "act",
    [
        Act(1, "", "mark", 1, 10), Act(1, "", "mark", 1, -1), Act(1, "", "mark", 1, True), Act(1, "", "mark", 1, "5"), Act(1, "", "mark", 1, 5.0),
        Act(1, "", "mark", 4, 5), Act(1, "", "mark", 0, 5), Act(1, "", "know", value="enemy"), Act(1, "", "abstain", value=None),
        Act(1, "", "flag", value="nonsense"), Act(1, "", "pin", value="yes"), Act(1, "", "note", value="x" * 2001), Act(1, "", "note", value=7),
        Act(1, "", "undo", of=("phone", 77)), Act(1, "", "dance"),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_for_itself_alone(desk, act):
    code = desk.codes[0]
    wrong = Act(1, code, act.what, act.criterion, act.value, act.note, act.of)
    became = send(desk, wrong, mark(2, code, 1, 5))
    assert became in ([Became.REFUSED, Became.KEPT], [Became.OVERTAKEN, Became.KEPT])
    assert marks(desk) == [5, None, None]


def test_nobody_elses_work_and_none_that_does_not_exist(desk):
    other = desk.session.scalars(select(Panelist).where(Panelist.id != desk.panelist.id)).one()
    theirs = make.sheets_of(desk.session.get(type(desk.account), other.account_id), desk.round)[0]
    assert send(desk, mark(1, theirs.blind_code, 1, 5), mark(2, "NOSUCH", 1, 5)) == [Became.REFUSED] * 2
    with pytest.raises((Missing, NotAllowed)):
        send(desk, mark(3, desk.codes[0], 1, 5), account=make.account(Role.JUDGE))


@pytest.mark.parametrize(("device", "number"), [("", 1), ("x" * 21, 1), ("a b", 1), ("телефон", 1), (PHONE, 0), (PHONE, -3), (PHONE, 10**9)])
def test_what_no_desk_would_send_is_refused_whole(desk, device, number):
    with pytest.raises(Invalid):
        send(desk, mark(number, desk.codes[0], 1, 5), device=device)


def test_at_most_fifty_at_once(desk):
    with pytest.raises(Invalid):
        send(desk, *(mark(n, desk.codes[0], 1, 5) for n in range(1, 52)))


@pytest.mark.parametrize("state", [RoundState.PAUSED, RoundState.CLOSED])
def test_nothing_is_taken_while_the_round_is_not_open(desk, state):
    from contest.judging.states import ROUND_LIFE

    send(desk, mark(1, desk.codes[0], 1, 5))
    ROUND_LIFE.move(desk.round, state)
    desk.session.flush()
    with pytest.raises(Conflict):
        send(desk, mark(2, desk.codes[0], 1, 6))
    assert marks(desk) == [5, None, None]


def test_undo_takes_back_the_last_five_after_everything_was_stored(desk):
    code = desk.codes[0]
    send(desk, mark(1, code, 1, 7), mark(2, code, 2, 7), mark(3, code, 3, 7), mark(4, code, 1, 2), Act(5, code, "pin", value=True))
    assert desk.sheets[0].state is SheetState.SCORED
    last = [(each["device"], each["number"]) for each in recent(desk) if each["what"] != "state"]
    assert last == [(PHONE, n) for n in (1, 2, 3, 4, 5)]
    for number, of in zip(itertools.count(6), reversed(last), strict=False):
        assert send(desk, Act(number, code, "undo", of=of), device=LAPTOP) == [Became.KEPT]
    assert (marks(desk), desk.sheets[0].state, desk.sheets[0].pinned) == ([None, None, None], SheetState.WAITING, False)
    assert recent(desk) == []


def test_an_undo_sent_twice_is_one(desk):
    code = desk.codes[0]
    send(desk, mark(1, code, 1, 7), mark(2, code, 1, 3))
    assert send(desk, Act(3, code, "undo", of=(PHONE, 2))) == [Became.KEPT]
    assert send(desk, Act(3, code, "undo", of=(PHONE, 2))) == [Became.SAME]
    assert marks(desk) == [7, None, None]


def test_what_was_changed_since_is_not_taken_back(desk):
    code = desk.codes[0]
    send(desk, mark(1, code, 1, 7))
    send(desk, mark(2, code, 1, 3), device=LAPTOP)
    assert send(desk, Act(3, code, "undo", of=(PHONE, 1))) == [Became.OVERTAKEN]
    assert marks(desk) == [3, None, None]


def test_a_conflict_leaves_the_list_and_can_be_taken_back(desk):
    code = desk.codes[0]
    send(desk, *(mark(n, code, n, 5) for n in (1, 2, 3)), Act(4, code, "know", value="pupil"))
    assert desk.sheets[0].state is SheetState.RECUSED
    assert send(desk, mark(5, code, 1, 9)) == [Became.REFUSED]
    assert send(desk, Act(6, code, "undo", of=(PHONE, 4))) == [Became.KEPT]
    assert (desk.sheets[0].state, marks(desk)) == (SheetState.SCORED, [5, 5, 5])
    assert [r.withdrawn_at is None for r in desk.session.scalars(select(Recusal))] == [False]


def test_notes_are_kept_whole_with_what_they_said_before(desk):
    code = desk.codes[0]
    send(desk, Act(1, code, "note", value="First thought"), Act(2, code, "note", value="Second thought"))
    assert [row[:3] for row in story(desk)] == [("note", "", "First thought"), ("note", "First thought", "Second thought")]
    send(desk, Act(3, code, "undo", of=(PHONE, 2)))
    assert desk.sheets[0].note == "First thought"


def test_a_flag_is_said_once(desk):
    code = desk.codes[0]
    assert send(desk, Act(1, code, "flag", value="copied", note="Seen before")) == [Became.KEPT]
    assert send(desk, Act(2, code, "flag", value="copied", note="Seen before")) == [Became.SAME]
    assert len(desk.session.scalars(select(Flag)).all()) == 1


def test_a_page_without_scripts_comes_after_all_that_was_seen(desk):
    code, sheet = desk.codes[0], desk.sheets[0]
    send(desk, mark(30, code, 1, 5))
    scales = queries.scales(desk.session, desk.round.id)
    actions.save_sheet(
        desk.session, make.actor(desk.account), sheet.id, marks={scale.id: 8 for scale in scales}, note="", expected_version=sheet.version, now=NOW
    )
    desk.session.flush()
    assert send(desk, mark(29, code, 1, 1), device=LAPTOP) == [Became.OVERTAKEN]
    assert marks(desk) == [8, 8, 8]


@pytest.mark.parametrize(
    ("presses", "state"),
    [
        ([(5, "back"), (4, "aside")], MARKED), ([(4, "aside"), (9, "aside"), (6, "back")], ASIDE), ([(4, "aside"), (5, "mark")], MARKED),
        ([(5, "mark"), (4, "aside")], MARKED), ([(5, "know"), (8, "know"), (7, "back")], SheetState.RECUSED),
        ([(5, "abstain"), (9, "abstain"), (8, "know")], SheetState.ABSTAINED),
    ],
)  # fmt: skip
def test_a_press_that_changes_nothing_is_the_newest_all_the_same(desk, presses, state):
    code = desk.codes[0]
    send(desk, *(mark(n, code, n, 5) for n in (1, 2, 3)))
    values = {"know": "pupil", "abstain": "other", "mark": 5}
    for number, what in presses:
        send(desk, Act(number, code, what, 1, values.get(what)), device=LAPTOP)
    assert desk.sheets[0].state is state
    version = desk.sheets[0].version
    for number, what in presses:
        send(desk, Act(number, code, what, 1, values.get(what)), device=LAPTOP)
    assert desk.sheets[0].version == version  # what is sent again changes nothing


def test_what_a_page_without_scripts_sets_aside_with_a_mark_is_set_aside_for_older_presses(desk):
    sheet, scales = desk.sheets[0], queries.scales(desk.session, desk.round.id)
    send(desk, mark(1, desk.codes[0], 2, 5), mark(8, desk.codes[1], 1, 5), mark(2, desk.codes[0], 3, 5))
    given = {scales[0].id: 7, scales[1].id: 5, scales[2].id: 5}
    actions.save_sheet(desk.session, make.actor(desk.account), sheet.id, marks=given, note="", expected_version=1, aside=True, now=NOW)
    desk.session.flush()
    send(desk, Act(6, desk.codes[0], "back"), device=LAPTOP)
    assert sheet.state is ASIDE


def reasons(desk):
    return [(r.reason, r.withdrawn_at is None) for r in desk.session.scalars(select(Recusal).order_by(Recusal.id))]


def test_another_reason_for_leaving_a_work_out_takes_the_place_of_the_first(desk):
    code = desk.codes[0]
    send(desk, Act(1, code, "know", value="named"))
    assert send(desk, Act(3, code, "know", value="pupil")) == [Became.KEPT]
    assert send(desk, Act(2, code, "know", value="helped"), device=LAPTOP) == [Became.OVERTAKEN]
    assert send(desk, Act(4, code, "know", value="pupil"), device=LAPTOP) == [Became.SAME]
    assert reasons(desk) == [("named", False), ("pupil", True)]


def test_a_work_that_is_left_out_again_is_so_for_the_reason_it_was(desk):
    code = desk.codes[0]
    send(desk, Act(1, code, "know", value="named"), Act(2, code, "abstain", value="unclear"))
    assert send(desk, Act(3, code, "undo", of=(PHONE, 2))) == [Became.KEPT]
    assert desk.sheets[0].state is SheetState.RECUSED
    assert reasons(desk) == [("named", False), ("unclear", False), ("named", True)]
    send(desk, Act(4, code, "back"), Act(5, code, "undo", of=(PHONE, 4)))
    assert reasons(desk)[2:] == [("named", False), ("named", True)]


def test_nothing_of_a_work_that_has_left_the_list_is_offered_to_be_taken_back(desk):
    send(desk, mark(1, desk.codes[0], 1, 5), mark(2, desk.codes[1], 1, 5), mark(3, desk.codes[2], 1, 5))
    desk.session.get_one(Entry, desk.sheets[2].entry_id).state = EntryState.RETURNED
    panelist, receipt = desk.panelist.id, desk.session.get_one(Entry, desk.sheets[1].entry_id).receipt
    actions.recuse_judge(desk.session, make.staff(), panelist, receipt, reason="A cousin", now=NOW)
    desk.session.flush()
    assert [each["code"] for each in recent(desk)] == [desk.codes[0]]
    actions.let_judge(desk.session, make.staff(), panelist, receipt, now=NOW)
    desk.session.flush()
    assert [(each["code"], each["what"]) for each in recent(desk)] == [(code, "mark") for code in desk.codes[:2]]
    assert send(desk, Act(4, desk.codes[1], "undo", of=("", 0))) == [Became.OVERTAKEN]  # what staff did is not the judge's to take back


def test_a_button_of_a_page_without_scripts_is_the_same_act_after_all_others(desk):
    sheet, me = desk.sheets[0], make.actor(desk.account)
    send(desk, *(mark(n, desk.codes[0], n, 5) for n in (1, 2, 3)), mark(7, desk.codes[1], 1, 5))
    version = sheet.version
    actions.flag(desk.session, me, sheet.id, reason=FlagReason.COPIED, note="", now=NOW)
    assert sheet.version == version  # a word to staff overtakes nobody's marks
    actions.recuse(desk.session, me, sheet.id, reason=Knows.PUPIL, now=NOW)
    actions.take_back(desk.session, me, sheet.id, now=NOW)
    assert story(desk)[-3:] == [("flag", None, "copied", 8, ""), ("state", "scored", "recused", 9, ""), ("state", "recused", "scored", 10, "")]
    assert send(desk, Act(10, desk.codes[0], "aside")) == [Became.KEPT]  # the same number of two devices is settled by the device
    assert send(desk, Act(9, desk.codes[0], "abstain", value="other"), device=LAPTOP) == [Became.OVERTAKEN]
