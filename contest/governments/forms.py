"""Forms of the secretariat's pages on governments: shape only."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contest.core.languages import LANGUAGES
from contest.governments.rules import LABELS, Standing
from contest.web.filters import zone_name
from contest.web.forms import PageForm, filled, localized, many_lines, options, whole


def known_version(typed: str | None) -> int:
    """The version a page showed; nonsense is one that never was."""
    return whole(typed) or 0


class TicksField(SelectMultipleField):  # type: ignore[misc]
    """Several of a few answers, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class GovernmentForm(PageForm):
    """What a government is called, its clock, and whom to ask."""

    names = localized(_("Name"))
    reviewed = TicksField(
        _("Names a native reader has confirmed"), choices=options((each.code, each.name) for each in LANGUAGES),
        description=_("An unconfirmed name is shown to everybody all the same; the mark only helps you to see what still has to be read."),
    )  # fmt: skip
    keep_until = DateField(
        _("Keep the old names until"), [Optional()],
        description=_("Fill this in when the government was renamed: its last day under the old names. Old certificates keep them."),
    )  # fmt: skip
    zone = SelectField(_("Time zone"))
    contact = TextAreaField(
        _("Whom to ask"), [Optional(), Length(max=500)], filters=[many_lines],
        description=_("Office, telephone, e-mail address. Everybody can read this on the entry pages of this government."),
    )  # fmt: skip
    version = HiddenField(default="0")

    def offer_zones(self, zones: tuple[str, ...]) -> None:
        """The time zones to choose from, named after their cities."""
        self.zone.choices = options(sorted(((zone, zone_name(zone)) for zone in zones), key=lambda each: each[1]))

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {
            "names": filled(self.names.data), "reviewed": self.reviewed.data or [], "zone": self.zone.data,
            "contact": self.contact.data or "", "keep_until": self.keep_until.data, "version": known_version(self.version.data),
        }  # fmt: skip


class StandingForm(PageForm):
    """A standing and its days."""

    standing = SelectField(
        _("Standing"), [InputRequired()], choices=options((each.value, _(LABELS[Standing][each])) for each in Standing), coerce=Standing
    )
    starts = DateField(_("First day"), [Optional()], description=_("Leave empty what is not known."))
    ends = DateField(_("Last day"), [Optional()], description=_("Leave empty while it lasts."))

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {"standing": self.standing.data, "starts": self.starts.data, "ends": self.ends.data}


class DaysForm(PageForm):
    """The days of a standing that is already noted."""

    starts = DateField(_("First day"), [Optional()], description=_("Leave empty what is not known."))
    ends = DateField(_("Last day"), [Optional()], description=_("Leave empty while it lasts."))

    def command(self) -> dict[str, Any]:
        """What was asked for."""
        return {"starts": self.starts.data, "ends": self.ends.data}
