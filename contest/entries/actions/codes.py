"""Resume codes: a new one for who lost the old, which dies at once on every browser."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from contest.accounts.actions import close_browsers
from contest.core import keys as secrets
from contest.core.errors import Conflict
from contest.core.text import N_, fold
from contest.db.unit import keys
from contest.entries import mails
from contest.entries.models import Entry, Student
from contest.entries.queries.student import students_at
from contest.ledger.record import record
from contest.policy import PUBLIC, Actor, May, require


def issue_code(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> str:
    """A new code for the painter of this entry, told to who checked that it is really them."""
    require(actor, May.ENTRY_NEW_CODE, entry)
    return _renew(session, actor, entry.student, now)


def mail_own_code(session: Session, actor: Actor, entry: Entry, code: str, address: str, *, now: datetime) -> None:
    """The painter's own code by letter to an address they name. Refuses one that has been replaced."""
    require(actor, May.ENTRY_WRITE, entry)
    if not hmac.compare_digest(keys(session).digest("resume", code), entry.student.resume_hash):
        raise Conflict(N_("This code has been replaced by a newer one."))
    mails.own_code(session, entry.student, code, address, now=now)
    record(session, actor, "student:code mailed", entry.student, now=now)


def mail_codes(session: Session, address: str, name: str = "", *, now: datetime) -> None:
    """A new code by letter to the painter whose letters go to this address. Who asks learns nothing.

    Where several painters share it, such as a class its teacher's, only the one of this `name` gets a new code: nobody may end the codes of
    others. Without a name that fits, the address is told whom there is to choose from.
    """
    found = students_at(session, address)
    lost = _meant(found, fold(name))
    for student in lost:
        mails.new_code(session, student, _renew(session, PUBLIC, student, now), now=now)
    if found and not lost:
        mails.whose_code(session, found, now=now)


def _meant(found: Sequence[Student], name: str) -> Sequence[Student]:
    """Those of this name. All called alike are one painter: no name is needed, and none is wrong before one was given."""
    known = {fold(each.full_name) for each in found}
    if len(known) < 2 and (not name or known == {""}):
        return found
    return [each for each in found if name and name in {fold(each.full_name), fold(each.latin_name)}]


def _renew(session: Session, actor: Actor, student: Student, now: datetime) -> str:
    code = secrets.random_code(10)
    student.resume_hash = keys(session).digest("resume", code)
    close_browsers(session, "student", student.id)
    record(session, actor, "student:new code", student, now=now)
    return code
