"""Letters to painters and their guardians, each in the language of its receiver."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale, dates
from sqlalchemy.orm import Session

from contest.core.keys import grouped
from contest.core.languages import language
from contest.core.localized import pick
from contest.core.speech import say
from contest.core.text import N_
from contest.db.unit import site_address
from contest.editions.models import Edition
from contest.entries.models import ConsentRequest, Entry, Student
from contest.governments.models import Government
from contest.post.compose import queue

HELLO = N_("Hello %(name)s,")
COME_BACK = N_("To come back to your entry you need your resume code. It is not in this letter; keep it to yourself.")
SECRETARIAT = N_("If you have a question, ask your coordinator or write to us through the contact page: %(contact)s")


def moment(at: datetime, zone: str, code: str) -> str:
    """An instant in words: day, 24-hour time and the city of the zone."""
    locale = Locale.parse(language(code).catalogue)
    there = at.astimezone(ZoneInfo(zone))
    text = say(code, "%(day)s, %(time)s", day=dates.format_date(there.date(), "long", locale=locale), time=there.strftime("%H:%M"))
    return say(code, "%(moment)s (%(place)s)", moment=text, place=dates.get_timezone_location(zone, locale=locale, return_city=True))


def both_clocks(at: datetime, edition: Edition, government: Government | None, code: str) -> str:
    """An instant where the contest is announced and, when it differs, where the reader lives."""
    zones = list(dict.fromkeys([edition.zone, government.zone if government else edition.zone]))
    return " · ".join(moment(at, zone, code) for zone in zones)


def receipt(session: Session, entry: Entry, *, closes_at: datetime, now: datetime) -> None:
    """To the painter: it has arrived, under this number, and can be changed until then."""
    student = entry.student
    _to_student(
        session, "entry.receipt", entry, now=now,
        subject=N_("Your painting has arrived: %(receipt)s"),
        paragraphs=(
            N_("your painting “%(title)s” has arrived. Its receipt number is %(receipt)s."),
            N_("You can change or withdraw it until %(closing)s here: %(link)s"),
            COME_BACK,
        ),
        receipt=entry.receipt, title=entry.title, closing=both_clocks(closes_at, entry.edition, entry.government, student.language),
    )  # fmt: skip


def guardian_asked(session: Session, request: ConsentRequest, entry: Entry, token: str, *, now: datetime) -> None:
    """To the guardian: five questions behind a link that is theirs alone."""
    code = request.language
    until = both_clocks(request.expires_at, entry.edition, entry.government, code)
    queue(
        session, "consent.asked", code, to=request.to_address, about=request, now=now,
        subject=N_("May %(name)s take part in a painting contest?"),
        paragraphs=(
            N_("%(name)s has sent the painting “%(title)s” to this contest: %(contest)s. You were named as parent or guardian."),
            N_("Because %(name)s is under 18, you decide. Please read and answer five short questions here: %(link)s"),
            N_("The link is for you alone and works until %(until)s. Opening it changes nothing; you can change your answers later."),
            N_("If you know nothing of this, you need not do anything: without your answer the painting is not passed on."),
        ),
        name=entry.student.full_name, title=entry.title, contest=pick(entry.edition.titles, code)[0],
        link=site_address(session, f"/{code}/consent/{token}"), until=until,
    )  # fmt: skip


def guardian_answered(session: Session, entry: Entry, *, allowed: bool, now: datetime) -> None:
    """To the painter: the guardian has answered, and whether the painting may go on."""
    said = (
        N_("your parent or guardian has answered the questions about “%(title)s”. Your painting may take part.")
        if allowed
        else N_("your parent or guardian has answered the questions about “%(title)s”. As it stands, your painting may not take part.")
    )
    _to_student(
        session, "consent.answered", entry, now=now,
        subject=N_("Your parent or guardian has answered"), paragraphs=(said, N_("How things stand: %(link)s")), title=entry.title,
    )  # fmt: skip


def permission_withdrawn(session: Session, entry: Entry, request: ConsentRequest | None, *, now: datetime) -> None:
    """To the guardian who asked for it and to the painter: a permission is withdrawn, at once."""
    body = N_("Permissions for “%(title)s” were withdrawn. This holds from now on; what is already printed cannot be called back.")
    subject = N_("Permissions for “%(title)s” are withdrawn")
    if request is not None and request.to_address:
        queue(
            session, "consent.withdrawn", request.language, to=request.to_address, about=request, now=now,
            subject=subject, paragraphs=(body,), title=entry.title,
        )  # fmt: skip
    _to_student(session, "consent.withdrawn", entry, now=now, subject=subject, paragraphs=(body,), title=entry.title)


def returned(session: Session, entry: Entry, *, now: datetime) -> None:
    """To the painter: what to mend, and until when."""
    until = both_clocks(entry.mend_by or now, entry.edition, entry.government, entry.student.language)
    _to_student(
        session, "entry.returned", entry, now=now,
        subject=N_("Please mend your entry %(receipt)s"),
        paragraphs=(
            N_("there is something to mend in your entry “%(title)s” before it can go on: %(mend)s"),
            N_("Please mend it and send it again until %(until)s here: %(link)s"),
            COME_BACK,
        ),
        receipt=entry.receipt, title=entry.title, mend=entry.mend, until=until,
    )  # fmt: skip


def accepted(session: Session, entry: Entry, *, now: datetime) -> None:
    """To the painter: the work goes to the judges."""
    _to_student(
        session, "entry.accepted", entry, now=now,
        subject=N_("Your painting %(receipt)s is accepted"),
        paragraphs=(
            N_("your painting “%(title)s” is accepted. It now goes to the judges, who see it without your name."),
            N_("We shall write to you when the results are published. How things stand: %(link)s"),
        ),
        receipt=entry.receipt, title=entry.title,
    )  # fmt: skip


def withdrawn(session: Session, entry: Entry, *, now: datetime) -> None:
    """To the painter: the work is out of the contest."""
    _to_student(
        session, "entry.withdrawn", entry, now=now,
        subject=N_("Your painting is withdrawn"),
        paragraphs=(
            N_("your painting “%(title)s” is withdrawn from the contest. Nobody judges or shows it any more."),
            N_("If this was a mistake, you can send it again while entries are open: %(link)s"),
        ),
        title=entry.title,
    )  # fmt: skip


def new_code(session: Session, student: Student, code: str, *, now: datetime) -> None:
    """To the painter: a new resume code; the old one is dead."""
    queue(
        session, "student.code", student.language, to=student.email, to_name=student.full_name, about=student, now=now,
        subject=N_("Your new resume code"),
        paragraphs=(
            HELLO if student.full_name else N_("Hello,"),
            N_("this is your new resume code: %(resume_code)s"),
            N_("Type it here to come back to your entry: %(link)s"),
            N_("The code you had before no longer works. If you did not ask for this, somebody typed your address; your entry is safe."),
        ),
        name=student.full_name, resume_code=grouped(code), link=site_address(session, f"/{student.language}/enter/resume"),
    )  # fmt: skip


def _to_student(
    session: Session, occasion: str, entry: Entry, *, subject: str, paragraphs: tuple[str, ...], now: datetime, **values: object
) -> None:
    """Nothing is written when the painter gave no address: then the teacher or the coordinator tells."""
    student = entry.student
    if not student.email:
        return
    path = f"/{student.language}"
    given = {
        "name": student.full_name, "link": site_address(session, f"{path}/my"), "contact": site_address(session, f"{path}/contact"),
    }  # fmt: skip
    queue(
        session, occasion, student.language, to=student.email, to_name=student.full_name, about=entry, now=now,
        subject=subject, paragraphs=(HELLO, *paragraphs, SECRETARIAT), **(given | values),
    )  # fmt: skip
