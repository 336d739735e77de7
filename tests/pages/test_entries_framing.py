"""Turning, trimming and covering a picture, as a browser without scripts does it."""

import re
from io import BytesIO

import pytest
from PIL import Image

from contest.core import clock
from contest.entries.models import Student
from contest.entries.states import EntryState as E
from contest.governments.models import Government
from contest.media import corners, intake
from contest.media.extension import NAME
from contest.media.framing import WHOLE, Framing
from contest.media.models import Picture
from contest.media.own import prepare_own
from contest.policy import Role
from tests import make, pictures

TRIM = "1000,1000,9000,1000,9000,9000,1000,9000"
LEFT_HALF = "0,0,5000,0,5000,10000,0,10000"
NAME_BELOW = "1000,7000,4000,7000,4000,9000,1000,9000"


@pytest.fixture
def photo(session, app):
    """Gives an entry a picture with its files; `table` paints a wooden table round it."""

    def give(entry, *, table=False):
        image = pictures.four(300, 200)
        if table:
            ground = Image.new("RGB", (400, 300), (120, 85, 55))
            ground.paste(image, (50, 50))
            image = ground
        store = app.extensions[NAME].store
        picture = intake.keep(session, store, prepare_own(image, store=store), about=("entry", entry.id), now=clock.now())
        entry.picture_id = picture.id
        session.flush()
        return picture

    return give


@pytest.fixture
def draft(session, browser, photo):
    """A painter's draft with a picture, and its page."""
    entry = make.ready_entry()
    picture = photo(entry)
    browser.resume(session.get(Student, entry.student_id))
    return f"/en/enter/{entry.draft_key}/photo/check", picture, entry


@pytest.fixture
def work(session, browser, photo):
    """A sent work with a picture, and the secretariat's page for it."""
    entry = make.entry(state=E.ACCEPTED)
    picture = photo(entry)
    browser.sign_in(make.account(Role.STAFF))
    return f"/staff/entries/{entry.receipt}/picture", picture, entry


def framing(session, picture):
    session.expire_all()
    return session.get(Picture, picture.id).framing


