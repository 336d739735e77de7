"""What painters and guardians can do, asked of the actions themselves."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.editions.models import Extension
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries import rules
from contest.entries.actions import codes, consent
from contest.entries.actions import student as actions
from contest.entries.models import Consent, ConsentRequest, Entry, Student
from contest.entries.queries import public
from contest.entries.queries import student as queries
from contest.entries.states import EntryState
from contest.ledger.models import Event
from contest.ledger.record import seal
from contest.policy import PUBLIC, Actor
from contest.post.models import Letter
from tests import make

ANSWERS = {Purpose.ENTER: "yes", Purpose.TRANSFER: "yes", Purpose.SHOW: "yes", Purpose.NAME: "full", Purpose.PHOTOS: "no"}


def whole(session, entry):
    session.flush()
    return session.scalars(select(Entry).where(Entry.id == entry.id).options(*queries.WHOLE).execution_options(populate_existing=True)).one()


@pytest.fixture
def entry(session):
    return whole(session, make.ready_entry())


@pytest.fixture
def me(entry):
    return Actor("student", entry.student_id)


def acts(session):
    seal(session)
    return [event.act for event in session.scalars(select(Event).order_by(Event.id))]


def letters(session):
    session.flush()
    return [(letter.occasion, letter.language, letter.to_address) for letter in session.scalars(select(Letter).order_by(Letter.id))]


def guardian(session, entry, **given):
    make.consent_link(entry, **given)
    request = session.scalars(select(ConsentRequest).order_by(ConsentRequest.id.desc()).limit(1)).one()
    request.entry = entry
    return Actor("guardian", request.id), request


def test_starting_tells_the_code_once_and_keeps_only_its_hash(session):
    edition = make.open_edition()
    entry, code = actions.start(session, PUBLIC, edition, language="mn", now=clock.now())
    student = session.get(Student, entry.student_id)
    assert len(code) == 10
    assert code not in student.resume_hash
    assert queries.student_by_code(session, code).id == student.id
    assert (entry.state, student.language, entry.division_id is not None) == (EntryState.DRAFT, "mn", True)
    assert acts(session) == ["entry:start"]


@pytest.mark.parametrize("given", [{"opens_at": timedelta(days=1)}, {"closes_at": timedelta(0)}, {"state": EditionState.PUBLISHED}])
def test_nobody_starts_while_entries_are_not_taken(session, given):
    now = clock.now()
    edition = make.open_edition(**{key: now + value if isinstance(value, timedelta) else value for key, value in given.items()})
    with pytest.raises(rules.Closed):
        actions.start(session, PUBLIC, edition, language="en", now=now)


def test_an_extension_of_one_government_keeps_its_own_door_open(session):
    now = clock.now()
    edition = make.open_edition(closes_at=now - timedelta(hours=1))
    late, other = make.government(), make.government()
    make.save(Extension(edition_id=edition.id, government_id=late.id, closes_at=now + timedelta(hours=1), reason="storm"))
    actions.start(session, PUBLIC, edition, language="en", now=now)
    for home, works in ((late, True), (other, False)):
        entry = whole(session, make.ready_entry(edition=edition, government=home))
        me = Actor("student", entry.student_id)
        if works:
            actions.submit(session, me, entry, now=now)
            assert entry.state is EntryState.SUBMITTED
        else:
            with pytest.raises(rules.Closed):
                actions.submit(session, me, entry, now=now)


def test_the_instant_of_sending_decides(session, entry, me):
    closes = entry.edition.closes_at
    with pytest.raises(rules.Closed):
        actions.submit(session, me, entry, now=closes)
    assert actions.submit(session, me, entry, now=closes - timedelta(microseconds=1))


def test_sending_gives_a_number_a_letter_and_a_link(session, entry, me):
    token = actions.submit(session, me, entry, now=clock.now())
    assert rules.read_receipt(entry.receipt) == entry.receipt
    assert queries.request_by_token(session, token).entry_id == entry.id
    assert letters(session) == [("entry.receipt", "en", "painter@example.org")]
    assert acts(session) == ["entry:submit", "consent:ask"]
    number = entry.receipt
    assert actions.submit(session, me, entry, now=clock.now()) is None
    assert (entry.receipt, len(letters(session))) == (number, 1)


def test_a_guardian_with_an_address_gets_a_letter_in_place_of_a_link(session, entry, me):
    entry.guardian_by, entry.guardian_email = "email", "guardian@example.org"
    assert actions.submit(session, me, entry, now=clock.now()) is None
    assert ("consent.asked", "en", "guardian@example.org") in letters(session)
    body = session.scalars(select(Letter).where(Letter.occasion == "consent.asked")).one().body
    assert "http://localhost/en/consent/" in body


def test_where_paper_is_signed_nobody_is_asked(session, entry, me):
    entry.guardian_by = "paper"
    assert actions.submit(session, me, entry, now=clock.now()) is None
    assert not session.scalars(select(ConsentRequest)).all()


def test_somebody_else_can_do_nothing(session, entry):
    stranger, now = Actor("student", entry.student_id + 999), clock.now()
    for act in (
        lambda: actions.submit(session, stranger, entry, now=now),
        lambda: actions.take_back(session, stranger, entry, now=now),
        lambda: actions.withdraw(session, stranger, entry, now=now),
        lambda: actions.save_painting(session, stranger, entry, actions.painting_of(entry), seen="", now=now),
        lambda: consent.say_wishes(session, stranger, entry, ANSWERS, language="en", now=now),
        lambda: consent.ask_guardian(session, stranger, entry, language="en", now=now),
        lambda: consent.withdraw_consent(session, stranger, entry, [Purpose.SHOW], now=now),
        lambda: consent.record_paper(session, stranger, entry, ANSWERS, given_by="X", evidence="Y", now=now),
        lambda: codes.issue_code(session, stranger, entry, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_is_sent_cannot_be_changed_page_by_page(session, entry, me):
    actions.submit(session, me, entry, now=clock.now())
    with pytest.raises(Conflict):
        actions.save_painting(session, me, entry, actions.painting_of(entry), seen="", now=clock.now())


def test_a_chosen_government_must_be_one_that_may_take_part(session, entry, me):
    page = actions.place_of(entry)
    with pytest.raises(Invalid) as refused:
        actions.save_place(session, me, entry, replace(page, government_id=999_999), seen=rules.trace({}), now=clock.now())
    assert refused.value.field == "government_id"


def test_details_of_a_person_whose_other_work_is_sent_stay_as_they_are(session):
    edition = make.open_edition(entries_per_student=2)
    student = make.student(edition, email="a@example.org", born=date(2012, 5, 5), age=13)
    make.ready_entry(edition=edition, student=student, state=EntryState.SUBMITTED)
    draft = whole(session, make.ready_entry(edition=edition, student=student))
    me, page = Actor("student", student.id), actions.person_of(draft.student)
    seen = rules.trace(page.__class__.__name__)
    actions.save_person(session, me, draft, page, seen=seen, now=clock.now())
    with pytest.raises(Conflict):
        actions.save_person(session, me, draft, replace(page, full_name="Other"), seen=rules.trace(asdict(page)), now=clock.now())


def test_an_endorsed_work_cannot_be_taken_back_but_can_be_withdrawn(session):
    entry = whole(session, make.ready_entry(state=EntryState.ENDORSED))
    me = Actor("student", entry.student_id)
    with pytest.raises(Conflict):
        actions.take_back(session, me, entry, now=clock.now())
    actions.withdraw(session, me, entry, now=clock.now())
    assert entry.state is EntryState.WITHDRAWN
    assert [occasion for occasion, *_ in letters(session)] == ["entry.withdrawn"]
    actions.withdraw(session, me, entry, now=clock.now())
    assert acts(session) == ["entry:withdraw"]


def test_a_work_returned_after_endorsement_needs_endorsing_again(session):
    now = clock.now()
    entry = whole(session, make.ready_entry(state=EntryState.RETURNED, endorsed_at=now, mend_by=now + timedelta(days=7), mend="Photo"))
    actions.submit(session, Actor("student", entry.student_id), entry, now=now)
    assert (entry.state, entry.endorsed_at, entry.mend_by) == (EntryState.SUBMITTED, None, None)


def test_a_minors_wish_counts_for_nothing_and_an_adults_word_does(session, entry, me):
    consent.say_wishes(session, me, entry, ANSWERS, language="en", now=clock.now())
    assert public.held_for(session, [entry.id])[entry.id] == {}
    entry.student.born = date(2000, 1, 1)
    consent.say_wishes(session, me, entry, ANSWERS, language="en", now=clock.now())
    session.flush()
    held = public.held_for(session, [entry.id])[entry.id]
    assert {p: r.answer for p, r in held.items()} == ANSWERS
    assert {row.method for row in held.values()} == {"self"}


def test_a_corrected_birth_date_takes_an_adults_word_back(session, entry, me):
    entry.student.born = date(2008, 1, 1)
    consent.say_wishes(session, me, entry, ANSWERS, language="en", now=clock.now())
    before = actions.person_of(entry.student)
    page = replace(before, born=date(2012, 1, 1))
    actions.save_person(session, me, entry, page, seen=rules.trace(asdict(before)), now=clock.now())
    session.flush()
    assert public.held_for(session, [entry.id])[entry.id] == {}


def test_a_guardian_answers_once_and_the_same_again_changes_nothing(session, entry):
    actor, request = guardian(session, entry)
    for _ in range(2):
        consent.answer(session, actor, request, ANSWERS, given_by=" Example Guardian ", language="ru", now=clock.now())
    rows = session.scalars(select(Consent).where(Consent.method == "link")).all()
    assert len(rows) == 5
    assert {row.language for row in rows} == {"ru"}
    assert rules.missing_to_endorse(public.held_for(session, [entry.id])[entry.id]) == []


def test_an_ended_link_and_a_strange_guardian_are_refused(session, entry):
    actor, request = guardian(session, entry, expires_at=clock.now())
    with pytest.raises(Conflict):
        consent.answer(session, actor, request, ANSWERS, given_by="X", language="en", now=clock.now())
    with pytest.raises(NotAllowed):
        consent.answer(session, Actor("guardian", request.id + 1), request, ANSWERS, given_by="X", language="en", now=clock.now())


def test_a_guardians_link_opens_only_its_own_entry(session, entry):
    actor, request = guardian(session, entry)
    other = whole(session, make.ready_entry())
    with pytest.raises(NotAllowed):
        consent.withdraw_consent(session, actor, other, [Purpose.SHOW], request=request, now=clock.now())


@pytest.mark.parametrize("state", [EntryState.HELD_BACK, EntryState.ENDORSED, EntryState.ACCEPTED])
def test_without_a_needed_permission_a_work_leaves_the_contest_at_once(session, state):
    entry = whole(session, make.ready_entry(state=state))
    make.consents(entry)
    actor, request = guardian(session, entry, to_address="guardian@example.org")
    consent.withdraw_consent(session, actor, entry, [Purpose.TRANSFER], request=request, now=clock.now())
    assert entry.state is EntryState.WITHDRAWN
    assert [occasion for occasion, *_ in letters(session)] == ["entry.withdrawn", "consent.withdrawn guardian", "consent.withdrawn"]


def test_withdrawing_does_not_bring_an_older_answer_back(session, entry):
    make.consent(entry, Purpose.NAME, "full", at=clock.now() - timedelta(days=2))
    make.consent(entry, Purpose.NAME, "short", at=clock.now() - timedelta(days=1))
    actor, request = guardian(session, entry)
    consent.withdraw_consent(session, actor, entry, [Purpose.NAME], request=request, now=clock.now())
    session.flush()
    assert Purpose.NAME not in public.held_for(session, [entry.id])[entry.id]


def test_a_coordinator_notes_a_signed_paper_of_the_own_government_only(session, entry):
    from contest.policy import Role

    mine = make.actor(make.account(Role.COORDINATOR, entry.government))
    other = make.actor(make.account(Role.COORDINATOR, make.government()))
    consent.record_paper(session, mine, entry, ANSWERS, given_by="Example Guardian", evidence="School, folder 3", now=clock.now())
    session.flush()
    held = public.held_for(session, [entry.id])[entry.id]
    assert {(r.method, r.evidence, r.recorded_by_id) for r in held.values()} == {("paper", "School, folder 3", mine.id)}
    with pytest.raises(NotAllowed):
        consent.record_paper(session, other, entry, ANSWERS, given_by="X", evidence="Y", now=clock.now())
    with pytest.raises(Invalid):
        consent.record_paper(session, mine, entry, ANSWERS, given_by="X", evidence=" ", now=clock.now())


def test_a_new_code_kills_the_old_one_and_its_browsers(session, entry):
    from contest.accounts.queries import browser_session
    from contest.policy import Role

    token = make.browser_session("student", entry.student_id)
    old = entry.student.resume_hash
    code = codes.issue_code(session, make.actor(make.account(Role.COORDINATOR, entry.government)), entry, now=clock.now())
    session.flush()
    assert entry.student.resume_hash != old
    assert queries.student_by_code(session, code).id == entry.student_id
    assert browser_session(session, "student", token) is None
    assert "student:new code" in acts(session)


def test_a_lost_code_is_replaced_at_its_address_and_at_no_other(session):
    edition = make.open_edition()
    for _ in range(2):  # one painter who began twice
        make.student(edition, full_name="Example One", email="painter@example.org")
    make.student(edition, full_name="", email="unnamed@example.org")
    for address, name in (("Painter@Example.org", ""), ("painter@example.org", "Example Two"), ("unnamed@example.org", "Example"), ("x@example.org", "")):
        codes.mail_codes(session, address, name, now=clock.now())
    session.flush()
    written = session.execute(select(Letter.occasion, Letter.to_address).order_by(Letter.id)).all()
    assert [f"{occasion} {address.split('@')[0]}" for occasion, address in written] == [
        "student.code painter", "student.code painter", "student.whose code painter", "student.code unnamed",
    ]  # fmt: skip


def test_at_a_shared_address_only_the_one_who_lost_it_gets_a_new_code(session):
    from contest.accounts.queries import browser_session

    edition = make.open_edition()
    names = ("Example One", "Example Two", "Жишээ Нэгдүгээр")
    pupils = [make.student(edition, full_name=name, latin_name=name, email="teacher@example.org", language="mn") for name in names]
    tokens = [make.browser_session("student", each.id) for each in pupils]
    before = [each.resume_hash for each in pupils]

    def kept():
        session.flush()
        return [each.resume_hash == old for each, old in zip(pupils, before, strict=True)]

    for name in ("", "Example Three"):
        codes.mail_codes(session, "teacher@example.org", name, now=clock.now())
        assert kept() == [True, True, True]
    asked = session.scalars(select(Letter)).all()
    assert [(each.occasion, each.to_address, each.language) for each in asked] == [("student.whose code", "teacher@example.org", "mn")] * 2
    assert "\n".join(names) in asked[0].body
    assert "/mn/enter/lost-code" in asked[0].body
    codes.mail_codes(session, "Teacher@Example.org", " example  TWO ", now=clock.now())
    assert kept() == [True, False, True]
    assert [browser_session(session, "student", each) is None for each in tokens] == [False, True, False]
    assert [each.occasion for each in session.scalars(select(Letter).order_by(Letter.id))][2:] == ["student.code"]


@pytest.mark.parametrize("language", ["en", "ko", "zh", "ja", "ru", "mn"])
def test_every_letter_can_be_written_in_every_language(session, language):
    from contest.entries import mails

    entry = make.ready_entry(state=EntryState.SUBMITTED, government=make.government(zone="Asia/Ulaanbaatar"), mend="Too dark\nBcc: x", mend_by=clock.now())
    session.get(Student, entry.student_id).language = language
    entry = whole(session, entry)
    now = clock.now()
    _actor, request = guardian(session, entry, to_address="guardian@example.org", language=language)
    mails.receipt(session, entry, closes_at=now, now=now)
    mails.guardian_asked(session, request, entry, "token", now=now)
    mails.guardian_answered(session, entry, allowed=True, now=now)
    mails.guardian_answered(session, entry, allowed=False, now=now)
    mails.permission_withdrawn(session, entry, request, now=now)
    mails.returned(session, entry, now=now)
    mails.accepted(session, entry, now=now)
    mails.withdrawn(session, entry, now=now)
    mails.new_code(session, entry.student, "ABCDEFGHJK", now=now)
    session.flush()
    written = session.scalars(select(Letter)).all()
    assert len(written) == 10
    assert not [letter for letter in written if "%(" in letter.subject + letter.body]
    assert "\nBcc" not in "".join(letter.body for letter in written)


def test_the_same_person_twice_is_only_pointed_out(session, entry):
    twin = make.ready_entry(edition=entry.edition, student=make.student(entry.edition, full_name=entry.student.full_name, born=entry.student.born))
    session.flush()
    assert public.same_person(session, entry, entry.student) == [twin.id]


def test_counts_by_state_country_and_government(session):
    edition = make.open_edition()
    home = make.government(country="MN")
    for state in (EntryState.ACCEPTED, EntryState.ACCEPTED, EntryState.SUBMITTED):
        make.entry(edition=edition, government=home, state=state)
    assert public.counts_by_country(session, edition.id) == {"MN": 2}
    assert public.counts_by_government(session, edition.id) == {home.id: 2}
    assert public.counts_by_state(session, edition.id, [home.id]) == {EntryState.ACCEPTED: 2, EntryState.SUBMITTED: 1}
    assert len(public.accepted_ids(session, edition.id)) == 2


def test_another_form_of_the_name_ends_what_a_guardian_allowed_of_it(session, entry, me):
    make.consents(entry, name="short")
    session.flush()
    before = actions.person_of(entry.student)
    page = replace(before, short_name="The Whole Name Of A Child")
    actions.save_person(session, me, entry, page, seen=rules.trace(asdict(before)), now=clock.now())
    held = public.held_for(session, [entry.id])[entry.id]
    assert set(held) == set(Purpose) - {Purpose.NAME}
    assert "consent:outdated" in acts(session)
    assert actions.submit(session, me, whole(session, entry), now=clock.now()) is not None  # the guardian is asked again


def test_the_guardians_answers_that_still_fit_stay(session, entry, me):
    make.consents(entry, name="region")
    session.flush()
    before = actions.person_of(entry.student)
    actions.save_person(session, me, entry, replace(before, short_name="Ex.", full_name="Example Two"), seen=rules.trace(asdict(before)), now=clock.now())
    assert set(public.held_for(session, [entry.id])[entry.id]) == set(Purpose)


def test_a_corrected_birth_date_takes_the_own_word_back_for_every_work(session, entry, me):
    other = whole(session, make.ready_entry(edition=entry.edition, student=entry.student))
    make.consents(other, method="self")
    session.flush()
    before = actions.person_of(entry.student)
    actions.save_person(session, me, entry, replace(before, born=date(clock.now().year - 14, 1, 2)), seen=rules.trace(asdict(before)), now=clock.now())
    assert public.held_for(session, [other.id])[other.id] == {}


def test_an_answered_link_takes_back_at_any_time_and_an_unanswered_one_ends(session, entry):
    actor, request = guardian(session, entry)
    consent.answer(session, actor, request, ANSWERS, given_by="Example Parent", language="en", now=clock.now())
    later = clock.now() + timedelta(days=400)
    consent.withdraw_consent(session, actor, entry, [Purpose.SHOW], request=request, now=later)
    session.flush()
    assert Purpose.SHOW not in public.held_for(session, [entry.id])[entry.id]
    actor, unanswered = guardian(session, entry)
    with pytest.raises(Conflict):
        consent.answer(session, actor, unanswered, ANSWERS, given_by="X", language="en", now=later)
