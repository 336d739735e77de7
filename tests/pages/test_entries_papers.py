"""Receipt, label and permission form as PDF: for the right person, in the right language, never with a secret."""

from datetime import date
from urllib.parse import unquote

import pytest
from sqlalchemy.orm import object_session

from contest.core import clock
from contest.core.keys import grouped
from contest.core.languages import CODES
from contest.core.speech import say
from contest.editions.models import ConsentText, Edition
from contest.editions.rules import Purpose
from contest.entries import papers
from contest.entries.mails import moment
from contest.entries.models import Consent, Student
from contest.entries.queries import student as queries
from contest.entries.states import LABELS as STATES
from contest.entries.states import EntryState
from contest.governments.models import Government
from contest.media.models import Derivative
from contest.media.store import derived
from contest.policy import Role
from contest.post.models import Letter
from contest.typeset import compiler
from contest.web.limits import limiter
from tests import make, pictures, scenes
from tests.papers import bare, pages_of, pictures_in, words_of

KINDS = ("receipt", "label", "consent-form")
NAMES = {"receipt": "Receipt %(receipt)s", "label": "Label %(receipt)s", "consent-form": "Permission form %(receipt)s"}
BOY = {
    "en": "Example One", "ko": "예시 하나", "zh": "样例 甲", "ja": "見本 一子", "ru": "Пример Первый", "mn": "Жишээ Нэгдүгээр",
}  # fmt: skip


def student(entry):
    return object_session(entry).get(Student, entry.student_id)


def edition(entry):
    return object_session(entry).get(Edition, entry.edition_id)


def home(entry):
    return object_session(entry).get(Government, entry.government_id)


@pytest.fixture
def store(app):
    return app.extensions["contest.media"].store


@pytest.fixture
def entry(session):
    made = make.ready_entry(
        state=EntryState.SUBMITTED, receipt="9014-7K3F-M2", title="Өглөөний нар", language="mn", school="1-р сургууль",
        government=make.government(country="MN", zone="Asia/Ulaanbaatar"),
    )  # fmt: skip
    boy = student(made)
    boy.full_name, boy.latin_name, boy.short_name = "Жишээ Нэгдүгээр", "Jishee Negdugeer", "Жишээ Н."
    session.flush()
    return made


@pytest.fixture
def shown(session, entry, store):
    """The entry with a picture whose file is there."""
    return hang(session, entry, store, pictures.coded(scenes.scene(1)))


def hang(session, entry, store, content):
    name = f"{entry.id:032x}"
    staged = store.stage()
    staged.write_bytes(content)
    store.put(staged, derived(name))
    made = Derivative(picture_id=entry.picture_id, size=640, format="jpeg", width=640, height=480, bytes=len(content), private_name=name, public_name="0" * 40)
    session.add(made)
    session.flush()
    return entry


@pytest.fixture
def painter(browser, entry):
    return browser.resume(student(entry))


def at(entry, kind="receipt", lang="en"):
    return f"/{lang}/enter/{entry.draft_key}/{kind}.pdf"


def filename(answer):
    sent = answer.headers["Content-Disposition"]
    return unquote(sent.split("UTF-8''")[1]) if "UTF-8" in sent else sent.split("filename=")[1].strip('"')


# ── what they say ──


@pytest.mark.parametrize("lang", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_paper_speaks_each_language(painter, entry, kind, lang):
    answer = painter.get(at(entry, kind, lang))
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "application/pdf", "private, no-store")
    assert filename(answer) == say(lang, NAMES[kind], receipt=entry.receipt) + ".pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    words = words_of(answer.data)
    assert pages_of(answer.data) == 1
    assert "□" not in words
    assert "\ufffd" not in words
    for said in (entry.receipt, entry.title, student(entry).full_name, edition(entry).titles[lang], say(lang, "Receipt number")):
        assert bare(said) in words
    assert lang == "en" or bare(say("en", "Receipt number")) not in words


@pytest.mark.parametrize(("lang", "name"), BOY.items())
def test_a_name_in_any_of_our_scripts_stands_on_a_paper_in_any_language(painter, entry, lang, name):
    student(entry).full_name = name
    for each in ("en", lang):
        assert bare(name) in words_of(painter.get(at(entry, "label", each)).data)


def test_the_receipt_tells_both_clocks_what_is_next_and_how_to_come_back(painter, entry, session):
    entry.submitted_at = make.NOW
    words = words_of(painter.get(at(entry)).data)
    clocks = [moment(make.NOW, zone, "en") for zone in ("Asia/Seoul", "Asia/Ulaanbaatar")]
    assert [any(time in each for each in clocks) for time in ("12:00", "11:00")] == [True, True]
    for said in (*clocks, "Your parent or guardian answers five questions.", "localhost/en/my", "Jishee Negdugeer"):
        assert bare(said) in words
    assert bare(home(entry).names["en"]) in words


def test_who_is_of_age_is_not_told_to_ask_a_guardian(painter, entry):
    student(entry).born, student(entry).age = date(2000, 1, 1), 26
    assert bare("Your parent or guardian answers") not in words_of(painter.get(at(entry)).data)


