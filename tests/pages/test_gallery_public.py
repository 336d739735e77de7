"""The public face: what it shows, what it never shows, and what it costs."""

import csv
import io
import itertools
import re
from datetime import date, timedelta
from html import unescape

import pytest

from contest.awards.models import AllocationLine
from contest.awards.states import AllocationState
from contest.core import clock
from contest.core.languages import CODES
from contest.editions.models import Division, ReportedFigure
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries.queries.public import held_for
from contest.entries.rules import public_face
from contest.entries.states import EntryState
from contest.gallery import queries
from contest.gallery.queries import Filters
from contest.policy import PUBLIC
from tests import hung, make

PAGES = [
    "/en/", "/en/editions/", "/en/editions/{n}/", "/en/editions/{n}/winners", "/en/gallery", "/en/exhibitions/", "/en/governments/", "/en/statistics",
    "/en/help", "/en/contact", "/en/privacy", "/en/accessibility", "/en/editions/{n}/winners.csv", "/en/editions/{n}/winners.json", "/exhibitions.ics",
]  # fmt: skip


def crawl(browser, start):
    """Every page that can be reached from these, by address."""
    seen, todo = {}, list(start)
    while todo:
        path = todo.pop().split("#")[0]
        if path in seen or not path.startswith("/") or path.startswith(("/media/", "/assets/", "/login")) or re.match(r"/../(enter|my)", path):
            continue
        answer = browser.get(path)
        seen[path] = answer.text
        if answer.mimetype == "text/html" and path.startswith(("/en/", "/works/")):
            links = [unescape(href) for href in re.findall(r'(?:href|src)="([^"]+)"', answer.text)]
            todo += [href for href in links if re.match(r"/(en|works|exhibitions)", href)]
        assert len(seen) < 300, "pages without end"
    return seen


# ── before anything is there ──


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", ["/", "/editions/", "/gallery", "/exhibitions/", "/governments/", "/statistics"])
def test_an_empty_site_says_so(browser, code, path):
    assert browser.get(f"/{code}{path}").status_code == 200


def test_the_first_contest_is_being_prepared(browser):
    make.edition(state=EditionState.DRAFT, number=1)
    page = browser.get("/en/").text
    assert "is being prepared" in page
    assert browser.get("/en/editions/1/").status_code == 404


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(1, 9, "Opens soon"), (-1, 9, "Open for entries"), (-9, -1, "Entries are closed")]
)
def test_the_home_page_tells_the_phase(browser, opens, closes, words):
    now = clock.now()
    make.edition(opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes), endorse_by=now + timedelta(days=20))
    assert words in browser.get("/en/").text


