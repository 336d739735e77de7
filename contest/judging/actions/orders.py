"""An order of few works, and two works at a time: what a judge does in ranking and pairwise rounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from contest.core.errors import Conflict, Invalid, Missing
from contest.core.text import N_
from contest.judging.actions.changes import Hand, judged, put_state, touch
from contest.judging.actions.own import NO_ROUND, NO_WORK, held_seat
from contest.judging.models import Duel, Panelist, Sheet
from contest.judging.queries import views as reads
from contest.judging.rules.pairs import Pair, finished, plan
from contest.judging.states import AWAY, RoundKind, SheetState
from contest.policy import Actor

LEFT, RIGHT, EVEN = "left", "right", "even"


# ── an order ──


def place(
    session: Session, actor: Actor, round_id: int, *, code: str, to: int | None, expected_version: int, now: datetime
) -> int:  # fmt: skip
    """Put one work at place `to` of the own order, or take it out with None; returns the order's new version.

    The works between move up or down by one: no two share a place, and none is left empty. Where the work stands already
    nothing changes, whatever version is expected: a retry is harmless. Another order than the one that was seen is refused
    with `Conflict`, whose values carry its `version`.
    """
    panelist, hand, sheets = _held(session, actor, round_id, RoundKind.RANKING, now)
    moved = next((sheet for sheet in sheets if sheet.blind_code == code), None)
    if moved is None:
        raise Missing(NO_WORK)
    judged(moved)
    ranked = in_order(sheets)
    was = ranked.index(moved) + 1 if moved in ranked else None
    version = reads.order_version(session, panelist.id)
    if was == to:
        return version
    others = [sheet for sheet in ranked if sheet is not moved]
    if to is not None and not 1 <= to <= len(others) + 1:
        raise Invalid(N_("Give a place from 1 to %(last)s"), "to", last=len(others) + 1)
    if version != expected_version:
        raise Conflict(N_("The order was changed in another window. It is shown below as it is now; nothing was moved."), version=version)
    held = [sheet for sheet in reads.held_order(session, panelist.id) if sheet is not moved]
    _put_at(hand, moved, others, was, to)
    _number(held, others)
    session.flush()
    return version + 1


def in_order(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The works that have a place, best first."""
    return sorted((s for s in sheets if s.place is not None and s.state is SheetState.SCORED), key=lambda s: s.place or 0)


def _put_at(hand: Hand, moved: Sheet, others: list[Sheet], was: int | None, to: int | None) -> None:
    """One event, of the work that was moved, with the places the judge saw: what the others did follows from it."""
    hand.event(moved, "place", None if was is None else str(was), None if to is None else str(to))
    if to is None:
        moved.place = None
        put_state(hand, moved, SheetState.WAITING)
    else:
        others.insert(to - 1, moved)
        put_state(hand, moved, SheetState.SCORED)
    touch(moved, hand.now)


def _number(held: Sequence[Sheet], seen: Sequence[Sheet]) -> None:
    """Places from 1 in the order that was `seen`.

    A work the judge does not see now (it was returned, say) keeps its place just before the one it stood before, and comes back there.
    """
    shown = {sheet.id for sheet in seen}
    waiting = list[Sheet]()
    before: dict[int, list[Sheet]] = {}
    for sheet in held:
        if sheet.id in shown:
            before[sheet.id], waiting = waiting, []
        else:
            waiting.append(sheet)
    order = [each for sheet in seen for each in (*before.get(sheet.id, ()), sheet)] + waiting
    for place_, sheet in enumerate(order, 1):
        if sheet.place != place_:
            sheet.place = place_


# ── pairs ──


def decide(session: Session, actor: Actor, round_id: int, *, pair: tuple[str, str], answer: str, now: datetime) -> None:
    """Say which of two works is the better one, or that they are even. The same answer again changes nothing.

    Refuses a pair that is not to be decided with `Missing`, and another answer to a pair that has one with `Conflict`.
    """
    panelist, hand, sheets = _held(session, actor, round_id, RoundKind.PAIRWISE, now)
    by_code = {sheet.blind_code: sheet for sheet in sheets}
    left, right = by_code.get(pair[0]), by_code.get(pair[1])
    if left is None or right is None or (min(left.id, right.id), max(left.id, right.id)) not in planned(sheets):
        raise Missing(NO_WORK)
    if answer not in {LEFT, RIGHT, EVEN}:
        raise Invalid(N_("Choose one of these"))
    held = reads.duels(session, panelist.id)
    duel = next((each for each in held if {each.left_id, each.right_id} == {left.id, right.id}), None)
    if duel is None:
        duel = Duel(panelist_id=panelist.id, left_id=left.id, right_id=right.id, position=0, version=0)
        session.add(duel)
    winner = {LEFT: left.id, RIGHT: right.id, EVEN: None}[answer]
    if duel.decided_at is not None:
        if (duel.winner_id, duel.even) == (winner, answer == EVEN):
            return
        raise Conflict(N_("You have decided this pair in another window. Take that back first if you want to change it."))
    duel.left_id, duel.right_id = left.id, right.id
    duel.winner_id, duel.even, duel.decided_at = winner, answer == EVEN, now
    duel.position = max((each.position for each in held), default=0) + 1
    duel.version += 1
    hand.event(left, "duel", None, f"{answer} {right.blind_code}")
    _settle(hand, sheets, [*held, duel], {left.id, right.id})


