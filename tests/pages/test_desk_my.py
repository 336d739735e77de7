"""My entries: what waits, what to do, what became of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.editions.states import EditionState
from contest.entries.states import EntryState as E
from contest.judging import actions
from contest.judging.models import Mark
from contest.web.limits import limiter
from tests import hung, make

DAY = timedelta(days=1)


@pytest.fixture
def edition(session):
    return make.open_edition(number=98000, entries_per_student=3)


@pytest.fixture
def painter(edition):
    return make.student(edition, email="painter@example.org", born=date(2012, 5, 5), age=13)


@pytest.fixture
def mine(browser, session, edition, painter):
    """One's own page with an entry in some state."""
    browser.resume(painter)

    def page(state=E.DRAFT, *, permitted=False, lang="en", **given):
        made = make.ready_entry(edition=edition, student=painter, state=state, **given)
        if permitted:
            make.consents(made)
        return made, browser.get(f"/{lang}/my").text

    return page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (E.DRAFT, ["begun it, but not sent", "Send it until:", "Continue"]),
        (E.SUBMITTED, ["looks at it next", "Take back to change it", "Withdraw from the contest", "Receipt and how it stands"]),
        (E.HELD_BACK, ["reserve list", "Withdraw from the contest"]),
        (E.ENDORSED, ["passed it on", "Withdraw from the contest"]),
        (E.ACCEPTED, ["The judges look at it without knowing your name", "Withdraw from the contest"]),
        (E.WITHDRAWN, ["taken it out of the contest"]),
        (E.DISQUALIFIED, ["not in the contest any more"]),
    ],
)
def test_each_state_is_said_in_words_with_what_can_be_done(mine, state, words):
    _entry, page = mine(state)
    assert [each for each in words if each not in page] == []


def test_what_is_to_be_mended_stands_there_and_until_when(mine):
    entry, page = mine(E.RETURNED, mend="The photo is dark.\nAdd your teacher.", mend_by=clock.now() + 40 * DAY)
    assert [each for each in ("The photo is dark.", "Add your teacher.", "Mend it and send it again until:", "Mend and send again") if each not in page] == []
    assert f"/en/enter/{entry.draft_key}" in page


def test_after_closing_a_draft_says_so_and_offers_nothing(mine, edition):
    edition.opens_at, edition.closes_at = clock.now() - 9 * DAY, clock.now() - DAY
    _entry, page = mine(E.DRAFT)
    assert ("The time ended:" in page, ">Continue<" in page) == (True, False)


def test_an_entry_taken_late_tells_until_when(mine, edition):
    edition.opens_at, edition.closes_at = clock.now() - 9 * DAY, clock.now() - DAY
    _entry, page = mine(E.DRAFT, late_until=clock.now() + DAY, late_reason="ill")
    assert ("the secretariat takes this one late" in page, "Continue" in page) == (True, True)


def test_how_the_guardian_stands(browser, session, mine):
    entry, page = mine(E.SUBMITTED)
    assert "form that your parent or guardian signs" in page
    make.consent_link(entry)
    assert "Waits for the answer" in browser.get("/en/my").text
    make.consent_link(entry, expires_at=clock.now() - DAY)
    assert "has ended" in browser.get("/en/my").text
    paper = make.signed_form(entry)
    assert "waits to be read" in browser.get("/en/my").text
    paper.read_at, paper.refused = clock.now(), "The photo is too dark or too blurred to read."
    assert "too dark" in browser.get("/en/my").text
    paper.refused = ""
    make.consents(entry, transfer="no")
    assert "has not allowed it" in browser.get("/en/my").text
    make.consents(entry)
    assert "has allowed it" in browser.get("/en/my").text


@pytest.fixture
def out(session):
    made = hung.Published()
    made.painter = make.student(made.edition, email="painter@example.org", full_name="Example One")
    return made


def test_a_winner_reads_the_tier_and_never_a_rank(browser, out):
    entry = out.winner("silver", student=out.painter)
    browser.resume(out.painter)
    page = browser.get("/en/my").text
    assert [each for each in ("Congratulations", "Silver en", f"/en/works/{out.number(entry)}", "Your certificate will stand here") if each not in page] == []
    assert "rank" not in page.lower().split("<main")[1]
    assert "Withdraw from the contest" not in page


def test_a_winner_whose_family_shows_nothing_has_no_link(browser, out):
    entry = out.winner("gold", show="no", student=out.painter)
    browser.resume(out.painter)
    page = browser.get("/en/my").text
    assert ("Congratulations" in page, f"/works/{out.number(entry)}" in page, "as your family wishes" in page) == (True, False, True)


