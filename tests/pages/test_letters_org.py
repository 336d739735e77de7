"""Messages a coordinator passes on to students who gave no e-mail address."""

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import NotAllowed
from contest.entries import mails
from contest.entries.actions import letters as actions
from contest.entries.models import Entry
from contest.entries.states import EntryState as E
from contest.ledger.models import Event
from contest.policy import Role
from contest.post.compose import queue
from contest.post.models import Letter
from contest.post.states import LetterState as L
from tests import make


@pytest.fixture
def home(session):
    return make.government()


@pytest.fixture
def org(browser, home):
    return browser.sign_in(make.account(Role.COORDINATOR, home, name="Example Coordinator"))


def message(home, *, to="", state=E.ACCEPTED, **given):
    entry = make.entry(government=home, state=state, **given)
    values = mails.ACCEPTED.samples["mn"]
    return make.save(queue(make._session, mails.ACCEPTED, "mn", to=to, to_name="Example Painter", phone="+976 99", about=entry, now=clock.now(), **values))


def test_a_coordinator_reads_copies_and_passes_on(org, session, home):
    make.edition()
    letter = message(home, teacher="Example Teacher")
    assert "Messages to pass on" in org.get("/org/").text
    page = org.get("/org/letters").text
    assert "1 message waits" in page
    assert "+976 99" in page
    page = org.get(f"/org/letters/{letter.id}").text
    for part in ('lang="mn"', "Copy the text", "Example Teacher", "+976 99", "I have passed it on"):
        assert part in page
    page = org.follow(org.post(f"/org/letters/{letter.id}/passed-on"))
    assert "Passed on by hand" in page.text
    assert session.get(Letter, letter.id).state is L.SENT
    org.follow(org.post(f"/org/letters/{letter.id}/passed-on"))
    assert session.scalars(select(Event.act)).all().count("letter:sent by hand") == 1


def test_what_is_not_theirs_does_not_exist(org, session, home):
    strangers = [message(make.government()), message(home, to="p@example.org"), message(home, state=E.DRAFT)]
    strangers.append(make.save(queue(session, mails.NEW_CODE, "en", to="", about=make.student(make.edition()), now=clock.now(), **mails.NEW_CODE.samples["en"])))
    assert "Nothing to pass on" in org.get("/org/letters").text
    for letter in strangers:
        assert org.get(f"/org/letters/{letter.id}").status_code == 404
        assert org.post(f"/org/letters/{letter.id}/passed-on").status_code == 404
        assert letter.state is not L.SENT
    assert org.get("/org/letters/99999").status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.JUDGE, Role.STAFF])
def test_only_coordinators_have_this_desk(new_browser, session, home, role):
    letter = message(home)
    visitor = new_browser().sign_in(make.account(role, home if role is Role.TEACHER else None))
    for path in ("/org/letters", f"/org/letters/{letter.id}"):
        assert visitor.get(path).status_code == 404
    assert visitor.post(f"/org/letters/{letter.id}/passed-on").status_code == 404


def test_the_act_itself_asks_whose_work_it_is(session, home):
    letter = message(home)
    entry = session.get(Entry, letter.about_id)
    for role, place in ((Role.COORDINATOR, make.government()), (Role.TEACHER, home), (Role.JUDGE, None)):
        with pytest.raises(NotAllowed):
            actions.pass_on(session, make.actor(make.account(role, place)), letter, entry, now=clock.now())
    assert letter.state is L.BY_HAND


def test_the_list_costs_the_same_however_long_it_is(org, home, queries):
    counts = []
    for _ in range(3):
        message(home)
        with queries(8) as seen:
            org.get("/org/letters")
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


@pytest.mark.parametrize("lang", ["ko", "zh", "ja", "ru", "mn"])
def test_it_speaks_every_language(org, home, lang):
    letter = message(home)
    for path in ("/org/letters", f"/org/letters/{letter.id}"):
        assert org.get(f"{path}?lang={lang}").status_code == 200
