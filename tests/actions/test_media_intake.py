"""A photo's way in and out again: what lies on the disk and what stands in the tables always agree."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO, RawIOBase

import pytest
from sqlalchemy import func, select

from contest.core import clock
from contest.core.errors import Invalid
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.media import check, intake
from contest.media.models import Derivative, Picture
from contest.media.own import prepare_own
from contest.media.queries import derivatives_of, find_private, find_public, pictures_about, private_address, public_address
from contest.media.rules import Limits
from contest.media.store import FolderStore, original
from tests.pictures import FOUR, coded, corners, four, turned_by_camera

LIMITS = Limits()
ABOUT = ("entry", 17)


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "uploads")


@contextmanager
def undone():
    """A transaction in which everything went well until the end."""
    with pytest.raises(KeyError), transaction() as session:
        yield session
        raise KeyError


@pytest.fixture
def kept(session, store, decoders):
    def keep(data, about=ABOUT):
        staged = intake.receive(BytesIO(data), store=store, limits=LIMITS)
        prepared = intake.prepare(staged, store=store, decoders=decoders, limits=LIMITS)
        with transaction() as session:
            return intake.keep(session, store, prepared, about=about, now=clock.now())

    return keep


def on_disk(store):
    return sorted(str(p.relative_to(store.root)) for p in store.root.rglob("*") if p.is_file())


class Endless(RawIOBase):
    """A guest who never stops talking; counts how long one listened."""

    given = 0

    def read(self, size=-1):
        self.given += size
        return bytes(size)

    def seekable(self):
        return False


def test_a_photo_is_kept_with_its_original_untouched_and_its_derivatives(session, store, kept):
    data = turned_by_camera(6)
    picture = kept(data)
    assert (picture.kind, picture.width, picture.height, picture.rotation) == ("jpeg", 160, 240, 0)
    assert (picture.about_kind, picture.about_id, picture.bytes) == ("entry", 17, len(data))
    with store.open(original(hashlib.sha256(data).hexdigest())) as file:
        assert file.read() == data
    (webp, jpeg) = sorted(derivatives_of(session, [picture.id])[picture.id], key=lambda d: d.format, reverse=True)
    assert (webp.format, jpeg.format) == ("webp", "jpeg")
    with store.open(f"derived/{webp.private_name}") as file:
        shown = file.read()
    assert (len(shown), hashlib.sha256(shown).hexdigest()[:40]) == (webp.bytes, webp.public_name)
    assert corners(shown) == ["blue", "red", "yellow", "green"]
    assert len(on_disk(store)) == 3
    assert check.faults(session, store, now=clock.now() + timedelta(days=1)) == []


def test_only_we_may_read_what_lies_on_the_disk(store, kept):
    kept(coded())
    assert {oct(p.stat().st_mode & 0o777) for p in store.root.rglob("*") if p.is_file()} == {"0o600"}
    assert {oct(p.stat().st_mode & 0o777) for p in [store.root, *store.root.rglob("*")] if p.is_dir()} == {"0o700"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty"), (b"%PDF-1.7 of a painting", "This file is a PDF"), (b"only words", "not a picture we can read"),
        (coded()[:400], "damaged or was cut short"), (b"GIF89a, moving", "damaged or was cut short"), (b"8BPS, painted", "This picture is in the"),
    ],
)  # fmt: skip
def test_what_is_not_a_photo_is_refused_and_leaves_nothing(store, decoders, data, said):
    with pytest.raises(Invalid, match=said) as refused:
        intake.prepare(intake.receive(BytesIO(data), store=store, limits=LIMITS), store=store, decoders=decoders, limits=LIMITS)
    assert refused.value.field == "photo"
    assert on_disk(store) == []


def test_no_file_at_all_is_asked_for(store):
    with pytest.raises(Invalid, match="Choose a photo of your painting"):
        intake.receive(None, store=store, limits=LIMITS)


def test_a_file_that_is_too_large_is_refused_by_its_length(store):
    with pytest.raises(Invalid) as refused:
        intake.receive(BytesIO(bytes(61_000_000)), store=store, limits=LIMITS)
    assert refused.value.values == {"found": 61, "limit": 60}
    assert on_disk(store) == []


def test_a_stream_is_not_read_past_the_limit(store):
    guest = Endless()
    with pytest.raises(Invalid, match="larger than"):
        intake.receive(guest, store=store, limits=Limits(bytes=3_000_000))
    assert guest.given < 3_000_000 + 2 * intake.CHUNK
    assert on_disk(store) == []


def test_an_act_that_is_rolled_back_leaves_no_file(session, store, decoders):
    prepared = intake.prepare(intake.receive(BytesIO(coded()), store=store, limits=LIMITS), store=store, decoders=decoders, limits=LIMITS)
    with undone() as session:
        intake.keep(session, store, prepared, about=ABOUT, now=clock.now())
        assert len(on_disk(store)) == 3
    assert on_disk(store) == []
    assert session.scalar(select(func.count()).select_from(Picture)) == 0


def test_a_rolled_back_copy_does_not_take_the_others_original(session, store, kept, decoders):
    first = kept(coded())
    staged = intake.receive(BytesIO(coded()), store=store, limits=LIMITS)
    prepared = intake.prepare(staged, store=store, decoders=decoders, limits=LIMITS)
    with undone() as session:
        intake.keep(session, store, prepared, about=("entry", 18), now=clock.now())
    assert store.has(original(first.sha256))
    assert check.faults(session, store, now=clock.now() + timedelta(days=1)) == []


def test_the_same_photo_twice_stays_two_pictures_and_the_last_one_takes_the_original(session, store, kept):
    one, two = kept(coded()), kept(coded(), about=("entry", 18))
    assert one.id != two.id
    assert one.sha256 == two.sha256
    addresses = [{private_address(d) for d in derivatives} for derivatives in derivatives_of(session, [one.id, two.id]).values()]
    assert not addresses[0] & addresses[1]
    with transaction() as session:
        intake.forget(session, store, locked(session, Picture, one.id))
    assert store.has(original(two.sha256))
    assert len(derivatives_of(session, [two.id])[two.id]) == 2
    with transaction() as session:
        intake.forget(session, store, locked(session, Picture, two.id))
    assert on_disk(store) == []


def test_forgetting_that_is_rolled_back_forgets_nothing(session, store, kept):
    picture = kept(coded())
    with undone() as session:
        intake.forget(session, store, locked(session, Picture, picture.id))
    assert len(on_disk(store)) == 3
    assert session.scalar(select(func.count()).select_from(Derivative)) == 2


def test_a_turned_picture_gets_new_files_under_new_names(session, store, kept, decoders):
    picture = kept(coded())
    before = {d.private_name for d in derivatives_of(session, [picture.id])[picture.id]}
    for turned in (1, 2):
        prepared = intake.prepare_framing(picture, picture.framing.turned(1), store=store, decoders=decoders, limits=LIMITS)
        with transaction() as session:
            picture = intake.reframe(session, store, locked(session, Picture, picture.id), prepared)
        assert picture.rotation == 90 * turned
    assert (picture.width, picture.height) == (240, 160)
    after = derivatives_of(session, [picture.id])[picture.id]
    assert not before & {d.private_name for d in after}
    with store.open(f"derived/{after[0].private_name}") as file:
        assert corners(file.read()) == FOUR[::-1]
    assert len(on_disk(store)) == 3


def test_an_address_leads_to_its_own_kind_of_file(session, kept, queries):
    picture = kept(coded())
    derivative = derivatives_of(session, [picture.id])[picture.id][0]
    public = public_address(derivative).removeprefix("/media/")
    private = private_address(derivative).removeprefix("/media/")
    with queries(2):
        assert [d.id for d in find_public(session, public)] == [derivative.id]
        assert find_private(session, private).picture.id == picture.id
    other = public.replace(".jpg", ".webp") if public.endswith("jpg") else public.replace(".webp", ".jpg")
    assert find_public(session, other) == []
    assert [p.id for p in pictures_about(session, "entry", [17, 18])[17]] == [picture.id]


def test_the_check_names_what_is_missing_damaged_or_left_over(session, store, kept):
    picture = kept(coded())
    one, two = derivatives_of(session, [picture.id])[picture.id]
    store.path(original(picture.sha256)).unlink()
    store.path(f"derived/{one.private_name}").write_bytes(b"x")
    store.remove(f"derived/{two.private_name}")
    for name in (f"derived/{'0' * 32}", f"originals/{'1' * 64}"):
        (left := store.stage()).write_bytes(b"x")
        store.put(left, name)
    (waiting := store.stage()).write_bytes(b"x")
    later = clock.now() + timedelta(hours=2)
    left_over = [f"derived/{'0' * 32}", f"originals/{'1' * 64}", f"staging/{waiting.name}"]
    assert sorted(check.faults(session, store, now=later)) == sorted([
        f"originals/{picture.sha256} is missing", f"derived/{one.private_name} is damaged", f"derived/{two.private_name} is missing",
        *[f"{name} belongs to no picture" for name in left_over],
    ])  # fmt: skip
    assert check.sweep(session, store) == []  # too young: somebody may be sending it
    with transaction() as session:
        assert check.sweep(session, store, now=later) == left_over
    assert on_disk(store) == [f"derived/{one.private_name[:2]}/{one.private_name}"]


def test_pictures_drawn_by_ourselves_come_the_same_way(session, store):
    prepared = prepare_own(four(1100, 800), store=store)
    with transaction() as session:
        picture = intake.keep(session, store, prepared, about=ABOUT, now=clock.now())
    assert [(d.size, d.format, d.width) for d in derivatives_of(session, [picture.id])[picture.id]] == [(320, "webp", 320), (1280, "jpeg", 1100), (1280, "webp", 1100)]
    assert check.faults(session, store, now=clock.now() + timedelta(days=1)) == []
