"""Forms of rounds, their works, criteria, judges and deals: shape only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from contest.core.keys import token
from contest.core.languages import LANGUAGES
from contest.core.text import N_
from contest.judging import rules
from contest.judging.actions import Choice, CriterionCommand, Declared, RoundCommand
from contest.judging.models import Criterion, Round
from contest.judging.rules import Scale
from contest.judging.rules.works import Ties
from contest.judging.states import LABELS, ConflictKind, RoundKind, Source
from contest.web.forms import InstantField, PageForm, filled, localized, many_lines, one_line, options, whole

THREE = "quick_three"  # a quick look by keep, maybe and out
KINDS = (
    (RoundKind.SCORING.value, LABELS[RoundKind][RoundKind.SCORING]),
    (RoundKind.QUICK.value, LABELS[RoundKind][RoundKind.QUICK]),
    (THREE, N_("Quick look: keep, maybe or out")),
    (RoundKind.RANKING.value, LABELS[RoundKind][RoundKind.RANKING]),
    (RoundKind.PAIRWISE.value, LABELS[RoundKind][RoundKind.PAIRWISE]),
)


class RoundForm(PageForm):
    """A round's name, kind, briefing and times. Sent twice under one `draft`, a new round is made once."""

    titles = localized(_("Name of the round"), longest=120)
    kind = RadioField(
        _("How judges judge"), default=RoundKind.SCORING.value, choices=options((value, lazy_gettext(said)) for value, said in KINDS)
    )
    practice = BooleanField(_("This is a practice round: its marks do not count"))
    opens_at = InstantField(_("Opens by itself"), [Optional()])
    closes_at = InstantField(_("Judges can mark until"), [Optional()])
    calibration = IntegerField(_("Works all judges look at first"), [Optional(), NumberRange(0, 50)], default=0)
    own_words = BooleanField(_("Judges also read painters' own titles and texts"))
    seats_all_judges = BooleanField(_("Everybody invited as a judge of this edition judges in this round"), default=True)
    briefings = localized(_("What judges should know"), longest=8000, lines=True)
    pledges = localized(_("What judges promise"), longest=4000, lines=True)
    version = IntegerField(default=1, widget=HiddenInput(), validators=[Optional()])
    draft = HiddenField(default=token, validators=[Length(max=100)])

    def command(self) -> RoundCommand:
        """What was typed."""
        titles, briefings = filled(self.titles.data), filled(self.briefings.data)
        kind = RoundKind.QUICK if self.three else RoundKind(self.kind.data)
        return RoundCommand(
            titles, briefings, self.closes_at.instant(), not self.practice.data, self.seats_all_judges.data, kind, self.opens_at.instant(),
            filled(self.pledges.data), self.calibration.data or 0, self.own_words.data,
        )  # fmt: skip

    @property
    def three(self) -> bool:
        """Keep, maybe or out?"""
        return bool(self.kind.data == THREE)


def stored(round_: Round) -> dict[str, Any]:
    """A round as its form shows it."""
    return {
        "titles": round_.titles, "briefings": round_.briefings, "pledges": round_.pledges, "kind": round_.kind.value,
        "practice": not round_.counts, "calibration": round_.calibration, "seats_all_judges": round_.seats_all_judges,
        "own_words": round_.own_words,
        "version": round_.version,
    }  # fmt: skip


def _points(label: Any, default: int, least: str) -> DecimalField:
    return DecimalField(label, [InputRequired(), NumberRange(Decimal(least), 1000)], default=Decimal(default), places=None)


class CriterionForm(PageForm):
    """One criterion: its words, its scale, its weight.

    Fields `anchor_n` for the words of the value n, in hundredths, are added by `criterion_form`. Sent twice under one `draft`, a new
    criterion is made once.
    """

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
    draft = HiddenField(default=token, validators=[Length(max=100)])
    anchored: Sequence[int] = ()

    @property
    def worded(self) -> list[Any]:
        """The fields for words of single values."""
        return [self[f"anchor_{value}"] for value in self.anchored]

    def command(self) -> CriterionCommand:
        """What was typed, values in hundredths."""
        low, high, step = (round(field.data * 100) for field in (self.low, self.high, self.step))
        names, hints = filled(self.names.data), filled(self.hints.data)
        anchors = {value: filled(self[f"anchor_{value}"].data) for value in self.anchored}
        return CriterionCommand(names, hints, self.position.data, low, high, max(step, 1), self.weight.data, anchors)


USUAL = Scale(0, 100, 100, 9, 1)
FEW = 4  # up to so many steps every value has words of its own; else the lowest, the middle and the highest


_ANCHOR = re.compile(r"anchor_(\d{1,6})-[a-z]{2}", re.ASCII)
MOST_SENT = 40  # so many values may come with words, whatever a page sends


