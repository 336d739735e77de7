from datetime import UTC, date, datetime, timedelta

import icalendar

from contest.core import clock
from contest.exhibitions.states import ExhibitionState
from tests import hung, make


def events(answer):
    return {str(e["UID"]): e for e in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}


def test_a_calendar_holds_whole_days_the_last_one_included(browser):
    show = hung.exhibition(titles={"en": "Spring", "ja": "春"})
    stop = hung.stop(show, date(2026, 5, 1), date(2026, 5, 3))
    answer = browser.get(f"/exhibitions/{show.slug}.ics?lang=ja")
    [event] = events(answer).values()
    assert answer.mimetype == "text/calendar"
    assert event["UID"] == f"stop-{stop.id}@localhost"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 5, 1), date(2026, 5, 4))
    assert (str(event["SUMMARY"]), str(event["STATUS"])) == ("春 – Hall ja", "CONFIRMED")
    assert event["DTSTAMP"].dt == datetime(2020, 12, 21, tzinfo=UTC)
    assert str(event["URL"]) == f"http://localhost/ja/exhibitions/{show.slug}/"
    assert answer.data == browser.get(f"/exhibitions/{show.slug}.ics?lang=ja").data


def test_one_day_is_a_day(browser):
    hung.stop(hung.exhibition(), date(2026, 12, 31), date(2026, 12, 31))
    [event] = events(browser.get("/exhibitions.ics")).values()
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)


def test_what_is_called_off_stays_in_the_calendar_as_such(browser):
    show = hung.exhibition()
    kept, off = hung.stop(show, date(2026, 5, 1), date(2026, 5, 3)), hung.stop(show, date(2026, 6, 1), date(2026, 6, 3), cancelled=True)
    whole = hung.stop(hung.exhibition(state=ExhibitionState.CANCELLED), date(2026, 7, 1), date(2026, 7, 3))
    hung.stop(hung.exhibition(state=ExhibitionState.PLANNED), date(2026, 8, 1), date(2026, 8, 3))
    found = {uid: str(e["STATUS"]) for uid, e in events(browser.get("/exhibitions.ics")).items()}
    assert found == {
        f"stop-{kept.id}@localhost": "CONFIRMED", f"stop-{off.id}@localhost": "CANCELLED", f"stop-{whole.id}@localhost": "CANCELLED",
    }  # fmt: skip


def test_odd_words_cannot_add_a_line_to_the_calendar(browser):
    show = hung.exhibition(titles={"en": "A;B,C\\D\nSTATUS:CANCELLED"})
    hung.stop(show, date(2026, 5, 1), date(2026, 5, 3))
    [event] = events(browser.get("/exhibitions.ics")).values()
    assert str(event["STATUS"]) == "CONFIRMED"
    assert str(event["SUMMARY"]).startswith("A;B,C\\D")


def test_what_is_only_planned_is_nowhere(browser):
    show = hung.exhibition(state=ExhibitionState.PLANNED, titles={"en": "Not yet"})
    hung.stop(show, hung.today(), hung.today())
    for path in ("/en/", "/en/exhibitions/", "/exhibitions.ics"):
        assert "Not yet" not in browser.get(path).text
    for path in (f"/en/exhibitions/{show.slug}/", f"/en/exhibitions/{show.slug}/slideshow", f"/exhibitions/{show.slug}.ics", "/en/exhibitions/nowhere/"):
        assert browser.get(path).status_code == 404


def test_coming_ones_stand_before_past_ones(browser):
    today = hung.today()
    for name, n in (("Last year", -300), ("Next month", 30), ("Last week", -7), ("Now", 0)):
        hung.stop(hung.exhibition(titles={"en": f"[{name}]"}), today + timedelta(days=n), today + timedelta(days=n + 1))
    page = browser.get("/en/exhibitions/").text
    places = [page.index(f"[{name}]") for name in ("Now", "Next month", "Last week", "Last year")]
    assert places == sorted(places)


def test_a_work_withdrawn_or_hidden_leaves_the_wall_at_once(browser):
    out = hung.Published()
    stays, leaves = out.winner(title="Stays"), out.winner(title="Leaves")
    show = hung.exhibition()
    hung.stop(show, hung.today(), hung.today(), [leaves, stays])
    paths = [f"/en/exhibitions/{show.slug}/", f"/en/exhibitions/{show.slug}/slideshow?at=1"]
    assert all("Leaves" in browser.get(path).text for path in paths)
    leaves.taken_down_at = clock.now()
    assert all("Leaves" not in browser.get(path).text and "Stays" in browser.get(path).text for path in paths)


def test_walls_that_differ_are_shown_one_by_one(browser):
    out = hung.Published()
    a, b = out.winner(title="One"), out.winner(title="Two")
    show, day = hung.exhibition(), hung.today()
    hung.stop(show, day, day, [a], venue=hung.venue(cities={"en": "Firstville"}))
    hung.stop(show, day + timedelta(days=5), day + timedelta(days=6), [a, b], venue=hung.venue(cities={"en": "Secondville"}))
    page = browser.get(f"/en/exhibitions/{show.slug}/").text
    assert page.count(">One<") == 2
    assert page.index(">Firstville<") < page.index(">Secondville<")


def test_the_slideshow_turns_by_links(browser):
    out = hung.Published()
    works = [out.winner(title=f"Slide {n}") for n in (1, 2, 3)]
    show = hung.exhibition()
    hung.stop(show, hung.today(), hung.today(), works)
    at = f"/en/exhibitions/{show.slug}/slideshow"
    for n, (before, after) in {1: (3, 2), 2: (1, 3), 3: (2, 1)}.items():
        page = browser.get(f"{at}?at={n}").text
        assert f"Slide {n}" in page
        assert (f'rel="prev" href="{at}?at={before}"' in page, f'rel="next" href="{at}?at={after}"' in page) == (True, True)
    assert "Slide 3" in browser.get(f"{at}?at=99").text
    assert "Slide 1" in browser.get(f"{at}?at=x").text


def test_an_exhibition_without_works_says_that_they_are_being_chosen(browser):
    show = hung.exhibition(make.edition())
    hung.stop(show, hung.today(), hung.today())
    assert "still being chosen" in browser.get(f"/en/exhibitions/{show.slug}/").text
    assert "still being chosen" in browser.get(f"/en/exhibitions/{show.slug}/slideshow").text
