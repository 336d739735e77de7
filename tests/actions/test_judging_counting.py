"""What the sheets of each kind of round add up to, and how a final stands above the round before it."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from contest.awards import actions as giving
from contest.awards import queries as awards
from contest.awards.models import Tier
from contest.core import clock
from contest.core.errors import Conflict, Invalid
from contest.editions.models import Edition
from contest.judging import actions, queries
from contest.judging.actions.orders import decide, undo_duel
from contest.judging.actions.rule import RuleCommand, choose_rule
from contest.judging.models import Duel, Mark, Panelist, RoundWork, RuleVersion, Sheet
from contest.judging.queries import counting, panels, results, works
from contest.judging.rules import TiePolicy, lot
from contest.judging.rules.works import cut
from contest.judging.states import RoundKind, SheetState, Source
from contest.ledger.record import seal
from contest.policy import Role
from tests import make
from tests.judged import judged


def scored(session, sheets):
    """As a judge's desk leaves sheets that are done; tests of states stand elsewhere."""
    for sheet in sheets:
        session.execute(sheet.__table__.update().where(sheet.__table__.c.id == sheet.id).values(state=SheetState.SCORED))
    session.expire_all()


def test_an_own_order_counts_by_its_places(session):
    round_, (judge,), entries = make.open_round(works=4, judges=1, kind=RoundKind.RANKING, criteria=0)
    sheets = {sheet.entry_id: sheet for sheet in make.sheets_of(judge, round_)}
    for entry, place in zip(entries, (2, 1, 2, 4), strict=True):
        sheets[entry.id].place = place
    session.flush()
    scored(session, sheets.values())
    found = queries.standings(session, round_.id)
    assert [(each.entry_id, each.rank) for each in found] == [(entries[1].id, 1), (entries[0].id, 2), (entries[2].id, 2), (entries[3].id, 4)]
    before = queries.inputs_digest(session, round_.id)
    sheets[entries[3].id].place = 3
    session.flush()
    assert queries.inputs_digest(session, round_.id) != before


def test_duels_count_by_how_many_were_won(session):
    edition = make.edition()
    round_ = make.judging_round(edition, kind=RoundKind.PAIRWISE, criteria=0, source=Source.PICKED)
    entries = [make.entry(edition=edition, state=make.EntryState.ACCEPTED) for _ in range(3)]
    seat = make.panelist(round_, make.account(Role.JUDGE, edition=edition))
    session.add_all([RoundWork(round_id=round_.id, entry_id=entry.id) for entry in entries])
    a, b, c = (
        make.save(Sheet(panelist_id=seat.id, entry_id=entry.id, blind_code=f"D{n}", position=n, state=SheetState.SCORED))
        for n, entry in enumerate(entries, 1)
    )
    session.add_all([
        Duel(panelist_id=a.panelist_id, left_id=a.id, right_id=b.id, position=1, winner_id=b.id),
        Duel(panelist_id=a.panelist_id, left_id=b.id, right_id=c.id, position=2, even=True),
        Duel(panelist_id=a.panelist_id, left_id=a.id, right_id=c.id, position=3),  # still open
    ])  # fmt: skip
    session.flush()
    found = {each.entry_id: each.total for each in queries.standings(session, round_.id)}
    assert found == {entries[0].id: 0, entries[1].id: 75, entries[2].id: 50}


def test_a_final_stands_above_the_round_before_it(session):
    first, _accounts, entries = judged(session, 0, 1, 2, 3, judges=2)
    edition = session.get(Edition, first.edition_id)
    final = make.judging_round(edition, source=Source.TOP, source_round_id=first.id)
    session.add_all([RoundWork(round_id=final.id, entry_id=entry.id) for entry in entries[2:]])
    judge = make.account(Role.JUDGE, edition=edition)
    make.panelist(final, judge)
    session.flush()
    actions.open_round(session, make.staff(), final, now=clock.now())
    session.flush()
    sheets = {sheet.entry_id: sheet for sheet in make.sheets_of(judge, final)}
    assert set(sheets) == {entries[2].id, entries[3].id}
    make.mark(judge, sheets[entries[2].id], 1, 1, 1)  # better than its rival, and worse than the others were before
    make.mark(judge, sheets[entries[3].id], 0, 0, 0)
    actions.close(session, make.staff(), final, missing_seen=99, now=clock.now())
    assert [[each.entry_id for each in layer.standings] for layer in queries.layers(session, final.id)] == [
        [entries[2].id, entries[3].id], [entries[1].id, entries[0].id]
    ]  # fmt: skip
    session.add(Tier(edition_id=first.edition_id, position=1, names={"en": "Gold"}, mark="gold", places=3))
    session.flush()
    lines = awards.preview(session, final).plan.lines
    assert [line.entry_id for line in lines] == [entries[2].id, entries[3].id, entries[1].id, entries[0].id]
    assert [line.rank for line in lines] == [1, 2, 3, 4]
    assert [bool(line.tier_id) for line in lines] == [True, True, True, False]