def criterion_form(
    scale: Scale = USUAL, *, anchors: Mapping[str, Any] | None = None, sent: Iterable[str] = (), **given: Any
) -> CriterionForm:
    """The form of a criterion with room for words of its values; `sent`: the names of what a page sends, which may know another scale."""
    steps = {*(range(scale.steps + 1) if scale.steps <= FEW else (0, scale.steps // 2, scale.steps)), *map(int, anchors or {})}
    came = {int(found[1]) for name in sent if (found := _ANCHOR.fullmatch(name))}
    values = sorted({*(scale.low + n * scale.step for n in steps), *sorted(came)[:MOST_SENT]})
    said = {value: lazy_gettext("Words for the value %(value)s", value=str(_value(value))) for value in values}
    fields: dict[str, Any] = {f"anchor_{value}": localized(said[value], longest=60) for value in values}
    kept = {f"anchor_{scale.low + int(n) * scale.step}": words for n, words in (anchors or {}).items()}
    made: CriterionForm = type("AnchoredForm", (CriterionForm,), {**fields, "anchored": tuple(values)})(
        data={**given.pop("data", {}), **kept}, **given
    )
    return made


def spelled(criterion: Criterion) -> dict[str, Any]:
    """A stored criterion as the form shows it."""
    low, step = criterion.low, criterion.step
    return {
        "names": criterion.names, "hints": criterion.hints, "weight": criterion.weight, "position": criterion.position,
        "low": _value(low), "high": _value(low + step * criterion.steps), "step": _value(step),
    }  # fmt: skip


def _value(hundredths: int) -> Decimal:
    return Decimal(rules.value_text(Scale(0, hundredths, 1, 1, 1), 0))


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several of a list of things by their ids, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, **given: Any) -> None:
        super().__init__(label, validators, coerce=int, validate_choice=False, choices=[], **given)


class WorksForm(PageForm):
    """By which rule works of an earlier round go on. Read from the address: looking changes nothing."""

    class Meta(PageForm.Meta):
        """No token in an address."""

        csrf = False

    source = RadioField(
        _("Which works"), default=Source.ACCEPTED.value,
        choices=options((each.value, lazy_gettext(LABELS[Source][each])) for each in Source),
    )
    source_round = SelectField(_("Of which round"), [Optional()], coerce=int, validate_choice=False)
    number = DecimalField(_("How many, or from which total"), [Optional(), NumberRange(0, 100_000)], places=None)

    def rule(self) -> tuple[Source, int | None, int | None]:
        """The rule, the round, and the number: how many, or a total in hundredths."""
        source = Source(self.source.data)
        if source is Source.ACCEPTED:
            return source, None, None
        typed = self.number.data
        number = None if typed is None or source is Source.PICKED else round(typed * 100 if source is Source.THRESHOLD else typed)
        return source, self.source_round.data or None, number


class SettleForm(PageForm):
    """The works as they were shown, and what becomes of those that stand equal at the line."""

    source = HiddenField()
    source_round = IntegerField(widget=HiddenInput(), validators=[Optional()])
    number = IntegerField(widget=HiddenInput(), validators=[Optional()])
    seen = HiddenField(default="")
    ties = RadioField(
        _("What becomes of them?"), [Optional()], validate_choice=False,
        choices=options([(Ties.IN, _("All of them go on")), (Ties.OUT, _("None of them goes on")), (Ties.PICKED, _("Those I tick"))]),
    )  # fmt: skip
    picked = Ticks(_("Works at the line"))
    receipts = TextAreaField(_("Receipt numbers"), [Optional(), Length(max=20_000)], filters=[many_lines])
    reason = TextAreaField(_("Why?"), [Optional(), Length(max=500)], filters=[many_lines])
    with_earlier = BooleanField(_("The marks of the earlier round count as well"))

    def typed_receipts(self) -> list[str]:
        """The numbers typed, in any order and separation."""
        return [each for each in re.split(r"[\s,;、，；]+", self.receipts.data or "") if each]

    def choice(self, by_receipt: Mapping[str, int] | None = None) -> Choice:
        """What was chosen."""
        sources = {each.value: each for each in Source}
        ties = {each.value: each for each in Ties}.get(self.ties.data or "")
        picked = [*(self.picked.data or []), *(by_receipt or {}).values()]
        source = sources.get(self.source.data or "", Source.ACCEPTED)
        return Choice(source, self.source_round.data, self.number.data, ties, picked, self.reason.data or "", bool(self.with_earlier.data))


class DealForm(PageForm):
    """How many judges look at each work. Read from the address."""

    class Meta(PageForm.Meta):
        """No token in an address."""

        csrf = False

    who = RadioField(
        _("Who looks at what"), default="all",
        choices=options([("all", _("Every judge gets every work")), ("some", _("Each work goes to some of the judges"))]),
    )
    per_work = IntegerField(_("Judges for each work"), [Optional(), NumberRange(1, 99)], default=3)
    seed = HiddenField(default="")
    other = HiddenField(default="")


class TakeForm(PageForm):
    """One of the deals that were shown."""

    per_work = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, 99)])
    seed = HiddenField(default="", validators=[Length(max=20)])


