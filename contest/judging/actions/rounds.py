"""The life of a round: made, changed, paused, closed, opened again. Opening is in `opening.py`."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid
from contest.core.text import N_
from contest.editions.models import Edition
from contest.judging import queries
from contest.judging.actions.aside import leave_out_earlier, step_aside
from contest.judging.actions.criteria import copy_criteria, put_usual, usual_criteria
from contest.judging.actions.examples import copy_examples
from contest.judging.actions.panel import deal
from contest.judging.actions.rule import settle_rule
from contest.judging.actions.sent import Form, sent_before, still_says
from contest.judging.actions.works import undo_choices
from contest.judging.models import Round
from contest.judging.queries import assignment as hands
from contest.judging.queries import panels as reads
from contest.judging.states import ROUND_LIFE, RoundKind, RoundState
from contest.ledger.record import record
from contest.policy import Actor, May, require

CREATED = "round:create"
STAYS = N_("Round %(number)s judges works chosen by the results of this one and has begun. This round stays closed.")


@dataclass(frozen=True, slots=True)
class RoundCommand:
    """What staff say of a round. `counts` is False for practice."""

    titles: dict[str, str]
    briefings: dict[str, str]
    closes_at: datetime | None = None
    counts: bool = True
    seats_all_judges: bool = True
    kind: RoundKind = RoundKind.SCORING
    opens_at: datetime | None = None
    pledges: dict[str, str] = field(default_factory=dict)
    calibration: int = 0
    own_words: bool = False


def create_round(
    session: Session, actor: Actor, edition: Edition, command: RoundCommand, *, three: bool = False, draft: str = "", now: datetime
) -> Round:
    """A new round in preparation, with the criteria and examples of the edition's last round of its kind, or the usual criteria.

    `three`: a quick look by keep, maybe and out. `draft` names the form it was typed in: the same form sent twice is one round. Hold
    the edition.
    """
    require(actor, May.ROUND_MANAGE)
    _named(command.titles)
    form = Form(draft, (str(edition.id), repr(command), str(three)))
    if (event := sent_before(session, form, CREATED)) is not None:
        still_says(form, event)
        return session.get_one(Round, event.thing_id)
    before = queries.rounds(session, edition.id)
    position = max((each.position for each in before), default=0) + 1
    round_ = Round(edition_id=edition.id, position=position, seed=secrets.token_hex(10), deal_seed=secrets.token_hex(6), **asdict(command))
    session.add(round_)
    session.flush()
    alike = next((each for each in reversed(before) if each.kind is command.kind), None)
    if alike is None or three:
        put_usual(session, round_, three=three)
    else:
        round_.per_work = alike.per_work
        copy_criteria(session, alike, round_)
        copy_examples(session, alike, round_)
    record(
        session, actor, CREATED, round_, now=now, edition=edition.number, position=round_.position, counts=command.counts,
        kind=command.kind.value, **form.mark(),
    )  # fmt: skip
    return round_


def _named(names: dict[str, str]) -> None:
    if not names:
        raise Invalid(N_("Give it a name in at least one language"), "titles")


def change_round(session: Session, actor: Actor, round_: Round, command: RoundCommand, *, version: int, now: datetime) -> None:
    """New titles, briefing, times. Kind, what comes first and whether it counts are settled when it opens."""
    require(actor, May.ROUND_MANAGE)
    _named(command.titles)
    _unchanged_since(round_, version)
    if round_.state is RoundState.CLOSED:
        raise Conflict(N_("This round is closed."))
    if round_.state is not RoundState.DRAFT:
        if command.counts != round_.counts:
            raise Conflict(N_("Whether a round counts cannot change once it is open."))
        if (command.kind, command.calibration) != (round_.kind, round_.calibration):
            raise Conflict(N_("How judges judge cannot change once a round is open."))
    _times(round_, command, now)
    other = command.kind is not round_.kind
    for name, value in asdict(command).items():
        setattr(round_, name, value)
    round_.version += 1
    record(session, actor, "round:change", round_, now=now, closes_at=_iso(command.closes_at), opens_at=_iso(command.opens_at))
    if other:
        round_.rule_id = None  # it spoke of other criteria
        usual_criteria(session, actor, round_, now=now)


def _times(round_: Round, command: RoundCommand, now: datetime) -> None:
    if command.closes_at is not None and command.closes_at <= now and command.closes_at != round_.closes_at:
        raise Invalid(N_("This time has passed. Choose a later one, or close the round by hand"), "closes_at")
    if round_.state is RoundState.DRAFT and command.opens_at and command.closes_at and command.opens_at >= command.closes_at:
        raise Invalid(N_("The round has to open before it closes"), "opens_at")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _unchanged_since(round_: Round, version: int) -> None:
    if round_.version != version:
        raise Conflict(N_("Somebody else has changed this round since you opened the page. Nothing of yours was saved."))


def choose_deal(session: Session, actor: Actor, round_: Round, *, per_work: int | None, seed: str, now: datetime) -> None:
    """How many judges look at each work (everybody when None), and by which seed they are dealt when the round opens."""
    _may_deal(actor, round_)
    if per_work is not None and not 1 <= per_work <= 99:
        raise Invalid(N_("Give a number between %(min)s and %(max)s."), "per_work", min=1, max=99)
    round_.per_work, round_.deal_seed = per_work, seed[:20]
    round_.version += 1
    record(session, actor, hands.DEAL_CHOSEN, round_, now=now, per_work=per_work, seed=round_.deal_seed)


def _may_deal(actor: Actor, round_: Round) -> None:
    require(actor, May.ROUND_MANAGE)
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("How works are dealt cannot change once a round is open."))


def pause(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Nobody can mark until the round is resumed; everything marked stays."""
    require(actor, May.ROUND_MANAGE)
    if round_.state is not RoundState.PAUSED:
        ROUND_LIFE.move(round_, RoundState.PAUSED)
        record(session, actor, "round:pause", round_, now=now)


