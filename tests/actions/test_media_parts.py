"""A photo that comes in parts: what was acknowledged is there, what was refused leaves nothing, and two senders never mix."""

import hashlib
import os
import resource
import signal
import zlib
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from contest.core import clock
from contest.core.errors import Invalid, Missing, NoRoom
from contest.db.transaction import transaction
from contest.media import intake, parts, room
from contest.media.decoders import Decoders
from contest.media.models import Picture, Upload
from contest.media.parts import CHUNK, Announced, Chunk, Spoilt
from contest.media.rules import Limits
from contest.media.store import FolderStore
from tests.pictures import coded, corners, four
from tests.threads import in_threads

ABOUT = ("entry", 17)
LIMITS = Limits(bytes=5_000_000)
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
LENGTH = len(JPEG)


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "uploads", durable=False)


@pytest.fixture
def begun(session, store):
    def begin(length=LENGTH, name="IMG_1.jpg", about=ABOUT, **more):
        with transaction() as unit:
            return parts.begin(unit, about, Announced(name, length, more.pop("anew", False)), store=store, limits=LIMITS, now=more.pop("now", clock.now()), **more)

    return begin


def add(store, key, offset, data, about=ABOUT, **more):
    with transaction() as unit:
        upload = parts.held(unit, about, key, now=clock.now())
        taken = parts.append(upload, Chunk(offset, data), store=store, now=clock.now(), **more)
        return taken, upload.received


def staged(store):
    return sorted(p.name for p in store.root.rglob("*") if p.is_file())


def here(session, key):
    return parts.standing(parts.find(session, ABOUT, key, now=clock.now()))


# ── the way it should be ──


def test_a_photo_sent_in_parts_becomes_the_same_picture_as_one_sent_whole(session, store, begun):
    data = coded(four(900, 600), quality=95)
    sent, new = begun(len(data))
    assert new
    for at in range(0, len(data), 1000):
        assert add(store, sent.key, at, data[at : at + 1000]) == (True, min(at + 1000, len(data)))
    decoders = Decoders(workers=1)
    try:
        prepared = intake.prepare(parts.whole(store, here(session, sent.key)), store=store, decoders=decoders, limits=LIMITS)
    finally:
        decoders.close()
    with transaction() as unit:
        picture = intake.keep(unit, store, prepared, about=ABOUT, now=clock.now())
        parts.finish(unit, store, parts.held(unit, ABOUT, sent.key, now=clock.now()), now=clock.now())
    assert (picture.sha256, picture.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    with store.open(f"originals/{picture.sha256}") as file:
        assert corners(file.read()) == ["red", "green", "blue", "yellow"]
    assert not [name for name in staged(store) if name.endswith(".part")]
    assert here(session, sent.key).done  # who did not hear the answer can still ask
    assert parts.unfinished(session, ABOUT, now=clock.now()) == []


@settings(max_examples=60)
@given(st.data())
def test_however_it_is_cut_and_repeated_the_same_bytes_come_out(data):
    body = JPEG[:4] + data.draw(st.binary(max_size=3000))
    with TemporaryDirectory() as folder:
        store, received, wrong = FolderStore(Path(folder), durable=False), 0, 0
        upload = Upload(key="k", about_kind="entry", about_id=1, name="", length=len(body), received=0, created_at=clock.now(), expires_at=clock.now())
        while received < len(body):
            # Somewhere at or before the end of what is here, or after it; some of it known already.
            offset = data.draw(st.sampled_from([received, received, received, max(0, received - 7), received + 1]))
            chunk = body[offset : offset + data.draw(st.integers(0, 900))]
            if data.draw(st.integers(0, 5)) == 0:
                with parts.path_of(store, "k").open("ab") as file:  # what a crash left beyond the end
                    file.write(b"never acknowledged")
            taken = parts.append(upload, Chunk(offset, chunk), store=store, now=clock.now())
            assert taken == (offset == received)
            received, wrong = upload.received, wrong + (not taken or not chunk)
            if wrong > 20:
                assert parts.append(upload, Chunk(received, body[received:]), store=store, now=clock.now())
                break
        staged_ = parts.whole(store, parts.standing(upload)) if parts.path_of(store, "k").stat().st_size == len(body) else None
        if staged_ is None:  # a crash after the last chunk: an empty chunk cuts the rest off
            assert parts.append(upload, Chunk(len(body), b""), store=store, now=clock.now())
            staged_ = parts.whole(store, parts.standing(upload))
        assert staged_.path.read_bytes() == body
        assert staged_.sha256 == hashlib.sha256(body).hexdigest()
        assert parts.check(store, parts.standing(upload)) == f"{zlib.crc32(body):08x}"


# ── names, lengths, who goes on ──


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("IMG_1.jpg", "IMG_1.jpg"), ("", ""), ("../../etc/passwd", "passwd"), ("C:\\fakepath\\мал.png", "мал.png"), ("/", ""),
        ("a\0b\r\nc\x1b.jpg", "ab c.jpg"), ("\u202egpj.exe\u200f\ufeff", "gpj.exe"), ("ж" * 500, "ж" * 200), ("\ud800x.jpg", "?x.jpg"),
        ("  two   spaces .jpg ", "two spaces .jpg"), ("a/\u202e/", ""), ("<b>&.jpg", "<b>&.jpg"),
    ],
)  # fmt: skip
def test_a_name_is_kept_for_showing_only(session, begun, sent, shown):
    assert begun(name=sent)[0].name == shown


