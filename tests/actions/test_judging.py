import random
import threading
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from contest.accounts.models import Grant
from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.entries.states import LIFE as ENTRY_LIFE
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.models import Flag, Mark, MarkEvent, Panelist, Recusal, Sheet
from contest.judging.queries import assignment as hands
from contest.judging.queries import judge as desk
from contest.judging.queries import panels
from contest.judging.queries import staff as office
from contest.judging.rules import Progress
from contest.judging.states import Abstains, FlagReason, Knows, RoundState, SheetState
from contest.policy import Role
from tests import make
from tests.judged import details

NOW = clock.now()


def command(**given):
    return actions.RoundCommand(**{"titles": make.six("Round"), "briefings": {}} | given)


# ── setting up ──


def test_a_first_round_has_the_usual_criteria_and_the_next_those_of_the_last(session):
    edition, staff = make.edition(), make.staff()
    first = actions.create_round(session, staff, edition, command(), now=NOW)
    assert [(c.names["en"], c.low, c.step, c.steps, c.weight) for c in queries.criteria(session, first.id)] == [
        ("Theme", 100, 100, 9, 1), ("Originality", 100, 100, 9, 1), ("Technique", 100, 100, 9, 1),
    ]  # fmt: skip
    theme = queries.criteria(session, first.id)[0]
    actions.change_criterion(session, staff, theme, first, actions.CriterionCommand({"en": "Heart"}, {}, 3, low=0, high=500, step=50, weight=4), now=NOW)
    actions.remove_criterion(session, staff, first, queries.criteria(session, first.id)[0].id, now=NOW)
    second = actions.create_round(session, staff, edition, command(), now=NOW)
    assert [(c.names["en"], c.low, c.step, c.steps, c.weight) for c in queries.criteria(session, second.id)] == [("Technique", 100, 100, 9, 1), ("Heart", 0, 50, 10, 4)]
    assert (first.position, second.position) == (1, 2)
    assert first.seed != second.seed


def test_criteria_stand_once_judges_have_begun(session):
    round_, _judges, _works = make.open_round()
    criterion = queries.criteria(session, round_.id)[0]
    with pytest.raises(Conflict):
        actions.change_criterion(session, make.staff(), criterion, round_, actions.CriterionCommand({"en": "X"}, {}, 1), now=NOW)
    with pytest.raises(Conflict):
        actions.remove_criterion(session, make.staff(), round_, criterion.id, now=NOW)


def test_nobody_but_staff_sets_up_a_round(session):
    edition = make.edition()
    judge = make.actor(make.account(Role.JUDGE))
    with pytest.raises(NotAllowed):
        actions.create_round(session, judge, edition, command(), now=NOW)


def test_a_round_changed_meanwhile_is_not_overwritten(session):
    round_ = make.judging_round(make.edition())
    actions.change_round(session, make.staff(), round_, command(), version=1, now=NOW)
    with pytest.raises(Conflict):
        actions.change_round(session, make.staff(), round_, command(), version=1, now=NOW)


def test_a_round_opens_only_with_criteria_judges_and_works(session):
    edition, staff = make.edition(), make.staff()
    for criteria, judges, works in ((0, 1, 1), (3, 0, 1), (3, 1, 0)):
        where = make.edition()
        round_ = make.judging_round(where, criteria=criteria)
        for _ in range(judges):
            make.panelist(round_, make.account(Role.JUDGE))
        for _ in range(works):
            make.entry(edition=where, state=EntryState.ACCEPTED)
        with pytest.raises(Conflict):
            actions.open_round(session, staff, round_, now=NOW)
    late = make.judging_round(edition, closes_at=NOW - timedelta(hours=1))
    make.panelist(late, make.account(Role.JUDGE))
    make.entry(edition=edition, state=EntryState.ACCEPTED)
    with pytest.raises(Conflict, match="deadline"):
        actions.open_round(session, staff, late, now=NOW)