def resume(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Judging goes on after a pause; works accepted meanwhile are dealt."""
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.PAUSED:
        raise Conflict(N_("This round is not paused."))
    ROUND_LIFE.move(round_, RoundState.OPEN)
    deal(session, actor, round_, now=now)
    record(session, actor, "round:resume", round_, now=now)


def close(session: Session, actor: Actor, round_: Round, *, missing_seen: int, now: datetime) -> None:
    """End judging. `missing_seen` is how many votes staff were told are missing: more than that now is refused.

    The ledger keeps how many each judge owed, how many works have how many votes, and the digest of all that counts.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.CLOSED:
        return
    step_aside(session, actor, round_, now)
    progress = reads.progress_in(session, round_.id)
    owed = {str(p.account_id): progress[p.id].open for p in reads.sitting(session, round_.id) if p.id in progress and progress[p.id].open}
    if sum(owed.values()) > missing_seen:
        raise Conflict(N_("More votes are missing now than the page showed. Look again before you close."))
    settle_rule(session, actor, round_, now=now)  # opened before rules were kept
    ROUND_LIFE.move(round_, RoundState.CLOSED)
    round_.closed_at = now
    leave_out_earlier(session, round_)
    session.flush()
    votes = {str(count): works for count, works in reads.coverage(session, round_).items()}
    record(session, actor, "round:close", round_, now=now, missing=owed, votes=votes, digest=queries.inputs_digest(session, round_.id))


def reopen(session: Session, actor: Actor, round_: Round, *, now: datetime) -> None:
    """Let judges go on in a closed round; a deadline that has passed is taken away. Sign-offs stand until marks are taken up again.

    Refused once a later round has opened with works chosen by this one's results; one that is still in preparation loses its choice.
    Whether an allocation is based on it is asked by whoever knows (awards), before calling this.
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.CLOSED:
        raise Conflict(N_("This round is not closed."))
    undone = undo_choices(session, round_, STAYS)
    ROUND_LIFE.move(round_, RoundState.OPEN)
    round_.closed_at = None
    if round_.closes_at is not None and round_.closes_at <= now:
        round_.closes_at = None
    deal(session, actor, round_, now=now)
    record(session, actor, "round:reopen", round_, now=now, **({"undone": undone} if undone else {}))
