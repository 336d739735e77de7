"""What a government and the secretariat decide about a work. Whoever calls holds it by `queries.desk.hold`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.clock import instant, wall_clock
from contest.core.errors import Conflict, Invalid, Refused
from contest.core.languages import CODES
from contest.core.text import N_, clean_lines
from contest.db.unit import locked, site_address
from contest.editions.states import EditionState
from contest.entries import mails, rules
from contest.entries.actions.codes import issue_code
from contest.entries.actions.consent import ON_THE_WAY, ask_guardian
from contest.entries.actions.framing import Before, reframed
from contest.entries.models import Entry
from contest.entries.queries import desk as queries
from contest.entries.queries.public import held_for
from contest.entries.states import LIFE, EntryState
from contest.governments.models import Government
from contest.ledger.record import record
from contest.media.intake import Prepared
from contest.media.models import Picture
from contest.media.store import Store
from contest.policy import Actor, May, can, require

LACKING = N_("A permission is missing: taking part, or sending the data to the secretariat. Without both the work cannot be passed on.")
FULL = N_("All %(quota)s places of this government are taken. Return an endorsed work first, or keep this one on the reserve list.")
TOO_LATE = N_("Governments could endorse works until the last day to endorse. Ask the secretariat.")
MOVED_ON = N_("This is no longer possible: things have moved on since the page was opened.")
OVER = N_("The results of this edition are out: its works stay as they are.")


def steps(actor: Actor, entry: Entry) -> frozenset[str]:
    """What this actor can do with this work as it stands: the acts a page offers. Each act asks again for itself."""
    own, screens = can(actor, May.ENTRY_ENDORSE, entry), can(actor, May.ENTRY_SCREEN, entry)
    takes_down, state = can(actor, May.ENTRY_TAKE_DOWN, entry), entry.state
    running = entry.edition.state is EditionState.ANNOUNCED and state is not EntryState.DISQUALIFIED
    sent = state is not EntryState.DRAFT
    offered = {
        "endorse": own and running and LIFE.allows(state, EntryState.ENDORSED),
        "endorse_on_behalf": can(actor, May.ENTRY_ENDORSE_ON_BEHALF, entry) and running and LIFE.allows(state, EntryState.ENDORSED),
        "hold_back": own and running and LIFE.allows(state, EntryState.HELD_BACK),
        "send_back": running and LIFE.allows(state, EntryState.RETURNED) and (screens or (own and state is not EntryState.ACCEPTED)),
        "accept": screens and running and LIFE.allows(state, EntryState.ACCEPTED),
        "disqualify": screens and LIFE.allows(state, EntryState.DISQUALIFIED),
        "restore": screens and state is EntryState.DISQUALIFIED,
        "withdraw": (own or screens) and sent and LIFE.allows(state, EntryState.WITHDRAWN),
        "take_down": takes_down and entry.public_number is not None and entry.taken_down_at is None,
        "put_back": takes_down and entry.taken_down_at is not None,
        "permissions": can(actor, May.CONSENT_RECORD, entry) and sent,
        "withdraw_permission": can(actor, May.CONSENT_RECORD, entry) and sent,
        "code": can(actor, May.ENTRY_NEW_CODE, entry),
        "late": can(actor, May.LATE_ALLOW) and running and state in {EntryState.DRAFT, EntryState.WITHDRAWN},
        "describe": screens and sent,
        "for_judges": screens and sent,
        "frame": can(actor, May.PICTURE_FRAME) and sent and state is not EntryState.WITHDRAWN and entry.picture_id is not None,
    }
    return frozenset(name for name, possible in offered.items() if possible)


def check_step(actor: Actor, entry: Entry, step: str) -> None:
    """Refuses with `Conflict` what cannot be done with the work as it stands, and never could be done by others."""
    require(actor, May.ENTRY_SEE, entry)
    if step not in steps(actor, entry):
        raise Conflict(MOVED_ON)


def check_seen(entry: Entry, seen: int | None, done: EntryState) -> None:
    """Refuses to decide about a work that changed since the page was opened. What is already done may be asked again."""
    if seen is not None and seen != entry.version and entry.state is not done:
        raise Conflict(MOVED_ON)


def endorse(session: Session, actor: Actor, entry: Entry, *, reason: str = "", now: datetime) -> None:
    """Pass a work on to the secretariat, within the government's quota. What is already endorsed stays so.

    The secretariat may do it on behalf of a government; where that has a coordinator, only with a reason.
    """
    behalf = not can(actor, May.ENTRY_ENDORSE, entry)
    require(actor, May.ENTRY_ENDORSE_ON_BEHALF if behalf else May.ENTRY_ENDORSE, entry)
    if entry.state is EntryState.ENDORSED:
        return
    _check_running(entry)
    if behalf and not reason and queries.has_coordinator(session, entry.government_id):
        raise Invalid(N_("This government has a coordinator. Say why you endorse in its place."), "reason")
    if not behalf and now >= rules.endorse_until(entry.edition.endorse_by, entry.late_until):
        raise Conflict(TOO_LATE)
    _check_permitted(session, entry)
    _check_quota(session, entry)
    before = LIFE.move(entry, EntryState.ENDORSED)
    entry.endorsed_at, entry.endorsed_on_behalf = now, behalf
    _noted(session, actor, entry, "entry:endorse on behalf" if behalf else "entry:endorse", now, left=before.value, reason=reason)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one work when many were endorsed: nothing wrong, or why not."""

    entry: Entry
    refusal: Refused | None


