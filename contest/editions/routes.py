"""The secretariat's pages on editions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict, Missing
from contest.core.localized import missing
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.editions import actions, forms, queries, rules
from contest.editions.models import Division, Edition, Theme
from contest.editions.rules import Detail, Purpose, Words
from contest.governments import queries as governments
from contest.governments.models import Government
from contest.policy import May, require
from contest.web import who
from contest.web.forms import pin_to
from contest.web.navigation import tell

bp = Blueprint("editions_staff", __name__, url_prefix="/staff/editions")
PARTS: dict[str, type[Theme | Division]] = {"themes": Theme, "divisions": Division}
Make = Callable[..., forms.ActForm]
Show = Callable[[], dict[str, Any]]


@bp.before_request
def only_the_secretariat() -> None:
    """Every page here is the secretariat's."""
    require(who.actor(), May.EDITION_MANAGE)


def _edition(number: int) -> Edition:
    return queries.by_number(db.session(), number, drafts=True)


def _edit(number: int, make: Make, act: Callable[..., Any], template: str, back: str, show: Show = dict) -> ResponseReturnValue:
    """Show a form of an edition, or save it; a page older than what is stored shows both (409) and can be sent again."""
    edition = _edition(number)
    form, status, stored = make(edition), 200, None
    if form.validate_on_submit():
        try:
            with pin_to(form), transaction() as session:
                act(session, who.actor(), locked(session, Edition, edition.id), **form.command(), now=clock.now())
            if not form.errors:
                tell(_("Saved."))
                return redirect(back, 303)
        except Conflict as stale:
            if stale.field != "version":
                raise
            edition, status = _edition(number), 409
            stored = make(edition, formdata=None)
            form.version.data = str(edition.version)
    page = render_template(template, edition=edition, form=form, stored=stored, **show())
    return page, 422 if form.errors else status


def _do(number: int, act: Callable[..., Any], said: str, back: str, **given: Any) -> ResponseReturnValue:
    """Carry out what a single button asks for."""
    form = forms.ActForm()
    with transaction() as session:
        edition = queries.by_number(session, number, drafts=True)
        act(session, who.actor(), locked(session, Edition, edition.id), version=form.known, now=clock.now(), **given)
    tell(said)
    return redirect(back, 303)


@bp.get("/")
def editions() -> ResponseReturnValue:
    """All editions: how far each is, and what it lacks in which language."""
    session, now = db.session(), clock.now()
    found = queries.everyone(session, drafts=True)
    drafts = queries.drafts(session, found)
    lines = [(each, rules.phase(queries.calendar(each), now), rules.gaps(drafts[each.id])) for each in found]
    return render_template("editions/staff/editions.html", lines=lines)


