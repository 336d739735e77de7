"""What pages say of rules that stay, forms sent twice, works nobody scored, and tables of compared works."""

import csv
import re
from io import StringIO

import pytest
from sqlalchemy import select

from contest.awards import actions as giving
from contest.awards import queries as awards
from contest.core import clock
from contest.editions.models import Edition
from contest.judging import actions, queries
from contest.judging.actions import Choice, CriterionCommand
from contest.judging.actions.rule import RuleCommand, choose_rule
from contest.judging.models import Duel
from contest.judging.queries import panels
from contest.judging.rules import DEFAULT, TiePolicy
from contest.judging.states import Abstains, RoundKind, RoundState, SheetState, Source
from contest.policy import SYSTEM
from tests import make
from tests.judged import details, judged, seat_of, words

HUGE = "99999999999999999999"


def after(session, before, kind=RoundKind.SCORING):
    edition = queries.by_id(session, before.id).edition
    return actions.create_round(session, make.staff(), edition, actions.RoundCommand(make.six("Second"), {}, kind=kind), now=clock.now())


def paired(session):
    """A closed round of two works compared by one judge, chosen out of a tie."""
    first, (judge,), entries = judged(session, 5, 5)
    round_ = after(session, first, RoundKind.PAIRWISE)
    make.panelist(round_, judge)
    picked = Choice(Source.PICKED, first.id, picked=[e.id for e in entries], reason="To part the tie")
    actions.settle_works(session, make.staff(), round_, picked, now=clock.now())
    actions.open_round(session, make.staff(), round_, now=clock.now())
    session.flush()
    seat = seat_of(session, round_, judge)
    one, two = make.sheets_of(judge, round_)
    for sheet in (one, two):
        sheet.state = SheetState.SCORED
    made = Duel(panelist_id=seat.id, left_id=one.id, right_id=two.id, position=1)
    duel = session.scalar(select(Duel).where(Duel.panelist_id == seat.id)) or make.save(made)
    duel.winner_id, duel.decided_at = one.id, clock.now()
    session.flush()
    actions.close(session, make.staff(), round_, missing_seen=9, now=clock.now())
    session.flush()
    return round_


# ── the rule ──


def test_the_rule_page_says_why_there_is_no_form(staff, session):
    round_, (judge,), _entries = judged(session, 9, 5, 1, tiers=[1])
    path = f"/staff/results/{round_.id}/rule"
    assert "Count by this rule" in staff.get(path).text
    later = after(session, round_)
    actions.settle_works(session, make.staff(), later, Choice(Source.TOP, round_.id, 2), now=clock.now())
    page = staff.get(path).text
    assert "have to be chosen again" in page
    assert "Count by this rule" in page
    make.panelist(later, judge)
    actions.open_round(session, make.staff(), later, now=clock.now())
    page = staff.get(path).text
    assert "The rule stays as it is" in page
    assert f"/staff/rounds/{later.id}/" in page
    assert "Count by this rule" not in page


def test_the_rule_page_sends_to_the_lock_first(staff, session):
    round_, _judges, _entries = judged(session, 9, 5, 1, tiers=[1])
    digest = awards.preview(session, round_).digest
    made = giving.propose(session, make.staff(), session.get(Edition, round_.edition_id), round_, digest=digest, now=clock.now())
    giving.lock(session, make.staff(), made, now=clock.now())
    session.flush()
    page = staff.get(f"/staff/results/{round_.id}/rule").text
    assert "unlock it first" in page
    assert "Count by this rule" not in page
    data = {"method": "borda", "tie_policy": "chair", "display_decimals": "2", "reason": "The jury asked for it"}
    assert staff.post(f"/staff/results/{round_.id}/rule", data).status_code == 409


@pytest.mark.parametrize("asked", [HUGE, "-1", "other"])
def test_a_version_that_is_not_of_the_round_is_not_found(staff, session, asked):
    round_, _judges, _entries = judged(session, 9, 5)
    other = make.judging_round(make.edition())
    version = choose_rule(session, make.staff(), other, RuleCommand("mean", (), TiePolicy.CHAIR), now=clock.now())
    asked = str(version.id) if asked == "other" else asked
    for page in ("", ".csv"):
        assert staff.get(f"/staff/results/{round_.id}{page}?rule={asked}").status_code == 404
    assert staff.get(f"/staff/results/{round_.id}?rule={round_.rule_id}").status_code == 200


def test_a_rule_the_system_set_says_so_in_the_language_of_the_page(staff, session):
    edition = make.edition()
    make.entry(edition=edition, state=make.EntryState.ACCEPTED)
    round_ = make.judging_round(edition)
    make.panelist(round_, make.account(make.Role.JUDGE, edition=edition))
    actions.open_round(session, SYSTEM, round_, now=clock.now())
    details(session, "round:rule")  # as a commit does
    page = staff.get(f"/staff/results/{round_.id}/rule?lang=ru").text
    assert ">Система<" in page
    assert ">system<" not in page


def test_the_page_says_that_a_rule_went_with_its_criterion(staff, session):
    round_ = make.judging_round(make.edition())
    session.flush()
    first, second, _third = queries.criteria(session, round_.id)
    choose_rule(session, make.staff(), round_, RuleCommand(DEFAULT, (second.id,), TiePolicy.CHAIR), now=clock.now())
    path = f"/staff/rounds/{round_.id}/criteria"
    assert "asked for a criterion that is gone" not in staff.follow(staff.post(f"{path}/{first.id}/remove")).text
    assert "asked for a criterion that is gone" in staff.follow(staff.post(f"{path}/{second.id}/remove")).text
    choose_rule(session, make.staff(), round_, RuleCommand(DEFAULT, (queries.criteria(session, round_.id)[0].id,), TiePolicy.CHAIR), now=clock.now())
    assert "asked for a criterion that is gone" in staff.follow(staff.post(f"{path}/usual")).text


