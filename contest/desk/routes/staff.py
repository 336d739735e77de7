"""The first page of the secretariat: what waits, how the contest stands, what was done last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest.core import clock
from contest.core.localized import pick
from contest.db.extension import db
from contest.desk.acts import WORDS
from contest.desk.queries.home import Overview, overview
from contest.desk.queries.log import events, names
from contest.desk.routes.log import address_of
from contest.editions import queries as editions
from contest.editions.models import Edition
from contest.editions.rules import phase
from contest.entries.acts import STATES
from contest.entries.states import EntryState
from contest.judging.states import RoundState
from contest.ledger.models import Event
from contest.policy import May, Role, require
from contest.post.states import LetterState
from contest.web import who
from contest.web.i18n import current


def staff() -> ResponseReturnValue:
    """What waits for the secretariat, each number a link to that set."""
    require(who.actor(), May.LETTERS_READ)
    session, now = db.session(), clock.now()
    seen = overview(session)
    acts = _runs(events(session, "", None, 0, 100))[:8]
    edition = seen.current
    return render_template(
        "desk/staff.html", seen=seen, tasks=[task for task in _tasks(seen) if task["count"]], acts=acts, words=WORDS,
        named=names(session, [event for event, _times in acts]), address_of=address_of, now=now, steps=_first_steps(seen),
        phase=phase(editions.calendar(edition), now, judging=seen.judging) if edition else None, states=_states(seen),
    )  # fmt: skip


def _runs(acts: Sequence[Event]) -> list[tuple[Event, int]]:
    """The same act by the same person many times in a row is told once, with its number."""
    runs = [list(run) for _same, run in groupby(acts, key=lambda event: (event.act, event.actor_kind, event.actor_id))]
    return [(run[0], len(run)) for run in runs]


def _title(edition: Edition) -> str:
    return pick(edition.titles, current().code)[0]


def _task(label: str, count: int, href: str, *, text: str | None = None, tone: str = "info", said: str | None = None) -> dict[str, Any]:
    return {"label": label, "count": count, "href": href, "text": text, "state": said, "tone": tone}


def _tasks(seen: Overview) -> list[dict[str, Any]]:
    """Everything that may wait, the most urgent first."""
    return [*_urgent(seen), *_by_phase(seen), *_waiting(seen)]


def _entries(seen: Overview, state: str) -> str:
    return url_for("entries_staff.entries", edition=seen.current.number if seen.current else None, state=state)


def _urgent(seen: Overview) -> Iterator[dict[str, Any]]:
    for edition, count in seen.hidden:
        href = url_for("entries_staff.entries", edition=edition.number, state="hidden")
        yield _task(_("Published works that are hidden"), count, href, text=_title(edition), tone="warn", said=_("Look"))
    failed = seen.letters.get(LetterState.FAILED, 0)
    yield _task(_("Letters not delivered"), failed, url_for("desk.letters", state="failed"), tone="error", said=_("Failed"))


def _by_phase(seen: Overview) -> Iterator[dict[str, Any]]:
    turn, endorsed = _("Your turn"), seen.entries.get(EntryState.ENDORSED, 0)
    yield _task(_("Endorsed works to screen"), endorsed, _entries(seen, "endorsed"), said=turn)
    alone = _("Their governments have no coordinator.")
    yield _task(_("Sent, and nobody can endorse"), seen.unrepresented, _entries(seen, "unrepresented"), text=alone, said=turn)
    yield _task(_("Works that look alike"), seen.alike, url_for("entries_likeness.pairs"), text=_("You decide, pair by pair."), said=turn)
    for locked in seen.locked:
        href = url_for("awards_staff.board", number=locked.edition.number)
        yield _task(_("Awards to release"), 1, href, text=_title(locked.edition), said=_("Locked"))
    for edition in seen.drafts:
        yield _task(_("Editions in preparation"), 1, url_for("editions_staff.edition", number=edition.number), text=_title(edition))
    for round_ in seen.rounds:
        if round_.state in {RoundState.OPEN, RoundState.PAUSED}:
            title = pick(round_.titles, current().code)[0]
            look = url_for("judging_staff.remarks", round_id=round_.id)
            yield _task(_("Works judges asked you to look at"), seen.flags.get(round_.id, 0), look, text=title, said=turn)
            yield _task(_("Rounds open"), 1, url_for("judging_staff.round", round_id=round_.id), text=title)


def _waiting(seen: Overview) -> Iterator[dict[str, Any]]:
    posted = None if current_app.config["SMTP_URL"] else _("No mail server is set: they stay here until you send them yourself.")
    yield _task(_("Letters waiting"), seen.letters.get(LetterState.QUEUED, 0), url_for("desk.letters", state="queued"), text=posted)
    hand = _("Their receivers have no e-mail address. The coordinators see those of their own governments too.")
    unsaid = seen.letters.get(LetterState.BY_HAND, 0)
    yield _task(_("Letters to pass on by hand"), unsaid, url_for("desk.letters", state="by_hand"), text=hand)
    yield _task(_("Letters prepared, not sent yet"), seen.prepared, url_for("desk.letters"), said=_("Your turn"))
    too = _("The coordinators see them too.")
    yield _task(_("Forms to read"), seen.forms, url_for("entries_staff.forms"), text=too)
    yield _task(_("Waiting for permission"), seen.unpermitted, _entries(seen, "permission"), text=too)
    yield _task(_("Returned, being mended"), seen.entries.get(EntryState.RETURNED, 0), _entries(seen, "returned"))


def _states(seen: Overview) -> list[dict[str, Any]]:
    """How many works of the current edition stand where."""
    return [
        {"label": _(STATES[state]), "count": seen.entries[state], "href": _entries(seen, state.value)}
        for state in EntryState
        if seen.current and seen.entries.get(state)
    ]


def _first_steps(seen: Overview) -> list[dict[str, Any]]:
    """What an empty instance needs, in order; nothing once the first edition is announced."""
    if seen.current is not None:
        return []
    drafted, invited = bool(seen.drafts), bool(seen.people.get(Role.COORDINATOR) or seen.people.get(Role.JUDGE))
    there = url_for("editions_staff.edition", number=seen.drafts[0].number) if drafted else url_for("editions_staff.start")
    about = _("Its number, dates, themes and texts. Only the secretariat sees it until you announce it.")
    invite = url_for("accounts_staff.invite")
    rows = [
        (_("Set up the first edition"), about, there, drafted),
        (_("Invite coordinators and judges"), _("Each gets a link, by letter or copied by you."), invite, invited),
        (_("Announce the edition"), _("Then students can enter."), there, False),
    ]
    return [
        {"label": label, "text": text, "href": href, "count": None, "state": _("Done") if ready else None, "tone": "ok"}
        for label, text, href, ready in rows
    ]
