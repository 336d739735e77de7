from datetime import date, timedelta

import pytest

from contest.exhibitions import queries
from contest.exhibitions.states import ExhibitionState
from tests import hung, make

CODES = ("en", "ko", "zh", "ja", "ru", "mn")


@pytest.fixture
def staff(browser):
    return browser.sign_in(make.account())


def words(name, text):
    return {f"{name}-{code}": f"{text} {code}" for code in CODES}


def test_an_exhibition_is_made_from_nothing_in_the_browser(staff, session):
    edition = make.edition()
    work = hung.Published().winner(title="Chosen one")
    assert "No venue yet" in staff.get("/staff/exhibitions/").text
    staff.follow(staff.post("/staff/exhibitions/venues/new", {**words("names", "Hall"), **words("cities", "City"), "country": "KR", "zone": "Asia/Seoul"}))
    venue = queries.venues(session)[0]
    page = staff.follow(staff.post("/staff/exhibitions/new", {**words("titles", "Spring"), **words("introductions", "Look"), "slug": "spring", "edition": edition.number}))
    assert "Spring en" in page.text
    show = queries.everyone(session)[0]
    at = f"/staff/exhibitions/{show.id}/"
    sent = {"venue_id": venue.id, "opens_on": "2030-05-01", "closes_on": "2030-05-09", **words("hours", "10–18")}
    page = staff.follow(staff.post(f"{at}stops/new", sent))
    assert "Chosen one" in page.text
    stop = queries.stops(session, show.id)[0]
    assert "1 work was hung." in staff.follow(staff.post(f"/staff/exhibitions/stops/{stop.id}/works", {"work": work.id})).text
    assert staff.get("/en/exhibitions/spring/").status_code == 404
    assert "is announced" in staff.follow(staff.post(f"{at}announce")).text
    assert "Chosen one" in staff.get("/en/exhibitions/spring/").text


def test_every_page_is_for_the_secretariat_only(browser, new_browser):
    show = hung.exhibition()
    stop = hung.stop(show, hung.today(), hung.today())
    paths = [
        "", "new", f"{show.id}/", f"{show.id}/edit", f"{show.id}/stops/new", f"stops/{stop.id}/", f"stops/{stop.id}/works", f"stops/{stop.id}/hanging",
        "venues/", "venues/new", f"venues/{stop.venue_id}/",
    ]  # fmt: skip
    other, staff = new_browser().sign_in(make.account(None)), new_browser().sign_in(make.account())
    for path in paths:
        assert browser.get(f"/staff/exhibitions/{path}").status_code == 303, path
        assert other.get(f"/staff/exhibitions/{path}").status_code == 404, path
        assert staff.get(f"/staff/exhibitions/{path}").status_code == 200, path
    for path in (f"{show.id}/cancel", f"stops/{stop.id}/cancel", f"stops/{stop.id}/copy"):
        assert other.post(f"/staff/exhibitions/{path}").status_code == 404, path
    assert not stop.cancelled


def test_wrong_days_come_back_with_every_reason_and_all_that_was_typed(staff, session):
    show, venue = hung.exhibition(), hung.venue()
    sent = {"venue_id": venue.id, "opens_on": "2030-05-09", "closes_on": "2030-05-01", "install_on": "2030-05-10", "hours-en": "by day"}
    answer = staff.post(f"/staff/exhibitions/{show.id}/stops/new", sent)
    assert answer.status_code == 422
    assert "would close before it opens" in answer.text
    assert "on or before the opening day" in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in ("2030-05-09", "2030-05-01", "2030-05-10", "by day"))
    assert queries.stops(session, show.id) == []


