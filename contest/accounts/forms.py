"""Shape of what is typed about accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from contest.accounts.rules import LABELS
from contest.core.keys import token
from contest.core.languages import CODES, LANGUAGES
from contest.policy import Role
from contest.web.forms import PageForm, one_line

_ = lazy_gettext
UNLISTED = _("Choose one from the list.")
NAMES = [SelectChoice(language.code, language.name) for language in LANGUAGES]


def _address() -> StringField:
    return StringField(
        _("E-mail address"),
        [DataRequired(_("Write the e-mail address.")), Length(max=320, message=_("This is too long for an e-mail address."))],
        filters=[one_line],
        render_kw={"type": "email"},
    )


def _name() -> StringField:
    return StringField(
        _("Full name"),
        [DataRequired(_("Write the name.")), Length(max=200, message=_("Use at most 200 characters."))],
        filters=[one_line],
    )


def _language() -> SelectField:
    return SelectField(
        _("Language"), [AnyOf(CODES, _("Choose one of the languages."))], choices=NAMES, validate_choice=False, default="en"
    )


class LoginForm(PageForm):
    """Address and password; or the address alone, for a link by mail."""

    address = _address()
    password = PasswordField(_("Password"), [Length(max=1000, message=_("Use at most 200 characters."))])


class LinkForm(PageForm):
    """The button of a one-time link; a mailed one may set a new password as well."""

    password = PasswordField(_("New password"), [Optional(), Length(max=1000, message=_("Use at most 200 characters."))])


class InvitationForm(PageForm):
    """What a person invited says about themselves."""

    name = _name()
    language = _language()
    password = PasswordField(_("Password"), [Optional(), Length(max=1000, message=_("Use at most 200 characters."))])


class ConfirmForm(PageForm):
    """A button."""


class ProfileForm(PageForm):
    """What one is called, and in which language."""

    name = _name()
    language = _language()


class PasswordForm(PageForm):
    """The present password, where there is one, and the new one."""

    current = PasswordField(_("Present password"), [Length(max=1000, message=_("Use at most 200 characters."))])
    password = PasswordField(
        _("New password"), [InputRequired(_("Write the new password.")), Length(max=1000, message=_("Use at most 200 characters."))]
    )


def _whole(value: Any) -> int | None:
    """A chosen id; nothing chosen is `None`, nonsense is an id that does not exist."""
    if value in {None, ""}:
        return None
    try:
        return int(value)
    except ValueError:
        return -1


class GrantForm(PageForm):
    """A role, for whom."""

    role = RadioField(
        _("Role"), [AnyOf([role.value for role in Role], _("Choose a role."))], choices=[], validate_choice=False
    )
    government = SelectField(_("Government"), [Optional()], coerce=_whole, choices=[], invalid_choice_message=UNLISTED)
    edition = SelectField(_("Contest"), [Optional()], coerce=_whole, choices=[], invalid_choice_message=UNLISTED)

    def offer(self, governments: Sequence[tuple[int, str, str]], editions: Sequence[tuple[int, str]]) -> None:
        """What can be chosen: governments with the name of their country, editions."""
        roles = (Role.COORDINATOR, Role.JUDGE, Role.TEACHER, Role.STAFF)
        self.role.choices = [SelectChoice(role.value, _(LABELS[Role][role])) for role in roles]
        chosen = [SelectChoice(str(number), name, optgroup=country) for number, name, country in governments]
        self.government.choices = [SelectChoice("", "–"), *chosen]
        self.edition.choices = [SelectChoice("", _("all contests")), *(SelectChoice(str(number), name) for number, name in editions)]

    def grant(self) -> dict[str, Any]:
        """As actions take it."""
        return {"role": Role(self.role.data), "government_id": self.government.data, "edition_id": self.edition.data}


class InviteForm(GrantForm):
    """Who is invited, as what. `draft` names this one form: sent twice, it is one invitation."""

    draft = HiddenField(validators=[Length(max=100)])
    address = _address()
    name = _name()
    language = _language()

    def ready(self) -> None:
        """Give a fresh form its own name."""
        self.draft.data = self.draft.data or token()

    def command(self) -> dict[str, Any]:
        """As `actions.invite` takes it."""
        who = {"address": self.address.data, "name": self.name.data, "language": self.language.data, "draft": self.draft.data or ""}
        return {**who, **self.grant()}