def test_opening_deals_every_accepted_work_to_every_judge_in_an_order_of_their_own(session):
    edition = make.edition()
    make.entry(edition=edition, state=EntryState.ENDORSED)
    make.entry(state=EntryState.ACCEPTED)
    round_, judges, works = make.open_round(works=12, judges=2, edition=edition)
    orders = [[s.entry_id for s in make.sheets_of(j, round_)] for j in judges]
    assert all(sorted(o) == sorted(w.id for w in works) for o in orders)
    assert orders[0] != orders[1]
    assert all([s.position for s in make.sheets_of(j, round_)] == list(range(1, 13)) for j in judges)
    codes = [s.blind_code for j in judges for s in make.sheets_of(j, round_)]
    assert len(set(codes)) == 24


def test_works_accepted_later_come_at_the_end_and_dealing_again_changes_nothing(session):
    round_, judges, _works = make.open_round(works=5, judges=2)
    before = [s.entry_id for s in make.sheets_of(judges[0], round_)]
    assert actions.deal_due(session, NOW) == 0
    edition = session.get(type(make.edition()), round_.edition_id)
    late = make.entry(edition=edition, state=EntryState.ACCEPTED)
    assert actions.deal_due(session, NOW) == 2
    assert [s.entry_id for s in make.sheets_of(judges[0], round_)] == [*before, late.id]
    assert actions.deal_due(session, NOW) == 0


def test_a_work_of_ones_own_government_is_never_dealt(session):
    edition, busan = make.edition(), make.government()
    own = make.entry(edition=edition, government=busan, state=EntryState.ACCEPTED)
    other = make.entry(edition=edition, state=EntryState.ACCEPTED)
    round_ = make.judging_round(edition)
    judge = make.account(Role.JUDGE, government=busan, edition=edition)
    make.panelist(round_, judge)
    actions.open_round(session, make.staff(), round_, now=NOW)
    assert [s.entry_id for s in make.sheets_of(judge, round_)] == [other.id]
    assert office.judge_lines(session, round_)[0].kept_back == 1
    shut = hands.kept_from(session, round_, [judge.id])
    assert shut == {(judge.id, own.id)}
    assert office.stands_alone([own.id, other.id], [judge.id], shut) == [own.id]
    assert own.id in queries.unmarked(session, round_.id)


def test_a_government_granted_later_hides_and_discounts_what_was_dealt(session):
    round_, (judge, _other), works = make.open_round(works=2)
    sheet = make.sheets_of(judge, round_)[0]
    make.mark(judge, sheet, 9, 9, 9)
    work = next(w for w in works if w.id == sheet.entry_id)
    make.save(Grant(account_id=judge.id, role=Role.COORDINATOR, government_id=work.government_id))
    assert desk.my_progress(session, session.get(Panelist, sheet.panelist_id)).total == 1
    with pytest.raises(NotAllowed):
        make.mark(judge, sheet, 1, 1, 1)
    actions.deal_due(session, NOW)
    assert queries.standings(session, round_.id) == []


def test_judges_who_accepted_are_seated_where_the_round_asks_for_it(session):
    edition = make.edition()
    asks, not_ = make.judging_round(edition), make.judging_round(edition, seats_all_judges=False)
    judge = make.account(Role.JUDGE, edition=edition)
    make.account(Role.JUDGE)  # of all editions: seated by hand
    make.account(Role.STAFF)
    blocked = make.account(Role.JUDGE, edition=edition, blocked_at=NOW)
    assert actions.seat_invited(session, NOW) == 1
    assert actions.seat_invited(session, NOW) == 0
    assert [p.account_id for p in queries.panel(session, asks.id)] == [judge.id] != [blocked.id]
    assert queries.panel(session, not_.id) == []


def test_a_judge_seated_in_a_running_round_gets_the_works_at_once(session):
    round_, _judges, works = make.open_round(works=4)
    late = make.account(Role.JUDGE)
    actions.seat(session, make.staff(), round_, late, now=NOW)
    actions.seat(session, make.staff(), round_, late, now=NOW)
    assert len(make.sheets_of(late, round_)) == len(works)
    with pytest.raises(Invalid):
        actions.seat(session, make.staff(), round_, make.account(Role.STAFF), now=NOW)


