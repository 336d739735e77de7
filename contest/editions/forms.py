"""Forms of the secretariat's pages on editions: shape only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from contest.core.languages import CODES
from contest.editions.rules import ANSWERS, LABELS, Asked, Detail
from contest.governments.forms import TicksField, known_version
from contest.governments.models import Government
from contest.governments.registry import zones
from contest.governments.rules import LABELS as STANDINGS
from contest.governments.rules import Standing
from contest.web.filters import plain_text, zone_name
from contest.web.forms import InstantField, PageForm, filled, localized, many_lines, options


def zone_choices() -> list[SelectChoice]:
    """The time zones of the region, named after their cities."""
    return options(sorted(((zone, zone_name(zone)) for zone in zones()), key=lambda each: each[1]))


class ActForm(PageForm):
    """A button: nothing but the version the page showed."""

    version = HiddenField(default="0")

    @property
    def known(self) -> int:
        """The version the page showed."""
        return known_version(self.version.data)


class CopyForm(PageForm):
    """A new edition from an older one."""

    number = IntegerField(
        _("Number of the edition"), [InputRequired(), NumberRange(1, 999)],
        description=_("For the 15th contest: 15. It stands in addresses and receipts."),
    )  # fmt: skip
    year = IntegerField(_("Year"), [InputRequired(), NumberRange(2013, 2100)])

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {"number": self.number.data, "year": self.year.data}


class _Clocks(PageForm):
    """A form whose wall-clock times are those of the zone chosen in it."""

    def process(self, formdata: Any = None, obj: Any = None, data: Any = None, extra_filters: Any = None, **given: Any) -> None:
        """Tell the clocks their zone before they read or show anything."""
        formdata = self.meta.wrap_formdata(self, formdata)
        zone = (formdata.get("zone") if formdata else None) or (data or {}).get("zone")
        for each in self:
            if isinstance(each, InstantField) and zone in zones():
                each.zone = zone
        super().process(formdata, obj, data, extra_filters, **given)


class StartForm(CopyForm, _Clocks):
    """A first edition."""

    zone = SelectField(_("Time zone the dates are announced in"), choices=zone_choices, default="Asia/Seoul")
    closes_at = InstantField(_("Entries close"), [InputRequired()])

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {**super().command(), "zone": self.zone.data, "closes_at": self.closes_at.instant()}


class DatesForm(ActForm, _Clocks):
    """The calendar."""

    zone = SelectField(
        _("Time zone the dates are announced in"), choices=zone_choices,
        description=_("All times on this page are read on the clocks of this place."),
    )  # fmt: skip
    opens_at = InstantField(_("Entries open"), [InputRequired()])
    closes_at = InstantField(_("Entries close"), [InputRequired()], description=_("Not at midnight: 18:00 or 23:59 cannot be misread."))
    endorse_by = InstantField(_("Governments endorse until"), [InputRequired()])

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        times = {name: self[name].instant() for name in ("opens_at", "closes_at", "endorse_by")}
        return {**times, "zone": self.zone.data, "version": self.known}


class EligibilityForm(ActForm):
    """Who may enter."""

    age_from = IntegerField(_("Youngest age"), [InputRequired(), NumberRange(3, 99)])
    age_to = IntegerField(_("Oldest age"), [InputRequired(), NumberRange(3, 99)])
    age_day = DateField(_("Day on which the age is counted"), [InputRequired()])
    standings = TicksField(
        _("Governments that may take part"), choices=options((each.value, _(STANDINGS[Standing][each])) for each in Standing)
    )
    entries_per_student = IntegerField(_("Works per student"), [InputRequired(), NumberRange(1, 20)])
    full_birth_date = RadioField(
        _("What is asked about the birthday"), choices=options([("full", _("The full date")), ("month", _("Month and year"))])
    )
    quota_per_government = IntegerField(
        _("Works each government may endorse"), [Optional(), NumberRange(1, 10_000)], description=_("Leave empty for no limit.")
    )
    quota_per_school = IntegerField(
        _("Works each school may send"), [Optional(), NumberRange(1, 10_000)], description=_("Leave empty for no limit.")
    )

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        plain = ("age_from", "age_to", "age_day", "entries_per_student", "quota_per_government", "quota_per_school")
        return {name: self[name].data for name in plain} | {
            "standings": self.standings.data or [], "full_birth_date": self.full_birth_date.data == "full", "version": self.known,
        }  # fmt: skip


class LineForm(ActForm):
    """A short text in six languages."""

    text = localized(_("Text"), longest=300)

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {"text": filled(self.text.data), "version": self.known}


class LongForm(LineForm):
    """A long text in six languages."""

    text = localized(
        _("Text"), longest=40_000, lines=True,
        description=_("An empty line begins a new paragraph. A line that begins with ## is a heading, lines that begin with - are a list."),
    )  # fmt: skip


class PartForm(ActForm):
    """The name of a theme or a division."""

    names = localized(_("Name"))

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {"names": filled(self.names.data), "version": self.known}


def _asked(detail: Detail) -> RadioField:
    return RadioField(
        _(LABELS[Detail][detail]), choices=options((each.value, _(LABELS[Asked][each])) for each in ANSWERS[detail]),
        default=Asked.OPTIONAL.value,
    )  # fmt: skip


class FieldsForm(ActForm):
    """What the entry form asks for."""

    reading = _asked(Detail.READING)
    description = _asked(Detail.DESCRIPTION)
    medium = _asked(Detail.MEDIUM)
    size = _asked(Detail.SIZE)
    year = _asked(Detail.YEAR)
    ai = _asked(Detail.AI)
    teacher = _asked(Detail.TEACHER)

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {"fields": {detail: Asked(self[detail.value].data) for detail in Detail}, "version": self.known}


AS_EDITION = "edition"


class DivisionFieldsForm(FieldsForm):
    """What the entry form asks otherwise for works in one division."""

    def shape(self, usual: Mapping[Detail, Asked]) -> None:
        """Offer to do as the edition does, saying what that is."""
        for detail, how in usual.items():
            as_ever = gettext("As in the edition: %(how)s", how=gettext(LABELS[Asked][how]))
            answers = [(AS_EDITION, as_ever), *((each.value, gettext(LABELS[Asked][each])) for each in ANSWERS[detail])]
            self[detail.value].choices = options(answers)

    def command(self) -> dict[str, Any]:
        """What was asked for: only what differs."""
        chosen = {detail: self[detail.value].data for detail in Detail}
        return {"fields": {detail: Asked(how) for detail, how in chosen.items() if how != AS_EDITION}, "version": self.known}


class PermissionForm(ActForm):
    """The words of one permission. Those in force are followed by newer ones, never taken away."""

    texts = localized(_("Words in force"), longest=5_000, lines=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """A language in force may not be emptied: entrants have agreed to its words."""
        whole: bool = super().validate(extra_validators)
        for code in CODES:
            field = self.texts.form[code]
            if field.object_data and not field.data:
                field.errors = [*field.errors, gettext("These words are in force. They can be replaced, but not removed.")]
                whole = False
        return whole

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {"texts": filled(self.texts.data), "version": self.known}


class ExtensionForm(_Clocks):
    """One government's later closing."""

    zone = HiddenField()
    government = SelectField(_("Government"), coerce=int)
    closes_at = InstantField(_("Entries of this government close"), [InputRequired()])
    reason = TextAreaField(
        _("Reason"), [InputRequired(), Length(max=500)], filters=[many_lines], description=_("Only the secretariat reads this.")
    )

    def offer(self, governments: Sequence[Government]) -> None:
        """The governments to choose from."""
        self.government.choices = options((each.id, plain_text(each.names)) for each in governments)

    def command(self) -> dict[str, Any]:
        """What was asked for, beside the government."""
        return {"closes_at": self.closes_at.instant(), "reason": self.reason.data}
