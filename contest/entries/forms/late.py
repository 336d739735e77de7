"""A late entry: why, until when, and in which language it is begun. Shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from contest.core.languages import LANGUAGES
from contest.entries.forms.org import SeenForm
from contest.web.forms import InstantField, many_lines, options


class LateForm(SeenForm):
    """Take an entry after closing."""

    reason = TextAreaField(_("Why it is taken late"), [InputRequired(), Length(max=500)], filters=[many_lines])
    until = InstantField(_("Until when"), [InputRequired()])


class StartLateForm(LateForm):
    """Begin one for a student."""

    # Two presses of one button carry the same; see `start_late`.
    press = StringField(widget=HiddenInput(), validators=[Length(max=100)])
    language = SelectField(_("Language of the student"), choices=options((each.code, each.name) for each in LANGUAGES))
