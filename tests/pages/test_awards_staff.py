"""The secretariat's award pages, as two members of staff use them."""

import re

import pytest

from contest.awards import actions, queries
from contest.core import clock
from contest.editions.models import Edition
from contest.policy import Role
from tests import make
from tests.actions.test_awards import decided
from tests.actions.test_judging_counting import decided as tie_break
from tests.judged import judged


@pytest.fixture
def staff(new_browser):
    return new_browser().sign_in(make.account(Role.STAFF)), new_browser().sign_in(make.account(Role.STAFF))


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def test_from_preview_to_release(session, staff):
    one, two = staff
    _round, _works, edition = decided(session, 9, 5, 7)
    base = f"/staff/awards/{edition.number}"
    board = one.get(f"{base}/")
    assert board.status_code == 200
    stored = one.follow(one.post(f"{base}/propose", {"round": hidden(board, "round"), "digest": hidden(board, "digest"), "note": "First"}))
    assert "A colleague locks it" in stored.text
    assert one.post(f"{base}/versions/1/lock").status_code == 409
    assert "Publish the winners now" in two.follow(two.post(f"{base}/versions/1/lock")).text
    wrong = two.post(f"{base}/versions/1/publish", {"winners": "2"})
    assert wrong.status_code == 422
    assert "Type the number of winners to confirm: 3." in wrong.text
    done = two.post(f"{base}/versions/1/publish", {"winners": "3"})
    assert done.status_code == 303
    assert two.post(f"{base}/versions/1/publish", {"winners": "3"}).status_code == 303
    assert len(queries.awards(session, edition.id)) == 3


def test_a_tie_is_ordered_on_its_page(session, staff):
    one, _two = staff
    round_, works, edition = decided(session, 9, 5, 5, 5)
    base = f"/staff/awards/{edition.number}"
    assert "A tie at the line" in one.get(f"{base}/").text
    address = f"{base}/ties/{round_.id}/0"
    assert one.get(address).status_code == 200
    tied = [w.id for w in works[1:]]
    twice = one.post(address, {**{f"place-{n}": "1" for n in tied}, "reason": "The panel looked at them again."})
    assert twice.status_code == 422
    assert "The panel looked at them again." in twice.text
    good = one.post(address, {**{f"place-{n}": str(place) for place, n in enumerate(tied, 1)}, "reason": "The panel looked at them again."})
    assert "A tie at the line" not in one.follow(good).text


def test_the_board_says_what_is_missing(session, staff):
    one, _two = staff
    edition = make.edition()
    assert "No tiers yet" in one.get(f"/staff/awards/{edition.number}/").text
    actions.save_tiers(session, make.staff(), edition, [actions.TierInput(0, make.six("Best"), "grand", 1)], now=clock.now())
    assert "No closed round yet" in one.get(f"/staff/awards/{edition.number}/").text


def test_tiers_are_edited_and_bad_input_is_kept(session, staff):
    one, _two = staff
    edition = make.edition()
    address = f"/staff/awards/{edition.number}/tiers"
    good = {"tiers-0-places": "1", "tiers-0-mark": "grand", "tiers-0-names-en": "Grand prize", "tiers-1-places": "", "tiers-1-mark": "selected"}
    assert one.post(address, good).status_code == 303
    assert [t.names for t in queries.tiers(session, edition.id)] == [{"en": "Grand prize"}]
    bad = one.post(address, {**good, "tiers-0-places": "many"})
    assert bad.status_code == 422
    assert "Grand prize" in bad.text


def test_nobody_else_sees_any_of_it(session, browser, new_browser):
    _round, _works, edition = decided(session, 9, 5, 7)
    paths = ["/staff/awards/", f"/staff/awards/{edition.number}/", f"/staff/awards/{edition.number}/tiers"]
    assert {browser.get(path).status_code for path in paths} == {303}
    judge = new_browser().sign_in(make.account(Role.JUDGE))
    assert {judge.get(path).status_code for path in paths} == {404}


@pytest.mark.parametrize("works", [1, 3])
def test_the_board_costs_the_same_for_one_work_and_for_three(session, staff, queries, works):
    _round, _works, edition = decided(session, *range(9, 9 - works, -1), tiers=(1,))
    with queries(18) as seen:
        staff[0].get(f"/staff/awards/{edition.number}/")
    assert len(seen) <= 18


