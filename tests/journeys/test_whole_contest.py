"""One painting's way: from a photo on a telephone to the wall of an exhibition, as everybody who has a hand in it sees it.

The instance is empty at the start, and everything happens in the browser, on pages made for whoever is acting.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from contest.accounts import actions as accounts
from contest.core import clock
from contest.core.clock import wall_clock
from contest.policy import SYSTEM
from tests.journeys import entering
from tests.journeys.conftest import Site, Visit, Visitor
from tests.journeys.seeding import work

pytestmark = pytest.mark.browser

PAINTER = entering.Painter(
    language="en", full_name="Example One", latin_name="Example One", title="Kites over the snow", government="MN-046", school="Example School 1",
    description="Two children fly a red kite over a snowy steppe.",
)  # fmt: skip
SIGNATURE = "Example Parent"
# What the judges think of each work, so that no two come out equal.
TASTE = {PAINTER.title: (9, 8), "A tiger in autumn": (7, 7), "Boats in the harbour": (5, 6), "The night train": (2, 3)}
SLUG = "spring-hall"


def test_a_painting_goes_from_a_photo_to_the_wall(site: Site, visit: Visit) -> None:
    staff = staff_come_in(site, visit)
    staff_set_up_the_edition(staff)
    colleague = come_by_invitation(visit, invite(staff, role="staff", name="Example Colleague", address="colleague@example.org"), "a colleague")
    coordinator = come_by_invitation(
        visit,
        invite(staff, role="coordinator", name="Example Coordinator", address="coordinator@example.org", government=PAINTER.government),
        "the coordinator",
    )
    receipt, link = student_enters(visit)
    guardian_agrees(visit, link)
    coordinator_endorses(coordinator, receipt)
    staff_accept(staff, receipt)
    others_have_entered(site)

    round_page = staff_make_a_round(staff)
    links = [invite_judge(staff, round_page, f"Example Judge {n}", f"judge-{n}@example.org") for n in ("One", "Two")]
    by_keyboard = come_by_invitation(visit, links[0], "a judge who uses the keyboard")
    by_form = come_by_invitation(visit, links[1], "a judge without scripts", scripts=False)
    staff_open_the_round(staff, round_page)
    judge_by_keyboard(by_keyboard)
    judge_by_form(by_form)

    staff_close_the_round(staff, round_page)
    version = staff_propose(staff)
    colleague_locks_and_publishes(colleague, version)
    number = everybody_sees_the_winner(visit)
    staff_hang_it(staff)
    everybody_sees_it_in_the_exhibition(visit, number)
    staff_read_the_letters(staff)


# ── the secretariat begins ──


def staff_come_in(site: Site, visit: Visit) -> Visitor:
    """`flask staff add` prints a link; opening it only asks, its button signs in."""
    link = site.do(lambda session: accounts.add_staff(session, SYSTEM, "staff@example.org", "Example Officer", "en", now=clock.now()))
    staff = visit("staff")
    staff.go(link)
    staff.shot("01-sign-in-link")
    staff.press("Sign in")
    staff.page.wait_for_url("**/staff/")
    staff.shot("02-empty-instance")
    return staff


def in_days(days: int, *, hour: int = 18) -> str:
    """A moment of Seoul's clock as the browser's own field takes it."""
    day = wall_clock(clock.now(), "Asia/Seoul") + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour).strftime("%Y-%m-%dT%H:%M")


def staff_set_up_the_edition(staff: Visitor) -> None:
    """Governments from the register, the 14th edition from the standard texts, a theme, two tiers; then announced."""
    staff.go("/staff/governments/")
    staff.press("Load the register")
    staff.page.get_by_text("Uvs").first.wait_for()
    staff.shot("03-governments")
    staff.go("/staff/editions/")
    staff.follow("Start the first edition")
    staff.fill(number="14", year=in_days(30)[:4], closes_at=in_days(30))
    staff.send()
    staff.page.wait_for_url("**/staff/editions/14/")
    staff.shot("04-edition")
    staff.go("/staff/editions/14/themes/")
    staff.fill(names__en="Where we come from", names__mn="Бидний нутаг")
    staff.send()
    staff.page.get_by_role("cell", name="Where we come from").or_(staff.page.get_by_text("Where we come from")).first.wait_for()
    staff.go("/staff/awards/14/tiers")
    for row, (mark, name) in enumerate((("grand", "Grand Prize"), ("selected", "Selected Work"))):
        staff.choose(**{f"tiers-{row}-mark": mark})
        staff.fill(**{f"tiers-{row}-places": "1", f"tiers-{row}-names-en": name})
        staff.send()
        staff.page.get_by_text("The tiers are saved.").wait_for()
    staff.shot("05-tiers")
    staff.go("/staff/editions/14/announce")
    staff.shot("06-check-before-announcing")
    staff.press("Announce")
    staff.page.wait_for_url("**/staff/editions/14/")


def invite(staff: Visitor, *, role: str, name: str, address: str, government: str = "") -> str:
    """The link is shown once; staff copy it."""
    staff.go("/staff/people/invite")
    staff.choose(role=role)
    if government:
        staff.choose(government=str(entering.government_id(staff.site, government)))
    staff.fill(name=name, address=address)
    staff.send()
    staff.page.wait_for_url("**/staff/people/invitations")
    link = staff.page.locator(".copyable input").input_value()
    assert staff.page.reload()
    assert not staff.page.locator(".copyable").count(), "the link is shown a second time"
    return link


def come_by_invitation(visit: Visit, link: str, name: str, *, scripts: bool = True) -> Visitor:
    """Somebody opens the link they were given and accepts."""
    guest = visit(name, scripts=scripts)
    guest.go(link)
    guest.shot("07-invitation")
    guest.press("Accept the invitation")
    guest.page.get_by_text("Your account is ready").wait_for()
    return guest


# ── a painting comes in ──


def student_enters(visit: Visit) -> tuple[str, str]:
    """With a telephone, a photo that lies on its side, and no account."""
    student = visit("a student", width=390)
    student.go("/en/")
    student.shot("10-home")
    entering.start(student, "en")
    entering.upload(student, entering.photo(11, "kites", turned=True))
    width, height = entering.loaded(student.page.locator("main .frame-picture img"))
    upright = entering.photo_size(11, "kites")
    assert (width > height) == (upright[0] > upright[1]), "the note of the camera was not heeded"
    entering.looks_right(student)
    entering.about_the_painting(student, PAINTER)
    entering.about_the_painter(student, PAINTER)
    entering.school_and_region(student, PAINTER)
    entering.wishes(student, PAINTER)
    receipt, link = entering.check_and_send(student)
    student.go(student.page.url)  # worth a bookmark
    assert student.page.locator(".enter-number").inner_text() == receipt
    return receipt, link


def guardian_agrees(visit: Visit, link: str) -> None:
    """Opening the link changes nothing; the answers do."""
    guardian = visit("a guardian", width=390)
    entering.answer_for_the_child(guardian, link, PAINTER.wishes, SIGNATURE)
    entering.loaded(guardian.page.locator("main .enter-stage img"))


def coordinator_endorses(coordinator: Visitor, receipt: str) -> None:
    """Among the own government's works, with the guardian's yes."""
    coordinator.go("/org/")
    coordinator.shot("40-coordinator-home")
    coordinator.go("/org/works")
    coordinator.shot("41-coordinator-works")
    coordinator.follow(PAINTER.title)
    coordinator.page.wait_for_url(f"**/org/works/{receipt}")
    assert min(entering.loaded(coordinator.page.locator("main figure img").first)) > 0
    assert coordinator.page.get_by_text(SIGNATURE).first.is_visible()
    coordinator.shot("42-coordinator-work")
    coordinator.press("Endorse")
    coordinator.page.get_by_text("The work is endorsed.").wait_for()


def staff_accept(staff: Visitor, receipt: str) -> None:
    """The secretariat looks at it and lets it be judged."""
    staff.go("/staff/")
    staff.shot("43-staff-home")
    staff.go("/staff/entries")
    staff.shot("44-staff-entries")
    staff.go("/staff/entries/next")
    assert staff.page.url.endswith(receipt)
    staff.shot("45-staff-entry")
    staff.page.get_by_role("button", name=re.compile("^Accept")).first.click()
    staff.page.get_by_text(f"Accepted: {PAINTER.title}").first.wait_for()


def others_have_entered(site: Site) -> None:
    """Three more works came the same way."""
    site.do(lambda s: work(s, site, 14, "A tiger in autumn", "tiger", "KR-47", show="no"))
    site.do(lambda s: work(s, site, 14, "Boats in the harbour", "harbour", "JP-05"))
    site.do(lambda s: work(s, site, 14, "The night train", "city", "RU-TOM"))


# ── judging ──


def staff_make_a_round(staff: Visitor) -> str:
    """Name, briefing, promise and criteria are there to be looked through; each step of the preparation names the next."""
    staff.go("/staff/rounds/")
    staff.follow("New round")
    staff.shot("50-new-round")
    staff.fill(closes_at=in_days(20))
    staff.tick("own_words")  # a title tells the judges of this journey which work they look at
    staff.press("Save and go on")
    staff.page.wait_for_url(re.compile(r"/staff/rounds/\d+/works$"))
    assert staff.page.get_by_text("The round judges 4 works as it stands now.").is_visible()
    staff.shot("51-works")
    staff.follow("Go on: Criteria")
    staff.page.wait_for_url("**/criteria")
    assert staff.page.locator("main tbody tr").count() >= 2
    staff.shot("52-criteria")
    staff.follow("Go on: Judges")
    staff.page.wait_for_url("**/judges")
    return staff.page.url.removesuffix("judges")


def invite_judge(staff: Visitor, round_page: str, name: str, address: str) -> str:
    """From the step of the judges; the link is shown once."""
    staff.go(f"{round_page}judges")
    staff.fill(name=name, address=address)
    staff.press("Invite")
    link = staff.page.locator(".copyable input").input_value()
    staff.shot("53-judge-invited")
    return link


def staff_open_the_round(staff: Visitor, round_page: str) -> None:
    """The judges are here. Who looks at what, and a last look at all of it before nothing can change any more."""
    staff.go(f"{round_page}judges")
    assert {"Example Judge One", "Example Judge Two"} <= set(staff.page.locator("main tbody th").all_inner_texts())
    staff.shot("54-judges-are-here")
    staff.follow("Go on: Who looks at what")
    staff.page.wait_for_url("**/assignment")
    staff.shot("55-assignment")
    staff.press("Every judge gets every work")
    staff.page.wait_for_url("**/open")
    staff.shot("56-before-opening")
    staff.press("Open the round")
    staff.page.get_by_text("The round is open.").wait_for()
    staff.shot("57-monitor")


def begin_judging(judge: Visitor) -> None:
    """From the judge's first page through the briefing to the first work; nothing is shown before the promise."""
    judge.go("/judge/")
    judge.shot("60-judge-home")
    judge.follow("About this round")
    judge.follow("Read the briefing")
    judge.page.wait_for_url("**/briefing")
    judge.fill(people="Example Five, a pupil of mine")
    judge.tick("promise")
    judge.shot("61-briefing")
    judge.press("I have read this, start")
    judge.page.wait_for_url("**/works/*")


