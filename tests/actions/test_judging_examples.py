"""Which works a briefing may show as examples, who decides so, and what is written down."""

import pytest

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.editions.models import Edition
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries.states import EntryState
from contest.judging import actions as rounds
from contest.judging.actions import examples as actions
from contest.judging.actions.examples import ExampleCommand
from contest.judging.models import Criterion
from contest.judging.queries import criteria as criteria_of
from contest.judging.queries import examples as reads
from contest.judging.rules.examples import MOST, printed_number
from contest.judging.states import RoundState
from contest.policy import Role
from tests import make
from tests.actions.test_judging_rounds import next_round
from tests.hung import Published
from tests.judged import details

NOW = clock.now()


@pytest.fixture
def past(session):
    return Published()


def number(entry, published):
    return printed_number(published.edition.number, entry.public_number)


def add(session, round_, entry, published, **given):
    made = actions.add_example(session, make.staff(), round_, number(entry, published), ExampleCommand(**given), now=NOW)
    session.flush()
    return made


def shown(session, round_):
    return [(each.criterion_id, dict(each.words)) for each in reads.for_judges(session, round_, str)]


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED])
def test_examples_may_be_chosen_until_the_round_is_closed(session, past, state):
    round_ = make.judging_round(make.edition(), state=state)
    criterion = criteria_of(session, round_.id)[1]
    first, second = past.winner(), past.winner()
    add(session, round_, first, past, words={"en": "Strong composition"}, criterion_id=criterion.id)
    add(session, round_, second, past)
    assert shown(session, round_) == [(criterion.id, {"en": "Strong composition"}), (None, {})]
    assert [each["added"] for each in details(session, "round:examples")] == [number(first, past), number(second, past)]


def test_not_in_a_closed_round_and_by_nobody_else(session, past):
    closed, judge = make.judging_round(make.edition(), state=RoundState.CLOSED), make.account(Role.JUDGE)
    with pytest.raises(Conflict):
        add(session, closed, past.winner(), past)
    with pytest.raises(NotAllowed):
        actions.add_example(session, make.actor(judge), make.judging_round(make.edition()), number(past.winner(), past), ExampleCommand(), now=NOW)


HIDDEN = {
    "not permitted": {"show": "no"},
    "never asked": {"asked": False},
    "taken down": {"taken_down_at": NOW},
    "withdrawn": {"state": EntryState.WITHDRAWN},
    "disqualified": {"state": EntryState.DISQUALIFIED},
}


@pytest.mark.parametrize("why", HIDDEN)
def test_a_work_the_public_does_not_see_cannot_be_chosen_and_vanishes_where_it_was(session, past, why):
    round_ = make.judging_round(make.edition())
    hidden, gone = past.winner(**HIDDEN[why]), past.winner()
    with pytest.raises(Invalid):
        add(session, round_, hidden, past)
    add(session, round_, gone, past)
    for name, value in HIDDEN[why].items():
        if name == "show":
            make.consent(gone, Purpose.SHOW, "no")
        elif name == "asked":
            for row in session.query(make.Consent).filter_by(entry_id=gone.id):
                row.withdrawn_at = NOW
        else:
            setattr(gone, name, value)
    session.flush()
    assert shown(session, round_) == []
    assert [each.public for each in reads.for_staff(session, round_)] == [False]


def test_a_work_of_an_edition_that_is_not_out_or_of_the_edition_judged_cannot_be_chosen(session):
    coming, own = Published(state=EditionState.ANNOUNCED), Published()
    with pytest.raises(Invalid, match="no work with this number"):
        add(session, make.judging_round(make.edition()), coming.winner(), coming)
    with pytest.raises(Invalid, match="edition that is judged"):
        add(session, make.judging_round(own.edition), own.winner(), own)
    unknown = make.judging_round(make.edition())
    with pytest.raises(Invalid, match="edition that is judged"):
        actions.add_example(session, make.staff(), unknown, f"{session.get(Edition, unknown.edition_id).number}-0001", ExampleCommand(), now=NOW)


