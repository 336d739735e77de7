"""Where files lie: the same promises in a folder and in an object store, and what happens when the latter is lost."""

import dataclasses
import hashlib
import logging
import os
import sys
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import BadSetting
from contest.core import clock
from contest.core.errors import Unavailable
from contest.db.transaction import transaction
from contest.media import check, extension, intake
from contest.media.decoders import Decoders
from contest.media.models import Derivative, Picture, Upload
from contest.media.own import prepare_own
from contest.media.queries import derivatives_of
from contest.media.rules import Limits
from contest.media.store import FolderStore, original
from tests import make
from tests.objects import BUCKET, endpoint, failing, object_store
from tests.pictures import coded, four

ABOUT = ("entry", 17)
STORES = {"folder": FolderStore, "objects": object_store}


@pytest.fixture(params=STORES)
def store(request, tmp_path):
    return STORES[request.param](tmp_path / "uploads")


@pytest.fixture
def kept(session, store):
    """A picture of ours in the store."""

    def keep(image=None, about=ABOUT):
        with transaction() as session:
            return intake.keep(session, store, prepare_own(image or four(), store=store), about=about, now=clock.now())

    return keep


def staged(store, data):
    (path := store.stage()).write_bytes(data)
    return path


def put(store, name, data=b"paint"):
    store.put(staged(store, data), name)


def read(store, name, *part):
    with store.open(name, *part) as file:
        return file.read()


def staging(store):
    return sorted(path.name for path in store.stage().parent.iterdir())


def later(hours=2):
    return clock.now() + timedelta(hours=hours)


def test_what_is_put_is_there_whole_and_no_longer_staged(store):
    path = staged(store, b"paint")
    store.put(path, "derived/abc")
    assert read(store, "derived/abc") == b"paint"
    assert store.has("derived/abc")
    assert staging(store) == []
    put(store, "derived/abc", b"other paint")
    assert read(store, "derived/abc") == b"other paint"


@pytest.mark.parametrize("part", [(0, 1), (3, 9), (9, 10), (4, None), (0, 10)])
def test_a_part_is_read_and_no_more(store, part):
    put(store, "derived/abc", b"0123456789")
    assert read(store, "derived/abc", *part) == b"0123456789"[slice(*part)]


def test_a_file_is_read_in_pieces_of_any_size(store):
    data = os.urandom(100_000)
    put(store, "derived/abc", data)
    for start, stop in ((0, None), (70_000, 99_999)):
        with store.open("derived/abc", start, stop) as file:
            assert b"".join(iter(lambda: file.read(30_011), b"")) == data[start:stop]


def test_a_large_original_goes_in_parts_and_is_there_at_once(store):
    data = os.urandom(11_000_000)
    put(store, "originals/large", data)
    with store.open("originals/large") as file:
        digest = hashlib.sha256()
        while chunk := file.read(intake.CHUNK):
            digest.update(chunk)
    assert digest.digest() == hashlib.sha256(data).digest()
    assert read(store, "originals/large", 5_242_870, 5_242_890) == data[5_242_870:5_242_890]


def test_what_is_not_there_is_missing_and_may_be_removed_all_the_same(store):
    assert not store.has("derived/abc")
    store.remove("derived/abc")
    store.remove("staging/abc")
    for ask in (lambda: store.open("derived/abc"), lambda: store.open("derived/abc", 3, 5), lambda: store.local("derived/abc").__enter__()):
        with pytest.raises(FileNotFoundError):
            ask()
    assert staging(store) == []
    put(store, "derived/abc")
    store.remove("derived/abc")
    assert not store.has("derived/abc")


def test_a_child_can_read_a_file_by_its_path_which_leaves_nothing_behind(store):
    put(store, "originals/abc", b"paint")
    with store.local("originals/abc") as path:
        assert path.read_bytes() == b"paint"
    with pytest.raises(KeyError), store.local("originals/abc"):
        raise KeyError
    assert staging(store) == []
    assert read(store, "originals/abc") == b"paint"


