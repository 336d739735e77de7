"""What the painter's pages share: whose entry it is, whether it may be changed, and how a page is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from contest.core import clock
from contest.core.clock import wall_clock
from contest.core.keys import grouped
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions.models import Edition
from contest.entries import rules
from contest.entries.forms.student import ResumeForm
from contest.entries.models import Entry
from contest.entries.queries import student as queries
from contest.entries.rules import Window
from contest.entries.states import EntryState
from contest.media.extension import current as media
from contest.media.rules import Limits
from contest.policy import May, require
from contest.web import who
from contest.web.errors import words
from contest.web.filters import zone_name
from contest.web.forms import PageForm, pin_to
from contest.web.i18n import current

CODES, LINKS = "codes", "links"
CARRIED = "carried-"
TYPED = frozenset({"painting", "you", "school", "permissions"})  # pages whose answers are kept while they are typed
# Where many readers of a language live whose clocks do not show the time of Seoul.
ZONES = {
    "en": "UTC", "ko": "Asia/Ulaanbaatar", "zh": "Asia/Shanghai", "ja": "Asia/Ulaanbaatar", "ru": "Asia/Vladivostok",
    "mn": "Asia/Ulaanbaatar",
}  # fmt: skip
KEPT = 3  # secrets of this many entries are kept in the browser's signed cookie


def mine(draft: str) -> Entry:
    """The entry of this address if this browser holds its code; nobody is asked for the code, others learn nothing."""
    if who.student().anonymous:
        abort(_come_back(draft))
    entry, when = queries.opened(db.session(), draft)
    require(who.student(), May.ENTRY_WRITE, entry)
    _windows()[entry.id, entry.government_id] = when
    return entry


def _come_back(draft: str) -> Response:
    """Ask for the code. What was just sent is carried along, so that a session that ended costs nobody a page."""
    if request.method == "GET" or request.path.rsplit("/", 1)[-1] not in TYPED:
        here = request.full_path.rstrip("?") if request.method == "GET" else url_for("entries_student.draft", draft=draft)
        return make_response(redirect(url_for("entries_student.resume", next=here), 303))
    return carrying()


def carrying() -> Response:
    """The page that asks for the code, with the answers that were just sent in its keeping."""
    page = render_template("entries/student/resume.html", form=ResumeForm(formdata=None), carried=carried(request.form), next=request.path)
    return make_response(page, 401)


def carried(sent: Mapping[str, str]) -> dict[str, str]:
    """The answers of a page, to be handed on by the page that asks for the code. Their names are marked, so that they are nobody else's."""
    return {f"{CARRIED}{name}": text for name, text in sent.items() if name != "csrf_token"}


def changeable(draft: str) -> Entry:
    """The same, while its pages may be changed. What is sent, or withdrawn for good, shows its receipt instead; refuses with `Closed`."""
    entry = mine(draft)
    closed = entry.state in rules.EDITABLE and not rules.may_edit(entry.state, window(entry), entry.mend_by, clock.now())
    if request.method == "GET" and (entry.state not in rules.EDITABLE or (closed and entry.state is EntryState.WITHDRAWN)):
        abort(redirect(url_for("entries_student.sent", draft=draft), 303))
    if closed:
        raise rules.Closed("closed")
    return entry


def own(session_: Session, draft: str) -> Entry:
    """The same inside a transaction, held until it ends."""
    entry = queries.by_draft(session_, draft)
    return locked(session_, Entry, entry.id, options=queries.WHOLE)


def again(entry: Entry) -> Entry:
    """The same as it is stored now: read once more where this request has tried to change it."""
    return entry if request.method == "GET" else mine(entry.draft_key)


def _windows() -> dict[object, Window]:
    kept: dict[object, Window] = request.environ.setdefault("contest.windows", {})
    return kept


def window(entry: Entry) -> Window:
    """When entries like this one are taken; asked once for each page."""
    kept, key = _windows(), (entry.id, entry.government_id)
    if key not in kept or request.method != "GET":
        kept[key] = queries.window_of(db.session(), entry)
    return kept[key]


def second_zone(entry: Entry | None = None) -> str:
    """The other clock a deadline is told by: the own government's, else one where readers of this language live."""
    if entry is not None and entry.government is not None and entry.government.zone != entry.edition.zone:
        return entry.government.zone
    return ZONES[current().code]


def save(form: PageForm, act: Callable[[Session], Any]) -> int:
    """Run `act` as one unit of work: 0 when it is stored, else the status of the page that says why not."""
    try:
        with pin_to(form), transaction() as unit:
            act(unit)
    except rules.Stale as error:
        form.form_errors.append(words(error))
        return 409
    return 422 if form.errors else 0


def onward(draft: str, page: str) -> ResponseReturnValue:
    """To the next page, or back to where a Change link came from."""
    target = "check" if request.args.get("from") == "check" else page
    return redirect(url_for(f"entries_student.{target}", draft=draft), 303)


def from_check() -> dict[str, Any]:
    """For addresses: remember that the painter came from the last page and goes back there."""
    return {"from": "check"} if request.args.get("from") == "check" else {}


def keep_secret(kind: str, draft: str, secret: str) -> None:
    """Keep a code or a link in this browser, which is the only place that knows it."""
    known = {key: value for key, value in session.get(kind, {}).items() if key != draft}
    session[kind] = dict([*known.items(), (draft, secret)][-KEPT:])


def secret_of(kind: str, draft: str) -> str:
    """The code or link of this entry, if this browser still knows it."""
    found: str = session.get(kind, {}).get(draft, "")
    return found


def photo_limits(edition: Edition | None) -> Limits:
    """The site's limits, as this edition narrows them."""
    site = media().limits
    return replace(site, bytes=min(site.bytes, edition.picture_bytes)) if edition else site


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of the wizard."""

    zone: str
    other_zone: str | None
    saved: str
    saved_at: datetime
    closes_at: datetime
    back: str
    code: str
    returned: bool
    mend_by: datetime
    shared: bool


def frame(entry: Entry, back: str = "") -> Frame:
    """The surroundings of a page about this entry; `back` names the page before."""
    zone, home = entry.edition.zone, entry.government.zone if entry.government else None
    until = window(entry).until
    before = "check" if request.args.get("from") == "check" else back
    saved_at = max(entry.saved_at, entry.typed_at or entry.saved_at)
    return Frame(
        zone=zone, other_zone=home if home != zone else None, shared=bool(session.get("shared")),
        saved=_("Saved %(time)s (%(place)s)", time=wall_clock(saved_at, home or zone).strftime("%H:%M"), place=zone_name(home or zone)),
        saved_at=saved_at, closes_at=until, back=url_for(f"entries_student.{before}", draft=entry.draft_key) if before else "",
        code=grouped(secret_of(CODES, entry.draft_key)), returned=entry.state is EntryState.RETURNED,
        mend_by=max(entry.mend_by or until, until),
    )  # fmt: skip


def said(field: Any) -> str:
    """What a field says, in words: the label of a choice, the parts of a date, the text."""
    if field.type == "FormField":
        return " ".join(str(part.data) for part in field.form if part.data is not None)
    if field.type in {"RadioField", "SelectField"}:
        return next((str(option[1]) for option in field.iter_choices() if option[2]), "")
    return str(field.data or "")


def differences(form: Any, stored: Any) -> list[tuple[str, str]]:
    """What is stored where a page that another window has overtaken says something else: label and stored value."""
    pairs = [(field, stored[field.name]) for field in form if field.name in stored and field.name not in {"seen", "csrf_token"}]
    return [(str(field.label.text), said(other)) for field, other in pairs if said(field) != said(other)]
