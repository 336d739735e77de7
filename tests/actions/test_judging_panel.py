"""Who judges: invited, briefed, with conflicts; what is dealt, and what moves when somebody comes or goes."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from contest.accounts import actions as accounts
from contest.accounts import queries as people
from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.actions import Declared
from contest.judging.actions.acts import apply
from contest.judging.actions.held import Act
from contest.judging.actions.panel import to_newcomer
from contest.judging.mails import MORE
from contest.judging.models import Conflict as Said
from contest.judging.models import Flag, Recusal
from contest.judging.queries import assignment as hands
from contest.judging.queries import mine as own
from contest.judging.queries import staff as office
from contest.judging.queries.owing import owing
from contest.judging.rules import known, pace
from contest.judging.states import Abstains, ConflictKind, Knows, RoundState, SheetState
from contest.policy import Role
from contest.post.models import Letter
from tests import make
from tests.judged import seat_of

NOW = clock.now()
C = ConflictKind


def works_of(account, round_):
    return {sheet.entry_id for sheet in make.sheets_of(account, round_)}


def shared(session, works=12, judges=4, per_work=2, **given):
    """An open round in which each work goes to some judges."""
    edition = given.pop("edition", None) or make.edition()
    entries = [make.entry(edition=edition, state=EntryState.ACCEPTED) for _ in range(works)]
    round_ = make.judging_round(edition, per_work=per_work, deal_seed="seed", **given)
    seated = [make.account(Role.JUDGE, edition=edition) for _ in range(judges)]
    for account in seated:
        make.panelist(round_, account)
    actions.open_round(session, make.staff(), round_, weak=True, now=NOW)
    session.flush()
    return round_, seated, entries


def begin(session, round_, account, *conflicts):
    actions.begin(session, make.actor(account), seat_of(session, round_, account).id, conflicts=conflicts, now=NOW)
    session.flush()


# ── invitations ──


def invited(session, round_, **given):
    who = {"address": "asked@example.org", "name": "Example Judge", "language": "mn", "government_id": None}
    _invitation, link = actions.invite_judge(session, make.staff(), round_, **(who | given), now=NOW)
    session.flush()
    return link.split("/invitations/")[1].split("?")[0]


def seal(session):
    from contest.ledger.record import seal as write

    session.flush()
    write(session)


def test_a_judge_declines_is_shown_as_declined_and_can_be_invited_again(session):
    round_ = make.judging_round(make.edition())
    secret = invited(session, round_)
    for _ in range(2):
        accounts.decline_invitation(session, secret, now=NOW)
        seal(session)
    assert [each.state for each in office.invited(session, round_.edition_id, NOW)] == ["declined"]
    with pytest.raises(Conflict):
        accounts.accept_invitation(session, secret, now=NOW)
    again = invited(session, round_)
    assert [each.state for each in office.invited(session, round_.edition_id, NOW)] == ["waiting"]
    accounts.accept_invitation(session, again, now=NOW)
    session.flush()
    assert office.invited(session, round_.edition_id, NOW) == []
    assert people.by_address(session, "asked@example.org").language == "mn"


def test_an_invitation_too_old_is_said_to_be_so(session):
    round_ = make.judging_round(make.edition())
    secret = invited(session, round_)
    later = NOW + timedelta(days=15)
    assert [each.state for each in office.invited(session, round_.edition_id, later)] == ["expired"]
    with pytest.raises(Conflict):
        accounts.decline_invitation(session, secret, now=later)


def test_only_an_invitation_to_judge_can_be_declined(session):
    _invitation, link = accounts.invite(session, make.staff(), address="c@example.org", name="C", language="en", role=Role.STAFF, now=NOW)
    with pytest.raises(Missing):
        accounts.decline_invitation(session, link.split("/invitations/")[1].split("?")[0], now=NOW)


# ── briefing and conflicts ──


@pytest.mark.parametrize(
    ("declared", "written", "found"),
    [
        ("Example School No. 5", "EXAMPLE SCHOOL NO 5", True),
        ("Example School No. 5", "Example School No. 55", False),
        ("School No. 5", "School No. 5, Example City", True),
        ("Первый Пример", "Пример Первый", True),
        ("Пример", "Пример Первый", False),
        ("예시하나", "예시하나 선생님", True),
        ("예시하나", "예시하나선생님", True),
        ("예시", "예시하나", False),
        ("見本一子", "見本 一子", True),
        ("样例甲", "样例甲", True),
        ("Жишээ Нэгдүгээр", "ЖИШЭЭ нэгдүгээр", True),
        ("", "", False),
        ("…", "Example", False),
    ],
)
def test_a_name_is_known_however_it_is_written(declared, written, found):
    assert known.names(declared, [written]) is found


def test_who_begins_has_read_the_briefing_and_sees_nothing_of_what_they_declared(session):
    edition = make.edition()
    home = make.government()
    own = make.entry(edition=edition, state=EntryState.ACCEPTED, government=home)
    school = make.entry(edition=edition, state=EntryState.ACCEPTED, school="Example School No. 9")
    pupil = make.entry(edition=edition, state=EntryState.ACCEPTED, student=make.student(edition, full_name="예시 하나", latin_name="Yesi Hana"))
    taught = make.entry(edition=edition, state=EntryState.ACCEPTED, teacher="Hana Yesi")
    round_, (judge, other), works = make.open_round(works=3, judges=2, pictures=False, edition=edition)
    seat = seat_of(session, round_, judge)
    seat.accepted_at = None
    begin(session, round_, judge, Declared(C.GOVERNMENT, home.id), Declared(C.SCHOOL, words="example school no 9"), Declared(C.PERSON, words="Yesi Hana"))
    assert seat.accepted_at == NOW
    assert works_of(judge, round_) == {work.id for work in works}
    assert works_of(other, round_) == {work.id for work in (*works, own, school, pupil, taught)}
    assert actions.deal_due(session, NOW) == 0
    late = make.entry(edition=edition, state=EntryState.ACCEPTED, government=home)
    actions.deal_due(session, NOW)
    assert late.id in works_of(other, round_) - works_of(judge, round_)


def test_a_conflict_holds_in_every_round_of_the_edition(session):
    edition, home = make.edition(), make.government()
    make.entry(edition=edition, state=EntryState.ACCEPTED, government=home)
    round_, (judge,), works = make.open_round(works=2, judges=1, pictures=False, edition=edition)
    begin(session, round_, judge, Declared(C.GOVERNMENT, home.id))
    second = make.judging_round(edition)
    make.panelist(second, judge)
    actions.open_round(session, make.staff(), second, now=NOW)
    assert works_of(judge, second) == {work.id for work in works}


def test_a_work_already_touched_is_withheld_and_its_marks_are_kept(session):
    round_, (judge,), works = make.open_round(works=3, judges=1, pictures=False)
    works[0].school = works[1].school = works[2].school = "Other School"
    works[0].school = works[1].school = "Example School No. 9"
    session.flush()
    by_work = {sheet.entry_id: sheet for sheet in make.sheets_of(judge, round_)}
    make.mark(judge, by_work[works[0].id], 5, 5, 5)
    begin(session, round_, judge, Declared(C.SCHOOL, words="Example School No. 9"))
    left = {sheet.entry_id: sheet.state for sheet in make.sheets_of(judge, round_)}
    assert left == {works[0].id: SheetState.WITHHELD, works[2].id: SheetState.WAITING}
    assert [r.reason for r in session.scalars(select(Recusal))] == ["conflict"]
    assert queries.standings(session, round_.id) == []


def test_a_sheet_somebody_flagged_is_withheld_and_not_removed(session):
    round_, (judge,), works = make.open_round(works=1, judges=1, pictures=False)
    (sheet,) = make.sheets_of(judge, round_)
    make.save(Flag(sheet_id=sheet.id, reason="copied", at=NOW))
    begin(session, round_, judge, Declared(C.SCHOOL, words=works[0].school))
    assert [s.state for s in make.sheets_of(judge, round_)] == [SheetState.WITHHELD]


def test_the_same_conflict_twice_is_one_and_more_can_be_added_later(session):
    round_, (judge,), _works = make.open_round(works=2, judges=1, pictures=False)
    begin(session, round_, judge, Declared(C.PERSON, words="Example One"), Declared(C.PERSON, words=" EXAMPLE  one "), Declared(C.SCHOOL, words=" "))
    begin(session, round_, judge, Declared(C.PERSON, words="Example One"), Declared(C.PERSON, words="Example Two"))
    assert [said.words for said in session.scalars(select(Said).order_by(Said.id))] == ["Example One", "Example Two"]


def test_a_government_that_is_none_is_refused(session):
    round_, (judge,), _works = make.open_round(works=1, judges=1, pictures=False)
    with pytest.raises(Invalid):
        begin(session, round_, judge, Declared(C.GOVERNMENT, 999_999))


@pytest.mark.parametrize("how", ["other", "dropped", "closed", "nowhere"])
def test_nobody_begins_in_another_place(session, how):
    round_, (judge, other), _works = make.open_round(works=1, judges=2, pictures=False)
    seat = seat_of(session, round_, judge)
    if how == "dropped":
        seat.dropped_at = NOW
    if how == "closed":
        round_.state = RoundState.CLOSED
    session.flush()
    with pytest.raises((Missing, NotAllowed, Conflict)):
        actions.begin(session, make.actor(other if how == "other" else judge), 0 if how == "nowhere" else seat.id, conflicts=(), now=NOW)


def test_staff_add_and_take_back_a_conflict(session):
    round_, (judge, _other), works = make.open_round(works=2, judges=2, pictures=False)
    works[0].school = "Example School No. 9"
    session.flush()
    seat = seat_of(session, round_, judge)
    actions.declare_for(session, make.staff(), seat.id, Declared(C.SCHOOL, words="Example School No. 9"), now=NOW)
    assert works_of(judge, round_) == {works[1].id}
    with pytest.raises(Invalid):
        actions.declare_for(session, make.staff(), seat.id, Declared(C.SCHOOL, words="example school no. 9"), now=NOW)
    said = session.scalars(select(Said)).one()
    assert said.declared_by == "staff"
    actions.withdraw_conflict(session, make.staff(), seat.id, said.id, now=NOW)
    actions.deal_due(session, NOW)
    assert works_of(judge, round_) == {work.id for work in works}
    with pytest.raises(NotAllowed):
        actions.declare_for(session, make.actor(judge), seat.id, Declared(C.SCHOOL, words="X"), now=NOW)


def test_staff_keep_a_judge_away_from_a_work_and_let_them_judge_it_again(session):
    round_, (judge, other), works = make.open_round(works=1, judges=2, pictures=False)
    for account, steps in ((judge, 9), (other, 1)):
        make.mark(account, make.sheets_of(account, round_)[0], steps, steps, steps)
    seat = seat_of(session, round_, judge)
    for bad in ({"receipt": works[0].receipt, "reason": " "}, {"receipt": "8-NONE-XX", "reason": "Why"}):
        with pytest.raises(Invalid):
            actions.recuse_judge(session, make.staff(), seat.id, bad["receipt"], reason=bad["reason"], now=NOW)
    actions.recuse_judge(session, make.staff(), seat.id, works[0].receipt.lower(), reason="Aunt of the painter", now=NOW)
    assert [each.sheets for each in queries.standings(session, round_.id)] == [1]
    sheet = make.sheets_of(judge, round_)[0]
    for act in (actions.take_back, partial(actions.abstain, reason=Abstains.OTHER)):
        with pytest.raises(Missing):
            act(session, make.actor(judge), sheet.id, now=NOW)
    taken = apply(session, make.actor(judge), round_.id, [Act(1, sheet.blind_code, "back")], device="tablet", now=NOW)
    assert [outcome.became.value for outcome in taken.outcomes] == ["refused"]
    assert sheet.state is SheetState.WITHHELD
    seal(session)
    assert office.staff_reasons(session, seat.id) == {works[0].id: "Aunt of the painter"}
    assert [(receipt, reason, by) for receipt, _entry, reason, by, _at in office.kept_away(session, seat)] == [(works[0].receipt, "staff", "staff")]
    actions.let_judge(session, make.staff(), seat.id, works[0].receipt, now=NOW)
    assert [each.sheets for each in queries.standings(session, round_.id)] == [2]
    actions.close(session, make.staff(), round_, missing_seen=0, now=NOW)
    with pytest.raises(Conflict):
        actions.recuse_judge(session, make.staff(), seat.id, works[0].receipt, reason="Late", now=NOW)


# ── the deal ──


def test_each_work_goes_to_so_many_judges_and_the_deal_is_the_one_that_was_shown(session):
    edition = make.edition()
    entries = [make.entry(edition=edition, state=EntryState.ACCEPTED) for _ in range(20)]
    round_ = make.judging_round(edition)
    judges = [make.account(Role.JUDGE, edition=edition) for _ in range(5)]
    actions.choose_deal(session, make.staff(), round_, per_work=3, seed="abc", now=NOW)
    shown = hands.table(session, round_).deal(3, "abc")
    actions.open_round(session, make.staff(), round_, now=NOW)
    assert {judge.id: sorted(works_of(judge, round_)) for judge in judges} == shown
    assert set(Counter(e for judge in judges for e in works_of(judge, round_)).values()) == {3}
    assert actions.deal_due(session, NOW) == 0
    late = make.entry(edition=edition, state=EntryState.ACCEPTED)
    assert actions.deal_due(session, NOW) == 3
    assert sum(late.id in works_of(judge, round_) for judge in judges) == 3
    assert len(entries) == 20
    with pytest.raises(Conflict):
        actions.choose_deal(session, make.staff(), round_, per_work=2, seed="abc", now=NOW)


def test_a_work_its_judge_cannot_judge_goes_to_another(session):
    round_, judges, _works = shared(session, works=6, judges=3, per_work=1)
    judge = next(judge for judge in judges if works_of(judge, round_))
    sheet = make.sheets_of(judge, round_)[0]
    actions.recuse(session, make.actor(judge), sheet.id, reason=Knows.PUPIL, now=NOW)
    assert actions.deal_due(session, NOW) == 1
    assert sum(sheet.entry_id in works_of(other, round_) for other in judges if other is not judge) == 1
    assert actions.deal_due(session, NOW) == 0


def test_all_judges_look_at_the_calibration_set_first_and_in_one_order(session):
    round_, judges, _works = shared(session, works=15, judges=3, per_work=1, calibration=4)
    firsts = [[s.entry_id for s in make.sheets_of(judge, round_)][:4] for judge in judges]
    assert firsts[0] == firsts[1] == firsts[2]
    assert len(set(firsts[0])) == 4


def test_judges_without_common_works_do_not_open_by_chance(session):
    edition = make.edition()
    for _ in range(6):
        make.entry(edition=edition, state=EntryState.ACCEPTED)
    round_ = make.judging_round(edition, per_work=1, deal_seed="x")
    for _ in range(3):
        make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    with pytest.raises(Conflict):
        actions.open_round(session, make.staff(), round_, now=NOW)
    round_.opens_at = NOW
    session.flush()
    assert actions.open_due(session, NOW) == 0
    actions.open_round(session, make.staff(), round_, weak=True, now=NOW)
    assert round_.state is RoundState.OPEN


# ── coming and going ──


def shares(session, round_, judges):
    return [len(works_of(judge, round_)) for judge in judges]


def test_a_judge_who_comes_later_takes_open_works_and_nothing_that_is_done(session):
    round_, judges, _works = shared(session, works=12, judges=3, per_work=2)
    done = {sheet.entry_id for sheet in make.sheets_of(judges[0], round_)[:3]}
    for sheet in make.sheets_of(judges[0], round_)[:3]:
        make.mark(judges[0], sheet, 5, 5, 5)
    newcomer = make.account(Role.JUDGE, edition=session.get(type(make.edition()), round_.edition_id))
    session.flush()
    moves = len(to_newcomer(session, round_, newcomer.id))
    actions.seat(session, make.staff(), round_, newcomer, now=NOW)
    assert shares(session, round_, [newcomer]) == [moves] == [6]
    assert sum(shares(session, round_, [*judges, newcomer])) == 24
    assert done <= works_of(judges[0], round_)
    assert max(shares(session, round_, judges)) <= 6


def test_who_leaves_keeps_what_is_done_and_the_rest_is_dealt_again(session):
    round_, judges, works = shared(session, works=12, judges=4, per_work=2)
    leaver = judges[0]
    sheets = make.sheets_of(leaver, round_)
    for sheet in sheets[:2]:
        make.mark(leaver, sheet, 5, 5, 5)
    actions.drop_panelist(session, make.staff(), seat_of(session, round_, leaver).id, keep=True, now=NOW)
    assert works_of(leaver, round_) == {sheet.entry_id for sheet in sheets[:2]}
    held = Counter(entry for judge in judges for entry in works_of(judge, round_))
    assert {work.id: 2 for work in works} == held
    assert sum(each.sheets for each in queries.standings(session, round_.id)) == 2


def test_marks_that_do_not_count_are_given_to_others_anew(session):
    round_, judges, works = shared(session, works=12, judges=4, per_work=2)
    leaver = judges[0]
    make.mark(leaver, make.sheets_of(leaver, round_)[0], 5, 5, 5)
    actions.drop_panelist(session, make.staff(), seat_of(session, round_, leaver).id, now=NOW)
    assert len(works_of(leaver, round_)) == 1
    held = Counter(entry for judge in judges[1:] for entry in works_of(judge, round_))
    assert {work.id: 2 for work in works} == held
    assert queries.standings(session, round_.id) == []


def test_a_place_passes_to_another_judge(session):
    round_, judges, works = shared(session, works=12, judges=4, per_work=2)
    leaver, open_ = judges[0], works_of(judges[0], round_)
    newcomer = make.account(Role.JUDGE, edition=session.get(type(make.edition()), round_.edition_id))
    seat = seat_of(session, round_, leaver)
    with pytest.raises(Invalid):
        actions.swap(session, make.staff(), seat.id, judges[1], now=NOW)
    actions.swap(session, make.staff(), seat.id, newcomer, keep=True, now=NOW)
    assert works_of(newcomer, round_) == open_
    assert works_of(leaver, round_) == set()
    assert {work.id: 2 for work in works} == Counter(e for judge in [*judges, newcomer] for e in works_of(judge, round_))


def test_where_everybody_gets_all_a_swap_moves_nothing_but_the_place(session):
    round_, (leaver, other), works = make.open_round(works=3, judges=2, pictures=False)
    newcomer = make.account(Role.JUDGE, edition=session.get(type(make.edition()), round_.edition_id))
    actions.swap(session, make.staff(), seat_of(session, round_, leaver).id, newcomer, now=NOW)
    assert shares(session, round_, [newcomer, other]) == [3, 3]
    assert len(works) == 3


def test_open_works_pass_over_until_loads_are_even():
    moved = pace.hand_over({1: [10, 11, 12, 13], 2: [20, 21]}, {1: 4, 2: 2}, 3, {(3, 13)})
    assert moved == [(1, 12), (1, 11)]
    assert pace.hand_over({1: []}, {1: 9}, 3, frozenset()) == []


# ── pace and reminders ──


def test_the_pace_is_that_of_the_last_session():
    old = [NOW - timedelta(days=1, minutes=n) for n in range(50)]
    fresh = [NOW - timedelta(minutes=2 * n) for n in range(11)]
    assert pace.per_hour([*old, *fresh]) == 30
    assert pace.per_hour(fresh[:4]) is None
    assert pace.per_hour([NOW] * 9) is None
    assert (pace.hours_left(45, 30), pace.hours_left(1, 30), pace.hours_left(0, 30), pace.hours_left(5, None)) == (1.5, 0.5, None, None)


def test_only_judges_with_open_works_are_reminded(session):
    round_, (busy, done, signed, blocked), _works = make.open_round(works=1, judges=4, pictures=False)
    make.mark(done, make.sheets_of(done, round_)[0], 5, 5, 5)
    seat_of(session, round_, signed).signed_off_at = NOW
    blocked.blocked_at = NOW
    session.flush()
    assert {account: [works for _seat, works in places] for account, places in owing(session, NOW).items()} == {busy.id: [1]}
    assert owing(session, NOW + timedelta(days=30)) == {}
    round_.state = RoundState.PAUSED
    session.flush()
    assert owing(session, NOW) == {}


def test_the_own_marks_are_spread_by_value_or_by_tens(session):
    round_, (judge,), _works = make.open_round(works=3, judges=1, pictures=False)
    for sheet, steps in zip(make.sheets_of(judge, round_), (0, 9, 9), strict=True):
        make.mark(judge, sheet, steps, steps, steps)
    seat = seat_of(session, round_, judge)
    bars = own.histogram(session, seat, queries.scales(session, round_.id))
    assert [(bar.label, bar.works) for bar in bars if bar.works] == [("0–9", 1), ("90–100", 2)]
    one = make.judging_round(make.edition(), criteria=1)
    assert [bar.label for bar in own.histogram(session, seat, queries.scales(session, one.id))] == [str(n) for n in range(1, 11)]
    assert own.histogram(session, seat, []) == []


# ── works that come after the sign-off ──


def signed_off(session, languages=("ko", "ru"), **given):
    round_, judges, _works = make.open_round(works=1, judges=len(languages), pictures=False, **given)
    for judge, code in zip(judges, languages, strict=True):
        judge.language = code
        (sheet,) = make.sheets_of(judge, round_)
        make.mark(judge, sheet, 5, 5, 5)
        actions.sign_off(session, make.actor(judge), sheet.panelist_id, now=NOW)
    session.flush()
    return round_, judges


def letters_to(session, judge):
    return session.scalars(select(Letter).where(Letter.occasion == MORE.key, Letter.to_address == judge.address)).all()


def more(session, round_, count=3):
    edition = queries.by_id(session, round_.id).edition
    return [make.entry(edition=edition, state=EntryState.ACCEPTED) for _ in range(count)]


def test_a_judge_who_had_signed_off_gets_one_letter_in_their_language_for_all_new_works(session):
    round_, (one, other) = signed_off(session)
    make.panelist(round_, third := make.account(Role.JUDGE, edition=queries.by_id(session, round_.id).edition))
    more(session, round_)
    actions.deal_due(session, NOW)
    session.flush()
    assert [letter.language for judge in (one, other) for letter in letters_to(session, judge)] == ["ko", "ru"]
    assert "3" in letters_to(session, one)[0].body
    assert "/login" in letters_to(session, one)[0].body
    assert letters_to(session, third) == []  # who had not signed off is not written to
    more(session, round_)
    actions.deal_due(session, NOW)
    session.flush()
    assert len(letters_to(session, one)) == 1  # the sign-off is open already


def test_who_can_mark_nothing_any_more_is_not_written_to(session):
    round_, (one, other) = signed_off(session)
    other.blocked_at = NOW
    more(session, round_)
    actions.deal_due(session, NOW)
    assert letters_to(session, other) == []
    late, (judge,) = signed_off(session, languages=("mn",))
    late.closes_at = NOW - timedelta(hours=1)
    more(session, late)
    actions.deal_due(session, NOW)
    assert letters_to(session, judge) == []
    assert len(letters_to(session, one)) == 1


def test_works_passed_on_by_a_judge_who_leaves_are_told_of_too(session):
    round_, seated, works = shared(session, works=4, judges=3, per_work=2)
    for judge in seated[1:]:
        for sheet in make.sheets_of(judge, round_):
            make.mark(judge, sheet, 5, 5, 5)
        actions.sign_off(session, make.actor(judge), seat_of(session, round_, judge).id, now=NOW)
    actions.drop_panelist(session, make.staff(), seat_of(session, round_, seated[0]).id, now=NOW)
    session.flush()
    fresh = [judge for judge in seated[1:] if len(works_of(judge, round_)) == len(works)]
    assert fresh
    assert all(len(letters_to(session, judge)) == 1 and seat_of(session, round_, judge).signed_off_at is None for judge in fresh)


def test_what_a_judge_pointed_out_is_looked_at_once_and_can_be_looked_at_again(session):
    round_, (judge,), _works = make.open_round(works=1, judges=1, pictures=False)
    (sheet,) = make.sheets_of(judge, round_)
    flag = make.save(Flag(sheet_id=sheet.id, reason="named", at=NOW))
    assert office.flags_in_live(session) == {round_.id: 1}
    for _ in range(2):
        actions.settle_flag(session, make.staff(), round_.id, flag.id, done=True, now=NOW)
    assert (flag.done_at, office.flags_in_live(session), office.remark_count(session, round_, notes=False)) == (NOW, {}, 0)
    actions.settle_flag(session, make.staff(), round_.id, flag.id, done=False, now=NOW)
    assert office.flags_in_live(session) == {round_.id: 1}
    with pytest.raises(Missing):
        actions.settle_flag(session, make.staff(), round_.id + 1, flag.id, done=True, now=NOW)
    with pytest.raises(NotAllowed):
        actions.settle_flag(session, make.actor(judge), round_.id, flag.id, done=True, now=NOW)


def test_a_judge_who_may_judge_a_work_after_all_is_told_when_that_ends_a_sign_off(session):
    round_, (judge, _other), works = make.open_round(works=2, judges=2, pictures=False)
    for sheet in make.sheets_of(judge, round_):
        make.mark(judge, sheet, 5, 5, 5) if sheet.entry_id != works[0].id else None
    seat = seat_of(session, round_, judge)
    actions.recuse_judge(session, make.staff(), seat.id, works[0].receipt, reason="Aunt of the painter", now=NOW)
    actions.sign_off(session, make.actor(judge), seat.id, now=NOW)
    actions.let_judge(session, make.staff(), seat.id, works[0].receipt, now=NOW)
    assert seat.signed_off_at is None
    assert [letter.to_address for letter in session.scalars(select(Letter).where(Letter.occasion == MORE.key))] == [judge.address]