@pytest.mark.parametrize("state", [EntryState.WITHDRAWN, EntryState.DISQUALIFIED])
def test_a_receipt_of_what_is_out_of_the_contest_says_so_and_promises_nothing(browser, session, state):
    out = make.ready_entry(state=state)
    words = words_of(browser.resume(student(out)).get(at(out)).data)
    assert bare(say("en", STATES[EntryState][state])) in words
    assert bare("What happens next") not in words


@pytest.mark.parametrize("lang", CODES)
def test_the_receipt_of_a_late_one_says_so_and_the_label_does_not(painter, session, entry, lang):
    late = bare(say(lang, "Taken after closing by the secretariat"))
    assert late not in words_of(painter.get(at(entry, lang=lang)).data)
    entry.late_until, entry.late_reason = clock.now(), "The line was down."
    session.flush()
    words = words_of(painter.get(at(entry, lang=lang)).data)
    assert late in words
    assert bare(entry.late_reason) not in words
    assert late not in words_of(painter.get(at(entry, "label", lang)).data)  # those who judge the original may see its back


def test_no_paper_carries_a_secret(browser, session, entry):
    code = "ABCDEFGHJK"
    link = make.consent_link(entry)
    browser.resume(student(entry))
    with browser.client.session_transaction() as cookie:
        cookie["codes"] = {entry.draft_key: code}
        cookie["links"] = {entry.draft_key: link}
    for kind in KINDS:
        words = words_of(browser.get(at(entry, kind)).data)
        for secret in (code, grouped(code), link, entry.draft_key):
            assert secret not in words


def test_the_label_has_two_sizes_and_says_which_side_is_up(painter, entry):
    words = words_of(painter.get(at(entry, "label")).data)
    assert words.count(entry.receipt) == words.count(bare(entry.title)) == words.count(bare("This side up")) == 2


def test_the_form_asks_the_exact_words_of_today_and_names_their_versions(painter, session, entry):
    session.add(ConsentText(edition_id=entry.edition_id, purpose=Purpose.SHOW, language="ru", version=2, text="Можно ли показать работу всем?"))
    words = words_of(painter.get(at(entry, "consent-form", "ru")).data)
    for purpose in Purpose:
        assert bare("Можно ли показать работу всем?" if purpose is Purpose.SHOW else f"May we {purpose.value}? ru") in words
    assert bare("May we show? ru") not in words
    assert bare("ru 1 · ru 1 · ru 2 · ru 1 · ru 1") in words
    assert words.count(bare(say("ru", "Yes"))) >= 4
    assert bare("Жишээ Н.") in words  # the short form the family chose
    assert session.query(Consent).filter(Consent.method != "wish").count() == 0


def test_a_question_without_words_in_a_language_is_asked_in_english_and_says_so(painter, session, entry):
    session.query(ConsentText).filter_by(edition_id=entry.edition_id, purpose=Purpose.PHOTOS, language="mn").delete()
    words = words_of(painter.get(at(entry, "consent-form", "mn")).data)
    assert bare("May we photos? en") in words
    assert bare("mn 1 · mn 1 · mn 1 · mn 1 · en 1") in words


# ── pictures ──


def test_the_picture_stands_on_the_receipt_and_on_the_form(painter, shown):
    assert [pictures_in(painter.get(at(shown, kind)).data) for kind in KINDS] == [1, 0, 1]


def test_without_a_picture_or_its_file_the_papers_come_all_the_same(painter, session, entry):
    assert pictures_in(painter.get(at(entry)).data) == 0  # a row, but no file
    entry.picture_id = None
    for kind in KINDS:
        assert painter.get(at(entry, kind)).status_code == 200


def test_a_picture_that_cannot_be_set_is_told_kindly(painter, session, entry, store):
    hang(session, entry, store, b"no picture")
    answer = painter.get(at(entry))
    assert answer.status_code == 503
    assert "try again later" in answer.text


# ── odd texts ──


def test_emoji_become_boxes_and_the_receipt_says_so(painter, session, entry):
    entry.title, student(entry).full_name = "Red kite 🪁", "Kim ᠮ"
    words = words_of(painter.get(at(entry)).data)
    assert bare("Red kite □") in words
    assert bare("What you wrote is stored unchanged.") in words
    assert papers.unprintable(queries.by_draft(session, entry.draft_key)) == ["🪁", "ᠮ"]


@pytest.mark.parametrize("letter", ["Ж", "x", "한", "骨", "Ж ж"])
def test_texts_as_long_as_they_may_be_stay_on_their_page(painter, shown, letter):
    long = (letter * 200)[:200]
    shown.title = shown.school = student(shown).full_name = student(shown).latin_name = student(shown).short_name = long.strip()
    shown.description = letter * 5000
    for kind in KINDS:
        answer = painter.get(at(shown, kind))
        assert pages_of(answer.data) == 1
        assert words_of(answer.data).count(bare(long)) >= 2


