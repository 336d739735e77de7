"""Nothing a judge can get hold of tells whose work it is: every page, file, answer to a script, refusal and header of every kind of round."""

import re
from html import unescape

import pytest
from sqlalchemy import delete, update

from contest.core import clock
from contest.db.transaction import transaction
from contest.entries.models import Entry
from contest.judging import actions
from contest.judging.models import Criterion, Example, Mark, MarkEvent, Panelist, Round
from contest.judging.states import RoundKind, SheetState
from contest.media import intake
from contest.media.extension import NAME
from contest.media.own import prepare_own
from tests import make
from tests.hung import Published, tier
from tests.pages.test_judging_judge import at, blind  # noqa: F401 - a fixture
from tests.pictures import four

JSON = {"Accept": "application/json"}
LINKED = re.compile(r'(?:href|src|action|data-[a-z-]+)="(/(?:judge|media|assets)[^"#]*)"')
SECRETS = (
    "zzname", "zzlatin", "zzreading", "zzshort", "zzmail", "zzschool", "zzteacher", "-receipt", "zzdraft", "zzmend", "zzreason", "zzrival",
    "zznote", "99887766", 'lang="mn">horses', "last-modified", "content-disposition",
)  # fmt: skip
GOVERNMENTS = ("zzhome", "zz-home", "zzfar", "zz-far", "zzland")  # the briefing lists them all, whoever sent works


def crawl(browser, start):
    """Everything that can be reached, and its headers."""
    todo, seen = list(start), {}
    while todo:
        path = todo.pop()
        if path in seen or "lang=" in path:
            continue
        assert len(seen) < 400, sorted(seen)
        answer = browser.get(path)
        seen[path] = answer.data + str(answer.headers).encode()
        if answer.mimetype in {"text/html", "application/json"}:
            text = unescape(answer.text)
            todo += LINKED.findall(text) + re.findall(r"/media/[^ ,\"\\]+", text)
        if answer.status_code in {302, 303}:
            todo.append(answer.location)
    return seen


def faults(seen, secrets):
    for path, body in seen.items():
        if path.startswith("/assets/"):
            continue  # the same for everybody
        text = body.decode("latin-1").lower()
        for secret in secrets:
            if secret in text and not (secret in GOVERNMENTS and path.endswith("/briefing")):
                yield path, secret


def plant(app, session, round_):
    """A winner of an earlier edition full of secrets in the briefing, with real files; gives the work."""
    past, store = Published(titles=make.six("ZZEX-EDITION")), app.extensions[NAME].store
    past.tiers["gold"] = tier(past.edition, names=make.six("ZZEX-TIER"))
    who = make.student(past.edition, full_name="ZZEX-PAINTER", latin_name="ZZEX-LATIN", short_name="ZZEX-SHORT", reading="ZZEX-READING")
    home = make.government(key="ZZLAND", names=make.six("ZZLAND"), country="MN")
    work = past.winner(
        student=who, government=home, school="ZZEX-SCHOOL", teacher="ZZEX-TEACHER", title="ZZEX-TITLE", description="ZZEX-SAYS", language="mn",
        descriptions={"en": "ZZEX-ALT"}, receipt="ZZEX-RECEIPT",
    )
    with transaction() as unit:
        picture = intake.keep(unit, store, prepare_own(four(), store=store), about=("entry", work.id), now=clock.now())
        unit.get(Entry, work.id).picture_id = picture.id
    make.save(Example(round_id=round_.id, entry_id=work.id, position=1, words={"en": "Strong composition"}))
    return work, f"{past.edition.number}-{work.public_number:04d}"


