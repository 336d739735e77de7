import json

import pytest
from sqlalchemy import func, select

from contest.core import clock
from contest.judging.models import Flag, MarkEvent
from contest.judging.states import ROUND_LIFE, RoundState
from contest.policy import Role
from tests import make
from tests.judged import seat_of

JSON = {"Accept": "application/json"}


@pytest.fixture
def round_(session):
    made, judges, _works = make.open_round(works=3, judges=2)
    return made, judges[0], make.sheets_of(judges[0], made)


def press(browser, round_, *acts, **more):
    sent = {"device": "tablet", "acts": list(acts), **more}
    answer = browser.post(f"/judge/rounds/{round_[0].id}/acts", json=sent, headers=JSON)
    return answer.status_code, answer.get_json()


def mark(number, code, criterion=1, value=5):
    return {"number": number, "code": code, "what": "mark", "criterion": criterion, "value": value}


def desk(browser, round_):
    return browser.get(f"/judge/rounds/{round_[0].id}/works.json", headers=JSON)


def test_the_desk_has_all_own_works_in_own_order_and_nothing_of_anybody(browser, round_):
    browser.sign_in(round_[1])
    answer = desk(browser, round_)
    told = answer.get_json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert [work["code"] for work in told["works"]] == [sheet.blind_code for sheet in round_[2]]
    assert (told["kind"], told["open"], told["signed_off"], told["number"], told["recent"]) == ("scoring", True, False, 0, [])
    assert told["criteria"][0]["values"] == [str(n) for n in range(1, 11)]
    first = told["works"][0]
    assert (first["state"], first["marks"], first["facts"], first["mm"]) == ("waiting", [None] * 3, "Watercolour · 297 × 420 mm", [297, 420])
    assert all(f"/media/b-{first['code']}-" in address for _width, address in first["picture"]["sizes"])


def test_presses_are_kept_and_the_answer_says_so(browser, round_):
    browser.sign_in(round_[1])
    code = round_[2][0].blind_code
    status, told = press(browser, round_, *(mark(n, code, n, n) for n in (1, 2, 3)), ask=True)
    assert status == 200
    assert [each["became"] for each in told["acts"]] == ["kept"] * 3
    assert told["works"][code] == {"state": "scored", "marks": [1, 2, 3], "pinned": False, "note": "", "version": 1}
    assert (told["number"], told["progress"]["scored"], told["progress"]["waiting"], told["done"]) == (3, 1, 2, False)
    again = desk(browser, round_).get_json()
    assert again["works"][0]["marks"] == [1, 2, 3]
    assert [each["number"] for each in again["recent"]] == [1, 2, 3, 3]


def test_only_the_server_says_done_and_only_when_it_is(browser, round_):
    browser.sign_in(round_[1])
    number = iter(range(1, 99))
    for sheet in round_[2]:
        _status, told = press(browser, round_, *(mark(next(number), sheet.blind_code, n, 4) for n in (1, 2, 3)), ask=True)
    assert told["done"] is True
    _status, told = press(browser, round_, {"number": next(number), "code": round_[2][0].blind_code, "what": "aside"}, ask=True)
    assert (told["done"], told["progress"]["set_aside"]) == (False, 1)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b"null", b'{"acts": 5}', b'{"acts": [7]}', b'{"device": "a", "acts": [{}]}', b"not json",
        b'{"device": "a", "acts": [{"number": "1", "code": "X", "what": "mark"}]}', b'{"device": "a", "acts": [{"number": 1, "code": "X", "what": "undo", "of": [1]}]}',
        b'{"device": "../..", "acts": []}', b'{"device": "a", "acts": [{"number": 1.5, "code": "X", "what": "mark"}]}',
    ],
)  # fmt: skip
def test_what_no_desk_sends_is_refused_in_words(browser, round_, session, body):
    browser.sign_in(round_[1])
    answer = browser.post(f"/judge/rounds/{round_[0].id}/acts", body, content_type="application/json", headers=JSON)
    assert answer.status_code == 422
    assert answer.get_json()["error"]
    assert session.scalar(select(func.count()).select_from(MarkEvent)) == 0


