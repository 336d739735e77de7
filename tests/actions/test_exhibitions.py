from datetime import UTC, date, datetime, timedelta

import pytest

from contest.core import clock
from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.exhibitions import actions, queries, rules
from contest.exhibitions.actions import ExhibitionInput, StopInput, VenueInput
from contest.exhibitions.states import ExhibitionState
from contest.policy import PUBLIC, SYSTEM
from tests import hung, make
from tests.make import six

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def days(n=0, m=9, venue=None):
    return StopInput((venue or hung.venue()).id, date(2026, 7, 1) + timedelta(days=n), date(2026, 7, 1) + timedelta(days=m), None, None, {})


def test_an_exhibition_is_planned_announced_and_called_off(session):
    edition, staff = make.edition(), make.staff()
    venue = actions.add_venue(session, staff, VenueInput(six("Hall"), six("City"), "", "KR", "Asia/Seoul"), now=NOW)
    session.flush()
    show = actions.add_exhibition(session, staff, ExhibitionInput("spring", edition.number, six("Spring"), {}), now=NOW)
    with pytest.raises(Conflict):
        actions.announce(session, staff, show, now=NOW)
    stop = actions.add_stop(session, staff, show, days(venue=venue), now=NOW)
    actions.announce(session, staff, show, now=NOW)
    actions.announce(session, staff, show, now=NOW)
    assert (show.state, show.announced_at) == (ExhibitionState.ANNOUNCED, NOW)
    actions.cancel_stop(session, staff, stop, now=NOW)
    actions.cancel(session, staff, show, now=NOW)
    assert [s.id for s in queries.announced_stops(session)] == [stop.id]
    actions.plan_again(session, staff, show, now=NOW)
    assert (show.announced_at, queries.announced_stops(session)) == (None, [])


def test_a_show_called_off_before_anybody_knew_stays_unknown(session):
    show = hung.exhibition(state=ExhibitionState.PLANNED)
    hung.stop(show, hung.today(), hung.today())
    actions.cancel(session, make.staff(), show, now=NOW)
    session.flush()
    assert queries.announced_stops(session) == []


@pytest.mark.parametrize("act", [actions.announce, actions.cancel])
def test_only_the_secretariat_plans(session, act):
    show = hung.exhibition(state=ExhibitionState.PLANNED)
    for stranger in (PUBLIC, make.actor(make.account(None))):
        with pytest.raises(NotAllowed):
            act(session, stranger, show, now=NOW)


def test_two_exhibitions_do_not_share_an_address(session):
    edition = make.edition()
    actions.add_exhibition(session, SYSTEM, ExhibitionInput("spring", edition.number, six("A"), {}), now=NOW)
    with pytest.raises(Invalid) as refused:
        actions.add_exhibition(session, SYSTEM, ExhibitionInput("spring", edition.number, six("B"), {}), now=NOW)
    assert refused.value.field == "slug"


def test_a_printed_address_stays(session):
    show = hung.exhibition()
    edition = queries.by_id(session, show.id).edition
    with pytest.raises(Invalid):
        actions.edit_exhibition(session, SYSTEM, show, ExhibitionInput("other", edition.number, show.titles, {}), now=NOW)


def test_who_saves_second_is_told(session):
    show = hung.exhibition()
    given = ExhibitionInput(show.slug, queries.by_id(session, show.id).edition.number, six("New"), {})
    actions.edit_exhibition(session, SYSTEM, show, given, version=1, now=NOW)
    actions.edit_exhibition(session, SYSTEM, show, given, version=1, now=NOW)
    with pytest.raises(actions.Stale):
        actions.edit_exhibition(session, SYSTEM, show, ExhibitionInput(show.slug, given.edition, six("Newer"), {}), version=1, now=NOW)


def test_the_same_stop_sent_twice_is_one(session):
    show, given = hung.exhibition(), days()
    first = actions.add_stop(session, SYSTEM, show, given, now=NOW)
    assert actions.add_stop(session, SYSTEM, show, given, now=NOW).id == first.id


def test_only_winners_the_public_may_see_are_hung(session):
    out, still = hung.Published(), hung.Published(state=EditionState.ANNOUNCED)
    good = out.winner()
    bad = [
        out.winner(show="no"), out.winner(asked=False), out.winner(taken_down_at=clock.now()), still.winner(),
        make.entry(edition=out.edition),
    ]  # fmt: skip
    stop = hung.stop(hung.exhibition(), hung.today(), hung.today())
    assert actions.hang(session, SYSTEM, stop, [good.id], now=NOW) == 1
    assert actions.hang(session, SYSTEM, stop, [good.id], now=NOW) == 0
    for entry in bad:
        with pytest.raises(Conflict):
            actions.hang(session, SYSTEM, stop, [entry.id], now=NOW)
    assert queries.hanging(session, stop.id) == [good.id]


