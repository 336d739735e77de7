"""A photo in parts, as a script asks for it: begun, continued, overtaken, refused, cancelled, and never by somebody else."""

import re
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.editions.models import Edition
from contest.entries.models import Entry, Student
from contest.entries.states import EntryState
from contest.media.extension import current
from contest.media.models import Picture, Upload
from contest.media.parts import CHUNK
from contest.web.limits import limiter
from tests import make, pictures

JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def data():
    made = pictures.coded(pictures.four(1800, 1200), quality=95)
    assert len(made) > 6000
    return made


@pytest.fixture
def entry(browser, session):
    made = make.ready_entry()
    browser.resume(session.get(Student, made.student_id))
    return made


def at(entry):
    return f"/en/enter/{entry.draft_key}/photo"


def begin(browser, entry, length, name="IMG_1.jpg", *, query="", **more):
    return browser.post(at(entry) + "/parts" + query, {"name": name, "length": str(length), **more}, headers=JSON)


def send(browser, address, offset, data, checksum=None):
    head = {"Upload-Offset": str(offset), "Upload-Checksum": checksum or f"crc32 {zlib.crc32(data):08x}", "Content-Type": "application/octet-stream", **JSON}
    return browser.post(address, data, headers=head)


def part_of(told):
    """Where the bytes of an upload lie."""
    return current().store.stage().parent / (told["at"].split("?")[0].rsplit("/", 1)[1] + ".part")


def upload_of(session, entry):
    return session.scalars(select(Upload).where(Upload.about_kind == "entry", Upload.about_id == entry.id)).all()


def test_a_photo_in_three_parts_becomes_the_photo_of_the_painting(browser, session, entry, data):
    before = entry.picture_id
    begun = begin(browser, entry, len(data))
    assert begun.status_code == 201
    told = begun.json
    assert (told["offset"], told["length"], told["chunk"], told["check"]) == (0, len(data), CHUNK, "00000000")
    third = len(data) // 3
    assert send(browser, told["at"], 0, data[:third]).json == {"offset": third, "length": len(data)}
    head = browser.client.head(told["at"])
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"], head.data) == (str(third), str(len(data)), b"")
    assert browser.get(told["at"]).json["check"] == f"{zlib.crc32(data[:third]):08x}"
    assert send(browser, told["at"], third, data[third : 2 * third]).status_code == 200
    last = send(browser, told["at"], 2 * third, data[2 * third :])
    assert last.json == {"offset": len(data), "length": len(data), "done": True, "next": at(entry) + "/check"}
    picture = session.get(Picture, session.get(Entry, entry.id).picture_id)
    assert picture.id != before
    assert picture.bytes == len(data)
    assert not part_of(told).exists()
    # Who did not hear the last answer asks again, and is told the same.
    for offset, part in ((2 * third, data[2 * third :]), (len(data), b"")):
        assert send(browser, told["at"], offset, part).json["next"] == at(entry) + "/check"
    assert browser.get(at(entry)).text.count("data-waiting") == 0


def test_a_chunk_whose_answer_was_lost_is_told_where_to_go_on(browser, entry, data):
    told = begin(browser, entry, len(data)).json
    send(browser, told["at"], 0, data[:2000])
    again = send(browser, told["at"], 0, data[:2000])
    assert again.status_code == 409
    assert (again.json["offset"], again.json["check"]) == (2000, f"{zlib.crc32(data[:2000]):08x}")
    assert again.headers["Upload-Offset"] == "2000"
    assert send(browser, told["at"], 2000, data[2000:]).json["done"]


def test_a_crash_before_the_photo_was_kept_is_mended_by_an_empty_chunk(browser, session, entry, data):
    told = begin(browser, entry, len(data)).json
    send(browser, told["at"], 0, data[:-1])
    (upload,) = upload_of(session, entry)
    with part_of(told).open("ab") as file:
        file.write(data[-1:])
    upload.received = len(data)  # all bytes acknowledged, then the lights went out
    assert send(browser, told["at"], len(data), b"").json["done"]


def test_the_page_says_what_is_here_and_choosing_again_goes_on(browser, session, entry, data):
    told = begin(browser, entry, len(data), "../мал & co.jpg").json
    assert "data-waiting" not in browser.get(at(entry)).text  # nothing has come yet
    send(browser, told["at"], 0, data[:2000])
    page = browser.get(at(entry)).text
    assert "Choose the same photo again to go on." in page
    assert "мал &amp; co.jpg" in page
    again = begin(browser, entry, len(data), "another name.jpg")
    assert again.status_code == 200
    assert (again.json["at"], again.json["offset"]) == (told["at"], 2000)
    anew = begin(browser, entry, len(data), "another photo.jpg", anew="1")
    assert (anew.status_code, anew.json["offset"]) == (201, 0)
    assert send(browser, told["at"], 2000, data[2000:]).status_code == 404  # the one before has ended
    assert len(upload_of(session, entry)) == 1