def test_a_version_of_before_names_the_criteria_of_before(staff, session):
    round_ = make.judging_round(make.edition(), criteria=2)
    session.flush()
    last = queries.criteria(session, round_.id)[1]
    choose_rule(session, make.staff(), round_, RuleCommand(DEFAULT, (last.id,), TiePolicy.CHAIR), now=clock.now())
    actions.remove_criterion(session, make.staff(), round_, last.id, now=clock.now())
    actions.add_criterion(session, make.staff(), round_, CriterionCommand({"en": "Quite another"}, {}, 2), now=clock.now())
    details(session, "round:rule")
    versions = staff.get(f"/staff/results/{round_.id}/rule").text.split('id="before"')[1]
    assert "Criterion 2 en" in versions
    assert "Quite another" not in versions


# ── compared works ──


def test_the_table_of_compared_works_has_every_figure_under_its_head(staff, session):
    round_ = paired(session)
    heads, *rows = csv.reader(StringIO(staff.get(f"/staff/results/{round_.id}.csv?line=1").data.decode("utf-8-sig")))
    assert len(rows) == 2
    assert {len(row) for row in rows} == {len(heads)}
    assert heads[11:] == ["Probability of being in", "Judge A"]
    assert [row[-1] for row in rows] == ["100.00", "0.00"]
    for page in (f"/staff/results/{round_.id}", f"/staff/results/{round_.id}/rule"):
        text = staff.get(page).text
        assert "median of the scores" not in text
        assert "lowest score" not in text


# ── a form sent twice ──


def fields(page):
    return {name: value for tag in re.findall(r"<input[^>]*>", page.text) for name, value in [(_of(tag, "name"), _of(tag, "value"))] if name}


def _of(tag, name):
    found = re.search(rf' {name}="([^"]*)"', tag)
    return found[1] if found else ""


def test_a_new_round_sent_twice_is_one_round(staff, session):
    edition = make.edition()
    path = f"/staff/rounds/new?edition={edition.number}"
    draft = fields(staff.get(path))["draft"]
    assert draft != fields(staff.get(path))["draft"]
    data = {**words("titles", en="First look"), "kind": "scoring", "calibration": "0", "seats_all_judges": "y", "draft": draft}
    first, again = staff.post(path, data), staff.post(path, data)
    assert first.location == again.location
    assert len(queries.rounds(session, edition.id)) == 1
    assert staff.post(path, {**data, **words("titles", en="Another look")}).status_code == 409
    assert staff.post(path, {**data, "draft": ""}).location != first.location


def test_a_new_criterion_sent_twice_is_one_criterion(staff, session):
    round_ = make.judging_round(make.edition(), criteria=2)
    session.flush()
    path = f"/staff/rounds/{round_.id}/criteria/new"
    draft = fields(staff.get(path))["draft"]
    data = {**words("names", en="Heart"), "low": "1", "high": "10", "step": "1", "weight": "1", "position": "3", "draft": draft}
    assert [staff.post(path, data).status_code for _ in range(2)] == [303, 303]
    assert len(queries.criteria(session, round_.id)) == 3
    assert staff.post(path, {**data, "weight": "2"}).status_code == 409


# ── works nobody scored ──


def test_works_nobody_scored_are_shown_and_can_be_ticked(staff, session):
    before, (judge,), entries = make.open_round(works=3, judges=1)
    *others, last = make.sheets_of(judge, before)
    for sheet in others:
        make.mark(judge, sheet, 5, 5, 5)
    actions.abstain(session, make.actor(judge), last.id, reason=Abstains.UNFAIR, now=clock.now())
    actions.close(session, make.staff(), before, missing_seen=0, now=clock.now())
    round_ = after(session, before)
    page = staff.get(f"/staff/rounds/{round_.id}/works?source=picked&source_round={before.id}").text
    assert page.count("nobody scored it") == 1
    assert f'value="{last.entry_id}"' in page
    data = {"source": "picked", "source_round": before.id, "picked": [last.entry_id], "reason": "Nobody could judge it there"}
    assert staff.post(f"/staff/rounds/{round_.id}/works", data).status_code == 303
    assert list(panels.work_ids(session, round_)) == [last.entry_id]
    stranger = make.entry(edition=session.get(Edition, before.edition_id), state=make.EntryState.ACCEPTED)
    pairs = after(session, before, RoundKind.PAIRWISE)
    page = staff.post(f"/staff/rounds/{pairs.id}/works", {**data, "picked": [stranger.id, last.entry_id, entries[0].id]})
    assert page.status_code == 422
    assert re.search(r"stand equal to no other: [^<]*" + re.escape(session.get(make.Entry, last.entry_id).receipt), page.text)


def test_a_round_says_that_the_round_its_works_came_from_is_open(staff, session):
    first, (judge,), _entries = judged(session, 9, 7, 5)
    later = after(session, first)
    make.panelist(later, judge)
    actions.settle_works(session, make.staff(), later, Choice(Source.TOP, first.id, 2), now=clock.now())
    first.state = RoundState.OPEN
    session.flush()
    assert f"results of round {first.position}, which is not closed" in staff.get(f"/staff/rounds/{later.id}/open").text
