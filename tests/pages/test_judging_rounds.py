"""Preparing a round step by step, its judges and their conflicts, the briefing, the judge's home and signing off."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.accounts.models import Invitation
from contest.core import clock
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.models import Conflict, Panelist, Sheet
from contest.judging.queries import panels
from contest.judging.states import RoundKind, RoundState, SheetState, Source
from contest.policy import Role
from tests import make
from tests.judged import LANGUAGES, judged, seat_of, words

JSON = {"Accept": "application/json"}


def draft_after(session, before, **given):
    edition = queries.by_id(session, before.id).edition
    made = make.judging_round(edition, position=before.position + 1, **given)
    session.flush()
    return made


# ── the way from a kind to an open round ──


def test_a_round_is_prepared_step_by_step_with_a_way_back(staff, session):
    edition, judge = make.edition(), None
    make.entry(edition=edition, state=EntryState.ACCEPTED)
    judge = make.account(Role.JUDGE, edition=edition)
    answer = staff.post(f"/staff/rounds/new?edition={edition.number}", {**words("titles", en="First look"), "kind": "quick_three", "calibration": "0", "seats_all_judges": "y"})
    (round_,) = queries.rounds(session, edition.id)
    path = f"/staff/rounds/{round_.id}"
    assert answer.location == f"{path}/works"
    page = staff.follow(answer)
    assert "Go on: Criteria" in page.text
    assert "Back: Kind and name" in page.text
    page = staff.get(f"{path}/criteria")
    assert "Maybe" in page.text
    staff.post(f"{path}/criteria/usual", {"scale": "ten"})
    assert [c.steps for c in queries.criteria(session, round_.id)] == [9]
    staff.post(f"{path}/criteria/usual", {"scale": "three"})
    assert [c.steps for c in queries.criteria(session, round_.id)] == [2]
    assert re.search(r'<input[^>]* checked[^>]* value="quick_three"', staff.get(f"{path}/edit").text)
    assert staff.post(f"{path}/assignment", {"per_work": "", "seed": ""}).location == f"{path}/open"
    assert judge.name in staff.get(f"{path}/open").text
    staff.post(f"{path}/open")
    assert (round_.state, round_.kind) == (RoundState.OPEN, RoundKind.QUICK)
    assert len(make.sheets_of(judge, round_)) == 1


def test_a_round_is_copied_from_the_last(staff, session):
    edition = make.edition()
    last = make.judging_round(edition, kind=RoundKind.RANKING, criteria=0, calibration=3)
    page = staff.get(f"/staff/rounds/new?edition={edition.number}")
    assert f"copy={last.id}" in page.text
    page = staff.get(f"/staff/rounds/new?edition={edition.number}&copy={last.id}")
    assert 'value="3"' in page.text
    assert staff.get(f"/staff/rounds/new?edition={edition.number}&copy=999999").status_code == 200


def test_an_edit_page_tells_when_opening_comes_after_closing(staff):
    round_ = make.judging_round(make.edition())
    data = {**words("titles", en="R"), "version": "1", "opens_at": "2030-05-02T10:00", "closes_at": "2030-05-01T10:00"}
    answer = staff.post(f"/staff/rounds/{round_.id}/edit", data)
    assert answer.status_code == 422
    assert "before it closes" in answer.text


def test_blockers_lead_to_where_they_are_mended(staff):
    round_ = make.judging_round(make.edition(), criteria=1)
    page = staff.get(f"/staff/rounds/{round_.id}/open")
    for where in ("criteria", "judges", "works"):
        assert f'href="/staff/rounds/{round_.id}/{where}">Mend this' in page.text
    assert "disabled" in page.text
    assert staff.post(f"/staff/rounds/{round_.id}/open").status_code == 409


def test_a_round_whose_time_has_come_says_what_stands_in_the_way(staff, session):
    round_ = make.judging_round(make.edition(), opens_at=clock.now() - timedelta(hours=1))
    assert actions.open_due(session, clock.now()) == 0
    assert "The time to open has come" in staff.get(f"/staff/rounds/{round_.id}/").text


def test_words_for_values_are_typed_in_six_languages(staff, session):
    round_ = make.judging_round(make.edition())
    criterion = queries.criteria(session, round_.id)[0]
    path = f"/staff/rounds/{round_.id}/criteria/{criterion.id}"
    assert "Words for the value 10" in staff.get(path).text
    data = {"names-en": "Heart", "low": "1", "high": "10", "step": "1", "weight": "1", "position": "1", "anchor_1000-en": "Moving", "anchor_1000-mn": "Сэтгэл хөдөлгөм"}
    assert staff.post(path, data).status_code == 303
    assert queries.criteria(session, round_.id)[0].anchors == {"9": {"en": "Moving", "mn": "Сэтгэл хөдөлгөм"}}
    assert "Moving" in staff.get(f"/staff/rounds/{round_.id}/criteria").text


def test_words_stay_with_their_value_when_the_scale_changes_in_the_same_form(staff, session):
    round_ = make.judging_round(make.edition())
    criterion = queries.criteria(session, round_.id)[0]
    path = f"/staff/rounds/{round_.id}/criteria/{criterion.id}"
    data = {"names-en": "Heart", "low": "0", "high": "10", "step": "1", "weight": "1", "position": "1", "anchor_100-en": "Weak", "anchor_1000-en": "Moving"}
    assert staff.post(path, data).status_code == 303
    assert criterion.anchors == {"1": {"en": "Weak"}, "10": {"en": "Moving"}}
    assert staff.post(path, {**data, "high": "10", "low": "1", "step": "0.5"}).status_code == 303
    assert criterion.anchors == {"0": {"en": "Weak"}, "18": {"en": "Moving"}}
    page = staff.post(path, {**data, "high": "5"})
    assert page.status_code == 422
    assert "10 is no value of this scale" in page.text.split('id="anchor_1000-error"')[1]  # at the field, too
    assert "Moving" in page.text  # what was typed is kept
    assert "Moving" in staff.post(path, {**data, "names-en": "", "anchor_250-en": "Between"}).text


# ── works ──


def test_the_line_and_who_stands_at_it_are_shown_before_anything_is_settled(staff, session):
    before, _judges, entries = judged(session, 9, 5, 5, 1)
    round_ = draft_after(session, before)
    path = f"/staff/rounds/{round_.id}/works"
    asked = f"?source=top&source_round={before.id}&number=2"
    page = staff.get(path + asked)
    assert "1 work goes on" in page.text
    assert "2 works stand equal at the line for 1 more places" in page.text
    assert round_.source is Source.ACCEPTED
    data = {"source": "top", "source_round": before.id, "number": 2}
    page = staff.post(path, data)
    assert page.status_code == 422
    assert "stand equal at the line" in page.text
    page = staff.post(path, data | {"ties": "picked", "picked": str(entries[1].id)})
    assert page.status_code == 422
    assert f'value="{entries[1].id}" checked' in page.text
    answer = staff.post(path, data | {"ties": "picked", "picked": str(entries[1].id), "reason": "Chair"})
    assert answer.location == f"/staff/rounds/{round_.id}/criteria"
    assert panels.work_ids(session, round_) == [entries[0].id, entries[1].id]
    assert staff.post(path, data | {"ties": "in", "seen": "old"}).status_code == 409


def test_works_are_picked_by_ticks_and_receipt_numbers(staff, session):
    before, _judges, entries = judged(session, 9, 5, 5, 1)
    round_ = draft_after(session, before, kind=RoundKind.PAIRWISE, criteria=0)
    path = f"/staff/rounds/{round_.id}/works"
    page = staff.get(f"{path}?source=picked&source_round={before.id}&tie=2")
    assert page.text.count(" checked>") == 2
    data = {"source": "picked", "source_round": before.id, "picked": str(entries[1].id), "reason": "Tie"}
    page = staff.post(path, data | {"receipts": "8-NONE-XX"})
    assert page.status_code == 422
    assert "8-NONE-XX" in page.text
    staff.post(path, data | {"receipts": f"{entries[2].receipt.lower()},\n"})
    assert panels.work_ids(session, round_) == [entries[1].id, entries[2].id]


def test_a_second_look_is_offered_where_both_rounds_are_marked_and_the_results_say_so(staff, session):
    before, (judge,), _entries = judged(session, 9, 5, 1)
    round_ = draft_after(session, before)
    path, words = f"/staff/rounds/{round_.id}/works", "The marks of the earlier round count as well"
    assert words in staff.get(f"{path}?source=top&source_round={before.id}&number=2").text
    assert words in staff.get(f"{path}?source=picked&source_round={before.id}").text
    edition = queries.by_id(session, before.id).edition
    order = make.judging_round(edition, kind=RoundKind.RANKING, criteria=0)
    session.flush()
    assert words not in staff.get(f"/staff/rounds/{order.id}/works?source=top&source_round={before.id}&number=2").text
    staff.post(path, {"source": "top", "source_round": before.id, "number": 2, "with_earlier": "y"})
    session.expire_all()
    assert round_.with_earlier
    assert re.search(r"<input[^>]*checked[^>]*with_earlier|<input[^>]*with_earlier[^>]*checked", staff.get(f"{path}?source=top&source_round={before.id}&number=2").text)
    make.panelist(round_, judge)
    actions.open_round(session, make.staff(), round_, now=clock.now())
    actions.close(session, make.staff(), round_, missing_seen=9, now=clock.now())
    session.flush()
    assert "The marks that the works got in 1 earlier round count as well." in staff.get(f"/staff/results/{round_.id}").text


def test_all_accepted_works_again(staff, session):
    before, _judges, _entries = judged(session, 9, 5)
    round_ = draft_after(session, before)
    path = f"/staff/rounds/{round_.id}/works"
    staff.post(path, {"source": "top", "source_round": before.id, "number": 1})
    assert panels.works(session, round_) == 1
    assert "Use all accepted works" in staff.get(f"{path}?source=accepted").text
    staff.post(path, {"source": "accepted"})
    assert panels.works(session, round_) == 2


@pytest.mark.parametrize("asked", ["?source=nonsense", "?source=top&number=x", "?source=top&number=-1", "?source=threshold&number=99.95", "?source=top_of_division&number=1", "?tie=x"])
def test_a_rule_without_sense_is_answered_and_never_an_error(staff, session, asked):
    before, _judges, _entries = judged(session, 9, 5)
    round_ = draft_after(session, before)
    assert staff.get(f"/staff/rounds/{round_.id}/works{asked}").status_code in {200, 422}


def test_reopening_says_what_it_would_undo(staff, session):
    before, (judge,), _entries = judged(session, 9, 5)
    round_ = draft_after(session, before)
    staff.post(f"/staff/rounds/{round_.id}/works", {"source": "top", "source_round": before.id, "number": 1})
    page = staff.get(f"/staff/awards/rounds/{before.id}/reopen")
    assert "have to be chosen again" in page.text
    make.panelist(round_, judge)
    actions.open_round(session, make.staff(), round_, now=clock.now())
    session.flush()
    page = staff.get(f"/staff/awards/rounds/{before.id}/reopen")
    assert "stays closed" in page.text
    assert staff.post(f"/staff/awards/rounds/{before.id}/reopen").status_code == 409


# ── who looks at what ──


def test_two_deals_stand_side_by_side_and_one_is_taken(staff, session):
    edition = make.edition()
    for _ in range(9):
        make.entry(edition=edition, state=EntryState.ACCEPTED)
    round_ = make.judging_round(edition, deal_seed="first")
    for _ in range(3):
        make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    path = f"/staff/rounds/{round_.id}/assignment"
    page = staff.get(f"{path}?who=some&per_work=2&other=second")
    assert "The deal as it is now" in page.text
    assert 'value="second"' in page.text
    assert "judges can be compared well" in page.text
    assert staff.get(f"{path}?who=some&per_work=x").status_code == 422
    answer = staff.post(path, {"per_work": "2", "seed": "second"})
    assert answer.location == f"/staff/rounds/{round_.id}/open"
    assert (round_.per_work, round_.deal_seed) == (2, "second")
    page = staff.get(f"{path}?who=some&per_work=1&other=x")
    assert "judges cannot be compared" in page.text
    staff.post(path, {"per_work": "1", "seed": "x"})
    page = staff.get(f"/staff/rounds/{round_.id}/open")
    assert "Judges could hardly be compared" in page.text
    assert staff.post(f"/staff/rounds/{round_.id}/open").status_code == 409
    assert staff.post(f"/staff/rounds/{round_.id}/open", {"weak": "y"}).status_code == 303


# ── judges ──


def test_who_declined_is_shown_and_invited_again(staff, new_browser, session):
    round_ = make.judging_round(make.edition())
    path = f"/staff/rounds/{round_.id}/judges"
    page = staff.post(path, {"name": "Example Judge", "address": "asked@example.org", "language": "ja", "government": "", "draft": "d1"})
    link = page.text.split("http://localhost/invitations/")[1].split('"')[0].replace("&amp;", "&")
    guest = new_browser()
    assert "辞退" in guest.get(f"/invitations/{link}").text or "Decline" in guest.get(f"/invitations/{link}").text
    answer = guest.post(f"/invitations/{link.split('?')[0]}/decline?lang=en")
    page = guest.get(answer.location)
    assert page.status_code == 410
    assert "You have declined" in page.text
    page = staff.get(path)
    assert "declined" in page.text
    (old,) = session.scalars(select(Invitation).where(Invitation.address == "asked@example.org"))
    page = staff.post(f"{path}/again", {"invitation": old.id})
    assert "/invitations/" in page.text
    assert session.scalar(select(Invitation.id).where(Invitation.address == "asked@example.org", Invitation.used_at.is_(None)))
    assert staff.post(f"{path}/again", {"invitation": 999_999}).status_code == 404


def test_staff_see_conflicts_add_one_and_take_it_back(staff, session):
    round_, (judge, _other), works = make.open_round(works=2)
    works[0].school = "Example School No. 9"
    seat = seat_of(session, round_, judge)
    path = f"/staff/rounds/{round_.id}/judges/{seat.id}"
    assert staff.post(f"{path}/conflicts", {"kind": "government", "government": ""}).status_code == 422
    assert staff.post(f"{path}/conflicts", {"kind": "school", "words": "Example School No. 9"}).status_code == 303
    page = staff.get(path)
    assert "Example School No. 9" in page.text
    assert len(make.sheets_of(judge, round_)) == 1
    said = session.scalars(select(Conflict)).one()
    staff.post(f"{path}/conflicts/{said.id}/withdraw")
    assert said.withdrawn_at is not None


def test_staff_keep_a_judge_away_from_a_work_with_a_reason(staff, session):
    round_, (judge, _other), works = make.open_round(works=1)
    seat = seat_of(session, round_, judge)
    path = f"/staff/rounds/{round_.id}/judges/{seat.id}"
    page = staff.post(f"{path}/recuse", {"receipt": "8-NONE-XX", "reason": "Aunt"})
    assert page.status_code == 422
    assert 'value="8-NONE-XX"' in page.text
    staff.post(f"{path}/recuse", {"receipt": works[0].receipt, "reason": "Aunt of the painter"})
    assert "Aunt of the painter" in staff.get(path).text
    assert session.scalars(select(Sheet).where(Sheet.panelist_id == seat.id)).one().state is SheetState.WITHHELD
    staff.post(f"{path}/works/{works[0].receipt}/let")
    assert session.scalars(select(Sheet).where(Sheet.panelist_id == seat.id)).one().state is SheetState.WAITING


def test_coming_leaving_and_taking_over_are_previewed(staff, session):
    edition = make.edition()
    for _ in range(12):
        make.entry(edition=edition, state=EntryState.ACCEPTED)
    round_ = make.judging_round(edition, per_work=2, deal_seed="s")
    judges = [make.account(Role.JUDGE, edition=edition) for _ in range(3)]
    for judge in judges:
        make.panelist(round_, judge)
    actions.open_round(session, make.staff(), round_, weak=True, now=clock.now())
    newcomer = make.account(Role.JUDGE, edition=edition)
    session.flush()
    path = f"/staff/rounds/{round_.id}/judges"
    assert f"{path}/seat/{newcomer.id}" in staff.get(path).text
    assert "6 open works pass from other judges" in staff.get(f"{path}/seat/{newcomer.id}").text
    seat = seat_of(session, round_, judges[0])
    page = staff.get(f"{path}/{seat.id}/drop")
    assert "8 open works pass to others" in page.text
    assert newcomer.name in page.text
    assert staff.post(f"{path}/{seat.id}/drop", {"marks": "count", "account": "999999"}).status_code == 422
    staff.post(f"{path}/{seat.id}/drop", {"marks": "count", "account": newcomer.id})
    assert len(make.sheets_of(newcomer, round_)) == 8
    assert staff.get(f"{path}/{seat.id}/drop").status_code == 404


def test_the_monitor_tells_the_pace_and_reminds_those_who_owe_works(staff, session):
    round_, (busy, done), _works = make.open_round(works=8)
    now = clock.now()
    for account, count in ((busy, 6), (done, 8)):
        for n, sheet in enumerate(make.sheets_of(account, round_)[:count]):
            make.mark(account, sheet, 5, 5, 5)
            sheet.changed_at = now - timedelta(minutes=n)
    session.flush()
    page = staff.get(f"/staff/rounds/{round_.id}/")
    assert "Remind 1 judge<" in page.text
    assert "less than an hour" in page.text
    edition = queries.by_id(session, round_.id).edition
    page = staff.get(f"/staff/letters/write?group=unmarked&edition={edition.number}")
    assert "1 receiver" in page.text
    answer = staff.post(f"/staff/letters/write?group=unmarked&edition={edition.number}", {"seen": "0", "judge_reminder_en-subject": "Works wait", "judge_reminder_en-body": "Dear {name},\n\n{rounds}\n\n{link}"})
    assert answer.status_code == 303
    page = staff.follow(answer)
    assert busy.name in page.text
    assert done.name not in page.text
    for sheet in make.sheets_of(busy, round_):
        if sheet.state is SheetState.WAITING:
            make.mark(busy, sheet, 5, 5, 5)
    page = staff.follow(staff.post(f"{answer.location}/send", {"count": "1"}))
    assert "1 letter was no longer needed" in page.text


def test_closing_shows_how_many_votes_works_have(staff, session):
    round_, (judge, _other), _works = make.open_round(works=3)
    make.mark(judge, make.sheets_of(judge, round_)[0], 5, 5, 5)
    page = staff.get(f"/staff/rounds/{round_.id}/close")
    assert "How many votes works have" in page.text


# ── the judge ──


@pytest.fixture
def newly(browser, session):
    """A judge who has not read the briefing yet."""
    home = make.government()
    round_, (judge, _other), works = make.open_round(works=3)
    seat = seat_of(session, round_, judge)
    seat.accepted_at = None
    works[0].school = "Example School No. 9"
    works[1].government_id = home.id
    session.flush()
    return browser.sign_in(judge), round_, judge, works, home, seat


def test_nothing_is_shown_before_the_briefing_is_accepted(newly, session):
    browser, round_, judge, _works, _home, seat = newly
    path = f"/judge/rounds/{round_.id}"
    sheet = make.sheets_of(judge, round_)[0]
    for page in ("/next", f"/works/{sheet.blind_code}", "/sheet", "/compare", "/history", "/sign-off"):
        answer = browser.get(path + page)
        assert (answer.status_code, answer.location) == (303, f"{path}/briefing"), page
    answer = browser.get(f"{path}/works.json", headers=JSON)
    assert (answer.status_code, answer.json["again"]) == (409, False)
    assert browser.post(f"{path}/works/{sheet.blind_code}", {"version": 0, "act": "next"}).status_code == 303
    assert sheet.blind_code not in browser.get(f"{path}/").text + browser.get(f"{path}/briefing").text
    page = browser.post(f"{path}/briefing", {"schools": "Example School", "people": "Example One\nExample Two"})
    assert page.status_code == 422
    assert "without the promise nobody judges" in page.text
    assert "Example One\nExample Two" in page.text.replace("\r\n", "\n")
    assert session.get(Panelist, seat.id).accepted_at is None


def test_conflicts_are_said_with_the_promise_and_more_can_be_said_later(newly, session):
    browser, round_, judge, works, home, seat = newly
    path = f"/judge/rounds/{round_.id}"
    answer = browser.post(f"{path}/briefing", {"promise": "y", "schools": "example school no 9\n\n"})
    assert answer.location == f"{path}/next"
    assert {s.entry_id for s in make.sheets_of(judge, round_)} == {works[1].id, works[2].id}
    page = browser.get(f"{path}/briefing")
    assert "You promised this on" in page.text
    assert "example school no 9" in page.text
    page = browser.follow(browser.post(f"{path}/briefing", {"governments": str(home.id)}))
    assert "no longer shown to you" in page.text
    assert [s.entry_id for s in make.sheets_of(judge, round_)] == [works[2].id]
    assert session.get(Panelist, seat.id).accepted_at is not None


def test_a_government_nobody_knows_is_refused(newly):
    browser, round_, *_rest = newly
    assert browser.post(f"/judge/rounds/{round_.id}/briefing", {"promise": "y", "governments": "999999"}).status_code == 422


def test_a_closed_round_asks_for_nothing_any_more(newly, session):
    browser, round_, *_rest = newly
    actions.close(session, make.staff(), round_, missing_seen=99, now=clock.now())
    session.flush()
    path = f"/judge/rounds/{round_.id}/"
    assert browser.get(f"{path}sheet").location == path
    assert "nothing to do for you" in browser.get(path).text


def test_the_home_tells_progress_pace_and_how_the_marks_spread(browser, session):
    round_, (judge, _other), _works = make.open_round(works=9)
    now = clock.now()
    for n, sheet in enumerate(make.sheets_of(judge, round_)[:6]):
        make.mark(judge, sheet, n, n, n)
        sheet.changed_at = now - timedelta(minutes=3 * (6 - n))
    session.flush()
    page = browser.sign_in(judge).get(f"/judge/rounds/{round_.id}/")
    assert "20 works an hour" in page.text
    assert "How your marks spread" in page.text
    assert "Continue" in page.text


def test_signing_off_asks_for_a_second_look_at_the_first_works(browser, session):
    round_, (judge, _other), _works = make.open_round(works=22)
    for sheet in make.sheets_of(judge, round_):
        make.mark(judge, sheet, 5, 5, 5)
    browser.sign_in(judge)
    path = f"/judge/rounds/{round_.id}/sign-off"
    page = browser.get(path)
    assert "Your first 11 works, once more" in page.text  # half of all, where there are few
    assert page.text.count(f'href="/judge/rounds/{round_.id}/works/') == 22  # beside each stands a later one with the same total
    browser.post(path, {"looked": "y"})
    seat = seat_of(session, round_, judge)
    assert None not in (seat.looked_again_at, seat.signed_off_at)
    assert "You have signed off" in browser.get(path).text


# ── all pages ──


def test_pages_ask_as_much_for_three_judges_as_for_one(staff, new_browser, session):
    asked = {}
    for works, judges in ((2, 1), (4, 3)):
        round_, accounts, _entries = make.open_round(works=works, judges=judges, pictures=False)
        edition = queries.by_id(session, round_.id).edition
        draft = make.judging_round(edition, per_work=1)
        for account in accounts:
            make.panelist(draft, account)
        seat = session.scalars(select(Panelist).where(Panelist.round_id == round_.id)).first()
        session.flush()
        judge = new_browser().sign_in(accounts[0])
        visits = [
            (staff, f"/staff/rounds/{round_.id}/"), (staff, f"/staff/rounds/{round_.id}/judges"), (staff, f"/staff/rounds/{round_.id}/judges/{seat.id}"),
            (staff, f"/staff/rounds/{draft.id}/assignment?who=some&per_work=1"), (staff, f"/staff/rounds/{draft.id}/open"), (staff, f"/staff/rounds/{round_.id}/close"),
            (judge, f"/judge/rounds/{round_.id}/"), (judge, f"/judge/rounds/{round_.id}/briefing"), (judge, f"/judge/rounds/{round_.id}/sign-off"),
        ]  # fmt: skip
        for place, (who, path) in enumerate(visits):
            assert who.get(path).status_code == 200
            session.expunge_all()
            asked.setdefault(place, []).append(count(who, path))
    assert all(one == three for one, three in asked.values()), asked


def count(who, path):
    from sqlalchemy import event

    from contest.db.extension import db

    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "after_cursor_execute", note)
    try:
        who.get(path)
    finally:
        event.remove(db.engine, "after_cursor_execute", note)
    return len([s for s in seen if not s.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK", "UPDATE"))])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_speaks_every_language(staff, new_browser, session, lang):
    before, (judge,), _entries = judged(session, 9, 5, 5)
    draft = draft_after(session, before, per_work=1)
    make.panelist(draft, judge)
    running, accounts, works = make.open_round(works=2)
    seat = session.scalars(select(Panelist).where(Panelist.round_id == running.id)).first()
    actions.declare_for(session, make.staff(), seat.id, actions.Declared(actions.conflicts.ConflictKind.SCHOOL, words="Other School"), now=clock.now())
    session.flush()
    of = f"source_round={before.id}"
    for path in (
        f"{draft.id}/works", f"{draft.id}/works?source=top&{of}&number=2", f"{draft.id}/works?source=picked&{of}", f"{draft.id}/assignment", f"{draft.id}/assignment?who=some&per_work=1",
        f"{draft.id}/open", f"{draft.id}/judges", f"{running.id}/judges/{seat.id}", f"{running.id}/judges/{seat.id}/drop", f"{running.id}/close", f"{draft.id}/",
    ):  # fmt: skip
        assert staff.get(f"/staff/rounds/{path}{'&' if '?' in path else '?'}lang={lang}").status_code == 200
    judging = new_browser().sign_in(accounts[0])
    for path in ("", "briefing", "sign-off"):
        assert judging.get(f"/judge/rounds/{running.id}/{path}?lang={lang}").status_code == 200
    assert len(works) == 2