def test_who_won_nothing_is_thanked(browser, out):
    make.entry(edition=out.edition, student=out.painter, state=E.ACCEPTED)
    browser.resume(out.painter)
    page = browser.get("/en/my").text
    assert ("Your painting took part." in page, "did not win" in page.lower(), "/winners" in page) == (True, False, True)


def test_what_never_came_before_the_judges_is_said_kindly(browser, out):
    make.entry(edition=out.edition, student=out.painter, state=E.HELD_BACK)
    browser.resume(out.painter)
    assert "This contest is over" in browser.get("/en/my").text


@pytest.mark.parametrize("state", [E.WITHDRAWN, E.DISQUALIFIED])
def test_who_left_has_no_result(browser, out, state):
    out.winner("gold", student=out.painter, state=state)
    browser.resume(out.painter)
    assert "Congratulations" not in browser.get("/en/my").text


def test_nothing_is_told_before_the_results_are_out(browser, session, out):
    out.winner("gold", student=out.painter)
    out.edition.state = EditionState.ANNOUNCED
    browser.resume(out.painter)
    page = browser.get("/en/my").text
    assert ("Congratulations" in page, "Gold" in page) == (False, False)


def test_it_costs_the_same_for_one_entry_and_for_three(browser, session, mine, queries):
    counts = []
    for _ in range(3):
        mine(E.SUBMITTED)
        with queries(20) as seen:
            assert browser.get("/en/my").status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_several_entries_stand_newest_first(mine, edition):
    mine(E.SUBMITTED, title="First one")
    _entry, page = mine(E.DRAFT, title="Second one")
    assert page.index("Second one") < page.index("First one")
    assert "Enter another painting" in page


@pytest.mark.parametrize("lang", ["ko", "zh", "ja", "ru", "mn"])
def test_it_speaks_every_language(mine, lang):
    _entry, page = mine(E.RETURNED, lang=lang, mend="x", mend_by=clock.now() + 40 * DAY)
    assert "Mend" not in page


def test_after_too_many_wrong_codes_the_wait_is_told(browser):
    limiter.enabled = True
    try:
        pages = [browser.post("/en/enter/resume", {"code": "ABCDEFGHJK"}) for _ in range(11)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert (pages[9].status_code, pages[10].status_code) == (422, 429)
    assert "Seconds to wait:" in pages[10].text


def judged(session, edition, painter, *, closed_at):
    """A work of the painter's, marked 7 of 1 to 10 by two judges, in a round closed then."""
    round_, accounts, entries = make.open_round(works=1, judges=2, edition=edition, pictures=False)
    entries[0].student = painter
    session.flush()
    for account in accounts:
        make.mark(account, make.sheets_of(account, round_)[0], 6, 6, 6)
    actions.close(session, make.staff(), round_, missing_seen=0, now=closed_at)
    session.flush()
    return round_, accounts, entries[0]


@pytest.mark.parametrize("lang", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_after_publication_the_painter_reads_how_judges_scored_it_without_names_or_ranks(browser, session, out, lang):
    _round, accounts, _entry = judged(session, out.edition, out.painter, closed_at=hung.OUT)
    actions.keep_told(session, out.edition.id)
    for mark in session.scalars(select(Mark)):
        mark.steps = 1  # nothing that changes later changes what was told
    session.flush()
    browser.resume(out.painter)
    page = browser.get(f"/{lang}/my").text
    assert ("7.00" if lang in {"en", "ko", "zh", "ja"} else "7,00") in page or "7.00" in page
    assert not any(account.name in page for account in accounts)
    if lang == "en":
        assert "How the judges scored it" in page
        assert "Your painting was scored by all 2 judges." in page
        assert "Your mean score is 7.00, on a scale from 1 to 10." in page
        assert "rank" not in page.lower().split("<main")[1]


def test_before_publication_nothing_of_it_is_said(browser, session, edition, painter):
    judged(session, edition, painter, closed_at=clock.now())
    browser.resume(painter)
    page = browser.get("/en/my").text
    assert ("scored" in page, "7.00" in page) == (False, False)


def test_a_round_closed_after_publication_is_not_told_of(browser, session, out):
    judged(session, out.edition, out.painter, closed_at=clock.now())
    browser.resume(out.painter)
    page = browser.get("/en/my").text
    assert ("Your painting took part." in page, "scored" in page) == (True, False)
