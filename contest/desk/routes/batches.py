"""Letters to many: whom to write to, in which words; read, changed, taken out; sent all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from contest.core import clock
from contest.core.errors import Conflict, Missing
from contest.core.languages import CODES, language
from contest.core.text import N_
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.desk import actions
from contest.desk.actions.receivers import OCCASIONS, Receiver, receivers
from contest.desk.forms import BatchForm, SendForm, WordsForm, batch_form, pin
from contest.desk.queries import batches as queries
from contest.desk.queries.letters import by_id as letter_by_id
from contest.desk.routes.letters import ZONE
from contest.desk.rules import HINTS, Group
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.policy import May, require
from contest.post.compose import occasions, words_for
from contest.post.models import LetterBatch
from contest.post.rules import Words, draft_faults, faults
from contest.post.states import LetterState
from contest.web import who
from contest.web.forms import pin_to
from contest.web.navigation import tell
from contest.web.paging import page_of


def letter_write() -> ResponseReturnValue:
    """Choose whom to write to; then read and change the words, and prepare the letters."""
    require(who.actor(), May.LETTERS_WRITE)
    session = db.session()
    listed = editions.everyone(session)
    group = next((each for each in Group if each.value == request.args.get("group")), None)
    number = request.args.get("edition", type=int)
    edition = next((each for each in listed if each.number == number), None)
    if group is None or edition is None:
        return render_template("desk/letter_write.html", editions=listed, groups=list(Group), hints=HINTS, chosen=group, edition=edition)
    return _prepare(edition, group)


def _prepare(edition: Edition, group: Group) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    found = receivers(session, edition, group, now)
    needed = {each: [code for code in CODES if any(r.occasion is each and r.language == code for r in found)] for each in OCCASIONS[group]}
    in_use = {occasion.key: words_for(session, occasion) for occasion, codes in needed.items() if codes}
    form, names = batch_form({occasion: codes for occasion, codes in needed.items() if codes}, in_use, seen=queries.newest(session))
    if found and form.validate_on_submit() and _accepted(form, names):
        words = {key: {code: form.words(name) for code, name in by_code.items()} for key, by_code in names.items()}
        with transaction() as unit:
            again, seen = bool(form.again.data), form.known
            batch = actions.prepare(unit, who.actor(), edition, group, words=words, again=again, seen=seen, found=found, now=now)
        return redirect(url_for("desk.letter_batch", identity=batch.id), 303)
    return render_template(
        "desk/letter_prepare.html", edition=edition, group=group, form=form, names=names, known=occasions(session), spoken=language,
        total=len(found), fresh=sum(not each.reminded for each in found), reminded=[each for each in found if each.reminded],
        by_hand=[each for each in found if not each.address], languages=_languages(found),
    ), 422 if form.errors else 200  # fmt: skip


def _accepted(form: BatchForm, names: dict[str, dict[str, str]]) -> bool:
    """Every text with its placeholders in order; says at its field what is not."""
    known, right = occasions(db.session()), True
    for key, by_code in names.items():
        for name in by_code.values():
            wrong = faults(known[key], form.words(name))
            pin(form[name].form, wrong)
            right = right and not wrong
    return right


def _languages(found: list[Receiver]) -> list[tuple[str, int]]:
    counts = Counter(each.language for each in found)
    return [(language(code).name, counts[code]) for code in CODES if counts[code]]


def letter_batch(identity: int) -> ResponseReturnValue:
    """Prepared letters: by language, those to pass on by hand, those taken out; sent once their number is typed."""
    require(who.actor(), May.LETTERS_WRITE)
    return _batch(identity, SendForm(formdata=None))


def _batch(identity: int, form: SendForm) -> ResponseReturnValue:
    session = db.session()
    batch = queries.by_id(session, identity)
    show = request.args.get("show", "")
    page = page_of(lambda offset, limit: queries.letters(session, batch.id, show, offset, limit), queries.count(session, batch.id, show))
    return render_template(
        "desk/letter_batch.html", batch=batch, counted=queries.counted(session, [batch])[0], page=page, show=show, form=form, zone=ZONE,
        group=Group(batch.occasion), spoken=language,
    ), 422 if form.errors else 200  # fmt: skip


def letter_batch_send(identity: int) -> ResponseReturnValue:
    """Let them all go: the first at once, many more by themselves."""
    require(who.actor(), May.LETTERS_WRITE)
    form, sent = SendForm(), False
    if form.validate_on_submit():
        with pin_to(form), transaction() as session:
            batch = locked(session, LetterBatch, identity)
            sent = actions.send(session, who.actor(), batch, count=form.count.data, now=clock.now())
    if form.errors:
        return _batch(identity, form)
    if sent:
        with transaction() as session:
            actions.send_part(session, locked(session, LetterBatch, identity), now=clock.now())
        _tell_sent(queries.counted(db.session(), [queries.by_id(db.session(), identity)])[0])
    else:
        tell(_("These letters have been sent already."), "info")
    return redirect(url_for("desk.letter_batch", identity=identity), 303)


def _tell_sent(counted: queries.Counted) -> None:
    if counted.going:
        return  # the page says how far they are
    by_mail, by_hand, needless = counted.all - counted.by_hand, counted.by_hand, counted.batch.needless
    if by_mail:
        tell(ngettext("%(num)s letter is in the outbox.", "%(num)s letters are in the outbox.", by_mail))
    if by_hand:
        waits = ngettext("%(num)s letter waits to be passed on by hand.", "%(num)s letters wait to be passed on by hand.", by_hand)
        tell(waits, "info")
    if needless:
        gone = ngettext("%(num)s letter was no longer needed.", "%(num)s letters were no longer needed.", needless)
        tell(gone, "info")


def letter_batch_drop(identity: int) -> ResponseReturnValue:
    """Send none of them."""
    return _do_to_all(identity, actions.drop, _("Dropped: none of these letters is sent."))


def letter_batch_restore(identity: int) -> ResponseReturnValue:
    """Take back that they were dropped."""
    return _do_to_all(identity, actions.restore, _("The letters are back. None is sent yet."))


def _do_to_all(identity: int, act: Callable[..., None], done: str) -> ResponseReturnValue:
    require(who.actor(), May.LETTERS_WRITE)
    with transaction() as session:
        act(session, who.actor(), locked(session, LetterBatch, identity), now=clock.now())
    tell(done)
    return redirect(url_for("desk.letter_batch", identity=identity), 303)


def letter_edit(identity: int) -> ResponseReturnValue:
    """Change one letter before it goes."""
    require(who.actor(), May.LETTERS_WRITE)
    session = db.session()
    found = letter_by_id(session, identity)
    if found.batch_id is None:
        raise Missing(N_("There is no such letter."))
    if found.state is not LetterState.DRAFT:
        raise Conflict(actions.GONE)
    occasion = occasions(session).get(found.occasion)
    given = {"subject": found.subject, "body": found.body, "seen": str(found.version)}
    form, status, stored = WordsForm(data=given), 200, None
    if form.validate_on_submit() and form.accept(draft_faults(occasion, form.words)):
        try:
            _save(identity, form.words, form.version)
        except Conflict as stale:
            if stale.field != "version":
                raise
            found, status = letter_by_id(session, identity), 409
            stored = WordsForm(formdata=None, data={"subject": found.subject, "body": found.body})
            form.seen.data = str(found.version)
        else:
            tell(_("Saved. The letter is not sent yet."))
            return redirect(url_for("desk.letter", identity=identity), 303)
    late = sorted(occasion.late) if occasion else []
    return render_template(
        "desk/letter_edit.html", letter=found, form=form, stored=stored, tongue=language(found.language), late=late
    ), 422 if form.errors else status  # fmt: skip


def _save(identity: int, words: Words, version: int) -> None:
    with transaction() as session:
        held = queries.hold(session, identity)
        actions.edit(session, who.actor(), held, subject=words.subject, body=words.body, version=version, now=clock.now())


def letter_remove(identity: int) -> ResponseReturnValue:
    """Take one letter out."""
    return _do_to_one(identity, actions.remove, _("Taken out: this letter is not sent."))


def letter_put_back(identity: int) -> ResponseReturnValue:
    """Put a letter that was taken out among the others again."""
    return _do_to_one(identity, actions.put_back, _("The letter is among the others again."))


def _do_to_one(identity: int, act: Callable[..., None], done: str) -> ResponseReturnValue:
    require(who.actor(), May.LETTERS_WRITE)
    with transaction() as session:
        letter = queries.hold(session, identity)
        act(session, who.actor(), letter, now=clock.now())
        batch = letter.batch_id
    tell(done)
    return redirect(url_for("desk.letter_batch", identity=batch), 303)