def test_next_year_is_started_from_this_one_and_errors_stand_at_the_field(session, staff):
    one, _two = staff
    edition = make.edition(number=500)
    address = f"/staff/awards/{edition.number}/copy"
    taken = one.post(address, {"number": str(edition.number), "year": "2027"})
    assert taken.status_code == 422
    assert "field-error" in taken.text
    assert one.post(address, {"number": str(edition.number + 1), "year": "2027"}).status_code == 303


def test_a_round_under_a_locked_allocation_is_not_opened_again(session, staff):
    one, two = staff
    round_, _works, edition = decided(session, 9, 5, 7)
    base, address = f"/staff/awards/{edition.number}", f"/staff/awards/rounds/{round_.id}/reopen"
    board = one.get(f"{base}/")
    one.post(f"{base}/propose", {"round": hidden(board, "round"), "digest": hidden(board, "digest"), "note": ""})
    two.post(f"{base}/versions/1/lock")
    assert "unlock it first" in one.get(address).text
    assert one.post(address).status_code == 409
    one.post(f"{base}/versions/1/unlock", {"reason": "A sheet has to be marked again."})
    assert one.post(address).status_code == 303


@pytest.mark.parametrize("odd", ["9" * 30, "9" * 5000, "x", "٣", "-1", ""])
def test_numbers_no_row_has_are_refused(session, staff, odd):
    one, _two = staff
    _round, _works, edition = decided(session, 9, 5, 7)
    base = f"/staff/awards/{edition.number}"
    assert one.post(f"{base}/propose", {"round": odd, "digest": "x"}).status_code == 422
    row = {"tiers-0-id": odd or "x", "tiers-0-mark": "gold", "tiers-0-places": "1", "tiers-0-names-en": "Gold"}
    assert one.post(f"{base}/tiers", row).status_code == 422


def test_works_without_a_score_are_named_and_left_out_with_a_reason(session, staff):
    one, _two = staff
    round_, _works, edition = decided(session, 9, 5, 7)
    late = [make.entry(edition=edition, state=make.EntryState.ACCEPTED) for _ in range(32)]
    session.flush()
    base, address = f"/staff/awards/{edition.number}", f"/staff/awards/{edition.number}/unscored/{round_.id}"
    board = one.get(f"{base}/")
    assert "32 accepted works were scored by nobody" in board.text
    assert late[29].receipt in board.text
    assert late[30].receipt not in board.text
    assert "and 2 more works" in board.text
    assert "Store as a version" not in board.text
    short = one.post(address, {"digest": hidden(board, "digest"), "reason": "late"})
    assert short.status_code == 422
    assert "Say why in a sentence" in short.text
    assert one.post(address, {"digest": "another", "reason": "They came after the panel had gone."}).status_code == 409
    done = one.follow(one.post(address, {"digest": hidden(board, "digest"), "reason": "They came after the panel had gone."}))
    assert "They came after the panel had gone." in done.text
    assert "Store as a version" in done.text
    assert one.post(f"{base}/unscored/99999999", {"digest": "x", "reason": "They came after the panel had gone."}).status_code == 404


def test_the_board_says_which_round_parted_a_tie(session, staff):
    one, _two = staff
    first, (judge,), (_a, b, c) = judged(session, 9, 7, 7, tiers=(1, 1))
    last = tie_break(session, first, judge, [b, c], (c, b))
    last.titles = make.six("Side by side")
    session.flush()
    edition = session.get(Edition, first.edition_id)
    page = one.get(f"/staff/awards/{edition.number}/")
    assert "2 works with equal results stand in the order of “Side by side en”, a round held to part a tie." in page.text
    assert page.text.count("Tie parted by “Side by side en”") == 2
    assert f"round={last.id}" not in page.text
    stored = one.follow(one.post(f"/staff/awards/{edition.number}/propose", {"round": hidden(page, "round"), "digest": hidden(page, "digest")}))
    assert stored.status_code == 200
    assert one.post(f"/staff/awards/{edition.number}/propose", {"round": str(last.id), "digest": hidden(page, "digest")}).status_code == 409


def test_orders_of_people_are_read_on_the_board(session, staff):
    one, _two = staff
    round_, works, edition = decided(session, 9, 5, 5)
    edition_tiers = [actions.TierInput(0, make.six("Best"), "gold", 2)]
    actions.save_tiers(session, make.staff(), edition, edition_tiers, now=clock.now())
    session.flush()
    actions.rule_tie(session, make.staff(), round_, [works[2].id, works[1].id], "The chair looked at both once more.", now=clock.now())
    session.flush()
    assert "The chair looked at both once more." in one.get(f"/staff/awards/{edition.number}/").text
