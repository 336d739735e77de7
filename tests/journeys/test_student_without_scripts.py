"""A student with an old phone, in Mongolian, without any script: the whole entry works all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contest.core import clock
from contest.editions import actions as editions
from contest.entries.models import Entry
from contest.entries.queries.public import consents_of
from contest.entries.rules import holding
from contest.entries.states import EntryState
from contest.governments.actions import load_registry
from contest.policy import SYSTEM
from tests.journeys import entering
from tests.journeys.conftest import Site, Visit

pytestmark = pytest.mark.browser

PAINTER = entering.Painter(
    language="mn", full_name="Жишээ Нэгдүгээр", latin_name="Jishee Negdugeer", title="Наадмын өглөө",
    description="Ногоон тал дээр хүүхдүүд морь уралдуулж байна.", government="MN-046", school="Жишээ 1 дүгээр сургууль",
)  # fmt: skip


@pytest.fixture(scope="module")
def open_edition(site: Site) -> Site:
    """Governments, and a contest that takes works for another month."""

    def seed(session) -> None:
        now = clock.now()
        load_registry(session, SYSTEM, now=now)
        themes = ({"en": "Our mountains", "mn": "Манай уулс"}, {"en": "Our river", "mn": "Манай гол"})
        command = editions.NewEdition(14, now.year, now + timedelta(days=30), opens_at=now - timedelta(days=30), themes=themes)
        editions.announce(session, SYSTEM, editions.create(session, SYSTEM, command, now=now), now=now)

    site.do(seed)
    return site


def test_a_student_enters_without_scripts(open_edition: Site, visit: Visit) -> None:
    student = visit("a student without scripts", width=390, language="mn", scripts=False)
    entering.start(student, "mn")
    code = student.page.locator("#resume-code").input_value()
    entering.upload(student, entering.photo(3, "horse_race", turned=True))
    entering.looks_right(student)
    entering.about_the_painting(student, PAINTER)

    # The battery is empty; later, on another phone, the code brings everything back.
    student.context.close()
    student = visit("the same student on another phone", width=390, language="mn", scripts=False)
    page = student.go("/mn/enter/resume")
    student.fill(code=code)
    student.send()
    page.wait_for_url("**/mn/my")
    page.locator("main a[href*='/mn/enter/']").first.click()
    page.wait_for_url("**/you")

    entering.about_the_painter(student, PAINTER)
    entering.school_and_region(student, PAINTER)
    entering.wishes(student, PAINTER)
    receipt, link = entering.check_and_send(student)
    assert receipt.startswith("14-")
    assert page.locator("html").get_attribute("lang") == "mn"

    guardian = visit("a guardian without scripts", width=390, language="mn", scripts=False)
    entering.answer_for_the_child(guardian, link, PAINTER.wishes, "Жишээ Эцэг")

    def stored(session) -> tuple[EntryState, str, dict]:
        entry = session.query(Entry).filter_by(receipt=receipt).one()
        held = holding(consents_of(session, [entry.id])[entry.id])
        return entry.state, entry.title, {purpose.value: consent.answer for purpose, consent in held.items()}

    assert open_edition.look(stored) == (EntryState.SUBMITTED, PAINTER.title, PAINTER.wishes)


def test_a_forgotten_answer_is_asked_for_beside_its_question(open_edition: Site, visit: Visit) -> None:
    student = visit("a student in a hurry", width=390, language="mn", scripts=False)
    entering.start(student, "mn")
    entering.upload(student, entering.photo(4, "steppe", longest=900))
    entering.looks_right(student)
    page = student.page
    student.fill(description=PAINTER.description)
    student.send()
    assert page.locator("#title-error").is_visible()
    assert page.input_value("main [name=description]") == PAINTER.description
    student.troubles.clear()  # 422 is the right answer to an empty title
