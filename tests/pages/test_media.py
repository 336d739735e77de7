"""Who gets a picture's bytes, and what the answer gives away."""

import dataclasses
from types import SimpleNamespace

import pytest

from contest.core import clock
from contest.db.transaction import transaction
from contest.media import intake
from contest.media.extension import NAME, Door
from contest.media.own import prepare_own
from contest.media.queries import derivatives_of, private_address, public_address
from contest.media.store import FolderStore
from contest.policy import Actor
from tests.pictures import four


@pytest.fixture
def shown(app, session, tmp_path, monkeypatch):
    """A picture, and doors that open for whoever is in `faces` with the right id."""
    store = FolderStore(tmp_path / "uploads", durable=False)
    with transaction() as session:
        picture = intake.keep(session, store, prepare_own(four(), store=store), about=("entry", 7), now=clock.now())
    jpeg, webp = sorted(derivatives_of(session, [picture.id])[picture.id], key=lambda d: d.format)
    faces = []
    public = []
    own = Door(lambda _s, actor, picture: actor.kind == "student" and picture.about_id == actor.id)
    desk = Door(lambda _s, _a, _p: False, lambda _s, actor, code, size: webp if (actor.id, code, size) == (5, "K7Q", 320) else None)
    media = dataclasses.replace(app.extensions[NAME], store=store, doors=(own, desk, Door(lambda _s, actor, picture: actor.anonymous and picture.id in public)), faces=lambda: tuple(faces))
    monkeypatch.setitem(app.extensions, NAME, media)
    return SimpleNamespace(picture=picture, webp=webp, jpeg=jpeg, faces=faces, store=store, public=public)


@pytest.fixture
def published(shown):
    shown.public.append(shown.picture.id)
    return shown


def test_a_published_picture_is_for_everybody_and_for_good(browser, published, queries):
    address = public_address(published.webp)
    with queries(1):
        answer = browser.get(address)
    assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, "image/webp", published.webp.bytes)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == f'"{published.webp.public_name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not {"Last-Modified", "Set-Cookie", "Content-Disposition"} & set(answer.headers.keys())
    assert browser.get(public_address(published.jpeg)).mimetype == "image/jpeg"


def test_who_has_it_already_gets_nothing_and_who_wants_a_part_gets_it(browser, published):
    address = public_address(published.webp)
    again = browser.get(address, headers={"If-None-Match": f'"{published.webp.public_name}"'})
    assert (again.status_code, again.data) == (304, b"")
    part = browser.get(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.headers["Content-Range"]) == (206, f"bytes 0-9/{published.webp.bytes}")
    assert part.data == browser.get(address).data[:10]
    assert browser.client.head(address).status_code == 200


def test_a_public_address_opens_only_while_the_picture_is_published(browser, published):
    published.public.clear()
    answer = browser.get(public_address(published.webp))
    assert answer.status_code == 404
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_private_picture_is_shown_to_whom_a_door_lets_in(browser, shown):
    address = private_address(shown.webp)
    assert browser.get(address).status_code == 404
    shown.faces.append(Actor("account", 7))
    assert browser.get(address).status_code == 404
    shown.faces.append(Actor("student", 7))
    answer = browser.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not {"Last-Modified", "ETag", "Content-Disposition"} & set(answer.headers.keys())


def test_a_judge_s_own_address_tells_nothing_about_the_file(browser, shown):
    address = "/media/b-K7Q-320.webp"
    assert browser.get(address).status_code == 404
    shown.faces.append(Actor("account", 5))
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, max-age=3600")
    assert not {"Last-Modified", "ETag", "Content-Disposition"} & set(answer.headers.keys())
    assert browser.get("/media/b-K7Q-1280.webp").status_code == 404
    assert browser.get("/media/b-K7R-320.webp").status_code == 404


@pytest.mark.parametrize("name", ["x", "p-.webp", "..%2f..%2fconfig.py", "0" * 40, "0" * 40 + ".png", "p-" + "0" * 32 + ".webp", "b--320.webp", "b-K-99999999999.webp"])
def test_odd_names_are_simply_not_there(browser, shown, name):
    assert browser.get(f"/media/{name}").status_code == 404


def test_a_lost_file_is_missing_and_not_a_crash(browser, published):
    published.store.remove(f"derived/{published.webp.private_name}")
    assert browser.get(public_address(published.webp)).status_code == 404


def test_looking_at_pictures_never_writes(browser, published, queries):
    published.faces.append(Actor("student", 7))
    public, private = public_address(published.webp), private_address(published.webp)
    with queries(2) as seen:
        browser.get(public)
        browser.get(private)
    assert all(statement.startswith("SELECT") for statement in seen)