@pytest.mark.parametrize(
    "acts",
    [
        '[{"number":1,"code":"%s","what":"undo","of":["a",Infinity]}]', '[{"number":1,"code":"%s","what":"undo","of":["a",NaN]}]',
        '[{"number":1,"code":"%s","what":"undo","of":"a"}]', "[" * 100_000,
    ],
)  # fmt: skip
def test_odd_json_is_refused_in_words(browser, round_, acts):
    browser.sign_in(round_[1])
    for path in ("acts", "settings"):
        sent = f'{{"device":"tablet","settings":{acts},"acts":{acts}}}'.replace("%s", round_[2][0].blind_code)
        answer = browser.client.post(f"/judge/rounds/{round_[0].id}/{path}", data=sent, content_type="application/json", headers=JSON)
        assert answer.status_code == 422


def test_half_a_letter_is_no_text_and_no_code(browser, round_, session):
    browser.sign_in(round_[1])
    code = round_[2][0].blind_code
    acts = [
        {"number": 1, "code": "\ud800", "what": "pin", "value": True}, {"number": 2, "code": "A\0B", "what": "pin", "value": True},
        {"number": 3, "code": code, "what": "note", "value": "Blue\ud83d"}, {"number": 4, "code": code, "what": "flag", "value": "theme", "note": "\udc00Far"},
    ]  # fmt: skip
    status, told = press(browser, round_, *acts)
    assert (status, [each["became"] for each in told["acts"]]) == (200, ["refused", "refused", "kept", "kept"])
    assert (told["works"][code]["note"], session.scalar(select(Flag.note))) == ("Blue", "Far")


def test_each_act_is_refused_for_itself_with_its_reason(browser, round_):
    browser.sign_in(round_[1])
    code = round_[2][0].blind_code
    _status, told = press(browser, round_, mark(1, code, 1, 99), mark(2, "NOSUCH"), mark(3, code))
    assert [each["became"] for each in told["acts"]] == ["refused", "refused", "kept"]
    assert [bool(each["said"]) for each in told["acts"]] == [True, True, False]


def test_who_is_signed_out_is_told_so_and_keeps_the_queue(browser, round_):
    status, told = press(browser, round_, mark(1, round_[2][0].blind_code))
    assert status == 401
    assert told["error"]
    assert desk(browser, round_).status_code == 401


@pytest.mark.parametrize(("state", "again"), [(RoundState.PAUSED, True), (RoundState.CLOSED, False)])
def test_a_round_that_is_not_open_says_whether_to_try_again(browser, round_, session, state, again):
    browser.sign_in(round_[1])
    ROUND_LIFE.move(round_[0], state)
    session.flush()
    status, told = press(browser, round_, mark(1, round_[2][0].blind_code))
    assert (status, told["again"]) == (409, again)
    assert told["error"]


def test_after_the_sign_off_nothing_is_taken(browser, round_, session):
    browser.sign_in(round_[1])
    place = seat_of(session, round_[0], round_[1])
    place.signed_off_at = clock.now()
    session.flush()
    status, told = press(browser, round_, mark(1, round_[2][0].blind_code))
    assert (status, told["again"]) == (409, False)


def test_other_judges_and_other_people_find_no_desk(browser, round_):
    browser.sign_in(make.account(Role.JUDGE))
    assert desk(browser, round_).status_code == 404
    assert press(browser, round_, mark(1, round_[2][0].blind_code))[0] == 404
    browser.sign_in(make.account(Role.STAFF))
    assert desk(browser, round_).status_code == 404


def test_the_desk_asks_as_many_questions_for_three_works_as_for_one(new_browser, queries):
    asked = []
    for works in (1, 3):
        made, judges, _works = make.open_round(works=works, judges=1)
        browser = new_browser()
        browser.sign_in(judges[0])
        with queries(14) as seen:
            assert desk(browser, (made,)).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_a_press_asks_a_fixed_number_of_questions(browser, round_, queries):
    browser.sign_in(round_[1])
    code = round_[2][0].blind_code
    press(browser, round_, mark(1, code))
    with queries(13):
        press(browser, round_, mark(2, code, 2))


def test_the_works_file_is_json_of_the_round_in_every_language(browser, round_):
    browser.sign_in(round_[1])
    for language in ("en", "ko", "zh", "ja", "ru", "mn"):
        told = json.loads(browser.get(f"/judge/rounds/{round_[0].id}/works.json?lang={language}", headers=JSON).data)
        assert "{code}" in told["label"]
