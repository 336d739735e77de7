"""Taking letters from the outbox to the mail server.

A letter is borrowed for a while in one short transaction, sent outside of any (a slow server holds up nobody), and
its fate written down in a transaction of its own, so that one bad address does not stop the rest. A crash between
sending and writing down sends it twice, under the same Message-ID; it is never lost. While the server itself is away letters
wait, however long; only what a server that answers refuses again and again is given up.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, quote
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.languages import language
from contest.core.text import clean
from contest.db.unit import keys, locked
from contest.post.compose import settle
from contest.post.models import Letter
from contest.post.states import LIFE, LetterState
from contest.typeset import Paper

Begin = Callable[[], AbstractContextManager[Session]]
Attach = Mapping[str, Callable[[Session, Letter], Paper | None]]

PAUSES = (1, 5, 30, 120, 240, 480, 960)  # minutes before the second try, the third …
TRIES = len(PAUSES) + 1
AWAY = timedelta(minutes=30)  # the longest pause while the server cannot be reached
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
    attachment: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a letter was not sent, in words without its text; `away`: the server was not there for anybody."""

    said: str
    away: bool = False


def deliver(
    begin: Begin, smtp_url: str, now: datetime, *, sender: str, attach: Attach | None = None, look: Begin | None = None
) -> int:
    """Try every letter that is due; gives how many were sent. Without `smtp_url` letters just stay in the outbox.

    `begin()` opens a transaction (`contest.db.transaction.transaction`). Nothing is raised for a letter that
    cannot be sent: it is tried again after growing pauses and marked as not delivered after the eighth time.
    `attach` makes the papers letters ask for, by name; `look()` opens a session that only reads, in which they are made.
    """
    if not smtp_url:
        return 0
    waiting = _borrow(begin, sender, now)
    sent = 0
    line = Line(smtp_url)
    try:
        for letter in waiting:
            paper = None if line.down else _paper(look or begin, attach or {}, letter)
            problem = _try(line, letter, sender, now, paper)
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
                f"<{letter.id}.{keys(session).digest('letter', str(letter.id))[:24]}@{host}>", letter.attachment,
            )
            for letter in letters
        ]  # fmt: skip


def _paper(look: Begin, attach: Attach, outgoing: Outgoing) -> Paper | None:
    """The paper that goes with a letter. Without one that cannot be made the letter goes alone: it must not wait for it."""
    if not outgoing.attachment:
        return None
    try:
        with look() as session:
            letter = session.get(Letter, outgoing.id)
            return attach[outgoing.attachment](session, letter) if letter is not None else None
    except Exception as error:  # noqa: BLE001 - whatever goes wrong with a paper, the letter has its turn
        log.warning("letter %s goes without its %s: %s", outgoing.id, outgoing.attachment, type(error).__name__)
        return None


def _try(line: Line, letter: Outgoing, sender: str, now: datetime, paper: Paper | None) -> Problem | None:
    """Send it; what went wrong, if anything."""
    try:
        line.send(compose(letter, sender, now, paper), sender, ascii_address(letter.to_address))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong with one letter, the next one has its turn
        log.warning("letter %s was not sent: %s", letter.id, type(error).__name__)
        line.close()
        return Problem(clean(f"{type(error).__name__}: {error}")[:500], line.down)
    return None


def _note(session: Session, letter_id: int, problem: Problem | None, now: datetime) -> None:
    letter = locked(session, Letter, letter_id)
    if letter.state is not LetterState.QUEUED:  # somebody else was faster
        return
    letter.tries += 1
    if problem is None:
        settle(session, letter, now)
    elif problem.away:
        letter.tries = min(letter.tries, TRIES - 1)
        letter.next_try_at, letter.problem = now + min(_pause(letter), AWAY), problem.said
    elif letter.tries >= TRIES:
        LIFE.move(letter, LetterState.FAILED)
        letter.next_try_at, letter.problem = None, problem.said
    else:
        letter.next_try_at, letter.problem = now + _pause(letter), problem.said


def _pause(letter: Letter) -> timedelta:
    return timedelta(minutes=PAUSES[letter.tries - 1])


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


class Exact(EmailPolicy):
    """Folds subject and names so that they arrive letter for letter.

    The library's own folding (3.11.7) loses or doubles spaces where a long text in another script goes on in the next line.
    """

    def fold(self, name: str, value: Any) -> str:
        """One header as it goes over the wire."""
        if name == "Subject":
            return f"{name}: {self._worded(name, str(value))}{self.linesep}"
        if name in {"From", "To"}:
            (one,) = value.addresses
            words = f"{self._worded(name, one.display_name, quoted=True)}{self.linesep} " if one.display_name else ""
            return f"{name}: {words}<{one.addr_spec}>{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same in bytes."""
        return self.fold(name, value).encode("ascii") if name in {"Subject", "From", "To"} else super().fold_binary(name, value)

    def _worded(self, name: str, text: str, *, quoted: bool = False) -> str:
        if text.isascii() and len(name) + len(text) < 70 and "=?" not in text:
            return f'"{quote(text)}"' if quoted else text
        return Header(text, "utf-8", header_name=name).encode(linesep=self.linesep)


def compose(letter: Outgoing, sender: str, now: datetime, paper: Paper | None = None) -> EmailMessage:
    """The message: one receiver, no header made of anything but clean text; a paper goes with it as a file."""
    message = EmailMessage(Exact())
    message.set_content(letter.body, charset="utf-8", cte="base64" if not letter.body.isascii() else "quoted-printable")
    if paper is not None:
        kind, _, subtype = paper.mime.partition("/")
        name = header(paper.filename).replace("/", "-")
        message.add_attachment(paper.content, maintype=kind, subtype=subtype, filename=name)
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

    @property
    def down(self) -> bool:
        """Could the server not be reached?"""
        return self._down is not None

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
        if url.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
        else:
            line = smtplib.SMTP(host, url.port or 25, timeout=PATIENCE)
            line.ehlo()
            if line.has_extn("starttls"):
                line.starttls(context=ssl.create_default_context())
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