def test_a_dropped_judge_sees_nothing_counts_nothing_and_may_come_back(session):
    round_, (judge, _other), _works = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    make.mark(judge, sheet, 5, 5, 5)
    actions.drop_panelist(session, make.staff(), sheet.panelist_id, now=NOW)
    session.flush()
    assert queries.standings(session, round_.id) == []
    with pytest.raises(NotAllowed):
        make.mark(judge, sheet, 6, 6, 6)
    with pytest.raises(Missing):
        desk.my_place(session, make.actor(judge), round_.id)
    actions.seat(session, make.staff(), round_, judge, now=NOW)
    assert [s.sheets for s in queries.standings(session, round_.id)] == [1]


# ── marking ──


def test_marks_are_kept_and_their_history_too(session):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    make.mark(judge, sheet, 5)
    assert (sheet.state, sheet.version) == (SheetState.WAITING, 1)
    make.mark(judge, sheet, 5, 6, 7)
    assert (sheet.state, sheet.version) == (SheetState.SCORED, 2)
    make.mark(judge, sheet, 5, 9, 7, note="Look again")
    events = session.scalars(select(MarkEvent).where(MarkEvent.sheet_id == sheet.id).order_by(MarkEvent.id)).all()
    assert [(e.what, e.old, e.new) for e in events] == [
        ("mark", None, "5"), ("mark", None, "6"), ("mark", None, "7"), ("state", "waiting", "scored"), ("mark", "6", "9"), ("note", "", "Look again"),
    ]  # fmt: skip
    assert sorted(desk.marks(session, sheet.id).values()) == [5, 7, 9]


def test_the_same_marks_again_change_nothing_even_from_an_old_page(session):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    make.mark(judge, sheet, 5, 6, 7)
    make.mark(judge, sheet, 5, 6, 7, expected_version=0)
    assert sheet.version == 1
    assert session.scalar(select(func.count()).select_from(MarkEvent)) == 4


def test_other_marks_from_an_old_page_are_refused_with_both_values(session):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    make.mark(judge, sheet, 5, 6, 7)
    with pytest.raises(Conflict) as refused:
        make.mark(judge, sheet, 9, expected_version=0)
    assert refused.value.values == {"stored": "6 · 7 · 8", "sent": "10 · – · –", "version": 1}
    assert sorted(desk.marks(session, sheet.id).values()) == [5, 6, 7]


@pytest.mark.parametrize("steps", [(10, 1, 1), (-1, 1, 1)])
def test_marks_outside_the_scale_are_refused(session, steps):
    round_, (judge, _), _w = make.open_round(works=1)
    with pytest.raises(Invalid):
        make.mark(judge, make.sheets_of(judge, round_)[0], *steps)


def test_a_criterion_of_another_round_is_refused(session):
    round_, (judge, _), _w = make.open_round(works=1)
    other = make.judging_round(make.edition())
    alien = queries.criteria(session, other.id)[0].id
    sheet = make.sheets_of(judge, round_)[0]
    with pytest.raises(Invalid):
        actions.save_sheet(session, make.actor(judge), sheet.id, marks={alien: 1}, note="", expected_version=0, now=NOW)


def test_going_on_needs_every_criterion(session):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    with pytest.raises(Invalid) as refused:
        make.mark(judge, sheet, 5, final=True)
    assert refused.value.field == "mark_2"
    assert desk.marks(session, sheet.id) == {}


def test_only_the_judge_of_the_sheet_may_mark_it(session):
    round_, (judge, other), _w = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    for account in (other, make.account(Role.STAFF), make.account(Role.JUDGE)):
        with pytest.raises(NotAllowed):
            make.mark(account, sheet, 1, 1, 1)


