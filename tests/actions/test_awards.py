"""Proposing, settling, locking and releasing awards on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from contest.awards import actions, queries
from contest.awards.models import Award, Tier
from contest.awards.states import AllocationState
from contest.core import clock
from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.editions.models import Edition
from contest.editions.states import EditionState
from contest.entries.states import EntryState
from contest.policy import Role
from contest.post.models import Letter
from tests import make
from tests.judged import judged


def decided(session, *points, tiers=(1, 2)):
    """A closed round in which one judge gave each work these steps on each criterion; tiers; two members of staff."""
    round_, _judges, works = judged(session, *points, tiers=tiers)
    return round_, works, session.get(Edition, round_.edition_id)


def proposed(session, round_, edition, actor):
    return actions.propose(session, actor, edition, round_, digest=queries.preview(session, round_).digest, now=clock.now())


def test_a_preview_stores_nothing(session):
    round_, works, _edition = decided(session, 9, 5, 7)
    plan = queries.preview(session, round_).plan
    assert [line.entry_id for line in plan.lines] == [works[0].id, works[2].id, works[1].id]
    assert queries.allocations(session, round_.edition_id) == []


def test_two_people_release_the_awards(session):
    round_, works, edition = decided(session, 9, 5, 7, 1)
    works[0].student_id = make.student(edition, email="winner@example.org", language="ko").id
    one, two = make.staff(), make.staff()
    allocation = proposed(session, round_, edition, one)
    actions.lock(session, two, allocation, now=clock.now())
    actions.publish(session, one, allocation, winners=3, now=clock.now())
    session.flush()
    given = queries.awards(session, edition.id)
    assert [(award.entry_id, award.tier.position, award.entry.public_number) for award in given] == [
        (works[0].id, 1, 1), (works[2].id, 2, 2), (works[1].id, 2, 3),
    ]  # fmt: skip
    assert edition.state is EditionState.PUBLISHED
    letter = session.scalars(select(Letter).where(Letter.occasion == "result", Letter.to_address != "")).one()  # the others are passed on by hand
    assert (letter.to_address, letter.language, letter.state.value) == ("winner@example.org", "ko", "queued")
    actions.publish(session, one, allocation, winners=3, now=clock.now())
    assert session.scalar(select(func.count()).select_from(Award).where(Award.edition_id == edition.id)) == 3


def test_who_proposed_cannot_lock(session):
    round_, _works, edition = decided(session, 9, 5, 7)
    one = make.staff()
    allocation = proposed(session, round_, edition, one)
    with pytest.raises(Conflict, match="ask a colleague"):
        actions.lock(session, one, allocation, now=clock.now())
    assert allocation.state is AllocationState.DRAFT


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.JUDGE, Role.TEACHER])
def test_nobody_but_staff_proposes_locks_or_publishes(session, role):
    round_, _works, edition = decided(session, 9, 5, 7)
    allocation = proposed(session, round_, edition, make.staff())
    actor = make.actor(make.account(role, government=make.government()))
    for act in (
        lambda: proposed(session, round_, edition, actor),
        lambda: actions.lock(session, actor, allocation, now=clock.now()),
        lambda: actions.publish(session, actor, allocation, winners=3, now=clock.now()),
        lambda: actions.save_tiers(session, actor, edition, [], now=clock.now()),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_tie_at_the_line_blocks_until_people_have_ordered_it(session):
    round_, works, edition = decided(session, 9, 5, 5, 5)
    one = make.staff()
    with pytest.raises(Conflict, match="tied at a line"):
        proposed(session, round_, edition, one)
    order = [works[3].id, works[1].id, works[2].id]
    with pytest.raises(Invalid):
        actions.rule_tie(session, one, round_, order, "because", now=clock.now())
    actions.rule_tie(session, one, round_, order, "The panel looked at the three works once more.", now=clock.now())
    session.flush()
    allocation = proposed(session, round_, edition, one)
    session.flush()
    assert [line.entry_id for line in queries.lines(session, allocation.id, awarded_only=True)] == [works[0].id, works[3].id, works[1].id]


def test_a_ruling_names_exactly_the_tied_works(session):
    round_, works, _edition = decided(session, 9, 5, 5, 5)
    with pytest.raises(Conflict):
        actions.rule_tie(session, make.staff(), round_, [works[1].id, works[2].id], "The panel looked at them once more.", now=clock.now())


def test_what_changed_after_the_preview_is_seen_before_anything_is_stored(session):
    round_, _works, edition = decided(session, 9, 5, 7)
    digest = queries.preview(session, round_).digest
    make.save(Tier(edition_id=edition.id, position=3, names=make.six("More"), mark="selected", places=1))
    with pytest.raises(Conflict, match="changed since you opened"):
        actions.propose(session, make.staff(), edition, round_, digest=digest, now=clock.now())


def test_what_changed_after_the_proposal_is_seen_at_the_lock(session):
    round_, works, edition = decided(session, 9, 5, 7)
    allocation = proposed(session, round_, edition, make.staff())
    make._session.execute(type(works[0]).__table__.update().where(type(works[0]).id == works[0].id).values(state="withdrawn", accepted_at=None))
    session.expire_all()
    with pytest.raises(Conflict, match="changed since this version"):
        actions.lock(session, make.staff(), allocation, now=clock.now())


def test_the_number_of_winners_must_be_typed(session):
    round_, _works, edition = decided(session, 9, 5, 7)
    allocation = proposed(session, round_, edition, make.staff())
    actions.lock(session, make.staff(), allocation, now=clock.now())
    with pytest.raises(Invalid) as refused:
        actions.publish(session, make.staff(), allocation, winners=2, now=clock.now())
    assert refused.value.values == {"count": 3}
    assert edition.state is EditionState.ANNOUNCED


def test_a_work_that_left_after_the_lock_gets_no_award(session):
    round_, works, edition = decided(session, 9, 5, 7)
    allocation = proposed(session, round_, edition, make.staff())
    actions.lock(session, make.staff(), allocation, now=clock.now())
    session.flush()
    make._session.execute(type(works[0]).__table__.update().where(type(works[0]).id == works[0].id).values(state="withdrawn"))
    session.expire_all()
    actions.publish(session, make.staff(), allocation, winners=2, now=clock.now())
    session.flush()
    assert works[0].id not in {award.entry_id for award in queries.awards(session, edition.id)}
    assert session.get(type(works[0]), works[0].id).state is EntryState.WITHDRAWN


def test_a_lock_can_be_taken_back_with_a_reason(session):
    round_, _works, edition = decided(session, 9, 5, 7)
    allocation = proposed(session, round_, edition, make.staff())
    actions.lock(session, make.staff(), allocation, now=clock.now())
    with pytest.raises(Conflict):
        actions.save_tiers(session, make.staff(), edition, [actions.TierInput(0, make.six("x"), "gold", 1)], now=clock.now())
    actions.unlock(session, make.staff(), allocation, reason="A judge found a wrong sheet.", now=clock.now())
    assert (allocation.state, allocation.locked_by_id) == (AllocationState.DRAFT, None)


def test_a_release_can_wait_for_its_hour(session):
    round_, _works, edition = decided(session, 9, 5, 7)
    allocation = proposed(session, round_, edition, make.staff())
    actions.lock(session, make.staff(), allocation, now=clock.now())
    hour = clock.now() + timedelta(hours=2)
    with pytest.raises(Invalid):
        actions.schedule(session, make.staff(), allocation, at=clock.now() - timedelta(minutes=1), now=clock.now())
    actions.schedule(session, make.staff(), allocation, at=hour, now=clock.now())
    session.flush()
    actions.publish_due(session, hour - timedelta(seconds=1))
    assert allocation.state is AllocationState.LOCKED
    actions.publish_due(session, hour)
    assert allocation.state is AllocationState.PUBLISHED


def test_a_round_under_a_lock_is_not_reopened(session):
    round_, _works, edition = decided(session, 9, 5, 7)
    allocation = proposed(session, round_, edition, make.staff())
    actions.lock(session, make.staff(), allocation, now=clock.now())
    session.flush()
    with pytest.raises(Conflict):
        actions.reopen_round(session, make.staff(), round_, now=clock.now())


def test_next_year_starts_from_this_year_s_tiers(session):
    _round, _works, edition = decided(session, 9, 5, 7)
    made = actions.copy_edition(session, make.staff(), edition, number=edition.number + 1, year=edition.year + 1, now=clock.now())
    session.flush()
    assert [(t.position, t.places) for t in queries.tiers(session, made.id)] == [(1, 1), (2, 2)]


def test_tiers_are_replaced_as_a_whole(session):
    _round, _works, edition = decided(session, 9, 5, 7)
    first, second = queries.tiers(session, edition.id)
    wanted = [actions.TierInput(second.id, make.six("Best"), "grand", 1), actions.TierInput(0, make.six("New"), "selected", 4)]
    actions.save_tiers(session, make.staff(), edition, wanted, now=clock.now())
    session.expire_all()
    assert [(t.names["en"], t.places, t.id == second.id) for t in queries.tiers(session, edition.id)] == [("Best en", 1, True), ("New en", 4, False)]
    assert session.get(Tier, first.id) is None


def test_a_version_is_not_locked_while_its_round_is_open_again(session):
    one, two = make.staff(), make.staff()
    round_, _works, edition = decided(session, 9, 5, 7)
    made = proposed(session, round_, edition, one)
    actions.reopen_round(session, one, round_, now=clock.now())
    with pytest.raises(Conflict):
        actions.lock(session, two, made, now=clock.now())


def unjudged(session, round_, many=1):
    """Works accepted after the round was closed."""
    edition = session.get(Edition, round_.edition_id)
    return [make.entry(edition=edition, state=EntryState.ACCEPTED) for _ in range(many)]


REASON = "It was accepted after the panel had gone home."


def test_nothing_is_proposed_while_an_accepted_work_has_no_score_and_nobody_has_said_why(session):
    round_, _works, edition = decided(session, 9, 5, 7)
    late = unjudged(session, round_)
    one, two = make.staff(), make.staff()
    with pytest.raises(Conflict, match="have no score"):
        proposed(session, round_, edition, one)
    seen = queries.preview(session, round_)
    assert seen.plan.unruled == (late[0].id,)
    actions.leave_out(session, one, round_, digest=seen.digest, reason=REASON, now=clock.now())
    session.flush()
    made = proposed(session, round_, edition, one)
    session.flush()
    assert late[0].id not in {line.entry_id for line in queries.lines(session, made.id)}
    assert [(each.entries, each.reason, each.ruled_by_id) for each in queries.left_out(session, round_.id)] == [([late[0].id], REASON, one.id)]
    actions.lock(session, two, made, now=clock.now())
    assert made.state is AllocationState.LOCKED
    with pytest.raises(Conflict):
        actions.leave_out(session, one, round_, digest=seen.digest, reason=REASON, now=clock.now())


def test_a_version_proposed_before_is_not_locked_over_a_work_without_a_score(session):
    """As versions stood that were proposed before anybody was asked."""
    round_, _works, edition = decided(session, 9, 5, 7)
    made = proposed(session, round_, edition, make.staff())
    unjudged(session, round_)
    made.digest = queries.preview(session, round_).digest
    with pytest.raises(Conflict, match="have no score"):
        actions.lock(session, make.staff(), made, now=clock.now())


def test_leaving_works_out_speaks_of_the_works_that_were_named_and_says_why(session):
    round_, _works, _edition = decided(session, 9, 5, 7)
    unjudged(session, round_)
    staff, seen = make.staff(), queries.preview(session, round_)
    with pytest.raises(Invalid) as refused:
        actions.leave_out(session, staff, round_, digest=seen.digest, reason="late", now=clock.now())
    assert refused.value.field == "reason"
    unjudged(session, round_)
    with pytest.raises(Conflict):
        actions.leave_out(session, staff, round_, digest=seen.digest, reason=REASON, now=clock.now())
    actions.leave_out(session, staff, round_, digest=queries.preview(session, round_).digest, reason=REASON, now=clock.now())
    session.flush()
    assert queries.preview(session, round_).plan.settled
    unjudged(session, round_)
    assert not queries.preview(session, round_).plan.settled
    with pytest.raises(NotAllowed):
        judge = make.actor(make.account(Role.JUDGE))
        actions.leave_out(session, judge, round_, digest=queries.preview(session, round_).digest, reason=REASON, now=clock.now())


def test_nothing_is_proposed_where_nothing_would_be_awarded(session):
    round_, _works, edition = decided(session, 9, 5, tiers=())
    with pytest.raises(Conflict, match="Nothing would be awarded"):
        proposed(session, round_, edition, make.staff())
