"""The secretariat's first page, its letters and its log."""

import pytest
from sqlalchemy import select

from contest.accounts import actions as accounts
from contest.core import clock
from contest.core.text import N_
from contest.db.transaction import transaction
from contest.desk import actions
from contest.desk.queries import letters as letters_of
from contest.editions.states import EditionState
from contest.entries.states import EntryState as E
from contest.ledger.record import record
from contest.policy import Role
from contest.post.compose import queue
from contest.post.models import Letter
from contest.post.rules import Occasion, Placeholder
from contest.post.states import LetterState
from tests import make


@pytest.fixture
def desk(browser):
    return browser.sign_in(make.account(Role.STAFF, name="Example Secretary"))


def letter(state=LetterState.QUEUED, language="en", **given):
    about = make.entry()
    occasion = Occasion(
        given.pop("occasion", "entry.receipt"), "Test", N_("Your new resume code"), (N_("Type it here to come back to your entry: %(link)s"),),
        (Placeholder("link", "Link", ""),),
    )  # fmt: skip
    made = queue(
        make._session, occasion, language, to=given.pop("to", "painter@example.org"), to_name="Example Painter", about=about, now=clock.now(),
        link="http://localhost/en/enter/resume",
    )  # fmt: skip
    make.save(made)
    made.state = state
    for name, value in given.items():
        setattr(made, name, value)
    make._session.flush()
    return made


@pytest.mark.parametrize("path", ["/staff/", "/staff/letters", "/staff/log"])
def test_the_desk_is_the_secretariat_s(new_browser, session, path):
    assert new_browser().get(path).status_code == 303
    for role in (Role.JUDGE, Role.COORDINATOR):
        assert new_browser().sign_in(make.account(role, make.government())).get(path).status_code == 404
    assert new_browser().sign_in(make.account(Role.STAFF)).get(path).status_code == 200


def test_an_empty_instance_leads_through_the_first_steps(desk):
    page = desk.get("/staff/").text
    assert page.index("Set up the first edition") < page.index("Invite coordinators and judges") < page.index("Announce the edition")
    make.edition(state=EditionState.DRAFT, number=99003)
    make.account(Role.JUDGE)
    page = desk.get("/staff/").text
    assert "/staff/editions/99003/" in page
    assert page.count("Done") == 2


def test_everything_that_waits_is_counted_and_leads_to_its_set(desk):
    edition = make.edition(number=99000)
    make.edition(number=99005, state=EditionState.DRAFT)
    make.entry(edition=edition, state=E.ENDORSED)
    make.entry(edition=edition, state=E.RETURNED)
    make.entry(edition=edition, state=E.SUBMITTED)
    letter()
    letter(LetterState.FAILED)
    from contest.judging.states import RoundState

    round_ = make.judging_round(edition, state=RoundState.OPEN)
    page = desk.get("/staff/").text
    for address in (
        "/staff/entries?edition=99000&amp;state=endorsed", "state=returned", "state=unrepresented", "state=permission", "/staff/letters?state=queued",
        "/staff/letters?state=failed", f"/staff/rounds/{round_.id}/", "/staff/editions/99005/",
    ):  # fmt: skip
        assert address in page, address
    assert "No mail server is set" in page


def test_with_nothing_waiting_it_says_so(desk):
    make.edition()
    assert "Nothing is waiting." in desk.get("/staff/").text


def test_the_first_page_costs_the_same_however_much_there_is(desk, queries):
    edition = make.edition()
    make.entry(edition=edition, state=E.SUBMITTED)
    counts = []
    for _ in range(3):
        make.entry(edition=edition, state=E.ENDORSED)
        make.judging_round(edition)
        letter()
        with queries(30) as seen:
            desk.get("/staff/")
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_letters_wait_visibly_without_a_mail_server(desk, app, monkeypatch):
    assert "No letters yet" in desk.get("/staff/letters").text
    made = letter()
    page = desk.get("/staff/letters").text
    assert "Without a mail server letters stay here until you send them yourself." in page
    assert "Waiting to be sent" in page
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1")
    assert "Without a mail server" not in desk.get("/staff/letters").text
    assert "Without a mail server" not in desk.get(f"/staff/letters/{made.id}").text


def test_letters_are_found_by_state_occasion_and_text(desk, queries):
    letter(to="anna@example.org")
    letter(LetterState.FAILED, occasion="consent.asked", to="100%@example.org")
    for query, found in {"": 2, "?state=failed": 1, "?occasion=consent.asked": 1, "?text=ANNA": 1, "?text=%25": 1, "?text=nobody": 0, "?state=x&occasion=y": 2}.items():
        assert desk.get(f"/staff/letters{query}").text.count("@example.org</span>") == found, query
    with queries(8):
        desk.get("/staff/letters")


def test_a_letter_is_shown_in_its_own_language_with_its_link_to_copy(desk):
    made = letter(language="mn")
    page = desk.get(f"/staff/letters/{made.id}").text
    assert 'lang="mn"' in page
    assert 'value="http://localhost/en/enter/resume"' in page
    assert "Copy the text" in page
    assert desk.get("/staff/letters/999999").status_code == 404