@pytest.mark.parametrize("how", ["pause", "close", "deadline"])
def test_nothing_can_be_marked_while_a_round_is_not_open(session, how):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    if how == "pause":
        actions.pause(session, make.staff(), round_, now=NOW)
    elif how == "close":
        actions.close(session, make.staff(), round_, missing_seen=2, now=NOW)
    when = round_.closes_at if how == "deadline" else NOW
    with pytest.raises(Conflict):
        make.mark(judge, sheet, 1, 1, 1, now=when)


def test_a_withdrawn_work_leaves_every_list_and_every_count(session):
    round_, (judge, _), works = make.open_round(works=2)
    sheet = make.sheets_of(judge, round_)[0]
    make.mark(judge, sheet, 9, 9, 9)
    ENTRY_LIFE.move(next(w for w in works if w.id == sheet.entry_id), EntryState.WITHDRAWN)
    session.flush()
    assert queries.standings(session, round_.id) == []
    assert desk.my_progress(session, session.get(Panelist, sheet.panelist_id)).total == 1
    with pytest.raises(Missing):
        make.mark(judge, sheet, 1, 1, 1)


def test_set_aside_comes_back_at_the_end(session):
    round_, (judge, _), _w = make.open_round(works=3)
    a, b, c = make.sheets_of(judge, round_)
    place, me = session.get(Panelist, a.panelist_id), make.actor(judge)
    actions.set_aside(session, me, a.id, now=NOW)
    session.flush()
    assert desk.next_open(session, me, place) == b.blind_code
    make.mark(judge, b, 1, 1, 1)
    make.mark(judge, c, 1, 1, 1)
    assert desk.next_open(session, me, place, c.position) == a.blind_code
    make.mark(judge, a, 1, 1, 1)
    assert a.state is SheetState.SCORED
    assert desk.next_open(session, me, place) is None


def test_a_known_work_is_kept_and_not_counted_until_taken_back(session):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet, me = make.sheets_of(judge, round_)[0], make.actor(judge)
    make.mark(judge, sheet, 9, 9, 9)
    actions.recuse(session, me, sheet.id, reason=Knows.PUPIL, now=NOW)
    session.flush()
    assert queries.standings(session, round_.id) == []
    with pytest.raises(Conflict):
        make.mark(judge, sheet, 1, 1, 1)
    assert [r.reason for r in office.remarks(session, round_, notes=False).recusals] == ["pupil"]
    actions.take_back(session, me, sheet.id, now=NOW)
    session.flush()
    assert queries.standings(session, round_.id)[0].total == 100
    assert session.scalar(select(Recusal).where(Recusal.withdrawn_at.is_not(None))) is not None
    assert office.remarks(session, round_, notes=False).recusals == []
    actions.abstain(session, me, sheet.id, reason=Abstains.UNCLEAR, now=NOW)
    assert sheet.state is SheetState.ABSTAINED


def test_a_flag_reaches_staff_once(session):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet, me = make.sheets_of(judge, round_)[0], make.actor(judge)
    for _ in range(2):
        actions.flag(session, me, sheet.id, reason=FlagReason.COPIED, note="Seen before", now=NOW)
        session.flush()
    assert session.scalar(select(func.count()).select_from(Flag)) == 1
    assert [(f.reason, f.note) for f in office.remarks(session, round_, notes=False).flags] == [("copied", "Seen before")]
    assert sheet.state is SheetState.WAITING


def test_a_judge_signs_off_only_what_is_finished_and_may_take_it_back(session):
    round_, (judge, _), _w = make.open_round(works=2)
    a, b = make.sheets_of(judge, round_)
    me = make.actor(judge)
    make.mark(judge, a, 1, 2, 3)
    actions.set_aside(session, me, b.id, now=NOW)
    session.flush()
    with pytest.raises(Conflict):
        actions.sign_off(session, me, a.panelist_id, now=NOW)
    make.mark(judge, b, 3, 2, 1)
    actions.sign_off(session, me, a.panelist_id, now=NOW)
    actions.sign_off(session, me, a.panelist_id, now=NOW)
    session.flush()
    assert [set(d) for d in details(session, "round:sign off")] == [{"scored", "of", "digest"}]
    with pytest.raises(Conflict):
        make.mark(judge, a, 9, 9, 9)
    actions.take_back_sign_off(session, me, a.panelist_id, now=NOW)
    make.mark(judge, a, 9, 9, 9)
    assert a.version == 2


