"""What rests on the results of a round keeps them as they are: later rounds, allocations, and the rule they are counted by."""

import pytest

from contest.awards import actions as giving
from contest.awards import queries as awards
from contest.core import clock
from contest.core.errors import Conflict, Invalid
from contest.editions.models import Edition
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.actions import Choice, CriterionCommand
from contest.judging.actions.opening import blockers
from contest.judging.actions.rule import RuleCommand, choose_rule
from contest.judging.queries import panels
from contest.judging.rules import DEFAULT, TiePolicy
from contest.judging.states import Abstains, RoundKind, RoundState, Source
from tests import make
from tests.judged import details, judged

NOW = clock.now()
BORDA = RuleCommand("borda", (), TiePolicy.ROUND, reason="Another way of counting")


def after(session, before, kind=RoundKind.SCORING):
    edition = queries.by_id(session, before.id).edition
    return actions.create_round(session, make.staff(), edition, actions.RoundCommand(make.six("Second"), {}, kind=kind), now=NOW)


def taking(session, before, judge, number=2):
    """A later round in preparation with a judge, and the best of the earlier one."""
    later = after(session, before)
    make.panelist(later, judge)
    actions.settle_works(session, make.staff(), later, Choice(Source.TOP, before.id, number), now=NOW)
    return later


def proposed(session, round_):
    digest = awards.preview(session, round_).digest
    return giving.propose(session, make.staff(), session.get(Edition, round_.edition_id), round_, digest=digest, now=NOW)


# ── the round its works came from is open again ──


def test_a_round_stays_shut_while_the_round_its_works_came_from_is_open(session):
    first, (judge,), _entries = judged(session, 9, 7, 5)
    later = taking(session, first, judge)
    assert blockers(session, later, NOW) == []
    first.state = RoundState.OPEN  # reopened in the moment in which the works were chosen
    session.flush()
    assert [(each.page, each.values["number"]) for each in blockers(session, later, NOW)] == [("works", first.position)]
    with pytest.raises(Conflict, match="not closed"):
        actions.open_round(session, make.staff(), later, now=NOW)
    assert later.state is RoundState.DRAFT


def test_whoever_decides_by_results_holds_all_rounds_they_come_from(session, queries):
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    first, (judge,), entries = judged(session, 9, 7, 5, tiers=[1])
    extra = after(session, first, RoundKind.PAIRWISE)
    extra.state = RoundState.CLOSED
    later = after(session, first)
    session.flush()

    def held(act):
        with queries(1000) as seen:
            act()
        return [statement for statement in seen if "FROM round" in statement and "state =" in statement and "FOR UPDATE" in statement]

    assert held(lambda: actions.settle_works(session, make.staff(), later, Choice(Source.PICKED, first.id, picked=[entries[0].id], reason="Why not"), now=NOW))
    make.panelist(later, judge)
    assert held(lambda: actions.open_round(session, make.staff(), later, now=NOW))
    extra.state = RoundState.DRAFT
    session.flush()
    made = proposed(session, first)
    assert held(lambda: giving.lock(session, make.staff(), made, now=NOW))


# ── the rule ──


def test_the_rule_stays_under_a_locked_or_published_allocation(session):
    round_, _judges, _entries = judged(session, 9, 5, 1, tiers=[1])
    made = proposed(session, round_)
    giving.lock(session, make.staff(), made, now=NOW)
    held = round_.rule_id
    with pytest.raises(Conflict, match="unlock it first"):
        choose_rule(session, make.staff(), round_, BORDA, now=NOW)
    giving.publish(session, make.staff(), made, winners=1, now=NOW)
    with pytest.raises(Conflict, match="unlock it first"):
        choose_rule(session, make.staff(), round_, BORDA, now=NOW)
    assert round_.rule_id == held


def test_the_rule_changes_again_once_the_allocation_is_unlocked(session):
    round_, _judges, _entries = judged(session, 9, 5, 1, tiers=[1])
    made = proposed(session, round_)
    giving.lock(session, make.staff(), made, now=NOW)
    giving.unlock(session, make.staff(), made, reason="The rule was the wrong one", now=NOW)
    assert choose_rule(session, make.staff(), round_, BORDA, now=NOW).method == "borda"


def test_the_rule_stays_once_a_later_round_has_begun_on_its_works(session):
    first, (judge,), _entries = judged(session, 9, 7, 5)
    later = taking(session, first, judge)
    actions.open_round(session, make.staff(), later, now=NOW)
    with pytest.raises(Conflict, match="The rule stays as it is"):
        choose_rule(session, make.staff(), first, BORDA, now=NOW)


