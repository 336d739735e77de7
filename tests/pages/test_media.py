"""Who gets a picture's bytes, in which pieces, and what the answer gives away."""

import dataclasses
from types import SimpleNamespace

import pytest

from contest.accounts.models import Grant
from contest.core import clock
from contest.db.transaction import transaction
from contest.db.unit import keys
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.judging import actions as judging
from contest.judging.states import RoundState
from contest.media import intake
from contest.media.extension import NAME, Door, Front
from contest.media.own import prepare_own
from contest.media.queries import blind_address, derivatives_of, private_address, public_address
from contest.media.serve import stretch
from contest.media.store import FolderStore, original
from contest.policy import Actor, Role
from tests import hung, make
from tests.objects import failing, object_store
from tests.pictures import four

GIVEN_AWAY = {"Last-Modified", "Set-Cookie", "Content-Disposition", "Expires", "Age", "Vary", "X-Accel-Redirect", "X-Sendfile"}


@pytest.fixture(params=["folder", "objects"])
def store(request, tmp_path):
    return FolderStore(tmp_path / "uploads", durable=False) if request.param == "folder" else object_store(tmp_path / "uploads")


def media_with(app, monkeypatch, **given):
    monkeypatch.setitem(app.extensions, NAME, dataclasses.replace(app.extensions[NAME], **given))


@pytest.fixture
def shown(app, session, store, monkeypatch):
    """A picture, and doors that open for whoever is in `faces` with the right id."""
    with transaction() as session:
        picture = intake.keep(session, store, prepare_own(four(), store=store), about=("entry", 7), now=clock.now())
    jpeg, webp = sorted(derivatives_of(session, [picture.id])[picture.id], key=lambda d: d.format)
    faces = []
    public = []
    own = Door(lambda _s, actor, picture: actor.kind == "student" and picture.about_id == actor.id)
    desk = Door(lambda _s, _a, _p: False, lambda _s, actor, code, size: webp if (actor.id, code, size) in {(5, "K7Q", 320), (6, "W3M", 320)} else None)
    media_with(app, monkeypatch, store=store, doors=(own, desk, Door(lambda _s, actor, picture: actor.anonymous and picture.id in public)), faces=lambda: tuple(faces))
    return SimpleNamespace(picture=picture, webp=webp, jpeg=jpeg, faces=faces, store=store, public=public)


@pytest.fixture
def published(shown):
    shown.public.append(shown.picture.id)
    return shown


@pytest.fixture
def judged(shown):
    shown.faces.append(Actor("account", 5))
    return shown


BLIND = "/media/b-K7Q-320.webp"


def test_a_published_picture_is_for_everybody_and_for_good(browser, published, queries):
    address = public_address(published.webp)
    with queries(1):
        answer = browser.get(address)
    assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, "image/webp", published.webp.bytes)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == f'"{published.webp.public_name}"'
    assert answer.headers["Content-Length"] == str(published.webp.bytes)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not GIVEN_AWAY & set(answer.headers.keys())
    assert browser.get(public_address(published.jpeg)).mimetype == "image/jpeg"