def endorse_many(session: Session, actor: Actor, entry_ids: Sequence[int], *, now: datetime) -> list[Outcome]:
    """Endorse as many of these as can be, in this order; those that cannot stay as they were.

    Somebody else's work among them refuses everything.
    """
    made = []
    for held in _in_one_order(session, entry_ids):
        require(actor, May.ENTRY_ENDORSE, held)
        try:
            endorse(session, actor, held, now=now)
        except (Conflict, Invalid) as refusal:
            made.append(Outcome(held, refusal))
        else:
            made.append(Outcome(held, None))
    return made


def _in_one_order(session: Session, entry_ids: Sequence[int]) -> list[Entry]:
    """Hold them all, governments before works and each by id, so that two who do this cannot block each other."""
    for home in queries.homes(session, entry_ids):
        locked(session, Government, home)
    return [queries.hold(session, identity) for identity in sorted(set(entry_ids))]


def hold_back(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> None:
    """Keep a sent work on the government's reserve list: not chosen, but still to be endorsed if a place gets free."""
    require(actor, May.ENTRY_ENDORSE, entry)
    if entry.state is EntryState.HELD_BACK:
        return
    _check_running(entry)
    LIFE.move(entry, EntryState.HELD_BACK)
    _noted(session, actor, entry, "entry:hold back", now)


def send_back(session: Session, actor: Actor, entry: Entry, *, mend: str, mend_by: datetime, now: datetime) -> None:
    """Return a work with what to mend, and until when. A government returns what is not yet accepted.

    Whatever was decided about it has to be decided again.
    """
    if not can(actor, May.ENTRY_SCREEN, entry):
        require(actor, May.ENTRY_ENDORSE, entry)
        if entry.state is EntryState.ACCEPTED:
            raise Conflict(N_("The secretariat has already accepted this work. Ask them to return it."))
    what = clean_lines(mend)
    if entry.state is EntryState.RETURNED and (entry.mend, entry.mend_by) == (what, mend_by):
        return
    _check_running(entry)
    if not rules.legible(what):
        raise Invalid(N_("Say what should be mended: the student reads it."), "mend")
    if mend_by <= now:
        raise Invalid(N_("Choose a time that is still to come."), "mend_by")
    before = LIFE.move(entry, EntryState.RETURNED)
    entry.mend, entry.mend_by = what, mend_by
    entry.endorsed_at, entry.endorsed_on_behalf, entry.accepted_at = None, False, None
    _noted(session, actor, entry, "entry:return", now, left=before.value, mend=what, mend_by=mend_by.isoformat())
    mails.returned(session, entry, now=now)


def accept(session: Session, actor: Actor, entry: Entry, *, now: datetime) -> None:
    """Take an endorsed work into the judging. What is accepted stays so."""
    require(actor, May.ENTRY_SCREEN, entry)
    if entry.state is EntryState.ACCEPTED:
        return
    _check_running(entry)
    _check_permitted(session, entry)
    LIFE.move(entry, EntryState.ACCEPTED)
    entry.accepted_at = now
    _noted(session, actor, entry, "entry:accept", now)
    mails.accepted(session, entry, now=now)


def disqualify(session: Session, actor: Actor, entry: Entry, *, reason: str, now: datetime) -> None:
    """Take a work out of the contest, with a reason that is kept; its marks are set aside, and it can be restored."""
    require(actor, May.ENTRY_SCREEN, entry)
    if entry.state is EntryState.DISQUALIFIED:
        return
    why = _reason(reason)
    entry.left_state = LIFE.move(entry, EntryState.DISQUALIFIED)
    entry.reason = why
    _noted(session, actor, entry, "entry:disqualify", now, left=entry.left_state.value, reason=why)


def restore(session: Session, actor: Actor, entry: Entry, *, reason: str, now: datetime) -> None:
    """Put a disqualified work back where it was."""
    require(actor, May.ENTRY_SCREEN, entry)
    if entry.state is not EntryState.DISQUALIFIED:
        raise Conflict(N_("Only a disqualified work can be restored."))
    why, back = _reason(reason), entry.left_state or EntryState.SUBMITTED
    if back in ON_THE_WAY:
        _check_permitted(session, entry)
    LIFE.move(entry, back)
    entry.left_state, entry.reason = None, ""
    _noted(session, actor, entry, "entry:restore", now, to=back.value, reason=why)


def withdraw_for(session: Session, actor: Actor, entry: Entry, *, reason: str, now: datetime) -> None:
    """Withdraw a work because its painter or a guardian asked the government or the secretariat to."""
    if not can(actor, May.ENTRY_SCREEN, entry):
        require(actor, May.ENTRY_ENDORSE, entry)
    if entry.state is EntryState.WITHDRAWN:
        return
    why = _reason(reason)
    before = LIFE.move(entry, EntryState.WITHDRAWN)
    entry.reason = why
    _noted(session, actor, entry, "entry:withdraw on request", now, left=before.value, reason=why)
    mails.withdrawn(session, entry, now=now)


def take_down(session: Session, actor: Actor, entry: Entry, *, reason: str, now: datetime) -> None:
    """Hide a published work from the public at once. The award stays."""
    require(actor, May.ENTRY_TAKE_DOWN, entry)
    if entry.taken_down_at is not None:
        return
    if entry.public_number is None:
        raise Conflict(N_("This work is not published: there is nothing to take down."))
    why = _reason(reason)
    entry.taken_down_at = now
    _noted(session, actor, entry, "entry:take down", now, reason=why)


def put_back(session: Session, actor: Actor, entry: Entry, *, reason: str, now: datetime) -> None:
    """Show a work again that was taken down, as far as the permissions go."""
    require(actor, May.ENTRY_TAKE_DOWN, entry)
    if entry.taken_down_at is None:
        return
    why = _reason(reason)
    entry.taken_down_at = None
    _noted(session, actor, entry, "entry:put back", now, reason=why)


def describe(session: Session, actor: Actor, entry: Entry, words: Mapping[str, str], *, seen: str, now: datetime) -> None:
    """Neutral words that say what can be seen, for people who cannot see the picture. Refuses with `Stale`."""
    require(actor, May.ENTRY_SCREEN, entry)
    kept = {code: words[code] for code in CODES if words.get(code)}
    rules.check_seen(entry.descriptions, kept, seen)
    if kept == entry.descriptions:
        return
    entry.descriptions = kept
    _noted(session, actor, entry, "entry:describe", now, languages=sorted(kept))


def judges_read(entry: Entry) -> dict[str, str]:
    """The title and the text staff wrote for judges; until then the painter's own, to begin from."""
    title, text = entry.judges_title, entry.judges_description
    return {"title": entry.title if title is None else title, "description": entry.description if text is None else text}


def for_judges(session: Session, actor: Actor, entry: Entry, *, title: str, description: str, seen: str, now: datetime) -> None:
    """What judges read of a work, in words that do not tell who painted it. The painter's own stay. Refuses with `Stale`.

    Nothing at all takes the words for judges away.
    """
    require(actor, May.ENTRY_SCREEN, entry)
    if title or description:
        rules.check_line(title, "title")
    rules.check_text(description, "description", rules.LONGEST_DESCRIPTION)
    wanted, stored = {"title": title, "description": description}, judges_read(entry)
    rules.check_seen(stored, wanted, seen)
    if (entry.judges_title, entry.judges_description) == ((title, description) if title else (None, None)):
        return
    entry.judges_title, entry.judges_description = (title, description) if title else (None, None)
    _noted(session, actor, entry, "entry:for judges", now, title=entry.judges_title is not None, text=entry.judges_description is not None)


def frame_picture(session: Session, actor: Actor, entry: Entry, prepared: Prepared, found: Before, *, store: Store, now: datetime) -> None:
    """Show the picture of a sent work turned, trimmed or covered as prepared from what was found.

    Possible in every stage, also when it is judged or published: a name on the front may be discovered late. The new files have new
    addresses, and the old ones close at once.
    """
    require(actor, May.PICTURE_FRAME)
    if "frame" not in steps(actor, entry):
        raise Conflict(MOVED_ON)
    covered, was = len(prepared.framing.masks), len(found.framing.masks)
    act = "entry:frame photo" if covered == was else "entry:cover" if covered > was else "entry:uncover"
    _noted(session, actor, entry, act, now, **reframed(session, entry, prepared, found, store=store))


def new_code(session: Session, actor: Actor, entry: Entry, *, how: str, now: datetime) -> str:
    """A new resume code for who was checked to be its painter; the old one dies at once."""
    require(actor, May.ENTRY_NEW_CODE, entry)
    checked = rules.check_line(how, "how", 500)
    record(session, actor, "student:check", entry, now=now, how=checked)
    return issue_code(session, actor, entry, now=now)


def guardian_link(session: Session, actor: Actor, entry: Entry, *, language: str, now: datetime) -> str:
    """A new link for the guardian, to be handed over; one that was not answered yet ends."""
    require(actor, May.CONSENT_RECORD, entry)
    token = ask_guardian(session, actor, entry, language=language, now=now)
    return site_address(session, f"/{language}/consent/{token}")


def note_download(session: Session, actor: Actor, entry: Entry, picture: Picture, *, now: datetime) -> None:
    """Note who took a copy of an original away."""
    require(actor, May.ENTRY_SCREEN, entry)
    record(session, actor, "entry:download original", entry, now=now, sha256=picture.sha256)


def default_mend_by(entry: Entry, closes_at: datetime, now: datetime) -> datetime:
    """Until when a returned work should be back, unless somebody says otherwise: the end of a day where it comes from."""
    zone = entry.government.zone if entry.government else entry.edition.zone
    latest = rules.mend_until(closes_at, now)
    if latest == closes_at:
        return closes_at
    return instant(wall_clock(latest, zone).replace(hour=23, minute=59, second=0, microsecond=0), zone)


def _check_running(entry: Entry) -> None:
    if entry.edition.state is not EditionState.ANNOUNCED:
        raise Conflict(OVER)
    if entry.state is EntryState.DISQUALIFIED:  # leads back only by being restored
        raise Conflict(MOVED_ON)


def _check_permitted(session: Session, entry: Entry) -> None:
    if rules.missing_to_endorse(held_for(session, [entry.id])[entry.id]):
        raise Conflict(LACKING)


def _check_quota(session: Session, entry: Entry) -> None:
    """Counted while the government is held, so that two who endorse at once cannot both take the last place."""
    quota = entry.edition.quota_per_government
    if quota is None or entry.government_id is None:
        return
    locked(session, Government, entry.government_id)
    session.flush()
    if queries.used(session, entry.edition_id, entry.government_id) >= quota:
        raise Conflict(FULL, quota=quota)


def _reason(text: str) -> str:
    return rules.check_line(text, "reason", 1000)


def _noted(session: Session, actor: Actor, entry: Entry, act: str, now: datetime, **values: object) -> None:
    entry.version += 1
    record(session, actor, act, entry, now=now, **values)
