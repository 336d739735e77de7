"""Letters on their way to a mail server; jobs that nobody asks for."""

import email
import email.policy
import socket
from datetime import timedelta

import pytest

from contest.db.transaction import transaction
from contest.post.compose import queue
from contest.post.deliver import PAUSES, TRIES, ascii_address, compose, deliver, header
from contest.post.models import Letter
from contest.post.rules import Occasion, Placeholder
from contest.post.states import LetterState
from contest.work.loop import Sweep
from tests import make
from tests.smtp import Sink

NOW = make.NOW
FROM = "secretariat@example.org"


def write(session, to="person@example.org", subject="Hello", name="Example Person", language="en", **given):
    occasion = Occasion("test", "Test", subject, ("Dear %(name)s,",), (Placeholder("name", "Name", "Example"),), **given)
    letter = queue(session, occasion, language, to=to, to_name=name, about=make.account(), now=NOW, name=name)
    session.flush()
    return letter


def send(url, now=NOW):
    return deliver(transaction, url, now, sender=FROM)


def read(received):
    return email.message_from_bytes(received.data, policy=email.policy.default)


def test_without_a_mail_server_letters_wait(session):
    letter = write(session)
    assert send("") == 0
    assert (letter.state, letter.tries) == (LetterState.QUEUED, 0)


def test_a_letter_arrives_once_in_its_own_language(session):
    letter = write(session, subject="初めまして", name="見本 一子", language="ja")
    with Sink() as sink:
        assert send(sink.url) == 1
        assert send(sink.url, NOW + timedelta(hours=1)) == 0
    (received,) = sink.messages
    message = read(received)
    assert (received.sender, received.to) == (FROM, ["person@example.org"])
    assert message["Subject"] == "初めまして"
    assert message["To"].addresses[0].display_name == "見本 一子"
    assert message["Content-Language"] == "ja"
    assert "見本 一子" in message.get_content()
    assert (letter.state, letter.sent_at, letter.tries, letter.next_try_at) == (LetterState.SENT, NOW, 1, None)


def test_one_bad_address_does_not_stop_the_rest(session):
    letters = [write(session, to=to) for to in ("first@example.org", "gone@example.org", "broken", "last@example.org")]
    with Sink(refuses={"gone@example.org"}) as sink:
        assert send(sink.url) == 2
    assert [m.to for m in sink.messages] == [["first@example.org"], ["last@example.org"]]
    assert [x.state for x in letters] == [LetterState.SENT, LetterState.QUEUED, LetterState.QUEUED, LetterState.SENT]
    assert "550" in letters[1].problem


@pytest.mark.parametrize("field", ["subject", "name"])
def test_no_text_becomes_a_header(session, field):
    """The library's own fault: it decodes encoded words it is given, line ends and all."""
    attack = "=?utf-8?q?x=0d=0aBcc:_victim@example.org=0d=0aX-Own:_1?= \r\nBcc: other@example.org"
    write(session, **{field: attack})
    with Sink() as sink:
        send(sink.url)
    (received,) = sink.messages
    assert received.to == ["person@example.org"]
    head = received.data.split(b"\r\n\r\n")[0].lower()
    assert not [line for line in head.split(b"\r\n") if line.startswith((b"bcc", b"x-own", b"cc"))]
    assert set(read(received).keys()) == {"From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


@pytest.mark.parametrize("address", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "nobody", "<a@example.org> b@example.org", ""])
def test_an_address_is_one_address(address):
    with pytest.raises((ValueError, email.errors.MessageError, IndexError)):
        ascii_address(address)


def test_domains_are_written_as_servers_write_them():
    assert ascii_address("name@пример.рф") == "name@xn--e1afmkfd.xn--p1ai"
    assert header("a =?utf-8?q?b?= c") == "a = ?utf-8?q?b?= c"


def test_a_letter_is_tried_again_after_growing_pauses_and_given_up_after_the_eighth(session):
    letter, now = write(session), NOW
    with Sink(refuses={"person@example.org"}) as sink:
        for pause in PAUSES:
            send(sink.url, now)
            assert letter.state is LetterState.QUEUED
            assert letter.next_try_at == now + timedelta(minutes=pause)
            assert send(sink.url, letter.next_try_at - timedelta(seconds=1)) == 0
            now = letter.next_try_at
        send(sink.url, now)
    assert (letter.state, letter.tries, letter.next_try_at) == (LetterState.FAILED, TRIES, None)


def test_a_server_that_is_not_there_is_asked_once_for_the_whole_batch(session):
    letters = [write(session) for _ in range(3)]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert send(f"smtp://127.0.0.1:{port}") == 0
    assert [x.tries for x in letters] == [1, 1, 1]
    with Sink() as sink:
        assert send(sink.url, NOW + timedelta(minutes=1)) == 3


def test_a_letter_keeps_its_message_id_over_tries(session):
    letter = write(session)
    with Sink(refuses={"person@example.org"}) as deaf:
        send(deaf.url)
    with Sink() as sink:
        send(sink.url, NOW + timedelta(minutes=1))
    assert read(sink.messages[0])["Message-ID"].startswith(f"<{letter.id}.")


def test_a_letter_borrowed_by_another_is_left_alone(session):
    letter = write(session)
    letter.next_try_at = NOW + timedelta(minutes=15)
    session.flush()
    with Sink() as sink:
        assert send(sink.url) == 0


def test_jobs_run_each_in_its_own_transaction_and_none_stops_the_others(own_app, caplog):
    done = []

    def good(session, _now):
        session.add(Letter(occasion="x", to_address="a@example.org", to_name="", language="en", subject="", body="", about_kind="account", about_id=1, written_at=NOW, next_try_at=NOW))

    def bad(session, _now):
        good(session, _now)
        session.flush()
        raise RuntimeError("person@example.org wrote this")

    def last(_now):
        done.append(1)

    assert Sweep((bad, good), context=own_app.app_context, errands=(last,)).once(NOW) == 1
    with own_app.app_context(), transaction() as session:
        assert session.query(Letter).count() == 1
    assert done == [1]
    assert "bad failed: RuntimeError" in caplog.text
    assert "person@example.org" not in caplog.text


def test_the_thread_starts_runs_and_stops(own_app):
    import threading

    ran = threading.Event()
    sweep = Sweep((), context=own_app.app_context, errands=(lambda _now: ran.set(),), seconds=60)
    sweep.start()
    assert ran.wait(5)
    sweep.stop()
    assert not [t for t in threading.enumerate() if t.name == "sweep"]


def test_compose_is_plain_ascii_on_the_wire(session):
    letter = write(session, subject="Тема", name="Пример Первый", language="ru")
    from contest.post.deliver import Outgoing

    raw = compose(Outgoing(1, letter.to_address, letter.to_name, "ru", letter.subject, letter.body, "<1.x@example.org>"), FROM, NOW).as_bytes()
    assert raw.isascii()
