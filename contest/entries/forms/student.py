"""The forms of the wizard: shape only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)  # fmt: skip
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from contest.core.errors import Invalid
from contest.core.languages import LANGUAGES
from contest.editions.models import Edition
from contest.editions.rules import Asked, Detail, Purpose, asked
from contest.entries import rules
from contest.entries.actions.student import Guardian, Person, Place
from contest.entries.forms.parts import ANSWER, ask, line, number, quietly_optional, wrong
from contest.web.forms import PageForm, SubForm, one_line, options
from contest.web.i18n import lazy_gettext as _
from contest.web.widgets import Offered, OfferedSelect

FOUR = _("Write the year with four figures, such as 2012.")
INCOMPLETE = _("Fill in day, month and year.")


class StartForm(PageForm):
    """The first page has one question."""

    shared = BooleanField(_("This is a shared computer"))


class ResumeForm(PageForm):
    """The resume code, as people write it."""

    code = StringField(_("Your resume code"), [DataRequired(_("Type your resume code.")), Length(max=40)], filters=[one_line])
    borrowed = BooleanField(_("This is a shared computer"))


class OwnCodeForm(PageForm):
    """Where one's own code shall go."""

    email = StringField(_("Send the code to this e-mail address"), [InputRequired(), Length(max=320), Email()], filters=[one_line])


class LostCodeForm(PageForm):
    """Where the letter with a new code shall go."""

    email = StringField(_("Your e-mail address"), [InputRequired(), Length(max=320), Email()], filters=[one_line])
    name = StringField(_("Name of the painter"), [Length(max=200)], filters=[one_line])


# What phones and scanners make, as far as browsers do not count it among pictures anyway. No `capture`: that would lock up the album.
PICTURES = "image/*,.heic,.heif,.hif,.avif,.tif,.tiff"


class PhotoForm(PageForm):
    """One file; what it is, is found out by looking at it."""

    photo = FileField(_("Choose a photo of your painting"), render_kw={"accept": PICTURES})


class SavedForm(PageForm):
    """A page of the wizard: knows what was stored when it was shown."""

    seen = HiddenField()

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """Show what was typed and never saved, however wrong it is."""
        self.process(formdata=MultiDict(typed))


class BornForm(SubForm):
    """Three boxes, or two where the edition needs no day."""

    day = IntegerField(_("Day"), [InputRequired(INCOMPLETE), NumberRange(1, 31)], widget=TextInput())
    month = IntegerField(_("Month"), [InputRequired(INCOMPLETE), NumberRange(1, 12)], widget=TextInput())
    year = IntegerField(_("Year"), [InputRequired(INCOMPLETE), NumberRange(1900, 2100, FOUR)], widget=TextInput())
    born: date | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Such a day exists."""
        if not super().validate(extra_validators):
            return False
        try:
            self.born = rules.birth_date(self.year.data, self.month.data, self.day.data if "day" in self else None)
        except Invalid as error:
            self.form_errors.append(_(error.message))
            return False
        return True


class PersonForm(SavedForm):
    """About the painter."""

    full_name = line(_("Your full name"), DataRequired(_("Write your name")), longest=rules.LONGEST_NAME)
    latin_name = line(_("Your name in Latin letters"), DataRequired(_("Write your name")), longest=rules.LONGEST_NAME)
    reading = line(_("How your name is read"), Optional())
    short_name = line(_("A short form of your name"), Optional())
    born = FormField(BornForm, _("Date of birth"))
    email = line(_("E-mail address"), Optional(), Email(), longest=320)
    phone = line(_("Phone number of an adult"), Optional(), longest=40)
    by_teacher = BooleanField(_("Through my teacher"))
    language = SelectField(_("Language of letters"), choices=options((each.code, each.name) for each in LANGUAGES))

    def shape(self, edition: Edition, otherwise: Mapping[str, str], *, reads: bool) -> None:
        """Ask what this edition and this division ask; `reads` says whether the name has a reading beside it."""
        self._without_day = not edition.full_birth_date
        self._fit_born()
        quietly_optional(self, "email", "phone")
        ask(self, ("reading",), asked(edition.fields, Detail.READING, otherwise) if reads else Asked.OFF)
        if asked(edition.fields, Detail.TEACHER, otherwise) is Asked.OFF:
            del self.by_teacher

    def validate(self, extra_validators: Any = None) -> bool:
        """There is at least one way to reach somebody."""
        valid = bool(super().validate(extra_validators))
        digits = re.sub(r"[\s()+./-]", "", self.phone.data or "")
        if self.phone.data and not (digits.isdigit() and 5 <= len(digits) <= 16):
            valid = wrong(self.phone, _("Check the phone number: it has between 5 and 16 digits."))
        if not (self.email.data or self.phone.data or ("by_teacher" in self and self.by_teacher.data)):
            valid = wrong(self.email, _("Give one way to reach you: one of these is enough."))
        return valid

    def fill(self, page: Person) -> None:
        """Show what is stored."""
        born = page.born
        parts = {"day": born.day, "month": born.month, "year": born.year} if born else {}
        given = {**{name: getattr(page, name) for name in Person.__slots__}, "born": parts}
        given |= {"by_teacher": rules.through_teacher(page.email, page.phone, page.full_name)}
        self.process(formdata=None, data=given)
        self._fit_born()

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """The same; processing has made the boxes of the date anew."""
        super().show_typed(typed)
        self._fit_born()

    def _fit_born(self) -> None:
        if self._without_day:
            del self.born.form.day

    def command(self, stored: Person) -> Person:
        """The page as it shall be stored."""
        data = self.data
        return Person(
            full_name=data["full_name"], latin_name=data["latin_name"], reading=data.get("reading", stored.reading) or "",
            short_name=data["short_name"] or "", born=self.born.form.born, email=data["email"] or "",
            phone=data["phone"] or "", language=data["language"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A government as it is offered: its name here, that of its country, and what else it is called."""

    id: int
    name: str
    country: str
    others: str


