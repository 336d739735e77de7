
import pytest
from sqlalchemy import select

from contest.accounts.models import Grant, Invitation
from contest.core import clock
from contest.judging import actions, queries
from contest.judging.models import Flag, Panelist, Round
from contest.judging.states import FlagReason, Knows, RoundState
from contest.policy import Role
from tests import make
from tests.judged import closed, words


def test_staff_make_a_round_with_what_stands_in_the_form(staff, session):
    edition = make.edition()
    assert "No rounds yet" in staff.get(f"/staff/rounds/?edition={edition.number}").text
    path = f"/staff/rounds/new?edition={edition.number}"
    page = staff.get(path)
    assert "1차 심사" in page.text
    answer = staff.post(path, {**words("titles", en="First look", ko="1차"), "closes_at": "2030-05-01T18:00", "seats_all_judges": "y", "version": "1"})
    assert "The round is made" in staff.follow(answer).text
    (round_,) = queries.rounds(session, edition.id)
    assert (round_.titles, round_.counts, round_.closes_at.isoformat()) == ({"en": "First look", "ko": "1차"}, True, "2030-05-01T09:00:00+00:00")
    assert "First look" in staff.get(f"/staff/rounds/?edition={edition.number}").text


@pytest.mark.parametrize("bad", [words("titles"), words("titles", en="x" * 121), words("titles", en="Round") | {"closes_at": "tomorrow"}])
def test_a_round_without_sense_comes_back_with_what_was_typed(staff, session, bad):
    edition = make.edition()
    page = staff.post(f"/staff/rounds/new?edition={edition.number}", {"briefings-en": "My briefing"} | bad)
    assert page.status_code == 422
    assert "My briefing" in page.text
    assert queries.rounds(session, edition.id) == []


def test_a_round_is_changed_and_a_second_window_is_told(staff):
    round_ = make.judging_round(make.edition())
    data = {**words("titles", en="Changed"), "version": "1", "closes_at": ""}
    assert staff.post(f"/staff/rounds/{round_.id}/edit", data).status_code == 303
    assert (round_.titles, round_.closes_at, round_.seats_all_judges) == ({"en": "Changed"}, None, False)
    assert staff.post(f"/staff/rounds/{round_.id}/edit", data | {"titles-en": "Again"}).status_code == 409
    assert round_.titles == {"en": "Changed"}


def test_criteria_are_added_changed_ordered_and_removed(staff, session):
    round_ = make.judging_round(make.edition(), criteria=1)
    path = f"/staff/rounds/{round_.id}/criteria"
    new = {"names-en": "Heart", "hints-en": "Felt?", "low": "0", "high": "5", "step": "0.5", "weight": "3", "position": "1"}
    assert staff.post(f"{path}/new", new).status_code == 303
    assert [(c.names["en"], c.low, c.step, c.steps, c.weight) for c in queries.criteria(session, round_.id)] == [("Heart", 0, 50, 10, 3), ("Criterion 1 en", 100, 100, 9, 1)]
    heart = queries.criteria(session, round_.id)[0]
    page = staff.get(f"{path}/{heart.id}")
    assert 'value="0.5"' in page.text
    uneven = staff.post(f"{path}/{heart.id}", new | {"step": "0.7"})
    assert uneven.status_code == 422
    assert "do not lead exactly" in uneven.text
    assert staff.post(f"{path}/new", new | words("names")).status_code == 422
    assert staff.post(f"{path}/new", new | {"weight": "0"}).status_code == 422
    staff.post(f"{path}/{heart.id}/remove")
    assert [c.names["en"] for c in queries.criteria(session, round_.id)] == ["Criterion 1 en"]
    assert staff.get(f"{path}/{heart.id}").status_code == 404


