"""A picture turned, trimmed and covered: by its painter, by the secretariat, and by nobody else."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, NotAllowed
from contest.entries import rules
from contest.entries.actions import desk, student
from contest.entries.actions.framing import before
from contest.entries.models import Entry
from contest.entries.queries import desk as works
from contest.entries.queries.student import WHOLE
from contest.entries.states import EntryState as E
from contest.ledger.models import Event
from contest.ledger.record import seal
from contest.media import intake
from contest.media.framing import Framing
from contest.media.models import Derivative, Picture
from contest.media.store import derived, original
from contest.policy import PUBLIC, SYSTEM, Actor, Role
from tests import make, pictures

LEFT_HALF = ((0, 0), (5000, 0), (5000, 10000), (0, 10000))
NAME = ((1000, 7000), (4000, 7000), (4000, 9000), (1000, 9000))


@pytest.fixture
def media(app):
    return app.extensions["contest.media"]


@pytest.fixture
def photo(session, media):
    """Gives an entry a photo of four colours, files and all."""

    def give(entry):
        staged = intake.receive(BytesIO(pictures.coded()), store=media.store, limits=media.limits)
        prepared = intake.prepare(staged, store=media.store, decoders=media.decoders, limits=media.limits)
        picture = intake.keep(session, media.store, prepared, about=("entry", entry.id), now=clock.now())
        entry.picture_id = picture.id
        session.flush()
        return picture

    return give


def prepared(media, picture, framing):
    return intake.prepare_framing(picture, framing, store=media.store, decoders=media.decoders, limits=media.limits)


def whole(session, entry):
    session.flush()
    return session.scalars(select(Entry).where(Entry.id == entry.id).options(*WHOLE).execution_options(populate_existing=True)).one()


def shown(session, media, picture):
    """The colours of the picture's four quarters as everybody sees them now."""
    name = session.scalars(select(Derivative.private_name).where(Derivative.picture_id == picture.id, Derivative.format == "webp")).first()
    with media.store.open(derived(name)) as file:
        return file.read()


def acts(session):
    seal(session)
    return [event.act for event in session.scalars(select(Event).order_by(Event.id))]


def test_a_painter_turns_and_trims_the_picture_and_the_photo_stays_as_it_was(session, media, photo):
    entry = whole(session, make.ready_entry())
    picture, me = photo(entry), Actor("student", entry.student_id)
    with media.store.open(original(picture.sha256)) as file:
        sent = file.read()
    for framing, colours in (
        (Framing(90), ["blue", "red", "yellow", "green"]),
        (Framing(0, LEFT_HALF), ["red", "red", "blue", "blue"]),
        (Framing(), pictures.FOUR),
    ):
        student.frame_photo(session, me, entry, prepared(media, picture, framing), before(picture), store=media.store, now=clock.now())
        assert pictures.corners(shown(session, media, picture)) == colours
        assert picture.framing == framing
    with media.store.open(original(picture.sha256)) as file:
        assert file.read() == sent
    assert acts(session) == ["entry:frame photo"] * 3


def test_it_is_on_record_what_was_changed_into_what(session, media, photo):
    entry = whole(session, make.ready_entry())
    picture, me = photo(entry), Actor("student", entry.student_id)
    version = entry.version
    student.frame_photo(session, me, entry, prepared(media, picture, Framing(90, LEFT_HALF)), before(picture), store=media.store, now=clock.now())
    (act,) = [act for act in session.info["acts"] if act.act == "entry:frame photo"]
    assert act.values == {"before": [0, None, ()], "after": [90, LEFT_HALF, ()]}
    assert entry.version == version + 1


def test_nobody_else_frames_a_draft(session, media, photo):
    entry = whole(session, make.ready_entry())
    picture = photo(entry)
    made = prepared(media, picture, Framing(90))
    for actor in (PUBLIC, SYSTEM, make.staff(), Actor("student", entry.student_id + 1), Actor("guardian", entry.student_id)):
        with pytest.raises(NotAllowed):
            student.frame_photo(session, actor, entry, made, before(picture), store=media.store, now=clock.now())
    intake.discard(made)
    assert picture.framing == Framing()


