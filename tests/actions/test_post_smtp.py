"""A real mail server gets every letter of the contest, in every language, with its papers."""

import email
import email.policy
from contextlib import contextmanager
from datetime import timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr
from functools import partial

import pytest

from contest.app import OCCASIONS
from contest.core.languages import CODES, language
from contest.db.transaction import transaction
from contest.entries import mails
from contest.entries.models import Entry
from contest.entries.papers import receipt_for_letter
from contest.entries.queries.student import WHOLE
from contest.entries.states import EntryState
from contest.post import samples
from contest.post.compose import own_words, queue, standard
from contest.post.deliver import compose, deliver
from contest.post.models import Letter, LetterTemplate
from contest.post.rules import filled
from contest.post.states import LetterState
from contest.typeset import Paper
from tests import make
from tests.smtp import Sink, free_port

NOW = make.NOW
FROM = "secretariat@example.org"
PDF = b"%PDF-1.7\n\x00\xff" + bytes(range(256)) * 20
NAMES = {"en": "Receipt 14-K7QMX.pdf", "ko": "접수증 14-K7QMX.pdf", "zh": "回执 14-K7QMX.pdf", "ja": "受付票 14-K7QMX.pdf", "ru": "Квитанция о получении работы 14-K7QMX.pdf", "mn": "Хүлээн авсан баримт Өө Үү 14-K7QMX.pdf"}


def read(received):
    return email.message_from_bytes(received.data, policy=email.policy.default)


def send(url, now=NOW, **given):
    sent = 0
    while more := deliver(transaction, url, now, sender=FROM, **given):
        sent += more
    return sent


def stub(session, letter):
    return Paper(NAMES[letter.language], "application/pdf", PDF)


def fill(session, occasion, code, about, **given):
    values = {each.name: each.shown(code) for each in occasion.placeholders}
    letter = queue(session, occasion, code, to=f"{occasion.slug}@example.org", to_name=samples.NAME[code], about=about, now=NOW, **values | given)
    session.flush()
    return letter


@pytest.mark.parametrize("code", CODES)
def test_every_letter_arrives_right_in_every_language(session, code):
    about = make.account()
    due = {f"{each.slug}@example.org": (each, fill(session, each, code, about)) for each in OCCASIONS}
    expected = {to: filled(standard(each, code), each.samples[code]) for to, (each, _) in due.items()}
    with Sink() as sink:
        assert send(sink.url, attach={"receipt": stub}) == len(due)
    assert len(sink.messages) == len(due)
    for received in sink.messages:
        (to,) = received.to
        occasion, letter = due.pop(to)
        message = read(received)
        assert received.data.isascii()
        assert message["Subject"] == expected[to].subject
        assert message["Content-Language"] == language(code).html
        assert [a.addr_spec for a in message["To"].addresses] == [to]
        assert message["To"].addresses[0].display_name == samples.NAME[code]
        assert (received.sender, message["Cc"], message["Bcc"]) == (FROM, None, None)
        text = message.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")
        assert text == expected[to].body
        papers = list(message.iter_attachments())
        assert len(papers) == (1 if occasion.attachment else 0)
        for paper in papers:
            assert paper.get_filename() == NAMES[code]
            assert paper.get_content_type() == "application/pdf"
            assert paper.get_content() == PDF
            assert "filename*" in str(paper).split("\n\n")[0] or NAMES[code].isascii()  # RFC 2231
        assert letter.state is LetterState.SENT
        assert (letter.body == "") == occasion.secret
    assert not due


def test_own_words_are_sent_with_values_that_are_never_read_again(session):
    session.add(LetterTemplate(occasion="entry.accepted", language="mn", subject="Зураг {receipt}", body="Сайн уу, {name}!\n\n{title}\n\n{link}", changed_at=NOW, changed_by_id=1))
    session.flush()
    letter = fill(session, mails.ACCEPTED, "mn", make.entry(), name="{title}", title="{link} %(name)s", receipt="1", link="https://x")
    assert (letter.subject, letter.body) == ("Зураг 1", "Сайн уу, {title}!\n\n{link} %(name)s\n\nhttps://x")
    assert fill(session, mails.ACCEPTED, "ru", make.entry()).subject != "Зураг 1"


def test_own_words_that_no_longer_fit_give_way_to_the_standard_ones(session, caplog):
    session.add(LetterTemplate(occasion="entry.accepted", language="en", subject="Hello", body="{gone}", changed_at=NOW, changed_by_id=1))
    session.flush()
    assert own_words(session, mails.ACCEPTED) == {}
    assert "is accepted" in fill(session, mails.ACCEPTED, "en", make.entry()).subject
    assert "no longer fit" in caplog.text