def test_judges_are_invited_seated_and_taken_off(staff, session):
    edition, busan = make.edition(), make.government()
    round_ = make.judging_round(edition)
    path = f"/staff/rounds/{round_.id}/judges"
    assert staff.post(path, {"name": "", "address": "nobody", "language": "en"}).status_code == 422
    page = staff.post(path, {"name": "Example Judge", "address": "judge@example.org", "language": "ja", "government": str(busan.id), "draft": "d1"})
    assert "/invitations/" in page.text
    invitation = session.query(Invitation).filter_by(address="judge@example.org").one()
    assert (invitation.role, invitation.edition_id, invitation.government_id) == (Role.JUDGE, edition.id, busan.id)
    judge = make.account(Role.JUDGE, edition=edition)
    assert judge.name in staff.get(path).text
    staff.post(f"{path}/seat", {"account": judge.id})
    (panelist,) = queries.panel(session, round_.id)
    assert staff.get(f"{path}/{panelist.id}/drop").status_code == 200
    staff.post(f"{path}/{panelist.id}/drop")
    assert session.get(Panelist, panelist.id).dropped_at is not None
    assert staff.get(f"{path}/999999/drop").status_code == 404


def test_opening_shows_who_will_see_what_and_what_is_missing(staff, session):
    edition, home = make.edition(), make.government()
    round_ = make.judging_round(edition)
    page = staff.get(f"/staff/rounds/{round_.id}/open")
    assert "There is no judge." in page.text
    assert "There is no accepted work." in page.text
    assert staff.post(f"/staff/rounds/{round_.id}/open").status_code == 409
    make.entry(edition=edition, government=home, state=make.EntryState.ACCEPTED)
    make.panelist(round_, make.account(Role.JUDGE, government=home, edition=edition))
    assert "1 work would be judged by nobody" in staff.get(f"/staff/rounds/{round_.id}/open").text
    assert "The round is open" in staff.follow(staff.post(f"/staff/rounds/{round_.id}/open")).text
    assert staff.post(f"/staff/rounds/{round_.id}/open").status_code == 303  # pressed twice
    staff.post(f"/staff/rounds/{round_.id}/pause")
    assert round_.state is RoundState.PAUSED
    staff.post(f"/staff/rounds/{round_.id}/resume")
    assert round_.state is RoundState.OPEN


def test_while_judges_mark_staff_see_progress_but_no_score(staff):
    round_, (judge, _other), _entries = make.open_round()
    make.mark(judge, make.sheets_of(judge, round_)[0], 9, 9, 8, note="ZZNOTE")
    page = staff.get(f"/staff/rounds/{round_.id}/")
    assert "1 of 3" in page.text
    assert judge.name in page.text
    assert staff.get(f"/staff/results/{round_.id}").status_code == 409
    assert staff.get(f"/staff/results/{round_.id}.csv").status_code == 409
    for path in ("", "judges", "remarks", "criteria", "close"):
        assert "96.3" not in staff.get(f"/staff/rounds/{round_.id}/{path}").text
    assert "ZZNOTE" not in staff.get(f"/staff/rounds/{round_.id}/remarks").text


def test_closing_with_votes_missing_has_to_be_meant(staff, session):
    round_, _judges, _entries = make.open_round(works=2)
    path = f"/staff/rounds/{round_.id}/close"
    page = staff.get(path)
    assert "4 votes are missing" in page.text
    assert "2 works have no mark at all" in page.text
    assert staff.post(path, {"missing": "4"}).status_code == 422
    assert staff.post(path, {"missing": "1", "sure": "y"}).status_code == 409
    assert "The round is closed" in staff.follow(staff.post(path, {"missing": "4", "sure": "y"})).text
    assert session.get(Round, round_.id).state is RoundState.CLOSED
    assert staff.get(path).status_code == 200
    assert staff.get(f"/staff/awards/rounds/{round_.id}/reopen").status_code == 200
    staff.post(f"/staff/awards/rounds/{round_.id}/reopen")
    assert round_.state is RoundState.OPEN


def test_what_judges_said_is_read_by_staff(staff, session):
    round_, (judge, other), _entries = make.open_round(works=2)
    a, b = make.sheets_of(judge, round_)
    actions.flag(session, make.actor(judge), a.id, reason=FlagReason.COPIED, note="Seen in a book", now=clock.now())
    actions.recuse(session, make.actor(judge), b.id, reason=Knows.PUPIL, now=clock.now())
    make.mark(other, make.sheets_of(other, round_)[0], 1, 1, 1, note="A quiet one")
    page = staff.get(f"/staff/rounds/{round_.id}/remarks")
    assert "It looks copied: Seen in a book" in page.text
    assert "It is by a pupil of mine" in page.text
    assert "A quiet one" not in page.text
    actions.close(session, make.staff(), round_, missing_seen=9, now=clock.now())
    assert "A quiet one" in staff.get(f"/staff/rounds/{round_.id}/remarks").text


