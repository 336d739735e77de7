"""The forms of the wizard: shape only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
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
    TextAreaField,
)  # fmt: skip
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from contest.core.errors import Invalid
from contest.core.languages import LANGUAGES
from contest.editions.models import Division, Edition, Theme
from contest.editions.rules import Asked, Detail, Purpose, asked
from contest.entries import rules
from contest.entries.actions.student import Guardian, Painting, Person, Place
from contest.web.forms import PageForm, SubForm, many_lines, one_line, options

ANSWER = _("Choose an answer.")
INCOMPLETE = _("Fill in day, month and year.")
OTHER = "other"


class StartForm(PageForm):
    """The first page has one question."""

    shared = BooleanField(_("This is a shared computer"))


class ResumeForm(PageForm):
    """The resume code, as people write it."""

    code = StringField(_("Your resume code"), [DataRequired(_("Type your resume code.")), Length(max=40)], filters=[one_line])
    borrowed = BooleanField(_("This is a shared computer"))


class LostCodeForm(PageForm):
    """Where the letter with a new code shall go."""

    email = StringField(_("Your e-mail address"), [InputRequired(), Length(max=320), Email()], filters=[one_line])


# What phones and scanners make, as far as browsers do not count it among pictures anyway. No `capture`: that would lock up the album.
PICTURES = "image/*,.heic,.heif,.hif,.avif,.tif,.tiff"


class PhotoForm(PageForm):
    """One file; what it is, is found out by looking at it."""

    photo = FileField(_("Choose a photo of your painting"), render_kw={"accept": PICTURES})


class SavedForm(PageForm):
    """A page of the wizard: knows what was stored when it was shown."""

    seen = HiddenField()


def _text(label: Any, *validators: Any, longest: int = 200, **given: Any) -> StringField:
    return StringField(label, [*validators, Length(max=longest)], filters=[one_line], **given)


def _number(text: str | None) -> int | None:
    """Of a select: empty means nothing chosen."""
    return int(text) if text and str(text) != "None" else None


class PaintingForm(SavedForm):
    """About the painting. `shape` fits it to an edition."""

    title = _text(_("Title of the painting"), DataRequired(_("Give your painting a title")))
    description = TextAreaField(_("What can be seen in your painting?"), [Length(max=1000)], filters=[many_lines])
    division_id = RadioField(_("What is it?"), [InputRequired(ANSWER)], coerce=_number)
    theme_id = RadioField(_("Theme"), [InputRequired(ANSWER)], coerce=_number)
    medium = RadioField(_("What did you make it with?"), [Optional()])
    medium_other = _text(_("Something else, in your own words"), Optional(), longest=100)
    size = SelectField(_("Size of the paper"), [Optional()])
    width_mm = IntegerField(_("Width in mm"), [Optional(), NumberRange(10, 5000)], widget=TextInput())
    height_mm = IntegerField(_("Height in mm"), [Optional(), NumberRange(10, 5000)], widget=TextInput())
    painted_in = SelectField(_("Year you made it"), [Optional()], coerce=_number)
    own_work = BooleanField(
        _("I made this painting myself. It is not copied, traced or made by an image generator."),
        [InputRequired(_("A painting can take part only if it is your own work."))],
    )

    def shape(self, edition: Edition, divisions: Sequence[Division], themes: Sequence[Theme], names: Any, year: int) -> None:
        """Ask what this edition asks; `names` speaks a localized text."""
        self._offer("division_id", divisions, names)
        self._offer("theme_id", themes, names)
        self.medium.choices = options([*((key, _(said)) for key, said in rules.MEDIUMS.items()), (OTHER, _("Something else"))])
        sheets = ((name, f"{name} · {short} × {long} mm") for name, short, long in rules.SIZES)
        self.size.choices = options([("", _("Choose")), *sheets, (OTHER, _("Another size"))])
        self.painted_in.choices = options([("", _("Choose")), *((str(y), str(y)) for y in range(year, year - 5, -1))])
        fields = {
            Detail.DESCRIPTION: ("description",), Detail.MEDIUM: ("medium", "medium_other"), Detail.SIZE: ("size", "width_mm", "height_mm"),
            Detail.YEAR: ("painted_in",),
        }  # fmt: skip
        for detail, named in fields.items():
            _ask(self, named, asked(edition.fields, detail))
        _quietly_optional(self, "medium_other", "width_mm", "height_mm")

    def _offer(self, field: str, parts: Sequence[Division] | Sequence[Theme], names: Any) -> None:
        if len(parts) < 2:
            del self[field]
        else:
            self[field].choices = options((str(part.id), names(part.names)) for part in parts)

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs together is there together."""
        valid = bool(super().validate(extra_validators))
        if "medium" in self and self.medium.data == OTHER and not self.medium_other.data:
            valid = _wrong(self.medium_other, _("Say what you painted with"))
        if "size" in self and self.size.data == OTHER:
            for field in (self.width_mm, self.height_mm):
                if field.data is None and not field.errors:
                    valid = _wrong(field, _("Give width and height in millimetres."))
        return valid

    def fill(self, page: Painting) -> None:
        """Show what is stored."""
        given = {**{name: getattr(page, name) for name in Painting.__slots__}, "size": rules.name_of_size(page.width_mm, page.height_mm)}
        if page.medium and page.medium not in rules.MEDIUMS:
            given |= {"medium": OTHER, "medium_other": page.medium}
        self.process(formdata=None, data=given)

    def command(self, stored: Painting, *, wide: bool, language: str) -> Painting:
        """The page as it shall be stored; what the edition does not ask for stays as it was."""
        data = self.data
        size = rules.size_named(data.get("size") or "", wide=wide)
        if data.get("size") == OTHER:
            size = (data["width_mm"], data["height_mm"])
        medium = data.get("medium_other") if data.get("medium") == OTHER else data.get("medium")
        text = (data["title"], data.get("description") or "")
        return Painting(
            title=text[0], description=text[1], language=stored.language if text == (stored.title, stored.description) else language,
            division_id=data.get("division_id", stored.division_id), theme_id=data.get("theme_id", stored.theme_id), medium=medium or "",
            width_mm=size[0] if size else None, height_mm=size[1] if size else None, painted_in=data.get("painted_in"),
            own_work=data["own_work"],
        )  # fmt: skip


