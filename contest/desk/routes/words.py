"""The words of the contest's letters: standard or own, looked at and changed in every language."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.errors import Conflict, Missing
from contest.core.languages import CODES, LANGUAGES, language
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.desk import actions
from contest.desk.forms import WordsForm
from contest.desk.queries import words as queries
from contest.desk.routes.letters import ZONE
from contest.policy import May, require
from contest.post.compose import standard
from contest.post.models import LetterTemplate
from contest.post.rules import Occasion, Words, faults, filled
from contest.web import who
from contest.web.navigation import tell


def letter_words() -> ResponseReturnValue:
    """Every occasion in every language: standard words or own ones, and who changed them when."""
    require(who.actor(), May.LETTERS_WRITE)
    return render_template("desk/letter_words.html", rows=queries.matrix(db.session()), languages=LANGUAGES, zone=ZONE)


def letter_words_in(slug: str, code: str) -> ResponseReturnValue:
    """The words of one occasion in one language: changed, looked at as a letter, saved."""
    require(who.actor(), May.LETTERS_WRITE)
    occasion = _occasion(slug, code)
    row = queries.own(db.session(), occasion, code)
    form, status, stored = _form(occasion, code, row), 200, None
    if form.validate_on_submit() and form.accept(faults(occasion, form.words)) and request.form.get("act") != "show":
        try:
            with transaction() as session:
                given = form.words
                actions.change_words(
                    session, who.actor(), occasion, code, subject=given.subject, body=given.body, seen=form.seen.data, now=clock.now(),
                )  # fmt: skip
            tell(_("Saved. Letters from now on use these words."))
            return redirect(url_for("desk.letter_words_in", slug=slug, code=code), 303)
        except Conflict as stale:
            if stale.field != "seen":
                raise
            row, status = queries.own(db.session(), occasion, code), 409
            stored = _form(occasion, code, row, fresh=True)
            form.seen.data = row.trace if row else ""
    return _page(occasion, code, row, form, stored, status)


def _page(
    occasion: Occasion, code: str, row: LetterTemplate | None, form: WordsForm, stored: WordsForm | None, status: int
) -> ResponseReturnValue:
    shown = None if form.errors else filled(form.words, occasion.samples[code])
    return render_template(
        "desk/letter_words_in.html", occasion=occasion, tongue=language(code), row=row, form=form, stored=stored, shown=shown,
        changed_by=queries.changed_by(db.session(), row), languages=LANGUAGES, zone=ZONE, unsaved=form.is_submitted(),
    ), 422 if form.errors else status  # fmt: skip


def letter_words_standard(slug: str, code: str) -> ResponseReturnValue:
    """Back to the standard words."""
    require(who.actor(), May.LETTERS_WRITE)
    occasion = _occasion(slug, code)
    with transaction() as session:
        actions.standard_again(session, who.actor(), occasion, code, seen=request.form.get("seen", ""), now=clock.now())
    tell(_("The standard words are in use again."))
    return redirect(url_for("desk.letter_words_in", slug=slug, code=code), 303)


def _occasion(slug: str, code: str) -> Occasion:
    if code not in CODES:
        raise Missing(N_("There are no such letters."))
    return queries.by_slug(db.session(), slug)


def _form(occasion: Occasion, code: str, row: LetterTemplate | None, *, fresh: bool = False) -> WordsForm:
    words = Words(row.subject, row.body) if row else standard(occasion, code)
    given = {"subject": words.subject, "body": words.body, "seen": row.trace if row else ""}
    return WordsForm(formdata=None, data=given) if fresh else WordsForm(data=given)
