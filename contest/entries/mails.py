"""Letters to painters and their guardians, each in the language of its receiver."""

from __future__ import annotations

from collections.abc import Sequence
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
from contest.entries.queries.printed import Printed, told
from contest.governments.models import Government
from contest.post import samples
from contest.post.compose import queue
from contest.post.rules import Occasion, Placeholder, Value

HELLO = N_("Hello %(name)s,")
COME_BACK = N_("To come back to your entry you need your resume code. It is not in this letter; keep it to yourself.")
SECRETARIAT = N_("If you have a question, ask your coordinator or write to us through the contact page: %(contact)s")

NAME = Placeholder("name", N_("Name of the painter"), samples.NAME)
TITLE = Placeholder("title", N_("Title of the work"), samples.TITLE)
RECEIPT = Placeholder("receipt", N_("Receipt number"), samples.RECEIPT)
CONTEST = Placeholder("contest", N_("Title of the contest"), samples.CONTEST)
UNTIL = Placeholder("until", N_("Until when, in words"), samples.INSTANT)
MY = Placeholder("link", N_("Address of “My entries”"), f"{samples.SITE}/en/my")
CONTACT = Placeholder("contact", N_("Address of the contact page"), f"{samples.SITE}/en/contact")
WORKS = Placeholder("works", N_("The works this letter is about, one on each line"), samples.WORKS)
GUARDIAN_LINK = Placeholder("link", N_("Link for the guardian alone"), f"{samples.SITE}/en/consent/…", needed=True, secret=True)
LATE_LINK = Placeholder(
    "link", N_("Link for the guardian alone, made when the letter is sent"), f"{samples.SITE}/en/consent/…", needed=True, secret=True,
    late=True,
)  # fmt: skip
_ALWAYS = (NAME, MY, CONTACT)


def _to_painter(
    key: str, label: str, subject: str, *paragraphs: str, also: Sequence[Placeholder] = (), attachment: str = "", seen: bool = False
) -> Occasion:
    """Begins with a greeting and ends with whom to ask."""
    return Occasion(key, label, subject, (HELLO, *paragraphs, SECRETARIAT), (*_ALWAYS, *also), attachment, seen)