def test_another_rule_takes_back_the_works_of_a_later_round_in_preparation(session):
    first, (judge,), _entries = judged(session, 9, 7, 5)
    later = taking(session, first, judge)
    held = queries.rule_of(session, first.id)
    same = RuleCommand(held.method, held.tie_break, held.tie_policy, held.display_decimals)
    choose_rule(session, make.staff(), first, same, now=NOW)
    assert panels.settled(session, later.id)  # the rule it has already changes nothing
    choose_rule(session, make.staff(), first, BORDA, now=NOW)
    assert not panels.settled(session, later.id)
    assert details(session, "round:rule")[-1]["undone"] == [later.position]
    with pytest.raises(Conflict, match="not settled"):
        actions.open_round(session, make.staff(), later, now=NOW)


def test_a_rule_goes_with_a_criterion_it_asks_for(session):
    round_ = make.judging_round(make.edition())
    session.flush()
    first, second, third = queries.criteria(session, round_.id)
    choose_rule(session, make.staff(), round_, RuleCommand(DEFAULT, (third.id,), TiePolicy.CHAIR), now=NOW)
    actions.remove_criterion(session, make.staff(), round_, second.id, now=NOW)
    assert round_.rule_id is not None
    actions.remove_criterion(session, make.staff(), round_, third.id, now=NOW)
    assert round_.rule_id is None
    new = actions.add_criterion(session, make.staff(), round_, CriterionCommand({"en": "Quite another"}, {}, 1), now=NOW)
    assert queries.rule_of(session, round_.id).tie_break == (new.id, first.id)
    choose_rule(session, make.staff(), round_, RuleCommand(DEFAULT, (new.id,), TiePolicy.CHAIR), now=NOW)
    actions.usual_criteria(session, make.staff(), round_, now=NOW)
    assert round_.rule_id is None
    choose_rule(session, make.staff(), round_, RuleCommand(DEFAULT, (), TiePolicy.CHAIR), now=NOW)
    actions.usual_criteria(session, make.staff(), round_, now=NOW)
    assert round_.rule_id is not None  # it asks for none of them


# ── works nobody scored ──


@pytest.fixture
def unscored(session):
    """A closed round whose last work nobody scored."""
    round_, (judge,), _entries = make.open_round(works=3, judges=1, pictures=False)
    *others, last = make.sheets_of(judge, round_)
    for sheet in others:
        make.mark(judge, sheet, 5, 5, 5)
    actions.abstain(session, make.actor(judge), last.id, reason=Abstains.UNFAIR, now=NOW)
    actions.close(session, make.staff(), round_, missing_seen=0, now=NOW)
    session.flush()
    return round_, last.entry_id, others[0].entry_id


def test_a_work_nobody_scored_is_sent_on_by_name(session, unscored):
    round_, alone, scored = unscored
    later = after(session, round_)
    asked = Choice(Source.PICKED, round_.id, picked=[alone, scored], reason="Nobody could judge it there")
    assert actions.settle_works(session, make.staff(), later, asked, now=NOW) == 2
    assert set(panels.work_ids(session, later)) == {alone, scored}


def test_works_that_are_not_of_that_round_are_refused_by_their_receipts(session, unscored):
    round_, _alone, scored = unscored
    later = after(session, round_)
    other = make.entry(edition=make.edition(), state=EntryState.ACCEPTED)
    with pytest.raises(Invalid) as refused:
        actions.settle_works(session, make.staff(), later, Choice(Source.PICKED, round_.id, picked=[scored, other.id], reason="Why not"), now=NOW)
    assert refused.value.values["numbers"] == other.receipt
    assert not panels.settled(session, later.id)


def test_a_work_nobody_scored_parts_no_tie(session, unscored):
    round_, alone, scored = unscored
    pairs = after(session, round_, RoundKind.PAIRWISE)
    with pytest.raises(Invalid, match="stand equal to no other"):
        actions.settle_works(session, make.staff(), pairs, Choice(Source.PICKED, round_.id, picked=[alone, scored], reason="Why not"), now=NOW)


# ── a form sent twice ──


def test_a_new_round_and_a_new_criterion_sent_twice_are_made_once(session):
    edition, staff = make.edition(), make.staff()

    def make_round(title="Round"):
        return actions.create_round(session, staff, edition, actions.RoundCommand(make.six(title), {}), draft="a form", now=NOW)

    round_ = make_round()
    details(session, "")  # as a commit does
    assert make_round() is round_
    with pytest.raises(Conflict, match="sent before"):
        make_round("Another name")
    assert len(queries.rounds(session, edition.id)) == 1

    def add(name="Heart"):
        return actions.add_criterion(session, staff, round_, CriterionCommand({"en": name}, {}, 4), draft="a form", now=NOW)

    made = add()
    details(session, "")
    assert add() is made
    with pytest.raises(Conflict, match="sent before"):
        add("Soul")
    assert len(queries.criteria(session, round_.id)) == 4
    actions.remove_criterion(session, staff, round_, made.id, now=NOW)
    add("Soul")
    assert len(queries.criteria(session, round_.id)) == 4