@bp.route("/start", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """A first edition, from the standard texts."""
    form = forms.StartForm(data={"number": 1, "zone": "Asia/Seoul"})
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            made = actions.create(session, who.actor(), actions.NewEdition(**form.command()), now=clock.now())
        if not form.errors:
            tell(_("The edition is made. Nobody outside the secretariat sees it yet."))
            return redirect(url_for(".edition", number=made.number), 303)
    return render_template("editions/staff/start.html", form=form), 422 if form.errors else 200


@bp.get("/<int:number>/copy")
def copy(number: int) -> ResponseReturnValue:
    """Next year's edition from this one. Its button is answered by the awards, which take the tiers along."""
    last = _edition(number)
    newest = max(each.number for each in queries.everyone(db.session(), drafts=True))
    form = forms.CopyForm(data={"number": newest + 1, "year": last.year + 1})
    copies_to = url_for("awards_staff.copy_edition", number=number)
    return render_template("editions/staff/copy.html", form=form, last=last, copies_to=copies_to)


@bp.get("/<int:number>/")
def edition(number: int) -> ResponseReturnValue:
    """One edition as a list of what there is to decide."""
    session, now = db.session(), clock.now()
    found = _edition(number)
    draft = queries.drafts(session, [found])[found.id]
    return render_template(
        "editions/staff/edition.html", edition=found, draft=draft, gaps=rules.gaps(draft), phase=rules.phase(queries.calendar(found), now),
        blockers=rules.blockers(draft, now), words=list(Words), extensions=queries.extensions(session, found.id),
        entered=queries.entered(session, found), form=forms.ActForm(data={"version": found.version}),
        tiers=url_for("awards_staff.tiers", number=number), public=url_for("gallery.edition", number=number),
    )  # fmt: skip


@bp.route("/<int:number>/dates", methods=["GET", "POST"])
def dates(number: int) -> ResponseReturnValue:
    """When entries open and close, and until when governments endorse."""

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        names = ("opens_at", "closes_at", "endorse_by", "zone", "version")
        return forms.DatesForm(data={name: getattr(edition, name) for name in names}, **given)

    return _edit(number, make, actions.change_dates, "editions/staff/dates.html", url_for(".edition", number=number))


@bp.route("/<int:number>/who", methods=["GET", "POST"])
def eligibility(number: int) -> ResponseReturnValue:
    """Who may enter, and how much."""

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        names = ("age_from", "age_to", "age_day", "standings", "entries_per_student", "quota_per_government", "quota_per_school", "version")
        birthday = "full" if edition.full_birth_date else "month"
        return forms.EligibilityForm(data={name: getattr(edition, name) for name in names} | {"full_birth_date": birthday}, **given)

    return _edit(number, make, actions.change_eligibility, "editions/staff/eligibility.html", url_for(".edition", number=number))


@bp.route("/<int:number>/form", methods=["GET", "POST"])
def entry_form(number: int) -> ResponseReturnValue:
    """What the entry form asks for."""

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        chosen = {detail.value: rules.asked(edition.fields, detail).value for detail in Detail}
        return forms.FieldsForm(data={**chosen, "version": edition.version}, **given)

    def show() -> dict[str, Any]:
        return {"details": list(Detail), "divisions": queries.divisions(db.session(), _edition(number).id)}

    return _edit(number, make, actions.change_fields, "editions/staff/entry_form.html", url_for(".edition", number=number), show)


@bp.route("/<int:number>/form/<int:identity>", methods=["GET", "POST"])
def division_form(number: int, identity: int) -> ResponseReturnValue:
    """What the entry form asks otherwise for works in one division."""
    _part(number, "divisions", identity)

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        own = queries.division(db.session(), identity).fields
        chosen = {detail.value: own.get(detail, forms.AS_EDITION) for detail in Detail}
        form = forms.DivisionFieldsForm(data={**chosen, "version": edition.version}, **given)
        form.shape({detail: rules.asked(edition.fields, detail) for detail in Detail})
        return form

    def act(session: Any, actor: Any, edition: Edition, **named: Any) -> None:
        actions.change_division_fields(session, actor, edition, locked(session, Division, identity), **named)

    def show() -> dict[str, Any]:
        return {"details": list(Detail), "division": queries.division(db.session(), identity)}

    return _edit(number, make, act, "editions/staff/division_form.html", url_for(".entry_form", number=number), show)


@bp.route("/<int:number>/texts/<any(titles,announcements,rules_texts,association,signatory):what>", methods=["GET", "POST"])
def text(number: int, what: str) -> ResponseReturnValue:
    """One text of the edition in six languages."""
    words = Words(what)
    kind = forms.LongForm if words in {Words.RULES, Words.ANNOUNCEMENTS} else forms.LineForm

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        return kind(data={"text": getattr(edition, words), "version": edition.version}, **given)

    def act(*given: Any, **named: Any) -> None:
        actions.change_words(*given, what=words, **named)

    return _edit(number, make, act, "editions/staff/text.html", url_for(".edition", number=number), lambda: {"words": words})


@bp.route("/<int:number>/<any(themes,divisions):kind>/", methods=["GET", "POST"])
def parts(number: int, kind: str) -> ResponseReturnValue:
    """The themes or the divisions, in order; one more can be added."""

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        return forms.PartForm(data={"version": edition.version}, **given)

    def act(session: Any, actor: Any, edition: Edition, **named: Any) -> None:
        actions.add_part(session, actor, edition, PARTS[kind], **named)

    def show() -> dict[str, Any]:
        listed = queries.parts(db.session(), PARTS[kind], _edition(number).id)
        return {"kind": kind, "lines": [(each, missing(each.names)) for each in listed]}

    return _edit(number, make, act, "editions/staff/parts.html", url_for(".parts", number=number, kind=kind), show)


def _part(number: int, kind: str, identity: int) -> Theme | Division:
    listed = queries.parts(db.session(), PARTS[kind], _edition(number).id)
    found = next((each for each in listed if each.id == identity), None)
    if found is None:
        raise Missing(N_("This does not exist (any more)."))
    return found


@bp.route("/<int:number>/<any(themes,divisions):kind>/<int:identity>", methods=["GET", "POST"])
def part(number: int, kind: str, identity: int) -> ResponseReturnValue:
    """What one theme or division is called."""
    _part(number, kind, identity)

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        return forms.PartForm(data={"names": _part(number, kind, identity).names, "version": edition.version}, **given)

    def act(session: Any, actor: Any, edition: Edition, **named: Any) -> None:
        actions.rename_part(session, actor, edition, locked(session, PARTS[kind], identity), **named)

    return _edit(number, make, act, "editions/staff/part.html", url_for(".parts", number=number, kind=kind), lambda: {"kind": kind})


@bp.post("/<int:number>/<any(themes,divisions):kind>/<int:identity>/<any(up,down,remove):way>")
def arrange(number: int, kind: str, identity: int, way: str) -> ResponseReturnValue:
    """Move a theme or division one place, or take it away."""
    _part(number, kind, identity)

    def act(session: Any, actor: Any, edition: Edition, **named: Any) -> None:
        row = locked(session, PARTS[kind], identity)
        if way == "remove":
            actions.remove_part(session, actor, edition, row, **named)
        else:
            actions.move_part(session, actor, edition, row, up=way == "up", **named)

    said = _("Removed.") if way == "remove" else _("Moved.")
    return _do(number, act, said, url_for(".parts", number=number, kind=kind))


@bp.get("/<int:number>/permissions/")
def permissions(number: int) -> ResponseReturnValue:
    """What is asked of entrants and guardians, and in which languages it is written."""
    found = _edition(number)
    newest = queries.newest_consent_texts(db.session(), found.id)
    return render_template("editions/staff/permissions.html", edition=found, newest=newest, purposes=list(Purpose))


@bp.route("/<int:number>/permissions/<any(enter,transfer,show,name,photos):purpose>", methods=["GET", "POST"])
def permission(number: int, purpose: str) -> ResponseReturnValue:
    """The words of one permission: those in force to be followed by newer ones, and all versions there have been."""
    asked = Purpose(purpose)

    def make(edition: Edition, **given: Any) -> forms.ActForm:
        newest = queries.newest_consent_texts(db.session(), edition.id)
        words = {language: text.text for (each, language), text in newest.items() if each is asked}
        return forms.PermissionForm(data={"texts": words, "version": edition.version}, **given)

    def act(*given: Any, **named: Any) -> None:
        actions.write_permission(*given, purpose=asked, **named)

    def show() -> dict[str, Any]:
        every = queries.all_consent_texts(db.session(), _edition(number).id)
        return {"purpose": asked, "versions": [each for each in every if each.purpose is asked]}

    return _edit(number, make, act, "editions/staff/permission.html", url_for(".permissions", number=number), show)


@bp.route("/<int:number>/extensions", methods=["GET", "POST"])
def extensions(number: int) -> ResponseReturnValue:
    """Which governments may send works longer, and why."""
    session, found = db.session(), _edition(number)
    form = forms.ExtensionForm(data={"zone": found.zone})
    form.offer(queries.eligible_governments(session, found))
    if form.validate_on_submit():
        with pin_to(form), transaction() as writing:
            edition, government = locked(writing, Edition, found.id), locked(writing, Government, form.government.data)
            actions.extend(writing, who.actor(), edition, government, **form.command(), now=clock.now())
        if not form.errors:
            tell(_("Saved."))
            return redirect(url_for(".extensions", number=number), 303)
    found = _edition(number)
    page = render_template("editions/staff/extensions.html", edition=found, form=form, listed=queries.extensions(session, found.id))
    return page, 422 if form.errors else 200


@bp.post("/<int:number>/extensions/<key>/end")
def end_extension(number: int, key: str) -> ResponseReturnValue:
    """Take one government's extension back."""
    with transaction() as session:
        edition = locked(session, Edition, queries.by_number(session, number, drafts=True).id)
        actions.end_extension(session, who.actor(), edition, governments.by_key(session, key), now=clock.now())
    tell(_("The extension is taken back."))
    return redirect(url_for(".extensions", number=number), 303)


@bp.get("/<int:number>/announce")
def check(number: int) -> ResponseReturnValue:
    """What stands in the way of announcing, what is missing, and what would become public."""
    session, found = db.session(), _edition(number)
    draft = queries.drafts(session, [found])[found.id]
    return render_template(
        "editions/staff/check.html", edition=found, gaps=rules.gaps(draft), blockers=rules.blockers(draft, clock.now()),
        governments=len(queries.eligible_governments(session, found)), themes=queries.themes(session, found.id),
        form=forms.ActForm(data={"version": found.version}), words=list(Words),
    )  # fmt: skip


@bp.post("/<int:number>/announce")
def announce(number: int) -> ResponseReturnValue:
    """Show the edition to the public."""
    return _do(number, actions.announce, _("The edition is announced."), url_for(".edition", number=number))


@bp.post("/<int:number>/take-back")
def take_back(number: int) -> ResponseReturnValue:
    """Hide the edition again."""
    said = _("The edition is in preparation again. The public no longer sees it.")
    return _do(number, actions.take_back, said, url_for(".edition", number=number))


@bp.post("/<int:number>/archive")
def archive(number: int) -> ResponseReturnValue:
    """Close the books of the edition."""
    return _do(number, actions.archive, _("The edition is archived. What is public stays public."), url_for(".edition", number=number))


@bp.post("/<int:number>/reopen")
def reopen(number: int) -> ResponseReturnValue:
    """Take the edition out of the archive."""
    return _do(number, actions.reopen, _("The edition is out of the archive."), url_for(".edition", number=number))