ARRIVED = _to_painter(
    "entry.receipt", N_("Entry received"), N_("Your painting has arrived: %(receipt)s"),
    N_("your painting “%(title)s” has arrived. Its receipt number is %(receipt)s."),
    N_("You can change or withdraw it until %(closing)s here: %(link)s"),
    COME_BACK,
    also=(RECEIPT, TITLE, Placeholder("closing", N_("When entries close, in words"), samples.INSTANT)), attachment="receipt", seen=True,
)  # fmt: skip
RETURNED = _to_painter(
    "entry.returned", N_("Entry to be mended"), N_("Please mend your entry %(receipt)s"),
    N_("there is something to mend in your entry “%(title)s” before it can go on: %(mend)s"),
    N_("Please mend it and send it again until %(until)s here: %(link)s"),
    COME_BACK,
    also=(RECEIPT, TITLE, Placeholder("mend", N_("What is to be mended"), samples.MEND, needed=True), UNTIL),
)  # fmt: skip
ACCEPTED = _to_painter(
    "entry.accepted", N_("Entry accepted"), N_("Your painting %(receipt)s is accepted"),
    N_("your painting “%(title)s” is accepted. It now goes to the judges, who see it without your name."),
    N_("We shall write to you when the results are published. How things stand: %(link)s"),
    also=(RECEIPT, TITLE),
)  # fmt: skip
WITHDRAWN = _to_painter(
    "entry.withdrawn", N_("Entry withdrawn"), N_("Your painting is withdrawn"),
    N_("your painting “%(title)s” is withdrawn from the contest. Nobody judges or shows it any more."),
    N_("If this was a mistake, you can send it again while entries are open: %(link)s"),
    also=(TITLE,),
)  # fmt: skip
ASKED = Occasion(
    "consent.asked", N_("Guardian asked"), N_("May %(name)s take part in a painting contest?"),
    (
        N_("%(name)s has sent the painting “%(title)s” to this contest: %(contest)s. You were named as parent or guardian."),
        N_("Because %(name)s is under 18, you decide. Please read and answer five short questions here: %(link)s"),
        N_("The link is for you alone and works until %(until)s. Opening it changes nothing; you can change your answers later."),
        N_("If you know nothing of this, you need not do anything: without your answer the painting is not passed on."),
    ),
    (NAME, TITLE, CONTEST, GUARDIAN_LINK, UNTIL),
)  # fmt: skip
HOW_THINGS_STAND = N_("How things stand: %(link)s")
ALLOWED = _to_painter(
    "consent.answered", N_("Guardian answered: may take part"), N_("Your parent or guardian has answered"),
    N_("your parent or guardian has answered the questions about “%(title)s”. Your painting may take part."), HOW_THINGS_STAND,
    also=(TITLE,),
)  # fmt: skip
NOT_ALLOWED = _to_painter(
    "consent.answered no", N_("Guardian answered: may not take part"), N_("Your parent or guardian has answered"),
    N_("your parent or guardian has answered the questions about “%(title)s”. As it stands, your painting may not take part."),
    HOW_THINGS_STAND, also=(TITLE,),
)  # fmt: skip
PRINTED = Placeholder("printed", N_("What was printed already; empty if nothing was"), "")
_TAKEN_BACK = N_("Permissions for “%(title)s” were withdrawn. This holds from now on; what is already printed cannot be called back.")
_TAKEN_BACK_SUBJECT = N_("Permissions for “%(title)s” are withdrawn")
TAKEN_BACK = _to_painter(
    "consent.withdrawn", N_("Permission withdrawn, to the painter"), _TAKEN_BACK_SUBJECT, _TAKEN_BACK, "%(printed)s", also=(TITLE, PRINTED),
)
TAKEN_BACK_GUARDIAN = Occasion(
    "consent.withdrawn guardian", N_("Permission withdrawn, to the guardian"), _TAKEN_BACK_SUBJECT, (_TAKEN_BACK, "%(printed)s"),
    (TITLE, PRINTED),
)  # fmt: skip
FORM_REFUSED = _to_painter(
    "consent.paper", N_("Photo of a signed form not usable"), N_("Please send the signed form again"),
    N_("the photo of the signed form for “%(title)s” could not be used: %(why)s"),
    N_("Please take a new photo of the whole sheet in good light and send it here: %(link)s"),
    COME_BACK,
    also=(TITLE, Placeholder("why", N_("Why the photo could not be used"), samples.MEND, needed=True)),
)  # fmt: skip
TAKEN_LATE = _to_painter(
    "entry.late", N_("Entry taken late"), N_("You can still send your painting"),
    N_("entries are closed, but the secretariat takes your painting late. Please send it until %(until)s here: %(link)s"),
    COME_BACK,
    also=(UNTIL,),
)  # fmt: skip


def _with_code(key: str, label: str, subject: str, said: str, caution: str, *, code: str) -> Occasion:
    """Carries a resume code, called `code` in the list of placeholders, and says where it is typed."""
    typed_at = Placeholder("link", N_("Where the code is typed"), f"{samples.SITE}/en/enter/resume")
    placeholders = (NAME, Placeholder("resume_code", code, samples.CODE, needed=True, secret=True), typed_at)
    return Occasion(key, label, subject, (HELLO, said, N_("Type it here to come back to your entry: %(link)s"), caution), placeholders)