@pytest.mark.parametrize("known", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_who_has_it_already_gets_nothing(browser, published, known):
    again = browser.get(public_address(published.webp), headers={"If-None-Match": known.format(published.webp.public_name)})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", f'"{published.webp.public_name}"')
    assert again.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_somebody_else_s_file_is_called_is_no_reason_to_get_nothing(browser, published):
    for known in ('"other"', published.webp.public_name[:-1], "nonsense,,"):
        assert browser.get(public_address(published.webp), headers={"If-None-Match": known}).status_code == 200


@pytest.mark.parametrize("kind", ["public", "private", "blind"])
def test_who_wants_a_part_gets_that_part_from_every_kind_of_address(browser, published, kind):
    published.faces += [Actor("account", 5), Actor("student", 7)]
    address = {"public": public_address(published.webp), "private": private_address(published.webp), "blind": BLIND}[kind]
    whole = browser.get(address)
    total = len(whole.data)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for wanted, (start, stop) in {"bytes=0-9": (0, 10), "bytes=5-": (5, total), "bytes=-7": (total - 7, total), "bytes=3-99999": (3, total), "bytes=-99999": (0, total)}.items():
        part = browser.get(address, headers={"Range": wanted})
        assert (part.status_code, part.data) == (206, whole.data[start:stop])
        assert part.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{total}"
        assert part.headers["Content-Length"] == str(stop - start)
        assert set(part.headers.keys()) - {"Content-Range"} == set(whole.headers.keys())
    for beyond in (f"bytes={total}-", "bytes=99999-100000", "bytes=-0"):
        answer = browser.get(address, headers={"Range": beyond})
        assert (answer.status_code, answer.headers["Content-Range"], answer.data) == (416, f"bytes */{total}", b"")
    for odd in ("bytes=9-3", "bytes=0-1,4-5", "lines=0-1", "bytes", "bytes=-", "bytes=x-y"):
        assert browser.get(address, headers={"Range": odd}).data == whole.data


@pytest.mark.parametrize(
    ("wanted", "length", "part"), [("bytes=0-0", 1, (0, 1)), ("bytes=0-", 5, (0, 5)), ("bytes=-5", 5, (0, 5)), (" bytes=1-2", 5, None), ("", 5, None), ("bytes=1-1", 2, (1, 2))]
)
def test_a_range_is_understood(wanted, length, part):
    assert stretch(wanted, length) == part


def test_a_part_of_another_file_is_the_whole_file(browser, published):
    address = public_address(published.webp)
    for before, status in ((f'"{published.webp.public_name}"', 206), ('"other"', 200), ("Sat, 21 Nov 2026 10:00:00 GMT", 200), (f'W/"{published.webp.public_name}"', 200)):
        assert browser.get(address, headers={"Range": "bytes=0-9", "If-Range": before}).status_code == status, before


def test_a_head_says_what_a_get_would_without_opening_the_file(browser, published):
    published.faces += [Actor("account", 5), Actor("student", 7)]
    for address in (public_address(published.webp), private_address(published.webp), BLIND):
        whole = browser.get(address)
        answer = browser.client.head(address, headers={"Range": "bytes=0-9"})
        assert (answer.status_code, answer.data) == (200, b"")
        assert dict(answer.headers) == dict(whole.headers)


def test_a_public_address_opens_only_while_the_picture_is_published(browser, published):
    published.public.clear()
    for headers in ({}, {"If-None-Match": f'"{published.webp.public_name}"'}, {"Range": "bytes=0-9"}):
        answer = browser.get(public_address(published.webp), headers=headers)
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
    assert not (GIVEN_AWAY | {"ETag"}) & set(answer.headers.keys())


def test_a_judge_s_own_address_tells_nothing_about_the_file(browser, shown):
    assert browser.get(BLIND).status_code == 404
    shown.faces.append(Actor("account", 5))
    answer = browser.get(BLIND)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    signed = browser.get(blind_address(keys(browser.session), "K7Q", 320, shown.webp.private_name))
    assert (signed.data, signed.headers["Cache-Control"], signed.headers["ETag"]) == (answer.data, "private, max-age=600", answer.headers["ETag"])
    assert not GIVEN_AWAY & set(answer.headers.keys())
    names = (shown.webp.public_name, shown.webp.private_name, shown.picture.sha256)
    assert not any(name[:12] in str(answer.headers) or name[:12].encode() in answer.data for name in names)
    assert browser.get("/media/b-K7Q-1280.webp").status_code == 404
    assert browser.get("/media/b-K7R-320.webp").status_code == 404


def test_two_judges_cannot_tell_from_headers_that_they_hold_the_same_file(browser, shown):
    seen = []
    for judge, code in ((5, "K7Q"), (6, "W3M")):
        shown.faces[:] = [Actor("account", judge)]
        seen.append(dict(browser.get(f"/media/b-{code}-320.webp").headers))
    assert seen[0].pop("ETag") != seen[1].pop("ETag")
    assert seen[0] == seen[1]


def test_a_judge_who_has_it_already_gets_nothing_until_the_picture_changes(browser, judged, session):
    known = browser.get(BLIND).headers["ETag"]
    again = browser.get(BLIND, headers={"If-None-Match": known})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", known)
    judged.webp.private_name = judged.jpeg.private_name[::-1]  # framed anew: another file under the same address
    session.flush()
    assert browser.get(BLIND, headers={"If-None-Match": known}).status_code == 404  # and no file under it here


@pytest.mark.parametrize("name", ["x", "p-.webp", "..%2f..%2fconfig.py", "0" * 40, "0" * 40 + ".png", "p-" + "0" * 32 + ".webp", "b--320.webp", "b-K-99999999999.webp"])
def test_odd_names_are_simply_not_there(browser, shown, name):
    assert browser.get(f"/media/{name}").status_code == 404


def test_a_lost_file_is_missing_and_not_a_crash(browser, published):
    published.faces += [Actor("account", 5), Actor("student", 7)]
    published.store.remove(f"derived/{published.webp.private_name}")
    for address in (public_address(published.webp), private_address(published.webp), BLIND):
        for headers in ({}, {"Range": "bytes=0-9"}):
            answer = browser.get(address, headers=headers)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
            assert "no such picture" in answer.text
        assert browser.client.head(address).status_code == 404


def test_a_lost_store_says_to_come_back(app, browser, published, monkeypatch, tmp_path):
    with failing(status=503) as server:
        media_with(app, monkeypatch, store=object_store(tmp_path, server.at))
        answer = browser.get(public_address(published.webp))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "Try again in a minute" in answer.text


def test_looking_at_pictures_never_writes(browser, published, queries):
    published.faces.append(Actor("student", 7))
    public, private = public_address(published.webp), private_address(published.webp)
    with queries(2) as seen:
        browser.get(public)
        browser.get(private)
    assert all(statement.startswith("SELECT") for statement in seen)


# ── a web server in front ──

NGINX = Front("X-Accel-Redirect", "/pictures-inside/")


@pytest.fixture
def fronted(app, published, monkeypatch):
    media_with(app, monkeypatch, front=NGINX)
    published.faces += [Actor("account", 5), Actor("student", 7)]
    return published


@pytest.mark.parametrize("store", ["folder"], indirect=True)
def test_a_web_server_in_front_is_told_which_file_to_send(browser, fronted):
    file = fronted.webp.private_name
    for address, keeping in ((public_address(fronted.webp), "public, max-age=31536000, immutable"), (private_address(fronted.webp), "private, no-store")):
        for ask in (browser.get, browser.client.head):
            answer = ask(address, headers={"Range": "bytes=0-9"})
            assert (answer.status_code, answer.data, answer.mimetype) == (200, b"", "image/webp")
            assert answer.headers["X-Accel-Redirect"] == f"/pictures-inside/derived/{file[:2]}/{file}"
            assert answer.headers["Cache-Control"] == keeping
    assert browser.get(public_address(fronted.webp), headers={"If-None-Match": "*"}).status_code == 304
    fronted.faces.clear()
    fronted.public.clear()
    answer = browser.get(private_address(fronted.webp))
    assert (answer.status_code, "X-Accel-Redirect" in answer.headers) == (404, False)


@pytest.mark.parametrize("store", ["folder"], indirect=True)
def test_a_judge_s_picture_is_never_left_to_it(browser, fronted):
    """It would add the time of the file."""
    for headers in ({}, {"Range": "bytes=0-9"}):
        answer = browser.get(BLIND, headers=headers)
        assert answer.status_code in {200, 206}
        assert answer.data
        assert not GIVEN_AWAY & set(answer.headers.keys())


@pytest.mark.parametrize("store", ["folder"], indirect=True)
def test_it_is_not_sent_to_look_for_a_lost_file(browser, fronted):
    fronted.store.remove(f"derived/{fronted.webp.private_name}")
    for address in (public_address(fronted.webp), private_address(fronted.webp)):
        answer = browser.get(address)
        assert (answer.status_code, "X-Accel-Redirect" in answer.headers) == (404, False)


@pytest.mark.parametrize("store", ["objects"], indirect=True)
def test_it_is_not_asked_for_what_lies_in_an_object_store(browser, fronted):
    answer = browser.get(public_address(fronted.webp))
    assert (len(answer.data), "X-Accel-Redirect" in answer.headers) == (fronted.webp.bytes, False)


def test_a_path_in_a_header_is_written_in_letters_a_header_can_hold():
    assert Front("X-Sendfile", "/srv/зураг/").value("derived/ab/abc") == "/srv/%D0%B7%D1%83%D1%80%D0%B0%D0%B3/derived/ab/abc"


# ── every kind of address, every kind of visitor, through the doors of the site itself ──


@pytest.fixture
def world(app, session, monkeypatch, tmp_path):
    """An accepted work with its files, judged in an open and in a closed round."""
    store = FolderStore(tmp_path / "uploads", durable=False)
    media_with(app, monkeypatch, store=store)
    home, edition = make.government(), make.edition()
    entries = [make.entry(edition=edition, government=home, state=EntryState.ACCEPTED) for _ in range(2)]
    images = (four(), four(1500, 700))
    for entry, image in zip(entries, images, strict=True):
        with transaction() as unit:
            kept = intake.keep(unit, store, prepare_own(image, store=store), about=("entry", entry.id), now=clock.now())
            unit.get_one(Entry, entry.id).picture_id = kept.id
    judges = {name: make.account(Role.JUDGE, edition=edition) for name in ("open", "closed", "dropped", "other")}
    judges["own government"] = make.account(Role.JUDGE, government=home, edition=edition)
    codes = {}
    for state in ("open", "closed"):
        round_ = make.judging_round(edition)
        seats = {name: make.panelist(round_, judges[name]) for name in {"open": ("open", "dropped", "own government"), "closed": ("closed",)}[state]}
        judging.open_round(session, make.staff(), round_, now=clock.now())
        session.flush()
        for name in seats:
            codes[name] = {sheet.entry_id: sheet.blind_code for sheet in make.sheets_of(judges[name], round_)}
        if state == "closed":
            round_.state = RoundState.CLOSED
        else:
            seats["dropped"].dropped_at = clock.now()
    session.flush()
    entry = session.get_one(Entry, entries[0].id)
    webp = next(d for d in derivatives_of(session, [entry.picture_id])[entry.picture_id] if d.format == "webp")
    return SimpleNamespace(entry=entry, entries=[session.get_one(Entry, each.id) for each in entries], edition=edition, home=home, judges=judges, codes=codes, webp=webp, store=store)


VISITORS = {
    "its painter": lambda w, b: b.resume(session_student(w)), "another painter": lambda w, b: b.resume(make.student(w.edition)),
    "own coordinator": lambda w, b: b.sign_in(make.account(Role.COORDINATOR, government=w.home)),
    "other coordinator": lambda w, b: b.sign_in(make.account(Role.COORDINATOR, government=make.government())),
    "staff": lambda w, b: b.sign_in(make.account(Role.STAFF)), "nobody": lambda w, b: b,
    **{f"judge: {name}": lambda w, b, name=name: b.sign_in(w.judges[name]) for name in ("open", "closed", "dropped", "other", "own government")},
}  # fmt: skip
PRIVATE = {"its painter", "own coordinator", "staff"}


def session_student(world):
    return make._session.get_one(make.Student, world.entry.student_id)


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_address_opens_for_whom_it_is_meant(world, browser, visitor, session):
    VISITORS[visitor](world, browser)
    codes = {name: ours[world.entry.id] for name, ours in world.codes.items() if world.entry.id in ours}
    assert set(codes) == {"open", "closed", "dropped"}

    def opened():
        addresses = {"private": private_address(world.webp), "public": public_address(world.webp)} | {f"judge: {name}": f"/media/b-{code}-320.webp" for name, code in codes.items()}
        return {kind for kind, address in addresses.items() if browser.get(address).status_code == 200}

    own = {visitor} & {"judge: open", "judge: closed"}  # a judge may look again at what was judged
    expected = ({"private"} if visitor in PRIVATE else set()) | own
    assert opened() == expected
    token = make.consent_link(world.entry)
    assert browser.get(f"/en/consent/{token}/painting").status_code == 200
    assert browser.get(f"/en/consent/{token[:-1]}x/painting").status_code != 200
    taken = browser.post(f"/staff/entries/{world.entry.receipt}/original")
    assert (taken.status_code == 200) == (visitor == "staff")
    hang(world)
    assert opened() == expected | {"public", "private"}  # while everybody may see the picture, no address of it is a secret
    world.entry.taken_down_at = clock.now()
    session.flush()
    assert opened() == expected


def hang(world):
    """Publish the work as a winner."""
    from contest.awards.models import Award

    world.edition.state, world.edition.published_at, world.entry.public_number = "published", hung.OUT, 9
    make.consents(world.entry)
    allocation, tier = hung.allocation(world.edition), hung.tier(world.edition)
    make.save(Award(edition_id=world.edition.id, entry_id=world.entry.id, tier_id=tier.id, allocation_id=allocation.id, at=hung.OUT))


def test_a_judge_whose_grant_has_ended_sees_nothing_more(world, browser, session):
    browser.sign_in(world.judges["open"])
    address = f"/media/b-{world.codes['open'][world.entry.id]}-320.webp"
    assert browser.get(address).status_code == 200
    session.delete(session.query(Grant).filter_by(account_id=world.judges["open"].id).one())
    session.flush()
    assert browser.get(address).status_code == 404


def test_every_work_comes_to_a_judge_with_the_same_headers(world, browser):
    """Two works sent at different times by different people: only the length and the keyed ETag differ."""
    browser.sign_in(world.judges["open"])
    answers = [browser.get(f"/media/b-{code}-{size}.webp") for code in world.codes["open"].values() for size in (320, 1280, 2560)]
    assert {answer.status_code for answer in answers} == {200}
    bare = [{name: value for name, value in answer.headers if name not in {"Content-Length", "ETag"}} for answer in answers]
    assert all(each == bare[0] for each in bare)
    assert {tuple(answer.headers.keys()) for answer in answers} == {tuple(answers[0].headers.keys())}
    assert {len(answer.headers["ETag"]) for answer in answers} == {42}


def test_an_original_is_an_attachment_for_the_secretariat_whoever_sends_it(world, browser, app, monkeypatch, session):
    browser.sign_in(make.account(Role.STAFF))
    path = f"/staff/entries/{world.entry.receipt}/original"
    sha256 = session.get_one(make.Picture, world.entry.picture_id).sha256
    for front in (None, NGINX):
        media_with(app, monkeypatch, front=front)
        answer = browser.post(path, headers={"Range": "bytes=0-9", "If-None-Match": "*"})
        assert (answer.status_code, answer.mimetype) == (200, "application/octet-stream")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{world.entry.receipt}.jpg"'
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())
        assert answer.headers.get("X-Accel-Redirect") == (f"/pictures-inside/originals/{sha256[:2]}/{sha256}" if front else None)
    world.store.remove(original(sha256))
    assert browser.post(path).status_code == 404
