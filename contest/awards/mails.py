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
from contest.entries.models import Entry, Student
from contest.post.compose import queue


def results(session: Session, edition: Edition, winners: Sequence[Entry], *, now: datetime) -> None:
    """One letter to every winner who gave an address; in the student's language, naming no one else."""
    students = {s.id: s for s in session.scalars(select(Student).where(Student.edition_id == edition.id, Student.email != ""))}
    for entry in winners:
        student = students.get(entry.student_id)
        if student is None:
            continue
        queue(
            session, "result", student.language, to=student.email, to_name=student.full_name, about=entry, now=now,
            subject=N_("Your work has won an award: %(contest)s"),
            paragraphs=(
                N_("Dear %(name)s,"),
                N_("your work “%(title)s” has won an award in %(contest)s. Congratulations!"),
                N_("See all winners: %(link)s"),
                N_("Your own entry, with your resume code: %(my)s"),
            ),
            name=student.full_name, title=entry.title, contest=pick(edition.titles, student.language)[0],
            link=site_address(session, f"/{student.language}/editions/{edition.number}/winners"),
            my=site_address(session, f"/{student.language}/my"),
        )  # fmt: skip