@pytest.mark.parametrize(
    ("offset", "checksum", "status", "said"),
    [
        ("0", "crc32 00000000", 400, "spoilt on the way"), ("0", "", 400, "spoilt"), ("0", "md5 abc", 400, "spoilt"), ("x", None, 422, "Reload the page"),
        ("", None, 422, "Reload the page"), ("-1", None, 422, "Reload the page"), ("٣", None, 422, "Reload"), ("9" * 20, None, 422, "Reload"), ("7", None, 409, None),
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_in_words_and_keeps_nothing(browser, session, entry, data, offset, checksum, status, said):
    told = begin(browser, entry, len(data)).json
    answer = browser.post(
        told["at"], data[:1000],
        headers={"Upload-Offset": offset.encode().decode("latin-1"), "Upload-Checksum": checksum if checksum is not None else f"crc32 {zlib.crc32(data[:1000]):x}", **JSON},
    )  # fmt: skip
    assert answer.status_code == status
    if said:
        assert said in answer.json["error"]
    assert upload_of(session, entry)[0].received == 0


@pytest.mark.parametrize("length", ["0", "", "x", "-5", "60000001", "1e3", "9" * 30])
def test_a_length_that_makes_no_sense_is_refused_before_anything_is_sent(browser, session, entry, length):
    answer = begin(browser, entry, length)
    assert answer.status_code == 422
    assert answer.json["error"]
    assert upload_of(session, entry) == []


def test_more_than_announced_is_refused(browser, session, entry, data):
    told = begin(browser, entry, 1000).json
    answer = send(browser, told["at"], 0, data[:1001])
    assert answer.status_code == 422
    assert "More was sent" in answer.json["error"]


def test_a_chunk_larger_than_a_chunk_is_refused(browser, entry):
    told = begin(browser, entry, 3 * CHUNK).json
    answer = send(browser, told["at"], 0, b"\xff\xd8\xff" + bytes(CHUNK))
    assert answer.status_code == 422
    assert str(CHUNK) in answer.json["error"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"%PDF-1.7 " + bytes(2000), "This file is a PDF"), (pictures.coded()[:-900], "damaged or was cut short"), (b"\xff\xd8\xff nonsense", "damaged"),
        (pictures.bomb(), "50000 × 50000"),
    ],
    ids=["pdf", "cut", "noise", "bomb"],
)  # fmt: skip
def test_what_is_no_photo_is_refused_in_the_language_of_the_page_and_nothing_stays(browser, session, entry, body, said):
    before = entry.picture_id
    told = begin(browser, entry, len(body)).json
    answer = send(browser, told["at"], 0, body)
    assert answer.status_code == 422
    assert said in answer.json["error"]
    assert session.get(Entry, entry.id).picture_id == before
    assert not part_of(told).exists()
    mongolian = send(browser, told["at"].replace("/en/", "/mn/"), 0, b"x", "crc32 0")
    assert re.search("[а-я]", mongolian.json["error"])


def test_a_full_disk_is_507_for_a_part_and_for_the_form_and_the_other_answers_stay(browser, session, entry, data, monkeypatch):
    told = begin(browser, entry, len(data)).json
    path = part_of(told)
    path.symlink_to("/dev/full")
    answer = send(browser, told["at"], 0, data)
    assert answer.status_code == 507
    assert answer.json["error"] == "We could not save the photo. Try again; your other answers are safe"
    path.unlink()
    monkeypatch.setattr("contest.media.store.FolderStore.put", lambda *_given: path.symlink_to("/dev/full") or path.write_bytes(b"x"))
    whole = browser.post(at(entry), {"photo": (BytesIO(data), "a.jpg")}, content_type="multipart/form-data")
    path.unlink()
    assert whole.status_code == 507
    assert "your other answers are safe" in whole.text
    monkeypatch.undo()
    assert session.get(Entry, entry.id).title == entry.title
    assert send(browser, told["at"], 0, data).json["done"]


def test_cancelling_keeps_nothing_and_twice_is_said(browser, session, entry, data):
    told = begin(browser, entry, len(data)).json
    send(browser, told["at"], 0, data[:2000])
    assert browser.post(told["at"] + "/cancel", headers=JSON).status_code == 204
    assert upload_of(session, entry) == []
    assert not part_of(told).exists()
    gone = send(browser, told["at"], 2000, data[2000:])
    assert gone.status_code == 404
    assert "This upload has ended" in gone.json["error"]
    assert browser.post(told["at"] + "/cancel", headers=JSON).status_code == 404


def test_cancelling_what_is_done_leaves_the_photo(browser, session, entry, data):
    told = begin(browser, entry, len(data)).json
    send(browser, told["at"], 0, data)
    kept = session.get(Entry, entry.id).picture_id
    assert browser.post(told["at"] + "/cancel", headers=JSON).status_code == 204
    assert session.get(Entry, entry.id).picture_id == kept