NEW_CODE = _with_code(
    "student.code", N_("New resume code"), N_("Your new resume code"),
    N_("this is your new resume code: %(resume_code)s"),
    N_("The code you had before no longer works. If you did not ask for this, somebody typed your address; your entry is safe."),
    code=N_("The new resume code"),
)  # fmt: skip
OWN_CODE = _with_code(
    "student.own code", N_("Resume code, asked for by its holder"), N_("Your resume code"),
    N_("this is your resume code: %(resume_code)s"),
    N_("Keep it to yourself: whoever knows it can change your entry. If you did not ask for this letter, you need not do anything."),
    code=N_("The resume code"),
)  # fmt: skip
WHOSE_CODE = Occasion(
    "student.whose code", N_("Resume code, asked for without saying whose"), N_("Whose resume code is lost?"),
    (
        N_("Somebody asked for a new resume code. The painters who gave this address:"),
        "%(painters)s",
        N_("So that nobody else loses theirs, please ask once more, with the name as it stands above: %(link)s"),
        N_("Until then every code works as before. If you did not ask for this letter, you need not do anything."),
    ),
    (
        Placeholder("painters", N_("The painters, one on each line"), samples.NAME),
        Placeholder("link", N_("Where a new code is asked for"), f"{samples.SITE}/en/enter/lost-code"),
    ),
)  # fmt: skip
# Written by hand, many at once: see `contest.desk`.
DRAFT_REMINDER = _to_painter(
    "draft.reminder", N_("Reminder: begun, not sent"), N_("Your painting is not sent yet"),
    N_("you have begun an entry for this contest, but not sent it yet: %(contest)s"),
    "%(works)s",
    N_("Everything you typed is kept. You can send it until %(until)s here: %(link)s"),
    COME_BACK,
    also=(CONTEST, WORKS, UNTIL),
)  # fmt: skip
GUARDIAN_REMINDER = Occasion(
    "consent.reminder", N_("Reminder to the guardian"), N_("Five questions about a painting still wait for you"),
    (
        N_("a young person named you as parent or guardian. These works for the contest “%(contest)s” still wait for your answer:"),
        "%(works)s",
        N_("Please read and answer five short questions here:"),
        "%(link)s",
        N_("The link is for you alone. Opening it changes nothing; you can change your answers later."),
        N_("If you know nothing of this, you need not do anything: without your answer the painting is not passed on."),
    ),
    (CONTEST, WORKS, LATE_LINK),
)  # fmt: skip
PERMISSION_REMINDER = _to_painter(
    "consent.reminder painter", N_("Reminder to the painter: permission missing"), N_("Your parent or guardian has not answered yet"),
    N_("without the permission of your parent or guardian your painting cannot go on to the judges. It is still missing for:"),
    "%(works)s",
    N_("Please show your parent or guardian the link or the printed form. You find both here: %(link)s"),
    COME_BACK,
    also=(CONTEST, WORKS),
)  # fmt: skip
OCCASIONS = (
    ARRIVED, RETURNED, ACCEPTED, WITHDRAWN, ASKED, ALLOWED, NOT_ALLOWED, FORM_REFUSED, TAKEN_BACK, TAKEN_BACK_GUARDIAN, TAKEN_LATE,
    NEW_CODE, OWN_CODE, WHOSE_CODE, DRAFT_REMINDER, GUARDIAN_REMINDER, PERMISSION_REMINDER,
)  # fmt: skip


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


def called(student: Student) -> str:
    """How a letter calls a painter; one who has not typed a name yet, too."""
    return student.full_name or say(student.language, N_("young painter"))


def surroundings(session: Session, student: Student) -> dict[str, str]:
    """What every letter to a painter can say."""
    path = f"/{student.language}"
    return {"name": called(student), "link": site_address(session, f"{path}/my"), "contact": site_address(session, f"{path}/contact")}


def receipt(session: Session, entry: Entry, *, closes_at: datetime, now: datetime) -> None:
    """To the painter: it has arrived, under this number, and can be changed until then."""
    closing = both_clocks(closes_at, entry.edition, entry.government, entry.student.language)
    _to_student(session, ARRIVED, entry, now=now, receipt=entry.receipt or "", title=entry.title, closing=closing)


def guardian_asked(session: Session, request: ConsentRequest, entry: Entry, token: str, *, now: datetime) -> None:
    """To the guardian: five questions behind a link that is theirs alone."""
    code = request.language
    queue(
        session, ASKED, code, to=request.to_address, about=request, now=now, name=called(entry.student), title=entry.title,
        contest=pick(entry.edition.titles, code)[0], link=guardian_link(session, code, token),
        until=both_clocks(request.expires_at, entry.edition, entry.government, code),
    )  # fmt: skip