def opinion(judge: Visitor) -> tuple[int, int]:
    """What this judge thinks of the work on the desk. The page says nothing of its maker."""
    words = judge.page.locator("main").inner_text()
    source = judge.page.content()
    for secret in (PAINTER.full_name, PAINTER.school, "Uvs", "MN-046"):
        assert secret not in source, f"the judge's desk says {secret!r}"
    (title,) = [title for title in TASTE if title in words]
    return TASTE[title]


def judge_by_keyboard(judge: Visitor) -> None:
    """Digits mark, and the desk goes on by itself. Only the server says that all is done."""
    begin_judging(judge)
    page = judge.page
    for n in range(len(TASTE)):
        page.locator(".desk-live .judge-picture canvas").wait_for()
        judge.shot(f"62-desk-{n}")
        digit, _other = opinion(judge)
        code = page.url.rsplit("/", 1)[-1]
        for _scale in page.locator("fieldset.scale").all():
            page.keyboard.press(f"Digit{digit}")
        if n + 1 < len(TASTE):
            page.wait_for_url(lambda url, code=code: code not in url)
    page.locator("[data-news]", has_text="The server has marks for all your works.").wait_for()
    assert page.locator("[data-state]").inner_text() == "Saved"
    judge.follow("Check and sign off")
    sign_off(judge)


