"""Forms of the awards pages: shape only."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from contest.awards.actions import TierInput
from contest.core.languages import LANGUAGES
from contest.web.forms import InstantField, PageForm, filled, many_lines, one_line, options

ROW = r"[0-9]{1,9}\Z"  # the number of a row, as a hidden field carries it
MARKS = ("grand", "gold", "silver", "bronze", "selected")


class TierRow(Form):  # type: ignore[misc]
    """One tier: its glyph, how many works it takes, its name in six languages. No places means: leave it out."""

    id = HiddenField(validators=[Optional(), Regexp(ROW)])
    mark = SelectField(
        _("Glyph"),
        choices=options(
            [("grand", _("Circle")), ("gold", _("Diamond")), ("silver", _("Square")), ("bronze", _("Triangle")), ("selected", _("Ring"))]
        ),
    )
    places = IntegerField(_("Number of works"), [Optional(), NumberRange(0, 5000)])
    names = FormField(
        type("Names", (Form,), {each.code: StringField(each.name, [Length(max=80)], filters=[one_line]) for each in LANGUAGES}), _("Name")
    )


class TiersForm(PageForm):
    """All tiers of an edition, best first."""

    tiers = FieldList(FormField(TierRow))

    def command(self) -> list[TierInput]:
        """The tiers that take at least one work and have a name."""
        rows = (row.data for row in self.tiers)
        return [
            TierInput(int(row["id"] or 0), filled(row["names"]), row["mark"], row["places"])
            for row in rows
            if row["places"] and filled(row["names"])
        ]


class ProposeForm(PageForm):
    """Store the preview that was on the page."""

    round = HiddenField(validators=[DataRequired(), Regexp(ROW)])
    digest = HiddenField(validators=[DataRequired()])
    note = TextAreaField(_("Note for colleagues"), [Optional(), Length(max=1000)], filters=[many_lines])


class TieForm(PageForm):
    """Order works with equal totals: a place for each, and the reason."""

    reason = TextAreaField(_("Why in this order"), [InputRequired(), Length(max=1000)], filters=[many_lines])


class ReasonForm(PageForm):
    """A reason that is kept."""

    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=1000)], filters=[many_lines])


class LeaveOutForm(ReasonForm):
    """The works nobody scored, as the page named them, are left out."""

    digest = HiddenField(validators=[DataRequired()])


class PublishForm(PageForm):
    """Confirm by typing how many win."""

    winners = IntegerField(_("Number of winners"), [InputRequired()])


class ScheduleForm(PageForm):
    """Release by itself at a time."""

    publish_at = InstantField(_("Day and time of the release"), [InputRequired()])


def places_of(posted: Any, entries: list[int]) -> tuple[list[int], str]:
    """The order typed as one number per work (`place-<id>`), best first; and what is wrong with it, or an empty string."""
    typed = {entry: posted.get(f"place-{entry}", "").strip()[:9] for entry in entries}
    wanted = [str(n) for n in range(1, len(entries) + 1)]
    wrong = "" if sorted(typed.values(), key=lambda t: (len(t), t)) == sorted(wanted, key=lambda t: (len(t), t)) else "order"
    return sorted(entries, key=lambda entry: int(typed[entry]) if typed[entry].isdecimal() else 0), wrong
