"""Opening a round, by hand or by the clock, and what keeps it from opening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contest.core.errors import Conflict
from contest.core.text import N_
from contest.db.unit import locked
from contest.judging import queries
from contest.judging.actions.criteria import CRITERIA
from contest.judging.actions.panel import deal, seat_all
from contest.judging.actions.rule import settle_rule
from contest.judging.actions.works import MOST_IN_ORDER, TOO_MANY
from contest.judging.models import Round
from contest.judging.queries import assignment as hands
from contest.judging.queries import panels as reads
from contest.judging.queries.resting import hold_closed
from contest.judging.rules.links import BROKEN_LINKAGE
from contest.judging.states import ROUND_LIFE, RoundKind, RoundState, Source
from contest.ledger.record import record
from contest.policy import SYSTEM, Actor, May, require

FALLS_APART = N_("The judges share too few works: their marks could not be compared. Deal again, or open it all the same.")
NOT_CLOSED = N_("Its works were chosen by the results of round %(number)s, which is not closed.")
VERY_MANY = N_("Nobody has said that every judge looks at all of so many works. Choose who looks at what.")


@dataclass(frozen=True, slots=True)
class Blocker:
    """What keeps a round from opening, and on which of its pages that is mended."""

    message: str
    page: str
    values: Mapping[str, Any] = field(default_factory=dict)


def blockers(session: Session, round_: Round, now: datetime) -> list[Blocker]:
    """What keeps a round from being opened; nothing when it may open. Whether judges can be compared shows once works are dealt."""
    found = [*_unmarkable(session, round_)]
    judges = hands.coming(session, round_)
    if not judges:
        found.append(Blocker(N_("There is no judge."), "judges"))
    works, from_ = reads.works(session, round_), session.get(Round, round_.source_round_id) if round_.source_round_id else None
    if from_ is not None and from_.state is not RoundState.CLOSED:
        found.append(Blocker(NOT_CLOSED, "works", {"number": from_.position}))
    elif round_.source is not Source.ACCEPTED and not reads.settled(session, round_.id):
        found.append(Blocker(N_("It is not settled which works this round judges."), "works"))
    elif round_.kind is RoundKind.PAIRWISE and round_.source is Source.ACCEPTED:
        found.append(Blocker(N_("To part a tie, choose works of an earlier round"), "works"))
    elif not works:
        found.append(Blocker(N_("There is no accepted work."), "works"))
    elif round_.kind in {RoundKind.RANKING, RoundKind.PAIRWISE} and works > MOST_IN_ORDER:
        found.append(Blocker(TOO_MANY, "works", {"most": MOST_IN_ORDER, "count": works}))
    if round_.closes_at is not None and round_.closes_at <= now:
        found.append(Blocker(N_("The deadline has passed."), "edit"))
    return found


def _unmarkable(session: Session, round_: Round) -> list[Blocker]:
    fewest, most = CRITERIA[round_.kind]
    count = len(queries.criteria(session, round_.id))
    if fewest <= count <= most:
        return []
    if not count:
        return [Blocker(N_("There are no criteria to mark by."), "criteria")]
    if round_.kind is RoundKind.QUICK:
        return [Blocker(N_("A quick look has exactly one criterion."), "criteria")]
    if round_.kind is RoundKind.SCORING:
        return [Blocker(N_("Marks by several criteria need two to six criteria."), "criteria")]
    return [Blocker(N_("Here nothing is marked by criteria. Remove them."), "criteria")]


def open_round(session: Session, actor: Actor, round_: Round, *, weak: bool = False, now: datetime) -> None:
    """Seat the invited judges, deal the works, and let judging begin. Open already: nothing happens.

    Refuses a deal by which judges could hardly be compared, unless that is meant (`weak`).
    """
    require(actor, May.ROUND_MANAGE)
    if round_.state is RoundState.OPEN:
        return
    if round_.state is not RoundState.DRAFT:
        raise Conflict(N_("This round has been opened before."))
    if round_.source is not Source.ACCEPTED:
        hold_closed(session, round_)  # the results it rests on must not be opened again meanwhile
    for blocker in blockers(session, round_, now):
        raise Conflict(blocker.message, **blocker.values)
    if round_.seats_all_judges:
        seat_all(session, actor, round_, now)
    sheets = deal(session, actor, round_, now=now)
    if round_.per_work is not None and not weak and apart(hands.linkage(session, round_.id)):
        raise Conflict(FALLS_APART)
    settle_rule(session, actor, round_, now=now)
    ROUND_LIFE.move(round_, RoundState.OPEN)
    round_.opened_at = now
    record(session, actor, "round:open", round_, now=now, sheets=sheets, per_work=round_.per_work, seed=round_.deal_seed)


def apart(linkage: float | None) -> bool:
    """Do the judges share too few works to be compared?"""
    return linkage is not None and linkage < BROKEN_LINKAGE


def hindrances(session: Session, round_: Round, now: datetime) -> list[Blocker]:
    """The same with a deal by which judges could hardly be compared: the clock does not open what only people may mean."""
    found = blockers(session, round_, now)
    if not found and hands.unsaid(session, round_, reads.works(session, round_), len(hands.coming(session, round_))):
        found.append(Blocker(VERY_MANY, "assignment"))
    if not found and round_.per_work is not None and apart(hands.table(session, round_).preview(round_.per_work, round_.deal_seed).linkage):
        found.append(Blocker(FALLS_APART, "assignment"))
    return found


def open_due(session: Session, now: datetime) -> int:
    """Open the rounds whose time has come, unless something stands in the way; their pages say what. Harmless to repeat."""
    opened = 0
    for identity in reads.waiting_to_open(session, now):
        round_ = locked(session, Round, identity)
        if round_.state is RoundState.DRAFT and not hindrances(session, round_, now):
            open_round(session, SYSTEM, round_, weak=True, now=now)
            opened += 1
    return opened