@pytest.mark.parametrize(("change", "words"), [({"slug": "No Such"}, "small Latin letters"), ({"titles-en": ""}, "in English at least"), ({"edition": "999"}, "Choose")])
def test_an_exhibition_that_makes_no_sense_comes_back(staff, session, change, words):
    sent = {"titles-en": "Spring", "slug": "spring", "edition": make.edition().number} | change
    answer = staff.post("/staff/exhibitions/new", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert queries.everyone(session) == []


def test_a_work_needed_elsewhere_is_refused_with_the_place(staff, session):
    work = hung.Published().winner()
    hung.stop(hung.exhibition(), date(2030, 5, 1), date(2030, 5, 9), [work], venue=hung.venue(names={"en": "Old Hall"}))
    stop = hung.stop(hung.exhibition(), date(2030, 5, 8), date(2030, 5, 12))
    answer = staff.post(f"/staff/exhibitions/stops/{stop.id}/works", {"work": work.id})
    assert answer.status_code == 422
    assert "1 of the works are needed at Old Hall from 1 May 2030 to 9 May 2030." in answer.text
    assert queries.hanging(session, stop.id) == []


def test_little_time_for_transport_is_a_warning_on_the_plan(staff):
    work = hung.Published().winner()
    show = hung.exhibition()
    hung.stop(show, date(2030, 5, 1), date(2030, 5, 9), [work])
    hung.stop(show, date(2030, 5, 10), date(2030, 5, 12), [work])
    assert staff.get(f"/staff/exhibitions/{show.id}/").text.count("less than two days") == 2


def test_somebody_elses_change_is_shown_before_it_is_written_over(staff, session):
    stop = hung.stop(hung.exhibition(), date(2030, 5, 1), date(2030, 5, 9))
    sent = {"venue_id": stop.venue_id, "opens_on": "2030-05-02", "closes_on": "2030-05-09", "version": "1"}
    staff.follow(staff.post(f"/staff/exhibitions/stops/{stop.id}/", sent))
    late = staff.post(f"/staff/exhibitions/stops/{stop.id}/", {**sent, "opens_on": "2030-05-03"})
    assert late.status_code == 409
    assert 'value="2030-05-03"' in late.text
    assert "2030-05-02" in late.text
    staff.follow(staff.post(f"/staff/exhibitions/stops/{stop.id}/", {**sent, "opens_on": "2030-05-03", "version": "2"}))
    assert queries.stop(session, stop.id).opens_on == date(2030, 5, 3)


def test_the_wall_is_brought_into_order(staff, session):
    out = hung.Published()
    a, b, c = (out.winner() for _ in range(3))
    stop = hung.stop(hung.exhibition(), hung.today(), hung.today(), [a, b, c])
    at = f"/staff/exhibitions/stops/{stop.id}"
    staff.follow(staff.post(f"{at}/move", {"entry": c.id, "to": "1"}))
    staff.follow(staff.post(f"{at}/take-off", {"entry": a.id}))
    assert queries.hanging(session, stop.id) == [c.id, b.id]
    assert "as a number" in staff.follow(staff.post(f"{at}/move", {"entry": c.id, "to": "x"})).text
    assert queries.hanging(session, stop.id) == [c.id, b.id]


def test_a_hidden_work_is_marked_on_the_wall(staff):
    out = hung.Published()
    stop = hung.stop(hung.exhibition(), hung.today(), hung.today(), [out.winner(), out.winner(show="no")])
    assert staff.get(f"/staff/exhibitions/stops/{stop.id}/hanging").text.count("Hidden from the public") == 1


def test_an_exhibition_is_called_off_and_planned_again(staff, session):
    show = hung.exhibition()
    hung.stop(show, hung.today(), hung.today() + timedelta(days=1))
    at = f"/staff/exhibitions/{show.id}"
    staff.follow(staff.post(f"{at}/cancel"))
    assert "will not take place" in staff.get(f"/en/exhibitions/{show.slug}/").text
    staff.follow(staff.post(f"{at}/plan"))
    assert queries.by_id(session, show.id).state is ExhibitionState.PLANNED
    assert staff.get(f"/en/exhibitions/{show.slug}/").status_code == 404


@pytest.mark.parametrize(("path", "most"), [("{show}/", 9), ("stops/{stop}/works", 9), ("stops/{stop}/hanging", 9), ("", 7)])
def test_the_pages_ask_the_same_number_of_questions_however_much_hangs(staff, queries, path, most):
    out, show = hung.Published(), hung.exhibition()
    asked = []
    for n in (1, 3):
        stop = hung.stop(show, hung.today(), hung.today(), [out.winner() for _ in range(n)])
        staff.get("/staff/exhibitions/")
        with queries(most) as seen:
            assert staff.get(f"/staff/exhibitions/{path.format(show=show.id, stop=stop.id)}").status_code == 200
        asked.append(len(seen))
    if path != "stops/{stop}/hanging":
        assert len(set(asked)) == 1


@pytest.mark.parametrize("odd", ["9" * 30, "-1", "x", "٣", ""])
def test_numbers_nobody_typed_are_answered_calmly(staff, odd):
    show = hung.exhibition()
    stop = hung.stop(show, hung.today(), hung.today(), [hung.Published().winner()])
    at = f"/staff/exhibitions/stops/{stop.id}"
    for path, form in ((f"{at}/works", {"work": odd}), (f"{at}/move", {"entry": odd, "to": "1"}), (f"{at}/", {"version": odd}), (f"/staff/exhibitions/{show.slug}/edit", {"version": odd})):
        assert staff.post(path, form).status_code in {303, 404, 409, 422}
