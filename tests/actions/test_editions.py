
"""Making, changing and announcing an edition."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.editions import actions, queries
from contest.editions.models import Division, Theme
from contest.editions.rules import Asked, Detail, Purpose, Words, gaps
from contest.editions.standard import edition_title
from contest.editions.states import EditionState
from contest.governments.models import Membership
from contest.governments.rules import Standing
from contest.ledger.queries import latest
from contest.ledger.record import seal
from contest.policy import PUBLIC
from tests import make

NOW = datetime(2026, 2, 1, tzinfo=UTC)
CLOSES = clock.instant(datetime(2026, 9, 25, 18, 0), "Asia/Seoul")


@pytest.fixture
def staff(session):
    return make.staff()


@pytest.fixture
def edition(session, staff):
    return actions.create(session, staff, actions.NewEdition(14, 2026, CLOSES, themes=[make.six("Festivals")]), now=NOW)


def last_event(session):
    session.flush()
    seal(session)
    return latest(session)[0]


def test_the_first_edition_starts_from_the_standard_in_six_languages(session, edition):
    assert edition.state is EditionState.DRAFT
    assert edition.titles == edition_title(14)
    assert clock.wall_clock(edition.opens_at, "Asia/Seoul") == datetime(2026, 3, 1, 9, 0)
    assert clock.wall_clock(edition.endorse_by, "Asia/Seoul") == datetime(2026, 10, 9, 18, 0)
    assert edition.age_day == date(2026, 9, 25)
    assert len(queries.divisions(session, edition.id)) == 2
    assert set(queries.consent_texts(session, edition.id, "mn")) == set(Purpose)
    assert gaps(queries.drafts(session, [edition])[edition.id]) == {}


def test_two_editions_cannot_have_the_same_number(session, staff, edition):
    with pytest.raises(Invalid) as refused:
        actions.create(session, staff, actions.NewEdition(14, 2027, CLOSES), now=NOW)
    assert refused.value.field == "number"
    with pytest.raises(Invalid):
        actions.copy(session, staff, edition, number=14, year=2027, now=NOW)


def test_the_14th_copied_is_a_15th_a_year_later_with_everything_but_what_happened(session, staff, edition):
    make.account()
    actions.write_permission(session, staff, edition, purpose=Purpose.SHOW, texts={"en": "May we show it?"}, now=NOW)
    actions.change_words(session, staff, edition, what=Words.TITLES, text={**edition.titles, "ja": "特別な回"}, now=NOW)
    actions.extend(session, staff, edition, make.government(), closes_at=CLOSES + timedelta(days=3), reason="Flood", now=NOW)
    actions.announce(session, staff, edition, now=NOW)
    new = actions.copy(session, staff, edition, number=15, year=2027, now=NOW)
    assert (new.state, new.announced_at, new.version, new.next_public_number) == (EditionState.DRAFT, None, 1, 1)
    assert new.titles == {**edition_title(15), "ja": "特別な回"}
    assert clock.wall_clock(new.closes_at, new.zone) == datetime(2027, 9, 25, 18, 0)
    assert new.age_day == date(2027, 9, 25)
    assert new.rules_texts == edition.rules_texts
    assert [each.names for each in queries.themes(session, new.id)] == [make.six("Festivals")]
    assert [each.names for each in queries.divisions(session, new.id)] == [each.names for each in queries.divisions(session, edition.id)]
    shown = queries.consent_texts(session, new.id, "en")[Purpose.SHOW]
    assert (shown.text, shown.version) == ("May we show it?", 1)
    assert queries.extensions(session, new.id) == []


def test_the_public_does_not_know_an_edition_in_preparation(session, staff, edition):
    with pytest.raises(Missing):
        queries.by_number(session, 14)
    assert queries.by_number(session, 14, drafts=True) is edition
    assert queries.current(session) is None
    actions.announce(session, staff, edition, now=NOW)
    session.flush()
    assert queries.current(session) is edition
    assert queries.everyone(session) == [edition]


def test_only_staff_may_make_or_change_an_edition(session, edition):
    with pytest.raises(NotAllowed):
        actions.create(session, PUBLIC, actions.NewEdition(15, 2027, CLOSES), now=NOW)
    with pytest.raises(NotAllowed):
        actions.announce(session, make.actor(make.account(None)), edition, now=NOW)


def test_dates_must_be_in_order_and_a_later_page_wins_over_an_older_one(session, staff, edition):
    given = {"opens_at": edition.opens_at, "closes_at": edition.closes_at, "endorse_by": edition.endorse_by, "zone": "Asia/Seoul"}
    for field, wrong in (("closes_at", {"closes_at": edition.opens_at}), ("endorse_by", {"endorse_by": edition.closes_at - timedelta(minutes=1)})):
        with pytest.raises(Invalid) as refused:
            actions.change_dates(session, staff, edition, **(given | wrong), now=NOW)
        assert refused.value.field == field
    version = edition.version
    actions.change_dates(session, staff, edition, **(given | {"closes_at": CLOSES - timedelta(days=1)}), version=version, now=NOW)
    event = last_event(session)
    assert event.act == "edition:dates"
    assert set(event.detail.values["before"]) == {"closes_at"}
    with pytest.raises(Conflict) as stale:
        actions.change_dates(session, staff, edition, **given, version=version, now=NOW)
    assert stale.value.field == "version"


def test_saving_the_same_dates_again_is_no_act(session, staff, edition):
    version = edition.version
    actions.change_dates(
        session, staff, edition, opens_at=edition.opens_at, closes_at=edition.closes_at, endorse_by=edition.endorse_by, zone=edition.zone, version=version, now=NOW
    )
    assert edition.version == version


def test_an_extension_is_for_one_government_and_only_lengthens(session, staff, edition):
    home, other = make.government(), make.government()
    later = CLOSES + timedelta(days=5)
    with pytest.raises(Invalid):
        actions.extend(session, staff, edition, home, closes_at=CLOSES, reason="Flood", now=NOW)
    with pytest.raises(Invalid):
        actions.extend(session, staff, edition, home, closes_at=edition.endorse_by + timedelta(days=1), reason="Flood", now=NOW)
    actions.extend(session, staff, edition, home, closes_at=later, reason="Flood", now=NOW)
    session.flush()
    assert queries.closing_for(session, edition, home.id) == later
    assert queries.closing_for(session, edition, other.id) == CLOSES
    assert queries.closing_for(session, edition, None) == CLOSES
    with pytest.raises(Invalid) as refused:
        actions.change_dates(session, staff, edition, opens_at=edition.opens_at, closes_at=CLOSES, endorse_by=CLOSES, zone=edition.zone, now=NOW)
    assert refused.value.field == "endorse_by"
    actions.end_extension(session, staff, edition, home, now=NOW)
    actions.end_extension(session, staff, edition, home, now=NOW)
    session.flush()
    assert queries.closing_for(session, edition, home.id) == CLOSES


def test_who_holds_an_admitted_standing_on_the_closing_day_may_take_part(session, staff, edition):
    member, observer, gone, korean = make.government(), make.government(), make.government(), make.government(country="KP")
    session.query(Membership).filter_by(government_id=observer.id).one().standing = Standing.OBSERVER
    session.query(Membership).filter_by(government_id=gone.id).one().ends = date(2026, 9, 24)
    session.flush()
    assert set(queries.eligible_governments(session, edition)) == {member, observer, korean}
    edition.standings = ["member"]
    assert set(queries.eligible_governments(session, edition)) == {member, korean}


def test_words_agreed_to_are_never_edited_only_followed(session, staff, edition):
    before = queries.consent_texts(session, edition.id, "en")[Purpose.ENTER]
    old = before.text
    written = actions.write_permission(session, staff, edition, purpose=Purpose.ENTER, texts={"en": "New words", "ko": ""}, now=NOW)
    session.flush()
    assert [(each.language, each.version) for each in written] == [("en", 2)]
    assert before.text == old
    assert queries.consent_texts(session, edition.id, "en")[Purpose.ENTER].text == "New words"
    assert queries.consent_texts(session, edition.id, "ko")[Purpose.ENTER].version == 1
    assert actions.write_permission(session, staff, edition, purpose=Purpose.ENTER, texts={"en": "New words"}, now=NOW) == []


def test_a_permission_not_written_in_a_language_is_asked_in_english(session, staff):
    edition = make.edition()
    assert queries.consent_texts(session, edition.id, "mn") == {}
    actions.write_permission(session, staff, edition, purpose=Purpose.ENTER, texts={"en": "May it take part?"}, now=NOW)
    session.flush()
    assert queries.consent_texts(session, edition.id, "mn")[Purpose.ENTER].language == "en"


def test_themes_change_places_and_only_unused_ones_are_removed(session, staff, edition):
    second = actions.add_theme(session, staff, edition, names={"en": "Second"}, now=NOW)
    first, _ = queries.themes(session, edition.id)
    actions.move_part(session, staff, edition, second, up=True, now=NOW)
    assert queries.themes(session, edition.id) == [second, first]
    actions.move_part(session, staff, edition, second, up=True, now=NOW)
    assert queries.themes(session, edition.id) == [second, first]
    actions.move_part(session, staff, edition, second, up=False, now=NOW)
    assert queries.themes(session, edition.id) == [first, second]
    make.entry(edition=edition, theme_id=first.id)
    with pytest.raises(Conflict):
        actions.remove_part(session, staff, edition, first, now=NOW)
    actions.remove_part(session, staff, edition, second, now=NOW)
    session.flush()
    assert queries.themes(session, edition.id) == [first]


def test_a_pressed_twice_add_adds_once(session, staff, edition):
    version = edition.version
    actions.add_division(session, staff, edition, names={"en": "Photograph"}, version=version, now=NOW)
    with pytest.raises(Conflict):
        actions.add_division(session, staff, edition, names={"en": "Photograph"}, version=version, now=NOW)
    with pytest.raises(Invalid):
        actions.add_division(session, staff, edition, names={"en": ""}, now=NOW)


def test_an_announced_edition_keeps_a_theme_a_division_and_its_english(session, staff, edition):
    actions.announce(session, staff, edition, now=NOW)
    (theme,) = queries.parts(session, Theme, edition.id)
    with pytest.raises(Conflict):
        actions.remove_part(session, staff, edition, theme, now=NOW)
    with pytest.raises(Invalid) as refused:
        actions.change_words(session, staff, edition, what=Words.RULES, text={"ko": "규정"}, now=NOW)
    assert refused.value.field == "text"
    poster = queries.parts(session, Division, edition.id)[1]
    actions.remove_part(session, staff, edition, poster, now=NOW)


def test_what_the_ledger_tells_of_the_signatory_names_nobody(session, staff, edition):
    actions.change_words(session, staff, edition, what=Words.SIGNATORY, text={"en": "Example One, Secretary-General"}, now=NOW)
    assert "Example" not in str(last_event(session).detail.values)


def test_an_edition_with_something_missing_cannot_be_announced(session, staff):
    edition = actions.create(session, staff, actions.NewEdition(14, 2026, CLOSES), now=NOW)
    with pytest.raises(Conflict) as refused:
        actions.announce(session, staff, edition, now=NOW)
    assert refused.value.message == "There is no theme yet."
    assert edition.state is EditionState.DRAFT


def test_an_announced_edition_is_taken_back_only_while_nobody_has_begun(session, staff, edition):
    actions.announce(session, staff, edition, now=NOW)
    assert edition.announced_at == NOW
    actions.take_back(session, staff, edition, now=NOW)
    assert (edition.state, edition.announced_at) == (EditionState.DRAFT, None)
    actions.announce(session, staff, edition, now=NOW)
    make.student(edition)
    with pytest.raises(Conflict):
        actions.take_back(session, staff, edition, now=NOW)


def test_results_are_published_once_and_the_archive_can_be_left(session, staff, edition):
    with pytest.raises(Conflict):
        actions.publish(session, staff, edition, now=NOW)
    actions.announce(session, staff, edition, now=NOW)
    with pytest.raises(Conflict):
        actions.reopen(session, staff, edition, now=NOW)
    actions.publish(session, staff, edition, now=NOW)
    assert edition.published_at == NOW
    actions.archive(session, staff, edition, now=NOW)
    actions.reopen(session, staff, edition, now=NOW)
    assert edition.state is EditionState.PUBLISHED
    with pytest.raises(Conflict):
        actions.take_back(session, staff, edition, now=NOW)


def test_who_may_enter_is_changed_and_written_down(session, staff, edition):
    given = {
        "age_from": 13, "age_to": 17, "age_day": date(2026, 1, 1), "standings": ["member"], "entries_per_student": 2, "full_birth_date": False,
        "quota_per_government": 30, "quota_per_school": None,
    }  # fmt: skip
    actions.change_eligibility(session, staff, edition, **given, now=NOW)
    assert last_event(session).detail.values["after"]["age_day"] == "2026-01-01"
    with pytest.raises(Invalid) as refused:
        actions.change_eligibility(session, staff, edition, **(given | {"age_to": 12}), now=NOW)
    assert refused.value.field == "age_to"


def test_the_entry_form_asks_what_staff_decided(session, staff, edition):
    actions.change_fields(session, staff, edition, fields=dict.fromkeys(Detail, Asked.OFF), now=NOW)
    assert set(edition.fields.values()) == {"off"}


def test_what_all_editions_lack_takes_three_questions(session, staff, edition, queries):
    from contest.editions.queries import drafts, everyone

    for number in range(20, 25):
        actions.copy(session, staff, edition, number=number, year=2026, now=NOW)
    session.flush()
    session.expire_all()
    with queries(4):
        found = drafts(session, everyone(session, drafts=True))
    assert len(found) == 6