def test_a_sealed_lot_parts_what_is_equal_and_people_may_overrule_it(session):
    round_ = make.judging_round(make.edition())
    edition = session.get(Edition, round_.edition_id)
    choose_rule(session, make.staff(), round_, RuleCommand("sevadj/1", (), TiePolicy.LOT), now=clock.now())
    entries = [make.entry(edition=edition, state=make.EntryState.ACCEPTED, receipt=f"77-{n}") for n in range(3)]
    judge = make.account(Role.JUDGE, edition=edition)
    make.panelist(round_, judge)
    actions.open_round(session, make.staff(), round_, now=clock.now())
    session.flush()
    for sheet in make.sheets_of(judge, round_):
        make.mark(judge, sheet, 5, 5, 5)
    actions.close(session, make.staff(), round_, missing_seen=0, now=clock.now())
    session.add(Tier(edition_id=edition.id, position=1, names={"en": "Gold"}, mark="gold", places=1))
    session.flush()
    seed = session.get(RuleVersion, round_.rule_id).parameters["lot_seed"]
    drawn = lot(seed, {entry.id: entry.receipt for entry in entries})
    plan = awards.preview(session, round_).plan
    assert plan.ties == ()
    assert [line.entry_id for line in plan.lines] == drawn


def test_a_rule_is_found_again_as_it_was_chosen(session):
    round_ = make.judging_round(make.edition())
    session.flush()
    usual = queries.rule_of(session, round_.id)
    assert (usual.method, usual.tie_break) == ("sevadj/1", tuple(c.id for c in queries.criteria(session, round_.id)))
    chosen = choose_rule(session, make.staff(), round_, RuleCommand("mean", usual.tie_break[:1], TiePolicy.CHAIR, 3), now=clock.now())
    assert counting.rule_from(chosen) == queries.rule_of(session, round_.id)
    assert queries.rule_of(session, round_.id).display_decimals == 3
    assert session.scalars(select(RuleVersion.digest)).all() == [queries.rule_of(session, round_.id).digest()]


# ── a tie, and the rounds that part it ──


def again(session, before, judge, works, **given):
    """An open round of these works of an earlier one, picked by hand, two at a time unless said otherwise."""
    edition = session.get(Edition, before.edition_id)
    round_ = make.judging_round(edition, **{"kind": RoundKind.PAIRWISE, "criteria": 0} | given)
    chosen = actions.Choice(Source.PICKED, before.id, picked=[entry.id for entry in works], reason="as the test wants it")
    actions.settle_works(session, make.staff(), round_, chosen, now=clock.now())
    make.panelist(round_, judge)
    session.flush()
    actions.open_round(session, make.staff(), round_, now=clock.now())
    session.flush()
    return round_


def decided(session, before, judge, works, *winners, **given):
    """The same, closed: `winners` are pairs of the better and the other work."""
    round_ = again(session, before, judge, works, **given)
    sheets = {sheet.entry_id: sheet for sheet in make.sheets_of(judge, round_)}
    for better, other in winners:
        pair = (sheets[better.id].blind_code, sheets[other.id].blind_code)
        decide(session, make.actor(judge), round_.id, pair=pair, answer="left", now=clock.now())
    actions.close(session, make.staff(), round_, missing_seen=99, now=clock.now())
    session.flush()
    return round_


def given_tiers(session, round_):
    tier = {t.id: t.position for t in awards.tiers(session, round_.edition_id)}
    return [(line.entry_id, line.rank, tier.get(line.tier_id)) for line in awards.preview(session, round_).plan.lines]


