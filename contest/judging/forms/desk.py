"""Forms of the desk: shape only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, StopValidation
from wtforms.widgets import HiddenInput

from contest.judging import rules, states
from contest.judging.rules import Scale
from contest.web.forms import PageForm, many_lines, options


class PointField(RadioField):  # type: ignore[misc]
    """The values of one criterion; may stay open."""

    def __init__(self, label: Any = None, **given: Any) -> None:
        super().__init__(label, coerce=int, **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        """What is sent is the whole truth: a criterion left out is not marked, whatever is stored."""
        self.data = None
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is no fault of shape."""
        if self.data is not None:
            super().pre_validate(form)


class ReasonField(RadioField):  # type: ignore[misc]
    """One of a few fixed words."""

    def __init__(self, label: Any, kind: type[Any], **given: Any) -> None:
        words = options((reason.value, lazy_gettext(said)) for reason, said in states.LABELS[kind].items())
        super().__init__(label, choices=words, **given)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Asks for a choice in plain words."""
        if self.data not in {choice.value for choice in self.choices}:
            raise StopValidation(_("Choose one of these"))


class SheetForm(PageForm):
    """One work's marks; a field `mark_n` per criterion is added by `sheet_form`."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    note = TextAreaField(_("Note"), [Optional(), Length(max=2000)], filters=[many_lines])
    act = StringField(default="next", validators=[AnyOf(["next", "keep", "aside"])])

    def marks(self, scales: Sequence[Scale]) -> dict[int, int]:
        """Steps by criterion, of those that were chosen."""
        chosen = ((scale.id, self[f"mark_{n}"].data) for n, scale in enumerate(scales, 1))
        return {criterion: steps for criterion, steps in chosen if steps is not None}


def sheet_form(scales: Sequence[Scale], words: Iterable[tuple[str, str]], **given: Any) -> SheetForm:
    """The form of a round: a row of buttons per criterion; `words` are its name and hint in the page's language."""
    fields = {
        f"mark_{n}": PointField(name, description=hint, choices=options((s, rules.value_text(scale, s)) for s in range(scale.steps + 1)))
        for n, (scale, (name, hint)) in enumerate(zip(scales, words, strict=True), 1)
    }
    made: SheetForm = type("RoundSheetForm", (SheetForm,), fields)(**given)
    return made


class KnowForm(PageForm):
    """I know this work."""

    knows = ReasonField(_("How do you know it?"), states.Knows)

    def reason(self) -> states.Knows:
        """What was chosen."""
        return states.Knows(self.knows.data)


class AbstainForm(PageForm):
    """I cannot judge this work."""

    abstains = ReasonField(_("Why can you not judge it?"), states.Abstains)

    def reason(self) -> states.Abstains:
        """What was chosen."""
        return states.Abstains(self.abstains.data)


class FlagForm(PageForm):
    """A word to staff."""

    flag = ReasonField(_("What should the secretariat look at?"), states.FlagReason)
    flag_note = TextAreaField(_("In your words"), [Optional(), Length(max=1000)], filters=[many_lines])


class ButtonForm(PageForm):
    """Nothing but a button."""
