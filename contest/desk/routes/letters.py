"""The outbox: every letter, readable and copyable, whether or not a mail server is set."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from contest.accounts.queries import person
from contest.core import clock
from contest.core.languages import language
from contest.core.text import N_, clean
from contest.db.extension import db
from contest.db.transaction import transaction
from contest.db.unit import locked
from contest.desk import actions
from contest.desk.queries import batches
from contest.desk.queries import letters as queries
from contest.desk.queries.home import letters_by_state
from contest.desk.routes.log import address_of
from contest.desk.rules import Group
from contest.ledger.queries import history
from contest.policy import May, can, require
from contest.post.compose import occasions
from contest.post.models import Letter
from contest.post.states import LetterState
from contest.web import who
from contest.web.navigation import tell
from contest.web.paging import page_of

ZONE = "Asia/Seoul"  # where the secretariat sits
PAPERS = {"receipt": N_("Receipt (PDF)")}  # what goes with a letter, in words


def letters() -> ResponseReturnValue:
    """All letters, by state, occasion or a part of receiver and subject."""
    require(who.actor(), May.LETTERS_READ)
    session = db.session()
    used = queries.occasions(session)
    asked = queries.Asked(
        state=next((each for each in LetterState if each.value == request.args.get("state")), None),
        occasion=next((each for each in used if each == request.args.get("occasion")), ""),
        text=clean(request.args.get("text", ""))[:100],
    )
    page = page_of(lambda offset, limit: queries.letters(session, asked, offset, limit), queries.count(session, asked))
    states = [each for each in LetterState if each not in queries.PREPARED]
    return render_template(
        "desk/letters.html", page=page, asked=asked, counts=letters_by_state(session), states=states, occasions=used, known=_labels(),
        posted=bool(current_app.config["SMTP_URL"]), by_hand=queries.by_hand, zone=ZONE, groups=Group,
        prepared=batches.counted(session, batches.unsent(session)) if asked.everything else [],
    )  # fmt: skip


def _labels() -> dict[str, str]:
    return {key: occasion.label for key, occasion in occasions(db.session()).items()}


def letter(identity: int) -> ResponseReturnValue:
    """One letter in its own language, with what can be copied out of it."""
    require(who.actor(), May.LETTERS_READ)
    session = db.session()
    found = queries.by_id(session, identity)
    account = queries.lets_in(session, found)
    sealed = account is not None and not can(who.actor(), May.SIGN_IN_LINK, person(session, account))
    return render_template(
        "desk/letter.html", letter=found, sealed=sealed, tongue=language(found.language), links=queries.links(found),
        by_hand=queries.by_hand(found), story=history(session, "letter", found.id), zone=ZONE, known=_labels(),
        papers=PAPERS, posted=bool(current_app.config["SMTP_URL"]),
        about=address_of(found.about_kind, found.about_id, None), removed_text=queries.text_removed(found),
        late=_late(found),
    )  # fmt: skip


def _late(letter: Letter) -> list[str]:
    """What is still open in a draft."""
    occasion = occasions(db.session()).get(letter.occasion)
    return sorted(occasion.late) if occasion and letter.state in {LetterState.DRAFT, LetterState.REMOVED} else []


def letter_sent(identity: int) -> ResponseReturnValue:
    """Somebody sent it themselves."""
    return _do_to(identity, actions.sent_by_hand, _("Noted: you have sent this letter by hand."))


def letter_retry(identity: int) -> ResponseReturnValue:
    """Try it once more."""
    return _do_to(identity, actions.retry, _("The letter is in the outbox again."))


def _do_to(identity: int, act: Callable[..., None], done: str) -> ResponseReturnValue:
    require(who.actor(), May.LETTERS_READ)
    with transaction() as session:
        act(session, who.actor(), locked(session, Letter, identity), now=clock.now())
    tell(done)
    return redirect(url_for("desk.letter", identity=identity), 303)


def letters_retry() -> ResponseReturnValue:
    """Try everything once more that could not be delivered."""
    require(who.actor(), May.LETTERS_READ)
    with transaction() as session:
        count = actions.retry_failed(session, who.actor(), queries.failed(session), now=clock.now())
    tell(ngettext("%(num)s letter is in the outbox again.", "%(num)s letters are in the outbox again.", count))
    return redirect(url_for("desk.letters"), 303)
