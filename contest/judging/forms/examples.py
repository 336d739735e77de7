"""Forms of picture examples: shape only."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from contest.judging.actions.examples import ExampleCommand
from contest.web.forms import PageForm, filled, localized, one_line, options


class NumberForm(PageForm):
    """Which work. Asked by GET: it only leads to a preview."""

    class Meta(PageForm.Meta):
        """Nothing is changed by asking."""

        csrf = False

    number = StringField(_("Number of the work"), [InputRequired(), Length(max=20)], filters=[one_line])


class ExampleForm(PageForm):
    """The sentence beside an example, and what it is an example of."""

    number = HiddenField(filters=[one_line])
    words = localized(_("What it shows"), longest=300, lines=True)
    criterion = SelectField(_("Example for"), default="")

    def command(self) -> ExampleCommand:
        """What was typed."""
        return ExampleCommand(filled(self.words.data), int(self.criterion.data) if self.criterion.data else None)


def example_form(criteria: Sequence[tuple[int, str]], **given: object) -> ExampleForm:
    """The form with the criteria of its round (id and name) to choose from."""
    form = ExampleForm(**given)
    form.criterion.choices = options([("", _("the round as a whole")), *((str(identity), name) for identity, name in criteria)])
    return form
