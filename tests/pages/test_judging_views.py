"""A judge's other views: the contact sheet, works side by side, an order, pairs, the own history and settings; and the history for staff."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from contest.core import clock
from contest.entries.models import Entry
from contest.entries.states import EntryState
from contest.judging import actions
from contest.judging.models import MarkEvent, Panelist
from contest.judging.queries import criteria as criteria_of
from contest.judging.queries import judge as desk
from contest.judging.states import Knows, RoundKind, SheetState
from contest.ledger.models import Event
from contest.policy import Role
from tests import make

JSON = {"Accept": "application/json"}


def looking(browser, kind=RoundKind.QUICK, works=5, judges=2, criteria=1):
    """A judge at the works of a round of this kind; `at(rest)` is an address in it."""
    opened = RoundKind.RANKING if kind is RoundKind.PAIRWISE else kind
    round_, (judge, *others), entries = make.open_round(works=works, judges=judges, criteria=criteria, kind=opened)
    round_.kind = kind
    return round_, judge, others, entries, make.sheets_of(judge, round_), lambda rest: f"/judge/rounds/{round_.id}{rest}", browser.sign_in(judge)


def groups(page):
    heads = re.findall(r'<h2 class="contact-head"[^>]*><span class="number">([^<]+)</span> <span[^>]*>([^<]+)</span>', page.text)
    return [(unescape(title), count) for title, count in heads]


def codes(page):
    return re.findall(r'<li class="contact-work" id="w-(\w+)"', page.text)


# ── the contact sheet ──


def test_works_stand_under_their_own_mark_with_how_many_there_are(browser):
    _round, judge, (other,), _e, sheets, at, _b = looking(browser)
    for sheet, steps in zip(sheets, (9, 6, 6), strict=False):
        make.mark(judge, sheet, steps)
    make.mark(other, make.sheets_of(other, _round)[0], 0)
    page = browser.get(at("/sheet"))
    assert groups(page) == [("10", "(1 work)"), ("7", "(2 works)"), ("Not marked yet", "(2 works)")]
    assert codes(page) == [sheets[n].blind_code for n in (0, 1, 2, 3, 4)]
    assert page.text.count("data-jump=") == 11  # ten marks, and those without one


def test_with_several_criteria_they_stand_under_their_total_and_show_each_mark(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.SCORING, works=3, criteria=2)
    make.mark(judge, sheets[2], 9, 9)
    make.mark(judge, sheets[0], 0, 9)
    page = browser.get(at("/sheet"))
    assert groups(page) == [("10 on average", "(1 work)"), ("6 on average", "(1 work)"), ("Not marked yet", "(1 work)")]
    assert re.findall(r'views-group-name number">([^<]+)<', page.text) == [*map(str, range(10, 0, -1)), "Not marked yet"]
    assert re.sub(r"<[^>]+>", "", page.text).count("1 · , 10") == 1
    assert "Change the mark" not in page.text


def test_totals_of_one_band_stand_together_the_best_first_and_can_be_looked_at_alone(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.SCORING, works=4, criteria=3)
    for sheet, marks in zip(sheets, ((7, 6, 6), (7, 7, 7), (6, 7, 8), (8, 8, 8)), strict=True):
        make.mark(judge, sheet, *marks)
    page = browser.get(at("/sheet"))
    assert groups(page) == [("9 on average", "(1 work)"), ("8 on average", "(2 works)"), ("7 on average", "(1 work)")]
    assert codes(page) == [sheets[n].blind_code for n in (3, 1, 2, 0)]
    assert codes(browser.get(at("/sheet?only=7"))) == [sheets[1].blind_code, sheets[2].blind_code]
    assert "No work has 1 yet." in browser.get(at("/sheet?only=0")).text


def with_words(session, round_, *words):
    """The criteria of a round have these values and no others."""
    for criterion in criteria_of(session, round_.id):
        criterion.low, criterion.step, criterion.steps = 0, 100, len(words) - 1
        criterion.anchors = {str(step): {"en": word} for step, word in enumerate(words) if word}
    session.flush()


@pytest.mark.parametrize("criteria", [1, 3])
def test_a_scale_of_words_is_shown_by_its_words(browser, criteria):
    kind = RoundKind.QUICK if criteria == 1 else RoundKind.SCORING
    round_, judge, _others, _e, sheets, at, _b = looking(browser, kind, works=2, criteria=criteria)
    with_words(browser.session, round_, "Out", "Maybe", "Keep")
    make.mark(judge, sheets[0], *[2] * criteria)
    make.mark(judge, sheets[1], *[1] * criteria)
    page, more = browser.get(at("/sheet")), "" if criteria == 1 else " on average"
    assert groups(page) == [(f"Keep{more}", "(1 work)"), (f"Maybe{more}", "(1 work)")]
    works = [re.sub(r"<[^>]+>", "", work.partition("data-mark")[2].partition("</li>")[0]) for work in page.text.split('<li class="contact-work"')[1:]]
    assert [re.findall("Out|Maybe|Keep", work) for work in works] == [["Keep"] * criteria, ["Maybe"] * criteria]
    page = browser.get(at(f"/compare?w={sheets[0].blind_code}&w={sheets[1].blind_code}"))
    assert re.findall(r"data-mark>([^<]+)<", page.text) == [*["Keep"] * criteria, *["Maybe"] * criteria]
    assert re.findall(r">(Out|Maybe|Keep)</button>", page.text) == ["Out", "Maybe", "Keep"] * criteria * 2
    page = browser.get(at("/sign-off"))
    assert f">Keep{more}<" in page.text
    if criteria == 1:
        assert re.findall(r'<th scope="row" class="number">(\w+)</th>', page.text) == ["Keep", "Maybe", "Out"]


def test_words_of_single_values_stand_beside_their_figures(browser):
    round_, judge, _others, _e, sheets, at, _b = looking(browser, works=2)
    criterion = criteria_of(browser.session, round_.id)[0]
    criterion.anchors = {"9": {"en": "Outstanding"}, "0": {"en": "Weak"}}
    make.mark(judge, sheets[0], 9)
    make.mark(judge, sheets[1], 8)
    page = browser.get(at("/sheet"))
    assert groups(page) == [("10 – Outstanding", "(1 work)"), ("9", "(1 work)")]
    assert re.findall(r'views-group-name number">([^<]+)<', page.text)[:2] == ["10", "9"]


def test_filters_and_single_groups(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser)
    make.mark(judge, sheets[0], 9, note="Look again")
    actions.set_aside(browser.session, make.actor(judge), sheets[1].id, now=clock.now())
    sheets[2].pinned = True

    def shown(query):
        return codes(browser.get(at("/sheet" + query)))

    assert shown("?show=aside") == [sheets[1].blind_code]
    assert shown("?show=pinned") == [sheets[2].blind_code]
    assert shown("?show=noted") == [sheets[0].blind_code]
    assert set(shown("?show=unmarked")) == {sheet.blind_code for sheet in sheets[1:]}
    assert shown("?only=9") == [sheets[0].blind_code]
    assert shown("?only=waiting") == [sheet.blind_code for sheet in sheets[2:]]
    assert len(shown("?show=nonsense&only=%27&page=9999")) == 5


def test_an_empty_group_says_so(browser):
    _round, _judge, _others, _e, _s, at, _b = looking(browser)
    assert "No work has 10 yet." in browser.get(at("/sheet?only=9")).text
    assert "No work of yours is in this list." in browser.get(at("/sheet?show=pinned")).text


def test_long_lists_come_in_pages_and_headings_count_all_of_a_group(browser, monkeypatch):
    monkeypatch.setattr("contest.judging.routes.contact.PER_PAGE", 2)
    _round, _judge, _others, _e, sheets, at, _b = looking(browser)
    first, last = browser.get(at("/sheet")), browser.get(at("/sheet?page=3"))
    assert codes(first) + codes(browser.get(at("/sheet?page=2"))) + codes(last) == [sheet.blind_code for sheet in sheets]
    assert groups(last) == [("Not marked yet", "(5 works)")]


def test_ticked_works_are_compared(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser)
    two = [sheet.blind_code for sheet in sheets[:2]]
    assert browser.post(at("/sheet"), {"w": two, "act": "compare"}).location == at(f"/compare?w={two[0]}&w={two[1]}")
    for wrong in ([], two[:1], [sheet.blind_code for sheet in sheets]):
        answer = browser.post(at("/sheet"), {"w": wrong, "act": "compare"})
        assert answer.status_code == 422
        assert "Choose two, three or four works" in answer.text


def test_ticked_works_get_another_mark_without_scripts_and_keep_their_notes(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser)
    make.mark(judge, sheets[0], 3, note="Mine")
    sent = {"w": [sheets[0].blind_code, sheets[1].blind_code], "act": "mark", "mark": "8", f"version_{sheets[0].blind_code}": "1"}
    answer = browser.post(at("/sheet?show=all"), sent)
    assert answer.location == at("/sheet?show=all")
    assert [list(desk.marks(browser.session, sheet.id).values()) for sheet in sheets[:3]] == [[8], [8], []]
    assert (sheets[0].note, sheets[1].state) == ("Mine", SheetState.SCORED)
    assert browser.post(at("/sheet"), sent).status_code == 303  # the same again


def test_another_window_is_not_overwritten_and_no_work_of_several_is_marked(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser)
    make.mark(judge, sheets[0], 3)
    sent = {"w": [sheets[1].blind_code, sheets[0].blind_code], "act": "mark", "mark": "8", f"version_{sheets[0].blind_code}": "0"}
    answer = browser.post(at("/sheet"), sent)
    assert answer.status_code == 409
    assert "Stored there: 4. You sent: 9." in answer.text
    assert [list(desk.marks(browser.session, sheet.id).values()) for sheet in sheets[:2]] == [[3], []]


@pytest.mark.parametrize(("sent", "status"), [({"mark": ""}, 422), ({"mark": "10"}, 422), ({"w": []}, 422), ({"w": ["AAAAAA"]}, 404)])
def test_nonsense_is_refused(browser, sent, status):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser)
    assert browser.post(at("/sheet"), {"w": [sheets[0].blind_code], "act": "mark", "mark": "1", **sent}).status_code == status
    assert desk.marks(browser.session, sheets[0].id) == {}


# ── side by side ──


def test_works_stand_side_by_side_in_the_order_asked_for_with_own_marks(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.SCORING, criteria=2)
    make.mark(judge, sheets[1], 6, 2)
    page = browser.get(at(f"/compare?w={sheets[1].blind_code}&w={sheets[0].blind_code}"))
    assert re.findall(r'data-code="(\w+)"', page.text) == [sheets[1].blind_code, sheets[0].blind_code]
    assert re.findall(r"data-mark>([^<]+)<", page.text) == ["7", "3", "–", "–"]
    assert page.text.count('data-mm="297 420"') == 2
    assert at(f"/works/{sheets[1].blind_code}") in page.text
    assert f"w={sheets[0].blind_code}&amp;w={sheets[1].blind_code}" in page.text  # the other way round


def test_only_two_to_four_own_works(browser):
    round_, _judge, (other,), _e, sheets, at, _b = looking(browser)
    mine, theirs = [sheet.blind_code for sheet in sheets], make.sheets_of(other, round_)[0].blind_code
    for asked in (mine[:1], mine, [mine[0], mine[0]], [mine[0], theirs], [mine[0], "AAAAAA"], []):
        assert browser.get(at("/compare?" + "&".join(f"w={code}" for code in asked))).status_code == 404
    assert browser.get(at("/compare?" + "&".join(f"w={code}" for code in mine[:4]))).status_code == 200


def test_true_sizes_are_not_offered_when_one_is_not_known(browser):
    _round, _judge, _others, entries, sheets, at, _b = looking(browser)
    for entry in entries:
        entry.width_mm = None
    page = browser.get(at(f"/compare?w={sheets[0].blind_code}&w={sheets[1].blind_code}"))
    assert "True sizes cannot be shown" in page.text


# ── history ──


def test_every_own_step_is_told_in_words(browser):
    _round, judge, (other,), _e, sheets, at, _b = looking(browser)
    make.mark(judge, sheets[0], 4, note="First thought")
    make.mark(judge, sheets[0], 8, note="First thought")
    actions.recuse(browser.session, make.actor(judge), sheets[1].id, reason=Knows.PUPIL, now=clock.now())
    make.mark(other, make.sheets_of(other, _round)[0], 0, note="Theirs")
    page = browser.get(at("/history"))
    told = [unescape(re.sub(r"<[^>]+>", " ", cell)).strip() for cell in re.findall(r'data-label="What">(.*?)</td>', page.text, re.DOTALL)]
    assert "Criterion 1 en: changed from 5 to 9" in told
    assert "Criterion 1 en: marked 5" in told
    assert "Note written: First thought" in told
    assert "From “Not marked yet” to “Not judged (known work)”" in told
    assert "Theirs" not in page.text
    one = browser.get(at(f"/history?w={sheets[1].blind_code}"))
    assert sheets[1].blind_code in one.text
    assert sheets[0].blind_code not in one.text


def test_the_history_of_another_judges_work_is_not_there(browser):
    round_, _judge, (other,), _e, _s, at, _b = looking(browser)
    assert browser.get(at(f"/history?w={make.sheets_of(other, round_)[0].blind_code}")).status_code == 404
    assert "Nothing yet" in browser.get(at("/history")).text


def test_what_was_taken_back_or_overtaken_says_so(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser)
    criterion = criteria_of(browser.session, _round.id)[0].id
    first = make.save(event(sheets[0], criterion, "mark", None, "3"))
    make.save(event(sheets[0], criterion, "mark", "3", None, undoes_id=first.id))
    make.save(event(sheets[0], criterion, "overtaken", "3", "5"))
    make.save(event(sheets[0], None, "overtaken", "1", "0"))
    make.save(event(sheets[0], None, "something new", "1", "0"))
    page = browser.get(at("/history"))
    for words in ("taken back later", "takes back an earlier step", "6 arrived after a newer mark and was not kept", "Arrived after something newer", "Criterion 1 en: mark 4 cleared"):
        assert words in page.text
    assert judge.id


def event(sheet, criterion, what, old, new, **given):
    return MarkEvent(sheet_id=sheet.id, criterion_id=criterion, what=what, old=old, new=new, at=clock.now(), **given)


def test_a_press_that_changed_nothing_says_so(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser)
    make.save(event(sheets[0], None, "state", "set_aside", "set_aside"))
    assert "Stays “Set aside”" in browser.get(at("/history")).text


def test_the_history_does_not_name_a_work_that_is_kept_from_the_judge(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.PAIRWISE, works=3, criteria=0)
    left, right, third = (sheet.blind_code for sheet in sheets)
    for other, answer in ((right, "left"), (third, "even")):
        browser.post(at("/pairs"), {"left": left, "right": other, "act": answer})
    browser.post(at("/pairs"), {"act": "undo", "last": "2"})
    page = browser.get(at("/history"))
    assert f"-{right}" in page.text
    actions.recuse_judge(browser.session, make.staff(), sheets[1].panelist_id, receipt_of(browser, sheets[1]), reason="A cousin", now=clock.now())
    actions.recuse_judge(browser.session, make.staff(), sheets[2].panelist_id, receipt_of(browser, sheets[2]), reason="A cousin", now=clock.now())
    page = browser.get(at("/history"))
    for words in ("Better than another work", "As good as another work", "The comparison with another work was taken back"):
        assert words in page.text
    assert not {code for code in (right, third) if code in page.text}


def receipt_of(browser, sheet):
    return browser.session.get_one(Entry, sheet.entry_id).receipt


# ── settings ──


def test_settings_are_saved_without_scripts(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser)
    page = browser.get(at("/settings"))
    fields = dict(re.findall(r'<select[^>]* name="(key_\w+)".*?<option selected value="(\w+)"', page.text, re.DOTALL))
    assert fields["key_pin"] == "KeyP"
    sent = {**fields, "key_pin": "KeyQ", "ground": "light", "keys": "y", "left": "y"}
    assert browser.post(at("/settings"), sent).status_code == 303
    kept = browser.session.get(Panelist, sheets[0].panelist_id).settings
    assert (kept["map"], kept["ground"], kept["left"], kept["border"], kept["keys"]) == ({"pin": "KeyQ"}, "light", True, False, True)
    assert 'data-ground="light"' in browser.get(at("/sheet")).text
    answer = browser.post(at("/settings"), {**sent, "key_note": "KeyQ"})
    assert answer.status_code == 422
    assert "The key Q does something else already." in answer.text
    assert browser.post(at("/settings"), {**sent, "ground": "pink"}).status_code == 422


def test_settings_are_saved_by_a_script(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser)
    assert browser.post(at("/settings"), json={"settings": {"ground": "dark"}}, headers=JSON).status_code == 204
    assert browser.session.get(Panelist, sheets[0].panelist_id).settings["ground"] == "dark"
    for wrong in ({"settings": {"ground": "pink"}}, {"settings": 3}, {}, []):
        answer = browser.post(at("/settings"), json=wrong, headers=JSON)
        assert answer.status_code == 422
        assert answer.json["error"]


# ── an order ──


def ranked(page):
    return re.findall(r'id="w-(\w+)"', page.text[: page.text.index('data-list="pool"')])


def test_an_order_is_made_without_scripts(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.RANKING, works=3, criteria=0)
    mine, version = [sheet.blind_code for sheet in sheets], 0

    def move(code, act, **given):
        nonlocal version
        page = browser.get(at("/rank"))
        version = int(re.search(r'name="version" value="(\d+)"', page.text)[1])
        return browser.post(at("/rank"), {"code": code, "version": version, "act": act, **given})

    for n, code in enumerate(mine, 1):
        assert move(code, "to", to=n, place="").location == at(f"/rank#w-{code}")
    assert ranked(browser.get(at("/rank"))) == mine
    move(mine[2], "up", place=3, to=3)
    move(mine[0], "down", place=1, to=1)
    assert ranked(browser.get(at("/rank"))) == [mine[2], mine[0], mine[1]]
    assert "Check and sign off" in browser.get(at("/rank")).text
    move(mine[2], "out", place=1, to=1)
    assert ranked(browser.get(at("/rank"))) == [mine[0], mine[1]]
    answer = move(mine[2], "to", to=9, place="")
    assert answer.status_code == 422
    assert "Give a place from 1 to 3" in answer.text
    assert move(mine[2], "to", to="first", place="").status_code == 422


def test_a_script_is_told_the_order_and_two_windows_do_not_overwrite_each_other(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.RANKING, works=2, criteria=0)
    first, second = (sheet.blind_code for sheet in sheets)
    answer = browser.post(at("/rank"), {"code": second, "version": 0, "act": "to", "to": "1"}, headers=JSON)
    assert answer.json == {"version": 1, "ranked": [second], "pool": [first]}
    answer = browser.post(at("/rank"), {"code": first, "version": 0, "act": "to", "to": "1"}, headers=JSON)
    assert answer.status_code == 409
    assert (answer.json["ranked"], answer.json["version"]) == ([second], 1)
    assert "changed in another window" in browser.post(at("/rank"), {"code": first, "version": 0, "act": "to", "to": "1"}).text


# ── pairs ──


def test_pair_after_pair_without_scripts_until_all_are_decided(browser):
    _round, _judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.PAIRWISE, works=3, criteria=0)
    asked = []
    for n, answer in enumerate(("left", "right", "even")):
        page = browser.get(at("/pairs"))
        assert f"{n} of 3 pairs decided" in page.text
        left, right = (re.search(rf'name="{side}" value="(\w+)"', page.text)[1] for side in ("left", "right"))
        asked.append({left, right})
        assert browser.post(at("/pairs"), {"left": left, "right": right, "act": answer}).location == at("/pairs")
    assert len({frozenset(pair) for pair in asked}) == 3
    page = browser.get(at("/pairs"))
    assert "Every pair is decided" in page.text
    assert "Check and sign off" in page.text
    last = re.search(r'name="last" value="(\d+)"', page.text)[1]
    page = browser.follow(browser.post(at("/pairs"), {"last": last, "act": "undo"}))
    assert {re.search(rf'name="{side}" value="(\w+)"', page.text)[1] for side in ("left", "right")} == asked[-1]
    assert browser.post(at("/pairs"), {"left": "AAAAAA", "right": sheets[0].blind_code, "act": "left"}).status_code == 404
    assert browser.post(at("/pairs"), {"left": left, "right": right, "act": "both"}).status_code == 422


def test_a_pair_with_a_work_that_is_left_out_is_not_asked_for(browser):
    _round, judge, _others, _e, sheets, at, _b = looking(browser, RoundKind.PAIRWISE, works=2, criteria=0)
    actions.recuse(browser.session, make.actor(judge), sheets[0].id, reason=Knows.PUPIL, now=clock.now())
    page = browser.get(at("/pairs"))
    assert "There are no two works to compare." in page.text
    browser.follow(browser.post(at("/pairs"), {"act": "finish"}))
    assert sheets[1].state is SheetState.SCORED


@pytest.mark.parametrize(("kind", "path"), [(RoundKind.QUICK, "/rank"), (RoundKind.QUICK, "/pairs"), (RoundKind.RANKING, "/pairs"), (RoundKind.PAIRWISE, "/rank")])
def test_a_page_of_another_kind_of_round_is_not_there(browser, kind, path):
    _round, _judge, _others, _e, _s, at, _b = looking(browser, kind, criteria=1 if kind is RoundKind.QUICK else 0)
    assert browser.get(at(path)).status_code == 404
    assert browser.post(at(path), {"act": "left", "code": "AAAAAA"}).status_code == 404


# ── for staff ──


def closed(browser, **given):
    round_, judge, others, entries, sheets, _at, _b = looking(browser, **given)
    make.mark(judge, sheets[0], 4, note="Mine")
    make.mark(others[0], make.sheets_of(others[0], round_)[0], 7)
    actions.close(browser.session, make.staff(), round_, missing_seen=99, now=clock.now())
    browser.session.flush()
    return round_, judge, others, entries, sheets, f"/staff/rounds/{round_.id}/history"


def test_staff_say_that_they_read_what_judges_did_and_it_is_noted(browser, new_browser):
    round_, judge, others, entries, sheets, path = closed(browser)
    receipt = next(entry.receipt for entry in entries if entry.id == sheets[0].entry_id) or ""
    reader = new_browser().sign_in(make.account(Role.STAFF))
    page = reader.get(path)
    assert judge.name not in page.text
    assert "marked 5" not in page.text
    page = reader.follow(reader.post(path, {"work": ""}))
    for words in (judge.name, others[0].name, "Criterion 1 en: marked 5", "Criterion 1 en: marked 8", "Note written: Mine", receipt):
        assert words in page.text
    noted = browser.session.scalars(select(Event).where(Event.act == "round:history read", Event.thing_id == round_.id)).all()
    assert len(noted) == 1
    assert judge.name not in new_browser().sign_in(make.account(Role.STAFF)).get(path).text


def test_staff_read_what_happened_to_one_work(browser, new_browser):
    _round, judge, others, entries, sheets, path = closed(browser, works=2)
    seen = next(entry for entry in entries if entry.id == sheets[0].entry_id)
    unseen = next(entry for entry in entries if entry is not seen)
    seen.receipt, unseen.receipt = "NEA26-SEEN", "NEA26-UNSEEN"
    reader = new_browser().sign_in(make.account(Role.STAFF))
    page = reader.follow(reader.post(path, {"work": "NEA26-SEEN"}))
    assert judge.name in page.text
    assert "NEA26-UNSEEN" not in page.text
    assert judge.name not in reader.get(path).text  # the whole round was not asked for
    assert judge.name not in reader.get(path + "?work=NEA26-UNSEEN").text
    page = reader.follow(reader.post(path, {"work": "NEA26-X"}))
    assert "No work of this round has the receipt number NEA26-X." in page.text
    assert others


def test_nobody_else_reads_it_and_not_while_the_round_runs(browser, new_browser):
    round_, _judge, _others, _e, _s, _at, _b = looking(browser)
    path = f"/staff/rounds/{round_.id}/history"
    assert new_browser().sign_in(make.account(Role.STAFF)).get(path).status_code == 409
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code == 404
    assert new_browser().get(path).status_code == 303


# ── everywhere ──

VIEWS = ("/sheet", "/compare", "/history", "/settings")


def test_pages_of_judges_are_there_for_nobody_else(browser, new_browser):
    round_, _judge, _others, _e, sheets, at, _b = looking(browser)
    both = f"?w={sheets[0].blind_code}&w={sheets[1].blind_code}"
    for role in (Role.STAFF, Role.COORDINATOR, Role.JUDGE):
        other = new_browser().sign_in(make.account(role))
        for path in (*VIEWS, "/compare" + both, "/rank", "/pairs"):
            assert other.get(at(path)).status_code == 404, path
        for path in ("/sheet", "/settings", "/rank", "/pairs"):
            assert other.post(at(path), {"act": "mark"}).status_code == 404, path
    assert round_.id


def test_they_ask_a_fixed_number_of_questions(new_browser, queries):
    for works in (2, 4):
        for kind, criteria, paths in (
            (RoundKind.QUICK, 1, (("/sheet", 10), ("/compare?w={0}&w={1}", 8), ("/history", 7), ("/settings", 4))),
            (RoundKind.RANKING, 0, (("/rank", 8),)), (RoundKind.PAIRWISE, 0, (("/pairs", 8),)),
        ):  # fmt: skip
            browser = new_browser()
            _round, judge, _others, _e, sheets, at, _b = looking(browser, kind, works=works, judges=works, criteria=criteria)
            if criteria:
                make.mark(judge, sheets[0], 4)
            for path, most in paths:
                address = at(path.format(*(sheet.blind_code for sheet in sheets)))
                browser.get(address)
                with queries(most):
                    assert browser.get(address).status_code == 200


def test_the_staff_history_asks_a_fixed_number_of_questions(browser, new_browser, queries):
    for works in (1, 3):
        *_rest, path = closed(new_browser(), works=works)
        reader = new_browser().sign_in(make.account(Role.STAFF))
        reader.post(path)
        with queries(8):
            assert reader.get(path).status_code == 200
    assert browser


def test_a_work_that_is_no_longer_judged_is_shown_nowhere(browser):
    _round, judge, _others, entries, sheets, at, _b = looking(browser)
    make.mark(judge, sheets[0], 4)
    gone = next(entry for entry in entries if entry.id == sheets[0].entry_id)
    browser.session.execute(update(Entry).where(Entry.id == gone.id).values(state=EntryState.WITHDRAWN))
    for path in ("/sheet", "/history"):
        assert sheets[0].blind_code not in browser.get(at(path)).text
    assert browser.get(at(f"/compare?w={sheets[0].blind_code}&w={sheets[1].blind_code}")).status_code == 404


def test_after_the_deadline_everything_can_be_looked_at_and_nothing_changed(browser):
    round_, _judge, _others, _e, sheets, at, _b = looking(browser)
    round_.closes_at = clock.now() - timedelta(seconds=1)
    assert "Change the mark" not in browser.get(at("/sheet")).text
    assert "pane-buttons" not in browser.get(at(f"/compare?w={sheets[0].blind_code}&w={sheets[1].blind_code}")).text
    assert browser.post(at("/sheet"), {"w": [sheets[0].blind_code], "act": "mark", "mark": "1"}).status_code == 409


@pytest.mark.parametrize("lang", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_they_speak_every_language(browser, lang):
    round_, judge, _others, _e, sheets, at, _b = looking(browser)
    make.mark(judge, sheets[0], 9, note="Words")
    both = f"/compare?w={sheets[0].blind_code}&w={sheets[1].blind_code}"
    for path in ("/sheet", both, "/history", "/settings"):
        assert browser.get(at(path) + ("&" if "?" in path else "?") + f"lang={lang}").status_code == 200
    for kind, path in ((RoundKind.RANKING, "/rank"), (RoundKind.PAIRWISE, "/pairs")):
        round_.kind = kind
        assert browser.get(at(path) + f"?lang={lang}").status_code == 200