def judge_by_form(judge: Visitor) -> None:
    """Without any script: a mark for each criterion, and the button."""
    begin_judging(judge)
    page = judge.page
    for _work in range(len(TASTE)):
        _other, step = opinion(judge)
        code = page.url.rsplit("/", 1)[-1]
        for scale in page.locator("form[data-code] fieldset.scale").all():
            scale.locator(".scale-point", has=page.get_by_text(str(step), exact=True)).click()
        judge.press("Save and next")
        page.wait_for_url(lambda url, code=code: code not in url)
    sign_off(judge)


def sign_off(judge: Visitor) -> None:
    """All marked; the judge says so."""
    judge.page.wait_for_url("**/sign-off")
    judge.shot("63-sign-off")
    judge.press("Sign off my marks")
    judge.page.get_by_text("You have signed off").first.wait_for()


def staff_close_the_round(staff: Visitor, round_page: str) -> None:
    """Nothing is missing; the standings can be read from now on."""
    staff.go(f"{round_page}close")
    assert staff.page.get_by_text("No vote is missing.").is_visible()
    staff.press("Close the round")
    staff.page.get_by_text("The round is closed.").first.wait_for()
    staff.follow("Results")
    staff.page.wait_for_url("**/staff/results/*")
    first = staff.page.locator("main tbody tr").first
    assert PAINTER.title in first.inner_text()
    staff.shot("70-standings")


