"""What only the secretariat fills in. Shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from contest.entries import rules
from contest.entries.forms.org import FilterForm, SeenForm, filter_by
from contest.entries.forms.parts import Most
from contest.web.forms import PageForm, filled, localized, many_lines, one_line, options


class StaffFilterForm(FilterForm):
    """The filters of the secretariat."""

    edition = filter_by(_("Edition"))
    country = filter_by(_("Country"))
    government = filter_by(_("Government"))
    division = filter_by(_("Division"))
    order = filter_by(_("Order"), choices=options([("", _("Newest first")), ("oldest", _("Oldest first"))]))


class BehalfForm(SeenForm):
    """Endorse in the place of a government."""

    reason = TextAreaField(_("Why on behalf of the government"), [Optional(), Length(max=1000)], filters=[many_lines])


class ForJudgesForm(PageForm):
    """A title and a text without anything that tells whose they are."""

    seen = HiddenField()
    title = StringField(_("Title"), [Most(rules.LONGEST_NAME)], filters=[one_line])
    description = TextAreaField(_("What the artist says"), [Most(rules.LONGEST_DESCRIPTION)], filters=[many_lines])


class DescribeForm(PageForm):
    """Neutral words in six languages."""

    seen = HiddenField()
    words = localized(_("What can be seen"), longest=500, lines=True)

    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return filled(self.words.data)
