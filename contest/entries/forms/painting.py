"""The page about the painting: what the edition asks, and what a division asks otherwise. Shape only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from contest.core.errors import Invalid
from contest.editions.models import Edition
from contest.editions.rules import Asked, Detail, asked
from contest.entries import rules, sheets
from contest.entries.actions.student import Painting
from contest.entries.forms.parts import ANSWER, OTHER, Most, line, number, wrong
from contest.entries.forms.student import SavedForm
from contest.entries.queries.student import Part
from contest.web.errors import words
from contest.web.forms import many_lines, one_line, options
from contest.web.i18n import current
from contest.web.i18n import lazy_gettext as _
from contest.web.widgets import Offered, OfferedSelect

OWN = _("A painting can take part only if it is your own work.")
# The fields of each detail, the one that must be filled in first, and what to say when it is not.
FIELDS: Mapping[Detail, tuple[str, ...]] = {
    Detail.DESCRIPTION: ("description",), Detail.MEDIUM: ("medium", "medium_other"), Detail.SIZE: ("size", "size_other"),
    Detail.YEAR: ("painted_in",),
}  # fmt: skip
MISSING = {
    Detail.DESCRIPTION: _("Say what can be seen in your painting"), Detail.MEDIUM: _("Say what you painted with"),
    Detail.SIZE: _("Give the size of your painting"), Detail.YEAR: _("Say when you made it"),
}  # fmt: skip


class PaintingForm(SavedForm):
    """About the painting. `shape` fits it to an edition; it asks all that some division asks, and checks what the chosen one does."""

    title = line(_("Title of the painting"), DataRequired(_("Give your painting a title")))
    division_id = RadioField(_("What is it?"), [InputRequired(ANSWER)], coerce=number)
    theme_id = RadioField(_("Theme"), [InputRequired(ANSWER)], coerce=number)
    description = TextAreaField(_("What can be seen in your painting?"), [Most(rules.LONGEST_DESCRIPTION)], filters=[many_lines])
    medium = RadioField(_("What did you make it with?"), [Optional()])
    medium_other = line(_("Other materials, in your own words"), longest=100)
    size = SelectField(_("Size of the paper"), [Optional()], widget=OfferedSelect())
    size_other = line(_("Another size: width × height"), longest=60)
    painted_in = StringField(_("Year you made it"), [Most(10)], filters=[one_line])
    own_work = BooleanField(_("I made this painting myself. It is not copied, traced or made by an image generator."), [InputRequired(OWN)])
    made = RadioField(
        _("Who made it?"), [InputRequired(ANSWER)],
        choices=options([
            ("alone", _("I made it myself, without AI tools. It is not copied or traced.")),
            ("helped", _("I made it myself; an AI tool helped me with ideas.")),
        ]),
    )  # fmt: skip
    ai_note = line(_("Which tool, and what did it help you with?"), longest=rules.LONGEST_NOTE)

    def shape(
        self, edition: Edition, divisions: Sequence[Part], themes: Sequence[Part], names: Callable[[Any], str], *,
        paper: tuple[str, str], year: int,
    ) -> None:  # fmt: skip
        """Ask what this edition asks; `names` speaks a localized text, `paper` is the code and name of the country its sheets come from."""
        self._year = year
        self._names = {each.id: names(each.names) for each in divisions}
        kinds: Mapping[int, Mapping[str, str]] = {each.id: each.fields for each in divisions} or {0: {}}
        self._asked = {detail: {key: asked(edition.fields, detail, own) for key, own in kinds.items()} for detail in Detail}
        self._offer("division_id", divisions, names)
        self._offer("theme_id", themes, names)
        self.medium.choices = options([*((key, _(said)) for key, said in rules.MEDIUMS.items()), (OTHER, _("Other materials"))])
        self.size.choices = _sheets(*paper, current().code)
        for detail, fields in FIELDS.items():
            self._ask(fields, set(self._asked[detail].values()) - {Asked.OFF})
        for name in ("made", "ai_note") if set(self._asked[Detail.AI].values()) == {Asked.OFF} else ("own_work",):
            del self[name]

    def _offer(self, field: str, parts: Sequence[Part], names: Callable[[Any], str]) -> None:
        if len(parts) < 2:
            del self[field]
        else:
            self[field].choices = options((str(part.id), names(part.names)) for part in parts)

    def _ask(self, fields: Sequence[str], how: set[Asked]) -> None:
        for name in fields:
            if not how:
                del self[name]
            elif name == fields[0]:
                self[name].flags.optional = how == {Asked.OPTIONAL}

    def asked_by(self, detail: Detail) -> str:
        """For a script that hides what the chosen division does not ask: `3:required 4:off`; nothing where all ask alike."""
        hows = self._asked[detail]
        return " ".join(f"{key}:{how.value}" for key, how in hows.items()) if len(set(hows.values())) > 1 else ""

    def only_for(self, detail: Detail) -> list[str]:
        """The divisions that ask for this, where others do not."""
        asking = [self._names.get(key, "") for key, how in self._asked[detail].items() if how is not Asked.OFF]
        return asking if len(asking) < len(self._asked[detail]) else []

    def _chosen(self, detail: Detail) -> Asked:
        """How the chosen division asks for this; as long as none is chosen, nothing must be there that not all ask for."""
        hows = self._asked[detail]
        if len(set(hows.values())) == 1:
            return next(iter(hows.values()))
        return hows.get(self.division_id.data or 0, Asked.OPTIONAL)

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs together is there together."""
        super().validate(extra_validators)
        for detail, fields in FIELDS.items():
            here = [self[name] for name in fields if name in self]
            how = self._chosen(detail)
            if how is Asked.OFF:
                for field in here:
                    field.errors = []
            elif how is Asked.REQUIRED and not any(field.data or field.errors for field in here):
                wrong(here[0], MISSING[detail])
        self._belonging()
        return not self.errors

    def _belonging(self) -> None:
        if self._chosen(Detail.MEDIUM) is not Asked.OFF and self.medium.data == OTHER and not self.medium_other.data:
            wrong(self.medium_other, MISSING[Detail.MEDIUM])
        if self._chosen(Detail.SIZE) is not Asked.OFF and self._by_hand():
            self._read("size_other", sheets.measures)
        if self._chosen(Detail.YEAR) is not Asked.OFF:
            self._read("painted_in", lambda typed: sheets.year_made(typed, self._year))
        if "made" in self and self.made.data == "helped" and not self.ai_note.data:
            wrong(self.ai_note, _("Say which AI tool helped you, and with what"))

    def _read(self, name: str, rule: Callable[[str], Any]) -> Any:
        """What a field says by a rule, or nothing and the refusal beside it."""
        try:
            return rule(self[name].data or "")
        except Invalid as error:
            wrong(self[name], words(error))
            return None

    def _by_hand(self) -> bool:
        """Are the measures those that were typed?"""
        return self.size.data == OTHER or bool(not self.size.data and self.size_other.data)

    def fill(self, page: Painting) -> None:
        """Show what is stored."""
        size = sheets.name_of_size(page.width_mm, page.height_mm)
        given = {**{name: getattr(page, name) for name in Painting.__slots__}, "size": size, "painted_in": str(page.painted_in or "")}
        given |= {"made": rules.helped(page.own_work, page.ai_help)}
        given |= {"size_other": sheets.written(page.width_mm, page.height_mm) if size == OTHER else ""}
        if page.medium and page.medium not in rules.MEDIUMS:
            given |= {"medium": OTHER, "medium_other": page.medium}
        self.process(formdata=None, data=given)

    def command(self, stored: Painting, *, wide: bool, language: str) -> Painting:
        """The page as it shall be stored: what the chosen division does not ask for is empty."""
        data, off = self.data, {detail: self._chosen(detail) is Asked.OFF for detail in FIELDS}
        text = (data["title"], "" if off[Detail.DESCRIPTION] else data["description"] or "")
        size = None if off[Detail.SIZE] else self._size(wide=wide)
        made = data.get("made", rules.helped(bool(data.get("own_work")), stored.ai_help))
        return Painting(
            title=text[0], description=text[1], language=stored.language if text == (stored.title, stored.description) else language,
            division_id=data.get("division_id", stored.division_id), theme_id=data.get("theme_id", stored.theme_id),
            medium="" if off[Detail.MEDIUM] else self._medium(), width_mm=size[0] if size else None, height_mm=size[1] if size else None,
            painted_in=None if off[Detail.YEAR] else self._read("painted_in", lambda typed: sheets.year_made(typed, self._year)),
            own_work=bool(made), ai_help=made == "helped", ai_note=data.get("ai_note", stored.ai_note) or "" if made == "helped" else "",
        )  # fmt: skip

    def _size(self, *, wide: bool) -> tuple[int, int] | None:
        if self._by_hand():
            return sheets.measures(self.size_other.data)
        return sheets.size_named(self.size.data or "", wide=wide)

    def _medium(self) -> str:
        chosen = self.medium.data or OTHER
        return str((self.medium_other.data if chosen == OTHER else chosen) or "")


@lru_cache(60)
def _sheets(country: str, name: str, _spoken: str) -> Offered:
    """The paper of a country first, what is sold elsewhere below; in the language of this page."""
    here, elsewhere = sheets.offered(country)
    groups = ((name or gettext("Usual paper"), here), (gettext("Paper of other countries"), elsewhere))
    sold = [
        SelectChoice(each.name, f"{each.name} · {gettext('%(width)s × %(height)s mm', width=each.short, height=each.long)}", optgroup=group)
        for group, found in groups
        for each in found
    ]
    return Offered([SelectChoice("", gettext("Choose")), *sold, SelectChoice(OTHER, gettext("Another size"), optgroup=groups[1][0])])