def test_files_nobody_knows_are_named_once_they_are_old_enough(store):
    for name in ("derived/known", "derived/left", "originals/left"):
        put(store, name)
    store.stage().with_name("waiting.part").touch()
    known = {"derived/known"}
    assert store.orphans(known, before=clock.now() - timedelta(minutes=1)) == []
    assert store.orphans(known, before=later()) == ["derived/left", "originals/left", "staging/waiting.part"]
    for name in store.orphans(known, before=later()):
        store.remove(name)
    assert store.orphans(known, before=later()) == []
    assert store.has("derived/known")


def test_asking_whether_files_can_be_stored_leaves_nothing_to_sweep(store):
    store.check()
    store.check()
    assert store.orphans(set(), before=later()) == []


def test_a_photo_is_kept_framed_anew_and_forgotten(session, store):
    pool, limits = Decoders(workers=1), Limits()
    try:
        prepared = intake.prepare(intake.receive(BytesIO(coded()), store=store, limits=limits), store=store, decoders=pool, limits=limits)
        with transaction() as session:
            picture = intake.keep(session, store, prepared, about=ABOUT, now=clock.now())
        assert check.faults(session, store, now=later()) == []
        turned = intake.prepare_framing(picture, picture.framing.turned(1), store=store, decoders=pool, limits=limits)
        with transaction() as session:
            intake.reframe(session, store, session.merge(picture), turned)
    finally:
        pool.close()
    assert (picture.width, picture.height) == (160, 240)
    assert check.faults(session, store, now=later()) == []
    with transaction() as session:
        intake.forget(session, store, session.merge(picture))
    assert store.orphans(set(), before=later()) == []


def test_the_check_names_what_is_missing_damaged_or_left_over_and_the_sweep_takes_it(session, store, kept):
    picture = kept()
    one, two = derivatives_of(session, [picture.id])[picture.id]
    store.remove(original(picture.sha256))
    store.remove(f"derived/{two.private_name}")
    put(store, f"derived/{one.private_name}", b"x")
    put(store, f"derived/{'0' * 32}")
    put(store, f"originals/{'1' * 64}")
    left_over = [f"derived/{'0' * 32}", f"originals/{'1' * 64}"]
    assert sorted(check.faults(session, store, now=later())) == sorted([
        f"originals/{picture.sha256} is missing", f"derived/{one.private_name} is damaged", f"derived/{two.private_name} is missing",
        *[f"{name} belongs to no picture" for name in left_over],
    ])  # fmt: skip
    with transaction() as session:
        assert check.sweep(session, store) == []  # too young: somebody may be sending it
        assert check.sweep(session, store, now=later()) == left_over
        assert check.sweep(session, store, now=later()) == []


def test_one_wrong_byte_in_a_large_file_is_found(session, store, kept):
    picture = kept()
    data = bytearray(read(store, original(picture.sha256)))
    data[-1] ^= 1
    put(store, original(picture.sha256), bytes(data))
    assert check.faults(session, store) == [f"originals/{picture.sha256} is damaged"]


def test_the_check_goes_on_when_a_file_cannot_be_read_and_says_when_a_store_is_lost(session, tmp_path, store, kept):
    picture = kept()
    if isinstance(store, FolderStore):
        store.path(original(picture.sha256)).unlink()
        store.path(original(picture.sha256)).mkdir()
        assert check.faults(session, store) == [f"originals/{picture.sha256} cannot be read: Is a directory"]
    with failing(status=500) as server:
        assert check.faults(session, object_store(tmp_path, server.at)) == ["the object store does not answer (the log says why): not everything was compared"]