def undo_duel(session: Session, actor: Actor, round_id: int, *, position: int, now: datetime) -> None:
    """Take back the pair decided last, which the page knew as `position`. Taken back already: nothing happens."""
    panelist, hand, sheets = _held(session, actor, round_id, RoundKind.PAIRWISE, now)
    held = reads.duels(session, panelist.id)
    by_id = {sheet.id: sheet for sheet in sheets}
    asked = next((each for each in held if each.position == position), None)
    if asked is None or asked.left_id not in by_id or asked.right_id not in by_id:
        raise Missing(NO_WORK)
    if asked.decided_at is None:
        return
    if last_of(held, by_id) is not asked:
        raise Conflict(N_("You have decided another pair in another window. Look which one was the last."))
    said = EVEN if asked.even else LEFT if asked.winner_id == asked.left_id else RIGHT
    asked.winner_id, asked.even, asked.decided_at = None, False, None
    asked.version += 1
    left, words = by_id[asked.left_id], f"{said} {by_id[asked.right_id].blind_code}"
    replace(hand, undoes_id=reads.event_that(session, left.id, "duel", words)).event(left, "duel", words, None)
    _settle(hand, sheets, held, {asked.left_id, asked.right_id})


def finish_pairs(session: Session, actor: Actor, round_id: int, *, now: datetime) -> None:
    """Every pair there is has been decided, though a work was left out since: what is left counts as judged."""
    panelist, hand, sheets = _held(session, actor, round_id, RoundKind.PAIRWISE, now)
    held = reads.duels(session, panelist.id)
    if not all(finished(planned(sheets), decided(held)).values()):
        raise Conflict(N_("Some pairs are still to be decided."))
    _settle(hand, sheets, held, set())


def planned(sheets: Sequence[Sheet]) -> list[Pair]:
    """The pairs of the works this judge judges, as ids of their sheets."""
    return plan([sheet.id for sheet in sheets if sheet.state not in AWAY])


def decided(held: Collection[Duel]) -> list[Pair]:
    """The pairs that have an answer."""
    return [(each.left_id, each.right_id) for each in held if each.decided_at is not None]


def last_of(held: Collection[Duel], seen: Collection[int]) -> Duel | None:
    """The pair decided last, of those that have an answer and whose two works are among the `seen` sheets of the judge."""
    shown = (each for each in held if each.decided_at is not None and each.left_id in seen and each.right_id in seen)
    return max(shown, key=lambda each: each.position, default=None)


def _settle(hand: Hand, sheets: Sequence[Sheet], held: Collection[Duel], touched: Collection[int]) -> None:
    """A work all of whose pairs are decided counts as judged; one without a pair does when nothing else is left."""
    done = finished(planned(sheets), decided(held))
    for sheet in sheets:
        if sheet.state in AWAY:
            continue
        wanted = _state(done, sheet)
        if put_state(hand, sheet, wanted) or sheet.id in touched:
            touch(sheet, hand.now)


def _state(done: Mapping[int, bool], sheet: Sheet) -> SheetState:
    if done.get(sheet.id, all(done.values())):
        return SheetState.SCORED
    return SheetState.SET_ASIDE if sheet.state is SheetState.SET_ASIDE else SheetState.WAITING


def _held(
    session: Session, actor: Actor, round_id: int, kind: RoundKind, now: datetime
) -> tuple[Panelist, Hand, Sequence[Sheet]]:  # fmt: skip
    """The judge's place and all own sheets, held: what one window does another one sees."""
    panelist, round_ = held_seat(session, actor, round_id, now)
    if round_.kind is not kind:
        raise Missing(NO_ROUND)
    panelist.seen_at = now
    return panelist, Hand(session, panelist.account_id, now), reads.held_all(session, actor, panelist.id)