def test_new_works_undo_a_sign_off(session):
    round_, (judge, _), _w = make.open_round(works=1)
    sheet = make.sheets_of(judge, round_)[0]
    make.mark(judge, sheet, 1, 1, 1)
    actions.sign_off(session, make.actor(judge), sheet.panelist_id, now=NOW)
    make.entry(edition=session.get(type(make.edition()), round_.edition_id), state=EntryState.ACCEPTED)
    actions.deal_due(session, NOW)
    assert session.get(Panelist, sheet.panelist_id).signed_off_at is None


# ── closing ──


def test_closing_says_and_records_what_is_missing(session):
    round_, (judge, other), _w = make.open_round(works=2)
    make.mark(judge, make.sheets_of(judge, round_)[0], 1, 1, 1)
    with pytest.raises(Conflict):
        actions.close(session, make.staff(), round_, missing_seen=2, now=NOW)
    actions.close(session, make.staff(), round_, missing_seen=3, now=NOW)
    assert (round_.state, round_.closed_at) == (RoundState.CLOSED, NOW)
    digest = queries.inputs_digest(session, round_.id)
    assert details(session, "round:close") == [{"missing": {str(judge.id): 1, str(other.id): 2}, "votes": {"0": 1, "1": 1}, "digest": digest}]
    actions.reopen(session, make.staff(), round_, now=NOW)
    make.mark(other, make.sheets_of(other, round_)[0], 2, 2, 2)


def test_reopening_after_the_deadline_takes_the_deadline_away(session):
    round_, _judges, _w = make.open_round(works=1)
    actions.close(session, make.staff(), round_, missing_seen=9, now=NOW)
    actions.reopen(session, make.staff(), round_, now=round_.closes_at)
    assert (round_.state, round_.closes_at) == (RoundState.OPEN, None)


def test_standings_are_exact_means_of_what_counts(session):
    round_, (judge, other), works = make.open_round(works=2)
    by_entry = {(account.id, s.entry_id): s for account in (judge, other) for s in make.sheets_of(account, round_)}
    make.mark(judge, by_entry[judge.id, works[0].id], 9, 9, 8)
    make.mark(other, by_entry[other.id, works[0].id], 1, 0, 0)
    make.mark(judge, by_entry[judge.id, works[1].id], 4, 4)
    assert [(s.entry_id, s.total, s.sheets, s.rank) for s in queries.standings(session, round_.id)] == [(works[0].id, Fraction(100 * 27, 27 * 2), 2, 1)]
    assert queries.unmarked(session, round_.id) == [works[1].id]


# ── many at once ──


@pytest.fixture
def busy(own_app):
    """A committed round with one judge and sixteen works on a database of its own."""
    with own_app.app_context():
        with transaction() as session:
            make.start(session)
            round_, (judge,), _works = make.open_round(works=16, judges=1, pictures=False)
            sheets = [s.id for s in make.sheets_of(judge, round_)]
            criteria = [c.id for c in queries.criteria(session, round_.id)]
            me = make.actor(judge)
        db.session.remove()
    return own_app, me, sheets, criteria


