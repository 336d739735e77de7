"""Works that look alike, as the secretariat sees them, and as nobody else does."""

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.db.transaction import transaction
from contest.entries.actions.likeness import compare_due
from contest.entries.models import Likeness
from contest.entries.states import EntryState as E
from contest.ledger.queries import history
from contest.media.likeness import fingerprint
from contest.policy import Role
from tests import make
from tests.scenes import scene

HOME = "/staff/likenesses"


@pytest.fixture
def desk(browser):
    return browser.sign_in(make.account(Role.STAFF, name="Example Colleague"))


def work(image=None, **given):
    entry = make.entry(**{"state": E.ENDORSED} | given)
    picture = make.picture_of(entry)
    picture.fingerprint = fingerprint(image) if image else None
    return entry


def alike(earlier=None, later=None, **given):
    one, other = earlier or work(), later or work()
    row = {"earlier_id": one.id, "later_id": other.id, "kind": "turned", "distance": 4, "found_at": clock.now()}
    if given.get("decision"):
        row |= {"decided_at": clock.now(), "decided_by_id": make.account(Role.STAFF, name="Example Decider").id}
    return make.save(Likeness(**row | given))


def fresh(session, row):
    session.expire_all()
    return session.scalars(select(Likeness).where(Likeness.id == row.id)).one()


def decide(desk, row, **given):
    return desk.post(f"{HOME}/{row.id}", data={"version": "1", "decision": "different", "reason": ""} | given)


def test_nobody_but_the_secretariat_learns_of_them(new_browser):
    row = alike()
    visitors = [
        new_browser().sign_in(make.account(Role.COORDINATOR, make.government())), new_browser().sign_in(make.account(Role.JUDGE)),
        new_browser().sign_in(make.account(Role.TEACHER, make.government())),
    ]  # fmt: skip
    for address in (HOME, f"{HOME}/{row.id}"):
        assert new_browser().get(address).status_code == 303
        assert [visitor.get(address).status_code for visitor in visitors] == [404, 404, 404]
    assert [decide(visitor, row).status_code for visitor in (new_browser(), *visitors)] == [303, 404, 404, 404]


def test_the_own_government_does_not_see_it_at_the_work(new_browser, desk):
    home = make.government()
    one = work(government=home)
    row = alike(one)
    own = new_browser().sign_in(make.account(Role.COORDINATOR, home))
    assert "Looks like another work" not in own.get(f"/org/works/{one.receipt}").text
    page = desk.get(f"/staff/entries/{one.receipt}")
    assert "Looks like another work" in page.text
    assert f'href="{HOME}/{row.id}"' in page.text


def test_the_work_says_so_until_it_is_decided_otherwise(desk, session):
    row = alike()
    address = f"/staff/entries/{row.later_id}"
    assert "Looks like another work" in desk.get(address).text
    decide(desk, row, decision="same", reason="Same strokes")
    assert "Is the same as another work" in desk.get(address).text
    decide(desk, row, version="2", decision="variant")
    assert "another work" not in desk.get(address).text


def test_the_list_shows_what_waits_and_what_is_decided(desk):
    waiting, decided = alike(), alike(decision="variant")
    page = desk.get(HOME).text
    assert f"{HOME}/{waiting.id}" in page
    assert f"{HOME}/{decided.id}" not in page
    assert f"{HOME}/{decided.id}" in desk.get(f"{HOME}?decision=variant").text
    both = desk.get(f"{HOME}?decision=all").text
    assert f"{HOME}/{waiting.id}" in both
    assert f"{HOME}/{decided.id}" in both
    assert "No pair fits" in desk.get(f"{HOME}?decision=same").text
    assert f"{HOME}/{waiting.id}" in desk.get(f"{HOME}?decision=nonsense&edition=x&page=99").text


def test_the_list_can_be_of_one_edition(desk):
    here, there = make.edition(), make.edition()
    mine, other = alike(work(edition=there), work(edition=here)), alike(work(edition=there), work(edition=there))
    page = desk.get(f"{HOME}?edition={here.number}").text
    assert f"{HOME}/{mine.id}" in page
    assert f"{HOME}/{other.id}" not in page
    empty = make.edition()
    assert "No pair fits" in desk.get(f"{HOME}?edition={empty.number}").text


