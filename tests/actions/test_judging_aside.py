"""What a judge may not judge leaves the desk whenever that becomes known, comes back when nothing keeps it away, and is settled by the close."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from contest.accounts.models import Grant
from contest.core import clock
from contest.core.errors import Conflict, NotAllowed
from contest.editions.models import Edition
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.actions import Choice, Declared
from contest.judging.mails import MORE
from contest.judging.models import Panelist, Recusal, Round, Sheet
from contest.judging.queries import counting
from contest.judging.queries import judge as desk
from contest.judging.queries import staff as office
from contest.judging.queries.owing import owing
from contest.judging.states import ConflictKind, Knows, RoundState, SheetState, Source
from contest.policy import Role
from contest.post.models import Letter
from tests import make
from tests.judged import details, seat_of

NOW = clock.now()
SCHOOL = "Example School Seven"
SAID = Declared(ConflictKind.SCHOOL, words=SCHOOL)
S = SheetState


def marked(session, works=3, judges=2, value=5, **given):
    """An open round in which everybody has marked everything."""
    round_, seated, entries = make.open_round(works=works, judges=judges, pictures=False, **given)
    for judge in seated:
        for sheet in make.sheets_of(judge, round_):
            make.mark(judge, sheet, value, value, value)
    return round_, seated, entries


def sheet_of(session, judge, round_, entry):
    session.flush()
    session.expire_all()
    return next((sheet for sheet in make.sheets_of(judge, round_) if sheet.entry_id == entry.id), None)


def joins(session, judge, entry):
    """The judge gets a role in the government of a work, which is no other work's."""
    entry.government_id = make.government().id
    session.flush()
    return make.save(Grant(account_id=judge.id, role=Role.COORDINATOR, government_id=entry.government_id))


def who_counts(session, round_, entry):
    """The accounts whose scores of a work count."""
    seat = dict(session.execute(select(Panelist.id, Panelist.account_id)).all())
    return sorted(seat[each.judge_id] for each in counting.observations(session, round_) if each.entry_id == entry.id)


def close(session, round_, missing=99):
    actions.close(session, make.staff(), round_, missing_seen=missing, now=NOW)
    session.flush()


def say(session, round_, judge, declared=SAID):
    actions.declare_for(session, make.staff(), seat_of(session, round_, judge).id, declared, now=NOW)
    session.flush()


def letters(session):
    return session.scalars(select(Letter.to_address).where(Letter.occasion == MORE.key)).all()


def works_shown(session, round_, judge):
    """What the judge's desk shows."""
    session.flush()
    session.expire_all()
    actor = make.actor(judge)
    return desk.works(session, actor, desk.my_place(session, actor, round_.id))


# ── the own government ──


def test_a_role_that_comes_after_the_close_changes_no_result(session):
    round_, (judge, _other), entries = marked(session)
    close(session, round_)
    before, digest = queries.standings(session, round_.id), queries.inputs_digest(session, round_.id)
    joins(session, judge, entries[0])
    assert queries.standings(session, round_.id) == before
    assert queries.inputs_digest(session, round_.id) == digest


def test_a_role_taken_away_after_the_close_changes_no_result(session):
    round_, (judge, other), entries = marked(session)
    grant = joins(session, judge, entries[0])
    close(session, round_)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD
    assert who_counts(session, round_, entries[0]) == [other.id]
    digest = queries.inputs_digest(session, round_.id)
    session.delete(grant)
    session.flush()
    assert who_counts(session, round_, entries[0]) == [other.id]
    assert queries.inputs_digest(session, round_.id) == digest


def test_a_role_that_comes_while_the_round_runs_keeps_the_works_away_at_once_and_in_the_count_with_the_next_deal(session):
    round_, (judge, other), entries = marked(session)
    sheet, seat = sheet_of(session, judge, round_, entries[0]), seat_of(session, round_, judge)
    joins(session, judge, entries[0])
    assert sheet.blind_code not in {work.code for work in works_shown(session, round_, judge)}
    with pytest.raises(NotAllowed):
        make.mark(judge, sheet, 1, 1, 1)
    for _ in range(2):
        actions.deal_due(session, NOW)
        assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD
    assert who_counts(session, round_, entries[0]) == [other.id]
    assert [(r.reason, r.declared_by) for r in session.scalars(select(Recusal))] == [("government", "system")]
    assert [(each["recused"], each.get("removed")) for each in details(session, "round:step aside")] == [(1, None)]
    assert office.kept_away(session, seat) == []  # nobody has to be told of the own government
    assert office.remark_count(session, round_, notes=False) == 0