class BornForm(SubForm):
    """Three boxes, or two where the edition needs no day."""

    day = IntegerField(_("Day"), [InputRequired(INCOMPLETE), NumberRange(1, 31)], widget=TextInput())
    month = IntegerField(_("Month"), [InputRequired(INCOMPLETE), NumberRange(1, 12)], widget=TextInput())
    year = IntegerField(_("Year"), [InputRequired(INCOMPLETE), NumberRange(1900, 2100)], widget=TextInput())
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

    full_name = _text(_("Your full name"), DataRequired(_("Write your name")))
    latin_name = _text(_("Your name in Latin letters"), DataRequired(_("Write your name")))
    reading = _text(_("How your name is read"), Optional())
    short_name = _text(_("A short form of your name"), Optional())
    born = FormField(BornForm, _("Date of birth"))
    reach = RadioField(
        _("How can we reach you?"), [InputRequired(ANSWER)],
        choices=options([("email", _("By e-mail")), ("phone", _("By the phone of an adult")), ("teacher", _("Through my teacher"))]),
    )  # fmt: skip
    email = _text(_("E-mail address"), Optional(), Email(), longest=320)
    phone = _text(_("Phone number of an adult"), Optional(), longest=40)
    language = SelectField(_("Language of letters"), choices=options((each.code, each.name) for each in LANGUAGES))

    def shape(self, edition: Edition, language: str) -> None:
        """Ask what this edition asks of a reader of this language."""
        self._without_day = not edition.full_birth_date
        self._fit_born()
        _quietly_optional(self, "email", "phone")
        _ask(self, ("reading",), asked(edition.fields, Detail.READING) if language == "ja" else Asked.OFF)
        if asked(edition.fields, Detail.TEACHER) is Asked.OFF:
            self.reach.choices = [choice for choice in self.reach.choices if choice.value != "teacher"]

    def validate(self, extra_validators: Any = None) -> bool:
        """The chosen way to reach somebody is filled in."""
        valid = bool(super().validate(extra_validators))
        if self.reach.data == "email" and not self.email.data:
            valid = _wrong(self.email, _("Give an e-mail address, or choose another way."))
        digits = re.sub(r"[\s()+./-]", "", self.phone.data or "")
        if self.reach.data == "phone" and not (digits.isdigit() and 5 <= len(digits) <= 16):
            valid = _wrong(self.phone, _("Give a phone number, or choose another way."))
        return valid

    def fill(self, page: Person, reach: str) -> None:
        """Show what is stored."""
        born = page.born
        parts = {"day": born.day, "month": born.month, "year": born.year} if born else {}
        given = {**{name: getattr(page, name) for name in Person.__slots__}, "born": parts, "reach": reach}
        self.process(formdata=None, data=given)
        self._fit_born()

    def _fit_born(self) -> None:
        if self._without_day:
            del self.born.form.day

    def command(self, stored: Person) -> Person:
        """The page as it shall be stored: only the chosen way to reach somebody is kept."""
        data = self.data
        return Person(
            full_name=data["full_name"], latin_name=data["latin_name"], reading=data.get("reading", stored.reading) or "",
            short_name=data["short_name"] or "", born=self.born.form.born, email=data["email"] if data["reach"] == "email" else "",
            phone=data["phone"] if data["reach"] == "phone" else "", language=data["language"],
        )  # fmt: skip


