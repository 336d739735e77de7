"""Letters to many: whom they reach, what they say, and that they go once."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from contest.core import clock
from contest.core.errors import Conflict, Invalid, NotAllowed
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.desk import actions
from contest.desk.actions import sending
from contest.desk.actions.receivers import receivers
from contest.desk.queries.batches import counted, hold
from contest.desk.rules import Group
from contest.entries.models import Consent, ConsentRequest, Entry
from contest.entries.queries.student import request_by_token
from contest.entries.states import LIFE as ENTRY
from contest.entries.states import EntryState as E
from contest.ledger.models import Event
from contest.policy import Role
from contest.post.compose import release
from contest.post.deliver import deliver
from contest.post.models import Letter, LetterBatch
from contest.post.rules import Words
from contest.post.states import LetterState as L
from tests import make
from tests.smtp import Sink
from tests.threads import in_threads


@pytest.fixture
def edition(session):
    return make.edition()


def painter(edition, **given):
    return make.student(edition, **{"born": None, "age": 14} | given)


def prepare(session, edition, group, *, words=None, again=False, seen=0, actor=None, now=None):
    batch = actions.prepare(session, actor or make.staff(), edition, group, words=words or {}, again=again, seen=seen, now=now or clock.now())
    session.flush()
    return batch, list(session.scalars(select(Letter).where(Letter.batch_id == batch.id).order_by(Letter.id)))


@dataclass(frozen=True)
class Sent:
    by_mail: int = 0
    by_hand: int = 0
    needless: int = 0


def outcome(session, batch):
    found = counted(session, [batch])[0]
    return Sent(found.all - found.by_hand, found.by_hand, batch.needless)


def send(session, batch, count, now=None):
    """Say that they go, and let them; what became of them, or None when that was said before."""
    if not actions.send(session, make.staff(), batch, count=count, now=now or clock.now()):
        return None
    while actions.send_part(session, batch, now=now or clock.now()):
        session.flush()
    session.flush()
    return outcome(session, batch)


# ── who ──


def test_who_has_begun_and_not_sent_is_reminded_in_their_own_language(session, edition):
    make.entry(edition=edition, student=painter(edition, email="a@example.org", language="mn"), title="Манай уулс")
    make.entry(edition=edition, student=painter(edition, email="b@example.org"), state=E.SUBMITTED)
    make.entry(edition=edition, student=painter(edition, full_name="", email=""))  # nobody knows who that is
    make.entry(student=painter(make.edition(), email="c@example.org"))
    _, (letter,) = prepare(session, edition, Group.DRAFTS)
    assert (letter.to_address, letter.language, letter.state, letter.next_try_at) == ("a@example.org", "mn", L.DRAFT, None)
    assert "«Манай уулс»" in letter.body
    assert re.search(r"https?://\S+/mn/my", letter.body)


def test_nobody_is_reminded_of_what_can_no_longer_be_sent(session):
    closed = make.edition(closes_at=clock.now() - timedelta(days=1))
    make.entry(edition=closed, student=painter(closed, email="a@example.org"))
    late = make.entry(edition=closed, student=painter(closed, email="b@example.org"), late_until=clock.now() + timedelta(days=2), late_reason="ill")
    found = receivers(session, closed, Group.DRAFTS, clock.now())
    assert [each.about for each in found] == [("entry", (late.id,))]


def test_one_address_gets_one_letter_that_names_all_its_works(session, edition):
    first, second = painter(edition, email="Home@example.org", full_name="Example One"), painter(edition, email="home@example.org", full_name="Example Two")
    works = [make.entry(edition=edition, student=who, title=title) for who, title in ((first, "Sea"), (first, "Sky"), (second, "Steppe"))]
    _, (letter,) = prepare(session, edition, Group.DRAFTS)
    assert [letter.about_id, *letter.also] == [each.id for each in works]
    assert "“Sea” (Example One)\n“Sky” (Example One)\n“Steppe” (Example Two)" in letter.body
    assert "Example One, Example Two" in letter.body


def test_without_an_address_each_painter_has_a_letter_to_pass_on(session, edition):
    home = make.government()
    one = painter(edition, phone="+976 99")
    for _ in range(2):
        make.entry(edition=edition, student=one, government=home, state=E.SUBMITTED)
    make.entry(edition=edition, student=one, government=make.government(), state=E.SUBMITTED)  # another coordinator's
    make.entry(edition=edition, student=painter(edition), government=home, state=E.SUBMITTED)
    batch, letters = prepare(session, edition, Group.ENTRANTS)
    assert [len(each.also) for each in letters] == [1, 0, 0]
    assert letters[0].to_phone == "+976 99"
    assert send(session, batch, 3) == Sent(by_hand=3)
    assert {each.state for each in letters} == {L.BY_HAND}


def test_everyone_who_entered_but_nobody_who_left(session, edition):
    for state in E:
        make.entry(edition=edition, student=painter(edition, email=f"{state.value}@example.org"), state=state)
    found = {each.address.split("@")[0] for each in receivers(session, edition, Group.ENTRANTS, clock.now())}
    assert found == {"submitted", "returned", "held_back", "endorsed", "accepted"}


def test_a_missing_permission_reaches_the_guardian_if_one_is_known_else_the_painter(session, edition):
    with_guardian = make.entry(edition=edition, student=painter(edition, email="child@example.org"), state=E.SUBMITTED)
    make.consent_link(with_guardian, to_address="parent@example.org", language="ko")
    ended = make.entry(edition=edition, student=painter(edition, email="second@example.org"), state=E.SUBMITTED)
    make.consent_link(ended, to_address="old@example.org", expires_at=clock.now() - timedelta(seconds=1))
    by_code = make.entry(edition=edition, student=painter(edition, email="third@example.org"), state=E.RETURNED)
    make.consent_link(by_code)
    found = {each.address: (each.occasion.key, each.language) for each in receivers(session, edition, Group.PERMISSION, clock.now())}
    assert found == {
        "parent@example.org": ("consent.reminder", "ko"), "second@example.org": ("consent.reminder painter", "en"),
        "third@example.org": ("consent.reminder painter", "en"),
    }  # fmt: skip


def test_who_has_answered_or_is_of_age_is_left_alone(session, edition):
    given = make.entry(edition=edition, state=E.SUBMITTED)
    make.consents(given)
    make.consents(make.entry(edition=edition, state=E.SUBMITTED), enter="no")
    from datetime import date

    make.entry(edition=edition, student=painter(edition, born=date(2000, 1, 1)), state=E.SUBMITTED)
    from contest.entries.models import ConsentPaper

    sent = make.entry(edition=edition, state=E.SUBMITTED)
    make.save(ConsentPaper(entry_id=sent.id, picture_id=1, language="en", sent_by_kind="student", sent_by_id=1, sent_at=clock.now()))
    assert receivers(session, edition, Group.PERMISSION, clock.now()) == []
    with pytest.raises(Conflict):
        prepare(session, edition, Group.PERMISSION)


def test_coordinators_and_judges_each_once_and_nobody_who_is_blocked(session, edition):
    home = make.government()
    both = make.account(Role.COORDINATOR, home, language="ja")
    make.account(Role.COORDINATOR, home, blocked_at=clock.now())
    judge, seated = make.account(Role.JUDGE, edition=edition), make.account(Role.JUDGE)
    make.account(Role.JUDGE, edition=make.edition())
    make.panelist(make.judging_round(edition), seated)
    session.flush()
    now = clock.now()
    assert [(each.address, each.language) for each in receivers(session, edition, Group.COORDINATORS, now)] == [(both.address, "ja")]
    assert {each.address for each in receivers(session, edition, Group.JUDGES, now)} == {judge.address, seated.address}


@pytest.mark.parametrize("group", Group)
def test_whom_to_write_to_costs_the_same_however_many_they_are(session, edition, queries, group):
    counts = []
    for _ in range(3):
        for state in (E.DRAFT, E.SUBMITTED):
            entry = make.entry(edition=edition, student=painter(edition, email=f"p{len(counts)}@example.org"), state=state)
            make.consent_link(entry, to_address=f"g{len(counts)}@example.org")
        make.account(Role.JUDGE, edition=edition)
        make.account(Role.COORDINATOR, make.government())
        session.expire_all()
        with queries(12) as seen:
            receivers(session, edition, group, clock.now())
        counts.append(len(seen))
    assert counts[1] == counts[2], counts


# ── not twice ──


def test_nobody_is_reminded_twice_within_two_days_unless_somebody_says_so(session, edition):
    make.entry(edition=edition, student=painter(edition, email="a@example.org"))
    first, _ = prepare(session, edition, Group.DRAFTS)
    now = clock.now()
    assert [each.reminded for each in receivers(session, edition, Group.DRAFTS, now)] == [True]  # still waiting counts
    send(session, first, 1)
    with pytest.raises(Conflict):
        prepare(session, edition, Group.DRAFTS, seen=first.id)
    _, letters = prepare(session, edition, Group.DRAFTS, seen=first.id, again=True)
    assert len(letters) == 1
    assert [each.reminded for each in receivers(session, edition, Group.DRAFTS, now + timedelta(hours=47))] == [True]
    assert [each.reminded for each in receivers(session, edition, Group.DRAFTS, now + timedelta(hours=49))] == [False]


def test_what_was_dropped_or_taken_out_reminded_nobody(session, edition):
    make.entry(edition=edition, student=painter(edition, email="a@example.org"))
    batch, (letter,) = prepare(session, edition, Group.DRAFTS)
    actions.drop(session, make.staff(), batch, now=clock.now())
    session.flush()
    assert [each.reminded for each in receivers(session, edition, Group.DRAFTS, clock.now())] == [False]
    actions.restore(session, make.staff(), batch, now=clock.now())
    actions.remove(session, make.staff(), letter, now=clock.now())
    session.flush()
    assert [each.reminded for each in receivers(session, edition, Group.DRAFTS, clock.now())] == [False]


def test_the_same_button_pressed_twice_prepares_once(session, edition):
    make.entry(edition=edition, state=E.ACCEPTED)
    staff = make.staff()
    first, _ = prepare(session, edition, Group.ENTRANTS, actor=staff)
    again, _ = prepare(session, edition, Group.ENTRANTS, actor=staff)
    assert first.id == again.id
    other, _ = prepare(session, edition, Group.ENTRANTS, actor=staff, seen=first.id)
    assert other.id != first.id


def test_sent_once_with_the_number_typed(session, edition):
    for n in range(3):
        make.entry(edition=edition, student=painter(edition, email=f"p{n}@example.org"), state=E.ACCEPTED)
    batch, letters = prepare(session, edition, Group.ENTRANTS)
    actions.remove(session, make.staff(), letters[0], now=clock.now())
    for wrong in (0, 1, 3):
        with pytest.raises(Invalid):
            send(session, batch, wrong)
    assert send(session, batch, 2) == Sent(by_mail=2)
    assert send(session, batch, 2) is None
    assert [each.state for each in letters] == [L.REMOVED, L.QUEUED, L.QUEUED]
    with Sink() as sink:
        assert deliver(transaction, sink.url, clock.now() + timedelta(seconds=1), sender="s@example.org") == 2
    assert len(sink.messages) == 2


def test_what_has_gone_can_neither_be_changed_nor_dropped(session, edition):
    make.entry(edition=edition, student=painter(edition, email="a@example.org"), state=E.ACCEPTED)
    batch, (letter,) = prepare(session, edition, Group.ENTRANTS)
    send(session, batch, 1)
    for act in (
        lambda: actions.edit(session, make.staff(), letter, subject="x", body="y", version=1, now=clock.now()),
        lambda: actions.remove(session, make.staff(), letter, now=clock.now()),
        lambda: actions.drop(session, make.staff(), batch, now=clock.now()),
    ):
        with pytest.raises(Conflict):
            act()


def test_what_is_dropped_is_not_sent_until_it_is_taken_back(session, edition):
    make.entry(edition=edition, student=painter(edition, email="a@example.org"), state=E.ACCEPTED)
    batch, _ = prepare(session, edition, Group.ENTRANTS)
    actions.drop(session, make.staff(), batch, now=clock.now())
    with pytest.raises(Conflict):
        send(session, batch, 1)
    actions.restore(session, make.staff(), batch, now=clock.now())
    assert send(session, batch, 1).by_mail == 1


def test_only_the_secretariat_writes_to_many(session, edition):
    make.entry(edition=edition, state=E.ACCEPTED)
    batch, (letter,) = prepare(session, edition, Group.ENTRANTS)
    other, now = make.actor(make.account(Role.COORDINATOR, make.government())), clock.now()
    for act in (
        lambda: prepare(session, edition, Group.ENTRANTS, actor=other, seen=batch.id),
        lambda: actions.send(session, other, batch, count=1, now=now),
        lambda: actions.drop(session, other, batch, now=now),
        lambda: actions.restore(session, other, batch, now=now),
        lambda: actions.edit(session, other, letter, subject="x", body="y", version=1, now=now),
        lambda: actions.remove(session, other, letter, now=now),
        lambda: actions.put_back(session, other, letter, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()


# ── what they say ──


def test_the_words_of_a_batch_are_its_own(session, edition):
    for code in ("en", "ru"):
        make.entry(edition=edition, student=painter(edition, email=f"{code}@example.org", language=code), state=E.ACCEPTED)
    words = {"news.entrants": {"ru": Words("Новости", "Здравствуйте, {name}!\n\n{works}")}}
    _, letters = prepare(session, edition, Group.ENTRANTS, words=words)
    said = {each.language: each.subject for each in letters}
    assert said["ru"] == "Новости"
    assert said["en"].startswith("News from the contest")
    with pytest.raises(Invalid):
        prepare(session, edition, Group.ENTRANTS, words={"news.entrants": {"en": Words("x", "{password}")}}, seen=10**6)


def test_one_letter_is_changed_and_an_older_page_is_refused(session, edition):
    make.entry(edition=edition, student=painter(edition, email="a@example.org"), state=E.ACCEPTED)
    _, (letter,) = prepare(session, edition, Group.ENTRANTS)
    actions.edit(session, make.staff(), letter, subject="Own", body="words", version=1, now=clock.now())
    assert (letter.subject, letter.body, letter.version) == ("Own", "words", 2)
    with pytest.raises(Conflict):
        actions.edit(session, make.staff(), letter, subject="Other", body="words", version=1, now=clock.now())
    actions.edit(session, make.staff(), letter, subject="Own", body="words", version=1, now=clock.now())  # says nothing new


# ── the guardian's link ──


def guardian(session, edition, count=1, **given):
    entries = []
    for n in range(count):
        entry = make.entry(edition=edition, student=painter(edition, full_name="{link}"), title=f"Work {n} {{link}}", state=E.SUBMITTED, **given)
        make.consent_link(entry, to_address="parent@example.org", language="en", created_at=clock.now() - timedelta(days=9))
        entries.append(entry)
    return entries


def requests(session):
    return session.scalar(select(func.count()).select_from(ConsentRequest))


def test_a_guardian_s_link_is_made_when_the_letter_goes_and_ends_none_before(session, edition):
    (entry,) = guardian(session, edition)
    batch, (letter,) = prepare(session, edition, Group.PERMISSION)
    assert requests(session) == 1
    assert letter.body.count("{link}") == 1  # nobody's name or title can ask for a link
    assert send(session, batch, 1).by_mail == 1
    (token,) = re.findall(r"/en/consent/(\S+)", letter.body)
    made = request_by_token(session, token)
    assert (made.entry_id, made.to_address) == (entry.id, "parent@example.org")
    assert made.expires_at > clock.now() + timedelta(days=80)
    older = session.scalars(select(ConsentRequest).order_by(ConsentRequest.id)).first()
    assert older.expires_at > clock.now()
    assert session.scalar(select(func.count()).select_from(Letter)) == 1  # no second letter


def test_a_guardian_of_two_has_one_letter_with_a_link_for_each(session, edition):
    entries = guardian(session, edition, 2)
    batch, (letter,) = prepare(session, edition, Group.PERMISSION)
    send(session, batch, 1)
    tokens = re.findall(r"“(.+?)”: \S+/en/consent/(\S+)", letter.body)
    assert [(title, request_by_token(session, token).entry_id) for title, token in tokens] == [(each.title, each.id) for each in entries]


def test_what_was_answered_in_the_meantime_asks_no_more(session, edition):
    first, second = guardian(session, edition, 2)
    batch, (letter,) = prepare(session, edition, Group.PERMISSION)
    make.consents(first)
    send(session, batch, 1)
    (token,) = re.findall(r"/en/consent/(\S+)", letter.body)
    assert request_by_token(session, token).entry_id == second.id


def test_a_reminder_nobody_needs_any_more_is_taken_out(session, edition):
    (entry,) = guardian(session, edition)
    draft = make.entry(edition=edition, student=painter(edition, email="a@example.org"))
    permission, _ = prepare(session, edition, Group.PERMISSION)
    drafts, _ = prepare(session, edition, Group.DRAFTS, seen=permission.id)
    make.consents(entry)
    draft.submitted_at = clock.now()
    ENTRY.move(draft, E.SUBMITTED)
    session.flush()
    assert send(session, permission, 1) == Sent(needless=1)
    assert send(session, drafts, 1) == Sent(needless=1)
    assert requests(session) == 1


def test_sending_reminders_asks_the_store_the_same_however_many_they_are(session, edition, queries):
    counts = []
    for count in (2, 6):
        for n in range(count):
            entry = make.entry(edition=edition, student=painter(edition), state=E.SUBMITTED)
            make.consent_link(entry, to_address=f"parent-{count}-{n}@example.org", language="en")
        batch, letters = prepare(session, edition, Group.PERMISSION, seen=10_000 * count)
        assert len(letters) == count
        session.expire_all()
        with queries(60) as seen:
            assert send(session, batch, count).by_mail == count
        counts.append(sum(statement.startswith("SELECT") for statement in seen))
    assert counts[0] == counts[1], counts


def test_who_withdrew_what_is_needed_is_not_reminded_to_give_it(session, edition):
    (entry,) = guardian(session, edition)
    make.consents(entry)
    session.flush()
    for row in session.scalars(select(Consent).where(Consent.entry_id == entry.id)):
        row.withdrawn_at = clock.now()
    session.flush()
    assert receivers(session, edition, Group.PERMISSION, clock.now()) == []


def test_who_left_after_a_letter_to_all_was_prepared_does_not_get_it(session, edition):
    gone = make.entry(edition=edition, student=painter(edition, email="a@example.org"), state=E.SUBMITTED)
    make.entry(edition=edition, student=painter(edition, email="b@example.org"), state=E.SUBMITTED)
    batch, _ = prepare(session, edition, Group.ENTRANTS)
    ENTRY.move(gone, E.WITHDRAWN)
    session.flush()
    assert send(session, batch, 2) == Sent(by_mail=1, needless=1)


def test_a_guardian_s_letter_cannot_lose_its_link(session, edition):
    guardian(session, edition)
    _, (letter,) = prepare(session, edition, Group.PERMISSION)
    for body in ("no link", "{link} {name}"):
        with pytest.raises(Invalid):
            actions.edit(session, make.staff(), letter, subject="x", body=body, version=1, now=clock.now())


def test_the_text_of_a_guardian_s_letter_is_not_kept_once_it_has_gone(session, edition):
    guardian(session, edition)
    batch, (letter,) = prepare(session, edition, Group.PERMISSION)
    send(session, batch, 1)
    with Sink() as sink:
        deliver(transaction, sink.url, clock.now() + timedelta(seconds=1), sender="s@example.org")
    assert len(sink.messages) == 1
    session.refresh(letter)
    assert (letter.state, letter.body) == (L.SENT, "")
    assert letter.subject


def test_a_batch_belongs_to_who_made_it(session, edition):
    make.entry(edition=edition, state=E.ACCEPTED)
    staff = make.staff()
    batch, _ = prepare(session, edition, Group.ENTRANTS, actor=staff)
    assert session.get(LetterBatch, batch.id).made_by_id == staff.id


# ── in parts ──


def many(session, edition, count):
    for n in range(count):
        make.consent_link(
            make.entry(edition=edition, student=painter(edition), state=E.SUBMITTED), to_address=f"g{n}@example.org", language="en"
        )
    return prepare(session, edition, Group.PERMISSION)


def test_they_go_in_parts_and_who_goes_on_finds_the_rest(session, edition, monkeypatch):
    monkeypatch.setattr(sending, "PART", 2)
    batch, letters = many(session, edition, 5)
    assert actions.send(session, make.staff(), batch, count=5, now=clock.now())
    seen = []
    for more in (True, True, False):
        assert actions.send_part(session, batch, now=clock.now()) is more
        session.flush()
        found = counted(session, [batch])[0]
        seen.append((found.all - found.waiting, found.going, batch.gone_at is not None))
    assert seen == [(2, True, False), (4, True, False), (5, False, True)]
    assert actions.send_part(session, batch, now=clock.now()) is False
    assert [each.state for each in letters] == [L.QUEUED] * 5
    assert requests(session) == 10  # one fresh link for each, beside the one from before


def test_a_part_that_fails_halfway_goes_once_later(own_app, monkeypatch):
    """Stopped between two parts, and in the middle of one: what was stored stays, the rest follows, no link is made twice."""
    monkeypatch.setattr(sending, "PART", 2)

    class Killed(BaseException):
        pass

    def dying(after):
        left = iter([True] * after)

        def released(letter, now):
            if not next(left, False):
                raise Killed
            return release(letter, now)

        return released

    def go():
        return actions.send_due(db.session(), transaction, clock.now(), rest=lambda: None)

    with own_app.app_context():
        make.start(db.session())
        with transaction() as unit:
            staff = make.staff()
            batch = many(unit, make.edition(), 5)[0].id
        with transaction() as unit:
            assert actions.send(unit, staff, locked(unit, LetterBatch, batch), count=5, now=clock.now())
        for after, gone in ((3, 2), (1, 2), (2, 4)):
            monkeypatch.setattr(sending, "release", dying(after))
            with pytest.raises(Killed):
                go()
            found = counted(db.session(), [db.session().get(LetterBatch, batch)])[0]
            assert (found.all - found.waiting, found.going) == (gone, True)
        monkeypatch.setattr(sending, "release", release)
        assert (go(), go()) == (1, 0)
        assert outcome(db.session(), db.session().get(LetterBatch, batch)) == Sent(by_mail=5)
        assert requests(db.session()) == 10
        assert actions.send(db.session(), staff, db.session().get(LetterBatch, batch), count=5, now=clock.now()) is False
        sealed = db.session().scalars(select(Event.act).where(Event.act.startswith("letters:"))).all()
        assert sorted(sealed) == ["letters:gone", "letters:prepare", "letters:send"]


def test_what_becomes_needless_while_they_go_is_taken_out(session, edition, monkeypatch):
    monkeypatch.setattr(sending, "PART", 1)
    batch, letters = many(session, edition, 3)
    actions.send(session, make.staff(), batch, count=3, now=clock.now())
    actions.send_part(session, batch, now=clock.now())
    make.consents(session.get(Entry, letters[1].about_id))
    while actions.send_part(session, batch, now=clock.now()):
        pass
    assert [each.state for each in letters] == [L.QUEUED, L.REMOVED, L.QUEUED]
    assert outcome(session, batch) == Sent(by_mail=2, needless=1)


def test_once_sent_nothing_of_it_can_be_changed_though_it_has_not_gone(session, edition):
    batch, (letter,) = many(session, edition, 1)
    actions.send(session, make.staff(), batch, count=1, now=clock.now())
    for act in (
        lambda: actions.edit(session, make.staff(), letter, subject="x", body="{link}", version=1, now=clock.now()),
        lambda: actions.remove(session, make.staff(), letter, now=clock.now()),
        lambda: actions.drop(session, make.staff(), batch, now=clock.now()),
    ):
        with pytest.raises(Conflict):
            act()


def test_looking_up_the_group_before_the_store_is_held_reminds_nobody_twice(session, edition):
    make.entry(edition=edition, student=painter(edition, email="a@example.org"))
    found, now = receivers(session, edition, Group.DRAFTS, clock.now()), clock.now()
    actions.prepare(session, make.staff(), edition, Group.DRAFTS, words={}, again=False, seen=0, found=found, now=now)
    session.flush()
    with pytest.raises(Conflict):
        actions.prepare(session, make.staff(), edition, Group.DRAFTS, words={}, again=False, seen=0, found=found, now=now)


# ── two at once ──


def test_two_tabs_send_once(own_app):
    with own_app.app_context():
        make.start(db.session())
        with transaction():
            edition = make.edition()
            for n in range(5):
                make.entry(edition=edition, student=painter(edition, email=f"p{n}@example.org"), state=E.ACCEPTED)
            staff = make.staff()
            batch = actions.prepare(db.session(), staff, edition, Group.ENTRANTS, words={}, again=False, seen=0, now=clock.now()).id

    def press(_number):
        with transaction() as unit:
            return actions.send(unit, staff, locked(unit, LetterBatch, batch), count=5, now=clock.now())

    assert sorted(in_threads(own_app, 4, press)) == [False, False, False, True]
    assert in_threads(own_app, 3, lambda _number: actions.send_due(db.session(), transaction, clock.now(), rest=lambda: None))
    with own_app.app_context():
        assert outcome(db.session(), db.session().get(LetterBatch, batch)) == Sent(by_mail=5)
        assert set(db.session().scalars(select(Letter.state))) == {L.QUEUED}


def test_who_changes_a_letter_while_it_is_sent_is_told_or_heard(own_app):
    """Never both: what went is what the page shows."""
    with own_app.app_context():
        make.start(db.session())
        with transaction():
            edition = make.edition()
            make.entry(edition=edition, student=painter(edition, email="p@example.org"), state=E.ACCEPTED)
            staff = make.staff()
            batch = actions.prepare(db.session(), staff, edition, Group.ENTRANTS, words={}, again=False, seen=0, now=clock.now()).id
            letter = db.session().scalars(select(Letter.id)).one()

    def press(number):
        with transaction() as unit:
            if number:
                return actions.send(unit, staff, locked(unit, LetterBatch, batch), count=1, now=clock.now())
            return actions.edit(unit, staff, hold(unit, letter), subject="Changed", body="Changed", version=1, now=clock.now())

    changed, sent = in_threads(own_app, 2, press)
    assert sent is True
    with own_app.app_context():
        told = isinstance(changed, Conflict)
        assert (db.session().get(Letter, letter).subject == "Changed") is not told
