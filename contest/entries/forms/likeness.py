"""What the secretariat fills in about two works that look alike. Shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from contest.entries.forms.org import SeenForm, filter_by
from contest.entries.rules import Finding
from contest.web.forms import PageForm, many_lines, options


class PairsForm(PageForm):
    """The filter of the list, from the address."""

    class Meta(PageForm.Meta):
        """Reading changes nothing: no token."""

        csrf = False

    edition = filter_by(_("Edition"))


class DecideForm(SeenForm):
    """What two works are to each other."""

    decision = RadioField(
        _("What did you find?"), [InputRequired(_("Choose one of the answers offered."))],
        choices=options([
            (Finding.SAME.value, _("The same work")), (Finding.VARIANT.value, _("A variant")),
            (Finding.DIFFERENT.value, _("Different works")),
        ]),
    )  # fmt: skip
    reason = TextAreaField(_("Reason"), [Optional(), Length(max=1000)], filters=[many_lines])
