"""What every form shares: languages, refusals pinned to fields, content in six languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Form, FormField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Length

from contest.core.clock import instant, wall_clock
from contest.core.errors import Invalid
from contest.core.languages import LANGUAGES
from contest.core.text import N_, clean, clean_lines
from contest.web.errors import words
from contest.web.i18n import lazy_gettext

_ = lazy_gettext


# What WTForms says, in words of our own that the catalogues know.
_SAID = {
    "This field is required.": N_("Please fill this in."),
    "Field cannot be longer than %(max)d characters.": N_("Write at most %(max)d characters."),
    "Field must be at least %(min)d characters long.": N_("Write at least %(min)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": N_("Write between %(min)d and %(max)d characters."),
    "Number must be at least %(min)s.": N_("Give a number of at least %(min)s."),
    "Number must be at most %(max)s.": N_("Give a number of at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": N_("Give a number between %(min)s and %(max)s."),
    "Not a valid integer value.": N_("Write a whole number in figures."),
    "Not a valid decimal value.": N_("Write a number in figures."),
    "Not a valid date value.": N_("This is not a day of the calendar."),
    "Not a valid datetime value.": N_("Give a day and a time."),
    "Not a valid choice.": N_("Choose one of the answers offered."),
    "Invalid Choice: could not coerce.": N_("Choose one of the answers offered."),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_("Choose one of the answers offered."),
    "'%(value)s' is not a valid choice for this field.": N_("Choose only among the answers offered."),
    "'%(value)s' are not valid choices for this field.": N_("Choose only among the answers offered."),
    "Invalid email address.": N_("This does not look like an e-mail address."),
}


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of a page. Messages of WTForms are spoken by our own catalogue."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Own catalogue instead of WTForms' partial one."""

        locales = ()

        def get_translations(self, _form: Any) -> Any:
            """Speak through the site's catalogue."""
            return _Catalogue()


class SubForm(Form):  # type: ignore[misc]
    """The fields of a `FormField`: the same catalogue as the page's form."""

    class Meta(Form.Meta):  # type: ignore[misc]
        """As in `PageForm`."""

        locales = ()

        def get_translations(self, _form: Any) -> Any:
            """Speak through the site's catalogue."""
            return _Catalogue()


class _Catalogue:
    def gettext(self, text: str) -> str:
        said: str = gettext(_SAID.get(text, text))
        return said

    def ngettext(self, _one: str, many: str, _n: int) -> str:
        return self.gettext(many)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Answers of a choice field, from pairs of value and words."""
    return [SelectChoice(value, words) for value, words in pairs]


def one_line(value: str | None) -> str | None:
    """Filter of a text field: see `core.text.clean`."""
    return clean(value) if value is not None else None


def many_lines(value: str | None) -> str | None:
    """Filter of a text area: see `core.text.clean_lines`."""
    return clean_lines(value) if value is not None else None


def _six(field: type[StringField], longest: int, keep: Callable[[str | None], str | None]) -> type[Form]:
    fields = {
        each.code: field(each.name, [Length(max=longest)], filters=[keep]) for each in LANGUAGES
    }
    return type("SixLanguages", (SubForm,), fields)


def localized(label: Any, *, longest: int = 200, lines: bool = False, description: str = "") -> FormField:
    """A field with one text per language; `.data` is `{code: text}`. Empty languages stay empty: `filled` drops them."""
    kind = TextAreaField if lines else StringField
    return FormField(_six(kind, longest, many_lines if lines else one_line), label, description=description)


def whole(typed: str | None) -> int | None:
    """The number a hidden field holds, as far as a row's id or version can go; `None` for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def filled(data: Mapping[str, str | None]) -> dict[str, str]:
    """The languages in which something was written."""
    return {code: text for code, text in data.items() if code != "csrf_token" and text}


class InstantField(DateTimeLocalField):  # type: ignore[misc]
    """A wall-clock time in a zone, given and taken as an instant in UTC. Set `.zone` before the data is read."""

    zone = "Asia/Seoul"
    data: datetime | None

    def __init__(self, label: Any = None, validators: Any = None, **given: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **given)

    def instant(self) -> datetime | None:
        """What was typed, as an instant."""
        return instant(self.data, self.zone) if self.data else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Years no contest lies in are slips of the hand, and the first and last of all break the arithmetic of zones."""
        super().process_formdata(valuelist)
        if self.data is not None and not 1990 <= self.data.year <= 2200:
            self.data = None
            raise ValueError(gettext("Give a day and a time."))

    def process_data(self, value: datetime | None) -> None:
        """An aware instant is shown as wall-clock time of the zone."""
        self.data = wall_clock(value, self.zone) if value is not None and value.tzinfo else value


@contextmanager
def pin_to(form: FlaskForm) -> Iterator[None]:
    """Show a broken rule beside the field it concerns; raise it on when the form has no such field.

    Use around the transaction, then look at `form.errors`.
    """
    try:
        yield
    except Invalid as error:
        if not error.field or error.field not in form:
            raise
        field = form[error.field]
        if isinstance(field, FormField):
            field.form.form_errors.append(words(error))
        else:
            field.errors = [*field.errors, words(error)]
