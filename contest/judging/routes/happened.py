"""What happened to a sheet, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from contest.core.localized import pick
from contest.judging.models import Criterion
from contest.judging.queries.views import Happened
from contest.judging.routes.called import values
from contest.judging.states import LABELS, FlagReason, SheetState
from contest.web.i18n import current


@dataclass(frozen=True, slots=True)
class Words:
    """Says what happened in a round, by its criteria; `label` makes a work's name of its code, or nothing where it is not to be named."""

    criteria: Mapping[int, Criterion]
    label: Callable[[str], str]

    def __call__(self, event: Happened) -> str:
        """One event as a sentence."""
        said: str = _SAID.get(event.what, _other)(self, event)
        return said


def _named(words: Words, event: Happened) -> tuple[str, str, str]:
    """Criterion, old and new value as they were on the page."""
    criterion = words.criteria.get(event.criterion_id or 0)
    if criterion is None:
        return _("a criterion that is gone"), event.old or "", event.new or ""
    names = values(criterion)
    old, new = ("" if steps is None else names[int(steps)] for steps in (event.old, event.new))
    return pick(criterion.names, current().code)[0], old, new


def _mark(words: Words, event: Happened) -> Any:
    name, old, new = _named(words, event)
    if event.new is None:
        return _("%(criterion)s: mark %(old)s cleared", criterion=name, old=old)
    if event.old is None:
        return _("%(criterion)s: marked %(new)s", criterion=name, new=new)
    if event.old == event.new:
        return _("%(criterion)s: marked %(new)s again", criterion=name, new=new)
    return _("%(criterion)s: changed from %(old)s to %(new)s", criterion=name, old=old, new=new)


def _overtaken(words: Words, event: Happened) -> Any:
    if event.criterion_id is None:
        return _("Arrived after something newer and was not kept")
    name, _old, new = _named(words, event)
    return _("%(criterion)s: %(new)s arrived after a newer mark and was not kept", criterion=name, new=new or "–")


def _state(_words: Words, event: Happened) -> Any:
    old, new = (_named_state(value) for value in (event.old, event.new))
    if event.old == event.new:
        return _("Stays “%(state)s”", state=new)
    return _("From “%(old)s” to “%(new)s”", old=old, new=new)


def _pin(_words: Words, event: Happened) -> Any:
    return _("Pinned") if event.new == "1" else _("No longer pinned")


def _note(_words: Words, event: Happened) -> Any:
    if event.new:
        return _("Note written: %(note)s", note=event.new)
    return _("Note removed") if event.old else _("Note changed")


def _place(_words: Words, event: Happened) -> Any:
    if event.new is None:
        return _("Taken out of the order (was at place %(old)s)", old=event.old)
    if event.old is None:
        return _("Put at place %(new)s", new=event.new)
    return _("Moved from place %(old)s to place %(new)s", old=event.old, new=event.new)


def _duel(words: Words, event: Happened) -> Any:
    answer, _gap, code = (event.new or event.old or "").partition(" ")
    other = words.label(code)
    if not other:
        return _unnamed_duel(answer, taken_back=event.new is None)
    if event.new is None:
        return _("The comparison with %(other)s was taken back", other=other)
    if answer == "even":
        return _("As good as %(other)s", other=other)
    return _("Better than %(other)s", other=other) if answer == "left" else _("%(other)s is better", other=other)


def _unnamed_duel(answer: str, *, taken_back: bool) -> Any:
    if taken_back:
        return _("The comparison with another work was taken back")
    if answer == "even":
        return _("As good as another work")
    return _("Better than another work") if answer == "left" else _("Another work is better")


def _flag(_words: Words, event: Happened) -> Any:
    known = {reason.value: words for reason, words in LABELS[FlagReason].items()}
    return _("Told the secretariat: %(reason)s", reason=_(known[event.new]) if event.new in known else event.new or "")


def _other(_words: Words, _event: Happened) -> Any:
    return _("Changed")


def _named_state(value: str | None) -> Any:
    known = {state.value: words for state, words in LABELS[SheetState].items()}
    return _(known[value]) if value in known else ""


_SAID: Mapping[str, Callable[[Words, Happened], Any]] = {
    "mark": _mark, "overtaken": _overtaken, "state": _state, "pin": _pin, "note": _note,
    "place": _place, "duel": _duel, "flag": _flag,
}  # fmt: skip
