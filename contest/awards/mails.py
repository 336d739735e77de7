"""Letters that tell of results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.core.localized import pick
from contest.core.text import N_
from contest.db.unit import site_address
from contest.editions.models import Edition
from contest.entries.mails import CONTEST, NAME, TITLE, called
from contest.entries.models import Entry, Student
from contest.post import samples
from contest.post.compose import queue, words_for
from contest.post.rules import Occasion, Placeholder

WON = Occasion(
    "result", N_("Result"), N_("Your work has won an award: %(contest)s"),
    (
        N_("Dear %(name)s,"),
        N_("your work “%(title)s” has won an award in %(contest)s. Congratulations!"),
        N_("See all winners: %(link)s"),
        N_("Your own entry, with your resume code: %(my)s"),
    ),
    (
        NAME, TITLE, CONTEST, Placeholder("link", N_("Address of the page of the winners"), f"{samples.SITE}/en/editions/14/winners"),
        Placeholder("my", N_("Address of “My entries”"), f"{samples.SITE}/en/my"),
    ),
)  # fmt: skip
OCCASIONS = (WON,)


def results(session: Session, edition: Edition, winners: Sequence[Entry], *, now: datetime) -> None:
    """One letter to every winner, in the student's language, naming no one else; without an address one to pass on by hand."""
    students = {s.id: s for s in session.scalars(select(Student).where(Student.edition_id == edition.id))}
    words = words_for(session, WON)
    for entry in winners:
        student = students[entry.student_id]
        queue(
            session, WON, student.language, to=student.email, to_name=student.full_name, phone=student.phone, about=entry, now=now,
            words=words, name=called(student), title=entry.title, contest=pick(edition.titles, student.language)[0],
            link=site_address(session, f"/{student.language}/editions/{edition.number}/winners"),
            my=site_address(session, f"/{student.language}/my"),
        )  # fmt: skip
