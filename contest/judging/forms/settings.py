"""The form of a judge's settings: what `rules.settings` knows, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField

from contest.judging.rules import settings
from contest.web.forms import PageForm, options

_ = lazy_gettext


class SettingsForm(PageForm):
    """Switches, the grey, and a field `key_…` per act, which `settings_form` adds."""

    keys = BooleanField(_("Use the keyboard to mark and to turn the works"))
    advance = BooleanField(_("Go on to the next work after the last mark"))
    ground = RadioField(_("Grey around the picture"), choices=options((key, _(words)) for key, words in settings.GROUNDS.items()))
    border = BooleanField(_("White border around the picture"))
    large = BooleanField(_("Larger buttons"))
    left = BooleanField(_("Buttons on the left, for left-handed judges"))
    saver = BooleanField(_("Save data: pictures of 1,280 pixels at most"))

    def given(self) -> dict[str, Any]:
        """What was chosen, as `settings.checked` reads it."""
        chosen: dict[str, Any] = {key: bool(self[key].data) for key in settings.SWITCHES}
        return {**chosen, "ground": self.ground.data, "map": {act: self[f"key_{act}"].data for act in settings.ACTS}}


def settings_form(stored: Mapping[str, Any]) -> SettingsForm:
    """The form with what is set now; where keys were sent they are taken."""
    signs = options(settings.KEYS.items())
    fields = {f"key_{act}": SelectField(gettext(words), choices=signs) for act, (_usual, words) in settings.ACTS.items()}
    kept = settings.whole(stored)
    data = {**kept, **{f"key_{act}": code for act, code in settings.keys(kept).items()}}
    made: SettingsForm = type("JudgeSettingsForm", (SettingsForm,), fields)(data=data)
    return made
