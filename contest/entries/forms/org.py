"""What both desks fill in: filters, what to mend, signed papers, links and codes. Shape only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from contest.core.languages import LANGUAGES
from contest.editions.rules import LABELS, Purpose
from contest.entries.forms.student import NAME, YES_NO
from contest.governments.forms import TicksField
from contest.web.forms import InstantField, PageForm, many_lines, one_line, options

NOT_THERE = ("", _("Not on the paper"))


def filter_by(label: Any, **given: Any) -> SelectField:
    """A choice that may be nonsense in an address: see `FilterForm.kept`."""
    return SelectField(label, validate_choice=False, default="", **given)


class FilterForm(PageForm):
    """The filters of a list, from the address. What makes no sense there is left out."""

    class Meta(PageForm.Meta):
        """Reading changes nothing: no token."""

        csrf = False

    text = StringField(_("Name, title, school or receipt number"), filters=[one_line])
    state = filter_by(_("State"))

    def kept(self) -> dict[str, str]:
        """The filters that are set and make sense, for the list and for the address of another."""
        for field in self:
            offered = [value for value, *_rest in field.iter_choices()] if isinstance(field, SelectField) else None
            if offered is not None and field.data not in offered:
                field.data = ""
        self.text.data = (self.text.data or "")[:100]
        return {field.short_name: field.data for field in self if field.data}


class OrgFilterForm(FilterForm):
    """The filters of a coordinator."""

    school = filter_by(_("School"))
    government = filter_by(_("Government"))


class SeenForm(PageForm):
    """Knows which version of the work its page showed."""

    version = IntegerField(widget=HiddenField.widget, validators=[Optional()])


class ReturnForm(SeenForm):
    """What to mend, and by when."""

    mend = TextAreaField(_("What should be mended?"), [InputRequired(), Length(max=2000)], filters=[many_lines])
    mend_by = InstantField(_("Until when"), [InputRequired()])


class ReasonForm(SeenForm):
    """A reason that is kept."""

    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=1000)], filters=[many_lines])


class PaperForm(PageForm):
    """What a signed paper says."""

    enter = RadioField(_("Take part in the contest"), choices=options([*YES_NO, NOT_THERE]), default="")
    transfer = RadioField(_("Send the data to the secretariat in Korea"), choices=options([*YES_NO, NOT_THERE]), default="")
    show = RadioField(_("Show the painting"), choices=options([*YES_NO, NOT_THERE]), default="")
    name = RadioField(_("How the name is shown"), choices=options([*NAME, NOT_THERE]), default="")
    photos = RadioField(_("Photos at the award ceremony"), choices=options([*YES_NO, NOT_THERE]), default="")
    given_by = StringField(_("Who signed"), [InputRequired(), Length(max=200)], filters=[one_line])
    evidence = StringField(_("Where the paper lies"), [InputRequired(), Length(max=500)], filters=[one_line])
    held = BooleanField(
        _("The school or our office holds the signed paper and can show it."),
        [InputRequired(_("Record a paper only when somebody holds it."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one question is answered on it."""
        valid = bool(super().validate(extra_validators))
        if not self.answers():
            self.enter.errors = [_("Say for at least one question what the paper says.")]
            return False
        return valid

    def answers(self) -> dict[Purpose, str]:
        """What is answered on the paper."""
        return {purpose: self[purpose.value].data for purpose in Purpose if self[purpose.value].data}


class WithdrawPermissionForm(PageForm):
    """Which permissions somebody who may asked to take back."""

    purposes = TicksField(_("Permissions to withdraw"), [InputRequired(_("Choose at least one permission."))])
    reason = TextAreaField(_("Who asked for it, when and how"), [InputRequired(), Length(max=500)], filters=[many_lines])

    def offer(self, held: Mapping[Purpose, Any]) -> None:
        """What there is to take back."""
        self.purposes.choices = options((purpose.value, _(LABELS[Purpose][purpose])) for purpose in Purpose if purpose in held)

    def chosen(self) -> list[Purpose]:
        """What was ticked."""
        return [Purpose(value) for value in self.purposes.data or ()]


class LinkForm(PageForm):
    """The language the guardian reads."""

    language = SelectField(_("Language of the guardian"), choices=options((each.code, each.name) for each in LANGUAGES))


class CodeForm(PageForm):
    """How it was made sure that it is the student."""

    how = StringField(_("How did you check?"), [InputRequired(), Length(max=500)], filters=[one_line])
    checked = BooleanField(
        _("I am sure that whoever gets the code is the student, or their parent, guardian or teacher."),
        [InputRequired(_("Give a code only to somebody you have checked."))],
    )