def test_the_empty_list_says_what_will_appear(desk):
    assert "No two works look alike" in desk.get(HOME).text


def test_when_all_is_decided_the_list_says_so(desk):
    alike(decision="different")
    assert "All decided" in desk.get(HOME).text


def test_the_list_asks_the_store_no_more_for_many(desk, queries):
    alike()
    with queries(99) as few:
        desk.get(HOME)
    for _ in range(6):
        alike()
    with queries(99) as many:
        desk.get(HOME)
    assert len(many) == len(few) <= 12


def test_it_comes_in_pages(desk, monkeypatch):
    monkeypatch.setattr("contest.entries.routes.likeness.PER_PAGE", 2)
    rows = [alike(distance=n) for n in (3, 1, 2)]
    first, second = desk.get(HOME).text, desk.get(f"{HOME}?page=2").text
    assert [f"{HOME}/{row.id}" in first for row in rows] == [False, True, True]
    assert f"{HOME}/{rows[0].id}" in second


def test_a_pair_shows_both_works_and_leads_to_them(desk):
    row = alike(work(title="First of all", school="School A"), work(title="Second to it"))
    page = desk.get(f"{HOME}/{row.id}").text
    for said in ("First of all", "Second to it", "School A", "One picture is the other, turned", "/staff/entries/"):
        assert said in page
    assert "so that both lie alike" not in page
    assert desk.get(f"{HOME}/99999999").status_code == 404


def test_a_turned_picture_can_be_laid_like_the_other(desk, session):
    from PIL.Image import Transpose

    one, other = work(scene(1)), work(scene(1).transpose(Transpose.ROTATE_90))
    session.flush()
    compare_due(session, transaction, clock.now())
    row = session.scalars(select(Likeness).where(Likeness.earlier_id == one.id, Likeness.later_id == other.id)).one()
    page = desk.get(f"{HOME}/{row.id}").text
    assert "Turn the later picture, so that both lie alike" in page
    assert "laid-3" in page  # turned clockwise again


def test_a_pair_without_pictures_still_opens(desk, session):
    row = alike(make.entry(state=E.ENDORSED), work())
    assert "There is no photo." in desk.get(f"{HOME}/{row.id}").text
    assert desk.get(HOME).status_code == 200


def test_deciding_is_recorded_and_leads_on(desk, session):
    row, other = alike(distance=1), alike(distance=2)
    answer = decide(desk, row, then="next")
    assert (answer.status_code, answer.location) == (303, f"{HOME}/{other.id}")
    assert fresh(session, row).decision == "different"
    assert [event.act for event in history(session, "likeness", row.id)] == ["likeness:decide"]
    answer = decide(desk, other, then="next")
    assert answer.location == HOME
    page = desk.get(f"{HOME}/{row.id}").text
    assert "Decided by Example Colleague" in page
    assert desk.get("/staff/log").status_code == 200


def test_the_same_work_needs_a_reason_and_what_was_typed_stays(desk, session):
    row = alike()
    answer = decide(desk, row, decision="same", reason="")
    assert answer.status_code == 422
    assert "Say how you know that it is the same work" in answer.text
    assert "checked" in answer.text
    assert fresh(session, row).decision is None
    assert decide(desk, row, decision="").status_code == 422
    assert decide(desk, row, decision="other").status_code == 422


def test_who_comes_second_sees_what_was_decided_and_can_change_it(desk, session):
    row = alike(decision="variant", version=2)
    answer = decide(desk, row, reason="I think not")
    assert answer.status_code == 409
    assert "Somebody decided about this pair in the meantime" in answer.text
    assert "I think not" in answer.text
    assert "Example Decider" in answer.text
    assert fresh(session, row).decision == "variant"
    assert decide(desk, row, version="2", reason="I think not").status_code == 303
    assert fresh(session, row).decision == "different"


def test_the_first_page_counts_what_waits(desk):
    alike()
    alike(decision="same", reason="x")
    page = desk.get("/staff/").text
    assert "Works that look alike" in page
    assert HOME in desk.get("/staff/entries").text
