"""What the sheets of each kind of round add up to, and how a final stands above the round before it."""

from sqlalchemy import select

from contest.awards import queries as awards
from contest.awards.models import Tier
from contest.core import clock
from contest.editions.models import Edition
from contest.judging import actions, queries
from contest.judging.actions.rule import RuleCommand, choose_rule
from contest.judging.models import Duel, RoundWork, RuleVersion, Sheet
from contest.judging.queries import counting
from contest.judging.rules import TiePolicy, lot
from contest.judging.states import RoundKind, SheetState, Source
from contest.policy import Role
from tests import make


def marked(session, works=4, judges=2, **given):
    round_, accounts, entries = make.open_round(works=works, judges=judges, **given)
    order = {entry.id: m for m, entry in enumerate(entries)}
    for account in accounts:
        for sheet in make.sheets_of(account, round_):
            make.mark(account, sheet, *[order[sheet.entry_id]] * 3)
    actions.close(session, make.staff(), round_, missing_seen=99, now=clock.now())
    session.flush()
    return round_, accounts, entries


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
    first, _accounts, entries = marked(session)
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
    assert [[each.entry_id for each in layer] for layer in queries.layers(session, final.id)] == [
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
    entries = [make.entry(edition=edition, state=make.EntryState.ACCEPTED) for _ in range(3)]
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
    drawn = lot(seed, [entry.id for entry in entries])
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
