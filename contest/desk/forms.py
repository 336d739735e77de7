"""Forms about letters. Shape only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FormField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from contest.core.languages import language
from contest.post.rules import BODY_LONGEST, BODY_ROOM, SUBJECT_LONGEST, SUBJECT_ROOM, Fault, Occasion, Words
from contest.web.forms import PageForm, SubForm, many_lines, one_line, whole


class WordsForm(PageForm):
    """Subject and body of a letter. What is wrong with placeholders is said by the rules."""

    subject = StringField(_("Subject"), [DataRequired(), Length(max=SUBJECT_ROOM)], filters=[one_line])
    body = TextAreaField(_("Text of the letter"), [DataRequired(), Length(max=BODY_ROOM)], filters=[many_lines])
    seen = HiddenField(default="")

    @property
    def words(self) -> Words:
        """As typed."""
        return Words(self.subject.data or "", self.body.data or "")

    @property
    def version(self) -> int:
        """The version the page showed."""
        return whole(self.seen.data) or 0

    def accept(self, faults: Sequence[Fault]) -> bool:
        """Show what is wrong at its fields; is nothing?"""
        pin(self, faults)
        return not faults


def pin(form: Any, faults: Sequence[Fault]) -> None:
    """Show what is wrong with the words of a letter beside what was typed."""
    for fault in faults:
        field = form[fault.field]
        field.errors = [*field.errors, _said(fault)]


def _said(fault: Fault) -> str:
    text: str = gettext(fault.message)
    return text % fault.values if fault.values else text


class SendForm(PageForm):
    """All letters at once: their number is typed."""

    count = IntegerField(_("How many letters?"), [InputRequired(), NumberRange(min=1)])


class BatchForm(PageForm):
    """The words for letters to many, in every language their receivers read. Made for what is needed by `batch_form`."""

    again = BooleanField(_("Write also to those who were reminded within the last 48 hours"))
    seen = HiddenField(default="0")

    @property
    def known(self) -> int:
        """The newest batch the page knew of."""
        return whole(self.seen.data) or 0

    def words(self, name: str) -> Words:
        """What was typed in one of the fields of `batch_form`."""
        given = self[name].form
        return Words(given.subject.data or "", given.body.data or "")


def batch_form(
    needed: Mapping[Occasion, Sequence[str]], words: Mapping[str, Mapping[str, Words]], *, seen: int
) -> tuple[BatchForm, dict[str, dict[str, str]]]:
    """A form with the words of each occasion in each of its languages, and the names of its fields by occasion and language."""
    fields: dict[str, Any] = {}
    names: dict[str, dict[str, str]] = {}
    given: dict[str, Words] = {}
    for occasion, codes in needed.items():
        for code in codes:
            name = f"{occasion.slug}-{code}".replace("-", "_")
            fields[name] = FormField(_OneForm, language(code).name)
            names.setdefault(occasion.key, {})[code] = name
            given[name] = words[occasion.key][code]
    data: dict[str, Any] = {name: {"subject": each.subject, "body": each.body} for name, each in given.items()}
    return type("NeededForm", (BatchForm,), fields)(data=data | {"seen": str(seen)}), names


class _OneForm(SubForm):
    """The words in one language."""

    subject = StringField(_("Subject"), [DataRequired(), Length(max=SUBJECT_LONGEST)], filters=[one_line])
    body = TextAreaField(_("Text of the letter"), [DataRequired(), Length(max=BODY_LONGEST)], filters=[many_lines])
