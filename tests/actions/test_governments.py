"""Loading the register, and what the secretariat changes."""

from datetime import UTC, date, datetime

import pytest

from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.governments import actions, queries, registry
from contest.governments.countries import COUNTRIES
from contest.governments.rules import Standing
from contest.ledger.queries import latest
from contest.policy import PUBLIC, SYSTEM
from tests import make

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TODAY = NOW.date()


def change(session, government, **given):
    told = {
        "names": government.names, "reviewed": government.reviewed, "zone": government.zone, "contact": government.contact, "version": government.version,
    }  # fmt: skip
    actions.change(session, make.staff(), government, **(told | given), now=NOW)
    session.flush()


def test_the_register_is_taken_in_with_standings_but_without_invented_days(session):
    assert actions.load_registry(session, SYSTEM, now=NOW) == 89
    everyone = queries.everyone(session)
    assert len(everyone) == 89
    assert {each.country for each in everyone} == set(COUNTRIES)
    assert {(each.starts, each.ends) for each in queries.memberships(session)} == {(None, None)}
    pohang = next(each for each in everyone if each.names["en"].startswith("Pohang"))
    assert queries.standings_on(session, TODAY)[pohang.id] is Standing.SPECIAL
    heilongjiang = queries.by_key(session, "CN-HL")
    assert heilongjiang.reviewed == ["en", "ko", "zh", "ja", "ru"]


def test_loading_again_changes_nothing_and_keeps_what_staff_wrote(session):
    actions.load_registry(session, SYSTEM, now=NOW)
    anhui = queries.by_key(session, "cn-ah")
    change(session, anhui, names={**anhui.names, "en": "Anhui"}, contact="Foreign affairs office")
    events = len(latest(session, per_page=1000))
    assert actions.load_registry(session, SYSTEM, now=NOW) == 0
    session.flush()
    assert queries.by_key(session, "CN-AH").names["en"] == "Anhui"
    assert len(latest(session, per_page=1000)) == events
    assert len(queries.memberships(session)) == 89


def test_governments_are_listed_by_country_and_then_by_english_name(session):
    actions.load_registry(session, SYSTEM, [row for row in registry.rows() if row.country in {"JP", "CN"}], now=NOW)
    names = [(each.country, each.names["en"]) for each in queries.everyone(session)]
    assert names == sorted(names)


def test_nobody_else_may_load_or_change(session):
    with pytest.raises(NotAllowed):
        actions.load_registry(session, PUBLIC, now=NOW)
    with pytest.raises(NotAllowed):
        actions.change(session, PUBLIC, make.government(), names={}, reviewed=[], zone="", contact="", version=1, now=NOW)


def test_a_renamed_government_keeps_its_old_name_until_a_day(session):
    region = make.government(names={"en": "Old Province"})
    change(session, region, names={"en": "New Province"}, keep_until=date(2024, 1, 17))
    former = queries.former_names(session, region.id)
    assert queries.names_on(region, former, date(2024, 1, 17)) == {"en": "Old Province"}
    assert queries.names_on(region, former, date(2024, 1, 18)) == {"en": "New Province"}
    with pytest.raises(Invalid) as refused:
        change(session, region, names={"en": "Newer Province"}, keep_until=date(2023, 1, 1))
    assert refused.value.field == "keep_until"
    with pytest.raises(Invalid):
        change(session, region, names={"en": "Newer Province"}, keep_until=date(2030, 1, 1))


def test_a_mark_for_a_name_that_is_not_there_is_dropped(session):
    region = make.government(names={"en": "Region", "ko": "지역"})
    change(session, region, names={"en": "Region", "ko": ""}, reviewed=["en", "ko", "xx"])
    assert region.names == {"en": "Region"}
    assert region.reviewed == ["en"]


def test_a_government_without_any_name_is_refused(session):
    with pytest.raises(Invalid) as refused:
        change(session, make.government(), names={"en": ""})
    assert refused.value.field == "names"


def test_an_older_page_is_refused_and_an_unchanged_one_leaves_no_trace(session):
    region = make.government()
    change(session, region)
    assert region.version == 1
    change(session, region, contact="School office")
    assert region.version == 2
    with pytest.raises(Conflict) as refused:
        change(session, region, contact="Another", version=1)
    assert refused.value.field == "version"


def test_a_standing_is_closed_before_the_next_begins(session):
    region, staff = make.government(), make.staff()
    (member,) = queries.memberships(session, region.id)
    with pytest.raises(Invalid) as refused:
        actions.add_standing(session, staff, region, standing=Standing.OBSERVER, starts=date(2026, 1, 1), ends=None, now=NOW)
    assert refused.value.field == "starts"
    actions.date_standing(session, staff, region, member, starts=None, ends=date(2025, 12, 31), now=NOW)
    actions.add_standing(session, staff, region, standing=Standing.OBSERVER, starts=date(2026, 1, 1), ends=None, now=NOW)
    session.flush()
    assert queries.standings_on(session, date(2025, 12, 31))[region.id] is Standing.MEMBER
    assert queries.standings_on(session, date(2026, 1, 1))[region.id] is Standing.OBSERVER


def test_the_last_day_of_a_standing_is_not_before_its_first(session):
    region = make.government()
    (member,) = queries.memberships(session, region.id)
    with pytest.raises(Invalid) as refused:
        actions.date_standing(session, make.staff(), region, member, starts=date(2026, 1, 2), ends=date(2026, 1, 1), now=NOW)
    assert refused.value.field == "ends"


def test_the_list_takes_two_questions_to_the_database_however_many_there_are(session, queries):
    from contest.governments.queries import listing, narrowed

    actions.load_registry(session, SYSTEM, now=NOW)
    session.flush()
    session.expire_all()
    with queries(2):
        lines = listing(session, TODAY)
    korean = narrowed(lines, country="KR", search="ＧＹＥＯＮＧ")
    assert korean
    assert {(line.government.country, line.standing) for line in korean} == {("KR", Standing.MEMBER)}
    assert len(narrowed(lines, standing="observer")) == 4
    assert narrowed(lines, standing="none") == []
    assert [line.government.key for line in narrowed(lines, search="포항")] == ["KR-POHANG"]