def at_once(app, jobs):
    """Every job in a thread of its own, all started together; what they raised or returned."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(n, job):
        with app.app_context():
            gate.wait()
            try:
                answers[n] = job()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                answers[n] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(jobs)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def save(me, sheet, marks, version):
    with transaction() as session:
        return actions.save_sheet(session, me, sheet, marks=marks, note="", expected_version=version, now=clock.now())


def test_eight_windows_saving_different_works_lose_nothing(busy):
    app, me, sheets, criteria = busy
    jobs = [lambda mine=sheets[n::8], n=n: [save(me, s, dict.fromkeys(criteria, n), 0) for s in mine] for n in range(8)]
    answers = at_once(app, jobs)
    assert all(isinstance(a, list) for a in answers), answers
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Sheet).where(Sheet.state == SheetState.SCORED)) == 16
        assert db.session.scalar(select(func.count()).select_from(Mark)) == 48
        assert db.session.scalar(select(func.count()).select_from(MarkEvent)) == 64
        db.session.remove()


def test_two_windows_on_the_same_work_one_wins_and_one_is_told(busy):
    app, me, sheets, criteria = busy
    answers = at_once(app, [lambda n=n: save(me, sheets[0], dict.fromkeys(criteria, n), 0) for n in (3, 7)])
    assert sorted(type(a).__name__ for a in answers) == ["Conflict", "Sent"]
    with app.app_context():
        stored = {m.steps for m in db.session.scalars(select(Mark))}
        assert stored in ({3}, {7})
        db.session.remove()
    assert isinstance(next(a for a in answers if isinstance(a, Conflict)).values["stored"], str)


# ── counting ──


@pytest.mark.parametrize("seed", range(6))
def test_the_quick_counts_of_progress_and_place_are_those_of_all_sheets_looked_at_one_by_one(session, seed):
    chance = random.Random(seed)
    homes = [make.government() for _ in range(3)]
    round_, judges, works = make.open_round(works=14, judges=3, pictures=False)
    other, others, elsewhere = make.open_round(works=3, judges=1, pictures=False)
    for sheet in session.scalars(select(Sheet)):
        sheet.state = chance.choice(list(SheetState))
    for work in works + elsewhere:
        work.government_id = chance.choice([None, *(home.id for home in homes)])
        work.state = chance.choice([EntryState.ACCEPTED, EntryState.ACCEPTED, *EntryState])
        work.submitted_at = work.submitted_at or NOW
    make.panelist(other, judges[0])
    for judge in judges + others:
        for home in chance.sample(homes, chance.randrange(3)):  # granted after the works were dealt, some of them twice
            for role in chance.sample([Role.COORDINATOR, Role.JUDGE], chance.randrange(1, 3)):
                session.add(Grant(account_id=judge.id, role=role, government_id=home.id))
    session.flush()
    seats = session.scalars(select(Panelist).options(joinedload(Panelist.round), joinedload(Panelist.account))).all()
    chance.choice(seats).dropped_at = NOW
    session.flush()
    plain = {}
    for seat in seats:
        own = set(session.scalars(select(Grant.government_id).where(Grant.account_id == seat.account_id, Grant.government_id.is_not(None))))
        sheets = session.scalars(select(Sheet).where(Sheet.panelist_id == seat.id).options(joinedload(Sheet.entry)).order_by(Sheet.position))
        every = list(sheets)
        judged = [s for s in every if s.entry.state is EntryState.ACCEPTED and s.entry.government_id not in own]
        seen = [s for s in judged if s.state is not SheetState.WITHHELD]
        plain[seat.id] = Progress(**{state.value: sum(s.state is state for s in judged) for state in SheetState})
        assert desk.my_progress(session, seat) == replace(plain[seat.id], withheld=0)
        for sheet in every:
            place = desk.place(session, make.actor(seat.account), seat, sheet.position)
            assert place.number == sum(s.position <= sheet.position for s in seen)
            assert place.previous == next((s.blind_code for s in reversed(seen) if s.position < sheet.position), None)
    for mine in (round_, other):
        counted = panels.progress_in(session, mine.id)
        assert {seat.id: counted.get(seat.id, Progress()) for seat in seats if seat.round_id == mine.id} == {s.id: plain[s.id] for s in seats if s.round_id == mine.id}
    for line in office.judge_lines(session, round_):
        home = make.actor(line.panelist.account).governments
        assert line.kept_back == sum(work.state is EntryState.ACCEPTED and work.government_id in home for work in works)