def test_it_tells_when_judges_are_looking(browser):
    now = clock.now()
    edition = make.edition(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    before = browser.get("/en/").text
    make.judging_round(edition, state="open")
    after = browser.get("/en/").text
    assert ("Being judged" in before, "Being judged" in after) == (False, True)


# ── consent decides ──

NAMES = [("full", "Full Name"), ("short", "F."), ("region", None), (None, None)]


@pytest.mark.parametrize(("how", "shown"), NAMES)
def test_a_card_bears_the_name_that_was_permitted(session, how, shown):
    out = hung.Published()
    who = make.student(out.edition, full_name="Full Name", short_name="F.", age=15)
    entry = out.winner(asked=False, student=who)
    make.consent(entry, Purpose.SHOW)
    if how:
        make.consent(entry, Purpose.NAME, how)
    card = queries.cards_of(session, "en", [entry.id])[entry.id]
    assert (card.name, card.age, card.public_number) == (shown, 15, out.number(entry))


ANSWERS = ["none", "yes", "no", "wish", "withdrawn", "yes then no", "no then yes", "yes then withdrawn no", "yes then wish no"]
CASES = [(EditionState.PUBLISHED, EntryState.ACCEPTED, False, answer) for answer in ANSWERS] + [
    (edition, state, down, "yes")
    for edition, state, down in itertools.product(
        [EditionState.ARCHIVED, EditionState.ANNOUNCED, EditionState.PUBLISHED], [EntryState.ACCEPTED, EntryState.WITHDRAWN, EntryState.DISQUALIFIED], [False, True]
    )
    if (edition, state, down) != (EditionState.PUBLISHED, EntryState.ACCEPTED, False)
]


def test_the_database_decides_as_the_rule_does(session):
    """The statement that finds public works and `entries.rules.public_face` agree in every case."""
    now = clock.now()
    editions = {state: hung.Published(state=state) for state in {case[0] for case in CASES}}
    entries = {}
    for case in CASES:
        out = editions[case[0]]
        entry = out.winner(asked=False, state=case[1], taken_down_at=now if case[2] else None, submitted_at=now, accepted_at=now)
        answers = {
            "yes": [("yes", "link", False)], "no": [("no", "link", False)], "wish": [("yes", "wish", False)], "withdrawn": [("yes", "link", True)],
            "yes then no": [("yes", "link", False), ("no", "paper", False)], "no then yes": [("no", "link", False), ("yes", "paper", False)],
            "yes then withdrawn no": [("yes", "link", False), ("no", "link", True)], "yes then wish no": [("yes", "link", False), ("no", "wish", False)],
        }.get(case[3], [])  # fmt: skip
        for n, (answer, method, withdrawn) in enumerate(answers):
            at = now + timedelta(seconds=n)
            make.consent(entry, Purpose.SHOW, answer, method, at=at, withdrawn_at=at if withdrawn else None)
        entries[case] = entry
    ids = [entry.id for entry in entries.values()]
    shown, held = set(queries.cards_of(session, "en", ids)), held_for(session, ids)
    ruled = {
        entry.id
        for case, entry in entries.items()
        if public_face(
            published=case[0] is not EditionState.ANNOUNCED, awarded=True, state=case[1], taken_down=case[2], held=held[entry.id], full_name="x", short_name=""
        )
    }
    assert shown == ruled
    assert len(ruled) == 4 + 1


def test_a_picture_opens_only_while_its_work_is_public(session):
    out = hung.Published()
    entry, hidden = out.winner(), out.winner(show="no")
    def seen(each):
        session.expire_all()
        return queries.may_see(session, PUBLIC, session.get_one(make.Picture, each.picture_id))

    assert (seen(entry), seen(hidden)) == (True, False)
    entry.taken_down_at = clock.now()
    session.flush()
    assert not seen(entry)
    old = make.picture_of(entry)
    entry.taken_down_at, entry.picture_id = None, make.picture_of(entry).id
    session.flush()
    assert not queries.may_see(session, PUBLIC, old)


def test_nothing_else_of_a_child_reaches_any_public_page(browser):
    out = hung.Published()
    home = make.government()
    secrets = {
        "latin_name": "SECRET-LATIN", "reading": "SECRET-READING", "email": "secret@example.org", "phone": "SECRET-PHONE", "born": date(2009, 8, 7),
        "full_name": "SECRET-FULL", "short_name": "SECRET-SHORT",
    }  # fmt: skip
    works = []
    for how in ("region", None):
        who = make.student(out.edition, **secrets)
        entry = out.winner(
            asked=False, student=who, government=home, school="SECRET-SCHOOL", teacher="SECRET-TEACHER", guardian_email="secret@example.com", receipt=f"SECRET-{how}",
            reason="SECRET-REASON", mend="SECRET-MEND", search_text="secret-search",
        )  # fmt: skip
        make.consent(entry, Purpose.SHOW, given_by="SECRET-GUARDIAN", evidence="SECRET-EVIDENCE")
        if how:
            make.consent(entry, Purpose.NAME, how, given_by="SECRET-GUARDIAN")
        works.append(entry)
    gone = out.winner(show="no", title="SECRET-TITLE", description="SECRET-WORDS", student=make.student(out.edition, **secrets))
    show = hung.exhibition(out.edition)
    hung.stop(show, hung.today(), hung.today(), [*works, gone])
    seen = crawl(browser, [*(page.format(n=out.edition.number) for page in PAGES), f"/exhibitions/{show.slug}.ics", "/en/gallery?q=SECRET"])
    assert len(seen) > 25
    for path, text in seen.items():
        assert not re.search("secret[-@]", text.lower()), path
        assert "2009" not in text, path


def test_a_hidden_name_is_searched_like_nonsense(browser):
    out = hung.Published()
    out.winner(name="region", student=make.student(out.edition, full_name="Jargalsaikhan", short_name="Jar."), title="Blue")
    named = out.winner(name="short", student=make.student(out.edition, full_name="Otgonbayar", short_name="Otgo"), title="ﾊﾙの Sea")
    def found(q):
        return re.findall(r'class="work-card" href="([^"]+)"', browser.get("/en/gallery", query_string={"q": q}).text)

    mine = [f"/en/works/{out.number(named)}"]
    assert [found(q) for q in ("Jargal", "Jar.", "Otgonb", "%", "_", "zzz")] == [[]] * 6
    assert [found("OTGO"), found("ハル"), found("  sea ")] == [mine, mine, mine]


# ── the embargo ──


def test_before_the_release_no_page_knows_of_a_locked_allocation(browser):
    out = hung.Published()
    out.winner()
    now = clock.now()
    edition = make.edition(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    make.judging_round(edition, state="closed")
    entry = make.entry(edition=edition, state=EntryState.ACCEPTED, public_number=1)
    make.consents(entry)
    entry.picture_id = make.picture_of(entry).id
    level = hung.tier(edition)
    paths = [page.format(n=edition.number) for page in PAGES] + [f"/en/works/{edition.number}-0001", f"/en/gallery?edition={edition.number}"]
    def everything():
        return {path: (answer.status_code, answer.data) for path in paths for answer in [browser.get(path)]}

    before = everything()
    version = hung.allocation(edition, state=AllocationState.LOCKED, publish_at=now + timedelta(days=1), published_at=None)
    make.save(AllocationLine(allocation_id=version.id, entry_id=entry.id, rank=1, mean_over="9", mean_under="1", tier_id=level.id))
    after = everything()
    assert before == after
    assert b"not published yet" in before[f"/en/editions/{edition.number}/winners"][1]
    assert before[f"/en/works/{edition.number}-0001"][0] == 404


# ── pages ──


def test_winners_stand_by_tier_with_all_that_won_counted(browser):
    out = hung.Published()
    out.winner("grand", title="The best")
    for _ in range(2):
        out.winner("gold")
    out.winner("gold", show="no", title="Not for you")
    out.winner("selected", state=EntryState.WITHDRAWN, submitted_at=clock.now())
    page = browser.get(f"/en/editions/{out.edition.number}/winners").text
    assert page.index("The best") < page.index("Gold en")
    assert re.findall(r'class="count">(\d+)', page) == ["1", "3"]
    assert "1 more work won this award" in page
    assert "Not for you" not in page
    assert "4 works won an award" in page


def test_the_table_of_winners_is_safe_and_says_only_what_is_permitted(browser):
    out = hung.Published()
    out.winner("grand", title='=HYPERLINK("x"), "quoted"', student=make.student(out.edition, full_name="@name"))
    out.winner("gold", name="region", title="海", student=make.student(out.edition, full_name="Hidden"))
    answer = browser.get(f"/ru/editions/{out.edition.number}/winners.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [row[2] for row in rows[1:]] == ['\'=HYPERLINK("x"), "quoted"', "海"]
    assert [row[4] for row in rows[1:]] == ["'@name", ""]
    data = browser.get(f"/ru/editions/{out.edition.number}/winners.json").json
    assert [(work["title"], work["name"]) for work in data["works"]] == [('=HYPERLINK("x"), "quoted"', "@name"), ("海", None)]


def test_the_gallery_is_narrowed_by_what_the_address_asks(browser):
    one, two = hung.Published(number=7), hung.Published(number=8)
    east, north = make.government(country="JP"), make.government(country="MN")
    poster = make.save(Division(edition_id=two.edition.id, position=2, names={"en": "Poster"}))
    make.save(Division(edition_id=two.edition.id, position=1, names={"en": "Painting"}))
    a, b, c = one.winner("gold", government=east), two.winner("gold", government=north), two.winner("grand", government=east, division_id=poster.id)
    numbers = {one.number(a): "a", two.number(b): "b", two.number(c): "c"}
    def shown(query):
        return "".join(numbers[n] for n in re.findall(r'class="work-card" href="/en/works/([^"]+)"', browser.get(f"/en/gallery?{query}").text))

    asked = {
        "": "cba", "edition=8": "cb", "edition=7": "a", "country=JP": "ca", f"government={north.key}": "b", "tier=grand": "c", "division=poster": "c",
        "edition=8&country=JP": "c", "edition=x&country=XX&tier=tin&page=99&division=no": "cba",
    }  # fmt: skip
    assert {query: shown(query) for query in asked} == asked
    page = browser.get("/en/gallery?edition=7&tier=grand").text
    assert "No works match" in page
    assert re.findall(r'class="chip" href="([^"]+)"', page) == ["/en/gallery?tier=grand", "/en/gallery?edition=7"]


def test_the_gallery_has_pages(browser):
    out = hung.Published()
    out.many(50, 1, make.government())
    pages = [browser.get(f"/en/gallery?page={n}").text for n in (1, 2)]
    assert [page.count('class="work-card"') for page in pages] == [48, 2]
    assert "50 works" in pages[1]


def test_a_work_has_its_label_its_neighbours_and_its_code(browser):
    out = hung.Published(number=8)
    for n in (3, 5, 9):
        out.winner(public_number=n, title=f"Work {n}", medium="ink", width_mm=297, height_mm=420, painted_in=2019, language="mn")
    page = browser.get("/en/works/8-0005").text
    assert "/en/works/8-0003" in page
    assert "/en/works/8-0009" in page
    assert 'lang="mn">Work 5' in page
    assert "297 × 420 mm" in page
    assert "http://localhost/works/8-0005" in page
    code = browser.get("/works/8-0005/qr.svg")
    assert (code.mimetype, b"<svg" in code.data) == ("image/svg+xml", True)


def test_a_printed_number_leads_to_the_readers_language(browser):
    hung.Published(number=8).winner(public_number=5)
    answer = browser.get("/works/8-0005", headers={"Accept-Language": "mn-MN,en;q=0.5"})
    assert (answer.status_code, answer.location) == (302, "/mn/works/8-0005")
    for bad in ("8-0006", "8-5", "8-00005", "x", "8-0005x", "99-0005"):
        assert browser.get(f"/works/{bad}").status_code == 404, bad
        assert browser.get(f"/en/works/{bad}").status_code == 404, bad
        assert browser.get(f"/works/{bad}/qr.svg").status_code == 404, bad


def test_reported_figures_stand_beside_the_counted_ones(browser):
    out = hung.Published()
    home = make.government(country="KR")
    out.winner(government=home)
    make.entry(edition=out.edition, state=EntryState.ACCEPTED, government=home)
    make.entry(edition=out.edition, state=EntryState.SUBMITTED, government=home)
    make.save(ReportedFigure(edition_id=out.edition.id, what="entries", about="KR", value=32, source="Example Times"))
    for path in (f"/en/editions/{out.edition.number}/", "/en/statistics"):
        page = browser.get(path).text
        assert re.search(r"Works: Republic of Korea.*?>2<.*?>32.*?Example Times", page, re.DOTALL), path


def test_a_government_has_its_page_with_its_part_in_the_contest(browser):
    out = hung.Published(number=8)
    home = make.government(key="KR-99", contact="Ask Example Office", country="KR")
    out.winner(government=home, title="From here")
    make.entry(edition=out.edition, state=EntryState.ACCEPTED, government=home)
    page = browser.get("/en/governments/KR-99").text
    assert "Ask Example Office" in page
    assert "From here" in page
    assert re.search(r'/en/editions/8/.*?"Works">2<.*?"Winners">1<', page, re.DOTALL)
    assert browser.get("/en/governments/XX-99").status_code == 404


@pytest.mark.parametrize("code", CODES)
def test_every_page_speaks_every_language_and_keeps_its_manners(browser, code):
    out = hung.Published()
    entry = out.winner("grand")
    home = make.government()
    show = hung.exhibition(out.edition)
    hung.stop(show, hung.today(), hung.today() + timedelta(days=3), [entry])
    hung.stop(show, hung.today() + timedelta(days=9), hung.today() + timedelta(days=12), cancelled=True)
    paths = [page.format(n=out.edition.number).replace("/en/", f"/{code}/") for page in PAGES]
    paths += [f"/{code}/works/{out.number(entry)}", f"/{code}/exhibitions/{show.slug}/", f"/{code}/exhibitions/{show.slug}/slideshow", f"/{code}/governments/{home.key}"]
    for path in paths:
        assert browser.get(path).status_code == 200, path


# ── what it costs ──


COSTS = {
    "/en/": 5, "/en/editions/": 2, "/en/editions/{n}/": 6, "/en/editions/{n}/winners": 4, "/en/gallery": 3, "/en/gallery?q=a": 4, "/en/works/{n}-0001": 3,
    "/en/exhibitions/": 4, "/en/exhibitions/{slug}/": 4, "/en/exhibitions/{slug}/slideshow": 4, "/en/governments/": 3, "/en/governments/{key}": 4,
    "/en/statistics": 3, "/en/editions/{n}/winners.csv": 3, "/exhibitions.ics": 1,
}  # fmt: skip


def test_a_page_asks_the_same_number_of_questions_however_much_there_is(browser, queries):
    out, show, home = hung.Published(), hung.exhibition(), make.government()
    addresses = {page.format(n=out.edition.number, slug=show.slug, key=home.key): most for page, most in COSTS.items()}
    asked = {address: [] for address in addresses}
    for first, last in ((1, 2), (2, 4), (4, 201)):
        start = hung.today() + timedelta(days=3 * first)
        hung.stop(show, start, start + timedelta(days=1), out.many(last - first, first, home))
        for address, most in addresses.items():
            with queries(most) as seen:
                assert browser.get(address).status_code == 200, address
            asked[address].append(len(seen))
    assert not {address: counts for address, counts in asked.items() if len(set(counts)) > 1}


def test_a_public_page_is_the_same_for_everybody_and_costs_a_304_the_second_time(browser):
    out = hung.Published()
    entry = out.winner()
    for path in ("/en/", "/en/gallery", f"/en/works/{out.number(entry)}", "/en/statistics", "/en/help", f"/en/editions/{out.edition.number}/winners", "/exhibitions.ics"):
        first = browser.get(path)
        assert "public" in first.headers["Cache-Control"], path
        assert "Set-Cookie" not in first.headers, path
        assert "Cookie" not in first.headers.get("Vary", ""), path
        again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        browser.sign_in(make.account())
        assert browser.get(path).data == first.data, path


def test_a_work_taken_down_is_gone_at_the_next_request(browser):
    out = hung.Published()
    entry = out.winner(title="Here today")
    path = f"/en/works/{out.number(entry)}"
    assert browser.get(path).status_code == 200
    entry.taken_down_at = clock.now()
    assert browser.get(path).status_code == 404
    assert "Here today" not in browser.get("/en/gallery").text + browser.get(f"/en/editions/{out.edition.number}/winners").text


def test_filters_of_the_query_are_plain_values(session):
    assert queries.works(session, "en", Filters(q="%' OR 1=1 --"), offset=0, limit=9) == ([], 0)


@pytest.mark.parametrize(("words", "alt"), [("A red kite.", "A red kite."), ("空" * 400, "空" * 149 + "…"), ("", "Painting")])
def test_who_cannot_see_a_picture_is_told_what_is_in_it(browser, words, alt):
    out = hung.Published()
    entry = out.winner(title="Painting", description=words)
    page = browser.get(f"/en/works/{out.edition.number}-{entry.public_number:04d}")
    assert f'alt="{alt}"' in page.text


def test_an_edition_s_page_names_the_exhibitions_its_report_lists(browser):
    out = hung.Published()
    listed, elsewhere = hung.exhibition(edition_id=out.edition.id, titles=make.six("Listed here")), hung.exhibition(edition_id=None, titles=make.six("Of no report"))
    for show in (listed, elsewhere):
        hung.stop(show, date(2026, 5, 1), date(2026, 5, 9))
    page = browser.get(f"/en/editions/{out.edition.number}/").text
    assert "Listed here" in page
    assert "Of no report" not in page
    assert "Of no report" in browser.get("/en/exhibitions/").text
