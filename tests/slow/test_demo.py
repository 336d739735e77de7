"""The whole demo: the true figures of the 8th contest, and the 14th in every stage."""

from collections import Counter
from dataclasses import replace

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from contest.app import create_app
from contest.awards import queries as awards
from contest.awards.models import Award, Tier
from contest.db.extension import db
from contest.demo.frame import STAGES
from contest.editions.models import Edition
from contest.editions.states import EditionState
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.exhibitions.models import Exhibition
from contest.governments.models import Government
from contest.judging.models import Round
from contest.judging.states import RoundState
from contest.ledger.queries import first_fault
from contest.media.check import faults
from contest.media.extension import NAME as MEDIA
from contest.media.models import Picture

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fresh(request, config, tmp_path_factory):
    """Makes apps on migrated, empty databases of their own."""
    if request.config.getoption("--postgres"):
        pytest.skip("on SQLite, as `make run` does it")
    factory = db.session.session_factory
    kept = dict(factory.kw)
    factory.kw.pop("join_transaction_mode", None)
    made = []

    def make_app():
        folder = tmp_path_factory.mktemp("demo")
        app = create_app(replace(config, SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'contest.db'}", UPLOADS=folder))
        made.append(app)
        with app.app_context():
            upgrade()
        return app

    yield make_app
    for app in made:
        app.extensions[MEDIA].decoders.close()
        with app.app_context():
            db.engine.dispose()
    factory.kw.clear()
    factory.kw.update(kept)


@pytest.fixture(scope="module")
def demo(fresh):
    """The demo as `flask demo` loads it, and what the command said."""
    app = fresh()
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 0, result.output
    return app, result.output


@pytest.fixture
def store(demo):
    with demo[0].app_context():
        yield db.session()


def edition(session, number):
    return session.scalars(select(Edition).where(Edition.number == number)).one()


def won(session, number):
    """(country, tier position) of every award, counted."""
    rows = session.execute(
        select(Government.country, Tier.position)
        .join(Entry, Entry.government_id == Government.id).join(Award, Award.entry_id == Entry.id).join(Tier, Tier.id == Award.tier_id)
        .where(Award.edition_id == edition(session, number).id)
    )  # fmt: skip
    return Counter(tuple(row) for row in rows)


def test_the_eighth_contest_has_its_works_by_country(store):
    query = select(Government.country, func.count()).join(Entry, Entry.government_id == Government.id)
    found = dict(store.execute(query.where(Entry.edition_id == edition(store, 8).id).group_by(Government.country)).all())
    assert found == {"KR": 18, "CN": 105, "JP": 22, "RU": 132, "MN": 46}
    assert sum(found.values()) == 323


def test_twenty_eight_governments_took_part(store):
    query = select(Government.key, Government.country).join(Entry, Entry.government_id == Government.id)
    keys = set(store.execute(query.where(Entry.edition_id == edition(store, 8).id).distinct()).all())
    assert len(keys) == 28
    countries = Counter(country for _key, country in keys)
    assert (countries["MN"], countries["JP"]) == (7, 2)


def test_the_awards_are_as_they_were(store):
    found = won(store, 8)
    by_tier = Counter()
    for (_country, tier), count in found.items():
        by_tier[tier] += count
    assert [by_tier[tier] for tier in (1, 2, 3, 4)] == [1, 4, 15, 126]
    assert found["CN", 1] == 1
    assert (found["RU", 2], found["RU", 3]) == (1, 5)
    assert (found["MN", 2], found["MN", 3]) == (1, 4)
    assert (found["JP", 3], found["JP", 4]) == (1, 2)
    grand = store.execute(
        select(Government.names).join(Entry, Entry.government_id == Government.id).join(Award, Award.entry_id == Entry.id).join(Tier, Tier.id == Award.tier_id)
        .where(Award.edition_id == edition(store, 8).id, Tier.position == 1)
    ).scalar_one()  # fmt: skip
    assert "Hunan" in grand["en"]


def test_every_winner_was_decided_by_the_marks_without_an_open_tie(store):
    for number in (7, 8):
        [round_] = awards.closed_rounds(store, edition(store, number).id)
        assert awards.preview(store, round_).plan.settled
        assert edition(store, number).state is EditionState.PUBLISHED
    assert sum(won(store, 7).values()) == 41


def test_the_eighth_contest_toured_three_exhibitions(store):
    slugs = store.scalars(select(Exhibition.slug).where(Exhibition.edition_id == edition(store, 8).id)).all()
    assert sorted(slugs) == ["gyeongbuk-education-2020", "gyeongbuk-office-2020", "pohang-hotel-art-fair-2020"]


def test_the_fourteenth_is_open_and_has_something_of_every_state(store):
    current = edition(store, 14)
    assert current.state is EditionState.ANNOUNCED
    found = dict(store.execute(select(Entry.state, func.count()).where(Entry.edition_id == current.id).group_by(Entry.state)).all())
    assert sum(found.values()) == 46
    assert set(found) == set(EntryState)


def test_files_ledger_and_store_agree(demo, store):
    assert faults(store, demo[0].extensions[MEDIA].store) == []
    assert first_fault(store) is None
    assert store.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert store.execute(text("PRAGMA foreign_key_check")).all() == []


def test_every_picture_is_another(store):
    assert store.scalar(select(func.count(Picture.sha256.distinct()))) == store.scalar(select(func.count()).select_from(Picture))


def test_a_second_call_makes_nothing(demo, store):
    app, said = demo
    assert " s" in said
    before = store.scalar(select(func.count()).select_from(Entry))
    store.rollback()
    result = app.test_cli_runner().invoke(args=["demo"])
    assert "only once" in result.output
    assert store.scalar(select(func.count()).select_from(Entry)) == before


def test_the_ways_in_are_printed_and_work(demo, store):
    result = demo[0].test_cli_runner().invoke(args=["demo-links"])
    assert result.exit_code == 0
    link = next(word for word in result.output.split() if "/login/" in word)
    client = demo[0].test_client()
    assert client.get(link.split("localhost")[1]).status_code == 200


@pytest.mark.parametrize("path", ["/en/", "/mn/gallery", "/ru/editions/8/winners", "/ja/works/8-0001", "/ko/exhibitions/", "/zh/statistics", "/en/governments/"])
def test_its_public_pages_open(demo, path):
    assert demo[0].test_client().get(path).status_code == 200


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "open"])
def test_each_other_stage_of_the_fourteenth_loads(fresh, stage):
    app = fresh()
    result = app.test_cli_runner().invoke(args=["demo", "--stage", stage, "--entries", "20"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        session = db.session()
        current = edition(session, 14)
        states = Counter(session.scalars(select(Entry.state).where(Entry.edition_id == current.id)))
        assert sum(states.values()) == 20
        rounds = [(round_.counts, round_.state) for round_ in session.scalars(select(Round).where(Round.edition_id == current.id))]
        expected = {
            "screening": (False, RoundState.OPEN), "judging": (True, RoundState.OPEN), "deciding": (True, RoundState.CLOSED), "published": (True, RoundState.CLOSED),
        }  # fmt: skip
        assert rounds == [expected[stage]]
        assert (current.state is EditionState.PUBLISHED) == (stage == "published")
        assert session.scalar(select(func.count()).select_from(Award).where(Award.edition_id == current.id)) == (12 if stage == "published" else 0)
        assert first_fault(session) is None
        assert faults(session, app.extensions[MEDIA].store) == []