@pytest.mark.parametrize("kind", list(RoundKind))
def test_no_page_file_or_answer_of_any_round_tells_whose_work_it_is(blind, app, session, kind):  # noqa: F811
    browser, round_, judge, works, rival = blind
    example, example_number = plant(app, session, round_)
    session.execute(update(Round).where(Round.id == round_.id).values(kind=kind))
    if kind in {RoundKind.RANKING, RoundKind.PAIRWISE}:
        session.execute(delete(Mark))
        session.execute(delete(MarkEvent))
        session.execute(delete(Criterion).where(Criterion.round_id == round_.id))
    session.flush()
    (mine,) = make.sheets_of(judge, round_)
    other = make.sheets_of(rival, round_)[0]
    home, theirs = f"/judge/rounds/{round_.id}", other.blind_code
    pages = ("", "briefing", "next", "works.json", "sheet", "sheet?show=pinned", "history", "settings", "rank", "pairs", "sign-off", "nothing", "compare")
    start = ["/judge/", "/judge/sw.js", "/judge/rounds/999999/", at(round_, mine), at(round_, mine) + "X", at(round_, other), f"/media/b-{theirs}-320.webp"]
    start += [f"{home}/{page}" for page in pages] + [f"{home}/history?w={mine.blind_code}", f"{home}/history?w={theirs}"]
    start += [f"{home}/compare?w={mine.blind_code}&w={theirs}", f"{home}/compare?w={mine.blind_code}&w={mine.blind_code}"]
    seen = crawl(browser, start)
    for number, code in enumerate((mine.blind_code, theirs, "NOSUCH"), 1):
        for what in ("mark", "aside", "know", "undo", "dance"):
            act = {"number": 10 * number, "code": code, "what": what, "criterion": 1, "value": 3, "of": ["tablet", 1]}
            answer = browser.post(f"{home}/acts", json={"device": "tablet", "acts": [act], "ask": True}, headers=JSON)
            seen[f"acts {code} {what}"] = answer.data + str(answer.headers).encode()
    assert sum(path.startswith("/media/b-") for path in seen) >= 1
    shown = works[1]
    secrets = [*SECRETS, *GOVERNMENTS, shown.draft_key.lower(), f"p-{shown.picture_id}", "zzex-", example_number, example.draft_key.lower()]
    assert list(faults(seen, secrets)) == []
    briefing = seen[f"{home}/briefing"].decode()
    assert "Strong composition" in briefing
    assert briefing.count("ZZLAND") == 1  # in the list of all governments, not beside the picture
    pictures = {path for path in seen if re.fullmatch(r"/media/[0-9a-f]{40}\.(webp|jpg)", path)}
    assert pictures
    assert all(path in briefing for path in pictures)  # seen nowhere but there
    assert {browser.get(path).status_code for path in pictures} == {200}


@pytest.mark.parametrize("kind", list(RoundKind))
def test_nothing_remains_of_a_work_that_is_withheld(blind, session, kind):  # noqa: F811
    browser, round_, judge, works, _rival = blind
    (mine,) = make.sheets_of(judge, round_)
    home = f"/judge/rounds/{round_.id}"
    browser.post(f"{home}/acts", json={"device": "tablet", "acts": [{"number": 1, "code": mine.blind_code, "what": "pin", "value": True}]}, headers=JSON)
    session.execute(update(Round).where(Round.id == round_.id).values(kind=kind))
    seat = session.query(Panelist).filter_by(round_id=round_.id, account_id=judge.id).one()
    actions.recuse_judge(session, make.staff(), seat.id, works[1].receipt, reason="Aunt of the painter", now=clock.now())
    session.flush()
    assert browser.get(at(round_, mine)).status_code == 404
    assert browser.get(f"/media/b-{mine.blind_code}-320.webp").status_code == 404
    pages = ("", "works.json", "sheet", "sheet?show=pinned", "history", "rank", "pairs", "compare", "sign-off")
    seen = crawl(browser, ["/judge/", *(f"{home}/{page}" for page in pages)])
    assert [path for path, body in seen.items() if mine.blind_code.encode() in body] == []


@pytest.mark.parametrize("kind", [RoundKind.RANKING, RoundKind.PAIRWISE])
def test_a_round_without_criteria_has_a_page_for_each_work_where_it_can_be_left_out(blind, session, kind):  # noqa: F811
    browser, round_, judge, _works, _rival = blind
    session.execute(delete(Mark))
    session.execute(delete(MarkEvent))
    session.execute(delete(Criterion).where(Criterion.round_id == round_.id))
    session.execute(update(Round).where(Round.id == round_.id).values(kind=kind))
    (mine,) = make.sheets_of(judge, round_)
    session.execute(update(type(mine)).values(place=1))
    page = browser.get(at(round_, mine))
    assert page.status_code == 200
    assert "mark_1" not in page.text
    assert f"{'rank' if kind is RoundKind.RANKING else 'pairs'}\"" in page.text
    assert browser.post(at(round_, mine), {"act": "next", "version": 0}).status_code == 404
    browser.post(f"{at(round_, mine)}/know", {"knows": "relative"})
    session.expire_all()
    assert (mine.state, mine.place) == (SheetState.RECUSED, None)
    browser.post(f"{at(round_, mine)}/take-back", {})
    session.expire_all()
    assert mine.state is SheetState.WAITING