def regions_offered(regions: Iterable[Region]) -> Offered:
    """The governments that may take part, by country, in the language of this page."""
    offered = [SelectChoice(str(each.id), each.name, {"data-names": each.others}, each.country) for each in regions]
    return Offered([SelectChoice("", gettext("Choose your region")), *offered])


class PlaceForm(SavedForm):
    """About school and region."""

    government_id = SelectField(_("Your region"), [InputRequired(_("Choose your region"))], coerce=number, widget=OfferedSelect())
    school = line(_("School or art school"), DataRequired(_("Name your school")), render_kw={"list": "schools"})
    teacher = line(_("Your teacher"), Optional())

    def shape(self, edition: Edition, otherwise: Mapping[str, str], regions: Offered) -> None:
        """Offer the governments that may take part: see `regions_offered`."""
        self.government_id.choices = regions
        ask(self, ("teacher",), asked(edition.fields, Detail.TEACHER, otherwise))

    def fill(self, page: Place) -> None:
        """Show what is stored."""
        self.process(formdata=None, data={name: getattr(page, name) for name in Place.__slots__})

    def command(self, stored: Place) -> Place:
        """The page as it shall be stored."""
        data = self.data
        return Place(data["government_id"], data["school"], data.get("teacher", stored.teacher) or "")


YES_NO = [("yes", _("Yes")), ("no", _("No"))]
NAME = [("region", _("No name, only age and region")), ("short", _("A short form of the name")), ("full", _("The full name"))]


class FiveAnswers(SavedForm):
    """One answer to each purpose, nothing chosen beforehand."""

    enter = RadioField(_("Take part in the contest"), [InputRequired(ANSWER)], choices=options(YES_NO))
    transfer = RadioField(_("Send the data to the secretariat in Korea"), [InputRequired(ANSWER)], choices=options(YES_NO))
    show = RadioField(_("Show the painting"), [InputRequired(ANSWER)], choices=options(YES_NO))
    name = RadioField(_("How the name is shown"), [InputRequired(ANSWER)], choices=options(NAME))
    photos = RadioField(_("Photos at the award ceremony"), [InputRequired(ANSWER)], choices=options(YES_NO))

    def answers(self) -> dict[Purpose, str]:
        """What was answered."""
        return {purpose: self[purpose.value].data for purpose in Purpose}


class PermissionsForm(FiveAnswers):
    """The painter's own answers, and how the guardian is asked."""

    guardian_by = RadioField(
        _("How shall we ask your parent or guardian?"), [InputRequired(ANSWER)],
        choices=options([
            ("link", _("I show or send them a link myself")), ("email", _("Send them a letter by e-mail")),
            ("paper", _("They sign a paper at my school")),
        ]),
    )  # fmt: skip
    guardian_email = line(_("E-mail address of your parent or guardian"), Optional(), Email(), longest=320)

    def shape(self, *, adult: bool) -> None:
        """Who is of age answers alone."""
        if adult:
            del self.guardian_by
            del self.guardian_email
        quietly_optional(self, "guardian_email")

    def validate(self, extra_validators: Any = None) -> bool:
        """A letter needs an address."""
        valid = bool(super().validate(extra_validators))
        if "guardian_by" in self and self.guardian_by.data == "email" and not self.guardian_email.data:
            valid = wrong(self.guardian_email, _("Give an e-mail address, or choose another way."))
        return valid

    def fill(self, answers: dict[Purpose, str], guardian: Guardian) -> None:
        """Show what is stored. Nothing is agreed to beforehand; only the way of asking has a usual answer."""
        given = {purpose.value: answer for purpose, answer in answers.items()}
        given |= {"guardian_by": guardian.guardian_by or "link", "guardian_email": guardian.guardian_email}
        self.process(formdata=None, data=given)

    def guardian(self) -> Guardian:
        """How the guardian shall be asked."""
        by = self.guardian_by.data if "guardian_by" in self else ""
        return Guardian(by, self.guardian_email.data if by == "email" else "")


class PlainForm(PageForm):
    """A button, safe from other sites."""
