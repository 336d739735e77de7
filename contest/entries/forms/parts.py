"""What the forms of the wizard are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from contest.editions.rules import Asked
from contest.entries import rules
from contest.web.errors import words
from contest.web.forms import PageForm, one_line
from contest.web.i18n import lazy_gettext as _

ANSWER = _("Choose an answer.")
OTHER = "other"


class Most:
    """At most so many characters. Unlike `Length` it lets a browser show them all: nothing that is pasted is cut off unseen."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, _form: Any, field: Any) -> None:
        """Say how many there are."""
        found = len(field.data or "")
        if found > self.longest:
            raise ValidationError(words(rules.too_long(field.name, found, self.longest)))


def line(label: Any, *validators: Any, longest: int = 200, **given: Any) -> StringField:
    """A line of text."""
    return StringField(label, [*validators, Most(longest)], filters=[one_line], **given)


def number(text: str | None) -> int | None:
    """Of a select: empty means nothing chosen."""
    return int(text) if text and str(text) != "None" else None


def ask(form: PageForm, fields: Sequence[str], how: Asked) -> None:
    """Leave fields out, let them stay empty, or require the first of them."""
    for name in fields:
        if how is Asked.OFF:
            del form[name]
        elif how is Asked.REQUIRED and name == fields[0]:
            form[name].validators = [InputRequired(), *(v for v in form[name].validators if not isinstance(v, Optional))]
            form[name].flags.optional = None
        elif how is Asked.OPTIONAL:
            form[name].flags.optional = True
            if not any(isinstance(v, Optional) for v in form[name].validators):
                form[name].validators = [Optional(), *form[name].validators]


def quietly_optional(form: PageForm, *names: str) -> None:
    """These belong to one answer of the question above: to call them optional would mislead."""
    for name in names:
        if name in form:
            form[name].flags.optional = None


def wrong(field: Any, message: Any) -> bool:
    """Say what is wrong with a field, unless something is said there already; always False."""
    if not field.errors:
        field.errors = [message]
    return False