def test_a_letter_sent_by_hand_is_marked_so_once(desk, session):
    made = letter()
    page = desk.follow(desk.post(f"/staff/letters/{made.id}/sent")).text
    assert "Sent by hand by Example Secretary" in page
    assert "I have sent this myself" not in page
    desk.follow(desk.post(f"/staff/letters/{made.id}/sent"))
    assert desk.get(f"/staff/letters/{made.id}").text.count("Sent by hand by") == 1
    assert "Sent by hand" in desk.get("/staff/letters").text


def test_what_could_not_be_delivered_is_tried_again_or_sent_by_hand(desk, session):
    made, other = letter(LetterState.FAILED, tries=8, problem="mailbox full", next_try_at=None), letter(LetterState.FAILED, tries=8, next_try_at=None)
    page = desk.get(f"/staff/letters/{made.id}").text
    assert "mailbox full" in page
    assert "after 8 tries" in page
    desk.follow(desk.post(f"/staff/letters/{made.id}/retry"))
    again = session.get(Letter, made.id)
    assert (again.state, again.tries, again.next_try_at is not None) == (LetterState.QUEUED, 0, True)
    desk.follow(desk.post(f"/staff/letters/{other.id}/sent"))
    assert letters_of.by_hand(session.get(Letter, other.id))
    assert desk.post(f"/staff/letters/{other.id}/retry").status_code == 409


@pytest.mark.parametrize("act", ["sent", "retry"])
def test_nobody_else_touches_letters(new_browser, act, session):
    made = letter(LetterState.FAILED)
    assert new_browser().sign_in(make.account(Role.JUDGE)).post(f"/staff/letters/{made.id}/{act}").status_code == 404
    assert session.get(Letter, made.id).state is LetterState.FAILED
    from contest.core.errors import NotAllowed

    with pytest.raises(NotAllowed):
        actions.sent_by_hand(session, make.actor(make.account(Role.JUDGE)), made, now=clock.now())


def test_links_are_read_out_of_a_letter_without_the_stop_after_them():
    body = "Look: http://localhost/a/b-c_d. And https://example.org/x?y=1&z=2, or http://localhost/a/b-c_d"
    assert letters_of.links(Letter(body=body)) == ["http://localhost/a/b-c_d", "https://example.org/x?y=1&z=2"]


def test_the_log_says_in_words_who_did_what_to_what(desk, session):
    entry, edition = make.entry(state=E.SUBMITTED), make.edition(number=99004)
    with transaction() as session:
        record(session, make.staff(), "entry:return", entry, mend="Turn the picture")
        record(session, make.student_actor(make.student(edition)), "entry:submit", entry)
        record(session, make.staff(), "edition:announce", edition)
        record(session, make.staff(), "something:new", edition)
    page = desk.get("/staff/log").text
    for part in ("Returned the work to be mended", "Turn the picture", "The student", "Announced an edition", f"/staff/entries/{entry.id}", "/staff/editions/99004/", "something:new"):
        assert part in page
    only = desk.get(f"/staff/log?kind=entry&id={entry.id}").text
    assert "Announced an edition" not in only
    assert "Sent the work" in only


@pytest.mark.parametrize("query", ["?kind=nonsense", "?kind=entry&id=99999999999999999999", "?id=abc", "?page=-3", "?kind=entry&id=0"])
def test_nonsense_in_the_address_of_the_log_is_an_empty_list_at_worst(desk, query):
    assert desk.get(f"/staff/log{query}").status_code == 200


def test_the_log_costs_the_same_however_long_it_is(desk, session, queries):
    counts = []
    for _ in range(3):
        with transaction() as session:
            record(session, make.staff(), "entry:return", make.entry(state=E.SUBMITTED))
        with queries(10) as seen:
            desk.get("/staff/log")
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


@pytest.mark.parametrize("lang", ["ko", "zh", "ja", "ru", "mn"])
def test_the_desk_speaks_every_language(desk, lang):
    made = letter()
    make.edition()
    for path in ("/staff/", "/staff/letters", f"/staff/letters/{made.id}", "/staff/log"):
        assert desk.get(f"{path}?lang={lang}").status_code == 200


def test_a_colleague_s_sign_in_link_is_not_shown_to_others(session, new_browser):
    """Else one person could be both of the two people a release needs."""
    own, other, judge = make.account(Role.STAFF), make.account(Role.STAFF), make.account(Role.JUDGE)
    for account in (own, judge):
        accounts.request_link(session, account.address, now=clock.now())
    session.flush()
    letters = {letter.to_address: letter.id for letter in session.scalars(select(Letter).where(Letter.occasion == "sign-in link"))}
    assert "/login/" not in new_browser().sign_in(other).get(f"/staff/letters/{letters[own.address]}").text
    assert "/login/" in new_browser().sign_in(own).get(f"/staff/letters/{letters[own.address]}").text
    assert "/login/" in new_browser().sign_in(other).get(f"/staff/letters/{letters[judge.address]}").text