def test_a_tie_break_moves_nobody_past_others(session):
    """Third and fourth are equal: whoever wins between them is third, and never first."""
    first, (judge,), (a, b, c, d, e) = judged(session, 9, 8, 7, 7, 1, tiers=(1, 1, 1))
    assert awards.preview(session, first).plan.ties[0].entries == (c.id, d.id)
    before = awards.preview(session, first).digest
    last = decided(session, first, judge, [c, d], (d, c))
    assert given_tiers(session, first) == [(a.id, 1, 1), (b.id, 2, 2), (d.id, 3, 3), (c.id, 4, None), (e.id, 5, None)]
    seen = awards.preview(session, first)
    assert seen.plan.settled
    assert seen.digest != before
    assert {entry: [each.id for each in rounds] for entry, rounds in seen.parted.items()} == {c.id: [last.id], d.id: [last.id]}
    assert [(each.id, works) for each, works in seen.tie_breaks()] == [(last.id, 2)]
    assert [each.id for each in awards.closed_rounds(session, first.edition_id)] == [first.id]
    assert [line.entry_id for line in awards.preview(session, last).plan.lines] == [a.id, b.id, d.id, c.id, e.id]  # asked the wrong way round


def test_the_digest_of_awards_follows_the_result_of_a_tie_break(session):
    first, (judge,), (a, b) = judged(session, 7, 7, tiers=(1,))
    last = decided(session, first, judge, [a, b], (a, b))
    one = awards.preview(session, first).digest
    staff, other, edition = make.staff(), make.staff(), session.get(Edition, first.edition_id)
    stored = giving.propose(session, staff, edition, first, digest=one, now=clock.now())
    actions.reopen(session, staff, last, now=clock.now())
    session.flush()
    assert awards.preview(session, first).plan.ties
    undo_duel(session, make.actor(judge), last.id, position=1, now=clock.now())
    sheets = {sheet.entry_id: sheet for sheet in make.sheets_of(judge, last)}
    decide(session, make.actor(judge), last.id, pair=(sheets[b.id].blind_code, sheets[a.id].blind_code), answer="left", now=clock.now())
    actions.close(session, staff, last, missing_seen=0, now=clock.now())
    session.flush()
    assert [line.entry_id for line in awards.preview(session, first).plan.lines] == [b.id, a.id]
    with pytest.raises(Conflict, match="changed since this version"):
        giving.lock(session, other, stored, now=clock.now())


def test_awards_are_not_based_on_a_tie_break_and_it_stays_closed_under_a_lock(session):
    first, (judge,), (a, b) = judged(session, 7, 7, tiers=(1,))
    last = decided(session, first, judge, [a, b], (a, b))
    staff, other, edition = make.staff(), make.staff(), session.get(Edition, first.edition_id)
    with pytest.raises(Conflict, match="only parts a tie"):
        giving.propose(session, staff, edition, last, digest=awards.preview(session, last).digest, now=clock.now())
    made = giving.propose(session, staff, edition, first, digest=awards.preview(session, first).digest, now=clock.now())
    giving.lock(session, other, made, now=clock.now())
    session.flush()
    for round_ in (last, first):
        with pytest.raises(Conflict, match="unlock it first"):
            giving.reopen_round(session, staff, round_, now=clock.now())


def test_what_a_tie_break_leaves_equal_goes_to_people(session):
    first, (judge,), (a, b, c) = judged(session, 7, 7, 7, tiers=(1, 1))
    last = decided(session, first, judge, [a, b, c], (a, b), (a, c), (b, c))
    assert given_tiers(session, first) == [(a.id, 1, 1), (b.id, 2, 2), (c.id, 3, None)]
    actions.reopen(session, make.staff(), last, now=clock.now())
    undo_duel(session, make.actor(judge), last.id, position=3, now=clock.now())
    sheets = {sheet.entry_id: sheet for sheet in make.sheets_of(judge, last)}
    decide(session, make.actor(judge), last.id, pair=(sheets[b.id].blind_code, sheets[c.id].blind_code), answer="even", now=clock.now())
    actions.close(session, make.staff(), last, missing_seen=0, now=clock.now())
    session.flush()
    assert [tie.entries for tie in awards.preview(session, first).plan.ties] == [(b.id, c.id)]
    giving.rule_tie(session, make.staff(), first, [c.id, b.id], "The chair looked at both once more.", now=clock.now())
    session.flush()
    assert [entry for entry, _rank, tier in given_tiers(session, first) if tier] == [a.id, c.id]