def test_a_text_that_looks_like_markup_is_printed_as_it_is(painter, entry):
    entry.title, student(entry).full_name = '#panic("x") *b* ] $x$ \\', '#import "@preview/x:1.0.0"'
    for kind in KINDS:
        assert bare(entry.title) in words_of(painter.get(at(entry, kind)).data)


# ── who gets them ──


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_painter_gets_the_painters_papers(new_browser, entry, kind):
    assert new_browser().get(at(entry, kind)).status_code == 303  # asked for the code, told nothing
    other = make.student(edition(entry))
    assert new_browser().resume(other).get(at(entry, kind)).status_code == 404
    assert new_browser().resume(other).get(at(entry, kind).replace(entry.draft_key, "x" * 43)).status_code == 404
    assert new_browser().sign_in(make.account(Role.STAFF)).get(at(entry, kind)).status_code == 303
    assert new_browser().resume(student(entry)).get(at(entry, kind)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_before_it_is_sent_there_is_nothing_to_print(browser, session, kind):
    draft = make.ready_entry()
    browser.resume(student(draft))
    answer = browser.get(at(draft, kind))
    assert (answer.status_code, answer.location) == (302, f"/en/enter/{draft.draft_key}")


def test_the_guardian_prints_the_form_by_the_link(browser, session, entry):
    token = make.consent_link(entry)
    answer = browser.get(f"/ko/consent/{token}/form.pdf")
    assert answer.mimetype == "application/pdf"
    assert bare("May we enter? ko") in words_of(answer.data)
    assert token not in words_of(answer.data)
    assert browser.get("/ko/consent/nobody/form.pdf").status_code == 404


def test_a_link_that_has_ended_prints_nothing(browser, session, entry):
    token = make.consent_link(entry, expires_at=clock.now())
    assert browser.get(f"/en/consent/{token}/form.pdf").status_code == 404


def test_the_desk_prints_the_form_in_the_language_asked_for(new_browser, session, entry):
    path = f"/org/works/{entry.receipt}/consent-form.pdf"
    own = make.account(Role.COORDINATOR, government=home(entry))
    for account in (own, make.account(Role.STAFF)):
        browser = new_browser().sign_in(account)
        assert bare("May we enter? ja") in words_of(browser.get(f"{path}?language=ja").data)
    student(entry).language = "mn"
    browser = new_browser().sign_in(own)
    assert bare("May we enter? mn") in words_of(browser.get(path).data)
    assert bare("May we enter? mn") in words_of(browser.get(f"{path}?language=../etc").data)
    assert browser.get(f"/org/works/{entry.id}/consent-form.pdf").status_code == 200


def test_nobody_elses_desk_prints_it(new_browser, session, entry):
    path = f"/org/works/{entry.receipt}/consent-form.pdf"
    assert new_browser().get(path).status_code == 303
    others = (make.account(Role.COORDINATOR, government=make.government()), make.account(Role.JUDGE), make.account(Role.TEACHER))
    for account in others:
        theirs = new_browser().sign_in(account)
        assert theirs.get(path).status_code == 404
        assert theirs.get(path).text == theirs.get("/org/works/1-XXXX-XX/consent-form.pdf").text.replace("1-XXXX-XX", entry.receipt)


def test_papers_are_counted_per_person(painter, entry, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    monkeypatch.setattr("contest.entries.routes.papers.OWN", "2 per hour")
    limiter.reset()
    assert [painter.get(at(entry, "label")).status_code for _ in range(3)] == [200, 200, 429]
    limiter.reset()


# ── with a letter, and beside the page ──


def letter(entry, language="ru", **given):
    return Letter(**{"about_kind": "entry", "about_id": entry.id, "language": language, "written_at": clock.now()} | given)


def test_the_receipt_that_goes_with_a_letter_is_in_the_letters_language(session, shown, store):
    paper = papers.receipt_for_letter(session, letter(shown), store=store)
    assert paper.filename == f"Квитанция {shown.receipt}.pdf"
    assert bare("Ваша работа получена") in words_of(paper.content)
    assert papers.receipt_for_letter(session, letter(shown), store=store) == paper  # the same bytes, whenever it is sent


def test_a_letter_about_nothing_that_has_a_receipt_has_none(session, entry, store):
    draft = make.ready_entry()
    assert papers.receipt_for_letter(session, letter(draft), store=store) is None
    assert papers.receipt_for_letter(session, letter(entry, about_kind="student"), store=store) is None
    assert papers.receipt_for_letter(session, letter(entry, about_id=10**6), store=store) is None


def test_the_page_with_the_label_leads_to_the_file(painter, entry):
    page = painter.get(f"/en/enter/{entry.draft_key}/label")
    assert f"{entry.draft_key}/label.pdf" in page.text


def test_a_page_of_pixels_has_something_on_it(entry, session, store, monkeypatch):
    seen = []
    monkeypatch.setattr(papers.typeset, "compile", lambda name, data, given, **_: seen.append(compiler.pages(name, data, given, ppi=20)) or b"")
    papers.label_pdf(session, queries.by_draft(session, entry.draft_key), "mn")
    assert seen[0][0].startswith(b"\x89PNG")
