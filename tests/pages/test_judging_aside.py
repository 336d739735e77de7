"""Pages of judges who may not judge: no works at all, no role any more, a government of their own."""

import pytest
from sqlalchemy import select

from contest.accounts.models import Grant
from contest.core import clock
from contest.judging import actions
from contest.judging.actions import Declared
from contest.judging.states import ConflictKind, RoundKind
from contest.policy import Role
from tests import make
from tests.judged import seat_of


@pytest.fixture
def staff(browser):
    return browser.sign_in(make.account(Role.STAFF))


@pytest.mark.parametrize("kind", [RoundKind.SCORING, RoundKind.RANKING, RoundKind.PAIRWISE])
def test_a_judge_without_works_is_told_that_there_is_nothing_to_do_and_offered_nothing(browser, session, kind):
    opened = RoundKind.RANKING if kind is RoundKind.PAIRWISE else kind  # two at a time opens with chosen works alone
    round_, (judge,), _works = make.open_round(works=2, judges=1, kind=opened, criteria=3 if kind is RoundKind.SCORING else 0)
    round_.kind = kind
    browser.sign_in(judge)
    for sheet in make.sheets_of(judge, round_):
        session.delete(sheet)
    session.flush()
    here = f"/judge/rounds/{round_.id}"
    for page in ("/", "/sheet", "/sign-off", *(["/rank"] if kind is RoundKind.RANKING else []), *(["/pairs"] if kind is RoundKind.PAIRWISE else [])):
        said = browser.get(here + page).text
        assert "Check and sign off" not in said.split("<main")[1].split("<template")[0], page
    for page in ("/", "/sign-off"):
        assert "No works were dealt to you; you have nothing to do." in browser.get(here + page).text
    answer = browser.post(here + "/sign-off", {})
    assert answer.status_code == 409
    assert "No works were dealt to you; you have nothing to do." in answer.text


def test_staff_see_who_is_no_judge_of_the_edition_any_more(staff, session):
    round_, (judge, other), _works = make.open_round(works=2, judges=2, pictures=False)
    session.delete(session.scalars(select(Grant).where(Grant.account_id == judge.id)).one())
    session.flush()
    here = f"/staff/rounds/{round_.id}/"
    for page in (here, f"{here}judges"):
        assert staff.get(page).text.count("no longer a judge of this edition") == 1
    assert "Give the role back" in staff.get(f"{here}judges/{seat_of(session, round_, judge).id}").text
    assert "Give the role back" not in staff.get(f"{here}judges/{seat_of(session, round_, other).id}").text
    assert "Remind 1 judge" in staff.get(here).text


def test_works_of_an_own_government_are_no_single_works_to_let_a_judge_judge(staff, session):
    round_, (judge,), works = make.open_round(works=2, judges=1, pictures=False)
    for sheet in make.sheets_of(judge, round_):
        make.mark(judge, sheet, 5, 5, 5)
    make.save(Grant(account_id=judge.id, role=Role.COORDINATOR, government_id=works[0].government_id))
    works[1].government_id = None
    works[1].school = "Example School Seven"
    session.flush()
    seat = seat_of(session, round_, judge)
    actions.declare_for(session, make.staff(), seat.id, Declared(ConflictKind.SCHOOL, words="Example School Seven"), now=clock.now())
    actions.deal_due(session, clock.now())
    session.flush()
    page = staff.get(f"/staff/rounds/{round_.id}/judges/{seat.id}").text
    assert "A conflict that was declared" in page
    assert works[1].receipt in page
    assert works[0].receipt not in page
    answer = staff.post(f"/staff/rounds/{round_.id}/judges/{seat.id}/works/{works[0].receipt}/let", {})
    assert answer.status_code == 409
    assert "of a government the judge belongs to" in answer.text
