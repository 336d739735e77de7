"""The secretariat's pages for the words of letters and for letters to many."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.languages import CODES
from contest.desk.actions import sending
from contest.entries import mails
from contest.entries.states import EntryState as E
from contest.policy import Role
from contest.post.compose import queue, standard
from contest.post.models import Letter, LetterBatch, LetterTemplate
from contest.post.states import LetterState as L
from tests import make

ACCEPTED = "/staff/letters/templates/entry-accepted/ko"


@pytest.fixture
def desk(browser):
    return browser.sign_in(make.account(Role.STAFF, name="Example Secretary"))


@pytest.fixture
def edition(session):
    return make.edition(number=99100)


def painter(edition, **given):
    return make.student(edition, **{"born": None, "age": 14} | given)


def seen(page):
    return re.search(r'name="seen"[^>]*value="([^"]*)"', page.text)[1]


def batch_of(session):
    return session.scalars(select(LetterBatch).order_by(LetterBatch.id.desc())).first()


@pytest.mark.parametrize("path", ["/staff/letters/templates/", ACCEPTED, "/staff/letters/write", "/staff/letters/batches/1", "/staff/letters/1/edit"])
def test_they_are_the_secretariat_s(new_browser, session, path):
    assert new_browser().get(path).status_code == 303
    for role in (Role.JUDGE, Role.COORDINATOR):
        assert new_browser().sign_in(make.account(role, make.government())).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/staff/letters/templates/nothing/ko", "/staff/letters/templates/entry-accepted/xx", "/staff/letters/batches/9", "/staff/letters/9/edit"])
def test_what_is_not_there_is_not_found(desk, path):
    assert desk.get(path).status_code == 404


# ── words ──


def test_the_matrix_says_who_changed_what_and_costs_one_statement_for_all(desk, session, queries):
    with queries(6) as empty:
        page = desk.get("/staff/letters/templates/").text
    assert page.count(">Standard<") == 6 * page.count('scope="row"')
    desk.follow(desk.post(ACCEPTED, {"subject": "준비됨", "body": "{name} 님, {link}", "seen": "", "act": "save"}))
    with queries(6) as full:
        page = desk.get("/staff/letters/templates/").text
    assert len(full) == len(empty)
    assert page.count(">Own words<") == 1
    assert "Example Secretary" in page


@pytest.mark.parametrize("code", CODES)
def test_the_words_of_every_language_are_shown_with_invented_values(desk, code):
    page = desk.get(f"/staff/letters/templates/consent-asked/{code}").text
    assert standard(mails.ASKED, code).subject in page
    assert mails.ASKED.samples[code]["name"] in page
    assert "must stay" in page


def test_show_me_shows_and_stores_nothing(desk, session):
    page = desk.post(ACCEPTED, {"subject": "제목", "body": "{name} <b>&amp; {{", "seen": "", "act": "show"})
    assert page.status_code == 422  # a bracket stands alone
    page = desk.post(ACCEPTED, {"subject": "제목 {title}", "body": "<b>{name}</b>\n\n{link}", "seen": "", "act": "show"})
    assert page.status_code == 200
    assert "&lt;b&gt;예시 하나&lt;/b&gt;" in page.text
    assert "제목 우리의 산" in page.text
    assert "Nothing of this is saved yet." in page.text
    assert session.scalars(select(LetterTemplate)).all() == []


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(desk, session):
    page = desk.post("/staff/letters/templates/consent-asked/ru", {"subject": "Тема {link}", "body": "Без ссылки {nobody}", "seen": "", "act": "save"})
    assert page.status_code == 422
    for part in ("{link} may not stand in the subject", "no placeholder {nobody}", "{link} may not be missing", 'value="Тема {link}"', "Без ссылки {nobody}"):
        assert part in page.text
    assert session.scalars(select(LetterTemplate)).all() == []


def test_two_people_changing_the_same_words_are_told_and_see_both(desk, session, new_browser):
    other = new_browser().sign_in(make.account(Role.STAFF, name="Example Colleague"))
    empty = seen(desk.get(ACCEPTED))
    other.follow(other.post(ACCEPTED, {"subject": "Theirs", "body": "{name}", "seen": empty, "act": "save"}))
    page = desk.post(ACCEPTED, {"subject": "Mine", "body": "{name}", "seen": empty, "act": "save"})
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert 'value="Mine"' in page.text
    desk.follow(desk.post(ACCEPTED, {"subject": "Mine", "body": "{name}", "seen": seen(page), "act": "save"}))
    assert session.scalars(select(LetterTemplate)).one().subject == "Mine"


def test_back_to_the_standard_words(desk, session):
    page = desk.follow(desk.post(ACCEPTED, {"subject": "Own", "body": "{name}", "seen": "", "act": "save"}))
    assert "Example Secretary" in page.text
    token = re.search(r'standard".*?name="seen" value="([^"]+)"', page.text, re.DOTALL)[1]
    assert desk.post(f"{ACCEPTED}/standard", {"seen": "old"}).status_code == 409
    page = desk.follow(desk.post(f"{ACCEPTED}/standard", {"seen": token}))
    assert standard(mails.ACCEPTED, "ko").subject in page.text
    assert "Standard words" in page.text


# ── letters to many ──


def test_from_choosing_to_sending(desk, session, edition):
    for n, code in enumerate(("en", "mn", "mn")):
        make.entry(edition=edition, student=painter(edition, email=f"p{n}@example.org", language=code), state=E.ACCEPTED)
    make.entry(edition=edition, student=painter(edition, full_name="Example Alone", phone="+976 99"), state=E.ACCEPTED)
    assert "Everyone who entered" in desk.get("/staff/letters/write").text
    there = "/staff/letters/write?edition=99100&group=entrants"
    page = desk.get(there).text
    assert "4 receivers" in page
    assert "1 has no e-mail address" in page
    assert "Example Alone" in page
    assert page.count('class="language-words"') == 2
    words = {"news_entrants_mn-subject": "Мэдээ", "news_entrants_mn-body": "{works}", "news_entrants_en-subject": "News", "news_entrants_en-body": "{works} {nobody}", "seen": "0"}
    wrong = desk.post(there, words)
    assert wrong.status_code == 422
    assert "no placeholder {nobody}" in wrong.text
    page = desk.follow(desk.post(there, words | {"news_entrants_en-body": "{works}"}))
    batch = batch_of(session)
    for part in ("Prepared, not sent", "3 by mail, 1 to pass on by hand", "There are 4 letters", "Мэдээ", "p0@example.org"):
        assert part in page.text
    at = f"/staff/letters/batches/{batch.id}"
    assert desk.get(f"{at}?show=mn").text.count("@example.org</span>") == 2
    assert "Prepared, not sent yet" in desk.get("/staff/letters").text
    assert "Letters prepared, not sent yet" in desk.get("/staff/").text
    for typed in ("", "3", "four", "-1"):
        again = desk.post(f"{at}/send", {"count": typed})
        assert again.status_code == 422
    done = desk.follow(desk.post(f"{at}/send", {"count": "4"})).text
    assert "3 letters are in the outbox." in done
    assert "1 letter waits to be passed on by hand." in done
    assert "These letters have been sent already." in desk.follow(desk.post(f"{at}/send", {"count": "4"})).text
    assert session.query(Letter).filter_by(state=L.QUEUED).count() == 3
    assert "Letters to pass on by hand" in desk.get("/staff/").text


def test_many_go_by_themselves_and_the_page_says_how_far_they_are(app, desk, session, edition, monkeypatch):
    monkeypatch.setattr(sending, "PART", 2)
    for n in range(5):
        make.entry(edition=edition, student=painter(edition, email=f"p{n}@example.org"), state=E.ACCEPTED)
    desk.follow(desk.post("/staff/letters/write?edition=99100&group=entrants", {"seen": "0"}))
    there = f"/staff/letters/batches/{batch_of(session).id}"
    page = desk.follow(desk.post(f"{there}/send", {"count": "5"})).text
    for part in ("The letters are on their way", "2 of 5 letters on their way", f'href="{there}"'):
        assert part in page
    assert "Drop these letters" not in page
    assert "On their way" in desk.get("/staff/letters").text
    assert "Letters prepared, not sent yet" not in desk.get("/staff/").text
    assert "These letters have been sent already." in desk.follow(desk.post(f"{there}/send", {"count": "3"})).text
    monkeypatch.setattr("contest.app.REST", 0)
    assert app.extensions["contest.sweep"].once() == 0
    page = desk.get(there).text
    assert ("5 letters were sent." in page, "By mail" in page, "on their way" in page) == (True, True, False)
    assert session.query(Letter).filter_by(state=L.QUEUED).count() == 5


def test_one_letter_is_read_changed_taken_out_and_put_back(desk, session, edition):
    for n in range(2):
        make.entry(edition=edition, student=painter(edition, email=f"p{n}@example.org"), state=E.ACCEPTED)
    desk.follow(desk.post("/staff/letters/write?edition=99100&group=entrants", {"seen": "0", "news_entrants_en-subject": "News", "news_entrants_en-body": "{works}"}))
    letter = session.scalars(select(Letter).where(Letter.to_address == "p0@example.org")).one()
    at = f"/staff/letters/{letter.id}"
    assert "Change this letter" in desk.get(at).text
    page = desk.follow(desk.post(f"{at}/edit", {"subject": "Own words", "body": "For you alone", "seen": "1"}))
    assert "For you alone" in page.text
    stale = desk.post(f"{at}/edit", {"subject": "Other", "body": "Other", "seen": "1"})
    assert stale.status_code == 409
    assert "For you alone" in stale.text
    assert 'value="Other"' in stale.text
    page = desk.follow(desk.post(f"{at}/remove", {}))
    assert "There is 1 letter" in page.text
    assert "p0@example.org" in desk.get(f"/staff/letters/batches/{letter.batch_id}?show=removed").text
    assert "There are 2 letters" in desk.follow(desk.post(f"{at}/put-back", {})).text
    assert "Take them back" in desk.follow(desk.post(f"/staff/letters/batches/{letter.batch_id}/drop", {})).text
    assert desk.post(f"/staff/letters/batches/{letter.batch_id}/send", {"count": "2"}).status_code == 409
    assert "There are 2 letters" in desk.follow(desk.post(f"/staff/letters/batches/{letter.batch_id}/restore", {})).text


def test_who_was_reminded_lately_is_named_and_left_out(desk, session, edition):
    make.entry(edition=edition, student=painter(edition, email="p@example.org", full_name="Example Patient"))
    there = "/staff/letters/write?edition=99100&group=drafts"
    desk.follow(desk.post(there, {"seen": "0"}))
    page = desk.get(there).text
    assert "1 was reminded within the last 48 hours" in page
    assert "Example Patient" in page
    assert desk.post(there, {"seen": seen(desk.get(there))}).status_code == 409
    desk.follow(desk.post(there, {"seen": seen(desk.get(there)), "again": "y"}))
    assert session.query(Letter).count() == 2


def test_nobody_to_write_to(desk, edition):
    assert "There is nobody to write to" in desk.get("/staff/letters/write?edition=99100&group=drafts").text
    assert desk.get("/staff/letters/write?edition=1&group=nonsense").status_code == 200


@pytest.mark.parametrize("path", ["/staff/letters/write?edition=99100&group=entrants", "/staff/letters/batches/{batch}", "/staff/letters"])
def test_pages_cost_the_same_however_many_letters(desk, session, edition, queries, path):
    counts = []
    for n in range(3):
        make.entry(edition=edition, student=painter(edition, email=f"p{n}@example.org"), state=E.ACCEPTED)
        desk.post("/staff/letters/write?edition=99100&group=entrants", {"seen": str(n)})
        with queries(24) as counted:
            desk.get(path.format(batch=batch_of(session).id))
        counts.append(len(counted))
    assert len(set(counts)) == 1, counts


@pytest.mark.parametrize("lang", ["ko", "zh", "ja", "ru", "mn"])
def test_the_pages_speak_every_language(desk, session, edition, lang):
    make.entry(edition=edition, student=painter(edition, email="p@example.org"), state=E.ACCEPTED)
    desk.post("/staff/letters/write?edition=99100&group=entrants", {"seen": "0"})
    letter = session.scalars(select(Letter)).one()
    for path in ("templates/", "templates/entry-receipt/ja", "write", "write?edition=99100&group=entrants", f"batches/{letter.batch_id}", f"{letter.id}/edit", f"{letter.id}"):
        assert desk.get(f"/staff/letters/{path}{'&' if '?' in path else '?'}lang={lang}").status_code == 200


# ── by hand, and what could not be delivered ──


def by_hand(entry, **given):
    letter = queue(make._session, mails.ACCEPTED, "en", to="", to_name="Example One", phone="+976 99", about=entry, now=clock.now(), **mails.ACCEPTED.samples["en"])
    return make.save(letter)


def test_a_letter_without_an_address_is_passed_on_once(desk, session):
    letter = by_hand(make.entry(state=E.ACCEPTED))
    page = desk.get(f"/staff/letters/{letter.id}").text
    for part in ("To pass on by hand", "+976 99", "Copy the text", "I have passed it on"):
        assert part in page
    page = desk.follow(desk.post(f"/staff/letters/{letter.id}/sent")).text
    assert "Passed on by hand" in page
    assert session.get(Letter, letter.id).state is L.SENT
    assert desk.post(f"/staff/letters/{letter.id}/retry").status_code == 409


def test_the_text_of_what_lets_somebody_in_is_gone_once_it_is_sent(desk, session):
    entry = make.entry(state=E.SUBMITTED)
    letter = make.save(queue(session, mails.NEW_CODE, "en", to="p@example.org", about=entry, now=clock.now(), **mails.NEW_CODE.samples["en"]))
    assert "ABCD-EFGH-JK" in desk.get(f"/staff/letters/{letter.id}").text
    desk.follow(desk.post(f"/staff/letters/{letter.id}/sent"))
    page = desk.get(f"/staff/letters/{letter.id}").text
    assert "ABCD-EFGH-JK" not in page
    assert "The text is not kept" in page
    assert session.get(Letter, letter.id).body == ""


def test_everything_that_was_refused_is_tried_again_at_once(desk, session, app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1")
    letters = [by_hand(make.entry(state=E.ACCEPTED)) for _ in range(3)]
    for letter in letters:
        letter.to_address, letter.state, letter.tries, letter.problem = "p@example.org", L.FAILED, 8, "mailbox full"
    session.flush()
    page = desk.get("/staff/letters?state=failed").text
    assert page.count("mailbox full") == 3
    assert "Try all of them again" in page
    assert "3 letters are in the outbox again." in desk.follow(desk.post("/staff/letters/retry")).text
    assert {session.get(Letter, letter.id).state for letter in letters} == {L.QUEUED}
    assert desk.post("/staff/letters/retry").status_code == 303


def test_late_work_is_no_reason_to_write_to_closed_drafts(desk, session):
    closed = make.edition(number=99101, closes_at=clock.now() - timedelta(days=1))
    make.entry(edition=closed, student=painter(closed, email="p@example.org"))
    assert "There is nobody to write to" in desk.get("/staff/letters/write?edition=99101&group=drafts").text
