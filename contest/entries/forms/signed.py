"""A photographed form: the photo, what its reader writes down, and why it cannot be used. Shape only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from contest.core.languages import LANGUAGES
from contest.core.text import N_
from contest.editions.models import ConsentText
from contest.editions.rules import Purpose
from contest.entries.forms.parts import ANSWER
from contest.entries.forms.student import NAME, PICTURES, YES_NO
from contest.web.forms import PageForm, many_lines, one_line, options

NOTHING = ("none", _("Not answered on the form"))
# Why a form cannot be used: kept as a message id, so that everybody reads it in their own language.
REASONS = {
    "dark": N_("The photo is too dark or too blurred to read."),
    "part": N_("A part of the sheet is not in the photo."),
    "signature": N_("The signature of a parent or guardian is missing."),
    "answers": N_("Not all questions are answered on the form."),
    "other": N_("It is another paper, or the form of another painting."),
}


class SignedForm(PageForm):
    """One photo of a signed form."""

    photo = FileField(_("Photo of the signed form"), render_kw={"accept": PICTURES})


def _asked(label: Any, answers: list[tuple[str, Any]]) -> RadioField:
    return RadioField(label, [InputRequired(ANSWER)], choices=options([*answers, NOTHING]))


class ReadForm(PageForm):
    """What the form says: nothing is chosen beforehand, so that every line is looked at."""

    enter = _asked(_("Take part in the contest"), YES_NO)
    transfer = _asked(_("Send the data to the secretariat in Korea"), YES_NO)
    show = _asked(_("Show the painting"), YES_NO)
    name = _asked(_("How the name is shown"), NAME)
    photos = _asked(_("Photos at the award ceremony"), YES_NO)
    given_by = StringField(_("Who signed"), [InputRequired(), Length(max=200)], filters=[one_line])
    language = SelectField(_("Language of the form"), choices=options((each.code, each.name) for each in LANGUAGES))
    version_enter = SelectField(_("Take part in the contest"), coerce=int)
    version_transfer = SelectField(_("Send the data to the secretariat in Korea"), coerce=int)
    version_show = SelectField(_("Show the painting"), coerce=int)
    version_name = SelectField(_("How the name is shown"), coerce=int)
    version_photos = SelectField(_("Photos at the award ceremony"), coerce=int)
    signed = BooleanField(
        _("The form bears the signature of a parent or legal guardian, and belongs to this painting."),
        [InputRequired(_("Without the signature a form counts for nothing: say why it cannot be used."))],
    )

    def shape(self, texts: Iterable[ConsentText]) -> None:
        """Ask for the version of the words only where there was more than one."""
        last: dict[Purpose, int] = {}
        for text in texts:
            last[text.purpose] = max(last.get(text.purpose, 0), text.version)
        for purpose in Purpose:
            field, newest = f"version_{purpose.value}", last.get(purpose, 0)
            if newest < 2:
                del self[field]
            else:
                self[field].choices = options((number, _("Version %(number)s", number=number)) for number in range(newest, 0, -1))

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one question is answered on it."""
        valid = bool(super().validate(extra_validators))
        if valid and not self.answers():
            self.enter.errors = [_("Say for at least one question what the paper says.")]
            return False
        return valid

    def answers(self) -> dict[Purpose, str]:
        """What is answered on the form."""
        return {purpose: self[purpose.value].data for purpose in Purpose if self[purpose.value].data != NOTHING[0]}

    def versions(self) -> dict[Purpose, int]:
        """The versions that were asked for."""
        return {purpose: self[name].data for purpose in Purpose if (name := f"version_{purpose.value}") in self}


class RefuseForm(PageForm):
    """Why a form cannot be used."""

    why = RadioField(
        _("Why can it not be used?"), [InputRequired(ANSWER)],
        choices=options([*((key, _(said)) for key, said in REASONS.items()), ("own", _("Another reason, in my own words"))]),
    )
    words = TextAreaField(_("In your own words"), [Optional(), Length(max=400)], filters=[many_lines])

    def validate(self, extra_validators: Any = None) -> bool:
        """Another reason has to be said."""
        valid = bool(super().validate(extra_validators))
        if valid and self.why.data == "own" and not self.words.data:
            self.words.errors = [_("Please fill this in.")]
            return False
        return valid

    def reason(self) -> str:
        """The reason as it is kept: a message id, or what was written."""
        return REASONS.get(self.why.data) or self.words.data or ""
