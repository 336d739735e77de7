"""What painters say about their works page by page, and the photos of work in progress."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, Missing, NotAllowed
from contest.editions import actions as editions
from contest.editions.models import Division
from contest.editions.rules import Asked, Detail
from contest.entries import rules
from contest.entries.actions import process
from contest.entries.actions import student as actions
from contest.entries.models import Entry, ProcessPhoto
from contest.entries.queries import process as photos
from contest.entries.queries import public
from contest.entries.queries import student as queries
from contest.entries.queries.suggest import schools_known
from contest.entries.states import EntryState
from contest.governments.rules import Standing
from contest.media.models import Picture
from contest.policy import PUBLIC, Actor, Role
from tests import make

NOW = clock.now


def whole(session, entry):
    session.flush()
    return session.scalars(select(Entry).where(Entry.id == entry.id).options(*queries.WHOLE).execution_options(populate_existing=True)).one()


def me(entry):
    return Actor("student", entry.student_id)


def save(session, entry, page):
    seen = rules.trace(asdict(actions.painting_of(entry)))
    actions.save_painting(session, me(entry), entry, page, seen=seen, now=NOW())


def save_person(session, entry, page):
    seen = rules.trace(asdict(actions.person_of(entry.student)))
    actions.save_person(session, me(entry), entry, page, seen=seen, now=NOW())


@pytest.fixture
def entry(session):
    return whole(session, make.ready_entry())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"), ({"description": "x" * 1001}, "description"), ({"own_work": False}, "own_work"), ({"painted_in": 1999}, "painted_in"),
        ({"ai_help": True}, "ai_note"), ({"ai_help": True, "ai_note": "x" * 501}, "ai_note"),
    ],
)  # fmt: skip
def test_the_page_about_the_painting_is_checked_whatever_the_form_did(session, entry, given, field):
    before = actions.painting_of(entry)
    with pytest.raises(Invalid) as refused:
        save(session, entry, replace(before, **given))
    assert refused.value.field == field
    assert actions.painting_of(entry) == before


def test_what_is_said_about_ai_is_kept(session, entry):
    save(session, entry, replace(actions.painting_of(entry), ai_help=True, ai_note="A sketch tool, for ideas"))
    assert (entry.ai_help, entry.ai_note, entry.own_work) == (True, "A sketch tool, for ideas", True)


@pytest.mark.parametrize("name", ["王", "👩‍🎨", "x" * 120, "ᠮᠣᠩᠭᠣᠯ ᠨᠡᠷᠡ", "О’Пример-Нэгдүгээр", "مثال"])
def test_a_name_is_kept_letter_by_letter(session, entry, name):
    save_person(session, entry, replace(actions.person_of(entry.student), full_name=name))
    assert entry.student.full_name == name


@pytest.mark.parametrize(("given", "field"), [({"full_name": "x" * 121}, "full_name"), ({"latin_name": "🪁"}, "latin_name"), ({"latin_name": "Жишээ"}, "latin_name"), ({"born": None}, "born")])
def test_the_page_about_the_painter_is_checked(session, entry, given, field):
    with pytest.raises(Invalid) as refused:
        save_person(session, entry, replace(actions.person_of(entry.student), **given))
    assert refused.value.field == field


def test_the_age_that_counts_is_kept_when_the_work_is_sent(session):
    edition = make.open_edition(age_day=date(2026, 9, 1))
    entry = whole(session, make.ready_entry(edition=edition, student=make.student(edition, born=date(2012, 5, 5), age=13, email="a@example.org")))
    actions.submit(session, me(entry), entry, now=NOW())
    assert entry.student.age == 14


def test_a_work_goes_on_without_the_birthday_and_an_adult_stays_one(session):
    edition = make.open_edition(age_day=date(2026, 1, 1))
    entry = whole(session, make.ready_entry(edition=edition, student=make.student(edition, born=None, age=13, email="a@example.org")))
    actions.submit(session, me(entry), entry, now=NOW())
    assert (entry.state, entry.student.age) == (EntryState.SUBMITTED, 13)
    too_old = whole(session, make.ready_entry(edition=edition, student=make.student(edition, born=None, age=19, email="a@example.org")))
    with pytest.raises(Invalid):
        actions.submit(session, me(too_old), too_old, now=NOW())


def test_a_division_decides_what_must_be_there(session):
    edition = make.open_edition(fields={"medium": "required"})
    poster = make.save(Division(edition_id=edition.id, position=2, names=make.six("Poster"), fields={"medium": "off", "year": "required"}))
    entry = make.ready_entry(edition=edition, division_id=poster.id)
    entry.medium = ""
    from contest.editions.queries import themes

    entry.theme_id = themes(session, edition.id)[0].id
    with pytest.raises(rules.Incomplete) as refused:
        actions.submit(session, me(entry), whole(session, entry), now=NOW())
    assert [gap.message for gap in refused.value.gaps] == ["Say when you made it"]


def test_school_and_region_are_asked_once(session):
    edition = make.open_edition(entries_per_student=2)
    first = whole(session, make.ready_entry(edition=edition, school="Example School", teacher="Example Teacher"))
    second = actions.start_another(session, me(first), edition, language="en", now=NOW())
    assert actions.place_of(second) == actions.place_of(first)


def test_what_stands_in_the_way_of_somebody_known(session):
    edition = make.open_edition(age_day=date(2026, 1, 1), standings=[Standing.MEMBER.value])
    fine = whole(session, make.ready_entry(edition=edition))
    assert queries.in_the_way(session, fine.student, edition, fine) == []
    assert [type(each) for each in queries.in_the_way(session, fine.student, edition, None)] == [Conflict]
    edition.standings, fine.student.born = [Standing.OBSERVER.value], date(1999, 1, 1)
    session.flush()
    assert [type(each) for each in queries.in_the_way(session, fine.student, edition, fine)] == [Invalid, Conflict]


def test_only_schools_a_government_has_endorsed_itself_are_proposed(session):
    home, now = make.government(), NOW()
    given = {"government": home, "edition": make.open_edition()}
    make.entry(**given, state=EntryState.ACCEPTED, school="School No. 1", endorsed_at=now)
    make.entry(**given, state=EntryState.ENDORSED, school="school no.  1".upper().replace("  ", " "), endorsed_at=now)
    make.entry(**given, state=EntryState.ENDORSED, school="School of Arts", endorsed_at=now)
    make.entry(**given, state=EntryState.ENDORSED, school="By the secretariat", endorsed_at=now, endorsed_on_behalf=True)
    make.entry(**given, state=EntryState.SUBMITTED, school="Only sent")
    make.entry(**given, school="Only a draft")
    make.entry(edition=given["edition"], government=make.government(), state=EntryState.ENDORSED, school="Elsewhere", endorsed_at=now)
    assert len(schools_known(session, home.id)) == 2
    assert "School of Arts" in schools_known(session, home.id)


# ── photos of the work in progress ──


def progress(entry, seed):
    """A photo row as `add_photo` leaves it, without files."""
    row = make.save(ProcessPhoto(entry_id=entry.id, picture_id=0, created_at=NOW()))
    picture = make.save(
        Picture(
            about_kind="process_photo", about_id=row.id, sha256=f"{seed:064x}", kind="jpeg", bytes=1, width=9, height=9, colour="#000000", created_at=NOW()
        )
    )  # fmt: skip
    row.picture_id = picture.id
    return row, picture


def test_photos_of_work_in_progress_are_for_the_painter_the_government_and_the_secretariat(session, entry):
    _row, picture = progress(entry, 7)
    session.flush()
    staff, judge = make.staff(), make.actor(make.account(Role.JUDGE, edition=entry.edition))
    home, other = (make.actor(make.account(Role.COORDINATOR, each)) for each in (entry.government, make.government()))
    seen = [public.may_see(session, actor, picture) for actor in (me(entry), home, staff, other, judge, PUBLIC, Actor("student", entry.student_id + 1))]
    assert seen == [True, True, True, False, False, False, False]


def test_photos_are_changed_only_while_the_entry_may_be(session, entry):
    row, _picture = progress(entry, 8)
    with pytest.raises(NotAllowed):
        process.remove_photo(session, Actor("student", entry.student_id + 1), entry, row, store=None, now=NOW())
    actions.submit(session, me(entry), entry, now=NOW())
    with pytest.raises(Conflict):
        process.remove_photo(session, me(entry), entry, row, store=None, now=NOW())
    with pytest.raises(Conflict):
        process.add_photo(session, me(entry), entry, None, store=None, now=NOW())


def test_a_photo_of_another_work_is_not_here(session, entry):
    row, _picture = progress(whole(session, make.ready_entry()), 9)
    with pytest.raises(Missing):
        photos.one(session, entry.id, row.id)
    assert photos.shown(session, entry.id) == []


# ── what the secretariat sets ──


def test_a_division_keeps_only_what_differs_and_next_year_takes_it_over(session):
    staff = make.staff()
    edition = make.open_edition()
    division = make.save(Division(edition_id=edition.id, position=2, names=make.six("Poster"), fields={}))
    version = edition.version
    editions.change_division_fields(session, staff, edition, division, fields={Detail.SIZE: Asked.REQUIRED}, version=version, now=NOW())
    assert (division.fields, edition.version) == ({"size": "required"}, version + 1)
    editions.change_division_fields(session, staff, edition, division, fields={Detail.SIZE: Asked.REQUIRED}, now=NOW())
    assert edition.version == version + 1
    with pytest.raises(Conflict):
        editions.change_division_fields(session, staff, edition, division, fields={}, version=version, now=NOW())
    with pytest.raises(NotAllowed):
        editions.change_division_fields(session, PUBLIC, edition, division, fields={}, now=NOW())
    session.flush()
    copied = editions.copy(session, staff, edition, number=edition.number + 1, year=2027, now=NOW())
    kept = session.scalars(select(Division.fields).where(Division.edition_id == copied.id).order_by(Division.position)).all()
    assert kept == [{}, {"size": "required"}]