def test_what_is_sent_or_too_late_stays_as_it_is(session, media, photo):
    entry = whole(session, make.ready_entry(state=E.SUBMITTED))
    picture, me = photo(entry), Actor("student", entry.student_id)
    made = prepared(media, picture, Framing(90))
    with pytest.raises(Conflict):
        student.frame_photo(session, me, entry, made, before(picture), store=media.store, now=clock.now())
    late = whole(session, make.ready_entry())
    with pytest.raises(rules.Closed):
        student.frame_photo(session, Actor("student", late.student_id), late, made, before(picture), store=media.store, now=clock.now() + timedelta(days=99))
    intake.discard(made)


def test_a_painter_cannot_take_off_what_the_secretariat_covered(session, media, photo):
    entry = whole(session, make.ready_entry(state=E.RETURNED, mend_by=clock.now() + timedelta(days=3)))
    picture, me = photo(entry), Actor("student", entry.student_id)
    desk.frame_picture(session, make.staff(), entry, prepared(media, picture, Framing(masks=(NAME,))), before(picture), store=media.store, now=clock.now())
    bare = prepared(media, picture, Framing(90))
    with pytest.raises(NotAllowed):
        student.frame_photo(session, me, entry, bare, before(picture), store=media.store, now=clock.now())
    intake.discard(bare)
    student.frame_photo(session, me, entry, prepared(media, picture, picture.framing.turned(1)), before(picture), store=media.store, now=clock.now())
    assert picture.framing == Framing(90, None, (NAME,))


def test_who_comes_second_at_the_very_moment_is_told_and_nothing_is_lost(session, media, photo):
    entry = whole(session, make.entry(state=E.ACCEPTED))
    picture, staff = photo(entry), make.staff()
    found = before(picture)
    turned = prepared(media, picture, Framing(90))
    desk.frame_picture(session, staff, entry, prepared(media, picture, Framing(masks=(NAME,))), found, store=media.store, now=clock.now())
    with pytest.raises(Conflict):
        desk.frame_picture(session, staff, entry, turned, found, store=media.store, now=clock.now())
    assert picture.framing == Framing(masks=(NAME,))
    other = photo(entry)
    with pytest.raises(Conflict):
        desk.frame_picture(session, staff, entry, turned, replace(found, framing=other.framing), store=media.store, now=clock.now())
    intake.discard(turned)


@pytest.mark.parametrize("state", [state for state in E if state not in {E.DRAFT, E.WITHDRAWN}])
def test_the_secretariat_covers_a_name_in_every_stage(session, media, photo, state):
    entry = whole(session, make.entry(state=state))
    picture, staff = photo(entry), make.staff()
    names = set(session.scalars(select(Derivative.public_name)))
    desk.frame_picture(session, staff, entry, prepared(media, picture, Framing(masks=(NAME,))), before(picture), store=media.store, now=clock.now())
    seen = Image.open(BytesIO(shown(session, media, picture))).convert("RGB")
    assert pictures.nearest(seen.getpixel((seen.width // 4, seen.height * 4 // 5))) == "grey"
    assert not names & set(session.scalars(select(Derivative.public_name))), "an old public address still opens"
    desk.frame_picture(session, staff, entry, prepared(media, picture, Framing()), before(picture), store=media.store, now=clock.now())
    assert pictures.corners(shown(session, media, picture)) == pictures.FOUR
    assert acts(session)[-2:] == ["entry:cover", "entry:uncover"]


@pytest.mark.parametrize("state", [E.DRAFT, E.WITHDRAWN])
def test_the_secretariat_leaves_drafts_and_withdrawn_works_alone(session, media, photo, state):
    entry = whole(session, make.entry(state=state))
    picture = photo(entry)
    made = prepared(media, picture, Framing(90))
    with pytest.raises(Conflict):
        desk.frame_picture(session, make.staff(), entry, made, before(picture), store=media.store, now=clock.now())
    intake.discard(made)


def test_nobody_but_the_secretariat_covers_anything(session, media, photo):
    entry = whole(session, make.entry(state=E.ACCEPTED))
    picture = photo(entry)
    made = prepared(media, picture, Framing(masks=(NAME,)))
    people = [make.actor(make.account(role, entry.government if role is Role.COORDINATOR else None)) for role in Role if role is not Role.STAFF]
    for actor in (*people, PUBLIC, SYSTEM, Actor("student", entry.student_id)):
        with pytest.raises(NotAllowed):
            desk.frame_picture(session, actor, entry, made, before(picture), store=media.store, now=clock.now())
        assert "frame" not in desk.steps(actor, works.by_reference(session, str(entry.id)))
    intake.discard(made)
    assert session.get(Picture, picture.id).framing == Framing()