def test_several_tie_breaks_of_one_round_work_together_and_one_may_follow_another(session):
    first, (judge,), (a, b, c, d, e) = judged(session, 7, 7, 5, 5, 5, tiers=(1, 1, 1, 1))
    decided(session, first, judge, [a, b], (b, a))
    three = decided(session, first, judge, [c, d, e], (c, d), (c, e))  # d and e were not compared: neither counts as judged
    assert awards.preview(session, first).plan.ties
    actions.reopen(session, make.staff(), three, now=clock.now())
    sheets = {sheet.entry_id: sheet for sheet in make.sheets_of(judge, three)}
    decide(session, make.actor(judge), three.id, pair=(sheets[d.id].blind_code, sheets[e.id].blind_code), answer="even", now=clock.now())
    actions.close(session, make.staff(), three, missing_seen=0, now=clock.now())
    session.flush()
    assert [tie.entries for tie in awards.preview(session, first).plan.ties] == [(d.id, e.id)]
    decided(session, three, judge, [d, e], (e, d))
    assert [(entry, rank) for entry, rank, _tier in given_tiers(session, first)] == [(b.id, 1), (a.id, 2), (c.id, 3), (e.id, 4), (d.id, 5)]
    assert len(queries.behind(session, first.id)) == 4


def test_works_of_one_rank_marked_again_are_a_tie_break_and_works_of_several_a_final(session):
    first, (judge,), (a, b, c, d) = judged(session, 9, 7, 7, 1, tiers=(1, 1, 1))
    second = again(session, first, judge, [b, c], kind=RoundKind.SCORING, criteria=3)
    for sheet in make.sheets_of(judge, second):
        make.mark(judge, sheet, *[9 if sheet.entry_id == c.id else 8] * 3)
    actions.close(session, make.staff(), second, missing_seen=0, now=clock.now())
    assert [entry for entry, _rank, _tier in given_tiers(session, first)] == [a.id, c.id, b.id, d.id]
    final = again(session, first, judge, [c, d], kind=RoundKind.SCORING, criteria=3)
    for sheet in make.sheets_of(judge, final):
        make.mark(judge, sheet, *[9 if sheet.entry_id == d.id else 8] * 3)
    actions.close(session, make.staff(), final, missing_seen=0, now=clock.now())
    assert [each.id for each in awards.closed_rounds(session, first.edition_id)] == [final.id, first.id]
    assert [entry for entry, _rank, _tier in given_tiers(session, final)] == [d.id, c.id, a.id, b.id]


def test_a_round_that_parts_a_tie_never_becomes_a_final_when_the_tie_is_gone(session):
    first, (judge,), (a, b, c, d) = judged(session, 9, 7, 7, 1, tiers=(1, 1, 1))
    second = again(session, first, judge, [b, c], kind=RoundKind.SCORING, criteria=3)
    for sheet in make.sheets_of(judge, second):
        make.mark(judge, sheet, *[9 if sheet.entry_id == c.id else 8] * 3)
    actions.close(session, make.staff(), second, missing_seen=0, now=clock.now())
    (sheet,) = [each for each in make.sheets_of(judge, first) if each.entry_id == b.id]
    session.scalars(select(Mark).where(Mark.sheet_id == sheet.id)).first().steps += 1  # whatever takes b and c apart
    session.flush()
    assert [each.id for each in awards.closed_rounds(session, first.edition_id)] == [first.id]
    assert [entry for entry, _rank, _tier in given_tiers(session, second)] == [a.id, b.id, c.id, d.id]


def test_what_people_ruled_is_asked_again_after_the_round_was_opened_again(session):
    first, (judge,), (a, b) = judged(session, 7, 7, tiers=(1,))
    giving.rule_tie(session, make.staff(), first, [b.id, a.id], "b has the better brushwork", now=clock.now())
    session.flush()
    assert awards.preview(session, first).plan.ties == ()
    giving.reopen_round(session, make.staff(), first, now=clock.now())
    session.flush()
    for sheet in make.sheets_of(judge, first):
        make.mark(judge, sheet, 3, 3, 3)
    actions.close(session, make.staff(), first, missing_seen=0, now=clock.now())
    assert len(awards.preview(session, first).plan.ties) == 1


