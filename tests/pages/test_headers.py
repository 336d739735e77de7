"""What every answer says to the browser, which requests are not heard, and what odd addresses get."""

import re
import time
from dataclasses import replace

import pytest
from flask_migrate import stamp

from contest.accounts.passwords import hashed
from contest.app import create_app
from contest.db.extension import db
from contest.policy import Role
from contest.web import arrival
from tests import make

BRIEF = {"Accept": "application/json"}  # refusals without a whole page, which is quicker
PATHS = ("/en/", "/login", "/healthz", "/nowhere", "/en/help")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_safety_headers(browser, path):
    headers = browser.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}, {"Origin": "https://localhost"},
        {"Origin": "http://localhost.evil.example"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/login", "/logout", "/en/enter", "/nowhere"])
def test_a_write_from_another_site_is_not_heard(browser, path, headers):
    assert browser.post(path, headers=headers).status_code == 403


def test_a_write_from_our_own_page_is_heard(browser):
    assert browser.post("/login", headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}).status_code == 422


def test_reading_from_another_site_is_in_order(browser):
    assert browser.get("/login", headers={"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_the_host_a_visitor_claims_is_nowhere_in_the_answer(browser, path):
    answer = browser.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "worse.example", "Forwarded": "host=bad.example"})
    said = answer.text + str(answer.headers)
    assert not re.search("evil|worse|bad.example", said)


def test_a_redirect_stays_on_this_site(browser):
    for path in ("/", "/staff/", "/en", "//evil.example/", "/en//evil.example"):
        where = browser.get(path, headers={"Host": "evil.example"}).headers.get("Location", "/")
        assert where.startswith("/"), (path, where)
        assert not where.startswith("//"), (path, where)


@pytest.mark.parametrize("path", ["/staff/", "/staff/people", "/staff/governments/", "/account/"])
def test_private_pages_are_not_kept(browser, path):
    answer = browser.sign_in(make.account(Role.STAFF)).get(path)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser):
    account = make.account(Role.STAFF, password=hashed("a long enough secret"))
    answer = browser.post("/login", {"address": account.address, "password": "a long enough secret"})
    assert answer.status_code == 303
    cookies = answer.headers.getlist("Set-Cookie")
    assert [c for c in cookies if c.startswith("contest=")]
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain" not in cookie


def test_under_https_cookies_are_bound_to_the_host(config, tmp_path):
    kept = dict(db.session.session_factory.kw)
    app = create_app(replace(config, PUBLIC_URL="https://contest.example.org", SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'https.db'}"))
    db.session.session_factory.kw.clear()
    db.session.session_factory.kw.update(kept)
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert app.config["SESSION_COOKIE_SECURE"]
    answer = app.test_client().get("/healthz", base_url="https://contest.example.org")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_alive_is_told_without_asking_anything(browser, queries):
    with queries(0):
        answer = browser.client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})


def test_ready_is_told_part_by_part(own_app):
    client = own_app.test_client()
    answer = client.get("/readyz")  # tables made without revisions
    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": True, "migrations": False, "storage": True, "fonts": True})
    with own_app.app_context():
        stamp()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["ready"]) == (200, True)


@pytest.mark.parametrize("odd", ["0", "-1", "99999999999999999999999", "9223372036854775808", "1e3", "abc", "%00", "..%2f..%2fetc%2fpasswd", "'", "<b>", "8-1", "8-99999999999999999999"])
@pytest.mark.parametrize("path", ["/en/works/{}", "/en/editions/{}/", "/en/editions/{}/winners", "/en/governments/{}", "/en/exhibitions/{}/", "/en/enter/{}/photo", "/media/{}", "/exhibitions/{}.ics", "/invitations/{}", "/login/{}", "/en/consent/{}"])
def test_odd_addresses_are_missing_pages_not_errors(browser, path, odd):
    assert browser.get(path.format(odd), headers=BRIEF).status_code in {303, 400, 404, 409, 410}


@pytest.mark.parametrize("odd", ["0", "-1", "99999999999999999999999", "abc", "%00"])
@pytest.mark.parametrize("path", ["/staff/people/{}", "/staff/governments/{}", "/staff/editions/{}/", "/staff/rounds/{}/", "/staff/results/{}", "/staff/awards/{}/", "/staff/exhibitions/{}/", "/staff/letters/{}", "/staff/entries/{}"])
def test_odd_numbers_in_the_work_areas_are_missing_pages(browser, path, odd):
    assert browser.sign_in(make.account(Role.STAFF)).get(path.format(odd), headers=BRIEF).status_code in {400, 404}


@pytest.mark.parametrize("query", ["?page=0", "?page=-5", "?page=99999999999999999999", "?page=x", "?lang=xx", "?q=%00", "?q=%25_%5C", "?edition=x&tier=<b>&country=%00&division='", "?q=" + "a" * 3000])
def test_odd_questions_to_the_gallery_are_answered(browser, query):
    assert browser.get("/en/gallery" + query).status_code in {200, 303, 400, 404}


@pytest.mark.parametrize("path", ["/static/css/base.css", "/.env", "/.git/config", "/uploads/contest.db", "/assets/x/../../config.py", "/assets/x/%2e%2e/%2e%2e/config.py", "/assets/x/css/base.css"])
def test_files_beside_the_site_are_out_of_reach(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "SECRET" not in answer.text


def test_an_unknown_method_is_refused_with_what_would_be_heard(browser):
    answer = browser.client.delete("/login")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_body_that_is_too_large_is_refused(browser):
    assert browser.post("/login", data={"address": "a" * 2_100_000}).status_code == 413


@pytest.mark.parametrize("field", ["address", "password"])
def test_a_letter_no_store_keeps_is_refused_in_a_form(browser, field):
    assert browser.post("/login", {"address": "a@example.org", "password": "x", field: "a\0b"}).status_code in {400, 422}


@pytest.mark.parametrize("query", ["_scheme=x", "endpoint=x", "_external=1&_scheme=https", "_method=DELETE", "_anchor=x", "number=9", "lang=zz&page=2"])
def test_no_name_in_a_query_means_anything_to_the_router(browser, query):
    make.edition(number=98_001)
    browser.sign_in(make.account())
    for path in ("/en/", "/en/gallery", "/en/editions/98001/", "/login", "/staff/entries", "/staff/letters"):
        answer = browser.get(f"{path}?{query}")
        assert answer.status_code in {200, 303}, path
        assert "://localhost/en/gallery" not in answer.text


def test_the_language_switcher_keeps_the_query(browser):
    page = browser.get("/en/gallery?q=%E5%B1%B1+a%26b&lang=ru").text
    assert 'href="/ja/gallery?q=%E5%B1%B1+a%26b"' in page


@pytest.mark.parametrize(
    ("noted", "expected"),
    [(0, 0), (-3.5, -3.5), (-119, -119), (-121, 0), (5, 0)],
    ids=["now", "some seconds ago", "nearly two minutes ago", "longer than anybody waits", "a clock that is ahead"],
)
def test_a_request_counts_from_when_the_server_noted_it_and_no_header_shifts_that(app, noted, expected):
    now = time.time()
    header = {"X-Request-Start": f"t={now - 90:.3f}"}
    with app.test_request_context("/", headers=header, environ_overrides={arrival.KEY: now + noted}):
        assert abs(arrival.arrived().timestamp() - (now + expected)) < 1
    with app.test_request_context("/", headers=header):
        assert abs(arrival.arrived().timestamp() - now) < 1
