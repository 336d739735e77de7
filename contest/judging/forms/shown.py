"""The forms of the desk as they are shown, without the machinery that reads what is sent: a desk is opened far oftener than it refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from flask_babel import gettext as _

from contest.core.text import N_
from contest.judging import rules, states
from contest.judging.forms.desk import SheetForm
from contest.judging.rules import Scale


class Choice(NamedTuple):
    """A button, and the words a value may have."""

    value: Any
    label: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a question is called."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a form, nothing wrong with it."""

    name: str
    label: Label
    data: Any = None
    choices: Sequence[Choice] = ()
    description: str = ""
    errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The marks of a sheet and the note, as they are stored."""

    marks: Sequence[Question]
    note: Question
    version: Question
    errors: Mapping[str, Sequence[str]]


class Words(NamedTuple):
    """What a criterion is called in the page's language: its name, one sentence of help, words for single values by steps."""

    name: str
    hint: str
    anchors: tuple[tuple[int, str], ...] = ()


@cache
def _buttons(scale: Scale, anchors: tuple[tuple[int, str], ...]) -> tuple[Choice, ...]:
    said = dict(anchors)
    return tuple(Choice(step, rules.value_text(scale, step), said.get(step, "")) for step in range(scale.steps + 1))


def shown_sheet(scales: Sequence[Scale], words: Sequence[Words], stored: Mapping[int, int], *, note: str, version: int) -> Shown:
    """What `sheet_form` would show for these marks."""
    asked = [
        Question(f"mark_{n}", Label(said.name), stored.get(scale.id), _buttons(scale, said.anchors), said.hint)
        for n, (scale, said) in enumerate(zip(scales, words, strict=True), 1)
    ]
    return Shown(asked, Question("note", Label(""), note), Question("version", Label(""), version), {})


def with_what_was_sent(form: SheetForm, scales: Sequence[Scale], words: Sequence[Words]) -> list[Question]:
    """The questions of a form that was sent, with the answers given and what is wrong with them."""
    found = []
    for n, (scale, said) in enumerate(zip(scales, words, strict=True), 1):
        sent = form[f"mark_{n}"]
        given = sent.data if sent.data is not None and 0 <= sent.data <= scale.steps else None
        found.append(Question(sent.name, Label(said.name), given, _buttons(scale, said.anchors), said.hint, tuple(sent.errors)))
    return found


_SMALL = {
    "knows": (N_("How do you know it?"), states.Knows), "abstains": (N_("Why can you not judge it?"), states.Abstains),
    "flag": (N_("What should the secretariat look at?"), states.FlagReason),
}  # fmt: skip


@cache
def shown_reasons(name: str, language: str) -> Question:  # noqa: ARG001 - the key of what is kept
    """One of the small forms beside the marks, in the page's language."""
    asked, kind = _SMALL[name]
    return Question(name, Label(_(asked)), None, tuple(Choice(value.value, _(said)) for value, said in states.LABELS[kind].items()))


@cache
def shown_words(language: str) -> Question:  # noqa: ARG001 - the key of what is kept
    """The words that may go with a flag."""
    return Question("flag_note", Label(_("In your words")), "")
