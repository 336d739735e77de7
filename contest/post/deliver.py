"""Taking letters from the outbox to the mail server.

A letter is borrowed for a while in one short transaction, sent outside of any (a slow server holds up nobody), and
its fate written down in a transaction of its own, so that one bad address does not stop the rest. A crash between
sending and writing down sends it twice, under the same Message-ID; it is never lost.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.languages import language
from contest.core.text import clean
from contest.db.unit import keys, locked
from contest.post.models import Letter
from contest.post.states import LIFE, LetterState

Begin = Callable[[], AbstractContextManager[Session]]

PAUSES = (1, 5, 30, 120, 240, 480, 960)  # minutes before the second try, the third …
TRIES = len(PAUSES) + 1
BORROWED_FOR = timedelta(minutes=15)
AT_ONCE = 50
PATIENCE = 10  # seconds for the server to answer
SITE = "NEAR International Youth Art Contest"

_ADDRESS = re.compile(r"[^\s@\"(),:;<>\[\\\]]+@[^\s@\"(),:;<>\[\\\]]+")

log = logging.getLogger("contest.post")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter as the mail server gets it."""

    id: int
    to_address: str
    to_name: str
    language: str
    subject: str
    body: str
    message_id: str


def deliver(begin: Begin, smtp_url: str, now: datetime, *, sender: str) -> int:
    """Try every letter that is due; gives how many were sent. Without `smtp_url` letters just stay in the outbox.

    `begin()` opens a transaction (`contest.db.transaction.transaction`). Nothing is raised for a letter that
    cannot be sent: it is tried again after growing pauses and marked as not delivered after the eighth time.
    """
    if not smtp_url:
        return 0
    waiting = _borrow(begin, sender, now)
    sent = 0
    line = Line(smtp_url)
    try:
        for letter in waiting:
            problem = _try(line, letter, sender, now)
            with begin() as session:
                _note(session, letter.id, problem, now)
            sent += problem is None
    finally:
        line.close()
    return sent


def _borrow(begin: Begin, sender: str, now: datetime) -> list[Outgoing]:
    with begin() as session:
        due = select(Letter).where(Letter.state == LetterState.QUEUED, Letter.next_try_at <= now)
        letters = session.scalars(due.order_by(Letter.next_try_at, Letter.id).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
        for letter in letters:
            letter.next_try_at = now + BORROWED_FOR
        host = sender.rsplit("@", 1)[-1]
        return [
            Outgoing(
                letter.id, letter.to_address, letter.to_name, letter.language, letter.subject, letter.body,
                f"<{letter.id}.{keys(session).digest('letter', str(letter.id))[:24]}@{host}>",
            )
            for letter in letters
        ]  # fmt: skip


def _try(line: Line, letter: Outgoing, sender: str, now: datetime) -> str | None:
    """Send it; what went wrong, if anything, in words without the letter's text."""
    try:
        line.send(compose(letter, sender, now), sender, ascii_address(letter.to_address))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong with one letter, the next one has its turn
        log.warning("letter %s was not sent: %s", letter.id, type(error).__name__)
        line.close()
        return clean(f"{type(error).__name__}: {error}")[:500]
    return None


def _note(session: Session, letter_id: int, problem: str | None, now: datetime) -> None:
    letter = locked(session, Letter, letter_id)
    if letter.state is not LetterState.QUEUED:  # somebody else was faster
        return
    letter.tries += 1
    if problem is None:
        LIFE.move(letter, LetterState.SENT)
        letter.sent_at, letter.next_try_at, letter.problem = now, None, ""
    elif letter.tries >= TRIES:
        LIFE.move(letter, LetterState.FAILED)
        letter.next_try_at, letter.problem = None, problem
    else:
        letter.next_try_at, letter.problem = now + timedelta(minutes=PAUSES[letter.tries - 1]), problem


def header(text: str) -> str:
    """Text that stays text in a header: one line, and nothing that the library would take for an encoded word.

    Python before 3.11.10 decodes `=?…?=` in a value it is given, line ends included, and writes them out as new headers.
    """
    return clean(text).replace("=?", "= ?")


def ascii_address(address: str) -> str:
    """The address with its domain as servers write it; refuses (ValueError) what is no single address."""
    if not _ADDRESS.fullmatch(address):
        raise ValueError("not one e-mail address")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def compose(letter: Outgoing, sender: str, now: datetime) -> EmailMessage:
    """The message: one receiver, no header made of anything but clean text."""
    message = EmailMessage()
    message.set_content(letter.body, charset="utf-8", cte="base64" if not letter.body.isascii() else "quoted-printable")
    message["From"] = Address(SITE, addr_spec=sender)
    message["To"] = Address(header(letter.to_name), addr_spec=ascii_address(letter.to_address))
    message["Subject"] = header(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = language(letter.language).html
    message["Auto-Submitted"] = "auto-generated"
    return message


class Line:
    """The connection to the mail server, opened when first needed. A server that cannot be reached is asked once."""

    def __init__(self, smtp_url: str) -> None:
        self._url = urlsplit(smtp_url)
        self._open: smtplib.SMTP | None = None
        self._down: OSError | None = None

    def send(self, message: EmailMessage, sender: str, to: str) -> None:
        """Hand over one message for one receiver."""
        if self._down is not None:
            raise self._down
        if self._open is None:
            try:
                self._open = self._connect()
            except OSError as error:  # smtplib's own errors are among them
                self._down = error
                raise
        self._open.send_message(message, sender, [to])

    def _connect(self) -> smtplib.SMTP:
        url, host = self._url, self._url.hostname or "localhost"
        trust = ssl.create_default_context()
        if url.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE, context=trust)
        else:
            line = smtplib.SMTP(host, url.port or 25, timeout=PATIENCE)
            line.ehlo()
            if line.has_extn("starttls"):
                line.starttls(context=trust)
                line.ehlo()
        if url.username:
            line.login(unquote(url.username), unquote(url.password or ""))
        return line

    def close(self) -> None:
        """Hang up; a line that is dead already is let go."""
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None
