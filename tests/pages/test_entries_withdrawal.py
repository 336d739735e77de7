"""A permission is taken back: every public address that could show the work or the name stops doing so, and says what is on paper."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.localized import pick
from contest.entries.models import ConsentRequest, Entry, Student
from contest.entries.queries.printed import already_printed, told
from contest.entries.states import EntryState as E
from contest.media.extension import NAME
from contest.media.models import Derivative
from contest.media.own import prepare_own
from contest.media.queries import public_address
from contest.media.store import derived
from contest.policy import Role
from contest.post.models import Letter
from tests import hung, make, pictures

FULL = "Пример Первый"
DAY = timedelta(days=1)
SKIP = re.compile(r"^/(media|assets|login)|^/../(enter|my|help|contact|privacy|accessibility)|^/$")


@pytest.fixture
def out(session):
    """A published winner with a full name, hung in a tour whose first stop has begun and whose second one has not."""
    made = hung.Published()
    home = make.government(key="XX-955")
    painter = make.student(made.edition, full_name=FULL, short_name="П.", email="painter@example.org")
    made.entry = made.winner(student=painter, government=home, title="Ладья на озере")
    made.other = made.winner(title="Another work")
    made.home = home
    today = hung.today()
    made.show = hung.exhibition(made.edition, titles=make.six("Autumn show"))
    hung.stop(made.show, today - 9 * DAY, today + 9 * DAY, [made.entry, made.other])
    hung.stop(made.show, today + 20 * DAY, today + 29 * DAY, [made.entry])
    return made


def links(path, text):
    found = [unescape(href).split("#")[0] for href in re.findall(r'(?:href|src)="([^"]+)"', text)]
    return [href for href in found if href.startswith(("/en/", "/works/", "/exhibitions"))] if path.startswith("/en/") else []


def crawl(browser, out):
    """Every public address, by what it says; each may be kept for a minute at most, or says every time whether it changed."""
    number = out.edition.number
    todo = [
        "/en/", "/en/gallery", f"/en/gallery?q={FULL}", "/en/gallery?q=Ладья", f"/en/editions/{number}/", f"/en/editions/{number}/winners",
        f"/en/editions/{number}/winners.csv", f"/en/editions/{number}/winners.json", "/en/statistics", "/en/exhibitions/", "/en/governments/",
        f"/en/governments/{out.home.key}", f"/en/exhibitions/{out.show.slug}/", f"/en/exhibitions/{out.show.slug}/slideshow",
        f"/en/exhibitions/{out.show.slug}/slideshow?at=2", "/exhibitions.ics", f"/exhibitions/{out.show.slug}.ics", f"/en/works/{out.number(out.entry)}",
        f"/works/{out.number(out.entry)}", f"/works/{out.number(out.entry)}/qr.svg",
    ]  # fmt: skip
    seen = {}
    while todo:
        path = todo.pop()
        if path in seen or SKIP.match(path):
            continue
        answer = browser.get(path)
        assert answer.status_code in {200, 302, 404}, (path, answer.status_code)
        kept = answer.headers["Cache-Control"]
        if answer.status_code == 200:
            fresh = kept == "private, no-store" or (int(re.search(r"max-age=(\d+)", kept)[1]) <= 60 and answer.headers.get("ETag"))
            assert fresh or not (FULL in answer.text or "Ладья" in answer.text), (path, kept)  # calendars name no works
        seen[path] = (answer.status_code, answer.text)
        todo += links(path, answer.text) if answer.status_code == 200 else []
        assert len(seen) < 200, "pages without end"
    return seen


def saying(seen, words):
    return sorted(path for path, (status, text) in seen.items() if status == 200 and words in re.sub(r"[?&](amp;)?q=[^\"&]*", "", unescape(text)))


def test_withdrawing_name_then_picture_then_all_takes_effect_on_every_public_page(app, browser, session, out):
    token = make.consent_link(out.entry)
    entry, mine = out.entry, f"/en/works/{out.number(out.entry)}"
    addresses = [public_address(file) for file in session.scalars(select(Derivative).where(Derivative.picture_id == entry.picture_id))]
    store = app.extensions[NAME].store
    for file in session.scalars(select(Derivative).where(Derivative.picture_id == entry.picture_id)):
        made = prepare_own(pictures.four(), store=store).files[0]
        store.put(made.path, derived(file.private_name))

    seen = crawl(browser, out)
    named = saying(seen, FULL)
    wanted = {mine, "/en/gallery", f"/en/editions/{out.edition.number}/winners", f"/en/editions/{out.edition.number}/winners.csv", f"/en/exhibitions/{out.show.slug}/"}
    assert wanted <= set(named), wanted - set(named)
    assert any("slideshow" in path for path in named)
    assert saying(seen, "Ладья")
    assert {browser.get(each).status_code for each in addresses} == {200}

    assert browser.post(f"/en/consent/{token}/withdraw/name").status_code == 303
    seen = crawl(browser, out)
    assert [path for path in saying(seen, FULL) if "q=" not in path] == []
    assert mine in saying(seen, "Ладья")

    assert browser.post(f"/en/consent/{token}/withdraw/show").status_code == 303
    seen = crawl(browser, out)
    assert [path for path in saying(seen, "Ладья") if "q=" not in path] == []
    assert seen[mine][0] == seen[f"/works/{out.number(entry)}"][0] == 404
    assert {browser.get(each).status_code for each in addresses} == {404}
    assert session.get(Entry, entry.id).state is E.ACCEPTED
    every = "\n".join(text for _status, text in seen.values())
    assert not [each for each in addresses if each in every]

    assert browser.post(f"/en/consent/{token}/withdraw/enter").status_code == 303
    assert session.get(Entry, entry.id).state is E.WITHDRAWN
    seen = crawl(browser, out)
    assert [path for path in saying(seen, "Ладья") if "q=" not in path] == []
    assert saying(seen, "Another work")


def test_what_is_on_paper_is_said_before_and_after_and_in_the_letter(browser, session, out):
    token = make.consent_link(out.entry, to_address="guardian@example.org", language="en")
    at = f"/en/consent/{token}"
    title = pick(out.edition.titles, "en")[0]
    for path in (f"{at}/withdraw/show", at):
        page = unescape(browser.get(path).text)
        assert f"List of winners: {title}" in page, path
        assert "Label and picture in the exhibition “Autumn show en”: Pohang en, Hall en, since" in page
        assert page.count("Label and picture") == 1  # the stop to come is not printed yet
    browser.post(f"{at}/withdraw/show")
    page = unescape(browser.get(at).text)
    assert "Label and picture in the exhibition" in page
    letters = session.scalars(select(Letter).where(Letter.occasion.like("consent.withdrawn%"))).all()
    assert {letter.to_address for letter in letters} == {"guardian@example.org", "painter@example.org"}
    assert all("Autumn show en" in letter.body for letter in letters)


def test_the_desk_sees_it_too_and_withdraws_on_request(browser, session, out):
    desk = browser.sign_in(make.account(Role.COORDINATOR, out.home))
    at = f"/org/works/{out.entry.receipt}"
    assert "Autumn show en" in desk.get(at).text
    page = desk.get(at + "/permissions/withdraw").text
    assert ("Autumn show en" in page, "Show the painting" in page) == (True, True)
    assert desk.post(at + "/permissions/withdraw", {"reason": "the mother called"}).status_code == 422
    assert desk.post(at + "/permissions/withdraw", {"purposes": ["show"], "reason": ""}).status_code == 422
    page = desk.follow(desk.post(at + "/permissions/withdraw", {"purposes": ["show", "name"], "reason": "the mother called"})).text
    assert ("the mother called" in page, "2 earlier answers" in page) == (True, True)
    assert browser.get(f"/en/works/{out.number(out.entry)}").status_code == 404


def test_a_painter_of_age_reads_it_before_withdrawing(browser, session, out):
    painter = session.get(Student, out.entry.student_id)
    painter.born, painter.age = painter.born.replace(year=2000), 18
    browser.resume(painter)
    assert "Autumn show en" in browser.get(f"/en/enter/{out.entry.draft_key}/permissions/show").text
    page = browser.follow(browser.post(f"/en/enter/{out.entry.draft_key}/permissions/show")).text
    assert "Already printed: List of winners" in page
    assert browser.get(f"/en/works/{out.number(out.entry)}").status_code == 404


def test_nothing_printed_is_said_as_such(browser, session):
    entry = make.ready_entry(state=E.SUBMITTED)
    make.consents(entry)
    assert "Nothing of this work has been printed yet" in browser.get(f"/en/consent/{make.consent_link(entry)}/withdraw/show").text
    assert already_printed(session, entry.id, clock.now()) == []


def test_days_and_titles_are_said_in_the_readers_language(session, out):
    found = already_printed(session, out.entry.id, clock.now())
    for code in ("en", "ko", "zh", "ja", "ru", "mn"):
        lines = told(found, code)
        assert len(lines) == 2
        assert f"Autumn show {code}" in lines[1]


def test_a_cancelled_stop_has_printed_nothing(session, out):
    for stop in session.scalars(select(hung.Stop)):
        stop.cancelled = True
    session.flush()
    assert len(already_printed(session, out.entry.id, clock.now())) == 1


def test_a_withdrawn_permission_can_be_given_again_by_the_same_link(browser, session, out):
    token = make.consent_link(out.entry)
    at = f"/en/consent/{token}"
    browser.post(f"{at}/withdraw/show")
    assert browser.get(f"/en/works/{out.number(out.entry)}").status_code == 404
    answers = {"enter": "yes", "transfer": "yes", "show": "yes", "name": "short", "photos": "no", "given_by": "Example Guardian", "guardian": "y"}
    assert browser.post(at, answers).status_code == 303
    assert "П." in browser.get(f"/en/works/{out.number(out.entry)}").text
    assert session.scalars(select(ConsentRequest)).one().answered_at is not None