def guardian_link(session: Session, code: str, token: str) -> str:
    """Where a guardian answers."""
    return site_address(session, f"/{code}/consent/{token}")


def guardian_answered(session: Session, entry: Entry, *, allowed: bool, now: datetime) -> None:
    """To the painter: the guardian has answered, and whether the painting may go on."""
    _to_student(session, ALLOWED if allowed else NOT_ALLOWED, entry, now=now, title=entry.title)


def permission_withdrawn(
    session: Session, entry: Entry, request: ConsentRequest | None, *, printed: Sequence[Printed] = (), now: datetime
) -> None:
    """To the guardian who asked for it and to the painter: a permission is withdrawn, at once; and what is on paper already."""
    if request is not None and request.to_address:
        queue(
            session, TAKEN_BACK_GUARDIAN, request.language, to=request.to_address, about=request, now=now, title=entry.title,
            printed=told(printed, request.language),
        )  # fmt: skip
    _to_student(session, TAKEN_BACK, entry, now=now, title=entry.title, printed=told(printed, entry.student.language))


def form_refused(session: Session, entry: Entry, why: str, *, now: datetime) -> None:
    """To the painter: the photo of the signed form could not be used, and why."""
    _to_student(session, FORM_REFUSED, entry, now=now, title=entry.title, why=why)


def late_allowed(session: Session, entry: Entry, *, now: datetime) -> None:
    """To the painter: the secretariat takes the entry after closing, until then."""
    until = both_clocks(entry.late_until or now, entry.edition, entry.government, entry.student.language)
    _to_student(session, TAKEN_LATE, entry, now=now, until=until)


def returned(session: Session, entry: Entry, *, now: datetime) -> None:
    """To the painter: what to mend, and until when."""
    until = both_clocks(entry.mend_by or now, entry.edition, entry.government, entry.student.language)
    _to_student(session, RETURNED, entry, now=now, receipt=entry.receipt or "", title=entry.title, mend=entry.mend, until=until)


def accepted(session: Session, entry: Entry, *, now: datetime) -> None:
    """To the painter: the work goes to the judges."""
    _to_student(session, ACCEPTED, entry, now=now, receipt=entry.receipt or "", title=entry.title)


def withdrawn(session: Session, entry: Entry, *, now: datetime) -> None:
    """To the painter: the work is out of the contest."""
    _to_student(session, WITHDRAWN, entry, now=now, title=entry.title)


def new_code(session: Session, student: Student, code: str, *, now: datetime) -> None:
    """To the painter: a new resume code; the old one is dead."""
    _to_holder(session, NEW_CODE, student, code, student.email, now=now)


def whose_code(session: Session, painters: Sequence[Student], *, now: datetime) -> None:
    """To an address several painters gave: which of them is meant?"""
    newest = painters[-1]
    names = list(dict.fromkeys(each.full_name for each in painters if each.full_name))
    ask = site_address(session, f"/{newest.language}/enter/lost-code")
    queue(session, WHOSE_CODE, newest.language, to=newest.email, about=newest, now=now, painters=names, link=ask)


def own_code(session: Session, student: Student, code: str, address: str, *, now: datetime) -> None:
    """To an address the painter named just now: the code they hold."""
    _to_holder(session, OWN_CODE, student, code, address, now=now)


def _to_holder(session: Session, occasion: Occasion, student: Student, code: str, address: str, *, now: datetime) -> None:
    queue(
        session, occasion, student.language, to=address, to_name=student.full_name, about=student, now=now, name=called(student),
        resume_code=grouped(code), link=site_address(session, f"/{student.language}/enter/resume"),
    )  # fmt: skip


def _to_student(session: Session, occasion: Occasion, entry: Entry, *, now: datetime, **values: Value) -> None:
    """Without an address the letter waits for somebody who passes it on by hand: the secretariat or the coordinator."""
    student = entry.student
    if occasion.seen and not student.email:
        return
    queue(
        session, occasion, student.language, to=student.email, to_name=student.full_name, phone=student.phone, about=entry, now=now,
        words=None, **(surroundings(session, student) | values),
    )  # fmt: skip