def fields(page, name):
    """The values of all fields of this name."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page.text)


def colours(browser, page):
    """The picture of a page, by the colours of its quarters."""
    address = re.search(r'class="picture" src="([^"]+)"', page.text)[1]
    return pictures.corners(browser.get(address).data)


# ── the painter ──


def test_a_painter_turns_trims_and_goes_back_without_a_script(browser, session, draft):
    at, picture, _entry = draft
    assert colours(browser, browser.get(at)) == pictures.FOUR
    page = browser.follow(browser.post(at, {"turn": "right", "seen": "0:"}))
    assert "Turned to the right." in page.text
    assert colours(browser, page) == ["blue", "red", "yellow", "green"]
    page = browser.follow(browser.post(at, {"act": "trim", "corners": LEFT_HALF, "seen": fields(page, "seen")[0]}))
    assert "The picture is trimmed." in page.text
    assert colours(browser, page) == ["blue", "blue", "yellow", "yellow"]
    page = browser.follow(browser.post(at, {"act": "trim", "corners": "0,0,10000,0,10000,5000,0,5000", "seen": fields(page, "seen")[0]}))
    assert colours(browser, page) == ["blue"] * 4  # trimmed once more, on the picture as it was shown
    page = browser.follow(browser.post(at, {"act": "undo", "seen": fields(page, "seen")[0]}))
    assert colours(browser, page) == ["blue", "blue", "yellow", "yellow"]
    page = browser.follow(browser.post(at, {"act": "whole", "seen": fields(page, "seen")[0]}))
    assert "The whole photo is shown again." in page.text
    assert colours(browser, page) == ["blue", "red", "yellow", "green"]
    browser.follow(browser.post(at, {"turn": "left", "seen": fields(page, "seen")[0]}))
    assert framing(session, picture) == Framing()


def test_corners_are_moved_by_reading_the_page_again_which_changes_nothing(browser, session, draft):
    at, picture, _entry = draft
    page = browser.get(at)
    assert " open>" not in page.text
    kept = {"shape": "trim", "corners": fields(page, "corners")[0]}
    for corner, way in (("0", "right"), ("0", "down"), ("2", "up")):
        page = browser.get(at, query_string={**kept, "corner": corner, "step": "500", "move": way})
        kept["corners"] = fields(page, "corners")[0]
    assert kept["corners"] == "500,500,10000,0,10000,9500,0,10000"
    assert re.search(r'<details class="frame-editor"[^>]* open>', page.text)
    assert re.search(r'value="up" autofocus', page.text)
    assert "Bottom right corner: 100 % from the left, 95 % from the top" in page.text
    page = browser.get(at, query_string={**kept, "corner": "3", "step": "100", "move": "left"})
    assert "It does not go further that way." in page.text
    assert fields(page, "corners")[0] == kept["corners"]
    assert framing(session, picture) == Framing()
    browser.follow(browser.post(at, {"act": "trim", "corners": kept["corners"], "seen": "0:"}))
    assert framing(session, picture).crop == corners.read(kept["corners"])


def test_where_the_painter_came_from_is_kept(browser, draft):
    at, _picture, entry = draft
    page = browser.get(at + "?from=check")
    assert fields(page, "from") == ["check"]
    assert f'href="/en/enter/{entry.draft_key}/check"' in page.text
    assert browser.post(at + "?from=check", {"turn": "left", "seen": "0:"}).location == at + "?from=check"


def test_the_corners_the_machine_sees_are_offered_and_drawn(browser, session, photo):
    entry = make.ready_entry()
    picture = photo(entry, table=True)
    browser.resume(session.get(Student, entry.student_id))
    at = f"/en/enter/{entry.draft_key}/photo/check"
    page = browser.get(at)
    assert "Trim as suggested" in page.text
    assert "Something shows around the painting, such as a table or a wall." in page.text
    offered = fields(page, "corners")[0]
    assert f'points="{" ".join(",".join(each) for each in zip(offered.split(",")[::2], offered.split(",")[1::2], strict=True))}"' in page.text
    page = browser.follow(browser.post(at, {"act": "trim", "corners": offered, "seen": "0:"}))
    assert colours(browser, page) == pictures.FOUR
    assert "Trim as suggested" not in page.text
    assert framing(session, picture).crop is not None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose one of the buttons on this page."),
        ({"turn": "upside down"}, "Choose one of the buttons on this page."),
        ({"act": "mask", "corners": TRIM}, "Choose one of the buttons on this page."),
        ({"act": "unmask", "mask": TRIM}, "Choose one of the buttons on this page."),
        ({"act": "trim"}, "The corners did not arrive."),
        ({"act": "trim", "corners": "🪁"}, "The corners did not arrive."),
        ({"act": "trim", "corners": "9" * 5000, "seen": "9" * 5000}, "The corners did not arrive."),
        ({"act": "trim", "corners": corners.written(WHOLE)}, "Move at least one corner first"),
        ({"act": "trim", "corners": "0,0,100,0,100,100,0,100"}, "Too little of the picture would be left."),
        ({"act": "trim", "corners": "9000,0,0,0,0,9000,9000,9000"}, "The corners cross each other"),
        ({"act": "trim", "corners": "0,0,0,0,0,0,0,0"}, "The corners cross each other"),
    ],
)
def test_garbage_is_answered_with_a_sentence_on_the_same_page(browser, session, draft, data, said):
    at, picture, _entry = draft
    answer = browser.post(at, data)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<title>Error:" in answer.text
    assert framing(session, picture) == Framing()


def test_corners_that_were_refused_are_still_there(browser, draft):
    at, _picture, _entry = draft
    page = browser.post(at, {"act": "trim", "corners": "0,0,100,0,100,100,0,100"})
    assert fields(page, "corners")[0] == "0,0,100,0,100,100,0,100"
    assert re.search(r'<details class="frame-editor"[^>]* open>', page.text)


@pytest.mark.parametrize("query", ["shape=trim&corners=x&corner=9&step=-1&move=away", "shape=mask&move=up", "shape=trim&corners=0,0,0,0,0,0,0,0&move=up", "shape=&corners=" + "1" * 3000, "shape=trim&corner=all&move=left"])
def test_a_garbled_address_shows_the_page_all_the_same(browser, draft, query):
    assert browser.get(f"{draft[0]}?{query}").status_code == 200


@pytest.mark.parametrize("seen", ["", "x", "45:", "90:1,2,3", "0:" + "9" * 90, "😀:😀"])
def test_a_page_that_does_not_know_what_it_showed_means_the_picture_as_it_is(browser, session, draft, seen):
    at, picture, _entry = draft
    assert browser.post(at, {"turn": "right", "seen": seen}).status_code == 303
    assert framing(session, picture) == Framing(90)


def test_a_second_press_of_the_same_button_turns_once(browser, session, draft):
    at, picture, _entry = draft
    for _ in range(2):
        assert browser.post(at, {"turn": "right", "seen": "0:"}).status_code == 303
    assert framing(session, picture) == Framing(90)


def test_each_of_two_windows_means_the_picture_it_showed(browser, session, draft):
    """One window turned the picture; the other, which still shows it unturned, cuts off the right half it sees."""
    at, picture, _entry = draft
    browser.post(at, {"turn": "right", "seen": "0:"})
    page = browser.follow(browser.post(at, {"act": "trim", "corners": LEFT_HALF, "seen": "0:"}))
    assert framing(session, picture) == Framing(90, corners.read(LEFT_HALF))
    assert colours(browser, page) == ["blue", "red", "blue", "red"]
    browser.post(at, {"act": "whole", "seen": "0:"})
    assert framing(session, picture) == Framing(90)


def test_undo_says_so_when_another_window_was_there_first(browser, new_browser, session, draft):
    at, picture, entry = draft
    browser.post(at, {"turn": "right", "seen": "0:"})
    other = new_browser().resume(session.get(Student, entry.student_id))
    other.post(at, {"turn": "left", "seen": "90:"})
    answer = browser.post(at, {"act": "undo", "seen": "90:"})
    assert answer.status_code == 409
    assert "There is nothing to undo any more" in answer.text
    assert "Undo the last change" not in answer.text
    assert framing(session, picture) == Framing()


def test_a_photo_that_is_gone_leads_back_to_choosing_one(browser, session, draft, app):
    at, picture, entry = draft
    app.extensions[NAME].store.remove(f"originals/{picture.sha256}")
    answer = browser.post(at, {"turn": "right", "seen": "0:"})
    assert answer.status_code == 422
    assert "Choose it again" in answer.text
    entry.picture_id = None
    session.flush()
    assert browser.get(at).location == f"/en/enter/{entry.draft_key}/photo"
    assert browser.post(at, {"turn": "right"}).location == f"/en/enter/{entry.draft_key}/photo"


def test_a_sent_entry_is_not_framed_any_more(browser, session, draft):
    at, picture, _entry = draft
    browser.post(at.replace("photo/check", "check"))
    assert browser.post(at, {"turn": "right", "seen": "0:"}).status_code == 409
    assert framing(session, picture) == Framing()


def test_another_painter_cannot_reach_the_page(new_browser, session, draft):
    at, picture, _entry = draft
    stranger = new_browser().resume(make.student(make.open_edition()))
    for answer in (stranger.get(at), stranger.post(at, {"turn": "right"})):
        assert answer.status_code == 404
    assert new_browser().get(at).location.startswith("/en/enter/resume")
    assert framing(session, picture) == Framing()


def test_the_page_asks_the_store_little(browser, draft, queries):
    with queries(5):
        browser.get(draft[0])


# ── the secretariat ──


def test_the_secretariat_covers_a_name_and_a_judge_sees_grey(browser, new_browser, session, photo, app):
    round_, (judge, _other), (entry,) = make.open_round(works=1, pictures=False)
    picture = photo(entry)
    desk = browser.sign_in(make.account(Role.STAFF))
    at = f"/staff/entries/{entry.receipt}/picture"
    page = desk.follow(desk.post(at, {"act": "mask", "corners": NAME_BELOW, "seen": "0:"}))
    assert "This part of the picture is covered." in page.text
    assert framing(session, picture) == Framing(masks=(corners.read(NAME_BELOW),))
    (sheet,) = make.sheets_of(judge, round_)
    seen = new_browser().sign_in(judge).get(f"/media/b-{sheet.blind_code}-1280.webp")
    assert seen.status_code == 200
    image = Image.open(BytesIO(seen.data)).convert("RGB")
    assert pictures.nearest(image.getpixel((image.width // 4, image.height * 8 // 10))) == "grey"
    page = desk.get(f"/staff/entries/{entry.receipt}")
    assert "Covered a part of the picture" in page.text
    assert f'href="{at}"' in page.text


def test_no_browser_shows_a_judge_what_is_covered_since(browser, new_browser, session, photo):
    round_, (judge, _other), (entry,) = make.open_round(works=1, pictures=False)
    photo(entry)
    seen = new_browser().sign_in(judge)
    (sheet,) = make.sheets_of(judge, round_)
    home = f"/judge/rounds/{round_.id}"

    def addresses():
        shown = [seen.get(f"{home}/works.json").text, seen.get(f"{home}/works/{sheet.blind_code}").text, seen.get(f"{home}/sheet").text]
        found = [set(re.findall(r"/media/b-[\w-]+\.webp", each)) for each in shown]
        assert found[0] == found[1] == found[2]
        return found[0]

    before = addresses()
    assert {seen.get(address).headers["Cache-Control"] for address in before} == {"private, max-age=600"}
    browser.sign_in(make.account(Role.STAFF))
    browser.post(f"/staff/entries/{entry.receipt}/picture", {"act": "mask", "corners": NAME_BELOW, "seen": "0:"})
    after = addresses()
    assert before.isdisjoint(after)
    for old in before:  # a desk that was open keeps asking for these: what comes is what is shown now
        answer = seen.get(old)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
        assert answer.data == seen.get(next(each for each in after if each.split("-")[2] == old.split("-")[2])).data


def test_a_box_covers_the_same_place_however_the_picture_is_turned_and_trimmed(browser, session, work):
    at, picture, _entry = work
    browser.post(at, {"turn": "right", "seen": "0:"})
    browser.post(at, {"act": "trim", "corners": LEFT_HALF, "seen": "90:"})
    page = browser.get(at)
    browser.post(at, {"act": "mask", "corners": "0,0,5000,0,5000,5000,0,5000", "seen": fields(page, "seen")[0]})
    page = browser.follow(browser.post(at, {"act": "whole", "seen": fields(page, "seen")[0]}))
    # The left edge of the turned picture is the lower edge of the photo.
    (mask,) = framing(session, picture).masks
    assert set(mask) == {(0, 7500), (5000, 7500), (5000, 10000), (0, 10000)}
    assert "Box 1" in page.text
    assert "Covered parts" in page.text


def test_a_box_beyond_the_horizon_of_a_slanted_crop_is_listed_and_can_be_removed(browser, session, work):
    at, picture, _entry = work
    beyond = "1000,3250,9000,3250,9000,3750,1000,3750"
    browser.post(at, {"act": "mask", "corners": beyond, "seen": "0:"})
    page = browser.follow(browser.post(at, {"act": "trim", "corners": "2000,7500,8000,7500,10000,10000,0,10000", "seen": "0:"}))
    assert fields(page, "mask") == [beyond]
    browser.follow(browser.post(at, {"act": "unmask", "mask": beyond, "seen": fields(page, "seen")[0]}))
    assert framing(session, picture).masks == ()


def test_what_is_covered_stays_so_when_the_painter_sends_the_same_photo_again(browser, session, draft):
    at, picture, entry = draft
    picture.masks = [corners.read(NAME_BELOW)]
    media = browser.app.extensions[NAME]
    with media.store.open(f"originals/{picture.sha256}") as file:
        sent = file.read()
    answer = browser.post(at.removesuffix("/check"), {"photo": (BytesIO(sent), "again.jpg")}, content_type="multipart/form-data")
    assert answer.status_code == 303
    session.refresh(entry)
    assert entry.picture_id == picture.id
    assert framing(session, picture).masks == (corners.read(NAME_BELOW),)
    assert browser.get(at).status_code == 200


def test_a_box_is_removed_and_that_is_undone(browser, session, work):
    at, picture, _entry = work
    browser.post(at, {"act": "mask", "corners": NAME_BELOW, "seen": "0:"})
    browser.post(at, {"act": "mask", "corners": NAME_BELOW, "seen": "0:"})  # pressed twice
    browser.post(at, {"act": "mask", "corners": TRIM, "seen": "0:"})
    page = browser.get(at)
    assert len(fields(page, "mask")) == 2
    page = browser.follow(browser.post(at, {"act": "unmask", "mask": NAME_BELOW, "seen": "0:"}))
    assert fields(page, "mask") == [TRIM]
    assert browser.post(at, {"act": "unmask", "mask": "nonsense", "seen": "0:"}).status_code == 303
    page = browser.follow(browser.post(at, {"act": "undo", "seen": "0:"}))
    assert framing(session, picture).masks == (corners.read(NAME_BELOW), corners.read(TRIM))


def test_the_whole_box_is_moved_without_a_script(browser, session, work):
    at, picture, _entry = work
    page = browser.get(at, query_string={"shape": "mask", "corners": NAME_BELOW, "corner": "all", "step": "500", "move": "up"})
    assert "1000,6500,4000,6500,4000,8500,1000,8500" in fields(page, "corners")
    assert "The whole box: 25 % from the left, 75 % from the top" in page.text
    assert framing(session, picture) == Framing()


def test_there_is_an_end_to_boxes(browser, session, work):
    at, picture, _entry = work
    row = session.get(Picture, picture.id)
    row.masks = [((i, 0), (i + 9, 0), (i + 9, 9), (i, 9)) for i in range(12)]
    session.flush()
    answer = browser.post(at, {"act": "mask", "corners": NAME_BELOW, "seen": "0:"})
    assert answer.status_code == 409
    assert "There are already 12 boxes on this picture." in answer.text


@pytest.mark.parametrize("state", [state for state in E if state not in {E.DRAFT, E.WITHDRAWN}])
def test_a_picture_can_be_covered_in_every_stage(browser, session, photo, state):
    entry = make.entry(state=state, public_number=1 if state is E.ACCEPTED else None)
    picture, at = photo(entry), f"/staff/entries/{entry.receipt}/picture"
    browser.sign_in(make.account(Role.STAFF))
    assert browser.get(at).status_code == 200
    assert browser.post(at, {"act": "mask", "corners": NAME_BELOW, "seen": "0:"}).status_code == 303
    assert len(framing(session, picture).masks) == 1


@pytest.mark.parametrize("state", [E.DRAFT, E.WITHDRAWN])
def test_drafts_and_withdrawn_works_are_left_alone(browser, session, photo, state):
    entry = make.entry(state=state)
    picture = photo(entry)
    browser.sign_in(make.account(Role.STAFF))
    at = f"/staff/entries/{entry.id}/picture"
    assert browser.get(at).status_code == 409
    assert browser.post(at, {"turn": "left"}).status_code == 409
    assert at not in browser.get(f"/staff/entries/{entry.id}").text
    assert framing(session, picture) == Framing()


def test_nobody_but_the_secretariat_gets_to_the_picture(new_browser, session, work):
    at, picture, entry = work
    home = make.account(Role.COORDINATOR, make.government())
    own = make.account(Role.COORDINATOR, session.get(Government, entry.government_id))
    for account in (home, own, make.account(Role.JUDGE), make.account(Role.TEACHER), make.account(None)):
        visitor = new_browser().sign_in(account)
        for answer in (visitor.get(at), visitor.post(at, {"act": "mask", "corners": NAME_BELOW})):
            assert answer.status_code == 404
    painter = new_browser().resume(session.get(Student, entry.student_id))
    assert painter.post(at, {"turn": "left"}).status_code in {303, 404}
    assert new_browser().get(at).location.startswith("/login")
    assert framing(session, picture) == Framing()


@pytest.mark.parametrize("data", [{}, {"act": "trim"}, {"act": "mask", "corners": "0,0,0,0,0,0,0,0"}, {"act": "mask", "corners": "x"}, {"turn": "x"}])
def test_garbage_is_answered_with_a_sentence_here_too(browser, session, work, data):
    at, picture, _entry = work
    assert browser.post(at, data).status_code == 422
    assert framing(session, picture) == Framing()


@pytest.mark.parametrize("lang", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_the_pages_are_whole_in_every_language(browser, session, photo, lang):
    entry = make.ready_entry()
    photo(entry, table=True)
    browser.resume(session.get(Student, entry.student_id))
    assert browser.get(f"/{lang}/enter/{entry.draft_key}/photo/check?shape=trim&move=left").status_code == 200
    sent = make.entry(state=E.ACCEPTED)
    photo(sent)
    browser.sign_in(make.account(Role.STAFF, language=lang))
    browser.post(f"/staff/entries/{sent.receipt}/picture", {"act": "mask", "corners": NAME_BELOW, "seen": "0:"})
    assert browser.get(f"/staff/entries/{sent.receipt}/picture?shape=mask&move=up").status_code == 200


def test_the_secretariats_page_asks_the_store_little(browser, work, queries):
    with queries(9):
        browser.get(work[0])


def test_what_looks_amiss_is_a_fact_at_the_desks(browser, session, photo):
    entry = make.entry(state=E.SUBMITTED)
    photo(entry, table=True)
    browser.sign_in(make.account(Role.STAFF))
    for page in (browser.get(f"/staff/entries/{entry.receipt}"), browser.get(f"/staff/entries/{entry.receipt}/picture")):
        assert "A table or a wall shows around the painting." in page.text
        assert "The photo is small: 400 × 300 pixels." in page.text
