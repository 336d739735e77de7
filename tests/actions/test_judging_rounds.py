"""Which works a round judges, how it opens, and what closing and reopening undo."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, Invalid
from contest.entries.states import EntryState
from contest.judging import actions, queries
from contest.judging.actions import Choice
from contest.judging.actions.opening import blockers
from contest.judging.models import RoundWork
from contest.judging.queries import panels
from contest.judging.rules.works import Placed, Ties, cut, settled
from contest.judging.states import RoundKind, RoundState, Source
from contest.policy import Role
from tests import make
from tests.judged import details, judged

NOW = clock.now()


def next_round(session, before, kind=RoundKind.SCORING, **given):
    edition = queries.by_id(session, before.id).edition
    command = actions.RoundCommand(titles=make.six("Second"), briefings={}, kind=kind, **given)
    return actions.create_round(session, make.staff(), edition, command, now=NOW)


def of(round_, source, number=None, **given):
    return Choice(source, round_.id, number, **given)


# ── the line, without a database ──


def placed(*ranks, groups=()):
    return [Placed(n, rank, Fraction(100 - rank), groups[n] if groups else None) for n, rank in enumerate(ranks)]


def test_the_best_are_taken_and_a_tie_within_them_cuts_nobody():
    assert cut(Source.TOP, 3, placed(1, 2, 2, 4, 5)).inside == (0, 1, 2)
    assert cut(Source.TOP, 3, placed(1, 2, 2, 4, 5)).ties == ()
    assert cut(Source.TOP, 9, placed(1, 2)).inside == (0, 1)
    assert cut(Source.TOP, 0, placed(1, 2)).inside == ()


def test_works_equal_at_the_line_are_told_with_the_places_left():
    found = cut(Source.TOP, 2, placed(1, 2, 2, 2, 5))
    assert found.inside == (0,)
    assert [(tie.places, tie.entries) for tie in found.ties] == [(1, (1, 2, 3))]


def test_each_group_has_a_line_of_its_own():
    found = cut(Source.TOP_OF_GOVERNMENT, 1, placed(1, 1, 3, 4, groups=[7, 7, 8, 8]))
    assert found.inside == (2,)
    assert [(tie.group, tie.places, tie.entries) for tie in found.ties] == [(7, 1, (0, 1))]


def test_from_a_total_upwards_includes_the_total_itself():
    assert cut(Source.THRESHOLD, 9800, placed(1, 2, 3)).inside == (0, 1)


def test_ties_are_settled_by_people_only():
    found = cut(Source.TOP, 1, placed(1, 1, 3))
    with pytest.raises(Invalid):
        settled(found, None, ())
    with pytest.raises(Invalid):
        settled(found, Ties.PICKED, [2])
    assert settled(found, Ties.IN, ()) == [0, 1]
    assert settled(found, Ties.OUT, ()) == []
    assert settled(found, Ties.PICKED, [1]) == [1]


# ── works of a round ──


def test_the_best_of_an_earlier_round_are_the_works_of_the_next(session):
    first, judges, entries = judged(session, 9, 7, 5, 3)
    second = next_round(session, first)
    assert panels.works(session, second) == 4
    assert actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 2), now=NOW) == 2
    assert panels.work_ids(session, second) == sorted(e.id for e in entries[:2])
    make.panelist(second, judges[0])
    actions.open_round(session, make.staff(), second, now=NOW)
    assert {s.entry_id for s in make.sheets_of(judges[0], second)} == {e.id for e in entries[:2]}
    assert details(session, "round:works")[0] | {"of": 0} == {"source": "top", "of": 0, "number": 2, "works": 2, "ties": None, "reason": ""}


def test_a_work_withdrawn_since_is_no_longer_one_of_the_round(session):
    from contest.entries.states import LIFE

    first, _judges, entries = judged(session, 9, 7, 5)
    second = next_round(session, first)
    actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 2), now=NOW)
    LIFE.move(entries[0], EntryState.DISQUALIFIED)
    assert panels.work_ids(session, second) == [entries[1].id]


def test_a_tie_at_the_line_waits_for_a_decision_that_is_recorded(session):
    first, _judges, entries = judged(session, 9, 5, 5, 1)
    second = next_round(session, first)
    with pytest.raises(Invalid) as refused:
        actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 2), now=NOW)
    assert refused.value.field == "ties"
    with pytest.raises(Invalid) as refused:
        picked = of(first, Source.TOP, 2, ties=Ties.PICKED, picked=[entries[2].id])
        actions.settle_works(session, make.staff(), second, picked, now=NOW)
    assert refused.value.field == "reason"
    picked = of(first, Source.TOP, 2, ties=Ties.PICKED, picked=[entries[2].id], reason="The chair looked again")
    actions.settle_works(session, make.staff(), second, picked, now=NOW)
    assert panels.work_ids(session, second) == [entries[0].id, entries[2].id]
    assert details(session, "round:works")[-1]["ties"] == "picked"
    actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 2, ties=Ties.IN), now=NOW)
    assert panels.works(session, second) == 3


def test_a_line_that_moved_since_it_was_shown_is_shown_again(session):
    first, _judges, _entries = judged(session, 9, 7, 5)
    with pytest.raises(Conflict):
        actions.settle_works(session, make.staff(), next_round(session, first), of(first, Source.TOP, 2), seen="another", now=NOW)


@pytest.mark.parametrize("choice", [(Source.TOP, None), (Source.TOP, 0), (Source.THRESHOLD, 10_100), (Source.PICKED, None)])
def test_a_rule_that_says_nothing_is_refused(session, choice):
    first, _judges, _entries = judged(session, 9, 7)
    with pytest.raises(Invalid):
        actions.settle_works(session, make.staff(), next_round(session, first), of(first, *choice), now=NOW)


def test_only_a_closed_earlier_round_of_the_edition_can_be_chosen(session):
    first, _judges, _entries = judged(session, 9, 7)
    stranger, _j, _e = judged(session, 5, 4)
    second = next_round(session, first)
    for round_ in (stranger, second):
        with pytest.raises(Invalid) as refused:
            actions.settle_works(session, make.staff(), second, of(round_, Source.TOP, 1), now=NOW)
        assert refused.value.field == "source_round"


def test_back_to_all_accepted_works(session):
    first, _judges, _entries = judged(session, 9, 7, 5)
    second = next_round(session, first)
    actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 1), now=NOW)
    actions.settle_works(session, make.staff(), second, Choice(Source.ACCEPTED), now=NOW)
    assert panels.works(session, second) == 3
    assert session.scalar(select(RoundWork.id)) is None


def test_the_works_stand_once_the_round_has_opened(session):
    first, judges, _entries = judged(session, 9, 7, 5)
    second = next_round(session, first)
    make.panelist(second, judges[0])
    actions.open_round(session, make.staff(), second, now=NOW)
    with pytest.raises(Conflict):
        actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 1), now=NOW)


# ── kinds ──


def test_every_kind_has_its_usual_criteria(session):
    edition, staff = make.edition(), make.staff()

    def made(kind, **given):
        command = actions.RoundCommand(titles=make.six("Round"), briefings={}, kind=kind)
        round_ = actions.create_round(session, staff, edition, command, now=NOW, **given)
        return [(c.steps, sorted(c.anchors)) for c in queries.criteria(session, round_.id)]

    assert made(RoundKind.QUICK) == [(9, [])]
    assert made(RoundKind.QUICK, three=True) == [(2, ["0", "1", "2"])]
    assert made(RoundKind.QUICK) == [(2, ["0", "1", "2"])]  # as the last of its kind
    assert made(RoundKind.SCORING) == [(9, [])] * 3
    assert made(RoundKind.RANKING) == made(RoundKind.PAIRWISE) == []


@pytest.mark.parametrize(("kind", "criteria"), [(RoundKind.QUICK, 2), (RoundKind.SCORING, 1), (RoundKind.RANKING, 1), (RoundKind.SCORING, 0)])
def test_a_round_opens_only_with_as_many_criteria_as_its_kind_has(session, kind, criteria):
    edition = make.edition()
    round_ = make.judging_round(edition, kind=kind, criteria=criteria)
    make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    make.entry(edition=edition, state=EntryState.ACCEPTED)
    assert [each.page for each in blockers(session, round_, NOW)] == ["criteria"]
    with pytest.raises(Conflict):
        actions.open_round(session, make.staff(), round_, now=NOW)


def test_an_order_is_made_of_at_most_fifty_works(session):
    edition = make.edition()
    round_ = make.judging_round(edition, kind=RoundKind.RANKING, criteria=0)
    make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    for _ in range(51):
        make.entry(edition=edition, state=EntryState.ACCEPTED)
    (blocker,) = blockers(session, round_, NOW)
    assert (blocker.page, blocker.values) == ("works", {"most": 50, "count": 51})


def test_pairs_are_of_an_earlier_round(session):
    first, judges, entries = judged(session, 5, 5, 1)
    round_ = next_round(session, first, RoundKind.PAIRWISE)
    make.panelist(round_, judges[0])
    assert [each.page for each in blockers(session, round_, NOW)] == ["works"]
    picked = of(first, Source.PICKED, picked=[e.id for e in entries[:2]], reason="To part the tie")
    actions.settle_works(session, make.staff(), round_, picked, now=NOW)
    assert blockers(session, round_, NOW) == []


def test_words_for_values_are_kept_while_the_value_exists(session):
    round_ = make.judging_round(make.edition())
    criterion = queries.criteria(session, round_.id)[0]
    command = actions.CriterionCommand({"en": "Heart"}, {}, 1, low=0, high=200, anchors={0: {"en": "Out"}, 200: {"en": "Keep"}, 100: {}})
    actions.change_criterion(session, make.staff(), criterion, round_, command, now=NOW)
    assert criterion.anchors == {"0": {"en": "Out"}, "2": {"en": "Keep"}}
    actions.change_criterion(session, make.staff(), criterion, round_, replace(command, low=100, high=300, step=50, anchors={200: {"en": "Keep"}}), now=NOW)
    assert criterion.anchors == {"2": {"en": "Keep"}}  # two steps above one: the same value


@pytest.mark.parametrize("value", [0, 50, 300])
def test_words_of_a_value_that_is_none_are_refused(session, value):
    round_ = make.judging_round(make.edition())
    criterion = queries.criteria(session, round_.id)[0]
    command = actions.CriterionCommand({"en": "Heart"}, {}, 1, low=100, high=200, anchors={value: {"en": "Gone"}})
    with pytest.raises(Invalid) as refused:
        actions.change_criterion(session, make.staff(), criterion, round_, command, now=NOW)
    assert refused.value.field == f"anchor_{value}"


def test_another_kind_brings_its_own_criteria_and_only_before_opening(session):
    edition, staff = make.edition(), make.staff()
    command = actions.RoundCommand(titles=make.six("Round"), briefings={})
    round_ = actions.create_round(session, staff, edition, command, now=NOW)
    quick = actions.RoundCommand(titles=make.six("Round"), briefings={}, kind=RoundKind.QUICK)
    actions.change_round(session, staff, round_, quick, version=1, now=NOW)
    assert len(queries.criteria(session, round_.id)) == 1
    opened, _judges, _works = make.open_round()
    with pytest.raises(Conflict):
        actions.change_round(session, staff, opened, quick, version=1, now=NOW)


# ── opening by the clock ──


def test_a_round_opens_by_the_clock_when_nothing_stands_in_the_way(session):
    edition = make.edition()
    early = make.judging_round(edition, opens_at=NOW + timedelta(minutes=5))
    ready = make.judging_round(edition, opens_at=NOW - timedelta(minutes=5))
    blocked = make.judging_round(make.edition(), opens_at=NOW - timedelta(minutes=5))
    make.entry(edition=edition, state=EntryState.ACCEPTED)
    for round_ in (early, ready):
        make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    assert actions.open_due(session, NOW) == 1
    assert actions.open_due(session, NOW) == 0
    assert [r.state for r in (early, ready, blocked)] == [RoundState.DRAFT, RoundState.OPEN, RoundState.DRAFT]


def test_a_round_cannot_open_after_it_closes(session):
    round_ = make.judging_round(make.edition())
    command = actions.RoundCommand(make.six("R"), {}, closes_at=NOW + timedelta(days=1), opens_at=NOW + timedelta(days=2))
    with pytest.raises(Invalid) as refused:
        actions.change_round(session, make.staff(), round_, command, version=1, now=NOW)
    assert refused.value.field == "opens_at"


# ── closing and reopening ──


def test_closing_records_how_many_works_have_how_many_votes(session):
    round_, judges, _works = make.open_round(works=3, judges=2, pictures=False)
    for sheet in make.sheets_of(judges[0], round_)[:2]:
        make.mark(judges[0], sheet, 5, 5, 5)
    assert panels.coverage(session, round_) == {0: 1, 1: 2}
    actions.close(session, make.staff(), round_, missing_seen=4, now=NOW)
    assert details(session, "round:close")[0]["votes"] == {"0": 1, "1": 2}


def test_reopening_is_refused_once_a_later_round_has_begun(session):
    first, judges, _entries = judged(session, 9, 7, 5)
    second = next_round(session, first)
    actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 2), now=NOW)
    make.panelist(second, judges[0])
    actions.open_round(session, make.staff(), second, now=NOW)
    with pytest.raises(Conflict):
        actions.reopen(session, make.staff(), first, now=NOW)
    assert first.state is RoundState.CLOSED


def test_reopening_takes_back_the_works_of_a_later_round_in_preparation(session):
    first, _judges, _entries = judged(session, 9, 7, 5)
    second = next_round(session, first)
    actions.settle_works(session, make.staff(), second, of(first, Source.TOP, 2), now=NOW)
    actions.reopen(session, make.staff(), first, now=NOW)
    assert first.state is RoundState.OPEN
    assert not panels.settled(session, second.id)
    assert "works" in [each.page for each in blockers(session, second, NOW)]
    assert details(session, "round:reopen")[0]["undone"] == [second.position]