def test_what_people_ruled_stands_when_another_tie_is_parted(session):
    first, (judge,), (a, b, c, d) = judged(session, 7, 7, 4, 4, tiers=(1, 2))
    giving.rule_tie(session, make.staff(), first, [b.id, a.id], "b has the better brushwork", now=clock.now())
    session.flush()
    decided(session, first, judge, [c, d], (d, c))
    assert [entry for entry, _rank, _tier in given_tiers(session, first)] == [b.id, a.id, d.id, c.id]


def test_a_line_for_the_next_round_is_drawn_after_the_tie_breaks(session):
    first, (judge,), (a, b, c) = judged(session, 9, 7, 7)
    decided(session, first, judge, [b, c], (c, b))
    placed = works.placed(session, first, Source.TOP)
    assert cut(Source.TOP, 2, placed).inside == (a.id, c.id)


def test_a_tie_break_under_a_line_drawn_after_it_is_not_opened_again(session):
    first, (judge,), (a, b, c) = judged(session, 9, 7, 7)
    last = decided(session, first, judge, [b, c], (c, b))
    final = make.judging_round(session.get(Edition, first.edition_id))
    actions.settle_works(session, make.staff(), final, actions.Choice(Source.TOP, first.id, 2), now=clock.now())
    assert set(panels.work_ids(session, final)) == {a.id, c.id}
    assert [each.id for each in queries.chosen_by(session, last)] == [final.id]
    actions.reopen(session, make.staff(), last, now=clock.now())
    assert not panels.settled(session, final.id)  # still in preparation: its works are chosen anew
    actions.close(session, make.staff(), last, missing_seen=0, now=clock.now())
    actions.settle_works(session, make.staff(), final, actions.Choice(Source.TOP, first.id, 2), now=clock.now())
    make.panelist(final, judge)
    actions.open_round(session, make.staff(), final, now=clock.now())
    with pytest.raises(Conflict, match="has begun"):
        actions.reopen(session, make.staff(), last, now=clock.now())


def test_a_practice_round_chooses_no_works(session):
    practice, _judges, _entries = judged(session, 9, 7, counts=False)
    next_ = make.judging_round(session.get(Edition, practice.edition_id))
    assert works.earlier(session, next_) == []
    with pytest.raises(Invalid) as refused:
        actions.settle_works(session, make.staff(), next_, actions.Choice(Source.TOP, practice.id, 1), now=clock.now())
    assert refused.value.field == "source_round"


# ── the rule is stored ──


def test_a_round_opened_without_a_rule_keeps_the_usual_one(session):
    round_ = make.judging_round(make.edition())
    make.entry(edition=session.get(Edition, round_.edition_id), state=make.EntryState.ACCEPTED)
    make.panelist(round_, make.account(Role.JUDGE))
    session.flush()
    usual = queries.rule_of(session, round_.id)
    actions.open_round(session, make.staff(), round_, now=clock.now())
    session.flush()
    stored = session.get(RuleVersion, round_.rule_id)
    assert (counting.rule_from(stored), stored.digest) == (usual, usual.digest())
    seal(session)
    assert [line.version.id for line in results.rule_lines(session, round_)] == [stored.id]
    before = stored.id
    actions.close(session, make.staff(), round_, missing_seen=9, now=clock.now())
    assert round_.rule_id == before


def test_a_round_opened_before_rules_were_kept_gets_its_rule_when_it_closes(session):
    round_, _accounts, _entries = make.open_round(works=1, judges=1, pictures=False)
    round_.rule_id = None
    actions.close(session, make.staff(), round_, missing_seen=9, now=clock.now())
    assert counting.rule_from(session.get(RuleVersion, round_.rule_id)) == queries.rule_of(session, round_.id)


def test_a_round_of_comparisons_is_counted_by_them_and_by_nothing_else(session):
    round_ = make.judging_round(make.edition(), kind=RoundKind.PAIRWISE, criteria=0)
    session.flush()
    assert queries.rule_of(session, round_.id).method == "bt"
    with pytest.raises(Invalid) as refused:
        choose_rule(session, make.staff(), round_, RuleCommand("mean", (), TiePolicy.CHAIR), now=clock.now())
    assert refused.value.field == "method"
    choose_rule(session, make.staff(), round_, RuleCommand("bt", (), TiePolicy.CHAIR), now=clock.now())