def test_the_background_goes_through_the_files_once_an_hour(own_app):
    store, background = own_app.extensions[extension.NAME].store, own_app.extensions["contest.sweep"]

    def left_over():
        put(store, "derived/abc")
        os.utime(store.path("derived/abc"), (0, 0))

    def after(hours):
        assert background.once(clock.now() + timedelta(hours=hours)) == 0
        return not store.has("derived/abc")

    left_over()
    assert after(0)
    left_over()
    assert not after(0.5)
    assert after(2)


def upload(key, **given):
    now = clock.now()
    return make.save(Upload(**{"key": key, "about_kind": "entry", "about_id": 1, "name": "IMG_1.jpg", "length": 9, "received": 5, "created_at": now, "expires_at": now + timedelta(days=1)} | given))


def test_the_parts_of_an_upload_under_way_are_known_until_it_expires_or_is_done(session, store):
    waiting, gone, done = (upload(key * 32) for key in "abc")
    gone.expires_at = clock.now() + timedelta(hours=1)
    done.done_at = clock.now()
    for each in (waiting, gone, done):
        store.stage().with_name(f"{each.key}.part").write_bytes(b"paint")
    left_over = [f"staging/{each.key}.part" for each in (gone, done)]
    assert check.faults(session, store) == []
    assert check.faults(session, store, now=later()) == [f"{name} belongs to no picture" for name in left_over]
    with transaction() as session:
        assert check.sweep(session, store, now=later()) == left_over
    assert staging(store) == [f"{waiting.key}.part"]


def test_bytes_of_an_upload_that_were_acknowledged_and_are_not_there_are_a_fault(session, store):
    short, gone = upload("a" * 32), upload("b" * 32)
    upload("c" * 32, received=0)
    store.stage().with_name(f"{short.key}.part").write_bytes(b"pai")
    assert check.faults(session, store) == [f"staging/{each.key}.part lacks bytes that were acknowledged" for each in (short, gone)]


class Late(FolderStore):
    """A folder in which everything looks left over, as if rows had come in while it was looked through."""

    def orphans(self, known, *, before):
        return super().orphans((), before=before)


def test_the_sweep_asks_once_more_before_it_takes_an_original(session, tmp_path):
    late = Late(tmp_path / "uploads")
    with transaction() as session:
        picture = intake.keep(session, late, prepare_own(four(), store=late), about=ABOUT, now=clock.now())
        assert original(picture.sha256) not in check.sweep(session, late, now=later())
    assert late.has(original(picture.sha256))


def test_a_file_in_a_folder_is_open_to_its_owner_alone_or_to_a_web_server_of_its_group(tmp_path):
    for group, modes in ((False, (0o600, 0o700)), (True, (0o640, 0o750))):
        folder = FolderStore(tmp_path / str(group), group=group)
        put(folder, "derived/abc")
        path = folder.path("derived/abc")
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == modes


def test_an_object_store_is_asked_once_for_a_picture(tmp_path):
    with failing(status=200) as server:
        assert read(object_store(tmp_path, server.at, prefix="a/b"), "derived/abc") == b"abc"
    assert [(verb, path) for verb, path, _ in server.heard] == [("GET", f"/{BUCKET}/a/b/derived/abc")]