class OpenForm(PageForm):
    """Opening, also where judges can hardly be compared, or where everybody looks at very many works."""

    weak = BooleanField(_("Open it all the same: I know that the judges can hardly be compared"))
    everybody = BooleanField(_("Yes, every judge looks at all of them"))

    def meant(self, *, many: bool) -> bool:
        """Is it said that everybody looks at so many works? Says so at the field when not."""
        if not many or self.everybody.data:
            return True
        self.everybody.errors = [gettext("Tick this if you mean it, or choose some judges for each work")]
        return False


class SeatForm(PageForm):
    """A judge to be given a place, or taken off."""

    account = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class DropForm(PageForm):
    """A judge leaves: what becomes of the marks, and who takes over."""

    marks = RadioField(
        _("What becomes of the marks given?"), default="count",
        choices=options([("count", _("They go on counting")), ("not", _("They are kept, but do not count"))]),
    )
    account = SelectField(_("Who takes over?"), [Optional()], validate_choice=True)


class InviteForm(PageForm):
    """Somebody to be invited as a judge."""

    name = StringField(_("Name of the judge"), [InputRequired(), Length(max=200)], filters=[one_line])
    address = StringField(_("E-mail address"), [InputRequired(), Length(max=320), Email()], filters=[one_line])
    language = SelectField(_("Language of the letter"), choices=options((each.code, each.name) for each in LANGUAGES))
    government = SelectField(_("Belongs to a government"), [Optional()], description=_("Works from there are never shown to this judge."))
    draft = HiddenField()

    def government_id(self) -> int | None:
        """The government chosen, if any."""
        return int(self.government.data) if self.government.data else None


class AgainForm(PageForm):
    """An invitation to be sent again."""

    invitation = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class RecuseForm(PageForm):
    """A work a judge is kept away from by staff."""

    receipt = StringField(_("Receipt number of the work"), [InputRequired(), Length(max=20)], filters=[one_line])
    reason = TextAreaField(_("Why?"), [InputRequired(), Length(max=500)], filters=[many_lines])


class ConflictForm(PageForm):
    """A conflict staff know of."""

    kind = RadioField(
        _("Whom or what does it concern?"), [InputRequired()],
        choices=options((each.value, lazy_gettext(LABELS[ConflictKind][each])) for each in ConflictKind),
    )
    government = SelectField(_("Region"), [Optional()], validate_choice=True)
    words = StringField(_("Name of the school or the person"), [Optional(), Length(max=200)], filters=[one_line])

    def declared(self) -> Declared:
        """What was chosen."""
        kind = ConflictKind(self.kind.data)
        government = whole(self.government.data) if kind is ConflictKind.GOVERNMENT else None
        return Declared(kind, government, self.words.data or "")


class BriefingForm(PageForm):
    """The promise, and whom a judge may not judge: ticked governments, and lines for schools and for people."""

    promise = BooleanField(_("I promise this"))
    governments = Ticks(_("Governments I belong to or work for"))
    schools = TextAreaField(
        _("Schools where I teach, or whose pupils I know"), [Optional(), Length(max=8000)], filters=[many_lines],
        description=_("One school a line, as it is usually written."),
    )
    people = TextAreaField(
        _("Pupils, relatives and friends who may have entered"), [Optional(), Length(max=8000)], filters=[many_lines],
        description=_("One name a line, as they would write it themselves."),
    )

    def declared(self) -> list[Declared]:
        """Everything that was said, in order."""
        said = [Declared(ConflictKind.GOVERNMENT, identity) for identity in self.governments.data or []]
        for kind, field in ((ConflictKind.SCHOOL, self.schools), (ConflictKind.PERSON, self.people)):
            said += [Declared(kind, words=line.strip()) for line in (field.data or "").split("\n") if line.strip()]
        return said

    def accept(self, *, promised: bool) -> bool:
        """Is the promise given, now or before? Says so at the field when not."""
        if promised or self.promise.data:
            return True
        self.promise.errors = [gettext("Please tick this: without the promise nobody judges")]
        return False


class SignOffForm(PageForm):
    """Signing off, having looked again at the first works or not."""

    looked = BooleanField(_("I have looked once more at my first works"))


class CloseForm(PageForm):
    """Closing with votes missing has to be meant."""

    missing = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    sure = BooleanField(_("Close the round without these votes"))
