"""What must be there before an entry can be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contest.core.errors import Invalid
from contest.core.text import N_
from contest.editions.rules import Asked, Detail, Purpose, asked
from contest.entries.rules.choices import Permission
from contest.entries.rules.permissions import NEEDED


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing before an entry can be sent: the page it belongs to, and what to say."""

    page: str
    message: str


class Incomplete(Invalid):
    """Something is missing before the entry can be sent: `gaps`, in the order of the pages."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(N_("Something is still missing before you can send your painting."))
        self.gaps = gaps


def missing_to_send(entry: Any, student: Any, edition: Any, answers: Mapping[Purpose, str], *, divisions: int, themes: int) -> list[Gap]:
    """Everything that still stands between a draft and its receipt, in the order of the pages; empty when it can be sent.

    `answers` are the painter's own; `divisions` and `themes` how many the edition has.
    """
    otherwise = entry.division.fields if entry.division else {}
    must = {detail: asked(edition.fields, detail, otherwise) is Asked.REQUIRED for detail in Detail}
    checks = (
        (entry.picture_id, "photo", N_("Choose a photo of your painting")),
        (entry.title, "painting", N_("Give your painting a title")),
        (entry.division_id or divisions < 2, "painting", N_("Say whether it is a painting or a poster")),
        (entry.theme_id or themes < 2, "painting", N_("Choose the theme")),
        (entry.description or not must[Detail.DESCRIPTION], "painting", N_("Say what can be seen in your painting")),
        (entry.medium or not must[Detail.MEDIUM], "painting", N_("Say what you painted with")),
        ((entry.width_mm and entry.height_mm) or not must[Detail.SIZE], "painting", N_("Give the size of your painting")),
        (entry.painted_in or not must[Detail.YEAR], "painting", N_("Say when you made it")),
        (entry.own_work, "painting", N_("Confirm that it is your own work")),
        (entry.ai_note or not entry.ai_help, "painting", N_("Say which AI tool helped you, and with what")),
        (student.full_name and student.latin_name, "you", N_("Write your name")),
        (student.reading or not must[Detail.READING] or student.language != "ja", "you", N_("Write how your name is read")),
        (student.born or student.age is not None, "you", N_("Give your date of birth")),
        (entry.government_id, "school", N_("Choose your region")),
        (entry.school, "school", N_("Name your school")),
        (entry.teacher or not must[Detail.TEACHER], "school", N_("Name your teacher")),
        (student.email or student.phone or entry.teacher, "school", N_("Name the teacher through whom we can reach you")),
    )
    gaps = [Gap(page, message) for there, page, message in checks if not there]
    return gaps + _unanswered(answers, student.short_name)


def _unanswered(answers: Mapping[Purpose, str], short_name: str) -> list[Gap]:
    gaps = []
    if any(purpose not in answers for purpose in Purpose):
        gaps.append(Gap("permissions", N_("Answer the five questions about permissions")))
    elif any(answers[purpose] != Permission.YES for purpose in NEEDED):
        gaps.append(Gap("permissions", N_("Without the first two permissions a painting cannot take part")))
    if answers.get(Purpose.NAME) == Permission.SHORT and not short_name:
        gaps.append(Gap("you", N_("Write the short form of your name that may be shown")))
    return gaps
