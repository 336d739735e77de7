"""Forms of the exhibition pages: shape only."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from contest.exhibitions.actions import ExhibitionInput, StopInput, VenueInput
from contest.web.forms import PageForm, filled, localized, one_line

Choices = Sequence[tuple[str, str]]


class VenueForm(PageForm):
    """A hall that shows works."""

    names = localized(_("Name of the venue"))
    cities = localized(_("City"))
    address = StringField(
        _("Address"), [Optional(), Length(max=500)], filters=[one_line], description=_("Street and number, as local people write it")
    )
    country = SelectField(_("Country"))
    zone = SelectField(_("Time zone"), description=_("The days of a stop follow the calendar there"))
    version = HiddenField()

    def offer(self, countries: Choices, zones: Choices) -> VenueForm:
        """What can be chosen."""
        self.country.choices, self.zone.choices = list(countries), list(zones)
        return self

    def command(self) -> VenueInput:
        """The venue as typed."""
        return VenueInput(filled(self.names.data), filled(self.cities.data), self.address.data or "", self.country.data, self.zone.data)


class ExhibitionForm(PageForm):
    """A show that may tour."""

    titles = localized(_("Title of the exhibition"))
    introductions = localized(_("Introduction"), longest=4000, lines=True)
    slug = StringField(
        _("Name in the address"), [InputRequired(), Length(max=60)], filters=[one_line],
        description=_("Small Latin letters, figures and hyphens, such as spring-2027. It stays as it is once the exhibition is announced."),
    )  # fmt: skip
    edition = SelectField(
        _("Edition"), coerce=int, description=_("The edition whose report lists this exhibition. Its works may come from any edition.")
    )
    version = HiddenField()

    def offer(self, editions: Sequence[tuple[int, str]]) -> ExhibitionForm:
        """What can be chosen."""
        self.edition.choices = [*editions, (0, _("In no edition's report"))]
        return self

    def command(self) -> ExhibitionInput:
        """The exhibition as typed."""
        return ExhibitionInput(self.slug.data, self.edition.data, filled(self.titles.data), filled(self.introductions.data))


class StopForm(PageForm):
    """A place and its days."""

    venue_id = SelectField(_("Venue"), coerce=int)
    opens_on = DateField(_("Opening day"), [InputRequired()])
    closes_on = DateField(_("Last day"), [InputRequired()], description=_("The last day visitors may come"))
    install_on = DateField(_("Hanging day"), [Optional()], description=_("From this day on the works must be there"))
    pack_on = DateField(_("Packing day"), [Optional()], description=_("Up to this day the works are needed there"))
    hours = localized(_("Opening hours"))
    version = HiddenField()

    def offer(self, venues: Sequence[tuple[int, str]]) -> StopForm:
        """What can be chosen."""
        self.venue_id.choices = list(venues)
        return self

    def command(self) -> StopInput:
        """The stop as typed."""
        return StopInput(
            self.venue_id.data, self.opens_on.data, self.closes_on.data, self.install_on.data, self.pack_on.data, filled(self.hours.data)
        )  # fmt: skip


class PlaceForm(PageForm):
    """Another place on the wall for one work."""

    entry = HiddenField(validators=[InputRequired()])
    to = IntegerField(_("Place"), [InputRequired(), NumberRange(1, 5000)])


class ActForm(PageForm):
    """A button and nothing else."""