@pytest.mark.parametrize("attack", ["x\r\nBcc: victim@example.org.pdf", "=?utf-8?q?x=0d=0aBcc:_v@example.org?=.pdf", "../../etc/passwd.pdf", 'a"; filename="b.exe'])
def test_the_name_of_a_paper_stays_a_name(session, attack):
    letter = fill(session, mails.ARRIVED, "en", make.entry())
    with Sink() as sink:
        assert send(sink.url, attach={"receipt": lambda _session, _letter: Paper(attack, "application/pdf", PDF)}) == 1
    (received,) = sink.messages
    assert received.to == [letter.to_address]
    message = read(received)
    assert "victim" not in str(message["Bcc"]) + "".join(message.keys())
    (paper,) = message.iter_attachments()
    assert set(paper.keys()) == {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version"}
    assert "/" not in paper.get_filename()
    assert paper.get_content() == PDF


@pytest.mark.parametrize("attach", [{}, {"receipt": lambda _s, _l: None}, {"receipt": lambda _s, _l: 1 / 0}])
def test_a_letter_goes_without_a_paper_that_cannot_be_made(session, attach):
    fill(session, mails.ARRIVED, "en", make.entry())
    with Sink() as sink:
        assert send(sink.url, attach=attach) == 1
    assert not list(read(sink.messages[0]).iter_attachments())


def test_papers_are_made_where_nothing_is_held_up(session):
    """In a session that only reads, not in the transaction that borrows letters."""
    asked = []

    @contextmanager
    def looking():
        asked.append(1)
        yield session

    fill(session, mails.ARRIVED, "en", make.entry())
    fill(session, mails.WITHDRAWN, "en", make.entry())
    with Sink() as sink:
        assert send(sink.url, attach={"receipt": stub}, look=looking) == 2
    assert asked == [1]


@pytest.mark.parametrize("away", [timedelta(hours=24), timedelta(days=2)])
def test_a_server_that_is_away_for_a_day_or_more_gets_every_letter_once(session, away):
    letters = [fill(session, each, "en", make.entry()) for each in (mails.ACCEPTED, mails.WITHDRAWN)]
    now, dead = NOW, f"smtp://127.0.0.1:{free_port()}"
    while now < NOW + away:
        assert deliver(transaction, dead, now, sender=FROM) == 0
        now = min(letter.next_try_at for letter in letters)
    assert {letter.state for letter in letters} == {LetterState.QUEUED}
    assert all(letter.next_try_at <= now + timedelta(minutes=30) for letter in letters)
    with Sink() as sink:
        assert send(sink.url, now + timedelta(minutes=30)) == 2
        assert send(sink.url, now + timedelta(days=1)) == 0
    assert sorted(m.to[0] for m in sink.messages) == ["entry-accepted@example.org", "entry-withdrawn@example.org"]


def test_a_server_that_dies_in_the_middle_of_a_letter_gets_it_again(session):
    letter = fill(session, mails.ACCEPTED, "en", make.entry())
    with Sink(cuts=True) as dying:
        assert send(dying.url) == 0
    assert (letter.state, letter.tries) == (LetterState.QUEUED, 1)
    with Sink() as sink:
        assert send(sink.url, NOW + timedelta(minutes=1)) == 1
    assert len(sink.messages) == 1


def test_a_letter_without_an_address_never_meets_the_mail_server(session):
    letter = queue(session, mails.ACCEPTED, "en", to="", to_name="Example One", phone="+976 9911 0000", about=make.entry(), now=NOW, **mails.ACCEPTED.samples["en"])
    session.flush()
    assert (letter.state, letter.next_try_at, letter.to_phone) == (LetterState.BY_HAND, None, "+976 9911 0000")
    with Sink() as sink:
        assert send(sink.url, NOW + timedelta(days=1)) == 0
    assert sink.messages == []


def test_drafts_and_letters_taken_out_never_meet_the_mail_server(session):
    for state in (LetterState.DRAFT, LetterState.REMOVED):
        make.save(Letter(occasion="x", to_address="a@example.org", to_name="", language="en", subject="s", body="b", about_kind="entry", about_id=1, written_at=NOW, next_try_at=NOW, state=state))
    with Sink() as sink:
        assert send(sink.url, NOW + timedelta(days=1)) == 0


def test_a_long_name_in_any_script_survives_the_wire(session):
    from contest.post.deliver import Outgoing

    for code, name in samples.NAME.items():
        long = (name + " ") * 8
        raw = compose(Outgoing(1, "a@example.org", long[:120].strip(), code, long.strip() * 2, "x", "<1@example.org>"), FROM, NOW).as_bytes()
        message = email.message_from_bytes(raw)  # the newer reader puts spaces of its own between the parts of a long name
        assert parseaddr(str(make_header(decode_header(message["To"].replace("\n", "")))))[0] == long[:120].strip()
        assert str(make_header(decode_header(message["Subject"]))) == long.strip() * 2
        assert max(map(len, raw.splitlines())) <= 998


def test_a_receipt_goes_with_its_real_paper(session, app):
    entry = make.entry(state=EntryState.SUBMITTED, student=make.student(make.edition(), email="p@example.org", language="mn", full_name="Жишээ Нэгдүгээр"))
    whole = session.get(Entry, entry.id, options=WHOLE, populate_existing=True)
    mails.receipt(session, whole, closes_at=NOW, now=NOW)
    session.flush()
    papers = {"receipt": partial(receipt_for_letter, store=app.extensions["contest.media"].store)}
    with Sink() as sink:
        assert send(sink.url, attach=papers) == 1
    (paper,) = read(sink.messages[0]).iter_attachments()
    assert paper.get_content().startswith(b"%PDF-")
    assert paper.get_filename().endswith(".pdf")
    assert whole.receipt in paper.get_filename()


def test_without_an_address_what_the_painter_has_just_read_is_not_passed_on_but_the_rest_is(session):
    entry = make.entry(state=EntryState.RETURNED, mend="Turn it", student=make.student(make.edition(), phone="+976 99"))
    whole = session.get(Entry, entry.id, options=WHOLE, populate_existing=True)
    mails.receipt(session, whole, closes_at=NOW, now=NOW)
    mails.returned(session, whole, now=NOW)
    session.flush()
    (letter,) = session.query(Letter).all()
    assert (letter.occasion, letter.state, letter.to_phone) == ("entry.returned", LetterState.BY_HAND, "+976 99")