@pytest.mark.parametrize(("length", "said"), [(0, "This file is empty"), (-1, "This file is empty"), (5_000_001, "This photo is"), (10**12, "This photo is")])
def test_more_than_the_limit_or_nothing_is_refused_before_the_first_byte(session, store, begun, length, said):
    with pytest.raises(Invalid, match=said) as refused:
        begun(length)
    assert refused.value.field == "photo"
    assert staged(store) == []
    assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_a_disk_that_is_nearly_full_takes_no_new_upload(session, store, begun, monkeypatch):
    monkeypatch.setattr(room, "RESERVE", 10**15)
    with pytest.raises(NoRoom, match="your other answers are safe"):
        begun()


def test_the_room_others_were_promised_is_not_promised_twice(session, store, begun, monkeypatch):
    free = os.statvfs(store.stage().parent)
    begun(4_000_000, about=("entry", 17))  # who only announces keeps nobody out
    under_way, _ = begun(4_000_000, about=("entry", 18))
    with transaction() as unit:
        held = parts.held(unit, ("entry", 18), under_way.key, now=clock.now())
        assert parts.append(held, parts.Chunk(0, JPEG[:1000]), store=store, now=clock.now())
    monkeypatch.setattr(room, "RESERVE", free.f_bavail * free.f_frsize - 4_000_000 - 2_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": free.f_bavail * free.f_frsize}))
    begun(1_000_000, about=("entry", 19))
    with pytest.raises(NoRoom):
        begun(2_500_000, about=("entry", 20))


def test_the_same_length_goes_on_and_the_sender_can_tell_whether_it_is_the_same_file(session, store, begun):
    first, _ = begun()
    add(store, first.key, 0, JPEG[:1000])
    again, new = begun(name="another name, as phones give it.jpg")
    assert (again.key, again.received, new) == (first.key, 1000, False)
    assert parts.check(store, again) == f"{zlib.crc32(JPEG[:1000]):08x}" != f"{zlib.crc32(bytes(1000)):08x}"


def test_another_file_ends_the_upload_before_it(session, store, begun):
    first, _ = begun()
    add(store, first.key, 0, JPEG[:1000])
    for given_ in ({"length": 4000}, {"length": 4000, "anew": True}):
        second, new = begun(**given_)
        assert new
        assert second.received == 0
    assert staged(store) == []
    with pytest.raises(Missing):
        add(store, first.key, 1000, JPEG[1000:])


def test_a_thing_with_many_photos_tells_them_apart_by_name_and_has_so_many_at_once(session, store, begun):
    keys = [begun(name=f"{n}.jpg", most=3)[0].key for n in range(3)]
    assert begun(name="1.jpg", most=3) == (here(session, keys[1]), False)
    begun(name="3.jpg", most=3)
    assert [each.name for each in parts.unfinished(session, ABOUT, now=clock.now())] == ["3.jpg", "2.jpg", "1.jpg"]


def test_an_upload_answers_only_for_its_own_thing(session, store, begun):
    key = begun()[0].key
    for about in (("entry", 18), ("batch", 17)):
        with pytest.raises(Missing):
            add(store, key, 0, JPEG, about=about)


# ── chunks that are not right ──


@pytest.mark.parametrize("offset", [0, 1, 999, 1001, 2000, len(JPEG), 10**9])
def test_a_chunk_elsewhere_changes_nothing_and_tells_where_to_go_on(session, store, begun, offset):
    key = begun()[0].key
    add(store, key, 0, JPEG[:1000])
    assert add(store, key, offset, b"other bytes") == (False, 1000)
    assert add(store, key, 1000, JPEG[1000:]) == (True, len(JPEG))
    assert parts.path_of(store, key).read_bytes() == JPEG


@pytest.mark.parametrize(
    "checksum", ["", "crc32", "crc32 ", "crc32 0", "crc32 zz", "sha1 abc", f"crc32 {zlib.crc32(b'other'):08x}", f"crc32 -{zlib.crc32(b'bytes'):x}", "crc32 " + "0" * 500]
)
def test_a_wrong_checksum_is_refused(checksum):
    with pytest.raises(Spoilt, match="spoilt on the way"):
        parts.receive(BytesIO(b"bytes"), offset=0, checksum=checksum)


@pytest.mark.parametrize("checksum", [f"crc32 {zlib.crc32(b'bytes'):08x}", f"CRC32 {zlib.crc32(b'bytes'):X}", f" crc32 {zlib.crc32(b'bytes'):x} "])
def test_a_right_one_is_not(checksum):
    assert parts.receive(BytesIO(b"bytes"), offset=7, checksum=checksum) == Chunk(7, b"bytes")


def test_no_more_than_a_chunk_is_ever_read():
    endless = BytesIO(bytes(3 * CHUNK))
    with pytest.raises(Invalid, match="at most"):
        parts.receive(endless, offset=0, checksum=f"crc32 {zlib.crc32(bytes(3 * CHUNK)):08x}")
    assert endless.tell() == CHUNK + 1


def test_more_than_announced_is_refused_and_what_is_here_stays(session, store, begun):
    key = begun()[0].key
    add(store, key, 0, JPEG[:1000])
    with pytest.raises(Invalid, match="More was sent"):
        add(store, key, 1000, JPEG[1000:] + b"x")
    assert here(session, key).received == 1000
    assert add(store, key, 1000, JPEG[1000:]) == (True, len(JPEG))


@pytest.mark.parametrize(("start", "said"), [(b"%PDF-1.7 " + bytes(600), "This file is a PDF"), (b"words " * 200, "not a picture"), (b"PK\x03\x04" + bytes(600), "archive")])
def test_what_cannot_be_a_photo_is_refused_with_its_first_chunk(session, store, begun, start, said):
    key = begun(4_000_000)[0].key
    with pytest.raises(Invalid, match=said):
        add(store, key, 0, start)
    assert here(session, key).received == 0
    assert staged(store) == []


# ── what disks and crashes do ──


def test_what_a_crash_wrote_beyond_the_end_is_cut_off(session, store, begun):
    key = begun()[0].key
    add(store, key, 0, JPEG[:1000])
    with parts.path_of(store, key).open("ab") as file:
        file.write(b"written, but never acknowledged")
    assert parts.check(store, here(session, key)) == f"{zlib.crc32(JPEG[:1000]):08x}"
    add(store, key, 1000, JPEG[1000:2000])
    assert parts.path_of(store, key).read_bytes() == JPEG[:2000]


@pytest.mark.parametrize("left", [600, 0, None], ids=["cut", "emptied", "gone"])
def test_what_the_disk_lost_is_sent_again(session, store, begun, left):
    key = begun()[0].key
    add(store, key, 0, JPEG[:1000])
    path = parts.path_of(store, key)
    path.unlink() if left is None else os.truncate(path, left)
    assert add(store, key, 1000, JPEG[1000:]) == (False, left or 0)
    assert add(store, key, left or 0, JPEG[left or 0 :]) == (True, len(JPEG))
    assert path.read_bytes() == JPEG


def test_a_full_disk_is_said_in_words_and_nothing_of_the_chunk_is_kept(session, store, begun):
    """The kernel itself says that there is no room: every write to /dev/full ends so."""
    key = begun()[0].key
    path = parts.path_of(store, key)
    path.symlink_to("/dev/full")
    with pytest.raises(NoRoom, match="your other answers are safe") as refused:
        add(store, key, 0, JPEG[:1000])
    assert refused.value.field == "photo"
    assert here(session, key).received == 0
    path.unlink()
    assert add(store, key, 0, JPEG) == (True, len(JPEG))


@contextmanager
def files_no_larger_than(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_disk_that_fills_in_the_middle_of_a_chunk_keeps_what_was_there_before(session, store, begun):
    """Half of the chunk is written when the limit is met; the file is cut back to the end that was acknowledged."""
    length, have, most = 600 * CHUNK, 511 * CHUNK, 511 * CHUNK + CHUNK // 2
    with transaction() as unit:
        key = parts.begin(unit, ABOUT, Announced("large.jpg", length), store=store, limits=Limits(bytes=length), now=clock.now())[0].key
        add(store, key, 0, JPEG[:1000])
        os.truncate(parts.path_of(store, key), have)  # a hole: nothing on the disk
        parts.held(unit, ABOUT, key, now=clock.now()).received = have
    with files_no_larger_than(most), pytest.raises(NoRoom):
        add(store, key, have, b"x" * CHUNK)
    assert here(session, key).received == parts.path_of(store, key).stat().st_size == have
    assert add(store, key, have, b"x" * CHUNK) == (True, have + CHUNK)


def test_other_troubles_of_a_disk_are_not_called_full():
    with pytest.raises(PermissionError), room.room():
        raise PermissionError(13, "no")


@pytest.mark.parametrize("size", [len(JPEG) - 1, len(JPEG) + 1, None])
def test_a_file_that_is_not_what_the_row_says_becomes_no_picture(session, store, begun, size):
    key = begun()[0].key
    add(store, key, 0, JPEG)
    path = parts.path_of(store, key)
    path.unlink() if size is None else os.truncate(path, size)
    with pytest.raises((Invalid, Missing)):
        parts.whole(store, here(session, key))
    assert [name for name in staged(store) if not name.endswith(".part")] == []


def test_a_file_system_without_second_names_gets_a_copy(session, store, begun, monkeypatch):
    key = begun()[0].key
    add(store, key, 0, JPEG)

    def refuse(*_given):
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    arrived = parts.whole(store, here(session, key))
    assert arrived.path.read_bytes() == JPEG
    assert arrived.path.stat().st_nlink == 1


# ── the end ──


def test_what_nobody_goes_on_with_expires_a_day_after_its_last_chunk(session, store, begun):
    now = clock.now()
    old, other = begun()[0].key, begun(about=("entry", 18))[0].key
    add(store, old, 0, JPEG[:1000])
    with transaction() as unit:
        assert parts.expire(unit, store, now=now + timedelta(hours=23)) == 0
        parts.held(unit, ("entry", 18), other, now=now).expires_at = now + timedelta(hours=30)
    with transaction() as unit:
        assert parts.expire(unit, store, now=now + timedelta(hours=25)) == 1
    assert staged(store) == []
    assert session.scalars(select(Upload.key)).all() == [other]


def test_an_expired_upload_takes_nothing_even_before_it_is_swept(session, store, begun):
    key = begun(now=clock.now() - timedelta(hours=25))[0].key
    with pytest.raises(Missing, match="This upload has ended"):
        add(store, key, 0, JPEG)
    assert parts.unfinished(session, ABOUT, now=clock.now()) == []


def test_a_cancelled_upload_leaves_nothing_once_that_is_stored(session, store, begun):
    key = begun()[0].key
    add(store, key, 0, JPEG[:1000])
    with pytest.raises(KeyError), transaction() as unit:
        parts.cancel(unit, store, parts.held(unit, ABOUT, key, now=clock.now()))
        raise KeyError
    assert here(session, key).received == 1000
    assert staged(store) == [f"{key}.part"]
    with transaction() as unit:
        parts.cancel_all(unit, store, ABOUT, now=clock.now())
    assert staged(store) == []
    with pytest.raises(Missing):
        here(session, key)


def test_what_is_done_takes_no_more(session, store, begun):
    key = begun()[0].key
    add(store, key, 0, JPEG)
    with transaction() as unit:
        parts.finish(unit, store, parts.held(unit, ABOUT, key, now=clock.now()), now=clock.now())
    assert add(store, key, len(JPEG), b"") == (False, len(JPEG))
    assert staged(store) == []
    assert session.scalar(select(func.count()).select_from(Picture)) == 0


def test_of_many_windows_that_send_at_once_one_is_heard_and_the_others_learn_where_it_stands(app, store):
    """Really at once, on either database: what they wrote is committed, so it is taken away by hand."""
    with app.app_context(), transaction() as unit:
        key = parts.begin(unit, ("race", 1), Announced("a.jpg", len(JPEG)), store=store, limits=LIMITS, now=clock.now())[0].key
    try:
        for offset in range(0, len(JPEG), 1000):
            end = min(offset + 1000, len(JPEG))
            found = in_threads(app, 4, lambda _n, at=offset: add(store, key, at, JPEG[at : at + 1000], about=("race", 1)))
            assert sorted(found) == [(False, end)] * 3 + [(True, end)]
        assert parts.path_of(store, key).read_bytes() == JPEG
    finally:
        with app.app_context(), transaction() as unit:
            unit.execute(delete(Upload).where(Upload.about_kind == "race"))
