"""What every form shares: languages, refusals pinned to fields, content in six languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Form, FormField, StringField, TextAreaField
from wtforms.validators import Length

from contest.core.clock import instant, wall_clock
from contest.core.errors import Invalid
from contest.core.languages import LANGUAGES
from contest.core.text import clean, clean_lines
from contest.web.errors import words

_ = lazy_gettext


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of a page. Messages of WTForms are spoken by our own catalogue."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Own catalogue instead of WTForms' partial one."""

        locales = ()

        def get_translations(self, _form: Any) -> Any:
            """Speak through the site's catalogue."""
            return _Catalogue()


class _Catalogue:
    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return gettext(one if n == 1 else many)


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
    return type("SixLanguages", (Form,), fields)


def localized(label: Any, *, longest: int = 200, lines: bool = False, description: str = "") -> FormField:
    """A field with one text per language; `.data` is `{code: text}`. Empty languages stay empty: `filled` drops them."""
    kind = TextAreaField if lines else StringField
    return FormField(_six(kind, longest, many_lines if lines else one_line), label, description=description)


def filled(data: Mapping[str, str | None]) -> dict[str, str]:
    """The languages in which something was written."""
    return {code: text for code, text in data.items() if code != "csrf_token" and text}


class InstantField(DateTimeLocalField):
    """A wall-clock time in a zone, given and taken as an instant in UTC. Set `.zone` before the data is read."""

    zone = "Asia/Seoul"

    def __init__(self, label: Any = None, validators: Any = None, **given: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **given)

    def instant(self) -> datetime | None:
        """What was typed, as an instant."""
        return instant(self.data, self.zone) if self.data else None

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
        field.errors = [*field.errors, words(error)]
