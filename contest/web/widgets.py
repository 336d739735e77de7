"""How form fields are written: as the library writes them, letter for letter, only faster. They were half of a page of forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from flask import Flask
from markupsafe import Markup, escape
from wtforms import SelectChoice
from wtforms.fields.choices import Choice
from wtforms.fields.core import Flags
from wtforms.widgets import core

_key = lru_cache(200)(core.clean_key)


def attributes(**given: Any) -> Markup:
    """What `wtforms.widgets.html_params` writes, letter for letter: sorted, escaped, `True` as a bare name, `False` left out."""
    written = []
    for name, value in sorted(given.items()):
        if value is True:
            written.append(_key(name))
        elif value is not False:
            written.append(f'{_key(name)}="{str(escape(value)).replace(chr(34), "&quot;")}"')
    return Markup(" ".join(written))  # noqa: S704 - every value is escaped above, names are our own


def answers(field: Any, hints: Mapping[str, Any]) -> Iterator[tuple[str, Any, Markup, Any]]:
    """The answers of a field of radio buttons or checkboxes: id, words, control and hint of each.

    To iterate over the field gives the same, but makes a whole field of every answer.
    """
    same = {"name": field.name, "type": field.option_widget.input_type, **(field.render_kw or {})}
    if field.flags.required:
        same["required"] = True
    for place, choice in enumerate(field.iter_choices()):
        own, more = f"{field.id}-{place}", hints.get(choice.value)
        given = {"id": own, "value": str(choice.value), "checked": bool(choice.selected), **same}
        if more:
            given["aria-describedby"] = f"{own}-hint"
        yield own, str(choice.label), Markup(f"<input {attributes(**given)}>"), more  # noqa: S704


def described(field: Any, hint: Any = None) -> str:
    """The ids of what stands beside a field: its hint, and what is wrong with it."""
    beside = {"hint": hint or field.description, "error": field.errors and not isinstance(field.errors, Mapping)}
    return " ".join(f"{field.id}-{name}" for name, there in beside.items() if there)


def control(field: Any, hint: Any = None, width: str | None = None, **given: Any) -> Markup:
    """The control of a field, told what stands beside it; `given` are more attributes, empty ones left out."""
    wrong = bool(field.errors)
    given |= {"aria-describedby": described(field, hint), "aria-invalid": "true" if wrong else None}
    given["class"] = f"input{f' input-{width}' if width else ''}{' input-wrong' if wrong else ''}"
    written: Markup = field(**{name: value for name, value in given.items() if value})
    return written


class Offered(list[SelectChoice]):
    """The choices of a long list in one language, written beforehand: which one is chosen is all that is left to say."""

    def __init__(self, choices: Sequence[SelectChoice]) -> None:
        super().__init__(choices)
        self._parts: list[tuple[str | None, str, str]] = []
        for group, found in groupby(self, key=lambda choice: choice.optgroup):
            self._parts += [(None, f"<optgroup {attributes(label=group)}>", "")] if group is not None else []
            self._parts += [(choice.value, self._option(choice), self._option(choice, selected=True)) for choice in found]
            self._parts += [(None, "</optgroup>", "")] if group is not None else []

    @staticmethod
    def _option(choice: SelectChoice, *, selected: bool = False) -> str:
        return str(core.Select.render_option(Choice(choice.value, choice.label, selected, choice.render_kw)))

    def written(self, chosen: str) -> str:
        """The options, one of them chosen."""
        return "".join(marked if value == chosen else plain for value, plain, marked in self._parts)


class OfferedSelect(core.Select):  # type: ignore[misc]
    """The widget of a `SelectField` whose choices are `Offered`."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        """The list, written."""
        given = {"id": field.id, "required": bool(field.flags.required), **given}
        options = field.choices.written("" if field.data is None else str(field.data))
        return Markup(f"<select {attributes(name=field.name, **given)}>{options}</select>")  # noqa: S704 - both are written above


def _set_of(flags: Flags) -> list[str]:
    """The names of the flags that are set: asked for each control, and by default told with all that every object has."""
    return list(vars(flags))


def init_app(app: Flask) -> None:
    """From now on the library's own widgets write their attributes this way: inputs by their own attribute, lists by the module's name."""
    core.Input.html_params = staticmethod(attributes)
    core.html_params = attributes
    Flags.__dir__ = _set_of
    app.jinja_env.globals.update(answers=answers, control=control, described=described)