# ── a second look ──


def second(session, *steps, with_earlier=True, same=False):
    """A final of the best two of 9, 8 and 1, marked again by a judge of its own, or by the same one."""
    first, judges, entries = judged(session, 9, 8, 1, tiers=(1,))
    edition = session.get(Edition, first.edition_id)
    final = make.judging_round(edition, seats_all_judges=False)
    choice = actions.Choice(Source.TOP, first.id, 2, with_earlier=with_earlier)
    actions.settle_works(session, make.staff(), final, choice, now=clock.now())
    judge = judges[0] if same else make.account(Role.JUDGE, edition=edition)
    make.panelist(final, judge)
    session.flush()
    actions.open_round(session, make.staff(), final, now=clock.now())
    session.flush()
    marks = {entry.id: n for entry, n in zip(entries, steps, strict=False)}
    for sheet in make.sheets_of(judge, final):
        make.mark(judge, sheet, *[marks[sheet.entry_id]] * 3)
    actions.close(session, make.staff(), final, missing_seen=0, now=clock.now())
    session.flush()
    return first, final, entries, judge


def test_in_a_second_look_the_marks_of_both_rounds_count(session):
    first, final, (a, b, c), _judge = second(session, 6, 6)
    assert [(each.entry_id, each.total, each.sheets) for each in queries.standings(session, final.id)] == [
        (a.id, Fraction(750, 9), 2), (b.id, Fraction(700, 9), 2),
    ]  # fmt: skip
    assert [each.entry_id for each in awards.preview(session, final).plan.lines] == [a.id, b.id, c.id]
    board = results.board(session, final)
    assert (board.earlier, len(board.judges), board.complete, board.digest) == (1, 2, True, queries.inputs_digest(session, final.id))
    assert len(board.chain) == 5
    assert set(board.judges) <= set(results.judge_names(session, final.id))
    assert results.board(session, first).earlier == 0


def test_without_it_the_new_marks_alone_decide(session):
    _first, final, (a, b, _c), _judge = second(session, 5, 6, with_earlier=False)
    assert [(each.entry_id, each.total) for each in queries.standings(session, final.id)] == [(b.id, Fraction(200, 3)), (a.id, Fraction(500, 9))]


def test_who_looks_twice_is_one_judge_to_a_painter(session):
    for same, judges in ((True, 1), (False, 2)):
        _first, final, (a, b, c), _judge = second(session, 5, 6, same=same)
        told = results.explained(session, final, [a.id, b.id, c.id])
        assert [(told[each.id].judges, told[each.id].scored) for each in (a, b)] == [(judges, judges)] * 2
        assert told[c.id].mean is None  # it did not come on


def test_what_happens_to_the_earlier_round_is_seen_in_the_later_one(session):
    first, final, (a, _b, _c), _judge = second(session, 5, 6)
    digest, board = queries.inputs_digest(session, final.id), results.board(session, final)
    seat = session.scalars(select(Panelist).where(Panelist.round_id == first.id)).one()
    seat.dropped_at = clock.now()
    session.flush()
    assert queries.inputs_digest(session, final.id) != digest
    assert results.board(session, final).digest != board.digest
    assert [each.sheets for each in queries.standings(session, final.id)] == [1, 1]
    assert awards.preview(session, final).plan.lines[1].entry_id == a.id


def test_a_criterion_with_another_scale_parts_no_ties_in_a_second_look(session):
    _first, final, _entries, _judge = second(session, 5, 6)
    queries.criteria(session, final.id)[1].steps = 10
    session.flush()
    found = counting.count(session, final)
    assert found.carried == {queries.criteria(session, final.id)[n].id for n in (0, 2)}
    assert len(queries.standings(session, final.id)[0].key) == 5


def test_an_order_is_not_averaged_with_marks(session):
    first, _judges, _entries = judged(session, 9, 8)
    next_ = make.judging_round(session.get(Edition, first.edition_id), kind=RoundKind.RANKING, criteria=0)
    session.flush()
    with pytest.raises(Invalid) as refused:
        actions.settle_works(session, make.staff(), next_, actions.Choice(Source.TOP, first.id, 2, with_earlier=True), now=clock.now())
    assert refused.value.field == "with_earlier"