def test_a_photo_sent_with_the_form_ends_the_one_under_way(browser, session, entry, data):
    told = begin(browser, entry, len(data)).json
    send(browser, told["at"], 0, data[:2000])
    assert browser.post(at(entry), {"photo": (BytesIO(pictures.coded()), "a.jpg")}, content_type="multipart/form-data").status_code == 303
    assert send(browser, told["at"], 2000, data[2000:]).status_code == 404
    assert not part_of(told).exists()


def test_nobody_else_begins_continues_reads_or_cancels(browser, new_browser, session, entry, data):
    told = begin(browser, entry, len(data)).json
    send(browser, told["at"], 0, data[:2000])
    other = new_browser().resume(make.student(make.open_edition()))
    assert begin(other, entry, 100).status_code == 404
    assert other.get(told["at"]).status_code == 404
    assert send(other, told["at"], 2000, data[2000:]).status_code == 404
    assert other.post(told["at"] + "/cancel").status_code == 404
    stranger = new_browser()
    for answer in (begin(stranger, entry, 100), stranger.get(told["at"]), send(stranger, told["at"], 2000, data[2000:]), stranger.post(told["at"] + "/cancel")):
        assert answer.status_code == 303
        assert "/enter/resume" in answer.location
    # Nor does the key of one's own upload open another entry of one's own.
    second = make.ready_entry(student=session.get(Student, entry.student_id))
    assert send(browser, told["at"].replace(entry.draft_key, second.draft_key), 2000, data[2000:]).status_code == 404
    assert upload_of(session, entry)[0].received == 2000


def test_uploads_are_counted_like_the_form_but_going_on_is_free(browser, session, entry):
    limiter.enabled = True
    try:
        begun = [begin(browser, entry, 1000 + n, name=f"{n}.jpg").status_code for n in range(60)]
        went_on = [begin(browser, entry, 1059).status_code for _ in range(5)]
        spent = begin(browser, entry, 5000)
        form = browser.post(at(entry), {"photo": (BytesIO(b"x"), "a.jpg")}, content_type="multipart/form-data")
    finally:
        limiter.enabled = False
        limiter.reset()
    assert begun == [201] * 60
    assert went_on == [200] * 5
    assert (spent.status_code, form.status_code) == (429, 429)
    assert "too often" in spent.json["error"]
    assert [each.length for each in upload_of(session, entry)] == [1059]  # the one too many ended nothing


def test_what_is_sent_or_closed_takes_no_photo_and_says_so_to_scripts(browser, session, entry, data):
    told = begin(browser, entry, len(data)).json
    entry.state, entry.receipt, entry.submitted_at = EntryState.SUBMITTED, "1-AAAAA-AA", clock.now()
    for answer in (begin(browser, entry, 100), send(browser, told["at"], 0, data)):
        assert answer.status_code == 409
        assert "already sent" in answer.json["error"]
    entry.state, entry.receipt, entry.submitted_at = EntryState.DRAFT, None, None
    session.get(Edition, entry.edition_id).closes_at = clock.now() - timedelta(minutes=1)
    for answer in (begin(browser, entry, 100), send(browser, told["at"], 0, data)):
        assert (answer.status_code, answer.json["error"]) == (409, "Entries are closed.")


def test_the_way_back_to_the_check_page_is_remembered(browser, entry, data):
    told = begin(browser, entry, len(data), query="?from=check").json
    assert send(browser, told["at"], 0, data).json["next"] == at(entry) + "/check?from=check"


def test_a_shared_computer_forgets_the_code_once_the_photo_is_there(browser, session, data):
    make.open_edition(number=9099)
    answer = browser.post("/en/enter", {"shared": "y"})
    where = answer.location
    assert "resume-code" in browser.get(where).text
    told = browser.post(where + "/parts", {"name": "a.jpg", "length": str(len(data))}, headers=JSON).json
    assert send(browser, told["at"], 0, data).json["done"]
    assert "resume-code" not in browser.get(where).text


@pytest.mark.parametrize("lang", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_the_page_hands_every_word_to_the_scripts_in_its_own_language(browser, session, entry, lang):
    page = browser.get(at(entry).replace("/en/", f"/{lang}/")).text
    said = re.findall(r'data-say-(\w+)="([^"]*)"', page)
    assert {"sending", "lost", "paused", "preparing", "ready", "failed", "unreadable", "out"} <= {name for name, _text in said}
    assert all(text for _name, text in said)
    assert "{percent}" in dict(said)["sending"]
    if lang != "en":
        assert not [text for name, text in said if re.search(r"[a-z]{4}", re.sub(r"\{\w+\}", "", text)) and name != "size"]


def test_the_job_takes_away_what_nobody_went_on_with(app, browser, session, entry, data):
    told = begin(browser, entry, len(data)).json
    send(browser, told["at"], 0, data[:2000])
    upload_of(session, entry)[0].expires_at = clock.now() - timedelta(minutes=1)
    session.flush()
    assert send(browser, told["at"], 2000, data[2000:]).status_code == 404
    assert app.extensions["contest.sweep"].once() == 0
    session.expire_all()
    assert upload_of(session, entry) == []
    assert not part_of(told).exists()
