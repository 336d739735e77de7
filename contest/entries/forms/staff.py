"""What only the secretariat fills in. Shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from contest.entries.forms.org import FilterForm, SeenForm
from contest.web.forms import PageForm, filled, localized, many_lines, options


class StaffFilterForm(FilterForm):
    """The filters of the secretariat."""

    edition = SelectField(_("Edition"), [Optional()])
    country = SelectField(_("Country"), [Optional()])
    government = SelectField(_("Government"), [Optional()])
    division = SelectField(_("Division"), [Optional()])
    order = SelectField(_("Order"), [Optional()], choices=options([("", _("Newest first")), ("oldest", _("Oldest first"))]))


class BehalfForm(SeenForm):
    """Endorse in the place of a government."""

    reason = TextAreaField(_("Why on behalf of the government"), [Optional(), Length(max=1000)], filters=[many_lines])


class DescribeForm(PageForm):
    """Neutral words in six languages."""

    seen = HiddenField()
    words = localized(_("What can be seen"), longest=500, lines=True)

    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return filled(self.words.data)