def test_works_come_back_when_the_role_goes_and_nothing_else_keeps_them_away(session):
    round_, (judge, other), entries = marked(session)
    open_ = make.entry(edition=session.get(Edition, round_.edition_id), state=EntryState.ACCEPTED)
    actions.deal_due(session, NOW)
    grant = joins(session, judge, entries[0])
    for each in (entries[1], open_):
        each.government_id = grant.government_id
    entries[1].school = SCHOOL
    session.flush()
    actions.deal_due(session, NOW)
    assert sheet_of(session, judge, round_, open_) is None  # nothing had been done with it
    session.delete(grant)
    say(session, round_, judge)
    actions.deal_due(session, NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.SCORED
    assert sheet_of(session, judge, round_, entries[1]).state is S.WITHHELD  # a conflict keeps it now
    assert sheet_of(session, judge, round_, open_).state is S.WAITING
    assert who_counts(session, round_, entries[0]) == sorted([judge.id, other.id])
    assert [r.reason for r in session.scalars(select(Recusal).where(Recusal.withdrawn_at.is_(None)))] == ["conflict"]


def test_staff_let_nobody_judge_the_own_government_but_may_keep_them_away_for_longer(session):
    round_, (judge, _other), entries = marked(session)
    grant, seat = joins(session, judge, entries[0]), seat_of(session, round_, judge)
    actions.deal_due(session, NOW)
    with pytest.raises(Conflict, match="belongs to"):
        actions.let_judge(session, make.staff(), seat.id, entries[0].receipt, now=NOW)
    actions.recuse_judge(session, make.staff(), seat.id, entries[0].receipt, reason="Was there until last week", now=NOW)
    session.delete(grant)
    session.flush()
    actions.deal_due(session, NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD


def test_a_work_goes_to_another_judge_when_one_of_its_judges_gets_a_role_in_its_government(session):
    edition = make.edition()
    entries = [make.entry(edition=edition, state=EntryState.ACCEPTED) for _ in range(6)]
    round_ = make.judging_round(edition, per_work=2, deal_seed="seed")
    for _ in range(4):
        make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    actions.open_round(session, make.staff(), round_, weak=True, now=NOW)
    session.flush()
    held = session.scalars(select(Sheet).where(Sheet.entry_id == entries[0].id)).all()
    seat = session.get(Panelist, held[0].panelist_id)
    joins(session, next(p.account for p in queries.panel(session, round_.id) if p.id == seat.id), entries[0])
    assert actions.deal_due(session, NOW) == 1
    now = session.scalars(select(Sheet.panelist_id).where(Sheet.entry_id == entries[0].id, Sheet.state == S.WAITING)).all()
    assert len(now) == 2
    assert seat.id not in now
    assert actions.deal_due(session, NOW) == 0


# ── conflicts, whenever they are said ──


def test_a_conflict_said_while_the_round_is_closed_holds_when_it_is_opened_again(session):
    round_, (judge, other), entries = marked(session)
    close(session, round_)
    entries[0].school = SCHOOL
    say(session, round_, judge)
    assert who_counts(session, round_, entries[0]) == sorted([judge.id, other.id])  # a closed round stays as it is
    actions.reopen(session, make.staff(), round_, now=NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD
    assert len(works_shown(session, round_, judge)) == 2
    close(session, round_)
    assert who_counts(session, round_, entries[0]) == [other.id]


def test_a_conflict_said_in_a_pause_or_just_before_the_close_holds(session):
    round_, (judge, other), entries = marked(session)
    say(session, round_, judge)
    entries[0].school = entries[1].school = SCHOOL  # known only now
    session.flush()
    actions.pause(session, make.staff(), round_, now=NOW)
    actions.resume(session, make.staff(), round_, now=NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD
    entries[2].school = SCHOOL
    session.flush()
    close(session, round_)
    assert who_counts(session, round_, entries[2]) == [other.id]


def test_a_conflict_said_while_a_work_is_returned_holds_when_it_is_accepted_again(session):
    round_, (judge, _other), entries = marked(session)
    late = make.entry(edition=session.get(Edition, round_.edition_id), state=EntryState.ACCEPTED, school=SCHOOL)
    actions.deal_due(session, NOW)
    entries[0].school = SCHOOL
    entries[0].state = late.state = EntryState.RETURNED
    session.flush()
    actions.begin(session, make.actor(judge), seat_of(session, round_, judge).id, conflicts=[SAID], now=NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD
    entries[0].state = late.state = EntryState.ACCEPTED
    session.flush()
    actions.deal_due(session, NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD
    assert sheet_of(session, judge, round_, late) is None


def test_a_work_whose_school_is_spelled_right_later_leaves_the_desk(session):
    round_, (judge, _other), entries = make.open_round(works=2, judges=2, pictures=False)
    entries[0].school = entries[1].school = "Exmaple Shcool Seven"
    session.flush()
    make.mark(judge, sheet_of(session, judge, round_, entries[1]), 5, 5, 5)
    say(session, round_, judge)
    entries[0].school = entries[1].school = SCHOOL
    session.flush()
    actions.deal_due(session, NOW)
    assert sheet_of(session, judge, round_, entries[0]) is None
    assert sheet_of(session, judge, round_, entries[1]).state is S.WITHHELD


def second_look(session, before, judges):
    after = make.judging_round(session.get(Edition, before.edition_id), seats_all_judges=False)
    session.flush()
    works = sum(1 for _ in queries.standings(session, before.id))
    actions.settle_works(session, make.staff(), after, Choice(Source.TOP, before.id, works, with_earlier=True), now=NOW)
    for judge in judges:
        make.panelist(after, judge)
    session.flush()
    actions.open_round(session, make.staff(), after, now=NOW)
    session.flush()
    return after


@pytest.mark.parametrize("how", ["conflict", "government", "knows", "staff", "not on the panel"])
def test_in_a_second_look_earlier_marks_of_whoever_may_not_judge_the_work_do_not_count(session, how):
    first, (judge, other), entries = marked(session)
    work = entries[0]
    close(session, first)
    after = second_look(session, first, [other] if how == "not on the panel" else [judge, other])
    if how in {"conflict", "not on the panel"}:
        work.school = SCHOOL
        session.flush()
        say(session, after if how == "conflict" else first, judge)
    elif how == "government":
        joins(session, judge, work)
    elif how == "knows":
        actions.recuse(session, make.actor(judge), sheet_of(session, judge, after, work).id, reason=Knows.PUPIL, now=NOW)
    else:
        actions.recuse_judge(session, make.staff(), seat_of(session, after, judge).id, work.receipt, reason="Aunt", now=NOW)
    session.flush()
    close(session, after)
    assert who_counts(session, after, work) == [other.id]
    assert who_counts(session, first, work) == sorted([judge.id, other.id])  # which was closed before
    assert who_counts(session, after, entries[1]) == sorted([judge.id, other.id])
    digest = queries.inputs_digest(session, after.id)
    entries[1].school = SCHOOL
    session.flush()
    assert queries.inputs_digest(session, after.id) == digest  # settled by the close


def test_what_a_judge_keeps_away_from_in_the_middle_of_three_looks_does_not_come_back_in_the_last(session):
    first, (judge, other), entries = marked(session)
    work = entries[0]
    close(session, first)
    middle = second_look(session, first, [judge, other])
    actions.recuse(session, make.actor(judge), sheet_of(session, judge, middle, work).id, reason=Knows.RELATIVE, now=NOW)
    for one in (judge, other):
        for sheet in make.sheets_of(one, middle):
            if (one, sheet.entry_id) != (judge, work.id):
                make.mark(one, sheet, 5, 5, 5)
    close(session, middle)
    last = second_look(session, middle, [other])
    close(session, last)
    assert judge.id not in who_counts(session, middle, work)
    assert judge.id not in who_counts(session, last, work)
    assert judge.id in who_counts(session, last, entries[1])


def test_whom_staff_let_judge_in_a_second_look_counts_with_the_earlier_marks_too(session):
    first, (judge, other), entries = marked(session)
    work = entries[0]
    work.school = SCHOOL
    close(session, first)
    after = second_look(session, first, [judge, other])
    for sheet in make.sheets_of(judge, after):
        make.mark(judge, sheet, 5, 5, 5)
    say(session, after, judge)
    actions.let_judge(session, make.staff(), seat_of(session, after, judge).id, work.receipt, now=NOW)
    session.flush()
    close(session, after)
    assert who_counts(session, after, work).count(judge.id) == 2


def test_nobody_s_sign_off_ends_when_the_time_is_over(session):
    round_, (judge, _other), entries = make.open_round(works=3, judges=2, pictures=False)
    for sheet in make.sheets_of(judge, round_):
        if sheet.entry_id != entries[0].id:
            make.mark(judge, sheet, 5, 5, 5)
    entries[0].state = EntryState.RETURNED
    session.flush()
    actions.sign_off(session, make.actor(judge), seat_of(session, round_, judge).id, now=NOW)
    round_.closes_at, entries[0].state = NOW - timedelta(hours=1), EntryState.ACCEPTED
    session.flush()
    assert not actions.something_due(session, NOW)
    actions.deal_due(session, NOW)
    assert seat_of(session, round_, judge).signed_off_at is not None


def test_looking_for_what_is_due_writes_nothing(session):
    round_, (judge, _other), entries = marked(session)
    entries[0].school = SCHOOL
    say(session, round_, judge)
    actions.deal_due(session, NOW)
    session.flush()
    assert not actions.something_due(session, NOW)
    entries[1].school = SCHOOL
    session.flush()
    assert actions.something_due(session, NOW)
    assert (list(session.dirty), list(session.new)) == ([], [])


# ── staff's word ──


def test_staff_s_word_that_a_judge_may_judge_stands_until_something_new_is_said(session):
    round_, (judge, _other), entries = marked(session)
    entries[0].school, entries[0].teacher = SCHOOL, "Example Teacher"
    session.flush()
    seat = seat_of(session, round_, judge)
    say(session, round_, judge)
    actions.let_judge(session, make.staff(), seat.id, entries[0].receipt, now=NOW)
    say(session, round_, judge, Declared(ConflictKind.PERSON, words="Somebody Else"))
    actions.deal_due(session, NOW)
    close(session, round_)
    actions.reopen(session, make.staff(), round_, now=NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.SCORED
    later = clock.now()
    said = Declared(ConflictKind.SCHOOL, words=f"{SCHOOL} in Example City")
    entries[0].school = said.words
    session.flush()
    actions.declare_for(session, make.staff(), seat.id, said, now=later)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD


def test_staff_s_last_word_holds_when_they_keep_a_judge_away_after_all(session):
    round_, (judge, _other), entries = marked(session)
    entries[0].school = SCHOOL
    session.flush()
    seat, staff = seat_of(session, round_, judge), make.staff()
    say(session, round_, judge)
    actions.let_judge(session, staff, seat.id, entries[0].receipt, now=NOW)
    actions.recuse_judge(session, staff, seat.id, entries[0].receipt, reason="Aunt", now=NOW)
    session.flush()
    actions.deal_due(session, NOW)
    assert sheet_of(session, judge, round_, entries[0]).state is S.WITHHELD


def test_letting_a_judge_who_has_left_judge_a_work_leaves_their_kept_marks_alone(session):
    round_, (judge, _other), entries = marked(session)
    late = make.entry(edition=session.get(Edition, round_.edition_id), state=EntryState.ACCEPTED)
    actions.deal_due(session, NOW)
    seat = seat_of(session, round_, judge)
    actions.recuse_judge(session, make.staff(), seat.id, late.receipt, reason="Teacher", now=NOW)
    session.flush()
    actions.drop_panelist(session, make.staff(), seat.id, keep=True, now=NOW)
    actions.let_judge(session, make.staff(), seat.id, late.receipt, now=NOW)
    session.flush()
    assert seat.signed_off_at is not None
    assert sum(judge.id in who_counts(session, round_, entry) for entry in entries) == 3
    assert letters(session) == []


# ── a sign-off ends when works are open again ──


def test_a_returned_work_that_is_accepted_again_ends_the_sign_off_and_the_judge_is_told(session):
    round_, (judge,), entries = make.open_round(works=3, judges=1, pictures=False)
    entries[0].state = EntryState.RETURNED
    session.flush()
    for sheet in make.sheets_of(judge, round_):
        if sheet.entry_id != entries[0].id:
            make.mark(judge, sheet, 5, 5, 5)
    seat = seat_of(session, round_, judge)
    actions.sign_off(session, make.actor(judge), seat.id, now=NOW)
    session.flush()
    actions.deal_due(session, NOW)
    assert seat.signed_off_at is not None
    entries[0].state = EntryState.ACCEPTED
    session.flush()
    for _ in range(2):
        actions.deal_due(session, NOW)
        session.flush()
    assert seat.signed_off_at is None
    assert letters(session) == [judge.address]
    assert [each["works"] for each in details(session, "round:sign-off ended")] == [1]
    assert owing(session, NOW)[judge.id][0][1] == 1


# ── who is no judge any more, and who has nothing to judge ──


def test_whose_role_was_taken_away_is_shown_as_such_and_not_reminded(session):
    round_, (judge, other), _entries = make.open_round(works=2, judges=2, pictures=False)
    session.delete(session.scalars(select(Grant).where(Grant.account_id == judge.id)).one())
    session.flush()
    lines = {line.panelist.account_id: line for line in office.judge_lines(session, round_)}
    assert (lines[judge.id].may_judge, lines[judge.id].owes) == (False, False)
    assert (lines[other.id].may_judge, lines[other.id].owes) == (True, True)
    assert list(owing(session, NOW)) == [other.id]


def test_a_judge_without_works_signs_nothing_off(session):
    round_, (judge,), entries = make.open_round(works=1, judges=1, pictures=False)
    say(session, round_, judge, Declared(ConflictKind.SCHOOL, words=entries[0].school))
    with pytest.raises(Conflict, match="nothing to do"):
        actions.sign_off(session, make.actor(judge), seat_of(session, round_, judge).id, now=NOW)


# ── a round that is closed while the deal waits for it ──


@pytest.mark.parametrize("job", [actions.deal_due, actions.seat_invited])
def test_nothing_is_dealt_and_nobody_seated_in_a_round_that_was_closed_meanwhile(session, job):
    round_, (judge,), _entries = marked(session, judges=1)
    make.entry(edition=(edition := session.get(Edition, round_.edition_id)), state=EntryState.ACCEPTED)
    make.account(Role.JUDGE, edition=edition)
    session.flush()

    held = []

    def close_first(asked):
        if asked.is_select and asked.statement._for_update_arg is not None and not held:
            held.append(asked)
            session.execute(update(Round).where(Round.id == round_.id).values(state=RoundState.CLOSED))

    event.listen(session, "do_orm_execute", close_first)
    assert job(session, NOW) == 0
    assert round_.state is RoundState.CLOSED
    assert (len(make.sheets_of(judge, round_)), len(queries.panel(session, round_.id))) == (3, 1)


@pytest.mark.parametrize("who", ["judge", "staff"])
def test_the_rounds_that_run_are_held_before_a_conflict_is_written_down_so_that_no_deal_passes_it(session, queries, who):
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    round_, (judge,), _works = make.open_round(works=1, judges=1, pictures=False)
    seat = seat_of(session, round_, judge).id
    staff, me = make.staff(), make.actor(judge)
    with queries(1000) as seen:
        if who == "judge":
            actions.begin(session, me, seat, conflicts=[SAID], now=NOW)
        else:
            actions.declare_for(session, staff, seat, SAID, now=NOW)
    held = next(n for n, statement in enumerate(seen) if "FROM round" in statement and "state IN" in statement and "FOR SHARE" in statement)
    assert held < next(n for n, statement in enumerate(seen) if statement.startswith("INSERT INTO") and "conflict" in statement.split("(")[0])
