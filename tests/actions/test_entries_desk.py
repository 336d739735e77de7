"""What a government and the secretariat may decide about a work, when, and who else may not."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, NotAllowed, Refused
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.editions.rules import Purpose
from contest.editions.states import EditionState
from contest.entries import rules
from contest.entries.actions import consent, desk
from contest.entries.models import Entry
from contest.entries.queries import desk as queries
from contest.entries.states import EntryState as E
from contest.ledger.models import Event
from contest.policy import PUBLIC, Role
from contest.post.models import Letter
from tests import make

NOW = clock.now


def permitted(state=E.SUBMITTED, **given):
    """A sent work with every permission, ready to be decided about."""
    made = make.entry(**{"state": state} | given)
    make.consents(made)
    return made


def held(entry):
    make._session.flush()
    make._session.expire_all()
    return queries.hold(make._session, entry.id)


def coordinator(entry):
    from contest.governments.models import Government

    return make.actor(make.account(Role.COORDINATOR, make._session.get(Government, entry.government_id)))


ACTS = {
    "endorse": lambda s, a, e: desk.endorse(s, a, e, reason="asked by phone", now=NOW()),
    "hold back": lambda s, a, e: desk.hold_back(s, a, e, now=NOW()),
    "return": lambda s, a, e: desk.send_back(s, a, e, mend="Show the whole picture", mend_by=NOW() + timedelta(days=7), now=NOW()),
    "accept": lambda s, a, e: desk.accept(s, a, e, now=NOW()),
    "disqualify": lambda s, a, e: desk.disqualify(s, a, e, reason="a copy", now=NOW()),
    "restore": lambda s, a, e: desk.restore(s, a, e, reason="not a copy after all", now=NOW()),
    "withdraw": lambda s, a, e: desk.withdraw_for(s, a, e, reason="the mother asked", now=NOW()),
    "take down": lambda s, a, e: desk.take_down(s, a, e, reason="a request", now=NOW()),
    "put back": lambda s, a, e: desk.put_back(s, a, e, reason="settled", now=NOW()),
    "for_judges": lambda s, a, e: desk.for_judges(s, a, e, title="A title", description="", seen=rules.trace(desk.judges_read(e)), now=NOW()),
    "describe": lambda s, a, e: desk.describe(s, a, e, {"en": "A boat on a lake"}, seen=rules.trace(e.descriptions), now=NOW()),
    "new code": lambda s, a, e: desk.new_code(s, a, e, how="called the school", now=NOW()),
    "guardian link": lambda s, a, e: desk.guardian_link(s, a, e, language="mn", now=NOW()),
}

# Where a work is after the act, by the state it was in; what is not named is refused.
LEADS = {
    "endorse": {E.SUBMITTED: E.ENDORSED, E.HELD_BACK: E.ENDORSED, E.ENDORSED: E.ENDORSED},
    "hold back": {E.SUBMITTED: E.HELD_BACK, E.HELD_BACK: E.HELD_BACK},
    "return": {E.SUBMITTED: E.RETURNED, E.HELD_BACK: E.RETURNED, E.ENDORSED: E.RETURNED, E.ACCEPTED: E.RETURNED},
    "accept": {E.ENDORSED: E.ACCEPTED, E.ACCEPTED: E.ACCEPTED},
    "disqualify": dict.fromkeys((E.SUBMITTED, E.RETURNED, E.HELD_BACK, E.ENDORSED, E.ACCEPTED, E.DISQUALIFIED), E.DISQUALIFIED),
    "withdraw": dict.fromkeys((E.DRAFT, E.SUBMITTED, E.RETURNED, E.HELD_BACK, E.ENDORSED, E.ACCEPTED, E.WITHDRAWN), E.WITHDRAWN),
}


@pytest.mark.parametrize("state", list(E))
@pytest.mark.parametrize("act", sorted(LEADS))
def test_each_act_leads_from_each_state_where_it_may(session, act, state):
    entry = permitted(state)
    actor = coordinator(entry) if act == "hold back" else make.staff()
    wanted = LEADS[act].get(state)
    work = held(entry)
    if wanted is None:
        with pytest.raises(Conflict):
            ACTS[act](session, actor, work)
    else:
        ACTS[act](session, actor, work)
        assert work.state is wanted


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("own coordinator", {"endorse", "hold back", "return", "withdraw", "new code", "guardian link"}),
        ("staff", set(ACTS) - {"hold back", "restore", "accept", "put back"} | {"put back"}),
        ("other coordinator", set()), ("judge", set()), ("student", set()), ("nobody", set()),
    ],
)  # fmt: skip
def test_only_the_own_government_and_the_secretariat_decide(session, who, may):
    entry = permitted(public_number=1)
    actor = {
        "own coordinator": lambda: coordinator(entry), "staff": make.staff, "student": lambda: make.student_actor(held(entry).student),
        "other coordinator": lambda: make.actor(make.account(Role.COORDINATOR, make.government())),
        "judge": lambda: make.actor(make.account(Role.JUDGE)), "nobody": lambda: PUBLIC,
    }[who]()  # fmt: skip
    done = set()
    for name, act in ACTS.items():
        point = session.begin_nested()
        try:
            act(session, actor, held(entry))
            done.add(name)
        except NotAllowed:
            pass
        except Conflict:
            assert who == "staff"
        point.rollback()
    assert done == may


def test_endorsing_needs_both_permissions_and_nothing_else_does(session):
    entry = make.entry(state=E.SUBMITTED)
    actor = coordinator(entry)
    make.consent(entry, Purpose.ENTER)
    make.consent(entry, Purpose.TRANSFER, method="wish")
    with pytest.raises(Conflict, match="permission is missing"):
        desk.endorse(session, actor, held(entry), now=NOW())
    make.consent(entry, Purpose.TRANSFER)
    desk.endorse(session, actor, held(entry), now=NOW())
    assert (held(entry).state, held(entry).endorsed_on_behalf) == (E.ENDORSED, False)


def test_endorsing_twice_writes_once(session):
    entry = permitted()
    actor = coordinator(entry)
    with transaction() as session:
        desk.endorse(session, actor, queries.hold(session, entry.id), now=NOW())
        desk.endorse(session, actor, queries.hold(session, entry.id), now=NOW())
    assert session.scalar(select(func.count()).select_from(Event).where(Event.act == "entry:endorse", Event.thing_id == entry.id)) == 1


def test_the_secretariat_endorses_on_behalf_and_says_why_where_somebody_could(session):
    alone, home = permitted(), make.government()
    desk.endorse(session, make.staff(), held(alone), now=NOW())
    assert held(alone).endorsed_on_behalf
    other = permitted(government=home)
    make.account(Role.COORDINATOR, home)
    with pytest.raises(Invalid) as refusal:
        desk.endorse(session, make.staff(), held(other), now=NOW())
    assert refusal.value.field == "reason"
    desk.endorse(session, make.staff(), held(other), reason="on leave", now=NOW())
    assert held(other).endorsed_on_behalf


def test_a_blocked_coordinator_is_nobody_who_could_endorse(session):
    home = make.government()
    make.account(Role.COORDINATOR, home, blocked_at=NOW())
    assert not queries.has_coordinator(session, home.id)


def test_governments_endorse_until_their_last_day_and_the_secretariat_after_it(session):
    past = NOW() - timedelta(days=1)
    edition = make.edition(closes_at=past - timedelta(days=1), endorse_by=past, opens_at=past - timedelta(days=9))
    entry = permitted(edition=edition)
    with pytest.raises(Conflict):
        desk.endorse(session, coordinator(entry), held(entry), now=NOW())
    desk.endorse(session, make.staff(), held(entry), reason="late mail", now=NOW())


@pytest.mark.parametrize("act", ["endorse", "return", "accept", "hold back"])
def test_once_the_results_are_out_works_stay_as_they_are(session, act):
    entry = permitted(E.ENDORSED if act == "accept" else E.SUBMITTED, edition=make.edition(state=EditionState.PUBLISHED))
    actor = coordinator(entry) if act == "hold back" else make.staff()
    with pytest.raises(Conflict, match="results"):
        ACTS[act](session, actor, held(entry))
    ACTS["disqualify"](session, make.staff(), held(entry))


def test_the_quota_counts_endorsed_and_accepted_works_of_one_government(session):
    edition, home = make.edition(quota_per_government=2), make.government()
    permitted(E.ACCEPTED, edition=edition, government=home)
    permitted(E.ENDORSED, edition=edition)
    permitted(E.RETURNED, edition=edition, government=home)
    first, second = (permitted(edition=edition, government=home) for _ in range(2))
    actor = coordinator(first)
    desk.endorse(session, actor, held(first), now=NOW())
    with pytest.raises(Conflict) as refusal:
        desk.endorse(session, actor, held(second), now=NOW())
    assert refusal.value.values == {"quota": 2}
    assert held(second).state is E.SUBMITTED
    desk.send_back(session, actor, held(first), mend="Turn it", mend_by=NOW() + timedelta(days=8), now=NOW())
    desk.endorse(session, actor, held(second), now=NOW())


def test_many_are_endorsed_as_far_as_possible_and_the_rest_say_why(session):
    edition, home = make.edition(quota_per_government=1), make.government()
    good, late = permitted(edition=edition, government=home), permitted(edition=edition, government=home)
    silent = make.entry(edition=edition, government=home, state=E.SUBMITTED)
    outcomes = desk.endorse_many(session, coordinator(good), [silent.id, late.id, good.id], now=NOW())
    assert [(o.entry.id, type(o.refusal)) for o in outcomes] == [(good.id, type(None)), (late.id, Conflict), (silent.id, Conflict)]
    assert [held(e).state for e in (good, late, silent)] == [E.ENDORSED, E.SUBMITTED, E.SUBMITTED]
    with pytest.raises(NotAllowed):
        desk.endorse_many(session, coordinator(good), [late.id, permitted(edition=edition).id], now=NOW())


def test_a_returned_work_has_to_be_endorsed_again_and_its_painter_is_told(session):
    entry = permitted(E.ACCEPTED, student=make.student(make.edition(), email="painter@example.org", language="ko"), endorsed_at=NOW())
    until = NOW() + timedelta(days=9)
    desk.send_back(session, make.staff(), held(entry), mend="Bitte gerade", mend_by=until, now=NOW())
    session.flush()
    work = held(entry)
    assert (work.state, work.mend, work.mend_by, work.endorsed_at, work.accepted_at) == (E.RETURNED, "Bitte gerade", until, None, None)
    letter = session.scalars(select(Letter).where(Letter.about_kind == "entry", Letter.about_id == entry.id)).one()
    assert (letter.occasion, letter.language, letter.to_address) == ("entry.returned", "ko", "painter@example.org")
    assert "Bitte gerade" in letter.body


def test_a_government_does_not_take_back_what_is_accepted(session):
    entry = permitted(E.ACCEPTED)
    with pytest.raises(Conflict):
        ACTS["return"](session, coordinator(entry), held(entry))


@pytest.mark.parametrize(("mend", "days", "field"), [("", 7, "mend"), ("\u200b ", 7, "mend"), ("Turn it", -1, "mend_by")])
def test_returning_says_what_and_a_time_to_come(session, mend, days, field):
    with pytest.raises(Invalid) as refusal:
        desk.send_back(session, make.staff(), held(permitted()), mend=mend, mend_by=NOW() + timedelta(days=days), now=NOW())
    assert refusal.value.field == field


def test_mending_ends_at_closing_or_a_week_from_now_whichever_is_later(session):
    entry, now = held(permitted()), NOW()
    assert desk.default_mend_by(entry, now + timedelta(days=20), now) == now + timedelta(days=20)
    later = desk.default_mend_by(entry, now + timedelta(days=2), now)
    assert now + timedelta(days=7) <= later < now + timedelta(days=8)


def test_accepting_tells_the_painter_in_their_language(session):
    entry = permitted(E.ENDORSED, student=make.student(make.edition(), email="painter@example.org", language="mn"))
    desk.accept(session, make.staff(), held(entry), now=NOW())
    session.flush()
    assert held(entry).accepted_at is not None
    assert session.scalars(select(Letter.language).where(Letter.about_kind == "entry", Letter.about_id == entry.id)).one() == "mn"


def test_what_lost_its_permission_is_not_accepted(session):
    entry = make.entry(state=E.ENDORSED)
    with pytest.raises(Conflict, match="permission"):
        desk.accept(session, make.staff(), held(entry), now=NOW())


@pytest.mark.parametrize("state", [E.SUBMITTED, E.RETURNED, E.HELD_BACK, E.ENDORSED, E.ACCEPTED])
def test_a_disqualified_work_is_restored_to_where_it_was(session, state):
    entry, staff = permitted(state), make.staff()
    desk.disqualify(session, staff, held(entry), reason="a copy", now=NOW())
    assert (held(entry).state, held(entry).left_state, held(entry).reason) == (E.DISQUALIFIED, state, "a copy")
    desk.restore(session, staff, held(entry), reason="it is not", now=NOW())
    assert (held(entry).state, held(entry).left_state, held(entry).reason) == (state, None, "")


def test_a_work_whose_permission_was_withdrawn_meanwhile_is_not_restored(session):
    entry, staff = permitted(E.ACCEPTED), make.staff()
    desk.disqualify(session, staff, held(entry), reason="a copy", now=NOW())
    consent.withdraw_consent(session, staff, held(entry), [Purpose.ENTER], now=NOW())
    with pytest.raises(Conflict, match="permission"):
        desk.restore(session, staff, held(entry), reason="it is not", now=NOW())


@pytest.mark.parametrize("act", ["disqualify", "withdraw", "take down"])
def test_what_hurts_needs_a_reason(session, act):
    do = {"disqualify": desk.disqualify, "withdraw": desk.withdraw_for, "take down": desk.take_down}[act]
    with pytest.raises(Invalid) as refusal:
        do(session, make.staff(), held(permitted(public_number=3)), reason="  ", now=NOW())
    assert refusal.value.field == "reason"


def test_a_published_work_is_taken_down_at_once_and_put_back(session):
    entry, staff = permitted(E.ACCEPTED, public_number=7), make.staff()
    desk.take_down(session, staff, held(entry), reason="the family asked", now=NOW())
    desk.take_down(session, staff, held(entry), reason="the family asked", now=NOW())
    assert held(entry).taken_down_at is not None
    desk.put_back(session, staff, held(entry), reason="settled", now=NOW())
    assert held(entry).taken_down_at is None
    with pytest.raises(Conflict):
        desk.take_down(session, staff, held(permitted(E.ACCEPTED)), reason="no", now=NOW())


def test_a_description_does_not_overwrite_what_its_page_did_not_show(session):
    entry, staff = permitted(), make.staff()
    seen = rules.trace({})
    desk.describe(session, staff, held(entry), {"en": "A boat", "ko": "", "xx": "no"}, seen=seen, now=NOW())
    session.flush()
    assert held(entry).descriptions == {"en": "A boat"}
    with pytest.raises(rules.Stale):
        desk.describe(session, staff, held(entry), {"en": "A ship"}, seen=seen, now=NOW())


def test_judges_read_what_staff_wrote_and_the_childs_words_stay(session):
    entry, staff = permitted(title="My school No. 5", description="I am Example One"), make.staff()
    seen = rules.trace(desk.judges_read(held(entry)))
    desk.for_judges(session, staff, held(entry), title="My school", description="", seen=seen, now=NOW())
    session.flush()
    assert desk.judges_read(held(entry)) == {"title": "My school", "description": ""}
    assert (held(entry).title, held(entry).description) == ("My school No. 5", "I am Example One")
    with pytest.raises(rules.Stale):
        desk.for_judges(session, staff, held(entry), title="A house", description="", seen=seen, now=NOW())
    seen = rules.trace(desk.judges_read(held(entry)))
    desk.for_judges(session, staff, held(entry), title="My school No. 5", description="I am Example One", seen=seen, now=NOW())
    assert (held(entry).judges_title, held(entry).judges_description) == ("My school No. 5", "I am Example One")  # staff find them harmless
    seen = rules.trace(desk.judges_read(held(entry)))
    with pytest.raises(Invalid):
        desk.for_judges(session, staff, held(entry), title="", description="Words", seen=seen, now=NOW())
    desk.for_judges(session, staff, held(entry), title="", description="", seen=seen, now=NOW())
    assert (held(entry).judges_title, held(entry).judges_description) == (None, None)


def test_a_new_code_ends_the_old_one_and_keeps_how_it_was_checked(session):
    entry = permitted()
    with transaction() as session:
        work = queries.hold(session, entry.id)
        old = work.student.resume_hash
        code = desk.new_code(session, coordinator(entry), work, how="called the school", now=NOW())
    assert len(code) == 10
    assert held(entry).student.resume_hash != old
    assert [event.act for event in queries.story(session, held(entry))] == ["student:check", "student:new code"]
    assert queries.story(session, held(entry))[0].detail.values == {"how": "called the school"}


def test_pages_offer_exactly_what_would_be_done(session):
    for state in E:
        entry = permitted(state)
        assert ("endorse" in desk.steps(coordinator(entry), held(entry))) == (state in {E.SUBMITTED, E.HELD_BACK})
        assert ("accept" in desk.steps(make.staff(), held(entry))) == (state is E.ENDORSED)
        assert not desk.steps(make.actor(make.account(Role.JUDGE)), held(entry))


def test_two_coordinators_cannot_both_take_the_last_place(own_app):
    with own_app.app_context(), transaction() as session:
        make.start(session)
        edition, home = make.edition(quota_per_government=1), make.government()
        ids = [permitted(edition=edition, government=home).id for _ in range(4)]
        actors = [make.actor(make.account(Role.COORDINATOR, home)) for _ in range(4)]
    gate, refused = threading.Barrier(4), []

    def endorse(actor, identity):
        with own_app.app_context():
            gate.wait()
            try:
                with transaction() as session:
                    desk.endorse(session, actor, queries.hold(session, identity), now=NOW())
            except Refused as error:
                refused.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=endorse, args=pair) for pair in zip(actors, ids, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with own_app.app_context():
        states = list(db.session().scalars(select(Entry.state)))
    assert (states.count(E.ENDORSED), len(refused)) == (1, 3)


# ── lists ──


def test_a_list_costs_the_same_for_one_work_and_for_three(session, queries):
    from contest.entries.queries import desk as reads

    edition = make.edition()
    wanted = reads.Wanted(edition.id)
    for _ in range(3):
        make.picture_of(permitted(edition=edition))
        session.flush()
        session.expire_all()
        with queries(5):
            reads.lines(session, wanted, 0, 50)


def test_what_is_ready_and_what_waits_for_permission_are_told_apart_as_the_rules_do(session):
    edition, home = make.edition(), make.government()
    entries = []
    for answers in ({}, {"enter": "no"}, {"transfer": "no"}):
        entries.append(make.entry(edition=edition, government=home, state=E.SUBMITTED))
        make.consents(entries[-1], **answers)
    wish, taken_back, changed = (make.entry(edition=edition, government=home, state=E.SUBMITTED) for _ in range(3))
    make.consents(wish, method="wish")
    make.consent(taken_back, Purpose.ENTER, withdrawn_at=NOW())
    make.consent(taken_back, Purpose.TRANSFER)
    make.consents(changed, enter="no")
    make.consent(changed, Purpose.ENTER, at=NOW() + timedelta(seconds=1))
    ready = {line.entry.id for line in queries.lines(session, queries.Wanted(edition.id, only="ready"), 0, 50)}
    assert ready == {entries[0].id, changed.id}
    waiting = queries.lines(session, queries.Wanted(edition.id, only="permission"), 0, 50)
    assert {line.entry.id for line in waiting} == {e.id for e in (*entries[1:], wish, taken_back)}
    assert all(line.missing for line in waiting)
    (tally,) = queries.tallies(session, edition, [home.id])
    assert (tally.ready, tally.unanswered, tally.used, tally.sent) == (2, 4, 0, 6)


def test_published_works_the_public_does_not_see_are_counted(session):
    edition = make.edition(state=EditionState.PUBLISHED)
    permitted(E.ACCEPTED, edition=edition, public_number=1)
    permitted(E.ACCEPTED, edition=edition, public_number=2, taken_down_at=NOW())
    make.consents(make.entry(edition=edition, state=E.ACCEPTED, public_number=3), show="no")
    permitted(E.DISQUALIFIED, edition=edition, public_number=4)
    make.entry(edition=edition, state=E.ACCEPTED)
    assert queries.hidden_by_edition(session, [edition.id]) == {edition.id: 3}


@pytest.mark.parametrize(("text", "found"), [("lake", 1), ("ЛАЙК", 0), ("example school", 2), ("100%", 1), ("_", 0), ("'; --", 0), ("ＬＡＫＥ", 1)])
def test_works_are_found_by_any_part_of_what_is_known(session, text, found):
    edition = make.edition()
    make.entry(edition=edition, state=E.SUBMITTED, search_text=rules.search_text("Lake 100%", "Example School"))
    make.entry(edition=edition, state=E.SUBMITTED, search_text=rules.search_text("Hill", "Example School"))
    assert queries.count(session, queries.Wanted(edition.id, text=text)) == found


def test_a_work_is_found_by_its_receipt_however_it_is_typed(session):
    edition = make.edition(number=914)
    receipt = rules.receipt_number(914, "7K3FM")
    make.entry(edition=edition, state=E.SUBMITTED, receipt=receipt)
    assert queries.count(session, queries.Wanted(edition.id, text=receipt.lower().replace("-", " - ", 1).replace(" ", ""))) == 1


def test_the_same_photo_and_a_small_photo_are_pointed_out(session):
    edition = make.edition()
    first, second, third = (make.entry(edition=edition, state=E.SUBMITTED) for _ in range(3))
    one, two = make.picture_of(first, width=3000, height=2000), make.picture_of(second, width=3000, height=2000)
    two.sha256 = one.sha256
    make.picture_of(third, width=800, height=600)
    found = {line.entry.id: [check.message for check in line.checks] for line in queries.lines(session, queries.Wanted(edition.id), 0, 9)}
    assert found[first.id] == found[second.id] == ["Another work was sent with the same photo."]
    assert found[third.id] == ["The photo is small: %(width)s × %(height)s pixels."]


def test_the_queue_goes_on_with_who_waited_longest_and_ends(session):
    edition, now = make.edition(), NOW()
    one, two = (make.entry(edition=edition, state=E.ENDORSED, endorsed_at=now + timedelta(minutes=n)) for n in range(2))
    assert queries.next_to_screen(session, edition.id) is one
    assert queries.next_to_screen(session, edition.id, one) is two
    assert queries.next_to_screen(session, edition.id, two) is one
    desk_before = make.entry(edition=make.edition(), state=E.ENDORSED)
    assert queries.next_to_screen(session, desk_before.edition_id, desk_before) is None