def test_an_object_store_is_asked_with_our_own_key_whatever_the_environment_says(tmp_path, monkeypatch):
    for name, value in {"ACCESS_KEY_ID": "strange", "SECRET_ACCESS_KEY": "strange", "SESSION_TOKEN": "strange", "SKIP_SIGNATURE": "true", "REGION": "eu-west-1", "ENDPOINT_URL": "http://127.0.0.1:9", "BUCKET": "strange"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    with failing(status=200) as server:
        read(object_store(tmp_path, server.at), "derived/abc")
    ((_, path, headers),) = server.heard
    assert path.startswith(f"/{BUCKET}/")
    assert "Credential=a-key/" in headers["authorization"]
    assert "/us-east-1/s3/" in headers["authorization"]
    assert "x-amz-security-token" not in headers


@pytest.fixture(params=["away", "silent", "broken", "forbidden"])
def lost(request, tmp_path):
    """An object store that is not there, hangs up, is broken, or does not know us."""
    if request.param == "away":
        with failing() as server:
            at = server.at
        yield object_store(tmp_path / "uploads", at)
        return
    with failing(status={"silent": 0, "broken": 500, "forbidden": 403}[request.param]) as server:
        yield object_store(tmp_path / "uploads", server.at)


def test_a_lost_object_store_refuses_in_words_and_tells_the_operator_without_the_secret(lost, caplog):
    path = staged(lost, b"paint")
    asked = {
        "put": lambda: lost.put(path, "derived/abc"), "open": lambda: lost.open("derived/abc"), "part": lambda: lost.open("derived/abc", 1, 2),
        "has": lambda: lost.has("derived/abc"), "orphans": lambda: lost.orphans(set(), before=later()), "check": lost.check,
        "local": lambda: lost.local("derived/abc").__enter__(),
    }  # fmt: skip
    for ask in asked.values():
        with pytest.raises(Unavailable, match="Try again in a minute") as refused:
            ask()
        assert refused.value.field == "photo"
    lost.remove("derived/abc")  # what it belonged to is gone already: left for the sweep
    assert path.exists()  # for who staged it to discard
    assert staging(lost) == [path.name]
    assert {record.levelno for record in caplog.records if record.name == "contest.media"} == {logging.ERROR}
    assert "put derived/abc" in caplog.text
    assert "a-secret" not in caplog.text


def test_a_photo_that_cannot_be_stored_leaves_no_row_and_no_file(session, lost):
    prepared = prepare_own(four(), store=lost)
    with pytest.raises(Unavailable), transaction() as session:
        intake.keep(session, lost, prepared, about=ABOUT, now=clock.now())
    assert staging(lost) == []
    assert [session.scalar(select(func.count()).select_from(kind)) for kind in (Picture, Derivative)] == [0, 0]


def test_a_store_lost_while_it_sends_is_noticed_and_nothing_half_is_believed(tmp_path):
    with failing(status=200, announced=5) as server:
        store = object_store(tmp_path, server.at)
        with pytest.raises(Unavailable), store.open("derived/abc") as file:
            file.read()
        with pytest.raises(Unavailable), store.local("derived/abc"):
            pytest.fail("half a file was handed out")
    assert staging(store) == []


def test_ready_says_whether_photos_can_be_stored(app, store, monkeypatch, tmp_path):
    def ready(store):
        monkeypatch.setitem(app.extensions, extension.NAME, dataclasses.replace(app.extensions[extension.NAME], store=store))
        return app.test_client().get("/readyz").json["storage"]

    assert ready(store)
    with failing(status=503) as server:
        assert not ready(object_store(tmp_path, server.at))
    (tmp_path / "file").touch()
    assert not ready(FolderStore(tmp_path / "file"))


def settings(tmp_path, **given):
    return {"UPLOADS": tmp_path, "STORAGE_URL": f"s3://{BUCKET}/a/b/", "STORAGE_ENDPOINT": endpoint(), "STORAGE_REGION": "us-east-1", "STORAGE_KEY": "k", "STORAGE_SECRET": "s"} | given


def test_the_settings_decide_where_pictures_lie(tmp_path):
    def store(**given):
        app = Flask("x")
        app.config.update(settings(tmp_path, **given))
        return extension.init_app(app, (), lambda: ()).store

    assert isinstance(store(STORAGE_URL=""), FolderStore)
    put(store(), "derived/abc", b"through the settings")
    assert read(object_store(tmp_path, prefix="a/b"), "derived/abc") == b"through the settings"


def test_without_its_library_the_site_says_at_the_start_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.delitem(sys.modules, "contest.media.objects")
    app = Flask("x")
    app.config.update(settings(tmp_path))
    with pytest.raises(BadSetting, match=r"STORAGE_URL needs obstore.*requirements-scale\.txt"):
        extension.init_app(app, (), lambda: ())