def test_the_same_work_twice_is_one_example_and_there_is_an_end(session, past):
    round_, work = make.judging_round(make.edition()), past.winner()
    assert add(session, round_, work, past, words={"en": "A"}) is add(session, round_, work, past, words={"en": "B"})
    assert shown(session, round_) == [(None, {"en": "A"})]
    with pytest.raises(Invalid, match="already"):
        reads.choosable(session, round_, number(work, past))
    for _n in range(MOST - 1):
        add(session, round_, past.winner(), past)
    with pytest.raises(Invalid, match="may have up to"):
        add(session, round_, past.winner(), past)


def test_they_are_moved_removed_and_put_back_where_they_were(session, past):
    round_, staff = make.judging_round(make.edition()), make.staff()
    a, b, c = (add(session, round_, past.winner(), past, words={"en": word}) for word in "abc")

    def order():
        session.flush()
        return "".join(words["en"] for _criterion, words in shown(session, round_))

    actions.move_example(session, staff, round_, c.id, -1, now=NOW)
    assert order() == "acb"
    actions.move_example(session, staff, round_, a.id, -1, now=NOW)
    actions.remove_example(session, staff, round_, c.id, now=NOW)
    actions.remove_example(session, staff, round_, c.id, now=NOW)
    assert order() == "ab"
    actions.put_back_example(session, staff, round_, c.id, now=NOW)
    actions.put_back_example(session, staff, round_, c.id, now=NOW)
    assert order() == "acb"
    actions.change_example(session, staff, round_, b.id, ExampleCommand({"en": "z"}), now=NOW)
    assert order() == "acz"
    assert [{*each} for each in details(session, "round:examples")][3:] == [{"moved", "to"}, {"removed"}, {"back"}, {"changed"}]


def test_one_that_was_removed_comes_back_at_the_end_with_new_words(session, past):
    round_, work = make.judging_round(make.edition()), past.winner()
    first = add(session, round_, work, past, words={"en": "old"})
    add(session, round_, past.winner(), past, words={"en": "other"})
    actions.remove_example(session, make.staff(), round_, first.id, now=NOW)
    add(session, round_, work, past, words={"en": "new"})
    assert [words["en"] for _criterion, words in shown(session, round_)] == ["other", "new"]


def test_nothing_of_another_round_is_touched(session, past):
    round_, other = make.judging_round(make.edition()), make.judging_round(make.edition())
    example, staff = add(session, other, past.winner(), past), make.staff()
    foreign = criteria_of(session, other.id)[0].id
    for act in (actions.remove_example, actions.put_back_example):
        with pytest.raises(Missing):
            act(session, staff, round_, example.id, now=NOW)
    with pytest.raises(Missing):
        actions.change_example(session, staff, round_, example.id, ExampleCommand(), now=NOW)
    with pytest.raises(Missing):
        add(session, round_, past.winner(), past, criterion_id=foreign)


def test_an_example_outlives_its_criterion(session, past):
    round_ = make.judging_round(make.edition())
    session.flush()
    criterion = criteria_of(session, round_.id)[0]
    add(session, round_, past.winner(), past, criterion_id=criterion.id)
    rounds.remove_criterion(session, make.staff(), round_, criterion.id, now=NOW)
    session.flush()
    session.expire_all()
    assert shown(session, round_) == [(None, {})]
    add(session, round_, past.winner(), past, criterion_id=criteria_of(session, round_.id)[0].id)
    rounds.usual_criteria(session, make.staff(), round_, now=NOW)
    session.expire_all()
    assert [criterion for criterion, _words in shown(session, round_)] == [None, None]


def test_a_round_made_like_another_has_its_examples_with_their_criteria(session, past):
    before = make.judging_round(make.edition(), position=1)
    session.flush()
    criterion = criteria_of(session, before.id)[1]
    add(session, before, past.winner(), past, words={"en": "one"}, criterion_id=criterion.id)
    gone = add(session, before, past.winner(), past)
    add(session, before, past.winner(), past, words={"en": "two"})
    actions.remove_example(session, make.staff(), before, gone.id, now=NOW)
    made = next_round(session, before)
    copied = session.query(Criterion).filter_by(round_id=made.id, position=criterion.position).one()
    assert shown(session, made) == [(copied.id, {"en": "one"}), (None, {"en": "two"})]


def test_reading_them_costs_the_same_however_many_there_are(session, past, queries):
    round_ = make.judging_round(make.edition())
    for _n in range(3):
        add(session, round_, past.winner(), past)
        with queries(3):
            reads.for_judges(session, round_, str)