# ── awards ──


def staff_propose(staff: Visitor) -> str:
    """The preview becomes a version; who proposed it cannot lock it."""
    staff.go("/staff/awards/14/")
    staff.shot("71-preview")
    staff.press("Store as a version to be locked")
    staff.page.wait_for_url("**/versions/1")
    assert not staff.page.get_by_role("button", name="Lock this version").count()
    staff.shot("72-version")
    return staff.page.url


def colleague_locks_and_publishes(colleague: Visitor, version: str) -> None:
    """The second pair of eyes; then the number of winners, typed."""
    colleague.go(version)
    colleague.press("Lock this version")
    colleague.page.get_by_text("Version 1 is locked.").wait_for()
    assert colleague.page.get_by_text("1 work stays hidden").is_visible()
    colleague.shot("73-locked")
    colleague.fill(winners="2")
    colleague.press("Publish the winners now")
    colleague.page.get_by_text("The winners are published.").wait_for()
    colleague.shot("74-published")


def everybody_sees_the_winner(visit: Visit) -> str:
    """The winners, the gallery, the work: with the picture and the name its guardian permitted, and no other."""
    reader = visit("a reader of the site")
    reader.go("/en/")
    reader.shot("80-home")
    reader.go("/en/editions/14/winners")
    reader.shot("81-winners")
    words = reader.page.locator("main").inner_text()
    assert PAINTER.title in words
    assert "A tiger in autumn" not in words, "a work is shown without permission"
    reader.page.locator("main a[href*='/works/']").first.click()
    reader.page.wait_for_url("**/en/works/*")
    assert min(entering.loaded(reader.page.locator("main img").first)) > 0
    text = reader.page.locator("main").inner_text()
    assert PAINTER.title in text
    assert PAINTER.full_name in text
    assert PAINTER.school not in text
    assert reader.page.locator("main img").first.get_attribute("alt")
    assert PAINTER.description in text
    reader.shot("82-work")
    number = reader.page.url.rsplit("/", 1)[-1]
    reader.go("/en/gallery")
    reader.shot("83-gallery")
    return number


# ── on the wall ──


def staff_hang_it(staff: Visitor) -> None:
    """A hall, an exhibition, a stop; the work is hung and the public told."""
    staff.go("/staff/exhibitions/venues/new")
    staff.fill(names__en="Spring Hall", cities__en="Pohang", address="1 Example Street")
    staff.choose(country="KR", zone="Asia/Seoul")
    staff.shot("90-venue")
    staff.send()
    staff.go("/staff/exhibitions/new")
    staff.fill(titles__en="Children of the north-east", introductions__en="Paintings from five countries.", slug=SLUG)
    staff.shot("91-new-exhibition")
    staff.send()
    staff.page.wait_for_url(re.compile(r"/staff/exhibitions/\d+/$"))
    page = staff.page.url
    staff.go(f"{page}stops/new")
    staff.fill(opens_on=in_days(60)[:10], closes_on=in_days(67)[:10])
    staff.send()
    staff.page.wait_for_url("**/works")
    staff.shot("92-choose-works")
    staff.mark(staff.page.locator("main input[type=checkbox][name=work]").first)
    staff.page.locator("main form[method=post] button[type=submit]").last.click()
    staff.page.get_by_text("hung").first.wait_for()
    staff.go(page)
    staff.shot("93-exhibition")
    staff.page.get_by_role("button", name=re.compile("^Announce")).first.click()
    staff.page.get_by_text("The exhibition is announced.").wait_for()


def everybody_sees_it_in_the_exhibition(visit: Visit, number: str) -> None:
    """On the public page, and as days in a calendar."""
    reader = visit("a reader with a telephone", width=390)
    reader.go(f"/en/exhibitions/{SLUG}/")
    reader.shot("94-public-exhibition")
    words = reader.page.locator("main").inner_text()
    assert "Spring Hall" in words
    assert PAINTER.title in words or reader.page.locator(f"main a[href$='/works/{number}']").count()
    assert min(entering.loaded(reader.page.locator("main img").first)) > 0
    answer = reader.context.request.get(f"{reader.site.url}/exhibitions/{SLUG}.ics")
    assert answer.ok
    (happening,) = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert happening["DTSTART"].dt.isoformat() == in_days(60)[:10]
    assert happening["DTEND"].dt.isoformat() == in_days(68)[:10], "the day after the last one"


def staff_read_the_letters(staff: Visitor) -> None:
    """Without a mail server letters wait, and nothing claims to be sent."""
    staff.go("/staff/letters")
    staff.shot("95-letters")
    assert staff.page.locator("main tbody tr").count() >= 4
    staff.go("/staff/log")
    staff.shot("96-log")