def test_nobody_else_comes_here(new_browser, session):
    round_, _accounts, _entries = closed(session)
    for role in (Role.JUDGE, Role.COORDINATOR):
        other = new_browser().sign_in(make.account(role, government=make.government()))
        for path in ("rounds/", f"rounds/{round_.id}/", f"rounds/{round_.id}/close", f"results/{round_.id}", f"results/{round_.id}.csv", f"rounds/{round_.id}/judges"):
            assert other.get(f"/staff/{path}").status_code == 404
        assert other.post(f"/staff/awards/rounds/{round_.id}/reopen").status_code == 404
    assert new_browser().get(f"/staff/results/{round_.id}").status_code == 303


def test_pages_ask_a_fixed_number_of_questions(staff, session, queries):
    for works, judges in ((1, 1), (3, 3)):
        round_, _accounts, _entries = closed(session, works=works, judges=judges)
        edition = session.get(type(make.edition()), round_.edition_id)
        for path, most in ((f"/staff/rounds/?edition={edition.number}", 8), (f"/staff/rounds/{round_.id}/", 14)):
            with queries(most):
                assert staff.get(path).status_code == 200


@pytest.mark.parametrize("lang", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_every_page_speaks_every_language(staff, session, lang):
    round_, _accounts, _entries = closed(session)
    draft = make.judging_round(make.edition())
    running, _judges, _works = make.open_round()
    for path in (
        "rounds/", f"rounds/new?edition={make.edition().number}", f"rounds/{round_.id}/", f"results/{round_.id}", f"results/{round_.id}.csv", f"rounds/{running.id}/close",
        f"rounds/{draft.id}/open", f"rounds/{draft.id}/edit", f"rounds/{draft.id}/criteria", f"rounds/{draft.id}/criteria/new", f"rounds/{running.id}/judges",
        f"rounds/{running.id}/remarks", f"awards/rounds/{round_.id}/reopen",
    ):  # fmt: skip
        assert staff.get(f"/staff/{path}{'&' if '?' in path else '?'}lang={lang}").status_code == 200


def test_a_grant_for_another_edition_seats_nobody(session):
    edition, other = make.edition(), make.edition()
    round_ = make.judging_round(edition)
    judge = make.account(Role.JUDGE, edition=other)
    assert actions.seat_invited(session, clock.now()) == 0
    make.save(Grant(account_id=judge.id, role=Role.JUDGE, edition_id=edition.id))
    assert actions.seat_invited(session, clock.now()) == 1
    assert len(queries.panel(session, round_.id)) == 1


def test_what_judges_said_leads_to_the_work_and_to_its_mask(staff, session):
    round_, (judge, _other), entries = make.open_round(works=2)
    a, b = make.sheets_of(judge, round_)
    number = {entry.id: entry.receipt for entry in entries}
    actions.flag(session, make.actor(judge), a.id, reason=FlagReason.NAMED, note="", now=clock.now())
    actions.flag(session, make.actor(judge), b.id, reason=FlagReason.COPIED, note="", now=clock.now())
    page = staff.get(f"/staff/rounds/{round_.id}/remarks").text
    for sheet in (a, b):
        assert f'href="/staff/entries/{number[sheet.entry_id]}"' in page
    assert page.count("Cover it on the picture") == 1
    assert f'href="/staff/entries/{number[a.entry_id]}/picture"' in page
    assert staff.get(f"/staff/entries/{number[a.entry_id]}/picture").status_code == 200
    home = staff.get("/staff/").text
    assert "Works judges asked you to look at" in home
    assert f"/staff/rounds/{round_.id}/remarks" in home
    for flag in session.scalars(select(Flag)).all():
        staff.follow(staff.post(f"/staff/rounds/{round_.id}/remarks/{flag.id}", {}))
    assert "Works judges asked you to look at" not in staff.get("/staff/").text
    assert staff.get(f"/staff/rounds/{round_.id}/remarks").text.count("Look at it again:") == 2
    staff.post(f"/staff/rounds/{round_.id}/remarks/{flag.id}", {"open": "1"})
    assert "Works judges asked you to look at" in staff.get("/staff/").text
    actions.close(session, make.staff(), round_, missing_seen=9, now=clock.now())
    session.flush()
    assert "Works judges asked you to look at" not in staff.get("/staff/").text


def uneven(session, judges=4, works=10):
    """A round in preparation with one judge for each work, and one work every judge is kept away from."""
    edition, home = make.edition(), make.government()
    round_ = make.judging_round(edition, per_work=1, deal_seed="seed")
    accounts = [make.account(Role.JUDGE, government=home, edition=edition) for _ in range(judges)]
    for account in accounts:
        make.panelist(round_, account)
    entries = [make.entry(edition=edition, state=make.EntryState.ACCEPTED, government=home if n == 0 else make.government()) for n in range(works)]
    return round_, accounts, entries


def test_a_deal_names_the_works_and_judges_that_fall_short(staff, session):
    round_, accounts, entries = uneven(session)
    for page in (f"/staff/rounds/{round_.id}/assignment?who=some&per_work=1", f"/staff/rounds/{round_.id}/open"):
        text = staff.get(page).text
        assert f'href="/staff/entries/{entries[0].receipt}"' in text
        assert f'href="/staff/entries/{entries[1].receipt}"' not in text
        assert "have no work in common" in text
        assert f"{accounts[0].name} – {accounts[1].name}" in text


def test_only_the_first_works_are_listed_and_the_others_counted(staff, session, monkeypatch):
    round_, _accounts, entries = uneven(session)
    for entry in entries:
        entry.government_id = entries[0].government_id
    monkeypatch.setattr("contest.judging.routes.assignment.MOST_WORKS", 3)
    text = staff.get(f"/staff/rounds/{round_.id}/assignment?who=all").text
    assert (text.count("/staff/entries/"), "and 7 more" in text) == (3 + staff.get(f"/staff/rounds/{round_.id}/criteria").text.count("/staff/entries/"), True)


def test_roughly_linked_judges_are_told_again_before_opening(staff, session, monkeypatch):
    round_, _accounts, _entries = uneven(session, judges=3)
    round_.per_work = 2
    session.flush()
    monkeypatch.setattr("contest.judging.routes.staff.WEAK_LINKAGE", 1.1)
    assert "Judges could be compared only roughly" in staff.get(f"/staff/rounds/{round_.id}/open").text


def very_many(monkeypatch):
    """A round in preparation with more works than everybody should judge unasked."""
    edition = make.edition()
    round_ = make.judging_round(edition)
    for _ in range(3):
        make.entry(edition=edition, state=make.EntryState.ACCEPTED)
        make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    monkeypatch.setattr("contest.judging.rules.assignment.EVERYBODY", 2)
    monkeypatch.setattr("contest.judging.rules.assignment.SOME", 2)
    return round_


def test_very_many_works_for_everybody_have_to_be_meant(staff, session, monkeypatch):
    round_ = very_many(monkeypatch)
    path = f"/staff/rounds/{round_.id}/open"
    assert "Does everybody judge all these works?" in staff.get(path).text
    refused = staff.post(path, {})
    assert (refused.status_code, "Tick this if you mean it" in refused.text, round_.state) == (422, True, RoundState.DRAFT)
    round_.opens_at = clock.now()
    assert actions.open_due(session, clock.now()) == 0  # the clock does not open what nobody has said
    assert "Nobody has said that every judge" in staff.get(f"/staff/rounds/{round_.id}/").text
    assert staff.post(path, {"everybody": "y"}).status_code == 303
    assert round_.state is RoundState.OPEN


def test_who_has_chosen_everybody_is_not_asked_again(staff, session, monkeypatch):
    round_ = very_many(monkeypatch)
    staff.post(f"/staff/rounds/{round_.id}/assignment", {"per_work": "", "seed": ""})
    assert "Does everybody judge" not in staff.get(f"/staff/rounds/{round_.id}/open").text
    assert staff.post(f"/staff/rounds/{round_.id}/open", {}).status_code == 303
