"""The guardian's form: five answers, a name, and that one may answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from contest.editions.rules import Purpose
from contest.entries.forms.student import FiveAnswers
from contest.web.forms import one_line


class GuardianForm(FiveAnswers):
    """What a guardian answers."""

    given_by = StringField(_("Your name"), [DataRequired(_("Write your name")), Length(max=200)], filters=[one_line])
    guardian = BooleanField(
        _("I am a parent or legal guardian of this young person."),
        [InputRequired(_("Only a parent or legal guardian can answer."))],
    )

    def fill(self, answers: dict[Purpose, str], given_by: str, seen: str) -> None:
        """Show what was answered."""
        given = {purpose.value: answer for purpose, answer in answers.items()}
        self.process(formdata=None, data={**given, "given_by": given_by, "seen": seen})