class PlaceForm(SavedForm):
    """About school and region."""

    government_id = SelectField(_("Your region"), [InputRequired(_("Choose your region"))], coerce=_number)
    school = _text(_("School or art school"), DataRequired(_("Name your school")))
    teacher = _text(_("Your teacher"), Optional())

    def shape(self, edition: Edition, grouped: Mapping[str, Sequence[tuple[int, str]]]) -> None:
        """Offer the governments that may take part, by country."""
        regions = [SelectChoice(str(identity), name, optgroup=country) for country, each in grouped.items() for identity, name in each]
        self.government_id.choices = [SelectChoice("", _("Choose your region")), *regions]
        _ask(self, ("teacher",), asked(edition.fields, Detail.TEACHER))

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
    guardian_email = _text(_("E-mail address of your parent or guardian"), Optional(), Email(), longest=320)

    def shape(self, *, adult: bool) -> None:
        """Who is of age answers alone."""
        if adult:
            del self.guardian_by
            del self.guardian_email
        _quietly_optional(self, "guardian_email")

    def validate(self, extra_validators: Any = None) -> bool:
        """A letter needs an address."""
        valid = bool(super().validate(extra_validators))
        if "guardian_by" in self and self.guardian_by.data == "email" and not self.guardian_email.data:
            valid = _wrong(self.guardian_email, _("Give an e-mail address, or choose another way."))
        return valid

    def fill(self, answers: dict[Purpose, str], guardian: Guardian) -> None:
        """Show what is stored."""
        given = {purpose.value: answer for purpose, answer in answers.items()}
        self.process(formdata=None, data=given | {name: getattr(guardian, name) for name in Guardian.__slots__})

    def guardian(self) -> Guardian:
        """How the guardian shall be asked."""
        by = self.guardian_by.data if "guardian_by" in self else ""
        return Guardian(by, self.guardian_email.data if by == "email" else "")


class PlainForm(PageForm):
    """A button, safe from other sites."""


def _ask(form: PageForm, fields: Sequence[str], how: Asked) -> None:
    """Leave fields out, let them stay empty, or require the first of them."""
    for name in fields:
        if how is Asked.OFF:
            del form[name]
        elif how is Asked.REQUIRED and name == fields[0]:
            form[name].validators = [InputRequired(), *(v for v in form[name].validators if not isinstance(v, Optional))]
            form[name].flags.optional = None
        elif how is Asked.OPTIONAL:
            form[name].flags.optional = True
            if not any(isinstance(v, Optional) for v in form[name].validators):
                form[name].validators = [Optional(), *form[name].validators]


def _quietly_optional(form: PageForm, *names: str) -> None:
    """These belong to one answer of the question above: to call them optional would mislead."""
    for name in names:
        if name in form:
            form[name].flags.optional = None


def _wrong(field: Any, message: Any) -> bool:
    if not field.errors:
        field.errors = [message]
    return False