def test_a_wish_is_no_permission_and_a_withdrawn_one_none_any_more(session):
    out = hung.Published()
    wished, withdrawn, again = out.winner(asked=False), out.winner(asked=False), out.winner(asked=False)
    make.consent(wished, Purpose.SHOW, "yes", "wish")
    make.consent(withdrawn, Purpose.SHOW, withdrawn_at=clock.now())
    make.consent(again, Purpose.SHOW, "no", at=clock.now() - timedelta(days=2))
    make.consent(again, Purpose.SHOW, "yes", at=clock.now() - timedelta(days=1))
    stop = hung.stop(hung.exhibition(), hung.today(), hung.today())
    assert [w.entry_id for w in queries.choosable(session, queries.stop(session, stop.id), only=[wished.id, withdrawn.id, again.id])] == [again.id]


def test_results_must_be_out_when_the_stop_opens(session):
    work = hung.Published(published_at=datetime(2020, 12, 21, 0, 0, tzinfo=UTC)).winner()
    show = hung.exhibition()
    early = hung.stop(show, date(2020, 12, 20), date(2020, 12, 30))
    late = hung.stop(show, date(2020, 12, 21), date(2020, 12, 30))
    with pytest.raises(Conflict):
        actions.hang(session, SYSTEM, early, [work.id], now=NOW)
    assert actions.hang(session, SYSTEM, late, [work.id], now=NOW) == 1


def test_a_work_cannot_hang_in_two_places(session):
    out = hung.Published()
    a, b, c = out.winner(), out.winner(), out.winner()
    hung.stop(hung.exhibition(), date(2026, 7, 1), date(2026, 7, 9), [a, b])
    hung.stop(hung.exhibition(), date(2026, 7, 8), date(2026, 7, 20), [c])
    stop = hung.stop(hung.exhibition(), date(2026, 7, 5), date(2026, 7, 12))
    with pytest.raises(rules.Clash) as refused:
        actions.hang(session, SYSTEM, stop, [a.id, b.id, c.id], now=NOW)
    assert [p.works for p in refused.value.problems] == [(a.id, b.id), (c.id,)]
    assert queries.hanging(session, stop.id) == []


def test_a_stop_with_works_is_not_moved_into_another(session):
    work = hung.Published().winner()
    hung.stop(hung.exhibition(), date(2026, 7, 1), date(2026, 7, 9), [work])
    show = hung.exhibition()
    stop = hung.stop(show, date(2026, 8, 1), date(2026, 8, 9), [work])
    with pytest.raises(rules.Clash):
        actions.edit_stop(session, SYSTEM, stop, days(2, 5), now=NOW)
    actions.cancel_stop(session, SYSTEM, stop, now=NOW)
    actions.edit_stop(session, SYSTEM, stop, days(2, 5), now=NOW)
    with pytest.raises(rules.Clash):
        actions.restore_stop(session, SYSTEM, stop, now=NOW)


def test_days_out_of_order_are_refused_with_every_reason(session):
    given = StopInput(hung.venue().id, date(2026, 7, 5), date(2026, 7, 1), date(2026, 7, 6), date(2026, 6, 1), {})
    with pytest.raises(rules.Clash) as refused:
        actions.add_stop(session, SYSTEM, hung.exhibition(), given, now=NOW)
    assert [p.field for p in refused.value.problems] == ["closes_on", "install_on", "pack_on"]


def test_the_wall_is_copied_from_the_stop_before_and_brought_into_order(session):
    out = hung.Published()
    a, b, gone, c = (out.winner() for _ in range(4))
    show = hung.exhibition()
    hung.stop(show, date(2026, 7, 1), date(2026, 7, 9), [c, gone, a])
    stop = hung.stop(show, date(2026, 7, 12), date(2026, 7, 20), [b])
    gone.taken_down_at = clock.now()
    assert actions.copy_hanging(session, SYSTEM, stop, now=NOW) == 2
    assert queries.hanging(session, stop.id) == [b.id, c.id, a.id]
    actions.move(session, SYSTEM, stop, a.id, 1, now=NOW)
    actions.take_off(session, SYSTEM, stop, [b.id], now=NOW)
    assert queries.hanging(session, stop.id) == [a.id, c.id]
    assert [row.position for row in queries.rows(session, stop.id)] == [1, 2]


def test_the_first_stop_has_none_to_copy_from(session):
    with pytest.raises(Conflict):
        actions.copy_hanging(session, SYSTEM, hung.stop(hung.exhibition(), hung.today(), hung.today()), now=NOW)


@pytest.mark.parametrize(("change", "field"), [({"names": {"ko": "홀"}}, "names"), ({"cities": {}}, "cities"), ({"country": "XX"}, "country"), ({"zone": "Mars/Olympus"}, "zone")])
def test_a_venue_that_makes_no_sense_is_refused(session, change, field):
    given = VenueInput(**{"names": six("Hall"), "cities": six("City"), "address": "", "country": "KR", "zone": "Asia/Seoul"} | change)
    with pytest.raises(Invalid) as refused:
        actions.add_venue(session, SYSTEM, given, now=NOW)
    assert refused.value.field == field
