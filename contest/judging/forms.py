"""Forms of rounds and of the desk: shape only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DecimalField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Email, InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from contest.core.languages import LANGUAGES
from contest.judging import rules, states
from contest.judging.actions import CriterionCommand, RoundCommand
from contest.judging.models import Criterion
from contest.judging.rules import Scale
from contest.web.forms import InstantField, PageForm, filled, localized, many_lines, one_line, options


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


class AbstainForm(PageForm):
    """I cannot judge this work."""

    abstains = ReasonField(_("Why can you not judge it?"), states.Abstains)


class FlagForm(PageForm):
    """A word to staff."""

    flag = ReasonField(_("What should the secretariat look at?"), states.FlagReason)
    flag_note = TextAreaField(_("In your words"), [Optional(), Length(max=1000)], filters=[many_lines])


class ButtonForm(PageForm):
    """Nothing but a button."""


class RoundForm(PageForm):
    """A round's name, briefing and deadline."""

    titles = localized(_("Name of the round"), longest=120)
    briefings = localized(_("What judges should know"), longest=8000, lines=True)
    closes_at = InstantField(_("Judges can mark until"), [Optional()])
    practice = BooleanField(_("This is a practice round: its marks do not count"))
    seats_all_judges = BooleanField(_("Everybody invited as a judge of this edition judges in this round"), default=True)
    version = IntegerField(default=1, widget=HiddenInput(), validators=[Optional()])

    def command(self) -> RoundCommand:
        """What was typed."""
        titles, briefings = filled(self.titles.data), filled(self.briefings.data)
        return RoundCommand(titles, briefings, self.closes_at.instant(), not self.practice.data, self.seats_all_judges.data)


def _points(label: Any, default: int, least: str) -> DecimalField:
    return DecimalField(label, [InputRequired(), NumberRange(Decimal(least), 1000)], default=Decimal(default), places=None)


class CriterionForm(PageForm):
    """One criterion: its words, its scale, its weight."""

    names = localized(_("Name of the criterion"), longest=60)
    hints = localized(_("One sentence of help for judges"), longest=300)
    low = _points(_("Lowest value"), 1, "0")
    high = _points(_("Highest value"), 10, "0")
    step = _points(_("Step between values"), 1, "0.01")
    weight = IntegerField(
        _("Weight"), [InputRequired(), NumberRange(1, 1000)], default=1,
        description=_("Counts against the other weights: 2 counts twice as much as 1."),
    )  # fmt: skip
    position = IntegerField(_("Place in the list"), [InputRequired(), NumberRange(1, 6)], default=1)

    def command(self) -> CriterionCommand:
        """What was typed, values in hundredths."""
        low, high, step = (round(field.data * 100) for field in (self.low, self.high, self.step))
        names, hints = filled(self.names.data), filled(self.hints.data)
        return CriterionCommand(names, hints, self.position.data, low, high, max(step, 1), self.weight.data)


def spelled(criterion: Criterion) -> dict[str, Any]:
    """A stored criterion as the form shows it."""
    low, step = criterion.low, criterion.step
    return {
        "names": criterion.names, "hints": criterion.hints, "weight": criterion.weight, "position": criterion.position,
        "low": _value(low), "high": _value(low + step * criterion.steps), "step": _value(step),
    }  # fmt: skip


def _value(hundredths: int) -> Decimal:
    return Decimal(rules.value_text(Scale(0, hundredths, 1, 1, 1), 0))


class SeatForm(PageForm):
    """A judge to be given a place, or taken off."""

    account = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class InviteForm(PageForm):
    """Somebody to be invited as a judge."""

    name = StringField(_("Name"), [InputRequired(), Length(max=200)], filters=[one_line])
    address = StringField(_("E-mail address"), [InputRequired(), Length(max=320), Email()], filters=[one_line])
    language = SelectField(_("Language of the letter"), choices=options((each.code, each.name) for each in LANGUAGES))
    government = SelectField(_("Belongs to a government"), [Optional()], description=_("Works from there are never shown to this judge."))
    draft = HiddenField()

    def government_id(self) -> int | None:
        """The government chosen, if any."""
        return int(self.government.data) if self.government.data else None


class CloseForm(PageForm):
    """Closing with votes missing has to be meant."""

    missing = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    sure = BooleanField(_("Close the round without these votes"))
