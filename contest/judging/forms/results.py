"""The forms of the results' pages: which rule, which line, which works. Shape only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contest.core.text import N_
from contest.judging.actions.rule import RuleCommand
from contest.judging.rules import METHODS, Rule, TiePolicy
from contest.web.forms import PageForm, many_lines, one_line, options

MOST_PLACES = 100_000
POLICIES: Mapping[TiePolicy, str] = {
    TiePolicy.ROUND: N_("A short extra round: the judges look at the equal works once more"),
    TiePolicy.CHAIR: N_("The chair decides and writes down the reason"),
    TiePolicy.LOT: N_("A lot, sealed before judging begins"),
}


class RuleForm(PageForm):
    """A rule; a field `step_n` per criterion is added by `rule_form`."""

    method = RadioField(_("How the total of a work is found"))
    tie_policy = RadioField(
        _("What settles works that stay equal to the end"), choices=options((policy.value, _(said)) for policy, said in POLICIES.items())
    )
    display_decimals = IntegerField(_("Decimals shown"), [InputRequired(), NumberRange(0, 6)])
    reason = TextAreaField(_("Why the rule is changed"), [Optional(), Length(max=1000)], filters=[many_lines])

    def steps(self) -> list[Any]:
        """The fields that put criteria in order."""
        return [field for field in self if field.short_name.startswith("step_")]

    def command(self) -> RuleCommand:
        """What was chosen, for the act."""
        asked = tuple(int(field.data) for field in self.steps() if field.data)
        return RuleCommand(self.method.data, asked, TiePolicy(self.tie_policy.data), self.display_decimals.data, self.reason.data or "")


def rule_form(rule: Rule, criteria: Sequence[tuple[int, str]], methods: Collection[str]) -> RuleForm:
    """A form filled with `rule`, offering these ways of counting, and these criteria (id, name) for every step of the chain."""
    offered = options([("", _("None")), *((str(identity), name) for identity, name in criteria)])
    steps = {f"step_{n}": SelectField(_("Step %(number)s", number=n), choices=offered) for n in range(1, len(criteria) + 1)}
    kind: Any = type("RuleFormOfRound", (RuleForm,), steps)
    known = [str(identity) for identity in rule.tie_break if identity in dict(criteria)]
    filled = {f"step_{n}": identity for n, identity in enumerate(known, 1)}
    filled |= {"method": rule.method, "tie_policy": str(rule.tie_policy)}
    form: RuleForm = kind(data={"display_decimals": rule.display_decimals, **filled})
    form.method.choices = options((key, _(each.name)) for key, each in METHODS.items() if key in methods)
    form.reason.flags.optional = False  # asked for only where it is needed
    return form


class _Asked(PageForm):
    class Meta(PageForm.Meta):
        """Reading changes nothing: no token."""

        csrf = False

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for field in self:
            field.flags.optional = False  # of a filter nobody needs to be told


class LineForm(_Asked):
    """After which place a line is drawn."""

    places = IntegerField(_("How many works are in"), [Optional(), NumberRange(1, MOST_PLACES)])


class BoardForm(_Asked):
    """Which works of the standings are shown, in which order, beside which other ways of counting."""

    text = StringField(_("Receipt number"), filters=[one_line])
    government = SelectField(_("Government"))
    division = SelectField(_("Division"))
    only = SelectField(_("Only"))
    order = SelectField(_("Order"))
    line = IntegerField(_("Line after place"), [Optional(), NumberRange(1, MOST_PLACES)])
    methods = SelectMultipleField(_("Other ways of counting"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())

    def kept(self) -> dict[str, Any]:
        """What is set and makes sense."""
        for field in (self.government, self.division, self.only, self.order):
            if field.data not in [value for value, *_rest in field.iter_choices()]:
                field.data = ""
        if not self.line.validate(self):
            self.line.data = None
        self.line.errors = ()
        offered = [value for value, *_rest in self.methods.iter_choices()]
        asked = [key for given in self.methods.data or [] for key in str(given).split(",")]
        self.methods.data = [key for key in offered if key in asked]
        self.text.data = (self.text.data or "")[:40]
        return {field.short_name: field.data for field in self if field.data}
